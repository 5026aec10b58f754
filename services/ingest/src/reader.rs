//! What reads articles.

use entente_extract::Reader;
use entente_model::{Explanation, Extractor, Language, Reading, Span};
use jiff::civil::Date;

/// What reads articles. The service has one; its tests have a predictable one.
pub trait ArticleReader: Send + Sync + 'static {
    /// What the text says. The language is detected when absent; relative dates count from `published`.
    fn read(&self, text: &str, language: Option<Language>, published: Option<Date>) -> Reading;

    /// Why a passage of the text, in bytes, is read as it is.
    fn explain(
        &self,
        text: &str,
        language: Option<Language>,
        published: Option<Date>,
        passage: Span,
    ) -> Explanation;

    /// The languages that it reads.
    fn languages(&self) -> Vec<Language>;

    /// How its events are signed.
    fn extractor(&self) -> Extractor;
}

impl ArticleReader for Reader {
    fn read(&self, text: &str, language: Option<Language>, published: Option<Date>) -> Reading {
        Self::read(self, text, language, published)
    }

    fn explain(
        &self,
        text: &str,
        language: Option<Language>,
        published: Option<Date>,
        passage: Span,
    ) -> Explanation {
        Self::explain(self, text, language, published, Some(passage))
    }

    fn languages(&self) -> Vec<Language> {
        Self::languages(self)
    }

    fn extractor(&self) -> Extractor {
        Self::extractor(self)
    }
}
