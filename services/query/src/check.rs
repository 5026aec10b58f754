//! Looking at an index that no service has open.

use std::path::Path;
use std::sync::Arc;

use entente_facts::ArticleInfo;
use entente_index::{Index, Search, Status};
use entente_model::{ArticleId, Tenant};
use entente_runtime::KnowledgeArgs;

use crate::config::known;
use crate::fact::Pieces;
use crate::{Error, directory};

/// An index that is looked at. Opening it may mend what a crash left, and empties one that this version or these settings would make
/// otherwise: give it a copy where nothing is to change.
#[derive(Debug)]
pub struct Inspection {
    index: Index,
    text: Result<bool, String>,
}

impl Inspection {
    /// Opens what is in a directory, with these organisations known beforehand.
    pub fn open(path: &Path, knowledge: &KnowledgeArgs) -> Result<Self, Error> {
        let knowledge = known(knowledge)?;
        let index = Index::open(path, Arc::new(directory::of(&knowledge)), Arc::new(Pieces))?;
        Ok(Self { index, text: text_is_sound(&path.join("search")) })
    }

    /// How far it has come.
    pub fn status(&self) -> Result<Status, Error> {
        Ok(self.index.status()?)
    }

    /// What it has of an article that stands.
    pub fn article(&self, tenant: &Tenant, id: &ArticleId) -> Result<Option<ArticleInfo>, Error> {
        Ok(self.index.view().article(tenant, id)?)
    }

    /// Whether the files of its text index are what was written.
    pub fn text_is_sound(&self) -> Result<bool, String> {
        self.text.clone()
    }
}

fn text_is_sound(folder: &Path) -> Result<bool, String> {
    if !folder.exists() {
        return Ok(true);
    }
    let search = Search::new(folder);
    let any = folder.join("store").join("meta.json").exists();
    // One that can't be read is emptied when it is opened: it has come nowhere then.
    let sound = search.open().and_then(|status| Ok(search.is_sound()? && (!any || status.cursor.is_some())));
    let sound = sound.map_err(|error| error.to_string());
    search.close();
    sound
}
