//! Reading rule files.

use std::collections::BTreeMap;

use entente_model::EventType;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::{Condition, Example, Outcome, Path, Rule, RuleRole, Rules, Scope, Written};
use crate::analysis::LemmaId;
use crate::discourse::Discourse;
use crate::error::LangError;
use crate::lexicon::LexiconBuilder;
use crate::source::{Folder, Source};

/// The files of rules, and the type of event that each makes.
const FILES: [(&str, EventType); 3] = [
    ("partnership.toml", EventType::Partnership),
    ("stake.toml", EventType::Stake),
    ("strategy.toml", EventType::Strategy),
];

/// Stands for any verb among a rule's triggers.
const ANY: &str = "*";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default = "middle")]
    priority: u8,
    #[serde(default = "half")]
    precision: f64,
    roles: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    set: Set,
    examples: Vec<ExampleEntry>,
    rejects: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own, written by name in the data"
)]
struct Set {
    kind: Option<String>,
    action: Option<String>,
    status: Option<String>,
    #[serde(default)]
    unnamed_partner: bool,
    #[serde(default)]
    reciprocal: bool,
    #[serde(default)]
    named: bool,
    #[serde(default)]
    assets: bool,
    #[serde(default)]
    state: bool,
    #[serde(default)]
    own: bool,
    #[serde(default)]
    threshold: bool,
    #[serde(default)]
    known: bool,
    #[serde(default)]
    organisations: bool,
    #[serde(default)]
    persons: bool,
    certainty: Option<String>,
    #[serde(default)]
    pairwise: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleEntry {
    text: String,
    gives: String,
}

fn middle() -> u8 {
    50
}

/// Where a rule's precision has not been measured.
fn half() -> f64 {
    0.5
}

impl Rules {
    /// Reads the rule files of a folder; lemmas that the lexicon lacks join it.
    pub(crate) fn load(
        folder: &Folder<'_>,
        discourse: &Discourse,
        lexicon: &mut LexiconBuilder,
    ) -> Result<Self, LangError> {
        let mut rules = Self::default();
        let mut names = FxHashSet::default();
        for (name, event) in FILES {
            let Some(source) = folder.optional(name) else { continue };
            let file: File = source.parse()?;
            for entry in file.rule {
                // A rule's name tells what it makes wherever it is shown.
                let stem = name.trim_end_matches("toml");
                if !entry.name.starts_with(stem) {
                    let reason = format!("does not begin with {stem}");
                    return Err(source.value("rule.name", &entry.name, reason));
                }
                if !names.insert(entry.name.clone()) {
                    return Err(source.value("rule.name", &entry.name, "is taken by another rule"));
                }
                let mut compiler = Compiler { source, rule: &entry.name, discourse, lexicon };
                let verbs = compiler.triggers("verbs", &entry.verbs)?;
                let nouns = compiler.triggers("nouns", &entry.nouns)?;
                let rule = compiler.rule(event, &entry)?;
                let index = rules.all.len();
                rules.all.push(rule);
                if entry.verbs.iter().any(|verb| verb == ANY) {
                    rules.of_any_verb.push(index);
                }
                for lemma in verbs {
                    rules.by_verb.entry(lemma).or_default().push(index);
                }
                for lemma in nouns {
                    rules.by_noun.entry(lemma).or_default().push(index);
                }
            }
        }
        let priorities: Vec<u8> = rules.all.iter().map(|rule| rule.priority).collect();
        for found in rules.by_verb.values_mut().chain(rules.by_noun.values_mut()) {
            found.sort_by_key(|&index| std::cmp::Reverse(priorities[index]));
            found.dedup();
        }
        Ok(rules)
    }
}

struct Compiler<'a, 'l> {
    source: Source<'a>,
    rule: &'a str,
    discourse: &'a Discourse,
    lexicon: &'l mut LexiconBuilder,
}

impl Compiler<'_, '_> {
    fn error(&self, key: &str, value: &str, reason: &str) -> LangError {
        self.source.value(format!("rule {}: {key}", self.rule), value, reason)
    }

    fn triggers(&mut self, key: &str, words: &[String]) -> Result<Vec<LemmaId>, LangError> {
        let mut lemmas = Vec::new();
        for word in words {
            match word.strip_prefix('@') {
                None if word == ANY => {}
                None => lemmas.push(self.lexicon.lemma(word)),
                Some(class) if self.discourse.has_class(class) => {
                    lemmas.extend(self.discourse.members(self.discourse.class(class)));
                }
                Some(_) => return Err(self.error(key, word, "is no class of this language")),
            }
        }
        lemmas.sort_unstable();
        lemmas.dedup();
        Ok(lemmas)
    }

