//! Every call of both services, sent whatever bytes: no panic, and never UNKNOWN, INTERNAL or `DATA_LOSS`; each error says a reason of the
//! contract with the code that belongs to it, and each answer is a message of its type.
//!
//! By default some thousand calls, in seconds. A million of each service, in some minutes:
//!
//! ```sh
//! FUZZ_INPUTS=1000000 cargo test --release -p entente-tests --test rpc_fuzz -- --nocapture
//! ```
//!
//! A failure shows the call and its bytes; `TEST_SEED=...` makes the same row of calls again.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "all of this file is tests, also what stands outside their functions; how much was tried is for people"
)]

mod bytes;
mod caller;
mod message;
mod seeds;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use entente_tests::{Dice, Pair, Running, Sample};
use entente_wire::FILE_DESCRIPTOR_SET;
use entente_wire::v1::GetIndexStatusRequest;
use futures::stream::{self, StreamExt as _};
use prost_reflect::{DescriptorPool, MethodDescriptor};

use crate::caller::{Caller, Told};
use crate::message::Messages;
use crate::seeds::Seeds;

/// How many calls are made of each service.
const INPUTS: &str = "FUZZ_INPUTS";
/// How many seconds at most are spent on both; without it, as many as it takes.
const SECONDS: &str = "FUZZ_SECONDS";
/// Where neither is set: what a debug build does in seconds.
const FEW: u64 = 1_500;
/// Calls at one time.
const IN_FLIGHT: usize = 32;
/// One call in so many is of a method that answers with a stream: those take their time.
const STREAMS_ONE_IN: usize = 24;
/// Failures are shown up to here.
const MOST_SHOWN: usize = 10;

static PANICS: AtomicU64 = AtomicU64::new(0);

fn set(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {value:?}")))
}

/// Counts every panic of the process, whoever catches it.
fn count_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        before(info);
    }));
}

/// What one service is sent.
struct Target {
    /// Those that answer once, and those that answer with a stream.
    methods: [Vec<MethodDescriptor>; 2],
    messages: Messages,
    caller: Caller,
}

impl Target {
    fn new(pool: &DescriptorPool, names: &[&str], running: &Running, seeds: Seeds) -> Self {
        let of = |service: &prost_reflect::ServiceDescriptor| names.contains(&service.name());
        let methods = pool.services().filter(of).flat_map(|service| service.methods().collect::<Vec<_>>());
        let (streams, once): (Vec<_>, Vec<_>) =
            methods.partition(|method| method.is_server_streaming() || method.is_client_streaming());
        assert!(!streams.is_empty() && !once.is_empty(), "{names:?}");
        Self { methods: [once, streams], messages: Messages::new(seeds), caller: Caller::new(running) }
    }

    /// The call of this number in the row.
    async fn call(&self, number: u64) -> (String, Told, Vec<Vec<u8>>) {
        let mut dice = Dice::of(number);
        let streams = dice.below(STREAMS_ONE_IN) == 0;
        let methods = &self.methods[usize::from(streams)];
        let method = &methods[dice.below(methods.len())];
        let count = if method.is_client_streaming() { 1 + dice.below(4) } else { 1 };
        let sent: Vec<_> = (0..count).map(|_| self.messages.bytes(method, &mut dice)).collect();
        let told = self.caller.call(method, &sent).await;
        (method.full_name().to_owned(), told, sent)
    }

    /// Makes so many calls, as long as there is time, and fails with what is not as it should be.
    async fn try_all(&self, what: &str, bound: u64, time: Option<Duration>) {
        let (first, began) = (Dice::new(), Instant::now());
        let panics = PANICS.load(Ordering::Relaxed);
        let numbers = (0..bound).take_while(|_| time.is_none_or(|time| began.elapsed() < time));
        let calls =
            numbers.map(|number| self.call(first.seed().wrapping_mul(1_000_003).wrapping_add(number)));
        let mut calls = stream::iter(calls).buffer_unordered(IN_FLIGHT);
        let (mut made, mut codes, mut failures) = (0_u64, BTreeMap::<String, u64>::new(), Vec::new());
        while let Some((method, told, sent)) = calls.next().await {
            made += 1;
            *codes.entry(format!("{:?}", told.code)).or_default() += 1;
            if let Some(wrong) = told.wrong
                && failures.len() < MOST_SHOWN
            {
                let sent: Vec<_> = sent.iter().map(|bytes| bytes::shown(bytes)).collect();
                failures.push(format!("{first}: {method}: {wrong}: {}", sent.join(" then ")));
            }
            if made.is_multiple_of(100_000) {
                println!("{what}: {made} calls, {} failures, {:?}", failures.len(), began.elapsed());
            }
        }
        let panics = PANICS.load(Ordering::Relaxed) - panics;
        println!("{what}: {made} calls, {:?}, {panics} panics, {codes:?}, {first}", began.elapsed());
        assert!(failures.is_empty(), "\n{}", failures.join("\n"));
        assert_eq!(panics, 0, "{what} panicked");
        // What never gets through tests nothing but the first check.
        assert!(
            codes.get("Ok").is_some_and(|ok| ok * 20 > made),
            "{what}: hardly a call was understood: {codes:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_is_sent_gets_a_sound_answer() {
    count_panics();
    let (inputs, seconds) = (set(INPUTS), set(SECONDS));
    let bound = inputs.unwrap_or(if seconds.is_some() { u64::MAX } else { FEW });
    let time = seconds.map(|seconds| Duration::from_millis(seconds * 500));
    let pool = DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap();

    let pair = Pair::with(&["--checkpoint-interval", "50ms"], &["--cursor-wait", "20ms"]).await;
    let mut cursor = String::new();
    for number in 0..60 {
        cursor = pair.take(Sample::number(number).request()).await.unwrap().cursor;
    }
    while pair
        .query
        .query_client()
        .get_index_status(GetIndexStatusRequest {})
        .await
        .unwrap()
        .into_inner()
        .cursor
        != cursor
    {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let seeds = Arc::new(Seeds::of(&pair, &pool, cursor).await);
    let query = Target::new(&pool, &["QueryService"], &pair.query, Seeds::clone(&seeds));
    query.try_all("query", bound, time).await;
    // From here on the log grows by whatever is taken: nobody need follow it.
    let Pair { ingest, query: following, .. } = pair;
    following.stop().await;
    let ingest_target =
        Target::new(&pool, &["IngestService", "EventLogService"], &ingest, Seeds::clone(&seeds));
    ingest_target.try_all("ingest", bound, time).await;
    drop(ingest_target);
    ingest.stop().await;
}
