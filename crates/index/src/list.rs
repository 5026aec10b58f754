//! The sorted keys of events, several lists read as one.

use std::cmp::Ordering;

use entente_facts::{EntityId, EventQuery};
use entente_model::{ArticleId, Tenant};
use fjall::{Iter, Readable as _};

use crate::read::Read;
use crate::record::{RecordError, UseRecord, decode};
use crate::store::Tree;
use crate::{IndexError, key};

/// Rows that a lane passes over before it looks for a position instead: that takes about as long.
const STEPS: usize = 16;

/// The events that a query may want, in order and each article once: those of its kind, in which one of some base ids takes
/// part if any are given, and beside it one of others if these are given, too, between its times. The first article's may lie before what
/// is wanted.
pub(crate) struct List<'a> {
    one: Side<'a>,
    other: Option<Side<'a>>,
}

/// The events in which one of some base ids takes part, or all.
struct Side<'a> {
    lanes: Vec<Lane<'a>>,
}

/// Events of one article.
pub(crate) struct Listed {
    pub(crate) article: ArticleId,
    /// The entry of the log with the reading that they are in.
    pub(crate) entry: u64,
    /// Their places there, ascending.
    pub(crate) places: Vec<u32>,
}

/// One range of keys.
struct Lane<'a> {
    read: Read<'a>,
    tree: Tree,
    prefix: Vec<u8>,
    /// Ends at the first position that begins with more than this.
    until: Option<Vec<u8>>,
    /// Also uses by readings that stand no longer.
    past: bool,
    rows: Iter,
    /// The row that comes next; an error ends the lane.
    next: Option<Result<Row, IndexError>>,
}

/// A position in the list, and the places of the events there, ascending.
struct Row {
    position: Vec<u8>,
    places: Vec<u32>,
}

impl<'a> List<'a> {
    /// `entities` and `counterparts` are the base ids of those whom the query names so.
    pub(crate) fn new(
        read: Read<'a>,
        tenant: &Tenant,
        query: &EventQuery,
        entities: &[EntityId],
        counterparts: &[EntityId],
    ) -> Self {
        let of = |named: &[EntityId]| {
            let wanted = Some(query.wanted.event_type());
            let prefixes = named.iter().map(|&id| key::uses_in(tenant, id, wanted));
            Side::new(read, query, Tree::Uses, prefixes.collect())
        };
        if query.names_somebody() {
            let sides = (!query.entities.is_empty(), !query.counterparts.is_empty());
            let other = (sides == (true, true)).then(|| of(counterparts));
            Self { one: if sides.0 { of(entities) } else { of(counterparts) }, other }
        } else {
            let all = key::newest(tenant, query.wanted.event_type());
            Self { one: Side::new(read, query, Tree::Newest, vec![all]), other: None }
        }
    }

    /// The next row that both sides have, with the places that both have.
    fn next_row(&mut self) -> Result<Option<Row>, IndexError> {
        let Some(mut one) = self.one.next_row()? else { return Ok(None) };
        let Some(side) = &mut self.other else { return Ok(Some(one)) };
        let Some(mut other) = side.next_row()? else { return Ok(None) };
        loop {
            let ahead = match one.position.cmp(&other.position) {
                Ordering::Less => self.one.row_from(&other.position)?.map(|row| one = row),
                Ordering::Greater => side.row_from(&one.position)?.map(|row| other = row),
                Ordering::Equal => {
                    one.places.retain(|place| other.places.contains(place));
                    return Ok(Some(one));
                }
            };
            if ahead.is_none() {
                return Ok(None);
            }
        }
    }
}

impl<'a> Side<'a> {
    fn new(read: Read<'a>, query: &EventQuery, tree: Tree, prefixes: Vec<Vec<u8>>) -> Self {
        let (from, until) = (first(query), last(query));
        let past = query.as_of.known_at.is_some();
        let lane = |prefix| Lane::new(read, tree, prefix, &from, until.clone(), past);
        Self { lanes: prefixes.into_iter().map(lane).collect() }
    }

