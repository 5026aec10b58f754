//! What is left of an article when it is erased: nothing but when.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_facts::{EntityId, Moment};
use entente_model::{ArticleId, EventType, Tenant};
use jiff::Timestamp;

use crate::articles::Outcome;
use crate::read::Read;
use crate::record::{Kept, RecordError, decode, decode_identity_change, encode};
use crate::store::{Tree, Write};
use crate::{IndexError, key};

/// A reading that is not to be there any more.
#[derive(Debug)]
pub(crate) struct Gone {
    pub(crate) reading: Arc<Kept>,
}

/// The readings that entries erase, by tenant and place in the log.
pub(crate) type Entries = BTreeSet<(Tenant, u64)>;

impl Outcome {
    /// Removes all that is kept of an article, whether it stands or not, and notes when.
    pub(crate) fn erase(
        &mut self,
        read: &Read<'_>,
        (tenant, id): (&Tenant, &ArticleId),
        at: Moment,
    ) -> Result<(), IndexError> {
        for entry in read.entries(tenant, id)? {
            let reading = Arc::new(read.reading(tenant, id, entry)?);
            let key = key::reading(tenant, id, entry);
            self.write(Tree::Readings, key.clone(), None);
            self.write(Tree::Withdrawn, key, None);
            let position = key::position_of(&reading.contribution.article);
            for &event_type in EventType::ALL {
                let key = [key::newest(tenant, event_type), position.clone()].concat();
                self.write(Tree::Newest, key, None);
            }
            let used: BTreeSet<EntityId> =
                reading.contribution.names.iter().map(|used| used.entity).collect();
            for uses in used.into_iter().flat_map(|id| key::uses_by_kind(tenant, id)) {
                self.write(Tree::Uses, [uses, position.clone()].concat(), None);
            }
            self.gone.push(Gone { reading });
        }
        let mut texts = key::article(tenant, id);
        texts.push(0);
        for row in read.prefix(Tree::Texts, &texts) {
            self.write(Tree::Texts, row?.0.to_vec(), None);
        }
        let time = encode(&at.time.as_nanosecond()).map_err(|error| error.at("erasure"))?;
        self.write(Tree::Erased, key::article(tenant, id), Some(time));
        Ok(())
    }
}

/// When an article was erased last, if it ever was.
pub(crate) fn erased(
    read: &Read<'_>,
    tenant: &Tenant,
    id: &ArticleId,
) -> Result<Option<Timestamp>, IndexError> {
    let Some(bytes) = read.bytes(Tree::Erased, &key::article(tenant, id))? else { return Ok(None) };
    let time = decode::<i128>(&bytes).and_then(|time| Ok(Timestamp::from_nanosecond(time)?));
    time.map(Some).map_err(|error| error.at("erasure"))
}

/// How entities became what they are, without what erased articles had to do with it: changes that these brought, and changes of names
/// that no other article uses.
pub(crate) fn forget_identities(read: &Read<'_>, gone: &[Gone]) -> Result<Vec<Write>, IndexError> {
    let entries: Entries = entries(gone);
    let mut tenants: BTreeMap<&Tenant, (BTreeSet<&ArticleId>, BTreeSet<EntityId>)> = BTreeMap::new();
    for Gone { reading } in gone {
        let info = &reading.contribution.article;
        let (articles, named) = tenants.entry(&info.tenant).or_default();
        articles.insert(&info.id);
        named.extend(reading.contribution.names.iter().map(|used| used.entity));
    }
    let mut writes = Vec::new();
    for (tenant, (articles, named)) in tenants {
        let mut unnamed = BTreeSet::new();
        for id in named {
            if !is_named_elsewhere(read, tenant, id, &entries)? {
                unnamed.insert(id);
            }
        }
        for row in read.prefix(Tree::IdentityChanges, &key::tenant(tenant)) {
            let (key, value) = row?;
            let change = decode_identity_change(&value).map_err(|error| error.at("change of an entity"))?;
            if articles.contains(&change.article) || unnamed.contains(&change.id) {
                writes.push(Write::new(Tree::IdentityChanges, key.to_vec(), None));
            }
        }
    }
    Ok(writes)
}

/// The places in the log of readings.
pub(crate) fn entries(gone: &[Gone]) -> Entries {
    let entry = |Gone { reading }: &Gone| {
        let info = &reading.contribution.article;
        (info.tenant.clone(), info.appended.position)
    };
    gone.iter().map(entry).collect()
}

fn is_named_elsewhere(
    read: &Read<'_>,
    tenant: &Tenant,
    id: EntityId,
    gone: &Entries,
) -> Result<bool, IndexError> {
    for row in read.prefix(Tree::Uses, &key::uses(tenant, id)) {
        let (key, _) = row?;
        let entry = key.last_chunk().copied().map(u64::from_be_bytes);
        let entry = entry.ok_or_else(|| RecordError::Key(key.len()).at("use of a name"))?;
        if !gone.contains(&(tenant.clone(), entry)) {
            return Ok(true);
        }
    }
    Ok(false)
}
