//! Clients that ask for the newest fifty stakes of a holder, as many at once as there are connections.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use entente_tests::{Holdings, company, processor_time, soon};
use entente_wire::v1::query_service_server::SERVICE_NAME;
use entente_wire::v1::{FactFilter, ListStakesRequest, ResolveEntitiesRequest, StakeRole};
use futures::future::join_all;
use prost::Message;
use prost::bytes::Bytes;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic_prost::ProstCodec;

use crate::service::{Service, connected};
use crate::{CLIENTS, PAGE, SEED, Size};

/// Different holders that are asked for.
const HOLDERS: usize = 400;
/// Requests before those that count: caches fill, connections open up.
const WARM_UP: usize = 2_000;

/// How requests went.
#[derive(Debug)]
pub(crate) struct Measured {
    /// In a second, of all clients.
    pub(crate) throughput: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    pub(crate) longest: Duration,
    /// Processor time of the server for each.
    pub(crate) processor: Duration,
}

/// Holders of more than a page, each as often as it holds: those whom news is full of are asked for most.
pub(crate) fn holders(size: Size) -> Vec<usize> {
    let mut held = std::collections::HashMap::<usize, usize>::new();
    for told in Holdings::new(size.facts, SEED) {
        for holding in told.holdings {
            *held.entry(holding.holder).or_default() += 1;
        }
    }
    let mut row = Holdings::new(size.facts, SEED + 1);
    let holders = std::iter::repeat_with(|| row.holder()).filter(|holder| held.get(holder) > Some(&PAGE));
    holders.take(HOLDERS).collect()
}

/// The ids of these companies.
pub(crate) async fn ids(query: &Service, holders: &[usize]) -> Vec<String> {
    let mut client = query.client();
    let mut ids = Vec::with_capacity(holders.len());
    for &holder in holders {
        let request = ResolveEntitiesRequest { name: company(holder), page_size: 1, ..Default::default() };
        let found = soon(client.resolve_entities(request)).await.unwrap().into_inner().entities;
        ids.push(found[0].entity.as_ref().unwrap().entity_id.clone());
    }
    ids
}

/// A client with a connection of its own.
pub(crate) trait Client: Send + 'static {
    /// Asks for the newest fifty stakes of the holder of this number and counts them. It looks at nothing within them: servers are measured,
    /// and they share the processors with their clients.
    fn ask(&mut self, holder: usize) -> impl Future<Output = ()> + Send;
}

/// A page whose stakes are left as they came.
#[derive(Clone, PartialEq, Message)]
struct Page {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    stakes: Vec<Bytes>,
}

/// A client of the query service; a holder's id or name by its number.
struct Caller {
    client: Grpc<Channel>,
    call: PathAndQuery,
    entities: Arc<Vec<String>>,
}

impl Client for Caller {
    async fn ask(&mut self, holder: usize) {
        let request = ListStakesRequest {
            filter: Some(FactFilter { entity: self.entities[holder].clone(), ..FactFilter::default() }),
            role: StakeRole::Holder.into(),
            page_size: i32::try_from(PAGE).unwrap(),
            ..ListStakesRequest::default()
        };
        self.client.ready().await.unwrap();
        let codec = ProstCodec::<ListStakesRequest, Page>::default();
        let asked = self.client.unary(tonic::Request::new(request), self.call.clone(), codec);
        let page = soon(asked).await.unwrap().into_inner();
        assert_eq!(page.stakes.len(), PAGE, "{}", self.entities[holder]);
    }
}

/// Lists the stakes of holders, given by id or by name.
pub(crate) async fn listed(query: &Service, entities: Vec<String>, requests: usize) -> Measured {
    let entities = Arc::new(entities);
    let call = PathAndQuery::try_from(format!("/{SERVICE_NAME}/ListStakes")).unwrap();
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let client = Grpc::new(connected(query.process.address).await);
        clients.push(Caller { client, call: call.clone(), entities: entities.clone() });
    }
    measured(clients, entities.len(), requests, || processor_time(query.process.id())).await
}

/// Has the clients ask for one of so many holders after the other, all at once, until there were `requests` in all.
pub(crate) async fn measured<C: Client>(
    clients: Vec<C>,
    holders: usize,
    requests: usize,
    processor_time: impl Fn() -> Duration,
) -> Measured {
    let (clients, _) = round(clients, holders, WARM_UP.min(requests)).await;
    let (before, started) = (processor_time(), Instant::now());
    let (_, mut times) = round(clients, holders, requests).await;
    let (elapsed, used) = (started.elapsed(), processor_time().saturating_sub(before));
    times.sort_unstable();
    let count = u32::try_from(times.len()).unwrap();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    Measured {
        throughput: f64::from(count) / elapsed.as_secs_f64(),
        p50: at(50),
        p99: at(99),
        longest: at(100),
        processor: used / count,
    }
}

/// Each client's part of the requests, and how long each of them took.
async fn round<C: Client>(clients: Vec<C>, holders: usize, requests: usize) -> (Vec<C>, Vec<Duration>) {
    let of_each = requests.div_ceil(clients.len());
    let asking = clients.into_iter().enumerate().map(|(number, mut client)| {
        tokio::spawn(async move {
            let mut times = Vec::with_capacity(of_each);
            for request in 0..of_each {
                let started = Instant::now();
                client.ask((number * of_each + request) % holders).await;
                times.push(started.elapsed());
            }
            (client, times)
        })
    });
    let (mut clients, mut times) = (Vec::new(), Vec::new());
    for asked in join_all(asking).await {
        let (client, took) = asked.unwrap();
        clients.push(client);
        times.extend(took);
    }
    (clients, times)
}
