//! From claims to facts.

use crate::{About, AsOf, Claim, Contradiction, Fact, FactRevision, FactStage, Moment, Support};

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
    let known: Vec<&Claim> = claims.iter().filter(|claim| as_of.knows(claim.learned)).collect();
    let learned = known.iter().map(|claim| claim.learned).min()?;
    let standing: Vec<&Claim> = known.iter().copied().filter(|claim| claim.stands(&as_of)).collect();
    let revised = known.iter().map(|claim| claim.learned).max().unwrap_or(learned);
    let fact = Fact {
        id: about.id(),
        about: about.clone(),
        kind: None,
        topics: Vec::new(),
        regions: Vec::new(),
        merged: None,
        holding: None,
        pending: None,
        belief: 0.0,
        disputed: false,
        withdrawn: claims.iter().all(|claim| claim.withdrawn.is_some()),
        support_count: u32::try_from(standing.len()).unwrap_or(u32::MAX),
        origin_count: 0,
        best_source: None,
        learned,
        revised,
        published: standing.iter().filter_map(|claim| claim.published).max(),
        lead: standing.first().map(|claim| claim.id()),
    };
    Some(Folded { fact, stages: Vec::new(), origins: vec![None; claims.len()], contradictions: Vec::new() })
}

/// How the fact came to be believed: its changes at each moment at which claims came or went, oldest first, the newest `most`.
pub fn revisions(about: &About, claims: &[Claim], as_of: AsOf, most: usize) -> Vec<FactRevision> {
    let mut moments: Vec<Moment> =
        claims.iter().map(|claim| claim.learned).filter(|&at| as_of.knows(at)).collect();
    moments.sort_unstable();
    moments.dedup();
    let newest = moments.len().saturating_sub(most);
    moments.drain(newest..).filter_map(|at| revision(about, claims, at)).collect()
}

/// How the fact changed at one moment; none where it did not.
pub fn revision(about: &About, claims: &[Claim], at: Moment) -> Option<FactRevision> {
    let claim = claims.iter().find(|claim| claim.learned == at)?;
    let fact = fold(about, claims, AsOf { valid_at: None, known_at: Some(at.time) })?;
    Some(FactRevision {
        at,
        reason: entente_model::RevisionReason::FirstTold,
        article: claim.event.article.clone(),
        article_revision: claim.event.revision,
        fact,
    })
}

/// The claims of a fact as supports may show them: with the withdrawals that were known, newest article first.
pub fn shown(claims: &[Claim], as_of: AsOf, most: usize) -> Vec<Claim> {
    let mut shown: Vec<Claim> = claims.iter().filter(|claim| as_of.knows(claim.learned)).cloned().collect();
    for claim in &mut shown {
        claim.withdrawn = claim.withdrawn.filter(|withdrawal| as_of.knows(withdrawal.at));
    }
    shown.sort_by(|one, other| other.published.cmp(&one.published).then_with(|| one.id().cmp(&other.id())));
    shown.truncate(most);
    shown
}

/// What shows a claim.
pub fn support(claim: Claim, origin: u32, event: &crate::IndexedEvent) -> Support {
    Support {
        claim,
        origin,
        article: event.article.clone(),
        source: event.event.source.clone(),
        evidence: event.event.evidence.clone(),
    }
}
