//! The gRPC handlers: from message to operation and back.

use std::pin::Pin;

use entente_access::admit;
use entente_runtime::{Admission, Deadline, RequestId};
use entente_wire::v1;
use entente_wire::v1::event_log_service_server::EventLogService;
use entente_wire::v1::ingest_service_server::IngestService;
use futures::stream::Stream;
use tonic::{Request, Response, Status, Streaming};

use crate::ingest::Ingest;
use crate::{backup, erasures, reextraction, stream, tail};

/// A stream of answers, as the generated traits want it.
type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send + 'static>>;

/// Who makes a call, and its id; both empty where there is none.
fn caller<T>(request: &Request<T>) -> (String, String) {
    let admission = Admission::of(request.extensions());
    let name = admission.caller().id().unwrap_or_default().to_owned();
    let id = RequestId::of(request.extensions()).map_or_else(String::new, |id| id.as_str().to_owned());
    (name, id)
}

#[tonic::async_trait]
impl IngestService for Ingest {
    type IngestArticlesStream = Answers<v1::IngestArticlesResponse>;
    type EraseArticlesStream = Answers<v1::EraseArticlesResponse>;
    type ReextractArticlesStream = Answers<v1::ReextractArticlesResponse>;

    async fn ingest_article(
        &self,
        request: Request<v1::IngestArticleRequest>,
    ) -> Result<Response<v1::IngestArticleResponse>, Status> {
        Ok(Response::new(self.take(admit(request).await?.into_inner()).await?))
    }

    async fn ingest_articles(
        &self,
        request: Request<Streaming<v1::IngestArticlesRequest>>,
    ) -> Result<Response<Self::IngestArticlesStream>, Status> {
        let admission = Admission::of(request.extensions());
        Ok(Response::new(Box::pin(stream::answers(self.clone(), admission, request.into_inner()))))
    }

    async fn parse_article(
        &self,
        request: Request<v1::ParseArticleRequest>,
    ) -> Result<Response<v1::ParseArticleResponse>, Status> {
        Ok(Response::new(self.parse(admit(request).await?.into_inner()).await?))
    }

    async fn explain_extraction(
        &self,
        request: Request<v1::ExplainExtractionRequest>,
    ) -> Result<Response<v1::ExplainExtractionResponse>, Status> {
        Ok(Response::new(self.explain(admit(request).await?.into_inner()).await?))
    }

    async fn get_article(
        &self,
        request: Request<v1::GetArticleRequest>,
    ) -> Result<Response<v1::GetArticleResponse>, Status> {
        Ok(Response::new(self.get(admit(request).await?.into_inner()).await?))
    }

    async fn list_articles(
        &self,
        request: Request<v1::ListArticlesRequest>,
    ) -> Result<Response<v1::ListArticlesResponse>, Status> {
        Ok(Response::new(self.list(admit(request).await?.into_inner()).await?))
    }

    async fn retract_article(
        &self,
        request: Request<v1::RetractArticleRequest>,
    ) -> Result<Response<v1::RetractArticleResponse>, Status> {
        Ok(Response::new(self.retract(admit(request).await?.into_inner()).await?))
    }

    async fn erase_article(
        &self,
        request: Request<v1::EraseArticleRequest>,
    ) -> Result<Response<v1::EraseArticleResponse>, Status> {
        let (name, id) = caller(&request);
        let deadline = Deadline::of(request.extensions());
        Ok(Response::new(self.erase(admit(request).await?.into_inner(), &name, &id, deadline).await?))
    }

    async fn erase_articles(
        &self,
        request: Request<v1::EraseArticlesRequest>,
    ) -> Result<Response<Self::EraseArticlesStream>, Status> {
        let (name, id) = caller(&request);
        let steps = erasures::steps(self.clone(), admit(request).await?.into_inner(), &name, &id)?;
        Ok(Response::new(Box::pin(steps)))
    }

    async fn reextract_articles(
        &self,
        request: Request<v1::ReextractArticlesRequest>,
    ) -> Result<Response<Self::ReextractArticlesStream>, Status> {
        let steps = reextraction::steps(self.clone(), admit(request).await?.into_inner()).await?;
        Ok(Response::new(Box::pin(steps)))
    }
}

#[tonic::async_trait]
impl EventLogService for Ingest {
    type BackupLogStream = Answers<v1::BackupLogResponse>;
    type TailEventsStream = Answers<v1::TailEventsResponse>;

    async fn backup_log(
        &self,
        request: Request<v1::BackupLogRequest>,
    ) -> Result<Response<Self::BackupLogStream>, Status> {
        admit(request).await?;
        Ok(Response::new(Box::pin(backup::pieces(self.clone()))))
    }

    async fn tail_events(
        &self,
        request: Request<v1::TailEventsRequest>,
    ) -> Result<Response<Self::TailEventsStream>, Status> {
        let steps = tail::steps(self.clone(), admit(request).await?.get_ref())?;
        Ok(Response::new(Box::pin(steps)))
    }
}