    fn rule(&mut self, event: EventType, entry: &Entry) -> Result<Rule, LangError> {
        if entry.verbs.is_empty() && entry.nouns.is_empty() {
            return Err(self.error("verbs", "", "no trigger is given"));
        }
        if entry.examples.is_empty() || entry.rejects.is_empty() {
            return Err(self.error(
                "examples",
                "",
                "a rule needs an example that matches and one that must not",
            ));
        }
        if !(0.0..=1.0).contains(&entry.precision) {
            return Err(self.error("precision", &entry.precision.to_string(), "is not between 0 and 1"));
        }
        let texts = |texts: &[String]| texts.iter().map(|text| text.as_str().into()).collect();
        let mut roles = Vec::new();
        for (role, paths) in &entry.roles {
            let known = RuleRole::deserialize(
                serde::de::value::StrDeserializer::<serde::de::value::Error>::new(role),
            )
            .map_err(|_| self.error("roles", role, "is no role"))?;
            roles.push((known, paths.iter().map(|path| self.path(path)).collect()));
        }
        let conditions = |compiler: &Self, key: &str, all: &[String]| {
            all.iter().map(|text| compiler.condition(key, text)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Rule {
            name: entry.name.as_str().into(),
            event,
            priority: entry.priority,
            roles,
            needs: conditions(self, "needs", &entry.needs)?,
            unless: conditions(self, "unless", &entry.unless)?,
            outcome: self.outcome(event, &entry.set)?,
            precision: entry.precision,
            examples: entry
                .examples
                .iter()
                .map(|example| Example {
                    text: example.text.as_str().into(),
                    gives: example.gives.as_str().into(),
                })
                .collect(),
            rejects: texts(&entry.rejects),
            written: Written {
                roles: entry.roles.iter().map(|(role, paths)| (role.as_str().into(), texts(paths))).collect(),
                needs: texts(&entry.needs),
                unless: texts(&entry.unless),
            },
        })
    }

    fn path(&mut self, path: &str) -> Path {
        match path {
            "subject" => Path::Subject,
            "object" => Path::Object,
            "compound" => Path::Compound,
            "members" => Path::Members,
            "spoken" => Path::Spoken,
            "beyond" => Path::Beyond,
            "complement" => Path::Complement,
            "possessor" => Path::Possessor,
            "itself" => Path::Itself,
            "bearer" => Path::Bearer,
            "modifier" => Path::Modifier,
            "carried" => Path::Carried,
            "teller" => Path::Teller,
            "owner" => Path::Owner,
            "counterpart" => Path::Counterpart,
            "decider" => Path::Decider,
            "about" => Path::About,
            preposition => Path::After(self.lexicon.lemma(preposition)),
        }
    }

    fn condition(&self, key: &str, text: &str) -> Result<Condition, LangError> {
        Ok(match text {
            "share" => Condition::Share,
            "amount" => Condition::Amount,
            "figure" => Condition::Figure,
            "date" => Condition::Date,
            "place" => Condition::Place,
            "prospect" => Condition::Prospect,
            "done" => Condition::Done,
            "object" => Condition::Object,
            "plural" => Condition::Plural,
            "passive" => Condition::Passive,
            "participle" => Condition::Participle,
            "progressive" => Condition::Progressive,
            "reflexive" => Condition::Reflexive,
            "stranger" => Condition::Stranger,
            "own_shares" => Condition::OwnShares,
            text => {
                let (place, class) = text
                    .split_once(":@")
                    .ok_or_else(|| self.error(key, text, "is neither a condition nor place:@class"))?;
                let place = match place {
                    "subject" => Scope::Subject,
                    "object" => Scope::Object,
                    "dependent" => Scope::Dependent,
                    "clause" => Scope::Clause,
                    "governor" => Scope::Governor,
                    "group" => Scope::Group,
                    "sentence" => Scope::Sentence,
                    "trigger" => Scope::Trigger,
                    "head" => Scope::Head,
                    _ => return Err(self.error(key, text, "names no place")),
                };
                if !self.discourse.has_class(class) {
                    return Err(self.error(key, text, "names no class of this language"));
                }
                Condition::Word(place, self.discourse.class(class))
            }
        })
    }

    fn outcome(&self, event: EventType, set: &Set) -> Result<Outcome, LangError> {
        let mut outcome = Outcome {
            unnamed_partner: set.unnamed_partner,
            reciprocal: set.reciprocal,
            named: set.named,
            assets: set.assets,
            state: set.state,
            own: set.own,
            threshold: set.threshold,
            known: set.known,
            organisations: set.organisations,
            persons: set.persons,
            pairwise: set.pairwise,
            ..Outcome::default()
        };
        outcome.certainty = self.named("certainty", set.certainty.as_deref())?;
        outcome.kind = self.named("kind", set.kind.as_deref())?;
        match event {
            EventType::Partnership => {
                outcome.partnership_status = self.named("status", set.status.as_deref())?;
            }
            EventType::Stake => {
                outcome.stake_action = self.named("action", set.action.as_deref())?;
                outcome.stake_status = self.named("status", set.status.as_deref())?;
                if outcome.stake_action.is_none() {
                    return Err(self.error("set.action", "", "a stake rule needs one"));
                }
            }
            EventType::Strategy => {
                outcome.strategy_action = self.named("action", set.action.as_deref())?;
                outcome.strategy_status = self.named("status", set.status.as_deref())?;
                if outcome.strategy_action.is_none() {
                    return Err(self.error("set.action", "", "a strategy rule needs one"));
                }
            }
            EventType::Statement => {}
        }
        Ok(outcome)
    }

    fn named<T: std::str::FromStr>(&self, key: &str, name: Option<&str>) -> Result<Option<T>, LangError> {
        name.map(|name| name.parse().map_err(|_| self.error(key, name, "is no such value"))).transpose()
    }
}
