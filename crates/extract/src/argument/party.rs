//! Who can be a party: one told as a company, by its name or without.

use entente_lang::{Determiner, LemmaId, Meaning, Pos, Tense};

use super::{Arguments, Filler};
use crate::clause::{Link, Subject};
use crate::entity::Sort;

impl Arguments<'_, '_> {
    /// What fills the role is told by its name, by what it is or by a pronoun; of "le moteur X", "l'appellation X" the head
    /// says that it is something else.
    pub(crate) fn is_named_as_one(&self, filler: &Filler) -> bool {
        let group = &self.scene.clauses[filler.sentence].groups[filler.group];
        let head = &self.scene.tags[group.head];
        let person = filler.entity.is_some_and(|entity| self.scene.entities.all[entity].sort == Sort::Person);
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
            // "le coréen X": a company of that country.
            || self.scene.is_demonym(group.head)
            || self.scene.names_in(group).is_empty()
            || self.classes_of(filler.group).any(self.class("joining"))
    }

    /// "le gouvernement américain a commandé dix avions": the public body that is the subject of the trigger, or of the verb that
    /// carries it, and that has no name of its own.
    pub(crate) fn public_party(&self) -> Option<Filler> {
        let verb = match self.trigger.verb {
            Some(verb) => verb,
            None => self.clauses().carrier(self.trigger.group, &self.scene.tags)?.0,
        };
        let reading = &self.clauses().verbs[verb];
        let Subject::Groups(subject) = &self.clauses().subjects[verb] else { return None };
        let acts = !reading.passive && reading.tense != Tense::PastParticiple;
        subject.first().filter(|_| acts).and_then(|&first| self.as_public_body(first))
    }

    /// A public body without a name: the state itself where the text names it and the group tells its country, else the words
    /// that describe it.
    pub(super) fn as_public_body(&self, at: usize) -> Option<Filler> {
        let group = self.group(at);
        let definite = matches!(group.determiner(&self.scene.tags), Some(Determiner::Definite) | None);
        let public = self.classes_of(at).any(self.class("public-party"));
        if group.masked || !public || !definite || !self.scene.names_in(group).is_empty() {
            return None;
        }
        let span = self.described_span(at);
        let all = &self.scene.entities.all;
        let country = self.scene.country_of(group).and_then(|country| {
            all.iter().position(|e| e.sort == Sort::State && e.country.as_deref() == Some(country))
        });
        // "the government of Bolivia".
        let state = country.or_else(|| {
            let named = self.complement(at).and_then(|next| self.fillers(next, false).first()?.entity);
            named.filter(|&entity| all[entity].sort == Sort::State)
        });
        Some(Filler { described: state.is_none(), ..self.filler(state, at, span) })
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
