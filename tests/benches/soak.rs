//! A soak: both services in processes of their own under 80% of the load that they can take, killed (-9) and stopped (SIGTERM) at random.
//! In the end every acknowledged article is in the log once, the index has all of them, and memory has not grown.
//!
//! ```sh
//! SOAK_SECONDS=1200 cargo bench -p entente-tests --bench soak
//! ```
//!
//! Without the variable it runs for 40 seconds.
#![expect(clippy::unwrap_used, reason = "a benchmark has nobody to report an error to")]

use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use entente_runtime::threads;
use entente_tests::{Dice, Door, Process, Role, Usage, serve_if_child};
use entente_wire::v1::event_log_service_client::EventLogServiceClient;
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::{
    AnswerQuestionRequest, Article, FactFilter, GetIndexStatusRequest, IngestArticleRequest,
    ListStakesRequest, TailEventsRequest, article_change,
};
use mimalloc::MiMalloc;
use tokio::task::JoinHandle;
use tonic::transport::{Channel, Endpoint};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const SECONDS: &str = "SOAK_SECONDS";
const SHORT: u64 = 40;
/// How long the capacity is measured beforehand.
const MEASURED: Duration = Duration::from_secs(8);
/// The index gets so long to come to the end of the log.
const PATIENCE: Duration = Duration::from_secs(600);
const WRITERS: usize = 48;
const READERS: usize = 2;
/// A reader asks this often.
const READ_EVERY: Duration = Duration::from_millis(50);
/// Companies, and how many others each may hold: facts stay as many, and are told of again and again.
const COMPANIES: usize = 2_000;
const HELD_BY_EACH: usize = 10;

fn report(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
}

fn article(number: usize) -> IngestArticleRequest {
    let holder = number % COMPANIES;
    let nth = 1 + number / COMPANIES % HELD_BY_EACH;
    let name = |company: usize| format!("Compagnie Ostrel{}", company % COMPANIES);
    let share = 1 + (holder * 7 + nth) % 90;
    let body = format!(
        "{} détient {share}% de {}, a indiqué hier le groupe dans un communiqué. Le groupe prévoit d'investir 400 millions d'euros.",
        name(holder),
        name(holder + nth)
    );
    let article = Article {
        article_id: format!("soak-{number}"),
        body,
        language: "fr".to_owned(),
        source: "La Gazette des parts".to_owned(),
        ..Article::default()
    };
    IngestArticleRequest { article: Some(article), ..IngestArticleRequest::default() }
}

fn channel(door: &Door) -> Channel {
    Endpoint::from_shared(format!("http://{}", door.address())).unwrap().connect_lazy()
}

/// What the clients share.
#[derive(Default)]
struct Load {
    next: AtomicUsize,
    acknowledged: AtomicUsize,
    retries: AtomicU64,
    answered: AtomicU64,
    unanswered: AtomicU64,
    done: AtomicBool,
    /// Articles a second; 0 while as many as can be.
    rate: AtomicU64,
}

