//! The ingest service: articles in, read and made durable in the event log, and the log handed on to whoever tails it.
//!
//! The log is the only state. An article is the newest entry of its subject; its events, its revision and the answer to a
//! repeated request are all read back from there, so that a restart changes nothing and several writers may share a log.
//! Reading an article is work for a processor and runs beside the threads that serve, on as many at once as there are.
//! Deliberately absent: how an article is read (`entente-extract`), how the log keeps its entries (`entente-log`), how
//! messages are checked (`entente-wire`), and any answer that needs more than one article.

mod arguments;
mod backup;
mod brought;
mod catalogue;
mod comparison;
mod config;
mod erasure;
mod erasures;
mod error;
mod failures;
mod ingest;
mod intake;
pub mod metrics;
mod reader;
mod reextraction;
mod reread;
mod retention;
mod retraction;
mod serve;
mod service;
mod stored;
mod stream;
mod tail;
mod workers;

pub use arguments::Arguments;
pub use config::IngestArgs;
pub use error::Error;
pub use ingest::{Ingest, Settings};
pub use reader::{ArticleReader, Unread};
pub use serve::{DEFAULT_ADDRESS, serve};
