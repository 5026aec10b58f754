//! Articles to feed the services with.

use entente_wire::v1::{Article, IngestArticleRequest};
use prost_types::Timestamp;

use crate::Dice;

/// Invented companies.
const COMPANIES: [&str; 12] = [
    "Norvane",
    "Brévannes",
    "Caldora",
    "Hautecombe",
    "Ilvara",
    "Merzac",
    "Ostrelle",
    "Pelvoux",
    "Quintar",
    "Solanto",
    "Tarvel",
    "Vaucresson",
];

/// A small article that tells who holds how much of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its id.
    pub id: String,
    /// Who holds.
    pub holder: &'static str,
    /// What is held.
    pub target: &'static str,
    /// How much, in percent.
    pub share: usize,
}

impl Sample {
    /// The sample of this number: always the same.
    pub fn number(number: usize) -> Self {
        let mut dice = Dice::of(number as u64);
        let holder = dice.below(COMPANIES.len());
        let target = (holder + 1 + dice.below(COMPANIES.len() - 1)) % COMPANIES.len();
        let share = 1 + dice.below(99);
        Self { id: format!("sample-{number}"), holder: COMPANIES[holder], target: COMPANIES[target], share }
    }

    /// Its text.
    pub fn body(&self) -> String {
        let Self { holder, target, share, .. } = self;
        format!("{holder} détient {share}% de {target}, a indiqué hier le groupe dans un communiqué.")
    }

    /// The article.
    pub fn article(&self) -> Article {
        Article {
            article_id: self.id.clone(),
            body: self.body(),
            language: "fr".to_owned(),
            publish_time: Some(Timestamp { seconds: 1_700_000_000, nanos: 0 }),
            source: "La Gazette des parts".to_owned(),
            ..Article::default()
        }
    }

    /// The request that brings it.
    pub fn request(&self) -> IngestArticleRequest {
        IngestArticleRequest { article: Some(self.article()), ..IngestArticleRequest::default() }
    }
}
