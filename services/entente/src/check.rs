//! `entente check`: whether a log is whole, and whether an index says what its log says.

mod copy;

use std::path::{Path, PathBuf};

use clap::Args;
use entente_log::{Cursor, EmbeddedLog, EventLog as _, Limit, LogCheck, Options, Position, check};
use entente_query::Inspection;
use entente_runtime::KnowledgeArgs;
use entente_wire::change::Change;

use crate::check::copy::Copy;
use crate::error::{Error, Outcome};
use crate::output::say;

/// Most that is told of one index.
const PROBLEMS_MOST: usize = 1000;
/// Articles are compared in batches.
const BATCH: Limit = Limit { entries: 1024, bytes: 64 * 1024 * 1024 };

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Directory of the event log, or of `up` with both log and index
    #[arg(long, env = "ENTENTE_DATA_DIR", value_name = "DIRECTORY", default_value = "entente-data")]
    data_dir: PathBuf,
    /// Directory of an index to compare with the log
    #[arg(long, value_name = "DIRECTORY")]
    index_dir: Option<PathBuf>,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

pub(crate) async fn run(args: CheckArgs) -> Result<Outcome, Error> {
    let own = args.data_dir.join("ingest");
    let (log, index) = if own.join("log").exists() {
        let index = args.data_dir.join("query");
        (own, args.index_dir.or_else(|| index.exists().then_some(index)))
    } else {
        (args.data_dir, args.index_dir)
    };
    let copy = Copy::of(&log)?;
    let found = check(copy.path()).map_err(|error| in_words(&log, &copy, &error.to_string()))?;
    let LogCheck { id, entries, newest, mut problems } = found;
    say(&format!("log {id}: {entries} entries, newest position {newest}\n"))?;
    if let Some(index) = index {
        problems.extend(compare(&copy, &index, &args.knowledge).await?);
    }
    for problem in &problems {
        say(&format!("wrong: {problem}\n"))?;
    }
    if problems.is_empty() {
        say("nothing is wrong\n")?;
    }
    Ok(Outcome::after(problems.len() as u64))
}

/// The error that was met in a copy, of what it is a copy of.
fn in_words(original: &Path, copy: &Copy, error: &str) -> Error {
    let (copy, original) = (copy.path().display().to_string(), original.display().to_string());
    Error::Directory(error.replace(&copy, &original))
}

/// What an index says otherwise than its log.
async fn compare(log: &Copy, index: &Path, knowledge: &KnowledgeArgs) -> Result<Vec<String>, Error> {
    let copy = Copy::of(index)?;
    let format = |folder: &Path| std::fs::read(folder.join("format")).ok();
    let before = format(copy.path());
    let opened = Inspection::open(copy.path(), knowledge);
    let rebuilds = "query makes it anew from the log when it starts";
    let index = match opened {
        Ok(index) => index,
        Err(entente_query::Error::Index(error)) => {
            let Error::Directory(error) = in_words(index, &copy, &error.to_string()) else {
                return Ok(vec![error.to_string()]);
            };
            return Ok(vec![format!("{error}; {rebuilds}")]);
        }
        Err(error) => return Err(error.into()),
    };
    if before != format(copy.path()) {
        say(&format!("index: of another version, or with other known organisations; {rebuilds}\n"))?;
        return Ok(Vec::new());
    }
    let mut problems = Vec::new();
    match index.text_is_sound() {
        Ok(true) => {}
        Ok(false) => problems.push(format!("the text index is damaged; {rebuilds}")),
        Err(error) => problems.push(format!("the text index can't be read: {error}; {rebuilds}")),
    }
    let status = index.status()?;
    say(&format!("index: {} articles, {} events, {} facts\n", status.articles, status.events, status.facts))?;
    let Some(cursor) = status.cursor else { return Ok(problems) };
    let log = EmbeddedLog::open(log.path(), Options::default());
    let log = log.map_err(|error| Error::Directory(error.to_string()))?;
    let applied = cursor.parse::<Cursor>().and_then(|cursor| log.resolve(cursor));
    match applied {
        Ok(applied) => problems.extend(articles(&log, &index, applied).await?),
        Err(error) => problems.push(format!("the index is not of this log: {error}; {rebuilds}")),
    }
    Ok(problems)
}

/// Articles of which the index says something else than the log, up to where the index has come.
async fn articles(log: &EmbeddedLog, index: &Inspection, applied: Position) -> Result<Vec<String>, Error> {
    let refused = |error: entente_log::LogError| Error::Directory(error.to_string());
    let mut problems = Vec::new();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let entries = log.subjects(b"", after.as_deref(), BATCH).await;
        let entries = match entries {
            Ok(entries) => entries,
            // It is told of with the log.
            Err(entente_log::LogError::Corrupt { .. }) => return Ok(problems),
            Err(error) => return Err(refused(error)),
        };
        let Some(last) = entries.last() else { return Ok(problems) };
        after = Some(last.subject.clone());
        for entry in entries.iter().filter(|entry| entry.position <= applied) {
            let change = match Change::decode(&entry.payload) {
                Ok(change) => change,
                Err(failure) => {
                    problems.push(format!("entry {}: {failure}", entry.position));
                    continue;
                }
            };
            let (tenant, id) = (change.tenant(), change.article_id());
            let expected = match &change {
                Change::Accepted(accepted) | Change::Reextracted(accepted) => {
                    Some((accepted.revision, accepted.text_sha256.clone()))
                }
                Change::Retracted(_) | Change::Erased(_) => None,
            };
            let found = index.article(tenant, id)?.map(|info| (info.revision, info.text_sha256));
            if found != expected && problems.len() < PROBLEMS_MOST {
                let said = |what: &Option<(u64, String)>| {
                    what.as_ref()
                        .map_or_else(|| "nothing".to_owned(), |(revision, _)| format!("revision {revision}"))
                };
                let (found, expected) = (said(&found), said(&expected));
                problems.push(format!(
                    "article {id} of tenant {tenant}: the index has {found}, the log {expected}; delete the index, and query makes it anew"
                ));
            }
        }
    }
}
