//! Articles are read in this process: with what is known, and with what a user's file adds.

use clap::{Args, ValueEnum};
use entente_extract::{Knowledge, Reader};
use entente_runtime::KnowledgeArgs;

use crate::Error;

/// How a command reads in this process, and prints what comes of it.
#[derive(Debug, Args)]
pub(crate) struct ReaderArgs {
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    pub(crate) output: Output,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// Lines for people
    Text,
    /// One JSON object; an offset counts Unicode code points
    Json,
}

impl ReaderArgs {
    /// A reader that knows what the file tells, where one is given.
    pub(crate) fn reader(&self) -> Result<Reader, Error> {
        reader(&self.knowledge)
    }
}

/// A reader that knows what the file tells, where one is given.
pub(crate) fn reader(knowledge: &KnowledgeArgs) -> Result<Reader, Error> {
    let read = knowledge.read(Knowledge::MOST_BYTES, Reader::with_knowledge)?;
    Ok(read.unwrap_or_else(Reader::builtin))
}
