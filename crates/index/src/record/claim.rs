//! The record of a claim.

use entente_facts::{BANDS, Claim, ClaimId, EntityId, EventId, Signature, Telling, Withdrawal};
use entente_model::{ArticleId, Timex};
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::assertion::{ShareRecord, money, share};
use super::time::{DayRecord, MomentRecord, Time, day, moment, time, to_day, to_moment, to_time};
use super::vocabulary::Coded;

/// What tells a claim apart within its fact.
#[derive(Serialize, Deserialize)]
pub(super) struct ClaimIdRecord<'a> {
    article: &'a str,
    revision: u64,
    place: u32,
    learned: MomentRecord,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ClaimRecord<'a> {
    #[serde(borrow)]
    id: ClaimIdRecord<'a>,
    reread: bool,
    withdrawn: Option<(MomentRecord, u8)>,
    published: Option<Time>,
    status: u8,
    telling: TellingRecord,
    action: Option<u8>,
    denies: bool,
    certainty: u8,
    confidence: f64,
    source: u8,
    teller: Option<[u8; 16]>,
    day: DayRecord,
    day_told: bool,
    until: Option<DayRecord>,
    expected: Option<&'a str>,
    share: Option<ShareRecord>,
    share_before: Option<ShareRecord>,
    share_change: Option<ShareRecord>,
    amount: Option<(f64, &'a str)>,
    seller: Option<[u8; 16]>,
    merged: Option<[u8; 16]>,
    kind: Option<u8>,
    topic: Option<&'a str>,
    regions: Vec<&'a str>,
    signature: Option<[u32; BANDS]>,
    passage: Option<u64>,
}

#[derive(Serialize, Deserialize)]
enum TellingRecord {
    Former,
    State,
    Change,
    Block,
    Sale,
}

pub(super) fn entity(id: Option<EntityId>) -> Option<[u8; 16]> {
    id.map(EntityId::to_bytes)
}

pub(super) fn to_entity(id: Option<[u8; 16]>) -> Option<EntityId> {
    id.map(EntityId::from_bytes)
}

impl<'a> ClaimIdRecord<'a> {
    pub(super) fn of(id: &'a ClaimId) -> Self {
        Self::new(&id.event, id.learned)
    }

    fn new(event: &'a EventId, learned: entente_facts::Moment) -> Self {
        Self {
            article: event.article.as_str(),
            revision: event.revision,
            place: event.place,
            learned: moment(learned),
        }
    }

    pub(super) fn rebuild(self) -> Result<ClaimId, RecordError> {
        let event =
            EventId { article: ArticleId::new(self.article)?, revision: self.revision, place: self.place };
        Ok(ClaimId { event, learned: to_moment(self.learned)? })
    }
}

impl<'a> ClaimRecord<'a> {
    pub(crate) fn of(claim: &'a Claim) -> Self {
        Self {
            id: ClaimIdRecord::new(&claim.event, claim.learned),
            reread: claim.reread,
            withdrawn: claim.withdrawn.map(|withdrawal| (moment(withdrawal.at), withdrawal.reason.code())),
            published: time(claim.published),
            status: claim.status.code(),
            telling: match claim.telling {
                Telling::Former => TellingRecord::Former,
                Telling::State => TellingRecord::State,
                Telling::Change => TellingRecord::Change,
                Telling::Block => TellingRecord::Block,
                Telling::Sale => TellingRecord::Sale,
            },
            action: claim.action.map(Coded::code),
            denies: claim.denies,
            certainty: claim.certainty.code(),
            confidence: claim.confidence,
            source: claim.source.code(),
            teller: entity(claim.teller),
            day: day(claim.day),
            day_told: claim.day_told,
            until: claim.until.map(day),
            expected: claim.expected.as_ref().map(Timex::as_str),
            share: claim.share.as_ref().map(Into::into),
            share_before: claim.share_before.as_ref().map(Into::into),
            share_change: claim.share_change.as_ref().map(Into::into),
            amount: claim.amount.as_ref().map(|amount| (amount.value, amount.currency.as_str())),
            seller: entity(claim.seller),
            merged: entity(claim.merged),
            kind: claim.kind.map(Coded::code),
            topic: claim.topic.as_deref(),
            regions: claim.regions.iter().map(String::as_str).collect(),
            signature: claim.signature.map(|signature| signature.bands()),
            passage: claim.passage,
        }
    }

    /// What a page shows of a claim: what finds its origin is left out.
    pub(super) fn shown(claim: &'a Claim) -> Self {
        Self { signature: None, passage: None, ..Self::of(claim) }
    }

    pub(crate) fn rebuild(self) -> Result<Claim, RecordError> {
        let ClaimId { event, learned } = self.id.rebuild()?;
        let withdrawal = |(at, reason): (MomentRecord, u8)| -> Result<Withdrawal, RecordError> {
            Ok(Withdrawal { at: to_moment(at)?, reason: Coded::of_code(reason)? })
        };
        Ok(Claim {
            event,
            learned,
            reread: self.reread,
            withdrawn: self.withdrawn.map(withdrawal).transpose()?,
            published: to_time(self.published)?,
            status: Coded::of_code(self.status)?,
            telling: match self.telling {
                TellingRecord::Former => Telling::Former,
                TellingRecord::State => Telling::State,
                TellingRecord::Change => Telling::Change,
                TellingRecord::Block => Telling::Block,
                TellingRecord::Sale => Telling::Sale,
            },
            action: self.action.map(Coded::of_code).transpose()?,
            denies: self.denies,
            certainty: Coded::of_code(self.certainty)?,
            confidence: self.confidence,
            source: Coded::of_code(self.source)?,
            teller: to_entity(self.teller),
            day: to_day(self.day)?,
            day_told: self.day_told,
            until: self.until.map(to_day).transpose()?,
            expected: self.expected.map(Timex::new).transpose()?,
            share: share(self.share)?,
            share_before: share(self.share_before)?,
            share_change: share(self.share_change)?,
            amount: money(self.amount)?,
            seller: to_entity(self.seller),
            merged: to_entity(self.merged),
            kind: self.kind.map(Coded::of_code).transpose()?,
            topic: self.topic.map(str::to_owned),
            regions: self.regions.into_iter().map(str::to_owned).collect(),
            signature: self.signature.map(Signature::from_bands),
            passage: self.passage,
        })
    }
}
