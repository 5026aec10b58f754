//! A stream of articles and its answers, each matched with the article it is about.

use std::collections::HashMap;

use entente_annotation::Annotation;
use entente_model::{Event, Extractor};
use entente_wire::v1::ingest_articles_response::Outcome as Answer;
use entente_wire::v1::{self, IngestArticleRequest, IngestArticlesRequest};
use entente_wire::{article, event, reading};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::Error;
use crate::client::Service;
use crate::input::{Article, Place, Unreadable};

/// Articles read ahead of what the service takes.
const READ_AHEAD: usize = 16;
/// Articles sent and not yet answered: more than a service holds in hand.
const UNANSWERED: usize = 1024;

/// How articles become requests.
#[derive(Debug)]
pub(crate) struct Feed {
    pub(crate) tenant: String,
    /// Events made elsewhere, by the id of their article; taken out as the articles come.
    pub(crate) brought: HashMap<String, Annotation>,
    /// What made them.
    pub(crate) extractor: Extractor,
    pub(crate) skip_extraction: bool,
}

/// What became of one article, in the order in which they came.
#[derive(Debug)]
pub(crate) enum Fate {
    /// The service has answered.
    Answered(Place, Answer),
    /// It was not sent.
    Unreadable(Unreadable),
}

/// An article on its way.
enum Step {
    Sent(Place),
    Unreadable(Unreadable),
}

/// Sends the articles, and tells the fate of each as soon as it is known. Gives back the ids of events that no article came
/// for, in order.
pub(crate) async fn send<I>(
    service: &Service,
    mut feed: Feed,
    articles: I,
    mut tell: impl FnMut(Fate),
) -> Result<Vec<String>, Error>
where
    I: Iterator<Item = Result<Article, Unreadable>> + Send + 'static,
{
    let (requests, stream) = mpsc::channel(READ_AHEAD);
    let (steps, mut next) = mpsc::channel(UNANSWERED);
    let reading = tokio::task::spawn_blocking(move || {
        for article in articles {
            let sent = match article.and_then(|article| feed.request(article)) {
                Ok((place, request)) => {
                    steps.blocking_send(Step::Sent(place)).is_ok() && requests.blocking_send(request).is_ok()
                }
                Err(unreadable) => steps.blocking_send(Step::Unreadable(unreadable)).is_ok(),
            };
            // The service is gone; the other side knows why.
            if !sent {
                break;
            }
        }
        feed.brought
    });
    let called = service.ingest().ingest_articles(ReceiverStream::new(stream)).await;
    let mut answers = called.map_err(|status| service.failed(&status))?.into_inner();
    while let Some(step) = next.recv().await {
        tell(match step {
            Step::Unreadable(unreadable) => Fate::Unreadable(unreadable),
            Step::Sent(place) => {
                let answer = answers.message().await.map_err(|status| service.failed(&status))?;
                let outcome = answer.and_then(|answer| answer.outcome);
                let unanswered =
                    || tonic::Status::data_loss(format!("the stream ended before {place} was answered"));
                let outcome = outcome.ok_or_else(|| service.failed(&unanswered()))?;
                Fate::Answered(place, outcome)
            }
        });
    }
    let left = reading.await.map_err(Error::Panicked)?;
    let mut left: Vec<String> = left.into_keys().collect();
    left.sort_unstable();
    Ok(left)
}

impl Feed {
    fn request(&mut self, article: Article) -> Result<(Place, IngestArticlesRequest), Unreadable> {
        let place = article.place.clone();
        let brought = self.brought.remove(&article.id);
        let article = article.into_message(&self.tenant);
        let (events, entities) = match brought {
            None => (Vec::new(), Vec::new()),
            Some(brought) => {
                let text = article::text(&article);
                let read = brought.in_text(&text, &self.extractor);
                let (events, entities) = read.map_err(|why| place.unreadable(why))?;
                let encode = |told: &Event| event::encode(told, String::new(), "");
                (events.iter().map(encode).collect(), entities.iter().map(reading::encode_entity).collect())
            }
        };
        let request = IngestArticleRequest {
            article: Some(article),
            events,
            entities,
            offset_unit: v1::OffsetUnit::Utf8.into(),
            skip_extraction: self.skip_extraction,
            ..Default::default()
        };
        Ok((place, IngestArticlesRequest { request: Some(request) }))
    }
}
