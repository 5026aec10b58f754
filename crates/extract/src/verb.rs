//! Verb groups: a verb with its auxiliaries, clitics and negation, read as one.

use std::ops::Range;

use entente_lang::{Determiner, Idiom, Lang, LemmaId, Negation, Number, Pos, Pronoun, Tense, VerbUse};
use entente_text::{Document, Mark};

use crate::tag::{Class, Tag};

/// Most words between an auxiliary and its participle: "n'ont pas encore tous été".
const MOST_BETWEEN: usize = 5;

/// A verb group.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the features of a verb group, each asked for by name"
)]
pub(crate) struct Verb {
    /// Its tokens, those of an idiom included.
    pub(crate) tokens: Range<usize>,
    /// The token of the verb that carries the meaning.
    pub(crate) head: usize,
    /// What it means; an idiom's own lemma.
    pub(crate) lemma: Option<LemmaId>,
    /// Tense of its first verb, or that of the auxiliaries that make a tense of their own.
    pub(crate) tense: Tense,
    /// Perfect: the action lies before.
    pub(crate) perfect: bool,
    /// Passive: its subject is the one acted on.
    pub(crate) passive: bool,
    /// Being done.
    pub(crate) progressive: bool,
    /// Negated.
    pub(crate) negated: bool,
    /// Negated for now: "not yet".
    pub(crate) not_yet: bool,
    /// "No longer".
    pub(crate) ceased: bool,
    /// Reflexive.
    pub(crate) reflexive: bool,
    /// A subject pronoun inside the group, before or behind the verb.
    pub(crate) pronoun: Option<usize>,
    /// Number of its first verb.
    pub(crate) number: Option<Number>,
}

impl Verb {
    /// It can head a clause.
    pub(crate) fn is_finite(&self) -> bool {
        self.tense.is_finite()
    }

    /// "was buying", "achetait": it went on, and is not told to be done.
    pub(crate) fn is_lasting(&self) -> bool {
        (self.tense == Tense::Imperfect || self.progressive) && !self.perfect
    }

    /// The action is over.
    pub(crate) fn is_past(&self) -> bool {
        self.perfect || matches!(self.tense, Tense::Past | Tense::Imperfect | Tense::PastParticiple)
    }
}

pub(crate) struct VerbReader<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) lang: &'a Lang,
    pub(crate) tags: &'a [Tag],
}

