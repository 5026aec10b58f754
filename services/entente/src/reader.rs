//! Articles are read in this process: with what is known, and with what a user's file adds.

use entente_extract::{Knowledge, Reader};
use entente_runtime::KnowledgeArgs;

use crate::Error;

/// A reader that knows what the file tells, where one is given.
pub(crate) fn reader(knowledge: &KnowledgeArgs) -> Result<Reader, Error> {
    let read = knowledge.read(Knowledge::MOST_BYTES, Reader::with_knowledge)?;
    Ok(read.unwrap_or_else(Reader::builtin))
}
