//! Verbs: how each builds its perfect, and what it is used for besides its own meaning.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::analysis::LemmaId;
use crate::error::LangError;
use crate::lexicon::LexiconBuilder;
use crate::paradigm::Paradigms;
use crate::source::Source;
use crate::words::{Listing, Parts, Words};

/// A verb's grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    /// The auxiliary of its perfect.
    pub perfect: LemmaId,
    /// It also occurs as a reflexive verb with a meaning that matters here.
    pub reflexive: bool,
    uses: Vec<VerbUse>,
}

/// What a verb does for another verb, or as a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerbUse {
    /// Makes the perfect with a past participle.
    Perfect,
    /// Makes the passive with a past participle.
    Passive,
    /// Makes a progressive with a present participle.
    Progressive,
    /// Carries a negation or question, without meaning.
    Support,
    /// Makes a future with an infinitive.
    Future,
    /// Makes a conditional with an infinitive.
    Conditional,
    /// Makes a recent past with a preposition and an infinitive.
    RecentPast,
    /// Can, may, might.
    Possibility,
    /// Must, should, is to.
    Obligation,
    /// Wants to.
    Volition,
    /// Has something done.
    Causative,
    /// Links a subject with a predicate.
    Copula,
}

impl Verb {
    /// Whether the verb has this use.
    pub fn has(&self, verb_use: VerbUse) -> bool {
        self.uses.contains(&verb_use)
    }

    /// Whether the verb has any use besides its own meaning.
    pub fn is_functional(&self) -> bool {
        !self.uses.is_empty()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: Listing,
    parts: Option<Parts>,
    perfect: Perfect,
    #[serde(default)]
    reflexive: String,
    /// Use -> lemmas.
    #[serde(rename = "use")]
    uses: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Perfect {
    default: String,
    /// Auxiliary -> lemmas that take it instead of the default.
    #[serde(default)]
    other: BTreeMap<String, String>,
}

/// Adds the verbs of a file; tells their grammar.
pub(crate) fn add_verbs(
    source: Source<'_>,
    paradigms: &Paradigms,
    lexicon: &mut LexiconBuilder,
) -> Result<FxHashMap<LemmaId, Verb>, LangError> {
    let file: File = source.parse()?;
    let words = Words { source, paradigms };
    let mut lemmas = words.add_listing("verbs", &file.verbs, |a| a, lexicon)?;
    if let Some(parts) = &file.parts {
        lemmas.extend(words.add_parts(parts, |a| a, lexicon)?);
    }
    let perfect = lexicon.lemma(&file.perfect.default);
    let mut verbs: FxHashMap<LemmaId, Verb> = lemmas
        .iter()
        .map(|lemma| (lexicon.lemma(lemma), Verb { perfect, reflexive: false, uses: Vec::new() }))
        .collect();
    if !verbs.contains_key(&perfect) {
        return Err(source.value("perfect.default", &file.perfect.default, "is no verb of this file"));
    }
    let mut change = |key: String, lemmas: &str, apply: &dyn Fn(&mut Verb)| {
        for lemma in lemmas.split_whitespace() {
            match verbs.get_mut(&lexicon.lemma(lemma)) {
                Some(verb) => apply(verb),
                None => return Err(source.value(key, lemma, "is no verb of this file")),
            }
        }
        Ok(())
    };
    change("reflexive".into(), &file.reflexive, &|verb| verb.reflexive = true)?;
    for (name, lemmas) in &file.uses {
        let verb_use =
            VerbUse::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name))
                .map_err(|e| source.value("use", name, e.to_string()))?;
        change(format!("use.{name}"), lemmas, &|verb| verb.uses.push(verb_use))?;
    }
    let auxiliaries: Vec<_> = file
        .perfect
        .other
        .iter()
        .map(|(auxiliary, lemmas)| (auxiliary, lexicon.lemma(auxiliary), lemmas))
        .collect();
    for (auxiliary, id, lemmas) in auxiliaries {
        for lemma in lemmas.split_whitespace() {
            match verbs.get_mut(&lexicon.lemma(lemma)) {
                Some(verb) => verb.perfect = id,
                None => {
                    return Err(source.value(
                        format!("perfect.other.{auxiliary}"),
                        lemma,
                        "is no verb of this file",
                    ));
                }
            }
        }
    }
    Ok(verbs)
}
