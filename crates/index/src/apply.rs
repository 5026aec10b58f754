//! Some entries of the log become keys and records.
//!
//! Articles are worked on side by side, each with its entries in the order of the log; then what they change about an
//! entity is put together, and about a fact, and those are worked on side by side. Each key belongs to one article, one
//! entity, one fact or one target, so that none is written twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use entente_facts::{Contribution, Directory, EntityId};
use entente_model::{ArticleId, Tenant};
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::articles::{ArticleEntries, Change, Outcome, Touched};
use crate::claims::{Claimed, FactChange, Who, by_fact, of_reading};
use crate::entities::EntityChange;
use crate::erasure::{self, Gone, forget_identities};
use crate::facts::{New, Settled};
use crate::identities::identify;
use crate::pages::Presenter;
use crate::read::Read;
use crate::record::Told;
use crate::store::{Tree, Write};
use crate::wholes::{WholeChange, by_target};
use crate::{IndexError, key, parallel};

/// What some entries come to.
#[derive(Default)]
pub(crate) struct Applied {
    /// In the lists in which they were made.
    pub(crate) writes: Vec<Vec<Write>>,
    /// By how much the numbers of standing articles, events and facts move.
    pub(crate) articles: i64,
    pub(crate) events: i64,
    pub(crate) facts: i64,
    /// Something is erased.
    pub(crate) erases: bool,
}

/// What entries come to over the store as it is.
pub(crate) fn apply(
    read: &Read<'_>,
    directory: &Directory,
    presenter: &dyn Presenter,
    changes: Vec<Change>,
) -> Result<Applied, IndexError> {
    let outcome = |entries: ArticleEntries| entries.outcome(read);
    let outcomes = parallel::map(by_article(changes), outcome)?;
    let mut applied = Applied::default();
    let mut touched: Vec<Touched> = Vec::with_capacity(outcomes.len());
    let mut gone: Vec<Gone> = Vec::new();
    for outcome in outcomes {
        applied.articles += outcome.articles;
        applied.events += outcome.events;
        let Outcome { writes, touched: those, gone: erased, .. } = outcome;
        gone.extend(erased);
        applied.writes.push(writes);
        touched.extend(those);
    }
    applied.erases = !gone.is_empty();
    applied.writes.push(forget_identities(read, &gone)?);
    let mut tenants: BTreeMap<&Tenant, Vec<&Touched>> = BTreeMap::new();
    for touched in &touched {
        tenants.entry(&touched.contribution().article.tenant).or_default().push(touched);
    }
    let mut moved = HashMap::new();
    let mut entities = Vec::new();
    for (tenant, touched) in tenants {
        let identified = identify(read, directory, tenant, &touched)?;
        applied.writes.push(identified.writes);
        entities.extend(by_entity(tenant, identified.told, &touched));
        moved.extend(identified.moved.into_iter().map(|(id, to)| ((tenant.clone(), id), to)));
    }
    let writes = parallel::map(entities, |change: EntityChange<'_>| change.writes(directory))?;
    applied.writes.extend(writes);
    facts(read, presenter, &mut applied, (touched, gone), &Now { read: *read, moved })?;
    Ok(applied)
}

/// Who is who after them.
struct Now<'a> {
    read: Read<'a>,
    /// The entity of each base id that moved, as it was and as it is.
    moved: HashMap<(Tenant, EntityId), (EntityId, EntityId)>,
}

impl Who for Now<'_> {
    fn canonical(&self, tenant: &Tenant, id: EntityId) -> Result<EntityId, IndexError> {
        if self.moved.is_empty() {
            return self.read.entity_of(tenant, id);
        }
        match self.moved.get(&(tenant.clone(), id)) {
            Some(&(_, to)) => Ok(to),
            None => self.read.entity_of(tenant, id),
        }
    }
}

