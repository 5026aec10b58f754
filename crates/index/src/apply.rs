//! One entry of the log becomes keys and records.

use std::collections::{BTreeMap, BTreeSet};

use entente_facts::{
    ArticleInfo, Contribution, Directory, EntityId, EventId, EventPosition, NameMatch, NameUse,
};
use entente_model::{ArticleId, Tenant};

use crate::record::{ArticleRecord, EntityRow, EventRecord, RestRecord, Row, encode};
use crate::staged::Staged;
use crate::store::Tree;
use crate::{IndexError, key};

/// By how much a change moves the counts of articles and events that stand.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moved {
    pub(crate) articles: i64,
    pub(crate) events: i64,
}

/// Puts what an article adds in the place of what it added before; `None` withdraws it.
pub(crate) fn replace(
    staged: &mut Staged<'_>,
    directory: &Directory,
    (tenant, id): (&Tenant, &ArticleId),
    now: Option<&Contribution>,
) -> Result<Moved, IndexError> {
    let key = key::article(tenant, id);
    let record: Option<ArticleRecord> = staged.get(Tree::Articles, &key, "article")?;
    let rest: Option<RestRecord> = staged.get(Tree::Rests, &key, "article")?;
    let mut entities = Entities::default();
    let mut moved = Moved::default();
    if let (Some(record), Some(rest)) = (record, rest) {
        let info = record.info(tenant, id).map_err(|error| error.at("article"))?;
        moved.articles -= 1;
        moved.events -= withdraw(staged, &info, &rest, &mut entities)?;
    }
    if let Some(contribution) = now {
        moved.articles += 1;
        moved.events += add(staged, tenant, contribution, &mut entities)?;
    }
    entities.write(staged, directory, tenant)?;
    Ok(moved)
}

/// What becomes of the entities that an article names, or named.
#[derive(Default)]
struct Entities {
    removed: Vec<NameUse>,
    added: Vec<NameUse>,
    /// By how much the number of events moves in which each takes part.
    events: BTreeMap<EntityId, i64>,
}

fn withdraw(
    staged: &mut Staged<'_>,
    info: &ArticleInfo,
    rest: &RestRecord,
    entities: &mut Entities,
) -> Result<i64, IndexError> {
    let (tenant, id) = (&info.tenant, &info.id);
    let rows = rest.rows().map_err(|error| error.at("article"))?;
    for (place, row) in (0..).zip(&rows) {
        let event = EventId { article: id.clone(), revision: info.revision, place };
        let position = EventPosition { published: info.published, appended: info.appended.time, id: event };
        for (tree, key) in list_keys(tenant, row, &position) {
            staged.remove(tree, key);
        }
        entities.count(row, -1);
    }
    for tree in [Tree::Articles, Tree::Rests, Tree::Texts] {
        staged.remove(tree, key::article(tenant, id));
    }
    entities.removed.extend(rest.names());
    Ok(rows.len().try_into().unwrap_or(i64::MAX))
}

fn add(
    staged: &mut Staged<'_>,
    tenant: &Tenant,
    contribution: &Contribution,
    entities: &mut Entities,
) -> Result<i64, IndexError> {
    let id = &contribution.article.id;
    let rest = RestRecord::of(contribution);
    let rows = rest.rows().map_err(|error| error.at("article"))?;
    for (event, row) in contribution.events.iter().zip(&rows) {
        let record = encode(&EventRecord::of(event)).map_err(|error| error.at("event"))?;
        for (tree, key) in list_keys(tenant, row, &event.position()) {
            staged.put(tree, key, record.clone());
        }
        entities.count(row, 1);
    }
    let record = ArticleRecord::of(&contribution.article);
    staged.put_record(Tree::Articles, key::article(tenant, id), &record, "article")?;
    staged.put_record(Tree::Rests, key::article(tenant, id), &rest, "article")?;
    staged.put(Tree::Texts, key::article(tenant, id), contribution.text.clone().into_bytes());
    entities.added.extend(contribution.names.iter().cloned());
    Ok(rows.len().try_into().unwrap_or(i64::MAX))
}

/// The keys under which an event is listed.
fn list_keys(tenant: &Tenant, row: &Row, position: &EventPosition) -> Vec<(Tree, Vec<u8>)> {
    let position = key::position(position);
    let of = row.participants.iter().map(|&entity| key::newest_of(tenant, row.event_type, entity));
    let keys = of.map(|prefix| (Tree::NewestOf, prefix));
    keys.chain([(Tree::Newest, key::newest(tenant, row.event_type))])
        .map(|(tree, prefix)| (tree, [prefix.as_slice(), &position].concat()))
        .collect()
}

impl Entities {
    fn count(&mut self, row: &Row, by: i64) {
        for &id in &row.participants {
            *self.events.entry(id).or_default() += by;
        }
    }

    fn write(
        self,
        staged: &mut Staged<'_>,
        directory: &Directory,
        tenant: &Tenant,
    ) -> Result<(), IndexError> {
        let touched: BTreeSet<EntityId> =
            self.removed.iter().chain(&self.added).map(|used| used.entity).collect();
        for id in touched {
            let row: EntityRow =
                staged.get(Tree::Entities, &key::entity(tenant, id), "entity")?.unwrap_or_default();
            let mut names = row.names();
            let before = if names.is_empty() { BTreeMap::new() } else { names.folded(id, directory) };
            for used in self.added.iter().filter(|used| used.entity == id) {
                names.add(&used.name, used.own);
            }
            for used in self.removed.iter().filter(|used| used.entity == id) {
                names.remove(&used.name, used.own);
            }
            let after = if names.is_empty() { BTreeMap::new() } else { names.folded(id, directory) };
            write_names(staged, tenant, id, &before, &after);
            if names.is_empty() {
                staged.remove(Tree::Entities, key::entity(tenant, id));
            } else {
                let moved = self.events.get(&id).copied().unwrap_or_default();
                let row = EntityRow::new(&names, row.events.saturating_add_signed(moved));
                staged.put_record(Tree::Entities, key::entity(tenant, id), &row, "entity")?;
            }
        }
        Ok(())
    }
}

fn write_names(
    staged: &mut Staged<'_>,
    tenant: &Tenant,
    id: EntityId,
    before: &BTreeMap<String, NameMatch>,
    after: &BTreeMap<String, NameMatch>,
) {
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        staged.remove(Tree::Names, key::name(tenant, name, id));
    }
    for (name, found) in after.iter().filter(|(name, found)| before.get(*name) != Some(*found)) {
        let own = u8::from(*found == NameMatch::Own);
        staged.put(Tree::Names, key::name(tenant, name, id), vec![own]);
    }
}
