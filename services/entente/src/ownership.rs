//! `entente owners` and `entente holdings`: who is behind a company, and what it holds.

pub(crate) mod percent;
mod tree;

use clap::{Args, ValueEnum};
use entente_wire::v1;
use entente_wire::v1::OwnershipDirection;

use crate::ask::ReadArgs;
use crate::client::Service;
use crate::error::{Error, Outcome};
use crate::input::Published;
use crate::listing::Output;

#[derive(Debug, Args)]
pub(crate) struct OwnershipArgs {
    /// Whose: any name or alias, or an entity's id
    #[arg(value_name = "ENTITY")]
    entity: String,
    #[command(flatten)]
    pub(crate) tracing: TracingArgs,
    /// Chains of at most so many holdings
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(i32).range(1..=64))]
    depth: i32,
    /// Only those with at least this percent at the most
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0, hide_default_value = true)]
    minimum_percent: f64,
    /// At most so many companies, those with the most first
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(i32).range(1..))]
    limit: i32,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    read: ReadArgs,
}

/// What is counted, and when.
#[derive(Debug, Args)]
pub(crate) struct TracingArgs {
    /// What was held on this day; the newest that is known when not given
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<jiff::civil::Date>,
    /// What was known at this time; of a day, at its beginning in UTC
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<Published>,
    /// What is counted
    #[arg(long, value_enum, default_value_t = Interest::Capital)]
    interest: Interest,
    /// Only stakes that are at least this strongly borne out, 0 to 1
    #[arg(long, value_name = "BELIEF", default_value_t = 0.0, hide_default_value = true)]
    minimum_belief: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Interest {
    /// Capital, or capital and votes alike
    Capital,
    /// Votes alone
    Votes,
}

impl TracingArgs {
    /// The request for the ownership of an entity, as deep and as wide as the service takes it unless said.
    pub(crate) fn request(
        &self,
        entity: &str,
        direction: OwnershipDirection,
        read: &ReadArgs,
    ) -> v1::TraceOwnershipRequest {
        let interest = match self.interest {
            Interest::Capital => v1::Interest::Shareholding,
            Interest::Votes => v1::Interest::VotingRights,
        };
        v1::TraceOwnershipRequest {
            tenant: read.tenant.clone(),
            entity: entity.to_owned(),
            direction: direction.into(),
            interest: interest.into(),
            as_of: self.as_of.map(|day| day.to_string()).unwrap_or_default(),
            known_at: self.known_at.as_ref().map(Published::time),
            minimum_belief: self.minimum_belief,
            cursor: read.cursor.clone(),
            ..v1::TraceOwnershipRequest::default()
        }
    }
}

pub(crate) async fn run(args: OwnershipArgs, direction: OwnershipDirection) -> Result<Outcome, Error> {
    let service = args.read.connect().await?;
    let request = v1::TraceOwnershipRequest {
        max_depth: args.depth,
        minimum_percent: args.minimum_percent,
        page_size: args.limit,
        ..args.tracing.request(&args.entity, direction, &args.read)
    };
    let trace = trace(&service, request).await?;
    args.output.print("OwnershipTrace", &trace, tree::of)?;
    Ok(Outcome::Done)
}

/// What the service answers.
pub(crate) async fn trace(
    service: &Service,
    request: v1::TraceOwnershipRequest,
) -> Result<v1::OwnershipTrace, Error> {
    let answer = service.query().trace_ownership(request).await.map_err(|status| service.failed(&status))?;
    answer.into_inner().trace.ok_or_else(|| Error::Answer("ownership without a trace".to_owned()))
}
