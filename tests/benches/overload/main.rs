//! Twice what the services can do, for two minutes: how much of it gets done, how long that takes, and what memory it costs.
//!
//! `cargo bench -p entente-tests --bench overload` is all of it; `OVERLOAD_SECONDS` (120) makes it shorter. For each kind of call the capacity
//! is measured first, with clients that ask again as soon as they are answered; then the time that calls take at four fifths of it; then
//! twice as many calls are begun as can be answered, whether or not the ones before were. Services run in processes of their own, on one half
//! of the processors where `taskset` is there, their clients on the other.
#![expect(clippy::unwrap_used, reason = "a benchmark has nobody to report an error to")]

mod load;
#[path = "../facts/process.rs"]
#[expect(dead_code, reason = "another benchmark's, of which this one needs the half")]
mod process;
#[path = "../facts/service.rs"]
#[expect(dead_code, reason = "another benchmark's, of which this one needs the half")]
mod service;

use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use entente_tests::{Holdings, Sample, company, soon};
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::{
    AnswerQuestionRequest, FactFilter, GetIndexStatusRequest, IngestArticlesRequest, ListStakesRequest,
    StakeRole,
};
use mimalloc::MiMalloc;
use tonic::transport::Channel;

use crate::load::{Call, Measured};
use crate::process::Usage;
use crate::service::Service;

/// As the programs have it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Connections of the clients.
const CONNECTIONS: usize = 16;
const FACTS: usize = 20_000;
const SEED: u64 = 6;
/// How long capacity and normal times are measured.
const CALM: Duration = Duration::from_secs(10);

fn main() {
    if service::is_child() {
        service::serve();
        return;
    }
    // `cargo test --benches` asks for a sign of life, no more.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let given = std::env::var("OVERLOAD_SECONDS").unwrap_or_else(|_| "120".to_owned());
    let seconds: u64 = given.parse().unwrap_or_else(|_| panic!("OVERLOAD_SECONDS is {given:?}: a number"));
    assert!((1..=3600).contains(&seconds), "OVERLOAD_SECONDS is {seconds}: 1 to 3600");
    tokio::runtime::Runtime::new().unwrap().block_on(run(Duration::from_secs(seconds)));
}

/// Prints a line at once.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

async fn run(overload: Duration) {
    let folder = tempfile::tempdir().unwrap();
    let ingest = Service::ingest(&folder.path().join("ingest")).await;
    let query = Service::query(&folder.path().join("query"), ingest.address).await;
    say(&apart(&[ingest.id(), query.id()]));
    fill(&ingest, &query).await;

    let channels = connections(&query).await;
    let calls: Call = Arc::new(move |number| {
        let mut client = QueryServiceClient::new(channels[number % CONNECTIONS].clone());
        let question = format!("Quelle part de {} {} détient-il ?", company(number % 50 + 1), company(0));
        Box::pin(async move {
            let request = AnswerQuestionRequest { question, language: "fr".to_owned(), ..Default::default() };
            client.answer_question(request).await.map(drop)
        })
    });
    overloaded("AnswerQuestion", &query, calls, overload).await;

    let channels = connections(&query).await;
    let calls: Call = Arc::new(move |number| {
        let mut client = QueryServiceClient::new(channels[number % CONNECTIONS].clone());
        Box::pin(async move {
            let request = ListStakesRequest {
                filter: Some(FactFilter { entity: company(number % 50), ..FactFilter::default() }),
                role: StakeRole::Holder.into(),
                page_size: 10,
                ..ListStakesRequest::default()
            };
            client.list_stakes(request).await.map(drop)
        })
    });
    overloaded("ListStakes", &query, calls, overload).await;

    let channels = connections(&ingest).await;
    let calls: Call = Arc::new(move |number| {
        let mut client = IngestServiceClient::new(channels[number % CONNECTIONS].clone());
        Box::pin(async move { client.ingest_article(Sample::number(number).request()).await.map(drop) })
    });
    overloaded("IngestArticle", &ingest, calls, overload).await;

    query.terminate();
    ingest.terminate();
}

/// Parts the processors between the services and their clients, and says how.
fn apart(services: &[u32]) -> String {
    let processors = std::thread::available_parallelism().unwrap().get();
    let pin = |process: u32, to: String| {
        let pinned = Command::new("taskset").args(["-a", "-c", "-p", &to, &process.to_string()]).output();
        pinned.is_ok_and(|told| told.status.success())
    };
    let half = processors / 2;
    let theirs = || services.iter().all(|&service| pin(service, format!("0-{}", half - 1)));
    if half > 0 && theirs() && pin(std::process::id(), format!("{half}-{}", processors - 1)) {
        format!("services on {half} of {processors} processors, clients on the others")
    } else {
        format!(
            "services and clients together on {processors} processors: there is no taskset or no second one"
        )
    }
}

/// Brings facts to ask for.
async fn fill(ingest: &Service, query: &Service) {
    let requests =
        Holdings::new(FACTS, SEED).map(|told| IngestArticlesRequest { request: Some(told.request()) });
    let mut client = IngestServiceClient::new(ingest.channel.clone());
    let mut answers = soon(client.ingest_articles(tokio_stream::iter(requests))).await.unwrap().into_inner();
    while soon(answers.message()).await.unwrap().is_some() {}
    let mut client = query.client();
    loop {
        let status = soon(client.get_index_status(GetIndexStatusRequest {})).await.unwrap().into_inner();
        if status.caught_up && status.event_count >= i64::try_from(FACTS).unwrap() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn connections(service: &Service) -> Vec<Channel> {
    let mut channels = Vec::new();
    for _ in 0..CONNECTIONS {
        channels.push(service::connected(service.address).await);
    }
    channels
}

/// Measures capacity and normal times, offers twice the capacity, and says what came of it.
async fn overloaded(name: &str, service: &Service, calls: Call, overload: Duration) {
    let capacity = load::closed(&calls, 2 * CONNECTIONS, CALM).await;
    let normal = load::open(&calls, capacity.rate() * 0.8, CALM).await;
    let before = Usage::of(service.id());
    let twice = load::open(&calls, capacity.rate() * 2.0, overload).await;
    let after = Usage::of(service.id());
    let line = |what: &str, measured: &Measured| {
        say(&format!(
            "  {what:<22} {:>7.0}/s answered, {:>7.0}/s refused, {} failed, p50 {:>8.2?}, p99 {:>8.2?}",
            measured.rate(),
            measured.refused_rate(),
            measured.failed,
            measured.at(50),
            measured.at(99),
        ));
    };
    say(&format!("{name}, {overload:?} of twice the capacity"));
    line("as fast as it can", &capacity);
    line("at 80%", &normal);
    line("at 200%", &twice);
    let goodput = twice.rate() / capacity.rate();
    let slower = twice.at(99).as_secs_f64() / normal.at(99).as_secs_f64();
    let mark = |good: bool| if good { "reached" } else { "MISSED" };
    say(&format!("  goodput {:.0}% of capacity (90%: {})", 100.0 * goodput, mark(goodput >= 0.9)));
    say(&format!("  p99 of answered calls {slower:.1} times the normal one (5: {})", mark(slower <= 5.0)));
    say(&format!(
        "  memory {} MB before, {} MB at most",
        before.resident / 1_000_000,
        after.most.max(after.resident) / 1_000_000
    ));
}
