//! How likely an event is right, as data: what the rules of a language were worth on annotated articles, and what else tells.
//!
//! The odds of an event are those of its rule times what each of its signs does to them:
//! `logit(confidence) = intercept + logit(precision of the rule) + sum of weight x sign`, all of it fitted by type on articles
//! that people have annotated. A rule that the fit has not seen keeps the precision that its writer gave it.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use entente_model::EventType;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::LangError;
use crate::source::{Folder, Source};

/// The file of a language's folder.
const FILE: &str = "calibration.toml";

/// No confidence is farther from a half: no fit has seen enough to be surer.
const SUREST: f64 = 0.99;

/// What makes an event likelier to be right, or less, than its rule alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// The article tells it more than once.
    Repeated,
    /// The share of its mentions that are pronouns or descriptors instead of names.
    Coreferent,
    /// The share of its parties that are unnamed, or only described.
    Unnamed,
    /// The share of its parties that have a name, of which neither the knowledge nor the words around say what they are.
    Unsure,
    /// The share of its parties that are people, states, places, parties or clubs.
    Personal,
    /// Somebody else than the article says it.
    Attributed,
    /// It is less than certain.
    Doubtful,
    /// It is said not to be so.
    Negative,
    /// A share, an amount or a date stands with it.
    Figured,
    /// How long its evidence is: 0 for a word, 1 for fifty words or more.
    Long,
    /// The title tells it.
    Headline,
}

impl Sign {
    /// Every sign, in the order of [`Signs`].
    pub const ALL: [Self; 11] = [
        Self::Repeated,
        Self::Coreferent,
        Self::Unnamed,
        Self::Unsure,
        Self::Personal,
        Self::Attributed,
        Self::Doubtful,
        Self::Negative,
        Self::Figured,
        Self::Long,
        Self::Headline,
    ];

    /// Its key in data files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Repeated => "repeated",
            Self::Coreferent => "coreferent",
            Self::Unnamed => "unnamed",
            Self::Unsure => "unsure",
            Self::Personal => "personal",
            Self::Attributed => "attributed",
            Self::Doubtful => "doubtful",
            Self::Negative => "negative",
            Self::Figured => "figured",
            Self::Long => "long",
            Self::Headline => "headline",
        }
    }
}

/// How far each sign holds of an event, 0 to 1, in the order of [`Sign::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Signs([f64; Sign::ALL.len()]);

impl Signs {
    /// How far a sign holds.
    pub fn get(&self, sign: Sign) -> f64 {
        self.0[sign as usize]
    }

    /// Sets how far a sign holds.
    pub fn set(&mut self, sign: Sign, value: f64) {
        self.0[sign as usize] = value;
    }

    /// All of them, in order.
    pub fn values(&self) -> &[f64] {
        &self.0
    }
}

/// What is known of events of one type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TypeCalibration {
    /// Added to the log-odds of every event of the type.
    pub intercept: f64,
    /// Added to them for each sign, times how far it holds, in the order of [`Sign::ALL`].
    pub weights: [f64; Sign::ALL.len()],
    /// How often each rule is right, 0 to 1; the less it was seen, the nearer to what its writer and the type's mean say between
    /// them.
    pub rules: FxHashMap<Box<str>, f64>,
}

/// How likely events of a language are right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calibration {
    types: [Option<TypeCalibration>; EventType::ALL.len()],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    intercept: f64,
    #[serde(default)]
    signs: BTreeMap<String, f64>,
    #[serde(default)]
    rules: BTreeMap<String, f64>,
}

impl Calibration {
    /// From what is known of each type.
    pub fn new(types: impl IntoIterator<Item = (EventType, TypeCalibration)>) -> Self {
        let mut calibration = Self::default();
        for (kind, of_type) in types {
            calibration.types[kind as usize] = Some(of_type);
        }
        calibration
    }

    /// Reads the file of a folder; a language without one leaves every confidence to its rule.
    pub(crate) fn load(folder: &Folder<'_>) -> Result<Self, LangError> {
        match folder.optional(FILE) {
            Some(source) => Self::of(source),
            None => Ok(Self::default()),
        }
    }

    /// Reads what a fit has written. `file` is its name, for error messages.
    pub fn read(file: &str, text: &str) -> Result<Self, LangError> {
        Self::of(Source::new(file, text))
    }

