//! Rules that read questions: data, each with examples that it must read and others that it must not.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{DataError, File};
use crate::plan::{Ask, Stage};
use crate::read::pattern::Pattern;
use crate::read::vocabulary::{Literal, Vocabulary, phrases};

/// A language's `questions.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    /// Class -> phrases, parted by commas; `*` ends a stem.
    words: BTreeMap<String, String>,
    /// The months, January first; each may have several spellings.
    months: Vec<String>,
    /// Notion -> phrases that express it. The same notion has the same key in every language.
    notions: BTreeMap<String, String>,
    rule: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    ask: String,
    /// Only where the words of the question are not to tell.
    stage: Option<String>,
    patterns: Vec<String>,
    /// Classes of which a phrase must stand somewhere.
    #[serde(default)]
    with: Vec<String>,
    /// Classes of which none may stand anywhere.
    #[serde(default)]
    without: Vec<String>,
    /// Questions with their names in brackets, and the plans that must come out.
    examples: Vec<(String, String)>,
    /// Questions that no pattern of the rule may match.
    counterexamples: Vec<String>,
}

/// One way of asking.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) ask: Ask,
    pub(crate) stage: Option<Stage>,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) with: Vec<String>,
    pub(crate) without: Vec<String>,
    pub(crate) examples: Vec<(String, String)>,
    pub(crate) counterexamples: Vec<String>,
}

/// Everything of a `questions.toml`.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) months: Vec<Vec<Vec<Literal>>>,
    pub(crate) notions: Vec<(String, Vec<Vec<Literal>>)>,
    pub(crate) all: Vec<Rule>,
}

impl Rules {
    /// Reads a file; that the examples come out is the reader's to check.
    pub(crate) fn load(file: File<'_>) -> Result<Self, DataError> {
        let raw: QuestionFile = file.parse()?;
        let vocabulary = Vocabulary::load(file, &raw.words)?;
        if raw.months.len() != 12 {
            return Err(file.value("months", &raw.months.join(" "), "should have 12 entries"));
        }
        let months =
            raw.months.iter().map(|month| phrases(file, "months", month)).collect::<Result<_, _>>()?;
        let notions = raw.notions.iter().map(|(key, text)| {
            phrases(file, &format!("notions.{key}"), text).map(|phrases| (key.clone(), phrases))
        });
        let notions = notions.collect::<Result<_, _>>()?;
        let rules = raw.rule.into_iter().map(|entry| Rule::load(file, entry, &vocabulary));
        Ok(Self { all: rules.collect::<Result<_, _>>()?, vocabulary, months, notions })
    }
}

impl Rule {
    fn load(file: File<'_>, entry: Entry, vocabulary: &Vocabulary) -> Result<Self, DataError> {
        let key = |field: &str| format!("rule.{}.{field}", entry.name);
        let Some(&ask) = Ask::ALL.iter().find(|ask| ask.name() == entry.ask) else {
            return Err(file.value(key("ask"), &entry.ask, "is nothing that can be asked for"));
        };
        let stage = match entry.stage.as_deref() {
            None => None,
            Some(name) => {
                let found = Stage::ALL.iter().find(|stage| stage.name() == name);
                Some(*found.ok_or_else(|| file.value(key("stage"), name, "is no stage"))?)
            }
        };
        if let Some(class) = entry.with.iter().chain(&entry.without).find(|class| !vocabulary.has(class)) {
            return Err(file.value(key("with"), class, "is an unknown word class"));
        }
        if entry.examples.is_empty() || entry.counterexamples.is_empty() {
            return Err(file.value(key("examples"), &entry.name, "lacks an example or a counter-example"));
        }
        let patterns = entry.patterns.iter().map(|text| {
            Pattern::parse(text, vocabulary).map_err(|reason| file.value(key("patterns"), text, reason))
        });
        let patterns = patterns.collect::<Result<_, _>>()?;
        Ok(Self {
            ask,
            stage,
            patterns,
            name: entry.name,
            with: entry.with,
            without: entry.without,
            examples: entry.examples,
            counterexamples: entry.counterexamples,
        })
    }
}