    /// The lowest row of all lanes, with the places of those that have it.
    fn next_row(&mut self) -> Result<Option<Row>, IndexError> {
        let mut lowest: Option<&Row> = None;
        for lane in &mut self.lanes {
            if matches!(lane.next, Some(Err(_))) {
                return lane.take().transpose();
            }
            if let Some(Ok(row)) = &lane.next
                && lowest.is_none_or(|lowest| row.position < lowest.position)
            {
                lowest = Some(row);
            }
        }
        let Some(position) = lowest.map(|row| row.position.clone()) else { return Ok(None) };
        let mut places = Vec::new();
        for lane in &mut self.lanes {
            if lane.is_at(&position)
                && let Some(Ok(row)) = lane.take()
            {
                places.extend(row.places);
            }
        }
        places.sort_unstable();
        places.dedup();
        Ok(Some(Row { position, places }))
    }

    /// [`Side::next_row`] at a position or after it.
    fn row_from(&mut self, position: &[u8]) -> Result<Option<Row>, IndexError> {
        for lane in &mut self.lanes {
            lane.skip_to(position);
        }
        self.next_row()
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

impl<'a> Lane<'a> {
    fn new(
        read: Read<'a>,
        tree: Tree,
        prefix: Vec<u8>,
        from: &[u8],
        until: Option<Vec<u8>>,
        past: bool,
    ) -> Self {
        let rows = rows(read, tree, &prefix, from);
        let mut lane = Self { read, tree, prefix, until, past, rows, next: None };
        lane.next = lane.read_next();
        lane
    }

    /// The row that comes next.
    fn take(&mut self) -> Option<Result<Row, IndexError>> {
        let next = self.next.take()?;
        if next.is_ok() {
            self.next = self.read_next();
        }
        Some(next)
    }

    fn is_at(&self, position: &[u8]) -> bool {
        matches!(&self.next, Some(Ok(row)) if row.position == position)
    }

    /// Passes over the rows before a position.
    fn skip_to(&mut self, position: &[u8]) {
        let mut steps = 0;
        while matches!(&self.next, Some(Ok(row)) if row.position.as_slice() < position) {
            if steps == STEPS {
                self.rows = rows(self.read, self.tree, &self.prefix, position);
            }
            self.next = self.read_next();
            steps += 1;
        }
    }

    fn read_next(&mut self) -> Option<Result<Row, IndexError>> {
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

    fn row(&self, key: &[u8], value: &[u8]) -> Result<Option<Row>, RecordError> {
        let Some(position) = key.strip_prefix(self.prefix.as_slice()) else { return Ok(None) };
        let begins = &position[..position.len().min(key::PUBLISHED)];
        if self.until.as_ref().is_some_and(|until| begins > until.as_slice()) {
            return Ok(None);
        }
        let places = if self.tree == Tree::Uses {
            let used: UseRecord = decode(value)?;
            if used.stands || self.past { used.places } else { Vec::new() }
        } else {
            decode(value)?
        };
        Ok(Some(Row { position: position.to_vec(), places }))
    }
}

/// The rows of a prefix from a position on.
fn rows(read: Read<'_>, tree: Tree, prefix: &[u8], from: &[u8]) -> Iter {
    read.snapshot.range(read.store.tree(tree), [prefix, from].concat()..)
}

impl Iterator for List<'_> {
    type Item = Result<Listed, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Row { position, places } = loop {
            match self.next_row().transpose()? {
                // Both sides tell of the article, but in no event together.
                Ok(row) if row.places.is_empty() => {}
                Ok(row) => break row,
                Err(error) => return Some(Err(error)),
            }
        };
        let reading = key::reading_of(&position).map_err(|error| error.at("list of events"));
        Some(reading.map(|(article, entry)| Listed { article, entry, places }))
    }
}
