//! What the pair tells an OpenTelemetry collector of its calls. Alone in its process, as the tracer is the process's.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::net::SocketAddr;

use clap::Parser;
use entente_runtime::{TraceArgs, trace};
use entente_tests::{Pair, Sample, page_of_stakes, soon};
use entente_wire::v1::{IngestArticleRequest, ListEventsRequest, TailEventsRequest, WatchEventsRequest};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Code, Request, Response, Status};

const TAIL: &str = "entente.v1.EventLogService/TailEvents";

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    trace: TraceArgs,
}

struct Collector(mpsc::UnboundedSender<(String, Span)>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        for of_resource in request.into_inner().resource_spans {
            let name = text(&of_resource.resource.unwrap().attributes, "service.name").unwrap();
            for span in of_resource.scope_spans.into_iter().flat_map(|scope| scope.spans) {
                self.0.send((name.clone(), span)).unwrap();
            }
        }
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

async fn collector() -> (SocketAddr, mpsc::UnboundedReceiver<(String, Span)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, spans) = mpsc::unbounded_channel();
    let server = tonic::transport::Server::builder().add_service(TraceServiceServer::new(Collector(sender)));
    tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
    (address, spans)
}

fn value<'a>(attributes: &'a [KeyValue], key: &str) -> Option<&'a Value> {
    let AnyValue { value } = attributes.iter().find(|attribute| attribute.key == key)?.value.as_ref()?;
    value.as_ref()
}

fn text(attributes: &[KeyValue], key: &str) -> Option<String> {
    let told = value(attributes, key)?;
    let Value::StringValue(text) = told else { panic!("{key} is {told:?}") };
    Some(text.clone())
}

