//! The one place where a server is put together: socket, transport, layers, services, end.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::{io::DuplexStream, net::TcpListener, sync::mpsc};
use tokio_util::sync::CancellationToken;
use tonic::{service::Routes, transport::server::TcpIncoming};
use tower::ServiceBuilder;

use crate::{
    Error, Health, Inside, Places, Role, RuntimeArgs, SecureArgs, Shutdown,
    audit::layer::AuditLayer,
    auth::{LeastRoles, layer::AuthLayer},
    connections,
    deadline::DeadlineLayer,
    door::DoorLayer,
    drain::DrainLayer,
    mend::MendLayer,
    monitor::{self, CallsLayer, Methods, Sample},
    overload::OverloadLayer,
    panic::CatchPanicLayer,
    reflection,
    request_id::RequestIdLayer,
    tls,
};

/// Pings a silent client after this long, and drops it when no answer comes: a client that vanished without a
/// word would otherwise hold its streams for ever.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(10));

/// Streams open at once on one connection; the bound over all connections is a setting.
const STREAMS_PER_CONNECTION: u32 = 1024;

/// All metadata of one request: what common servers accept of headers.
const MAX_HEADER_BYTES: u32 = 16 * 1024;

/// What connections get to deliver the last answers once everything has been cut.
const FAREWELL: Duration = Duration::from_secs(1);

/// A socket that listens already, so its address is known (port 0 asks for any) and connections made from here
/// on wait instead of failing.
#[derive(Debug)]
pub struct Bound {
    listener: TcpListener,
    address: SocketAddr,
    inside: Option<mpsc::Receiver<DuplexStream>>,
}

impl Bound {
    /// Listens on `address`, unless other machines reach it and `secure` does not say who may call.
    pub async fn bind(address: SocketAddr, secure: &SecureArgs) -> Result<Self, Error> {
        secure.may_bind(address)?;
        let at = |source| Error::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(at)?;
        let address = listener.local_addr().map_err(at)?;
        Ok(Self { listener, address, inside: None })
    }

    /// A way to the server for this process itself, whoever else may call. Asked for again, it replaces the one before.
    pub fn inside(&mut self) -> Inside {
        let (inside, connections) = Inside::open();
        self.inside = Some(connections);
        inside
    }

    /// The address, with the port that was given.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// A server in the making.
#[derive(Clone)]
pub struct Server {
    args: RuntimeArgs,
    shutdown: Shutdown,
    health: Health,
    descriptors: Vec<&'static [u8]>,
    sample: Option<Sample>,
    roles: LeastRoles,
    work: Option<(Places, &'static [&'static str])>,
}

impl Server {
    /// A server under the limits of `args`, which ends with `shutdown` and answers for `health`.
    pub fn new(args: &RuntimeArgs, shutdown: Shutdown, health: Health) -> Self {
        let (descriptors, roles) = (Vec::new(), LeastRoles::new());
        Self { args: args.clone(), shutdown, health, descriptors, sample: None, roles, work: None }
    }

    /// Makes an encoded `FileDescriptorSet`, imports included, known to reflection.
    #[must_use]
    pub fn descriptors(mut self, set: &'static [u8]) -> Self {
        self.descriptors.push(set);
        self
    }

    /// Has `sample` bring figures up to date, each time before metrics are told. It may block.
    #[must_use]
    pub fn sampled(mut self, sample: Sample) -> Self {
        self.sample = Some(sample);
        self
    }

    /// Tells which role each method takes at least, by its path; one that is not told of takes the highest.
    #[must_use]
    pub fn roles(mut self, roles: impl IntoIterator<Item = (&'static str, Role)>) -> Self {
        self.roles.extend(roles);
        self
    }

    /// Refuses calls of `methods`, by their paths, while all of `places` are taken at which they are worked on.
    #[must_use]
    pub fn working(mut self, places: Places, methods: &'static [&'static str]) -> Self {
        self.work = Some((places, methods));
        self
    }

    /// Serves `routes`, health and reflection until the shutdown's drain is over: at the latest when its bound
    /// has passed and what was left has been told UNAVAILABLE. Message bounds are set on the servers in `routes`
    /// by whoever made them (see the crate's documentation).
    pub async fn serve(self, bound: Bound, routes: Routes) -> Result<(), Error> {
        let Self { args, shutdown, health, descriptors, sample, roles, work } = self;
        let _watch = monitor::watch(&health, sample);
        let security = args.secure.load()?;
        let roles = Arc::new(roles);
        let auth = AuthLayer {
            tokens: security.tokens.as_ref().map(|(tokens, _)| tokens.clone()),
            roles: Arc::clone(&roles),
            audit: security.audit.clone(),
        };
        let audit = security.audit.clone();
        let Bound { listener, address, inside } = bound;
        let routes = reflection::add(routes.add_service(health.server()), &descriptors)?;

        let (watches, cut) = (CancellationToken::new(), shutdown.end());
        let methods = Methods::of(&descriptors);
        let door = work.map(|(places, methods)| DoorLayer::new(places, methods)).unwrap_or_default();
        // The order is explained in the crate's documentation.
        let stack = ServiceBuilder::new()
            .layer(door)
            .layer(RequestIdLayer(methods.clone()))
            .layer(CallsLayer(methods))
            .layer(CatchPanicLayer)
            .layer(auth)
            .layer(DeadlineLayer { default: args.limits.default_deadline, max: args.limits.max_deadline })
            .layer(OverloadLayer::new(args.limits.max_concurrent_requests))
            .layer(AuditLayer { audit: audit.clone(), roles })
            .layer(DrainLayer { watches: watches.clone(), cut: cut.clone() })
            .layer(MendLayer)
            .into_inner();
        let drain_begins = {
            let shutdown = shutdown.clone();
            async move {
                shutdown.draining().await;
                tracing::info!(%address, "draining");
                health.drain().await;
                watches.cancel();
            }
        };
        let sockets = TcpIncoming::from(listener).with_nodelay(Some(true)).with_keepalive(Some(KEEPALIVE.0));
        let tls = security.tls.as_ref().map(|(tls, _)| tls.clone());
        let incoming = tls::accept::connections(sockets, tls, inside);
        let serving = tonic::transport::Server::builder()
            .http2_keepalive_interval(Some(KEEPALIVE.0))
            .http2_keepalive_timeout(Some(KEEPALIVE.1))
            .http2_max_header_list_size(MAX_HEADER_BYTES)
            .max_concurrent_streams(STREAMS_PER_CONNECTION)
            .layer(stack)
            .add_routes(routes)
            .serve_with_incoming_shutdown(
                connections::bounded(incoming, args.limits.max_connections),
                drain_begins,
            );

        tracing::info!(%address, "listening");
        tokio::select! {
            () = security.follow() => {}
            ended = serving => ended.map_err(|source| Error::Serve { address, source })?,
            () = patience(&shutdown, &cut, args.drain_bound) => {
                tracing::warn!(%address, "connections were still open when the drain's bound had passed");
            }
        }
        if let Some(audit) = audit {
            audit.flush().await;
        }
        tracing::info!(%address, "ended");
        Ok(())
    }
}

/// Waits for a drain to begin, gives it its bound, and cuts what is left.
async fn patience(shutdown: &Shutdown, cut: &CancellationToken, bound: Duration) {
    shutdown.draining().await;
    tokio::select! {
        () = tokio::time::sleep(bound) => {}
        () = cut.cancelled() => {}
    }
    cut.cancel();
    tokio::time::sleep(FAREWELL).await;
}
