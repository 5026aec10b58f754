//! Chunks: noun groups, verb groups and what stands between them.

mod figure;

use std::ops::Range;

use entente_lang::{
    Classes, Determiner, Lang, LemmaId, Meaning, Negation, Number, Pos, Pronoun, Relation, Tense,
};
use entente_text::{Document, Mark};

use crate::dimension::Dimension;
use crate::tag::{Class, Tag};
use crate::verb::{Verb, VerbReader};

/// Most words of a descriptor's complement: "de produits laitiers frais".
const MOST_DESCRIPTION: usize = 6;

/// What a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A noun with its determiner and adjectives, a name, a pronoun, a figure.
    Nominal,
    /// A verb with its auxiliaries, clitics and negation: an index into the verbs.
    Verbal(usize),
    /// One preposition.
    Preposition,
    /// A relative pronoun.
    Relative,
    /// "and", "or", "but".
    Coordinator,
    /// "that", "while", "because".
    Subordinator,
    /// `,`
    Comma,
    /// `;`, `:`, a dash, the end of the sentence.
    Break,
    /// `(`
    Open,
    /// `)`
    Close,
    /// A quotation mark.
    Quote,
    /// An adverb or a negation that belongs to no verb group.
    Adverb,
    /// Anything else.
    Other,
}

/// A run of tokens that belong together.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) kind: Kind,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// The token that stands for it.
    pub(crate) head: usize,
    /// It belongs to a clause that tells who speaks: no argument of anything.
    pub(crate) masked: bool,
}

/// The groups of one sentence, and its verbs.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    pub(crate) groups: Vec<Group>,
    pub(crate) verbs: Vec<Verb>,
}

pub(crate) struct Chunker<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) lang: &'a Lang,
    pub(crate) tags: &'a [Tag],
    pub(crate) dimensions: &'a [Dimension],
}

