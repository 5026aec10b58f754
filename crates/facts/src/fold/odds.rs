//! Two shares on one day: which one is shown.

use entente_model::{FactStatus, Percent};
use rustc_hash::FxHashMap;

use super::share::compatible;
use super::told::Told;
use crate::{Telling, belief};

/// For each claim, in the order in which they are folded, the place of a claim on the same day that tells another share and is borne out better; none where
/// there is none. Of two shares that are borne out alike, the later published is shown, then the lower.
pub(super) fn outdone(told: &[Told<'_>]) -> Vec<Option<usize>> {
    let mut outdone = vec![None; told.len()];
    let mut start = 0;
    while let Some(first) = told.get(start) {
        let length = told.iter().skip(start).take_while(|other| same_day(first, other)).count().max(1);
        let group: Vec<usize> = (start..start + length).filter(|&place| tells_share(told, place)).collect();
        if let Some(best) = best(told, &group) {
            for &place in &group {
                let agree = compatible(told[place].share.as_ref(), told[best].share.as_ref());
                outdone[place] = (!agree).then_some(best);
            }
        }
        start += length;
    }
    outdone
}

/// True when both tell how much is held on the very same day.
fn same_day(one: &Told<'_>, other: &Told<'_>) -> bool {
    // Changes of which no day is told may have followed each other.
    let state = one.telling == Telling::State || (one.telling == Telling::Change && one.claim.day_told);
    state
        && one.status == FactStatus::InForce
        && (one.status, one.telling, one.day, one.claim.day_told)
            == (other.status, other.telling, other.day, other.claim.day_told)
        && one.day.latest.is_some()
}

fn tells_share(told: &[Told<'_>], place: usize) -> bool {
    told.get(place).is_some_and(|told| told.share.is_some() && !told.claim.denies)
}

/// The claim whose share is borne out best.
fn best(told: &[Told<'_>], group: &[usize]) -> Option<usize> {
    let figure = |place: usize| {
        let share = told[place].share?;
        let bits = |percent: Option<Percent>| percent.map(|percent| percent.value().to_bits());
        Some((bits(share.exact()), bits(share.minimum()), bits(share.maximum())))
    };
    if group.len() < 2 {
        return None;
    }
    let mut shares: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for &place in group {
        shares.entry(figure(place)).or_default().push(place);
    }
    if shares.len() < 2 {
        return None;
    }
    let rank = |places: &Vec<usize>| {
        let claims = places.iter().map(|&place| (told[place].origin, told[place].claim));
        let newest = places.iter().map(|&place| told[place].claim.published).max().flatten();
        let least = places.first().and_then(|&place| told[place].share);
        let least = least.and_then(|share| share.exact().or(share.minimum())).map_or(0.0, Percent::value);
        (belief::together(claims), newest, least)
    };
    let ranked = shares.into_values().map(|places| (rank(&places), places));
    let best =
        ranked.max_by(|((one, newest, least), places), ((other, other_newest, other_least), others)| {
            one.total_cmp(other)
                .then(newest.cmp(other_newest))
                .then(other_least.total_cmp(least))
                // Nothing is left to tell them apart but their place, which no order of arrival moves.
                .then(others.first().cmp(&places.first()))
        });
    best.and_then(|(_, places)| places.first().copied())
}
