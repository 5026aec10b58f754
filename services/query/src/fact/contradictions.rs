//! The list of what is at odds.

use entente_facts::{Beliefs as _, ContradictionQuery};
use entente_index::View;
use entente_model::ContradictionKind;
use entente_runtime::{Deadline, LimitArgs};
use entente_wire::vocabulary::required;
use entente_wire::{Failure, Within as _, field, v1};

use super::{Naming, contradiction, support};
use crate::filter::{meanings, name};
use crate::page::Pages;
use crate::reader::{Reader, unread};

/// How many contradictions a page holds when the request does not say: each has supports on both sides.
const PAGE_SIZE: usize = 20;

/// A page of contradictions, that which was brought up last first.
pub(crate) async fn list(
    reader: &Reader,
    limits: &LimitArgs,
    deadline: Option<Deadline>,
    request: v1::ListContradictionsRequest,
) -> Result<v1::ListContradictionsResponse, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    let entity = name(&request.entity).within("entity")?;
    let kinds = kinds(&request.kinds)?;
    let size = field::page_size(request.page_size, PAGE_SIZE, limits.max_page_size).within("page_size")?;
    let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
    let v1::ListContradictionsRequest { page_token, cursor, .. } = &request;
    let pages = Pages::new("ListContradictions", &conditions(&request));
    let after = pages.read(page_token)?;
    let read = move |view: &View| {
        let Some(entities) = meanings(view, &tenant, entity.as_deref())? else {
            return Ok(v1::ListContradictionsResponse::default());
        };
        // One more than the page holds tells whether another follows.
        let query = ContradictionQuery { entities, kinds, after, limit: size + 1 };
        let mut found = view.contradictions(&tenant, &query).map_err(|error| unread(&error))?;
        let more = found.len() > size;
        found.truncate(size);
        let last = found.last().filter(|_| more).map(|found| found.contradiction.position());
        let mut naming = Naming::new(view, &tenant);
        let encoded = found.into_iter().map(|found| contradiction::encode(found, &mut naming));
        let mut contradictions = encoded.collect::<Result<Vec<_>, _>>()?;
        support::recount(view, &tenant, unit, contradictions.iter_mut().flat_map(contradiction::sides))?;
        Ok(v1::ListContradictionsResponse { contradictions, next_page_token: pages.issue(last.as_ref()) })
    };
    reader.read(cursor, deadline, read).await
}

fn kinds(numbers: &[i32]) -> Result<Vec<ContradictionKind>, Failure> {
    field::count(numbers.len(), ContradictionKind::ALL.len()).within("kinds")?;
    let kind = |(index, &number): (usize, &i32)| required(number).within_item("kinds", index);
    numbers.iter().enumerate().map(kind).collect()
}

/// The request without the fields that do not decide what is listed.
fn conditions(request: &v1::ListContradictionsRequest) -> v1::ListContradictionsRequest {
    v1::ListContradictionsRequest {
        page_size: 0,
        page_token: String::new(),
        cursor: String::new(),
        offset_unit: 0,
        ..request.clone()
    }
}
