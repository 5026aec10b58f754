//! The stages of a fact, finished: in their order, weighed, each ended by the next.

use entente_model::{FactStatus, Polarity};
use jiff::civil::Date;

use super::denial::{Confirmations, Verdict, attach, verdict};
use super::draft::{Draft, is_held};
use super::share;
use super::told::Told;
use super::tracks::Tracks;
use crate::{ClaimId, FactStage, STAGE_CLAIMS_MOST, belief};

/// Where a stage belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Track {
    /// What holds, or its end.
    Held,
    /// What is ahead, came to nothing, or is told less surely than what it would replace.
    Ahead,
}

/// A finished stage.
pub(super) struct Done<'a> {
    pub(super) track: Track,
    pub(super) draft: Draft<'a>,
    pub(super) verdict: Verdict,
}

/// The stages that claims make, which are in the order in which they are folded; the stages are in the order of their days.
pub(super) fn stages<'a>(told: &[Told<'a>], failure_ends: bool) -> Vec<Done<'a>> {
    let mut tracks = Tracks::of(told, failure_ends);
    follow(&mut tracks.drafts, &tracks.held);
    let denials: Vec<Told<'a>> = told.iter().filter(|told| told.claim.denies).copied().collect();
    let denied = attach(&mut tracks, &denials);
    // Without a denial there is nothing to confirm.
    let confirmations =
        if denials.is_empty() { Confirmations::default() } else { Confirmations::of(told.iter()) };
    let verdicts: Vec<Verdict> = tracks.drafts.iter().map(|draft| verdict(draft, &confirmations)).collect();
    let stands = |place: &usize| verdicts[*place].polarity == Polarity::Positive;

    let (held, unheld): (Vec<usize>, Vec<usize>) = tracks.held.iter().partition(|place| stands(place));
    let held = merged(&mut tracks.drafts, held);
    follow(&mut tracks.drafts, &held);
    // What a denied step had ended goes on until something else ends it.
    for pair in tracks.ahead.windows(2) {
        if let &[before, after] = pair
            && !stands(&after)
            && !tracks.drafts[before].fulfilled
            && tracks.drafts[before].closed == Some(tracks.drafts[after].from)
        {
            tracks.drafts[before].closed = tracks.drafts[after].closed;
            tracks.drafts[before].fulfilled = tracks.drafts[after].fulfilled;
        }
    }
    // Stages that became one are weighed as one.
    let verdicts: Vec<Verdict> = tracks.drafts.iter().map(|draft| verdict(draft, &confirmations)).collect();
    let mut placed: Vec<Option<(Track, usize)>> = vec![None; tracks.drafts.len()];
    for (order, &place) in held.iter().enumerate() {
        placed[place] = Some((Track::Held, order));
    }
    let others = [&tracks.ahead, &tracks.tentative, &denied, &unheld];
    for (order, &place) in others.into_iter().flatten().enumerate() {
        placed[place] = Some((Track::Ahead, order));
    }
    let all = tracks.drafts.into_iter().zip(verdicts).zip(placed);
    let mut stages: Vec<(usize, Done<'a>)> = all
        .filter_map(|((draft, verdict), placed)| {
            placed.map(|(track, order)| (order, Done { track, draft, verdict }))
        })
        .collect();
    stages.sort_by_key(|(order, done)| {
        // What holds follows each other as it was worked out; beside it on one day comes what may have begun before.
        let ahead = done.track == Track::Ahead;
        (done.draft.from.latest, ahead, done.draft.from.earliest.filter(|_| ahead), *order)
    });
    stages.into_iter().map(|(_, done)| done).collect()
}

