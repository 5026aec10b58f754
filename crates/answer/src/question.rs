//! What a question comes with.

use entente_model::Language;
use jiff::civil::Date;

use crate::plan::Plan;

/// A question, and what it is read by.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The question in words.
    pub text: &'a str,
    /// The language to read it in and to answer in; none for the one that most of its common words belong to.
    pub language: Option<Language>,
    /// The day that "last year" and the like are counted from; without one they are not understood.
    pub today: Option<Date>,
    /// The plan of the question before it in the same conversation: what "and in China?" goes on from.
    pub before: Option<&'a Plan>,
}

impl<'a> Question<'a> {
    /// A question that stands alone.
    pub const fn new(text: &'a str) -> Self {
        Self { text, language: None, today: None, before: None }
    }
}
