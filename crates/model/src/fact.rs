//! Words for what is believed: how far a fact has come, why it changed, what is at odds.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How far a fact has come. The order is that of progress.
    pub enum FactStatus as "fact status" {
        /// A partner is sought.
        Sought = "SOUGHT",
        /// Intended.
        Planned = "PLANNED",
        /// Talks go on.
        Negotiating = "NEGOTIATING",
        /// Agreed, signed or bid for; not yet in force.
        Announced = "ANNOUNCED",
        /// In force: a stake that is held, a partnership that lives, a plan that is being carried out.
        InForce = "IN_FORCE",
        /// In force and being amended.
        Renegotiating = "RENEGOTIATING",
        /// Carried out: a plan or a merger that is done.
        Completed = "COMPLETED",
        /// No longer in force: a stake given up, a partnership ended.
        Ended = "ENDED",
        /// Never came to be, or given up: talks broken off, a bid rejected, a plan dropped.
        Failed = "FAILED",
        /// Said: a quotation.
        Said = "SAID",
    }
}

vocabulary! {
    /// Why a fact changed.
    pub enum RevisionReason as "revision reason" {
        /// The first article that tells of it.
        FirstTold = "FIRST_TOLD",
        /// An article tells the same: what is believed stays, with one more support.
        Corroboration = "CORROBORATION",
        /// An article tells of a later stage, or more precisely.
        Update = "UPDATE",
        /// An article denies it, or is at odds with what was believed.
        Contradiction = "CONTRADICTION",
        /// A new revision of an article says otherwise than the one before.
        Correction = "CORRECTION",
        /// An article was withdrawn.
        Retraction = "RETRACTION",
        /// An article was read anew by another extractor.
        Reextraction = "REEXTRACTION",
    }
}

vocabulary! {
    /// What is at odds.
    pub enum ContradictionKind as "contradiction kind" {
        /// One says that it is so, the other that it is not.
        Denied = "DENIED",
        /// Two different shares for the same holder, target and day.
        SharesDiffer = "SHARES_DIFFER",
        /// A holder gives up what no article says that it held.
        NeverHeld = "NEVER_HELD",
        /// The shares of a target that are held on one day add up to more than 100%.
        AboveWhole = "ABOVE_WHOLE",
    }
}
