//! Settings of who may call, and what they come to once their files are read.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, builder::BoolishValueParser};

use crate::Error;
use crate::audit::Audit;
use crate::auth::tokens::Tokens;
use crate::config::refuse;
use crate::tls::{self, server::ServerTls};
use crate::watched::{Unreadable, Watched};

/// Largest file of tokens, in bytes.
const TOKENS_MOST_BYTES: usize = 1024 * 1024;

/// Who may call a server, how they are told apart, and who may listen in.
#[derive(Debug, Clone, Default, Args)]
pub struct SecureArgs {
    /// PEM file of the server's certificate chain, its own first; with it, connections are taken by TLS alone
    #[arg(long, env = "ENTENTE_TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// PEM file of the certificate's private key
    #[arg(long, env = "ENTENTE_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// PEM file of the authorities from one of which each client must show a certificate: mutual TLS
    #[arg(long, env = "ENTENTE_TLS_CLIENT_CA", value_name = "FILE")]
    pub tls_client_ca: Option<PathBuf>,
    /// TOML file of the tokens that callers show; without one, everyone may do everything
    #[arg(long, env = "ENTENTE_TOKENS", value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// File that tells in lines of JSON who asked for what; what changes anything is refused where it can't be written
    #[arg(long, env = "ENTENTE_AUDIT_LOG", value_name = "FILE")]
    pub audit_log: Option<PathBuf>,
    /// Listen on addresses that other machines reach without TLS and tokens: whoever reaches them reads and writes everything
    #[arg(long, env = "ENTENTE_INSECURE_PUBLIC", value_parser = BoolishValueParser::new())]
    pub insecure_public: bool,
}

/// The settings with their files read, and the files, which may change.
#[derive(Debug)]
pub(crate) struct Security {
    pub(crate) tls: Option<(ServerTls, Watched)>,
    pub(crate) tokens: Option<(Tokens, Watched)>,
    pub(crate) audit: Option<Audit>,
}

impl SecureArgs {
    /// Reads the files. The error names the flag, the variable and the file.
    pub(crate) fn load(&self) -> Result<Security, Error> {
        let audit = self.audit_log.as_deref().map(|path| {
            Audit::open(path).map_err(|error| refuse("--audit-log", path.display(), error.to_string()))
        });
        Ok(Security { tls: self.load_tls()?, tokens: self.load_tokens()?, audit: audit.transpose()? })
    }

    fn load_tls(&self) -> Result<Option<(ServerTls, Watched)>, Error> {
        let wants = |flag: &str, file: &Path, other: &str| {
            Err(refuse(flag, file.display(), format!("expected {} beside it", crate::config::setting(other))))
        };
        let (cert, key) = match (&self.tls_cert, &self.tls_key, &self.tls_client_ca) {
            (Some(cert), Some(key), _) => (cert, key),
            (None, None, None) => return Ok(None),
            (Some(cert), None, _) => return wants("--tls-cert", cert, "--tls-key"),
            (None, Some(key), _) => return wants("--tls-key", key, "--tls-cert"),
            (None, None, Some(authorities)) => return wants("--tls-client-ca", authorities, "--tls-cert"),
        };
        let flags = ["--tls-cert", "--tls-key", "--tls-client-ca"];
        let paths: Vec<&PathBuf> = [cert, key].into_iter().chain(&self.tls_client_ca).collect();
        let named =
            |flag: &str| flags.iter().zip(&paths).find(|(name, _)| **name == flag).map(|(_, path)| *path);
        let read = Watched::read(paths.iter().map(|path| (*path).clone()).collect(), tls::MOST_BYTES);
        let (watched, contents) = read.map_err(|Unreadable { path, reason }| {
            let flag = flags.iter().zip(&paths).find(|(_, named)| **named == &path).map(|(flag, _)| *flag);
            refuse(flag.unwrap_or_default(), path.display(), reason)
        })?;
        let tls = ServerTls::read(&contents)
            .map_err(|(flag, reason)| refuse(flag, named(flag).unwrap_or(cert).display(), reason))?;
        Ok(Some((tls, watched)))
    }

    fn load_tokens(&self) -> Result<Option<(Tokens, Watched)>, Error> {
        let Some(path) = &self.tokens else { return Ok(None) };
        let refused = |reason: String| refuse("--tokens", path.display(), reason);
        let read = Watched::read(vec![path.clone()], TOKENS_MOST_BYTES);
        let (watched, contents) = read.map_err(|unreadable| refused(unreadable.reason))?;
        let tokens = Tokens::read(contents.first().map_or(&[], Vec::as_slice)).map_err(refused)?;
        Ok(Some((tokens, watched)))
    }

    /// Refuses an address that other machines reach, unless callers are told apart and nobody listens in.
    pub(crate) fn may_bind(&self, address: SocketAddr) -> Result<(), Error> {
        if address.ip().is_loopback() || self.insecure_public {
            return Ok(());
        }
        let tls = (self.tls_cert.is_none())
            .then_some("--tls-cert and --tls-key (ENTENTE_TLS_CERT, ENTENTE_TLS_KEY)");
        let tokens = (self.tokens.is_none()).then_some("--tokens (ENTENTE_TOKENS)");
        let missing: Vec<&str> = tls.into_iter().chain(tokens).collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Error::Exposed { address, missing: missing.join(" and ") })
        }
    }
}

impl Security {
    /// Takes over what changes in the files, for as long as it is polled.
    pub(crate) async fn follow(self) {
        let tls = async {
            match self.tls {
                Some((tls, watched)) => watched.follow(|contents| tls.replace(&contents)).await,
                None => std::future::pending().await,
            }
        };
        let tokens = async {
            let Some((tokens, watched)) = self.tokens else { return std::future::pending().await };
            let take = |contents: Vec<Vec<u8>>| {
                tokens.replace(contents.first().map_or(&[], Vec::as_slice))?;
                tracing::info!(tokens = tokens.count(), "tokens were read anew");
                Ok(())
            };
            watched.follow(take).await;
        };
        tokio::join!(tls, tokens);
    }
}
