//! The records of a reading's use of a base id, and of its end.

use std::collections::BTreeMap;

use entente_facts::Withdrawal;
use entente_model::EventType;
use serde::{Deserialize, Serialize};

use super::time::{MomentRecord, moment, to_moment};
use super::vocabulary::Coded;
use super::{RecordError, decode, encode};

/// That a reading names a base id.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UseRecord {
    /// The reading stands.
    pub(crate) stands: bool,
    /// The places of the events in which the base id takes part, by kind.
    events: Vec<(u8, Vec<u32>)>,
}

impl UseRecord {
    pub(crate) fn new(stands: bool, events: BTreeMap<EventType, Vec<u32>>) -> Self {
        let events = events.into_iter().map(|(event_type, places)| (event_type.code(), places)).collect();
        Self { stands, events }
    }

    /// The places of the events of a kind in which the base id takes part; those of a reading that stands no longer where the `past` is
    /// asked for.
    pub(crate) fn places(self, event_type: EventType, past: bool) -> Vec<u32> {
        let of_kind = |(code, places): (u8, Vec<u32>)| (code == event_type.code()).then_some(places);
        self.events.into_iter().filter(|_| self.stands || past).find_map(of_kind).unwrap_or_default()
    }
}

type WithdrawalRecord = (MomentRecord, u8);

pub(crate) fn encode_withdrawal(withdrawal: Withdrawal) -> Result<Vec<u8>, RecordError> {
    let record: WithdrawalRecord = (moment(withdrawal.at), withdrawal.reason.code());
    encode(&record)
}

pub(crate) fn decode_withdrawal(bytes: &[u8]) -> Result<Withdrawal, RecordError> {
    let (at, reason): WithdrawalRecord = decode(bytes)?;
    Ok(Withdrawal { at: to_moment(at)?, reason: Coded::of_code(reason)? })
}
