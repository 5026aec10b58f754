//! `entente demo`: the whole path, once, on a directory that is gone afterwards.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use clap::Args;
use entente_ingest::IngestArgs;
use entente_model::Extractor;
use entente_runtime::{KnowledgeArgs, RuntimeArgs, Shutdown, telemetry};
use entente_wire::event;
use entente_wire::v1::IngestArticleResponse;
use entente_wire::v1::ingest_articles_response::Outcome as Answer;

use crate::ask::{ReadArgs, ask, in_words};
use crate::client::{CredentialArgs, Service};
use crate::error::{Error, Outcome};
use crate::ingest::{Fate, Feed, send, why};
use crate::input::{Article, Unreadable};
use crate::output::say;
use crate::pair::Pair;
use crate::{samples, sentence, up};

/// How long a question may wait for the articles to be in the index; more than a machine in trouble needs.
const PATIENCE: Duration = Duration::from_secs(30);

const NEXT: &str = "
What next?
  cargo run --release -- up                                              both services, kept in ./entente-data
  cargo run --release -- ingest services/entente/samples/articles.jsonl  these articles, or your own
  cargo run --release -- ask \"Who are the partners of Orbelis?\"
  cargo run --release -- events stakes --entity Velnor
  cargo run --release -- parse --output events ARTICLE.txt               without any service
";

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    runtime: RuntimeArgs,
}

pub(crate) async fn run(args: DemoArgs) -> Result<Outcome, Error> {
    args.runtime.validate()?;
    if args.runtime.log.log.is_some() {
        telemetry::init(&args.runtime.log)?;
    }
    let directory = tempfile::tempdir().map_err(Error::Local)?;
    let ingest = IngestArgs {
        data_dir: directory.path().to_owned(),
        checkpoint_interval: Duration::from_secs(5),
        readers: None,
        retention: None,
        knowledge: KnowledgeArgs::default(),
    };
    let settings = up::settings(ingest, PATIENCE, args.runtime);
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let shutdown = Shutdown::new();
    let pair = Pair::start(settings, (any, any), shutdown.clone()).await?;
    say(
        "Two services are up, on a directory that is gone at the end: ingest reads and keeps, query answers.\n",
    )?;
    let shown = show(&pair.ingest_service(), &pair.query_service()).await;
    shutdown.begin();
    let ended = pair.ended().await;
    shown.and(ended)?;
    say(NEXT)?;
    Ok(Outcome::Done)
}

async fn show(ingest: &Service, query: &Service) -> Result<(), Error> {
    let articles: Vec<Article> = samples::articles().collect::<Result<_, Unreadable>>()?;
    let cursor = read(ingest, articles).await?;
    say("\nQuestions, with the words that prove each answer:\n")?;
    let credentials = CredentialArgs::default();
    let read = ReadArgs { query_address: String::new(), tenant: String::new(), cursor, credentials };
    for question in samples::QUESTIONS {
        let answer = ask(query, &read, question.words).await.map_err(|status| query.failed(&status))?;
        say(&format!("\n{}\n{}", question.words, in_words(&answer)))?;
        if answer.answered != question.answered {
            let but = if answer.answered { "an answer" } else { "no answer" };
            return Err(Error::Demo(format!("{but} to {:?}", question.words)));
        }
    }
    Ok(())
}

/// Sends the articles and shows what was read in each; gives the cursor of the last.
async fn read(ingest: &Service, articles: Vec<Article>) -> Result<String, Error> {
    say(&format!("\n{} articles go in. What they say, as far as it was read:\n", articles.len()))?;
    let mut titles = articles.iter().map(|article| article.title.clone()).collect::<Vec<_>>().into_iter();
    let feed = Feed {
        tenant: String::new(),
        brought: HashMap::new(),
        extractor: Extractor { name: String::new(), version: String::new() },
        skip_extraction: false,
    };
    let mut shown = Ok(String::new());
    send(ingest, feed, articles.into_iter().map(Ok), |fate| {
        let title = titles.next().unwrap_or_default();
        if shown.is_ok() {
            shown = accepted(fate).and_then(|accepted| {
                say(&format!("\n{title}\n{}", events(&accepted)?))?;
                Ok(accepted.cursor)
            });
        }
    })
    .await?;
    shown
}

fn accepted(fate: Fate) -> Result<IngestArticleResponse, Error> {
    match fate {
        Fate::Answered(_, Answer::Accepted(accepted)) => Ok(accepted),
        Fate::Answered(place, Answer::Refused(refusal)) => {
            Err(Error::Demo(format!("{place}: {}", why(&refusal))))
        }
        Fate::Unreadable(unreadable) => Err(unreadable.into()),
    }
}

fn events(accepted: &IngestArticleResponse) -> Result<String, Error> {
    let events = accepted.reading.iter().flat_map(|reading| &reading.events);
    let mut out = String::new();
    for told in events {
        let told = event::decode(told.clone()).map_err(|failure| Error::Answer(failure.to_string()))?;
        let _ = write!(out, "{}", sentence::with_quotes(&told));
    }
    if out.is_empty() {
        return Err(Error::Demo(format!("nothing was read in {}", accepted.article_id)));
    }
    Ok(out)
}
