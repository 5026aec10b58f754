//! Articles of others, where they are at hand beside the checkout.

use std::path::{Path, PathBuf};

use entente_model::Language;
use jiff::civil::Date;

/// An article to read.
#[derive(Debug, Clone)]
pub struct Given {
    /// Where it is from.
    pub name: String,
    /// Its text, a title included.
    pub text: String,
    /// Its language, if told.
    pub language: Option<Language>,
    /// The day on which it came out, if told.
    pub published: Option<Date>,
}

/// The articles of lines of JSON that have a `text`, or a `title` and a `body`.
pub fn articles_of(lines: &str) -> Vec<Given> {
    let article = |line: &str| {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        let told = |key: &str| article[key].as_str();
        let text = told("text").map(str::to_owned);
        Given {
            name: told("id").unwrap_or_default().to_owned(),
            text: text.unwrap_or_else(|| format!("{}\n\n{}", told("title").unwrap(), told("body").unwrap())),
            language: told("language").and_then(|code| Language::new(code).ok()),
            published: told("published").and_then(|date| date.parse().ok()),
        }
    };
    lines.lines().filter(|line| !line.trim().is_empty()).map(article).collect()
}

/// The folder with articles of others; none beside this checkout.
pub fn others() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/eval/dev");
    folder.is_dir().then_some(folder)
}
