//! Who holds what, and how much of it.

use entente_facts::IndexedEvent;
use entente_model::{EventType, Party, Share, Stake, StakeAction, StakeStatus};

use crate::find::moment::moment;
use crate::find::search::{identity, is_denied, is_one, is_positive, is_said, stake};
use crate::find::standing::{Standing, is_of_capital};
use crate::find::verdict::decide;
use crate::find::{Finding, Found, Missing, Search};
use crate::plan::{Name, Stage};

/// True for a stake that is held, as far as the event tells.
fn holds(stake: &Stake) -> bool {
    match stake.action {
        StakeAction::Hold => stake.status == StakeStatus::Held,
        StakeAction::Acquire | StakeAction::Increase => stake.status == StakeStatus::Completed,
        // What is left is held where it is told.
        StakeAction::Reduce => stake.status == StakeStatus::Completed && stake.share.is_some(),
        StakeAction::Dispose | StakeAction::Merge => false,
    }
}

/// True for a stake that a plan, talks or an agreement provide for.
fn is_ahead(stake: &Stake) -> bool {
    matches!(stake.status, StakeStatus::Planned | StakeStatus::Negotiating | StakeStatus::Announced)
        && stake.action != StakeAction::Dispose
        && stake.action != StakeAction::Merge
}

fn fits(told: &Stake, stage: Stage) -> bool {
    match stage {
        Stage::Any | Stage::Now => holds(told),
        Stage::Planned => is_ahead(told),
        Stage::Past => told.action == StakeAction::Hold && told.status == StakeStatus::Former,
    }
}

/// True when the event tells that a holder gave the target up.
fn gives_up(event: &IndexedEvent, holder: &Party, target: &Party, other: &IndexedEvent) -> bool {
    let Some(stake) = stake(other) else { return false };
    let same = |one: &Party, two: &Party| {
        let id = identity(event, one);
        id.is_some() && id == identity(other, two)
    };
    let over = match stake.action {
        StakeAction::Hold => {
            stake.status == StakeStatus::Former && stake.holders.iter().any(|h| same(holder, h))
        }
        StakeAction::Dispose => {
            stake.status == StakeStatus::Completed && stake.holders.iter().any(|h| same(holder, h))
        }
        StakeAction::Acquire => {
            // A sale of a part leaves the rest.
            stake.status == StakeStatus::Completed
                && stake.share_change.is_none()
                && stake.share.is_none_or(|share| share.exact().is_some_and(|p| p.value() >= 100.0))
                && stake.seller.as_ref().is_some_and(|seller| same(holder, seller))
        }
        StakeAction::Increase | StakeAction::Reduce | StakeAction::Merge => false,
    };
    over && same(target, &stake.target) && is_said(other) && moment(other) >= moment(event)
}

pub(crate) fn share(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let names: Vec<&Name> = plan.subject.iter().chain(&plan.object).collect();
    let mut events = search.events(EventType::Stake, &names)?;
    let in_roles = |event: &IndexedEvent| {
        stake(event).is_some_and(|s| {
            let target = is_one(event, &s.target, &plan.object)
                || plan.object.is_empty() && search.is_described(event, &s.target);
            let held = s.holders.iter().any(|h| {
                is_one(event, h, &plan.subject) || plan.subject.is_empty() && search.is_described(event, h)
            });
            target && held
        })
    };
    // A dated question asks for what was told at that date, be it held since or no longer.
    let dated = plan.period.is_some() && plan.stage != Stage::Planned;
    events.retain(|event| {
        let Some(told) = stake(event) else { return false };
        // What was to come may have come since.
        let come = plan.stage == Stage::Planned && holds(told) && told.action != StakeAction::Hold;
        let fitting =
            fits(told, plan.stage) || come || dated && (holds(told) || told.status == StakeStatus::Former);
        let precise = told.share.is_some_and(|share| !plan.exact || is_precise(&share));
        fitting && precise && in_roles(event) && is_said_or_ahead(event, plan.stage)
    });
    if plan.stage == Stage::Planned && events.iter().any(|event| stake(event).is_some_and(is_ahead)) {
        events.retain(|event| stake(event).is_some_and(is_ahead));
    }
    if events.iter().any(is_of_capital) {
        events.retain(is_of_capital);
    }
    let standing = Standing::of(search, &plan.subject, &plan.object)?;
    let sides = standing.at_odds(search)?;
    let disputed = events.iter().filter(|event| sides.contains(&event.id)).count() > 1;
    if !disputed {
        events.retain(|event| standing.tells(event));
    }
    let Some(first) = events.iter().find(|event| standing.tells(event)) else {
        return Ok(Err(search.nothing()));
    };
    let (article, share, since) =
        (first.article.id.clone(), stake(first).and_then(|s| s.share), standing.since(first));
    if disputed {
        events.retain(|event| sides.contains(&event.id));
        return Ok(search.finding(events).map(|finding| Finding { share, since, disputed, ..finding }));
    }
    let figure = |share: Option<Share>| share.map(|share| (share.exact(), share.minimum(), share.maximum()));
    let differs = |event: &IndexedEvent| figure(stake(event).and_then(|s| s.share)) != figure(share);
    if events.iter().any(|event| event.article.id == article && differs(event)) {
        return Ok(Err(Missing::Contradiction));
    }
    events.retain(|event| !differs(event));
    Ok(search.finding(events).map(|finding| Finding { share, since, ..finding }))
}

