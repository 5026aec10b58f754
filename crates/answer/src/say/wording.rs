//! A language's `answers.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{DataError, File};
use crate::say::template::Template;

/// Places that a sentence about an event may have.
pub(crate) const HOLES: [&str; 16] = [
    "who", "others", "object", "target", "share", "without", "topic", "quote", "when", "amount", "seller",
    "said", "name", "count", "words", "clause",
];

/// Sentences that the speaker needs; a file must have them.
const NEEDED: [&str; 82] = [
    "places",
    "yes",
    "no",
    "list",
    "more",
    "more_at_least",
    "read_as",
    "topic",
    "without",
    "unnamed",
    "and",
    "comma",
    "amount",
    "seller",
    "when_done",
    "when_expected",
    "dated",
    "disputed",
    "since",
    "since_at_latest",
    "some_of",
    "share_of",
    "partnership.SOUGHT",
    "partnership.NEGOTIATING",
    "partnership.PLANNED",
    "partnership.SIGNED",
    "partnership.ACTIVE",
    "partnership.RENEGOTIATING",
    "partnership.ENDED",
    "partnership.FAILED",
    "partnership.not",
    "stake.PLANNED",
    "stake.NEGOTIATING",
    "stake.ANNOUNCED",
    "stake.COMPLETED",
    "stake.FAILED",
    "stake.HELD",
    "stake.FORMER",
    "stake.not",
    "stake.not_held",
    "strategy.PLANNED",
    "strategy.UNDERWAY",
    "strategy.COMPLETED",
    "strategy.ABANDONED",
    "strategy.not",
    "statement",
    "source.one",
    "source.many",
    "source.some",
    "source.named",
    "source.media",
    "source.document",
    "certainty.possible",
    "certainty.probable",
    "share.exact",
    "share.approximate",
    "share.minimum",
    "share.maximum",
    "share.between",
    "time.year",
    "time.month",
    "time.day",
    "time.quarter",
    "time.half",
    "time.week",
    "time.decade",
    "time.range",
    "time.SP",
    "time.SU",
    "time.FA",
    "time.WI",
    "time.open",
    "abstain.empty",
    "abstain.long",
    "abstain.no_rule",
    "abstain.strange_word",
    "abstain.name",
    "abstain.words",
    "abstain.facts",
    "abstain.contradiction",
    "abstain.out_of_scope",
    "abstain.language",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerFile {
    /// Name -> sentence or part of one.
    text: BTreeMap<String, Forms>,
    /// Action -> what is done, as an infinitive and as a participle, with and without a share.
    action: BTreeMap<String, Action>,
    /// Months, January first.
    months: Vec<String>,
    /// Powers of ten and their names, largest first.
    scales: Vec<(f64, String, String)>,
    /// What parts whole from tenths.
    decimal: String,
    /// Endings that change before a vowel.
    #[serde(default)]
    elisions: Vec<(String, String)>,
}

/// A sentence; where its verb tells the number, one for each.
#[derive(Deserialize)]
#[serde(untagged)]
enum Forms {
    Both(String),
    Each { one: String, many: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    plan: String,
    done: String,
    plan_share: Option<String>,
    done_share: Option<String>,
}

/// What answers are made of.
#[derive(Debug, Clone)]
pub(crate) struct Wording {
    texts: BTreeMap<String, (Template, Template)>,
    pub(crate) months: Vec<String>,
    pub(crate) scales: Vec<(f64, String, String)>,
    pub(crate) decimal: String,
    elisions: Vec<(String, String)>,
}

impl Wording {
    pub(crate) fn load(file: File<'_>) -> Result<Self, DataError> {
        let raw: AnswerFile = file.parse()?;
        let mut texts = BTreeMap::new();
        let parse = |key: &str, text: &str| {
            Template::parse(text, &HOLES).map_err(|reason| file.value(format!("text.{key}"), text, reason))
        };
        for (key, forms) in &raw.text {
            let (one, many) = match forms {
                Forms::Both(both) => (both, both),
                Forms::Each { one, many } => (one, many),
            };
            texts.insert(key.clone(), (parse(key, one)?, parse(key, many)?));
        }
        for (action, forms) in &raw.action {
            let share = |text: &Option<String>, bare: &str| text.clone().unwrap_or_else(|| bare.to_owned());
            for (form, text) in [
                ("plan", forms.plan.clone()),
                ("done", forms.done.clone()),
                ("plan_share", share(&forms.plan_share, &forms.plan)),
                ("done_share", share(&forms.done_share, &forms.done)),
            ] {
                let key = format!("action.{action}.{form}");
                let template = parse(&key, &text)?;
                texts.insert(key, (template.clone(), template));
            }
        }
        let actions = ["HOLD", "ACQUIRE", "INCREASE", "REDUCE", "DISPOSE", "MERGE"];
        let needed = actions.iter().map(|action| format!("action.{action}.plan"));
        let needed = needed.chain(NEEDED.iter().map(|key| (*key).to_owned()));
        if let Some(key) = needed.into_iter().find(|key| !texts.contains_key(key)) {
            return Err(file.value("text", &key, "is a sentence that is needed and absent"));
        }
        if raw.months.len() != 12 {
            return Err(file.value("months", &raw.months.join(" "), "should have 12 entries"));
        }
        Ok(Self {
            texts,
            months: raw.months,
            scales: raw.scales,
            decimal: raw.decimal,
            elisions: raw.elisions,
        })
    }

    /// The sentence of this key, for one or several subjects, filled.
    pub(crate) fn say(&self, key: &str, many: bool, values: &[(&str, String)]) -> String {
        self.texts.get(key).map_or_else(String::new, |(one, several)| {
            (if many { several } else { one }).fill(values, &self.elisions)
        })
    }

    /// A sentence whose number does not matter.
    pub(crate) fn text(&self, key: &str, values: &[(&str, String)]) -> String {
        self.say(key, false, values)
    }

    /// "A, B and C".
    pub(crate) fn series(&self, names: &[String]) -> String {
        let (comma, and) = (self.text("comma", &[]), self.text("and", &[]));
        match names {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => format!("{}{and}{last}", first.join(&comma)),
        }
    }
}
