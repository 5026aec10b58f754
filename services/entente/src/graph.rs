//! `entente graph`: the neighbourhood of an entity as a drawing.

mod dot;
mod layout;
mod neighbourhood;
mod svg;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use entente_wire::v1;
use entente_wire::v1::OwnershipDirection;

use crate::ask::ReadArgs;
use crate::client::Service;
use crate::error::{Error, Outcome};
use crate::output::say;
use crate::ownership::{TracingArgs, trace};
use neighbourhood::Neighbourhood;

/// Most partnerships that are looked at: several may tell of one partner.
const PARTNERSHIPS: i32 = 200;

#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    /// Whose: any name or alias, or an entity's id
    #[arg(value_name = "ENTITY")]
    entity: String,
    /// As what it is drawn
    #[arg(long, value_enum, default_value_t = Format::Svg)]
    format: Format,
    /// Where to write it; standard output when not given
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    tracing: TracingArgs,
    /// Chains of at most so many holdings, both ways
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(i32).range(1..=64))]
    depth: i32,
    /// At most so many holders, so many holdings and so many partners
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=200))]
    limit: u16,
    #[command(flatten)]
    read: ReadArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A picture for browsers and documents
    Svg,
    /// A description for Graphviz
    Dot,
}

pub(crate) async fn run(args: GraphArgs) -> Result<Outcome, Error> {
    let service = args.read.connect().await?;
    let traced = async |direction| {
        let request = v1::TraceOwnershipRequest {
            max_depth: args.depth,
            page_size: i32::from(args.limit),
            ..args.tracing.request(&args.entity, direction, &args.read)
        };
        trace(&service, request).await
    };
    let holders = traced(OwnershipDirection::Holders).await?;
    let holdings = traced(OwnershipDirection::Holdings).await?;
    let partnerships = partnerships(&service, &args, &holders).await?;
    let drawn = Neighbourhood::of(&holders, &holdings, &partnerships, usize::from(args.limit))?;
    let text = match args.format {
        Format::Svg => svg::draw(&drawn),
        Format::Dot => dot::describe(&drawn),
    };
    match &args.output_file {
        None => say(&text)?,
        Some(path) => std::fs::write(path, text).map_err(|error| Error::Flag {
            flag: "--output-file",
            value: path.display().to_string(),
            expected: format!("it cannot be written: {error}"),
        })?,
    }
    Ok(Outcome::Done)
}

/// The partnerships of the entity that was traced, as of the same point of time.
async fn partnerships(
    service: &Service,
    args: &GraphArgs,
    traced: &v1::OwnershipTrace,
) -> Result<Vec<v1::Fact>, Error> {
    let entity = traced.root.as_ref().map(|root| root.entity_id.clone()).unwrap_or_default();
    let request = args.tracing.request(&entity, OwnershipDirection::Holders, &args.read);
    let request = v1::ListPartnershipsRequest {
        tenant: request.tenant,
        filter: Some(v1::FactFilter {
            entity,
            minimum_belief: request.minimum_belief,
            ..v1::FactFilter::default()
        }),
        as_of: Some(v1::AsOf { valid_at: request.as_of, known_at: request.known_at }),
        page_size: PARTNERSHIPS,
        cursor: request.cursor,
        ..v1::ListPartnershipsRequest::default()
    };
    let answer =
        service.query().list_partnerships(request).await.map_err(|status| service.failed(&status))?;
    Ok(answer.into_inner().partnerships)
}
