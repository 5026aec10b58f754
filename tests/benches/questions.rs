//! Questions over many facts: how long eight clients wait for answers, by kind of question.
//!
//! `cargo bench -p entente-tests --bench questions` is all of it. `LOAD_FACTS` (100,000) and `LOAD_REQUESTS` (8,000, of each kind) make
//! it smaller or larger. The services run in this process: the clients' work is part of what is measured.
#![expect(clippy::unwrap_used, reason = "a benchmark has nobody to report an error to")]

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use entente_tests::{Holding, Holdings, Pair, company, soon};
use entente_wire::v1::ingest_articles_response::Outcome;
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::{
    AbstentionReason, AnswerQuestionRequest, AnswerQuestionResponse, ExecutePlanRequest,
    GetIndexStatusRequest, IngestArticlesRequest, OffsetUnit,
};
use mimalloc::MiMalloc;
use tonic::transport::Channel;

/// As the programs have it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const SEED: u64 = 4;
const CLIENTS: usize = 8;
/// Different holdings that are asked about, taken evenly out of all: companies that make news are asked about as often.
const ASKED: usize = 1_000;
/// Requests before those that count.
const WARM_UP: usize = 400;

/// A kind of question about a holder and a target, and whether it has an answer.
type Kind = (&'static str, fn(&str, &str) -> String, bool);

const KINDS: [Kind; 8] = [
    ("share", |holder, target| format!("Quelle part de {target} {holder} détient-il ?"), true),
    ("holds it?", |holder, target| format!("Does {holder} own a stake in {target}?"), true),
    ("holders", |_, target| format!("Qui détient {target} ?"), true),
    ("holdings", |holder, _| format!("What does {holder} own?"), true),
    ("price", |holder, target| format!("How much did {holder} pay for {target}?"), false),
    ("partners", |holder, _| format!("Qui sont les partenaires de {holder} ?"), false),
    ("plans", |holder, _| format!("What does {holder} plan in Poland?"), false),
    ("stranger", |holder, _| format!("Quelle part de {holder} Zyxandre détient-il ?"), false),
];

fn main() {
    // `cargo test --benches` asks for a sign of life, no more.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let number = |name: &str, default: usize| {
        std::env::var(name).map_or(default, |given| {
            given.parse().unwrap_or_else(|_| panic!("{name} is {given:?}: a number"))
        })
    };
    let (facts, requests) = (number("LOAD_FACTS", 100_000), number("LOAD_REQUESTS", 8_000));
    tokio::runtime::Runtime::new().unwrap().block_on(run(facts, requests));
}

/// Prints a line at once.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

async fn run(facts: usize, requests: usize) {
    let pair = Pair::start().await;
    let started = Instant::now();
    fill(&pair, facts).await;
    let processors = std::thread::available_parallelism().unwrap();
    say(&format!(
        "{facts} stakes applied in {:.1?}; {CLIENTS} clients, {processors} processors, clients and services in one process",
        started.elapsed()
    ));
    let all: Vec<Holding> = Holdings::new(facts, SEED).flat_map(|told| told.holdings).collect();
    let asked: Arc<Vec<Holding>> =
        Arc::new(all.iter().step_by((facts / ASKED).max(1)).take(ASKED).cloned().collect());
    for (kind, question, answered) in KINDS {
        round(&pair, &asked, question, answered, WARM_UP).await;
        let took = round(&pair, &asked, question, answered, requests).await;
        say(&line(kind, &took));
    }
    let took = planned(&pair, &asked, requests).await;
    say(&line("a plan", &took));
    pair.stop().await;
}

/// Sends all articles over one stream, and waits until they are applied.
async fn fill(pair: &Pair, facts: usize) {
    let requests =
        Holdings::new(facts, SEED).map(|told| IngestArticlesRequest { request: Some(told.request()) });
    let mut client = pair.ingest.ingest_client();
    let mut answers = soon(client.ingest_articles(tokio_stream::iter(requests))).await.unwrap().into_inner();
    while let Some(answer) = soon(answers.message()).await.unwrap() {
        if let Outcome::Refused(refusal) = answer.outcome.unwrap() {
            panic!("{refusal:?}");
        }
    }
    let wanted = i64::try_from(facts).unwrap();
    let mut query = pair.query.query_client();
    loop {
        let status = soon(query.get_index_status(GetIndexStatusRequest {})).await.unwrap().into_inner();
        let searchable = status.search.is_none_or(|search| search.current);
        if status.caught_up && status.event_count >= wanted && searchable {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn line(kind: &str, took: &[Duration]) -> String {
    let at = |thousandth: usize| took[(took.len() * thousandth / 1000).min(took.len() - 1)];
    format!("{kind:10} p50 {:8.2?}  p99 {:8.2?}  longest {:8.2?}", at(500), at(990), at(1000))
}

/// The times of all clients' questions, ascending.
async fn round(
    pair: &Pair,
    asked: &Arc<Vec<Holding>>,
    question: fn(&str, &str) -> String,
    answered: bool,
    requests: usize,
) -> Vec<Duration> {
    clients(pair, asked, requests, move |mut client, held| async move {
        let question = question(&company(held.holder), &company(held.target));
        let began = Instant::now();
        let answer = ask(&mut client, question.clone()).await;
        let took = began.elapsed();
        assert_eq!(answer.answered, answered, "{question}: {answer:?}");
        assert_ne!(answer.abstention_reason(), AbstentionReason::NotUnderstood, "{question}");
        took
    })
    .await
}

/// The same for plans that were made of questions before.
async fn planned(pair: &Pair, asked: &Arc<Vec<Holding>>, requests: usize) -> Vec<Duration> {
    clients(pair, asked, requests, move |mut client, held| async move {
        let question = KINDS[0].1(&company(held.holder), &company(held.target));
        let plan = ask(&mut client, question).await.typed_plan;
        let request = ExecutePlanRequest { plan, ..ExecutePlanRequest::default() };
        let began = Instant::now();
        assert!(client.execute_plan(request).await.unwrap().into_inner().answer.unwrap().answered);
        began.elapsed()
    })
    .await
}

async fn ask(client: &mut QueryServiceClient<Channel>, question: String) -> AnswerQuestionResponse {
    let request = AnswerQuestionRequest {
        question,
        offset_unit: OffsetUnit::CodePoints.into(),
        ..AnswerQuestionRequest::default()
    };
    soon(client.answer_question(request)).await.unwrap().into_inner()
}

/// Has the clients ask about one holding after the other, all at once.
async fn clients<F, Asked>(pair: &Pair, asked: &Arc<Vec<Holding>>, requests: usize, ask: F) -> Vec<Duration>
where
    F: Fn(QueryServiceClient<Channel>, Holding) -> Asked + Copy + Send + 'static,
    Asked: Future<Output = Duration> + Send,
{
    let of_each = requests.div_ceil(CLIENTS);
    let mut running = Vec::new();
    for number in 0..CLIENTS {
        let (client, asked) = (pair.query.query_client(), Arc::clone(asked));
        running.push(tokio::spawn(async move {
            let mut took = Vec::with_capacity(of_each);
            for request in 0..of_each {
                let held = asked[(number * of_each + request) % asked.len()].clone();
                took.push(ask(client.clone(), held).await);
            }
            took
        }));
    }
    let mut took = Vec::new();
    for client in running {
        took.extend(client.await.unwrap());
    }
    took.sort_unstable();
    took
}
