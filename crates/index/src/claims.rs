//! What readings claim about which facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_facts::{About, Claim, EntityId, FactId, Reading, Withdrawal, claims};
use entente_model::Tenant;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::IndexError;
use crate::record::Kept;

/// Who is who, for those who make claims of readings.
pub(crate) trait Who {
    /// The id of the entity that a base id is part of.
    fn canonical(&self, tenant: &Tenant, id: EntityId) -> Result<EntityId, IndexError>;
}

/// A claim by what tells it apart within its fact: the entry that brought it and the place of its event there.
pub(crate) type ClaimKey = (u64, u32);

/// What some entries of the log change about one fact.
pub(crate) struct FactChange {
    pub(crate) tenant: Tenant,
    pub(crate) about: About,
    /// Claims that are new or ceased to count.
    pub(crate) put: Vec<Claim>,
    /// Claims that are another fact's now, who is who being understood otherwise.
    pub(crate) gone: Vec<ClaimKey>,
}

/// A reading whose claims are made, before and after some entries of the log.
pub(crate) struct Claimed {
    pub(crate) reading: Arc<Kept>,
    /// As they were; nothing of a new reading.
    pub(crate) before: Vec<(FactId, About, Claim)>,
    /// As they are.
    pub(crate) after: Vec<(FactId, About, Claim)>,
}

/// What a reading claims.
pub(crate) fn of_reading(
    kept: &Kept,
    withdrawn: Option<Withdrawal>,
    who: &dyn Who,
) -> Result<Vec<(FactId, About, Claim)>, IndexError> {
    let contribution = &kept.contribution;
    let tenant = &contribution.article.tenant;
    let mut entities: FxHashMap<EntityId, EntityId> = FxHashMap::default();
    for event in &contribution.events {
        for &(_, id) in &event.entities {
            if let std::collections::hash_map::Entry::Vacant(unknown) = entities.entry(id) {
                unknown.insert(who.canonical(tenant, id)?);
            }
        }
    }
    let canonical = |id: EntityId| entities.get(&id).copied().unwrap_or(id);
    let reading = Reading { signature: contribution.signature, reread: kept.reread };
    let mut all = Vec::with_capacity(contribution.events.len());
    for event in &contribution.events {
        for (about, mut claim) in claims(event, reading, &canonical) {
            claim.withdrawn = withdrawn;
            all.push((about.id(), about, claim));
        }
    }
    Ok(all)
}

/// The changes of all facts that these readings touch.
pub(crate) fn by_fact(claimed: Vec<Claimed>) -> Vec<FactChange> {
    let mut tenants: BTreeMap<Tenant, Vec<Claimed>> = BTreeMap::new();
    for claimed in claimed {
        let tenant = &claimed.reading.contribution.article.tenant;
        match tenants.get_mut(tenant) {
            Some(of_tenant) => of_tenant.push(claimed),
            None => drop(tenants.insert(tenant.clone(), vec![claimed])),
        }
    }
    tenants.into_iter().flat_map(|(tenant, claimed)| of_tenant(&tenant, claimed)).collect()
}

/// The changes of a tenant's facts.
fn of_tenant(tenant: &Tenant, claimed: Vec<Claimed>) -> Vec<FactChange> {
    // Most facts are claimed once.
    let claims = claimed.iter().map(|claimed| claimed.after.len()).sum();
    let mut places: FxHashMap<FactId, usize> = FxHashMap::with_capacity_and_hasher(claims, FxBuildHasher);
    let mut changes: Vec<FactChange> = Vec::with_capacity(claims);
    let mut change = |id: FactId, about: About, apply: &mut dyn FnMut(&mut FactChange)| {
        let place = *places.entry(id).or_insert_with(|| {
            // A list makes room for four otherwise, and claims are large.
            let put = Vec::with_capacity(1);
            changes.push(FactChange { tenant: tenant.clone(), about, put, gone: Vec::new() });
            changes.len() - 1
        });
        apply(&mut changes[place]);
    };
    for Claimed { before, after, .. } in claimed {
        if !before.is_empty() {
            let kept: BTreeSet<(FactId, ClaimKey)> =
                after.iter().map(|(id, _, claim)| (*id, claim_key(claim))).collect();
            for (id, about, claim) in before {
                let key = claim_key(&claim);
                if !kept.contains(&(id, key)) {
                    change(id, about, &mut |change| change.gone.push(key));
                }
            }
        }
        for (id, about, claim) in after {
            let mut claim = Some(claim);
            change(id, about, &mut |change| change.put.extend(claim.take()));
        }
    }
    changes
}

pub(crate) fn claim_key(claim: &Claim) -> ClaimKey {
    (claim.learned.position, claim.event.place)
}
