//! Which ids of names are one entity, as far as the articles that stand tell.
//!
//! A name has an id of its own ([`crate::Directory::identify`]), its base id: names of the same folded core have the same.
//! Beyond that articles bear witness ([`Testimony`]): one that says "Hautecombe Industries" and, of the same body,
//! "Hautecombe" tells that the short name means the full one. [`Canonical`] gives the id of the entity that a base id is
//! part of, a pure function of the [`Signs`] that standing articles give; the order in which they came leaves no trace. It
//! is cautious: a short name that two entities bear, that a person bears too, that some article tells apart from the full
//! name, or whose bearer is of another country, is an entity of its own. So an article that comes later may split what
//! earlier ones joined ([`Moved`], [`IdentityChange`]).

mod canonical;
mod change;
mod identities;
mod reason;
mod roster;
mod signs;
mod testimony;

pub use canonical::{Canonical, Witness, dependants};
pub use change::{IdentityChange, Moved, Sweep, SweptArticle, moved};
pub use identities::Identities;
pub use reason::{
    Caller, IDENTITY_CHANGES_MOST, Identity, IdentityBasis, IdentityReason, REASON_ARTICLES_MOST, reasons,
};
pub use roster::Roster;
pub use signs::Signs;
pub(crate) use testimony::testimonies;
pub use testimony::{Testimony, Told};
