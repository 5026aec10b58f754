//! Runs the program.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What the project says of itself.
pub(crate) const README: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md"));

/// The first example of the README under this heading.
pub(crate) fn readme_example(heading: &str, language: &str) -> &'static str {
    let section = README.split_once(&format!("## {heading}\n")).unwrap().1;
    let example = section.split_once(&format!("```{language}\n")).unwrap().1;
    example.split_once("```").unwrap().0
}

/// The articles that ship with the program.
pub(crate) const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/articles.jsonl");

/// The program with these arguments, and nothing of the environment that could change it.
pub(crate) fn entente<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    let own = std::env::vars_os().map(|(name, _)| name);
    for name in own.filter(|name| name.to_string_lossy().starts_with("ENTENTE_")) {
        command.env_remove(name);
    }
    command.env_remove("RUST_LOG").args(arguments);
    command
}

/// What a finished run left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The lines of standard output, each one JSON.
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    entente(arguments).stdin(Stdio::null()).output().unwrap().into()
}

/// Runs with this on standard input.
pub(crate) fn run_with<S: AsRef<std::ffi::OsStr>>(
    arguments: impl IntoIterator<Item = S>,
    input: &str,
) -> Ran {
    let mut command = entente(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

/// A directory with these files.
pub(crate) fn files(contents: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, content) in contents {
        std::fs::write(directory.path().join(name), content).unwrap();
    }
    directory
}

pub(crate) fn path(directory: &TempDir, name: &str) -> String {
    directory.path().join(name).to_string_lossy().into_owned()
}

/// The text of a sample, as offsets count in it.
pub(crate) fn sample_text(id: &str) -> String {
    let samples = std::fs::read_to_string(SAMPLES).unwrap();
    let mut samples = samples.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let sample = samples.find(|sample| sample["id"] == id).unwrap_or_else(|| panic!("no sample {id}"));
    format!("{}\n\n{}", sample["title"].as_str().unwrap(), sample["body"].as_str().unwrap())
}

/// Whether `quote` stands in `text` from code point `start` to `end`.
pub(crate) fn stands(text: &str, start: &Value, end: &Value, quote: &Value) -> bool {
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let (start, end) = (number(start), number(end));
    let cut: String = text.chars().skip(start).take(end - start).collect();
    !cut.is_empty() && cut == quote.as_str().unwrap()
}

/// Both services, until it is dropped.
pub(crate) struct Up {
    child: Child,
    pub(crate) ingest: String,
    pub(crate) query: String,
}

impl Up {
    /// Starts them on free ports and waits until they answer.
    pub(crate) fn start(data_dir: &Path) -> Self {
        Self::start_with(data_dir, &[])
    }

    /// The same with more flags.
    pub(crate) fn start_with(data_dir: &Path, flags: &[&str]) -> Self {
        Self::start_logged(data_dir, flags, Stdio::null())
    }

    /// The same with somewhere to log to.
    pub(crate) fn start_logged(data_dir: &Path, flags: &[&str], log: Stdio) -> Self {
        let data_dir = PathBuf::from(data_dir);
        let any = "127.0.0.1:0";
        let mut child = entente(["up", "--ingest-listen", any, "--query-listen", any, "--data-dir"])
            .arg(data_dir)
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut address = |before: &str| {
            let line = lines.next().unwrap().unwrap();
            line.strip_prefix(before).unwrap_or_else(|| panic!("{line}")).to_owned()
        };
        let (ingest, query) = (address("ingest listens on "), address("query listens on "));
        Self { child, ingest, query }
    }

    /// Runs a client of these services.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = entente(arguments);
        command.env("ENTENTE_INGEST_ADDRESS", &self.ingest).env("ENTENTE_QUERY_ADDRESS", &self.query);
        command.stdin(Stdio::null()).output().unwrap().into()
    }

    /// Sends the services a signal by its name, and gives the code with which they end.
    pub(crate) fn end(mut self, signal: &str) -> i32 {
        let sent = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        // Both fail where the process has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
