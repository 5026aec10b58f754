//! Participles behind a conjunction that share the auxiliary of the verb before.

use entente_lang::Tense;

use super::{Clauses, Parser};
use crate::group::{Group, Kind};

impl Parser<'_> {
    /// The verb before whose auxiliary a participle shares.
    pub(super) fn shares_auxiliary(&self, clauses: &Clauses, verb: usize) -> Option<usize> {
        self.shares_passive(clauses, verb).or_else(|| self.shares_perfect(clauses, verb))
    }

    /// "X a vendu A et racheté B": the active perfect before; it has an object of its own right behind it, or behind what a
    /// preposition introduces ("et signé avec Y un accord").
    fn shares_perfect(&self, clauses: &Clauses, verb: usize) -> Option<usize> {
        let reading = &clauses.verbs[verb];
        let place = clauses.places[verb];
        let bare = reading.tense == Tense::PastParticiple && !reading.passive && !reading.reflexive;
        let joint = (0..place).rev().find(|&at| clauses.groups[at].kind != Kind::Adverb)?;
        let joined = matches!(clauses.groups[joint].kind, Kind::Coordinator | Kind::Comma);
        let first =
            (0..verb).rev().find(|&other| clauses.verbs[other].is_finite()).filter(|_| bare && joined)?;
        let other = &clauses.verbs[first];
        let auxiliary = |verb: &crate::verb::Verb| {
            verb.lemma.and_then(|lemma| self.lang.verb(lemma)).map(|grammar| grammar.perfect)
        };
        let alike =
            other.perfect && !other.passive && !other.reflexive && auxiliary(other) == auxiliary(reading);
        let apart = |group: &Group| {
            matches!(
                group.kind,
                Kind::Break | Kind::Subordinator | Kind::Relative | Kind::Open | Kind::Close | Kind::Quote
            )
        };
        let within = clauses.places[first] + 1..joint;
        (alike && clauses.places[first] < joint && !clauses.groups[within].iter().any(apart))
            .then_some(first)
            .filter(|_| self.has_own_object(clauses, place, clauses.groups[joint].kind == Kind::Comma))
    }

    /// A noun group stands right behind a participle, or, where a conjunction joins it, behind what one preposition introduces.
    fn has_own_object(&self, clauses: &Clauses, place: usize, parted: bool) -> bool {
        let groups = &clauses.groups;
        let mut at = place + 1;
        while groups.get(at).is_some_and(|group| group.kind == Kind::Adverb) {
            at += 1;
        }
        let by = self.lang.discourse().class("by");
        let introduced = groups.get(at).is_some_and(|group| {
            group.kind == Kind::Preposition && !self.lang.discourse().of(self.tags[group.head].lemma).any(by)
        });
        if introduced && !parted && groups.get(at + 1).is_some_and(Group::is_nominal) {
            at += 2;
        }
        groups.get(at).is_some_and(Group::is_nominal)
    }
}
