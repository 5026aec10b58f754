//! Sentences with each quotation taken as one word: what stands around quotations tells who speaks them.

use std::ops::Range;

use entente_model::Span;
use entente_text::{Document, Mark};

/// A sentence around quotations, however many sentences these hold.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// Its tokens, those of the quotations included.
    pub(crate) tokens: Range<usize>,
    /// The outermost quotations that begin in it.
    pub(crate) quotations: Vec<usize>,
    /// The paragraph that it begins in.
    pub(crate) paragraph: usize,
}

/// The frames of a document.
pub(crate) struct Frames {
    pub(crate) all: Vec<Frame>,
    /// For each token the outermost quotation that holds it, marks included.
    quoted: Vec<Option<usize>>,
}

impl Frames {
    /// Cuts a document.
    pub(crate) fn cut(document: &Document<'_>) -> Self {
        let mut quoted = vec![None; document.tokens().len()];
        for (index, quotation) in document.quotations().iter().enumerate().filter(|(_, q)| q.depth == 0) {
            for at in document.tokens_in(quotation.span) {
                quoted[at] = Some(index);
            }
        }
        let mut frames = Self { all: Vec::new(), quoted };
        let mut starts: Vec<usize> = document.sentences().iter().map(|s| s.tokens.start as usize).collect();
        starts.dedup();
        let mut begin = 0;
        let mut next = starts.iter().copied().peekable();
        for at in 0..document.tokens().len() {
            while next.next_if(|&start| start < at).is_some() {}
            let sentence = next.peek() == Some(&at);
            if at > begin && frames.is_cut(document, at, sentence) {
                frames.push(document, begin..at);
                begin = at;
            }
        }
        if begin < document.tokens().len() {
            frames.push(document, begin..document.tokens().len());
        }
        frames
    }

    /// The outermost quotation that holds this token.
    pub(crate) fn quotation_of(&self, token: usize) -> Option<usize> {
        self.quoted.get(token).copied().flatten()
    }

    /// True where a frame ends before this token.
    fn is_cut(&self, document: &Document<'_>, at: usize, sentence: bool) -> bool {
        let tokens = document.tokens();
        let (before, here) = (self.quoted[at - 1], self.quoted[at]);
        if before.is_some() && before == here {
            return false;
        }
        let small = tokens[at].is_word() && tokens[at].shape() == entente_text::Shape::Lower;
        let ended = matches!(tokens[at - 1].mark(), Some(Mark::Period | Mark::Question | Mark::Exclamation));
        match (before, here) {
            // `..." "...`
            (Some(_), Some(_)) => true,
            // `.../franceinfo."...`: set against each other.
            (None, Some(_)) => sentence || ended,
            (Some(quotation), None) => {
                let inner = document.quotations()[quotation].inner.of(document.text());
                let whole = inner.ends_with(['.', '!', '?', '…']);
                (sentence || whole) && !small && tokens[at].is_word()
            }
            (None, None) => sentence,
        }
    }

    fn push(&mut self, document: &Document<'_>, tokens: Range<usize>) {
        let mut quotations: Vec<usize> = tokens.clone().filter_map(|at| self.quoted[at]).collect();
        quotations.dedup();
        let start = document.tokens()[tokens.start].start();
        let paragraph = document.paragraphs().partition_point(|p| p.span.end <= start);
        self.all.push(Frame { tokens, quotations, paragraph });
    }
}

/// Words of a span: what blanks part, "d'un" being one.
pub(crate) fn words(document: &Document<'_>, span: Span) -> usize {
    let text = span.of(document.text());
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
