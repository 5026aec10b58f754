//! What a client trusts, and how it shows who it is.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::pinned::Pinned;
use super::{HTTP2, MOST_BYTES, pem, provider};
use crate::watched::{Unreadable, read};

/// A client's files; each connection is made with what they then hold.
#[derive(Debug, Clone)]
pub(crate) struct ClientTls {
    pub(crate) trusted: Trusted,
    /// Its certificate chain and the key of that, where it shows one.
    pub(crate) own: Option<(PathBuf, PathBuf)>,
}

/// Which servers a client trusts.
#[derive(Debug, Clone)]
pub(crate) enum Trusted {
    /// Those whose certificate one of this file's authorities made out for their name.
    Authorities(PathBuf),
    /// The one whose own certificate is the first of this file.
    Only(PathBuf),
}

/// A file that can't be used.
pub(crate) type Unusable = Unreadable;

impl ClientTls {
    /// The settings of a connection that is made now.
    pub(crate) fn config(&self) -> Result<Arc<ClientConfig>, Unusable> {
        let unusable = |path: &PathBuf| {
            let path = path.clone();
            move |reason: String| Unusable { path, reason }
        };
        let provider = provider();
        let (Trusted::Authorities(path) | Trusted::Only(path)) = &self.trusted;
        let contents = read(path, MOST_BYTES)?;
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())
            .map_err(unusable(path))?;
        let builder = match &self.trusted {
            Trusted::Authorities(path) => {
                let authorities = pem::authorities(&contents).map_err(unusable(path))?;
                builder.with_root_certificates(authorities)
            }
            Trusted::Only(path) => {
                let certificate = pem::chain(&contents).map_err(unusable(path))?.swap_remove(0);
                let pinned: Arc<dyn ServerCertVerifier> = Arc::new(Pinned { certificate, provider });
                builder.dangerous().with_custom_certificate_verifier(pinned)
            }
        };
        let mut config = match &self.own {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => {
                let chain: Vec<CertificateDer<'static>> =
                    pem::chain(&read(certificate, MOST_BYTES)?).map_err(unusable(certificate))?;
                let own: PrivateKeyDer<'static> = pem::key(&read(key, MOST_BYTES)?).map_err(unusable(key))?;
                let with_own = builder.with_client_auth_cert(chain, own);
                with_own.map_err(|error| error.to_string()).map_err(unusable(key))?
            }
        };
        config.alpn_protocols = vec![HTTP2.to_vec()];
        Ok(Arc::new(config))
    }
}
