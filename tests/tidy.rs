//! What the sources must look like: the architecture's claims, each a test that names the file and the rule it breaks.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// What a package may depend on of ours, as DESIGN has it.
const DOWNWARD: [(&str, &[&str]); 17] = [
    ("model", &[]),
    // purge: what is deleted from a store on disk is to be gone from its files, of the log and of the index alike.
    ("purge", &[]),
    ("log", &["purge"]),
    ("runtime", &[]),
    // wire: offsets are recounted into the unit that a request asks for, and text is where counting lives.
    ("wire", &["model", "text"]),
    ("text", &["model"]),
    // annotation: offsets are counted by text; an account is made of the model's events.
    ("annotation", &["model", "text"]),
    ("lang", &["text", "model"]),
    ("extract", &["lang", "text", "model"]),
    // facts: names are compared folded, as text folds them.
    ("facts", &["model", "text"]),
    ("index", &["facts", "model", "purge", "text"]),
    // answer: what a passage counts is read by the stage that reads it in articles.
    ("answer", &["extract", "facts", "lang", "text", "model"]),
    // access: the methods and messages of wire's contract, and the roles and tenants of runtime's callers.
    ("access", &["runtime", "wire"]),
    // ingest: the language is detected and offsets are counted by text; articles and events are the model's.
    ("ingest", &["access", "extract", "log", "wire", "runtime", "model", "text"]),
    // query: facts are what the index answers with, lang is where organisations are known from beforehand; of log, cursors alone.
    ("query", &["access", "answer", "index", "log", "wire", "runtime", "facts", "lang", "model", "text"]),
    // The command line composes both services; lang: confidences are fitted here, and their form is that of language data.
    (
        "entente",
        &[
            "ingest",
            "query",
            "extract",
            "lang",
            "answer",
            "index",
            "log",
            "wire",
            "runtime",
            "annotation",
            "model",
            "text",
        ],
    ),
    (
        "tests",
        &[
            "access",
            "annotation",
            "ingest",
            "query",
            "extract",
            "lang",
            "log",
            "wire",
            "runtime",
            "model",
            "text",
        ],
    ),
];

/// Packages that must stay free of servers, and what they must not come to by any way.
const PURE: [&str; 7] = ["model", "text", "annotation", "lang", "extract", "facts", "answer"];
const SERVERS: [&str; 4] = ["tokio", "tonic", "prost", "hyper"];

/// What may stand at the top, beside names that begin with a dot.
const TOP: [&str; 8] =
    ["Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "crates", "proto", "services", "tests"];

/// The one file that may name languages: stemmers are a library's, made for some languages and called by their names; others are searched
/// without.
const STEMMERS: &str = "crates/index/src/search/analysis.rs";

const MOST_LINES: usize = 500;

/// Names of files that say nothing of what is in them.
const NAMELESS: [&str; 6] = ["common", "helper", "helpers", "misc", "util", "utils"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut children: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    children.sort();
    children
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(std::ffi::OsStr::to_str).unwrap_or_default()
}

/// The folders of the workspace's packages. Beside the services stands what deploys them.
fn packages() -> Vec<PathBuf> {
    let folders = ["crates", "services"].iter().flat_map(|folder| children(&root().join(folder)));
    folders.chain([root().join("tests")]).filter(|folder| folder.join("Cargo.toml").exists()).collect()
}

fn manifest(package: &Path) -> Table {
    read(&package.join("Cargo.toml")).parse().unwrap_or_else(|error| panic!("{}: {error}", package.display()))
}

/// Every file of the project under these folders, with its path from the top.
fn files(folders: &[&str], wanted: impl Fn(&Path) -> bool) -> Vec<(String, String)> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            // A build of one package alone leaves its own target folder.
            open.extend(children(&path).into_iter().filter(|child| name(child) != "target"));
        } else if wanted(&path) {
            let relative = path.strip_prefix(root()).unwrap().display().to_string();
            found.push((relative, read(&path)));
        }
    }
    found.sort();
    found
}

fn rust() -> Vec<(String, String)> {
    files(&["crates", "services", "tests"], |path| path.extension().is_some_and(|end| end == "rs"))
}

/// The source of a file without its tests; nothing where all of it is tests.
fn without_tests<'s>(path: &str, source: &'s str) -> &'s str {
    let tests = path.starts_with("tests/")
        || path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "benches"));
    if tests { "" } else { source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default() }
}

