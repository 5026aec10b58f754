//! `entente fact`: one fact with all that it rests on.

mod account;

pub(crate) use account::revised;

use clap::Args;
use entente_wire::v1::{GetFactRequest, OffsetUnit};

use crate::ask::ReadArgs;
use crate::error::{Error, Outcome};
use crate::list::WhenArgs;
use crate::listing::Output;

#[derive(Debug, Args)]
pub(crate) struct FactArgs {
    /// The fact's id, as lists print it
    #[arg(value_name = "ID")]
    fact_id: String,
    #[command(flatten)]
    when: WhenArgs,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    read: ReadArgs,
}

pub(crate) async fn run(args: FactArgs) -> Result<Outcome, Error> {
    let service = args.read.connect().await?;
    let request = GetFactRequest {
        tenant: args.read.tenant,
        fact_id: args.fact_id,
        as_of: args.when.as_of(),
        cursor: args.read.cursor,
        offset_unit: OffsetUnit::CodePoints.into(),
    };
    let told =
        service.query().get_fact(request).await.map_err(|status| service.failed(&status))?.into_inner();
    args.output.print("GetFactResponse", &told, account::of)?;
    Ok(Outcome::Done)
}
