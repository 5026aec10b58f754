//! What events say of plans.

use std::collections::HashSet;
use std::sync::LazyLock;

use entente_model::{FactStatus, Strategy, StrategyStatus};

use super::Teller;
use crate::words::split;
use crate::{About, Claim, Telling};

/// Words that carry no meaning of their own, folded, between blanks: articles, prepositions, pronouns, conjunctions and auxiliaries of French and English.
const EMPTY_WORDS: &str = include_str!("empty_words.txt");

/// True for a word by which one plan is told from another.
fn carries_meaning(word: &str) -> bool {
    static EMPTY: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTY_WORDS.split_whitespace().collect());
    !EMPTY.contains(word)
}

impl Teller<'_> {
    pub(super) fn strategy(&self, strategy: &Strategy) -> Option<(About, Claim)> {
        let actor = self.entity(&strategy.actor)?;
        let mut topic = strategy.topic.as_deref().map(split).unwrap_or_default();
        topic.retain(|word| carries_meaning(word));
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
