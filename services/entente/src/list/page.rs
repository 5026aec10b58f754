//! One page of a listing, whatever is listed.

use entente_wire::v1::{
    EventFilter, FoundEvent, ListPartnershipsRequest, ListStakesRequest, ListStatementsRequest,
    ListStrategiesRequest, OffsetUnit,
};
use entente_wire::vocabulary::Vocabulary;
use tonic::Status;

use super::{Kind, WhichArgs};
use crate::client::Service;
use crate::input::Published;

/// Most events asked for at once; a service may give fewer.
const PAGE: u32 = 500;

/// Events, and what asks for the next ones; empty after the last.
pub(super) struct Page {
    pub(super) found: Vec<FoundEvent>,
    pub(super) next: String,
}

impl Kind {
    /// At most `most` events from `page_token` on.
    pub(super) async fn page(
        &self,
        service: &Service,
        most: u32,
        page_token: String,
    ) -> Result<Page, Status> {
        let which = self.which();
        let (tenant, cursor) = (which.read.tenant.clone(), which.read.cursor.clone());
        let page_size = i32::try_from(most.min(PAGE)).unwrap_or_default();
        let filter = Some(which.filter());
        let offset_unit = OffsetUnit::CodePoints.into();
        let mut query = service.query();
        Ok(match self {
            Self::Partnerships { statuses, .. } => {
                let statuses = numbers(statuses);
                let request = ListPartnershipsRequest {
                    tenant,
                    filter,
                    statuses,
                    page_size,
                    page_token,
                    cursor,
                    offset_unit,
                };
                let page = query.list_partnerships(request).await?.into_inner();
                Page { found: page.partnerships, next: page.next_page_token }
            }
            Self::Stakes { statuses, .. } => {
                let statuses = numbers(statuses);
                let request = ListStakesRequest {
                    tenant,
                    filter,
                    statuses,
                    page_size,
                    page_token,
                    cursor,
                    offset_unit,
                };
                let page = query.list_stakes(request).await?.into_inner();
                Page { found: page.stakes, next: page.next_page_token }
            }
            Self::Strategies { statuses, .. } => {
                let statuses = numbers(statuses);
                let request = ListStrategiesRequest {
                    tenant,
                    filter,
                    statuses,
                    page_size,
                    page_token,
                    cursor,
                    offset_unit,
                };
                let page = query.list_strategies(request).await?.into_inner();
                Page { found: page.strategies, next: page.next_page_token }
            }
            Self::Statements { .. } => {
                let request =
                    ListStatementsRequest { tenant, filter, page_size, page_token, cursor, offset_unit };
                let page = query.list_statements(request).await?.into_inner();
                Page { found: page.statements, next: page.next_page_token }
            }
        })
    }
}

impl WhichArgs {
    fn filter(&self) -> EventFilter {
        EventFilter {
            entity: self.entity.clone().unwrap_or_default(),
            counterpart: self.counterpart.clone().unwrap_or_default(),
            polarity: self.polarity.map_or(0, Vocabulary::number),
            minimum_certainty: self.minimum_certainty.map_or(0, Vocabulary::number),
            words: self.words.clone(),
            published_after: self.published_after.as_ref().map(Published::time),
            published_before: self.published_before.as_ref().map(Published::time),
        }
    }
}

fn numbers<V: Vocabulary + Copy>(values: &[V]) -> Vec<i32> {
    values.iter().map(|value| value.number()).collect()
}
