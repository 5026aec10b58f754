//! Facts applied, and the stakes of a holder listed: the newest fifty, the fifty after them, and the same as events.
//!
//! `FACTS` says how many facts (100,000), `BATCH` how many entries are applied as one (1,024). Holders are skewed as they are in
//! the news (Zipf). Criterion reports the middle of many runs; the tail, which a caller waits for, is printed after it, as are
//! events a second, bytes a fact and the time to open the index again.

#[path = "../tests/sample/mod.rs"]
#[expect(dead_code, reason = "pieces are of another kind here")]
mod sample;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use entente_facts::{
    ArticleChange, Beliefs, EntityId, EventQuery, FactQuery, Facts, FoundFact, StakeRole, Wanted,
};
use entente_index::{Index, IndexError, Presenter, Progress};
use entente_model::{EventType, Tenant};
use mimalloc::MiMalloc;

/// As the programs have it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// As annotated articles tell.
const EVENTS_OF_EACH: usize = 8;
/// Articles come out over so many days.
const DAYS: usize = 1_500;
const RUNS: usize = 20_000;

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// A row of numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % bound as u64).unwrap_or_default()
    }
}

/// Companies by how often they hold: the second half as often as the first, and so on.
struct Companies {
    names: Vec<String>,
    /// The part of all holdings that each and those before it have, in billionths.
    parts: Vec<usize>,
}

impl Companies {
    fn new(count: usize) -> Self {
        let mut sum = 0;
        let parts: Vec<usize> = (1..=count)
            .map(|rank| {
                sum += 1_000_000_000 / rank;
                sum
            })
            .collect();
        Self { names: (0..count).map(|number| format!("Compagnie{number}")).collect(), parts }
    }

    fn holder(&self, dice: &mut Dice) -> usize {
        let all = self.parts.last().copied().unwrap_or(1);
        let drawn = dice.below(all);
        self.parts.partition_point(|&part| part <= drawn)
    }

    fn article(&self, number: usize, dice: &mut Dice) -> ArticleChange {
        let event = |_| {
            let (holder, target) = (self.holder(dice), dice.below(self.names.len()));
            // Always "held", at most 15%: no target is held twice over.
            sample::event(EventType::Stake, &[&self.names[holder], &self.names[target]], 0)
        };
        let events = (0..EVENTS_OF_EACH).map(event).collect();
        let day = i64::try_from(number % DAYS).ok();
        let revision = number as u64 + 1;
        let mut change =
            sample::accepted("default", &format!("article-{number}"), revision, day, &[], events);
        if let ArticleChange::Accepted(accepted) = &mut change {
            let names = accepted.events.iter().flat_map(|(_, event)| event.assertion.parties());
            let names = names.filter_map(|party| party.name());
            accepted.entities = names.map(entente_model::Entity::named).collect();
            accepted.text = format!("Article {number} : {}", "cinq participations sont dites ".repeat(20));
        }
        change
    }
}

/// Makes of a fact some of what a page shows of it, in about as many bytes.
struct Shown;

impl Presenter for Shown {
    fn look(&self) -> String {
        "shown".to_owned()
    }

    fn piece(&self, found: FoundFact) -> Vec<u8> {
        let lead = found.lead.expect("a claim that stands");
        let ids = [found.fact.id.to_string(), lead.article.id.to_string(), lead.claim.event.to_string()];
        let texts = [&lead.article.title, &lead.article.text_sha256, &lead.article.source];
        let quotes = lead.evidence.iter().map(|evidence| &evidence.quote);
        let parts = ids.iter().chain(texts).chain(quotes).map(String::as_bytes);
        parts.flatten().copied().chain([0; 200]).collect()
    }
}

fn opened(path: &Path) -> Result<Index, IndexError> {
    Index::open(path, sample::directory(), Arc::new(Shown))
}

