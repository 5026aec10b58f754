//! The rows of lists of facts. What a page shows of a fact is kept once, in the row of one list, its home; the rows of the other
//! lists tell where that is, and of whom it is, so that who is not wanted is passed over without looking there.
//!
//! | bytes | of a home | of another list | of the list of all of a kind |
//! |---|---|---|---|
//! | 1 | flags | flags | flags |
//! | 17 | | part and entity of the home | part and entity of the home |
//! | 4 | length of the record | | |
//! | ... | the record: the fact, its lead, its stages | the fact | |
//! | ... | the piece that pages are made of | | |

use entente_facts::EntityId;

use super::RecordError;

/// Some claim stands.
const STANDS: u8 = 1;
/// The entity of the list takes part as of now.
const TAKES_PART: u8 = 2;
/// All of the fact is here.
const HOME: u8 = 4;

/// A list of an entity: the part that it has, see [`crate::key::Part`], and the entity.
pub(crate) type ListOf = (u8, EntityId);

/// A row, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    /// Some claim stands.
    pub(crate) stands: bool,
    /// The entity of the list takes part as of now, and not only in claims that are withdrawn.
    pub(crate) takes_part: bool,
    pub(crate) body: Body<'a>,
}

/// What a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body<'a> {
    /// All that is kept of the fact.
    Home {
        /// What [`super::encode_whole`] wrote.
        record: &'a [u8],
        /// What pages are made of.
        piece: &'a [u8],
    },
    /// A part of it.
    Beside {
        /// The list in which its home is.
        home: ListOf,
        /// What [`super::encode_fact`] wrote; empty in the list of all of a kind.
        fact: &'a [u8],
    },
}

impl<'a> Row<'a> {
    /// The bytes of the row.
    pub(crate) fn encode(&self) -> Result<Vec<u8>, RecordError> {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let flags = flag(self.stands, STANDS) | flag(self.takes_part, TAKES_PART);
        Ok(match self.body {
            Body::Home { record, piece } => {
                let length = u32::try_from(record.len()).map_err(|_| RecordError::Length(record.len()))?;
                [&[flags | HOME], length.to_be_bytes().as_slice(), record, piece].concat()
            }
            Body::Beside { home: (part, entity), fact } => {
                [&[flags, part], entity.to_bytes().as_slice(), fact].concat()
            }
        })
    }

    /// The row of these bytes.
    pub(crate) fn decode(bytes: &'a [u8]) -> Result<Self, RecordError> {
        let wrong = || RecordError::Length(bytes.len());
        let (&flags, rest) = bytes.split_first().ok_or_else(wrong)?;
        let body = if flags & HOME == 0 {
            let (&part, rest) = rest.split_first().ok_or_else(wrong)?;
            let (entity, fact) = rest.split_first_chunk().ok_or_else(wrong)?;
            Body::Beside { home: (part, EntityId::from_bytes(*entity)), fact }
        } else {
            let (length, rest) = rest.split_first_chunk().ok_or_else(wrong)?;
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
            let (record, piece) = rest.split_at_checked(length).ok_or_else(wrong)?;
            Body::Home { record, piece }
        };
        Ok(Self { stands: flags & STANDS != 0, takes_part: flags & TAKES_PART != 0, body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_was() {
        let home = (2, EntityId::from_bytes([7; 16]));
        for body in [
            Body::Home { record: b"record", piece: b"piece" },
            Body::Home { record: b"", piece: b"" },
            Body::Beside { home, fact: b"fact" },
            Body::Beside { home, fact: b"" },
        ] {
            for (stands, takes_part) in [(false, false), (true, false), (true, true)] {
                let row = Row { stands, takes_part, body };
                let bytes = row.encode().unwrap();
                assert_eq!(Row::decode(&bytes).unwrap(), row);
            }
        }
        for bad in [b"".as_slice(), &[0; 17], &[HOME, 0, 0, 0, 2, 1]] {
            assert!(Row::decode(bad).is_err(), "{bad:?}");
        }
    }
}
