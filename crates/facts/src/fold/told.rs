//! Claims in the order in which they are folded.

use std::cmp::Ordering;

use entente_model::{FactStatus, Share};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::draft::{Way, is_ahead};
use crate::{Claim, Day, Telling};

/// What a claim that stands tells of one stage, with the number of the claim's origin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) claim: &'a Claim,
    pub(super) origin: u32,
    pub(super) status: FactStatus,
    pub(super) telling: Telling,
    pub(super) share: Option<Share>,
    pub(super) day: Day,
}

impl<'a> Told<'a> {
    pub(super) const fn of(claim: &'a Claim, origin: u32) -> Self {
        Self {
            claim,
            origin,
            status: claim.status,
            telling: claim.telling,
            share: claim.share,
            day: claim.day,
        }
    }

    /// What a claim on what is ahead tells of what is held meanwhile: "will go from 43.4% to 15%".
    pub(super) fn meanwhile(self) -> Option<Self> {
        let share = self.claim.share_before.filter(|_| is_ahead(self.status) && !self.claim.denies)?;
        let day = self.published().map_or(self.day, Day::by);
        Some(Self { status: FactStatus::InForce, telling: Telling::State, share: Some(share), day, ..self })
    }

    /// What a claim on a change tells of what was held before it.
    pub(super) fn before(self) -> Option<Self> {
        let share = self.claim.share_before.filter(|_| !is_ahead(self.status))?;
        // Where the day is told it was held on the eve; else some day before.
        let eve = self.day.earliest.and_then(|day| day.yesterday().ok());
        let day = Day { earliest: None, latest: eve.or(self.day.latest) };
        Some(Self { status: FactStatus::InForce, telling: Telling::State, share: Some(share), day, ..self })
    }

    /// True for what the claim tells itself, false for what it tells of before: the price and the seller of a change are not those of
    /// the holding that it changes.
    pub(super) fn is_own(&self) -> bool {
        self.status == self.claim.status && self.telling == self.claim.telling
    }

    pub(super) const fn way(&self) -> Way {
        Way::of(self.claim.action)
    }

    /// The newest day on which it says that it is so: what is told to be so is so on the day on which it is told.
    pub(super) fn seen(&self) -> Option<Date> {
        let published = self.published().filter(|_| self.telling == Telling::State);
        self.day.latest.max(published)
    }

    /// On which day the article came out.
    pub(super) fn published(&self) -> Option<Date> {
        self.claim.published.map(|time| time.to_zoned(TimeZone::UTC).date())
    }

    /// The order in which claims are folded: by the day by which it was so, those of unknown days first, and on one day what came before what it led to; then by
    /// publication and by id. The order in which articles were learned has no part in it, but for an article of which two readings stand.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let key = |told: &Self| {
            (told.day.latest, told.step(), told.day.earliest, told.claim.day_told, told.claim.published)
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.claim.event.cmp(&other.claim.event))
            .then(self.claim.learned.cmp(&other.claim.learned))
    }

    /// What comes first on one day.
    fn step(&self) -> u8 {
        match (self.telling, self.status) {
            (Telling::Former, _) => 0,
            (Telling::State, FactStatus::InForce | FactStatus::Said) => 1,
            (Telling::State, FactStatus::Renegotiating) => 2,
            (_, FactStatus::Sought) => 3,
            (_, FactStatus::Planned) => 4,
            (_, FactStatus::Negotiating) => 5,
            (_, FactStatus::Announced) => 6,
            (_, FactStatus::Failed) => 7,
            (Telling::Change, FactStatus::InForce | FactStatus::Renegotiating | FactStatus::Said) => 8,
            (Telling::Block | Telling::Sale, _) => 9,
            (Telling::State | Telling::Change, FactStatus::Completed) => 10,
            (Telling::State | Telling::Change, FactStatus::Ended) => 11,
        }
    }
}
