//! Each token's one reading: the lexicon's, chosen by what stands before and after.

use entente_lang::{
    Analysis, Determiner, Lang, LemmaId, Negation, Number, Person, Pos, Pronoun, Tense, VerbUse,
};
use entente_text::{Document, Mark, Shape, Token};

use crate::dimension::Dimension;
use crate::name::Name;

/// What a token is, once the choice is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A word of the lexicon, or guessed.
    Word(Pos),
    /// Part of a proper name: an index into the names.
    Name(usize),
    /// A number in digits.
    Number,
    /// A mark.
    Mark(Mark),
    /// A further token of the phrase or name before it.
    Rest,
    /// Nothing is known of it.
    Unknown,
}

/// A token's reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag {
    pub(crate) class: Class,
    pub(crate) lemma: Option<LemmaId>,
    pub(crate) tense: Option<Tense>,
    pub(crate) number: Option<Number>,
}

impl Tag {
    fn bare(class: Class) -> Self {
        Self { class, lemma: None, tense: None, number: None }
    }

    fn of(analysis: &Analysis) -> Self {
        Self {
            class: Class::Word(analysis.pos),
            lemma: analysis.lemma,
            tense: analysis.tense,
            number: analysis.number,
        }
    }

    pub(crate) fn is(&self, pos: Pos) -> bool {
        self.class == Class::Word(pos)
    }

    pub(crate) fn is_name(&self) -> bool {
        matches!(self.class, Class::Name(_))
    }

    pub(crate) fn is_finite(&self) -> bool {
        self.is(Pos::Verb) && self.tense.is_some_and(Tense::is_finite)
    }

    pub(crate) fn is_tense(&self, tense: Tense) -> bool {
        self.is(Pos::Verb) && self.tense == Some(tense)
    }

    pub(crate) fn is_determiner(&self) -> bool {
        matches!(self.class, Class::Word(Pos::Determiner(_)))
    }

    pub(crate) fn is_preposition(&self) -> bool {
        matches!(self.class, Class::Word(Pos::Preposition | Pos::Contraction))
    }
}

/// Reads all tokens.
pub(crate) fn tag(
    document: &Document<'_>,
    lang: &Lang,
    names: &[Name],
    dimensions: &[Dimension],
) -> Vec<Tag> {
    let tokens = document.tokens();
    let mut tags: Vec<Tag> = tokens.iter().map(|token| Tag::bare(plain(token))).collect();
    for (index, name) in names.iter().enumerate() {
        for at in name.tokens.clone() {
            if tags[at].class == Class::Unknown || at > name.tokens.start {
                tags[at] = Tag::bare(if at == name.tokens.start { Class::Name(index) } else { Class::Rest });
            }
        }
    }
    for sentence in document.sentences() {
        let (start, end) = (sentence.tokens.start as usize, sentence.tokens.end as usize);
        let tagger = Tagger { document, lang, dimensions, start };
        let mut at = start;
        while at < end {
            at += tagger.read(&mut tags, at, end);
        }
    }
    tags
}

fn plain(token: &Token) -> Class {
    match token.mark() {
        Some(mark) => Class::Mark(mark),
        None if token.is_number() => Class::Number,
        None => Class::Unknown,
    }
}

struct Tagger<'a> {
    document: &'a Document<'a>,
    lang: &'a Lang,
    dimensions: &'a [Dimension],
    /// Where the sentence begins: what stands before says nothing of its words.
    start: usize,
}

