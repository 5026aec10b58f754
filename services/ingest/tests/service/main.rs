//! The service as clients meet it: a server on a socket, a log on disk, and a reader that finds what it is told to.

#![expect(clippy::unwrap_used, reason = "what helpers of a test cannot do fails the test")]

mod brought;
mod ending;
mod erasing;
mod explaining;
mod harness;
mod listing;
mod overloading;
mod reading;
mod reextracting;
mod reextracting_meanwhile;
mod refusing;
mod retracting;
mod revising;
mod streaming;
mod tailing;
