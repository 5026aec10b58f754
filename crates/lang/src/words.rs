//! Word lists: which lemmas a language has, and by which paradigm each of them is inflected.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::analysis::{Analysis, Pos};
use crate::error::LangError;
use crate::lexicon::LexiconBuilder;
use crate::paradigm::Paradigms;
use crate::source::Source;

/// Lemmas by the group or model that inflects them; several in one string, parted by white space.
pub(crate) type Listing = BTreeMap<String, String>;

/// Lemmas some of whose rows are written out.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parts {
    /// Group or model for the other rows.
    group: String,
    /// The rows that are written out.
    rows: Vec<String>,
    /// Lemma -> the forms of those rows in the order of the layout; `a/b` are variants.
    words: BTreeMap<String, String>,
}

/// A word list with its paradigms, being added to a lexicon.
pub(crate) struct Words<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) paradigms: &'a Paradigms,
}

impl Words<'_> {
    /// Adds all forms of all lemmas, each reading changed by `mark`; tells the lemmas.
    pub(crate) fn add_listing(
        &self,
        key: &str,
        listing: &Listing,
        mark: impl Fn(Analysis) -> Analysis,
        lexicon: &mut LexiconBuilder,
    ) -> Result<Vec<String>, LangError> {
        let mut lemmas = Vec::new();
        for (group, words) in listing {
            for lemma in words.split_whitespace() {
                let Some(forms) = self.paradigms.forms(group, lemma, &[]) else {
                    return Err(self.source.value(
                        format!("{key}.{group}"),
                        lemma,
                        "fits no model of this group",
                    ));
                };
                add_forms(lexicon, lemma, forms, &mark);
                lemmas.push(lemma.to_owned());
            }
        }
        Ok(lemmas)
    }

    /// Adds lemmas with forms written out; tells the lemmas.
    pub(crate) fn add_parts(
        &self,
        parts: &Parts,
        mark: impl Fn(Analysis) -> Analysis,
        lexicon: &mut LexiconBuilder,
    ) -> Result<Vec<String>, LangError> {
        let mut cells = Vec::new();
        for row in &parts.rows {
            match self.paradigms.row(row) {
                Some(tags) => cells.extend_from_slice(tags),
                None => return Err(self.source.value("parts.rows", row, "is no row of the paradigms")),
            }
        }
        for (lemma, text) in &parts.words {
            let key = format!("parts.words.{lemma}");
            let Some(mut forms) = self.paradigms.forms(&parts.group, lemma, &parts.rows) else {
                return Err(self.source.value(
                    "parts.group",
                    &parts.group,
                    format!("does not fit {lemma:?}"),
                ));
            };
            let written: Vec<&str> = text.split_whitespace().collect();
            if written.len() != cells.len() {
                return Err(self.source.value(key, text, format!("should have {} forms", cells.len())));
            }
            for (variants, tags) in written.iter().zip(&cells) {
                forms.extend(variants.split('/').map(|form| (form.to_owned(), *tags)));
            }
            add_forms(lexicon, lemma, forms, &mark);
        }
        Ok(parts.words.keys().cloned().collect())
    }
}

fn add_forms(
    lexicon: &mut LexiconBuilder,
    lemma: &str,
    forms: Vec<(String, Analysis)>,
    mark: impl Fn(Analysis) -> Analysis,
) {
    let id = lexicon.lemma(lemma);
    for (form, tags) in forms {
        lexicon.add(&form, mark(Analysis { lemma: Some(id), ..tags }));
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounFile {
    /// Gender label -> nouns inflected for number.
    #[serde(default)]
    masculine: Listing,
    #[serde(default)]
    feminine: Listing,
    /// Nouns without grammatical gender.
    #[serde(default)]
    common: Listing,
    /// Nouns with a form for each gender; inflected like adjectives.
    #[serde(default)]
    person: Listing,
    parts: Option<Parts>,
}

/// Adds the nouns of a file.
pub(crate) fn add_nouns(
    source: Source<'_>,
    nouns: &Paradigms,
    adjectives: &Paradigms,
    lexicon: &mut LexiconBuilder,
) -> Result<(), LangError> {
    let file: NounFile = source.parse()?;
    let words = Words { source, paradigms: nouns };
    for (key, listing, label) in [
        ("masculine", &file.masculine, "m"),
        ("feminine", &file.feminine, "f"),
        ("common", &file.common, "-"),
    ] {
        words.add_listing(key, listing, |a| a.labelled(label).unwrap_or(a), lexicon)?;
    }
    let people = Words { source, paradigms: adjectives };
    people.add_listing("person", &file.person, |a| Analysis { pos: Pos::Noun, ..a }, lexicon)?;
    if let Some(parts) = &file.parts {
        words.add_parts(parts, |a| a, lexicon)?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdjectiveFile {
    adjectives: Listing,
}

/// Adds the adjectives of a file.
pub(crate) fn add_adjectives(
    source: Source<'_>,
    adjectives: &Paradigms,
    lexicon: &mut LexiconBuilder,
) -> Result<(), LangError> {
    let file: AdjectiveFile = source.parse()?;
    let words = Words { source, paradigms: adjectives };
    words.add_listing("adjectives", &file.adjectives, |a| a, lexicon)?;
    Ok(())
}
