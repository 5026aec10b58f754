//! A log as one file, to be kept elsewhere and put back.
//!
//! ```text
//! title         15 bytes, `entente backup\n`
//! version       1 byte
//! log id        16 bytes
//! oldest        8 bytes, the oldest position of the log
//! newest        8 bytes, the position up to which the backup goes
//! checksum      4 bytes, CRC-32 of the above
//! entries       each its position (8 bytes, never 0), its length (4 bytes) and its record, as the embedded log keeps it
//! end           8 bytes of 0, then the number of entries (8 bytes)
//! digest        32 bytes, SHA-256 of all of the above
//! ```
//! Numbers are big-endian. Each record has a checksum of its own, the digest covers all of it: what is cut short or altered is refused.
//! Neither proves who wrote a backup: keep it as safe as the log.

use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

use crate::embedded::record;
use crate::{Entry, LogId, Position};

const TITLE: &[u8] = b"entente backup\n";
const VERSION: u8 = 1;
/// Title, version, log id, two positions.
const HEAD: usize = 15 + 1 + 16 + 8 + 8;
/// Longest record that is read: an entry is bounded far below.
const RECORD_MOST: usize = 1 << 30;

/// Which log a backup is of, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupHead {
    /// The log.
    pub log: LogId,
    /// The position of the oldest entry that was kept.
    pub oldest: Position,
    /// The position up to which the backup goes.
    pub newest: Position,
}

/// Why a backup can't be read. Nothing is to be made of what was read of it until then.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It can't be read at all.
    #[error("the backup can't be read: {0}")]
    Io(#[source] io::Error),
    /// It ends before its end mark: the copy was cut short.
    #[error("the backup is cut short after {entries} entries")]
    CutShort {
        /// Whole entries before the end.
        entries: u64,
    },
    /// It is no backup, or not as it was written.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// It was written by a newer version of this program. Use that version.
    #[error("the backup has version {found}, this program reads up to {VERSION}")]
    Newer {
        /// The version found.
        found: u8,
    },
}

/// Makes the bytes of a backup, piece by piece.
#[derive(Debug)]
pub struct BackupWriter {
    digest: Sha256,
    entries: u64,
}

impl BackupWriter {
    /// A backup and its first bytes.
    pub fn begin(head: BackupHead) -> (Self, Vec<u8>) {
        let mut bytes = Vec::with_capacity(HEAD + 4);
        bytes.extend_from_slice(TITLE);
        bytes.push(VERSION);
        bytes.extend_from_slice(&head.log.to_bytes());
        bytes.extend_from_slice(&head.oldest.get().to_be_bytes());
        bytes.extend_from_slice(&head.newest.get().to_be_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
        let mut digest = Sha256::new();
        digest.update(&bytes);
        (Self { digest, entries: 0 }, bytes)
    }

    /// The bytes of the next entry, after those of all before it.
    pub fn entry(&mut self, entry: &Entry) -> Vec<u8> {
        let record = record::encode_entry(entry);
        // Entries are bounded far below 4 GiB.
        let length = u32::try_from(record.len()).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(record.len() + 12);
        bytes.extend_from_slice(&entry.position.get().to_be_bytes());
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&record);
        self.digest.update(&bytes);
        self.entries += 1;
        bytes
    }

    /// How many entries there are so far.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The last bytes.
    pub fn end(mut self) -> Vec<u8> {
        let mut bytes = [[0; 8], self.entries.to_be_bytes()].concat();
        self.digest.update(&bytes);
        bytes.extend_from_slice(&self.digest.finalize());
        bytes
    }
}

/// Reads a backup, entry by entry, and tells whether it is whole.
#[derive(Debug)]
pub struct BackupReader<R> {
    from: R,
    digest: Sha256,
    head: BackupHead,
    last: Position,
    entries: u64,
    ended: bool,
}

impl<R: Read> BackupReader<R> {
    /// Begins with its first bytes.
    pub fn open(mut from: R) -> Result<Self, BackupError> {
        let mut bytes = [0; HEAD + 4];
        fill(&mut from, &mut bytes, 0)?;
        let (head, checksum) = bytes.split_at(HEAD);
        let (title, rest) = head.split_at(TITLE.len());
        if title != TITLE {
            return Err(BackupError::Damaged("it does not begin as a backup does".to_owned()));
        }
        // Before the rest: that may have another shape in a newer version.
        if rest[0] > VERSION {
            return Err(BackupError::Newer { found: rest[0] });
        }
        if crc32fast::hash(head).to_be_bytes() != checksum {
            return Err(BackupError::Damaged("the checksum of its beginning does not match".to_owned()));
        }
        let number = |at: usize| u64::from_be_bytes(std::array::from_fn(|byte| rest[at + byte]));
        let head = BackupHead {
            log: LogId::from_bytes(std::array::from_fn(|byte| rest[1 + byte])),
            oldest: Position::new(number(17)),
            newest: Position::new(number(25)),
        };
        let mut digest = Sha256::new();
        digest.update(bytes);
        Ok(Self { from, digest, head, last: Position::START, entries: 0, ended: false })
    }

    /// Which log it is of.
    pub fn head(&self) -> BackupHead {
        self.head
    }

    /// The next entry; none after the last, once the whole is known to be what was written.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, BackupError> {
        if self.ended {
            return Ok(None);
        }
        let mut position = [0; 8];
        self.take(&mut position)?;
        let position = Position::new(u64::from_be_bytes(position));
        if position == Position::START {
            self.end()?;
            return Ok(None);
        }
        if position <= self.last || position > self.head.newest {
            return Err(BackupError::Damaged(format!("position {position} comes after {}", self.last)));
        }
        let mut length = [0; 4];
        self.take(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > RECORD_MOST {
            return Err(BackupError::Damaged(format!("entry {position} has {length} bytes")));
        }
        let mut record = Vec::new();
        // Not as much as it says at once: that may be anything.
        let read = (&mut self.from).take(length as u64).read_to_end(&mut record).map_err(BackupError::Io)?;
        if read < length {
            return Err(BackupError::CutShort { entries: self.entries });
        }
        self.digest.update(&record);
        let entry =
            record::decode(position, &record).map_err(|error| BackupError::Damaged(error.to_string()))?;
        (self.last, self.entries) = (position, self.entries + 1);
        Ok(Some(entry))
    }

    fn end(&mut self) -> Result<(), BackupError> {
        let mut entries = [0; 8];
        self.take(&mut entries)?;
        let entries = u64::from_be_bytes(entries);
        if entries != self.entries {
            return Err(BackupError::Damaged(format!(
                "it holds {} entries instead of {entries}",
                self.entries
            )));
        }
        let mut digest = [0; 32];
        fill(&mut self.from, &mut digest, self.entries)?;
        if self.digest.clone().finalize().as_slice() != digest {
            return Err(BackupError::Damaged("its digest does not match".to_owned()));
        }
        if self.from.read(&mut [0]).map_err(BackupError::Io)? > 0 {
            return Err(BackupError::Damaged("something follows its end".to_owned()));
        }
        self.ended = true;
        Ok(())
    }

    fn take(&mut self, bytes: &mut [u8]) -> Result<(), BackupError> {
        fill(&mut self.from, bytes, self.entries)?;
        self.digest.update(bytes);
        Ok(())
    }
}

fn fill(from: &mut impl Read, bytes: &mut [u8], entries: u64) -> Result<(), BackupError> {
    from.read_exact(bytes).map_err(|error| {
        let ended = error.kind() == io::ErrorKind::UnexpectedEof;
        if ended { BackupError::CutShort { entries } } else { BackupError::Io(error) }
    })
}
