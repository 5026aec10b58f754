//! Stages of facts.

use entente_model::{Certainty, FactStatus, Money, Polarity, Share, Timex};

use crate::{ClaimId, Day, EntityId};

/// Most claims that a stage names on either side.
pub const STAGE_CLAIMS_MOST: usize = 16;

/// A stage of a fact: what holds, or how far what is ahead has come, over a stretch of days.
#[derive(Debug, Clone, PartialEq)]
pub struct FactStage {
    /// How far it has come.
    pub status: FactStatus,
    /// Told to be so; negative where nothing affirms it, or where more and better sources deny it than affirm it.
    pub polarity: Polarity,
    /// The surest presentation among those that affirm it; of a denied stage that nothing affirms, among those that deny it.
    pub certainty: Certainty,
    /// From which day on.
    pub from: Day,
    /// Until which day, that day not included; none while it goes on.
    pub until: Option<Day>,
    /// Stakes: how much is, was or is to be held; none when untold.
    pub share: Option<Share>,
    /// Stakes: the price.
    pub amount: Option<Money>,
    /// Stakes: who gives or gave it up.
    pub seller: Option<EntityId>,
    /// A stated deadline or expected completion.
    pub expected: Option<Timex>,
    /// The claims that tell it, best first, at most [`STAGE_CLAIMS_MOST`].
    pub told_by: Vec<ClaimId>,
    /// The claims that deny it, best first, at most [`STAGE_CLAIMS_MOST`].
    pub denied_by: Vec<ClaimId>,
}