impl Tagger<'_> {
    /// Chooses the reading of the token, or of the phrase that begins with it; tells how many tokens are read.
    fn read(&self, tags: &mut [Tag], at: usize, end: usize) -> usize {
        if tags[at].class != Class::Unknown {
            return 1;
        }
        let tokens = self.document.tokens();
        let lower = self.document.lower(&tokens[at]);
        if self.lang.phrases().starts(lower) {
            let words = tokens[at..end].iter().map(|token| self.document.lower(token));
            // A phrase takes no word of a name, nor of a figure ("de plus de 20 millions").
            let free = |taken: usize| {
                tags[at..at + taken].iter().all(|t| matches!(t.class, Class::Unknown))
                    && !self.starts_figure(at + 1..at + taken)
            };
            if let Some((taken, readings)) = self.lang.phrases().longest(words)
                && taken > 1
                && free(taken)
            {
                tags[at] = Tag::of(&readings[0]);
                for tag in &mut tags[at + 1..at + taken] {
                    tag.class = Class::Rest;
                }
                return taken;
            }
        }
        let readings = match self.lang.analyses(lower) {
            // "US telecoms": in capitals no pronoun.
            [only]
                if tokens[at].shape() == Shape::Upper
                    && lower.len() > 1
                    && matches!(only.pos, Pos::Pronoun(Pronoun::Personal)) =>
            {
                &[]
            }
            [] => self.lang.guess(lower),
            known => known,
        };
        tags[at] = match readings {
            [] => Tag::bare(Class::Unknown),
            [one] => Tag::of(one),
            many => {
                let context = self.context(tags, at, end);
                let best = many
                    .iter()
                    .enumerate()
                    .max_by_key(|(order, reading)| (context.score(reading), std::cmp::Reverse(*order)));
                let best = best.map_or(Tag::bare(Class::Unknown), |(_, reading)| Tag::of(reading));
                // "the total": behind an article no base form is a verb, whatever the lexicon lacks.
                let article = at > self.start && tags[at - 1].is_determiner();
                let base = best.is_tense(Tense::Present) || best.is_tense(Tense::Imperative);
                if article && base && !self.lang.discourse().is_head_first() && !tokens[at - 1].is_enclitic()
                {
                    Tag { class: Class::Unknown, tense: None, ..best }
                } else {
                    best
                }
            }
        };
        if tags[at].lemma.is_none() {
            tags[at].lemma = self.lemma_of(lower);
        }
        1
    }

    fn starts_figure(&self, range: std::ops::Range<usize>) -> bool {
        let first = self.dimensions.partition_point(|d| d.tokens.start < range.start);
        self.dimensions.get(first).is_some_and(|d| range.contains(&d.tokens.start))
    }

    /// The lemma that classes and rules know a word by where the lexicon lacks it: the word, in the singular.
    fn lemma_of(&self, lower: &str) -> Option<LemmaId> {
        let singular = lower.strip_suffix('s').unwrap_or(lower);
        self.lang.lemma_id(lower).or_else(|| self.lang.lemma_id(singular))
    }

    fn context<'t>(&'t self, tags: &'t [Tag], at: usize, end: usize) -> Context<'t> {
        let previous = (at > self.start).then(|| Self::head_of_rest(tags, at - 1));
        let next = &self.document.tokens()[(at + 1).min(end)..(at + 2).min(end)];
        let following = next.first().map(|token| {
            let lower = self.document.lower(token);
            (tags[at + 1].class, self.lang.analyses(lower))
        });
        Context { tagger: self, tags, at, previous, following }
    }

    fn head_of_rest(tags: &[Tag], mut at: usize) -> Tag {
        while at > 0 && tags[at].class == Class::Rest {
            at -= 1;
        }
        tags[at]
    }

    /// The auxiliary that governs this token, adverbs and negations between them passed over.
    fn auxiliary(&self, tags: &[Tag], at: usize) -> Option<Tag> {
        let before = tags[self.start..at].iter().rev().take(5);
        for tag in before {
            match tag.class {
                Class::Word(Pos::Adverb | Pos::Negation(_) | Pos::Pronoun(Pronoun::Personal))
                | Class::Rest => {}
                Class::Word(Pos::Verb) => return self.is_auxiliary(tag).then_some(*tag),
                _ => return None,
            }
        }
        None
    }

    /// A verb that an infinitive follows without a marker stands before: "will", "could", "did not".
    fn modal(&self, tags: &[Tag], at: usize) -> bool {
        for tag in tags[self.start..at].iter().rev().take(5) {
            match tag.class {
                Class::Word(Pos::Adverb | Pos::Negation(_) | Pos::Pronoun(Pronoun::Personal))
                | Class::Rest => {}
                Class::Word(Pos::Verb) => {
                    return self.is_modal(tag.lemma) && !self.is_auxiliary(tag);
                }
                _ => return false,
            }
        }
        false
    }

    fn is_modal(&self, lemma: Option<LemmaId>) -> bool {
        let uses = [
            VerbUse::Future,
            VerbUse::Conditional,
            VerbUse::Support,
            VerbUse::Possibility,
            VerbUse::Obligation,
        ];
        let verb = lemma.and_then(|lemma| self.lang.verb(lemma));
        verb.is_some_and(|verb| uses.iter().any(|modal| verb.has(*modal)))
    }

    /// An infinitive stands before in the clause: what follows is its object.
    fn has_infinitive(&self, tags: &[Tag], at: usize) -> bool {
        tags[self.start..at]
            .iter()
            .rev()
            .take_while(|tag| !matches!(tag.class, Class::Mark(_)) && !tag.is_finite())
            .any(|tag| tag.is_tense(Tense::Infinitive))
    }

    /// The plainest verb of saying.
    fn speaks(&self, lemma: Option<LemmaId>) -> bool {
        let discourse = self.lang.discourse();
        lemma.is_some_and(|lemma| discourse.of(lemma).any(discourse.class("say-plainly")))
    }

    fn says(&self, tag: &Tag) -> bool {
        let discourse = self.lang.discourse();
        tag.lemma.is_some_and(|lemma| discourse.of(lemma).any(discourse.class("say")))
    }

    fn is_auxiliary(&self, tag: &Tag) -> bool {
        let verb = tag.lemma.and_then(|lemma| self.lang.verb(lemma));
        verb.is_some_and(|verb| verb.has(VerbUse::Perfect) || verb.has(VerbUse::Passive))
    }

    /// A finite verb stands in the sentence's part before this token, after the last boundary of clauses.
    fn clause_has_verb(&self, tags: &[Tag], at: usize) -> bool {
        let joins = !self.lang.discourse().is_head_first();
        let mut parted = false;
        let mut nominal = false;
        let mut index = at;
        while index > self.start {
            index -= 1;
            let tag = &tags[index];
            match tag.class {
                Class::Mark(Mark::Comma) if joins => parted = true,
                Class::Name(_) | Class::Word(Pos::Noun) => nominal = true,
                // "said Nissan sold its unit": what is said is a clause of its own.
                Class::Word(Pos::Verb) if joins && nominal && tag.is_finite() && self.says(tag) => {
                    return false;
                }
                // "Nissan, which has grown, sold its unit".
                Class::Word(Pos::Verb) if joins && parted && tag.is_finite() => {
                    let start = index.saturating_sub(4).max(self.start);
                    match (start..index).rev().find(|&i| tags[i].is(Pos::Pronoun(Pronoun::Relative))) {
                        Some(relative) => index = relative,
                        None => return true,
                    }
                }
                Class::Word(Pos::Subordinator | Pos::Coordinator | Pos::Pronoun(Pronoun::Relative))
                | Class::Mark(
                    Mark::Period
                    | Mark::Semicolon
                    | Mark::Colon
                    | Mark::Question
                    | Mark::OpenQuote
                    | Mark::CloseQuote,
                ) => {
                    return false;
                }
                Class::Word(Pos::Verb) if tag.is_finite() => return true,
                _ => {}
            }
        }
        false
    }
}