/// What the readings change about facts.
fn facts(
    read: &Read<'_>,
    presenter: &dyn Presenter,
    applied: &mut Applied,
    (mut touched, gone): (Vec<Touched>, Vec<Gone>),
    now: &Now<'_>,
) -> Result<(), IndexError> {
    let readings = touched.iter().filter(|touched| touched.new).map(|touched| {
        let info = &touched.contribution().article;
        (info.appended.position, Arc::clone(&touched.reading))
    });
    let new: New = readings.collect();
    touched.retain(|touched| !touched.erased);
    touched.extend(others(read, &touched, &gone, now)?);
    let mut claimed = parallel::map(touched, |touched: Touched| -> Result<Claimed, IndexError> {
        let before = if touched.new { Vec::new() } else { of_reading(&touched.reading, None, read)? };
        let after = of_reading(&touched.reading, touched.withdrawn, now)?;
        Ok(Claimed { reading: touched.reading, before, after })
    })?;
    claimed.extend(parallel::map(gone, |Gone { reading }: Gone| -> Result<Claimed, IndexError> {
        let before = of_reading(&reading, None, read)?;
        Ok(Claimed { reading, before, after: Vec::new() })
    })?);
    let settle = |change: FactChange| change.settle(read, presenter, &new);
    let settled = parallel::map(by_fact(claimed), settle)?;
    parallel::discard(new);
    let writes = parallel::map(by_target(&settled), |change: WholeChange<'_>| change.writes(read))?;
    applied.writes.extend(writes);
    let mut at_odds = BTreeMap::new();
    for settled in &settled {
        applied.facts += settled.by();
        settled.at_odds(read, &mut at_odds)?;
    }
    let write = |((tree, key), value)| Write::new(tree, key, value);
    applied.writes.push(at_odds.into_iter().map(write).collect());
    applied.writes.extend(settled.into_iter().map(|settled: Settled| settled.writes));
    Ok(())
}

/// Readings that are as they were, but name somebody who is part of another entity now.
fn others(
    read: &Read<'_>,
    touched: &[Touched],
    gone: &[Gone],
    now: &Now<'_>,
) -> Result<Vec<Touched>, IndexError> {
    let entry = |contribution: &Contribution| {
        let info = &contribution.article;
        (info.tenant.clone(), info.appended.position)
    };
    let mut known: BTreeSet<(Tenant, u64)> =
        touched.iter().map(|touched| entry(touched.contribution())).chain(erasure::entries(gone)).collect();
    let mut others = Vec::new();
    for (tenant, id) in now.moved.keys() {
        let prefix = key::uses(tenant, *id);
        for row in read.prefix(Tree::Uses, &prefix) {
            let (key, _) = row?;
            let position = key::position_in_use(&key, &prefix);
            let (article, entry) = key::reading_of(position).map_err(|error| error.at("use of a name"))?;
            if known.insert((tenant.clone(), entry)) {
                let reading = Arc::new(read.reading(tenant, &article, entry)?);
                let withdrawn = read.withdrawal(tenant, &article, entry)?;
                others.push(Touched {
                    reading,
                    filed: Vec::new(),
                    events: Vec::new(),
                    new: false,
                    withdrawn,
                    erased: false,
                });
            }
        }
    }
    Ok(others)
}

/// What the readings of a tenant change about each base id that they tell of.
fn by_entity<'a>(
    tenant: &'a Tenant,
    mut told: FxHashMap<EntityId, Told>,
    touched: &[&'a Touched],
) -> Vec<EntityChange<'a>> {
    let mut entities: FxHashMap<EntityId, EntityChange<'a>> =
        FxHashMap::with_capacity_and_hasher(told.len(), FxBuildHasher);
    let mut change = |id: EntityId, apply: &dyn Fn(&mut EntityChange<'a>)| {
        let change = entities.entry(id).or_insert_with(|| EntityChange {
            tenant,
            id,
            told: told.remove(&id).unwrap_or_default(),
            names: Vec::new(),
            events: 0,
        });
        apply(change);
    };
    for touched in touched.iter().filter(|touched| touched.by() != 0) {
        let by = touched.by();
        let contribution = touched.contribution();
        for testimony in &contribution.testimonies {
            for id in std::iter::once(testimony.about).chain(testimony.other()) {
                change(id, &|_| {});
            }
        }
        for used in &contribution.names {
            change(used.entity, &|change| change.names.push((used, by)));
        }
        for &(id, count) in &touched.events {
            change(id, &|change| change.events += by * count);
        }
    }
    entities.into_values().collect()
}

/// The entries of each article, in the order of the log.
fn by_article(changes: Vec<Change>) -> Vec<ArticleEntries> {
    let mut places: HashMap<(Tenant, ArticleId), usize> = HashMap::new();
    let mut articles: Vec<ArticleEntries> = Vec::with_capacity(changes.len());
    for change in changes {
        let (tenant, id) = change.article();
        let (tenant, id) = (tenant.clone(), id.clone());
        let place = *places.entry((tenant.clone(), id.clone())).or_insert_with(|| {
            articles.push(ArticleEntries { tenant, id, changes: Vec::new() });
            articles.len() - 1
        });
        articles[place].changes.push(change);
    }
    articles
}
