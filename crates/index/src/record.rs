//! What the index writes: records of its own, encoded by postcard. Any change to their shape asks for another
//! [`crate::index::FORMAT`]; one to a vocabulary makes itself known, see [`vocabularies`].

mod assertion;
mod block;
mod claim;
mod contradiction;
mod entity;
mod event;
mod fact;
mod identity;
mod reading;
mod row;
mod testimony;
mod time;
mod usage;
mod vocabulary;
mod whole;

use entente_facts::EntityIdError;
use entente_model::{IdError, LanguageError, MoneyError, ShareError, TimexError};
use serde::{Deserialize, Serialize};

pub(crate) use block::Block;
pub(crate) use claim::ClaimRecord;
pub(crate) use contradiction::{decode_contradiction, encode_contradiction};
pub(crate) use entity::Told;
pub(crate) use event::EventRecord;
pub(crate) use fact::{Head, decode_fact, decode_found, decode_whole, encode_fact, encode_whole};
pub(crate) use identity::{decode_identity_change, encode_identity_change};
pub(crate) use reading::{InfoRecord, Kept, ReadingRecord, decode_reading, encode_reading};
pub(crate) use row::{Body, ListOf, Row};
pub(crate) use usage::{UseRecord, decode_withdrawal, encode_withdrawal};
pub(crate) use vocabulary::vocabularies;
pub(crate) use whole::Whole;

use crate::IndexError;

/// What makes a record unreadable.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It is no such record.
    #[error(transparent)]
    Encoding(#[from] postcard::Error),
    /// A value of no vocabulary.
    #[error("{0} is no value of its vocabulary")]
    Code(u8),
    /// No share.
    #[error(transparent)]
    Share(#[from] ShareError),
    /// No amount.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// No date.
    #[error(transparent)]
    Timex(#[from] TimexError),
    /// No language.
    #[error(transparent)]
    Language(#[from] LanguageError),
    /// No id of a tenant or an article.
    #[error(transparent)]
    Id(#[from] IdError),
    /// No id of an entity.
    #[error(transparent)]
    EntityId(#[from] EntityIdError),
    /// A time out of range.
    #[error(transparent)]
    Time(#[from] jiff::Error),
    /// A key of the wrong shape.
    #[error("a key of {0} bytes has not the shape of its kind")]
    Key(usize),
    /// A row of the wrong shape.
    #[error("a row of {0} bytes has not the shape of its kind")]
    Length(usize),
    /// A text that is not UTF-8.
    #[error(transparent)]
    Text(#[from] std::string::FromUtf8Error),
    /// A record that another one speaks of is not there.
    #[error("it is missing")]
    Missing,
}

impl RecordError {
    /// The error of the index that it means.
    pub(crate) fn at(self, what: &'static str) -> IndexError {
        IndexError::Damaged { what, source: self }
    }
}

/// The bytes of a record.
pub(crate) fn encode(record: &impl Serialize) -> Result<Vec<u8>, RecordError> {
    Ok(postcard::to_allocvec(record)?)
}

/// The record of these bytes.
pub(crate) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, RecordError> {
    Ok(postcard::from_bytes(bytes)?)
}
