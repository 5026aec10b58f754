//! How likely events are right, fitted to annotated articles; `entente eval --calibrate` writes it down as language data.
//!
//! What is told of the fit is told of articles that it has not seen: it is made again without each tenth of the articles, and
//! judged on that tenth.

mod file;
mod fit;
mod newton;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use entente_annotation::Reliability;
use entente_lang::Signs;
use entente_model::{EventType, Language};
use serde_json::{Value, json};

use super::Compared;
use super::report::{name, rounded};
use crate::error::Error;

/// Parts into which the articles are cut.
const FOLDS: usize = 10;

/// One event whose truth is known.
#[derive(Debug, Clone)]
struct Sample<'a> {
    /// The article, by its place in the order of their ids.
    article: usize,
    language: Language,
    kind: EventType,
    rule: &'a str,
    /// The precision that the rule's writer gave it.
    written: f64,
    signs: Signs,
    /// The confidence that this build gave it.
    built: f64,
    /// The share of it that is right.
    right: f64,
    /// How much it counts, in events.
    weight: f64,
}

/// What became of a fit.
pub(super) struct Calibrated {
    /// Precisions as rules have them, as this build has them, and as the fit has them on articles that it has not seen; by type
    /// and of all.
    rows: Vec<(Option<EventType>, [Judged; 3])>,
    files: Vec<PathBuf>,
}

/// How well confidences did.
#[derive(Debug, Clone, Default)]
struct Judged {
    reliability: Reliability,
    /// Of squared distances from the truth.
    sum: f64,
    events: f64,
}

impl Judged {
    fn add(&mut self, confidence: f64, sample: &Sample<'_>) {
        self.reliability.add(confidence, sample.right, sample.weight);
        self.sum += (confidence - sample.right).powi(2) * sample.weight;
        self.events += sample.weight;
    }

    fn error(&self) -> f64 {
        self.reliability.error().unwrap_or(0.0)
    }

    /// The mean squared distance from the truth (Brier's score).
    fn brier(&self) -> f64 {
        if self.events > 0.0 { self.sum / self.events } else { 0.0 }
    }
}

/// Fits and judges the fit; writes the file of each language in which events were read, where `data` tells the directory.
pub(super) fn run(compared: &[Compared], data: Option<&Path>) -> Result<Calibrated, Error> {
    let samples = samples(compared);
    let mut confidences = vec![0.0; samples.len()];
    for fold in 0..FOLDS {
        let seen: Vec<&Sample<'_>> = samples.iter().filter(|sample| sample.article % FOLDS != fold).collect();
        let fitted = fit::fit(&seen);
        for (confidence, sample) in confidences.iter_mut().zip(&samples) {
            if sample.article % FOLDS == fold {
                *confidence = fitted.confidence(sample);
            }
        }
    }
    let row = |kind: Option<EventType>| {
        let mut judged = [Judged::default(), Judged::default(), Judged::default()];
        for (sample, unseen) in samples.iter().zip(&confidences) {
            if kind.is_none_or(|kind| sample.kind == kind) {
                for (judged, confidence) in judged.iter_mut().zip([sample.written, sample.built, *unseen]) {
                    judged.add(confidence, sample);
                }
            }
        }
        (kind, judged)
    };
    let rows = EventType::ALL.iter().map(|&kind| row(Some(kind))).chain([row(None)]).collect();
    let all: Vec<&Sample<'_>> = samples.iter().collect();
    let files = data.map(|data| file::write(&fit::fit(&all), &all, data)).transpose()?.unwrap_or_default();
    Ok(Calibrated { rows, files })
}

fn samples(compared: &[Compared]) -> Vec<Sample<'_>> {
    let mut order: Vec<&Compared> = compared.iter().collect();
    order.sort_by_key(|article| &article.id);
    let mut samples = Vec::new();
    for (index, article) in order.into_iter().enumerate() {
        let Some(language) = article.language else { continue };
        let events = article.told.entries.iter().zip(&article.comparison.verdicts).zip(&article.grounds);
        for ((entry, verdict), grounds) in events {
            let Some(right) = verdict.share() else { continue };
            samples.push(Sample {
                article: index,
                language,
                kind: entry.event.assertion.event_type(),
                rule: &entry.event.rule,
                written: grounds.written,
                signs: grounds.signs,
                built: entry.event.confidence,
                right,
                weight: verdict.all,
            });
        }
    }
    samples
}

impl Calibrated {
    /// For people.
    pub(super) fn text(&self) -> String {
        let mut out = String::from(
            "calibration: expected error, mean squared error in parentheses\n  \
             type          events  as rules say     as built now     fitted, on unseen articles\n",
        );
        for (kind, judged) in &self.rows {
            let _ = write!(out, "  {:12} {:7.1}", name(*kind), judged[0].events);
            for judged in judged {
                let _ = write!(out, "  {:.3} ({:.3})  ", judged.error(), judged.brier());
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
        for file in &self.files {
            let _ = writeln!(out, "  written: {}", file.display());
        }
        out
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let of = |judged: &Judged| json!({"error": rounded(judged.error(), 3), "brier": rounded(judged.brier(), 3)});
        let rows = self.rows.iter().map(|(kind, [written, built, unseen])| {
            let row = json!({
                "events": rounded(written.events, 1),
                "written": of(written),
                "built": of(built),
                "cross_validated": of(unseen),
            });
            (name(*kind).to_owned(), row)
        });
        let files: Vec<_> = self.files.iter().map(|file| file.display().to_string()).collect();
        json!({"types": rows.collect::<BTreeMap<_, _>>(), "files": files})
    }
}
