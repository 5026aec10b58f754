//! The key-value store: trees that one atomic batch changes together, and that a snapshot reads as of one moment.

use entente_purge::{Marker, PurgeError};
use fjall::config::BlockSizePolicy;
use fjall::{
    Database, Keyspace, KeyspaceCreateOptions, OwnedWriteBatch as WriteBatch, PersistMode, Slice, Snapshot,
};

use crate::IndexError;
use crate::home::Home;
use crate::pending::Pending;

/// Memory for blocks of the store that were read: the newest events of those in the news stay in it.
const CACHE_BYTES: u64 = 128 * 1024 * 1024;

/// Bytes of what was written and is not yet in a file of its tree: it is read again when the store is opened.
const JOURNAL_BYTES: u64 = 128 * 1024 * 1024;

/// Bytes of a block of rows of facts: a page of them is a few blocks.
const ROW_BLOCK_BYTES: u32 = 16 * 1024;

/// The trees; [`crate::key`] has the shapes of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tree {
    /// Articles that stand: which reading of each does.
    Articles,
    /// What each entry of the log said of an article, whether it stands or not.
    Readings,
    /// The texts of articles, by revision, apart because only offsets in other units than bytes ask for them.
    Texts,
    /// Events of a kind, newest first: an article's with one key, which tells their places in its reading.
    Newest,
    /// Readings in which an event names a base id, by the kinds of events in which it takes part, newest first; the value tells whether
    /// the reading stands, and in which of its events the base id takes part.
    Uses,
    /// When and why readings ceased to stand.
    Withdrawn,
    /// Base ids of which some article tells.
    Entities,
    /// Folded names of entities; the value tells whether it is the entity's own.
    Names,
    /// Folded names of several words, without legal form, by which base ids are named; the value is how often.
    Cores,
    /// The entities of base ids that are part of another's.
    Canonical,
    /// The same the other way round.
    Members,
    /// How entities became one, or two.
    IdentityChanges,
    /// What is claimed about a fact.
    Claims,
    /// Where a fact's rows are.
    Heads,
    /// Facts of a kind, newest first.
    Facts,
    /// Facts of a kind in which an entity has a part, newest first. One list of each fact has all that is kept of it, for stakes that
    /// of the holder: a page of these is one scan. See [`crate::record::Row`].
    FactsOf,
    /// How much of a target is held.
    Wholes,
    /// What is at odds, last brought up first.
    Contradictions,
    /// The same by who is involved; the values are empty.
    ContradictionsOf,
    /// When articles were erased, last.
    Erased,
    /// How far the index has come, under one key.
    Status,
}

impl Tree {
    const ALL: [(Self, &'static str); 21] = [
        (Self::Articles, "articles"),
        (Self::Readings, "readings"),
        (Self::Texts, "texts"),
        (Self::Newest, "newest"),
        (Self::Uses, "uses"),
        (Self::Withdrawn, "withdrawn"),
        (Self::Entities, "entities"),
        (Self::Names, "names"),
        (Self::Cores, "cores"),
        (Self::Canonical, "canonical"),
        (Self::Members, "members"),
        (Self::IdentityChanges, "identity_changes"),
        (Self::Claims, "claims"),
        (Self::Heads, "heads"),
        (Self::Facts, "facts"),
        (Self::FactsOf, "facts_of"),
        (Self::Wholes, "wholes"),
        (Self::Contradictions, "contradictions"),
        (Self::ContradictionsOf, "contradictions_of"),
        (Self::Erased, "erased"),
        (Self::Status, "status"),
    ];
}

/// What is to become of a key.
#[derive(Debug)]
pub(crate) struct Write {
    tree: Tree,
    pub(crate) key: Slice,
    /// None removes it.
    pub(crate) value: Option<Slice>,
}

/// Roughly where a key stands among all, cheap to compare: its tree, and how it begins. Keys of one tenant are in the order of their own, those of
/// several tenants stand among each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order(Tree, u128);

impl Order {
    /// That of a key, or the first of the keys that begin so.
    pub(crate) fn of(tree: Tree, key: &[u8]) -> Self {
        Self::padded(tree, key, 0)
    }

