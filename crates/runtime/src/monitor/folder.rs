//! How much a folder holds, and how much more it could.

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

/// The bytes that may still be written under `folder`; 0 where that can't be told. Blocks.
pub fn bytes_free(folder: &Path) -> u64 {
    fs4::available_space(folder).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_told() {
        assert!(bytes_free(&std::env::temp_dir()) > 0);
        assert_eq!(bytes_free(Path::new("/nowhere")), 0);
    }
}
