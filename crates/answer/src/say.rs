//! From what was found to sentences in the question's language.

pub(crate) mod speaker;
mod template;
mod value;
mod wording;

pub(crate) use speaker::Speaker;
