//! The settings of the query service, beside those that every service has.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use entente_lang::Knowledge;
use entente_runtime::KnowledgeArgs;
use jiff::SignedDuration;

use crate::Error;
use crate::log_client::endpoint;

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
    /// Longest wait of a read for the cursor that it carries
    #[arg(long, env = "ENTENTE_CURSOR_WAIT", value_name = "DURATION", default_value = "5s", value_parser = duration)]
    pub cursor_wait: Duration,
    /// See [`KnowledgeArgs`].
    #[command(flatten)]
    pub knowledge: KnowledgeArgs,
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
        endpoint(&self.ingest_address).map(drop)
    }

    /// The organisations known beforehand, those of the settings' file included.
    pub(crate) fn known(&self) -> Result<Arc<Knowledge>, Error> {
        let builtin = Knowledge::builtin();
        let read = self.knowledge.read(Knowledge::MOST_BYTES, |file, text| builtin.with(file, text))?;
        Ok(read.map_or(builtin, Arc::new))
    }
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
