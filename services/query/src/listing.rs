//! The four lists of events: one path, four kinds of request.

use entente_facts::{Facts as _, IndexedEvent, Wanted};
use entente_runtime::{Deadline, LimitArgs};
use entente_wire::vocabulary::{Vocabulary, required};
use entente_wire::{Failure, Within as _, field, v1};
use prost::Message;

use crate::filter::Filter;
use crate::found;
use crate::page::Pages;
use crate::reader::{Reader, unread};

/// How many events a page holds when the request does not say.
pub(crate) const PAGE_SIZE: usize = 50;

/// A request for a list of events.
pub(crate) trait ListRequest {
    /// The call's name.
    const CALL: &'static str;

    /// What is wanted; failures name the field.
    fn wanted(&self) -> Result<Wanted, Failure>;

    /// The fields that every such request has.
    fn shared(&self) -> Shared<'_>;

    /// Every field that decides what is listed, in the same bytes each time.
    fn conditions(&self) -> Vec<u8>;
}

/// The fields that every request for a list of events has.
pub(crate) struct Shared<'a> {
    tenant: &'a str,
    filter: Option<&'a v1::EventFilter>,
    page_size: i32,
    page_token: &'a str,
    cursor: &'a str,
    offset_unit: i32,
}

macro_rules! list_request {
    ($request:ident, $call:literal, |$this:ident| $wanted:expr) => {
        impl ListRequest for v1::$request {
            const CALL: &'static str = $call;

            fn wanted(&self) -> Result<Wanted, Failure> {
                let $this = self;
                $wanted
            }

            fn shared(&self) -> Shared<'_> {
                Shared {
                    tenant: &self.tenant,
                    filter: self.filter.as_ref(),
                    page_size: self.page_size,
                    page_token: &self.page_token,
                    cursor: &self.cursor,
                    offset_unit: self.offset_unit,
                }
            }

            fn conditions(&self) -> Vec<u8> {
                let conditions = Self {
                    page_size: 0,
                    page_token: String::new(),
                    cursor: String::new(),
                    offset_unit: 0,
                    ..self.clone()
                };
                conditions.encode_to_vec()
            }
        }
    };
}

list_request!(ListPartnershipsRequest, "ListPartnerships", |request| {
    statuses(&request.statuses).map(Wanted::Partnerships)
});
list_request!(ListStakesRequest, "ListStakes", |request| statuses(&request.statuses).map(Wanted::Stakes));
list_request!(ListStrategiesRequest, "ListStrategies", |request| {
    statuses(&request.statuses).map(Wanted::Strategies)
});
list_request!(ListStatementsRequest, "ListStatements", |_request| Ok(Wanted::Statements));

fn statuses<V: Vocabulary>(numbers: &[i32]) -> Result<Vec<V>, Failure> {
    let status = |(index, &number): (usize, &i32)| required(number).within_item("statuses", index);
    numbers.iter().enumerate().map(status).collect()
}

/// A page of events, and the token of the next one; that is empty on the last.
pub(crate) async fn list<R: ListRequest>(
    reader: &Reader,
    limits: &LimitArgs,
    deadline: Option<Deadline>,
    request: &R,
) -> Result<(Vec<v1::FoundEvent>, String), Failure> {
    let shared = request.shared();
    let tenant = field::tenant(shared.tenant).within("tenant")?;
    let filter = Filter::decode(shared.filter).within("filter")?;
    let wanted = request.wanted()?;
    let size = field::page_size(shared.page_size, PAGE_SIZE, limits.max_page_size).within("page_size")?;
    let pages = Pages::new(R::CALL, &request.conditions());
    let after = pages.read(shared.page_token)?;
    let unit = field::offset_unit(shared.offset_unit).within("offset_unit")?;
    let read = move |view: &entente_index::View| {
        // One more than the page holds tells whether another follows.
        let Some(mut query) = filter.query(view, &tenant, wanted, size + 1)? else {
            return Ok((Vec::new(), String::new()));
        };
        query.after = after;
        let mut events = view.events(&tenant, &query).map_err(|error| unread(&error))?;
        let more = events.len() > size;
        events.truncate(size);
        let last = events.last().filter(|_| more).map(IndexedEvent::position);
        let next = last.map_or_else(String::new, |position| pages.issue(&position));
        Ok((found::events(view, &tenant, &events, unit)?, next))
    };
    reader.read(shared.cursor, deadline, read).await
}
