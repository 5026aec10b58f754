//! Who a certificate is for, in a word for people.

use std::fmt::Write as _;

use rustls::pki_types::CertificateDer;
use sha2::{Digest as _, Sha256};
use webpki::EndEntityCert;

/// The object identifier of a common name, 2.5.4.3, with its tag and length.
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];

/// Longest name that is told, in characters.
const NAME_MOST: usize = 128;

/// The common name of a certificate, or else its first DNS name, or else the SHA-256 of all of it.
pub(super) fn of(certificate: &CertificateDer<'_>) -> String {
    let read = EndEntityCert::try_from(certificate).ok();
    let name = read.as_ref().and_then(|read| {
        common_name(read.subject()).map(|name| format!("CN={name}")).or_else(|| {
            let name = read.valid_dns_names().next();
            name.map(|name| format!("DNS={name}"))
        })
    });
    name.unwrap_or_else(|| {
        let hash = Sha256::digest(certificate.as_ref());
        hash.iter().fold("SHA256=".to_owned(), |mut text, byte| {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    })
}

/// The text after the first common name's identifier: a tag, a length below 128, and so many bytes.
fn common_name(subject: &[u8]) -> Option<String> {
    let at = subject.windows(COMMON_NAME.len()).position(|bytes| bytes == COMMON_NAME)?;
    let value = subject.get(at + COMMON_NAME.len()..)?;
    let length = usize::from(*value.get(1)?);
    let name = str::from_utf8(value.get(2..2 + length).filter(|_| length < 128)?).ok()?;
    // It ends up in a log's line.
    let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_MOST).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DnType, KeyPair};

    use super::*;

    fn told(name: &str, hosts: &[&str]) -> String {
        let hosts: Vec<String> = hosts.iter().map(ToString::to_string).collect();
        let mut params = CertificateParams::new(hosts).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        if !name.is_empty() {
            params.distinguished_name.push(DnType::OrganizationName, "Norvane");
            params.distinguished_name.push(DnType::CommonName, name);
        }
        of(params.self_signed(&KeyPair::generate().unwrap()).unwrap().der())
    }

    #[test]
    fn a_certificate_is_told_by_its_name_its_host_or_its_hash() {
        assert_eq!(told("newsroom", &["news.example"]), "CN=newsroom");
        assert_eq!(told("é\nb", &[]), "CN=éb");
        // Too long for a length of one byte.
        assert_eq!(told(&"x".repeat(130), &["news.example"]), "DNS=news.example");
        assert_eq!(told("", &["news.example"]), "DNS=news.example");
        let hash = told("", &[]);
        assert!(hash.starts_with("SHA256=") && hash.len() == 7 + 64, "{hash}");
        assert_eq!(of(&CertificateDer::from(vec![1, 2, 3])).len(), 7 + 64, "what is no certificate");
    }
}
