//! The figures, for people and for programs.

use std::fmt::Write as _;

use entente_annotation::{Interval, Rates, Reliability, Score};
use entente_model::EventType;
use serde_json::{Map, Value, json};

use super::Compared;
use super::calibrate::Calibrated;
use super::errors::{self, Group};
use super::rules::{self, Fired};

/// All that is told of a run.
pub(super) struct Report<'a> {
    /// Gold lines that could not be used.
    pub(super) refused: u64,
    /// Articles of which the predictions say nothing.
    pub(super) unanswered: usize,
    pub(super) score: &'a Score,
    pub(super) interval: Interval,
    /// By type, and of all.
    pub(super) reliability: Vec<(Option<EventType>, Reliability)>,
    pub(super) rules: Option<Vec<Fired>>,
    pub(super) calibrated: Option<Calibrated>,
    pub(super) errors: Option<Vec<Group<'a>>>,
}

/// Whether confidences mean what they say, by type and of all.
pub(super) fn reliability(compared: &[Compared]) -> Vec<(Option<EventType>, Reliability)> {
    let of = |kind: Option<EventType>| {
        let mut reliability = Reliability::default();
        for article in compared {
            for (entry, verdict) in article.told.entries.iter().zip(&article.comparison.verdicts) {
                let counts = kind.is_none_or(|kind| entry.event.assertion.event_type() == kind);
                if let (true, Some(right)) = (counts, verdict.share()) {
                    reliability.add(entry.event.confidence, right, verdict.all);
                }
            }
        }
        (kind, reliability)
    };
    EventType::ALL.iter().map(|&kind| of(Some(kind))).chain([of(None)]).collect()
}

/// How the types and their sum are called.
pub(super) fn name(kind: Option<EventType>) -> &'static str {
    kind.map_or("all", EventType::name)
}

/// A figure with so many decimals.
pub(super) fn rounded(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

#[expect(clippy::cast_precision_loss, reason = "events are counted, not stars")]
fn share((part, whole): (usize, usize)) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Report<'_> {
    fn rates(&self) -> impl Iterator<Item = (Option<EventType>, Rates)> {
        let types = EventType::ALL.iter().map(|&kind| (Some(kind), self.score.rates(kind)));
        types.chain([(None, self.score.all())])
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let mut out = format!("articles {}, without an answer {}", self.score.articles(), self.unanswered);
        if self.refused > 0 {
            let _ = write!(out, ", left out {}", self.refused);
        }
        out.push('\n');
        for (kind, rates) in self.rates() {
            let _ = write!(
                out,
                "{:12} P {:.3}  R {:.3}  F1 {:.3}  gold {:6.1}  predicted {:6.1}",
                name(kind),
                rates.precision(),
                rates.recall(),
                rates.f1(),
                rates.gold,
                rates.predicted
            );
            if kind.is_none() {
                let _ = write!(out, "  [{:.3}, {:.3}]", self.interval.low, self.interval.high);
            }
            out.push('\n');
        }
        out.push_str("fields, on events that agree:\n");
        for (field, agreement, mean) in self.score.fields() {
            let label = format!("{}.{}", field.kind, field.field);
            let _ = write!(out, "  {label:24} {:.3}  n {:4}", agreement.accuracy(), agreement.all);
            if let Some(mean) = mean {
                let _ = write!(out, "  macro {mean:.3}");
            }
            out.push('\n');
        }
        let figure = |of: Option<f64>, decimals: usize| {
            of.map_or_else(|| "none".to_owned(), |value| format!("{value:.decimals$}"))
        };
        let _ = writeln!(
            out,
            "overclaim {} of {} flat claims that the gold tells too; verbatim passages {}",
            figure(share(self.score.overclaimed()), 3),
            self.score.overclaimed().1,
            figure(share(self.score.verbatim()), 4)
        );
        if let Some(calibrated) = &self.calibrated {
            out.push_str(&calibrated.text());
        } else {
            out.push_str("expected calibration error:");
            for (kind, reliability) in &self.reliability {
                let _ = write!(out, " {} {} ", name(*kind), figure(reliability.error(), 3));
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
        if let Some(fired) = &self.rules {
            out.push_str(&rules::text(fired));
        }
        if let Some(groups) = &self.errors {
            out.push_str(&errors::text(groups));
        }
        out
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let mut out = Map::new();
        out.insert("articles".to_owned(), json!(self.score.articles()));
        out.insert("unanswered".to_owned(), json!(self.unanswered));
        out.insert("refused".to_owned(), json!(self.refused));
        for (kind, rates) in self.rates() {
            let mut row = json!({
                "precision": rounded(rates.precision(), 3),
                "recall": rounded(rates.recall(), 3),
                "f1": rounded(rates.f1(), 3),
                "gold": rounded(rates.gold, 1),
                "predicted": rounded(rates.predicted, 1),
            });
            if kind.is_none() {
                row["f1_95"] = json!([rounded(self.interval.low, 3), rounded(self.interval.high, 3)]);
            }
            out.insert(name(kind).to_owned(), row);
        }
        let fields = self.score.fields().into_iter().map(|(field, agreement, mean)| {
            let mut row = json!({"accuracy": rounded(agreement.accuracy(), 3), "n": agreement.all});
            if let Some(mean) = mean {
                row["macro"] = json!(rounded(mean, 3));
            }
            (format!("{}.{}", field.kind, field.field), row)
        });
        out.insert("fields".to_owned(), Value::Object(fields.collect()));
        let overclaim = share(self.score.overclaimed()).map(|share| rounded(share, 3));
        out.insert("overclaim".to_owned(), json!(overclaim));
        out.insert("spans".to_owned(), json!(share(self.score.verbatim()).map(|share| rounded(share, 4))));
        let errors = self.reliability.iter().map(|(kind, reliability)| {
            let bins = reliability.bins().iter().map(|bin| {
                json!({
                    "events": rounded(bin.events, 1),
                    "confidence": rounded(bin.confidence(), 3),
                    "right": rounded(bin.right(), 3),
                })
            });
            let error = reliability.error().map(|error| rounded(error, 3));
            (name(*kind).to_owned(), json!({"error": error, "bins": bins.collect::<Vec<_>>()}))
        });
        out.insert("calibration".to_owned(), Value::Object(errors.collect()));
        if let Some(calibrated) = &self.calibrated {
            out.insert("calibrated".to_owned(), calibrated.json());
        }
        if let Some(fired) = &self.rules {
            out.insert("rules".to_owned(), rules::json(fired));
        }
        if let Some(groups) = &self.errors {
            out.insert("errors".to_owned(), errors::json(groups));
        }
        Value::Object(out)
    }
}
