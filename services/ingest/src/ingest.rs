//! The service's parts, handed to whatever handles a request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use entente_log::{Entry, EventLog, LogError, Position};
use entente_model::{ArticleId, Language, Reading, Tenant};
use entente_runtime::Shutdown;
use entente_text::{OffsetUnit, Offsets};
use entente_wire::article::{self, Rules};
use entente_wire::recount::Recount;
use entente_wire::{Failure, Within as _, explanation, field, reading, v1};
use jiff::Timestamp;

use crate::failures;
use crate::reader::{ArticleReader, Unread};
use crate::workers::Workers;

/// Bounds of the service.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Longest body of an article, in bytes.
    pub max_body_bytes: usize,
    /// Largest message taken, in bytes.
    pub max_message_bytes: usize,
    /// Most articles on one page.
    pub max_page_size: usize,
    /// Articles of one stream in hand at once, and entries read ahead for one tail.
    pub stream_buffer: usize,
    /// Quiet time after which a tail is sent a checkpoint.
    pub checkpoint_interval: Duration,
    /// Articles read at the same time.
    pub readers: usize,
}

/// The service: cheap to clone, all clones are one.
#[derive(Clone)]
pub struct Ingest {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) reader: Arc<dyn ArticleReader>,
    pub(crate) workers: Workers,
    pub(crate) settings: Settings,
    pub(crate) shutdown: Shutdown,
    languages: Arc<[Language]>,
    /// The name that this service signs its events with.
    pub(crate) signature: Arc<str>,
}

impl Ingest {
    /// A service over this log; its streams end when `shutdown` begins.
    pub fn new(
        log: Arc<dyn EventLog>,
        reader: Arc<dyn ArticleReader>,
        settings: Settings,
        shutdown: Shutdown,
    ) -> Self {
        let (languages, signature) = (reader.languages().into(), reader.extractor().name.into());
        let workers = Workers::new(settings.readers);
        Self { log, reader, workers, settings, shutdown, languages, signature }
    }

    /// Reads an article and stores nothing.
    pub(crate) async fn parse(
        &self,
        request: v1::ParseArticleRequest,
    ) -> Result<v1::ParseArticleResponse, Failure> {
        let ingest = self.clone();
        self.workers.run(move || ingest.parse_here(request)).await?
    }

    fn parse_here(&self, request: v1::ParseArticleRequest) -> Result<v1::ParseArticleResponse, Failure> {
        let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
        let article = self.accept(request.article)?;
        let text = article.text();
        let read = self.read(&text, &article);
        let mut reading = reading::encode(&read, None, &article::text_sha256(&text));
        recount(&mut reading, &text, unit)?;
        Ok(v1::ParseArticleResponse { reading: Some(reading) })
    }

    /// Why a passage is read as it is; nothing is stored.
    pub(crate) async fn explain(
        &self,
        request: v1::ExplainExtractionRequest,
    ) -> Result<v1::ExplainExtractionResponse, Failure> {
        let ingest = self.clone();
        self.workers.run(move || ingest.explain_here(request)).await?
    }

    fn explain_here(
        &self,
        request: v1::ExplainExtractionRequest,
    ) -> Result<v1::ExplainExtractionResponse, Failure> {
        let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
        let article = self.accept(request.article)?;
        let text = article.text();
        let passage = explanation::passage(request.passage, &Offsets::new(&text), unit).within("passage")?;
        let explained = self.reader.explain(Unread::new(&text, &article, article.language), passage);
        let explanation = explanation::encode(&explained, &text, unit);
        Ok(v1::ExplainExtractionResponse {
            explanation: Some(explanation.map_err(|failure| failures::fault(&failure))?),
        })
    }

    /// An article that is read and not kept.
    fn accept(&self, article: Option<v1::Article>) -> Result<entente_model::Article, Failure> {
        let article = article.ok_or_else(|| Failure::invalid("is not set"));
        article.and_then(|article| article::accept(article, &self.rules())).within("article")
    }

    /// What the article's text says; to be called where it may take a while.
    pub(crate) fn read(&self, text: &str, article: &entente_model::Article) -> Reading {
        self.reader.read(Unread::new(text, article, article.language))
    }

    /// The newest entry about an article.
    pub(crate) async fn newest(&self, tenant: &Tenant, id: &ArticleId) -> Result<Option<Entry>, Failure> {
        self.log.last(&article::subject(tenant, id)).await.map_err(|error| self.failure(&error))
    }

    /// The cursor at which everything up to a position is applied.
    pub(crate) fn cursor(&self, position: Position) -> String {
        self.log.cursor(position).to_string()
    }

    /// What clients are told of a failure of the log.
    pub(crate) fn failure(&self, error: &LogError) -> Failure {
        failures::of_log(error, |position| self.cursor(position))
    }

    pub(crate) fn rules(&self) -> Rules<'_> {
        Rules {
            max_body_bytes: self.settings.max_body_bytes,
            now: Timestamp::now(),
            languages: &self.languages,
        }
    }
}

/// Turns the offsets of a reading of `text` from bytes to what the caller counts in.
pub(crate) fn recount(reading: &mut v1::ArticleReading, text: &str, unit: OffsetUnit) -> Result<(), Failure> {
    if unit == OffsetUnit::Utf8 {
        return Ok(());
    }
    Recount::outwards(&Offsets::new(text), unit).reading(reading).map_err(|failure| failures::fault(&failure))
}

impl fmt::Debug for Ingest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ingest")
            .field("log", &self.log.id())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
