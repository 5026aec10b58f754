//! From claims to facts.

mod contradiction;
mod denial;
mod draft;
mod odds;
mod share;
mod stages;
mod told;
mod tracks;
mod wording;

use entente_model::SourceKind;
use jiff::civil::Date;

use crate::{About, AsOf, Claim, Contradiction, Fact, FactStage, belief, origin};

pub(crate) use draft::is_ahead;
use stages::{Done, current, stages};
use told::Told;

/// A fact with what its claims make of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    /// The fact.
    pub fact: Fact,
    /// All its stages in the order of their days.
    pub stages: Vec<FactStage>,
    /// The numbers of the origins of the claims, in the order of the claims; none for those that do not stand.
    pub origins: Vec<Option<u32>>,
    /// What is at odds among its claims.
    pub contradictions: Vec<Contradiction>,
}

/// What claims about one thing make of it at a point of time, in any order. None when none of them was known yet, or when nothing had certainly begun
/// by the day that is asked for. A fact of which no claim stands any more has no stages, see [`Fact::stands`].
pub fn fold(about: &About, claims: &[Claim], as_of: AsOf) -> Option<Fact> {
    folded(about, claims, as_of).map(|folded| folded.fact)
}

/// [`fold`], with all stages, origins and contradictions.
pub fn folded(about: &About, claims: &[Claim], as_of: AsOf) -> Option<Folded> {
    let known: Vec<bool> = claims.iter().map(|claim| as_of.knows(claim.learned)).collect();
    let standing: Vec<bool> = claims.iter().map(|claim| claim.stands(&as_of)).collect();
    let gone = |claim: &Claim| claim.withdrawn.is_some_and(|withdrawal| as_of.knows(withdrawal.at));
    let folded = of_standing(about, claims, &known, &standing, &gone, as_of.valid_at)?;
    let begun = folded.fact.shown().is_some() || !folded.fact.stands();
    (as_of.valid_at.is_none() || begun).then_some(folded)
}

/// What the claims that stand, of those that were known, make of a fact; none when none was known. `gone` tells of which a withdrawal was known.
pub(crate) fn of_standing(
    about: &About,
    claims: &[Claim],
    known: &[bool],
    standing: &[bool],
    gone: &dyn Fn(&Claim) -> bool,
    valid_at: Option<Date>,
) -> Option<Folded> {
    let only = |which: &[bool]| -> Vec<usize> {
        which.iter().enumerate().filter_map(|(place, &is)| is.then_some(place)).collect()
    };
    let known = only(known);
    let learned = known.iter().map(|&place| claims[place].learned).min()?;
    let revised = known.iter().filter_map(|&place| {
        let claim = &claims[place];
        let withdrawal = claim.withdrawn.filter(|_| gone(claim));
        withdrawal.map(|withdrawal| withdrawal.at).max(Some(claim.learned))
    });
    let revised = revised.max().unwrap_or(learned);
    let mut places = only(standing);
    // Origins are numbered from the oldest article on.
    places.sort_by(|&one, &other| {
        let (one, other) = (&claims[one], &claims[other]);
        one.published
            .cmp(&other.published)
            .then_with(|| one.event.cmp(&other.event))
            .then(one.learned.cmp(&other.learned))
    });
    let stand: Vec<&Claim> = places.iter().map(|&place| &claims[place]).collect();
    let numbers = origin::origins(&stand);
    let mut told: Vec<Told<'_>> = Vec::with_capacity(stand.len());
    for (&claim, &origin) in stand.iter().zip(&numbers) {
        let one = Told::of(claim, origin);
        told.extend([one].into_iter().chain(one.meanwhile()));
    }
    told.sort_by(Told::order);

    let failure_ends = matches!(about, About::Strategy { .. });
    let done = stages(&told, failure_ends);
    let (holding, pending) = current(&done, valid_at);
    let shown = holding.or(pending);
    let lead = shown.and_then(Done::lead).or_else(|| {
        let best = stand.iter().min_by(|one, other| belief::better(one, other));
        best.map(|claim| claim.id())
    });
    let lead_claim = stand.iter().find(|claim| Some(claim.id()) == lead).copied();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let fact = Fact {
        id: about.id(),
        about: about.clone(),
        kind: wording::kind(&stand, lead_claim),
        topics: wording::topics(about, &stand, lead_claim),
        regions: wording::regions(&stand),
        merged: wording::merged(&stand),
        holding: holding.map(Done::stage),
        pending: pending.map(Done::stage),
        belief: shown.map_or(0.0, |done| done.verdict.belief),
        disputed: holding.into_iter().chain(pending).any(Done::disputed),
        withdrawn: claims.iter().all(|claim| claim.withdrawn.is_some()),
        support_count: count(stand.len()),
        origin_count: numbers.iter().max().map_or(0, |&most| most + 1),
        best_source: best_source(&stand),
        learned,
        revised,
        published: stand.iter().filter_map(|claim| claim.published).max(),
        lead,
    };
    let mut origins = vec![None; claims.len()];
    places.iter().zip(&numbers).for_each(|(&place, &number)| origins[place] = Some(number));
    let contradictions = contradiction::contradictions(&fact, &done);
    Some(Folded { fact, stages: done.iter().map(Done::stage).collect(), origins, contradictions })
}

fn best_source(claims: &[&Claim]) -> Option<SourceKind> {
    claims.iter().map(|claim| claim.source).max_by_key(|&kind| belief::rank(kind))
}
