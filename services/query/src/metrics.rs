//! What is counted of the index and of the way to the log.

use std::path::Path;

use entente_index::Status;
use entente_runtime::monitor::{FREE, Metric, SECONDS, bytes_free, bytes_under, number};
use jiff::Timestamp;

use crate::lag::Lag;

/// Whether the log can be reached.
pub const CONNECTED: Metric =
    Metric::gauge("entente_tail_connected", &[], "1 while the log is followed, 0 while it can't be reached.");
/// Lag in entries.
pub const LAG_ENTRIES: Metric = Metric::gauge(
    "entente_tail_lag_entries",
    &["index"],
    "Entries that the log is known to hold and the index (facts or text) has not applied.",
);
/// Lag in seconds.
pub const LAG_SECONDS: Metric = Metric::gauge(
    "entente_tail_lag_seconds",
    &["index"],
    "Age of the newest that the index (facts or text) has applied where more is known to be there; grows while the log can't be reached.",
);
/// Entries applied.
pub const APPLIED: Metric = Metric::counter(
    "entente_index_applied_entries_total",
    &["index"],
    "Entries of the log applied to the index (facts or text).",
);
/// Time to apply.
pub const APPLY: Metric = Metric::histogram(
    "entente_index_apply_seconds",
    SECONDS,
    &["index"],
    "Applying one batch of entries to the index of facts, or one commit of the text index.",
);
/// Size on disk.
pub const DISK: Metric =
    Metric::gauge("entente_index_disk_bytes", &["index"], "Bytes of the index's files, of facts or text.");
/// Articles.
pub const ARTICLES: Metric = Metric::gauge("entente_index_articles", &[], "Articles in the index of facts.");
/// Events.
pub const EVENTS: Metric = Metric::gauge("entente_index_events", &[], "Events in the index of facts.");
/// Facts.
pub const FACTS: Metric = Metric::gauge("entente_index_facts", &[], "Facts in the index of facts.");

/// Every metric of the service, beside those that all services have.
pub const METRICS: &[Metric] =
    &[CONNECTED, LAG_ENTRIES, LAG_SECONDS, APPLIED, APPLY, DISK, ARTICLES, EVENTS, FACTS];

/// The labels of the two indexes.
pub(crate) const OF_FACTS: &[(&str, &str)] = &[("index", "facts")];
pub(crate) const OF_TEXT: &[(&str, &str)] = &[("index", "text")];

const NONE: [(&str, &str); 0] = [];

/// Tells how far the two indexes have come.
pub(crate) fn sample_lag(facts: &Lag, text: &Lag) {
    let now = Timestamp::now();
    for (labels, lag) in [(OF_FACTS, facts), (OF_TEXT, text)] {
        let (entries, seconds) = lag.at(now);
        LAG_ENTRIES.level(labels).set(number(entries));
        LAG_SECONDS.level(labels).set(seconds);
    }
    CONNECTED.level(&NONE).set(if facts.is_connected() { 1.0 } else { 0.0 });
}

/// Tells how large the index is.
pub(crate) fn sample_size(status: &Status, directory: &Path) {
    ARTICLES.level(&NONE).set(number(status.articles));
    EVENTS.level(&NONE).set(number(status.events));
    FACTS.level(&NONE).set(number(status.facts));
    let text = bytes_under(&directory.join("search"));
    DISK.level(OF_TEXT).set(number(text));
    FREE.level(&[("data", "index")]).set(number(bytes_free(directory)));
    DISK.level(OF_FACTS).set(number(bytes_under(directory).saturating_sub(text)));
}
