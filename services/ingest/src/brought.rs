//! Events made elsewhere, beside those that are read here.

use entente_model::{Assertion, Entity, Event, Party, Reading};

/// Brought events beside those read here, in the order of their first evidence; their entities after those found here,
/// an entity that both have with the forms of both.
pub(crate) fn join(mut reading: Reading, events: Vec<Event>, entities: Vec<Entity>) -> Reading {
    let written = events.iter().flat_map(named).map(Entity::named);
    let written: Vec<Entity> = written.collect();
    for entity in entities.into_iter().chain(written) {
        match reading.entities.iter_mut().find(|known| known.name == entity.name) {
            None => reading.entities.push(entity),
            Some(known) => {
                for form in entity.forms {
                    if !known.forms.contains(&form) {
                        known.forms.push(form);
                    }
                }
            }
        }
    }
    reading.events.extend(events);
    reading.events.sort_by_key(|event| event.evidence.first().map(|passage| passage.span));
    reading
}

/// The names of entities in an event.
fn named(event: &Event) -> Vec<String> {
    let excluded = match &event.assertion {
        Assertion::Partnership(partnership) => partnership.excluded.as_slice(),
        Assertion::Stake(_) | Assertion::Strategy(_) | Assertion::Statement(_) => &[],
    };
    let parties = event.assertion.parties().into_iter().chain(excluded).chain(&event.source.name);
    parties.filter_map(Party::name).map(str::to_owned).collect()
}
