//! Changes that are gathered before they are written, and seen by those that follow.

use std::collections::BTreeMap;

use fjall::{Readable, Snapshot};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::IndexError;
use crate::record::{decode, encode};
use crate::store::{Store, Tree};

/// A batch under construction over the store as it was when it began.
pub(crate) struct Staged<'a> {
    store: &'a Store,
    snapshot: Snapshot,
    /// The last word about each key: a batch can't hold two.
    changes: BTreeMap<(Tree, Vec<u8>), Option<Vec<u8>>>,
}

impl<'a> Staged<'a> {
    pub(crate) fn new(store: &'a Store) -> Self {
        Self { store, snapshot: store.snapshot(), changes: BTreeMap::new() }
    }

    pub(crate) fn get<T: DeserializeOwned>(
        &self,
        tree: Tree,
        key: &[u8],
        what: &'static str,
    ) -> Result<Option<T>, IndexError> {
        let record = match self.changes.get(&(tree, key.to_vec())) {
            Some(None) => return Ok(None),
            Some(Some(staged)) => decode(staged),
            None => match self.snapshot.get(self.store.tree(tree), key)? {
                Some(kept) => decode(&kept),
                None => return Ok(None),
            },
        };
        record.map(Some).map_err(|error| error.at(what))
    }

    pub(crate) fn put(&mut self, tree: Tree, key: Vec<u8>, value: Vec<u8>) {
        self.changes.insert((tree, key), Some(value));
    }

    pub(crate) fn put_record(
        &mut self,
        tree: Tree,
        key: Vec<u8>,
        record: &impl Serialize,
        what: &'static str,
    ) -> Result<(), IndexError> {
        self.put(tree, key, encode(record).map_err(|error| error.at(what))?);
        Ok(())
    }

    pub(crate) fn remove(&mut self, tree: Tree, key: Vec<u8>) {
        self.changes.insert((tree, key), None);
    }

    pub(crate) fn commit(self) -> Result<(), IndexError> {
        self.store.commit(self.changes.into_iter().map(|((tree, key), value)| (tree, key, value)))
    }
}