fn filled(path: &Path, companies: &Companies) -> Index {
    let index = opened(path).expect("an empty folder");
    let mut dice = Dice(1);
    let articles = setting("FACTS", 100_000) / EVENTS_OF_EACH;
    let batch = setting("BATCH", 1_024);
    let mut spent = Duration::ZERO;
    for first in (0..articles).step_by(batch) {
        let numbers = first..articles.min(first + batch);
        let changes = numbers.map(|number| companies.article(number, &mut dice)).collect();
        let progress = Progress { cursor: first.to_string(), applied: None, at_end: true };
        let started = Instant::now();
        index.apply(index.prepare(changes), &progress).expect("a writable folder");
        spent += started.elapsed();
    }
    let status = index.status().expect("a status");
    let seconds = spent.as_secs_f64();
    report(&format!(
        "{} events, {} facts applied in {spent:.1?}: {:.0} events/s",
        status.events,
        status.facts,
        f64::from(u32::try_from(status.events).unwrap_or(u32::MAX)) / seconds,
    ));
    index
}

fn lists(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let companies = Companies::new((setting("FACTS", 100_000) / 5).max(100));
    let index = filled(folder.path(), &companies);
    let facts = index.status().expect("a status").facts.max(1);
    report(&format!("{} bytes on disk a fact", size(folder.path()) / facts));
    report(&format!("{} bytes in memory a fact", resident() / facts));
    drop(index);
    let started = Instant::now();
    let index = opened(folder.path()).expect("an index");
    report(&format!("opened again in {:.1?}", started.elapsed()));
    report(&format!("{} bytes on disk a fact once opened again", size(folder.path()) / facts));

    let tenant = Tenant::default();
    let view = index.view();
    let mut dice = Dice(2);
    let holder = |_| {
        let name = &companies.names[companies.holder(&mut dice)];
        view.meant(&tenant, name, 1).expect("a name")
    };
    let holders: Vec<Vec<EntityId>> = (0..500).map(holder).collect();
    let page = |entities: &Vec<EntityId>| FactQuery {
        entities: entities.clone(),
        role: Some(StakeRole::Holder),
        ..FactQuery::new(EventType::Stake, 50)
    };
    let pages: Vec<FactQuery> = holders.iter().map(page).collect();
    let next = |query: &FactQuery| {
        let after = view.facts(&tenant, query).expect("a page").facts.last().map(|last| last.position);
        FactQuery { after, ..query.clone() }
    };
    let second: Vec<FactQuery> = pages.iter().map(next).collect();
    measure(criterion, "newest 50 stakes of a holder, as pieces", &pages, |query| {
        index.view().pieces(&tenant, query).expect("a page").pieces.len()
    });
    for (name, queries) in [("newest 50 stakes of a holder", &pages), ("the next 50", &second)] {
        measure(criterion, name, queries, |query| {
            index.view().facts(&tenant, query).expect("a page").facts.len()
        });
    }
    let events = |entities: &Vec<EntityId>| EventQuery {
        entities: entities.clone(),
        ..EventQuery::new(Wanted::all(EventType::Stake), 50)
    };
    let events: Vec<EventQuery> = holders.iter().map(events).collect();
    measure(criterion, "newest 50 events of an entity", &events, |query| {
        index.view().events(&tenant, query).expect("a page").len()
    });
}

fn measure<Q>(criterion: &mut Criterion, name: &str, queries: &[Q], read: impl Fn(&Q) -> usize) {
    let mut turn = queries.iter().cycle();
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| black_box(read(turn.next().expect("an endless cycle"))));
    });
    let mut times: Vec<Duration> = Vec::with_capacity(RUNS);
    let mut rows = 0;
    for query in queries.iter().cycle().take(RUNS) {
        let started = Instant::now();
        rows += black_box(read(query));
        times.push(started.elapsed());
    }
    times.sort_unstable();
    let (middle, tail) = (times[RUNS / 2], times[RUNS * 99 / 100]);
    report(&format!("{name}: p50 {middle:.1?}, p99 {tail:.1?}, {} rows a page", rows / RUNS));
}

/// The bytes of all files in a folder.
fn size(path: &Path) -> u64 {
    let entries = std::fs::read_dir(path).expect("a folder").filter_map(Result::ok);
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.map(size).sum()
}

/// The memory that this process holds, in bytes; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes =
        line.and_then(|line| line.split_whitespace().next()).and_then(|digits| digits.parse().ok());
    kilobytes.unwrap_or(0_u64) * 1024
}

#[expect(clippy::print_stdout, reason = "a benchmark's figures are its output")]
fn report(line: &str) {
    println!("{line}");
}

criterion_group!(benches, lists);
criterion_main!(benches);
