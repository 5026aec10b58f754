//! The stages of an entity's facts, in the order of their days.

use entente_facts::{Beliefs as _, Timeline, TimelineEntry, TimelineQuery};
use entente_index::View;
use entente_model::EventType;
use entente_runtime::{Deadline, LimitArgs};
use entente_wire::{Failure, Within as _, field, v1};

use super::as_of::known_at;
use super::{Naming, stage, support, without_lead};
use crate::filter::{meanings, name};
use crate::page::Pages;
use crate::reader::{Reader, unread};
use crate::watch_events::types;

/// How many stages a page holds when the request does not say.
const PAGE_SIZE: usize = 50;

/// What a timeline shows when the request does not say: quotations are many and no stages of anything.
const TYPES: [EventType; 3] = [EventType::Partnership, EventType::Stake, EventType::Strategy];

/// A page of a timeline, oldest day first.
pub(crate) async fn timeline(
    reader: &Reader,
    limits: &LimitArgs,
    deadline: Option<Deadline>,
    request: v1::GetTimelineRequest,
) -> Result<v1::GetTimelineResponse, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    let Some(entity) = name(&request.entity).within("entity")? else {
        return Err(Failure::invalid("is empty")).within("entity");
    };
    let counterpart = name(&request.counterpart).within("counterpart")?;
    let given = types(&request.types)?;
    let types = if given.is_empty() { TYPES.to_vec() } else { given };
    let known_at = known_at(request.known_at.as_ref()).within("known_at")?;
    let size = field::page_size(request.page_size, PAGE_SIZE, limits.max_page_size).within("page_size")?;
    let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
    let v1::GetTimelineRequest { page_token, cursor, .. } = &request;
    let pages = Pages::new("GetTimeline", &conditions(&request));
    let after = pages.read(page_token)?;
    let read = move |view: &View| {
        let entities = meanings(view, &tenant, Some(&entity))?;
        let counterparts = meanings(view, &tenant, counterpart.as_deref())?;
        let (Some(entities), Some(counterparts)) = (entities, counterparts) else {
            return Ok(v1::GetTimelineResponse::default());
        };
        let query = TimelineQuery { entities, counterparts, types, known_at, after, limit: size };
        let Timeline { entries, next, truncated } =
            view.timeline(&tenant, &query).map_err(|error| unread(&error))?;
        let mut naming = Naming::new(view, &tenant);
        let encoded = entries.into_iter().map(|entry| encode(entry, &mut naming));
        let mut entries = encoded.collect::<Result<Vec<_>, _>>()?;
        let supports = entries.iter_mut().flat_map(|entry| entry.lead.iter_mut().chain(&mut entry.denial));
        support::recount(view, &tenant, unit, supports)?;
        Ok(v1::GetTimelineResponse { entries, next_page_token: pages.issue(next.as_ref()), truncated })
    };
    reader.read(cursor, deadline, read).await
}

fn encode(entry: TimelineEntry, naming: &mut Naming<'_>) -> Result<v1::TimelineEntry, Failure> {
    Ok(v1::TimelineEntry {
        fact: Some(without_lead(entry.fact, naming)?),
        stage: Some(stage::encode(entry.stage, naming)?),
        lead: entry.lead.as_ref().map(support::encode),
        denial: entry.denial.as_ref().map(support::encode),
    })
}

/// The request without the fields that do not decide what is listed.
fn conditions(request: &v1::GetTimelineRequest) -> v1::GetTimelineRequest {
    v1::GetTimelineRequest {
        page_size: 0,
        page_token: String::new(),
        cursor: String::new(),
        offset_unit: 0,
        ..request.clone()
    }
}
