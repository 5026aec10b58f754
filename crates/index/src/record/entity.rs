//! The record of an entity: what articles call it, and in how many events it takes part.

use entente_facts::Names;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct EntityRow {
    /// Each name with the number of articles that use it as its own, and as a short form.
    names: Vec<(String, u64, u64)>,
    pub(crate) events: u64,
}

impl EntityRow {
    pub(crate) fn new(names: &Names, events: u64) -> Self {
        Self { names: names.iter().map(|(name, own, seen)| (name.to_owned(), own, seen)).collect(), events }
    }

    pub(crate) fn names(&self) -> Names {
        self.names.iter().cloned().collect()
    }
}
