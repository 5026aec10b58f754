//! A server's certificate, its key, and the authorities of its clients.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

use super::{HTTP2, expiry, pem, provider};
use crate::monitor::{EXPIRY, number};

const NO_LABELS: [(&str, &str); 0] = [];

/// The settings of new connections; they can be replaced while the server runs. Clones are one.
#[derive(Debug, Clone)]
pub(crate) struct ServerTls(Arc<RwLock<Arc<ServerConfig>>>);

impl ServerTls {
    /// Those of files' contents: a certificate chain, its key, and the authorities of clients where these must show certificates.
    /// The error names what is wrong, by the file's flag.
    pub(crate) fn read(contents: &[Vec<u8>]) -> Result<Self, (&'static str, String)> {
        config(contents).map(|config| Self(Arc::new(RwLock::new(config))))
    }

    /// Puts those of files' contents in their place.
    pub(crate) fn replace(&self, contents: &[Vec<u8>]) -> Result<(), String> {
        let config = config(contents).map_err(|(flag, reason)| format!("{flag}: {reason}"))?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }

    /// Those of a connection that is made now.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn config(contents: &[Vec<u8>]) -> Result<Arc<ServerConfig>, (&'static str, String)> {
    let file = |index: usize| contents.get(index).map_or(&[][..], Vec::as_slice);
    let chain = pem::chain(file(0)).map_err(|reason| ("--tls-cert", reason))?;
    let key = pem::key(file(1)).map_err(|reason| ("--tls-key", reason))?;
    let end = chain.first().and_then(|own| expiry::of(own));
    let builder = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| ("--tls-cert", error.to_string()))?;
    let builder = match contents.get(2) {
        None => builder.with_no_client_auth(),
        Some(authorities) => {
            let refused = |reason| ("--tls-client-ca", reason);
            let authorities: RootCertStore = pem::authorities(authorities).map_err(refused)?;
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(authorities), provider());
            builder.with_client_cert_verifier(verifier.build().map_err(|error| refused(error.to_string()))?)
        }
    };
    // Also where the key is none of the certificate.
    let mut config =
        builder.with_single_cert(chain, key).map_err(|error| ("--tls-key", error.to_string()))?;
    config.alpn_protocols = vec![HTTP2.to_vec()];
    if let Some(end) = end {
        EXPIRY.level(&NO_LABELS).set(number(u64::try_from(end.as_second()).unwrap_or_default()));
    }
    Ok(Arc::new(config))
}
