//! Partnerships.

use entente_model::Partnership;

use crate::assertion::{names, parties};
use crate::vocabulary::{Vocabulary as _, required};
use crate::{Failure, Within as _, v1};

/// The partnership on the wire.
pub(crate) fn encode(partnership: &Partnership) -> v1::Partnership {
    v1::Partnership {
        parties: names(&partnership.parties),
        excluded: names(&partnership.excluded),
        kind: partnership.kind.number(),
        status: partnership.status.number(),
        topic: partnership.topic.clone().unwrap_or_default(),
        regions: partnership.regions.clone(),
    }
}

/// The partnership that the message tells.
pub(crate) fn decode(partnership: v1::Partnership) -> Result<Partnership, Failure> {
    Ok(Partnership {
        parties: parties(&partnership.parties),
        excluded: parties(&partnership.excluded),
        kind: required(partnership.kind).within("kind")?,
        status: required(partnership.status).within("status")?,
        topic: (!partnership.topic.is_empty()).then_some(partnership.topic),
        regions: partnership.regions,
    })
}
