//! A stage in the making.

use entente_model::{Certainty, FactStatus, Share, StakeAction};
use jiff::civil::Date;

use super::share;
use super::told::Told;
use crate::{Day, Telling};

/// Which way a stake goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
    Still,
}

impl Way {
    pub(super) const fn of(action: Option<StakeAction>) -> Self {
        match action {
            Some(StakeAction::Acquire | StakeAction::Increase) => Self::Up,
            Some(StakeAction::Reduce | StakeAction::Dispose) => Self::Down,
            Some(StakeAction::Hold | StakeAction::Merge) | None => Self::Still,
        }
    }

    /// True when both may be told of one move.
    pub(super) fn fits(self, other: Self) -> bool {
        self == other || self == Self::Still || other == Self::Still
    }
}

/// A stage in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft<'a> {
    pub(super) status: FactStatus,
    pub(super) way: Way,
    /// How the claim bears on it that began it.
    pub(super) telling: Telling,
    pub(super) from: Day,
    /// Until when it is told to last.
    pub(super) told_until: Option<Day>,
    /// When something else began in its place.
    pub(super) closed: Option<Day>,
    /// What was ahead has come about, failed or become impossible.
    pub(super) fulfilled: bool,
    pub(super) share: Option<Share>,
    /// The block that changed hands, where the share after it was worked out.
    pub(super) block: Option<Share>,
    /// The share was worked out without knowing what was held before.
    pub(super) assumed: bool,
    /// The newest day on which it is told to be so.
    pub(super) seen: Option<Date>,
    pub(super) told_by: Vec<Told<'a>>,
    pub(super) denied_by: Vec<Told<'a>>,
    /// Claims of another share on the same day.
    pub(super) at_odds: Vec<Told<'a>>,
}

impl<'a> Draft<'a> {
    /// A stage that nothing tells of yet, like that of which a claim tells.
    pub(super) fn like(told: &Told<'a>) -> Self {
        Self {
            status: told.status,
            way: told.way(),
            telling: told.telling,
            from: told.day,
            told_until: None,
            closed: None,
            fulfilled: false,
            share: None,
            block: None,
            assumed: false,
            seen: None,
            told_by: Vec::new(),
            denied_by: Vec::new(),
            at_odds: Vec::new(),
        }
    }

    /// The stage that a claim begins.
    pub(super) fn begun_by(told: Told<'a>) -> Self {
        let mut draft = Self::like(&told);
        draft.join(told);
        draft
    }

    /// True when the claim tells of this stage, and of nothing that came after it.
    pub(super) fn agrees(&self, told: &Told<'_>) -> bool {
        if self.status != told.status || !(is_held(self.status) || self.way.fits(told.way())) {
            return false;
        }
        if matches!(told.telling, Telling::Block | Telling::Sale) {
            // The same block told again, and not another one.
            return matches!(self.telling, Telling::Block | Telling::Sale)
                && self.way == told.way()
                && share::compatible(self.block.as_ref(), told.claim.share_change.as_ref())
                && self.from.overlaps(&told.day);
        }
        let over =
            self.told_until.and_then(|day| day.latest).is_some_and(|last| told.day.latest >= Some(last));
        if over || !share::compatible(self.share.as_ref(), told.share.as_ref()) {
            return false;
        }
        // A change on another day than that on which this began is another change, unless it leads to the very same.
        told.telling != Telling::Change
            || !is_held(self.status)
            || self.from.overlaps(&told.day)
            || share::same(self.share.as_ref(), told.share.as_ref())
    }

    /// One more claim that tells of it.
    pub(super) fn join(&mut self, told: Told<'a>) {
        self.share = share::tighter(self.share, told.share);
        self.from = self.from.narrowed(&told.day);
        if self.way == Way::Still {
            self.way = told.way();
        }
        self.told_until = self.told_until.or(told.claim.until);
        self.seen = self.seen.max(told.seen());
        self.told_by.push(told);
    }

    /// The surest presentation among those that affirm it, or else among those that deny it.
    pub(super) fn certainty(&self) -> Certainty {
        let among = if self.told_by.is_empty() { &self.denied_by } else { &self.told_by };
        let surest = among.iter().map(|told| told.claim.certainty).max().unwrap_or(Certainty::Possible);
        // Who sold a block of an untold holding may have nothing left.
        let only_sold = self.told_by.iter().all(|told| told.telling == Telling::Sale);
        if self.assumed && only_sold { Certainty::Possible } else { surest }
    }

    /// The share that those tell who are surest: what is only rumoured of a stage does not become certain with it.
    pub(super) fn sure_share(&self) -> Option<Share> {
        let among = if self.told_by.is_empty() { &self.denied_by } else { &self.told_by };
        let surest = among.iter().map(|told| told.claim.certainty).max()?;
        let sure = among.iter().filter(|told| told.claim.certainty == surest);
        sure.filter(|told| {
            share::compatible(told.share.as_ref(), self.share.as_ref()) || self.told_by.is_empty()
        })
        .fold(None, |share, told| share::tighter(share, told.share))
    }

    /// Until when it is so, as far as is told.
    pub(super) fn until(&self) -> Option<Day> {
        match (self.told_until, self.closed) {
            (Some(told), Some(closed)) if told.latest < closed.latest => Some(told),
            (told, closed) => closed.or(told),
        }
    }

    /// True when it had certainly begun by then.
    pub(super) fn has_begun(&self, day: Date) -> bool {
        self.from.latest.is_some_and(|from| from <= day)
    }

    /// True when it was certainly over by then.
    pub(super) fn is_over(&self, day: Date) -> bool {
        self.until().and_then(|until| until.latest).is_some_and(|until| until <= day)
    }
}

/// True for what is in force, done or said.
pub(super) const fn is_held(status: FactStatus) -> bool {
    matches!(
        status,
        FactStatus::InForce | FactStatus::Renegotiating | FactStatus::Completed | FactStatus::Said
    )
}

/// True for what comes before anything is in force.
pub(crate) const fn is_ahead(status: FactStatus) -> bool {
    matches!(
        status,
        FactStatus::Sought | FactStatus::Planned | FactStatus::Negotiating | FactStatus::Announced
    )
}
