//! What events say of stakes and mergers.

use entente_model::{FactStatus, Percent, Share, Stake, StakeAction, StakeStatus};

use super::Teller;
use crate::words::split;
use crate::{About, Claim, EntityId, Telling};

/// Words that tell that a share is each holder's own, folded.
const EACH: &[&str] = &["chacun", "chacune", "chaque", "each", "apiece", "parite"];

impl Teller<'_> {
    pub(super) fn stake(&self, stake: &Stake) -> Vec<(About, Claim)> {
        if stake.action == StakeAction::Merge {
            return self.merger(stake).into_iter().collect();
        }
        let Some(target) = self.entity(&stake.target) else { return Vec::new() };
        let about = |holder| About::Stake { holder, target, interest: stake.interest };
        let mut holders: Vec<Option<EntityId>> =
            stake.holders.iter().map(|holder| self.entity(holder)).collect();
        if holders.is_empty() {
            holders.push(None);
        }
        holders.sort_unstable();
        holders.dedup();
        let joint = holders.len() > 1 && !self.tells_each();
        let mut told: Vec<(About, Claim)> =
            holders.iter().map(|&holder| (about(holder), self.held(stake, joint))).collect();
        let seller = stake.seller.as_ref().and_then(|seller| self.entity(seller));
        if let Some(seller) = seller.filter(|&seller| !holders.contains(&Some(seller))) {
            told.extend(self.sold(stake).map(|claim| (about(Some(seller)), claim)));
        }
        for (about, claim) in &mut told {
            // Who has less of it gives it up itself: a stake that is to be sold is not one that is to be held.
            let gives_up = matches!(claim.action, Some(StakeAction::Reduce | StakeAction::Dispose));
            if let About::Stake { holder, .. } = about
                && gives_up
            {
                claim.seller = claim.seller.or(*holder);
            }
        }
        told
    }

    fn merger(&self, stake: &Stake) -> Option<(About, Claim)> {
        let mut parties = self.entities(&stake.holders);
        let mut merged = self.entity(&stake.target);
        if let Some(other) = merged.filter(|_| parties.len() < 2) {
            // "A merges with B", told as A and B.
            parties.push(other);
            parties.sort_unstable();
            parties.dedup();
            merged = None;
        }
        if parties.is_empty() {
            return None;
        }
        let mut claim = match stake.status {
            StakeStatus::Planned => self.claim(FactStatus::Planned, Telling::State),
            StakeStatus::Negotiating => self.claim(FactStatus::Negotiating, Telling::State),
            StakeStatus::Announced => self.claim(FactStatus::Announced, Telling::State),
            StakeStatus::Completed | StakeStatus::Held => self.claim(FactStatus::Completed, Telling::Change),
            StakeStatus::Failed => self.claim(FactStatus::Failed, Telling::Change),
            StakeStatus::Former => self.claim(FactStatus::Ended, Telling::Former),
        };
        claim.action = Some(StakeAction::Merge);
        claim.amount = stake.amount;
        claim.merged = merged;
        Some((About::Merger { parties }, claim))
    }

    /// What it says of a holder's stake; of several holders' `joint` stake each has no more than the whole of it.
    fn held(&self, stake: &Stake, joint: bool) -> Claim {
        let (status, telling) = progress(stake);
        let own = |share: Option<Share>| if joint { share.and_then(part) } else { share };
        let mut claim = self.claim(status, telling);
        claim.action = Some(stake.action);
        claim.share = own(stake.share);
        claim.share_before = own(stake.share_before);
        claim.share_change = own(stake.share_change);
        claim.amount = stake.amount;
        claim.seller = stake.seller.as_ref().and_then(|seller| self.entity(seller));
        claim
    }

    /// What it says of the seller's stake.
    fn sold(&self, stake: &Stake) -> Option<Claim> {
        let block = stake.share_change.or(stake.share.filter(|_| stake.action == StakeAction::Acquire));
        let all = match block {
            Some(block) => is_whole(&block),
            None => stake.share.is_none_or(|share| is_whole(&share)),
        };
        let (status, telling) = match stake.status {
            StakeStatus::Planned => (FactStatus::Planned, Telling::State),
            StakeStatus::Negotiating => (FactStatus::Negotiating, Telling::State),
            StakeStatus::Announced => (FactStatus::Announced, Telling::State),
            StakeStatus::Failed => (FactStatus::Failed, Telling::Change),
            StakeStatus::Completed if all => (FactStatus::Ended, Telling::Change),
            StakeStatus::Completed => (FactStatus::InForce, Telling::Sale),
            // Who holds it now tells nothing of who held it when.
            StakeStatus::Held | StakeStatus::Former => return None,
        };
        let mut claim = self.claim(status, telling);
        claim.action = Some(if all { StakeAction::Dispose } else { StakeAction::Reduce });
        claim.share_change = block;
        claim.amount = stake.amount;
        Some(claim)
    }

    fn tells_each(&self) -> bool {
        let evidence = self.event.event.evidence.iter();
        evidence.flat_map(|evidence| split(&evidence.quote)).any(|word| EACH.contains(&word.as_str()))
    }
}

/// How far a holder's stake has come.
fn progress(stake: &Stake) -> (FactStatus, Telling) {
    let nothing = stake.share.as_ref().is_some_and(is_nothing);
    match (stake.status, stake.action) {
        (StakeStatus::Planned, _) => (FactStatus::Planned, Telling::State),
        (StakeStatus::Negotiating, _) => (FactStatus::Negotiating, Telling::State),
        (StakeStatus::Announced, _) => (FactStatus::Announced, Telling::State),
        (StakeStatus::Failed, _) => (FactStatus::Failed, Telling::Change),
        (StakeStatus::Former, _) => (FactStatus::Ended, Telling::Former),
        (StakeStatus::Held | StakeStatus::Completed, StakeAction::Hold) | (StakeStatus::Held, _) => {
            (FactStatus::InForce, Telling::State)
        }
        (StakeStatus::Completed, StakeAction::Dispose) if stake.share.is_none() || nothing => {
            (FactStatus::Ended, Telling::Change)
        }
        (StakeStatus::Completed, StakeAction::Reduce) if nothing => (FactStatus::Ended, Telling::Change),
        (StakeStatus::Completed, _) if stake.share.is_none() && stake.share_change.is_some() => {
            (FactStatus::InForce, Telling::Block)
        }
        (StakeStatus::Completed, _) => (FactStatus::InForce, Telling::Change),
    }
}

/// What each of several holders has at most of a share that they hold together.
fn part(share: Share) -> Option<Share> {
    share.exact().or(share.maximum()).map(Share::at_most)
}

fn is_whole(share: &Share) -> bool {
    share.exact().or(share.minimum()).is_some_and(|percent| percent.value() >= 100.0)
}

fn is_nothing(share: &Share) -> bool {
    share.exact().or(share.maximum()).is_some_and(|percent: Percent| percent.value() <= 0.0)
}
