//! Names in a question.

use entente_facts::FactsError;
use entente_lang::Lang;

use crate::plan::Name;
use crate::read::gazetteer::{Gazetteer, LONGEST};
use crate::read::pattern::Item;
use crate::read::vocabulary::Vocabulary;
use crate::read::word::{Cut, folded_words};

/// Most strangers of a question that a guess is made for: each takes hundreds of look-ups.
const MOST_GUESSES: usize = 3;

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
    ) -> Result<Self, FactsError> {
        let spotter = Spotter { text, words, vocabulary, lang, names };
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
}

struct Spotter<'a> {
    text: &'a str,
    words: &'a [Cut],
    vocabulary: &'a Vocabulary,
    lang: &'a Lang,
    names: &'a dyn Gazetteer,
}

impl Spotter<'_> {
    fn said(&self, from: usize, to: usize) -> &str {
        &self.text[self.words[from].start..self.words[to - 1].end]
    }

    fn is_capital(&self, at: usize) -> bool {
        self.text[self.words[at].start..].starts_with(char::is_uppercase)
    }

    /// A word that questions are made of, or that the language has anyway where it is written small.
    fn is_ordinary(&self, at: usize) -> bool {
        let word = &self.words[at];
        let written = self.text[word.start..word.end].to_lowercase();
        let small = !self.is_capital(at) && !self.lang.analyses(&written).is_empty();
        word.folded.len() == 1 || small || self.vocabulary.knows(&word.folded)
    }

    /// A capital that says something: not the one that begins the question, unless nothing but a name begins so.
    fn is_name_like(&self, at: usize) -> bool {
        let word = &self.words[at];
        let written = self.text[word.start..word.end].to_lowercase();
        let begins = at == 0 && !self.lang.analyses(&written).is_empty();
        self.is_capital(at) && !begins && !self.vocabulary.knows(&word.folded) && word.folded.len() > 1
    }

    fn known(&self, from: usize) -> Result<Option<Stretch>, FactsError> {
        for to in (from + 1..=self.words.len().min(from + LONGEST)).rev() {
            let ordinary = (from..to).all(|at| {
                let shown = self.is_capital(at) && at > 0;
                !shown && self.is_ordinary(at)
            });
            if ordinary {
                continue;
            }
            let end = self.words[to - 1].end;
            let mark = self.text[end..].chars().next().filter(|c| "!'’+.".contains(*c));
            let ends = mark.map(|c| end + c.len_utf8()).into_iter().chain([end]);
            for end in ends {
                if let Some(name) = self.names.find(&self.text[self.words[from].start..end])? {
                    return Ok(Some(Stretch { from, to, end, name }));
                }
            }
        }
        Ok(None)
    }

    /// Capitalised words that are nobody's name: a misspelling where only one name lies near, else unknown.
    fn unknown(&self, from: usize, guess: bool) -> Result<Option<Stretch>, FactsError> {
        if !self.is_name_like(from) || self.place(from).is_some() {
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
        let name = name.unwrap_or_else(|| Name::unknown(said, said));
        Ok(Some(Stretch { from, to, end: self.words[to - 1].end, name }))
    }

    /// How many words of a place's name begin here.
    fn place(&self, from: usize) -> Option<usize> {
        let rest = self.words[from..].iter().map(|word| word.folded.as_str());
        self.lang.places().longest(rest).map(|(length, _)| length)
    }

    /// Puts words and names in order; names with a comma, a hyphen or "and" between them become one item.
    fn assemble(&self, stretches: Vec<Stretch>) -> Sentence {
        let mut sentence = Sentence::default();
        let mut next = 0;
        let mut end = 0;
        for stretch in stretches {
            let between = self.words.get(stretch.from).map_or("", |word| &self.text[end..word.start]);
            let joins = matches!(between.trim(), "," | "-" | "–" | "/" | "&")
                || matches!(folded_words(between).as_slice(), [word]
                    if self.vocabulary.is_one("and", &Item::Word(word.clone())));
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

    fn push_words(&self, sentence: &mut Sentence, from: usize, to: usize) {
        for at in from..to {
            sentence.items.push(Item::Word(self.words[at].folded.clone()));
            sentence.said.push(self.said(at, at + 1).to_owned());
        }
    }
}
