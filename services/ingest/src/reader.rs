//! What reads articles.

use entente_extract::Reader;
use entente_model::{Article, Explanation, Extractor, Language, Publication, Reading, Span};
use jiff::civil::Date;

use crate::metrics::Stopwatch;

/// A text that is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Unread<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language; detected when absent.
    pub language: Option<Language>,
    /// The day on which it came out: relative dates count from it.
    pub published: Option<Date>,
}

impl<'a> Unread<'a> {
    /// The text of an article, in the language that was given for it.
    pub(crate) fn new(text: &'a str, article: &Article, language: Option<Language>) -> Self {
        Self { text, language, published: article.published.as_ref().map(Publication::date) }
    }
}

/// What reads articles. The service has one; its tests have a predictable one.
pub trait ArticleReader: Send + Sync + 'static {
    /// What the text says.
    fn read(&self, unread: Unread<'_>) -> Reading;

    /// Why a passage of the text, in bytes, is read as it is.
    fn explain(&self, unread: Unread<'_>, passage: Span) -> Explanation;

    /// The languages that it reads.
    fn languages(&self) -> Vec<Language>;

    /// How its events are signed.
    fn extractor(&self) -> Extractor;
}

impl ArticleReader for Reader {
    fn read(&self, Unread { text, language, published }: Unread<'_>) -> Reading {
        let mut watch = Stopwatch::start();
        self.read_observed(text, language, published, &mut |stage| watch.ended(stage))
    }

    fn explain(&self, Unread { text, language, published }: Unread<'_>, passage: Span) -> Explanation {
        Self::explain(self, text, language, published, Some(passage))
    }

    fn languages(&self) -> Vec<Language> {
        Self::languages(self)
    }

    fn extractor(&self) -> Extractor {
        Self::extractor(self)
    }
}
