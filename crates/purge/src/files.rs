//! The files of a store that hold what was written to it.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

use fjall::Keyspace;

/// The names of a store's journals.
pub(crate) fn journals(folder: &Path) -> io::Result<BTreeSet<OsString>> {
    let mut found = BTreeSet::new();
    for child in fs::read_dir(folder)? {
        let name = child?.file_name();
        if Path::new(&name).extension().is_some_and(|end| end == "jnl") {
            found.insert(name);
        }
    }
    Ok(found)
}

/// How many tables a tree has on disk, those included that it needs no more and has not removed yet.
pub(crate) fn tables(tree: &Keyspace) -> io::Result<usize> {
    match fs::read_dir(tree.path().join("tables")) {
        Ok(tables) => Ok(tables.count()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}
