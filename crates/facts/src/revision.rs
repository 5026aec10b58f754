//! How a fact came to be believed.

use std::collections::BTreeSet;

use entente_model::RevisionReason;
use jiff::tz::TimeZone;

use crate::fold::{Folded, of_standing};
use crate::{About, AsOf, Claim, FactRevision, FactStage, Moment};

/// How the fact came to be believed: its changes at each moment at which claims came or went, oldest first, the newest `most`.
pub fn revisions(about: &About, claims: &[Claim], as_of: AsOf, most: usize) -> Vec<FactRevision> {
    let came = claims.iter().map(|claim| claim.learned);
    let went = claims.iter().filter_map(|claim| claim.withdrawn).map(|withdrawal| withdrawal.at);
    let moments: BTreeSet<Moment> = came.chain(went).filter(|&at| as_of.knows(at)).collect();
    let newest = moments.into_iter().rev().filter_map(|at| revision(about, claims, at)).take(most);
    let mut revisions: Vec<FactRevision> = newest.collect();
    revisions.reverse();
    revisions
}

/// How the fact changed at one moment; none where it did not.
pub fn revision(about: &About, claims: &[Claim], at: Moment) -> Option<FactRevision> {
    let came: Vec<&Claim> = claims.iter().filter(|claim| claim.learned == at).collect();
    let went: Vec<&Claim> =
        claims.iter().filter(|claim| claim.withdrawn.is_some_and(|withdrawal| withdrawal.at == at)).collect();
    let article = came.first().or(went.first())?;
    let known = |claim: &Claim| claim.learned <= at;
    let after = at_moment(about, claims, at, &known, &|claim| {
        claim.withdrawn.is_some_and(|withdrawal| withdrawal.at <= at)
    })?;
    let before = at_moment(about, claims, at, &|claim| claim.learned < at, &|claim| {
        claim.withdrawn.is_some_and(|withdrawal| withdrawal.at < at)
    });
    let reason = reason(before.as_ref(), &after, &came, &went)?;
    Some(FactRevision {
        at,
        reason,
        article: article.event.article.clone(),
        article_revision: article.event.revision,
        fact: after.fact,
    })
}

/// What was believed by some moment, its current stages being those of the day of `at`.
fn at_moment(
    about: &About,
    claims: &[Claim],
    at: Moment,
    known: &dyn Fn(&Claim) -> bool,
    gone: &dyn Fn(&Claim) -> bool,
) -> Option<Folded> {
    let known: Vec<bool> = claims.iter().map(known).collect();
    let standing: Vec<bool> =
        claims.iter().zip(&known).map(|(claim, &known)| known && !gone(claim)).collect();
    let day = at.time.to_zoned(TimeZone::UTC).date();
    let mut folded = of_standing(about, claims, &known, &standing, gone, Some(day))?;
    folded.fact.withdrawn = !folded.fact.stands();
    Some(folded)
}

/// Why it changed; none where it did not.
fn reason(
    before: Option<&Folded>,
    after: &Folded,
    came: &[&Claim],
    went: &[&Claim],
) -> Option<RevisionReason> {
    let Some(before) = before else { return Some(RevisionReason::FirstTold) };
    if let Some(withdrawal) = went.first().and_then(|claim| claim.withdrawn) {
        return (!alike(before, after)).then_some(withdrawal.reason);
    }
    if came.iter().any(|claim| claim.reread) {
        return Some(RevisionReason::Reextraction);
    }
    let denies = came.iter().any(|claim| claim.denies);
    let at_odds = after.contradictions.len() > before.contradictions.len()
        || (after.fact.disputed && !before.fact.disputed);
    if before.fact.stands() && (denies || at_odds) {
        Some(RevisionReason::Contradiction)
    } else if before.stages.iter().map(bare).eq(after.stages.iter().map(bare)) {
        Some(RevisionReason::Corroboration)
    } else {
        Some(RevisionReason::Update)
    }
}

/// True when nothing that is shown changed but which events show it.
fn alike(before: &Folded, after: &Folded) -> bool {
    let (one, other) = (&before.fact, &after.fact);
    let counts = |folded: &Folded| {
        let fact = &folded.fact;
        (
            fact.support_count,
            fact.origin_count,
            fact.best_source,
            fact.published,
            fact.disputed,
            fact.kind,
            fact.merged,
        )
    };
    counts(before) == counts(after)
        && (one.belief - other.belief).abs() < 1e-9
        && (&one.topics, &one.regions) == (&other.topics, &other.regions)
        && before.stages.iter().map(bare).eq(after.stages.iter().map(bare))
}

/// A stage without those that tell it.
fn bare(stage: &FactStage) -> FactStage {
    FactStage { told_by: Vec::new(), denied_by: Vec::new(), ..stage.clone() }
}
