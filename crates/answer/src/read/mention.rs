//! Names in a question.

use entente_facts::FactsError;
use entente_lang::Lang;

use crate::plan::{Name, Word};
use crate::read::gazetteer::{Gazetteer, LONGEST};
use crate::read::pattern::Item;
use crate::read::place;
use crate::read::vocabulary::Vocabulary;
use crate::read::word::{Cut, folded_words};

/// Most strangers of a question that a guess is made for: each takes hundreds of look-ups.
const MOST_GUESSES: usize = 3;

/// How names are told from other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// By capitals: a capital that is nobody's is somebody unknown.
    Strict,
    /// Names made of ordinary words count without capitals, and capitals that are nobody's are words.
    Loose,
}

/// A question cut into items, with its names.
#[derive(Debug, Default)]
pub(crate) struct Sentence {
    /// Words and names in order.
    pub(crate) items: Vec<Item>,
    /// For each item, its words in the question.
    pub(crate) said: Vec<String>,
    /// The names, as items index them.
    pub(crate) names: Vec<Name>,
}

/// A stretch of the question's words, and whom they name.
struct Stretch {
    from: usize,
    to: usize,
    end: usize,
    name: Name,
}

impl Sentence {
    /// Finds the names of a question by longest match, then by the capital and the place in the question.
    pub(crate) fn read(
        text: &str,
        words: &[Cut],
        vocabulary: &Vocabulary,
        lang: &Lang,
        names: &dyn Gazetteer,
        reading: Reading,
    ) -> Result<Self, FactsError> {
        let spotter = Spotter { text, words, vocabulary, lang, names, reading };
        let mut stretches = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let strangers = stretches.iter().filter(|stretch: &&Stretch| !stretch.name.is_known()).count();
            let found = match spotter.known(at)? {
                None => spotter.unknown(at, strangers < MOST_GUESSES)?,
                known => known,
            };
            match found {
                Some(stretch) => {
                    at = stretch.to;
                    stretches.push(stretch);
                }
                None => at += spotter.place(at).unwrap_or(1),
            }
        }
        Ok(spotter.assemble(stretches))
    }

    /// The word at an item.
    pub(crate) fn word(&self, at: usize) -> Word {
        let folded = match &self.items[at] {
            Item::Word(word) => word.clone(),
            Item::Names(..) => String::new(),
        };
        Word { said: self.said[at].clone(), folded }
    }
}

struct Spotter<'a> {
    text: &'a str,
    words: &'a [Cut],
    vocabulary: &'a Vocabulary,
    lang: &'a Lang,
    names: &'a dyn Gazetteer,
    reading: Reading,
}

