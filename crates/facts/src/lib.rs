//! What stands, and who is who: events of single articles become what the query service believes.
//!
//! Two decisions are made here and nowhere else. Which events stand: a revision of an article replaces the events of the
//! one before, a retraction withdraws them ([`ArticleChange`], [`Contribution`]). And which names of different articles
//! mean the same entity: those that are known to and those that are the same name once case, accents and legal form are
//! folded ([`Directory`]), and the short forms that articles use beside a full name ([`Canonical`]). Likeness alone never
//! merges two names.
//!
//! [`Facts`] is how the rest reads the outcome; [`MemoryFacts`] keeps it in memory, for tests and as the model that a
//! store on disk is compared with. A pure fold: no IO, no clock. Deliberately absent: storage, how a name is found in a
//! sentence, and any judgement on whether an assertion is true.

mod article;
mod change;
mod contribution;
mod directory;
mod entity;
mod event;
mod facts;
mod identity;
mod memory;
mod moment;
mod name;
mod query;
mod words;

pub use article::ArticleInfo;
pub use change::{AcceptedArticle, ArticleChange};
pub use contribution::{Contribution, NameUse};
pub use directory::{Directory, Identifier, Known};
pub use entity::{EntityId, EntityIdError, EntityRecord, NameMatch, Names, Resolved};
pub use event::{EventId, EventPosition, IndexedEvent};
pub use facts::{Facts, FactsError};
pub use identity::{
    Canonical, Identities, IdentityChange, Moved, Signs, Sweep, SweptArticle, Testimony, Told, dependants,
    moved,
};
pub use memory::MemoryFacts;
pub use moment::Moment;
pub use name::forms;
pub use query::{EventQuery, Wanted};
pub use words::Words;
