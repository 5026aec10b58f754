//! A running service, and a client for it.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use entente_ingest::{ArticleReader, Error, Ingest, IngestArgs, Settings, Unread};
use entente_log::{EmbeddedLog, EventLog, Options};
use entente_model::{
    Assertion, Certainty, Diagnostic, DiagnosticCode, Entity, Event, Evidence, Explanation, Extractor,
    Language, Mention, MentionForm, Party, Polarity, Reading, Source, SourceKind, Span, Statement,
};
use entente_runtime::{Bound, RuntimeArgs, Shutdown};
use entente_wire::v1;
use entente_wire::v1::ErrorReason;
use entente_wire::v1::event_log_service_client::EventLogServiceClient;
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tonic::body::Body;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// An HTTP/2 client that keeps no clock of its own: what it sees is what the server sent.
pub(crate) type Http = Client<HttpConnector, Body>;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    ingest: IngestArgs,
    #[command(flatten)]
    runtime: RuntimeArgs,
}

pub(crate) struct Harness {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) shutdown: Shutdown,
    pub(crate) origin: http::Uri,
    serving: JoinHandle<Result<(), Error>>,
    /// Kept until the service has ended.
    directory: Option<TempDir>,
}

impl Harness {
    /// A service with an empty log and these flags.
    pub(crate) async fn start(flags: &[&str]) -> Self {
        let directory = TempDir::new().unwrap();
        let mut harness = Self::over(directory.path(), flags).await;
        harness.directory = Some(directory);
        harness
    }

    /// A service over the log in this directory.
    pub(crate) async fn over(directory: &Path, flags: &[&str]) -> Self {
        Self::reading(directory, flags, Arc::new(Quotations)).await
    }

    /// A service over the log in this directory that reads so.
    pub(crate) async fn reading(directory: &Path, flags: &[&str], reader: Arc<dyn ArticleReader>) -> Self {
        let (ingest, log, shutdown, runtime) = Self::unserved(directory, flags, reader);
        let bound =
            Bound::bind(([127, 0, 0, 1], 0).into(), &entente_runtime::SecureArgs::default()).await.unwrap();
        let origin = format!("http://{}", bound.address()).parse().unwrap();
        let serving = tokio::spawn(async move { ingest.serve(&runtime, bound).await });
        Self { log, shutdown, origin, serving, directory: None }
    }

    /// What would be served, its log, and what ends it.
    pub(crate) fn unserved(
        directory: &Path,
        flags: &[&str],
        reader: Arc<dyn ArticleReader>,
    ) -> (Ingest, Arc<dyn EventLog>, Shutdown, RuntimeArgs) {
        let arguments = Arguments::parse_from(std::iter::once(&"test").chain(flags));
        arguments.runtime.validate().unwrap();
        arguments.ingest.validate().unwrap();
        let log: Arc<dyn EventLog> = Arc::new(EmbeddedLog::open(directory, Options::default()).unwrap());
        let (shutdown, runtime) = (Shutdown::new(), arguments.runtime);
        let settings = Settings::new(&arguments.ingest, &runtime);
        let ingest = Ingest::new(Arc::clone(&log), reader, settings, shutdown.clone());
        (ingest, log, shutdown, runtime)
    }

    pub(crate) fn http() -> Http {
        Client::builder(TokioExecutor::new()).http2_only(true).build_http()
    }

    pub(crate) fn ingest(&self) -> IngestServiceClient<Http> {
        IngestServiceClient::with_origin(Self::http(), self.origin.clone())
    }

    pub(crate) fn tail(&self) -> EventLogServiceClient<Http> {
        EventLogServiceClient::with_origin(Self::http(), self.origin.clone())
    }

    pub(crate) async fn take(
        &self,
        request: v1::IngestArticleRequest,
    ) -> Result<v1::IngestArticleResponse, Status> {
        soon(self.ingest().ingest_article(request)).await.map(tonic::Response::into_inner)
    }

