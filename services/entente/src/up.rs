//! `entente up`: both services until they are told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use entente_query::{IngestCredentials, QueryArgs};
use entente_runtime::{RuntimeArgs, Shutdown, monitor, telemetry, trace};
use jiff::SignedDuration;

use crate::error::{Error, Outcome};
use crate::output::say;
use crate::pair::{Pair, Settings};

#[derive(Debug, Args)]
pub(crate) struct UpArgs {
    /// Address on which ingest listens; port 0 takes any free port
    #[arg(
        long,
        env = "ENTENTE_INGEST_LISTEN",
        value_name = "ADDRESS:PORT",
        default_value_t = entente_ingest::DEFAULT_ADDRESS
    )]
    ingest_listen: SocketAddr,
    /// Address on which query listens; port 0 takes any free port
    #[arg(
        long,
        env = "ENTENTE_QUERY_LISTEN",
        value_name = "ADDRESS:PORT",
        default_value_t = entente_query::DEFAULT_ADDRESS
    )]
    query_listen: SocketAddr,
    #[command(flatten)]
    ingest: entente_ingest::IngestArgs,
    /// Longest wait of a read for the cursor that it carries, as in 5s
    #[arg(long, env = "ENTENTE_CURSOR_WAIT", value_name = "DURATION", default_value = "5s", value_parser = wait)]
    cursor_wait: Duration,
    #[command(flatten)]
    runtime: RuntimeArgs,
}

pub(crate) async fn run(args: UpArgs) -> Result<Outcome, Error> {
    let settings = settings(args.ingest, args.cursor_wait, args.runtime);
    settings.validate()?;
    telemetry::init(&settings.runtime.log)?;
    let _traces = trace::start(&settings.runtime.trace, "entente")?;
    let tables = [entente_ingest::metrics::METRICS, entente_query::metrics::METRICS];
    monitor::start(&settings.runtime.monitor, &tables).await?;
    let shutdown = Shutdown::on_signals()?;
    let pair = Pair::start(settings, (args.ingest_listen, args.query_listen), shutdown).await?;
    say(&format!("ingest listens on {}\nquery listens on {}\n", pair.ingest, pair.query))?;
    pair.ended().await?;
    Ok(Outcome::Done)
}

/// Both services over one directory, each with a part of it.
pub(crate) fn settings(
    mut ingest: entente_ingest::IngestArgs,
    cursor_wait: Duration,
    runtime: RuntimeArgs,
) -> Settings {
    let query = QueryArgs {
        data_dir: ingest.data_dir.join("query"),
        // It is reached within the process.
        ingest_address: entente_ingest::DEFAULT_ADDRESS.to_string(),
        ingest_credentials: IngestCredentials::default(),
        ingest_inside: None,
        cursor_wait,
        knowledge: ingest.knowledge.clone(),
    };
    ingest.data_dir.push("ingest");
    Settings { ingest, query, runtime }
}

fn wait(text: &str) -> Result<Duration, String> {
    let expected = |_| "expected a duration, as in 5s".to_owned();
    let duration: SignedDuration = text.parse().map_err(expected)?;
    duration.try_into().map_err(expected)
}
