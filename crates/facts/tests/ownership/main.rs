//! Ownership: traces against worked examples, against matrix computations and under all sorts of graphs.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod examples;
mod graph;
mod limits;
mod matrix;
mod properties;
mod speed;
