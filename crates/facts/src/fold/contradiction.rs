//! What is at odds among the claims of one fact.

use entente_model::{ContradictionKind, FactStatus, Share};

use super::stages::{Done, Track};
use super::told::Told;
use crate::{ClaimId, Contradiction, ContradictionId, Day, Fact, FactId, Moment, SIDE_MOST, Telling, belief};

/// What is at odds among the claims of a fact: stages that are denied, shares of one day that differ, and the end of what was never held.
pub(super) fn contradictions(fact: &Fact, stages: &[Done<'_>]) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = Vec::new();
    for done in stages {
        found.extend(denied(fact, done));
        found.extend(shares_differ(fact, done));
    }
    found.extend(never_held(fact, stages));
    found.sort_by_key(Contradiction::position);
    found.dedup_by_key(|contradiction| contradiction.id);
    found
}

/// A stage that some affirm and others deny, none of which was answered.
fn denied(fact: &Fact, done: &Done<'_>) -> Option<Contradiction> {
    if !done.verdict.disputed || done.draft.fulfilled {
        return None;
    }
    let (one, other) = (&done.draft.told_by, &done.draft.denied_by);
    let mut contradiction = between(fact, ContradictionKind::Denied, done, one, other)?;
    contradiction.day = None;
    Some(contradiction)
}

fn shares_differ(fact: &Fact, done: &Done<'_>) -> Option<Contradiction> {
    let other = &done.draft.at_odds;
    let first = other.first()?;
    let same_day: Vec<Told<'_>> = done
        .draft
        .told_by
        .iter()
        .filter(|told| told.day == first.day && told.share.is_some())
        .copied()
        .collect();
    let mut contradiction = between(fact, ContradictionKind::SharesDiffer, done, &same_day, other)?;
    contradiction.day = Some(first.day);
    contradiction.one_share = best(&same_day).first().and_then(|told| told.share);
    contradiction.other_share = best(other).first().and_then(|told| told.share);
    Some(contradiction)
}

/// The end of a stake that no article says was held.
fn never_held(fact: &Fact, stages: &[Done<'_>]) -> Option<Contradiction> {
    let gives_up = |done: &&Done<'_>| done.track == Track::Held && done.status() == FactStatus::Ended;
    let stake = matches!(fact.about, crate::About::Stake { holder: Some(_), .. });
    let end = stages.iter().find(gives_up).filter(|_| stake)?;
    let held_before = stages
        .iter()
        .take_while(|done| !std::ptr::eq(*done, end))
        .any(|done| done.status() == FactStatus::InForce && done.track == Track::Held);
    // Who says that it was so once says that it was held.
    let told = end.draft.told_by.iter().all(|told| told.telling == Telling::Change);
    if held_before || !told {
        return None;
    }
    let mut contradiction = between(fact, ContradictionKind::NeverHeld, end, &end.draft.told_by, &[])?;
    contradiction.day = Some(end.draft.from);
    Some(contradiction)
}

fn between(
    fact: &Fact,
    kind: ContradictionKind,
    done: &Done<'_>,
    one: &[Told<'_>],
    other: &[Told<'_>],
) -> Option<Contradiction> {
    let (one, other) = (best(one), best(other));
    let raised = first(&one).max(first(&other))?;
    let share = |told: &[Told<'_>]| -> Option<Share> { told.iter().find_map(|told| told.share) };
    Some(Contradiction {
        id: id(kind, fact.id, done),
        kind,
        facts: vec![fact.id],
        entities: fact.participants(),
        status: Some(done.status()),
        one_share: share(&one),
        other_share: share(&other),
        day: None,
        one_side: side(fact.id, &one),
        other_side: side(fact.id, &other),
        raised,
    })
}

/// The same as long as the stage that is at odds begins on the same day.
fn id(kind: ContradictionKind, fact: FactId, done: &Done<'_>) -> ContradictionId {
    let Day { earliest, latest } = done.draft.from;
    let days = format!("{earliest:?} {latest:?}");
    let parts = [kind.name(), done.status().name(), &days];
    ContradictionId::of(std::iter::once(fact.to_bytes().as_slice()).chain(parts.map(str::as_bytes)))
}

/// When the log took the first of them.
fn first(told: &[Told<'_>]) -> Option<Moment> {
    told.iter().map(|told| told.claim.learned).min()
}

fn side(fact: FactId, told: &[Told<'_>]) -> Vec<(FactId, ClaimId)> {
    told.iter().take(SIDE_MOST).map(|told| (fact, told.claim.id())).collect()
}

fn best<'a>(told: &[Told<'a>]) -> Vec<Told<'a>> {
    let mut best = told.to_vec();
    best.sort_by(|one, other| belief::better(one.claim, other.claim));
    best
}
