//! The query service: follows ingest's event log, keeps what stands in an index of its own, and answers reads of it.
//!
//! ```text
//! EventLogService.TailEvents ═╦═▶ tail ──▶ index ──▶ reader ──▶ handlers
//!                             ║     └──▶ applied ────┘ (waits for a cursor)
//!                             ╚═▶ search tail ──▶ text index ──▶ search
//! ```
//!
//! The index can be rebuilt from the log, so nothing is lost with it: one that belongs to another log is emptied and
//! starts over. Reads are served from what is there, stale if need be; the service is `NOT_SERVING` only until an empty
//! index has caught up once.
//!
//! Deliberately absent: anything of ingest but the contract, any decision on what is true (facts) or what a question
//! means (answer), and authentication.

mod answer;
mod applied;
mod arguments;
mod check;
mod citation;
mod config;
mod directory;
mod entity;
mod error;
mod events;
mod fact;
mod filter;
mod found;
mod handlers;
mod lag;
mod lists;
mod log_client;
pub mod metrics;
mod ownership;
mod page;
mod purge;
mod reader;
mod search;
mod search_tail;
mod serve;
mod status;
mod tail;
mod watch;
mod watch_events;
mod writing;

pub use arguments::Arguments;
pub use check::Inspection;
pub use config::{IngestCredentials, QueryArgs};
pub use error::Error;
pub use serve::{DEFAULT_ADDRESS, serve};
