//! The articles that ship with the program, and questions about them. The companies are invented.

use crate::input::{Article, Lines, Place, Unreadable};

/// The articles, as `ingest` and `parse` take them.
const ARTICLES: &[u8] = include_bytes!("../samples/articles.jsonl");

/// A question and whether the articles answer it.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) words: &'static str,
    pub(crate) answered: bool,
}

pub(crate) const QUESTIONS: &[Question] = &[
    Question { words: "Quelle part d'Élium Velnor prévoit-il de prendre ?", answered: true },
    Question { words: "Who are the partners of Orbelis?", answered: true },
    Question { words: "Qui va racheter Quillon, et pour combien ?", answered: true },
    Question { words: "What does Harrowgate plan?", answered: true },
    Question { words: "Does Nordhelm Air plan to buy Sunvale Airways?", answered: true },
    Question { words: "Norvane détient-il une part de Harrowgate ?", answered: false },
];

/// The articles, in the order of the file.
pub(crate) fn articles() -> impl Iterator<Item = Result<Article, Unreadable>> + Send {
    let place = Place { file: "samples/articles.jsonl".into(), line: None };
    Lines::new(Box::new(ARTICLES), place).map(|line| line.and_then(|line| Article::from_line(&line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_articles_of_both_languages() {
        let articles: Vec<Article> = articles().collect::<Result<_, _>>().unwrap();
        assert!(articles.len() >= 6);
        for code in ["fr", "en"] {
            let of = articles.iter().filter(|article| article.language.is_some_and(|it| it.as_str() == code));
            assert!(of.count() >= 3, "{code}");
        }
    }
}
