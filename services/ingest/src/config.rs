//! Settings of the ingest service, beyond those that every service has.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use entente_extract::{Knowledge, Reader};
use entente_runtime::{Error, KnowledgeArgs};
use jiff::SignedDuration;

use crate::retention::Retention;

/// Settings of the ingest service.
#[derive(Debug, Clone, Args)]
pub struct IngestArgs {
    /// Directory of the event log, made if it is missing
    #[arg(long, env = "ENTENTE_DATA_DIR", value_name = "DIRECTORY", default_value = "entente-data/ingest")]
    pub data_dir: PathBuf,
    /// Quiet time after which a client that tails the log is sent a checkpoint, as in 5s
    #[arg(
        long,
        env = "ENTENTE_CHECKPOINT_INTERVAL",
        value_name = "DURATION",
        default_value = "5s",
        value_parser = interval
    )]
    pub checkpoint_interval: Duration,
    /// Articles read at the same time; one for each processor when not given
    #[arg(long, env = "ENTENTE_READERS", value_name = "N")]
    pub readers: Option<NonZeroUsize>,
    /// TOML file that tells how long articles are kept, by tenant and source; what is older is erased. All are kept when not given
    #[arg(long, env = "ENTENTE_RETENTION", value_name = "FILE")]
    pub retention: Option<PathBuf>,
    /// See [`KnowledgeArgs`].
    #[command(flatten)]
    pub knowledge: KnowledgeArgs,
}

impl IngestArgs {
    /// Checks the values, the file of knowledge included. The error names the flag, the variable and the value.
    pub fn validate(&self) -> Result<(), Error> {
        self.reader()?;
        self.retention()?;
        let (least, most) = (Duration::from_millis(10), Duration::from_secs(3600));
        if (least..=most).contains(&self.checkpoint_interval) {
            return Ok(());
        }
        Err(Error::Setting {
            setting: "--checkpoint-interval (ENTENTE_CHECKPOINT_INTERVAL)".to_owned(),
            value: format!("{:?}", self.checkpoint_interval),
            expected: format!("expected {least:?} to {most:?}"),
        })
    }

    /// How long articles are kept; none where all are.
    pub(crate) fn retention(&self) -> Result<Option<Retention>, Error> {
        self.retention.as_deref().map(Retention::read).transpose()
    }

    /// A reader that knows what the settings' file tells.
    pub(crate) fn reader(&self) -> Result<Reader, Error> {
        let reader = self.knowledge.read(Knowledge::MOST_BYTES, Reader::with_knowledge)?;
        Ok(reader.unwrap_or_else(Reader::builtin))
    }
}

fn interval(text: &str) -> Result<Duration, String> {
    let duration: SignedDuration = text.parse().map_err(|_| "expected a duration, as in 5s".to_owned())?;
    duration.try_into().map_err(|_| "is negative".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        ingest: IngestArgs,
    }

    fn parse(flags: &[&str]) -> Result<IngestArgs, String> {
        let arguments = Arguments::try_parse_from(std::iter::once(&"ingest").chain(flags));
        let ingest = arguments.map_err(|error| error.to_string())?.ingest;
        ingest.validate().map_err(|error| error.to_string())?;
        Ok(ingest)
    }

    #[test]
    fn defaults_are_valid_and_bad_values_name_themselves() {
        assert_eq!(parse(&[]).unwrap().checkpoint_interval, Duration::from_secs(5));
        assert_eq!(
            parse(&["--checkpoint-interval", "1ms"]).unwrap_err(),
            "--checkpoint-interval (ENTENTE_CHECKPOINT_INTERVAL) is 1ms: expected 10ms to 3600s"
        );
        assert!(parse(&["--checkpoint-interval", "soon"]).unwrap_err().contains("expected a duration"));
        assert!(parse(&["--readers", "0"]).unwrap_err().contains("--readers"));
    }
}
