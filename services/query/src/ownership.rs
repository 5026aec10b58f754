//! Ownership through chains of holdings.

mod shown;

use entente_facts::{AsOf, BelievedHoldings, Direction, EntityId, Facts as _, Limits, trace};
use entente_index::View;
use entente_model::{Interest, Tenant};
use entente_runtime::{Deadline, LimitArgs};
use entente_wire::v1::ErrorReason;
use entente_wire::vocabulary::optional;
use entente_wire::{Failure, Within as _, field, v1};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::fact::as_of::{day, known_at};
use crate::fact::filter::belief;
use crate::filter::{meanings, name};
use crate::reader::{Reader, unread};

/// How many effective shares are shown when the request does not say.
const PAGE_SIZE: usize = 100;
/// Longest chains that a request may ask for.
const DEPTH_MOST: i32 = 64;

/// What a request asks for.
struct Asked {
    tenant: Tenant,
    entity: String,
    direction: Direction,
    interest: Interest,
    valid_at: Option<Date>,
    known_at: Option<Timestamp>,
    depth: usize,
    minimum_belief: f64,
    minimum_percent: f64,
    size: usize,
}

impl Asked {
    fn decode(request: &v1::TraceOwnershipRequest, size_most: usize) -> Result<Self, Failure> {
        let Some(entity) = name(&request.entity).within("entity")? else {
            return Err(Failure::invalid("is empty")).within("entity");
        };
        Ok(Self {
            tenant: field::tenant(&request.tenant).within("tenant")?,
            entity,
            direction: direction(request.direction).within("direction")?,
            interest: optional(request.interest).within("interest")?.unwrap_or(Interest::Shareholding),
            valid_at: day(&request.as_of).within("as_of")?,
            known_at: known_at(request.known_at.as_ref()).within("known_at")?,
            depth: depth(request.max_depth).within("max_depth")?,
            minimum_belief: belief(request.minimum_belief).within("minimum_belief")?,
            minimum_percent: percent(request.minimum_percent).within("minimum_percent")?,
            size: field::page_size(request.page_size, PAGE_SIZE, size_most).within("page_size")?,
        })
    }

    fn read(&self, view: &View) -> Result<v1::OwnershipTrace, Failure> {
        let root = self.root(view)?;
        let holdings = BelievedHoldings {
            beliefs: view,
            tenant: &self.tenant,
            interest: self.interest,
            as_of: AsOf { valid_at: self.valid_at, known_at: self.known_at },
            minimum_belief: self.minimum_belief,
        };
        let limits = Limits { depth: self.depth, ..Limits::default() };
        let trace = trace(&holdings, root, self.direction, &limits).map_err(|error| unread(&error))?;
        let encoded = shown::encode(&trace, self.minimum_percent, self.size, &holdings)?;
        let as_of = self.valid_at.map_or_else(String::new, |day| day.to_string());
        Ok(v1::OwnershipTrace { as_of, ..encoded })
    }

    /// The entity that is meant, the best of those that the name may stand for.
    fn root(&self, view: &View) -> Result<EntityId, Failure> {
        let unknown =
            || Failure::new(ErrorReason::EntityNotFound, format!("no entity is called {:?}", self.entity));
        let meant = meanings(view, &self.tenant, Some(&self.entity))?.unwrap_or_default();
        let root = *meant.first().ok_or_else(unknown)?;
        let known = view.name(&self.tenant, root).map_err(|error| unread(&error))?;
        known.map(|_| root).ok_or_else(unknown)
    }
}

/// Who holds an entity, or what it holds.
pub(crate) async fn trace_ownership(
    reader: &Reader,
    limits: &LimitArgs,
    deadline: Option<Deadline>,
    request: v1::TraceOwnershipRequest,
) -> Result<v1::TraceOwnershipResponse, Failure> {
    let asked = Asked::decode(&request, limits.max_page_size)?;
    let read = move |view: &View| Ok(v1::TraceOwnershipResponse { trace: Some(asked.read(view)?) });
    reader.read(&request.cursor, deadline, read).await
}

fn direction(number: i32) -> Result<Direction, Failure> {
    match v1::OwnershipDirection::try_from(number) {
        Ok(v1::OwnershipDirection::Unspecified | v1::OwnershipDirection::Holders) => Ok(Direction::Holders),
        Ok(v1::OwnershipDirection::Holdings) => Ok(Direction::Holdings),
        Err(_) => Err(Failure::invalid(format!(
            "{number} is none of OWNERSHIP_DIRECTION_HOLDERS, OWNERSHIP_DIRECTION_HOLDINGS"
        ))),
    }
}

fn depth(depth: i32) -> Result<usize, Failure> {
    match usize::try_from(depth) {
        Ok(0) => Ok(Limits::default().depth),
        Ok(asked) if depth <= DEPTH_MOST => Ok(asked),
        Ok(_) | Err(_) => Err(Failure::invalid(format!("{depth} is not between 1 and {DEPTH_MOST}"))),
    }
}

fn percent(value: f64) -> Result<f64, Failure> {
    if (0.0..=100.0).contains(&value) {
        Ok(value)
    } else {
        Err(Failure::invalid(format!("{value} is not between 0 and 100")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let request = || v1::TraceOwnershipRequest { entity: "Velnor".to_owned(), ..Default::default() };
        let table = [
            ("entity", v1::TraceOwnershipRequest { entity: " ".to_owned(), ..request() }),
            ("direction", v1::TraceOwnershipRequest { direction: 3, ..request() }),
            ("interest", v1::TraceOwnershipRequest { interest: 9, ..request() }),
            ("as_of", v1::TraceOwnershipRequest { as_of: "2023-02-29".to_owned(), ..request() }),
            ("max_depth", v1::TraceOwnershipRequest { max_depth: 65, ..request() }),
            ("max_depth", v1::TraceOwnershipRequest { max_depth: -1, ..request() }),
            ("minimum_belief", v1::TraceOwnershipRequest { minimum_belief: 1.5, ..request() }),
            ("minimum_belief", v1::TraceOwnershipRequest { minimum_belief: f64::NAN, ..request() }),
            ("minimum_percent", v1::TraceOwnershipRequest { minimum_percent: 101.0, ..request() }),
            ("page_size", v1::TraceOwnershipRequest { page_size: -1, ..request() }),
        ];
        for (field, bad) in table {
            let failure = Asked::decode(&bad, 500).err().unwrap();
            assert_eq!(failure.field, field, "{failure}");
        }
        let asked = Asked::decode(&request(), 500).unwrap();
        assert_eq!((asked.depth, asked.direction), (16, Direction::Holders));
    }
}
