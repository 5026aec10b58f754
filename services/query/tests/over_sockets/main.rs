//! The query service over real sockets, with a log in memory in the place of ingest.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod citations;
mod disagreements;
mod facts;
mod following;
mod plans;
mod questions;
mod reads;
mod searching;
mod support;
mod watching;
