//! `entente-ingest`: the ingest service as a process of its own.

use clap::{CommandFactory as _, Parser};
use entente_ingest::metrics::METRICS;
use entente_ingest::{DEFAULT_ADDRESS, IngestArgs, serve};
use entente_runtime::{Bound, ListenArgs, RuntimeArgs, Shutdown, config, monitor, telemetry};
use mimalloc::MiMalloc;

/// Small pieces of memory come and go on several threads at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Takes articles in, reads them and keeps them in the event log.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    ingest: IngestArgs,
    #[command(flatten)]
    runtime: RuntimeArgs,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    config::refuse_unknown_variables(&Arguments::command(), variables)?;
    arguments.runtime.validate()?;
    arguments.ingest.validate()?;
    telemetry::init(&arguments.runtime.log)?;
    monitor::start(&arguments.runtime.monitor, &[METRICS]).await?;
    let shutdown = Shutdown::on_signals()?;
    let bound = Bound::bind(arguments.listen.address(DEFAULT_ADDRESS)).await?;
    serve(&arguments.ingest, &arguments.runtime, bound, shutdown).await?;
    Ok(())
}
