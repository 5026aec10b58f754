//! `entente parse`: articles in, what they say out.

use std::io::{self, BufWriter, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use entente_extract::Reader;
use entente_model::Reading;
use entente_runtime::KnowledgeArgs;
use entente_text::{OffsetUnit, Offsets};
use entente_wire::recount::Recount;
use entente_wire::{article, reading};
use prost_reflect::DynamicMessage;
use serde::Serialize;

use crate::error::{Error, Outcome};
use crate::in_order::in_order;
use crate::input::{Article, Articles, Published, Unreadable};
use crate::output::complain;
use crate::proto_json::Contract;
use crate::reader::reader;
use crate::{progress, sentence};

#[derive(Debug, Args)]
pub(crate) struct ParseArgs {
    /// Articles: .txt files (one text each, the id is the file's stem), .jsonl files (one article a line), or - for
    /// such lines on standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    /// When the articles came out that do not tell it: relative dates count from it
    #[arg(long, value_name = "DATE")]
    published: Option<Published>,
    #[command(flatten)]
    knowledge: KnowledgeArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// A sentence an event, with its quotes, for people
    Text,
    /// One JSON object an article, as gRPC tools print an `ArticleReading`, diagnostics included
    Json,
    /// One JSON object an article in the events format
    Events,
}

/// A line of `--output json`.
#[derive(Serialize)]
struct JsonLine<'a> {
    id: &'a str,
    reading: DynamicMessage,
}

/// What all articles are read and printed with.
struct Desk {
    reader: Reader,
    contract: Contract,
    output: Output,
}

pub(crate) fn run(args: &ParseArgs) -> Result<Outcome, Error> {
    let desk = Desk { reader: reader(&args.knowledge)?, contract: Contract::new(), output: args.output };
    let bar = progress::bar(&args.files);
    let articles = Articles::new(args.files.clone(), args.published.clone(), bar.clone());
    let mut out = BufWriter::new(io::stdout().lock());
    let mut refused = 0;
    in_order(
        articles,
        |article| article.and_then(|article| desk.read(article)),
        |printed| match printed {
            Ok(printed) if bar.is_hidden() => out.write_all(printed.as_bytes()).map_err(Error::Output),
            // The bar and the lines may share a terminal.
            Ok(printed) => bar
                .suspend(|| out.write_all(printed.as_bytes()).and_then(|()| out.flush()))
                .map_err(Error::Output),
            Err(unreadable) => {
                refused += 1;
                bar.suspend(|| complain(&unreadable.to_string()));
                Ok(())
            }
        },
    )?;
    bar.finish_and_clear();
    out.flush().map_err(Error::Output)?;
    Ok(Outcome::after(refused))
}

impl Desk {
    /// What is printed for an article. A fault in reading it costs that article only.
    fn read(&self, article: Article) -> Result<String, Unreadable> {
        let place = article.place.clone();
        let worked = catch_unwind(AssertUnwindSafe(|| self.print(article)));
        worked.unwrap_or_else(|_| {
            Err(place.unreadable("the reader failed on this article: this is a fault to report"))
        })
    }

    fn print(&self, article: Article) -> Result<String, Unreadable> {
        let (id, language) = (article.id.clone(), article.language);
        let published = article.published.as_ref().map(Published::date);
        let place = article.place.clone();
        let message = article.into_message("");
        let text = article::text(&message);
        let read = self.reader.read(&text, language, published);
        let printed = match self.output {
            Output::Text => return Ok(sentence::reading(&id, &read)),
            Output::Events => {
                let published = published.map(|date| date.to_string());
                entente_annotation::line(&id, published.as_deref(), &text, &read)
            }
            Output::Json => {
                let reading = self.json(&text, &read).map_err(|error| place.unreadable(error))?;
                serde_json::to_string(&JsonLine { id: &id, reading })
            }
        };
        printed.map(|line| line + "\n").map_err(|error| place.unreadable(error))
    }

    fn json(&self, text: &str, read: &Reading) -> Result<DynamicMessage, entente_wire::Failure> {
        let mut message = reading::encode(read, None, &article::text_sha256(text));
        Recount::outwards(&Offsets::new(text), OffsetUnit::CodePoints).reading(&mut message)?;
        Ok(self.contract.json("ArticleReading", &message))
    }
}
