//! What the log and the index of a running pair hold.

use entente_wire::v1::article_change::Change;
use entente_wire::v1::event_log_service_client::EventLogServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::{EventType, FoundEvent, ListEventsRequest, TailEventsRequest};
use tonic::transport::Channel;

use crate::soon;

/// One article that the log took, and the position after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The article's id.
    pub article_id: String,
    /// Its revision.
    pub revision: i64,
    /// The ids of its events.
    pub events: Vec<String>,
    /// The cursor of its entry.
    pub cursor: String,
}

/// Every entry of the log, in order, with the cursor after it.
pub async fn changes_of(mut log: EventLogServiceClient<Channel>) -> Vec<(String, Change)> {
    let mut steps = soon(log.tail_events(TailEventsRequest::default())).await.unwrap().into_inner();
    let mut changes = Vec::new();
    loop {
        let response = soon(steps.message()).await.unwrap().expect("a tail does not end");
        match response.step.unwrap() {
            Step::Checkpoint(checkpoint) if checkpoint.at_end => return changes,
            Step::Checkpoint(_) => {}
            Step::Entry(entry) => changes.push((response.cursor, entry.change.unwrap().change.unwrap())),
        }
    }
}

/// Every article of the log, in order; withdrawals and articles read anew are passed over.
pub async fn log_of(log: EventLogServiceClient<Channel>) -> Vec<Logged> {
    let changes = changes_of(log).await.into_iter();
    let accepted = changes.filter_map(|(cursor, change)| match change {
        Change::Accepted(accepted) => Some(Logged {
            article_id: accepted.article.unwrap().article_id,
            revision: accepted.revision,
            events: accepted.events.into_iter().map(|event| event.event_id).collect(),
            cursor,
        }),
        Change::Retracted(_) | Change::Reextracted(_) | Change::Erased(_) => None,
    });
    accepted.collect()
}

/// A page of the events about stakes, and the token of the next; the type is set here.
pub async fn page_of_stakes(
    mut query: QueryServiceClient<Channel>,
    request: ListEventsRequest,
) -> (Vec<FoundEvent>, String) {
    let request = ListEventsRequest { r#type: EventType::Stake.into(), ..request };
    let page = soon(query.list_events(request)).await.unwrap().into_inner();
    (page.events, page.next_page_token)
}
