//! The four lists of facts: one path, four kinds of request.

use entente_facts::{AsOf, Beliefs as _, FactPosition, FactQuery, StakeRole};
use entente_index::View;
use entente_model::{EventType, Tenant};
use entente_runtime::{Deadline, LimitArgs};
use entente_text::OffsetUnit;
use entente_wire::{Failure, Within as _, field, v1};
use prost::Message;
use prost::bytes::Bytes;

use super::filter::FactFilter;
use super::piece::Joiner;
use super::{Naming, as_of, encode, support};
use crate::page::Pages;
use crate::reader::{Reader, unread};

/// How many facts a page holds when the request does not say.
const PAGE_SIZE: usize = 50;

/// Most facts of a page that is read where the request is served.
const SHORT: usize = 100;

/// A request for a list of facts.
pub(crate) trait ListRequest: Message + Clone {
    /// The call's name.
    const CALL: &'static str;
    /// What is listed.
    const TYPE: EventType;

    /// The part that the filter's entity has; failures name the field.
    fn role(&self) -> Result<Option<StakeRole>, Failure> {
        Ok(None)
    }

    /// The fields that every such request has.
    fn shared(&self) -> Shared<'_>;

    /// The same without the fields that do not decide what is listed.
    fn conditions(&self) -> Self;
}

/// The fields that every request for a list of facts has.
pub(crate) struct Shared<'a> {
    tenant: &'a str,
    filter: Option<&'a v1::FactFilter>,
    as_of: Option<&'a v1::AsOf>,
    page_size: i32,
    page_token: &'a str,
    cursor: &'a str,
    offset_unit: i32,
}

macro_rules! list_request {
    ($request:ident, $call:literal, $type:ident $(, |$this:ident| $role:expr)?) => {
        impl ListRequest for v1::$request {
            const CALL: &'static str = $call;
            const TYPE: EventType = EventType::$type;

            $(fn role(&self) -> Result<Option<StakeRole>, Failure> {
                let $this = self;
                $role
            })?

            fn shared(&self) -> Shared<'_> {
                Shared {
                    tenant: &self.tenant,
                    filter: self.filter.as_ref(),
                    as_of: self.as_of.as_ref(),
                    page_size: self.page_size,
                    page_token: &self.page_token,
                    cursor: &self.cursor,
                    offset_unit: self.offset_unit,
                }
            }

            fn conditions(&self) -> Self {
                Self {
                    page_size: 0,
                    page_token: String::new(),
                    cursor: String::new(),
                    offset_unit: 0,
                    ..self.clone()
                }
            }
        }
    };
}

list_request!(ListPartnershipsRequest, "ListPartnerships", Partnership);
list_request!(ListStakesRequest, "ListStakes", Stake, |request| role(request.role).within("role"));
list_request!(ListStrategiesRequest, "ListStrategies", Strategy);
list_request!(ListStatementsRequest, "ListStatements", Statement);

fn role(number: i32) -> Result<Option<StakeRole>, Failure> {
    match v1::StakeRole::try_from(number) {
        Ok(v1::StakeRole::Unspecified) => Ok(None),
        Ok(v1::StakeRole::Holder) => Ok(Some(StakeRole::Holder)),
        Ok(v1::StakeRole::Target) => Ok(Some(StakeRole::Target)),
        Err(_) => Err(Failure::invalid(format!("{number} is none of STAKE_ROLE_HOLDER, STAKE_ROLE_TARGET"))),
    }
}

/// A page of facts, as the response of each of the four calls has it on the wire, the facts encoded already.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct FactPage {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    facts: Vec<Bytes>,
    /// Asks for the next page; empty on the last.
    #[prost(string, tag = "2")]
    next_page_token: String,
}

impl FactPage {
    /// The response of a call.
    pub(crate) fn response<R: Message + Default>(&self) -> Result<R, Failure> {
        R::decode(self.encode_to_vec().as_slice()).map_err(|error| {
            tracing::error!(%error, "a page of facts is no response");
            Failure::internal("the index can't be read")
        })
    }
}

/// A page of facts.
pub(crate) async fn list<R: ListRequest>(
    reader: &Reader,
    limits: &LimitArgs,
    deadline: Option<Deadline>,
    request: &R,
) -> Result<FactPage, Failure> {
    let shared = request.shared();
    let tenant = field::tenant(shared.tenant).within("tenant")?;
    let filter = FactFilter::decode(shared.filter).within("filter")?;
    let role = request.role()?;
    let as_of = as_of::decode(shared.as_of).within("as_of")?;
    let size = field::page_size(shared.page_size, PAGE_SIZE, limits.max_page_size).within("page_size")?;
    let pages = Pages::new(R::CALL, &request.conditions());
    let after = pages.read(shared.page_token)?;
    let unit = field::offset_unit(shared.offset_unit).within("offset_unit")?;
    let ready = as_of == AsOf::NOW && unit == OffsetUnit::Utf8;
    let short = ready && size <= SHORT && filter.names_only();
    let read = move |view: &View| {
        let Some(mut query) = filter.query(view, &tenant, R::TYPE, as_of, size)? else {
            return Ok(FactPage::default());
        };
        query.role = role;
        query.after = after;
        let (facts, next) =
            if ready { self::ready(view, &tenant, &query)? } else { made(view, &tenant, &query, unit)? };
        Ok(FactPage { facts, next_page_token: pages.issue(next.as_ref()) })
    };
    // A ready page is read in less time than handing it to another thread takes; what has to be looked for may take long.
    if short {
        reader.read_here(shared.cursor, deadline, read).await
    } else {
        reader.read(shared.cursor, deadline, read).await
    }
}

/// Facts as of now, offsets in bytes.
fn ready(
    view: &View,
    tenant: &Tenant,
    query: &FactQuery,
) -> Result<(Vec<Bytes>, Option<FactPosition>), Failure> {
    let page = view.pieces(tenant, query).map_err(|error| unread(&error))?;
    let mut joiner = Joiner::new(view, tenant, page.pieces.len());
    let facts = page.pieces.iter().map(|piece| joiner.join(piece.as_ref()));
    Ok((facts.collect::<Result<_, _>>()?, page.next))
}

/// Facts at any point of time, offsets in any unit.
fn made(
    view: &View,
    tenant: &Tenant,
    query: &FactQuery,
    unit: OffsetUnit,
) -> Result<(Vec<Bytes>, Option<FactPosition>), Failure> {
    let page = view.facts(tenant, query).map_err(|error| unread(&error))?;
    let mut naming = Naming::new(view, tenant);
    let encoded = page.facts.into_iter().map(|found| encode(found, &mut naming));
    let mut facts = encoded.collect::<Result<Vec<_>, _>>()?;
    support::recount(view, tenant, unit, facts.iter_mut().filter_map(|fact| fact.lead.as_mut()))?;
    Ok((facts.iter().map(|fact| fact.encode_to_vec().into()).collect(), page.next))
}
