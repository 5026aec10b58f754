//! Pages of facts: each fact whole, or the piece that stands for it where it is shown.

use entente_facts::{AsOf, FactPage, FactPosition, FactQuery, FactsError, FoundFact, folded};
use entente_model::{EventType, Tenant};
use fjall::Slice;

use crate::IndexError;
use crate::believed::Believed;
use crate::fact_list::{FactList, Listed, Rows};
use crate::record::{Body, RecordError, Row};
use crate::view::{View, unavailable};

/// Most rows that one page looks through.
const ROWS_MOST: usize = 100_000;

/// Most facts that one page works out anew for another time than now.
const FOLDS_MOST: usize = 5_000;

/// How facts are shown. What is shown of one is written when the fact changes, so that a page is put together from ready pieces.
pub trait Presenter: Send + Sync {
    /// Tells pieces of one look from those of another: an index with other ones is made anew.
    fn look(&self) -> String;

    /// The piece of a fact as of now. The names of entities are none of its business, since they change by themselves.
    fn piece(&self, found: FoundFact) -> Vec<u8>;
}

/// A page of pieces.
#[derive(Debug)]
pub struct PiecePage {
    /// The pieces, in the order of the list.
    pub pieces: Vec<Piece>,
    /// The place of the last of them, where another page follows.
    pub next: Option<FactPosition>,
}

/// What a [`Presenter`] made of a fact.
#[derive(Debug)]
pub struct Piece {
    home: Slice,
    begin: usize,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        self.home.get(self.begin..).unwrap_or_default()
    }
}

impl Piece {
    fn of(home: Slice) -> Result<Self, RecordError> {
        let Body::Home { piece, .. } = Row::decode(&home)?.body else { return Err(RecordError::Missing) };
        let begin = home.len() - piece.len();
        Ok(Self { home, begin })
    }
}

impl View {
    /// The pieces of the facts that [`entente_facts::Beliefs::facts`] finds for a query as of now. What `as_of` the query asks for is not looked
    /// at.
    pub fn pieces(&self, tenant: &Tenant, query: &FactQuery) -> Result<PiecePage, FactsError> {
        self.piece_page(tenant, query).map_err(unavailable)
    }

    fn piece_page(&self, tenant: &Tenant, query: &FactQuery) -> Result<PiecePage, IndexError> {
        let query = &FactQuery { as_of: AsOf::NOW, ..query.clone() };
        let rows = self.rows(tenant, query);
        let any = matches_any(query);
        let piece = |listed: &Listed| -> Result<Option<Piece>, IndexError> {
            let wanted = if any {
                let row = listed.row()?;
                row.stands && (row.takes_part || query.entities.is_empty())
            } else {
                query.matches(&listed.found(&rows)?)
            };
            if !wanted {
                return Ok(None);
            }
            let piece = Piece::of(listed.home(&rows)?);
            piece.map(Some).map_err(Believed::damaged)
        };
        let (pieces, next) = self.paged(tenant, query, piece)?;
        Ok(PiecePage { pieces, next })
    }

    pub(crate) fn page(&self, tenant: &Tenant, query: &FactQuery) -> Result<FactPage, IndexError> {
        let believed = self.believed(tenant);
        let rows = self.rows(tenant, query);
        let found = |listed: &Listed| -> Result<Option<FoundFact>, IndexError> {
            if query.as_of == AsOf::NOW {
                let found = listed.found(&rows)?;
                return Ok(query.matches(&found).then_some(found));
            }
            let claimed = believed.claimed_by_fact(listed.fact(&rows)?)?;
            let folded = folded(&claimed.about, &claimed.claims, query.as_of);
            let Some(folded) = folded.filter(|folded| query.accepts(&folded.fact)) else { return Ok(None) };
            let found = believed.found(&claimed, &folded, query.as_of)?;
            Ok(query.accepts_words(&found).then_some(found))
        };
        let (facts, next) = self.paged(tenant, query, found)?;
        Ok(FactPage { facts, next })
    }

    pub(crate) fn rows<'a>(&'a self, tenant: &'a Tenant, query: &FactQuery) -> Rows<'a> {
        Rows { read: self.read(), tenant, event_type: query.event_type }
    }

    /// What `wanted` makes of the rows that it wants, as many as a page holds, and the place of the last where others follow.
    fn paged<T>(
        &self,
        tenant: &Tenant,
        query: &FactQuery,
        wanted: impl Fn(&Listed) -> Result<Option<T>, IndexError>,
    ) -> Result<(Vec<T>, Option<FactPosition>), IndexError> {
        let most = if query.as_of == AsOf::NOW { ROWS_MOST } else { FOLDS_MOST };
        let mut page = Vec::with_capacity(query.limit.min(ROWS_MOST));
        let mut last: Option<Listed> = None;
        for (number, listed) in FactList::new(self.read(), tenant, query).enumerate() {
            let listed = listed?;
            let wanted = wanted(&listed)?;
            if wanted.is_some() && page.len() >= query.limit {
                return Ok((page, last.map(|last| last.position()).transpose()?));
            }
            let matches = wanted.is_some();
            page.extend(wanted);
            if number + 1 >= most {
                return Ok((page, Some(listed.position()?)));
            }
            last = if matches { Some(listed) } else { last };
        }
        Ok((page, None))
    }
}

/// True when a query wants all that stands in its lists, so that no fact needs to be looked at.
fn matches_any(query: &FactQuery) -> bool {
    // Whatever is added to a query has to be thought of here.
    let FactQuery {
        event_type,
        entities,
        counterparts,
        role,
        statuses,
        minimum_certainty,
        minimum_belief,
        disputed_only,
        words,
        published_from,
        published_before,
        as_of: _,
        after: _,
        limit: _,
    } = query;
    entities.len() <= 1
        && counterparts.is_empty()
        && role.is_none_or(|_| *event_type == EventType::Stake && !entities.is_empty())
        && statuses.is_empty()
        && minimum_certainty.is_none()
        && *minimum_belief <= 0.0
        && !disputed_only
        && words.is_empty()
        && published_from.is_none()
        && published_before.is_none()
}