    /// The last of the keys that begin so.
    pub(crate) fn last(tree: Tree, prefix: &[u8]) -> Self {
        Self::padded(tree, prefix, u8::MAX)
    }

    fn padded(tree: Tree, key: &[u8], pad: u8) -> Self {
        // What follows the tenant is a hash mostly.
        let own = key.iter().position(|&byte| byte == 0).map_or(0, |end| end + 1);
        let mut begin = [pad; 16];
        begin.iter_mut().zip(&key[own..]).for_each(|(byte, from)| *byte = *from);
        Self(tree, u128::from_be_bytes(begin))
    }
}

impl Write {
    /// The bytes move to where the store keeps them here, and not while everybody waits for the commit.
    pub(crate) fn new(tree: Tree, key: Vec<u8>, value: Option<Vec<u8>>) -> Self {
        Self { tree, key: key.into(), value: value.map(Slice::from) }
    }

    /// Puts a value that others may hold too.
    pub(crate) fn put(tree: Tree, key: Vec<u8>, value: Slice) -> Self {
        Self { tree, key: key.into(), value: Some(value) }
    }

    /// Where its key stands.
    pub(crate) fn order(&self) -> Order {
        Order::of(self.tree, &self.key)
    }
}

/// The open store. Fields drop in order: the database closes before the folder is unlocked.
pub(crate) struct Store {
    /// In the order of [`Tree::ALL`].
    trees: Vec<Keyspace>,
    database: Database,
    home: Home,
}

fn options(tree: Tree) -> KeyspaceCreateOptions {
    let options = KeyspaceCreateOptions::default();
    if tree == Tree::FactsOf {
        options.data_block_size_policy(BlockSizePolicy::all(ROW_BLOCK_BYTES))
    } else {
        options
    }
}

impl Store {
    /// Opens the store of a folder, or makes one.
    pub(crate) fn open(home: Home) -> Result<Self, IndexError> {
        let open = || -> Result<(Database, Vec<Keyspace>), fjall::Error> {
            let builder = Database::builder(home.store()).cache_size(CACHE_BYTES);
            let database = builder.max_journaling_size(JOURNAL_BYTES).open()?;
            let tree = |(tree, name)| database.keyspace(name, || options(tree));
            let trees = Tree::ALL.into_iter().map(tree).collect::<Result<_, _>>()?;
            database.persist(PersistMode::SyncAll)?;
            Ok((database, trees))
        };
        let (database, trees) = open().map_err(|error| home.unopened(&error))?;
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

    /// Rewrites what was removed out of the store's files; see [`entente_purge::purge`].
    pub(crate) fn purge(&self, wanted: &dyn Fn() -> bool) -> Result<(), PurgeError> {
        entente_purge::purge(&self.database, &self.home.store(), wanted)
    }

    /// The error of a folder that can't be written.
    pub(crate) fn refused(&self, reason: &impl ToString) -> IndexError {
        self.home.refused(reason)
    }

    /// Whether something that was erased may be left in the store's files.
    pub(crate) fn erasing(&self) -> Marker {
        self.home.erasing()
    }

    /// Writes and removes keys, all or none. Not synced: a crash of the machine may undo the newest batches.
    pub(crate) fn commit(&self, pending: &Pending) -> Result<(), IndexError> {
        // Neighbours go to neighbouring places in memory: much faster than from one end to the other for each.
        let writes = pending.writes();
        let mut batch = WriteBatch::with_capacity(self.database.clone(), writes.len());
        for Write { tree, key, value } in writes {
            match value {
                Some(value) => batch.insert(self.tree(*tree), key.clone(), value.clone()),
                None => batch.remove(self.tree(*tree), key.clone()),
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
