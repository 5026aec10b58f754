//! The contract from outside: what is accepted, what is refused and how, and what comes back from disk.

#![expect(clippy::unwrap_used, reason = "what helpers of a test cannot do fails the test")]

mod article;
mod brought;
mod change;
mod explanation;
mod sample;
