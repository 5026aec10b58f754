//! The contract in Rust: the stubs compiled from `proto/`, conversion between them and the domain's types, and
//! validation of what callers send.

pub mod v1;

/// The compiled contract with its comments, a serialised `google.protobuf.FileDescriptorSet`, for reflection.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/entente_descriptor.bin"));
