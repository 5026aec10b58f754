//! `entente events`: what single articles say.

mod rows;

use clap::{Args, ValueEnum};
use entente_model::{Certainty, Polarity};
use entente_wire::v1::{EventFilter, EventType, ListEventsRequest, OffsetUnit};
use entente_wire::vocabulary::Vocabulary;

use crate::error::{Error, Outcome};
use crate::input::PublishedArgs;
use crate::listing::{ListingArgs, Page, one_of};

#[derive(Debug, Args)]
pub(crate) struct EventsArgs {
    /// Of which type
    #[arg(value_enum, value_name = "TYPE")]
    kind: Kind,
    /// Takes part: any name or alias, or an entity's id
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// Takes part beside --entity
    #[arg(long, value_name = "NAME", requires = "entity")]
    counterpart: Option<String>,
    /// Said to be so, or not to be so
    #[arg(long, value_parser = one_of!(Polarity), ignore_case = true)]
    polarity: Option<Polarity>,
    /// At least this sure
    #[arg(long, value_parser = one_of!(Certainty), ignore_case = true)]
    minimum_certainty: Option<Certainty>,
    /// Each of these words occurs in the topic, the regions or the evidence
    #[arg(long = "word", value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    published: PublishedArgs,
    #[command(flatten)]
    listing: ListingArgs,
}

/// Types of events, as arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Who works with whom
    Partnerships,
    /// Who owns, buys or sells (part of) whom
    Stakes,
    /// Who plans what
    Strategies,
    /// Who said what, word for word
    Statements,
}

impl From<Kind> for EventType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Partnerships => Self::Partnership,
            Kind::Stakes => Self::Stake,
            Kind::Strategies => Self::Strategy,
            Kind::Statements => Self::Statement,
        }
    }
}

pub(crate) async fn run(args: EventsArgs) -> Result<Outcome, Error> {
    let page = async |service: &crate::client::Service, page_size, page_token| {
        let request = ListEventsRequest {
            tenant: args.listing.read.tenant.clone(),
            r#type: EventType::from(args.kind).into(),
            filter: Some(args.filter()),
            page_size,
            page_token,
            cursor: args.listing.read.cursor.clone(),
            offset_unit: OffsetUnit::CodePoints.into(),
        };
        let page = service.query().list_events(request).await?.into_inner();
        Ok(Page { items: page.events, next: page.next_page_token })
    };
    args.listing.print("FoundEvent", page, |found, first| rows::table(args.kind, found, first)).await
}

impl EventsArgs {
    fn filter(&self) -> EventFilter {
        EventFilter {
            entity: self.entity.clone().unwrap_or_default(),
            counterpart: self.counterpart.clone().unwrap_or_default(),
            polarity: self.polarity.map_or(0, Vocabulary::number),
            minimum_certainty: self.minimum_certainty.map_or(0, Vocabulary::number),
            words: self.words.clone(),
            published_after: self.published.after(),
            published_before: self.published.before(),
        }
    }
}
