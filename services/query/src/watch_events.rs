//! The stream of events as they are applied.

use entente_facts::{ArticleChange, Contribution, EventQuery, IndexedEvent, Wanted};
use entente_index::Index;
use entente_log::Cursor;
use entente_model::{EventType, Tenant};
use entente_text::OffsetUnit;
use entente_wire::v1::LogEntry;
use entente_wire::v1::watch_events_response::Step;
use entente_wire::vocabulary::required;
use entente_wire::{Failure, Within as _, field, v1};

use crate::filter::Filter;
use crate::watch::Watched;
use crate::{found, tail};

/// The events that a stream shows.
pub(crate) struct WatchedEvents {
    tenant: Tenant,
    filter: Filter,
    types: Vec<EventType>,
    unit: OffsetUnit,
}

impl WatchedEvents {
    /// Those that the request asks for; failures name the field.
    pub(crate) fn decode(request: &v1::WatchEventsRequest) -> Result<Self, Failure> {
        Ok(Self {
            tenant: field::tenant(&request.tenant).within("tenant")?,
            filter: Filter::decode(request.filter.as_ref()).within("filter")?,
            types: types(&request.types)?,
            unit: field::offset_unit(request.offset_unit).within("offset_unit")?,
        })
    }
}

/// The types of the field `types`.
pub(crate) fn types(numbers: &[i32]) -> Result<Vec<EventType>, Failure> {
    let kind = |(index, &number): (usize, &i32)| required(number).within_item("types", index);
    numbers.iter().enumerate().map(kind).collect()
}

impl Watched for WatchedEvents {
    type Change = v1::EventChange;
    type Response = v1::WatchEventsResponse;

    fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    fn change(&self, index: &Index, entry: LogEntry, at: Cursor) -> Result<Option<v1::EventChange>, Failure> {
        let change = tail::change(entry, at)?.1;
        let read_anew = matches!(change, ArticleChange::Reextracted(_));
        let change = match change {
            ArticleChange::Retracted { article, .. } | ArticleChange::Erased { article, .. } => {
                v1::EventChange { added: Vec::new(), replaced_article_id: article.to_string() }
            }
            ArticleChange::Accepted(accepted) | ArticleChange::Reextracted(accepted) => {
                let contribution = Contribution::of(*accepted, index.directory());
                let article = &contribution.article;
                let is_first = article.revision == 1 && !read_anew;
                let replaced = if is_first { String::new() } else { article.id.to_string() };
                // A name may only now have become known.
                let query = self.filter.query(&index.view(), &self.tenant, Wanted::Statements, 0)?;
                let matches = |event: &&IndexedEvent| {
                    query.as_ref().is_some_and(|query| wants(query, &self.types, event))
                };
                let mut added: Vec<_> =
                    contribution.events.iter().filter(matches).map(found::event).collect();
                found::recount(&mut added, &contribution.text, self.unit)?;
                v1::EventChange { added, replaced_article_id: replaced }
            }
        };
        let something = !change.added.is_empty() || !change.replaced_article_id.is_empty();
        Ok(something.then_some(change))
    }

    fn response(cursor: String, change: Option<v1::EventChange>) -> v1::WatchEventsResponse {
        let step = change.map_or(Step::Checkpoint(v1::WatchCheckpoint {}), Step::Change);
        v1::WatchEventsResponse { cursor, step: Some(step) }
    }
}

/// True when the event is of one of the types, any when there is none, and meets the conditions of the query.
fn wants(query: &EventQuery, types: &[EventType], event: &IndexedEvent) -> bool {
    let event_type = event.event.assertion.event_type();
    (types.is_empty() || types.contains(&event_type))
        && EventQuery { wanted: Wanted::all(event_type), ..query.clone() }.matches(event)
}
