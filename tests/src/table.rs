//! Tables of texts and what they say, `corpus/<language>/*.toml`.

use std::path::{Path, PathBuf};

use entente_model::Language;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

/// One text and what it says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What it is an example of.
    pub name: String,
    /// The text.
    pub text: String,
    /// The day on which it came out.
    #[serde(default, deserialize_with = "date")]
    pub published: Option<Date>,
    /// What it says, a line for each event (see [`crate::notation`]).
    pub gives: Vec<String>,
    /// What it does not say, though it may look so.
    #[serde(default)]
    pub not: Vec<String>,
    /// Events that no line of `gives` fits are let pass: for whole articles.
    #[serde(default)]
    pub others: bool,
    /// What is wrong as of now.
    pub known_gap: Option<Known>,
}

/// A gap that is known.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// What is not understood.
    pub why: String,
    /// What comes out instead.
    pub gives: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    entry: Vec<Entry>,
}

/// Every table: its language, its file and its entries.
pub fn tables() -> Vec<(Language, PathBuf, Vec<Entry>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut tables = Vec::new();
    for folder in children(&corpus) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Ok(language) = Language::new(&name) else { continue };
        for path in children(&folder) {
            let text = std::fs::read_to_string(&path).unwrap();
            let table: Table =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            tables.push((language, path, table.entry));
        }
    }
    tables
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let mut children: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    children.sort();
    children
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(de::Error::custom)
}
