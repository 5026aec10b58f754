//! Words with the forms of nouns, verbs and prepositions alike, where nouns join to nouns.

use entente_lang::{Analysis, Determiner, Pos, Pronoun, Tense};

use super::Context;
use crate::tag::{Class, Tag};
use entente_text::Mark;

impl Context<'_> {
    /// What the words on both sides say of a word that may be a noun or a verb.
    pub(super) fn among_nouns(&self, reading: &Analysis) -> i32 {
        // "In March 2010 X bought": a month does nothing, and allows nothing.
        if reading.pos == Pos::Verb && self.is_dated() {
            return -20;
        }
        let Some(previous) = &self.previous else {
            // "Following its purchase by X, Y": no participle, though it has the form of one.
            let participle = self.own().iter().any(|a| a.tense == Some(Tense::PresentParticiple));
            return if reading.pos == Pos::Preposition && participle { 9 } else { 0 };
        };
        match reading.pos {
            Pos::Noun if self.is_priced_offer(reading) => 9,
            // "restructure the unit and cut 400 jobs".
            Pos::Noun if previous.is(Pos::Coordinator) && self.is_figure_next() && self.may_be_verb() => -6,
            Pos::Verb if self.waits_for_noun(reading) => -8,
            // "X, whose shares fell".
            Pos::Verb if self.follows_possessor(previous) => -12,
            // "X, like its rivals, bought Y".
            Pos::Preposition if previous.class == Class::Mark(Mark::Comma) && self.may_be_verb() => 5,
            Pos::Verb if reading.tense == Some(Tense::PastParticiple) && self.is_said_of_subject() => 5,
            // "a consortium comprising X".
            Pos::Verb
                if reading.tense == Some(Tense::PresentParticiple)
                    && previous.is(Pos::Noun)
                    && self.is_of(reading, "involve") =>
            {
                8
            }
            // "the agreement under which its plants will supply".
            Pos::Pronoun(Pronoun::Relative) if previous.is(Pos::Preposition) && self.is_determined_next() => {
                5
            }
            _ => 0,
        }
    }

    /// "X's vaccine, developed with Y, was": what one comma alone parts from whom it is said of, before a preposition.
    fn is_said_of_subject(&self) -> bool {
        let comma = |tag: &&Tag| tag.class == Class::Mark(Mark::Comma);
        let before = &self.tags[self.tagger.start..self.at];
        let verb = |tag: &Tag| {
            tag.is(Pos::Verb)
                || matches!(tag.class, Class::Word(Pos::Pronoun(_) | Pos::Preposition | Pos::Subordinator))
        };
        before.last().as_ref().is_some_and(comma)
            && before.iter().filter(comma).count() == 1
            && !before.iter().any(verb)
            && self.following.is_some_and(|(_, readings)| readings.iter().any(|a| a.pos == Pos::Preposition))
    }

    /// The word belongs to a date.
    fn is_dated(&self) -> bool {
        let dimensions = self.tagger.dimensions;
        let before = dimensions.partition_point(|dimension| dimension.tokens.start <= self.at);
        before
            .checked_sub(1)
            .map(|last| &dimensions[last])
            .is_some_and(|d| d.is_date() && d.tokens.end > self.at)
    }

    fn follows_possessor(&self, previous: &Tag) -> bool {
        let discourse = self.tagger.lang.discourse();
        discourse.of(previous.lemma).any(discourse.class("whose"))
    }

    fn own(&self) -> &[Analysis] {
        let document = self.tagger.document;
        self.tagger.lang.analyses(document.lower(&document.tokens()[self.at]))
    }

    fn may_be_verb(&self) -> bool {
        self.own().iter().any(|a| a.pos == Pos::Verb)
    }

    fn is_figure_next(&self) -> bool {
        self.following.is_some_and(|(class, _)| class == Class::Number)
    }

    fn is_determined_next(&self) -> bool {
        self.following.is_some_and(|(_, readings)| {
            let article = |a: &Analysis| {
                matches!(
                    a.pos,
                    Pos::Determiner(Determiner::Definite | Determiner::Possessive | Determiner::Indefinite)
                )
            };
            readings.iter().any(article)
        })
    }

    /// "launches $6bn bid": money offers nothing.
    fn is_priced_offer(&self, reading: &Analysis) -> bool {
        let dimensions = self.tagger.dimensions;
        let before = dimensions.partition_point(|dimension| dimension.tokens.start < self.at);
        let priced = before.checked_sub(1).map(|last| &dimensions[last]);
        self.is_of(reading, "propose") && priced.is_some_and(|p| p.is_money() && p.tokens.end == self.at)
    }

    /// "its Korean joint venture partner": what stands between a determiner with its adjectives and a noun is no verb.
    fn waits_for_noun(&self, reading: &Analysis) -> bool {
        let adjectives = self.tags[self.tagger.start..self.at]
            .iter()
            .rev()
            .take_while(|tag| tag.is(Pos::Adjective))
            .count();
        let determined = self
            .at
            .checked_sub(adjectives + 1)
            .filter(|&at| at >= self.tagger.start)
            .is_some_and(|at| self.tags[at].is_determiner());
        let noun = |readings: &[Analysis]| readings.iter().any(|a| a.pos == Pos::Noun);
        adjectives > 0
            && determined
            && reading.tense == Some(Tense::Present)
            && noun(self.own())
            && self.following.is_some_and(|(_, readings)| noun(readings))
    }
}
