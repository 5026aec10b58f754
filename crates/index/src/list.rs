//! The sorted keys of events, several lists read as one.

use std::collections::BTreeSet;
use std::iter::Peekable;

use entente_facts::{EntityId, EventQuery};
use entente_model::{ArticleId, EventType, Tenant};
use fjall::{Iter, Readable as _};

use crate::read::Read;
use crate::record::{RecordError, UseRecord, decode};
use crate::store::Tree;
use crate::{IndexError, key};

/// The events that a query may want, in order and each article once: those of its kind, in which one of some base ids takes
/// part if any are given, between its times. The first article's may lie before what is wanted.
pub(crate) struct List {
    lanes: Vec<Peekable<Lane>>,
}

/// Events of one article.
pub(crate) struct Listed {
    pub(crate) article: ArticleId,
    /// The entry of the log with the reading that they are in.
    pub(crate) entry: u64,
    /// Their places there, ascending.
    pub(crate) places: BTreeSet<u32>,
}

/// One range of keys.
struct Lane {
    rows: Iter,
    /// What is wanted of a use; none in the list of all of a kind.
    of: Option<EventType>,
    prefix: Vec<u8>,
    /// Ends at the first position that begins with more than this.
    until: Option<Vec<u8>>,
    /// Also uses by readings that stand no longer.
    past: bool,
}

/// A position in the list, and what is there.
struct Row {
    position: Vec<u8>,
    places: Vec<u32>,
}

impl List {
    /// `named` are the base ids of those of whom one takes part; none for all events.
    pub(crate) fn new(read: &Read<'_>, tenant: &Tenant, query: &EventQuery, named: &[EntityId]) -> Self {
        let event_type = query.wanted.event_type();
        let of = named.iter().map(|&id| (Tree::Uses, key::uses(tenant, id), Some(event_type)));
        let mut ranges: Vec<(Tree, Vec<u8>, Option<EventType>)> = of.collect();
        if ranges.is_empty() && query.entities.is_empty() && query.counterparts.is_empty() {
            ranges.push((Tree::Newest, key::newest(tenant, event_type), None));
        }
        let from = first(query);
        let until = last(query);
        let past = query.as_of.known_at.is_some();
        let lane = |(tree, prefix, of): (Tree, Vec<u8>, Option<EventType>)| {
            let start = [prefix.as_slice(), &from].concat();
            let rows = read.snapshot.range(read.store.tree(tree), start..);
            Lane { rows, of, prefix, until: until.clone(), past }.peekable()
        };
        Self { lanes: ranges.into_iter().map(lane).collect() }
    }
}

/// The lowest position that can be wanted.
fn first(query: &EventQuery) -> Vec<u8> {
    let after = query.after.as_ref().map(key::position);
    let before = query.published_before.map(|before| key::published_from(Some(before)));
    after.max(before).unwrap_or_default()
}

/// What the highest position that can be wanted begins with.
fn last(query: &EventQuery) -> Option<Vec<u8>> {
    let dated = query.published_before.map(|_| {
        let mut last = vec![u8::MAX; key::PUBLISHED];
        last[0] = 0;
        last
    });
    query.published_from.map(|from| key::published_from(Some(from))).or(dated)
}

impl Lane {
    fn row(&self, key: &[u8], value: &[u8]) -> Result<Option<Row>, RecordError> {
        let Some(position) = key.strip_prefix(self.prefix.as_slice()) else { return Ok(None) };
        let begins = &position[..position.len().min(key::PUBLISHED)];
        if self.until.as_ref().is_some_and(|until| begins > until.as_slice()) {
            return Ok(None);
        }
        let places = match self.of {
            Some(event_type) => decode::<UseRecord>(value)?.places(event_type, self.past),
            None => decode(value)?,
        };
        Ok(Some(Row { position: position.to_vec(), places }))
    }
}

impl Iterator for Lane {
    type Item = Result<Row, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = match self.rows.next()?.into_inner() {
                Ok((key, value)) => self.row(&key, &value).map_err(|error| error.at("list of events")),
                Err(error) => return Some(Err(error.into())),
            };
            match row.transpose()? {
                Ok(row) if row.places.is_empty() => {}
                row => return Some(row),
            }
        }
    }
}

impl Iterator for List {
    type Item = Result<Listed, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut lowest: Option<Vec<u8>> = None;
        for lane in &mut self.lanes {
            match lane.peek() {
                Some(Ok(row)) if lowest.as_ref().is_none_or(|lowest| row.position < *lowest) => {
                    lowest = Some(row.position.clone());
                }
                None | Some(Ok(_)) => {}
                Some(Err(_)) => return lane.next().and_then(Result::err).map(Err),
            }
        }
        let lowest = lowest?;
        let (article, entry) = match key::reading_of(&lowest) {
            Ok(reading) => reading,
            Err(error) => return Some(Err(error.at("list of events"))),
        };
        let mut listed = Listed { article, entry, places: BTreeSet::new() };
        for lane in &mut self.lanes {
            if let Some(Ok(row)) = lane.next_if(|row| row.as_ref().is_ok_and(|row| row.position == lowest)) {
                listed.places.extend(row.places);
            }
        }
        Some(Ok(listed))
    }
}
