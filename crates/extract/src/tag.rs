//! Each token's one reading: the lexicon's, chosen by what stands before and after.

mod context;

use entente_lang::{Analysis, Determiner, Lang, LemmaId, Number, Pos, Pronoun, Tense, VerbUse};
use entente_text::{Document, Mark, Shape, Token};

use self::context::Context;
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

    /// It opens "the rest" or "30%".
    pub(crate) fn opens_remainder(&self) -> bool {
        self.is(Pos::Determiner(Determiner::Definite)) || self.class == Class::Number
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

fn is_finite_verb(reading: &Analysis) -> bool {
    reading.pos == Pos::Verb && reading.tense.is_some_and(Tense::is_finite)
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
        let tokens = self.document.tokens();
        let lower = self.document.lower(&tokens[at]);
        if tags[at].class == Class::Mark(Mark::Apostrophe) && self.ends_word(at, end) {
            // "Carellis' stake": where the language's function words hold it, it stands for the owner.
            if let [genitive] = self.lang.analyses(lower) {
                tags[at] = Tag::of(genitive);
            }
            return 1;
        }
        if tags[at].class != Class::Unknown {
            return 1;
        }
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
            // "60 millions de doses": behind a preposition or an article no finite verb stands, whatever the lexicon lacks.
            [_, ..]
                if readings.iter().all(is_finite_verb)
                    && (self.follows_article(tags, at)
                        || readings.len() == 1 && self.follows_preposition(tags, at)) =>
            {
                Tag {
                    class: Class::Word(Pos::Noun),
                    lemma: None,
                    tense: None,
                    number: Some(if self.may_be_plural(at) { Number::Plural } else { Number::Singular }),
                }
            }
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
        // "le groupe fromager": right behind a noun no infinitive that is only guessed stands.
        let guessed = self.lang.analyses(lower).is_empty() && tags[at].is_tense(Tense::Infinitive);
        if guessed && at > self.start && tags[at - 1].is(Pos::Noun) {
            tags[at] = Tag::bare(Class::Unknown);
        }
        if tags[at].lemma.is_none() {
            tags[at].lemma = self.lemma_of(lower);
        }
        1
    }

    /// It hangs on the word before it and parts it from another.
    fn ends_word(&self, at: usize, end: usize) -> bool {
        let tokens = self.document.tokens();
        at > self.start
            && at + 1 < end
            && tokens[at - 1].is_word()
            && !tokens[at].space_before()
            && tokens[at + 1].space_before()
            && (tokens[at + 1].is_word() || tokens[at + 1].is_number())
    }

    /// An article or a count stands before, in languages where it never opens a verb.
    fn follows_article(&self, tags: &[Tag], at: usize) -> bool {
        let article = |tag: &Tag| {
            matches!(
                tag.class,
                Class::Word(Pos::Determiner(
                    Determiner::Indefinite | Determiner::Possessive | Determiner::Demonstrative
                ))
            )
        };
        self.lang.discourse().is_head_first()
            && at > self.start
            && (article(&tags[at - 1]) || tags[at - 1].class == Class::Number && self.may_be_plural(at))
    }

    /// A preposition stands before, in such languages.
    fn follows_preposition(&self, tags: &[Tag], at: usize) -> bool {
        self.lang.discourse().is_head_first() && at > self.start && tags[at - 1].is_preposition()
    }

    /// It ends as plurals do.
    fn may_be_plural(&self, at: usize) -> bool {
        let lower = self.document.lower(&self.document.tokens()[at]);
        self.lang.singulars(lower).next().is_some()
    }

    fn starts_figure(&self, range: std::ops::Range<usize>) -> bool {
        let first = self.dimensions.partition_point(|d| d.tokens.start < range.start);
        self.dimensions.get(first).is_some_and(|d| range.contains(&d.tokens.start))
    }

    /// The lemma that classes and rules know a word by where the lexicon lacks it: the word, in the singular.
    fn lemma_of(&self, lower: &str) -> Option<LemmaId> {
        let known = self.lang.lemma_id(lower);
        known.or_else(|| self.lang.singulars(lower).find_map(|singular| self.lang.lemma_id(singular)))
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
        discourse.of(lemma).any(discourse.class("say-plainly"))
    }

    fn says(&self, tag: &Tag) -> bool {
        let discourse = self.lang.discourse();
        discourse.of(tag.lemma).any(discourse.class("say"))
    }

    /// A verb of beginning, going on or ending: another verb follows.
    fn phases(&self, tag: &Tag) -> bool {
        let discourse = self.lang.discourse();
        let classes = discourse.of(tag.lemma);
        ["begin", "continue", "end"].iter().any(|name| classes.any(discourse.class(name)))
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
                Class::Mark(Mark::Comma | Mark::Dash) if joins => parted = true,
                Class::Name(_) | Class::Word(Pos::Noun) => nominal = true,
                // "said Nissan sold its unit": what is said is a clause of its own.
                Class::Word(Pos::Verb) if joins && nominal && tag.is_finite() && self.says(tag) => {
                    return false;
                }
                // "Norvane, Merzac reported, sold its unit".
                Class::Word(Pos::Verb) if joins && parted && !nominal && self.says(tag) => {}
                // "Nissan, which has grown, sold its unit".
                Class::Word(Pos::Verb) if joins && parted && tag.is_finite() => {
                    let start = index.saturating_sub(4).max(self.start);
                    // ("Although its shares fell, Nissan sold its unit" too.)
                    let opens =
                        |tag: &Tag| tag.is(Pos::Pronoun(Pronoun::Relative)) || tag.is(Pos::Subordinator);
                    match (start..index).rev().find(|&i| opens(&tags[i])) {
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
