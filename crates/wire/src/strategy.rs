//! Strategies.

use entente_model::{Party, Strategy};

use crate::vocabulary::{Vocabulary as _, required};
use crate::{Failure, Within as _, v1};

/// The strategy on the wire.
pub(crate) fn encode(strategy: &Strategy) -> v1::Strategy {
    v1::Strategy {
        actor: strategy.actor.to_string(),
        action: strategy.action.number(),
        status: strategy.status.number(),
        topic: strategy.topic.clone().unwrap_or_default(),
        regions: strategy.regions.clone(),
    }
}

/// The strategy that the message tells.
pub(crate) fn decode(strategy: v1::Strategy) -> Result<Strategy, Failure> {
    Ok(Strategy {
        actor: Party::from(strategy.actor.as_str()),
        action: required(strategy.action).within("action")?,
        status: required(strategy.status).within("status")?,
        topic: (!strategy.topic.is_empty()).then_some(strategy.topic),
        regions: strategy.regions,
    })
}
