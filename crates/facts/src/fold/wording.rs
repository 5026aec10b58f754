//! How articles word what a fact is about.

use std::collections::HashSet;

use entente_model::PartnershipKind;
use entente_text::fold;

use crate::{About, Claim, EntityId, WORDINGS_MOST, belief};

/// What kind the leading claim calls it, or else the best that tells one.
pub(super) fn kind(claims: &[&Claim], lead: Option<&Claim>) -> Option<PartnershipKind> {
    let told = lead.and_then(|claim| claim.kind);
    told.or_else(|| best(claims, |claim| claim.kind.is_some()).and_then(|claim| claim.kind))
}

/// What it is about: of a partnership each wording, of a plan the newest article's, of a statement the quotation.
pub(super) fn topics(about: &About, claims: &[&Claim], lead: Option<&Claim>) -> Vec<String> {
    match about {
        About::Partnership { .. } => wordings(claims, |claim| claim.topic.as_slice(), WORDINGS_MOST),
        About::Strategy { .. } => wordings(claims, |claim| claim.topic.as_slice(), 1),
        About::Statement { .. } => lead.and_then(|claim| claim.topic.clone()).into_iter().collect(),
        About::Stake { .. } | About::Merger { .. } => Vec::new(),
    }
}

pub(super) fn regions(claims: &[&Claim]) -> Vec<String> {
    wordings(claims, |claim| &claim.regions, WORDINGS_MOST)
}

/// What parties merge into, as the best claim that names it has it.
pub(super) fn merged(claims: &[&Claim]) -> Option<EntityId> {
    best(claims, |claim| claim.merged.is_some()).and_then(|claim| claim.merged)
}

fn best<'a>(claims: &[&'a Claim], tells: impl Fn(&Claim) -> bool) -> Option<&'a Claim> {
    let telling = claims.iter().copied().filter(|claim| tells(claim) && !claim.denies);
    telling.min_by(|one, other| belief::better(one, other))
}

/// Each wording once, case and accents folded, the newest article's first. Claims are in the order of publication.
fn wordings<'a>(claims: &[&'a Claim], of: impl Fn(&'a Claim) -> &'a [String], most: usize) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    let newest = claims.iter().rev().flat_map(|&claim| of(claim));
    newest.filter(|wording| seen.insert(fold(wording))).take(most).cloned().collect()
}
