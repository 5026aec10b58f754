//! Shares of a company.

use entente_model::{Percent, Share};

use crate::{Failure, v1};

/// The share on the wire.
pub fn encode(share: &Share) -> v1::Share {
    v1::Share {
        exact: share.exact().map(Percent::value),
        minimum: share.minimum().map(Percent::value),
        maximum: share.maximum().map(Percent::value),
        approximate: share.approximate(),
    }
}

/// The share that the message tells, if its figures make one.
pub fn decode(share: &v1::Share) -> Result<Share, Failure> {
    Share::new(share.exact, share.minimum, share.maximum, share.approximate)
        .map_err(|error| Failure::invalid(error.to_string()))
}
