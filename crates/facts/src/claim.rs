//! Claims: what one event says of one fact.

use entente_model::{
    Certainty, FactStatus, Money, PartnershipKind, RevisionReason, Share, SourceKind, StakeAction, Timex,
};
use jiff::Timestamp;

use crate::{AsOf, ClaimId, Day, EntityId, EventId, Moment, Signature};

/// How a claim bears on the stage that it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Telling {
    /// That it was so once and is so no longer: `HOLD FORMER`.
    Former,
    /// That it is so: a holding, a partnership that lives, a plan, a quotation.
    State,
    /// That something changed, and what is so since.
    Change,
    /// That a told block was bought or sold, and not what is held since.
    Block,
    /// That a block was sold to somebody else, seen from the seller, who may have nothing left.
    Sale,
}

/// When and why a claim ceased to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Withdrawal {
    /// When the log took the entry that withdrew it.
    pub at: Moment,
    /// Why: a correction, a retraction or a re-extraction.
    pub reason: RevisionReason,
}

/// What one event says of one fact: all that a fact is made of, and no more. Withdrawn claims are kept, for what was believed before. A claim
/// is told apart within its fact by `event` and `learned`.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The event.
    pub event: EventId,
    /// When the log took the article.
    pub learned: Moment,
    /// The entry was a re-extraction.
    pub reread: bool,
    /// When and why it ceased to count; none while it stands.
    pub withdrawn: Option<Withdrawal>,
    /// When the article came out, if told.
    pub published: Option<Timestamp>,
    /// The stage that it tells.
    pub status: FactStatus,
    /// How it bears on that stage.
    pub telling: Telling,
    /// Stakes: what happens to this fact's holding; a seller's is `REDUCE` or `DISPOSE`.
    pub action: Option<StakeAction>,
    /// It says that the stage is not so.
    pub denies: bool,
    /// How sure the article presents it.
    pub certainty: Certainty,
    /// The event's confidence, 0 to 1.
    pub confidence: f64,
    /// What kind of source says it.
    pub source: SourceKind,
    /// The named source, where it is none of those that take part.
    pub teller: Option<EntityId>,
    /// On which day the stage began, as told, else by when the article came out.
    pub day: Day,
    /// The article itself tells that day.
    pub day_told: bool,
    /// Until which day it is told to last, that day not included.
    pub until: Option<Day>,
    /// A stated deadline or expected completion.
    pub expected: Option<Timex>,
    /// Stakes: the holding told, after the change where there is one.
    pub share: Option<Share>,
    /// Stakes: this holder's share before the change.
    pub share_before: Option<Share>,
    /// Stakes: the block that changes hands.
    pub share_change: Option<Share>,
    /// Stakes: the price.
    pub amount: Option<Money>,
    /// Stakes: who gives it up.
    pub seller: Option<EntityId>,
    /// Mergers: what the parties become.
    pub merged: Option<EntityId>,
    /// Partnerships: what binds the parties.
    pub kind: Option<PartnershipKind>,
    /// What it is about, in the article's words; of a statement the quotation.
    pub topic: Option<String>,
    /// Where, in the article's words.
    pub regions: Vec<String>,
    /// What the article's text is like; none where it has no words.
    pub signature: Option<Signature>,
    /// A hash of the folded words of the evidence, where it has eight or more.
    pub passage: Option<u64>,
}

impl Claim {
    /// What it is told apart by within its fact.
    pub fn id(&self) -> ClaimId {
        ClaimId { event: self.event.clone(), learned: self.learned }
    }

    /// True when it was known and not yet withdrawn.
    pub fn stands(&self, as_of: &AsOf) -> bool {
        as_of.knows(self.learned) && !self.withdrawn.is_some_and(|withdrawal| as_of.knows(withdrawal.at))
    }
}
