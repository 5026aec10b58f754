//! What deploys the services: each manifest is read into its types, so that a misspelt key fails, and what stands in several
//! of them, or in a manifest and in the programs, must agree.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

mod agreement;
mod cluster;
mod compose;
mod containerfile;
mod program;
mod strict;
mod watching;

use std::path::{Path, PathBuf};

/// The folder of the services and of what deploys them.
fn services() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../services").canonicalize().unwrap()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
