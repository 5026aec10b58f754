//! Listing the stakes of an entity out of 100,000 events: the newest fifty, and a page far down.
//!
//! Criterion reports the middle of many runs; the tail, which a caller waits for, is printed after it.

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use entente_facts::{EventQuery, Facts, Wanted};
use entente_index::{Index, Progress};
use entente_model::{EventType, Tenant};

const ARTICLES: u64 = 20_000;
const EVENTS_OF_EACH: usize = 5;
/// A company in five hundred events, as those that make news are.
const COMPANIES: usize = 400;
const RUNS: usize = 20_000;

fn filled(path: &std::path::Path) -> Index {
    let index = Index::open(path, sample::directory()).expect("an empty folder");
    let names: Vec<String> = (0..COMPANIES).map(|number| format!("Compagnie {number}")).collect();
    let articles: Vec<u64> = (0..ARTICLES).collect();
    for batch in articles.chunks(200) {
        let article = |&number: &u64| {
            let event = |place: usize| {
                let holder = usize::try_from(number).unwrap_or_default() * 7 + place * 131;
                let parties =
                    [names[holder % COMPANIES].as_str(), names[(holder * 13 + 1) % COMPANIES].as_str()];
                sample::event(EventType::Stake, &parties, holder)
            };
            let events = (0..EVENTS_OF_EACH).map(event).collect();
            let day = i64::try_from(number % 1500).ok();
            sample::accepted("default", &format!("article-{number}"), 1, day, &[], events)
        };
        let changes = batch.iter().map(article).collect();
        let progress = Progress { cursor: format!("{}", batch[0]), applied: None, at_end: true };
        index.apply(changes, &progress).expect("a writable folder");
    }
    index
}

fn lists(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let started = Instant::now();
    let index = filled(folder.path());
    report(&format!(
        "{} events applied in {:.1?}",
        index.status().expect("a status").events,
        started.elapsed()
    ));

    let tenant = Tenant::default();
    let view = index.view();
    let page = |number: usize| {
        let found = view.resolve(&tenant, &format!("Compagnie {}", number % COMPANIES), 1).expect("a name");
        let entities = found.into_iter().map(|resolved| resolved.entity.id).collect();
        EventQuery { entities, ..EventQuery::new(Wanted::all(EventType::Stake), 50) }
    };
    let pages: Vec<EventQuery> = (0..COMPANIES).map(page).collect();
    let next = |query: &EventQuery| {
        let after =
            view.events(&tenant, query).expect("a page").last().map(entente_facts::IndexedEvent::position);
        EventQuery { after, ..query.clone() }
    };
    let second: Vec<EventQuery> = pages.iter().map(next).collect();

    for (name, queries) in [("newest 50 stakes of an entity", &pages), ("the next 50", &second)] {
        let mut turn = queries.iter().cycle();
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                let query = turn.next().expect("an endless cycle");
                black_box(index.view().events(&tenant, query).expect("a page"))
            });
        });
        let mut times: Vec<Duration> = Vec::with_capacity(RUNS);
        for query in queries.iter().cycle().take(RUNS) {
            let started = Instant::now();
            black_box(index.view().events(&tenant, query).expect("a page"));
            times.push(started.elapsed());
        }
        times.sort_unstable();
        report(&format!("{name}: p50 {:.1?}, p99 {:.1?}", times[RUNS / 2], times[RUNS * 99 / 100]));
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark's figures are its output")]
fn report(line: &str) {
    println!("{line}");
}

criterion_group!(benches, lists);
criterion_main!(benches);