impl Spotter<'_> {
    fn said(&self, from: usize, to: usize) -> &str {
        &self.text[self.words[from].start..self.words[to - 1].end]
    }

    fn is_capital(&self, at: usize) -> bool {
        self.text[self.words[at].start..].starts_with(char::is_uppercase)
    }

    /// True for the first word of a sentence, which has a capital in any case.
    fn begins(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| &self.text[self.words[before].end..self.words[at].start]);
        before.is_none_or(|between| between.contains(['?', '!', '.']))
    }

    /// A word that questions are made of, or that the language has anyway where it is written small. A capital on what the language does not
    /// have is looked up as a name, though a stem of the questions' words begins it: "Investia" is no form of "invest".
    fn is_ordinary(&self, at: usize) -> bool {
        let word = &self.words[at];
        let written = self.text[word.start..word.end].to_lowercase();
        let foreign = self.lang.analyses(&written).is_empty();
        let capital = self.is_capital(at);
        word.folded.len() == 1
            || !capital && !foreign
            || self.vocabulary.knows(&word.folded) && !(capital && foreign)
    }

    /// A capital that says something: not the one that begins the question, unless nothing but a name begins so.
    fn is_name_like(&self, at: usize) -> bool {
        let word = &self.words[at];
        let written = self.text[word.start..word.end].to_lowercase();
        let begins = at == 0 && !self.lang.analyses(&written).is_empty();
        self.is_capital(at) && !begins && !self.vocabulary.knows(&word.folded) && word.folded.len() > 1
    }

    /// True for ordinary words that may be a name all the same: two of them, or one where names are sought everywhere.
    fn may_be_name(&self, from: usize, to: usize) -> bool {
        let telling = |at: &usize| {
            let word = Item::Word(self.words[*at].folded.clone());
            !self.vocabulary.is_light(&word) && !self.vocabulary.is_one("function", &word)
        };
        let count = (from..to).filter(telling).count();
        let loose = self.reading == Reading::Loose;
        let strange = || (from..to).any(|at| !self.vocabulary.knows(&self.words[at].folded));
        telling(&(to - 1)) && strange() && (count >= 2 || loose && count == 1)
    }

    /// A word that neither the language nor the questions have.
    fn is_strange(&self, at: usize) -> bool {
        let word = &self.words[at];
        let written = self.text[word.start..word.end].to_lowercase();
        self.lang.analyses(&written).is_empty() && !self.vocabulary.knows(&word.folded)
    }

    fn known(&self, from: usize) -> Result<Option<Stretch>, FactsError> {
        // "In China" names a place, be China an organisation too.
        let is_of = |at: Option<usize>, class: &str| {
            at.is_some_and(|at| self.vocabulary.is_one(class, &Item::Word(self.words[at].folded.clone())))
        };
        // "A stake in Norvane" is one in a company.
        let inside = is_of(from.checked_sub(1), "inside") && !is_of(from.checked_sub(2), "stake");
        let place = if inside { self.place(from) } else { None };
        for to in (from + 1..=self.words.len().min(from + LONGEST)).rev() {
            if place.is_some_and(|length| to <= from + length) {
                continue;
            }
            let ordinary = (from..to).all(|at| {
                let shown = self.is_capital(at) && !self.begins(at);
                !shown && self.is_ordinary(at)
            });
            let only_proper = ordinary;
            if ordinary && !self.may_be_name(from, to) {
                continue;
            }
            let end = self.words[to - 1].end;
            let mark = self.text[end..].chars().next().filter(|c| "!'’+.".contains(*c));
            let ends = mark.map(|c| end + c.len_utf8()).into_iter().chain([end]);
            for end in ends {
                let found = self.names.find(&self.text[self.words[from].start..end])?;
                let is_proper =
                    |name: &Name| name.is_known() && !name.name.starts_with(|c: char| c.is_lowercase());
                // Read loosely, a name that nothing is told of is but words: "La Roche-sur-Yon" names no chemist.
                let counts = |name: &Name| self.reading == Reading::Strict || name.is_known();
                if let Some(name) = found.filter(|name| counts(name) && (!only_proper || is_proper(name))) {
                    return Ok(Some(Stretch { from, to, end, name }));
                }
            }
        }
        Ok(None)
    }

    /// Capitalised words that are nobody's name: a misspelling where only one name lies near, else unknown.
    fn unknown(&self, from: usize, guess: bool) -> Result<Option<Stretch>, FactsError> {
        let loose = self.reading == Reading::Loose && self.is_strange(from);
        if !(loose || self.is_name_like(from)) || self.place(from).is_some() {
            return Ok(None);
        }
        let gap = |at: usize| &self.text[self.words[at].end..self.words[at + 1].start];
        let mut to = from + 1;
        let goes_on =
            |at: usize| self.is_name_like(at) || self.is_capital(at) && self.words[at].folded.len() == 1;
        while to < self.words.len()
            && goes_on(to)
            && matches!(gap(to - 1), " " | "-" | "&" | " & " | "'" | "’")
        {
            to += 1;
        }
        // "Caisse de dépôt du Québec" for "Caisse de dépôt et placement du Québec": the words between may be small ones.
        let last = if guess { self.words.len().min(from + LONGEST) } else { from };
        for end in (from + 3..=last).rev() {
            let said = self.said(from, end);
            if let Some(name) = self.names.guess(said)? {
                return Ok(Some(Stretch { from, to: end, end: self.words[end - 1].end, name }));
            }
        }
        let said = self.said(from, to);
        let name = if guess { self.names.guess(said)? } else { None };
        if name.is_none() && self.reading == Reading::Loose {
            return Ok(None);
        }
        let name = name.unwrap_or_else(|| Name::unknown(said, said));
        Ok(Some(Stretch { from, to, end: self.words[to - 1].end, name }))
    }

    /// How many words of a place's name begin here.
    fn place(&self, from: usize) -> Option<usize> {
        let rest: Vec<&str> = self.words[from..].iter().map(|word| word.folded.as_str()).collect();
        place::longest(self.lang.places(), &rest).map(|(length, _)| length)
    }

    /// Puts words and names in order; names with a comma, a hyphen or "and" between them become one item.
    fn assemble(&self, stretches: Vec<Stretch>) -> Sentence {
        let mut sentence = Sentence::default();
        let mut next = 0;
        let mut end = 0;
        for stretch in stretches {
            let between = self.words.get(stretch.from).map_or("", |word| &self.text[end..word.start]);
            let joins = matches!(between.trim(), "," | "-" | "–" | "/" | "&") || self.joins(between);
            match sentence.items.last_mut() {
                Some(Item::Names(_, count)) if joins => {
                    *count += 1;
                    if let Some(said) = sentence.said.last_mut() {
                        said.push_str(between);
                        said.push_str(&stretch.name.said);
                    }
                }
                _ => {
                    self.push_words(&mut sentence, next, stretch.from);
                    sentence.items.push(Item::Names(sentence.names.len(), 1));
                    sentence.said.push(stretch.name.said.clone());
                }
            }
            sentence.names.push(stretch.name);
            next = stretch.to;
            end = stretch.end;
        }
        self.push_words(&mut sentence, next, self.words.len());
        sentence
    }

    /// True for "and" alone, or with an article behind: "and the".
    fn joins(&self, between: &str) -> bool {
        let words: Vec<Item> = folded_words(between).into_iter().map(Item::Word).collect();
        let rest = |word: &Item| self.vocabulary.is_light(word);
        words.split_first().is_some_and(|(first, others)| {
            self.vocabulary.is_one("and", first) && others.len() < 2 && others.iter().all(rest)
        })
    }

    /// The words between two names. A noun that only tells what the next one is ("its subsidiary Norvane") is left out.
    fn push_words(&self, sentence: &mut Sentence, from: usize, to: usize) {
        let apposed = |at: usize| {
            let asked = at.checked_sub(1).is_some_and(|before| {
                self.vocabulary.is_one("which", &Item::Word(self.words[before].folded.clone()))
            });
            at + 1 == to && to < self.words.len() && !asked && {
                let word = Item::Word(self.words[at].folded.clone());
                self.text[self.words[at].end..self.words[to].start].trim().is_empty()
                    && self.vocabulary.is_one("apposition", &word)
            }
        };
        for at in (from..to).filter(|&at| !apposed(at)) {
            sentence.items.push(Item::Word(self.words[at].folded.clone()));
            sentence.said.push(self.said(at, at + 1).to_owned());
        }
    }
}
