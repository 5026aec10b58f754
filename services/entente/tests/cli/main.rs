//! The built program, as its users meet it: what it prints, what it refuses, how it ends.

#![expect(clippy::unwrap_used, reason = "what helpers of a test cannot do fails the test")]

mod demo;
mod errors;
mod eval;
mod explain;
mod facts;
mod harness;
mod keeping;
mod knowledge;
mod parse;
mod reextract;
mod rules;
mod secure;
mod services;
