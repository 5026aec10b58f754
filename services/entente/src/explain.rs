//! `entente explain`: why a passage is read as it is, and why not otherwise.

mod report;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use entente_model::{Language, Span};
use entente_runtime::config::MESSAGE_BYTES_CEILING;
use entente_text::OffsetUnit;
use entente_wire::explanation;

use crate::error::{Error, Outcome};
use crate::input::{Article, Place, Published, Unreadable, is_standard};
use crate::output::say;
use crate::proto_json::Contract;
use crate::reader::{Output, ReaderArgs};

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The text
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    text: Option<String>,
    /// A file that holds the text instead, or - for standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Explain only these words, which stand in the text; the text around them is read all the same
    #[arg(long, value_name = "WORDS")]
    passage: Option<String>,
    /// Language of the text: fr, en or es; detected when not given
    #[arg(long, value_name = "CODE")]
    language: Option<Language>,
    /// When the text came out: relative dates count from it
    #[arg(long, value_name = "DATE")]
    published: Option<Published>,
    #[command(flatten)]
    reader: ReaderArgs,
}

pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Error> {
    let text = match (&args.text, &args.file) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) => content(file)?,
        (None, None) => String::new(),
    };
    let passage = args.passage.as_deref().map(|words| place_of(words, &text)).transpose()?;
    let published = args.published.as_ref().map(Published::date);
    let explained = args.reader.reader()?.explain(&text, args.language, published, passage);
    match args.reader.output {
        Output::Text => say(&report::of(&explained, &text))?,
        Output::Json => {
            let message = explanation::encode(&explained, &text, OffsetUnit::CodePoints)
                .map_err(|failure| Error::Answer(failure.to_string()))?;
            let json = serde_json::to_string(&Contract::new().json("Explanation", &message));
            say(&(json.map_err(|error| Error::Answer(error.to_string()))? + "\n"))?;
        }
    }
    Ok(Outcome::Done)
}

/// Where the words stand in the text for the first time.
fn place_of(words: &str, text: &str) -> Result<Span, Error> {
    let start = text.find(words).filter(|_| !words.is_empty()).ok_or_else(|| Error::Flag {
        flag: "--passage",
        value: format!("{words:?}"),
        expected: "expected words that stand in the text just so".to_owned(),
    })?;
    Ok(Span::new(start, start + words.len()))
}

/// The text of a file, or of standard input.
fn content(file: &Path) -> Result<String, Unreadable> {
    if !is_standard(file) {
        return Ok(Article::from_text_file(file)?.body);
    }
    let place = Place::of(file);
    let most = MESSAGE_BYTES_CEILING as u64;
    let mut bytes = Vec::new();
    // One byte more tells that there is more.
    std::io::stdin().take(most + 1).read_to_end(&mut bytes).map_err(|error| place.unreadable(error))?;
    if bytes.len() as u64 > most {
        return Err(place.unreadable(format_args!("is longer than {most} bytes")));
    }
    String::from_utf8(bytes).map_err(|error| {
        place.unreadable(format_args!("is not UTF-8 at byte {}", error.utf8_error().valid_up_to()))
    })
}
