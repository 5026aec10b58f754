//! What operators watch: metrics for Prometheus, and whether the process lives and is ready, on a port of its own.
//!
//! The port is plain HTTP without authentication and tells nothing of any article, tenant or caller; it is off unless asked for.
//! Recorder and port are the process's: two servers in one process share them.

mod calls;
mod folder;
mod metric;
mod port;
mod process;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak},
};

use clap::Args;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

pub(crate) use calls::{CallsLayer, Methods, code_name};
pub use folder::{bytes_free, bytes_under};
pub use metric::{COUNTS, Kind, Metric, SECONDS, number};

use crate::{Error, Health};

/// Calls by how they ended.
pub const CALLS: Metric = Metric::counter(
    "entente_rpc_calls_total",
    &["method", "code"],
    "Calls answered, by method (`other` for those outside of the contract) and gRPC code; CANCELLED where the client went away.",
);
/// How long calls took.
pub const DURATION: Metric = Metric::histogram(
    "entente_rpc_duration_seconds",
    SECONDS,
    &["method"],
    "From the headers of a call to the last byte of its answer; calls that answer with a stream, and those refused since every place to work was taken, are not in it.",
);
/// Calls that are not answered yet.
pub const IN_FLIGHT: Metric = Metric::gauge(
    "entente_rpc_in_flight",
    &["method"],
    "Calls begun and not yet answered in full, open streams among them.",
);
/// Open streams.
pub const STREAMS: Metric =
    Metric::gauge("entente_streams_open", &["method"], "Calls that answer with a stream and are open.");
/// What was refused or cut off.
pub const SHED: Metric = Metric::counter(
    "entente_shed_total",
    &["reason"],
    "What was refused or cut off to keep serving the rest: requests (too many at once), queue (too much waits for a place to work), \
     share (too many of one caller at once), rate (a token's calls come too fast), connections and handshakes (too many), slow_consumer (does not read), slow_producer (does not finish a message or a greeting).",
);
/// Open connections.
pub const CONNECTIONS: Metric = Metric::gauge("entente_connections_open", &[], "Connections that are open.");
/// Work waiting for a processor.
pub const WAITING: Metric = Metric::gauge(
    "entente_work_waiting",
    &[],
    "Calls that wait for a place to work; past its bound they are refused.",
);
/// How long work waited for a processor.
pub const WAITED: Metric = Metric::histogram(
    "entente_work_wait_seconds",
    SECONDS,
    &[],
    "How long calls waited for a place to work.",
);
/// Room left on disks.
pub const FREE: Metric = Metric::gauge(
    "entente_disk_free_bytes",
    &["data"],
    "Bytes that the disk can still take, of the log or the index.",
);
/// Whether the audit log takes lines.
pub const AUDIT: Metric = Metric::gauge(
    "entente_audit_writable",
    &[],
    "1 while the audit log can be written, 0 since a write failed; not told without an audit log.",
);
/// The end of the server's certificate.
pub const EXPIRY: Metric = Metric::gauge(
    "entente_tls_certificate_expiry_seconds",
    &[],
    "When the certificate that the server shows ends, in seconds since 1970; not told without TLS.",
);
/// Spans that no collector has.
pub const LOST_SPANS: Metric = Metric::counter(
    "entente_spans_lost_total",
    &["reason"],
    "Spans of traces that were lost: queue (too many wait for the collector), export (the collector did not take them).",
);
/// What runs.
pub const BUILD: Metric = Metric::gauge("entente_build_info", &["version"], "Always 1: which version runs.");

/// The metrics of every service.
pub const METRICS: &[Metric] = &[
    CALLS,
    DURATION,
    IN_FLIGHT,
    STREAMS,
    SHED,
    CONNECTIONS,
    WAITING,
    WAITED,
    FREE,
    EXPIRY,
    AUDIT,
    LOST_SPANS,
    BUILD,
    process::MEMORY,
    process::CPU,
    process::FILES,
    process::MOST_FILES,
    process::THREADS,
    process::STARTED,
];

/// Where metrics are told.
#[derive(Debug, Clone, Default, Args)]
pub struct MonitorArgs {
    /// Address for metrics (/metrics) and probes (/healthz, /readyz) over plain HTTP; not served when not given
    #[arg(long, env = "ENTENTE_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<SocketAddr>,
}

/// Brings figures up to date that nobody counts as they change: sizes, lags. May block.
pub type Sample = Arc<dyn Fn() + Send + Sync>;

/// One server of the process, as long as it serves.
struct Watched {
    health: Health,
    sample: Option<Sample>,
}

/// Keeps a server watched; dropped, it is forgotten.
pub(crate) struct Watch(#[expect(dead_code, reason = "held, not read")] Option<Arc<Watched>>);

/// The process's recorder and who is watched.
struct Monitor {
    handle: PrometheusHandle,
    servers: Mutex<Vec<Weak<Watched>>>,
}

static MONITOR: OnceLock<Monitor> = OnceLock::new();

/// Begins to record and to serve, where the settings ask for it; the address is the one that was bound. `tables` are the metrics of the process beside
/// [`METRICS`]. To be called once, before any server is made; what is counted before is lost.
pub async fn start(args: &MonitorArgs, tables: &[&[Metric]]) -> Result<Option<SocketAddr>, Error> {
    let Some(address) = args.metrics_listen else { return Ok(None) };
    let all = || std::iter::once(&METRICS).chain(tables).flat_map(|table| table.iter());
    let mut builder = PrometheusBuilder::new();
    for metric in all() {
        if let Kind::Histogram(bounds) = metric.kind {
            builder = builder
                .set_buckets_for_metric(Matcher::Full(metric.name.to_owned()), bounds)
                .map_err(|error| Error::Monitor(error.to_string()))?;
        }
    }
    let handle = builder.install_recorder().map_err(|error| Error::Monitor(error.to_string()))?;
    all().for_each(Metric::describe);
    BUILD.level(&[("version", env!("CARGO_PKG_VERSION"))]).set(1.0);
    let _ = MONITOR.set(Monitor { handle, servers: Mutex::default() });
    port::serve(address).await.map(Some)
}

/// Watches a server until the result is dropped.
pub(crate) fn watch(health: &Health, sample: Option<Sample>) -> Watch {
    let Some(monitor) = MONITOR.get() else { return Watch(None) };
    let watched = Arc::new(Watched { health: health.clone(), sample });
    let mut servers = monitor.servers.lock().unwrap_or_else(PoisonError::into_inner);
    servers.retain(|server| server.strong_count() > 0);
    servers.push(Arc::downgrade(&watched));
    Watch(Some(watched))
}

impl Monitor {
    fn servers(&self) -> Vec<Arc<Watched>> {
        let servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        servers.iter().filter_map(Weak::upgrade).collect()
    }

    /// Every metric as Prometheus reads it; blocks.
    fn render(&self) -> String {
        process::sample();
        for server in self.servers() {
            if let Some(sample) = &server.sample {
                sample();
            }
        }
        self.handle.render()
    }

    /// Whether all there is serves.
    async fn is_ready(&self) -> bool {
        let servers = self.servers();
        for server in &servers {
            if !server.health.is_serving().await {
                return false;
            }
        }
        !servers.is_empty()
    }
}
