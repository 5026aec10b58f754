//! The lists of facts on their way out. Their facts come from the index encoded as the contract has them; the generated service would have
//! them decoded, to encode them again. So their calls are taken here, and all others are left to it.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use entente_access::Asked;
use entente_wire::v1;
use entente_wire::v1::query_service_server::{QueryServiceServer, SERVICE_NAME};
use tonic::body::Body;
use tonic::codegen::{BoxFuture, Service, http};
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;

use crate::fact::{FactPage, ListRequest};
use crate::handlers::Handlers;

/// The service, with its lists.
#[derive(Debug, Clone)]
pub(crate) struct Lists {
    handlers: Arc<Handlers>,
    /// Longest request, in bytes.
    most: usize,
    others: QueryServiceServer<Handlers>,
}

impl Lists {
    pub(crate) fn new(handlers: Arc<Handlers>, most: usize) -> Self {
        let others = QueryServiceServer::from_arc(Arc::clone(&handlers)).max_decoding_message_size(most);
        Self { handlers, most, others }
    }

    fn list<R: ListRequest + Asked + Default + 'static>(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<http::Response<Body>, Infallible> {
        let list = List(Arc::clone(&self.handlers));
        let most = self.most;
        Box::pin(async move {
            let mut grpc = Grpc::new(ProstCodec::<FactPage, R>::default()).max_decoding_message_size(most);
            Ok(grpc.unary(list, request).await)
        })
    }
}

impl NamedService for Lists {
    const NAME: &'static str = SERVICE_NAME;
}

impl Service<http::Request<Body>> for Lists {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let call = request.uri().path().strip_prefix('/').and_then(|path| path.strip_prefix(SERVICE_NAME));
        match call {
            Some("/ListPartnerships") => self.list::<v1::ListPartnershipsRequest>(request),
            Some("/ListStakes") => self.list::<v1::ListStakesRequest>(request),
            Some("/ListStrategies") => self.list::<v1::ListStrategiesRequest>(request),
            Some("/ListStatements") => self.list::<v1::ListStatementsRequest>(request),
            Some(_) | None => self.others.call(request),
        }
    }
}

/// One of the calls.
struct List(Arc<Handlers>);

impl<R: ListRequest + Asked + 'static> UnaryService<R> for List {
    type Response = FactPage;
    type Future = BoxFuture<Response<FactPage>, Status>;

    fn call(&mut self, request: Request<R>) -> Self::Future {
        let handlers = Arc::clone(&self.0);
        Box::pin(async move { handlers.page(request).await.map(Response::new) })
    }
}
