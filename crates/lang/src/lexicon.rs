//! The words of a language: every form with its readings.

use std::num::NonZeroU32;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, LemmaId, Number, Pos};
use crate::phrases::Phrases;

/// Forms, readings and lemmas. All forms are in lower case, with their accents and with the straight apostrophe.
#[derive(Debug)]
pub(crate) struct Lexicon {
    forms: FxHashMap<Box<str>, Range<u32>>,
    analyses: Vec<Analysis>,
    phrases: Phrases<Analysis>,
    lemmas: Lemmas,
}

#[derive(Debug, Default)]
struct Lemmas {
    names: Vec<Box<str>>,
    ids: FxHashMap<Box<str>, LemmaId>,
}

/// A lexicon in the making.
#[derive(Debug, Default)]
pub(crate) struct LexiconBuilder {
    forms: FxHashMap<Box<str>, Vec<Analysis>>,
    /// The first form of each reading of a noun.
    nouns: FxHashMap<Analysis, Box<str>>,
    phrases: Phrases<Analysis>,
    lemmas: Lemmas,
}

impl LexiconBuilder {
    /// The id of a lemma, new or known.
    pub(crate) fn lemma(&mut self, name: &str) -> LemmaId {
        if let Some(&id) = self.lemmas.ids.get(name) {
            return id;
        }
        self.lemmas.names.push(name.into());
        let count = u32::try_from(self.lemmas.names.len()).unwrap_or(u32::MAX);
        let id = LemmaId(NonZeroU32::new(count).unwrap_or(NonZeroU32::MAX));
        self.lemmas.ids.insert(name.into(), id);
        id
    }

    /// Adds a reading of a form, unless the form has it already.
    pub(crate) fn add(&mut self, form: &str, analysis: Analysis) {
        let readings = match self.forms.get_mut(form) {
            Some(readings) => readings,
            None => self.forms.entry(form.into()).or_default(),
        };
        if !readings.contains(&analysis) {
            readings.push(analysis);
        }
        if analysis.pos == Pos::Noun {
            self.nouns.entry(analysis).or_insert_with(|| form.into());
        }
    }

    /// Adds a reading of a form of several tokens.
    pub(crate) fn add_phrase(&mut self, tokens: &[&str], analysis: Analysis) {
        self.phrases.insert(tokens, analysis);
    }

    /// Forms added so far whose readings satisfy a condition, in alphabetical order.
    pub(crate) fn forms_where(&self, keep: impl Fn(&Analysis) -> bool) -> Vec<(Box<str>, Analysis)> {
        let mut found: Vec<(Box<str>, Analysis)> = Vec::new();
        for (form, readings) in &self.forms {
            found.extend(readings.iter().filter(|a| keep(a)).map(|a| (form.clone(), *a)));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    /// The readings of a form added so far.
    pub(crate) fn readings(&self, form: &str) -> &[Analysis] {
        self.forms.get(form).map_or(&[], Vec::as_slice)
    }

    /// A plural form of a lemma's noun, for the noun that `form` is the singular of.
    pub(crate) fn plural(&self, form: &str, lemma: Option<LemmaId>) -> Option<String> {
        let singular = self.readings(form).iter().find(|a| a.pos == Pos::Noun && a.lemma == lemma)?;
        let plural = Analysis { number: Some(Number::Plural), ..*singular };
        self.nouns.get(&plural).map(ToString::to_string)
    }

    /// The finished lexicon.
    pub(crate) fn build(self) -> Lexicon {
        let mut analyses = Vec::with_capacity(self.forms.values().map(Vec::len).sum());
        let mut forms = FxHashMap::default();
        forms.reserve(self.forms.len());
        for (form, readings) in self.forms {
            let start = position(analyses.len());
            analyses.extend(readings);
            forms.insert(form, start..position(analyses.len()));
        }
        Lexicon { forms, analyses, phrases: self.phrases, lemmas: self.lemmas }
    }
}

/// Lexicons hold some hundred thousand readings; the count of a larger one would be refused by memory first.
fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Lexicon {
    pub(crate) fn analyses(&self, form: &str) -> &[Analysis] {
        self.forms.get(form).map_or(&[], |range| &self.analyses[range.start as usize..range.end as usize])
    }

    pub(crate) fn phrases(&self) -> &Phrases<Analysis> {
        &self.phrases
    }

    pub(crate) fn lemma(&self, id: LemmaId) -> &str {
        self.lemmas.names.get(id.0.get() as usize - 1).map_or("", |name| name)
    }

    pub(crate) fn lemma_id(&self, name: &str) -> Option<LemmaId> {
        self.lemmas.ids.get(name).copied()
    }

    pub(crate) fn forms(&self) -> impl Iterator<Item = (&str, &[Analysis])> {
        self.forms.keys().map(|form| (&**form, self.analyses(form)))
    }
}
