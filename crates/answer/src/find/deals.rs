//! Who bought, who sold, who would like to.

use std::collections::BTreeMap;

use entente_facts::{FactsError, IndexedEvent};
use entente_model::{EventType, Party, Stake, StakeAction, StakeStatus};

use crate::find::moment::moment;
use crate::find::search::{identity, is_denied, is_one, is_positive, is_said, is_target, stake};
use crate::find::verdict::decide;
use crate::find::{Found, Search};
use crate::plan::{Name, Stage};

/// Stakes in which all whom the question names take part, as it narrows them.
fn events(search: &Search<'_>) -> Result<Vec<IndexedEvent>, FactsError> {
    let plan = search.plan();
    let names: Vec<&Name> = plan.subject.iter().chain(&plan.object).collect();
    search.events(EventType::Stake, &names)
}

const fn is_purchase(action: StakeAction) -> bool {
    matches!(action, StakeAction::Acquire | StakeAction::Increase)
}

const fn is_done(status: StakeStatus) -> bool {
    matches!(status, StakeStatus::Completed | StakeStatus::Announced)
}

const fn is_ahead(status: StakeStatus) -> bool {
    matches!(status, StakeStatus::Planned | StakeStatus::Negotiating | StakeStatus::Announced)
}

/// Who gives it up: the seller, or the holder of a disposal.
pub(crate) fn givers(stake: &Stake) -> Vec<&Party> {
    match stake.action {
        StakeAction::Dispose | StakeAction::Reduce => stake.holders.iter().chain(&stake.seller).collect(),
        StakeAction::Hold | StakeAction::Acquire | StakeAction::Increase | StakeAction::Merge => {
            stake.seller.iter().collect()
        }
    }
}

fn any_is(event: &IndexedEvent, parties: &[&Party], names: &[Name]) -> bool {
    parties.iter().any(|party| is_one(event, party, names))
}

fn has(event: &IndexedEvent, accepts: impl Fn(&Stake) -> bool) -> bool {
    stake(event).is_some_and(accepts)
}

fn holders(event: &IndexedEvent) -> Vec<&Party> {
    stake(event).map_or_else(Vec::new, |s| s.holders.iter().collect())
}

fn target(event: &IndexedEvent) -> Vec<&Party> {
    stake(event).map_or_else(Vec::new, |s| vec![&s.target])
}

/// For each target, whether the newest word on its purchase by the same holder is that it failed.
fn drop_failed(events: &mut Vec<IndexedEvent>, all: &[IndexedEvent]) {
    let failed: Vec<&IndexedEvent> = all
        .iter()
        .filter(|event| is_said(event) && has(event, |s| s.status == StakeStatus::Failed))
        .collect();
    events.retain(|event| {
        let Some(told) = stake(event) else { return false };
        !failed.iter().any(|other| {
            let Some(lost) = stake(other) else { return false };
            let same = |a: &Party, b: &Party| {
                let id = identity(event, a);
                id.is_some() && id == identity(other, b)
            };
            let same_holder = told.holders.iter().any(|a| lost.holders.iter().any(|b| same(a, b)));
            same(&told.target, &lost.target)
                && same_holder
                && told.status != StakeStatus::Completed
                && moment(other) >= moment(event)
        })
    });
}

pub(crate) fn buyers(search: &Search<'_>) -> Found {
    let plan = search.plan();
    if plan.stage == Stage::Planned {
        return bidders(search);
    }
    let all = events(search)?;
    let mut bought: Vec<IndexedEvent> = all
        .iter()
        .filter(|event| {
            is_said(event)
                && has(event, |s| {
                    is_purchase(s.action)
                        && is_done(s.status)
                        && is_target(event, s, plan)
                        && (plan.object.is_empty() || any_is(event, &givers(s), &plan.object))
                })
        })
        .cloned()
        .collect();
    drop_failed(&mut bought, &all);
    let closed = bought.iter().any(|event| has(event, |s| s.status == StakeStatus::Completed));
    if closed || plan.stage == Stage::Past {
        bought.retain(|event| has(event, |s| s.status == StakeStatus::Completed));
    } else if let Some(latest) = bought.iter().map(moment).max() {
        // Several have bid over time: the last one that was agreed counts.
        bought.retain(|event| moment(event) == latest);
    }
    Ok(search.list(bought, holders))
}

pub(crate) fn purchases(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let all = events(search)?;
    let mut bought: Vec<IndexedEvent> = all
        .iter()
        .filter(|event| {
            let stage = |s: &Stake| match plan.stage {
                Stage::Planned => is_ahead(s.status) && is_positive(event),
                Stage::Any | Stage::Now | Stage::Past => is_done(s.status) && is_said(event),
            };
            has(event, |s| is_purchase(s.action) && stage(s))
                && any_is(event, &holders(event), &plan.subject)
                && any_is_other(event, &plan.subject)
        })
        .cloned()
        .collect();
    drop_failed(&mut bought, &all);
    Ok(search.list(bought, target))
}

