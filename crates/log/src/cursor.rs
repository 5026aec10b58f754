//! A place to resume from, as clients hold it.

use std::{fmt, str::FromStr};

use crate::{LogError, Position};

/// Version of the encoding below.
const VERSION: u8 = 1;
/// Version, log id, position, checksum.
const LENGTH: usize = 1 + 16 + 8 + 4;

/// The identity of a log: 128 bits drawn at random when it is made, so that a cursor of one log can't be mistaken for
/// one of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LogId([u8; 16]);

impl LogId {
    /// An id that no other log has.
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().into_bytes())
    }

    /// The id of these bytes, as [`LogId::to_bytes`] gave them.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The id's bytes.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl FromStr for LogId {
    type Err = LogError;

    fn from_str(text: &str) -> Result<Self, LogError> {
        let bytes = read_hex(text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(LogError::Invalid { field: "log id", reason: "must be 32 hexadecimal digits" })
    }
}

/// A position and the log it is of. Clients keep it encoded and need not look inside.
///
/// The checksum refuses what was mangled or guessed at; it is no secret, and a cursor grants nothing that reading from
/// the start would not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The log.
    pub log: LogId,
    /// The last position seen: a reader goes on after it.
    pub position: Position,
}

impl Cursor {
    /// The cursor as 29 bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.log.0);
        bytes.extend_from_slice(&self.position.get().to_be_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
        bytes
    }

    /// The cursor of these bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, LogError> {
        let wrong_length = || LogError::BadCursor { reason: "its length is wrong" };
        let (&version, rest) = bytes.split_first().ok_or_else(wrong_length)?;
        // Before the rest: that may have another shape in a newer version.
        if version != VERSION {
            return Err(LogError::BadCursor { reason: "its version is not known here" });
        }
        let (log, rest) = rest.split_first_chunk::<16>().ok_or_else(wrong_length)?;
        let (position, checksum) = rest.split_first_chunk::<8>().ok_or_else(wrong_length)?;
        let checksum: [u8; 4] = checksum.try_into().map_err(|_| wrong_length())?;
        if crc32fast::hash(&bytes[..LENGTH - checksum.len()]) != u32::from_be_bytes(checksum) {
            return Err(LogError::BadCursor { reason: "its checksum does not match" });
        }
        Ok(Self { log: LogId(*log), position: Position::new(u64::from_be_bytes(*position)) })
    }
}

/// [`Cursor::encode`] in lower-case hexadecimal, for where text is wanted.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.encode())
    }
}

impl FromStr for Cursor {
    type Err = LogError;

    fn from_str(text: &str) -> Result<Self, LogError> {
        Self::decode(&read_hex(text).ok_or(LogError::BadCursor { reason: "it is not hexadecimal" })?)
    }
}

fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

fn read_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor() -> Cursor {
        Cursor { log: LogId::from_bytes(*b"sixteen byte id!"), position: Position::new(0x0102_0304) }
    }

    #[test]
    fn comes_back_from_bytes_and_text() {
        assert_eq!(Cursor::decode(&cursor().encode()), Ok(cursor()));
        assert_eq!(cursor().to_string().parse(), Ok(cursor()));
        assert_eq!(cursor().log.to_string().parse(), Ok(cursor().log));
    }

    #[test]
    fn the_encoding_is_fixed() {
        // Clients keep cursors across releases: if this fails, the version must change and the old one stay readable.
        let text = cursor().to_string();
        assert!(text.starts_with("017369787465656e206279746520696421000000000102030"), "{text}");
        assert_eq!(text.len(), 2 * LENGTH);
    }

    #[test]
    fn any_altered_bit_is_refused() {
        let whole = cursor().encode();
        for bit in 0..whole.len() * 8 {
            let mut altered = whole.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(Cursor::decode(&altered), Err(LogError::BadCursor { .. })), "bit {bit}");
        }
    }

    #[test]
    fn any_other_length_is_refused() {
        let whole = cursor().encode();
        for length in 0..whole.len() {
            assert!(matches!(Cursor::decode(&whole[..length]), Err(LogError::BadCursor { .. })), "{length}");
        }
        assert!(Cursor::decode(&[whole, vec![0]].concat()).is_err());
    }

    #[test]
    fn text_that_is_no_hexadecimal_is_refused() {
        for text in
            ["", "0", "01é", "zz", " 01", "017369787465656e20627974652069642100000000010203040000000g"]
        {
            assert!(matches!(text.parse::<Cursor>(), Err(LogError::BadCursor { .. })), "{text}");
        }
    }
}
