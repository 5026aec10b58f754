//! The examples of rules, and whether they are read as they say.

use entente_facts::FactsError;

use crate::error::{DataError, File};
use crate::plan::Name;
use crate::read::aside;
use crate::read::gazetteer::Gazetteer;
use crate::read::mention::{Reading, Sentence};
use crate::read::reader::{MOST_WORDS, Reader};
use crate::read::word::Cut;

impl Reader {
    /// Every rule reads its examples as it should, and none of its counter-examples.
    pub(crate) fn check(&self, file: File<'_>) -> Result<(), DataError> {
        let mut mistakes = Vec::new();
        for rule in &self.rules().all {
            for (example, expected) in &rule.examples {
                let (chosen, plan) = self.read_example(example);
                if chosen != rule.name || &plan != expected {
                    mistakes.push(format!(
                        "example {example:?} of {} is read by {chosen:?} as {plan}",
                        rule.name
                    ));
                }
            }
            for example in &rule.counterexamples {
                let (chosen, plan) = self.read_example(example);
                if chosen == rule.name {
                    mistakes.push(format!("counter-example {example:?} of {chosen} is read as {plan}"));
                }
            }
        }
        if mistakes.is_empty() {
            return Ok(());
        }
        Err(DataError::Examples { file: file.path.to_owned(), mistakes })
    }

    /// The rule that reads a question whose names stand in brackets, and the plan.
    fn read_example(&self, example: &str) -> (String, String) {
        let sentence = self.bracketed(example);
        let read = self.plan(&sentence, None);
        read.map_or_else(
            || (String::new(), "nothing".to_owned()),
            |(rule, plan)| (rule.name.clone(), plan.to_string()),
        )
    }

    /// A question whose names stand in brackets.
    fn bracketed(&self, example: &str) -> Sentence {
        let brackets = Brackets(
            example
                .split('[')
                .skip(1)
                .filter_map(|part| part.split_once(']').map(|(name, _)| name.to_owned()))
                .collect(),
        );
        let question = example.replace(['[', ']'], "");
        let mut words = Cut::all(&question, MOST_WORDS).unwrap_or_default();
        aside::strip(&question, &mut words, &self.rules().vocabulary, self.lang());
        // The names of brackets can't fail to be read.
        Sentence::read(&question, &words, &self.rules().vocabulary, self.lang(), &brackets, Reading::Strict)
            .unwrap_or_default()
    }
}

/// The names of an example.
struct Brackets(Vec<String>);

impl Gazetteer for Brackets {
    fn find(&self, name: &str) -> Result<Option<Name>, FactsError> {
        let known = self.0.iter().any(|known| known == name);
        Ok(known.then(|| Name::unknown(name, name)))
    }

    fn guess(&self, _: &str) -> Result<Option<Name>, FactsError> {
        Ok(None)
    }
}
