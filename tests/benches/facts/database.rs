//! The same rows in `PostgreSQL`: one table with all that a page shows, an index on (holder, date descending), a prepared
//! statement for each client. It runs from a temporary folder, on 127.0.0.1, as a user without rights.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{BufMut as _, BytesMut};
use entente_tests::{Holdings, SOURCE, company, processor_time};
use futures::SinkExt as _;
use tempfile::TempDir;
use tokio_postgres::{NoTls, Statement};

use crate::clients::{Client, Measured, measured};
use crate::{CLIENTS, PAGE, SEED, Size, install, say};

/// The user that Debian's package makes, for a root that may not run it itself.
const USER: &str = "postgres";
/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the contract's `Fact` holds of a stake and its leading support, a column each.
const TABLE: &str = "create table stakes (
    fact_id text not null, holder text not null, holder_name text not null, target text not null, target_name text not null,
    interest smallint not null, status smallint not null, certainty smallint not null, polarity smallint not null,
    share double precision, valid_from date, valid_until date, belief double precision not null, disputed boolean not null,
    support_count integer not null, origin_count integer not null, learned timestamptz not null, revised timestamptz not null,
    event_id text not null, article_id text not null, title text not null, source text not null, language text not null,
    text_sha256 text not null, published timestamptz not null, confidence double precision not null,
    span_start integer not null, span_end integer not null, quote text not null)";
const INDEX: &str = "create index stakes_by_holder on stakes (holder, published desc, fact_id desc)";
const QUERY: &str = "select * from stakes where holder = $1 order by published desc, fact_id desc limit $2";
const COPY: &str = "copy stakes from stdin";
/// Rows between two hands to the server, in bytes.
const CHUNK: usize = 1 << 20;

/// What was measured of it.
#[derive(Debug)]
pub(crate) struct Theirs {
    pub(crate) version: String,
    pub(crate) loaded: Duration,
    pub(crate) reads: Measured,
    pub(crate) bytes: u64,
}

/// Loads the rows and measures.
pub(crate) async fn run(binaries: &Path, size: Size, holders: &[usize]) -> Theirs {
    let database = Database::start(binaries).await;
    let (client, _) = database.connect().await;
    let version: String = client.query_one("show server_version", &[]).await.unwrap().get(0);
    let started = Instant::now();
    client.batch_execute(TABLE).await.unwrap();
    load(&client, size).await;
    client.batch_execute(INDEX).await.unwrap();
    let loaded = started.elapsed();
    // As its own housekeeping would leave it after a while.
    client.batch_execute("vacuum (analyze) stakes").await.unwrap();
    client.batch_execute("checkpoint").await.unwrap();
    let bytes: i64 = client.query_one("select pg_total_relation_size('stakes')", &[]).await.unwrap().get(0);
    say(&format!("PostgreSQL {version}: {} rows copied and indexed in {loaded:.1?}", size.facts));

    let holders: Arc<Vec<String>> = Arc::new(holders.iter().map(|&holder| id(holder)).collect());
    let (mut clients, mut backends) = (Vec::new(), Vec::new());
    for _ in 0..CLIENTS {
        let (client, backend) = database.connect().await;
        let statement = client.prepare(QUERY).await.unwrap();
        clients.push(Asker { client, statement, holders: holders.clone() });
        backends.push(backend);
    }
    let processor_time = || backends.iter().map(|&backend| processor_time(backend)).sum();
    let reads = measured(clients, holders.len(), size.requests, processor_time).await;
    Theirs { version, loaded, reads, bytes: u64::try_from(bytes).unwrap() }
}

/// A client of the database, with its statement prepared.
struct Asker {
    client: tokio_postgres::Client,
    statement: Statement,
    holders: Arc<Vec<String>>,
}

impl Client for Asker {
    async fn ask(&mut self, holder: usize) {
        let page = i64::try_from(PAGE).unwrap();
        let rows = self.client.query(&self.statement, &[&self.holders[holder], &page]).await.unwrap();
        assert_eq!(rows.len(), PAGE);
    }
}