/// A request of the trace and the span that are made of these digits, with that digit as its id.
fn traced<T>(message: T, digit: char) -> Request<T> {
    let mut request = Request::new(message);
    let repeated = |times| digit.to_string().repeat(times);
    let traceparent = format!("00-{}-{}-01", repeated(32), repeated(16));
    request.metadata_mut().insert("traceparent", traceparent.parse().unwrap());
    request.metadata_mut().insert("x-request-id", digit.to_string().parse().unwrap());
    request
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The spans of the trace that is made of this digit.
fn of_trace(spans: &[Span], digit: char) -> Vec<&Span> {
    spans.iter().filter(|span| hex(&span.trace_id) == digit.to_string().repeat(32)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_has_the_calls_of_both_services_under_their_callers_traces() {
    let (address, mut received) = collector().await;
    let endpoint = format!("http://{address}");
    let traces = Arguments::parse_from(["test", "--otlp-endpoint", &endpoint]).trace;
    let traces = trace::start(&traces, "entente-test").unwrap();
    let pair = Pair::start().await;

    let mut ingest = pair.ingest.ingest_client();
    let taken = ingest.ingest_article(traced(Sample::number(1).request(), '1'));
    let cursor = soon(taken).await.unwrap().into_inner().cursor;
    let refused = ingest.ingest_article(traced(IngestArticleRequest::default(), '2'));
    soon(refused).await.unwrap_err();
    // The caller wants no trace of it.
    let mut unsampled = traced(Sample::number(2).request(), '3');
    let traceparent = format!("00-{}-{}-00", "3".repeat(32), "3".repeat(16));
    unsampled.metadata_mut().insert("traceparent", traceparent.parse().unwrap());
    soon(ingest.ingest_article(unsampled)).await.unwrap();
    drop(ingest);
    page_of_stakes(
        pair.query.query_client(),
        ListEventsRequest { cursor: cursor.clone(), ..Default::default() },
    )
    .await;
    // Query opens the log of ingest for it, beside its own two tails.
    let watch = WatchEventsRequest { cursor, ..Default::default() };
    let mut watch =
        soon(pair.query.query_client().watch_events(traced(watch, '4'))).await.unwrap().into_inner();
    soon(watch.message()).await.unwrap().unwrap();
    drop(watch);
    let tail = TailEventsRequest { cursor: "made up".to_owned(), ..Default::default() };
    soon(pair.ingest.log_client().tail_events(traced(tail, '5'))).await.unwrap_err();
    let mut grpc = tonic::client::Grpc::new(pair.ingest.channel());
    grpc.ready().await.unwrap();
    let codec: tonic_prost::ProstCodec<(), ()> = tonic_prost::ProstCodec::default();
    soon(grpc.unary(traced((), '6'), "/made.up/Path".parse().unwrap(), codec)).await.unwrap_err();
    drop(grpc);
    pair.stop().await;

    // What is left is sent before this returns.
    drop(traces);
    let mut spans = Vec::new();
    while let Ok((service, span)) = received.try_recv() {
        assert_eq!(service, "entente-test");
        spans.push(span);
    }

    for (digit, name, code, is_failure) in [
        ('1', "entente.v1.IngestService/IngestArticle", Code::Ok, false),
        ('2', "entente.v1.IngestService/IngestArticle", Code::InvalidArgument, false),
        ('5', TAIL, Code::InvalidArgument, false),
        ('6', "other", Code::Unimplemented, true),
    ] {
        let [span] = of_trace(&spans, digit)[..] else { panic!("{digit}: {spans:#?}") };
        assert_eq!((&*span.name, span.kind()), (name, SpanKind::Server), "{digit}");
        assert_eq!(hex(&span.parent_span_id), digit.to_string().repeat(16), "{digit}");
        let told = |key| text(&span.attributes, key);
        let (service, method) =
            name.rsplit_once('/').map_or((None, name), |(service, method)| (Some(service), method));
        assert_eq!(told("rpc.service").as_deref(), service, "{digit}");
        assert_eq!(told("rpc.method").as_deref(), Some(method), "{digit}");
        assert_eq!(told("entente.request_id"), Some(digit.to_string()), "{digit}");
        let expected = Value::IntValue(i64::from(i32::from(code)));
        assert_eq!(value(&span.attributes, "rpc.grpc.status_code"), Some(&expected), "{digit}");
        let failed = span.status.as_ref().is_some_and(|told| told.code() == StatusCode::Error);
        assert_eq!(failed, is_failure, "{digit}");
    }
    assert_eq!(of_trace(&spans, '3'), Vec::<&Span>::new());

    // From the caller to query, to ingest.
    let watched = of_trace(&spans, '4');
    let named = |name: &str, kind: SpanKind| {
        let mut found = watched.iter().filter(|span| span.name == name && span.kind() == kind);
        let first = found.next().unwrap_or_else(|| panic!("no {kind:?} of {name}: {watched:#?}"));
        assert!(found.next().is_none(), "{watched:#?}");
        *first
    };
    let answered = named("entente.v1.QueryService/WatchEvents", SpanKind::Server);
    let asked = named(TAIL, SpanKind::Client);
    let tailed = named(TAIL, SpanKind::Server);
    assert_eq!(hex(&answered.parent_span_id), "4".repeat(16));
    assert_eq!(asked.parent_span_id, answered.span_id);
    assert_eq!(tailed.parent_span_id, asked.span_id);
    assert_eq!(text(&tailed.attributes, "entente.request_id").as_deref(), Some("4"));

    // Query's own tails have a trace each, to which ingest's part belongs; that of the facts is there, as query answered from them. An attempt that
    // found nobody has no such part.
    let of_ingest = |span: &Span| spans.iter().find(|below| below.parent_span_id == span.span_id);
    let is_own = |span: &&Span| span.kind() == SpanKind::Client && span.parent_span_id.is_empty();
    let reached: Vec<_> =
        spans.iter().filter(is_own).filter_map(|span| Some((span, of_ingest(span)?))).collect();
    assert!(!reached.is_empty(), "{spans:#?}");
    for (asked, tailed) in reached {
        assert_eq!((&*asked.name, &*tailed.name, tailed.kind()), (TAIL, TAIL, SpanKind::Server));
        assert_eq!(asked.trace_id, tailed.trace_id);
    }
}