/// What stands around a token.
struct Context<'t> {
    tagger: &'t Tagger<'t>,
    tags: &'t [Tag],
    at: usize,
    previous: Option<Tag>,
    following: Option<(Class, &'t [Analysis])>,
}

impl Context<'_> {
    /// How well a reading fits; only differences count.
    fn score(&self, reading: &Analysis) -> i32 {
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
        if !self.tagger.lang.discourse().is_head_first() {
            score += self.where_nouns_join(reading);
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
            Pos::Noun if after_noun => {
                // "the chemicals group Henkel", but "companies group".
                let named = self.following.is_some_and(|(class, _)| matches!(class, Class::Name(_)));
                score += if previous.number == Some(Number::Plural) && !named { -1 } else { 3 };
            }
            Pos::Noun if previous.class == Class::Mark(Mark::Percent) => score += 3,
            // "an agreed bid".
            Pos::Noun if self.is_attributive(previous) => score += 4,
            // "firms and funds".
            Pos::Noun if self.is_listed(reading) => score += 3,
            Pos::Adjective if after_noun => score -= 3,
            // "the bank will cut": no noun, though "will" is one.
            // "a group led by".
            Pos::Verb if reading.tense == Some(Tense::PastParticiple) && self.agent_follows() => score += 5,
            Pos::Verb if self.tagger.is_modal(reading.lemma) && !previous.is_determiner() => score += 5,
            Pos::Verb => score += self.base_form(reading, previous, modal),
            Pos::Subordinator if previous.is(Pos::Verb) && self.tagger.says(previous) => score += 4,
            Pos::Subordinator if self.clause_follows() => score += 3,
            _ => {}
        }
        score
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

    /// Joined by a conjunction to a noun of the same number.
    fn is_listed(&self, reading: &Analysis) -> bool {
        self.at >= self.tagger.start + 2
            && self.tags[self.at - 1].is(Pos::Coordinator)
            && self.tags[self.at - 2].is(Pos::Noun)
            && self.tags[self.at - 2].number == reading.number
    }

    /// The preposition of an agent stands behind.
    fn agent_follows(&self) -> bool {
        let discourse = self.tagger.lang.discourse();
        let document = self.tagger.document;
        // "a takeover bid by": a noun of that form it is.
        let own = self.tagger.lang.analyses(document.lower(&document.tokens()[self.at]));
        !own.iter().any(|a| a.pos == Pos::Noun)
            && self.following.is_some_and(|(_, readings)| {
                readings
                    .iter()
                    .filter_map(|a| a.lemma)
                    .any(|lemma| discourse.of(lemma).any(discourse.class("by")))
            })
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
            Some(Tense::Infinitive) => -7,
            Some(Tense::Imperative) => -6,
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
            Some(Tense::PastParticiple) if modal => -6,
            // "the investor said": what is said takes its auxiliary.
            Some(Tense::PastParticiple)
                if self.tagger.auxiliary(self.tags, self.at).is_none()
                    && self.tagger.speaks(reading.lemma) =>
            {
                -4
            }
            Some(Tense::Present) => {
                let plural = previous.number == Some(Number::Plural)
                    || self.tags[..self.at].iter().rev().take(4).any(|tag| tag.is(Pos::Coordinator));
                let third = reading.person == Some(Person::Third);
                match previous.class {
                    Class::Word(Pos::Noun | Pos::Adjective) | Class::Name(_) | Class::Rest
                        if third == plural =>
                    {
                        -4
                    }
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
                _ => 0,
            };
        };
        match pos {
            Pos::Determiner(_) | Pos::Contraction | Pos::Numeral | Pos::Negation(Negation::Determiner) => {
                let participle = reading.tense == Some(Tense::PastParticiple);
                match reading.pos {
                    Pos::Noun => 6,
                    Pos::Adjective => 5,
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
            // "d'" is an article only behind a negation.
            Pos::Determiner(Determiner::Indefinite) if self.is_elided() => -5,
            // "la nouvelle structure", but "le partenaire français".
            Pos::Adjective if next(|a| a.pos == Pos::Noun) && !next(|a| a.pos == Pos::Adjective) => 2,
            Pos::Pronoun(Pronoun::Relative) if finite => 2,
            Pos::InfinitiveMarker => {
                let base = next(|a| a.tense == Some(Tense::Infinitive));
                if base && !(class != Class::Unknown) { 4 } else { -4 }
            }
            // "said Nissan plans to": no noun.
            Pos::Verb
                if next(|a| a.pos == Pos::InfinitiveMarker)
                    && reading.tense.is_some_and(Tense::is_finite) =>
            {
                4
            }
            Pos::Verb if verbal && next(|a| matches!(a.pos, Pos::Determiner(_))) => 2,
            _ => 0,
        }
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

    fn as_verb(&self, reading: &Analysis) -> i32 {
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
        if tense == Tense::Imperative {
            score -= 3;
        }
        if tense == Tense::Subjunctive {
            score -= 1;
        }
        if matches!(reading.person, Some(Person::First | Person::Second)) {
            score -= 2;
        }
        score
    }
}
