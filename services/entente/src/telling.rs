//! What is believed, in words for people: facts, their stages and days, and the reports that they rest on.
//!
//! Nothing is told more firmly than the service tells it: what is planned is "planned", what is denied says so, what has
//! ended is "no longer", and of a share that is untold none is named.

mod about;
mod day;
mod paragraph;
mod report;
mod stage;
mod vocabulary;

pub(crate) use about::{about, names, one, parties};
pub(crate) use day::{day, instant};
pub(crate) use paragraph::paragraph;
pub(crate) use report::{counts, report, reported};
pub(crate) use stage::{Stage, belief, brief};
pub(crate) use vocabulary::{Word, word};

/// Columns that a terminal is taken to have.
pub(crate) const WIDTH: usize = 100;
