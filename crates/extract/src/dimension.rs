//! Numbers, percents and their bounds, money, dates and durations: what a text counts and when.
//!
//! One pass over the words of each sentence, by tables of the language's data. A word that may begin such a reading
//! is tried as a date and as a quantity; the longer reading wins, a date on a tie. Nothing is made up: without the
//! article's date, "yesterday" has no value and is not told, and a month has the year `XXXX`.

mod atom;
mod calendar;
mod date;
mod figure;
mod money;
mod portion;
mod quantity;
mod reader;
#[cfg(test)]
mod tests;

use std::ops::Range;

use entente_lang::{DateRole, Lang, TimeUnit};
use entente_model::{Money, Share, Timex};
use entente_text::{Document, parse};
use jiff::civil::Date;

/// A quantity or a time told by the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dimension {
    /// Tokens of the document, the words that bound or place the value included ("jusqu'à 15 %", "by 2025").
    pub(crate) tokens: Range<usize>,
    /// What they say.
    pub(crate) value: Value,
}

/// What the words of a dimension say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A part of a whole.
    Percent(Portion),
    /// A difference of percents; basis points are hundredths.
    PercentagePoints(f64),
    /// An amount of money.
    Money(Amount),
    /// A date or period.
    Date(Timex, DateRole),
    /// How long.
    Duration(Duration),
    /// A bare number.
    Count(f64),
}

/// A part of a whole, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Portion {
    /// The percent and its bounds.
    pub(crate) share: Share,
    /// How the text puts it.
    pub(crate) wording: Wording,
    /// Its place in "from ... to ...".
    pub(crate) change: Option<Change>,
}

/// How the text puts a part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wording {
    /// "15 %"
    Figure,
    /// "un tiers"
    Fraction,
    /// "la totalité": 100
    Whole,
    /// "50/50", "à parts égales": 50, if there are two of them
    Parity,
    /// "majoritaire": a quality that may stand beside the figure; at least 50
    Majority,
    /// "minoritaire": likewise; at most 50
    Minority,
}

/// A place in "from ... to ...". Such a pair is two dimensions, one after the other: with a verb of change they are
/// before and after, without one the bounds of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// The first.
    From,
    /// The second.
    To,
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    /// The figure, the lower one of a range.
    pub(crate) money: Money,
    /// What one pays it for.
    pub(crate) rate: Option<Rate>,
    /// Its place in "from ... to ...".
    pub(crate) change: Option<Change>,
}

/// What an amount is paid for each of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rate {
    /// "par action": a price, not the amount of a deal.
    Share,
    /// "par mois", "a barrel".
    Other,
}

/// How long, in one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Duration {
    /// How many; the lower figure of a range.
    pub(crate) amount: f64,
    /// Of what.
    pub(crate) unit: TimeUnit,
}

/// The amounts of money that a passage tells, in order: neither prices for one of something, nor what an amount was before it changed.
pub fn amounts(passage: &str, lang: &Lang) -> Vec<Money> {
    let document = parse(passage, lang.conventions());
    let told = dimensions(&document, lang, None).into_iter().filter_map(|dimension| match dimension.value {
        Value::Money(amount) if amount.rate.is_none() && amount.change != Some(Change::From) => {
            Some(amount.money)
        }
        _ => None,
    });
    told.collect()
}

/// The dimensions of a text, in order and without overlap. Relative dates count from `published`.
pub(crate) fn dimensions(document: &Document<'_>, lang: &Lang, published: Option<Date>) -> Vec<Dimension> {
    let mut found = Vec::new();
    let mut atoms = Vec::new();
    for sentence in document.sentences() {
        atoms.clear();
        atom::read(document, sentence.tokens.start as usize..sentence.tokens.end as usize, lang, &mut atoms);
        reader::Reader { atoms: &atoms, lang, words: lang.dimensions(), published }.read(&mut found);
    }
    found
}
