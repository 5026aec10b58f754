//! `entente list`: what is believed.

mod request;
mod rows;

use clap::{Args, Subcommand};
use entente_model::Certainty;
use entente_wire::v1::{AsOf, FactFilter, FactStatus, StakeRole};
use entente_wire::vocabulary::Vocabulary;

use crate::error::{Error, Outcome};
use crate::input::Published;
use crate::listing::{ListingArgs, one_of};
use crate::telling::Word as _;

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// Who works with whom, and who merges with whom
    Partnerships(WhichArgs),
    /// Who holds, is to hold or no longer holds how much of whom
    Stakes {
        #[command(flatten)]
        which: WhichArgs,
        /// The part that --entity has in the stake
        #[arg(long, requires = "entity", value_parser = StakeRole::parser(), ignore_case = true)]
        role: Option<i32>,
    },
    /// Who plans what
    Strategies(WhichArgs),
    /// Who said what, word for word
    Statements(WhichArgs),
}

/// Which facts, and how they are printed.
#[derive(Debug, Args)]
struct WhichArgs {
    /// Takes part: any name or alias, or an entity's id
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// Takes part beside --entity
    #[arg(long, value_name = "NAME", requires = "entity")]
    counterpart: Option<String>,
    /// Only these stages, of what holds or of what is ahead or over; any when not given
    #[arg(long = "status", value_name = "STATUS", value_parser = FactStatus::parser(), ignore_case = true)]
    statuses: Vec<i32>,
    /// At least this sure
    #[arg(long, value_parser = one_of!(Certainty), ignore_case = true)]
    minimum_certainty: Option<Certainty>,
    /// At least this strongly borne out, 0 to 1
    #[arg(long, value_name = "BELIEF", default_value_t = 0.0, hide_default_value = true)]
    minimum_belief: f64,
    /// Only what articles are at odds about
    #[arg(long)]
    disputed: bool,
    /// Each of these words occurs in the topic, the regions, the quotation or the leading evidence
    #[arg(long = "word", value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    listing: ListingArgs,
}

/// The two axes of time.
#[derive(Debug, Args)]
pub(crate) struct WhenArgs {
    /// What held on this day
    #[arg(long, value_name = "DATE")]
    valid_at: Option<jiff::civil::Date>,
    /// What was known at this time; of a day, at its beginning in UTC
    #[arg(long, value_name = "TIME")]
    known_at: Option<Published>,
}

pub(crate) async fn run(args: ListArgs) -> Result<Outcome, Error> {
    let kind = args.kind;
    let page = async |service: &crate::client::Service, most, token| kind.page(service, most, token).await;
    kind.which().listing.print("Fact", page, |facts, first| kind.rows(facts, first)).await
}

impl Kind {
    fn which(&self) -> &WhichArgs {
        match self {
            Self::Stakes { which, .. }
            | Self::Partnerships(which)
            | Self::Strategies(which)
            | Self::Statements(which) => which,
        }
    }
}

impl WhichArgs {
    fn filter(&self) -> FactFilter {
        FactFilter {
            entity: self.entity.clone().unwrap_or_default(),
            counterpart: self.counterpart.clone().unwrap_or_default(),
            statuses: self.statuses.clone(),
            minimum_certainty: self.minimum_certainty.map_or(0, Vocabulary::number),
            minimum_belief: self.minimum_belief,
            disputed_only: self.disputed,
            words: self.words.clone(),
            ..FactFilter::default()
        }
    }
}

impl WhenArgs {
    /// As the contract takes it; none where both are now.
    pub(crate) fn as_of(&self) -> Option<AsOf> {
        let as_of = AsOf {
            valid_at: self.valid_at.map(|day| day.to_string()).unwrap_or_default(),
            known_at: self.known_at.as_ref().map(Published::time),
        };
        (as_of != AsOf::default()).then_some(as_of)
    }
}
