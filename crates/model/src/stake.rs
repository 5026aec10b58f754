//! Stakes: who owns, buys or sells (part of) whom.

use crate::vocabulary::vocabulary;
use crate::{Money, Party, Share};

vocabulary! {
    /// What happens to the holding.
    pub enum StakeAction as "stake action" {
        /// It is held; parent and subsidiary too.
        Hold = "HOLD",
        /// A first stake or a takeover.
        Acquire = "ACQUIRE",
        /// More of it.
        Increase = "INCREASE",
        /// Less of it.
        Reduce = "REDUCE",
        /// All of it given up.
        Dispose = "DISPOSE",
        /// The holders merge.
        Merge = "MERGE",
    }
}

vocabulary! {
    /// How far it has come.
    pub enum StakeStatus as "stake status" {
        /// Intended.
        Planned = "PLANNED",
        /// Talks go on.
        Negotiating = "NEGOTIATING",
        /// Agreed or bid for, not closed.
        Announced = "ANNOUNCED",
        /// Closed.
        Completed = "COMPLETED",
        /// Dropped, rejected or blocked.
        Failed = "FAILED",
        /// With HOLD: held now.
        Held = "HELD",
        /// With HOLD: held once, no longer.
        Former = "FORMER",
    }
}

vocabulary! {
    /// What is held.
    pub enum Interest as "interest" {
        /// Capital, or capital and votes alike.
        Shareholding = "SHAREHOLDING",
        /// Votes alone.
        VotingRights = "VOTING_RIGHTS",
    }
}

/// Who owns, buys or sells (part of) whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Stake {
    /// Who holds or will hold it; the seller of a disposal without a buyer; the merging parties.
    pub holders: Vec<Party>,
    /// What is held; the merged company, or [`Party::Unnamed`].
    pub target: Party,
    /// Who gives it up.
    pub seller: Option<Party>,
    /// What happens.
    pub action: StakeAction,
    /// How far it has come.
    pub status: StakeStatus,
    /// The holding told: now (HOLD), after the change (else).
    pub share: Option<Share>,
    /// The holding before the change.
    pub share_before: Option<Share>,
    /// The block that changes hands; none for a first stake.
    pub share_change: Option<Share>,
    /// Capital or votes.
    pub interest: Interest,
    /// The price.
    pub amount: Option<Money>,
}
