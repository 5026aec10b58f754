//! How well a word reads as a verb.

use entente_lang::{Analysis, Person, Tense, Verb};
use entente_text::Mark;

use super::Context;
use crate::tag::Class;

impl Context<'_> {
    /// What speaks for a reading as a verb, and against it: only differences count.
    pub(super) fn as_verb(&self, reading: &Analysis) -> i32 {
        let Some(tense) = reading.tense else { return 0 };
        let auxiliary = self.tagger.auxiliary(self.tags, self.at);
        if tense == Tense::PastParticiple {
            return if auxiliary.is_some() {
                7
            } else if self.tagger.clause_has_verb(self.tags, self.at) {
                2
            } else {
                0
            };
        }
        if tense == Tense::PresentParticiple {
            return if auxiliary.is_some() { 5 } else { -1 };
        }
        if !tense.is_finite() {
            return 0;
        }
        let mut score = if auxiliary.is_some() { -4 } else { 1 };
        if self.tagger.clause_has_verb(self.tags, self.at) {
            score -= 2;
        } else {
            score += 1;
        }
        // "le groupe belge est ...": the commonest verbs are also rare nouns.
        let verb = reading.lemma.and_then(|lemma| self.tagger.lang.verb(lemma));
        let heads = self.tagger.lang.discourse().is_head_first();
        let third = !matches!(reading.person, Some(Person::First | Person::Second));
        let told = heads && third && tense != Tense::Subjunctive;
        if verb.is_some_and(Verb::is_functional) && (told || !self.tagger.clause_has_verb(self.tags, self.at))
        {
            score += 3;
        }
        // "Entre mars et avril": no sentence begins with a verb where the subject stands before it.
        if heads && self.previous.is_none() {
            score -= 2;
        }
        // "Biotrel, repris par Danone": a participle, though the form is a past tense too.
        let apposed = self.previous.is_some_and(|p| p.class == Class::Mark(Mark::Comma));
        if tense == Tense::Past && apposed && self.tagger.lang.discourse().is_head_first() {
            score -= 3;
        }
        if tense == Tense::Imperative {
            score -= 3;
        }
        if tense == Tense::Subjunctive {
            score -= 1;
        }
        // "fournit", "choisit": as the present is spelt, so is the past that news hardly uses.
        if tense == Tense::Past && self.tagger.lang.discourse().is_head_first() {
            score -= 1;
        }
        if matches!(reading.person, Some(Person::First | Person::Second)) {
            score -= 2;
        }
        score
    }
}
