//! From settings to a server that runs until it is drained.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::num::NonZeroUsize;
use std::sync::Arc;

use entente_access::METHODS;
use entente_log::{EmbeddedLog, EventLog, Options};
use entente_runtime::monitor::Sample;
use entente_runtime::{Bound, Gate, Health, RuntimeArgs, Server, Shutdown};
use entente_wire::INGEST_DESCRIPTOR_SET;
use entente_wire::v1::event_log_service_server::{self, EventLogServiceServer};
use entente_wire::v1::ingest_service_server::{self, IngestServiceServer};
use tonic::service::Routes;

use crate::{Error, Ingest, IngestArgs, Settings, metrics};

/// Where the service listens unless it is told otherwise.
pub const DEFAULT_ADDRESS: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 50051));

/// An entry holds an article and what was read in it, quotations included: some times the message that brought it.
const ENTRY_TO_MESSAGE: usize = 4;

/// The calls whose one message is an article to read.
const AT_WORK: [&str; 3] = [
    "/entente.v1.IngestService/IngestArticle",
    "/entente.v1.IngestService/ParseArticle",
    "/entente.v1.IngestService/ExplainExtraction",
];

/// Opens the log and the reader and serves on `bound` until the shutdown's drain is over.
pub async fn serve(
    args: &IngestArgs,
    runtime: &RuntimeArgs,
    bound: Bound,
    shutdown: Shutdown,
) -> Result<(), Error> {
    let options = Options {
        max_entry_bytes: runtime.limits.max_message_bytes.saturating_mul(ENTRY_TO_MESSAGE),
        observe: metrics::committed,
        ..Options::default()
    };
    let own = args.clone();
    // Both read a good deal before they are ready.
    let opened = tokio::task::spawn_blocking(move || {
        let log = EmbeddedLog::open(&own.data_dir, options)?;
        Ok::<_, Error>((log, own.reader()?))
    });
    let (log, reader) = opened.await.map_err(Error::Start)??;
    tracing::info!(data_dir = %args.data_dir.display(), log = %log.id(), newest = %log.newest(), "log opened");
    let settings = Settings::new(args, runtime);
    let log = Arc::new(log);
    let (sampled, directory) = (Arc::clone(&log), args.data_dir.clone());
    let sample: Sample = Arc::new(move || metrics::sample(sampled.as_ref(), &directory));
    let ingest = Ingest::new(log, Arc::new(reader), settings, shutdown.clone());
    let keeping = args.retention()?.map(|retention| tokio::spawn(ingest.clone().keep(retention)));
    let ended = ingest.serve_sampled(runtime, bound, Some(sample)).await;
    // Also where the server failed by itself.
    shutdown.begin();
    if let Some(keeping) = keeping
        && keeping.await.is_err()
    {
        tracing::error!("what keeps articles as long as they are to be kept panicked");
    }
    ended
}

impl Settings {
    /// The bounds that these settings ask for.
    pub fn new(args: &IngestArgs, runtime: &RuntimeArgs) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self {
            max_body_bytes: runtime.limits.max_body_bytes,
            max_message_bytes: runtime.limits.max_message_bytes,
            max_page_size: runtime.limits.max_page_size,
            stream_buffer: runtime.limits.stream_buffer,
            checkpoint_interval: args.checkpoint_interval,
            readers: args.readers.map_or(processors, NonZeroUsize::get),
        }
    }
}

impl Ingest {
    /// Serves on `bound` until the drain is over. The service is SERVING while the log takes appends.
    pub async fn serve(self, runtime: &RuntimeArgs, bound: Bound) -> Result<(), Error> {
        self.serve_sampled(runtime, bound, None).await
    }

    async fn serve_sampled(
        self,
        runtime: &RuntimeArgs,
        bound: Bound,
        sample: Option<Sample>,
    ) -> Result<(), Error> {
        let names = [ingest_service_server::SERVICE_NAME, event_log_service_server::SERVICE_NAME];
        let health = Health::new(names).await;
        for name in names {
            health.serving(name).await;
        }
        let most = self.settings.max_message_bytes;
        let service = IngestServiceServer::new(self.clone()).max_decoding_message_size(most);
        let places = self.workers.places().clone();
        let routes = Routes::new(Gate::new(service, places.clone(), &AT_WORK))
            .add_service(EventLogServiceServer::new(self.clone()).max_decoding_message_size(most));
        let mut server = Server::new(runtime, self.shutdown.clone(), health.clone())
            .descriptors(INGEST_DESCRIPTOR_SET)
            .roles(METHODS.iter().copied())
            .working(places, &AT_WORK);
        if let Some(sample) = sample {
            server = server.sampled(sample);
        }
        let log = self.log.clone();
        drop(self);
        tokio::select! {
            ended = server.serve(bound, routes) => Ok(ended?),
            // What is there can still be read: only the taking of articles has ended.
            never = watch(log.as_ref(), &health) => match never {},
        }
    }
}

/// Says so when the log takes nothing any more; it does not recover while it is open.
async fn watch(log: &dyn EventLog, health: &Health) -> std::convert::Infallible {
    let mut newest = log.newest();
    while let Ok(position) = log.changed(newest).await {
        newest = position;
    }
    tracing::error!("the log takes no entries any more: restart the service when its disk is mended");
    health.not_serving(ingest_service_server::SERVICE_NAME).await;
    std::future::pending().await
}
