//! Document -> events and diagnostics; pure, deterministic.

use entente_model::{Extractor, Language, Reading};
use jiff::civil::Date;

/// Reads articles: the cascade over one set of languages and one body of knowledge.
#[derive(Debug)]
pub struct Reader {}

impl Reader {
    /// A reader of the languages and the knowledge that ship with the program.
    pub fn builtin() -> Self {
        Self {}
    }

    /// Reads one text. The language is detected when absent; relative dates count from `published`.
    pub fn read(&self, _text: &str, _language: Option<Language>, _published: Option<Date>) -> Reading {
        Reading::default()
    }

    /// The languages that it reads.
    pub fn languages(&self) -> Vec<Language> {
        Vec::new()
    }

    /// How events made here are signed.
    pub fn extractor(&self) -> Extractor {
        Extractor { name: "entente".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}
