//! What somebody says that an article says.

use std::ops::Range;

use entente_model::{Entity, Event, Reading};
use entente_text::{OffsetUnit, Offsets};

/// All that is said of one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// Who is spoken of, under which forms.
    pub entities: Vec<Entity>,
    /// What is said.
    pub entries: Vec<Entry>,
}

/// One event of an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The event; its evidence and arguments play no part in comparisons.
    pub event: Event,
    /// The passages that carry it, right or wrong.
    pub passages: Vec<Passage>,
    /// Of a gold event: neither missed when absent nor counted when found.
    pub optional: bool,
}

/// A quotation of the article, as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The words.
    pub quote: String,
    /// Where they are said to stand, in code points; none where only the words were given.
    pub place: Option<Range<usize>>,
}

impl Account {
    /// What a reader found in this text.
    ///
    /// # Panics
    /// If the reading is of another text: its evidence must lie on this one's characters.
    pub fn of(reading: &Reading, text: &str) -> Self {
        let offsets = Offsets::new(text);
        let entry = |event: &Event| {
            let passages = event.evidence.iter().map(|evidence| {
                let (start, end) = offsets
                    .span_to_unit(evidence.span, OffsetUnit::CodePoints)
                    .expect("spans of a reading lie on its text's characters");
                Passage { quote: evidence.quote.clone(), place: Some(start..end) }
            });
            Entry { event: event.clone(), passages: passages.collect(), optional: false }
        };
        Self { entities: reading.entities.clone(), entries: reading.events.iter().map(entry).collect() }
    }
}

impl Passage {
    /// Whether the words stand in the text, at their place where one is given.
    pub(crate) fn is_verbatim(&self, text: &str, offsets: &Offsets<'_>) -> bool {
        match &self.place {
            None => !self.quote.is_empty() && text.contains(&self.quote),
            Some(place) => offsets
                .span_to_bytes(place.start, place.end, OffsetUnit::CodePoints)
                .is_ok_and(|span| span.of(text) == self.quote),
        }
    }

    /// Where the words stand, in code points: at the place given, else wherever the text has them first.
    pub(crate) fn places(&self, text: &str, offsets: &Offsets<'_>) -> Vec<Range<usize>> {
        /// A quotation that stands in more places than these says little of where it was taken from.
        const MOST_PLACES: usize = 3;
        if let Some(place) = &self.place {
            return vec![place.clone()];
        }
        if self.quote.is_empty() {
            return Vec::new();
        }
        let place = |byte: usize| {
            let code_points = |byte| offsets.to_unit(byte, OffsetUnit::CodePoints).ok();
            Some(code_points(byte)?..code_points(byte + self.quote.len())?)
        };
        let found = text.match_indices(&self.quote).take(MOST_PLACES);
        found.filter_map(|(byte, _)| place(byte)).collect()
    }
}
