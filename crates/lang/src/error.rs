//! What can be wrong with language data.

/// Data that can't be used; each variant names the file, and the key and value where there is one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LangError {
    /// The file is not TOML, or has keys or types that its kind of file does not have.
    #[error("{file}: {message}")]
    Syntax {
        /// Folder and name of the file.
        file: String,
        /// The parser's words, with line and column.
        message: String,
    },
    /// The file is well formed, but one of its values makes no sense.
    #[error("{file}: key {key}: value {value:?} {reason}")]
    Value {
        /// Folder and name of the file.
        file: String,
        /// The key, with its tables, joined by dots.
        key: String,
        /// The value as written.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file that every language needs is not there.
    #[error("{folder}: file {file} is missing")]
    Missing {
        /// The language's folder.
        folder: String,
        /// Name of the file.
        file: String,
    },
}
