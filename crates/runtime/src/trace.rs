//! Traces for OpenTelemetry, by OTLP over gRPC, where the settings name a collector: a span for each call that is answered and for each that is made
//! to another service, under the trace of whoever asked.
//!
//! A span tells the method, the code, the request id and how long; never what was asked or answered. Nothing waits for the collector: what it does
//! not take in time is lost and counted. The tracer is the process's: two servers in one process share it.

mod call;
mod export;
mod headers;

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicUsize},
    },
    time::Duration,
};

use clap::Args;
use opentelemetry::{KeyValue, trace::TracerProvider as _};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchConfigBuilder, BatchSpanProcessor, SdkTracer, SdkTracerProvider},
};
use tonic::transport::Endpoint;

pub(crate) use call::Answering;
pub use call::{Calling, carried};

use crate::{Error, config::refuse};
use export::{Bounded, Watched};

/// Spans that wait for the collector; one more is lost.
const QUEUE: usize = 2048;

/// Spans sent at once.
const BATCH: usize = 512;

/// Longest a span waits for others to be sent with.
const EVERY: Duration = Duration::from_secs(1);

/// Longest wait for the collector to take a batch, attempts included.
const EXPORT: Duration = Duration::from_secs(3);

/// Longest wait for the collector at the end of the process.
const FLUSH: Duration = Duration::from_secs(2);

static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// Where traces go.
#[derive(Debug, Clone, Default, Args)]
pub struct TraceArgs {
    /// OpenTelemetry collector that takes traces (OTLP over gRPC), as in <http://localhost:4317>; none are made when not given
    #[arg(long, env = "ENTENTE_OTLP_ENDPOINT", value_name = "URL")]
    pub otlp_endpoint: Option<String>,
}

impl TraceArgs {
    /// Checks the address. The error names the flag, the variable and the value.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        let Some(address) = &self.otlp_endpoint else { return Ok(()) };
        let sound = Endpoint::from_shared(address.clone()).is_ok_and(|endpoint| {
            let uri = endpoint.uri();
            uri.scheme_str() == Some("http") && uri.host().is_some_and(|host| !host.is_empty())
        });
        if sound {
            return Ok(());
        }
        let expected = "expected the address of a collector without TLS, as in http://localhost:4317";
        Err(refuse("--otlp-endpoint", address, expected.to_owned()))
    }
}

/// Traces are made until this is dropped; then what is left is sent, within two seconds.
#[derive(Debug)]
#[must_use = "dropped, no more traces are sent"]
pub struct Traces(Option<SdkTracerProvider>);

impl Drop for Traces {
    fn drop(&mut self) {
        let Some(provider) = &self.0 else { return };
        if let Err(error) = provider.shutdown_with_timeout(FLUSH) {
            tracing::warn!(%error, "the last traces may not have reached the collector");
        }
    }
}

/// Begins to make traces in the name of `service`, where the settings name a collector. To be called once and within a tokio runtime, before any
/// server is made; the collector need not be there.
pub fn start(args: &TraceArgs, service: &'static str) -> Result<Traces, Error> {
    let Some(address) = &args.otlp_endpoint else { return Ok(Traces(None)) };
    let exporter = SpanExporter::builder().with_tonic().with_endpoint(address).with_timeout(EXPORT).build();
    let inner = exporter.map_err(|error| refuse("--otlp-endpoint", address, error.to_string()))?;
    let waiting = Arc::new(AtomicUsize::new(0));
    let exporter = Watched {
        inner,
        waiting: Arc::clone(&waiting),
        failing: AtomicBool::new(false),
        runtime: tokio::runtime::Handle::current(),
    };
    let batches = BatchConfigBuilder::default()
        .with_max_queue_size(QUEUE)
        .with_max_export_batch_size(BATCH)
        .with_scheduled_delay(EVERY)
        .build();
    let inner = BatchSpanProcessor::builder(exporter).with_batch_config(batches).build();
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let resource = Resource::builder().with_service_name(service).with_attribute(version).build();
    let provider = SdkTracerProvider::builder()
        .with_span_processor(Bounded { inner, waiting })
        .with_resource(resource)
        .build();
    TRACER.set(provider.tracer("entente")).map_err(|_| Error::Traces)?;
    tracing::info!(collector = address, "traces are sent");
    Ok(Traces(Some(provider)))
}
