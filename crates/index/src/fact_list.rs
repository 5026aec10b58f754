//! The sorted rows of facts, several lists read as one.

use std::iter::Peekable;

use entente_facts::{EntityId, FactId, FactQuery, StakeRole};
use entente_model::{EventType, Tenant};
use fjall::{Iter, Readable as _, Slice};

use crate::read::Read;
use crate::store::Tree;
use crate::{IndexError, key};

/// The rows that a query may want, in the order of their places and each fact once: those of its kind, of one of its entities
/// if it names any, between its times.
pub(crate) struct FactList<'a> {
    read: Read<'a>,
    tenant: &'a Tenant,
    lanes: Vec<Peekable<Lane>>,
}

/// One range of keys.
struct Lane {
    rows: Iter,
    prefix: Vec<u8>,
    /// Ends at the first place that begins with more than this.
    until: Option<Vec<u8>>,
}

/// A fact's place in a list, and its row; the list of all of a kind has none where another has.
struct Listed {
    position: Vec<u8>,
    row: Slice,
}

impl<'a> FactList<'a> {
    pub(crate) fn new(read: Read<'a>, tenant: &'a Tenant, query: &FactQuery) -> Self {
        let from = first(query);
        let until = last(query);
        let lane = |(tree, prefix): (Tree, Vec<u8>)| {
            let start = [prefix.as_slice(), &from].concat();
            let rows = read.snapshot.range(read.store.tree(tree), start..);
            Lane { rows, prefix, until: until.clone() }.peekable()
        };
        let lanes = ranges(tenant, query).into_iter().map(lane).collect();
        Self { read, tenant, lanes }
    }

    fn lowest(&mut self) -> Option<Result<Listed, IndexError>> {
        let mut lowest: Option<Vec<u8>> = None;
        // Nearly always one lane: nothing is compared then.
        if let [only] = self.lanes.as_mut_slice() {
            return only.next();
        }
        for lane in &mut self.lanes {
            match lane.peek() {
                Some(Ok(listed)) if lowest.as_ref().is_none_or(|lowest| listed.position < *lowest) => {
                    lowest = Some(listed.position.clone());
                }
                None | Some(Ok(_)) => {}
                Some(Err(_)) => return lane.next(),
            }
        }
        let lowest = lowest?;
        let mut found = None;
        for lane in &mut self.lanes {
            let here = |listed: &Result<Listed, IndexError>| {
                listed.as_ref().is_ok_and(|listed| listed.position == lowest)
            };
            found = lane.next_if(here).or(found);
        }
        found
    }

    fn row(&self, listed: Listed) -> Result<(FactId, Slice), IndexError> {
        let id = key::fact_of(&listed.position).map_err(|error| error.at("list of facts"))?;
        if !listed.row.is_empty() {
            return Ok((id, listed.row));
        }
        let head = self.read.head(self.tenant, id)?;
        let head = head.ok_or_else(|| crate::record::RecordError::Missing.at("fact"))?;
        Ok((id, self.read.row(self.tenant, &head)?))
    }
}

impl Iterator for FactList<'_> {
    type Item = Result<(FactId, Slice), IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let listed = self.lowest()?;
        Some(listed.and_then(|listed| self.row(listed)))
    }
}

/// The ranges of keys in which facts may be wanted.
fn ranges(tenant: &Tenant, query: &FactQuery) -> Vec<(Tree, Vec<u8>)> {
    let named = if query.entities.is_empty() { &query.counterparts } else { &query.entities };
    if named.is_empty() {
        return vec![(Tree::Facts, key::newest(tenant, query.event_type))];
    }
    let role = query.role.filter(|_| !query.entities.is_empty());
    let parts: &[key::Part] = match (query.event_type, role) {
        (EventType::Stake, None) => &[key::Part::Holder, key::Part::Target],
        (EventType::Stake, Some(StakeRole::Holder)) => &[key::Part::Holder],
        (EventType::Stake, Some(StakeRole::Target)) => &[key::Part::Target],
        (EventType::Partnership | EventType::Strategy | EventType::Statement, _) => &[key::Part::Any],
    };
    let of = |entity: EntityId| {
        let range = move |&part| key::facts_of(tenant, query.event_type, part as u8, entity);
        parts.iter().map(range).map(|prefix| (Tree::FactsOf, prefix))
    };
    named.iter().flat_map(|&entity| of(entity)).collect()
}

/// The lowest place that can be wanted.
fn first(query: &FactQuery) -> Vec<u8> {
    let after = query.after.as_ref().map(|after| {
        let mut next = key::fact_position(after);
        next.push(0);
        next
    });
    let before = query.published_before.filter(|_| times_are_of_now(query));
    let before = before.map(|before| key::published_from(Some(before)));
    after.max(before).unwrap_or_default()
}

/// What the highest place that can be wanted begins with.
fn last(query: &FactQuery) -> Option<Vec<u8>> {
    if !times_are_of_now(query) {
        return None;
    }
    let dated = query.published_before.map(|_| {
        let mut last = vec![u8::MAX; key::PUBLISHED];
        last[0] = 0;
        last
    });
    query.published_from.map(|from| key::published_from(Some(from))).or(dated)
}

/// Lists keep the order of now: what was published then does not bound them.
fn times_are_of_now(query: &FactQuery) -> bool {
    query.as_of.known_at.is_none()
}

impl Iterator for Lane {
    type Item = Result<Listed, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (key, row) = match self.rows.next()?.into_inner() {
            Ok(row) => row,
            Err(error) => return Some(Err(error.into())),
        };
        let position = key.strip_prefix(self.prefix.as_slice())?;
        let begins = &position[..position.len().min(key::PUBLISHED)];
        if self.until.as_ref().is_some_and(|until| begins > until.as_slice()) {
            return None;
        }
        Some(Ok(Listed { position: position.to_vec(), row }))
    }
}
