//! What the whole of it does in a second: articles read by one core, articles made durable over gRPC, and the time that a
//! client waits for a list out of 100,000 events.
//!
//! Criterion reports the middle of some runs; the percentiles, which callers wait for, are printed after it.
#![expect(clippy::unwrap_used, reason = "a benchmark has nobody to report an error to")]

use std::hint::black_box;
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use entente_extract::Reader;
use entente_tests::{Given, Pair, Running, Sample, articles_of, company, others, page_of_stakes};
use entente_wire::v1::event::Assertion;
use entente_wire::v1::ingest_articles_response::Outcome;
use entente_wire::v1::{
    Certainty, Event, EventFilter, Evidence, Extractor, IngestArticleRequest, IngestArticlesRequest,
    Interest, ListEventsRequest, Polarity, Share, Source, SourceKind, Span, Stake, StakeAction, StakeStatus,
};
use futures::stream::{self, StreamExt as _};
use tokio::runtime::Runtime;

/// Articles shipped with the program, French and English.
const SAMPLES: &str = include_str!("../../services/entente/samples/articles.jsonl");

const IN_FLIGHT: usize = 64;
const EVENTS: usize = 100_000;
const EVENTS_OF_EACH: usize = 20;
/// A company in five hundred events, as those that make news are.
const COMPANIES: usize = 400;
const CLIENTS: usize = 8;
const READS_OF_EACH: usize = 500;

/// Prints what criterion does not report by itself.
fn report(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
}

fn group<'c>(criterion: &'c mut Criterion, name: &str) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(4));
    group
}

/// Articles read by one core.
fn parsing(criterion: &mut Criterion) {
    let reader = Reader::builtin();
    let samples = articles_of(SAMPLES);
    let mut group = group(criterion, "parsing, one core");
    group.throughput(Throughput::Elements(samples.len() as u64));
    group.bench_function("shipped samples, articles", |bencher| bencher.iter(|| read(&reader, &samples)));
    group.finish();
    let Some(folder) = others() else {
        report("articles of others: none beside this checkout");
        return;
    };
    let others = articles_of(&std::fs::read_to_string(folder.join("unlabelled.jsonl")).unwrap());
    let bytes: usize = others.iter().map(|text| text.text.len()).sum();
    let mut times = Vec::with_capacity(others.len());
    let started = Instant::now();
    for text in &others {
        let one = Instant::now();
        read(&reader, std::slice::from_ref(text));
        times.push(one.elapsed());
    }
    let seconds = started.elapsed().as_secs_f64();
    times.sort_unstable();
    report(&format!(
        "parsing, one core/articles of others: {} articles of {} bytes on average, {:.0} articles/s, {:.2} MB/s, p50 {:.2?}, p99 {:.2?}, longest {:.2?}",
        others.len(),
        bytes / others.len(),
        whole(others.len()) / seconds,
        whole(bytes) / seconds / 1e6,
        percentile(&times, 50),
        percentile(&times, 99),
        times[times.len() - 1],
    ));
}

fn read(reader: &Reader, articles: &[Given]) {
    for Given { text, language, published, .. } in articles {
        black_box(reader.read(black_box(text), *language, *published));
    }
}

fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Of ascending times.
fn percentile(times: &[Duration], percent: usize) -> Duration {
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

/// Articles read and made durable over gRPC.
fn ingesting(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ingest = runtime.block_on(Running::ingest(folder.path(), &["--stream-buffer", "64"]));
    let next = AtomicUsize::new(0);
    let mut group = group(criterion, "durable ingests over gRPC");
    group.throughput(Throughput::Elements(1));
    group.bench_function("unary, 64 in flight", |bencher| {
        bencher.iter_custom(|articles| runtime.block_on(time_calls(&ingest, &next, articles)));
    });
    group.bench_function("one stream, 64 in flight", |bencher| {
        bencher.iter_custom(|articles| runtime.block_on(time_stream(&ingest, &next, articles)));
    });
    group.finish();
    runtime.block_on(ingest.stop());
}

/// So many articles that were never taken before.
fn fresh(next: &AtomicUsize, articles: u64) -> Vec<IngestArticleRequest> {
    (0..articles).map(|_| Sample::number(next.fetch_add(1, Ordering::Relaxed)).request()).collect()
}

async fn time_calls(ingest: &Running, next: &AtomicUsize, articles: u64) -> Duration {
    let requests = fresh(next, articles);
    let started = Instant::now();
    let calls = stream::iter(requests).map(|request| {
        let mut client = ingest.ingest_client();
        async move { client.ingest_article(request).await.unwrap() }
    });
    calls.buffer_unordered(IN_FLIGHT).for_each(|_| async {}).await;
    started.elapsed()
}

async fn time_stream(ingest: &Running, next: &AtomicUsize, articles: u64) -> Duration {
    let requests =
        fresh(next, articles).into_iter().map(|request| IngestArticlesRequest { request: Some(request) });
    let requests: Vec<_> = requests.collect();
    let started = Instant::now();
    let answers = ingest.ingest_client().ingest_articles(tokio_stream::iter(requests)).await.unwrap();
    let mut answers = answers.into_inner();
    while answers.message().await.unwrap().is_some() {}
    started.elapsed()
}

/// An article that brings its events with it, so that the index has as many as wanted whatever is read.
fn bringing(number: usize) -> IngestArticleRequest {
    let mut article = Sample::number(number).article();
    article.article_id = format!("bringing-{number}");
    let body = article.body.clone();
    let event = |place: usize| {
        let holder = number * 7 + place * 131;
        let name = |number: usize| company(number % COMPANIES);
        let share = Share { exact: Some(whole(holder % 100)), ..Share::default() };
        Event {
            assertion: Some(Assertion::Stake(Stake {
                holders: vec![name(holder)],
                target: name(holder * 13 + 1),
                action: StakeAction::Hold.into(),
                status: StakeStatus::Held.into(),
                share: Some(share),
                interest: Interest::Shareholding.into(),
                ..Stake::default()
            })),
            polarity: Polarity::Positive.into(),
            certainty: Certainty::Certain.into(),
            source: Some(Source { kind: SourceKind::Author.into(), ..Source::default() }),
            evidence: vec![Evidence {
                span: Some(Span { start: 0, end: i64::try_from(body.len()).unwrap() }),
                quote: body.clone(),
                text_sha256: String::new(),
            }],
            confidence: 1.0,
            extractor: Some(Extractor { name: "bench".to_owned(), version: "1".to_owned() }),
            ..Event::default()
        }
    };
    let events = (0..EVENTS_OF_EACH).map(event).collect();
    IngestArticleRequest { article: Some(article), events, skip_extraction: true, ..Default::default() }
}

/// The newest fifty stakes of an entity, out of 100,000 events.
fn listing(_: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let pair = Pair::start().await;
        let started = Instant::now();
        let requests = (0..EVENTS / EVENTS_OF_EACH).map(bringing);
        let requests =
            requests.map(|request| IngestArticlesRequest { request: Some(request) }).collect::<Vec<_>>();
        let answers =
            pair.ingest.ingest_client().ingest_articles(tokio_stream::iter(requests)).await.unwrap();
        let mut answers = answers.into_inner();
        let mut cursor = String::new();
        while let Some(answer) = answers.message().await.unwrap() {
            match answer.outcome.unwrap() {
                Outcome::Accepted(accepted) => cursor = accepted.cursor,
                Outcome::Refused(refusal) => panic!("{refusal:?}"),
            }
        }
        let ingested = started.elapsed();
        let request = ListEventsRequest { cursor, page_size: 1, ..ListEventsRequest::default() };
        page_of_stakes(pair.query.query_client(), request).await;
        report(&format!(
            "{EVENTS} events ingested in {ingested:.1?}, applied {:.1?} after",
            started.elapsed().saturating_sub(ingested)
        ));
        reads(&pair).await;
        pair.stop().await;
    });
}

async fn reads(pair: &Pair) {
    let clients = (0..CLIENTS).map(|client| async move {
        // A connection of its own, as clients have.
        let channel =
            tonic::transport::Endpoint::from_shared(format!("http://{}", pair.query.address)).unwrap();
        let query =
            entente_wire::v1::query_service_client::QueryServiceClient::new(channel.connect().await.unwrap())
                .max_decoding_message_size(usize::MAX);
        let mut times = Vec::with_capacity(READS_OF_EACH);
        for number in 0..READS_OF_EACH {
            let entity = company((client * READS_OF_EACH + number * 37) % COMPANIES);
            let filter = Some(EventFilter { entity, ..EventFilter::default() });
            let request = ListEventsRequest { filter, page_size: 50, ..ListEventsRequest::default() };
            let started = Instant::now();
            let (page, _) = page_of_stakes(query.clone(), request).await;
            times.push(started.elapsed());
            assert_eq!(page.len(), 50);
        }
        times
    });
    let started = Instant::now();
    let mut times: Vec<Duration> = futures::future::join_all(clients).await.into_iter().flatten().collect();
    let seconds = started.elapsed().as_secs_f64();
    times.sort_unstable();
    report(&format!(
        "ListEvents by entity, newest 50 of {EVENTS} events, {CLIENTS} clients: {:.0} reads/s, p50 {:.2?}, p99 {:.2?}, longest {:.2?}",
        whole(times.len()) / seconds,
        percentile(&times, 50),
        percentile(&times, 99),
        times[times.len() - 1],
    ));
}

criterion_group!(benches, parsing, ingesting, listing);
criterion_main!(benches);
