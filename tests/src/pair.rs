//! Both services, one beside the other.

use std::path::PathBuf;

use entente_wire::v1::{IngestArticleRequest, IngestArticleResponse};
use tempfile::TempDir;
use tonic::Status;

use crate::{Running, soon};

/// An ingest service and a query service that follows it, over one folder.
#[derive(Debug)]
pub struct Pair {
    /// Takes articles.
    pub ingest: Running,
    /// Answers questions.
    pub query: Running,
    folder: TempDir,
}

impl Pair {
    /// A pair with an empty log.
    pub async fn start() -> Self {
        Self::with(&[], &[]).await
    }

    /// A pair with an empty log and these flags.
    pub async fn with(ingest: &[&str], query: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let ingest = Running::ingest(&folder.path().join("ingest"), ingest).await;
        let query = Running::query(&folder.path().join("query"), ingest.address, query).await;
        Self { ingest, query, folder }
    }

    /// Where the query service keeps its index.
    pub fn index(&self) -> PathBuf {
        self.folder.path().join("query")
    }

    /// Has one article taken in.
    pub async fn take(&self, request: IngestArticleRequest) -> Result<IngestArticleResponse, Status> {
        soon(self.ingest.ingest_client().ingest_article(request)).await.map(tonic::Response::into_inner)
    }

    /// Stops the query service, does something to its folder, and starts it again.
    pub async fn restart_query(self, meanwhile: impl FnOnce(&PathBuf)) -> Self {
        let index = self.index();
        self.query.stop().await;
        meanwhile(&index);
        let query = Running::query(&index, self.ingest.address, &[]).await;
        Self { ingest: self.ingest, query, folder: self.folder }
    }

    /// Stops both. Ingest first: the query service lets go of the log by itself.
    pub async fn stop(self) {
        self.ingest.stop().await;
        self.query.stop().await;
        drop(self.folder);
    }
}
