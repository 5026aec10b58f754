//! What stands right beside a word: figures, dates, companies.

use entente_lang::{Analysis, Meaning, Number, Pos, Tense};

use super::Context;
use crate::tag::{Class, Tag};

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
        // ("the mining group X")
        let company = |word: &str| {
            let found = self.tagger.lang.descriptors().longest(std::iter::once(word));
            found.is_some_and(|(_, descriptors)| {
                descriptors.iter().any(|d| matches!(d.meaning, Meaning::Company(_)))
            })
        };
        let trade = |lemma| discourse.of(lemma).any(discourse.class("trades"));
        let own = document.lower(&document.tokens()[self.at]);
        if self.previous.is_some_and(|previous| trade(previous.lemma)) && company(own) {
            return true;
        }
        trade(reading.lemma) && next.is_some_and(company)
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

    /// A figure with its unit ends right before the word.
    pub(super) fn follows_figure(&self) -> bool {
        let dimensions = self.tagger.dimensions;
        let behind = dimensions.partition_point(|dimension| dimension.tokens.start < self.at);
        let before = behind.checked_sub(1).map(|before| dimensions[before].tokens.end);
        before == Some(self.at) || self.previous.is_some_and(|previous| previous.class == Class::Number)
    }

    /// "Founded in 1990 and sold to X, Y is": joined to the participle that the sentence begins with.
    pub(super) fn joins_participle(&self) -> bool {
        let before = &self.tags[self.tagger.start..self.at];
        before.first().is_some_and(|tag| tag.is_tense(Tense::PastParticiple))
            && before.last().is_some_and(|tag| tag.is(Pos::Coordinator))
            && !before.iter().any(Tag::is_finite)
    }

    /// A conjunction joins what stands right before to something that acts: not "the deal between X and Y covers".
    pub(super) fn follows_joined(&self) -> bool {
        let discourse = self.tagger.lang.discourse();
        let before = self.tags[..self.at].iter().rev();
        let joined = before.clone().take(4).position(|tag| tag.is(Pos::Coordinator));
        let between = |tag: &Tag| discourse.of(tag.lemma).any(discourse.class("between"));
        joined.is_some_and(|joined| !before.skip(joined).take(5).any(between))
    }

    /// "sell cloud services to X": behind a verb and the first noun of its object, where nouns join to nouns.
    pub(super) fn ends_object(&self) -> bool {
        let document = self.tagger.document;
        let own = self.tagger.lang.analyses(document.lower(&document.tokens()[self.at]));
        self.at >= self.tagger.start + 2
            && !self.tagger.lang.discourse().is_head_first()
            && own.iter().any(|a| a.pos == Pos::Noun)
            && self.tags[self.at - 1].is(Pos::Noun)
            && self.tags[self.at - 1].number != Some(Number::Plural)
            && match self.tags[self.at - 2] {
                // ("agrees the sale of its media arm to X" too.)
                verb if verb.is(Pos::Verb) => !self.tagger.is_auxiliary(&verb) && !self.tagger.says(&verb),
                link => link.is(Pos::Preposition) && self.tagger.clause_has_verb(self.tags, self.at),
            }
    }

    /// The preposition of an agent stands behind.
    pub(super) fn agent_follows(&self) -> bool {
        let discourse = self.tagger.lang.discourse();
        let document = self.tagger.document;
        // "a takeover bid by": a noun of that form it is.
        let own = self.tagger.lang.analyses(document.lower(&document.tokens()[self.at]));
        !own.iter().any(|a| a.pos == Pos::Noun)
            && self.past_date().is_some_and(|at| {
                let word = |at: usize| document.tokens().get(at).map(|token| document.lower(token));
                // ("expanded by buying X".)
                let gerund = |word: &str| {
                    let readings = self.tagger.lang.analyses(word);
                    readings.iter().any(|a| a.tense == Some(Tense::PresentParticiple))
                };
                !word(at + 1).is_some_and(gerund)
                    && word(at)
                        .is_some_and(|word| self.tagger.lang.classes_of(word).any(discourse.class("by")))
            })
    }
}