/// Fails with everything that breaks a rule.
#[track_caller]
fn nothing_breaks(rule: &str, broken: impl IntoIterator<Item = String>) {
    let broken: Vec<String> = broken.into_iter().collect();
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// The keys of a table of dependencies.
fn dependencies(manifest: &Table, section: &str) -> Vec<String> {
    let table = manifest.get(section).and_then(Value::as_table);
    table.into_iter().flat_map(Table::keys).cloned().collect()
}

/// Our own short name of a package: `entente-wire` is `wire`.
fn own(package: &str) -> Option<&str> {
    if package == "entente" { Some(package) } else { package.strip_prefix("entente-") }
}

#[test]
fn dependencies_point_down() {
    let allowed: BTreeMap<_, _> = DOWNWARD.into_iter().collect();
    let mut broken = Vec::new();
    for package in packages() {
        let name = name(&package);
        let Some(may) = allowed.get(name) else {
            broken.push(format!("{name}/Cargo.toml: the package is not in the table of tests/tidy.rs"));
            continue;
        };
        let manifest = manifest(&package);
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for dependency in dependencies(&manifest, section) {
                if let Some(ours) = own(&dependency).filter(|ours| !may.contains(ours)) {
                    broken.push(format!("{name}/Cargo.toml: {section} has {ours}"));
                }
            }
        }
    }
    nothing_breaks("dependencies point down, and ingest and query meet in proto/ alone", broken);
}

#[test]
fn the_table_has_no_cycle() {
    let table: BTreeMap<_, _> = DOWNWARD.into_iter().collect();
    for (package, may) in &table {
        let (mut open, mut seen) = (may.to_vec(), BTreeSet::new());
        while let Some(next) = open.pop() {
            assert_ne!(next, *package, "{package} may come to depend on itself");
            if seen.insert(next) {
                open.extend(table[next]);
            }
        }
    }
    assert!(!table["ingest"].contains(&"query") && !table["query"].contains(&"ingest"));
}

#[test]
fn what_reads_and_answers_knows_no_server() {
    let lock: Table = read(&root().join("Cargo.lock")).parse().unwrap();
    let locked = lock["package"].as_array().unwrap();
    // By name: where several versions are locked, their dependencies are taken together.
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in locked {
        let of = below.entry(package["name"].as_str().unwrap()).or_default();
        let dependencies = package.get("dependencies").and_then(Value::as_array);
        of.extend(dependencies.into_iter().flatten().filter_map(|name| name.as_str()?.split(' ').next()));
    }
    let mut broken = Vec::new();
    for pure in PURE {
        let manifest = manifest(&root().join("crates").join(pure));
        // What tests alone need is not in the lock's way of the others.
        let mut open: Vec<(String, String)> =
            dependencies(&manifest, "dependencies").into_iter().map(|name| (name.clone(), name)).collect();
        let mut seen = BTreeSet::new();
        while let Some((next, way)) = open.pop() {
            if SERVERS.contains(&next.as_str()) {
                broken.push(format!("crates/{pure}/Cargo.toml: comes to {next} by {way}"));
            }
            // Our own are looked at by themselves.
            if own(&next).is_none() && seen.insert(next.clone()) {
                let further = below.get(next.as_str()).into_iter().flatten();
                open.extend(further.map(|name| ((*name).to_owned(), format!("{way} -> {name}"))));
            }
        }
    }
    nothing_breaks(
        "model, text, annotation, lang, extract, facts and answer never reach a server's crates",
        broken,
    );
}

#[test]
fn every_package_has_the_workspaces_lints_and_metadata() {
    let mut broken = Vec::new();
    for package in packages() {
        let manifest = manifest(&package);
        let inherits = |table: &Value| table.get("workspace").and_then(Value::as_bool) == Some(true);
        if !manifest.get("lints").is_some_and(inherits) {
            broken.push(format!("{}/Cargo.toml: no `[lints] workspace = true`", name(&package)));
        }
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            if !manifest["package"].get(key).is_some_and(inherits) {
                broken.push(format!("{}/Cargo.toml: no `{key}.workspace = true`", name(&package)));
            }
        }
    }
    nothing_breaks("every package takes its lints and metadata from the workspace", broken);
}

