//! `entente entity`: who a name stands for, and why.

mod account;

use clap::Args;
use entente_wire::v1::{GetEntityRequest, NameMatch, ResolveEntitiesRequest, ResolvedEntity};

use crate::ask::ReadArgs;
use crate::client::Service;
use crate::error::{Error, Outcome};
use crate::listing::Output;
use crate::output::complain;

/// Most entities that are named where a name may stand for several.
const NAMED: i32 = 10;

#[derive(Debug, Args)]
pub(crate) struct EntityArgs {
    /// Any name or alias, or an entity's id
    #[arg(value_name = "NAME|ID")]
    entity: String,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    read: ReadArgs,
}

pub(crate) async fn run(args: EntityArgs) -> Result<Outcome, Error> {
    let service = args.read.connect().await?;
    let entity_id = if is_id(&args.entity) { args.entity.clone() } else { named(&service, &args).await? };
    let request = GetEntityRequest { tenant: args.read.tenant, entity_id, cursor: args.read.cursor };
    let told =
        service.query().get_entity(request).await.map_err(|status| service.failed(&status))?.into_inner();
    args.output.print("GetEntityResponse", &told, account::of)?;
    Ok(Outcome::Done)
}

/// Whether it is written as ids are: `e` and 32 hexadecimal digits.
fn is_id(text: &str) -> bool {
    let digits = text.strip_prefix('e').filter(|digits| digits.len() == 32);
    digits.is_some_and(|digits| digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')))
}

/// The id of the one entity that has this name.
async fn named(service: &Service, args: &EntityArgs) -> Result<String, Error> {
    let request = ResolveEntitiesRequest {
        tenant: args.read.tenant.clone(),
        name: args.entity.clone(),
        page_size: NAMED,
        cursor: args.read.cursor.clone(),
    };
    let found = service.query().resolve_entities(request).await.map_err(|status| service.failed(&status))?;
    let found = found.into_inner().entities;
    let exact: Vec<&ResolvedEntity> =
        found.iter().filter(|found| found.r#match() == NameMatch::Exact).collect();
    // The beginning of a name will do where no other begins so.
    let meant = if exact.is_empty() { found.iter().collect() } else { exact };
    match meant.as_slice() {
        [one] => Ok(id(one)),
        [] => Err(unclear(args, "no entity has this name")),
        several => {
            for one in several {
                complain(&in_short(one));
            }
            Err(unclear(args, "it may stand for each of the above: give one of their ids"))
        }
    }
}

fn id(found: &ResolvedEntity) -> String {
    found.entity.as_ref().map(|entity| entity.entity_id.clone()).unwrap_or_default()
}

fn in_short(found: &ResolvedEntity) -> String {
    let entity = found.entity.clone().unwrap_or_default();
    format!("{}  {}", entity.entity_id, account::title(&entity))
}

fn unclear(args: &EntityArgs, expected: &str) -> Error {
    Error::Flag { flag: "<NAME|ID>", value: format!("{:?}", args.entity), expected: expected.to_owned() }
}
