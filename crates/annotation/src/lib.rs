//! Annotated articles: the events format in which people and programs write down what an article says, and how well two
//! such accounts of the same articles agree.
//!
//! [`Annotation`] is a line of the format and [`line`] writes one. An [`Account`] is what is compared: [`compare`] pairs the
//! events of one article, a [`Score`] adds up what came of many, [`interval`] says how far chance alone moves the result, and
//! [`reliability`] whether confidences mean what they say.
//!
//! Deliberately absent: IO, and how an article is read. The scores are those of the events format's own definition, so that
//! figures taken elsewhere can be compared.

mod account;
mod compare;
mod core;
mod field;
mod format;
mod interval;
mod name;
mod overlap;
mod reliability;
mod score;

pub use account::{Account, Entry, Passage};
pub use compare::{Comparison, Fault, Verdict, compare};
pub use format::{Amount, Annotation, Percents, line};
pub use interval::{Interval, interval};
pub use reliability::{Bin, Reliability};
pub use score::{Agreement, FieldName, Rates, Score};
