//! Rules that read questions: data, each with examples that it must read and others that it must not.

use std::collections::BTreeMap;

use entente_text::fold;
use serde::Deserialize;

use crate::error::{DataError, File};
use crate::plan::{Ask, Detail, Stage, Told};
use crate::read::pattern::Pattern;
use crate::read::period::Unit;
use crate::read::vocabulary::{Literal, Vocabulary, phrases};

/// A language's `questions.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    /// Class -> phrases, parted by commas; `*` ends a stem.
    words: BTreeMap<String, String>,
    /// The months, January first; each may have several spellings.
    months: Vec<String>,
    /// A unit and how many of them from today, `year-1` for instance -> phrases.
    relative: BTreeMap<String, String>,
    /// Words for a length of time -> its unit and how many of them.
    spans: BTreeMap<String, (String, i32)>,
    /// Numbers in words, from one on.
    numbers: Vec<String>,
    /// The word that stands before an owner: "of".
    belongs: String,
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
    /// The stage where no word of the question tells one.
    otherwise: Option<String>,
    /// How surely it must be told; only where the words of the question are not to tell.
    told: Option<String>,
    /// What the evidence must tell beside.
    detail: Option<String>,
    /// A word that the evidence must hold beside, as the question's own: what its verb asks for.
    adds: Option<String>,
    /// Only where no other rule reads the question.
    #[serde(default)]
    last: bool,
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
    pub(crate) otherwise: Stage,
    pub(crate) told: Option<Told>,
    pub(crate) detail: Option<Detail>,
    pub(crate) adds: Option<String>,
    pub(crate) last: bool,
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
    pub(crate) relative: Vec<(Unit, i32, Vec<Vec<Literal>>)>,
    spans: Vec<(String, Unit, i32)>,
    numbers: Vec<String>,
    pub(crate) belongs: String,
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
        let relative = raw.relative.iter().map(|(key, text)| {
            let at = key.find(['+', '-']).unwrap_or(key.len());
            let (unit, count) = key.split_at(at);
            let known = Unit::of(unit).zip(count.parse().ok());
            let (unit, count) =
                known.ok_or_else(|| file.value("relative", key, "is no unit with a number behind"))?;
            Ok((unit, count, phrases(file, &format!("relative.{key}"), text)?))
        });
        let relative = relative.collect::<Result<_, DataError>>()?;
        let spans = raw.spans.iter().map(|(word, (unit, count))| {
            let unit =
                Unit::of(unit).ok_or_else(|| file.value(format!("spans.{word}"), unit, "is no unit"))?;
            Ok((fold(word), unit, *count))
        });
        let spans = spans.collect::<Result<_, DataError>>()?;
        let numbers = raw.numbers.iter().map(|number| fold(number)).collect();
        let notions = raw.notions.iter().map(|(key, text)| {
            phrases(file, &format!("notions.{key}"), text).map(|phrases| (key.clone(), phrases))
        });
        let notions = notions.collect::<Result<_, _>>()?;
        let rules = raw.rule.into_iter().map(|entry| Rule::load(file, entry, &vocabulary));
        Ok(Self {
            all: rules.collect::<Result<_, _>>()?,
            vocabulary,
            months,
            relative,
            spans,
            numbers,
            belongs: fold(&raw.belongs),
            notions,
        })
    }
}

impl Rules {
    /// A number in digits or in words; none above a thousand, which is no count of years.
    pub(crate) fn count(&self, word: &str) -> Option<i32> {
        let spelt = self.numbers.iter().position(|number| number == word);
        let spelt = spelt.and_then(|index| i32::try_from(index + 1).ok());
        word.parse().ok().or(spelt).filter(|count| (1..=1000).contains(count))
    }

    /// The unit of a word for a length of time, and how many of it one is.
    pub(crate) fn unit(&self, word: &str) -> Option<(Unit, i32)> {
        self.spans.iter().find(|(span, ..)| span == word).map(|(_, unit, count)| (*unit, *count))
    }
}

impl Rule {
    fn load(file: File<'_>, entry: Entry, vocabulary: &Vocabulary) -> Result<Self, DataError> {
        let key = |field: &str| format!("rule.{}.{field}", entry.name);
        let Some(&ask) = Ask::ALL.iter().find(|ask| ask.name() == entry.ask) else {
            return Err(file.value(key("ask"), &entry.ask, "is nothing that can be asked for"));
        };
        let stage = choice(file, &key("stage"), entry.stage.as_deref(), Stage::ALL, Stage::name)?;
        let otherwise = choice(file, &key("otherwise"), entry.otherwise.as_deref(), Stage::ALL, Stage::name)?;
        let told = choice(file, &key("told"), entry.told.as_deref(), Told::ALL, Told::name)?;
        let detail = choice(file, &key("detail"), entry.detail.as_deref(), Detail::ALL, Detail::name)?;
        if let Some(class) =
            entry.with.iter().chain(&entry.without).find(|class| vocabulary.class(class).is_none())
        {
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
            otherwise: otherwise.unwrap_or_default(),
            told,
            detail,
            adds: entry.adds,
            last: entry.last,
            patterns,
            name: entry.name,
            with: entry.with,
            without: entry.without,
            examples: entry.examples,
            counterexamples: entry.counterexamples,
        })
    }
}

/// The value of this name; none where no name is written.
fn choice<T: Copy>(
    file: File<'_>,
    key: &str,
    name: Option<&str>,
    all: &[T],
    name_of: fn(T) -> &'static str,
) -> Result<Option<T>, DataError> {
    let Some(name) = name else { return Ok(None) };
    let found = all.iter().copied().find(|value| name_of(*value) == name);
    found.map(Some).ok_or_else(|| file.value(key, name, "is none of the values that there are"))
}
