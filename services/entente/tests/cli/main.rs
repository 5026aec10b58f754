//! The built program, as its users meet it: what it prints, what it refuses, how it ends.

mod demo;
mod errors;
mod harness;
mod parse;
mod services;
