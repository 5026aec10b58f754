//! The fit: what rules are worth, and what signs add.

use std::collections::BTreeMap;

use entente_annotation::Verdict;
use entente_lang::{Calibration, Sign, TypeCalibration, logit};
use entente_model::{EventType, Language};

use super::Sample;
use super::newton::{Row, fit_ridge};

/// How many events a rule is taken to have had beforehand, as many of them right as its writer and the type's mean say between
/// them: that which tells held-out articles best.
const STRENGTHS: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

/// A type's mean is taken to have been seen half right in so many events: without any, rules would be worth 0 or 1.
const MEAN_STRENGTH: f64 = 2.0;

/// How strongly weights of signs are drawn to nothing: as if each had been seen to tell nothing in some events.
const PENALTY: f64 = 8.0;

/// A fit of all languages.
pub(super) struct Fitted {
    pub(super) languages: BTreeMap<Language, Calibration>,
    /// The same, as it is written down.
    pub(super) types: BTreeMap<(Language, EventType), TypeCalibration>,
}

impl Fitted {
    /// The confidence in an event; what is not fitted keeps its written precision.
    pub(super) fn confidence(&self, sample: &Sample<'_>) -> f64 {
        self.languages.get(&sample.language).map_or(sample.written, |calibration| {
            calibration.confidence(sample.kind, sample.rule, sample.written, &sample.signs)
        })
    }
}

/// How often rules are right, drawn towards what was to be thought of them beforehand.
struct Rates<'a> {
    mean: f64,
    strength: f64,
    rules: BTreeMap<(Language, &'a str), Seen>,
    /// What each article adds to its rules.
    articles: BTreeMap<(Language, &'a str, usize), Verdict>,
}

/// What was seen of one rule.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    verdict: Verdict,
    /// The precision that its writer gave it.
    written: f64,
}

