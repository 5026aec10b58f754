//! The key-value store: trees that one atomic batch changes together, and that a snapshot reads as of one moment.

use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode, Snapshot};

use crate::IndexError;
use crate::home::Home;

/// Memory for blocks of the store that were read: the newest events of those in the news stay in it.
const CACHE_BYTES: u64 = 128 * 1024 * 1024;

/// The trees; [`crate::key`] has the shapes of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tree {
    /// Articles that stand: what is told of each.
    Articles,
    /// What rests on each: names and keys to remove with it.
    Rests,
    /// Their texts, apart because only offsets in other units than bytes ask for them.
    Texts,
    /// Events of a kind, newest first.
    Newest,
    /// Events of a kind in which an entity takes part, newest first. Each list holds the events themselves: a page is
    /// then one scan, and so is a filter, at the price of a copy for each who takes part.
    NewestOf,
    /// Entities that some event names.
    Entities,
    /// Folded names of entities; the value tells whether it is the entity's own.
    Names,
    /// How far the index has come, under one key.
    Status,
}

impl Tree {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Articles, "articles"),
        (Self::Rests, "rests"),
        (Self::Texts, "texts"),
        (Self::Newest, "newest"),
        (Self::NewestOf, "newest_of"),
        (Self::Entities, "entities"),
        (Self::Names, "names"),
        (Self::Status, "status"),
    ];
}

/// The open store. Fields drop in order: the database closes before the folder is unlocked.
pub(crate) struct Store {
    /// In the order of [`Tree::ALL`].
    trees: Vec<Keyspace>,
    database: Database,
    home: Home,
}

impl Store {
    /// Opens the store of a folder, or makes one.
    pub(crate) fn open(home: Home) -> Result<Self, IndexError> {
        let open = || -> Result<(Database, Vec<Keyspace>), fjall::Error> {
            let database = Database::builder(home.store()).cache_size(CACHE_BYTES).open()?;
            let tree = |(_, name)| database.keyspace(name, KeyspaceCreateOptions::default);
            let trees = Tree::ALL.into_iter().map(tree).collect::<Result<_, _>>()?;
            database.persist(PersistMode::SyncAll)?;
            Ok((database, trees))
        };
        let (database, trees) = open().map_err(|error| home.refused(&error))?;
        home.finish().map_err(|error| home.refused(&error))?;
        Ok(Self { trees, database, home })
    }

    pub(crate) fn tree(&self, tree: Tree) -> &Keyspace {
        &self.trees[tree as usize]
    }

    /// The store as it is now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.database.snapshot()
    }

    /// Writes and removes keys, all or none; each key once. Not synced: a crash of the machine may undo the newest batches.
    pub(crate) fn commit(
        &self,
        changes: impl IntoIterator<Item = (Tree, Vec<u8>, Option<Vec<u8>>)>,
    ) -> Result<(), IndexError> {
        let mut batch = self.database.batch();
        for (tree, key, value) in changes {
            match value {
                Some(value) => batch.insert(self.tree(tree), key, value),
                None => batch.remove(self.tree(tree), key),
            }
        }
        Ok(batch.commit()?)
    }

    /// Removes everything. Readers see it go tree by tree; a crash on the way leaves an index that is made anew.
    pub(crate) fn clear(&self) -> Result<(), IndexError> {
        self.home.unfinish().map_err(|error| self.home.refused(&error))?;
        // The status goes first: what is left has come nowhere.
        for tree in self.trees.iter().rev() {
            tree.clear()?;
        }
        self.home.finish().map_err(|error| self.home.refused(&error))
    }
}
