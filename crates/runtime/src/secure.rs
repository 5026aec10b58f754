//! Settings of who may call, and what they come to once their files are read.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, builder::BoolishValueParser};

use crate::Error;
use crate::auth::tokens::Tokens;
use crate::config::refuse;
use crate::watched::{Unreadable, Watched};

/// Largest file of tokens, in bytes.
const TOKENS_MOST_BYTES: usize = 1024 * 1024;

/// Who may call a server, and how they are told apart.
#[derive(Debug, Clone, Default, Args)]
pub struct SecureArgs {
    /// TOML file of the tokens that callers show; without one, everyone may do everything
    #[arg(long, env = "ENTENTE_TOKENS", value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// Listen on addresses that other machines reach without TLS and tokens: whoever reaches them reads and writes everything
    #[arg(long, env = "ENTENTE_INSECURE_PUBLIC", value_parser = BoolishValueParser::new())]
    pub insecure_public: bool,
}

/// The settings with their files read.
#[derive(Debug)]
pub(crate) struct Security {
    pub(crate) tokens: Option<(Tokens, Watched)>,
}

impl SecureArgs {
    /// Reads the files. The error names the flag, the variable and the file.
    pub(crate) fn load(&self) -> Result<Security, Error> {
        let tokens = self.tokens.as_deref().map(|path| {
            let refused = |reason: String| refuse("--tokens", path.display(), reason);
            let (watched, contents) = read("--tokens", &[path], TOKENS_MOST_BYTES)?;
            let tokens = Tokens::read(contents.first().map_or(&[], Vec::as_slice)).map_err(refused)?;
            Ok((tokens, watched))
        });
        Ok(Security { tokens: tokens.transpose()? })
    }

    /// Refuses an address that other machines reach, unless callers are told apart and nobody listens in.
    pub(crate) fn may_bind(&self, address: SocketAddr) -> Result<(), Error> {
        if address.ip().is_loopback() || self.insecure_public || self.tokens.is_some() {
            return Ok(());
        }
        Err(Error::Exposed { address, missing: "--tokens".to_owned() })
    }
}

/// The files of a flag, and what is in them.
fn read(flag: &str, paths: &[&Path], most: usize) -> Result<(Watched, Vec<Vec<u8>>), Error> {
    let paths = paths.iter().map(|path| path.to_path_buf()).collect();
    Watched::read(paths, most).map_err(|Unreadable { path, reason }| refuse(flag, path.display(), reason))
}

impl Security {
    /// Takes over what changes in the files, for as long as it is polled.
    pub(crate) async fn follow(self) {
        let tokens = async {
            let Some((tokens, watched)) = self.tokens else { return std::future::pending().await };
            watched
                .follow(|contents| {
                    tokens.replace(contents.first().map_or(&[], Vec::as_slice))?;
                    tracing::info!(tokens = tokens.count(), "tokens were read anew");
                    Ok(())
                })
                .await;
        };
        tokens.await;
    }
}
