//! `ListEvents` as a client sees it: the newest fifty of an entity out of 100,000 events, over a socket.
//!
//! Criterion reports the middle; the tail, which a caller waits for, is printed after it, for one client and for eight.

#![expect(clippy::unwrap_used, reason = "a benchmark has nobody to hand an error to")]

#[expect(dead_code, reason = "the tests use more of what they share with the benchmark")]
#[path = "../tests/over_sockets/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::{EventFilter, EventType, GetIndexStatusRequest, ListEventsRequest};
use support::{FakeLog, Running, Sample};
use tokio::runtime::Runtime;
use tonic::transport::Channel;

/// Each brings a stake and a statement.
const ARTICLES: usize = 50_000;
const COMPANIES: usize = 200;
const CALLS: usize = 4_000;

fn request(number: usize) -> ListEventsRequest {
    let filter = Some(EventFilter { entity: company(number).to_owned(), ..EventFilter::default() });
    ListEventsRequest {
        r#type: EventType::Stake.into(),
        filter,
        page_size: 50,
        ..ListEventsRequest::default()
    }
}

/// A name that lives as long as the process.
fn company(number: usize) -> &'static str {
    static NAMES: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    let names = NAMES.get_or_init(|| (0..COMPANIES).map(|number| format!("Compagnie {number}")).collect());
    &names[number % COMPANIES]
}

async fn list(client: &mut QueryServiceClient<Channel>, number: usize) -> Duration {
    let began = Instant::now();
    let page = client.list_events(request(number)).await.unwrap().into_inner();
    assert_eq!(page.events.len(), 50);
    began.elapsed()
}

async fn filled(folder: &std::path::Path) -> (FakeLog, Running) {
    let log = FakeLog::new(1);
    let mut cursor = String::new();
    for number in 0..ARTICLES {
        let (holder, target) = (company(number * 7), company(number * 13 + 1));
        cursor = log.append(&Sample { holder, target, ..Sample::new(&format!("article-{number}")) }.accept());
    }
    let (address, _server) = log.serve(([127, 0, 0, 1], 0).into()).await;
    let began = Instant::now();
    let running = Running::start(folder, address).await;
    let mut client = running.client.clone();
    loop {
        let status = client.get_index_status(GetIndexStatusRequest {}).await.unwrap().into_inner();
        if status.cursor == cursor {
            report(&format!("{} events followed in {:.1?}", status.event_count, began.elapsed()));
            return (log, running);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn lists(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_log, running) = runtime.block_on(filled(folder.path()));
    let mut number = 0;
    criterion.bench_function("ListEvents of an entity", |bencher| {
        bencher.iter(|| {
            number += 1;
            runtime.block_on(list(&mut running.client.clone(), number))
        });
    });
    for clients in [1, 8] {
        let began = Instant::now();
        let calls = |first: usize| {
            let mut client = running.client.clone();
            async move {
                let mut times = Vec::with_capacity(CALLS);
                for number in (first..).step_by(17).take(CALLS) {
                    times.push(list(&mut client, number).await);
                }
                times
            }
        };
        let tasks: Vec<_> = (0..clients).map(|client| runtime.spawn(calls(client))).collect();
        let mut times: Vec<Duration> =
            tasks.into_iter().flat_map(|task| runtime.block_on(task).unwrap()).collect();
        let rate = f64::from(u32::try_from(times.len()).unwrap()) / began.elapsed().as_secs_f64();
        times.sort_unstable();
        let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        report(&format!("ListEvents, {clients} at once: p50 {p50:.1?}, p99 {p99:.1?}, {rate:.0} a second"));
    }
    runtime.block_on(running.stop());
}

#[expect(clippy::print_stdout, reason = "a benchmark's figures are its output")]
fn report(line: &str) {
    println!("{line}");
}

criterion_group!(benches, lists);
criterion_main!(benches);
