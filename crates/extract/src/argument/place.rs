//! Where a group stands in the text.

use entente_model::Span;

use super::Arguments;
use crate::group::Group;

impl Arguments<'_, '_> {
    /// The place of a group.
    pub(crate) fn span(&self, group: &Group) -> Span {
        let tokens = self.scene.document.tokens();
        Span::new(tokens[group.tokens.start].start(), tokens[group.tokens.end - 1].end())
    }

    /// The place of a group without its determiner.
    pub(super) fn bare_span(&self, group: &Group) -> Span {
        let tokens = self.scene.document.tokens();
        let first =
            group.tokens.clone().find(|&at| !self.scene.tags[at].is_determiner()).unwrap_or(group.head);
        Span::new(tokens[first].start(), tokens[group.tokens.end - 1].end())
    }
}
