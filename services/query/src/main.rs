//! `entente-query`: the query service as a process of its own.

use clap::{CommandFactory as _, Parser};
use entente_query::metrics::METRICS;
use entente_query::{DEFAULT_ADDRESS, QueryArgs, serve};
use entente_runtime::{Bound, ListenArgs, RuntimeArgs, Shutdown, config, monitor, telemetry};
use mimalloc::MiMalloc;

/// Small pieces of memory come and go on several threads at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Answers questions about what the articles of an ingest service say.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    runtime: RuntimeArgs,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    config::refuse_unknown_variables(&Arguments::command(), variables)?;
    arguments.runtime.validate()?;
    telemetry::init(&arguments.runtime.log)?;
    arguments.query.validate()?;
    monitor::start(&arguments.runtime.monitor, &[METRICS]).await?;
    let shutdown = Shutdown::on_signals()?;
    let bound = Bound::bind(arguments.listen.address(DEFAULT_ADDRESS)).await?;
    serve(&arguments.query, &arguments.runtime, bound, shutdown).await?;
    Ok(())
}
