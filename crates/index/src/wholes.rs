//! Whether more of a target is held than there is.

use std::collections::{BTreeMap, HashMap};

use entente_facts::{About, EntityId, Fact, FactId, FactQuery, StakeRole, above_whole};
use entente_model::{EventType, Tenant};

use crate::fact_list::{FactList, Rows};
use crate::facts::{After, Settled, put_contradiction, remove_contradiction};
use crate::read::Read;
use crate::record::Whole;
use crate::store::{Tree, Write};
use crate::{IndexError, key};

/// All of it, in millionths of a percent.
const WHOLE: u64 = 100_000_000;

/// Stakes in one target that some entries touched.
pub(crate) struct WholeChange<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) target: EntityId,
    pub(crate) settled: Vec<&'a Settled>,
}

/// The touched stakes by their targets.
pub(crate) fn by_target(settled: &[Settled]) -> Vec<WholeChange<'_>> {
    let mut targets: HashMap<(&Tenant, EntityId), Vec<&Settled>> = HashMap::new();
    for settled in settled {
        let counts = |counted: Option<u64>| counted.is_some_and(|counted| counted > 0);
        let touched = counts(settled.before.as_ref().map(|head| head.counted))
            || counts(settled.after.as_ref().map(|after| after.head.counted));
        if let About::Stake { target, .. } = settled.about
            && touched
        {
            targets.entry((&settled.tenant, target)).or_default().push(settled);
        }
    }
    let change = |((tenant, target), settled)| WholeChange { tenant, target, settled };
    targets.into_iter().map(change).collect()
}

impl WholeChange<'_> {
    /// The keys that change.
    pub(crate) fn writes(self, read: &Read<'_>) -> Result<Vec<Write>, IndexError> {
        let Self { tenant, target, settled } = self;
        let key = key::entity(tenant, target);
        let bytes = read.bytes(Tree::Wholes, &key)?;
        let before = bytes.map(|bytes| Whole::decode(&bytes)).transpose();
        let before = before.map_err(|error| error.at("whole"))?.unwrap_or_default();
        let mut counted = before.counted;
        for settled in &settled {
            counted += settled.after.as_ref().map_or(0, |after| after.head.counted);
            counted = counted.saturating_sub(settled.before.as_ref().map_or(0, |head| head.counted));
        }
        let at_odds =
            if counted > WHOLE { above_whole(&stakes(read, tenant, target, &settled)?) } else { None };
        let mut writes = BTreeMap::new();
        if let Some(at) = &before.at_odds
            && let Some(contradiction) = read.contradiction(tenant, at)?
        {
            remove_contradiction(&mut writes, tenant, &contradiction);
        }
        if let Some(contradiction) = &at_odds {
            put_contradiction(&mut writes, tenant, contradiction)?;
        }
        let after = Whole { counted, at_odds: at_odds.as_ref().map(entente_facts::Contradiction::position) };
        if after != before {
            let value = if after == Whole::default() {
                None
            } else {
                Some(after.encode().map_err(|error| error.at("whole"))?)
            };
            writes.insert((Tree::Wholes, key), value);
        }
        let write = |((tree, key), value)| Write::new(tree, key, value);
        Ok(writes.into_iter().map(write).collect())
    }
}

/// All stakes in a target, those that were touched as they are now.
fn stakes(
    read: &Read<'_>,
    tenant: &Tenant,
    target: EntityId,
    settled: &[&Settled],
) -> Result<Vec<Fact>, IndexError> {
    let touched: HashMap<FactId, &Settled> = settled.iter().map(|settled| (settled.id, *settled)).collect();
    let after = settled.iter().filter_map(|settled| settled.after.as_ref());
    let mut stakes: Vec<Fact> = after.map(After::fact).collect::<Result<_, _>>()?;
    let query = FactQuery {
        entities: vec![target],
        role: Some(StakeRole::Target),
        ..FactQuery::new(EventType::Stake, usize::MAX)
    };
    let rows = Rows { read: *read, tenant, event_type: EventType::Stake };
    for listed in FactList::new(*read, tenant, &query) {
        let listed = listed?;
        if !touched.contains_key(&listed.id()?) {
            stakes.push(listed.fact(&rows)?);
        }
    }
    Ok(stakes)
}