/// A company that buys its own shares back buys nobody.
fn any_is_other(event: &IndexedEvent, names: &[Name]) -> bool {
    target(event).iter().any(|party| !is_one(event, party, names))
}

pub(crate) fn buys(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let in_roles = |event: &IndexedEvent| {
        has(event, |s| {
            let buyer = plan.subject.is_empty() || s.holders.iter().any(|h| is_one(event, h, &plan.subject));
            (is_purchase(s.action) && is_one(event, &s.target, &plan.object) && buyer)
                || s.action == StakeAction::Merge
        })
    };
    weigh(search, in_roles)
}

pub(crate) fn sells(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let in_roles = |event: &IndexedEvent| {
        has(event, |s| {
            let given = if plan.subject.is_empty() {
                !givers(s).is_empty()
            } else {
                any_is(event, &givers(s), &plan.subject)
            };
            given && is_one(event, &s.target, &plan.object)
        })
    };
    weigh(search, in_roles)
}

/// Yes or no from deals in these roles. Talks alone are neither, unless a plan is asked for.
fn weigh(search: &Search<'_>, in_roles: impl Fn(&IndexedEvent) -> bool) -> Found {
    let planned = search.plan().stage == Stage::Planned;
    let mut all = events(search)?;
    all.retain(in_roles);
    let failed = |event: &IndexedEvent| is_said(event) && has(event, |s| s.status == StakeStatus::Failed);
    let no: Vec<IndexedEvent> =
        all.iter().filter(|event| is_denied(event) || failed(event)).cloned().collect();
    let mut yes: Vec<IndexedEvent> = all
        .iter()
        .filter(|event| {
            search.counts(event) && has(event, |s| is_done(s.status) || planned && is_ahead(s.status))
        })
        .cloned()
        .collect();
    drop_failed(&mut yes, &all);
    let later = yes.iter().map(moment).max();
    // An older bid that failed does not undo a newer one that did not.
    let no = no.into_iter().filter(|event| is_denied(event) || Some(moment(event)) >= later).collect();
    Ok(decide(search, yes, no))
}

pub(crate) fn bidders(search: &Search<'_>) -> Found {
    let plan = search.plan();
    // The one who won against the others takes no part in their bids.
    let names: Vec<&Name> = plan.subject.iter().collect();
    let mut events = search.events(EventType::Stake, &names)?;
    let past = plan.stage == Stage::Past;
    events.retain(|event| {
        is_positive(event)
            && has(event, |s| {
                is_purchase(s.action)
                    && is_target(event, s, plan)
                    && !any_is(event, &holders(event), &plan.object)
                    && if past { s.status == StakeStatus::Failed } else { is_ahead(s.status) }
            })
    });
    Ok(search.list(events, holders))
}

pub(crate) fn sellers(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let mut events = events(search)?;
    events.retain(|event| {
        is_said(event)
            && has(event, |s| {
                is_done(s.status)
                    && (plan.subject.is_empty() && plan.with.is_empty() || is_target(event, s, plan))
                    && (plan.object.is_empty() || s.holders.iter().any(|h| is_one(event, h, &plan.object)))
            })
    });
    Ok(search.list(events, |event| stake(event).map_or_else(Vec::new, givers)))
}

pub(crate) fn sales(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let mut events = events(search)?;
    events.retain(|event| {
        let stage = |s: &Stake| match plan.stage {
            Stage::Planned => is_ahead(s.status) && is_positive(event),
            Stage::Any | Stage::Now | Stage::Past => is_done(s.status) && is_said(event),
        };
        has(event, |s| stage(s) && any_is(event, &givers(s), &plan.subject))
            && (plan.object.is_empty() || any_is(event, &holders(event), &plan.object))
    });
    Ok(search.list(events, target))
}

/// Closed or not, by the furthest that each article's deal has come.
pub(crate) fn closed(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let mut all = events(search)?;
    all.retain(|event| {
        is_said(event)
            && has(event, |s| {
                s.action != StakeAction::Hold
                    && (is_target(event, s, plan)
                        || s.action == StakeAction::Merge && any_is(event, &holders(event), &plan.subject))
            })
    });
    let mut furthest: BTreeMap<String, bool> = BTreeMap::new();
    for event in &all {
        let done = has(event, |s| s.status == StakeStatus::Completed);
        *furthest.entry(event.article.id.to_string()).or_default() |= done;
    }
    let (yes, no) = all
        .into_iter()
        .filter(|event| {
            let done = has(event, |s| s.status == StakeStatus::Completed);
            furthest.get(event.article.id.as_str()) == Some(&done)
        })
        .partition(|event| has(event, |s| s.status == StakeStatus::Completed));
    Ok(decide(search, yes, no))
}
