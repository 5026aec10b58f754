//! The sorted keys of events, several lists read as one.

use std::iter::Peekable;

use entente_facts::{EventId, EventQuery};
use entente_model::Tenant;
use fjall::{Iter, Readable, Slice, Snapshot};

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
    rows: Iter,
    prefix: Vec<u8>,
    /// Ends at the first position that begins with more than this.
    until: Option<Vec<u8>>,
}

/// An event's place in the list, and its record.
struct Row {
    position: Vec<u8>,
    event: Slice,
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
            let rows = snapshot.range(store.tree(tree), start..);
            Lane { rows, prefix, until: until.clone() }.peekable()
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
    type Item = Result<Row, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (key, event) = match self.rows.next()?.into_inner() {
            Ok(row) => row,
            Err(error) => return Some(Err(error.into())),
        };
        let position = key.strip_prefix(self.prefix.as_slice())?;
        let begins = &position[..position.len().min(PUBLISHED)];
        if self.until.as_ref().is_some_and(|until| begins > until.as_slice()) {
            return None;
        }
        Some(Ok(Row { position: position.to_vec(), event }))
    }
}

impl Iterator for List {
    /// An event's id and record.
    type Item = Result<(EventId, Slice), IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut lowest: Option<Vec<u8>> = None;
        for lane in &mut self.lanes {
            match lane.peek() {
                Some(Ok(row)) if lowest.as_ref().is_none_or(|lowest| row.position < *lowest) => {
                    lowest = Some(row.position.clone());
                }
                None | Some(Ok(_)) => {}
                Some(Err(_)) => return lane.next().map(|row| row.and_then(Row::read)),
            }
        }
        let lowest = lowest?;
        let mut found = None;
        for lane in &mut self.lanes {
            found = lane.next_if(|row| row.as_ref().is_ok_and(|row| row.position == lowest)).or(found);
        }
        found.map(|row| row.and_then(Row::read))
    }
}

impl Row {
    fn read(self) -> Result<(EventId, Slice), IndexError> {
        let id = key::event_of(&self.position).map_err(|error| error.at("list of events"))?;
        Ok((id, self.event))
    }
}
