//! How much a folder holds.

use std::{fs, path::Path};

/// The bytes of all files under `folder`, links not followed; what can't be read, or goes away meanwhile, counts nothing. Blocks.
pub fn bytes_under(folder: &Path) -> u64 {
    let mut open = vec![folder.to_owned()];
    let mut bytes = 0;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => bytes += entry.metadata().map_or(0, |file| file.len()),
                Ok(_) | Err(_) => {}
            }
        }
    }
    bytes
}
