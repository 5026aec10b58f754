//! Partnerships: two or more parties work together.

use crate::Party;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What binds the parties.
    pub enum PartnershipKind as "partnership kind" {
        /// An alliance, a consortium.
        Alliance = "ALLIANCE",
        /// A company founded together.
        JointVenture = "JOINT_VENTURE",
        /// Technology is shared or developed together.
        Technology = "TECHNOLOGY",
        /// An order or a contract between customer and supplier.
        Supply = "SUPPLY",
        /// Buying together.
        Purchasing = "PURCHASING",
        /// One sells what the other makes.
        Distribution = "DISTRIBUTION",
        /// A licence; broadcast and media rights.
        Licensing = "LICENSING",
        /// Research done together.
        Research = "RESEARCH",
        /// A commercial agreement.
        Commercial = "COMMERCIAL",
        /// None of these, or untold.
        General = "GENERAL",
    }
}

vocabulary! {
    /// How far a partnership has come.
    pub enum PartnershipStatus as "partnership status" {
        /// A partner is looked for.
        Sought = "SOUGHT",
        /// Talks go on.
        Negotiating = "NEGOTIATING",
        /// Intended.
        Planned = "PLANNED",
        /// Announced or concluded.
        Signed = "SIGNED",
        /// In force or continuing.
        Active = "ACTIVE",
        /// In force, and being amended or restructured.
        Renegotiating = "RENEGOTIATING",
        /// Over.
        Ended = "ENDED",
        /// Talks broken off or refused.
        Failed = "FAILED",
    }
}

/// Two or more parties work together, want to, or no longer do.
#[derive(Debug, Clone, PartialEq)]
pub struct Partnership {
    /// Two or more; an unnamed partner is [`Party::Unnamed`].
    pub parties: Vec<Party>,
    /// Parties that the text says are not involved.
    pub excluded: Vec<Party>,
    /// What binds them.
    pub kind: PartnershipKind,
    /// How far it has come.
    pub status: PartnershipStatus,
    /// A few words of the text: what it is about.
    pub topic: Option<String>,
    /// Where, in the words of the text.
    pub regions: Vec<String>,
}