/// Fits each type by itself, languages together: signs tell the same in all of them, rules are a language's own.
pub(super) fn fit(samples: &[&Sample<'_>]) -> Fitted {
    let mut types: BTreeMap<(Language, EventType), TypeCalibration> = BTreeMap::new();
    for &kind in EventType::ALL {
        let samples: Vec<&Sample<'_>> =
            samples.iter().copied().filter(|sample| sample.kind == kind).collect();
        if samples.is_empty() {
            continue;
        }
        let rates = Rates::of(&samples);
        let rows: Vec<Row> = samples
            .iter()
            .map(|sample| Row {
                // The rule without the article at hand: it would know the answer.
                offset: logit(rates.without(sample, rates.strength)),
                signs: sample.signs.values().to_vec(),
                right: sample.right,
                weight: sample.weight,
            })
            .collect();
        let (intercept, fitted) = fit_ridge(&rows, PENALTY);
        let mut weights = [0.0; Sign::ALL.len()];
        weights.copy_from_slice(&fitted);
        for ((language, rule), seen) in &rates.rules {
            let of_type = types.entry((*language, kind)).or_insert_with(|| TypeCalibration {
                intercept,
                weights,
                ..TypeCalibration::default()
            });
            of_type.rules.insert((*rule).into(), rates.drawn(*seen, rates.strength));
        }
    }
    let mut languages: BTreeMap<Language, Vec<_>> = BTreeMap::new();
    for ((language, kind), of_type) in &types {
        languages.entry(*language).or_default().push((*kind, of_type.clone()));
    }
    let languages =
        languages.into_iter().map(|(language, types)| (language, Calibration::new(types))).collect();
    Fitted { languages, types }
}

impl<'a> Rates<'a> {
    fn of(samples: &[&Sample<'a>]) -> Self {
        let mut rates =
            Self { mean: 0.5, strength: STRENGTHS[0], rules: BTreeMap::new(), articles: BTreeMap::new() };
        let mut sum = Verdict::default();
        for sample in samples {
            let seen = Verdict { right: sample.right * sample.weight, all: sample.weight };
            sum.add(seen);
            let rule = rates.rules.entry((sample.language, sample.rule)).or_default();
            rule.verdict.add(seen);
            rule.written = sample.written;
            rates.articles.entry((sample.language, sample.rule, sample.article)).or_default().add(seen);
        }
        rates.mean = (sum.right + MEAN_STRENGTH / 2.0) / (sum.all + MEAN_STRENGTH);
        let loss = |strength: f64| {
            samples.iter().map(|sample| log_loss(rates.without(sample, strength), sample)).sum::<f64>()
        };
        let best = STRENGTHS.into_iter().min_by(|a, b| loss(*a).total_cmp(&loss(*b)));
        rates.strength = best.unwrap_or(STRENGTHS[0]);
        rates
    }

    fn drawn(&self, seen: Seen, strength: f64) -> f64 {
        let beforehand = f64::midpoint(self.mean, seen.written);
        (seen.verdict.right + strength * beforehand) / (seen.verdict.all + strength)
    }

    /// What a sample's rule is worth on the other articles.
    fn without(&self, sample: &Sample<'_>, strength: f64) -> f64 {
        let seen = self.rules.get(&(sample.language, sample.rule)).copied().unwrap_or_default();
        let here =
            self.articles.get(&(sample.language, sample.rule, sample.article)).copied().unwrap_or_default();
        let right = (seen.verdict.right - here.right).max(0.0);
        let verdict = Verdict { right, all: (seen.verdict.all - here.all).max(0.0) };
        self.drawn(Seen { verdict, ..seen }, strength)
    }
}

fn log_loss(probability: f64, sample: &Sample<'_>) -> f64 {
    -sample.weight * (sample.right * probability.ln() + (1.0 - sample.right) * (1.0 - probability).ln())
}

#[cfg(test)]
mod tests {
    use entente_lang::Signs;

    use super::*;

    fn sample(article: usize, rule: &'static str, repeated: bool, right: bool) -> Sample<'static> {
        let mut signs = Signs::default();
        signs.set(Sign::Repeated, f64::from(u8::from(repeated)));
        Sample {
            article,
            language: Language::new("fr").unwrap(),
            kind: EventType::Stake,
            rule,
            written: 0.5,
            signs,
            built: 0.5,
            right: f64::from(u8::from(right)),
            weight: 1.0,
        }
    }

    #[test]
    fn rules_and_signs_are_told_apart() {
        // A good rule, a bad one, and a sign that tells of both.
        let samples: Vec<Sample<'_>> = (0..2000)
            .map(|n| {
                let (good, repeated) = (n % 2 == 0, n % 4 < 2);
                let odds = if good { 7 } else { 3 } + if repeated { 2 } else { -2 };
                sample(
                    n,
                    if good { "good" } else { "bad" },
                    repeated,
                    (n / 4) % 10 < odds.try_into().unwrap(),
                )
            })
            .collect();
        let all: Vec<&Sample<'_>> = samples.iter().collect();
        let fitted = fit(&all);
        for (rule, repeated, right) in
            [("good", true, 0.9), ("good", false, 0.5), ("bad", true, 0.5), ("bad", false, 0.1)]
        {
            let confidence = fitted.confidence(&sample(0, rule, repeated, true));
            assert!((confidence - right).abs() < 0.05, "{rule} {repeated}: {confidence}, not {right}");
        }
        // Nobody has seen this rule: its writer is believed, and the signs are heard.
        let unseen = |repeated| fitted.confidence(&sample(0, "unseen", repeated, true));
        assert!(unseen(true) > 0.6 && unseen(false) < 0.4);
    }

    #[test]
    fn a_rule_seen_once_is_taken_for_a_middling_one() {
        let samples: Vec<Sample<'_>> = (0..100)
            .map(|n| sample(n, "old", false, n % 5 > 0))
            .chain([sample(100, "new", false, false)])
            .collect();
        let all: Vec<&Sample<'_>> = samples.iter().collect();
        let confidence = fit(&all).confidence(&sample(0, "new", false, true));
        assert!((0.4..0.8).contains(&confidence), "{confidence}");
    }
}
