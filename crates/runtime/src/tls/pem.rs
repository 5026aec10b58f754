//! Certificates and keys as files hold them.

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The chain of a certificate, its own first.
pub(super) fn chain(contents: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(contents).collect();
    let chain = chain.map_err(|error| format!("is no PEM file of certificates: {error}"))?;
    if chain.is_empty() { Err("holds no certificate in PEM".to_owned()) } else { Ok(chain) }
}

/// The first private key. The error tells nothing of what is in the file.
pub(super) fn key(contents: &[u8]) -> Result<PrivateKeyDer<'static>, String> {
    PrivateKeyDer::from_pem_slice(contents).map_err(|_| "holds no private key in PEM".to_owned())
}

/// The authorities that certificates must come from.
pub(super) fn authorities(contents: &[u8]) -> Result<RootCertStore, String> {
    let mut authorities = RootCertStore::empty();
    for certificate in chain(contents)? {
        authorities
            .add(certificate)
            .map_err(|error| format!("holds a certificate of no authority: {error}"))?;
    }
    Ok(authorities)
}
