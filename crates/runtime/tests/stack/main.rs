//! The stack as clients meet it: a real server on a socket, and a client that keeps no clock of its own.

#![expect(clippy::unwrap_used, reason = "what helpers of a test cannot do fails the test")]

mod deadlines;
mod draining;
mod errors;
mod harness;
mod health;
mod observing;
mod probe;
mod tls;
mod tokens;
