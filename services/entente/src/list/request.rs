//! One page of a list, whatever is listed.

use entente_wire::v1::{
    Fact, ListPartnershipsRequest, ListStakesRequest, ListStatementsRequest, ListStrategiesRequest,
    OffsetUnit,
};
use tonic::Status;

use super::Kind;
use crate::client::Service;
use crate::listing::Page;

/// The request of this type that `kind` asks for; all four have these fields.
macro_rules! request {
    ($request:ident, $kind:expr, $page_size:expr, $page_token:expr $(, $field:ident: $value:expr)?) => {{
        let which = $kind.which();
        $request {
            tenant: which.listing.read.tenant.clone(),
            filter: Some(which.filter()),
            as_of: which.when.as_of(),
            page_size: $page_size,
            page_token: $page_token,
            cursor: which.listing.read.cursor.clone(),
            offset_unit: OffsetUnit::CodePoints.into(),
            $($field: $value,)?
        }
    }};
}

impl Kind {
    /// At most `page_size` facts from `page_token` on.
    pub(super) async fn page(
        &self,
        service: &Service,
        page_size: i32,
        page_token: String,
    ) -> Result<Page<Fact>, Status> {
        let mut query = service.query();
        Ok(match self {
            Self::Partnerships(_) => {
                let request = request!(ListPartnershipsRequest, self, page_size, page_token);
                let page = query.list_partnerships(request).await?.into_inner();
                Page { items: page.partnerships, next: page.next_page_token }
            }
            Self::Stakes { role, .. } => {
                let role = role.unwrap_or_default();
                let request = request!(ListStakesRequest, self, page_size, page_token, role: role);
                let page = query.list_stakes(request).await?.into_inner();
                Page { items: page.stakes, next: page.next_page_token }
            }
            Self::Strategies(_) => {
                let request = request!(ListStrategiesRequest, self, page_size, page_token);
                let page = query.list_strategies(request).await?.into_inner();
                Page { items: page.strategies, next: page.next_page_token }
            }
            Self::Statements(_) => {
                let request = request!(ListStatementsRequest, self, page_size, page_token);
                let page = query.list_statements(request).await?.into_inner();
                Page { items: page.statements, next: page.next_page_token }
            }
        })
    }
}
