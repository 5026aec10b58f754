//! What the preposition before a clause makes of it.

use super::Parser;
use crate::group::{Group, Kind};

impl Parser<'_> {
    /// "entered the market by buying X", "left after selling X": what such a preposition introduces is no noun's.
    pub(super) fn is_manner(&self, group: &Group) -> bool {
        let discourse = self.lang.discourse();
        let manner = discourse.class("by").with(discourse.class("after"));
        discourse.of(self.tags[group.head].lemma).any(manner)
    }

    /// "with X making a bid": what the preposition introduces is the subject.
    pub(super) fn is_accompanying(&self, group: &Group) -> bool {
        let with = self.lang.discourse().class("with");
        group.kind == Kind::Preposition && self.lang.discourse().of(self.tags[group.head].lemma).any(with)
    }
}
