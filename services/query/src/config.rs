//! The settings of the query service, beside those that every service has.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use entente_lang::Knowledge;
use entente_runtime::{Credentials, Dialer, Inside, KnowledgeArgs};
use jiff::SignedDuration;

use crate::Error;

/// Longest wait for a cursor that can be set: clients time out long before.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Where the index is, and the log that it follows.
#[derive(Debug, Clone, Args)]
pub struct QueryArgs {
    /// Directory of the index; it can be deleted and is then rebuilt from the log
    #[arg(long, env = "ENTENTE_DATA_DIR", value_name = "DIRECTORY", default_value = "entente-data/query")]
    pub data_dir: PathBuf,
    /// Address of the ingest service
    #[arg(
        long,
        env = "ENTENTE_INGEST_ADDRESS",
        value_name = "ADDRESS:PORT",
        default_value = "http://127.0.0.1:50051"
    )]
    pub ingest_address: String,
    /// See [`IngestCredentials`].
    #[command(flatten)]
    pub ingest_credentials: IngestCredentials,
    /// The way to an ingest service of this process, in the place of its address.
    #[arg(skip)]
    pub ingest_inside: Option<Inside>,
    /// Longest wait of a read for the cursor that it carries
    #[arg(long, env = "ENTENTE_CURSOR_WAIT", value_name = "DURATION", default_value = "5s", value_parser = duration)]
    pub cursor_wait: Duration,
    /// See [`KnowledgeArgs`].
    #[command(flatten)]
    pub knowledge: KnowledgeArgs,
}

/// What it takes to call the ingest service.
#[derive(Debug, Clone, Default, Args)]
pub struct IngestCredentials {
    /// PEM file of the authorities whose ingest service is trusted; an ingest address with https:// needs it
    #[arg(long, env = "ENTENTE_INGEST_TLS_CA", value_name = "FILE")]
    pub ingest_tls_ca: Option<PathBuf>,
    /// PEM file of the certificate chain to show to the ingest service, where it asks for one
    #[arg(long, env = "ENTENTE_INGEST_TLS_CERT", value_name = "FILE")]
    pub ingest_tls_cert: Option<PathBuf>,
    /// PEM file of that certificate's private key
    #[arg(long, env = "ENTENTE_INGEST_TLS_KEY", value_name = "FILE")]
    pub ingest_tls_key: Option<PathBuf>,
    /// File that holds the token to show to the ingest service: a reader's, for all tenants
    #[arg(long, env = "ENTENTE_INGEST_TOKEN_FILE", value_name = "FILE")]
    pub ingest_token_file: Option<PathBuf>,
}

impl QueryArgs {
    /// Checks all values. The error names the flag, the variable and the value.
    pub fn validate(&self) -> Result<(), Error> {
        if self.data_dir.as_os_str().is_empty() {
            return Err(refuse("--data-dir (ENTENTE_DATA_DIR)", "empty", "a directory"));
        }
        if self.cursor_wait > LONGEST_WAIT {
            let expected = format!("at most {LONGEST_WAIT:?}");
            return Err(refuse(
                "--cursor-wait (ENTENTE_CURSOR_WAIT)",
                &format!("{:?}", self.cursor_wait),
                &expected,
            ));
        }
        self.known()?;
        self.ingest().map(drop)
    }

    /// The way to the ingest service; its files are read.
    pub(crate) fn ingest(&self) -> Result<Dialer, Error> {
        if let Some(inside) = &self.ingest_inside {
            return Ok(Dialer::inside(inside.clone()));
        }
        let files = self.ingest_credentials.clone();
        let credentials = Credentials {
            ca: files.ingest_tls_ca,
            cert: files.ingest_tls_cert,
            key: files.ingest_tls_key,
            token_file: files.ingest_token_file,
        };
        let setting = "--ingest-address (ENTENTE_INGEST_ADDRESS)";
        Ok(Dialer::new(setting, &self.ingest_address, "--ingest-", &credentials)?)
    }

    /// The organisations known beforehand, those of the settings' file included.
    pub(crate) fn known(&self) -> Result<Arc<Knowledge>, Error> {
        known(&self.knowledge)
    }
}

/// The organisations known beforehand, those of a file included.
pub(crate) fn known(file: &KnowledgeArgs) -> Result<Arc<Knowledge>, Error> {
    let builtin = Knowledge::builtin();
    let read = file.read(Knowledge::MOST_BYTES, |file, text| builtin.with(file, text))?;
    Ok(read.map_or(builtin, Arc::new))
}

/// The error for a flag's value.
pub(crate) fn refuse(setting: &str, value: &str, expected: &str) -> Error {
    Error::Setting { setting: setting.to_owned(), value: value.to_owned(), expected: expected.to_owned() }
}

/// Reads a duration: a number and a unit, as in 500ms or 5s.
fn duration(text: &str) -> Result<Duration, String> {
    let expected = "expected a number and a unit, as in 500ms or 5s";
    let duration: SignedDuration = text.parse().map_err(|_| expected.to_owned())?;
    Duration::try_from(duration).map_err(|_| expected.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args() -> QueryArgs {
        QueryArgs {
            data_dir: "data/query".into(),
            ingest_address: "127.0.0.1:50051".to_owned(),
            ingest_credentials: IngestCredentials::default(),
            ingest_inside: None,
            cursor_wait: Duration::from_secs(5),
            knowledge: KnowledgeArgs::default(),
        }
    }

    #[test]
    fn bad_settings_name_themselves() {
        assert!(args().validate().is_ok());
        for (bad, name) in [
            (QueryArgs { data_dir: PathBuf::new(), ..args() }, "--data-dir"),
            (QueryArgs { cursor_wait: Duration::from_secs(61), ..args() }, "--cursor-wait"),
            (QueryArgs { ingest_address: "two words".to_owned(), ..args() }, "--ingest-address"),
        ] {
            let error = bad.validate().unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn durations() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        for bad in ["", "5", "-1s", "soon"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }
}
