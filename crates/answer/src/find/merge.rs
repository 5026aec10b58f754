//! Events that tell the same.

use entente_facts::IndexedEvent;
use entente_model::Assertion;

/// Events that assert the same become one telling with several proofs, in the order of the first.
pub(crate) fn merge(events: Vec<IndexedEvent>) -> Vec<Vec<IndexedEvent>> {
    let mut told: Vec<Vec<IndexedEvent>> = Vec::new();
    for event in events {
        match told.iter_mut().find(|group| group.first().is_some_and(|first| is_same(first, &event))) {
            Some(group) => group.push(event),
            None => told.push(vec![event]),
        }
    }
    told
}

fn is_same(one: &IndexedEvent, other: &IndexedEvent) -> bool {
    let sorted = |event: &IndexedEvent| {
        let mut participants = event.participants();
        participants.sort_unstable();
        participants
    };
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
    alike
        && one.event.polarity == other.event.polarity
        && one.event.certainty == other.event.certainty
        && sorted(one) == sorted(other)
}
