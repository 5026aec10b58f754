//! From settings to a server that runs until it is drained.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;

use entente_access::METHODS;
use entente_answer::Answerer;
use entente_index::{Index, IndexError, Search};
use entente_runtime::{Bound, Gate, Health, RuntimeArgs, Server, Shutdown};
use entente_wire::QUERY_DESCRIPTOR_SET;
use entente_wire::v1::query_service_server::SERVICE_NAME;
use tonic::service::Routes;

use crate::answer::Answering;
use crate::applied::{Applied, Reached, decode};
use crate::fact::Pieces;
use crate::handlers::Handlers;
use crate::lag::Lag;
use crate::lists::Lists;
use crate::log_client::LogClient;
use crate::reader::Reader;
use crate::search::Searching;
use crate::search_tail::SearchTail;
use crate::tail::Tail;
use crate::watch::Watching;
use crate::{Error, QueryArgs, directory, metrics, purge};

/// The calls that are worked on at the places of the reader.
const AT_WORK: [&str; 15] = [
    "/entente.v1.QueryService/AnswerQuestion",
    "/entente.v1.QueryService/ExecutePlan",
    "/entente.v1.QueryService/GetEntity",
    "/entente.v1.QueryService/GetFact",
    "/entente.v1.QueryService/GetTimeline",
    "/entente.v1.QueryService/ListContradictions",
    "/entente.v1.QueryService/ListEvents",
    "/entente.v1.QueryService/ListPartnerships",
    "/entente.v1.QueryService/ListStakes",
    "/entente.v1.QueryService/ListStatements",
    "/entente.v1.QueryService/ListStrategies",
    "/entente.v1.QueryService/ResolveEntities",
    "/entente.v1.QueryService/SearchEvidence",
    "/entente.v1.QueryService/TraceOwnership",
    "/entente.v1.QueryService/VerifyCitation",
];

/// Where the service listens unless it is told otherwise.
pub const DEFAULT_ADDRESS: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 50052));

/// Opens the index, follows the log, and serves on `bound` until the shutdown's drain is over. The log need not be
/// there: until it is, the index is served as it is.
pub async fn serve(
    args: &QueryArgs,
    runtime: &RuntimeArgs,
    bound: Bound,
    shutdown: Shutdown,
) -> Result<(), Error> {
    args.validate()?;
    let client = LogClient::new(&args.ingest()?);
    let own = args.clone();
    // All of it reads a good deal before it is ready.
    let opened = tokio::task::spawn_blocking(move || {
        let knowledge = own.known()?;
        let open = || Index::open(&own.data_dir, Arc::new(directory::of(&knowledge)), Arc::new(Pieces));
        let index = match open() {
            Err(error @ IndexError::Open { .. }) => {
                // The log has it all. No copy is kept: it would hold what is erased later.
                tracing::error!(%error, "the index is damaged and is made anew from the log");
                Index::discard(&own.data_dir)?;
                open()?
            }
            opened => opened?,
        };
        let status = index.status()?;
        Ok::<_, Error>((Arc::new(index), status, Arc::new(Answerer::new(knowledge))))
    });
    let (index, status, answerer) = opened.await.map_err(Error::Start)??;
    tracing::info!(
        data_dir = %args.data_dir.display(),
        articles = status.articles,
        events = status.events,
        cursor = status.cursor,
        "index opened"
    );
    let cursor = status.cursor.as_deref().and_then(|cursor| decode(cursor).ok());
    let applied = Applied::new(Reached { cursor, caught_up: status.caught_up, connected: false });
    let health = Health::new([SERVICE_NAME]).await;
    let lags = (Lag::default(), Lag::default());
    let tail = Tail {
        client: client.clone(),
        index: Arc::clone(&index),
        applied: applied.clone(),
        health: health.clone(),
        lag: lags.0.clone(),
    };
    let reader = Reader::new(Arc::clone(&index), applied.clone(), args.cursor_wait);
    // Not open yet: whatever is the matter with it, the facts are served.
    let searching = Searching {
        search: Arc::new(Search::new(&args.data_dir.join("search"))),
        applied: Applied::new(Reached::default()),
        facts: applied.clone(),
        wait: args.cursor_wait,
        places: reader.places().clone(),
    };
    let purging = purge::run(Arc::clone(&index), Arc::clone(&searching.search), shutdown.clone());
    let search_tail = SearchTail {
        client: client.clone(),
        search: Arc::clone(&searching.search),
        applied: searching.applied.clone(),
        facts: applied.clone(),
        lag: lags.1.clone(),
    };
    let (sampled, directory) = (Arc::clone(&index), args.data_dir.clone());
    let sample = Arc::new(move || {
        metrics::sample_lag(&lags.0, &lags.1);
        // An index that can't be read says so where it is asked.
        if let Ok(status) = sampled.status() {
            metrics::sample_size(&status, &directory);
        }
    });
    let limits = runtime.limits.clone();
    let watching =
        Watching { reader: reader.clone(), client, limits: limits.clone(), shutdown: shutdown.clone() };
    let most = limits.max_message_bytes;
    let answering = Answering::new(reader.clone(), answerer);
    let places = reader.places().clone();
    let handlers = Handlers { reader, searching, limits, answering, watching };
    let lists = Lists::new(Arc::new(handlers), most);
    let routes = Routes::new(Gate::new(lists, places.clone(), &AT_WORK));
    let server = Server::new(runtime, shutdown.clone(), health)
        .descriptors(QUERY_DESCRIPTOR_SET)
        .roles(METHODS.iter().copied())
        .working(places, &AT_WORK)
        .sampled(sample);

    let following = tokio::spawn(tail.run(shutdown.clone()));
    let purging = tokio::spawn(purging);
    let searched = tokio::spawn(search_tail.run(shutdown.clone()));
    let ended = server.serve(bound, routes).await;
    // Also where the server failed by itself: the tail has nobody left to work for.
    shutdown.begin();
    if following.await.is_err() {
        tracing::error!("the tail of the log panicked");
    }
    if purging.await.is_err() {
        tracing::error!("the purge of what was erased panicked");
    }
    if searched.await.is_err() {
        tracing::error!("the tail of the log for the text index panicked");
    }
    Ok(ended?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_but_these_is_worked_on_at_places() {
        let others = ["GetIndexStatus", "WatchEvents", "WatchFacts"];
        let paths = METHODS.iter().map(|(path, _)| *path);
        let expected: Vec<&str> = paths
            .filter(|path| {
                let call = path.strip_prefix("/entente.v1.QueryService/");
                call.is_some_and(|call| !others.contains(&call))
            })
            .collect();
        assert_eq!(AT_WORK.as_slice(), expected);
    }
}
