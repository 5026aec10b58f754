//! TLS of both sides, by rustls with ring, over files that may change while the program runs.
//!
//! A server takes new files over within seconds and keeps the old ones where the new can't be used; a client reads its files for each
//! connection it makes. Connections that are open stay as they were made.

pub(crate) mod accept;
pub(crate) mod client;
mod expiry;
mod pem;
mod pinned;
pub(crate) mod server;
mod subject;

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

/// Largest file of certificates or keys, in bytes.
pub(crate) const MOST_BYTES: usize = 1024 * 1024;

/// The protocol that gRPC speaks, as both sides must agree.
const HTTP2: &[u8] = b"h2";

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
