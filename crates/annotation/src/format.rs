//! The events format: one JSON object an article, offsets in Unicode code points. What `parse --output events` prints and
//! what `ingest --events` takes back.
//!
//! It is not the contract's JSON: it is made to be compared with annotations, which have quotes for evidence and no offsets.

mod number;
mod read;
mod write;

pub use number::{Amount, Percents};
pub use read::Annotation;
pub use write::line;

#[cfg(test)]
mod tests;
