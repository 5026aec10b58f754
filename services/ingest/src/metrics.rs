//! What is counted of taking articles in and of the log.

use std::path::Path;
use std::time::Instant;

use entente_extract::Stage;
use entente_log::{Append, Appended, Commit, EventLog, LogError};
use entente_runtime::monitor::{COUNTS, FREE, Metric, SECONDS, bytes_free, bytes_under, number};
use entente_wire::Failure;
use entente_wire::v1::{IngestArticleResponse, IngestOutcome};

use crate::ingest::Ingest;

/// Articles by what became of them.
pub const ARTICLES: Metric = Metric::counter(
    "entente_articles_total",
    &["outcome"],
    "Articles brought, by what became of them: created, revised, unchanged, or refused with an error.",
);
/// Reading, by stage.
pub const PARSE: Metric = Metric::histogram(
    "entente_parse_seconds",
    SECONDS,
    &["stage"],
    "Reading one article, by stage of the cascade: text, look_up, scene, rules, statements, merge.",
);
/// Appends.
pub const APPEND: Metric = Metric::histogram(
    "entente_log_append_seconds",
    SECONDS,
    &[],
    "From an append to its being durable, the wait for its group included.",
);
/// Commits.
pub const COMMIT: Metric = Metric::histogram(
    "entente_log_commit_seconds",
    SECONDS,
    &[],
    "Writing and syncing one group of appends: mostly the fsync.",
);
/// Group sizes.
pub const GROUP: Metric = Metric::histogram(
    "entente_log_group_appends",
    COUNTS,
    &[],
    "Appends that became durable with one fsync.",
);
/// Bytes committed.
pub const BYTES: Metric =
    Metric::counter("entente_log_appended_bytes_total", &[], "Bytes of appends that became durable.");
/// Entries.
pub const ENTRIES: Metric = Metric::gauge("entente_log_entries", &[], "Entries that the log holds.");
/// Bytes on disk.
pub const DISK: Metric =
    Metric::gauge("entente_log_disk_bytes", &[], "Bytes of the files in the log's directory.");
/// Whether the log takes entries.
pub const WRITABLE: Metric = Metric::gauge(
    "entente_log_writable",
    &[],
    "1 while the log takes entries; 0 since a write failed, until the service is started again.",
);

/// Every metric of the service, beside those that all services have.
pub const METRICS: &[Metric] = &[ARTICLES, PARSE, APPEND, COMMIT, GROUP, BYTES, ENTRIES, DISK, WRITABLE];

/// No labels.
const NONE: [(&str, &str); 0] = [];

/// Counts a group of the log.
pub(crate) fn committed(commit: Commit) {
    COMMIT.spread(&NONE).record(commit.took.as_secs_f64());
    GROUP.spread(&NONE).record(number(count(commit.appends)));
    BYTES.count(&NONE).increment(count(commit.bytes));
}

/// Counts what became of an article.
pub(crate) fn taken(answer: &Result<IngestArticleResponse, Failure>) {
    let outcome = match answer.as_ref().map(IngestArticleResponse::outcome) {
        Ok(IngestOutcome::Created) => "created",
        Ok(IngestOutcome::Revised) => "revised",
        Ok(IngestOutcome::Unchanged | IngestOutcome::Unspecified) => "unchanged",
        Err(_) => "refused",
    };
    ARTICLES.count(&[("outcome", outcome)]).increment(1);
}

/// Tells how large the log is.
pub(crate) fn sample(log: &dyn EventLog, directory: &Path) {
    let (oldest, newest) = (log.oldest().get(), log.newest().get());
    ENTRIES.level(&NONE).set(number((newest + 1).saturating_sub(oldest)));
    DISK.level(&NONE).set(number(bytes_under(directory)));
    FREE.level(&[("data", "log")]).set(number(bytes_free(directory)));
    WRITABLE.level(&NONE).set(if log.health().is_ok() { 1.0 } else { 0.0 });
}

fn count(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

/// Times the stages of one reading.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// A stage has ended, and the next begins.
    pub(crate) fn ended(&mut self, stage: Stage) {
        let now = Instant::now();
        PARSE.spread(&[("stage", stage.name())]).record((now - self.0).as_secs_f64());
        self.0 = now;
    }
}

impl Ingest {
    /// Appends to the log, timed.
    pub(crate) async fn append(&self, append: Append) -> Result<Appended, LogError> {
        let began = Instant::now();
        let appended = self.log.append(append).await;
        APPEND.spread(&NONE).record(began.elapsed().as_secs_f64());
        appended
    }
}
