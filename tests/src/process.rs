//! Services in processes of their own, that are killed, stopped and started again.
//!
//! A child is the program that starts it, told by its environment to be a service: its `main` begins with [`serve_if_child`].

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use clap::Parser as _;
use entente_runtime::{Bound, SecureArgs, Shutdown, threads};

use crate::running::{IngestArguments, QueryArguments};

/// What a child is told in its environment.
const ROLE: &str = "TEST_SERVICE_ROLE";
const FLAGS: &str = "TEST_SERVICE_FLAGS";

/// The two services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Takes articles.
    Ingest,
    /// Answers.
    Query,
}

/// A service in a process of its own. It ends when it is told to, or with this process.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Process {
    /// Starts a service with these flags and waits until it listens; blocks.
    pub fn start(role: Role, data_dir: &Path, flags: &[&str]) -> Self {
        let name = if role == Role::Ingest { "ingest" } else { "query" };
        let data_dir = data_dir.to_str().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(ROLE, name)
            .env(FLAGS, [&["test", "--data-dir", data_dir], flags].concat().join("\n"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let told = lines.filter_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        let address = { told }.next().expect("the child says where it listens").parse().unwrap();
        Self { child, address }
    }

    /// kill -9.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and waits until it has ended.
    pub fn terminate(mut self) {
        // Waiting would close it first, and the child ends at once without it.
        let _stdin = self.child.stdin.take();
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "a drain ends well");
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Where something failed in the midst; one that is dead already is no matter.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves until the end where this process is a child, and tells whether it was one.
pub fn serve_if_child() -> bool {
    let Ok(role) = std::env::var(ROLE) else { return false };
    let flags = std::env::var(FLAGS).unwrap();
    let role = if role == "ingest" { Role::Ingest } else { Role::Query };
    threads::runtime().unwrap().block_on(serve(role, &flags));
    true
}

async fn serve(role: Role, flags: &str) {
    let shutdown = Shutdown::on_signals().unwrap();
    let bound = Bound::bind(([127, 0, 0, 1], 0).into(), &SecureArgs::default()).await.unwrap();
    {
        let mut out = std::io::stdout().lock();
        writeln!(out, "listening on {}", bound.address()).unwrap();
        out.flush().unwrap();
    }
    // The other end of the pipe closes with the process that holds it.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(1);
    });
    if role == Role::Ingest {
        let arguments = IngestArguments::parse_from(flags.lines());
        entente_ingest::serve(&arguments.ingest, &arguments.runtime, bound, shutdown).await.unwrap();
    } else {
        let arguments = QueryArguments::parse_from(flags.lines());
        entente_query::serve(&arguments.query, &arguments.runtime, bound, shutdown).await.unwrap();
    }
}
