//! A million facts: how fast they are applied, what they take up, how long a restart takes, and how fast the newest fifty
//! stakes of a holder are listed over gRPC; beside it `PostgreSQL`, which answers the same query over the same rows.
//!
//! `cargo bench -p entente-tests --bench facts` is all of it. `LOAD_FACTS` (1,000,000) and `LOAD_REQUESTS` (40,000) make it
//! smaller. Services and database run in processes of their own, so that their processor time can be told from the clients'.
#![expect(clippy::unwrap_used, reason = "a benchmark has nobody to report an error to")]

mod clients;
mod database;
mod install;
mod service;
mod table;

use std::io::Write as _;
use std::time::{Duration, Instant};

use entente_runtime::threads;
use entente_tests::{HOLDINGS_OF_EACH, Holdings, Usage, bytes_of, serve_if_child, soon};
use entente_wire::v1::ingest_articles_response::Outcome;
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::{GetIndexStatusRequest, GetIndexStatusResponse, IngestArticlesRequest};
use mimalloc::MiMalloc;
use tonic::transport::Channel;

use crate::clients::Measured;
use crate::service::Service;

/// As the programs have it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const SEED: u64 = 4;
/// Clients of either side, each with a connection of its own.
const CLIENTS: usize = 8;
const PAGE: usize = 50;
/// No part of the run may take longer.
const PATIENCE: Duration = Duration::from_secs(1800);

/// How much of it is wanted.
#[derive(Debug, Clone, Copy)]
struct Size {
    facts: usize,
    requests: usize,
}

impl Size {
    fn from_environment() -> Self {
        let number = |name: &str, default: usize| {
            let given = std::env::var(name).ok();
            given.map_or(default, |given| {
                given.parse().unwrap_or_else(|_| panic!("{name} is {given:?}: a number"))
            })
        };
        let (facts, requests) = (number("LOAD_FACTS", 1_000_000), number("LOAD_REQUESTS", 40_000));
        assert!((5_000..=10_000_000).contains(&facts), "LOAD_FACTS is {facts}: 5,000 to 10,000,000");
        assert!((100..=10_000_000).contains(&requests), "LOAD_REQUESTS is {requests}: 100 to 10,000,000");
        Self { facts, requests }
    }
}

fn main() {
    if serve_if_child() {
        return;
    }
    // `cargo test --benches` asks for a sign of life, no more.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let size = Size::from_environment();
    threads::runtime().unwrap().block_on(run(size));
}

/// Prints a line at once.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

async fn run(size: Size) {
    let processors = std::thread::available_parallelism().unwrap();
    let companies = Holdings::new(size.facts, SEED).companies();
    say(&format!(
        "{} stakes of {companies} companies, Zipf-skewed holders; {processors} processors",
        size.facts
    ));
    let holders = clients::holders(size);
    let ours = entente(size, &holders).await;
    let theirs = match database::available() {
        Ok(binaries) => Some(database::run(&binaries, size, &holders).await),
        Err(why) => {
            say(&format!("PostgreSQL is left out: {why}"));
            None
        }
    };
    say(&table::compared(&ours, theirs.as_ref()));
}

/// What was measured of our own side.
#[derive(Debug)]
struct Ours {
    applied: Duration,
    facts: u64,
    reads: Measured,
    by_name: Measured,
    usage: Usage,
    usage_after_restart: Usage,
    restart: Duration,
    log_bytes: u64,
    index_bytes: u64,
}

async fn entente(size: Size, holders: &[usize]) -> Ours {
    let folder = tempfile::tempdir().unwrap();
    let (log, index) = (folder.path().join("ingest"), folder.path().join("query"));
    let ingest = Service::ingest(&log).await;
    let started = Instant::now();
    ingested(&ingest, size).await;
    let log_bytes = bytes_of(&log);
    say(&format!(
        "ingest: {} articles taken in {:.1?}",
        size.facts.div_ceil(HOLDINGS_OF_EACH),
        started.elapsed()
    ));

    let started = Instant::now();
    let query = Service::query(&index, &ingest).await;
    let status = caught_up(&query, size).await;
    let applied = started.elapsed();
    let facts = u64::try_from(status.fact_count).unwrap();
    say(&format!("query: {} events applied as {facts} facts in {applied:.1?}", status.event_count));
    let started = Instant::now();
    searchable(&query).await;
    say(&format!("query: the text index was done {:.1?} after that", started.elapsed()));

    let ids = clients::ids(&query, holders).await;
    let reads = clients::listed(&query, ids, size.requests).await;
    let names: Vec<String> = holders.iter().map(|&holder| entente_tests::company(holder)).collect();
    let by_name = clients::listed(&query, names, size.requests).await;
    let usage = Usage::of(query.process.id());

    query.terminate();
    let started = Instant::now();
    let query = Service::query(&index, &ingest).await;
    query.serving().await;
    let restart = started.elapsed();
    let usage_after_restart = Usage::of(query.process.id());
    query.terminate();
    ingest.terminate();
    let index_bytes = bytes_of(&index);
    Ours { applied, facts, reads, by_name, usage, usage_after_restart, restart, log_bytes, index_bytes }
}

/// Sends all articles over one stream, and waits until each is taken.
async fn ingested(ingest: &Service, size: Size) {
    let requests =
        Holdings::new(size.facts, SEED).map(|told| IngestArticlesRequest { request: Some(told.request()) });
    let mut client = IngestServiceClient::new(ingest.channel.clone());
    let answers = soon(client.ingest_articles(tokio_stream::iter(requests))).await.unwrap();
    let mut answers = answers.into_inner();
    while let Some(answer) = soon(answers.message()).await.unwrap() {
        if let Outcome::Refused(refusal) = answer.outcome.unwrap() {
            panic!("{refusal:?}");
        }
    }
}

async fn status(query: &mut QueryServiceClient<Channel>) -> GetIndexStatusResponse {
    soon(query.get_index_status(GetIndexStatusRequest {})).await.unwrap().into_inner()
}

/// Waits until the index has all of the log: an event a stake.
async fn caught_up(query: &Service, size: Size) -> GetIndexStatusResponse {
    let stakes = i64::try_from(size.facts).unwrap();
    waited(query, |status| status.caught_up && status.event_count >= stakes).await
}

/// Waits until the text index has come as far as the facts.
async fn searchable(query: &Service) {
    waited(query, |status| status.search.as_ref().is_none_or(|search| search.current)).await;
}

async fn waited(query: &Service, done: impl Fn(&GetIndexStatusResponse) -> bool) -> GetIndexStatusResponse {
    let mut client = query.client();
    let started = Instant::now();
    loop {
        let status = status(&mut client).await;
        if done(&status) {
            return status;
        }
        assert!(started.elapsed() < PATIENCE, "took longer than {PATIENCE:?}: {status:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
