//! Direct holdings as they are believed.

use entente_model::{FactStatus, Interest, Polarity, Tenant};

use super::{Direction, Holding, Holdings, Limits};
use crate::{About, AsOf, Beliefs, EntityId, Fact, FactStage, FactsError, StakeRole};

/// The stakes that are believed at one point of the two axes of time, as holdings.
#[derive(Debug)]
pub struct BelievedHoldings<'a, B: ?Sized> {
    /// Where facts are read.
    pub beliefs: &'a B,
    /// Whose.
    pub tenant: &'a Tenant,
    /// Capital, or votes.
    pub interest: Interest,
    /// At which point of time.
    pub as_of: AsOf,
    /// Facts of less belief do not count.
    pub minimum_belief: f64,
}

impl<B: Beliefs + ?Sized> BelievedHoldings<'_, B> {
    /// The facts of the stakes in these companies, or that these companies have.
    pub fn facts(&self, companies: &[EntityId], direction: Direction) -> Result<Vec<Fact>, FactsError> {
        let role = match direction {
            Direction::Holders => StakeRole::Target,
            Direction::Holdings => StakeRole::Holder,
        };
        // One more than a trace takes, so that it tells when there are more.
        let limit = Limits::default().holdings + 1;
        let mut facts =
            self.beliefs.stakes(self.tenant, companies, role, self.interest, self.as_of, limit)?;
        facts.retain(|fact| fact.belief >= self.minimum_belief);
        Ok(facts)
    }
}

impl<B: Beliefs + ?Sized> Holdings for BelievedHoldings<'_, B> {
    fn holdings(
        &self,
        companies: &[EntityId],
        direction: Direction,
        take: &mut dyn FnMut(Holding),
    ) -> Result<(), FactsError> {
        self.facts(companies, direction)?.iter().flat_map(Holding::of).for_each(take);
        Ok(())
    }
}

impl Holding {
    /// What the fact tells to be held, and what it tells to be planned: neither where the holder is not known, and no stage that is denied.
    pub fn of(fact: &Fact) -> impl Iterator<Item = Self> {
        let (held, planned) = (Self::held_stage(fact), Self::planned_stage(fact));
        let holding = |stage: &FactStage, held| {
            let About::Stake { holder: Some(holder), target, .. } = fact.about else { return None };
            let (minimum, maximum) = Self::bounds(stage.share.as_ref());
            Some(Self { fact: fact.id, holder, target, minimum, maximum, held })
        };
        let held = held.and_then(|stage| holding(stage, true));
        held.into_iter().chain(planned.and_then(|stage| holding(stage, false)))
    }

    /// The stage of a fact that counts as held.
    pub fn held_stage(fact: &Fact) -> Option<&FactStage> {
        fact.holding.as_ref().filter(|stage| stage.polarity == Polarity::Positive && stage.is_held())
    }

    /// The stage of a fact that is shown as planned.
    pub fn planned_stage(fact: &Fact) -> Option<&FactStage> {
        fact.pending.as_ref().filter(|stage| stage.polarity == Polarity::Positive && stage.is_ahead())
    }
}

impl FactStage {
    fn is_held(&self) -> bool {
        match self.status {
            FactStatus::InForce | FactStatus::Renegotiating | FactStatus::Completed => true,
            FactStatus::Sought
            | FactStatus::Planned
            | FactStatus::Negotiating
            | FactStatus::Announced
            | FactStatus::Ended
            | FactStatus::Failed
            | FactStatus::Said => false,
        }
    }

    fn is_ahead(&self) -> bool {
        match self.status {
            FactStatus::Sought | FactStatus::Planned | FactStatus::Negotiating | FactStatus::Announced => {
                true
            }
            FactStatus::InForce
            | FactStatus::Renegotiating
            | FactStatus::Completed
            | FactStatus::Ended
            | FactStatus::Failed
            | FactStatus::Said => false,
        }
    }
}
