//! Twice what the services can do, for two minutes: how much of it gets done, how long that takes, and what memory it costs.
//!
//! `cargo bench -p entente-tests --bench overload` is all of it; `OVERLOAD_SECONDS` (120) makes it shorter, and `-- ListStakes` leaves the other kinds out. For each kind of call, in rounds: the time
//! that calls take at four fifths of the capacity; the capacity, with clients that ask again as soon as they are answered; then twice as many calls
//! are begun as can be answered, whether or not the ones before were. In rounds, because few machines are as fast at all times, and what is compared must
//! be measured side by side. Services run in processes of their own, on one half
//! of the processors where `taskset` is there, their clients on the other; ingest is measured by itself, once the query service has ended.
#![expect(clippy::unwrap_used, reason = "a benchmark has nobody to report an error to")]

mod load;

use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use entente_runtime::threads;
use entente_tests::{Holdings, Process, Role, Sample, Usage, company, serve_if_child, soon};
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::{
    AnswerQuestionRequest, FactFilter, GetIndexStatusRequest, IngestArticlesRequest, ListStakesRequest,
    StakeRole,
};
use mimalloc::MiMalloc;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use tonic_prost::ProstCodec;

use crate::load::{Call, Measured};

/// As the programs have it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Connections of the clients.
const CONNECTIONS: usize = 8;
/// Clients that share a connection while capacity is measured.
const CLIENTS_OF_EACH: usize = 3;
const FACTS: usize = 20_000;
const SEED: u64 = 6;
/// How long twice the capacity is offered in one round.
const FLOOD: Duration = Duration::from_secs(10);
/// How long capacity, and normal times, are measured in each round.
const CALM: Duration = Duration::from_secs(5);

fn main() {
    if serve_if_child() {
        return;
    }
    // `cargo test --benches` asks for a sign of life, no more.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let given = std::env::var("OVERLOAD_SECONDS").unwrap_or_else(|_| "120".to_owned());
    let seconds: u64 = given.parse().unwrap_or_else(|_| panic!("OVERLOAD_SECONDS is {given:?}: a number"));
    assert!((1..=3600).contains(&seconds), "OVERLOAD_SECONDS is {seconds}: 1 to 3600");
    threads::runtime().unwrap().block_on(run(Duration::from_secs(seconds)));
}

/// Prints a line at once.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

async fn run(overload: Duration) {
    let folder = tempfile::tempdir().unwrap();
    // A process has the processors of whoever starts it.
    let apart = Halves::of_processors();
    apart.take(0);
    let ingest = Process::start(Role::Ingest, &folder.path().join("ingest"), &["--stream-buffer", "256"]);
    let log = ingest.address.to_string();
    let query = Process::start(Role::Query, &folder.path().join("query"), &["--ingest-address", &log]);
    apart.take(1);
    say(&apart.to_string());
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
        let mut client = Grpc::new(channels[number % CONNECTIONS].clone());
        let call = PathAndQuery::from_static("/entente.v1.QueryService/ListStakes");
        let filter = FactFilter { entity: company(number % 50), ..FactFilter::default() };
        Box::pin(async move {
            let request = ListStakesRequest {
                filter: Some(filter),
                role: StakeRole::Holder.into(),
                ..ListStakesRequest::default()
            };
            client.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
            // To decode fifty facts takes about what it takes to find them: without that, servers are measured, not clients.
            let codec = ProstCodec::<ListStakesRequest, ()>::default();
            client.unary(Request::new(request), call, codec).await.map(drop)
        })
    });
    overloaded("ListStakes", &query, calls, overload).await;

    // Else it would take as much of the processors as it needs to follow, which is another share at each load.
    query.terminate();
    let channels = connections(&ingest).await;
    let calls: Call = Arc::new(move |number| {
        let mut client = IngestServiceClient::new(channels[number % CONNECTIONS].clone());
        Box::pin(async move { client.ingest_article(Sample::number(number).request()).await.map(drop) })
    });
    overloaded("IngestArticle", &ingest, calls, overload).await;

    ingest.terminate();
}

/// One half of the processors for the services, the other for their clients; all for both where that can't be.
struct Halves {
    processors: usize,
    apart: bool,
}

impl Halves {
    fn of_processors() -> Self {
        let processors = std::thread::available_parallelism().unwrap().get();
        let there = Command::new("taskset").arg("--version").output().is_ok_and(|told| told.status.success());
        Self { processors, apart: there && processors > 1 }
    }

    /// This process, and those that it starts from here on, has the first or the second half.
    fn take(&self, half: usize) {
        if !self.apart {
            return;
        }
        let size = self.processors / 2;
        let first = half * size;
        let (list, process) = (format!("{first}-{}", first + size - 1), std::process::id().to_string());
        let pinned = Command::new("taskset").args(["-a", "-c", "-p", &list, &process]).output().unwrap();
        assert!(pinned.status.success(), "{pinned:?}");
    }
}

impl std::fmt::Display for Halves {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (all, half) = (self.processors, self.processors / 2);
        if self.apart {
            write!(f, "services on {half} of {all} processors, clients on as many others")
        } else {
            write!(
                f,
                "services and clients together on {all} processors: there is no taskset or no second one"
            )
        }
    }
}

/// Brings facts to ask for.
async fn fill(ingest: &Process, query: &Process) {
    let requests =
        Holdings::new(FACTS, SEED).map(|told| IngestArticlesRequest { request: Some(told.request()) });
    let mut client = IngestServiceClient::new(connected(ingest).await);
    let mut answers = soon(client.ingest_articles(tokio_stream::iter(requests))).await.unwrap().into_inner();
    while soon(answers.message()).await.unwrap().is_some() {}
    let mut client = QueryServiceClient::new(connected(query).await);
    loop {
        let status = soon(client.get_index_status(GetIndexStatusRequest {})).await.unwrap().into_inner();
        if status.caught_up && status.event_count >= i64::try_from(FACTS).unwrap() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn connections(service: &Process) -> Vec<Channel> {
    let mut channels = Vec::new();
    for _ in 0..CONNECTIONS {
        channels.push(connected(service).await);
    }
    channels
}

async fn connected(service: &Process) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{}", service.address)).unwrap();
    endpoint.tcp_nodelay(true).connect().await.unwrap()
}

/// All kinds are, unless some are named as arguments.
fn is_wanted(name: &str) -> bool {
    let mut named = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).peekable();
    named.peek().is_none() || named.any(|argument| argument == name)
}

/// Offers twice the capacity for so long, in rounds, and says what came of it.
async fn overloaded(name: &str, service: &Process, calls: Call, overload: Duration) {
    if !is_wanted(name) {
        return;
    }
    let clients = CLIENTS_OF_EACH * CONNECTIONS;
    let [mut capacity, mut normal, mut twice] =
        [Measured::default(), Measured::default(), Measured::default()];
    let mut rate = load::closed(&calls, clients, CALM).await.rate();
    let before = Usage::of(service.id());
    while twice.elapsed < overload {
        normal.join(load::open(&calls, rate * 0.8, CALM).await);
        let now = load::closed(&calls, clients, CALM).await;
        rate = now.rate();
        capacity.join(now);
        twice.join(load::open(&calls, rate * 2.0, FLOOD.min(overload)).await);
    }
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
        if let Some(why) = &measured.failure {
            say(&format!("    the last that failed: {why}"));
        }
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
