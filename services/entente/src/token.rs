//! `entente token`: tokens for those who call services.

use std::io::{self, Write as _};

use clap::{Args, Subcommand};
use entente_runtime::auth::token_entry;
use entente_runtime::{Role, Secret};

use crate::error::{Error, Outcome};
use crate::output::say;

#[derive(Debug, Args)]
pub(crate) struct TokenArgs {
    #[command(subcommand)]
    command: TokenCommand,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Make a token: its secret is printed once, on standard output, and what to add to the services' file of tokens on standard error
    New(NewArgs),
}

#[derive(Debug, Args)]
struct NewArgs {
    /// What the holder is called in the audit log
    #[arg(long, value_name = "ID")]
    id: String,
    /// What the holder may do
    #[arg(long, value_enum)]
    role: Role,
    /// A tenant whose data the holder may see, more than once for several; * for all tenants
    #[arg(long = "tenant", value_name = "TENANT", required = true)]
    tenants: Vec<String>,
}

pub(crate) fn run(args: TokenArgs) -> Result<Outcome, Error> {
    let TokenCommand::New(NewArgs { id, role, tenants }) = args.command;
    let secret = Secret::generate().map_err(|error| Error::Local(io::Error::other(error.to_string())))?;
    let entry = token_entry(&id, &secret, role, &tenants);
    let entry = entry.map_err(|expected| Error::Flag {
        flag: "--id or --tenant",
        value: format!("{id} or {}", tenants.join(", ")),
        expected,
    })?;
    say(&format!("{}\n", secret.reveal()))?;
    // That nobody reads it is no reason to end.
    let _ = write!(io::stderr().lock(), "{entry}");
    Ok(Outcome::Done)
}
