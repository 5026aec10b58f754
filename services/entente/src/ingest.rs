//! `entente ingest`: articles to an ingest service, over one stream.

mod feed;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;
use entente_annotation::Annotation;
use entente_model::Extractor;
use entente_wire::v1::ingest_articles_response::Outcome as Answer;
use entente_wire::v1::{IngestArticleResponse, IngestOutcome, Refusal};

pub(crate) use feed::{Fate, Feed, send};

use crate::client::{CredentialArgs, Service};
use crate::error::{Error, Outcome};
use crate::input::{self, Articles, Place, Published};
use crate::output::{complain, say};
use crate::progress;

#[derive(Debug, Args)]
pub(crate) struct IngestArgs {
    /// Articles: .txt files (one text each, the id is the file's stem), .jsonl files (one article a line), or - for
    /// such lines on standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    write: WriteArgs,
    /// When the articles came out that do not tell it: relative dates count from it
    #[arg(long, value_name = "DATE")]
    published: Option<Published>,
    /// Events made elsewhere, a .jsonl file in the events format, sent with the articles of the same ids
    #[arg(long, value_name = "FILE", requires = "extractor")]
    events: Option<PathBuf>,
    /// What made those events: a program, a person
    #[arg(long, value_name = "NAME", requires = "events")]
    extractor: Option<String>,
    /// The version of what made them
    #[arg(long, value_name = "VERSION", requires = "events", default_value = "")]
    extractor_version: String,
    /// Store the events that are sent and read none out of the articles
    #[arg(long, requires = "events")]
    skip_extraction: bool,
}

/// What every call of an ingest service needs.
#[derive(Debug, Args)]
pub(crate) struct WriteArgs {
    /// Address of the ingest service
    #[arg(
        long,
        env = "ENTENTE_INGEST_ADDRESS",
        value_name = "ADDRESS:PORT",
        default_value_t = entente_ingest::DEFAULT_ADDRESS.to_string()
    )]
    ingest_address: String,
    /// Whose articles; the token's tenant when not given, or `default`
    #[arg(
        long,
        env = "ENTENTE_TENANT",
        value_name = "TENANT",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) tenant: String,
    #[command(flatten)]
    credentials: CredentialArgs,
}

impl WriteArgs {
    pub(crate) async fn connect(&self) -> Result<Service, Error> {
        Service::connect("--ingest-address, ENTENTE_INGEST_ADDRESS", &self.ingest_address, &self.credentials)
            .await
    }
}

pub(crate) async fn run(args: IngestArgs) -> Result<Outcome, Error> {
    let brought = args.events.as_deref().map(load).transpose()?;
    let service = args.write.connect().await?;
    let bar = progress::bar(&args.files);
    let feed = Feed {
        tenant: args.write.tenant,
        brought: brought.unwrap_or_default(),
        extractor: Extractor { name: args.extractor.unwrap_or_default(), version: args.extractor_version },
        skip_extraction: args.skip_extraction,
    };
    let articles = Articles::new(args.files, args.published, bar.clone());
    let mut summary = Summary::default();
    let refuse = |refused: &mut u64, message: String| {
        *refused += 1;
        bar.suspend(|| complain(&message));
    };
    let left = send(&service, feed, articles, |fate| match fate {
        Fate::Answered(_, Answer::Accepted(accepted)) => summary.count(&accepted),
        Fate::Answered(place, Answer::Refused(refusal)) => {
            refuse(&mut summary.refused, format!("{place}: {}", why(&refusal)));
        }
        Fate::Unreadable(unreadable) => refuse(&mut summary.refused, unreadable.to_string()),
    });
    let left = left.await?;
    bar.finish_and_clear();
    let place = Place::of(args.events.as_deref().unwrap_or(Path::new("")));
    for id in left {
        refuse(&mut summary.refused, format!("{place}: no article has the id {id:?}"));
    }
    say(&summary.in_words())?;
    Ok(Outcome::after(summary.refused))
}

/// What a service says of an article that it refused.
pub(crate) fn why(refusal: &Refusal) -> String {
    let field = if refusal.field.is_empty() { String::new() } else { format!("{}: ", refusal.field) };
    format!("{field}{} ({})", refusal.message, refusal.reason().name())
}

/// Events by the id of their article.
fn load(file: &Path) -> Result<HashMap<String, Annotation>, Error> {
    let mut brought = HashMap::new();
    for line in input::open(file)? {
        let line = line?;
        let events: Annotation = line.json()?;
        let id = events.id.clone();
        if brought.insert(id.clone(), events).is_some() {
            return Err(line
                .place
                .unreadable(format_args!("the article {id:?} has events on an earlier line"))
                .into());
        }
    }
    Ok(brought)
}

/// What became of all articles.
#[derive(Debug, Default)]
struct Summary {
    created: u64,
    revised: u64,
    unchanged: u64,
    refused: u64,
    events: usize,
    /// Where the newest of them is applied.
    cursor: String,
}

impl Summary {
    fn count(&mut self, accepted: &IngestArticleResponse) {
        match accepted.outcome() {
            IngestOutcome::Created => self.created += 1,
            IngestOutcome::Revised => self.revised += 1,
            IngestOutcome::Unchanged | IngestOutcome::Unspecified => self.unchanged += 1,
        }
        self.events += accepted.reading.as_ref().map_or(0, |reading| reading.events.len());
        self.cursor.clone_from(&accepted.cursor);
    }

    fn in_words(&self) -> String {
        let Self { created, revised, unchanged, refused, events, cursor } = self;
        let counts = format!(
            "{} accepted ({created} new, {revised} revised, {unchanged} unchanged), {refused} refused, {events} events\n",
            created + revised + unchanged
        );
        if cursor.is_empty() { counts } else { format!("{counts}cursor {cursor}\n") }
    }
}
