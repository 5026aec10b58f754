//! The data files: those embedded at compile time, and any others handed to the loaders.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::error::LangError;

/// Folder, file name and text of every file under `data/`, sorted.
pub(crate) const EMBEDDED: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The files of one folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder<'a> {
    name: &'a str,
    files: BTreeMap<&'a str, &'a str>,
}

/// One file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    folder: &'a str,
    file: &'a str,
    text: &'a str,
}

impl<'a> Folder<'a> {
    /// A folder of these (name, text) files.
    pub(crate) fn new(name: &'a str, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { name, files: files.into_iter().collect() }
    }

    /// Every embedded folder, by name.
    pub(crate) fn embedded() -> Vec<Folder<'static>> {
        let mut folders: BTreeMap<&str, Folder<'static>> = BTreeMap::new();
        for &(folder, file, text) in EMBEDDED {
            let entry = folders.entry(folder).or_insert_with(|| Folder::new(folder, []));
            entry.files.insert(file, text);
        }
        folders.into_values().collect()
    }

    pub(crate) fn name(&self) -> &'a str {
        self.name
    }

    /// The file of this name; every language must have it.
    pub(crate) fn file(&self, name: &str) -> Result<Source<'a>, LangError> {
        self.optional(name)
            .ok_or_else(|| LangError::Missing { folder: self.name.to_owned(), file: name.to_owned() })
    }

    /// The file of this name, if the language has it.
    pub(crate) fn optional(&self, name: &str) -> Option<Source<'a>> {
        let (file, text) = self.files.get_key_value(name)?;
        Some(Source { folder: self.name, file, text })
    }
}

impl<'a> Source<'a> {
    /// A file from elsewhere, named for error messages.
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self { folder: "", file, text }
    }

    /// The file's content.
    pub(crate) fn parse<T: DeserializeOwned>(self) -> Result<T, LangError> {
        toml::from_str(self.text).map_err(|e| LangError::Syntax {
            file: self.path(),
            message: e.to_string().trim_end().to_owned(),
        })
    }

    /// An error about one value of this file.
    pub(crate) fn value(self, key: impl Into<String>, value: &str, reason: impl Into<String>) -> LangError {
        LangError::Value {
            file: self.path(),
            key: key.into(),
            value: value.to_owned(),
            reason: reason.into(),
        }
    }

    /// An error of another crate about this file.
    pub(crate) fn refused(self, error: &dyn std::error::Error) -> LangError {
        LangError::Syntax { file: self.path(), message: error.to_string() }
    }

    fn path(self) -> String {
        if self.folder.is_empty() { self.file.to_owned() } else { format!("{}/{}", self.folder, self.file) }
    }
}