/// Brings one article until it is acknowledged: whoever is not answered asks again.
async fn bring(load: &Load, client: &mut IngestServiceClient<Channel>, number: usize) {
    loop {
        let taken =
            tokio::time::timeout(Duration::from_secs(10), client.ingest_article(article(number))).await;
        if let Ok(Ok(answer)) = taken {
            assert_eq!(answer.into_inner().revision, 1, "soak-{number}");
            load.acknowledged.fetch_add(1, Ordering::Relaxed);
            return;
        }
        load.retries.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn write(load: Arc<Load>, channel: Channel, began: Instant, first: usize) {
    let mut client = IngestServiceClient::new(channel);
    while !load.done.load(Ordering::Relaxed) {
        let number = load.next.fetch_add(1, Ordering::Relaxed);
        let rate = load.rate.load(Ordering::Relaxed);
        if rate > 0 {
            let due = Duration::from_secs_f64(whole(number - first) / whole(usize::try_from(rate).unwrap()));
            tokio::time::sleep_until((began + due).into()).await;
        }
        bring(&load, &mut client, number).await;
    }
}

async fn read(load: Arc<Load>, channel: Channel, reader: usize) {
    let mut client = QueryServiceClient::new(channel).max_decoding_message_size(usize::MAX);
    let mut number = reader;
    while !load.done.load(Ordering::Relaxed) {
        let name = format!("Compagnie Ostrel{}", number * 37 % COMPANIES);
        let answered = if number.is_multiple_of(2) {
            let filter = Some(FactFilter { entity: name, ..FactFilter::default() });
            client.list_stakes(ListStakesRequest { filter, ..ListStakesRequest::default() }).await.is_ok()
        } else {
            let question = format!("Que détient {name} ?");
            client.answer_question(AnswerQuestionRequest { question, ..Default::default() }).await.is_ok()
        };
        let counter = if answered { &load.answered } else { &load.unanswered };
        counter.fetch_add(1, Ordering::Relaxed);
        number += READERS + 1;
        tokio::time::sleep(READ_EVERY).await;
    }
}

fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// The two processes and the doors to them.
struct Services {
    ingest: Option<Process>,
    query: Option<Process>,
    doors: [Door; 2],
}

impl Services {
    async fn start(folder: &Path) -> Self {
        let mut services =
            Self { ingest: None, query: None, doors: [Door::open().await, Door::open().await] };
        services.ingest(folder);
        services.query(folder);
        services
    }

    fn ingest(&mut self, folder: &Path) {
        let process = Process::start(Role::Ingest, &folder.join("ingest"), &[]);
        self.doors[0].lead_to(process.address);
        self.ingest = Some(process);
    }

    fn query(&mut self, folder: &Path) {
        let log = self.doors[0].address().to_string();
        let process = Process::start(Role::Query, &folder.join("query"), &["--ingest-address", &log]);
        self.doors[1].lead_to(process.address);
        self.query = Some(process);
    }

    /// Kills or stops a service, and starts it again.
    fn hit(&mut self, folder: &Path, role: Role, softly: bool) {
        let victim = if role == Role::Ingest { self.ingest.take() } else { self.query.take() };
        let victim = victim.expect("it runs");
        if softly {
            victim.terminate();
        } else {
            victim.kill();
        }
        match role {
            Role::Ingest => self.ingest(folder),
            Role::Query => self.query(folder),
        }
    }

    fn memory(&self) -> [u64; 2] {
        [&self.ingest, &self.query].map(|process| {
            process.as_ref().map_or(0, |process| Usage::of(process.id()).resident / 1024 / 1024)
        })
    }
}

/// Every article of the log: how many, and which came more than once.
async fn of_log(channel: Channel) -> (HashSet<String>, Vec<String>) {
    let mut log = EventLogServiceClient::new(channel).max_decoding_message_size(usize::MAX);
    let mut steps = log.tail_events(TailEventsRequest::default()).await.unwrap().into_inner();
    let (mut seen, mut twice) = (HashSet::new(), Vec::new());
    loop {
        match steps.message().await.unwrap().unwrap().step.unwrap() {
            Step::Checkpoint(checkpoint) if checkpoint.at_end => return (seen, twice),
            Step::Checkpoint(_) => {}
            Step::Entry(entry) => {
                let change = entry.change.unwrap().change.unwrap();
                let article_change::Change::Accepted(accepted) = change else { panic!("{change:?}") };
                let id = accepted.article.unwrap().article_id;
                if !seen.insert(id.clone()) || accepted.revision != 1 {
                    twice.push(id);
                }
            }
        }
    }
}

/// Those who load the services; they end when the load is done.
fn clients(load: &Arc<Load>, ingest: &Channel, query: &Channel) -> Vec<JoinHandle<()>> {
    let (began, first) = (Instant::now(), load.next.load(Ordering::Relaxed));
    load.done.store(false, Ordering::Relaxed);
    let readers = (0..READERS).map(|reader| tokio::spawn(read(load.clone(), query.clone(), reader)));
    let writers = (0..WRITERS).map(|_| tokio::spawn(write(load.clone(), ingest.clone(), began, first)));
    readers.chain(writers).collect()
}

/// Ends the load, and waits until what was begun is acknowledged.
async fn end(load: &Load, clients: Vec<JoinHandle<()>>) {
    load.done.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.unwrap();
    }
}

/// Kills and stops the services for so long, and tells how it goes ten times: the most memory that each had in each tenth, in MiB.
async fn strain(services: &mut Services, folder: &Path, load: &Load, time: Duration) -> Vec<[u64; 2]> {
    let (began, mut dice, mut kills, mut most) = (Instant::now(), Dice::new(), [0; 4], Vec::new());
    let mut next_kill = began + Duration::from_secs(8);
    let mut high = [0; 2];
    while began.elapsed() < time {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = services.memory();
        high = [high[0].max(now[0]), high[1].max(now[1])];
        if began.elapsed() >= time * u32::try_from(most.len() + 1).unwrap() / 10 {
            report(&format!(
                "{:.0?}: {} acknowledged, {} retries, {} reads answered, {} not, kills {kills:?}, memory {high:?} MiB",
                began.elapsed(),
                load.acknowledged.load(Ordering::Relaxed),
                load.retries.load(Ordering::Relaxed),
                load.answered.load(Ordering::Relaxed),
                load.unanswered.load(Ordering::Relaxed),
            ));
            most.push(high);
            high = [0; 2];
        }
        if Instant::now() >= next_kill {
            let (which, softly) = (dice.below(2), dice.below(2));
            kills[which * 2 + softly] += 1;
            services.hit(folder, if which == 0 { Role::Ingest } else { Role::Query }, softly == 1);
            next_kill =
                Instant::now() + Duration::from_millis(u64::try_from(5_000 + dice.below(25_000)).unwrap());
        }
    }
    let [ingest_killed, ingest_stopped, query_killed, query_stopped] = kills;
    report(&format!(
        "ingest killed {ingest_killed} times and stopped {ingest_stopped} times, query {query_killed} and {query_stopped}, {dice}"
    ));
    most
}

/// What was acknowledged is there once, in the log and in the index.
async fn settle(load: &Load, ingest: Channel, query: Channel) {
    let acknowledged = load.acknowledged.load(Ordering::Relaxed);
    let (seen, twice) = of_log(ingest).await;
    let all = (0..load.next.load(Ordering::Relaxed)).map(|number| format!("soak-{number}"));
    let lost: Vec<_> = all.filter(|id| !seen.contains(id)).collect();
    report(&format!(
        "{acknowledged} acknowledged, {} in the log, {} lost, {} doubled",
        seen.len(),
        lost.len(),
        twice.len()
    ));
    let mut client = QueryServiceClient::new(query);
    let began = Instant::now();
    let articles = loop {
        if let Ok(status) = client.get_index_status(GetIndexStatusRequest {}).await {
            let articles = usize::try_from(status.into_inner().article_count).unwrap();
            if articles >= seen.len() || began.elapsed() > PATIENCE {
                break articles;
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    report(&format!("the index had {articles} articles {:.1?} later", began.elapsed()));
    assert!(lost.is_empty() && twice.is_empty(), "lost {lost:?}, doubled {twice:?}");
    assert_eq!((acknowledged, articles), (seen.len(), seen.len()));
}

async fn soak(time: Duration) {
    let folder = tempfile::tempdir().unwrap();
    let mut services = Services::start(folder.path()).await;
    let [ingest, query] = [channel(&services.doors[0]), channel(&services.doors[1])];
    let load = Arc::new(Load::default());
    let before = clients(&load, &ingest, &query);
    tokio::time::sleep(MEASURED).await;
    let capacity = whole(load.acknowledged.load(Ordering::Relaxed)) / MEASURED.as_secs_f64();
    end(&load, before).await;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate, rounded down")]
    let rate = (capacity * 0.8) as u64;
    load.rate.store(rate, Ordering::Relaxed);
    report(&format!(
        "capacity with readers and an index that follows: {capacity:.0} articles/s; {rate}/s are offered from here on"
    ));
    let clients = clients(&load, &ingest, &query);
    let most = strain(&mut services, folder.path(), &load, time).await;
    end(&load, clients).await;
    settle(&load, ingest, query).await;
    report(&format!("most memory in each tenth of the time (MiB, ingest and query): {most:?}"));
}

fn main() {
    if serve_if_child() {
        return;
    }
    // `cargo test --benches` asks for a sign of life, no more.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let seconds =
        std::env::var(SECONDS).map_or(SHORT, |seconds| seconds.parse().expect("SOAK_SECONDS is a number"));
    threads::runtime().unwrap().block_on(soak(Duration::from_secs(seconds)));
}
