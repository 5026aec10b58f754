//! What events say of plans.

use entente_model::{FactStatus, Strategy, StrategyStatus};

use super::Teller;
use crate::words::split;
use crate::{About, Claim, Telling};

/// Words that carry no meaning of their own, folded: articles, prepositions, pronouns, conjunctions and auxiliaries of French and English.
const EMPTY_WORDS: &[&str] = &[
    "a",
    "an",
    "and",
    "are",
    "as",
    "at",
    "au",
    "aux",
    "avec",
    "be",
    "by",
    "ce",
    "ces",
    "cet",
    "cette",
    "ces",
    "d",
    "dans",
    "de",
    "des",
    "du",
    "elle",
    "elles",
    "en",
    "est",
    "et",
    "for",
    "from",
    "has",
    "have",
    "he",
    "her",
    "his",
    "il",
    "ils",
    "in",
    "into",
    "is",
    "it",
    "its",
    "l",
    "la",
    "le",
    "les",
    "leur",
    "leurs",
    "lui",
    "mais",
    "more",
    "n",
    "ne",
    "new",
    "nos",
    "notre",
    "nouveau",
    "nouveaux",
    "nouvel",
    "nouvelle",
    "nouvelles",
    "of",
    "on",
    "or",
    "ou",
    "our",
    "par",
    "pas",
    "plus",
    "pour",
    "qu",
    "que",
    "qui",
    "s",
    "sa",
    "se",
    "ses",
    "she",
    "son",
    "sont",
    "sous",
    "sur",
    "that",
    "the",
    "their",
    "them",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "un",
    "une",
    "under",
    "vers",
    "was",
    "were",
    "which",
    "will",
    "with",
    "y",
];

impl Teller<'_> {
    pub(super) fn strategy(&self, strategy: &Strategy) -> Option<(About, Claim)> {
        let actor = self.entity(&strategy.actor)?;
        let mut topic = strategy.topic.as_deref().map(split).unwrap_or_default();
        topic.retain(|word| !EMPTY_WORDS.contains(&word.as_str()));
        topic.sort_unstable();
        topic.dedup();
        let (status, telling) = match strategy.status {
            StrategyStatus::Planned => (FactStatus::Planned, Telling::State),
            StrategyStatus::Underway => (FactStatus::InForce, Telling::State),
            StrategyStatus::Completed => (FactStatus::Completed, Telling::Change),
            StrategyStatus::Abandoned => (FactStatus::Failed, Telling::Change),
        };
        let mut claim = self.claim(status, telling);
        claim.topic.clone_from(&strategy.topic);
        claim.regions.clone_from(&strategy.regions);
        Some((About::Strategy { actor, action: strategy.action, topic }, claim))
    }
}
