//! The contract in Rust: the stubs compiled from `proto/`, conversion between them and the domain's types, and
//! validation of what callers send.
//!
//! Inside, offsets count bytes; [`recount`] changes the unit of a message in place, on its way in or out. What is wrong
//! with a message is a [`Failure`] that knows its field and its [`ErrorReason`](v1::ErrorReason), and becomes a status
//! with details at the edge.
//! Deliberately absent: servers, clients' retries, and any decision that needs the log or the index.

pub mod article;
pub mod change;
pub mod event;
pub mod field;
pub mod money;
pub mod page_token;
pub mod reading;
pub mod recount;
pub mod share;
pub mod submission;
pub mod v1;
pub mod vocabulary;

mod assertion;
mod brought;
mod digest;
mod evidence;
mod failure;
mod partnership;
mod reason;
mod source;
mod stake;
mod strategy;
mod zone;

pub use failure::{Failure, Within};
pub use reason::DOMAIN;

/// The compiled contract with its comments, a serialised `google.protobuf.FileDescriptorSet`, for reflection.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/entente_descriptor.bin"));