impl Chunker<'_> {
    /// The groups of a sentence.
    pub(crate) fn chunk(&self, sentence: Range<usize>) -> Chunks {
        let mut chunks = Chunks::default();
        let mut at = sentence.start;
        while at < sentence.end {
            at = self.group(&mut chunks, at, sentence.end);
        }
        chunks
    }

    fn lower(&self, at: usize) -> &str {
        self.document.lower(&self.document.tokens()[at])
    }

    /// Reads the group that begins here; tells where it ends.
    fn group(&self, chunks: &mut Chunks, at: usize, end: usize) -> usize {
        if let Some((kind, stop)) = self.figure(at)
            && stop <= end
            && !self.qualifies(kind, at, stop, end)
        {
            // ("la moitié": of a figure without a number the noun stands for it, not its article.)
            let number = (at..stop).find(|&i| self.tags[i].class == Class::Number);
            let noun = || (at..stop).find(|&i| self.tags[i].is(Pos::Noun));
            let head = number.or_else(noun).unwrap_or(at);
            let stop = if kind == Kind::Nominal { self.past_adjectives(stop, end) } else { stop };
            chunks.groups.push(Group { kind, tokens: at..stop, head, masked: false });
            return stop;
        }
        if self.is_bare_day(at, end) {
            chunks.groups.push(Group { kind: Kind::Adverb, tokens: at..at + 1, head: at, masked: false });
            return at + 1;
        }
        let reader = VerbReader { document: self.document, lang: self.lang, tags: self.tags };
        if let Some(verb) = reader.read(at, end) {
            let (tokens, head) = (verb.tokens.clone(), verb.head);
            let stop = tokens.end;
            chunks.groups.push(Group { kind: Kind::Verbal(chunks.verbs.len()), tokens, head, masked: false });
            chunks.verbs.push(verb);
            return stop;
        }
        if let Some((tokens, head)) = self.nominal(at, end) {
            let stop = tokens.end;
            if self.tags[at].is(Pos::Contraction) {
                chunks.groups.push(Group {
                    kind: Kind::Preposition,
                    tokens: at..at + 1,
                    head: at,
                    masked: false,
                });
                let inner = (at + 1).min(head)..stop;
                chunks.groups.push(Group { kind: Kind::Nominal, tokens: inner, head, masked: false });
            } else {
                chunks.groups.push(Group { kind: Kind::Nominal, tokens, head, masked: false });
            }
            return stop;
        }
        let kind = match self.tags[at].class {
            // "up to 500 jobs": what bounds a number introduces nothing.
            Class::Word(Pos::Preposition) if self.bounds_count(at) => Kind::Adverb,
            Class::Word(Pos::Preposition | Pos::Contraction | Pos::Negation(Negation::Preposition)) => {
                Kind::Preposition
            }
            Class::Word(Pos::Pronoun(Pronoun::Relative | Pronoun::Interrogative)) => Kind::Relative,
            Class::Word(Pos::Coordinator | Pos::Negation(Negation::Coordinator))
            | Class::Mark(Mark::Ampersand | Mark::Slash) => Kind::Coordinator,
            Class::Word(Pos::Subordinator) => Kind::Subordinator,
            Class::Word(Pos::Adverb | Pos::Negation(_)) => Kind::Adverb,
            Class::Mark(Mark::Comma) => Kind::Comma,
            Class::Mark(Mark::OpenParen) => Kind::Open,
            Class::Mark(Mark::CloseParen) => Kind::Close,
            Class::Mark(Mark::OpenQuote | Mark::CloseQuote) => Kind::Quote,
            Class::Mark(_) => Kind::Break,
            _ => Kind::Other,
        };
        let stop = self.rest(at + 1, end);
        chunks.groups.push(Group { kind, tokens: at..stop, head: at, masked: false });
        stop
    }

    /// A participle hangs on the hyphen at `at`.
    fn is_glued(&self, at: usize, end: usize) -> bool {
        let tokens = self.document.tokens();
        at + 1 < end
            && !tokens[at + 1].space_before()
            && self.lang.analyses(self.lower(at + 1)).iter().any(|a| a.tense == Some(Tense::PastParticiple))
    }

    /// Past the further tokens of a phrase.
    fn rest(&self, mut at: usize, end: usize) -> usize {
        while at < end && self.tags[at].class == Class::Rest {
            at += 1;
        }
        at
    }

    /// A noun group: its tokens and its head: the first or the last noun before a name, as the language has it; the first
    /// name where there is none.
    fn nominal(&self, start: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let mut at = start;
        let mut opened = false;
        if self.tags[at].is(Pos::Contraction) {
            at = self.rest(at + 1, end);
        }
        while at < end && self.opens(at) {
            opened = true;
            at = self.rest(at + 1, end);
        }
        let mut head = None;
        let mut name = None;
        let mut figure = None;
        // A word that nothing is known of is the head only where no noun is.
        let mut unknown = None;
        while at < end {
            if let Some((kind, stop)) = self.figure(at) {
                if stop <= end && self.qualifies(kind, at, stop, end) {
                    figure = figure.or(Some(at));
                    at = stop;
                    continue;
                }
                // "the remaining 40%".
                if at > start && kind == Kind::Nominal && opened && head.is_none() && name.is_none() {
                    figure = Some(at);
                    at = self.past_adjectives(stop, end);
                    break;
                }
                if at > start {
                    break;
                }
            }
            let tag = &self.tags[at];
            match tag.class {
                Class::Name(_) => {
                    name = name.or(Some(at));
                    at = self.rest(at + 1, end);
                }
                Class::Unknown if name.is_none() => {
                    unknown = unknown.or(Some(at));
                    at = self.rest(at + 1, end);
                }
                // "Biotrel propriétaire de": where the first noun heads a group, one behind a name begins another.
                Class::Word(Pos::Noun)
                    if name.is_none()
                        || !self.lang.discourse().is_head_first() && self.continues_name(at) =>
                {
                    // "Nissan shares": where the last noun heads a group, also one behind a name.
                    let last = !self.lang.discourse().is_head_first();
                    let first = name.is_none() && head.is_none();
                    if last || first {
                        head = Some(at);
                    }
                    let whole = if first && !last { self.descriptor_end(at, end) } else { None };
                    at = whole.unwrap_or_else(|| self.rest(at + 1, end));
                }
                Class::Word(Pos::Adjective | Pos::Numeral) => at = self.rest(at + 1, end),
                // "the Bristol -based firm", as texts cut by machines have it.
                Class::Mark(Mark::Dash) if at > start && self.is_glued(at, end) => at += 2,
                // "à Caldora 30 avions": a count behind a name is of what follows.
                Class::Number if name.is_some() && self.counts(at, end) => break,
                Class::Number => {
                    figure = figure.or(Some(at));
                    at += 1;
                }
                Class::Mark(Mark::Percent | Mark::Currency)
                    if figure.is_some() || self.number_follows(at, end) =>
                {
                    figure = figure.or(Some(at));
                    at += 1;
                }
                _ if self.leads_on(at, end, opened && head.or(name).is_none()) => at = self.rest(at + 1, end),
                Class::Word(Pos::Verb) if head.is_some() && self.is_adjectival(at) => at += 1,
                // "Bristol based Velnor" too.
                Class::Word(Pos::Verb)
                    if name.is_none()
                        && (opened || unknown.is_some_and(|word| word + 1 == at))
                        && self.is_attributive(at, end) =>
                {
                    at += 1;
                }
                Class::Mark(Mark::OpenQuote) if head.is_some() || opened => match self.quoted_name(at, end) {
                    Some(stop) => {
                        name = name.or((at + 1..stop).find(|&i| self.tags[i].is_name()));
                        at = stop;
                    }
                    None => break,
                },
                Class::Word(Pos::Pronoun(_)) if head.is_none() && name.is_none() && self.stands_alone(at) => {
                    head = Some(at);
                    at = self.rest(at + 1, end);
                    break;
                }
                _ => break,
            }
        }
        if name.is_none()
            && let Some(noun) = head
            && let Some((stop, first)) = self.described(start, noun, at, end)
        {
            name = Some(first);
            at = stop;
        }
        let head = head.or(name).or(unknown).or(figure).or_else(|| (opened && at > start).then(|| at - 1))?;
        (at > start).then_some((start..at, head))
    }

    /// Where a descriptor of several words ends that begins here: "homme d'affaires", "fabricant de pneus".
    fn descriptor_end(&self, at: usize, end: usize) -> Option<usize> {
        let tokens = self.document.tokens();
        let most = (at + MOST_DESCRIPTION).min(end);
        let words = tokens[at..most].iter().map(|token| self.document.lower(token));
        let (taken, _) = self.lang.descriptors().longest(words)?;
        (taken > 1).then_some(at + taken)
    }

    /// "le groupe de mode italien Velnor": a descriptor, what it does, and the name, all one group. Tells where it
    /// ends and where the name begins.
    fn described(&self, start: usize, head: usize, at: usize, end: usize) -> Option<(usize, usize)> {
        let tokens = self.document.tokens();
        let words = tokens[head..at.max(head + 1)].iter().map(|token| self.document.lower(token));
        let (_, found) = self.lang.descriptors().longest(words)?;
        // "sa filiale de transports publics X", "la filiale de transports publics X", but "une filiale de X".
        let pointed = matches!(
            self.tags[start].class,
            Class::Word(Pos::Determiner(Determiner::Possessive | Determiner::Definite))
        );
        let company = match found[0].meaning {
            Meaning::Company(_) => true,
            Meaning::Relation(Relation::Subsidiary | Relation::Unit) => pointed,
            Meaning::Relation(_) | Meaning::Person(_) => false,
        };
        let of = self.lang.discourse().class("of");
        let linked = at < end
            && self.tags[at].is_preposition()
            && self.lang.discourse().of(self.tags[at].lemma).any(of);
        let mut name = at + 1;
        // "le géant de l'informatique X" too; but "la filiale de l'américain X".
        if self.tags.get(name).filter(|_| name < end)?.is(Pos::Determiner(Determiner::Definite)) {
            if matches!(found[0].meaning, Meaning::Relation(_)) {
                return None;
            }
            name += 1;
        }
        let described = self.tags.get(name).filter(|_| name < end)?;
        // (What it makes may be a word that nothing is known of.)
        if !company
            || !linked
            || start >= head
            || !matches!(described.class, Class::Word(Pos::Noun | Pos::Adjective) | Class::Unknown)
        {
            return None;
        }
        while name < end && name < at + MOST_DESCRIPTION && !self.tags[name].is_name() {
            let class = self.tags[name].class;
            // ("la société de design et d'ingénierie X": what it does may be several things.)
            let inside = matches!(
                class,
                Class::Word(Pos::Noun | Pos::Adjective | Pos::Preposition | Pos::Coordinator)
                    | Class::Unknown
            ) || self.tags[name].is_preposition();
            if !inside {
                return None;
            }
            name += 1;
        }
        // A preposition right before the name says whose it is, not what it is called.
        // So does a descriptor there: "le groupe de la banque X", "le réseau du groupe chinois X".
        let named = (at + 1..name).any(|word| {
            let other = self.lang.descriptors().longest([self.lower(word)]);
            other.is_some_and(|(_, found)| !found[0].meaning.is_person())
        });
        // Behind a conjunction it is another: "le groupe de mode et X".
        if self.tags[name - 1].is_preposition() || self.tags[name - 1].is(Pos::Coordinator) || named {
            return None;
        }
        (name < end && self.tags[name].is_name()).then(|| (self.rest(name + 1, end), name))
    }

    /// Determiners, and numerals before a noun.
    fn opens(&self, at: usize) -> bool {
        matches!(self.tags[at].class, Class::Word(Pos::Determiner(_) | Pos::Negation(Negation::Determiner)))
    }

    /// "Nissan shares", "the Renault group": a noun right behind a name, in languages that join them so, stays in the group.
    fn continues_name(&self, at: usize) -> bool {
        self.tags[at].is(Pos::Noun)
    }

    fn number_follows(&self, at: usize, end: usize) -> bool {
        at + 1 < end && self.tags[at + 1].class == Class::Number
    }

    /// A figure that counts the noun behind it, where names stand before their own figures ("A 320").
    fn counts(&self, at: usize, end: usize) -> bool {
        self.lang.discourse().is_head_first() && at + 1 < end && self.tags[at + 1].is(Pos::Noun)
    }

    /// What stands between the qualifiers of a noun: an adverb, or a comma in a group that waits for its noun.
    fn leads_on(&self, at: usize, end: usize, waits: bool) -> bool {
        match self.tags[at].class {
            Class::Word(Pos::Adverb) => self.adjective_follows(at, end),
            Class::Mark(Mark::Comma) => waits && self.parts_qualifiers(at, end),
            _ => false,
        }
    }

    fn adjective_follows(&self, at: usize, end: usize) -> bool {
        let next = self.rest(at + 1, end);
        next < end
            && (self.tags[next].is(Pos::Adjective) || self.tags[next].is_tense(Tense::PastParticiple))
            && at.checked_sub(1).is_some_and(|before| {
                matches!(
                    self.tags[before].class,
                    Class::Word(Pos::Noun | Pos::Determiner(_) | Pos::Adjective)
                )
            })
            && !self.takes_complement(next, end)
    }

    /// A participle that says no more than an adjective: nothing depends on it.
    fn is_adjectival(&self, at: usize) -> bool {
        self.tags[at].is_tense(Tense::PastParticiple)
            && !self.takes_complement(at, self.tags.len())
            && at.checked_sub(1).is_some_and(|before| {
                matches!(self.tags[before].class, Class::Word(Pos::Adverb) | Class::Rest)
                    && self.tags[..before].iter().rev().take(3).any(|tag| tag.is(Pos::Noun))
            })
    }

    /// "a reported amount", "its struggling network": a participle between determiner and noun, where adjectives stand.
    fn is_attributive(&self, at: usize, end: usize) -> bool {
        let participle =
            self.tags[at].is_tense(Tense::PastParticiple) || self.tags[at].is_tense(Tense::PresentParticiple);
        // ("a consortium comprising X": no quality of X.)
        let involves = self.tags[at].is_tense(Tense::PresentParticiple)
            && self.lang.discourse().of(self.tags[at].lemma).any(self.lang.discourse().class("involve"));
        participle
            && !involves
            && !self.lang.discourse().is_head_first()
            && at + 1 < end
            && matches!(self.tags[at + 1].class, Class::Word(Pos::Noun | Pos::Adjective) | Class::Name(_))
    }

    fn takes_complement(&self, at: usize, end: usize) -> bool {
        let by = self.lang.discourse().class("by");
        at + 1 < end
            && self.tags[at].is_tense(Tense::PastParticiple)
            && self.lang.discourse().of(self.tags[at + 1].lemma).any(by)
    }

    /// A short quotation inside a noun group: a name or a word in quotation marks. Tells where it ends.
    fn quoted_name(&self, at: usize, end: usize) -> Option<usize> {
        let most = (at + 7).min(end);
        let close = (at + 1..most).find(|&i| self.tags[i].class == Class::Mark(Mark::CloseQuote))?;
        (close > at + 1 && (at + 1..close).all(|i| !self.tags[i].is_finite())).then_some(close + 1)
    }

    /// Pronouns that stand for a noun; clitics went to the verb group, relative ones open a clause.
    fn stands_alone(&self, at: usize) -> bool {
        !matches!(
            self.tags[at].class,
            Class::Word(Pos::Pronoun(
                Pronoun::Relative | Pronoun::Interrogative | Pronoun::Reflexive | Pronoun::Adverbial
            ))
        ) && !self.lower(at).is_empty()
    }
}

impl Group {
    /// True for a noun group.
    pub(crate) fn is_nominal(&self) -> bool {
        self.kind == Kind::Nominal
    }

    /// The group's first determiner.
    pub(crate) fn determiner(&self, tags: &[Tag]) -> Option<Determiner> {
        self.tokens.clone().find_map(|at| match tags[at].class {
            Class::Word(Pos::Determiner(determiner)) => Some(determiner),
            _ => None,
        })
    }

    /// Whether the group is plural; none where its words don't tell.
    pub(crate) fn number(&self, tags: &[Tag]) -> Option<Number> {
        let head = tags[self.head].number;
        head.or_else(|| {
            self.tokens.clone().find_map(|at| tags[at].is_determiner().then_some(tags[at].number)?)
        })
    }

    /// It belongs to the group before: "Nissan" "'s stake".
    pub(crate) fn is_genitive(&self, tags: &[Tag], genitive: Classes, lang: &Lang) -> bool {
        self.is_nominal() && lang.discourse().of(tags[self.tokens.start].lemma).any(genitive)
    }

    /// The lemma of its head.
    pub(crate) fn lemma(&self, tags: &[Tag]) -> Option<LemmaId> {
        tags[self.head].lemma
    }
}
