//! Which claims are of one origin.

use entente_model::{ArticleId, SourceKind};
use rustc_hash::FxHashMap;

use crate::{Claim, EntityId};

/// What two claims of one origin have in common.
#[derive(PartialEq, Eq, Hash)]
enum Trait<'a> {
    Article(&'a ArticleId),
    Band(usize, u32),
    Passage(u64),
    Teller(EntityId),
}

/// The number of each claim's origin, numbered from 0 in the order of the claims. Claims of one article are of one origin, and so are those of near-copies of
/// a text, those with the same passage, and those that one named source tells who takes no part.
pub(crate) fn origins(claims: &[&Claim]) -> Vec<u32> {
    if claims.len() < 2 {
        return vec![0; claims.len()];
    }
    let mut groups = Groups::new(claims.len());
    let mut seen: FxHashMap<Trait<'_>, usize> = FxHashMap::default();
    for (place, claim) in claims.iter().enumerate() {
        let bands = claim.signature.map(|signature| signature.bands()).into_iter().flatten();
        let traits = [Trait::Article(&claim.event.article)]
            .into_iter()
            .chain(bands.enumerate().map(|(band, hash)| Trait::Band(band, hash)))
            .chain(claim.passage.map(Trait::Passage))
            .chain(claim.teller.filter(|_| claim.source != SourceKind::Anonymous).map(Trait::Teller));
        for common in traits {
            let first = *seen.entry(common).or_insert(place);
            groups.unite(first, place);
        }
    }
    let mut numbers: FxHashMap<usize, u32> = FxHashMap::default();
    (0..claims.len())
        .map(|place| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(groups.root(place)).or_insert(next)
        })
        .collect()
}

/// A union-find with path halving; the smaller place is the root.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut place: usize) -> usize {
        while let Some(&parent) = self.0.get(place)
            && parent != place
        {
            let above = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.0.get_mut(place) {
                *slot = above;
            }
            place = above;
        }
        place
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        if let Some(slot) = self.0.get_mut(high) {
            *slot = low;
        }
    }
}
