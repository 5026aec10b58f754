//! What the index writes: records of its own, encoded by postcard. Any change to their shape asks for another
//! [`crate::home::FORMAT`]; vocabularies are kept by their published names, so that a reordered enum changes nothing.

mod article;
mod assertion;
mod entity;
mod event;

use entente_facts::EntityIdError;
use entente_model::{IdError, LanguageError, MoneyError, ShareError, TimexError, UnknownName};
use serde::{Deserialize, Serialize};

pub(crate) use article::{ArticleRecord, RestRecord, Row};
pub(crate) use entity::EntityRow;
pub(crate) use event::EventRecord;

use crate::IndexError;

/// What makes a record unreadable.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It is no such record.
    #[error(transparent)]
    Encoding(#[from] postcard::Error),
    /// A value of no vocabulary.
    #[error(transparent)]
    Name(#[from] UnknownName),
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
