//! Logs: for people on a terminal, for machines elsewhere, always on stderr.

use std::{io::IsTerminal, panic::PanicHookInfo};

use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{Error, LogArgs, LogFormat, config::refuse};

/// What is logged, the own progress of the storage engine and of the text index apart, where neither `--log`, `ENTENTE_LOG` nor `RUST_LOG` says otherwise.
const DEFAULT_FILTER: &str = "lsm_tree=warn,tantivy=warn,fjall=warn,info";

/// Starts logging for the whole process, panics included. To be called once.
pub fn init(args: &LogArgs) -> Result<(), Error> {
    let filter = filter(args, std::env::var("RUST_LOG").ok().as_deref())?;
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let terminal = std::io::stderr().is_terminal();
    let layer = match (args.log_format, terminal) {
        (LogFormat::Json, _) | (LogFormat::Auto, false) => {
            layer.json().flatten_event(true).with_span_list(false).boxed()
        }
        (LogFormat::Pretty, _) | (LogFormat::Auto, true) => layer.with_ansi(terminal).boxed(),
    };
    tracing_subscriber::registry().with(layer.with_filter(filter)).try_init().map_err(Error::Telemetry)?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// The hook runs where the panic does, so the line carries the span of its request.
fn log_panic(info: &PanicHookInfo<'_>) {
    let location = info.location().map(ToString::to_string);
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    tracing::error!(location, "panicked: {message}");
}

/// The project's own setting counts before `RUST_LOG`, which counts for every Rust program alike.
pub(crate) fn filter(args: &LogArgs, rust_log: Option<&str>) -> Result<EnvFilter, Error> {
    if let Some(own) = args.log.as_deref() {
        return EnvFilter::try_new(own).map_err(|error| refuse("--log", own, error.to_string()));
    }
    let common = rust_log.filter(|text| !text.is_empty()).unwrap_or(DEFAULT_FILTER);
    EnvFilter::try_new(common).map_err(|error| Error::Setting {
        setting: "RUST_LOG".to_owned(),
        value: common.to_owned(),
        expected: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(log: Option<&str>, rust_log: Option<&str>) -> String {
        let args = LogArgs { log: log.map(str::to_owned), log_format: LogFormat::Auto };
        match filter(&args, rust_log) {
            Ok(filter) => filter.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_own_setting_counts_first() {
        assert_eq!(said(None, None), DEFAULT_FILTER);
        assert_eq!(said(None, Some("")), DEFAULT_FILTER);
        assert_eq!(said(None, Some("warn")), "warn");
        assert_eq!(said(Some("debug"), Some("warn")), "debug");
    }

    #[test]
    fn a_bad_filter_names_where_it_came_from() {
        let own = said(Some("entente=loud"), None);
        assert!(own.starts_with("--log (ENTENTE_LOG) is entente=loud: "), "{own}");
        let common = said(None, Some("entente=loud"));
        assert!(common.starts_with("RUST_LOG is entente=loud: "), "{common}");
    }
}
