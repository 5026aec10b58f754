//! Who says it.

use crate::Party;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What kind of source the text names for an assertion.
    pub enum SourceKind as "source kind" {
        /// The article itself.
        Author = "AUTHOR",
        /// A named person.
        Person = "PERSON",
        /// A named organisation.
        Organization = "ORGANIZATION",
        /// One or more sources that are not named.
        Anonymous = "ANONYMOUS",
        /// Another outlet.
        Media = "MEDIA",
        /// A document: a filing, a draft, a statement, an agreement.
        Document = "DOCUMENT",
    }
}

/// Who says it in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What kind of source.
    pub kind: SourceKind,
    /// The named source, by the key of its entity.
    pub name: Option<Party>,
    /// How many unnamed sources, where the text counts them ("selon deux sources" is 2).
    pub count: Option<u32>,
    /// The words that describe an unnamed source ("proche du dossier").
    pub descriptor: Option<String>,
}

impl Source {
    /// The article itself.
    pub const fn author() -> Self {
        Self::of(SourceKind::Author)
    }

    /// A source of this kind of which nothing more is known.
    pub const fn of(kind: SourceKind) -> Self {
        Self { kind, name: None, count: None, descriptor: None }
    }
}
