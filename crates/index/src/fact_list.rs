//! The sorted rows of facts, several lists read as one.

use std::iter::Peekable;

use entente_facts::{EntityId, Fact, FactId, FactPosition, FactQuery, FoundFact, StakeRole};
use entente_model::{EventType, Tenant};
use fjall::Slice;

use crate::pending::Scan;
use crate::read::Read;
use crate::record::{Body, RecordError, Row, decode_fact, decode_found};
use crate::store::Tree;
use crate::{IndexError, key};

/// What a list that can't be read is called.
const LIST: &str = "list of facts";
/// What a row that can't be read is called.
const ROW: &str = "row of a fact";

/// The rows that a query may want, in the order of their places and each fact once: those of its kind, of one of its entities
/// if it names any, between its times.
pub(crate) struct FactList {
    lanes: Vec<Peekable<Lane>>,
}

/// Where the rows of a list are.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) read: Read<'a>,
    pub(crate) tenant: &'a Tenant,
    pub(crate) event_type: EventType,
}

/// One range of keys.
struct Lane {
    rows: Scan,
    prefix: Vec<u8>,
    /// Ends at the first place that begins with more than this.
    until: Option<Vec<u8>>,
}

/// A fact's place in every list, and its row in one of them.
pub(crate) struct Listed {
    key: Slice,
    /// Where in the key the place begins.
    place: usize,
    row: Slice,
}

impl FactList {
    pub(crate) fn new(read: Read<'_>, tenant: &Tenant, query: &FactQuery) -> Self {
        let from = first(query);
        let until = last(query);
        let lane = |(tree, prefix): (Tree, Vec<u8>)| {
            let start = [prefix.as_slice(), &from].concat();
            let rows = read.prefix_from(tree, &prefix, &start);
            Lane { rows, prefix, until: until.clone() }.peekable()
        };
        Self { lanes: ranges(tenant, query).into_iter().map(lane).collect() }
    }

    fn lowest(&mut self) -> Option<Result<Listed, IndexError>> {
        let mut lowest: Option<Vec<u8>> = None;
        // Nearly always one lane: nothing is compared then.
        if let [only] = self.lanes.as_mut_slice() {
            return only.next();
        }
        for lane in &mut self.lanes {
            match lane.peek() {
                Some(Ok(listed))
                    if lowest.as_ref().is_none_or(|lowest| listed.place() < lowest.as_slice()) =>
                {
                    lowest = Some(listed.place().to_vec());
                }
                None | Some(Ok(_)) => {}
                Some(Err(_)) => return lane.next(),
            }
        }
        let lowest = lowest?;
        let mut found = None;
        for lane in &mut self.lanes {
            let here = |listed: &Result<Listed, IndexError>| {
                listed.as_ref().is_ok_and(|listed| listed.place() == lowest)
            };
            found = lane.next_if(here).or(found);
        }
        found
    }
}

impl Iterator for FactList {
    type Item = Result<Listed, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.lowest()
    }
}

impl Listed {
    fn place(&self) -> &[u8] {
        self.key.get(self.place..).unwrap_or_default()
    }

    pub(crate) fn id(&self) -> Result<FactId, IndexError> {
        key::fact_of(self.place()).map_err(|error| error.at(LIST))
    }

    /// The fact's place in every list.
    pub(crate) fn position(&self) -> Result<FactPosition, IndexError> {
        key::to_fact_position(self.place()).map_err(|error| error.at(LIST))
    }

    /// The row, as it is in this list.
    pub(crate) fn row(&self) -> Result<Row<'_>, IndexError> {
        Row::decode(&self.row).map_err(|error| error.at(ROW))
    }

    /// The fact's home, which may be another row.
    pub(crate) fn home(&self, of: &Rows<'_>) -> Result<Slice, IndexError> {
        let Body::Beside { home: (part, entity), .. } = self.row()?.body else { return Ok(self.row.clone()) };
        let mut key = key::facts_of(of.tenant, of.event_type, part, entity);
        key.extend_from_slice(self.place());
        of.read.bytes(Tree::FactsOf, &key)?.ok_or_else(|| RecordError::Missing.at(ROW))
    }

    /// The fact alone.
    pub(crate) fn fact(&self, of: &Rows<'_>) -> Result<Fact, IndexError> {
        match self.row()?.body {
            Body::Beside { fact, .. } if !fact.is_empty() => {
                decode_fact(fact, self.id()?).map_err(|error| error.at(ROW))
            }
            Body::Home { .. } | Body::Beside { .. } => self.whole(of, decode_fact),
        }
    }

    /// The fact and what bears it out best.
    pub(crate) fn found(&self, of: &Rows<'_>) -> Result<FoundFact, IndexError> {
        self.whole(of, |record, id| decode_found(record, of.tenant, id))
    }

    /// What `decode` makes of the record of the fact and of all that belongs to it.
    pub(crate) fn whole<T>(
        &self,
        of: &Rows<'_>,
        decode: impl FnOnce(&[u8], FactId) -> Result<T, RecordError>,
    ) -> Result<T, IndexError> {
        let home = self.home(of)?;
        let row = Row::decode(&home).map_err(|error| error.at(ROW))?;
        let Body::Home { record, .. } = row.body else { return Err(RecordError::Missing.at(ROW)) };
        decode(record, self.id()?).map_err(|error| error.at(ROW))
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
        let (key, row) = match self.rows.next()? {
            Ok(row) => row,
            Err(error) => return Some(Err(error)),
        };
        let listed = Listed { key, place: self.prefix.len(), row };
        let begins = &listed.place()[..listed.place().len().min(key::PUBLISHED)];
        if self.until.as_ref().is_some_and(|until| begins > until.as_slice()) {
            return None;
        }
        Some(Ok(listed))
    }
}
