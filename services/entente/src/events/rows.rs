//! Events as rows of a table.

use entente_model::{Assertion, Event, Polarity};
use entente_wire::event;
use entente_wire::v1::FoundEvent;

use super::Kind;
use crate::Error;
use crate::sentence::{all, one, one_line, plain, share};
use crate::table::Table;
use crate::telling::paragraph;

/// The page as a table, with the names of its columns if it is the first.
pub(super) fn table(kind: Kind, found: &[FoundEvent], first: bool) -> Result<String, Error> {
    let mut table = Table::new(columns(kind));
    for found in found {
        let told = found.event.clone().unwrap_or_default();
        let told = event::decode(told).map_err(|failure| Error::Answer(failure.to_string()))?;
        let article = found.article.as_ref().map_or("", |article| article.article_id.as_str());
        let cells = cells(&told, article);
        let quotes =
            told.evidence.iter().map(|passage| paragraph(4, &format!("> {}", one_line(&passage.quote))));
        table.push(&cells, quotes.collect());
    }
    Ok(table.print(first))
}

fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Partnerships => &["PARTIES", "KIND", "STATUS", "TOPIC", "CERTAINTY", "TIME", "ARTICLE"],
        Kind::Stakes => &["HOLDERS", "TARGET", "ACTION", "STATUS", "SHARE", "CERTAINTY", "TIME", "ARTICLE"],
        Kind::Strategies => &["ACTOR", "ACTION", "STATUS", "TOPIC", "CERTAINTY", "TIME", "ARTICLE"],
        Kind::Statements => &["SPEAKERS", "WORDS", "ARTICLE"],
    }
}

/// The cells of an event, in the order of the columns.
fn cells(event: &Event, article: &str) -> Vec<String> {
    let words = |words: &Option<String>| words.as_deref().map(one_line).unwrap_or_default();
    let mut cells = match &event.assertion {
        Assertion::Partnership(told) => {
            vec![all(&told.parties), plain(told.kind.name()), plain(told.status.name()), words(&told.topic)]
        }
        Assertion::Stake(told) => vec![
            all(&told.holders),
            one(&told.target),
            plain(told.action.name()),
            plain(told.status.name()),
            told.share.as_ref().map(share).unwrap_or_default(),
        ],
        Assertion::Strategy(told) => {
            vec![one(&told.actor), plain(told.action.name()), plain(told.status.name()), words(&told.topic)]
        }
        // As sure as a quotation is, and at no time of its own.
        Assertion::Statement(told) => {
            return vec![all(&told.speakers), one_line(&told.quote), article.to_owned()];
        }
    };
    let certainty = plain(event.certainty.name());
    cells.push(match event.polarity {
        Polarity::Positive => certainty,
        Polarity::Negative => format!("NOT SO, {certainty}"),
    });
    cells.push(event.time.as_ref().map_or_else(String::new, ToString::to_string));
    cells.push(article.to_owned());
    cells
}
