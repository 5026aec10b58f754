//! What some entries of the log change about who is who.

use std::collections::BTreeMap;

use entente_facts::{Canonical, Directory, EntityId, IdentityChange, Moment, Testimony, dependants, moved};
use entente_model::{ArticleId, Tenant};
use rustc_hash::FxHashMap;

use crate::articles::{Filed, Touched};
use crate::read::Read;
use crate::record::{Told, encode, encode_identity_change};
use crate::store::{Tree, Write};
use crate::who::Telling;
use crate::{IndexError, key, parallel};

/// What becomes of who is who for one tenant.
pub(crate) struct Identified {
    /// What is told of each base id that the readings touch, as it is.
    pub(crate) told: FxHashMap<EntityId, Told>,
    /// The entity of each base id that moved, as it was and as it is.
    pub(crate) moved: BTreeMap<EntityId, (EntityId, EntityId)>,
    pub(crate) writes: Vec<Write>,
}

/// What one entry of the log changes.
#[derive(Default)]
struct Step<'a> {
    article: Option<&'a ArticleId>,
    learned: Vec<(&'a Testimony, &'a Filed)>,
    withdrawn: Vec<(&'a Testimony, &'a Filed)>,
    /// What was learned from the article is erased: what changes by it is not told.
    erased: bool,
}

/// What the readings of a tenant change, entry by entry.
pub(crate) fn identify(
    read: &Read<'_>,
    directory: &Directory,
    tenant: &Tenant,
    touched: &[&Touched],
) -> Result<Identified, IndexError> {
    let mut steps: BTreeMap<Moment, Step<'_>> = BTreeMap::new();
    for touched in touched {
        let contribution = touched.contribution();
        if touched.new {
            let begins = steps.entry(contribution.article.appended).or_default();
            begins.article = Some(&contribution.article.id);
            begins.learned.extend(touched.testimonies());
        }
        if let Some(withdrawal) = touched.withdrawn {
            let ends = steps.entry(withdrawal.at).or_default();
            ends.article = Some(&contribution.article.id);
            ends.erased = touched.erased;
            ends.withdrawn.extend(touched.testimonies());
        }
    }
    let told = told(read, tenant, touched)?;
    let telling = Telling { read: *read, tenant: tenant.clone(), told, cores: BTreeMap::new() };
    let mut identifying = Identifying { telling, directory, entities: BTreeMap::new(), changes: Vec::new() };
    for (moment, step) in steps {
        identifying.step(moment, &step)?;
    }
    identifying.finish()
}

/// What is told of the base ids that the readings touch, as it was.
fn told(
    read: &Read<'_>,
    tenant: &Tenant,
    touched: &[&Touched],
) -> Result<FxHashMap<EntityId, Told>, IndexError> {
    let mut ids: Vec<EntityId> = Vec::new();
    for touched in touched {
        ids.extend(touched.contribution().names.iter().map(|used| used.entity));
        ids.extend(touched.filed.iter().flat_map(|filed| &filed.touches));
    }
    ids.sort_unstable();
    ids.dedup();
    let told = |id| read.told(tenant, id).map(|told| (id, told));
    Ok(parallel::map(ids, told)?.into_iter().collect())
}

struct Identifying<'a> {
    telling: Telling<'a>,
    directory: &'a Directory,
    /// The entity of each base id that was looked at, as it was before all entries and as it is.
    entities: BTreeMap<EntityId, (EntityId, EntityId)>,
    changes: Vec<IdentityChange>,
}

