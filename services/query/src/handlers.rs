//! The calls of the service: each checks, reads and answers in a module of its own.

use entente_access::{Asked, admit};
use entente_runtime::{Admission, Deadline, LimitArgs, RequestId};
use entente_wire::v1;
use entente_wire::v1::query_service_server::QueryService;
use prost::Message;
use tonic::{Request, Response, Status};

use crate::answer::Answering;
use crate::fact::{FactPage, ListRequest, WatchedFacts};
use crate::ownership::trace_ownership;
use crate::reader::Reader;
use crate::search::Searching;
use crate::watch::{Stream, Watching};
use crate::watch_events::WatchedEvents;
use crate::{citation, entity, events, fact, status};

/// What the calls need.
#[derive(Debug)]
pub(crate) struct Handlers {
    pub(crate) reader: Reader,
    pub(crate) searching: Searching,
    pub(crate) limits: LimitArgs,
    pub(crate) answering: Answering,
    pub(crate) watching: Watching,
}

impl Handlers {
    /// A page of a list of facts.
    pub(crate) async fn page<R: ListRequest + Asked>(&self, request: Request<R>) -> Result<FactPage, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        Ok(fact::list(&self.reader, &self.limits, deadline, request.get_ref()).await?)
    }

    /// The same as the response of its call, for those who don't come by [`crate::lists`].
    async fn list<R: ListRequest + Asked, A: Message + Default>(
        &self,
        request: Request<R>,
    ) -> Result<Response<A>, Status> {
        Ok(Response::new(self.page(request).await?.response()?))
    }
}

#[tonic::async_trait]
impl QueryService for Handlers {
    async fn list_events(
        &self,
        request: Request<v1::ListEventsRequest>,
    ) -> Result<Response<v1::ListEventsResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        let request = request.into_inner();
        Ok(Response::new(events::list(&self.reader, &self.limits, deadline, request).await?))
    }

    async fn list_partnerships(
        &self,
        request: Request<v1::ListPartnershipsRequest>,
    ) -> Result<Response<v1::ListPartnershipsResponse>, Status> {
        self.list(request).await
    }

    async fn list_stakes(
        &self,
        request: Request<v1::ListStakesRequest>,
    ) -> Result<Response<v1::ListStakesResponse>, Status> {
        self.list(request).await
    }

    async fn list_strategies(
        &self,
        request: Request<v1::ListStrategiesRequest>,
    ) -> Result<Response<v1::ListStrategiesResponse>, Status> {
        self.list(request).await
    }

    async fn list_statements(
        &self,
        request: Request<v1::ListStatementsRequest>,
    ) -> Result<Response<v1::ListStatementsResponse>, Status> {
        self.list(request).await
    }

    async fn get_fact(
        &self,
        request: Request<v1::GetFactRequest>,
    ) -> Result<Response<v1::GetFactResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        let request = request.into_inner();
        Ok(Response::new(fact::get(&self.reader, deadline, request).await?))
    }

    async fn get_timeline(
        &self,
        request: Request<v1::GetTimelineRequest>,
    ) -> Result<Response<v1::GetTimelineResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        let request = request.into_inner();
        Ok(Response::new(fact::timeline(&self.reader, &self.limits, deadline, request).await?))
    }

    async fn trace_ownership(
        &self,
        request: Request<v1::TraceOwnershipRequest>,
    ) -> Result<Response<v1::TraceOwnershipResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        let request = request.into_inner();
        Ok(Response::new(trace_ownership(&self.reader, &self.limits, deadline, request).await?))
    }

    async fn list_contradictions(
        &self,
        request: Request<v1::ListContradictionsRequest>,
    ) -> Result<Response<v1::ListContradictionsResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        let request = request.into_inner();
        Ok(Response::new(fact::list_contradictions(&self.reader, &self.limits, deadline, request).await?))
    }

    async fn search_evidence(
        &self,
        request: Request<v1::SearchEvidenceRequest>,
    ) -> Result<Response<v1::SearchEvidenceResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        Ok(Response::new(self.searching.find(&self.limits, deadline, request.into_inner()).await?))
    }

    type WatchFactsStream = Stream<v1::WatchFactsResponse>;

    async fn watch_facts(
        &self,
        request: Request<v1::WatchFactsRequest>,
    ) -> Result<Response<Self::WatchFactsStream>, Status> {
        let request = admit(request).await?;
        let id = RequestId::of(request.extensions()).unwrap_or_else(RequestId::generate);
        let request = request.into_inner();
        let watched = WatchedFacts::decode(&request)?;
        Ok(Response::new(self.watching.watch(id, watched, request.cursor)?))
    }

    async fn get_entity(
        &self,
        request: Request<v1::GetEntityRequest>,
    ) -> Result<Response<v1::GetEntityResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        Ok(Response::new(entity::get(&self.reader, deadline, request.into_inner()).await?))
    }

    async fn resolve_entities(
        &self,
        request: Request<v1::ResolveEntitiesRequest>,
    ) -> Result<Response<v1::ResolveEntitiesResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        let request = request.into_inner();
        Ok(Response::new(entity::resolve(&self.reader, &self.limits, deadline, request).await?))
    }

    async fn answer_question(
        &self,
        request: Request<v1::AnswerQuestionRequest>,
    ) -> Result<Response<v1::AnswerQuestionResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        Ok(Response::new(self.answering.ask(deadline, request.into_inner()).await?))
    }

    async fn execute_plan(
        &self,
        request: Request<v1::ExecutePlanRequest>,
    ) -> Result<Response<v1::ExecutePlanResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        Ok(Response::new(self.answering.execute(deadline, request.into_inner()).await?))
    }

    async fn verify_citation(
        &self,
        request: Request<v1::VerifyCitationRequest>,
    ) -> Result<Response<v1::VerifyCitationResponse>, Status> {
        let request = admit(request).await?;
        let deadline = Deadline::of(request.extensions());
        Ok(Response::new(citation::verify(&self.reader, deadline, request.into_inner()).await?))
    }

    type WatchEventsStream = Stream<v1::WatchEventsResponse>;

    async fn watch_events(
        &self,
        request: Request<v1::WatchEventsRequest>,
    ) -> Result<Response<Self::WatchEventsStream>, Status> {
        let request = admit(request).await?;
        let id = RequestId::of(request.extensions()).unwrap_or_else(RequestId::generate);
        let request = request.into_inner();
        let watched = WatchedEvents::decode(&request)?;
        Ok(Response::new(self.watching.watch(id, watched, request.cursor)?))
    }

    async fn get_index_status(
        &self,
        request: Request<v1::GetIndexStatusRequest>,
    ) -> Result<Response<v1::GetIndexStatusResponse>, Status> {
        let request = admit(request).await?;
        let whole = Admission::of(request.extensions()).sees_all();
        Ok(Response::new(status::get(&self.reader, &self.searching, whole).await?))
    }
}
