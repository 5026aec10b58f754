//! An entry as bytes in the store.
//!
//! ```text
//! version       1 byte
//! checksum      4 bytes, CRC-32 of the position (8 bytes) and all that follows
//! time          8 bytes, microseconds since 1970
//! subject       2 bytes of length, then the bytes
//! message id    likewise; length 0 for none
//! payload       the rest
//! ```
//! Numbers are big-endian. The position is the record's key; taking it into the checksum refuses a record that stands
//! under another's key.

use bytes::Bytes;
use jiff::Timestamp;

use crate::{Append, Entry, LogError, Position};

const VERSION: u8 = 1;

/// The record of an append.
pub(super) fn encode(position: Position, time: Timestamp, append: &Append) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(append.bytes() + 32);
    bytes.push(VERSION);
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(&time.as_microsecond().to_be_bytes());
    for field in [Some(&append.subject), append.message_id.as_ref()] {
        let field = field.map_or(&[][..], Vec::as_slice);
        let length = u16::try_from(field.len()).expect("appends are checked against much smaller limits");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(field);
    }
    bytes.extend_from_slice(&append.payload);
    let checksum = checksum(position, &bytes[5..]);
    bytes[1..5].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// The record of an entry.
pub(crate) fn encode_entry(entry: &Entry) -> Vec<u8> {
    let append = Append {
        subject: entry.subject.clone(),
        message_id: entry.message_id.clone(),
        payload: entry.payload.clone(),
        expected: None,
    };
    encode(entry.position, entry.time, &append)
}

/// The entry of a record.
pub(crate) fn decode(position: Position, bytes: &[u8]) -> Result<Entry, LogError> {
    read(position, bytes).map_err(|reason| LogError::Corrupt { position, reason })
}

fn read(position: Position, bytes: &[u8]) -> Result<Entry, String> {
    let truncated = || "its record is truncated".to_owned();
    let (&version, rest) = bytes.split_first().ok_or_else(truncated)?;
    if version != VERSION {
        return Err(format!("its record has version {version}, {VERSION} is known"));
    }
    let (expected, rest) = rest.split_first_chunk::<4>().ok_or_else(truncated)?;
    if checksum(position, rest) != u32::from_be_bytes(*expected) {
        return Err("its checksum does not match".to_owned());
    }
    let (time, rest) = rest.split_first_chunk::<8>().ok_or_else(truncated)?;
    let time = Timestamp::from_microsecond(i64::from_be_bytes(*time)).map_err(|error| error.to_string())?;
    let (subject, rest) = field(rest).ok_or_else(truncated)?;
    let (id, payload) = field(rest).ok_or_else(truncated)?;
    Ok(Entry {
        position,
        time,
        subject: subject.to_vec(),
        message_id: (!id.is_empty()).then(|| id.to_vec()),
        payload: Bytes::copy_from_slice(payload),
    })
}

fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

fn checksum(position: Position, content: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&position.get().to_be_bytes());
    hasher.update(content);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSITION: Position = Position::new(7);

    fn append() -> Append {
        Append {
            subject: b"default/a1".to_vec(),
            expected: None,
            message_id: Some(b"request-1".to_vec()),
            payload: Bytes::from_static(b"content"),
        }
    }

    fn time() -> Timestamp {
        Timestamp::from_microsecond(1_700_000_000_123_456).unwrap()
    }

    #[test]
    fn an_entry_comes_back_whole() {
        for append in [append(), Append { message_id: None, payload: Bytes::new(), ..append() }] {
            let entry = decode(POSITION, &encode(POSITION, time(), &append)).unwrap();
            assert_eq!((entry.position, entry.time), (POSITION, time()));
            assert_eq!((entry.subject, entry.message_id), (append.subject, append.message_id));
            assert_eq!(entry.payload, append.payload);
        }
    }

    #[test]
    fn any_altered_bit_is_corrupt() {
        let whole = encode(POSITION, time(), &append());
        for bit in 0..whole.len() * 8 {
            let mut altered = whole.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(decode(POSITION, &altered), Err(LogError::Corrupt { .. })), "bit {bit}");
        }
        for length in 0..whole.len() {
            assert!(decode(POSITION, &whole[..length]).is_err(), "length {length}");
        }
    }

    #[test]
    fn a_record_under_the_key_of_another_is_corrupt() {
        let record = encode(POSITION, time(), &append());
        assert!(matches!(decode(POSITION.next(), &record), Err(LogError::Corrupt { .. })));
    }
}
