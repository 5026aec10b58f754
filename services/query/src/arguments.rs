//! What the program takes on its command line and from its environment.

use clap::Parser;
use entente_runtime::{ListenArgs, RuntimeArgs, ServiceCommand};

use crate::QueryArgs;

/// Answers questions about what the articles of an ingest service say.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// See [`ListenArgs`].
    #[command(flatten)]
    pub listen: ListenArgs,
    /// See [`QueryArgs`].
    #[command(flatten)]
    pub query: QueryArgs,
    /// See [`RuntimeArgs`].
    #[command(flatten)]
    pub runtime: RuntimeArgs,
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<ServiceCommand>,
}
