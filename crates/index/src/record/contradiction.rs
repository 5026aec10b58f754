//! The record of a contradiction.

use entente_facts::{ClaimId, Contradiction, ContradictionId, EntityId, FactId};
use serde::{Deserialize, Serialize};

use super::assertion::{ShareRecord, share};
use super::claim::ClaimIdRecord;
use super::time::{DayRecord, MomentRecord, day, moment, to_day, to_moment};
use super::vocabulary::Coded;
use super::{RecordError, decode, encode};

#[derive(Serialize, Deserialize)]
struct ContradictionRecord<'a> {
    kind: u8,
    facts: Vec<[u8; 16]>,
    entities: Vec<[u8; 16]>,
    status: Option<u8>,
    one_share: Option<ShareRecord>,
    other_share: Option<ShareRecord>,
    day: Option<DayRecord>,
    #[serde(borrow)]
    one_side: Vec<([u8; 16], ClaimIdRecord<'a>)>,
    #[serde(borrow)]
    other_side: Vec<([u8; 16], ClaimIdRecord<'a>)>,
    raised: MomentRecord,
}

/// The bytes of a contradiction's record.
pub(crate) fn encode_contradiction(contradiction: &Contradiction) -> Result<Vec<u8>, RecordError> {
    encode(&ContradictionRecord {
        kind: contradiction.kind.code(),
        facts: contradiction.facts.iter().map(|id| id.to_bytes()).collect(),
        entities: contradiction.entities.iter().map(|id| id.to_bytes()).collect(),
        status: contradiction.status.map(Coded::code),
        one_share: contradiction.one_share.as_ref().map(Into::into),
        other_share: contradiction.other_share.as_ref().map(Into::into),
        day: contradiction.day.map(day),
        one_side: side(&contradiction.one_side),
        other_side: side(&contradiction.other_side),
        raised: moment(contradiction.raised),
    })
}

/// The contradiction of a record.
pub(crate) fn decode_contradiction(bytes: &[u8], id: ContradictionId) -> Result<Contradiction, RecordError> {
    let record: ContradictionRecord<'_> = decode(bytes)?;
    Ok(Contradiction {
        id,
        kind: Coded::of_code(record.kind)?,
        facts: record.facts.into_iter().map(FactId::from_bytes).collect(),
        entities: record.entities.into_iter().map(EntityId::from_bytes).collect(),
        status: record.status.map(Coded::of_code).transpose()?,
        one_share: share(record.one_share)?,
        other_share: share(record.other_share)?,
        day: record.day.map(to_day).transpose()?,
        one_side: to_side(record.one_side)?,
        other_side: to_side(record.other_side)?,
        raised: to_moment(record.raised)?,
    })
}

fn side(side: &[(FactId, ClaimId)]) -> Vec<([u8; 16], ClaimIdRecord<'_>)> {
    side.iter().map(|(fact, claim)| (fact.to_bytes(), ClaimIdRecord::of(claim))).collect()
}

fn to_side(side: Vec<([u8; 16], ClaimIdRecord<'_>)>) -> Result<Vec<(FactId, ClaimId)>, RecordError> {
    side.into_iter().map(|(fact, claim)| Ok((FactId::from_bytes(fact), claim.rebuild()?))).collect()
}
