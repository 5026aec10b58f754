//! What stands, and who is who: events of single articles become what the query service believes.
//!
//! Three decisions are made here and nowhere else. Which events stand: a revision of an article replaces the events of the
//! one before, a retraction withdraws them ([`ArticleChange`], [`Contribution`]). And which names of different articles
//! mean the same entity: those that are known to and those that are the same name once case, accents and legal form are
//! folded ([`Directory`]), and the short forms that articles use beside a full name ([`Canonical`]). Likeness alone never
//! merges two names. And what is believed on their ground: each event makes [`claims`] about what it names ([`About`]), and a
//! [`Fact`] is what the claims that stand make of it ([`fold`]), on a day and as far as was known at a time ([`AsOf`]). Claims
//! are put in order by the days of which they tell, never by when they came: withdrawn ones are kept, so that [`revisions`]
//! tells from the claims alone how a fact came to be believed.
//!
//! [`Facts`] and [`Beliefs`] are how the rest reads the outcome; [`MemoryFacts`] keeps it in memory, for tests and as the model that a
//! store on disk is compared with. A pure fold: no IO, no clock. Deliberately absent: storage, how a name is found in a
//! sentence, and any judgement on whether an assertion is true but for what articles say of it.

mod about;
mod article;
mod bearers;
mod belief;
mod beliefs;
mod calendar;
mod change;
mod claim;
mod claims;
mod contradiction;
mod contribution;
mod day;
mod directory;
mod entity;
mod event;
mod fact;
mod facts;
mod fold;
mod hash_id;
mod identity;
mod listing;
mod memory;
mod moment;
mod name;
mod origin;
mod ownership;
mod query;
mod revision;
mod signature;
mod stage;
mod support;
mod timeline;
mod words;

pub use about::{About, FactId, FactIdError};
pub use article::ArticleInfo;
pub use beliefs::{
    Beliefs, ContradictionQuery, FactChanges, FactHistory, FactPage, FoundContradiction, HISTORY_MOST,
    TIMELINE_FACTS_MOST, Timeline, TimelineEntry, TimelineQuery,
};
pub use change::{AcceptedArticle, ArticleChange};
pub use claim::{Claim, Telling, Withdrawal};
pub use claims::{Reading, claims};
pub use contradiction::{
    Contradiction, ContradictionId, ContradictionIdError, ContradictionPosition, SIDE_MOST, above_whole,
};
pub use contribution::{Contribution, NameUse};
pub use day::Day;
pub use directory::{Directory, Identifier, Known};
pub use entity::{EntityId, EntityIdError, EntityRecord, NameMatch, Names, Resolved};
pub use event::{EventId, EventPosition, IndexedEvent};
pub use fact::{ClaimId, Fact, FactRevision, FoundFact, WORDINGS_MOST};
pub use facts::{Facts, FactsError};
pub use fold::{Folded, fold, folded};
pub use identity::{
    Caller, Canonical, IDENTITY_CHANGES_MOST, Identities, Identity, IdentityBasis, IdentityChange,
    IdentityReason, Moved, REASON_ARTICLES_MOST, Roster, Signs, Sweep, SweptArticle, Testimony, Told,
    Witness, dependants, moved, reasons,
};
pub use listing::{FactPosition, FactQuery, StakeRole, TimelinePosition};
pub use memory::MemoryFacts;
pub use moment::{AsOf, Moment};
pub use name::forms;
pub use ownership::{
    BelievedHoldings, Direction, EffectiveShare, Holding, HoldingGraph, Holdings, Limits, Trace, trace,
};
pub use query::{EventQuery, Wanted};
pub use revision::{revision, revisions};
pub use signature::{BANDS, Signature};
pub use stage::{FactStage, STAGE_CLAIMS_MOST};
pub use support::{Support, shown};
pub use timeline::timeline;
pub use words::Words;
