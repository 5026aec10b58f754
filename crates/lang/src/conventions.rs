//! How a language is written, for the reader of texts.

use entente_model::Language;
use entente_text::{Conventions, Lists, parse};
use serde::Deserialize;

use crate::error::LangError;
use crate::source::Source;

/// The lists of [`Lists`], as the file has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    elisions: Vec<String>,
    whole_words: Vec<String>,
    enclitics: Vec<String>,
    abbreviations: Vec<String>,
    closing_abbreviations: Vec<String>,
    number_suffixes: Vec<String>,
    /// Parted by white space.
    function_words: String,
    /// Parted by white space; in most languages none.
    #[serde(default)]
    unaccented: String,
    spaced_thousands: bool,
    single_quotes: bool,
}

/// Reads the conventions of a language.
pub(crate) fn load(language: Language, source: Source<'_>) -> Result<Conventions, LangError> {
    let file: File = source.parse()?;
    let lists = Lists {
        elisions: file.elisions,
        whole_words: file.whole_words,
        enclitics: file.enclitics,
        abbreviations: file.abbreviations,
        closing_abbreviations: file.closing_abbreviations,
        number_suffixes: file.number_suffixes,
        function_words: file.function_words.split_whitespace().map(Into::into).collect(),
        unaccented: file.unaccented.split_whitespace().map(Into::into).collect(),
        spaced_thousands: file.spaced_thousands,
        single_quotes: file.single_quotes,
    };
    Conventions::new(language, &lists).map_err(|error| source.refused(&error))
}

/// The tokens of a phrase or name, as a text in the language would have them, in lower case.
pub(crate) fn split(phrase: &str, conventions: &Conventions) -> Vec<String> {
    let document = parse(phrase, conventions);
    document.tokens().iter().map(|token| document.lower(token).to_owned()).collect()
}
