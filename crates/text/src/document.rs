//! A text cut up.

use std::ops::Range;

use entente_model::{Language, Span};

use crate::conventions::Conventions;
use crate::dateline::{self, Dateline};
use crate::forms::narrow;
use crate::layout;
use crate::pairing;
use crate::quotation::Quotation;
use crate::scan::{MAX_BYTES, scan};
use crate::sentence::{self, Sentence};
use crate::title;
use crate::token::Token;

/// A paragraph; a title is one too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Trimmed; may run over several lines.
    pub span: Span,
    /// Its sentences, as indices into the document's.
    pub sentences: Range<u32>,
    /// True for the title.
    pub title: bool,
}

/// A text with its parts. All offsets are bytes of the text and lie on character boundaries; tokens, sentences and
/// paragraphs are in order and do not overlap, and each token is in one sentence, each sentence in one paragraph.
#[derive(Debug, Clone)]
pub struct Document<'t> {
    text: &'t str,
    language: Language,
    tokens: Vec<Token>,
    forms: String,
    paragraphs: Vec<Paragraph>,
    sentences: Vec<Sentence>,
    quotations: Vec<Quotation>,
    dateline: Option<Dateline>,
}

/// Datelines are looked for in this many paragraphs after the title: a summary or a byline may stand before them.
const DATELINE_WITHIN: usize = 3;

/// Cuts up a text in the language of `conventions`. What lies past the first 256 MiB is not read.
pub fn parse<'t>(text: &'t str, conventions: &Conventions) -> Document<'t> {
    let text = &text[..boundary(text, MAX_BYTES)];
    let spans = layout::paragraphs(text);
    let (mut tokens, forms) = scan(text, conventions);
    let ranges = ranges(&spans, &tokens);

    let first = ranges.first().and_then(|first| tokens.get(first.clone())).unwrap_or_default();
    let titled = title::is_title(text, &spans, first) && dateline::find(text, first, false).is_none();
    let quotations = pairing::pair(text, &mut tokens, &ranges, titled, conventions);
    let mut body = ranges.iter().skip(usize::from(titled)).take(DATELINE_WITHIN).enumerate();
    let dateline =
        body.find_map(|(index, range)| dateline::find(text, tokens.get(range.clone())?, index == 0));

    let mut paragraphs = Vec::with_capacity(spans.len());
    let mut sentences: Vec<Sentence> = Vec::new();
    for (index, (span, range)) in spans.into_iter().zip(ranges).enumerate() {
        let inside = tokens.get(range.clone()).unwrap_or_default();
        let body = dateline.as_ref().filter(|line| span.contains(line.span)).map_or(0, |line| line.body);
        let before = narrow(sentences.len());
        for cut in sentence::split(text, inside, narrow(range.start), body, conventions) {
            let (Some(start), Some(end)) = (tokens.get(cut.start as usize), tokens.get(cut.end as usize - 1))
            else {
                continue;
            };
            let span = start.span().join(end.span());
            sentences.push(Sentence { span, tokens: cut, paragraph: narrow(index) });
        }
        let title = titled && index == 0;
        paragraphs.push(Paragraph { span, sentences: before..narrow(sentences.len()), title });
    }
    Document {
        text,
        language: conventions.language(),
        tokens,
        forms,
        paragraphs,
        sentences,
        quotations,
        dateline,
    }
}

/// The last character boundary not past `limit`.
fn boundary(text: &str, limit: usize) -> usize {
    if text.len() <= limit {
        return text.len();
    }
    (0..=limit).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// The tokens of each paragraph. Both are in order, and tokens cross no line end.
fn ranges(spans: &[Span], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut at = 0;
    spans
        .iter()
        .map(|span| {
            let start = at;
            at += tokens[start..].partition_point(|token| token.start() < span.end);
            start..at
        })
        .collect()
}

impl<'t> Document<'t> {
    /// The text read.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The language it was read in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The title, when the text begins with one.
    pub fn title(&self) -> Option<Span> {
        self.paragraphs.first().filter(|first| first.title).map(|first| first.span)
    }

    /// The dateline, when one of the first paragraphs begins with one.
    pub fn dateline(&self) -> Option<&Dateline> {
        self.dateline.as_ref()
    }

    /// All paragraphs, the title first.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// All sentences, the title's first.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// All tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All quotations, by where they open; one inside another follows it.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// The token as the text has it.
    pub fn word(&self, token: &Token) -> &'t str {
        token.span().of(self.text)
    }

    /// The token in lower case, accents kept and composed, apostrophes and hyphens plain: `l'`, `où`, `-t-il`.
    pub fn lower(&self, token: &Token) -> &str {
        if token.lower_len == 0 {
            return self.word(token);
        }
        self.form(token.form, token.lower_len)
    }

    /// The token as [`fold`](crate::fold) gives it: lower case without accents. A mark of which folding leaves nothing
    /// stays as it is.
    pub fn folded(&self, token: &Token) -> &str {
        if token.folded_len == 0 {
            return self.lower(token);
        }
        self.form(token.form + token.lower_len, token.folded_len)
    }

    fn form(&self, start: u32, len: u32) -> &str {
        self.forms.get(start as usize..(start + len) as usize).unwrap_or_default()
    }

    /// The tokens of a sentence, a dateline's included.
    pub fn sentence_tokens(&self, sentence: &Sentence) -> &[Token] {
        self.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize).unwrap_or_default()
    }

    /// The tokens of a sentence after the dateline, as indices into the document's.
    pub fn body(&self, sentence: &Sentence) -> Range<usize> {
        let range = sentence.tokens.start as usize..sentence.tokens.end as usize;
        match &self.dateline {
            Some(dateline) if sentence.span.contains(dateline.span) => {
                let inside = self.tokens.get(range.clone()).unwrap_or_default();
                range.start + inside.partition_point(|token| token.start() < dateline.body)..range.end
            }
            Some(_) | None => range,
        }
    }

    /// The tokens that share at least one byte with `span`, as indices.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.end() <= span.start);
        let end = self.tokens.partition_point(|token| token.start() < span.end);
        start..end.max(start)
    }

    /// The sentence that holds the byte at `offset`, as an index; none between sentences.
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let index = self.sentences.partition_point(|sentence| sentence.span.end <= offset);
        self.sentences.get(index).filter(|sentence| sentence.span.start <= offset).map(|_| index)
    }

    /// The innermost quotation between whose marks the byte at `offset` lies.
    pub fn quotation_at(&self, offset: usize) -> Option<&Quotation> {
        // Nesting is bounded, and quotations of one depth do not overlap: the first outermost one met going back
        // ends the search.
        let before = self.quotations.partition_point(|quotation| quotation.span.start <= offset);
        for quotation in self.quotations[..before].iter().rev() {
            if quotation.parts.iter().any(|part| part.start <= offset && offset < part.end) {
                return Some(quotation);
            }
            if quotation.depth == 0 {
                return None;
            }
        }
        None
    }

    /// The quotation a sentence begins inside of, its own opening mark not counted.
    pub fn begins_quoted(&self, sentence: &Sentence) -> Option<&Quotation> {
        self.quotation_at(sentence.span.start)
    }

    /// The quotation still open at a sentence's end, its own closing mark not counted.
    pub fn ends_quoted(&self, sentence: &Sentence) -> Option<&Quotation> {
        let last = self.sentence_tokens(sentence).last()?;
        self.quotation_at(last.start())
    }
}
