//! `entente watch`: facts as they change, until interrupted.

use clap::Args;
use entente_wire::v1::watch_facts_response::Step;
use entente_wire::v1::{EventType, OffsetUnit, WatchFactsRequest, WatchFactsResponse};

use crate::ask::ReadArgs;
use crate::contradictions;
use crate::error::{Error, Outcome};
use crate::fact;
use crate::listing::Output;
use crate::output::complain;
use crate::telling::{Word as _, paragraph, reported};

#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// Takes part: any name or alias, or an entity's id
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// Only of this type; all when not given
    #[arg(long = "type", value_name = "TYPE", value_parser = EventType::parser(), ignore_case = true)]
    types: Vec<i32>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    read: ReadArgs,
}

pub(crate) async fn run(args: WatchArgs) -> Result<Outcome, Error> {
    let service = args.read.connect().await?;
    let request = WatchFactsRequest {
        tenant: args.read.tenant,
        entity: args.entity.unwrap_or_default(),
        types: args.types,
        cursor: args.read.cursor,
        offset_unit: OffsetUnit::CodePoints.into(),
    };
    let interrupted = interrupted().map_err(Error::Local)?;
    tokio::pin!(interrupted);
    let mut client = service.query();
    let steps = tokio::select! {
        () = &mut interrupted => return Ok(Outcome::Done),
        steps = client.watch_facts(request) => steps,
    };
    let mut steps = steps.map_err(|status| service.failed(&status))?.into_inner();
    let mut seen = String::new();
    loop {
        let step = tokio::select! {
            // What has come is printed before the end.
            biased;
            step = steps.message() => step.map_err(|status| service.failed(&status))?,
            () = &mut interrupted => None,
        };
        let Some(step) = step else { break };
        seen.clone_from(&step.cursor);
        args.output.print("WatchFactsResponse", &step, in_words)?;
    }
    if !seen.is_empty() {
        complain(&format!("to go on from here: --cursor {seen}"));
    }
    Ok(Outcome::Done)
}

/// Resolves when the user or the system asks for the end.
pub(crate) fn interrupted() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// What an entry of the log changed; nothing for a checkpoint.
fn in_words(step: &WatchFactsResponse) -> Result<String, Error> {
    let Some(Step::Changes(changes)) = &step.step else { return Ok(String::new()) };
    let mut out = String::new();
    for revision in &changes.revisions {
        out += &fact::revised(revision)?;
        if let Some(lead) = revision.fact.as_ref().and_then(|fact| fact.lead.as_ref()) {
            out += &reported(6, lead)?;
        }
    }
    if !changes.contradictions.is_empty() {
        out += &paragraph(2, "at odds:");
        for contradiction in &changes.contradictions {
            out += &contradictions::in_words(4, contradiction)?;
        }
    }
    Ok(out)
}
