//! Where `PostgreSQL` is, and how it comes here.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders of Debian's versions.
const DEBIAN: &str = "/usr/lib/postgresql";
/// No step of an installation may take longer, in seconds.
const PATIENCE: &str = "300";

/// The folder with `initdb` and `postgres`, installed from Debian where it is missing and that is allowed; else why there is none.
pub(crate) fn binaries() -> Result<PathBuf, String> {
    if let Some(found) = found() {
        return Ok(found);
    }
    if !is_root() {
        return Err("it is not installed, and only root can install it".to_owned());
    }
    // A cluster of its own, started at once, is not what is wanted of the package.
    let settings = Path::new("/etc/postgresql-common");
    std::fs::create_dir_all(settings)
        .and_then(|()| std::fs::write(settings.join("createcluster.conf"), "create_main_cluster = false\n"))
        .map_err(|error| format!("{}: {error}", settings.display()))?;
    apt(&["update"])?;
    // What DESIGN was measured with, or what this Debian has.
    apt(&["install", "--yes", "--no-install-recommends", "postgresql-15"])
        .or_else(|_| apt(&["install", "--yes", "--no-install-recommends", "postgresql"]))?;
    found().ok_or_else(|| format!("it was installed, but {DEBIAN} has no initdb"))
}

/// The newest version that is there.
fn found() -> Option<PathBuf> {
    let versions =
        std::fs::read_dir(DEBIAN).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let numbered = |path: &PathBuf| {
        path.parent()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str())
            .and_then(|name| name.parse().ok())
    };
    let debian =
        versions.filter(|path| path.join("initdb").is_file()).max_by_key(|path| numbered(path).unwrap_or(0));
    let paths = std::env::var_os("PATH").unwrap_or_default();
    debian.or_else(|| std::env::split_paths(&paths).find(|path| path.join("initdb").is_file()))
}

fn apt(arguments: &[&str]) -> Result<(), String> {
    let ran = Command::new("timeout")
        .arg(PATIENCE)
        .arg("apt-get")
        .args(["-qq", "-o", "Dpkg::Options::=--force-confold"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .output()
        .map_err(|error| format!("apt-get: {error}"))?;
    if ran.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ran.stderr);
    Err(format!("apt-get {}: {}", arguments.join(" "), said.lines().last().unwrap_or("failed")))
}

/// Whether this process may do anything; `initdb` refuses to.
pub(crate) fn is_root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ids = status.lines().find_map(|line| line.strip_prefix("Uid:")).unwrap_or_default();
    ids.split_whitespace().nth(1) == Some("0")
}
