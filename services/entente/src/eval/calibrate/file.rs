//! A fit as a file of language data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use entente_lang::{Sign, TypeCalibration};
use entente_model::{EventType, Language};

use super::Sample;
use super::fit::Fitted;
use crate::error::Error;

/// The file in a language's folder.
const FILE: &str = "calibration.toml";

/// Writes the file of each language, and tells which were written. A language that has no folder there is none of the data's.
pub(super) fn write(fitted: &Fitted, samples: &[&Sample<'_>], data: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for language in fitted.languages.keys() {
        let folder = data.join(language.as_str());
        let told = |message: String| Error::Flag {
            flag: "--calibrate",
            value: data.display().to_string(),
            expected: message,
        };
        if !folder.is_dir() {
            return Err(told(format!("it must have a folder {language} of language data")));
        }
        let of_language: Vec<&Sample<'_>> =
            samples.iter().copied().filter(|sample| sample.language == *language).collect();
        let file = folder.join(FILE);
        std::fs::write(&file, text(*language, &fitted.types, &of_language))
            .map_err(|error| told(format!("{}: {error}", file.display())))?;
        files.push(file);
    }
    Ok(files)
}

fn text(
    language: Language,
    types: &BTreeMap<(Language, EventType), TypeCalibration>,
    samples: &[&Sample<'_>],
) -> String {
    let articles: BTreeSet<usize> = samples.iter().map(|sample| sample.article).collect();
    let events: f64 = samples.iter().map(|sample| sample.weight).sum();
    let mut out = format!(
        "# How likely events are right. Fitted on {events:.0} events of {} annotated articles: `entente eval --calibrate`\n\
         # writes this file, fit again instead of changing it. The log-odds of an event are the intercept, those of its\n\
         # rule's precision, and for each sign its weight times how far it holds. Rules that are not named here keep the\n\
         # precision that they have of their own.\n",
        articles.len()
    );
    for ((_, kind), of_type) in types.iter().filter(|((of, _), _)| *of == language) {
        let _ = writeln!(out, "\n[{kind}]\nintercept = {:.3}", of_type.intercept);
        let _ = writeln!(out, "\n[{kind}.signs]");
        for sign in Sign::ALL {
            let weight = of_type.weights[sign as usize];
            // Nothing was seen of it.
            if weight.abs() >= 0.0005 {
                let _ = writeln!(out, "{} = {weight:.3}", sign.name());
            }
        }
        let _ = writeln!(out, "\n[{kind}.rules]");
        let rules: BTreeMap<&str, f64> = of_type.rules.iter().map(|(rule, of)| (&**rule, *of)).collect();
        for (rule, precision) in rules {
            let _ = writeln!(out, "{rule:?} = {:.3}", precision.clamp(0.001, 0.999));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use entente_lang::{Calibration, Signs};

    use super::*;
    use crate::eval::calibrate::fit::fit;

    #[test]
    fn what_is_written_is_read_back() {
        let language = Language::new("fr").unwrap();
        let samples: Vec<Sample<'_>> = (0..60)
            .map(|n| {
                let mut signs = Signs::default();
                signs.set(Sign::Headline, f64::from(u8::from(n % 3 == 0)));
                let (kind, rule) = if n % 2 == 0 {
                    (EventType::Stake, "stake.hold")
                } else {
                    (EventType::Statement, "statement.quotation")
                };
                let right = f64::from(u8::from(n % 5 > 0));
                Sample {
                    article: n,
                    language,
                    kind,
                    rule,
                    written: 0.5,
                    signs,
                    built: 0.5,
                    right,
                    weight: 1.0,
                }
            })
            .collect();
        let samples: Vec<&Sample<'_>> = samples.iter().collect();
        let fitted = fit(&samples);
        let text = text(language, &fitted.types, &samples);
        assert!(
            text.starts_with("# How likely events are right. Fitted on 60 events of 60 annotated articles"),
            "{text}"
        );
        let read = Calibration::read("calibration.toml", &text).unwrap();
        for sample in samples {
            let told = read.confidence(sample.kind, sample.rule, sample.written, &sample.signs);
            assert!((told - fitted.confidence(sample)).abs() < 0.002, "{text}");
        }
    }
}
