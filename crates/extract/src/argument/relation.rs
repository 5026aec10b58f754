//! What a relative clause says of the noun before it.

use entente_lang::{LemmaId, Tense};

use super::{Arguments, Trigger};
use crate::clause::{Governor, Link};
use crate::group::{Group, Kind};
use crate::tag::Class;

impl Arguments<'_, '_> {
    /// What a preposition introduces outside of the trigger's own clause: beside the verbs that govern it, in the relative
    /// clause that tells of it, before the relative pronoun.
    pub(super) fn beyond_clause(&self, wanted: &dyn Fn(Option<LemmaId>) -> bool) -> Vec<usize> {
        let beside = self.beside_governor(wanted);
        if !beside.is_empty() {
            return beside;
        }
        match self.related_by() {
            Some(verb) => self.arguments_of(verb).after(wanted),
            None => self.before_relative(wanted).into_iter().collect(),
        }
    }

    /// "l'accord que X veut signer avec Y": the verb of the relative clause that has the trigger noun for its object.
    pub(super) fn related_by(&self) -> Option<usize> {
        let clauses = self.clauses();
        let at = self.trigger.group;
        let relative = clauses.groups.get(at + 1).is_some_and(|group| group.kind == Kind::Relative);
        if self.trigger.verb.is_some() || !relative {
            return None;
        }
        let first = clauses.places.partition_point(|&place| place <= at);
        (first..clauses.verbs.len())
            .take_while(|&verb| verb == first || clauses.verbs[verb].tense == Tense::Infinitive)
            .filter(|&verb| self.arguments_of(verb).relative_object(verb) == Some(at))
            .last()
    }

    /// "a acheté, pour un prix tenu secret, X": a participle between commas says something of what a preposition introduces.
    pub(super) fn is_aside(&self, at: usize) -> bool {
        let groups = &self.clauses().groups;
        let Kind::Verbal(verb) = groups[at].kind else { return false };
        let participle = self.clauses().verbs[verb].tense == Tense::PastParticiple;
        let governed = at >= 3
            && groups[at - 1].is_nominal()
            && groups[at - 2].kind == Kind::Preposition
            && groups[at - 3].kind == Kind::Comma
            && at - 3 > self.trigger.group;
        participle && governed && groups[at..].iter().any(|group| group.kind == Kind::Comma)
    }

    /// "l'acquisition, pour un montant non dévoilé, de X": what is no name and no price either.
    pub(super) fn is_no_price(&self, at: usize) -> bool {
        self.scene.names_in(self.group(at)).is_empty() && !self.classes_of(at).any(self.class("price"))
    }

    /// "une commande de 40 avions de X": behind a count of what it is of, whose it is.
    pub(super) fn past_count(&self, at: usize) -> usize {
        let counted = self.trigger.verb.is_none()
            && self.scene.tags[self.group(at).tokens.start].class == Class::Number
            && self.scene.names_in(self.group(at)).is_empty();
        self.complement(at).filter(|_| counted).unwrap_or(at)
    }

    /// "la fermeture de X, annoncée en mars par Y": the participle behind the trigger noun that tells who announces it.
    pub(super) fn announced_by(&self) -> Option<usize> {
        let clauses = self.clauses();
        if self.trigger.verb.is_some() {
            return None;
        }
        let first = clauses.places.partition_point(|&place| place <= self.trigger.group);
        let reading = clauses.verbs.get(first)?;
        let alone = reading.tense == Tense::PastParticiple
            && self.is(reading.lemma, "announce")
            && self.window().contains(&clauses.places[first]);
        (alone && !self.arguments_of(first).agents(false).is_empty()).then_some(first)
    }

    fn arguments_of(&self, verb: usize) -> Self {
        let trigger = Trigger { group: self.clauses().places[verb], verb: Some(verb), ..self.trigger };
        Arguments::new(self.scene, trigger)
    }

    /// "X, avec lequel Y a signé un accord": the name before the relative pronoun that such a preposition introduces.
    fn before_relative(&self, wanted: &dyn Fn(Option<LemmaId>) -> bool) -> Option<usize> {
        let clauses = self.clauses();
        let mut verb = if let Some(verb) = self.trigger.verb {
            verb
        } else {
            let (verb, link) = clauses.carrier(self.trigger.group, &self.scene.tags)?;
            (link == Link::Object).then_some(verb)?
        };
        while let Some(Governor::Verb(governor)) =
            clauses.governors[verb].filter(|_| !clauses.verbs[verb].is_finite())
        {
            verb = governor;
        }
        let groups = &clauses.groups;
        let relative = (0..clauses.places[verb]).rev().find(|&at| {
            matches!(groups[at].kind, Kind::Relative | Kind::Verbal(_) | Kind::Break | Kind::Subordinator)
        })?;
        let preposition = relative.checked_sub(1).filter(|_| groups[relative].kind == Kind::Relative)?;
        let introduced = groups[preposition].kind == Kind::Preposition
            && wanted(self.scene.tags[groups[preposition].head].lemma);
        let before = (0..preposition).rev().find(|&at| groups[at].kind != Kind::Comma)?;
        let someone = |group: &Group| group.is_nominal() && !self.scene.names_in(group).is_empty();
        (introduced && someone(&groups[before])).then_some(before)
    }
}
