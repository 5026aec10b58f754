//! How questions are asked and answers worded: two files of a language, which the crate that answers reads itself.

use entente_model::Language;

use crate::source::EMBEDDED;

/// What a language's folder has for questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionFiles {
    /// The language.
    pub language: Language,
    /// The text of `questions.toml`: word classes, notions and rules that read questions.
    pub questions: &'static str,
    /// The text of `answers.toml`: the sentences that answers are made of.
    pub answers: &'static str,
}

impl QuestionFiles {
    /// The files of every language that has both, by code.
    pub fn builtin() -> Vec<Self> {
        let text = |code: &str, name: &str| {
            EMBEDDED.iter().find(|(folder, file, _)| *folder == code && *file == name).map(|(.., text)| *text)
        };
        let questions = EMBEDDED.iter().filter(|(_, file, _)| *file == "questions.toml");
        let of = |&(folder, _, questions): &(&str, &str, &'static str)| {
            Some(Self {
                language: Language::new(folder).ok()?,
                questions,
                answers: text(folder, "answers.toml")?,
            })
        };
        questions.filter_map(of).collect()
    }
}
