//! Records read from the store as it was at one moment.

use std::sync::Arc;

use entente_facts::{
    Claim, ClaimId, Contradiction, ContradictionId, ContradictionPosition, FactId, IndexedEvent, Withdrawal,
};
use entente_model::{ArticleId, Tenant};
use fjall::{Readable as _, Slice, Snapshot};
use serde::de::DeserializeOwned;

use crate::pending::{Pending, Scan};
use crate::record::{
    ClaimRecord, Head, Kept, ReadingRecord, RecordError, decode, decode_contradiction, decode_reading,
    decode_withdrawal,
};
use crate::store::{Store, Tree};
use crate::{IndexError, key};

/// The store as it was at one moment.
#[derive(Clone, Copy)]
pub(crate) struct Read<'a> {
    pub(crate) store: &'a Store,
    pub(crate) snapshot: &'a Snapshot,
    /// What is on its way into the store, and read as if it were there.
    pub(crate) pending: Option<&'a Pending>,
}

impl Read<'_> {
    /// The bytes of a key.
    pub(crate) fn bytes(&self, tree: Tree, key: &[u8]) -> Result<Option<Slice>, IndexError> {
        if let Some(write) = self.pending.and_then(|pending| pending.get(tree, key)) {
            return Ok(write.value.clone());
        }
        Ok(self.snapshot.get(self.store.tree(tree), key)?)
    }

    /// The keys that begin so, in their order, each with its value.
    pub(crate) fn prefix(&self, tree: Tree, prefix: &[u8]) -> Scan {
        self.prefix_from(tree, prefix, prefix)
    }

    /// The keys that begin so, from one on.
    pub(crate) fn prefix_from(&self, tree: Tree, prefix: &[u8], first: &[u8]) -> Scan {
        let stored = self.snapshot.range(self.store.tree(tree), first.to_vec()..key::after(prefix));
        let pending = self.pending.map(|pending| pending.range(tree, prefix, first));
        Scan::new(stored, pending.unwrap_or_default())
    }

    /// The record of a key; `what` names it where it can't be read.
    pub(crate) fn record<T: DeserializeOwned>(
        &self,
        tree: Tree,
        key: &[u8],
        what: &'static str,
    ) -> Result<Option<T>, IndexError> {
        let bytes = self.bytes(tree, key)?;
        bytes.map(|bytes| decode(&bytes)).transpose().map_err(|error| error.at(what))
    }

    /// The reading that an entry of the log brought.
    pub(crate) fn reading(&self, tenant: &Tenant, id: &ArticleId, entry: u64) -> Result<Kept, IndexError> {
        let bytes = self.bytes(Tree::Readings, &key::reading(tenant, id, entry))?;
        let bytes = bytes.ok_or(RecordError::Missing);
        bytes.and_then(|bytes| decode_reading(&bytes, tenant, id)).map_err(|error| error.at("reading"))
    }

    /// The event of a claim, with base ids.
    pub(crate) fn event(&self, tenant: &Tenant, claim: &ClaimId) -> Result<IndexedEvent, IndexError> {
        let ClaimId { event, learned } = claim;
        let bytes = self.bytes(Tree::Readings, &key::reading(tenant, &event.article, learned.position))?;
        let bytes = bytes.ok_or_else(|| RecordError::Missing.at("reading"))?;
        let reading: Result<ReadingRecord<'_>, RecordError> = decode(&bytes);
        let event = reading.and_then(|reading| {
            let info = Arc::new(reading.info(tenant, &event.article)?);
            reading.event(&info, event.place)
        });
        event.map_err(|error| error.at("reading"))
    }

    /// The entries of the log that brought readings of an article, in their order.
    pub(crate) fn entries(&self, tenant: &Tenant, id: &ArticleId) -> Result<Vec<u64>, IndexError> {
        let mut prefix = key::article(tenant, id);
        prefix.push(0);
        let entry = |row: Result<(Slice, Slice), IndexError>| -> Result<u64, IndexError> {
            let (key, _) = row?;
            let entry = key.last_chunk().copied().map(u64::from_be_bytes);
            entry.ok_or_else(|| RecordError::Key(key.len()).at("reading"))
        };
        self.prefix(Tree::Readings, &prefix).map(entry).collect()
    }

    /// The contradiction of a place among all.
    pub(crate) fn contradiction(
        &self,
        tenant: &Tenant,
        at: &ContradictionPosition,
    ) -> Result<Option<Contradiction>, IndexError> {
        self.contradiction_at(&key::contradiction(tenant, at), at.id)
    }

    /// The contradiction of a key.
    pub(crate) fn contradiction_at(
        &self,
        key: &[u8],
        id: ContradictionId,
    ) -> Result<Option<Contradiction>, IndexError> {
        let bytes = self.bytes(Tree::Contradictions, key)?;
        let contradiction = bytes.map(|bytes| decode_contradiction(&bytes, id)).transpose();
        contradiction.map_err(|error| error.at("contradiction"))
    }

    /// When and why a reading ceased to stand.
    pub(crate) fn withdrawal(
        &self,
        tenant: &Tenant,
        id: &ArticleId,
        entry: u64,
    ) -> Result<Option<Withdrawal>, IndexError> {
        let bytes = self.bytes(Tree::Withdrawn, &key::reading(tenant, id, entry))?;
        bytes.map(|bytes| decode_withdrawal(&bytes)).transpose().map_err(|error| error.at("withdrawal"))
    }

    /// Where a fact's rows are.
    pub(crate) fn head(&self, tenant: &Tenant, id: FactId) -> Result<Option<Head>, IndexError> {
        let bytes = self.bytes(Tree::Heads, &key::fact(tenant, id))?;
        bytes.map(|bytes| Head::decode(&bytes, id)).transpose().map_err(|error| error.at("fact"))
    }

    /// The row that holds all of a fact.
    pub(crate) fn home(&self, tenant: &Tenant, head: &Head) -> Result<Slice, IndexError> {
        let (tree, key) = head.home(tenant);
        self.bytes(tree, &key)?.ok_or_else(|| RecordError::Missing.at("row of a fact"))
    }

    /// All that is claimed about a fact, in the order of the log.
    pub(crate) fn claims(&self, tenant: &Tenant, id: FactId) -> Result<Vec<Claim>, IndexError> {
        let mut claims = Vec::new();
        for row in self.prefix(Tree::Claims, &key::fact(tenant, id)) {
            let (_, value) = row?;
            let record: Result<ClaimRecord<'_>, RecordError> = decode(&value);
            claims.push(record.and_then(ClaimRecord::rebuild).map_err(|error| error.at("claim"))?);
        }
        Ok(claims)
    }
}