impl VerbReader<'_> {
    /// The verb group that begins at this token, if one does.
    pub(crate) fn read(&self, start: usize, end: usize) -> Option<Verb> {
        let mut at = start;
        let mut reading = Verb {
            tokens: start..start,
            head: start,
            lemma: None,
            tense: Tense::Present,
            perfect: false,
            passive: false,
            progressive: false,
            negated: false,
            not_yet: false,
            ceased: false,
            reflexive: false,
            pronoun: None,
            number: None,
        };
        while at < end && at < start + MOST_BETWEEN && self.is_clitic(at) {
            self.note(&mut reading, at);
            at = self.past_rest(at + 1);
        }
        let first = self.tags.get(at).filter(|tag| at < end && tag.is(Pos::Verb))?;
        reading.tense = first.tense?;
        reading.number = first.number;
        reading.head = at;
        reading.lemma = first.lemma;
        let mut stop = at + 1;
        while let Some((next, passed)) = self.next_verb(&reading, stop, end) {
            for between in passed {
                self.note(&mut reading, between);
            }
            self.join(&mut reading, next);
            stop = next + 1;
        }
        while stop < end && self.closes(stop) {
            self.note(&mut reading, stop);
            stop += 1;
        }
        // "ne détient plus que 5%": that much it has still.
        let only = self.lang.discourse().class("only");
        if reading.ceased && stop < end && self.lang.discourse().of(self.tags[stop].lemma).any(only) {
            (reading.negated, reading.ceased) = (false, false);
            stop += 1;
        }
        stop = self.idiom(&mut reading, stop, end);
        reading.not_yet = reading.negated && self.says_not_yet(start..(stop + 2).min(end));
        reading.tokens = start..stop;
        Some(reading)
    }

    fn lower(&self, at: usize) -> &str {
        self.document.lower(&self.document.tokens()[at])
    }

    /// Past the further tokens of a phrase.
    fn past_rest(&self, mut at: usize) -> usize {
        while self.tags.get(at).is_some_and(|tag| tag.class == Class::Rest) {
            at += 1;
        }
        at
    }

    /// Clitics that stand before a verb; a pronoun counts only where a verb follows it at once or after others, and so does
    /// a negation ("no compró", "ne pas vendre").
    fn is_clitic(&self, at: usize) -> bool {
        match self.tags[at].class {
            Class::Word(
                Pos::Negation(Negation::Clitic) | Pos::Pronoun(Pronoun::Reflexive | Pronoun::Adverbial),
            ) => true,
            Class::Word(Pos::Pronoun(Pronoun::Personal)) => self.leads_to_verb(at + 1),
            // ("committed to not raising prices")
            Class::Word(Pos::Negation(Negation::Adverb | Negation::Cessation)) => {
                let next = self.past_rest(at + 1);
                self.leads_to_verb(next)
                    || self.tags.get(next).is_some_and(|tag| tag.is_tense(Tense::PresentParticiple))
            }
            _ => false,
        }
    }

    /// A verb or a further clitic stands here.
    fn leads_to_verb(&self, at: usize) -> bool {
        self.tags.get(at).is_some_and(|tag| {
            tag.is_finite()
                || matches!(
                    tag.class,
                    Class::Word(
                        Pos::Negation(Negation::Clitic)
                            | Pos::Pronoun(Pronoun::Reflexive | Pronoun::Adverbial | Pronoun::Personal)
                    )
                )
                || tag.is_tense(Tense::Infinitive)
        })
    }

    /// What may follow a verb and still belong to it: inverted pronouns and negations.
    fn closes(&self, at: usize) -> bool {
        let enclitic = self.document.tokens()[at].is_enclitic();
        match self.tags[at].class {
            Class::Word(Pos::Negation(Negation::Adverb | Negation::Cessation)) => true,
            Class::Word(Pos::Pronoun(Pronoun::Personal)) => enclitic,
            _ => false,
        }
    }

    fn note(&self, verb: &mut Verb, at: usize) {
        match self.tags[at].class {
            // ("has no intention of": the idiom's noun is denied.)
            Class::Word(Pos::Negation(Negation::Adverb | Negation::Determiner)) => verb.negated = true,
            Class::Word(Pos::Negation(Negation::Cessation)) => {
                verb.negated = true;
                verb.ceased = true;
            }
            Class::Word(Pos::Pronoun(Pronoun::Reflexive)) => verb.reflexive = true,
            Class::Word(Pos::Pronoun(Pronoun::Personal))
                if self.lang.discourse().is_subject_pronoun(self.lower(at)) =>
            {
                verb.pronoun = verb.pronoun.or(Some(at));
            }
            _ => {}
        }
    }

    fn uses(&self, verb: &Verb, verb_use: VerbUse) -> bool {
        verb.lemma.and_then(|lemma| self.lang.verb(lemma)).is_some_and(|grammar| grammar.has(verb_use))
    }

    /// The next verb of the group and what stands between.
    fn next_verb(&self, verb: &Verb, from: usize, end: usize) -> Option<(usize, Range<usize>)> {
        let perfect = self.uses(verb, VerbUse::Perfect) || self.uses(verb, VerbUse::Passive);
        let progressive = self.uses(verb, VerbUse::Progressive);
        let future = self.uses(verb, VerbUse::Future) || self.uses(verb, VerbUse::Conditional);
        let support = self.uses(verb, VerbUse::Support);
        if !(perfect || progressive || future || support) {
            return None;
        }
        for at in from..end.min(from + MOST_BETWEEN) {
            let tag = &self.tags[at];
            match tag.class {
                Class::Word(Pos::Adverb | Pos::Negation(_)) | Class::Rest => {}
                // "was once owned by", "a donc conclu": a conjunction elsewhere.
                Class::Word(Pos::Subordinator | Pos::Coordinator)
                    if perfect
                        && self.tags.get(at + 1).is_some_and(|t| t.is_tense(Tense::PastParticiple)) => {}
                // "are all owned by".
                Class::Word(Pos::Determiner(Determiner::Quantifier))
                    if perfect
                        && at == from
                        && self.tags.get(at + 1).is_some_and(|t| t.is_tense(Tense::PastParticiple)) => {}
                // "is 70% owned by".
                Class::Number | Class::Mark(Mark::Percent) if at > from || perfect => {}
                // "is 70 percent owned by".
                Class::Word(Pos::Noun)
                    if perfect
                        && at > from
                        && self.tags[at - 1].class == Class::Number
                        && self.tags.get(at + 1).is_some_and(|t| t.is_tense(Tense::PastParticiple)) => {}
                Class::Word(Pos::Pronoun(Pronoun::Personal)) if self.document.tokens()[at].is_enclitic() => {}
                // "va s'associer", "va le vendre".
                Class::Word(Pos::Pronoun(Pronoun::Reflexive | Pronoun::Adverbial | Pronoun::Personal))
                    if future => {}
                Class::Word(Pos::Verb) => {
                    let fits = match tag.tense {
                        Some(Tense::PastParticiple) => perfect,
                        Some(Tense::PresentParticiple) => progressive,
                        Some(Tense::Infinitive) => future || support,
                        _ => false,
                    };
                    return fits.then_some((at, from..at));
                }
                _ => return None,
            }
        }
        None
    }

    /// The verb so far becomes the auxiliary of the one at `next`.
    fn join(&self, verb: &mut Verb, next: usize) {
        let tag = &self.tags[next];
        let has = |verb_use| self.uses(verb, verb_use);
        match tag.tense {
            Some(Tense::PastParticiple) => {
                let own = tag.lemma.and_then(|lemma| self.lang.verb(lemma));
                let by_perfect = own.is_some_and(|grammar| Some(grammar.perfect) == verb.lemma);
                let perfect =
                    has(VerbUse::Perfect) && (by_perfect || verb.reflexive || !has(VerbUse::Passive));
                if perfect {
                    verb.perfect = true;
                } else {
                    verb.passive = true;
                }
            }
            Some(Tense::PresentParticiple) => verb.progressive = true,
            _ if has(VerbUse::Future) => {
                // "will" makes a future, "was going to" one seen from the past.
                verb.tense = if verb.is_past() { Tense::Conditional } else { Tense::Future };
            }
            _ if has(VerbUse::Conditional) => verb.tense = Tense::Conditional,
            _ => {}
        }
        verb.head = next;
        verb.lemma = tag.lemma;
    }

    /// Takes in the words of an idiom; tells where the group ends.
    fn idiom(&self, verb: &mut Verb, stop: usize, end: usize) -> usize {
        let Some(lemma) = verb.lemma else { return stop };
        let skipped = |at: usize| {
            matches!(self.tags[at].class, Class::Word(Pos::Adverb | Pos::Negation(_)) | Class::Rest)
        };
        let idioms = self.lang.discourse().idioms(lemma);
        // "buy back up to 5%": what follows at once before what an adverb parts from the verb.
        let nearest = |idiom: &&Idiom| {
            stop < end && idiom.words.first().is_some_and(|word| self.lower(stop) == &**word)
        };
        for idiom in idioms.iter().filter(nearest).chain(idioms.iter().filter(|idiom| !nearest(idiom))) {
            let mut at = stop;
            let mut matched = 0;
            while at < end && matched < idiom.words.len() {
                if self.lower(at) == &*idiom.words[matched] {
                    matched += 1;
                } else if matched > 0 || !skipped(at) {
                    break;
                }
                at += 1;
            }
            if matched == idiom.words.len() {
                // "entrer en négociations exclusives", "en discussions avancées": what qualifies the idiom's noun belongs to it.
                while at < end
                    && at > stop
                    && (self.tags[at].is(Pos::Adjective) || self.tags[at].is_tense(Tense::PastParticiple))
                    && self.tags[at - 1].is(Pos::Noun)
                {
                    at += 1;
                }
                for passed in stop..at {
                    self.note(verb, passed);
                }
                // "pull out of": of a phrase that the idiom cuts the rest goes with it.
                while at < end && self.tags[at].class == Class::Rest {
                    at += 1;
                }
                verb.lemma = Some(idiom.lemma);
                return at;
            }
        }
        stop
    }

    fn says_not_yet(&self, mut range: Range<usize>) -> bool {
        let class = self.lang.discourse().class("not-yet");
        range.any(|at| self.lang.discourse().of(self.tags[at].lemma).any(class))
    }
}
