//! The way to a server: plain or by TLS, with a token or without.

mod bearer;
mod inside;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint, Uri};
use tower::service_fn;

pub use bearer::Bearer;
pub use inside::Inside;

use crate::Error;
use crate::tls::client::{ClientTls, Trusted, Unusable};

/// Longest wait for a connection, the handshake included.
const CONNECT: Duration = Duration::from_secs(5);

/// A channel on which each call shows its token.
pub type Way = InterceptedService<Channel, Bearer>;

/// What a client trusts, and how it shows who it is.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    /// File of the authorities whose servers are trusted; an address with `https://` needs it.
    pub ca: Option<PathBuf>,
    /// File of the client's certificate chain, where the server asks for one.
    pub cert: Option<PathBuf>,
    /// File of the certificate's key.
    pub key: Option<PathBuf>,
    /// File that holds the token.
    pub token_file: Option<PathBuf>,
}

/// A server's address and what it takes to call it.
#[derive(Debug, Clone)]
pub struct Dialer {
    endpoint: Endpoint,
    to: To,
    bearer: Bearer,
}

#[derive(Debug, Clone)]
enum To {
    Plain,
    Tls(ClientTls),
    Inside(Inside),
}

impl Dialer {
    /// The way to `address`, `HOST:PORT` with `http://`, `https://` or nothing before it. Files are read, so that a bad one is told at once;
    /// `prefix` is what stands before the names of their flags, as in `--ingest-`, and `setting` names the address's.
    pub fn new(setting: &str, address: &str, prefix: &str, credentials: &Credentials) -> Result<Self, Error> {
        let refused = |setting: String, value: &str, expected: &str| Error::Setting {
            setting,
            value: value.to_owned(),
            expected: expected.to_owned(),
        };
        let flag = |name: &str| crate::config::setting(&format!("{prefix}{name}"));
        let unusable = |name: &str| {
            let setting = flag(name);
            move |unusable: Unusable| Error::Setting {
                setting,
                value: unusable.path.display().to_string(),
                expected: unusable.reason,
            }
        };
        let uri = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let sound = |endpoint: &Endpoint| {
            let uri = endpoint.uri();
            uri.host().is_some_and(|host| !host.is_empty())
                && matches!(uri.scheme_str(), Some("http" | "https"))
        };
        let endpoint = Endpoint::from_shared(uri).ok().filter(sound);
        let expected = "expected an address and a port, as in localhost:50051 or https://host:50051";
        let endpoint = endpoint.ok_or_else(|| refused(setting.to_owned(), address, expected))?;
        let Credentials { ca, cert, key, token_file } = credentials;
        let own = match (cert, key) {
            (Some(cert), Some(key)) => Some((cert.clone(), key.clone())),
            (None, None) => None,
            (Some(cert), None) => {
                let expected = format!("expected {} beside it", flag("tls-key"));
                return Err(refused(flag("tls-cert"), &cert.display().to_string(), &expected));
            }
            (None, Some(key)) => {
                let expected = format!("expected {} beside it", flag("tls-cert"));
                return Err(refused(flag("tls-key"), &key.display().to_string(), &expected));
            }
        };
        let to = if endpoint.uri().scheme_str() == Some("https") {
            let Some(ca) = ca else {
                let expected = format!("expected {}: whom to trust is not known", flag("tls-ca"));
                return Err(refused(setting.to_owned(), address, &expected));
            };
            let tls = ClientTls { trusted: Trusted::Authorities(ca.clone()), own };
            tls.config().map_err(unusable("tls-ca"))?;
            To::Tls(tls)
        } else {
            To::Plain
        };
        let bearer = match token_file {
            Some(path) => Bearer::of(path).map_err(unusable("token-file"))?,
            None => Bearer::default(),
        };
        Ok(Self { endpoint: endpoint.connect_timeout(CONNECT).tcp_nodelay(true), to, bearer })
    }

    /// The way to a server of this process.
    pub fn inside(inside: Inside) -> Self {
        // The address is shown to nobody.
        let endpoint = Endpoint::from_static("http://inside");
        Self { endpoint, to: To::Inside(inside), bearer: Bearer::default() }
    }

    /// The way of a service's own program to the service at `endpoint`, whose certificate and key are `own` where it has them.
    pub(crate) fn home(endpoint: Endpoint, own: Option<(PathBuf, PathBuf)>) -> Self {
        let to = own.map_or(To::Plain, |(cert, key)| {
            To::Tls(ClientTls { trusted: Trusted::Only(cert.clone()), own: Some((cert, key)) })
        });
        Self { endpoint, to, bearer: Bearer::default() }
    }

    /// The same with other settings of the connection.
    #[must_use]
    pub fn tuned(mut self, tune: impl FnOnce(Endpoint) -> Endpoint) -> Self {
        self.endpoint = tune(self.endpoint);
        self
    }

    /// A channel that connects when it is first used, and again when it must. Must be called within a tokio runtime.
    pub fn connect_lazy(&self) -> Way {
        let channel = match &self.to {
            To::Plain => self.endpoint.connect_lazy(),
            To::Tls(tls) => self.endpoint.connect_with_connector_lazy(connector(tls.clone())),
            To::Inside(inside) => inside.channel(&self.endpoint),
        };
        InterceptedService::new(channel, self.bearer.clone())
    }

    /// The same, connected already.
    pub async fn connect(&self) -> Result<Way, tonic::transport::Error> {
        let channel = match &self.to {
            To::Plain => self.endpoint.connect().await?,
            To::Tls(tls) => self.endpoint.connect_with_connector(connector(tls.clone())).await?,
            To::Inside(inside) => inside.channel(&self.endpoint),
        };
        Ok(InterceptedService::new(channel, self.bearer.clone()))
    }
}

/// Either side of what is read and written.
trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// Connects by TLS, with what the files hold at the time.
fn connector(
    tls: ClientTls,
) -> impl tower::Service<
    Uri,
    Response = TokioIo<Box<dyn Io>>,
    Error = io::Error,
    Future = impl Future<Output = io::Result<TokioIo<Box<dyn Io>>>> + Send,
> + Send
+ Clone
+ 'static {
    service_fn(move |uri: Uri| {
        let tls = tls.clone();
        async move {
            let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, what.to_owned());
            let host = uri.host().ok_or_else(|| wrong("no host"))?.trim_matches(['[', ']']).to_owned();
            let name = ServerName::try_from(host.clone()).map_err(|_| wrong("the host is no name"))?;
            let config = tls
                .config()
                .map_err(|unusable| wrong(&format!("{}: {}", unusable.path.display(), unusable.reason)))?;
            let socket = TcpStream::connect((host.as_str(), uri.port_u16().unwrap_or(443))).await?;
            socket.set_nodelay(true)?;
            let connection = TlsConnector::from(config).connect(name, socket).await?;
            let connection: Box<dyn Io> = Box::new(connection);
            Ok(TokioIo::new(connection))
        }
    })
}
