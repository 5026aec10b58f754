//! `entente timeline`: what happened, by day.

mod days;

use clap::Args;
use entente_wire::v1::{EventType, GetTimelineRequest, OffsetUnit};

use crate::client::Service;
use crate::error::{Error, Outcome};
use crate::input::Published;
use crate::listing::{ListingArgs, Page};
use crate::output::complain;
use crate::telling::Word as _;

#[derive(Debug, Args)]
pub(crate) struct TimelineArgs {
    /// Whose: any name or alias, or an entity's id
    #[arg(value_name = "ENTITY")]
    entity: String,
    /// Only what it has with this one
    #[arg(value_name = "OTHER")]
    counterpart: Option<String>,
    /// Only of this type; partnerships, stakes and strategies when not given
    #[arg(long = "type", value_name = "TYPE", value_parser = EventType::parser(), ignore_case = true)]
    types: Vec<i32>,
    /// What was known at this time; of a day, at its beginning in UTC
    #[arg(long, value_name = "TIME")]
    known_at: Option<Published>,
    #[command(flatten)]
    listing: ListingArgs,
}

pub(crate) async fn run(args: TimelineArgs) -> Result<Outcome, Error> {
    let page = async |service: &Service, page_size, page_token| {
        let request = GetTimelineRequest {
            tenant: args.listing.read.tenant.clone(),
            entity: args.entity.clone(),
            counterpart: args.counterpart.clone().unwrap_or_default(),
            types: args.types.clone(),
            known_at: args.known_at.as_ref().map(Published::time),
            page_size,
            page_token,
            cursor: args.listing.read.cursor.clone(),
            offset_unit: OffsetUnit::CodePoints.into(),
        };
        let page = service.query().get_timeline(request).await?.into_inner();
        if page.truncated {
            complain(&format!(
                "{} has more facts than are looked through: the oldest are left out",
                args.entity
            ));
        }
        Ok(Page { items: page.entries, next: page.next_page_token })
    };
    let mut day = None;
    args.listing
        .print("TimelineEntry", page, |entries, first| match entries {
            [] if first => Ok(format!("nothing is known of {}\n", args.entity)),
            entries => days::in_words(entries, &mut day),
        })
        .await
}
