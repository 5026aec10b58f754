//! What a process takes up, as the kernel tells it, and a folder.

use std::path::Path;
use std::time::Duration;

/// Memory of a process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// Held now, in bytes.
    pub resident: u64,
    /// Of that, its own rather than pages of files, in bytes.
    pub own: u64,
    /// The most that it held, in bytes.
    pub most: u64,
}

impl Usage {
    /// Of the process of this number.
    pub fn of(process: u32) -> Self {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kilobytes = line.and_then(|line| line.split_whitespace().next()).map_or("0", |number| number);
            kilobytes.parse::<u64>().unwrap() * 1024
        };
        Self { resident: of("VmRSS:"), own: of("RssAnon:"), most: of("VmHWM:") }
    }
}

/// Processor time that a process has used so far, its own and the kernel's for it.
pub fn processor_time(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The name of the program may hold blanks; what follows its bracket does not.
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    // The kernel tells programs of hundredths of a second, whatever it counts in itself.
    Duration::from_millis(ticks * 10)
}

/// What the files of a folder take up on disk, in bytes.
pub fn bytes_of(folder: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    let mut bytes = 0;
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        // A file that has just been merged away takes up nothing.
        let Ok(metadata) = std::fs::symlink_metadata(&path) else { continue };
        if metadata.is_dir() {
            open.extend(std::fs::read_dir(&path).into_iter().flatten().map(|entry| entry.unwrap().path()));
        } else {
            bytes += metadata.blocks() * 512;
        }
    }
    bytes
}