/// Each stage ends where the next begins, and none began before the one before it was last told to be so.
fn follow(drafts: &mut [Draft<'_>], held: &[usize]) {
    for pair in held.windows(2) {
        let &[before, after] = pair else { continue };
        let seen = drafts[before].seen;
        let from = &mut drafts[after].from;
        if from.earliest.is_none() && seen.is_some() && seen <= from.latest {
            from.earliest = seen;
        }
        drafts[before].closed = Some(drafts[after].from);
    }
    if let Some(&last) = held.last() {
        drafts[last].closed = None;
    }
}

/// Without the borders between stages that a denied one had parted.
fn merged(drafts: &mut [Draft<'_>], held: Vec<usize>) -> Vec<usize> {
    let mut merged: Vec<usize> = Vec::with_capacity(held.len());
    for place in held {
        if let Some(&last) = merged.last()
            && drafts[last].status == drafts[place].status
            && drafts[last].told_until.is_none()
            && share::same(drafts[last].share.as_ref(), drafts[place].share.as_ref())
        {
            let (told_by, denied_by) =
                (std::mem::take(&mut drafts[place].told_by), std::mem::take(&mut drafts[place].denied_by));
            let at_odds = std::mem::take(&mut drafts[place].at_odds);
            for told in told_by {
                drafts[last].join(told);
            }
            drafts[last].denied_by.extend(denied_by);
            drafts[last].at_odds.extend(at_odds);
        } else {
            merged.push(place);
        }
    }
    merged
}

/// What holds and what is pending: on a day, or the newest of each.
pub(super) fn current<'s, 'a>(
    stages: &'s [Done<'a>],
    day: Option<Date>,
) -> (Option<&'s Done<'a>>, Option<&'s Done<'a>>) {
    let begun = |done: &&Done<'_>| day.is_none_or(|day| done.draft.has_begun(day));
    let is_on = |done: &&Done<'_>| match day {
        Some(day) => !done.draft.is_over(day),
        None => done.draft.closed.is_none(),
    };
    let of = |track: Track| stages.iter().filter(move |done| done.track == track).filter(begun);
    let last = of(Track::Held).next_back();
    let holding = last.filter(|done| is_held(done.draft.status)).filter(is_on);
    let end = last.filter(|done| !is_held(done.draft.status));
    let affirmed = |done: &&Done<'_>| done.verdict.polarity == Polarity::Positive;
    let pending = of(Track::Ahead).filter(is_on).filter(affirmed).max_by_key(|done| {
        // The surest, then the furthest, then the latest.
        (done.draft.certainty(), done.draft.status, done.draft.from.latest)
    });
    // Of an end and what was ahead after it, the later.
    let pending = match (pending, end) {
        (Some(pending), Some(end)) if pending.draft.from.latest < end.draft.from.latest => Some(end),
        (pending, end) => pending.or(end),
    };
    let denied = || of(Track::Ahead).rfind(is_on);
    (holding, pending.or_else(denied))
}

impl Done<'_> {
    /// As it is shown.
    pub(super) fn stage(&self) -> FactStage {
        let draft = &self.draft;
        let told_by = best(&draft.told_by);
        let main = if told_by.is_empty() { best(&draft.denied_by) } else { told_by.clone() };
        let deal = || main.iter().filter(|told| told.is_own());
        let ids = |told: &[Told<'_>]| -> Vec<ClaimId> {
            let mut ids: Vec<ClaimId> = Vec::new();
            for id in told.iter().map(|told| told.claim.id()) {
                if ids.len() < STAGE_CLAIMS_MOST && !ids.contains(&id) {
                    ids.push(id);
                }
            }
            ids
        };
        FactStage {
            status: draft.status,
            polarity: self.verdict.polarity,
            certainty: draft.certainty(),
            from: draft.from,
            until: draft.until(),
            share: draft.sure_share(),
            amount: deal().find_map(|told| told.claim.amount),
            seller: deal().find_map(|told| told.claim.seller),
            expected: deal().find_map(|told| told.claim.expected.clone()),
            told_by: ids(&told_by),
            denied_by: ids(&best(&draft.denied_by)),
        }
    }

    /// True when those that tell of it are at odds.
    pub(super) fn disputed(&self) -> bool {
        self.verdict.disputed || !self.draft.at_odds.is_empty()
    }

    /// The claim that bears it out best; of what nobody affirms that which denies it best.
    pub(super) fn lead(&self) -> Option<ClaimId> {
        let told = if self.verdict.polarity == Polarity::Positive || self.draft.denied_by.is_empty() {
            &self.draft.told_by
        } else {
            &self.draft.denied_by
        };
        let best = told.iter().min_by(|one, other| belief::better(one.claim, other.claim));
        best.map(|told| told.claim.id())
    }

    /// How far it has come.
    pub(super) fn status(&self) -> FactStatus {
        self.draft.status
    }
}

/// Best first.
fn best<'a>(told: &[Told<'a>]) -> Vec<Told<'a>> {
    let mut best = told.to_vec();
    best.sort_by(|one, other| belief::better(one.claim, other.claim));
    best
}
