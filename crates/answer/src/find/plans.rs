//! What somebody plans, does, refuses.

use entente_facts::{FactsError, IndexedEvent};
use entente_model::{EventType, Money, PartnershipStatus, StakeStatus, StrategyStatus};

use crate::find::agreements::dated;
use crate::find::partners::everyone;
use crate::find::quoted;
use crate::find::search::{is_denied, is_one, is_positive, is_said, partnership, stake, strategy};
use crate::find::verdict::decide;
use crate::find::{Finding, Found, Search};
use crate::plan::{Detail, Name};

const ALL: [EventType; 3] = [EventType::Strategy, EventType::Stake, EventType::Partnership];

/// Strategies first; a planned deal or partnership is a plan too.
pub(crate) fn plans(search: &Search<'_>) -> Found {
    told(search, Search::ahead, is_plan)
}

/// What is planned, under way or done. A question that narrows nothing asks for plans.
pub(crate) fn acts(search: &Search<'_>) -> Found {
    told(search, Search::all, |event| is_plan(event) || search.is_narrowed() && !is_dropped(event))
}

fn told<'a>(
    search: &Search<'a>,
    read: impl Fn(&Search<'a>, EventType, &[&Name]) -> Result<Vec<IndexedEvent>, FactsError>,
    accepts: impl Fn(&IndexedEvent) -> bool,
) -> Found {
    let mut told = Vec::new();
    for kind in ALL {
        told.extend(read(search, kind, &everyone(search))?);
    }
    told.retain(|event| {
        is_positive(event) && accepts(event) && !search.opposes(event) && in_period(search, event)
    });
    let told = search.narrow(told);
    let amount = if search.plan().detail == Detail::Amount { amount(search, &told) } else { None };
    Ok(search.finding(told).map(|finding| Finding { amount, ..finding }))
}

/// The one amount of money that is told; none where there are several.
fn amount(search: &Search<'_>, told: &[IndexedEvent]) -> Option<Money> {
    let mut amounts = told.iter().flat_map(|event| search.amounts(event));
    let first = amounts.next()?;
    amounts.all(|other| other == first).then_some(first)
}

fn is_plan(event: &IndexedEvent) -> bool {
    strategy(event).is_some_and(|s| matches!(s.status, StrategyStatus::Planned | StrategyStatus::Underway))
        || stake(event).is_some_and(|s| matches!(s.status, StakeStatus::Planned | StakeStatus::Negotiating))
        || partnership(event)
            .is_some_and(|p| matches!(p.status, PartnershipStatus::Planned | PartnershipStatus::Sought))
}

/// A plan for a year often names it in its words alone.
fn in_period(search: &Search<'_>, event: &IndexedEvent) -> bool {
    let Some(period) = &search.plan().period else { return true };
    search.is_relevant(event) || event.event.evidence.iter().any(|e| e.quote.contains(&period.date))
}

/// Yes or no: the words of the question must be those of a plan or of a refusal.
pub(crate) fn does(search: &Search<'_>) -> Found {
    let (yes, mut no) = weighed(search)?;
    if yes.is_empty() && no.is_empty() {
        no = quoted::denials(search)?;
    }
    Ok(decide(search, yes, no))
}

/// The same question put the other way round: is it ruled out?
pub(crate) fn refuses(search: &Search<'_>) -> Found {
    let (yes, no) = weighed(search)?;
    Ok(decide(search, no, yes))
}

/// What says that those named do it, and what says that they do not.
fn weighed(search: &Search<'_>) -> Result<(Vec<IndexedEvent>, Vec<IndexedEvent>), FactsError> {
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    // That two are told of together says nothing of what the one does.
    if search.plan().about.is_empty() && search.plan().object.is_empty() {
        return Ok((yes, no));
    }
    for kind in ALL {
        let mut events = search.events(kind, &everyone(search))?;
        events.retain(|event| search.deals_as_asked(event));
        for event in events {
            let opposed = search.opposes(&event);
            if is_denied(&event) || is_dropped(&event) {
                // To deny the opposite says nothing; but what is denied may be told by its opposite: "we stay". What is denied of
                // "three other plants" is not denied of all.
                let of_others = search.evidence_has(&event, "contrast") && !search.asks_for("contrast");
                if !of_others && (!opposed || search.is_of_kind(&event)) {
                    no.push(event);
                }
            } else if search.counts(&event) {
                (if opposed { &mut no } else { &mut yes }).push(event);
            }
        }
    }
    Ok((yes, no))
}

/// What somebody rules out, for themselves or for others.
pub(crate) fn refusals(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let mut told = Vec::new();
    for kind in ALL {
        let acts = search.events(kind, &everyone(search))?;
        told.extend(acts.into_iter().filter(|event| is_denied(event) || is_dropped(event)));
        let speaks = |event: &IndexedEvent| {
            event.event.source.name.as_ref().is_some_and(|who| is_one(event, who, &plan.subject))
        };
        for event in search.denied_in_words(kind, &plan.subject)? {
            if speaks(&event) && !told.iter().any(|known: &IndexedEvent| known.id == event.id) {
                told.push(event);
            }
        }
    }
    if told.is_empty() && search.is_narrowed() {
        told = quoted::refusals(search)?;
    }
    Ok(search.finding(told))
}

fn is_dropped(event: &IndexedEvent) -> bool {
    is_said(event)
        && (strategy(event).is_some_and(|s| s.status == StrategyStatus::Abandoned)
            || stake(event).is_some_and(|s| s.status == StakeStatus::Failed)
            || partnership(event).is_some_and(|p| p.status == PartnershipStatus::Failed))
}

pub(crate) fn date(search: &Search<'_>) -> Found {
    if !search.is_narrowed() {
        return Ok(Err(search.nothing()));
    }
    for kind in ALL {
        let mut events = search.events(kind, &everyone(search))?;
        events
            .retain(|event| is_said(event) && (event.event.time.is_some() || event.event.expected.is_some()));
        if !events.is_empty() {
            return Ok(dated(search, events));
        }
    }
    Ok(Err(search.nothing()))
}
