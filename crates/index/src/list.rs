//! The sorted keys of events, several lists read as one.

use std::iter::Peekable;

use entente_facts::{EventId, EventQuery};
use entente_model::Tenant;
use fjall::{Iter, Readable, Snapshot};

use crate::store::{Store, Tree};
use crate::{IndexError, key};

/// Flag and time of publication, what a position begins with.
const PUBLISHED: usize = 1 + 16;

/// The events that a query may want, in order and each once: those of its kind, of one of its entities if it names any,
/// between its times.
pub(crate) struct List {
    lanes: Vec<Peekable<Lane>>,
}

/// One range of keys.
struct Lane {
    keys: Iter,
    prefix: Vec<u8>,
    /// Ends at the first position that begins with more than this.
    until: Option<Vec<u8>>,
}

impl List {
    pub(crate) fn new(store: &Store, snapshot: &Snapshot, tenant: &Tenant, query: &EventQuery) -> Self {
        let event_type = query.wanted.event_type();
        let named = if query.entities.is_empty() { &query.counterparts } else { &query.entities };
        let of = named.iter().map(|&id| (Tree::NewestOf, key::newest_of(tenant, event_type, id)));
        let mut prefixes: Vec<(Tree, Vec<u8>)> = of.collect();
        if prefixes.is_empty() {
            prefixes.push((Tree::Newest, key::newest(tenant, event_type)));
        }
        let from = first(query);
        let until = last(query);
        let lane = |(tree, prefix): (Tree, Vec<u8>)| {
            let start = [prefix.as_slice(), &from].concat();
            let keys = snapshot.range(store.tree(tree), start..);
            Lane { keys, prefix, until: until.clone() }.peekable()
        };
        Self { lanes: prefixes.into_iter().map(lane).collect() }
    }
}

/// The lowest position that can be wanted.
fn first(query: &EventQuery) -> Vec<u8> {
    let after = query.after.as_ref().map(|after| {
        let mut next = key::position(after);
        next.push(0);
        next
    });
    let before = query.published_before.map(|before| key::published_from(Some(before)));
    after.max(before).unwrap_or_default()
}

/// What the highest position that can be wanted begins with.
fn last(query: &EventQuery) -> Option<Vec<u8>> {
    let dated = query.published_before.map(|_| [[0].as_slice(), &[u8::MAX; 16]].concat());
    query.published_from.map(|from| key::published_from(Some(from))).or(dated)
}

impl Iterator for Lane {
    type Item = Result<Vec<u8>, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let key = match self.keys.next()?.key() {
            Ok(key) => key,
            Err(error) => return Some(Err(error.into())),
        };
        let position = key.strip_prefix(self.prefix.as_slice())?;
        let begins = &position[..position.len().min(PUBLISHED)];
        if self.until.as_ref().is_some_and(|until| begins > until.as_slice()) {
            return None;
        }
        Some(Ok(position.to_vec()))
    }
}

impl Iterator for List {
    type Item = Result<EventId, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut lowest: Option<Vec<u8>> = None;
        for lane in &mut self.lanes {
            match lane.peek() {
                Some(Ok(position)) if lowest.as_ref().is_none_or(|lowest| position < lowest) => {
                    lowest = Some(position.clone());
                }
                None | Some(Ok(_)) => {}
                Some(Err(_)) => {
                    let error = lane.next()?;
                    return Some(error.and_then(|position| event(&position)));
                }
            }
        }
        let lowest = lowest?;
        for lane in &mut self.lanes {
            lane.next_if(|position| position.as_ref().is_ok_and(|position| *position == lowest));
        }
        Some(event(&lowest))
    }
}

fn event(position: &[u8]) -> Result<EventId, IndexError> {
    key::event_of(position).map_err(|error| error.at("list of events"))
}
