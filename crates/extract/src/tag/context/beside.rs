//! What stands right beside a word: figures and dates.

use entente_lang::Pos;

use super::Context;
use crate::tag::Class;

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

    /// Only adverbs, or a preposition with a date or a name, stand between a verb and the word: what follows is the verb's
    /// object, and not of what stands before, in languages where one word may say either.
    pub(super) fn resumes_object(&self) -> bool {
        if !self.tagger.lang.discourse().is_head_first() {
            return false;
        }
        let inside = |at: usize| {
            let found = self.tagger.dimensions.partition_point(|d| d.tokens.start <= at);
            found > 0 && {
                let dimension = &self.tagger.dimensions[found - 1];
                dimension.is_date() && dimension.tokens.contains(&at)
            }
        };
        let adverb = |at: usize| matches!(self.tags[at].class, Class::Word(Pos::Adverb) | Class::Rest);
        let mut at = self.at;
        while at > self.tagger.start && adverb(at - 1) {
            at -= 1;
        }
        let behind = at;
        while at > self.tagger.start
            && (inside(at - 1) || matches!(self.tags[at - 1].class, Class::Name(_) | Class::Rest))
        {
            at -= 1;
        }
        while at < behind
            && at > self.tagger.start
            && (self.tags[at - 1].is_preposition()
                || self.tags[at - 1].class == Class::Rest
                || adverb(at - 1))
        {
            at -= 1;
        }
        let verb = at > self.tagger.start && self.tags[at - 1].is(Pos::Verb);
        verb && at < self.at && (at == behind || self.tags[at].is_preposition() || inside(at) || adverb(at))
    }
}
