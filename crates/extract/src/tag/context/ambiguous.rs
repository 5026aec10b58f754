//! Words with the forms of nouns, verbs and prepositions alike, where nouns join to nouns.

use entente_lang::{Analysis, Determiner, Number, Person, Pos, Pronoun, Tense};

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
            // "Sold to X in 2011, Y": nothing stands before it that could have sold.
            return match reading.pos {
                Pos::Preposition if participle => 9,
                Pos::Verb if reading.tense == Some(Tense::PastParticiple) => 5,
                _ => 0,
            };
        };
        match reading.pos {
            Pos::Noun if self.is_priced_offer(reading) => 9,
            // "restructure the unit and cut 400 jobs".
            Pos::Noun if previous.is(Pos::Coordinator) && self.is_figure_next() && self.may_be_verb() => -6,
            Pos::Verb if self.waits_for_noun(reading) => -8,
            // "drops bid for X": what stands right behind a verb is its object.
            Pos::Verb if self.is_object_past(reading, previous) => -8,
            // "X, whose shares fell".
            Pos::Verb if self.follows_possessor(previous) => -12,
            // "X, like its rivals, bought Y".
            Pos::Preposition if previous.class == Class::Mark(Mark::Comma) && self.may_be_verb() => 5,
            Pos::Verb if reading.tense == Some(Tense::PastParticiple) && self.is_said_of_subject() => 5,
            // "is considering buying X", "ruled out closing plants", "X closing 30 stores".
            Pos::Verb if reading.tense == Some(Tense::PresentParticiple) && self.is_done_there(previous) => 8,
            // "X, Y sign deal".
            Pos::Verb if self.heads_list(reading) => 9,
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

    /// An -ing form with an object behind a verb that takes one, or behind the name that a headline begins with.
    fn is_done_there(&self, previous: &Tag) -> bool {
        let discourse = self.tagger.lang.discourse();
        let takes = |tag: &Tag| {
            let classes = ["consider", "refuse", "deny"].map(|name| discourse.class(name));
            tag.is(Pos::Verb) && classes.iter().any(|&class| discourse.of(tag.lemma).any(class))
        };
        let behind = self.at.checked_sub(2).filter(|&at| at >= self.tagger.start).map(|at| &self.tags[at]);
        let particle = matches!(previous.class, Class::Word(Pos::Preposition | Pos::Adverb));
        let governed = takes(previous) || particle && behind.is_some_and(takes);
        let headline = matches!(previous.class, Class::Name(_) | Class::Rest)
            && self.is_figure_next()
            && !self.tags[self.tagger.start..self.at].iter().any(|tag| tag.is(Pos::Verb));
        let object = self.following.is_some_and(|(class, readings)| {
            matches!(class, Class::Name(_) | Class::Number)
                || readings.iter().any(|a| matches!(a.pos, Pos::Noun | Pos::Determiner(_) | Pos::Adjective))
        });
        object && (governed || headline)
    }

    /// A plural verb right behind the names, parted by commas, that a headline begins with.
    fn heads_list(&self, reading: &Analysis) -> bool {
        let before = &self.tags[self.tagger.start..self.at];
        let comma = |tag: &Tag| tag.class == Class::Mark(Mark::Comma);
        let name = |tag: &Tag| matches!(tag.class, Class::Name(_) | Class::Rest);
        reading.tense == Some(Tense::Present)
            && reading.number == Some(Number::Plural)
            && reading.person != Some(Person::Third)
            && before.iter().any(comma)
            && before.last().is_some_and(name)
            && before.iter().all(|tag| comma(tag) || name(tag))
    }

    /// A past form that is a noun too, right behind a verb in the present.
    fn is_object_past(&self, reading: &Analysis, previous: &Tag) -> bool {
        matches!(reading.tense, Some(Tense::Past | Tense::PastParticiple))
            && previous.is_tense(Tense::Present)
            && !self.tagger.is_auxiliary(previous)
            && !self.tagger.is_modal(previous.lemma)
            && !self.tagger.says(previous)
            && self.own().iter().any(|a| a.pos == Pos::Noun)
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
        // ("A and B in joint venture" too.)
        let governed = self
            .at
            .checked_sub(adjectives + 1)
            .is_some_and(|at| at >= self.tagger.start && self.tags[at].is(Pos::Preposition));
        adjectives > 0
            && reading.tense == Some(Tense::Present)
            && noun(self.own())
            && (governed || determined && self.following.is_some_and(|(_, readings)| noun(readings)))
    }
}
