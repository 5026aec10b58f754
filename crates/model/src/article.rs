//! Articles and what identifies them.

use std::fmt;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::Language;

/// Longest tenant or article id, in bytes: ids are parts of keys on disk.
const ID_MOST: usize = 128;

/// What makes an id unusable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing, or too much.
    #[error("has {0} bytes, not between 1 and {ID_MOST}")]
    Length(usize),
    /// A character that is none of `A-Z a-z 0-9 . _ : @ + -`.
    #[error("{0:?} holds a character other than letters, digits and . _ : @ + -")]
    Character(String),
}

fn check(id: &str) -> Result<(), IdError> {
    if id.is_empty() || id.len() > ID_MOST {
        return Err(IdError::Length(id.len()));
    }
    let sound = |b: u8| b.is_ascii_alphanumeric() || b"._:@+-".contains(&b);
    if id.bytes().all(sound) { Ok(()) } else { Err(IdError::Character(id.to_owned())) }
}

/// Whose data it is: the first part of every key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenant(String);

/// The id of the tenant of callers that name none.
const DEFAULT_TENANT: &str = "default";

impl Tenant {
    /// True for the tenant of callers that name none.
    pub fn is_default(&self) -> bool {
        self.0 == DEFAULT_TENANT
    }

    /// A tenant of this id.
    pub fn new(id: impl Into<String>) -> Result<Self, IdError> {
        let id = id.into();
        check(&id).map(|()| Self(id))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Tenant {
    /// The tenant of callers that name none.
    fn default() -> Self {
        Self(DEFAULT_TENANT.to_owned())
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an article is called, once per tenant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(String);

impl ArticleId {
    /// An article of this id.
    pub fn new(id: impl Into<String>) -> Result<Self, IdError> {
        let id = id.into();
        check(&id).map(|()| Self(id))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// When an article came out, and on which day that was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The instant.
    pub time: Timestamp,
    /// Where the outlet's day begins and ends: "mardi" is counted in it.
    pub zone: TimeZone,
}

impl Publication {
    /// The day of publication where the article came out.
    pub fn date(&self) -> Date {
        self.zone.to_datetime(self.time).date()
    }
}

/// One text with its metadata, as it was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Whose.
    pub tenant: Tenant,
    /// Its id.
    pub id: ArticleId,
    /// Its title; empty when the body begins with it or there is none.
    pub title: String,
    /// Its body.
    pub body: String,
    /// The language given by the caller, if one.
    pub language: Option<Language>,
    /// When it came out, if told.
    pub published: Option<Publication>,
    /// Who published it, in the caller's words; may be empty.
    pub source: String,
    /// Where it can be read; may be empty.
    pub url: String,
}

impl Article {
    /// The text that all offsets count in: the title, a blank line and the body, or the body alone.
    pub fn text(&self) -> String {
        if self.title.is_empty() { self.body.clone() } else { format!("{}\n\n{}", self.title, self.body) }
    }
}
