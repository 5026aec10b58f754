//! What can go wrong before there is an answer or an abstention.

use entente_facts::FactsError;

/// Question data that can't be used: a fault of the program, found when it starts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DataError {
    /// The file is not TOML, or has keys or types that its kind of file does not have.
    #[error("{file}: {message}")]
    Syntax {
        /// Language and name of the file.
        file: String,
        /// The parser's words, with line and column.
        message: String,
    },
    /// The file is well formed, but one of its values makes no sense.
    #[error("{file}: key {key}: value {value:?} {reason}")]
    Value {
        /// Language and name of the file.
        file: String,
        /// The key, with its tables, joined by dots.
        key: String,
        /// The value as written.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Rules do not read their examples as they should.
    #[error("{file}: {}", mistakes.join("; "))]
    Examples {
        /// Language and name of the file.
        file: String,
        /// Rule, question and what it was read as.
        mistakes: Vec<String>,
    },
}

/// Why a question got neither an answer nor an abstention.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The caller names a language that there are no rules for.
    #[error("language {0:?} is not one that questions are read in")]
    Language(String),
    /// The facts can't be read.
    #[error(transparent)]
    Facts(#[from] FactsError),
}

/// A data file, named for error messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct File<'a> {
    /// Language and name, `fr/questions.toml` for instance.
    pub(crate) path: &'a str,
    /// Its content.
    pub(crate) text: &'a str,
}

impl File<'_> {
    pub(crate) fn parse<T: serde::de::DeserializeOwned>(self) -> Result<T, DataError> {
        toml::from_str(self.text).map_err(|error| DataError::Syntax {
            file: self.path.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })
    }

    pub(crate) fn value(self, key: impl Into<String>, value: &str, reason: impl Into<String>) -> DataError {
        DataError::Value {
            file: self.path.to_owned(),
            key: key.into(),
            value: value.to_owned(),
            reason: reason.into(),
        }
    }
}