    /// Ends the service, and the log with it.
    pub(crate) async fn stop(self) {
        self.shutdown.begin();
        soon(self.serving).await.unwrap().unwrap();
        drop((self.log, self.directory));
    }
}

/// Far longer than anything here takes: a hung service fails its test instead of hanging it.
pub(crate) async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(30), future).await.expect("took longer than 30 s")
}

/// Waits for what another task brings about.
pub(crate) async fn until(mut holds: impl FnMut() -> bool) {
    soon(async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// The code, reason and field of an error.
#[track_caller]
pub(crate) fn told(status: &Status) -> (Code, ErrorReason, String) {
    let reason = ErrorReason::of(status).unwrap_or_else(|| panic!("no reason: {status:?}"));
    assert_eq!(reason.code(), status.code(), "{status:?}");
    let details = status.get_error_details();
    let field = details.bad_request().map(|bad| bad.field_violations[0].field.clone());
    (status.code(), reason, field.unwrap_or_default())
}

pub(crate) fn article(id: &str, body: &str) -> v1::Article {
    v1::Article { article_id: id.to_owned(), body: body.to_owned(), ..v1::Article::default() }
}

pub(crate) fn request(id: &str, body: &str) -> v1::IngestArticleRequest {
    v1::IngestArticleRequest { article: Some(article(id, body)), ..v1::IngestArticleRequest::default() }
}

/// A text with one quotation, for [`Quotations`] to find.
pub(crate) fn quoting(words: &str) -> String {
    format!("Le groupe a répondu : « {words} » à la presse.")
}

/// Finds each text between guillemets, said by nobody in particular. A text with `é` is French, one with ` the ` English.
pub(crate) struct Quotations;

impl ArticleReader for Quotations {
    fn read(&self, Unread { text, language, published }: Unread<'_>) -> Reading {
        let detected = || match text {
            text if text.contains('é') => Language::new("fr").ok(),
            text if text.contains(" the ") => Language::new("en").ok(),
            _ => None,
        };
        let Some(language) = language.or_else(detected) else {
            let message = "no language".to_owned();
            let diagnostic = Diagnostic { code: DiagnosticCode::LanguageUnknown, message, span: None };
            return Reading { diagnostics: vec![diagnostic], ..Reading::default() };
        };
        let quotations = text.match_indices("« ").filter_map(|(at, mark)| {
            let start = at + mark.len();
            let end = start + text[start..].find(" »")?;
            Evidence::cut(text, Span::new(start, end))
        });
        let events = quotations.map(|evidence| Event {
            assertion: Assertion::Statement(Statement {
                speakers: vec![Party::Unnamed],
                quote: evidence.quote.clone(),
            }),
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            source: Source::of(SourceKind::Anonymous),
            time: published.and_then(|date| entente_model::Timex::new(date.to_string()).ok()),
            expected: None,
            evidence: vec![evidence],
            arguments: Vec::new(),
            confidence: 1.0,
            rule: "quotation".to_owned(),
            extractor: self.extractor(),
        });
        let entities = vec![Entity::named("Norvane")];
        Reading { language: Some(language), entities, events: events.collect(), diagnostics: Vec::new() }
    }

    fn explain(&self, unread: Unread<'_>, passage: Span) -> Explanation {
        let Reading { language, mut events, diagnostics, .. } = self.read(unread);
        events.retain(|event| event.evidence.iter().all(|evidence| passage.contains(evidence.span)));
        let mention = |event: &Event| Mention {
            span: event.evidence[0].span,
            form: MentionForm::Name,
            entities: vec!["Norvane".to_owned()],
        };
        let mentions = events.iter().map(mention).collect();
        Explanation { language, passage, mentions, events, diagnostics, ..Explanation::default() }
    }

    fn languages(&self) -> Vec<Language> {
        ["en", "fr"].map(|code| Language::new(code).unwrap()).to_vec()
    }

    fn extractor(&self) -> Extractor {
        Extractor { name: "entente".to_owned(), version: "test".to_owned() }
    }
}
