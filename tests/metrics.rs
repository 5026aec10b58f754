//! What the pair tells Prometheus: all of it stands in the tables of the crates and in the operators' page, and nothing else does.
//! Alone in its process, as the recorder is the process's.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use entente_runtime::monitor::{self, Kind, Metric, MonitorArgs};
use entente_tests::{Pair, Sample, page_of_stakes, soon};
use entente_wire::FILE_DESCRIPTOR_SET;
use entente_wire::v1::{IngestArticleRequest, ListEventsRequest, TailEventsRequest};
use prost::Message as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    monitor: MonitorArgs,
}

fn tables() -> Vec<Metric> {
    [monitor::METRICS, entente_ingest::metrics::METRICS, entente_query::metrics::METRICS].concat()
}

async fn scrape(address: SocketAddr) -> String {
    let mut stream = soon(tokio::net::TcpStream::connect(address)).await.unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: test\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

/// The series of a scrape: name, labels and value.
fn series(text: &str) -> Vec<(String, BTreeMap<String, String>, f64)> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read = lines.map(|line| {
        let (series, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
        let labels = labels.trim_end_matches('}').split("\",").filter(|label| !label.is_empty());
        let labels = labels.map(|label| {
            let (key, value) = label.split_once("=\"").unwrap();
            (key.to_owned(), value.trim_end_matches('"').to_owned())
        });
        (name.to_owned(), labels.collect(), value.parse().unwrap())
    });
    read.collect()
}

fn value(text: &str, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
    let fits = |told: &BTreeMap<String, String>| {
        labels.iter().all(|(key, value)| told.get(*key).is_some_and(|told| told == value))
    };
    series(text).into_iter().find(|(told, of, _)| told == name && fits(of)).map(|(_, _, value)| value)
}

/// The methods of the contract.
fn methods() -> BTreeSet<String> {
    let set = prost_types::FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap();
    let mut methods = BTreeSet::from(["other".to_owned()]);
    for file in &set.file {
        for service in &file.service {
            let of = |method: &prost_types::MethodDescriptorProto| {
                format!("{}.{}/{}", file.package(), service.name(), method.name())
            };
            methods.extend(service.method.iter().map(of));
        }
    }
    methods
}

#[tokio::test]
async fn what_is_told_stands_in_the_tables() {
    let arguments = Arguments::parse_from(["test", "--metrics-listen", "127.0.0.1:0"]);
    let tables_of = [entente_ingest::metrics::METRICS, entente_query::metrics::METRICS];
    let address = monitor::start(&arguments.monitor, &tables_of).await.unwrap().unwrap();
    let pair = Pair::start().await;
    let cursor = pair.take(Sample::number(1).request()).await.unwrap().cursor;
    let list = ListEventsRequest { cursor, ..ListEventsRequest::default() };
    page_of_stakes(pair.query.query_client(), list).await;
    pair.take(IngestArticleRequest::default()).await.unwrap_err();
    let tail = soon(pair.ingest.log_client().tail_events(TailEventsRequest::default())).await.unwrap();
    for path in ["/entente.v1.IngestService/MadeUp", "/nobody.at/Home?tenant=x"] {
        let mut grpc = tonic::client::Grpc::new(pair.ingest.channel());
        grpc.ready().await.unwrap();
        let codec: tonic_prost::ProstCodec<(), ()> = tonic_prost::ProstCodec::default();
        let path = path.parse().unwrap();
        assert!(soon(grpc.unary(tonic::Request::new(()), path, codec)).await.is_err());
    }

    // A call is counted once its last byte is out, an entry once both indexes have it.
    let mut text = scrape(address).await;
    let settled = |text: &str| {
        let lag = |index| value(text, "entente_tail_lag_entries", &[("index", index)]) == Some(0.0);
        let applied =
            |index| value(text, "entente_index_applied_entries_total", &[("index", index)]) == Some(1.0);
        let other = value(text, "entente_rpc_calls_total", &[("method", "other"), ("code", "UNIMPLEMENTED")]);
        other == Some(2.0) && ["facts", "text"].into_iter().all(|index| lag(index) && applied(index))
    };
    for _ in 0..200 {
        if settled(&text) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        text = scrape(address).await;
    }
    assert!(settled(&text), "{text}");

    let tables: BTreeMap<&str, Metric> = tables().into_iter().map(|metric| (metric.name, metric)).collect();
    let methods = methods();
    let mut told = BTreeSet::new();
    for (name, labels, _) in series(&text) {
        let base = ["_bucket", "_sum", "_count"].into_iter().find_map(|end| name.strip_suffix(end));
        let is_histogram = |metric: &&Metric| matches!(metric.kind, Kind::Histogram(_));
        let metric =
            base.and_then(|base| tables.get(base)).filter(is_histogram).or_else(|| tables.get(&*name));
        let metric = metric.unwrap_or_else(|| panic!("{name} stands in no table"));
        for (key, value) in &labels {
            assert!(key == "le" || metric.labels.contains(&key.as_str()), "{name} has no label {key}");
            assert!(key != "method" || methods.contains(value), "{name}: {value} is no method");
        }
        assert_eq!(
            labels.keys().filter(|key| *key != "le").count(),
            metric.labels.len(),
            "{name}: {labels:?}"
        );
        told.insert(metric.name);
    }
    // What nothing here brings about: nothing is shed, nothing waits, there is neither TLS nor an audit log, and no span is made.
    let quiet = [
        "entente_shed_total",
        "entente_work_waiting",
        "entente_work_wait_seconds",
        "entente_tls_certificate_expiry_seconds",
        "entente_audit_writable",
        "entente_spans_lost_total",
    ];
    for name in tables.keys().filter(|name| !quiet.contains(name)) {
        assert!(told.contains(name), "{name} stands in a table and is not told:\n{text}");
    }

    let of = |method| [("method", method)];
    for (name, labels, expected) in [
        ("entente_articles_total", vec![("outcome", "created")], 1.0),
        ("entente_articles_total", vec![("outcome", "refused")], 1.0),
        ("entente_log_entries", vec![], 1.0),
        ("entente_log_commit_seconds_count", vec![], 1.0),
        ("entente_log_group_appends_sum", vec![], 1.0),
        ("entente_log_append_seconds_count", vec![], 1.0),
        ("entente_parse_seconds_count", vec![("stage", "scene")], 1.0),
        ("entente_tail_connected", vec![], 1.0),
        ("entente_index_articles", vec![], 1.0),
        // The two tails of query, and the one here.
        ("entente_streams_open", of("entente.v1.EventLogService/TailEvents").to_vec(), 3.0),
        ("entente_rpc_duration_seconds_count", of("entente.v1.IngestService/IngestArticle").to_vec(), 2.0),
    ] {
        assert_eq!(value(&text, name, &labels), Some(expected), "{name} {labels:?}\n{text}");
    }
    drop(tail);
    pair.stop().await;
}

#[test]
fn the_operators_page_has_the_table() {
    let page = include_str!("../services/README.md");
    let rows: Vec<String> = tables()
        .iter()
        .map(|Metric { name, kind, labels, help }| {
            let kind = match kind {
                Kind::Counter => "counter",
                Kind::Gauge => "gauge",
                Kind::Histogram(_) => "histogram",
            };
            let labels = labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
            format!("| `{name}` | {kind} | {labels} | {help} |")
        })
        .collect();
    let missing: Vec<&str> = rows.iter().map(String::as_str).filter(|row| !page.contains(row)).collect();
    assert!(missing.is_empty(), "services/README.md lacks these rows:\n{}", missing.join("\n"));
    let other =
        page.lines().filter(|line| line.starts_with("| `entente_") || line.starts_with("| `process_"));
    let other: Vec<&str> = other.filter(|line| !rows.iter().any(|row| row == line)).collect();
    assert!(other.is_empty(), "services/README.md has rows of no metric:\n{}", other.join("\n"));
}
