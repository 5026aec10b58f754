//! What is told of an article beside its events.

use entente_model::{ArticleId, Language, Tenant};
use jiff::Timestamp;

use crate::Moment;

/// An article revision without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleInfo {
    /// Whose.
    pub tenant: Tenant,
    /// Its id.
    pub id: ArticleId,
    /// Counts the contents that came under this id, from 1.
    pub revision: u64,
    /// Its title, or the first line of its text.
    pub title: String,
    /// Who published it; may be empty.
    pub source: String,
    /// Where it can be read; may be empty.
    pub url: String,
    /// When it came out, if told.
    pub published: Option<Timestamp>,
    /// When the log took this revision, or took it as it was read anew: the system time of all that rests on it.
    pub appended: Moment,
    /// The language that it was read in; none when nothing was read.
    pub language: Option<Language>,
    /// SHA-256 of the text in UTF-8, 64 hexadecimal digits in lower case.
    pub text_sha256: String,
}
