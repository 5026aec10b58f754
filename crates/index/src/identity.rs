//! Entities as a view has them.

use std::collections::BTreeMap;

use entente_facts::{
    Caller, Canonical, Directory, EntityId, EntityRecord, IDENTITY_CHANGES_MOST, Identity, IdentityChange,
    Names, REASON_ARTICLES_MOST, Signs, reasons,
};
use entente_model::Tenant;

use crate::read::Read;
use crate::record::{RecordError, UseRecord, decode, decode_identity_change};
use crate::store::Tree;
use crate::who::Testimonies;
use crate::{IndexError, key};

/// Most uses of a base id in events of one kind that are looked through for articles that call it by one name.
const USES_MOST: usize = 1_000;

/// Reads entities of one tenant.
#[derive(Clone, Copy)]
pub(crate) struct Identified<'a> {
    pub(crate) read: Read<'a>,
    pub(crate) tenant: &'a Tenant,
    pub(crate) directory: &'a Directory,
}

/// What articles call the base ids of an entity, and what else they tell of it.
struct Gathered {
    id: EntityId,
    members: BTreeMap<EntityId, Names>,
    signs: Signs,
    events: u64,
}

impl Identified<'_> {
    /// The entity of an id, or the one that it has become part of; none where no standing event names it.
    pub(crate) fn entity(&self, id: EntityId) -> Result<Option<EntityRecord>, IndexError> {
        Ok(self.gathered(id)?.map(|gathered| gathered.record(self.directory)))
    }

    fn gathered(&self, id: EntityId) -> Result<Option<Gathered>, IndexError> {
        let id = self.read.entity_of(self.tenant, id)?;
        let mut gathered = Gathered { id, members: BTreeMap::new(), signs: Signs::default(), events: 0 };
        for member in self.read.members(self.tenant, id)? {
            let told = self.read.told(self.tenant, member)?;
            if !told.names.is_empty() {
                gathered.members.insert(member, told.names);
                gathered.signs.join(&told.signs);
                gathered.events += told.events;
            }
        }
        Ok((!gathered.members.is_empty()).then_some(gathered))
    }

    /// The same, with why its names are one and how it came to be one.
    pub(crate) fn identity(&self, id: EntityId) -> Result<Option<Identity>, IndexError> {
        let Some(gathered) = self.gathered(id)? else { return Ok(None) };
        let testimonies = Testimonies { read: self.read, tenant: self.tenant };
        let mut canonical = Canonical::new(self.directory, testimonies);
        let callers = |base: EntityId, name: &str| self.callers(base, name);
        let reasons = reasons(gathered.id, &gathered.members, self.directory, &mut canonical, callers)?;
        let entity = gathered.record(self.directory);
        Ok(Some(Identity { reasons, changes: self.changes(entity.id)?, entity }))
    }

    /// The newest articles that call a base id so.
    fn callers(&self, base: EntityId, name: &str) -> Result<Vec<Caller>, IndexError> {
        let damaged = |error: RecordError| error.at("use of a name");
        let mut callers: BTreeMap<Vec<u8>, Caller> = BTreeMap::new();
        for prefix in key::uses_by_kind(self.tenant, base) {
            let mut of_kind = 0;
            for row in self.read.prefix(Tree::Uses, &prefix).take(USES_MOST) {
                let (key, value) = row?;
                let record: UseRecord = decode(&value).map_err(damaged)?;
                if !record.stands {
                    continue;
                }
                let position = key.get(prefix.len()..).unwrap_or_default();
                let (article, entry) = key::reading_of(position).map_err(damaged)?;
                let reading = self.read.reading(self.tenant, &article, entry)?.contribution;
                if reading.names.iter().any(|used| used.entity == base && used.name == name) {
                    callers.insert(position.to_vec(), (reading.article.published, article));
                    of_kind += 1;
                }
                if of_kind >= REASON_ARTICLES_MOST {
                    break;
                }
            }
        }
        Ok(callers.into_values().take(REASON_ARTICLES_MOST).collect())
    }

    /// How the entity was joined or split, oldest first, the newest.
    fn changes(&self, id: EntityId) -> Result<Vec<IdentityChange>, IndexError> {
        let newest = self.read.prefix(Tree::IdentityChanges, &key::entity(self.tenant, id));
        let mut changes = Vec::new();
        for row in newest.take(IDENTITY_CHANGES_MOST) {
            let change = decode_identity_change(&row?.1);
            changes.push(change.map_err(|error| error.at("change of an entity"))?);
        }
        changes.reverse();
        Ok(changes)
    }
}

impl Gathered {
    fn record(&self, directory: &Directory) -> EntityRecord {
        let mut names = Names::default();
        self.members.values().for_each(|called| names.join(called));
        names.record(self.id, &self.signs, self.events, directory)
    }
}
