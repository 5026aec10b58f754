//! What is at odds, on the wire.

use entente_facts::{Contradiction, Day, FoundContradiction, Support};
use entente_model::{ContradictionKind, FactStatus, Percent, Share};
use entente_wire::vocabulary::Vocabulary as _;
use entente_wire::{Failure, field, v1};

use super::naming::{Naming, Refer as _};
use super::support;

pub(super) fn encode(
    found: FoundContradiction,
    naming: &mut Naming<'_>,
) -> Result<v1::Contradiction, Failure> {
    let FoundContradiction { contradiction, one_side, other_side } = found;
    let entities = naming.references(&contradiction.entities)?;
    let side = |side: &[Support]| side.iter().map(support::encode).collect();
    Ok(v1::Contradiction {
        contradiction_id: contradiction.id.to_string(),
        kind: contradiction.kind.number(),
        fact_ids: contradiction.facts.iter().map(ToString::to_string).collect(),
        description: describe(&contradiction, &entities),
        entities,
        day: contradiction.day.map(super::stage::day),
        one_side: side(&one_side),
        other_side: side(&other_side),
        time: Some(field::to_timestamp(contradiction.raised.time)),
    })
}

/// The supports on both sides.
pub(super) fn sides(contradiction: &mut v1::Contradiction) -> impl Iterator<Item = &mut v1::FactSupport> {
    contradiction.one_side.iter_mut().chain(&mut contradiction.other_side)
}

/// What is at odds in words, in English. The entities of a stake are its holder, where it has a name, and its target.
fn describe(contradiction: &Contradiction, entities: &[v1::EntityReference]) -> String {
    let names: Vec<&str> = entities.iter().map(|entity| entity.name.as_str()).collect();
    let (holders, target) = match names.split_last() {
        Some((target, [])) => ("a holder that is not named".to_owned(), *target),
        Some((target, holders)) => (listed(holders), *target),
        None => (String::new(), ""),
    };
    let one = share(contradiction.one_share.as_ref());
    let other = share(contradiction.other_share.as_ref());
    let on = contradiction.day.map_or_else(String::new, |day| format!(" {}", when(&day)));
    match contradiction.kind {
        ContradictionKind::Denied => {
            let stage = contradiction.status.map_or("so", stage);
            format!("{}: it is told to be {stage}, and denied{on}", listed(&names))
        }
        ContradictionKind::SharesDiffer => {
            format!("{holders} holds {one} of {target} and {other} of {target}{on}")
        }
        ContradictionKind::NeverHeld => {
            format!("{holders} gives up a stake in {target}{on} that no article says it held")
        }
        ContradictionKind::AboveWhole => {
            format!("the shares of {target} that {holders} hold{on} add up to {one}")
        }
    }
}

/// Names as a sentence lists them.
fn listed(names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

fn share(share: Option<&Share>) -> String {
    let Some(share) = share else { return "a share".to_owned() };
    let figure = |percent: Percent| {
        // Sums of shares have digits that nobody told.
        let rounded = (percent.value() * 100.0).round() / 100.0;
        format!("{rounded}%")
    };
    let about = if share.approximate() { "about " } else { "" };
    match (share.exact(), share.minimum(), share.maximum()) {
        (Some(exact), _, _) => format!("{about}{}", figure(exact)),
        (None, Some(minimum), Some(maximum)) => format!("{} to {}", figure(minimum), figure(maximum)),
        (None, Some(minimum), None) => format!("at least {}", figure(minimum)),
        (None, None, Some(maximum)) => format!("at most {}", figure(maximum)),
        (None, None, None) => "a share".to_owned(),
    }
}

fn when(day: &Day) -> String {
    match (day.earliest, day.latest) {
        (Some(earliest), Some(latest)) if earliest == latest => format!("on {earliest}"),
        (Some(earliest), Some(latest)) => format!("between {earliest} and {latest}"),
        (Some(earliest), None) => format!("on or after {earliest}"),
        (None, Some(latest)) => format!("by {latest}"),
        (None, None) => "on a day that is not told".to_owned(),
    }
}

const fn stage(status: FactStatus) -> &'static str {
    match status {
        FactStatus::Sought => "sought",
        FactStatus::Planned => "planned",
        FactStatus::Negotiating => "negotiated",
        FactStatus::Announced => "announced",
        FactStatus::InForce => "in force",
        FactStatus::Renegotiating => "renegotiated",
        FactStatus::Completed => "completed",
        FactStatus::Ended => "ended",
        FactStatus::Failed => "given up",
        FactStatus::Said => "said",
    }
}
