//! TLS and mutual TLS as clients meet them, and how certificates change.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use entente_runtime::{Credentials, Dialer, SecureArgs};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use crate::harness::{Harness, soon};

/// An authority and the folder that it writes into.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: tempfile::TempDir,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let authority = Self { issuer, folder: tempfile::tempdir().unwrap() };
        std::fs::write(authority.file("ca.pem"), authority.issuer.pem()).unwrap();
        authority
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a certificate for `name`, as `NAME.pem` and `NAME.key`.
    fn issue(&self, name: &str) {
        let mut params = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        std::fs::write(self.file(&format!("{name}.pem")), certificate.pem()).unwrap();
        std::fs::write(self.file(&format!("{name}.key")), key.serialize_pem()).unwrap();
    }

    fn flags(&self, name: &str) -> Vec<String> {
        let (cert, key) = (self.file(&format!("{name}.pem")), self.file(&format!("{name}.key")));
        ["--tls-cert", text(&cert), "--tls-key", text(&key)].map(str::to_owned).to_vec()
    }

    fn credentials(&self, own: Option<&str>) -> Credentials {
        let file = |end: &str| own.map(|name| self.file(&format!("{name}.{end}")));
        Credentials { ca: Some(self.file("ca.pem")), cert: file("pem"), key: file("key"), token_file: None }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

async fn start(flags: &[String]) -> Harness {
    Harness::start(&flags.iter().map(String::as_str).collect::<Vec<_>>()).await
}

/// Whether a new connection is made and answered.
async fn answers(address: SocketAddr, scheme: &str, credentials: &Credentials) -> bool {
    let address = format!("{scheme}://localhost:{}", address.port());
    let way = Dialer::new("address", &address, "--", credentials).unwrap().connect_lazy();
    soon(HealthClient::new(way).check(HealthCheckRequest::default())).await.is_ok()
}

#[tokio::test]
async fn with_a_certificate_only_tls_is_spoken_and_only_its_authority_trusted() {
    let (authority, other) = (Authority::new(), Authority::new());
    authority.issue("server");
    let server = start(&authority.flags("server")).await;
    assert!(answers(server.address(), "https", &authority.credentials(None)).await);
    assert!(!answers(server.address(), "https", &other.credentials(None)).await);
    assert!(!answers(server.address(), "http", &Credentials::default()).await);
}

#[tokio::test]
async fn mutual_tls_takes_a_certificate_of_the_clients_authority() {
    let (authority, other) = (Authority::new(), Authority::new());
    authority.issue("server");
    authority.issue("client");
    other.issue("stranger");
    let mut flags = authority.flags("server");
    flags.extend(["--tls-client-ca", text(&authority.file("ca.pem"))].map(str::to_owned));
    let server = start(&flags).await;
    assert!(answers(server.address(), "https", &authority.credentials(Some("client"))).await);
    assert!(!answers(server.address(), "https", &authority.credentials(None)).await);
    let stranger = Credentials { ca: authority.credentials(None).ca, ..other.credentials(Some("stranger")) };
    assert!(!answers(server.address(), "https", &stranger).await);
    // The service's own program needs no names and no files but the service's.
    let secure = |name: &str, authority: &Authority| SecureArgs {
        tls_cert: Some(authority.file(&format!("{name}.pem"))),
        tls_key: Some(authority.file(&format!("{name}.key"))),
        ..SecureArgs::default()
    };
    let health = entente_runtime::probe::HealthArgs { live: false };
    soon(health.ask(server.address(), &secure("server", &authority))).await.unwrap();
    soon(health.ask(server.address(), &secure("stranger", &other))).await.unwrap_err();
}

#[tokio::test]
async fn a_certificate_is_replaced_while_the_server_runs_and_a_bad_one_is_not() {
    let (authority, next) = (Authority::new(), Authority::new());
    authority.issue("server");
    next.issue("server");
    let server = start(&authority.flags("server")).await;
    let (old, new) = (authority.credentials(None), next.credentials(None));
    assert!(answers(server.address(), "https", &old).await);

    // Of another key: half of a change.
    std::fs::copy(next.file("server.pem"), authority.file("server.pem")).unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(answers(server.address(), "https", &old).await);
    assert!(!answers(server.address(), "https", &new).await);

    // The other half.
    std::fs::copy(next.file("server.key"), authority.file("server.key")).unwrap();
    soon(async {
        while !answers(server.address(), "https", &new).await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    assert!(!answers(server.address(), "https", &old).await);
}

#[tokio::test]
async fn who_does_not_finish_a_handshake_keeps_nobody_out() {
    let authority = Authority::new();
    authority.issue("server");
    let server = start(&authority.flags("server")).await;
    // More than may be under way at one time, none of which says a word.
    let mut silent = Vec::new();
    for _ in 0..600 {
        silent.push(TcpStream::connect(server.address()).await.unwrap());
    }
    assert!(answers(server.address(), "https", &authority.credentials(None)).await);
    // The first made room for others; the last had its time.
    for index in [0, 599] {
        let ended = soon(silent[index].read(&mut [0])).await;
        assert!(matches!(ended, Ok(0) | Err(_)), "{index}: {ended:?}");
    }
}