/// Plans and bids may be told as a possibility: the answer says so. What is held must be said.
fn is_said_or_ahead(event: &IndexedEvent, stage: Stage) -> bool {
    if stage == Stage::Planned { is_positive(event) } else { is_said(event) }
}

fn is_precise(share: &Share) -> bool {
    share.exact().is_some() && !share.approximate()
}

/// Stakes that hold, less those given up since.
fn standing(search: &Search<'_>, believed: &Standing, events: Vec<IndexedEvent>) -> Vec<IndexedEvent> {
    let plan = search.plan();
    let stands = |event: &IndexedEvent| {
        let Some(told) = stake(event) else { return false };
        let given_up = || {
            told.holders
                .iter()
                .any(|holder| events.iter().any(|other| gives_up(event, holder, &told.target, other)))
        };
        let first = !plan.main || is_first(search, event, told);
        fits(told, plan.stage)
            && believed.tells(event)
            && first
            && is_said_or_ahead(event, plan.stage)
            && search.is_relevant(event)
            && (plan.stage == Stage::Past || believed.knows(event) || !given_up())
    };
    let standing: Vec<bool> = events.iter().map(stands).collect();
    let kept = events.into_iter().zip(standing).filter(|(_, stands)| *stands);
    kept.map(|(event, _)| event).collect()
}

/// True when the event tells that the holder comes first, or holds more than all others can.
fn is_first(search: &Search<'_>, event: &IndexedEvent, stake: &Stake) -> bool {
    let least = stake.share.and_then(|share| share.exact().or(share.minimum()));
    least.is_some_and(|percent| percent.value() >= 50.0) || search.evidence_has(event, "main")
}

pub(crate) fn holders(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let names: Vec<&Name> = plan.subject.iter().collect();
    let mut all = search.all(EventType::Stake, &names)?;
    all.retain(|event| stake(event).is_some_and(|s| is_one(event, &s.target, &plan.subject)));
    let mut events = standing(search, &Standing::of(search, &[], &plan.subject)?, all.clone());
    if events.is_empty() && plan.stage == Stage::Any && !plan.main {
        // Nobody holds what is still to be founded: who will is told, as a plan.
        all.retain(|event| {
            let planned = |s: &Stake| s.action == StakeAction::Hold && is_ahead(s);
            stake(event).is_some_and(planned) && is_positive(event) && search.is_relevant(event)
        });
        events = all;
    }
    Ok(search.list(events, |event| stake(event).map_or_else(Vec::new, |s| s.holders.iter().collect())))
}

pub(crate) fn holdings(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let names: Vec<&Name> = plan.subject.iter().collect();
    let (mut all, bound) = search.listed(EventType::Stake, &names)?;
    let more = all.len() >= bound;
    all.retain(|event| {
        let as_seller = |s: &Stake| s.seller.as_ref().is_some_and(|p| is_one(event, p, &plan.subject));
        stake(event)
            .is_some_and(|s| s.holders.iter().any(|h| is_one(event, h, &plan.subject)) || as_seller(s))
    });
    let believed = Standing::newest(search, &plan.subject, &[], bound)?;
    let mut events = standing(search, &believed, all);
    events.retain(|event| {
        stake(event).is_some_and(|s| s.holders.iter().any(|h| is_one(event, h, &plan.subject)))
    });
    let found = search.list(events, |event| stake(event).map_or_else(Vec::new, |s| vec![&s.target]));
    Ok(found.map(|finding| Finding { more, ..finding }))
}

pub(crate) fn owns(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let names: Vec<&Name> = plan.subject.iter().chain(&plan.object).collect();
    let mut all = search.all(EventType::Stake, &names)?;
    all.retain(|event| stake(event).is_some_and(|s| is_one(event, &s.target, &plan.object)));
    let holder = |event: &IndexedEvent, s: &Stake| s.holders.iter().any(|h| is_one(event, h, &plan.subject));
    let believed = Standing::of(search, &plan.subject, &plan.object)?;
    let mut yes = standing(search, &believed, all.clone());
    yes.retain(|event| stake(event).is_some_and(|s| holder(event, s)));
    let since = yes.first().and_then(|event| believed.since(event));
    all.retain(|event| {
        let Some(s) = stake(event).filter(|s| holder(event, s)) else { return false };
        let over = matches!(
            (s.action, s.status),
            (StakeAction::Hold, StakeStatus::Former) | (StakeAction::Dispose, StakeStatus::Completed)
        );
        let denied = match plan.stage {
            Stage::Planned => is_denied(event),
            Stage::Any | Stage::Now | Stage::Past => is_denied(event) && s.action == StakeAction::Hold,
        };
        let again = believed.is_held(event);
        let ended = over && !again && is_said(event) && !matches!(plan.stage, Stage::Planned | Stage::Past);
        search.is_relevant(event) && (denied || ended)
    });
    let decided = decide(search, yes, all);
    Ok(decided.map(|finding| Finding { since: since.filter(|_| finding.verdict == Some(true)), ..finding }))
}