impl Identifying<'_> {
    fn step(&mut self, moment: Moment, step: &Step<'_>) -> Result<(), IndexError> {
        let told = step.learned.iter().chain(&step.withdrawn);
        let touched: Vec<EntityId> = told.flat_map(|(_, filed)| filed.touches.iter().copied()).collect();
        let mut bound = self.is_bound(&touched)?;
        let mut before = BTreeMap::new();
        let mut names = BTreeMap::new();
        // A base id that is short for nobody before and after is nobody else before and after.
        let others = |(testimony, _): &(&Testimony, &Filed)| testimony.other().is_some();
        bound |= step.learned.iter().chain(&step.withdrawn).any(others);
        if bound {
            let all = dependants(touched.iter().copied(), &mut &mut self.telling)?;
            for id in all {
                before.insert(id, self.entity(id)?);
                names.insert(id, self.telling.of(id)?.signs.name().map(str::to_owned));
            }
        }
        // A revision ends one telling as the next begins: the new one first, so that nothing is taken back that was not given.
        for (testimony, filed) in &step.learned {
            self.tell(testimony, filed, true)?;
        }
        for (testimony, filed) in &step.withdrawn {
            self.tell(testimony, filed, false)?;
        }
        if !bound {
            return Ok(());
        }
        let all = moved(&before, &mut Canonical::new(self.directory, &mut self.telling))?;
        for moved in all {
            if let Some(entity) = self.entities.get_mut(&moved.id) {
                entity.1 = moved.to;
            }
            let name = self.telling.of(moved.id)?.signs.name().map(str::to_owned);
            let name = name.or(names.get(&moved.id).cloned().flatten()).unwrap_or_default();
            if let Some(article) = step.article.filter(|_| !step.erased) {
                self.changes.extend(moved.changes(&name, moment, article));
            }
        }
        Ok(())
    }

    /// True when one of these may be part of another entity, or another part of it.
    fn is_bound(&mut self, ids: &[EntityId]) -> Result<bool, IndexError> {
        for &id in ids {
            let signs = &self.telling.of(id)?.signs;
            let alone = signs.short_for.is_empty()
                && signs.calls_person.is_empty()
                && signs.names_person.is_empty()
                && signs.dependants.is_empty();
            if !alone {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The entity that a base id is part of at this step.
    fn entity(&mut self, id: EntityId) -> Result<EntityId, IndexError> {
        if let Some(&(_, now)) = self.entities.get(&id) {
            return Ok(now);
        }
        let entity = self.telling.read.entity_of(&self.telling.tenant, id)?;
        self.entities.insert(id, (entity, entity));
        Ok(entity)
    }

    fn tell(&mut self, testimony: &Testimony, filed: &Filed, learned: bool) -> Result<(), IndexError> {
        for id in std::iter::once(testimony.about).chain(testimony.other()) {
            let signs = &mut self.telling.of(id)?.signs;
            if learned {
                signs.add(id, testimony);
            } else {
                signs.remove(id, testimony);
            }
        }
        if let Some(core) = &filed.core {
            let count = self.telling.core(core.clone(), testimony.about)?;
            *count = count.saturating_add_signed(if learned { 1 } else { -1 });
        }
        Ok(())
    }

    fn finish(self) -> Result<Identified, IndexError> {
        let Telling { tenant, told, cores, .. } = self.telling;
        let mut writes = Vec::new();
        let mut write = |tree, key, value| writes.push(Write::new(tree, key, value));
        for ((core, id), count) in cores {
            let value = (count > 0).then(|| encode(&count)).transpose();
            write(Tree::Cores, key::name(&tenant, &core, id), value.map_err(|error| error.at("name"))?);
        }
        let mut moved = self.entities;
        moved.retain(|_, (from, to)| from != to);
        for (&id, &(from, to)) in &moved {
            let member = |of| [key::entity(&tenant, of), id.to_bytes().to_vec()].concat();
            let alone = to == id;
            write(Tree::Canonical, key::entity(&tenant, id), (!alone).then(|| to.to_bytes().to_vec()));
            if from != id {
                write(Tree::Members, member(from), None);
            }
            if !alone {
                write(Tree::Members, member(to), Some(Vec::new()));
            }
        }
        for (number, change) in (0..).zip(&self.changes) {
            let record = encode_identity_change(change).map_err(|error| error.at("change of an entity"))?;
            for entity in [change.id, change.of] {
                let key = key::identity_change(&tenant, entity, change.moment, number);
                write(Tree::IdentityChanges, key, Some(record.clone()));
            }
        }
        Ok(Identified { told, moved, writes })
    }
}
