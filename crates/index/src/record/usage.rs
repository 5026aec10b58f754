//! The records of a reading's use of a base id, and of its end.

use entente_facts::Withdrawal;
use serde::{Deserialize, Serialize};

use super::time::{MomentRecord, moment, to_moment};
use super::vocabulary::Coded;
use super::{RecordError, decode, encode};

/// That a reading names a base id.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UseRecord {
    /// The reading stands.
    pub(crate) stands: bool,
    /// The places of the events of the key's kind in which the base id takes part.
    pub(crate) places: Vec<u32>,
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
