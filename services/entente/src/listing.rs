//! Lists of a query service, printed page by page.

use clap::{Args, ValueEnum};
use prost::Message;
use tonic::Status;

use crate::ask::ReadArgs;
use crate::client::Service;
use crate::error::{Error, Outcome};
use crate::output::{complain, say};
use crate::proto_json::Contract;

/// Most items asked for at once; a service may give fewer.
const PAGE: u32 = 500;

/// A parser of the published names of a vocabulary, in any case.
macro_rules! one_of {
    ($vocabulary:ty) => {
        clap::builder::TypedValueParser::try_map(
            clap::builder::PossibleValuesParser::new(<$vocabulary>::ALL.iter().map(|value| value.name())),
            |name| name.to_uppercase().parse::<$vocabulary>(),
        )
    };
}
pub(crate) use one_of;

/// How many are printed, and as what.
#[derive(Debug, Args)]
pub(crate) struct ListingArgs {
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

/// What is printed of a service's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// For people: a table or lines of words, with the quotes that carry them
    Text,
    /// One JSON object a line, as gRPC tools print the contract's message; an offset counts Unicode code points
    Json,
}

impl Output {
    /// Prints one message of the contract, by its name there, or its words.
    pub(crate) fn print<M: Message>(
        self,
        name: &str,
        message: &M,
        in_words: impl FnOnce(&M) -> Result<String, Error>,
    ) -> Result<(), Error> {
        say(&match self {
            Self::Text => in_words(message)?,
            Self::Json => Contract::new().lines(name, [message])?,
        })
    }
}

/// Items, and what asks for the next ones; empty after the last.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next: String,
}

impl ListingArgs {
    /// Asks for page after page until the limit, and prints each: `in_words` gets the items and whether they are the
    /// first; `message` is the contract's name for an item. `page` gets the most that is wanted and the page's token.
    pub(crate) async fn print<T: Message>(
        &self,
        message: &str,
        mut page: impl AsyncFnMut(&Service, i32, String) -> Result<Page<T>, Status>,
        mut in_words: impl FnMut(&[T], bool) -> Result<String, Error>,
    ) -> Result<Outcome, Error> {
        let service = self.read.connect().await?;
        let contract = Contract::new();
        let (mut left, mut token, mut first) = (self.limit, String::new(), true);
        loop {
            let most = i32::try_from(left.min(PAGE)).unwrap_or(i32::MAX);
            let page = page(&service, most, token).await.map_err(|status| service.failed(&status))?;
            left = left.saturating_sub(u32::try_from(page.items.len()).unwrap_or(u32::MAX));
            // A page may be empty and still be followed by others: the first that is not brings the columns' names.
            let more = !page.next.is_empty();
            if !page.items.is_empty() || (first && !more && self.output == Output::Text) {
                say(&match self.output {
                    Output::Text => in_words(&page.items, first)?,
                    Output::Json => contract.lines(message, &page.items)?,
                })?;
                first = false;
            }
            if !more {
                return Ok(Outcome::Done);
            }
            if left == 0 {
                complain(&format!("there are more than {}: see --limit", self.limit));
                return Ok(Outcome::Done);
            }
            token = page.next;
        }
    }
}
