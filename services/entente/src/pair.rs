//! Both services in one process.

use std::future::pending;
use std::net::SocketAddr;

use entente_ingest::IngestArgs;
use entente_query::QueryArgs;
use entente_runtime::{Bound, Inside, RuntimeArgs, Shutdown};
use entente_wire::v1::{GetIndexStatusRequest, ListArticlesRequest};
use tokio::task::JoinSet;

use crate::Error;
use crate::client::Service;

/// What the two services need to know.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) ingest: IngestArgs,
    /// Its address of ingest does not count: it is the other service's.
    pub(crate) query: QueryArgs,
    pub(crate) runtime: RuntimeArgs,
}

impl Settings {
    /// Checks all values before anything binds.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        self.runtime.validate()?;
        self.ingest.validate()?;
        Ok(self.query.validate()?)
    }
}

/// Two services that answer.
#[derive(Debug)]
pub(crate) struct Pair {
    /// Where ingest listens.
    pub(crate) ingest: SocketAddr,
    /// Where query listens.
    pub(crate) query: SocketAddr,
    /// The ways to both within this process.
    inside: (Inside, Inside),
    running: Running,
}

/// The services' tasks; each ends with the shutdown, or the pair with it.
#[derive(Debug)]
struct Running {
    tasks: JoinSet<Result<(), Error>>,
    shutdown: Shutdown,
}

impl Pair {
    /// Starts ingest and query and waits until both answer. They end with `shutdown`.
    pub(crate) async fn start(
        mut settings: Settings,
        (ingest, query): (SocketAddr, SocketAddr),
        shutdown: Shutdown,
    ) -> Result<Self, Error> {
        let secure = &settings.runtime.secure;
        let (mut ingest_socket, mut query_socket) =
            (Bound::bind(ingest, secure).await?, Bound::bind(query, secure).await?);
        let (ingest, query) = (ingest_socket.address(), query_socket.address());
        // Whatever certificates and tokens others need: this is one process.
        let inside = (ingest_socket.inside(), query_socket.inside());
        settings.query.ingest_inside = Some(inside.0.clone());
        let mut running = Running { tasks: JoinSet::new(), shutdown: shutdown.clone() };
        let Settings { ingest: ingest_args, query: query_args, runtime } = settings;
        let (limits, ending) = (runtime.clone(), shutdown.clone());
        running.tasks.spawn(async move {
            Ok(entente_ingest::serve(&ingest_args, &limits, ingest_socket, ending).await?)
        });
        let ending = shutdown.clone();
        running.tasks.spawn(async move {
            Ok(entente_query::serve(&query_args, &runtime, query_socket, ending).await?)
        });
        let mut pair = Self { ingest, query, inside, running };
        let ready = pair.ready();
        let ready = tokio::select! {
            biased;
            ended = pair.running.one_failed() => return Err(ended),
            ready = ready => ready,
        };
        if let Err(unanswered) = ready {
            // A service that went down knows better why it does not answer.
            shutdown.begin();
            return pair.ended().await.and(Err(unanswered));
        }
        Ok(pair)
    }

    /// A client's way to ingest.
    pub(crate) fn ingest_service(&self) -> Service {
        Service::inside(self.inside.0.clone())
    }

    /// A client's way to query.
    pub(crate) fn query_service(&self) -> Service {
        Service::inside(self.inside.1.clone())
    }

    /// Waits for the end of both; one that ends takes the other with it.
    pub(crate) async fn ended(self) -> Result<(), Error> {
        let mut running = self.running;
        let mut first = Ok(());
        while let Some(ended) = running.tasks.join_next().await {
            running.shutdown.begin();
            first = first.and(ended.unwrap_or_else(|panicked| Err(Error::Panicked(panicked))));
        }
        first
    }

    /// Resolves once both answer; holds nothing of the pair.
    fn ready(&self) -> impl Future<Output = Result<(), Error>> + use<> {
        let (ingest, query) = (self.ingest_service(), self.query_service());
        async move {
            let page = ListArticlesRequest { page_size: 1, ..Default::default() };
            ingest.ingest().list_articles(page).await.map_err(|status| ingest.failed(&status))?;
            query
                .query()
                .get_index_status(GetIndexStatusRequest {})
                .await
                .map_err(|status| query.failed(&status))?;
            Ok(())
        }
    }
}

impl Running {
    /// Resolves when a service fails; one that just ends was told to.
    async fn one_failed(&mut self) -> Error {
        while let Some(ended) = self.tasks.join_next().await {
            if let Err(error) = ended.unwrap_or_else(|panicked| Err(Error::Panicked(panicked))) {
                self.shutdown.begin();
                return error;
            }
        }
        pending().await
    }
}
