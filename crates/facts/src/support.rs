//! What shows a claim.

use std::sync::Arc;

use entente_model::{Evidence, Source};

use crate::{ArticleInfo, AsOf, Claim, ClaimId, IndexedEvent};

/// A claim with what shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Support {
    /// The claim, with its withdrawal only as far as it was known.
    pub claim: Claim,
    /// Supports of a fact with the same number are of one origin, from 0; none for those that do not stand.
    pub origin: Option<u32>,
    /// The article.
    pub article: Arc<ArticleInfo>,
    /// Who says it in the article.
    pub source: Source,
    /// The passages that carry it.
    pub evidence: Vec<Evidence>,
}

impl Support {
    /// What shows a claim of this event. By what its origin was found is left out of the claim.
    pub fn of(claim: Claim, origin: Option<u32>, event: &IndexedEvent) -> Self {
        Self {
            claim: Claim { signature: None, passage: None, ..claim },
            origin,
            article: Arc::clone(&event.article),
            source: event.event.source.clone(),
            evidence: event.event.evidence.clone(),
        }
    }
}

/// The places of the claims that were known, newest article first, at most `most`.
pub fn shown(claims: &[Claim], as_of: AsOf, most: usize) -> Vec<usize> {
    let mut places: Vec<usize> =
        (0..claims.len()).filter(|&place| as_of.knows(claims[place].learned)).collect();
    places.sort_by(|&one, &other| {
        let (one, other) = (&claims[one], &claims[other]);
        let id = |claim: &Claim| -> ClaimId { claim.id() };
        other.published.cmp(&one.published).then_with(|| id(one).cmp(&id(other)))
    });
    places.truncate(most);
    places
}

impl Claim {
    /// The claim as it was known: without a withdrawal that came later.
    #[must_use]
    pub fn as_known(&self, as_of: AsOf) -> Self {
        Self { withdrawn: self.withdrawn.filter(|withdrawal| as_of.knows(withdrawal.at)), ..self.clone() }
    }
}
