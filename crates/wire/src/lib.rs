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
pub mod evidence;
pub mod explanation;
pub mod field;
pub mod money;
pub mod page_token;
pub mod places;
pub mod reading;
pub mod recount;
pub mod share;
pub mod source;
pub mod submission;
pub mod v1;
pub mod vocabulary;

mod assertion;
mod brought;
mod digest;
mod failure;
mod given;
mod partnership;
mod reason;
mod stake;
mod strategy;
mod zone;

pub use failure::{Failure, Within};
pub use given::Given;
pub use reason::DOMAIN;

/// The whole contract, compiled, with its comments: a serialised `google.protobuf.FileDescriptorSet`.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/all.bin"));

/// The part of the contract that the ingest service serves, for its reflection.
pub const INGEST_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ingest.bin"));

/// The part of the contract that the query service serves, for its reflection.
pub const QUERY_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/query.bin"));

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use prost_types::FileDescriptorSet;

    use super::*;

    fn services(set: &[u8]) -> Vec<String> {
        let files = FileDescriptorSet::decode(set).unwrap().file;
        files.iter().flat_map(|file| &file.service).map(|service| service.name().to_owned()).collect()
    }

    #[test]
    fn each_service_tells_of_itself_alone() {
        let sorted = |mut names: Vec<String>| {
            names.sort_unstable();
            names
        };
        assert_eq!(sorted(services(INGEST_DESCRIPTOR_SET)), ["EventLogService", "IngestService"]);
        assert_eq!(services(QUERY_DESCRIPTOR_SET), ["QueryService"]);
        assert_eq!(services(FILE_DESCRIPTOR_SET).len(), 3);
    }

    #[test]
    fn comments_are_kept() {
        let set = FileDescriptorSet::decode(INGEST_DESCRIPTOR_SET).unwrap();
        let ingest = set.file.iter().find(|file| file.name() == "entente/v1/ingest.proto").unwrap();
        let comments = ingest.source_code_info.as_ref().unwrap();
        assert!(comments.location.iter().any(|at| at.leading_comments().contains("Withdraws an article")));
    }
}
