//! `entente list`: what a query service knows, page by page.

mod page;
mod rows;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand, ValueEnum};
use entente_model::{Certainty, PartnershipStatus, Polarity, StakeStatus, StrategyStatus};

use crate::ask::{ADDRESS, ReadArgs};
use crate::client::Service;
use crate::error::{Error, Outcome};
use crate::input::Published;
use crate::output::{complain, say};
use crate::proto_json::Contract;

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(subcommand)]
    kind: Kind,
}

/// A parser of the published names of a vocabulary, in any case.
macro_rules! one_of {
    ($vocabulary:ty) => {
        PossibleValuesParser::new(<$vocabulary>::ALL.iter().map(|value| value.name()))
            .try_map(|name| name.to_uppercase().parse::<$vocabulary>())
    };
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// Who works with whom
    Partnerships {
        /// Only these; any when not given
        #[arg(long = "status", value_name = "STATUS", value_parser = one_of!(PartnershipStatus), ignore_case = true)]
        statuses: Vec<PartnershipStatus>,
        #[command(flatten)]
        which: WhichArgs,
    },
    /// Who owns, buys or sells (part of) whom
    Stakes {
        /// Only these; any when not given
        #[arg(long = "status", value_name = "STATUS", value_parser = one_of!(StakeStatus), ignore_case = true)]
        statuses: Vec<StakeStatus>,
        #[command(flatten)]
        which: WhichArgs,
    },
    /// Who plans what
    Strategies {
        /// Only these; any when not given
        #[arg(long = "status", value_name = "STATUS", value_parser = one_of!(StrategyStatus), ignore_case = true)]
        statuses: Vec<StrategyStatus>,
        #[command(flatten)]
        which: WhichArgs,
    },
    /// Who said what, word for word
    Statements {
        #[command(flatten)]
        which: WhichArgs,
    },
}

/// Which events, and how they are printed.
#[derive(Debug, Args)]
struct WhichArgs {
    /// Takes part: any name or alias, or an entity's id
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// Takes part beside --entity
    #[arg(long, value_name = "NAME")]
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
    /// The article came out at or after this time
    #[arg(long, value_name = "DATE")]
    published_after: Option<Published>,
    /// The article came out before this time
    #[arg(long, value_name = "DATE")]
    published_before: Option<Published>,
    /// At most this many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    read: ReadArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// A table, quotes below each row, for people
    Text,
    /// One JSON object an event, as gRPC tools print a `FoundEvent`; an offset counts Unicode code points
    Json,
}

pub(crate) async fn run(args: ListArgs) -> Result<Outcome, Error> {
    let which = args.kind.which();
    let service = Service::connect(ADDRESS, &which.read.query_address).await?;
    let contract = Contract::new();
    let (mut left, mut token, mut first) = (which.limit, String::new(), true);
    loop {
        let page = args.kind.page(&service, left, token).await.map_err(|status| service.failed(&status))?;
        left = left.saturating_sub(u32::try_from(page.found.len()).unwrap_or(u32::MAX));
        say(&match which.output {
            Output::Text => args.kind.rows(&page.found, first)?,
            Output::Json => page.found.iter().try_fold(String::new(), |out, found| {
                let line = serde_json::to_string(&contract.json("FoundEvent", found));
                line.map(|line| out + &line + "\n").map_err(|error| Error::Answer(error.to_string()))
            })?,
        })?;
        if page.next.is_empty() {
            return Ok(Outcome::Done);
        }
        if left == 0 {
            complain(&format!("there are more than {}: see --limit", which.limit));
            return Ok(Outcome::Done);
        }
        (token, first) = (page.next, false);
    }
}

impl Kind {
    fn which(&self) -> &WhichArgs {
        match self {
            Self::Partnerships { which, .. }
            | Self::Stakes { which, .. }
            | Self::Strategies { which, .. }
            | Self::Statements { which } => which,
        }
    }
}
