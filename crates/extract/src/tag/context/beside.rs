//! What stands right beside a word: figures, dates, companies.

use entente_lang::{Analysis, Meaning, Pos};

use super::Context;

impl Context<'_> {
    /// "a $19 billion bid to": an article and an amount or a percent stand right before.
    pub(super) fn is_qualified(&self) -> bool {
        let dimensions = self.tagger.dimensions;
        let before = dimensions.partition_point(|d| d.tokens.start < self.at);
        before.checked_sub(1).map(|last| &dimensions[last]).is_some_and(|figure| {
            let opened = figure.tokens.start.checked_sub(1).is_some_and(|at| self.tags[at].is_determiner());
            figure.tokens.end == self.at && opened && (figure.is_money() || figure.is_percent())
        })
    }

    /// What companies do for a living, right before a noun for a company.
    pub(super) fn is_trade(&self, reading: &Analysis) -> bool {
        let discourse = self.tagger.lang.discourse();
        let document = self.tagger.document;
        let next = document.tokens().get(self.at + 1).map(|token| document.lower(token));
        discourse.of(reading.lemma).any(discourse.class("trades"))
            && next.is_some_and(|next| {
                let found = self.tagger.lang.descriptors().longest(std::iter::once(next));
                found.is_some_and(|(_, descriptors)| {
                    descriptors.iter().any(|d| matches!(d.meaning, Meaning::Company(_)))
                })
            })
    }

    /// The token behind the word and a date after it: "acquired in 2004 by", "bought last year by".
    pub(super) fn past_date(&self) -> Option<usize> {
        let next = self.at + 1;
        let dimensions = self.tagger.dimensions;
        let dated = |at: usize| {
            let index = dimensions.binary_search_by_key(&at, |d| d.tokens.start).ok()?;
            dimensions[index].is_date().then(|| dimensions[index].tokens.end)
        };
        let preposition = self.following?.1.iter().any(|a| a.pos == Pos::Preposition);
        dated(next).or_else(|| dated(next + 1).filter(|_| preposition)).or(Some(next))
    }
}