    fn of(source: Source<'_>) -> Result<Self, LangError> {
        let tables: BTreeMap<String, Table> = source.parse()?;
        let mut types = Vec::new();
        for (name, table) in tables {
            let kind = EventType::from_str(&name)
                .map_err(|_| source.value(name.as_str(), &name, "is no type of event"))?;
            let mut weights = [0.0; Sign::ALL.len()];
            for (key, weight) in table.signs {
                let sign = Sign::ALL.into_iter().find(|sign| sign.name() == key);
                let wrong = |reason| source.value(format!("{name}.signs.{key}"), &weight.to_string(), reason);
                weights[sign.ok_or_else(|| wrong("is the weight of no sign"))? as usize] = weight;
                if !weight.is_finite() {
                    return Err(wrong("is no finite number"));
                }
            }
            if !table.intercept.is_finite() {
                let key = format!("{name}.intercept");
                return Err(source.value(key, &table.intercept.to_string(), "is no finite number"));
            }
            // Rules that are gone do no harm: whoever takes one out need not fit again at once.
            for (rule, precision) in &table.rules {
                if !(0.0 < *precision && *precision < 1.0) {
                    let key = format!("{name}.rules.{rule}");
                    return Err(source.value(key, &precision.to_string(), "does not lie between 0 and 1"));
                }
            }
            let rules = table.rules.into_iter().map(|(rule, precision)| (rule.into(), precision)).collect();
            types.push((kind, TypeCalibration { intercept: table.intercept, weights, rules }));
        }
        Ok(Self::new(types))
    }

    /// The confidence in an event, 0 to 1; `written` is the precision that the rule's writer gave it.
    pub fn confidence(&self, kind: EventType, rule: &str, written: f64, signs: &Signs) -> f64 {
        let Some(of_type) = &self.types[kind as usize] else { return written };
        let precision = of_type.rules.get(rule).copied().unwrap_or(written);
        let told: f64 = of_type.weights.iter().zip(signs.values()).map(|(weight, sign)| weight * sign).sum();
        let odds = of_type.intercept + logit(precision) + told;
        (1.0 / (1.0 + (-odds).exp())).clamp(1.0 - SUREST, SUREST)
    }
}

/// The log-odds of a probability; those of 0 and 1 are as finite as those of the surest confidence.
pub fn logit(probability: f64) -> f64 {
    let probability = probability.clamp(1.0 - SUREST, SUREST);
    (probability / (1.0 - probability)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Calibration, LangError> {
        Calibration::read("c.toml", text)
    }

    #[test]
    fn signs_move_the_odds_of_the_rule() {
        let text = "[STAKE]\nintercept = 0.0\nsigns.repeated = 1.0\nrules.\"stake.hold\" = 0.8";
        let calibration = read(text).unwrap();
        let mut signs = Signs::default();
        let of = |rule, signs: &Signs| calibration.confidence(EventType::Stake, rule, 0.6, signs);
        assert!((of("stake.hold", &signs) - 0.8).abs() < 1e-9);
        assert!((of("stake.new", &signs) - 0.6).abs() < 1e-9);
        signs.set(Sign::Repeated, 1.0);
        let odds = of("stake.hold", &signs) / (1.0 - of("stake.hold", &signs));
        assert!((odds - 4.0 * std::f64::consts::E).abs() < 1e-9);
        // Nothing is known of this type.
        assert!((calibration.confidence(EventType::Strategy, "x", 0.6, &signs) - 0.6).abs() < 1e-9);
        let sure = calibration.confidence(EventType::Stake, "stake.new", 1.0, &signs);
        assert!(sure <= SUREST, "{sure}");
    }

    #[test]
    fn wrong_values_are_refused_with_key_and_value() {
        for (text, key, value) in [
            ("[RUMOUR]\nintercept = 0.0", "RUMOUR", "RUMOUR"),
            ("[STAKE]\nintercept = inf", "STAKE.intercept", "inf"),
            ("[STAKE]\nintercept = 0.0\nsigns.moon = 1.0", "STAKE.signs.moon", "1"),
            ("[STAKE]\nintercept = 0.0\nsigns.long = nan", "STAKE.signs.long", "NaN"),
            ("[STAKE]\nintercept = 0.0\nrules.x = 1.0", "STAKE.rules.x", "1"),
        ] {
            match read(text) {
                Err(LangError::Value { key: at, value: given, .. }) => {
                    assert_eq!((at.as_str(), given.as_str()), (key, value));
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
