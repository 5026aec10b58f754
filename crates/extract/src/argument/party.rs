//! Who can be a party: one told as a company, by its name or without.

use entente_lang::{Determiner, LemmaId, Meaning, Pos};

use super::{Arguments, Filler};
use crate::clause::{Link, Subject};

impl Arguments<'_, '_> {
    /// What fills the role is told by its name, by what it is or by a pronoun; of "le moteur X", "l'appellation X" the head
    /// says that it is something else.
    pub(crate) fn is_named_as_one(&self, filler: &Filler) -> bool {
        let group = &self.scene.clauses[filler.sentence].groups[filler.group];
        let head = &self.scene.tags[group.head];
        let person = filler
            .entity
            .is_some_and(|entity| self.scene.entities.all[entity].sort == crate::entity::Sort::Person);
        // "un V8 BMW", "une Porsche": what has an indefinite article is a product, unless a descriptor says otherwise.
        let product = head.is_name()
            && self.scene.lang.discourse().is_head_first()
            && group.determiner(&self.scene.tags) == Some(Determiner::Indefinite);
        if product {
            return false;
        }
        person
            || filler.group == self.trigger.group
            || !head.is(Pos::Noun)
            || !self.scene.lang.discourse().is_head_first()
            || self.scene.descriptor_of(group).is_some()
            || self.scene.names_in(group).is_empty()
            || self.classes_of(filler.group).any(self.class("joining"))
    }

    /// A company that has no name stands behind "with", in the window or beside the carrier: "avec un grand
    /// constructeur européen".
    pub(crate) fn has_stranger(&self) -> bool {
        let with = |lemma: Option<LemmaId>| self.is(lemma, "with");
        let mut groups = self.after(&with);
        groups.extend(self.beside_carrier(&with));
        // "une agence a signé avec X": the one who signs may be the one without a name.
        if let Some((verb, Link::Object)) = self.clauses().carrier(self.trigger.group, &self.scene.tags)
            && let Subject::Groups(subject) = &self.clauses().subjects[verb]
        {
            groups.extend(subject.iter().copied());
        }
        groups.into_iter().any(|at| {
            let group = self.group(at);
            let unknown = !matches!(
                group.determiner(&self.scene.tags),
                Some(Determiner::Definite | Determiner::Demonstrative | Determiner::Possessive)
            );
            let company = self.scene.descriptor_of(group).is_some_and(|descriptor| {
                matches!(descriptor.meaning, Meaning::Company(_) | Meaning::Relation(_))
            });
            unknown && company && self.scene.names_in(group).is_empty() && self.fillers(at, false).is_empty()
        })
    }
}
