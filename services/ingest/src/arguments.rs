//! What the program takes on its command line and from its environment.

use clap::Parser;
use entente_runtime::{ListenArgs, RuntimeArgs, ServiceCommand};

use crate::IngestArgs;

/// Takes articles in, reads them and keeps them in the event log.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// See [`ListenArgs`].
    #[command(flatten)]
    pub listen: ListenArgs,
    /// See [`IngestArgs`].
    #[command(flatten)]
    pub ingest: IngestArgs,
    /// See [`RuntimeArgs`].
    #[command(flatten)]
    pub runtime: RuntimeArgs,
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<ServiceCommand>,
}
