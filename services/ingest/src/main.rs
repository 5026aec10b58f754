//! `entente-ingest`: the ingest service as a process of its own.

use std::io::Write as _;

use clap::{CommandFactory as _, Parser as _};
use entente_ingest::metrics::METRICS;
use entente_ingest::{Arguments, DEFAULT_ADDRESS, serve};
use entente_runtime::{Bound, ServiceCommand, Shutdown, config, monitor, telemetry, threads, trace};
use mimalloc::MiMalloc;

/// Small pieces of memory come and go on several threads at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> anyhow::Result<()> {
    threads::runtime()?.block_on(run())
}

async fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    config::refuse_unknown_variables(&Arguments::command(), variables)?;
    let listen = arguments.listen.address(DEFAULT_ADDRESS);
    // Before the settings' files are looked at: the service that is asked has them open.
    if let Some(ServiceCommand::Health(health)) = arguments.command {
        let status = health.ask(listen, &arguments.runtime.secure).await?;
        return Ok(writeln!(std::io::stdout(), "{}", status.as_str_name())?);
    }
    arguments.runtime.validate()?;
    arguments.ingest.validate()?;
    telemetry::init(&arguments.runtime.log)?;
    let _traces = trace::start(&arguments.runtime.trace, "entente-ingest")?;
    monitor::start(&arguments.runtime.monitor, &[METRICS]).await?;
    let shutdown = Shutdown::on_signals()?;
    let bound = Bound::bind(listen, &arguments.runtime.secure).await?;
    serve(&arguments.ingest, &arguments.runtime, bound, shutdown).await?;
    Ok(())
}
