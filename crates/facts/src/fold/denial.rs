//! Denials: to which stage each belongs, and whether it still counts.

use entente_model::{Certainty, FactStatus, Polarity};
use jiff::{Span, Timestamp};
use rustc_hash::FxHashMap;

use super::draft::{Draft, Way, is_ahead};
use super::share::compatible;
use super::told::Told;
use super::tracks::Tracks;
use crate::{Telling, belief};

/// For how many days a denial stands against a report that comes later.
const STANDS_DAYS: i64 = 365;

/// From which difference on one belief is above another.
const EPSILON: f64 = 1e-9;

/// Ties each denial to the stage that it denies; those of what nobody affirms make stages of their own, whose places are returned.
pub(super) fn attach<'a>(tracks: &mut Tracks<'a>, denials: &[Told<'a>]) -> Vec<usize> {
    if denials.is_empty() {
        return Vec::new();
    }
    let mut by_status: FxHashMap<FactStatus, Vec<usize>> = FxHashMap::default();
    for (place, draft) in tracks.drafts.iter().enumerate() {
        by_status.entry(draft.status).or_default().push(place);
    }
    for places in by_status.values_mut() {
        places.sort_by_key(|&place| (tracks.drafts[place].from.latest, place));
    }
    let mut own: Vec<usize> = Vec::new();
    for &told in denials {
        let affirmed = denied_statuses(told.status).find_map(|status| {
            let places = by_status.get(&status)?;
            denied(&tracks.drafts, places, &told)
        });
        let again = || own.iter().rev().take(16).copied().find(|&own| tracks.drafts[own].agrees(&told));
        let draft = affirmed.or_else(again).unwrap_or_else(|| {
            tracks.drafts.push(Draft::like(&told));
            own.push(tracks.drafts.len() - 1);
            tracks.drafts.len() - 1
        });
        tracks.drafts[draft].denied_by.push(told);
    }
    own
}

/// What a denial denies: that stage, and where nobody tells of it the next one that would come of it. Who does not even plan it does not negotiate it.
fn denied_statuses(status: FactStatus) -> impl Iterator<Item = FactStatus> {
    let further = FactStatus::ALL.iter().copied().filter(move |&other| {
        let both_ahead = is_ahead(status) && is_ahead(other);
        let both_held = status == FactStatus::InForce
            && matches!(other, FactStatus::Renegotiating | FactStatus::Completed);
        other == status || (other > status && (both_ahead || both_held))
    });
    // `ALL` is in the order of progress.
    further
}

/// The stage among these, which are in the order of their days, that the denial is about.
fn denied(drafts: &[Draft<'_>], places: &[usize], told: &Told<'_>) -> Option<usize> {
    let day = told.published().or(told.day.latest);
    let next = places.partition_point(|&place| drafts[place].from.latest <= day);
    let fits = |draft: &Draft<'_>| {
        draft.way.fits(told.way()) && compatible(draft.share.as_ref(), told.share.as_ref())
    };
    let on = next.checked_sub(1).and_then(|last| places.get(last)).copied().filter(|&place| {
        let over = day.is_some_and(|day| drafts[place].is_over(day));
        !over && fits(&drafts[place])
    });
    let soon = || {
        let horizon = day.and_then(|day| day.checked_add(Span::new().days(STANDS_DAYS)).ok());
        places
            .get(next)
            .copied()
            .filter(|&place| drafts[place].from.latest <= horizon && fits(&drafts[place]))
    };
    on.or_else(soon)
}

/// When what was denied was confirmed later.
#[derive(Default)]
pub(super) struct Confirmations(Vec<(FactStatus, Telling, Way, Timestamp)>);

impl Confirmations {
    /// The newest flat confirmations, by those who take part or by articles themselves, of each stage.
    pub(super) fn of<'a>(told: impl Iterator<Item = &'a Told<'a>>) -> Self {
        let mut newest: FxHashMap<(FactStatus, Telling, u8), (Way, Timestamp)> = FxHashMap::default();
        for told in told {
            let claim = told.claim;
            let flat = claim.certainty == Certainty::Certain && belief::source(claim.source) >= 1.0;
            if let Some(published) = claim.published.filter(|_| flat && !claim.denies) {
                let key = (told.status, told.telling, told.way() as u8);
                let entry = newest.entry(key).or_insert((told.way(), published));
                entry.1 = entry.1.max(published);
            }
        }
        let all = newest
            .into_iter()
            .map(|((status, telling, _), (way, published))| (status, telling, way, published));
        Self(all.collect())
    }

    /// True when the denial is older than a flat confirmation of what it denies, or of what came of it.
    pub(super) fn answer(&self, denial: &Told<'_>) -> bool {
        let Some(denied) = denial.claim.published else { return false };
        self.0.iter().any(|&(status, telling, way, published)| {
            let of_it = status == denial.status
                || (status > denial.status && (telling != Telling::State || is_ahead(status)));
            of_it && way.fits(denial.way()) && published > denied
        })
    }
}

/// What is made of those that affirm a stage and those that deny it.
pub(super) struct Verdict {
    pub(super) polarity: Polarity,
    /// Some affirm it, and others deny it and are not answered.
    pub(super) disputed: bool,
    /// How strongly it is borne out.
    pub(super) belief: f64,
}

/// Weighs a stage. A denial that was answered by a later confirmation no longer counts.
pub(super) fn verdict(draft: &Draft<'_>, confirmations: &Confirmations) -> Verdict {
    let pairs = |told: &Told<'_>| told.origin;
    let affirmed = belief::together(draft.told_by.iter().map(|told| (pairs(told), told.claim)));
    let open = draft.denied_by.iter().filter(|denial| !confirmations.answer(denial));
    let denied = belief::together(open.clone().map(|told| (pairs(told), told.claim)));
    let outweighed = denied > 0.5 && denied > affirmed + EPSILON;
    let negative = draft.told_by.is_empty() || outweighed;
    Verdict {
        polarity: if negative { Polarity::Negative } else { Polarity::Positive },
        disputed: !draft.told_by.is_empty() && open.count() > 0,
        belief: affirmed * (1.0 - denied),
    }
}
