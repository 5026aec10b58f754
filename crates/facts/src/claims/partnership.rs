//! What events say of partnerships.

use entente_model::{FactStatus, Partnership, PartnershipStatus};

use super::Teller;
use crate::{About, Claim, Telling};

impl Teller<'_> {
    pub(super) fn partnership(&self, partnership: &Partnership) -> Option<(About, Claim)> {
        let parties = self.entities(&partnership.parties);
        if parties.is_empty() {
            return None;
        }
        let unnamed = partnership.parties.iter().any(|party| self.entity(party).is_none());
        let (status, telling) = match partnership.status {
            PartnershipStatus::Sought => (FactStatus::Sought, Telling::State),
            PartnershipStatus::Negotiating => (FactStatus::Negotiating, Telling::State),
            PartnershipStatus::Planned => (FactStatus::Planned, Telling::State),
            PartnershipStatus::Signed => (FactStatus::Announced, Telling::State),
            PartnershipStatus::Active => (FactStatus::InForce, Telling::State),
            PartnershipStatus::Renegotiating => (FactStatus::Renegotiating, Telling::State),
            PartnershipStatus::Ended => (FactStatus::Ended, Telling::Change),
            PartnershipStatus::Failed => (FactStatus::Failed, Telling::Change),
        };
        let mut claim = self.claim(status, telling);
        claim.kind = Some(partnership.kind);
        claim.topic.clone_from(&partnership.topic);
        claim.regions.clone_from(&partnership.regions);
        Some((About::Partnership { parties, unnamed }, claim))
    }
}
