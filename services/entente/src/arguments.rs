//! The command line as a whole.

use clap::{Parser, Subcommand};

use crate::ask::AskArgs;
use crate::backup::{BackupArgs, RestoreArgs};
use crate::check::CheckArgs;
use crate::contradictions::ContradictionsArgs;
use crate::demo::DemoArgs;
use crate::entity::EntityArgs;
use crate::erase::EraseArgs;
use crate::eval::EvalArgs;
use crate::events::EventsArgs;
use crate::explain::ExplainArgs;
use crate::fact::FactArgs;
use crate::graph::GraphArgs;
use crate::ingest::IngestArgs;
use crate::list::ListArgs;
use crate::ownership::OwnershipArgs;
use crate::parse::ParseArgs;
use crate::reextract::ReextractArgs;
use crate::rules::RulesArgs;
use crate::search::SearchArgs;
use crate::timeline::TimelineArgs;
use crate::token::TokenArgs;
use crate::up::UpArgs;
use crate::watch::WatchArgs;

/// What `--help` says of the exit code.
const EXIT_CODES: &str = "\
Exit codes:
  0  done; a question that has no answer counts as done
  1  done, but some input was refused or could not be read; each is named on standard error
  2  a flag, an argument or an environment variable is wrong
  3  no service answers at the address
  4  a service refused the call or failed
  5  this machine failed: an address in use, a directory, a disk; or the demo did not come out right";

/// Reads business news into partners, stakes and strategies, each with its proof, and answers questions about them.
#[derive(Debug, Parser)]
#[command(name = "entente", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run both services in this process, on embedded storage, until interrupted
    #[command(mut_arg("data_dir", |arg| arg
        .help("Directory of the event log and of the index, made if it is missing")
        .default_value("entente-data")))]
    Up(UpArgs),
    /// Read articles and print what they say; nothing is stored
    Parse(ParseArgs),
    /// Tell why a passage is read as it is: each rule that was tried, what it found, and what kept it from firing
    Explain(ExplainArgs),
    /// Score what is read, or was read by another program, against annotated articles
    Eval(EvalArgs),
    /// Tell how often each rule fires on articles, and show a sample of the events
    Rules(RulesArgs),
    /// Make tokens for those who call services
    Token(TokenArgs),
    /// Send articles to an ingest service
    Ingest(IngestArgs),
    /// Read articles that an ingest service holds anew, and replace what is read otherwise
    Reextract(ReextractArgs),
    /// Erase articles that an ingest service holds, one or all of a source or tenant, for good
    Erase(EraseArgs),
    /// Write all that an ingest service holds to one file, while it runs
    Backup(BackupArgs),
    /// Make the log of a backup, in a directory that has none; no service may run on it
    Restore(RestoreArgs),
    /// Check that a log is whole and that an index says what its log says; no service may run on them, and nothing is changed
    Check(CheckArgs),
    /// Ask a query service a question, in French or English
    Ask(AskArgs),
    /// List what is believed, newest article first: now, on a day, or as it was known then
    List(ListArgs),
    /// Tell one fact: its stages, how it came to be believed, and the reports that it rests on
    Fact(FactArgs),
    /// Tell who a name stands for, why its names are one, and how it came to be one
    Entity(EntityArgs),
    /// Tell what happened to an entity, or between two, by day
    Timeline(TimelineArgs),
    /// Show who holds a company, directly and through others, as a tree
    Owners(OwnershipArgs),
    /// Show what a company holds, directly and through others, as a tree
    Holdings(OwnershipArgs),
    /// Draw the neighbourhood of an entity: holders, holdings, partners
    Graph(GraphArgs),
    /// List what is at odds, newest first, with the evidence of both sides
    Contradictions(ContradictionsArgs),
    /// Print how facts change as articles come in, until interrupted
    #[command(mut_arg("cursor", |arg| arg.help("Go on after this step, as an earlier watch printed it; else with what comes next")))]
    Watch(WatchArgs),
    /// List what single articles say, newest article first
    Events(EventsArgs),
    /// Search the words of articles and of the passages that carry what is known, best first
    Search(SearchArgs),
    /// Start both services on a temporary directory, read the sample articles and ask about them
    Demo(DemoArgs),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
