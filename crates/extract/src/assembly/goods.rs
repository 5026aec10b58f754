//! What bears the name of who makes it: goods, which are sold and held by the piece.

use entente_lang::Determiner;

use super::Assembler;
use crate::argument::Filler;
use crate::dimension::Dimension;

impl Assembler<'_, '_> {
    /// "sold 15 million Caldoras": goods are counted, companies are not; "cette Caldora 500", "une Caldora": a product, where the
    /// first noun heads its group; "sells PCs", "F-16s": initials in the plural.
    pub(super) fn is_goods(&self, target: &Filler) -> bool {
        let group = &self.scene.clauses[target.sentence].groups[target.group];
        if !self.scene.tags[group.head].is_name() {
            // "300 modèles Caldora", "20 avions Caldora": goods bear the name of who makes them.
            let made = target.entity.is_some()
                && !self.scene.names_in(group).is_empty()
                && self.scene.descriptor_of(group).is_none()
                && !self.scene.classes(group.head).any(self.scene.lang.discourse().class("asset"));
            // ("un scooter Caldora" too.)
            let indefinite = group.determiner(&self.scene.tags) == Some(Determiner::Indefinite);
            return made && (indefinite || self.is_counted(group));
        }
        let pointed = matches!(
            group.determiner(&self.scene.tags),
            Some(Determiner::Demonstrative | Determiner::Indefinite)
        );
        let word = self.scene.document.tokens()[group.tokens.end - 1].span().of(self.scene.document.text());
        let initials = word.strip_suffix('s').is_some_and(|stem| {
            stem.len() > 1 && stem.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '-')
        });
        // ("sold cLamps")
        let word = self.scene.document.tokens()[group.head].span().of(self.scene.document.text());
        let mut letters = word.chars();
        let coined = letters.next().is_some_and(char::is_lowercase)
            && letters.next().is_some_and(char::is_uppercase)
            && word.ends_with('s');
        self.is_counted(group) || initials || coined || pointed && self.scene.lang.discourse().is_head_first()
    }

    /// "twenty new Caldoras", but not "Caldora 5".
    fn is_counted(&self, group: &crate::group::Group) -> bool {
        let first = group.tokens.start + usize::from(self.scene.tags[group.tokens.start].is_determiner());
        let figures = self.scene.dimensions_in(&group.tokens);
        let several = |figure: &Dimension| {
            figure.tokens.start == first && figure.count().is_some_and(|count| count > 1)
        };
        self.scene.tags[group.tokens.start].class == crate::tag::Class::Number || figures.iter().any(several)
    }
}
