//! Sentences.

use std::ops::Range;

use entente_model::Span;

use crate::conventions::Conventions;
use crate::fold::push_lower;
use crate::forms::narrow;
use crate::token::{Flags, Mark, Shape, Token};

/// A sentence, or a paragraph's rest where nothing ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last; a dateline before it is included.
    pub span: Span,
    /// Its tokens, as indices into the document's.
    pub tokens: Range<u32>,
    /// Its paragraph, as an index into the document's.
    pub paragraph: u32,
}

/// Cuts the tokens of one paragraph, the first being token `offset` of the document, into the ranges of its sentences.
/// Tokens before `body`, the dateline's, end none.
pub(crate) fn split(
    text: &str,
    tokens: &[Token],
    offset: u32,
    body: usize,
    conventions: &Conventions,
) -> Vec<Range<u32>> {
    let splitter = Splitter { text, tokens, conventions };
    let mut sentences = Vec::new();
    let mut first = 0;
    let mut at = 0;
    while at < tokens.len() {
        let end = splitter.end_of_stop(at, first).or_else(|| splitter.lost_break(at));
        if let Some(end) = end.filter(|_| tokens[at].start() >= body)
            && (splitter.lost_break(at).is_some() || splitter.begins(at, end))
        {
            sentences.push(offset + narrow(first)..offset + narrow(end));
            first = end;
        }
        at = end.unwrap_or(at + 1);
    }
    if first < tokens.len() {
        sentences.push(offset + narrow(first)..offset + narrow(tokens.len()));
    }
    sentences
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    conventions: &'a Conventions,
}

impl Splitter<'_> {
    /// If the token at `at` can end a sentence that began at `first`: one past the last token of the stop, with the
    /// marks that close after it.
    fn end_of_stop(&self, at: usize, first: usize) -> Option<usize> {
        let token = &self.tokens[at];
        let stops = match token.mark() {
            Some(Mark::Period) => !self.numbers_an_item(at, first),
            Some(Mark::Exclamation | Mark::Question | Mark::Ellipsis) => true,
            Some(_) => false,
            None => token.is_abbreviated() && token.flags.has(Flags::CLOSING),
        };
        if !stops {
            return None;
        }
        let mut end = at + 1;
        while let Some(next) = self.tokens.get(end) {
            let goes_on = matches!(
                next.mark(),
                Some(
                    Mark::Period
                        | Mark::Exclamation
                        | Mark::Question
                        | Mark::Ellipsis
                        | Mark::CloseQuote
                        | Mark::CloseParen
                )
            );
            if !goes_on {
                break;
            }
            end += 1;
        }
        Some(end)
    }

    /// One past the token at `at`, a small word that a word with a capital stands against, with no blank between: a line
    /// end was lost there.
    fn lost_break(&self, at: usize) -> Option<usize> {
        let (word, next) = (&self.tokens[at], self.tokens.get(at + 1)?);
        (!next.space_before()
            && word.shape() == Shape::Lower
            && next.shape() == Shape::Title
            && !word.is_elision()
            && !word.is_abbreviated()
            && !next.flags.has(Flags::ENCLITIC))
        .then_some(at + 1)
    }

    /// `1.` at the head of a sentence.
    fn numbers_an_item(&self, at: usize, first: usize) -> bool {
        at == first + 1 && self.tokens[first].is_number() && self.tokens[first].span().len() <= 3
    }

    /// Whether a sentence can begin at token `end`, after a stop at token `at`.
    fn begins(&self, at: usize, end: usize) -> bool {
        let Some(next) = self.tokens.get(end) else { return true };
        // What opens before the first word does not hide its capital.
        let mut from = end;
        while self.tokens.get(from).is_some_and(|token| {
            matches!(
                token.mark(),
                Some(Mark::OpenQuote | Mark::OpenParen | Mark::Apostrophe | Mark::StrayQuote)
            )
        }) {
            from += 1;
        }
        let Some(word) = self.tokens.get(from) else { return true };
        if let Some(mark) = word.mark() {
            return !matches!(
                mark,
                Mark::Comma | Mark::Semicolon | Mark::Colon | Mark::Percent | Mark::Slash | Mark::CloseParen
            ) && !self.tokens[at].is_abbreviated();
        }
        if word.shape() == Shape::Lower {
            return false;
        }
        if self.tokens[at].is_abbreviated() {
            return self.begins_after_abbreviation(at, from, end);
        }
        // A blank forgotten: a full stop inside a name or an address has been taken into its word.
        next.space_before()
            || self.tokens[at].space_before()
            || at.checked_sub(1).is_some_and(|last| {
                let last = &self.tokens[last];
                let closed = last.is_number()
                    || matches!(last.mark(), Some(Mark::CloseQuote | Mark::CloseParen | Mark::Percent));
                let title = word.shape() == Shape::Title && last.span().len() > 1;
                last.shape() == Shape::Lower || closed || title
            })
    }

    /// After `Inc.`, `U.S.` or `J.` a capital says little: a sentence begins if its first word is one of the
    /// language's most frequent, or a quotation.
    fn begins_after_abbreviation(&self, at: usize, from: usize, end: usize) -> bool {
        let word = &self.tokens[from];
        let quoted = from > end && self.tokens[end].is_mark(Mark::OpenQuote);
        let stopped = end > at + 1 && !self.tokens[at + 1].is_mark(Mark::CloseParen);
        let frequent = word.shape() != Shape::Upper
            && (word.is_elision() || self.conventions.is_function_word(&lower(word.span().of(self.text))));
        if self.tokens[at].flags.has(Flags::INITIAL) {
            // A name's initial follows nothing or another capital: `plan B. The`, but `Mr J. The`.
            let after_small =
                at.checked_sub(1).is_some_and(|before| self.tokens[before].shape() == Shape::Lower);
            return after_small && frequent;
        }
        quoted || stopped || frequent
    }
}

fn lower(word: &str) -> String {
    let mut lower = String::with_capacity(word.len());
    push_lower(word, &mut lower);
    lower
}
