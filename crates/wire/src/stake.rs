//! Stakes.

use entente_model::{Party, Share, Stake};

use crate::assertion::{names, parties};
use crate::vocabulary::{Vocabulary as _, required};
use crate::{Failure, Within as _, money, share, v1};

/// The stake on the wire.
pub(crate) fn encode(stake: &Stake) -> v1::Stake {
    v1::Stake {
        holders: names(&stake.holders),
        target: stake.target.to_string(),
        seller: stake.seller.as_ref().map_or_else(String::new, ToString::to_string),
        action: stake.action.number(),
        status: stake.status.number(),
        share: stake.share.as_ref().map(share::encode),
        share_before: stake.share_before.as_ref().map(share::encode),
        share_change: stake.share_change.as_ref().map(share::encode),
        interest: stake.interest.number(),
        amount: stake.amount.as_ref().map(money::encode),
    }
}

/// The stake that the message tells.
pub(crate) fn decode(stake: &v1::Stake) -> Result<Stake, Failure> {
    let percent = |field: &str, value: &Option<v1::Share>| -> Result<Option<Share>, Failure> {
        value.as_ref().map(share::decode).transpose().within(field)
    };
    Ok(Stake {
        holders: parties(&stake.holders),
        target: Party::from(stake.target.as_str()),
        seller: (!stake.seller.is_empty()).then(|| Party::from(stake.seller.as_str())),
        action: required(stake.action).within("action")?,
        status: required(stake.status).within("status")?,
        share: percent("share", &stake.share)?,
        share_before: percent("share_before", &stake.share_before)?,
        share_change: percent("share_change", &stake.share_change)?,
        interest: required(stake.interest).within("interest")?,
        amount: stake.amount.as_ref().map(money::decode).transpose().within("amount")?,
    })
}
