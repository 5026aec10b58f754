//! Bounds of an embedded log.

use std::time::Duration;

use jiff::Timestamp;

/// One group of appends that became durable together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Appends in it, those that were refused or repeated among them.
    pub appends: usize,
    /// Their bytes.
    pub bytes: usize,
    /// How long writing and syncing took.
    pub took: Duration,
}

/// Bounds of an embedded log. The defaults suit articles of some kilobytes on an ordinary disk.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The largest entry taken, in bytes ([`crate::Append::bytes`]). Default 8 MiB.
    pub max_entry_bytes: usize,
    /// How much may wait for the disk, in bytes; past it appends wait for room. At most 4 GiB. Default 64 MiB.
    pub max_queued_bytes: usize,
    /// The most entries that one sync makes durable. Default 1,024.
    pub max_group_entries: usize,
    /// The bytes past which a group takes no further entry: it bounds how long one write takes. Default 8 MiB.
    pub max_group_bytes: usize,
    /// Memory for the store's entries before they are written out, in bytes; each of the three trees beside them has an eighth of it. Fixed
    /// when the log is made. Default 64 MiB.
    pub write_buffer_bytes: u64,
    /// Where append times come from. Default: the system's clock.
    pub clock: fn() -> Timestamp,
    /// Told of each group once it is durable, on the writer's thread. Default: nobody.
    pub observe: fn(Commit),
}

impl Default for Options {
    fn default() -> Self {
        const MIB: usize = 1024 * 1024;
        Self {
            max_entry_bytes: 8 * MIB,
            max_queued_bytes: 64 * MIB,
            max_group_entries: 1024,
            max_group_bytes: 8 * MIB,
            write_buffer_bytes: 64 * 1024 * 1024,
            clock: Timestamp::now,
            observe: |_| (),
        }
    }
}
