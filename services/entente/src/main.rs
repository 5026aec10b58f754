//! `entente`: both services in one process, and their clients on the command line.
//!
//! | command | needs a service | what |
//! |---|---|---|
//! | `up` | | runs ingest and query on embedded storage |
//! | `demo` | | the same for a moment, over the articles that ship with the program |
//! | `parse` | | reads articles and prints what they say |
//! | `explain` | | why a passage is read as it is, and why not otherwise |
//! | `eval` | | scores what it reads against annotated articles |
//! | `rules` | | how often each rule fires on articles, and a sample of what it makes |
//! | `token` | | makes tokens for those who call services |
//! | `ingest` | ingest | sends articles, with events made elsewhere if wanted |
//! | `reextract` | ingest | reads articles that were taken in anew |
//! | `erase` | ingest | articles gone for good, one or all of a source or tenant |
//! | `backup`, `restore` | ingest, none | the log as one file, and back |
//! | `check` | none may run | whether a log is whole, and an index what its log says |
//! | `ask` | query | questions |
//! | `list`, `fact`, `entity`, `timeline`, `contradictions`, `watch` | query | what is believed, of whom, since when and why |
//! | `owners`, `holdings`, `graph` | query | ownership through chains, as trees and as a drawing |
//! | `events`, `search` | query | what single articles say, by type and by their words |
//!
//! Deliberately absent: how an article is read, kept or searched. This is the one package that knows both services, and
//! nothing depends on it.

mod answer_format;
mod arguments;
mod ask;
mod backup;
mod check;
mod client;
mod contradictions;
mod demo;
mod entity;
mod erase;
mod error;
mod eval;
mod events;
mod explain;
mod fact;
mod graph;
mod in_order;
mod ingest;
mod input;
mod list;
mod listing;
mod output;
mod ownership;
mod pair;
mod parse;
mod progress;
mod proto_json;
mod reader;
mod reextract;
mod rules;
mod samples;
mod search;
mod sentence;
mod table;
mod telling;
mod timeline;
mod token;
mod up;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use entente_runtime::config::refuse_unknown_variables;
use entente_runtime::threads;
use entente_wire::v1::OwnershipDirection;
use mimalloc::MiMalloc;

use crate::arguments::{Arguments, Command};
use crate::error::{Error, Outcome};

/// Small pieces of memory come and go on several threads at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(outcome) => outcome.code(),
        // Whoever reads has seen enough: `entente parse ... | head`.
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error.in_full());
            error.code()
        }
    }
}

fn run(command: Command) -> Result<Outcome, Error> {
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    refuse_unknown_variables(&Arguments::command(), variables)?;
    match command {
        Command::Parse(args) => parse::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Token(args) => token::run(args),
        Command::Up(args) => on_runtime(up::run(args)),
        Command::Ingest(args) => on_runtime(ingest::run(args)),
        Command::Reextract(args) => on_runtime(reextract::run(args)),
        Command::Erase(args) => on_runtime(erase::run(args)),
        Command::Backup(args) => on_runtime(backup::back_up(args)),
        Command::Restore(args) => backup::put_back(&args),
        Command::Check(args) => on_runtime(check::run(args)),
        Command::Ask(args) => on_runtime(ask::run(args)),
        Command::List(args) => on_runtime(list::run(args)),
        Command::Fact(args) => on_runtime(fact::run(args)),
        Command::Entity(args) => on_runtime(entity::run(args)),
        Command::Timeline(args) => on_runtime(timeline::run(args)),
        Command::Owners(args) => on_runtime(ownership::run(args, OwnershipDirection::Holders)),
        Command::Holdings(args) => on_runtime(ownership::run(args, OwnershipDirection::Holdings)),
        Command::Graph(args) => on_runtime(graph::run(args)),
        Command::Contradictions(args) => on_runtime(contradictions::run(args)),
        Command::Watch(args) => on_runtime(watch::run(args)),
        Command::Events(args) => on_runtime(events::run(args)),
        Command::Search(args) => on_runtime(search::run(args)),
        Command::Demo(args) => on_runtime(demo::run(args)),
    }
}

fn on_runtime(work: impl Future<Output = Result<Outcome, Error>>) -> Result<Outcome, Error> {
    let runtime = threads::runtime().map_err(Error::Local)?;
    let result = runtime.block_on(work);
    // A thread that waits for a line of standard input would keep the process from ending.
    runtime.shutdown_background();
    result
}
