//! Events that tell the same.

use std::collections::BTreeMap;

use entente_facts::{EntityId, IndexedEvent};
use entente_model::Assertion;

/// Events that assert the same become one telling with several proofs, in the order of the first.
pub(crate) fn merge(events: Vec<IndexedEvent>) -> Vec<Vec<IndexedEvent>> {
    let mut told: Vec<Vec<IndexedEvent>> = Vec::new();
    // Somebody may hold hundreds of companies: only what is told of the same parties is compared.
    let mut of_parties: BTreeMap<Vec<EntityId>, Vec<usize>> = BTreeMap::new();
    for event in events {
        let mut parties = event.participants();
        parties.sort_unstable();
        let groups = of_parties.entry(parties).or_default();
        let same = |at: &&usize| told[**at].first().is_some_and(|first| is_same(first, &event));
        if let Some(&group) = groups.iter().find(same) {
            told[group].push(event);
        } else {
            groups.push(told.len());
            told.push(vec![event]);
        }
    }
    told
}

/// True for events of the same parties that tell the same of them.
fn is_same(one: &IndexedEvent, other: &IndexedEvent) -> bool {
    let alike = match (&one.event.assertion, &other.event.assertion) {
        (Assertion::Partnership(a), Assertion::Partnership(b)) => a.status == b.status && a.topic == b.topic,
        (Assertion::Stake(a), Assertion::Stake(b)) => {
            a.action == b.action && a.status == b.status && a.share == b.share && a.amount == b.amount
        }
        (Assertion::Strategy(a), Assertion::Strategy(b)) => a.action == b.action && a.topic == b.topic,
        (Assertion::Statement(a), Assertion::Statement(b)) => a.quote == b.quote,
        (
            Assertion::Partnership(_)
            | Assertion::Stake(_)
            | Assertion::Strategy(_)
            | Assertion::Statement(_),
            _,
        ) => false,
    };
    alike && one.event.polarity == other.event.polarity && one.event.certainty == other.event.certainty
}