/// Sends all rows.
async fn load(client: &tokio_postgres::Client, size: Size) {
    let sink = client.copy_in::<_, bytes::Bytes>(COPY).await.unwrap();
    let mut sink = pin!(sink);
    let mut buffer = BytesMut::with_capacity(2 * CHUNK);
    let mut number = 0;
    for told in Holdings::new(size.facts, SEED) {
        for (place, holding) in told.holdings.iter().enumerate() {
            let (quote, article) = (holding.sentence(), told.id());
            let (holder, target) = (company(holding.holder), company(holding.target));
            let published = jiff::Timestamp::from_second(told.published).unwrap();
            let share = f64::from(holding.share) / 10.0;
            let row = format!(
                "f{number:032x}\t{}\t{holder}\t{}\t{target}\t1\t5\t3\t1\t{share}\t{}\t\\N\t0.9\tf\t1\t1\t{published}\t{published}\t\
                 {article}/1/{place}\t{article}\t{quote}\t{SOURCE}\tfr\t{number:064x}\t{published}\t0.9\t0\t{}\t{quote}\n",
                id(holding.holder),
                id(holding.target),
                published.strftime("%Y-%m-%d"),
                quote.len(),
            );
            buffer.put_slice(row.as_bytes());
            number += 1;
        }
        if buffer.len() >= CHUNK {
            sink.send(buffer.split().freeze()).await.unwrap();
        }
    }
    sink.send(buffer.freeze()).await.unwrap();
    assert_eq!(sink.finish().await.unwrap(), u64::try_from(size.facts).unwrap());
}

/// An id as long as entities have.
fn id(company: usize) -> String {
    format!("e{company:032x}")
}

/// A server, until it is dropped.
struct Database {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Database {
    async fn start(binaries: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        if install::is_root() {
            let owned = Command::new("chown").arg(USER).arg(folder.path()).status().unwrap();
            assert!(owned.success(), "the folder could not be given to {USER}");
        }
        let data = folder.path().join("data");
        let made = as_user(&binaries.join("initdb"))
            .args(["--auth=trust", "--username=bench", "--encoding=UTF8", "--locale=C", "--pgdata"])
            .arg(&data)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        // Memory as an administrator would give it; the rest is as it comes.
        let settings = [
            "shared_buffers=1GB",
            "max_wal_size=4GB",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
        ];
        let process = as_user(&binaries.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string()])
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let database = Self { process, port, _folder: folder };
        let started = Instant::now();
        while tokio_postgres::connect(&database.address(), NoTls).await.is_err() {
            assert!(started.elapsed() < PATIENCE, "PostgreSQL did not start");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        database
    }

    fn address(&self) -> String {
        format!("host=127.0.0.1 port={} user=bench dbname=postgres", self.port)
    }

    /// A connection, and the process that serves it.
    async fn connect(&self) -> (tokio_postgres::Client, u32) {
        let (client, connection) = tokio_postgres::connect(&self.address(), NoTls).await.unwrap();
        tokio::spawn(connection);
        let backend: i32 = client.query_one("select pg_backend_pid()", &[]).await.unwrap().get(0);
        (client, u32::try_from(backend).unwrap())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Its fast shutdown: it lets go of the clients.
        signal(self.process.id(), "INT");
        let _ = self.process.wait();
    }
}

/// Asks a process that was started here to end.
fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &process.to_string()]).status().unwrap();
    assert!(sent.success(), "process {process} could not be sent {name}");
}

/// A program that runs as the user that may; it takes the place of the one that lowers its rights.
fn as_user(program: &Path) -> Command {
    if !install::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", USER, "--regid", USER, "--clear-groups", "--"]).arg(program);
    command
}

/// Where its programs are, or why it can't be had.
pub(crate) fn available() -> Result<PathBuf, String> {
    install::binaries()
}
