//! Embeds every TOML file under `data/`, so that a language is added by its folder alone.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    let data = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("data");
    let mut table = String::from("&[\n");
    for folder in sorted(&data)?.iter().filter(|path| path.is_dir()) {
        let folder_name = name_of(folder);
        for file in sorted(folder)?.iter().filter(|path| path.extension().is_some_and(|e| e == "toml")) {
            let file_name = name_of(file);
            let path = file.to_string_lossy().into_owned();
            writeln!(table, "    ({folder_name:?}, {file_name:?}, include_str!({path:?})),")?;
        }
    }
    table.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("embedded.rs"), table)?;
    Ok(())
}

/// The folder's entries by name; the folder itself is watched, so that a new file counts as a change.
fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
