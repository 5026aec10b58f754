//! The list of events.

use entente_facts::{Facts as _, IndexedEvent, Wanted};
use entente_runtime::{Deadline, LimitArgs};
use entente_wire::vocabulary::required;
use entente_wire::{Failure, Within as _, field, v1};

use crate::filter::Filter;
use crate::found;
use crate::page::Pages;
use crate::reader::{Reader, unread};

/// How many events a page holds when the request does not say.
const PAGE_SIZE: usize = 50;

/// A page of events, newest article first.
pub(crate) async fn list(
    reader: &Reader,
    limits: &LimitArgs,
    deadline: Option<Deadline>,
    request: v1::ListEventsRequest,
) -> Result<v1::ListEventsResponse, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    let wanted = Wanted::all(required(request.r#type).within("type")?);
    let filter = Filter::decode(request.filter.as_ref()).within("filter")?;
    let size = field::page_size(request.page_size, PAGE_SIZE, limits.max_page_size).within("page_size")?;
    let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
    let v1::ListEventsRequest { page_token, cursor, .. } = &request;
    let pages = Pages::new("ListEvents", &conditions(&request));
    let after = pages.read(page_token)?;
    let read = move |view: &entente_index::View| {
        // One more than the page holds tells whether another follows.
        let Some(mut query) = filter.query(view, &tenant, wanted, size + 1)? else {
            return Ok(v1::ListEventsResponse::default());
        };
        query.after = after;
        let mut events = view.events(&tenant, &query).map_err(|error| unread(&error))?;
        let more = events.len() > size;
        events.truncate(size);
        let last = events.last().filter(|_| more).map(IndexedEvent::position);
        let events = found::events(view, &tenant, &events, unit)?;
        Ok(v1::ListEventsResponse { events, next_page_token: pages.issue(last.as_ref()) })
    };
    reader.read(cursor, deadline, read).await
}

/// The request without the fields that do not decide what is listed.
fn conditions(request: &v1::ListEventsRequest) -> v1::ListEventsRequest {
    v1::ListEventsRequest {
        page_size: 0,
        page_token: String::new(),
        cursor: String::new(),
        offset_unit: 0,
        ..request.clone()
    }
}
