//! Patterns over the words and names of a question.
//!
//! A pattern is a row of pieces parted by blanks:
//! - `word`, `stem*`: a word, in folded form; `{class}`: a phrase of a word class; `one|{other}`: either;
//! - `<subject>`, `<object>`: one or more names for a role, `<subject+>`: at least two; `<other>`: names without one;
//! - `..`: any number of words, no name; `.`: one word at most;
//! - `^` at the beginning, `$` at the end: nothing but light words before, or after;
//! - `?` behind a word or a class: it may be absent.
//!
//! Between two pieces light words (articles, auxiliaries, clitics) may stand unasked.

use crate::read::occurrences::Occurrences;
use crate::read::vocabulary::{Class, Literal, Vocabulary};

/// What a question is made of, for matching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// A word, in folded form.
    Word(String),
    /// One or more names: an index into the question's lists of names, and how many.
    Names(usize, usize),
}

/// A pattern, ready to match.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
    at_start: bool,
    at_end: bool,
}

#[derive(Debug, Clone)]
struct Piece {
    kind: Kind,
    optional: bool,
}

#[derive(Debug, Clone)]
enum Kind {
    Words(Vec<Choice>),
    Names { slot: Option<Slot>, least: usize },
    Gap,
    Skip,
}

/// One of the ways in which a piece matches words.
#[derive(Debug, Clone)]
enum Choice {
    Word(Literal),
    Class(Class),
}

/// A role that names fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The first role.
    Subject,
    /// The second role.
    Object,
}

/// Where a pattern lies in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    /// The item that fills the first role.
    pub(crate) subject: Option<usize>,
    /// The item that fills the second role.
    pub(crate) object: Option<usize>,
    /// Items that are names without a role.
    pub(crate) others: Vec<usize>,
    /// For each item, whether a piece other than a gap took it.
    pub(crate) taken: Vec<bool>,
}

impl Pattern {
    /// Reads a pattern; the reason why it is none otherwise.
    pub(crate) fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Self, String> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let at_start = words.first() == Some(&"^");
        let at_end = words.last() == Some(&"$");
        if at_start {
            words.remove(0);
        }
        if at_end {
            words.pop();
        }
        let mut pieces = Vec::new();
        for word in words {
            let (bare, optional) = word.strip_suffix('?').map_or((word, false), |bare| (bare, true));
            let kind = if bare == ".." {
                Kind::Gap
            } else if bare == "." {
                Kind::Skip
            } else if let Some(slot) = bare.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
                let (slot, least) = slot.strip_suffix('+').map_or((slot, 1), |slot| (slot, 2));
                match slot {
                    "subject" => Kind::Names { slot: Some(Slot::Subject), least },
                    "object" => Kind::Names { slot: Some(Slot::Object), least },
                    "other" => Kind::Names { slot: None, least },
                    _ => return Err(format!("names the unknown role {slot:?}")),
                }
            } else {
                let choices = bare.split('|').map(|choice| Choice::parse(choice, vocabulary));
                Kind::Words(choices.collect::<Result<_, _>>()?)
            };
            pieces.push(Piece { kind, optional });
        }
        if pieces.iter().all(|piece| matches!(piece.kind, Kind::Gap | Kind::Skip) || piece.optional) {
            return Err("asks for nothing".to_owned());
        }
        Ok(Self { pieces, at_start, at_end })
    }

    /// The first place where the pattern lies in a question.
    pub(crate) fn find(&self, question: &Occurrences<'_>) -> Option<Match> {
        let items = question.items();
        let mut matcher = Matcher {
            pattern: self,
            question,
            failed: vec![false; (self.pieces.len() + 1) * (items.len() + 1)],
            found: Match { subject: None, object: None, others: Vec::new(), taken: vec![false; items.len()] },
        };
        for start in 0..=items.len() {
            if matcher.go(0, start) {
                return Some(matcher.found);
            }
            if self.at_start && !question.is_light(start) {
                return None;
            }
        }
        None
    }
}

impl Choice {
    fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Self, String> {
        match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            None => Literal::parse(text).map(Self::Word),
            Some(class) => match vocabulary.class(class) {
                Some(class) => Ok(Self::Class(class)),
                None => Err(format!("names the unknown word class {class:?}")),
            },
        }
    }
}

struct Matcher<'a> {
    pattern: &'a Pattern,
    question: &'a Occurrences<'a>,
    /// Piece and item from which the rest is known not to match; keeps matching linear in both.
    failed: Vec<bool>,
    found: Match,
}

impl Matcher<'_> {
    fn go(&mut self, piece: usize, at: usize) -> bool {
        let key = piece * (self.question.items().len() + 1) + at;
        if self.failed[key] {
            return false;
        }
        let matched = self.attempt(piece, at);
        self.failed[key] = !matched;
        matched
    }

    fn attempt(&mut self, piece: usize, at: usize) -> bool {
        let Some(next) = self.pattern.pieces.get(piece) else {
            let mut rest = at..self.question.items().len();
            return !self.pattern.at_end || rest.all(|at| self.question.is_light(at));
        };
        let here = self.question.items().get(at);
        let matched = match (&next.kind, here) {
            (Kind::Gap, _) => {
                return self.go(piece + 1, at)
                    || matches!(here, Some(Item::Word(_))) && self.go(piece, at + 1);
            }
            (Kind::Skip, _) => {
                return self.go(piece + 1, at)
                    || matches!(here, Some(Item::Word(_))) && self.go(piece + 1, at + 1);
            }
            (Kind::Words(choices), Some(Item::Word(word))) => choices.iter().any(|choice| match choice {
                Choice::Word(literal) => literal.matches(word) && self.take(piece, at, 1),
                &Choice::Class(class) => {
                    let lengths = self.question.lengths(class, at);
                    lengths.iter().any(|&length| self.take(piece, at, length))
                }
            }),
            (&Kind::Names { slot, least }, Some(&Item::Names(_, count))) => {
                count >= least && self.take(piece, at, 1) && {
                    match slot {
                        Some(Slot::Subject) => self.found.subject = Some(at),
                        Some(Slot::Object) => self.found.object = Some(at),
                        None => self.found.others.push(at),
                    }
                    true
                }
            }
            (Kind::Words(_) | Kind::Names { .. }, _) => false,
        };
        matched
            || next.optional && self.go(piece + 1, at)
            || self.question.is_light(at) && self.go(piece, at + 1)
    }

    /// Goes on behind the `length` items at `at`; they count as taken where the rest matches.
    fn take(&mut self, piece: usize, at: usize, length: usize) -> bool {
        let matched = self.go(piece + 1, at + length);
        if matched {
            self.found.taken[at..at + length].fill(true);
        }
        matched
    }
}