#[test]
fn dependencies_are_declared_once_in_the_workspace() {
    let mut broken = Vec::new();
    for package in packages() {
        let manifest = manifest(&package);
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let table = manifest.get(section).and_then(Value::as_table);
            for (dependency, value) in table.into_iter().flatten() {
                if value.get("workspace").and_then(Value::as_bool) != Some(true) {
                    broken.push(format!("{}/Cargo.toml: {section}.{dependency}", name(&package)));
                }
            }
        }
    }
    nothing_breaks("versions stand in the workspace's Cargo.toml alone", broken);
}

#[test]
fn files_stay_short() {
    let long = rust().into_iter().filter_map(|(path, source)| {
        let lines = source.lines().count();
        (lines > MOST_LINES).then(|| format!("{path}: {lines} lines"))
    });
    nothing_breaks("a file of Rust has at most 500 lines: split it by noun", long);
}

#[test]
fn files_are_named_for_what_is_in_them() {
    let nameless = rust().into_iter().map(|(path, _)| path).filter(|path| {
        path.split('/').any(|part| NAMELESS.contains(&part.strip_suffix(".rs").unwrap_or(part)))
    });
    nothing_breaks("no file or folder is called utils, helpers or common", nameless);
}

#[test]
fn libraries_say_what_they_are_for() {
    let mut broken = Vec::new();
    for package in packages() {
        for root in ["src/lib.rs", "src/main.rs"] {
            let path = package.join(root);
            if path.exists() && !read(&path).starts_with("//! ") {
                broken.push(format!("{}/{root}", name(&package)));
            }
        }
    }
    nothing_breaks("lib.rs and main.rs begin with what they are for, after //!", broken);
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file is not found.
    let left = [
        ["to", "do!"].concat(),
        ["unimple", "mented!"].concat(),
        ["#[ig", "nore"].concat(),
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
    ];
    let mut broken = Vec::new();
    for (path, source) in rust() {
        for (number, line) in source.lines().enumerate() {
            if let Some(left) = left.iter().find(|left| line.contains(left.as_str())) {
                broken.push(format!("{path}:{}: {left}", number + 1));
            }
        }
    }
    nothing_breaks("nothing is left for later, and no test is switched off", broken);
}

#[test]
fn languages_are_data() {
    let languages = children(&root().join("crates/lang/data"));
    let codes: Vec<&str> = languages.iter().map(|path| name(path)).filter(|name| name.len() == 2).collect();
    assert!(codes.len() >= 2, "{codes:?}");
    let mut broken = Vec::new();
    for (path, source) in rust() {
        if path.ends_with(STEMMERS) {
            continue;
        }
        for (number, line) in without_tests(&path, &source).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let named = codes.iter().find(|code_of| code.contains(&format!("\"{code_of}\"")));
            broken.extend(named.map(|named| format!("{path}:{}: {named:?}", number + 1)));
        }
    }
    nothing_breaks("no language is named in Rust outside tests: what differs is data", broken);
}

#[test]
fn every_language_has_a_corpus() {
    let languages = children(&root().join("crates/lang/data"));
    let missing = languages.iter().map(|path| name(path)).filter(|name| name.len() == 2).filter(|code| {
        let corpus = root().join("tests/corpus").join(code);
        !corpus.is_dir() || children(&corpus).is_empty()
    });
    nothing_breaks("every language has tables in tests/corpus", missing.map(str::to_owned));
}

#[test]
fn the_top_stays_what_it_is() {
    let ignored = read(&root().join(".gitignore"));
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim_matches('/')).collect();
    let strange = children(&root()).into_iter().filter_map(|path| {
        let name = name(&path).to_owned();
        let known = name.starts_with('.') || TOP.contains(&name.as_str()) || ignored.contains(&name.as_str());
        (!known).then_some(name)
    });
    nothing_breaks("the top level holds what DESIGN says and nothing else", strange);
}

#[test]
fn errors_read_alike() {
    let mut broken = Vec::new();
    for (path, source) in rust() {
        for (number, line) in without_tests(&path, &source).lines().enumerate() {
            let Some(message) = line.trim().strip_prefix("#[error(\"").and_then(|rest| rest.rsplit_once('"'))
            else {
                continue;
            };
            let message = message.0;
            let capital = message.chars().next().is_some_and(char::is_uppercase);
            // A word all in capitals is a name: HTTP, TIMEX3.
            let name = message.split(' ').next().is_some_and(|word| !word.chars().any(char::is_lowercase));
            if (capital && !name) || message.ends_with('.') {
                broken.push(format!("{path}:{}: {message:?}", number + 1));
            }
        }
    }
    nothing_breaks("messages of errors begin in lower case and end without a full stop", broken);
}
