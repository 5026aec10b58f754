//! How well a reading of a word fits what stands around it.

mod ambiguous;
mod beside;
mod verbal;

use super::{Class, Tag, Tagger};
use entente_lang::{Analysis, Determiner, Negation, Number, Person, Pos, Pronoun, Tense, Verb};
use entente_text::Mark;

/// What stands around a token.
pub(super) struct Context<'t> {
    pub(super) tagger: &'t Tagger<'t>,
    pub(super) tags: &'t [Tag],
    pub(super) at: usize,
    pub(super) previous: Option<Tag>,
    pub(super) following: Option<(Class, &'t [Analysis])>,
}

impl Context<'_> {
    /// How well a reading fits; only differences count.
    pub(super) fn score(&self, reading: &Analysis) -> i32 {
        let verbal = reading.pos == Pos::Verb;
        let nominal = matches!(reading.pos, Pos::Noun | Pos::Adjective);
        let mut score = 0;
        if let Some(previous) = &self.previous {
            score += self.after(previous, reading, verbal, nominal);
        }
        if let Some((class, readings)) = self.following {
            score += self.before(class, readings, reading, verbal);
        }
        if verbal {
            score += self.as_verb(reading);
        }
        // "n'est plus": behind the first half of a negation the second.
        if matches!(reading.pos, Pos::Negation(Negation::Cessation)) {
            let clitic = |tag: &Tag| tag.is(Pos::Negation(Negation::Clitic));
            score +=
                if self.tags[self.tagger.start..self.at].iter().rev().take(4).any(clitic) { 4 } else { 0 };
        }
        score += self.opening(reading);
        // "Des contrats ont été signés": nothing before it that it could be of.
        if self.previous.is_none() && reading.pos == Pos::Contraction {
            score -= 3;
        }
        if !self.tagger.lang.discourse().is_head_first() {
            score += self.where_nouns_join(reading) + self.among_nouns(reading);
        } else if reading.tense == Some(Tense::PastParticiple) && self.agent_follows() {
            // "un groupe contrôlé par": done by someone, no quality.
            score += 5;
        }
        score
    }

    /// Languages where nouns qualify nouns and a verb's base form is a noun's form too: what a noun or an auxiliary before
    /// says of the next word.
    fn where_nouns_join(&self, reading: &Analysis) -> i32 {
        let Some(previous) = &self.previous else {
            // A sentence does not begin with a verb; a heading may seem to.
            let base = matches!(
                reading.tense,
                Some(Tense::Present | Tense::Imperative | Tense::Infinitive | Tense::Past)
            );
            return if reading.pos == Pos::Verb && base && !self.tagger.is_modal(reading.lemma) {
                -6
            } else {
                0
            };
        };
        let mut score = 0;
        if reading.pos == Pos::Determiner(Determiner::Possessive) && self.is_genitive() {
            score += 6;
        }
        let after_noun = previous.is(Pos::Noun);
        let modal = self.tagger.modal(self.tags, self.at);
        match reading.pos {
            // "bought advertising company X": a trade, and nothing that is done to the company.
            Pos::Noun if self.is_trade(reading) => score += 9,
            Pos::Noun if after_noun => {
                // "the chemicals group Henkel", but "companies group".
                let named = self.following.is_some_and(|(class, _)| matches!(class, Class::Name(_)));
                // "a metals firm".
                let one = self.at >= self.tagger.start + 2
                    && self.tags[self.at - 2].is_determiner()
                    && self.tags[self.at - 2].number == Some(Number::Singular);
                score += if previous.number != Some(Number::Plural) {
                    3
                } else if one || named {
                    5
                } else {
                    -1
                };
            }
            Pos::Noun if previous.class == Class::Mark(Mark::Percent) => score += 3,
            // "a longtime partner of", "and partner X": behind an article and a word that nothing is known of a noun, and one
            // that says how a company stands to another where its name follows.
            Pos::Noun if self.is_opened_by_stranger(previous) || self.introduces_ally(previous, reading) => {
                score += 6;
            }
            // "an agreed bid".
            Pos::Noun if self.is_attributive(previous) => score += 4,
            // "firms and funds".
            Pos::Noun if self.is_listed(reading) => score += 3,
            Pos::Adjective if after_noun => score -= 3,
            // "the bank will cut": no noun, though "will" is one.
            // "a group led by".
            Pos::Verb if reading.tense == Some(Tense::PastParticiple) && self.agent_follows() => score += 5,
            Pos::Verb if reading.tense == Some(Tense::PastParticiple) && self.joins_participle() => {
                score += 12;
            }
            Pos::Verb if self.tagger.is_modal(reading.lemma) && !previous.is_determiner() => score += 5,
            // "a note on the door states: "..."".
            Pos::Verb if reading.person == Some(Person::Third) && self.opens_speech(reading) => score += 7,
            Pos::Verb => score += self.base_form(reading, previous, modal),
            // "under which Nissan will supply".
            Pos::Pronoun(Pronoun::Relative)
                if self.following.is_some_and(|(class, _)| matches!(class, Class::Name(_))) =>
            {
                score += 5;
            }
            // "X, which also owns Y".
            Pos::Pronoun(Pronoun::Relative)
                if matches!(previous.class, Class::Mark(Mark::Comma | Mark::Dash))
                    && self.adverb_follows() =>
            {
                score += 5;
            }
            Pos::Subordinator if previous.is(Pos::Verb) && self.tagger.says(previous) => score += 4,
            Pos::Subordinator if self.clause_follows() => score += 3,
            _ => {}
        }
        score
    }

    fn adverb_follows(&self) -> bool {
        self.following.is_some_and(|(_, readings)| readings.first().is_some_and(|a| a.pos == Pos::Adverb))
    }

    /// The word before is a participle behind a determiner or a figure.
    fn is_attributive(&self, previous: &Tag) -> bool {
        let participle =
            previous.is_tense(Tense::PastParticiple) || previous.is_tense(Tense::PresentParticiple);
        participle
            && self.at >= self.tagger.start + 2
            && matches!(
                self.tags[self.at - 2].class,
                Class::Word(Pos::Determiner(_) | Pos::Adjective) | Class::Number | Class::Unknown
            )
    }

    /// The word before is one that nothing is known of, behind an article.
    fn is_opened_by_stranger(&self, previous: &Tag) -> bool {
        previous.class == Class::Unknown
            && self.at >= self.tagger.start + 2
            && self.tags[self.at - 2].is_determiner()
    }

    /// A partner between a conjunction or a preposition and a name.
    fn introduces_ally(&self, previous: &Tag, reading: &Analysis) -> bool {
        let named = self.following.is_some_and(|(class, _)| matches!(class, Class::Name(_)));
        named
            && matches!(previous.class, Class::Word(Pos::Coordinator | Pos::Preposition))
            && self.is_of(reading, "allied")
    }

    /// Joined by a conjunction to a noun of the same number.
    fn is_listed(&self, reading: &Analysis) -> bool {
        self.at >= self.tagger.start + 2
            && self.tags[self.at - 1].is(Pos::Coordinator)
            && self.tags[self.at - 2].is(Pos::Noun)
            && self.tags[self.at - 2].number == reading.number
    }

    /// "N responded: "..."": a verb of saying right before what is said.
    fn opens_speech(&self, reading: &Analysis) -> bool {
        let mark = self.following.map(|(class, _)| class);
        matches!(mark, Some(Class::Mark(Mark::Colon | Mark::OpenQuote))) && self.is_of(reading, "say")
    }

    fn is_of(&self, reading: &Analysis, class: &str) -> bool {
        let discourse = self.tagger.lang.discourse();
        discourse.of(reading.lemma).any(discourse.class(class))
    }

    /// What begins a clause stands behind: "that they", "that the".
    fn clause_follows(&self) -> bool {
        self.following.is_some_and(|(class, readings)| {
            matches!(class, Class::Name(_))
                || readings
                    .iter()
                    .any(|a| matches!(a.pos, Pos::Pronoun(Pronoun::Personal) | Pos::Determiner(_)))
        })
    }

    fn base_form(&self, reading: &Analysis, previous: &Tag, modal: bool) -> i32 {
        let joined = matches!(previous.class, Class::Word(Pos::Coordinator) | Class::Mark(Mark::Comma));
        match reading.tense {
            Some(Tense::Infinitive) if modal => 9,
            Some(Tense::Infinitive) if previous.is(Pos::InfinitiveMarker) || joined => 0,
            // "to not close".
            Some(Tense::Infinitive)
                if previous.is(Pos::Negation(Negation::Adverb))
                    && self.at >= self.tagger.start + 2
                    && self.tags[self.at - 2].is(Pos::InfinitiveMarker) =>
            {
                4
            }
            // "plans to cut jobs and close plants": as the infinitive before.
            Some(Tense::Present | Tense::Past)
                if joined
                    && self.is_base()
                    && reading.person != Some(Person::Third)
                    && self.tagger.has_infinitive(self.tags, self.at) =>
            {
                -4
            }
            Some(Tense::Infinitive) => -7,
            Some(Tense::Imperative) => -6,
            // "to build chips": what stands right behind a verb is its object.
            Some(Tense::Present) if self.is_object_of(previous) => -5,
            // "with Nissan making a bid".
            Some(Tense::PresentParticiple)
                if matches!(previous.class, Class::Name(_) | Class::Rest | Class::Word(Pos::Noun))
                    && self.following.is_some_and(|(_, next)| {
                        next.iter().any(|a| {
                            matches!(
                                a.pos,
                                Pos::Determiner(
                                    Determiner::Definite | Determiner::Indefinite | Determiner::Possessive
                                )
                            )
                        })
                    }) =>
            {
                6
            }
            // "will stop selling juices".
            Some(Tense::PresentParticiple) if previous.is(Pos::Verb) && self.tagger.phases(previous) => 6,
            // "Bristol based Velnor": what stands between a place and a name is no verb of its own.
            Some(Tense::Past)
                if previous.class == Class::Unknown
                    && self.following.is_some_and(|(class, _)| matches!(class, Class::Name(_)))
                    && self.is_of(reading, "based") =>
            {
                -6
            }
            Some(Tense::PastParticiple) if modal => -6,
            // "the investor said": what is said takes its auxiliary.
            Some(Tense::PastParticiple)
                if self.tagger.auxiliary(self.tags, self.at).is_none()
                    && (self.tagger.speaks(reading.lemma) || self.opens_speech(reading)) =>
            {
                -4
            }
            Some(Tense::Present) => {
                let plural = previous.number == Some(Number::Plural) || self.follows_joined();
                let third = reading.person == Some(Person::Third);
                match previous.class {
                    Class::Word(Pos::Noun | Pos::Adjective) | Class::Name(_) | Class::Rest
                        if third == plural =>
                    {
                        -4
                    }
                    // "Nissan counts Renault among": between two names.
                    Class::Name(_) | Class::Rest if third && self.is_between_names() => 4,
                    Class::Word(Pos::Noun) if plural => {
                        if self.tagger.clause_has_verb(self.tags, self.at)
                            || self.tagger.has_infinitive(self.tags, self.at)
                        {
                            -1
                        } else {
                            2
                        }
                    }
                    _ => 0,
                }
            }
            _ => 0,
        }
    }

    /// The word is a verb's base form: "cut", "close".
    fn is_base(&self) -> bool {
        let word = self.tagger.document.lower(&self.tagger.document.tokens()[self.at]);
        self.tagger.lang.analyses(word).iter().any(|a| a.tense == Some(Tense::Infinitive))
    }

    /// A name follows too, and no verb has come yet.
    fn is_between_names(&self) -> bool {
        let named = self.following.is_some_and(|(class, _)| matches!(class, Class::Name(_)));
        let enclitic = self.tagger.document.tokens()[self.at].is_enclitic();
        named && !enclitic && !self.tagger.clause_has_verb(self.tags, self.at)
    }

    /// The word before is a verb of its own: no auxiliary, no modal, none of saying ("said sales fell").
    fn is_object_of(&self, previous: &Tag) -> bool {
        previous.is(Pos::Verb)
            && !self.tagger.is_auxiliary(previous)
            && !self.tagger.is_modal(previous.lemma)
            && !self.tagger.says(previous)
    }

    fn after(&self, previous: &Tag, reading: &Analysis, verbal: bool, nominal: bool) -> i32 {
        let Class::Word(pos) = previous.class else {
            return match previous.class {
                Class::Name(_) | Class::Rest if verbal && reading.tense.is_some_and(Tense::is_finite) => 2,
                Class::Name(_) | Class::Rest
                    if matches!(reading.pos, Pos::Contraction | Pos::Preposition) =>
                {
                    2
                }
                // "the Microsoft bid", where nouns join so.
                Class::Name(_) | Class::Rest
                    if reading.pos == Pos::Noun && !self.tagger.lang.discourse().is_head_first() =>
                {
                    3
                }
                Class::Number if reading.pos == Pos::Noun => 3,
                Class::Number if reading.pos == Pos::Contraction => 2,
                // "X (groupe Y)": a parenthesis does not begin with a verb.
                Class::Mark(Mark::OpenParen) if reading.pos == Pos::Noun => 4,
                // "à 50-50 entre X et Y", "11% in X", "$20m in X".
                _ if reading.pos == Pos::Preposition && self.follows_figure() => 4,
                _ => 0,
            };
        };
        match pos {
            Pos::Determiner(_) | Pos::Contraction | Pos::Numeral | Pos::Negation(Negation::Determiner) => {
                let participle = reading.tense == Some(Tense::PastParticiple);
                match reading.pos {
                    Pos::Noun => 7,
                    Pos::Adjective => 6,
                    Pos::Verb if participle => 2,
                    Pos::Verb => -6,
                    _ => 0,
                }
            }
            Pos::Pronoun(Pronoun::Personal | Pronoun::Reflexive | Pronoun::Adverbial)
            | Pos::Negation(Negation::Clitic) => {
                if verbal && reading.tense != Some(Tense::PastParticiple) {
                    6
                } else if nominal {
                    -4
                } else {
                    0
                }
            }
            Pos::Pronoun(Pronoun::Relative) if verbal && reading.tense.is_some_and(Tense::is_finite) => 4,
            Pos::InfinitiveMarker if reading.tense == Some(Tense::Infinitive) => 8,
            Pos::Preposition => match (reading.pos, reading.tense) {
                (Pos::Verb, Some(Tense::Infinitive | Tense::PresentParticiple)) => 4,
                (Pos::Verb, Some(tense)) if tense.is_finite() => -4,
                (Pos::Noun | Pos::Determiner(_), _) => 3,
                _ => 0,
            },
            Pos::Adjective if reading.pos == Pos::Noun => 3,
            Pos::Noun => match reading.pos {
                Pos::Adjective | Pos::Contraction | Pos::Preposition => 3,
                Pos::Pronoun(Pronoun::Relative) => 1,
                _ => 0,
            },
            // "développe des plans": an article; "indique que": a conjunction.
            Pos::Verb => match reading.pos {
                Pos::Determiner(_) | Pos::Preposition => 3,
                Pos::Subordinator => 4,
                _ => 0,
            },
            _ => 0,
        }
    }

    fn before(&self, class: Class, readings: &[Analysis], reading: &Analysis, verbal: bool) -> i32 {
        let next = |pos: fn(&Analysis) -> bool| readings.iter().any(pos);
        let is_noun =
            next(|a| matches!(a.pos, Pos::Noun | Pos::Adjective)) || matches!(class, Class::Name(_));
        let finite = next(|a| a.pos == Pos::Verb && a.tense.is_some_and(Tense::is_finite));
        match reading.pos {
            // "that it", "that the", "that Nissan": a conjunction.
            Pos::Determiner(Determiner::Demonstrative)
                if matches!(class, Class::Name(_) | Class::Number)
                    || next(|a| a.pos == Pos::Noun && a.number == Some(Number::Plural))
                        && reading.number == Some(Number::Singular)
                    || !is_noun
                        && next(|a| {
                            matches!(a.pos, Pos::Determiner(_) | Pos::Pronoun(Pronoun::Personal))
                        }) =>
            {
                -3
            }
            // "le", "la", "les", "l'" and "that": an article before a noun, a pronoun before a verb.
            Pos::Determiner(Determiner::Definite | Determiner::Possessive | Determiner::Demonstrative)
                if (is_noun || class == Class::Number || !finite) =>
            {
                3
            }
            Pos::Pronoun(Pronoun::Personal | Pronoun::Adverbial) if finite && !is_noun => 3,
            Pos::Pronoun(Pronoun::Reflexive) if next(|a| a.pos == Pos::Verb) => 4,
            Pos::Pronoun(Pronoun::Adverbial) if !next(|a| a.pos == Pos::Verb) => -4,
            // "ce sont", "ce sera": a pronoun.
            Pos::Pronoun(Pronoun::Demonstrative)
                if self.tagger.lang.discourse().is_head_first()
                    && readings.iter().any(|a| {
                        let verb = a.lemma.and_then(|lemma| self.tagger.lang.verb(lemma));
                        a.tense.is_some_and(Tense::is_finite) && verb.is_some_and(Verb::is_functional)
                    }) =>
            {
                6
            }
            // "d'" is an article only behind a negation.
            Pos::Determiner(Determiner::Indefinite) if self.is_elided() => -5,
            // "la nouvelle structure", but "le partenaire français".
            Pos::Adjective if next(|a| a.pos == Pos::Noun) && !next(|a| a.pos == Pos::Adjective) => 2,
            Pos::Pronoun(Pronoun::Relative) if finite => 2,
            Pos::InfinitiveMarker => {
                let base = next(|a| a.tense == Some(Tense::Infinitive));
                if base && !(class != Class::Unknown) { 4 } else { -4 }
            }
            // "said Nissan plans to": no noun, but "announced plans to".
            Pos::Verb
                if next(|a| a.pos == Pos::InfinitiveMarker)
                    && !self.previous.is_some_and(|previous| previous.is(Pos::Verb))
                    && !self.is_qualified()
                    && !self.is_described()
                    && !self.ends_object()
                    && reading.tense.is_some_and(Tense::is_finite) =>
            {
                4
            }
            Pos::Verb if verbal && next(|a| matches!(a.pos, Pos::Determiner(_))) => 2,
            // "l'accord entre le groupe X et Y": one enters into something, but between two.
            Pos::Preposition
                if self.tagger.lang.discourse().is_head_first()
                    && next(|a| matches!(a.pos, Pos::Determiner(_))) =>
            {
                3
            }
            // "X, entreprise publique détenue par Y": a noun that an adjective follows, where adjectives do.
            Pos::Noun
                if self.tagger.lang.discourse().is_head_first()
                    && self.previous.is_some_and(|p| p.class == Class::Mark(Mark::Comma))
                    && next(|a| a.pos == Pos::Adjective)
                    && !next(|a| a.pos != Pos::Adjective) =>
            {
                4
            }
            _ => 0,
        }
    }

    /// "has ambitious plans to": where adjectives stand before their noun, one right behind a verb waits for it.
    fn is_described(&self) -> bool {
        self.at >= self.tagger.start + 2
            && !self.tagger.lang.discourse().is_head_first()
            && self.tags[self.at - 1].is(Pos::Adjective)
            && self.tags[self.at - 2].is(Pos::Verb)
    }

    /// "Nissan's stake", not "it's late": an ending behind a noun or name, with something before it that can be owned.
    fn is_genitive(&self) -> bool {
        let behind = self.previous.is_some_and(|previous| {
            matches!(
                previous.class,
                Class::Name(_) | Class::Unknown | Class::Number | Class::Word(Pos::Noun | Pos::Adjective)
            )
        });
        let owned = self.following.is_some_and(|(class, readings)| match class {
            Class::Name(_) | Class::Number => true,
            Class::Unknown => {
                readings.is_empty()
                    || readings.iter().any(|a| {
                        matches!(a.pos, Pos::Noun | Pos::Adjective | Pos::Numeral)
                            || a.pos == Pos::Verb
                                && a.tense == Some(Tense::PastParticiple)
                                && readings.len() > 1
                    })
            }
            Class::Mark(mark) => matches!(mark, Mark::OpenQuote | Mark::Currency),
            _ => false,
        });
        behind && owned && self.tagger.document.tokens()[self.at].is_enclitic()
    }

    fn is_elided(&self) -> bool {
        self.tagger.document.tokens()[self.at].is_elision()
    }
}
