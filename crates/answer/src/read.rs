//! From the words of a question to a plan.

mod aside;
mod example;
mod follow;
pub(crate) mod gazetteer;
pub(crate) mod mention;
pub(crate) mod notion;
mod occurrences;
pub(crate) mod pattern;
pub(crate) mod period;
mod phrase;
pub(crate) mod place;
pub(crate) mod reader;
pub(crate) mod rule;
pub(crate) mod vocabulary;
pub(crate) mod word;

pub(crate) use reader::{Reader, Unread};
