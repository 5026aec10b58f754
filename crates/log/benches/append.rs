//! Durable appends per second, with so many callers waiting at a time. The disk's sync decides: read the figure as
//! entries per second (`elem/s`).

use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use entente_log::{Append, EmbeddedLog, EventLog, Expected, LogId, Options};

/// About what an article with its events takes.
const PAYLOAD_BYTES: usize = 4096;
/// Random ids of 16 bytes that make up the noise payloads are cut from.
const NOISE_IDS: usize = 16 * 1024;

fn durable_appends(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be started");
    let mut group = criterion.benchmark_group("durable appends");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(1));
    for in_flight in [1, 64, 256] {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let log = EmbeddedLog::open(folder.path(), Options::default()).expect("the log opens");
        let log: Arc<dyn EventLog> = Arc::new(log);
        let next = Arc::new(AtomicU64::new(0));
        group.bench_function(format!("{in_flight} in flight"), |bencher| {
            bencher.iter_custom(|appends| runtime.block_on(time_appends(&log, &next, appends, in_flight)));
        });
    }
    group.finish();
}

/// How long so many appends take, each a new subject with a message id, as ingesting an article is.
async fn time_appends(
    log: &Arc<dyn EventLog>,
    next: &Arc<AtomicU64>,
    appends: u64,
    in_flight: u64,
) -> Duration {
    // Noise is the worst case: the store compresses what it writes, and would make little of anything regular.
    let noise: Bytes = (0..NOISE_IDS).flat_map(|_| LogId::random().to_bytes()).collect();
    let end = next.load(Ordering::Relaxed) + appends;
    let started = Instant::now();
    let callers = (0..in_flight).map(|_| {
        let (log, next, noise) = (log.clone(), next.clone(), noise.clone());
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= end {
                    return;
                }
                let start = usize::try_from(number).unwrap_or(0) * 61 % (noise.len() - PAYLOAD_BYTES);
                let append = Append {
                    subject: format!("default/article-{number}").into_bytes(),
                    expected: Some(Expected::Absent),
                    message_id: Some(format!("default/request-{number}").into_bytes()),
                    payload: noise.slice(start..start + PAYLOAD_BYTES),
                };
                black_box(log.append(append).await.expect("the append is made"));
            }
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await.expect("the caller ends");
    }
    started.elapsed()
}

criterion_group!(benches, durable_appends);
criterion_main!(benches);
