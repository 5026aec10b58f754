//! Reading articles beside the threads that serve.

use std::sync::Arc;

use entente_extract::Reader;
use entente_model::{Explanation, Extractor, Language, Reading, Span};
use entente_wire::Failure;
use jiff::civil::Date;
use tokio::sync::Semaphore;

use crate::failures::fault;

/// What reads articles. The service has one; its tests have a predictable one.
pub trait ArticleReader: Send + Sync + 'static {
    /// What the text says. The language is detected when absent; relative dates count from `published`.
    fn read(&self, text: &str, language: Option<Language>, published: Option<Date>) -> Reading;

    /// Why a passage of the text, in bytes, is read as it is.
    fn explain(
        &self,
        text: &str,
        language: Option<Language>,
        published: Option<Date>,
        passage: Span,
    ) -> Explanation;

    /// The languages that it reads.
    fn languages(&self) -> Vec<Language>;

    /// How its events are signed.
    fn extractor(&self) -> Extractor;
}

impl ArticleReader for Reader {
    fn read(&self, text: &str, language: Option<Language>, published: Option<Date>) -> Reading {
        Self::read(self, text, language, published)
    }

    fn explain(
        &self,
        text: &str,
        language: Option<Language>,
        published: Option<Date>,
        passage: Span,
    ) -> Explanation {
        Self::explain(self, text, language, published, Some(passage))
    }

    fn languages(&self) -> Vec<Language> {
        Self::languages(self)
    }

    fn extractor(&self) -> Extractor {
        Self::extractor(self)
    }
}

/// Runs work for a processor, so much at once and the rest in the order of asking.
#[derive(Debug, Clone)]
pub(crate) struct Workers {
    places: Arc<Semaphore>,
}

impl Workers {
    pub(crate) fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)) }
    }

    /// Runs `work` once a place is free. A caller that gives up while waiting costs nothing; work that has begun is ended,
    /// and holds its place as long.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let place = self.places.clone().acquire_owned().await.map_err(|error| fault(&error))?;
        let span = tracing::Span::current();
        let worked = tokio::task::spawn_blocking(move || {
            let _place = place;
            span.in_scope(work)
        });
        worked.await.map_err(|error| fault(&error))
    }
}
