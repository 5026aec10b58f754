//! What stands beside a noun between commas and is the same.

use entente_lang::{Determiner, Meaning, Relation, Tense};

use super::Arguments;
use crate::clause::Subject;
use crate::entity::Sort;
use crate::group::Kind;

impl Arguments<'_, '_> {
    /// An adverb or a percent that stands before a participle.
    fn is_how_much(&self, at: usize) -> bool {
        let group = self.group(at);
        let percent =
            self.scene.dimensions_in(&group.tokens).iter().any(crate::dimension::Dimension::is_percent);
        group.kind == Kind::Adverb || percent && group.is_nominal() && self.scene.names_in(group).is_empty()
    }

    /// "sa holding X 30%", "sa holding X, 30%": a figure right behind the trigger and the name that it holds.
    pub(crate) fn is_figure_behind_name(&self, at: usize) -> bool {
        let groups = &self.clauses().groups;
        let before = groups[..at].iter().rposition(|group| group.kind != Kind::Comma);
        before == Some(self.trigger.group)
            && !self.scene.names_in(self.group(self.trigger.group)).is_empty()
            && self
                .scene
                .dimensions_in(&groups[at].tokens)
                .iter()
                .any(crate::dimension::Dimension::is_percent)
    }

    /// "un autre groupe belge, IPM, ...", "un éditeur de jeux de Lyon, IPM, ...": the name right behind a descriptor and what it
    /// is of, between commas.
    pub(super) fn apposed(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        if let Some(named) = self.picked(at) {
            return Some(named);
        }
        let descriptor = self.scene.descriptor_of(self.group(at))?;
        let subsidiary = self.scene.is_relation(self.group(at), Relation::Subsidiary);
        let of = |at: usize| {
            groups
                .get(at)
                .is_some_and(|g| g.kind == Kind::Preposition && self.is(self.scene.tags[g.head].lemma, "of"))
                && groups.get(at + 1).is_some_and(|g| {
                    let place = |&name: &usize| {
                        let entity = self.scene.entities.of_name(name);
                        self.scene.entities.all[entity].sort == Sort::Place
                    };
                    // ("la filiale de X, Y, ...": whose it is has a name too.)
                    g.is_nominal() && (subsidiary || self.scene.names_in(g).iter().all(place))
                })
        };
        let company = subsidiary
            || matches!(descriptor.meaning, Meaning::Company(_) | Meaning::Relation(Relation::Parent));
        let steps = if company { (0..2).take_while(|step| of(at + 1 + 2 * step)).count() } else { 0 };
        let comma = at + 1 + 2 * steps;
        let name = comma + 1;
        let between = groups.get(comma).is_some_and(|g| g.kind == Kind::Comma);
        let named = groups.get(name).is_some_and(|g| g.is_nominal() && self.scene.tags[g.head].is_name());
        let closed = groups.get(name + 1).is_none_or(|g| {
            matches!(g.kind, Kind::Comma | Kind::Break | Kind::Close | Kind::Open)
                || g.kind == Kind::Coordinator && steps == 0
        });
        (between && named && closed).then_some(name)
    }

    /// "l'une de ses marques, X, ...", "une autre de ses marques, X, ...": the name of the one.
    fn picked(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let one = self.classes_of(at).any(self.class("one").with(self.class("others")));
        let several = self.complement(at).filter(|&several| one && self.is_plural(several))?;
        let name = several + 2;
        let parted = groups.get(several + 1).is_some_and(|g| g.kind == Kind::Comma);
        let named = groups.get(name).is_some_and(|g| g.is_nominal() && self.scene.tags[g.head].is_name());
        let closed = groups.get(name + 1).is_none_or(|g| !matches!(g.kind, Kind::Coordinator));
        (parted && named && closed).then_some(name)
    }

    /// "X, une application qui a été rachetée", "X est une coentreprise détenue par": the name that an indefinite descriptor
    /// is said of, where a clause goes on from it.
    pub(super) fn apposed_to(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        self.scene.descriptor_of(self.group(at))?;
        let determiner = self.group(at).determiner(&self.scene.tags);
        // ("a company wholly owned by X", "a company 30% owned by X")
        let next = (at + 1..groups.len()).find(|&next| !self.is_how_much(next))?;
        let participle = groups.get(next).is_some_and(|g| match g.kind {
            Kind::Verbal(verb) => self.clauses().verbs[verb].tense == Tense::PastParticiple,
            _ => false,
        });
        let indefinite = matches!(determiner, Some(Determiner::Indefinite) | None)
            || determiner == Some(Determiner::Definite) && participle;
        let clause = groups.get(next).is_some_and(|g| g.kind == Kind::Relative);
        let relative = clause || groups.get(next).is_some_and(|g| matches!(g.kind, Kind::Verbal(_)));
        let subject = self.copula(at).map(|verb| &self.clauses().subjects[verb]);
        let before = if let Some(Subject::Groups(subject)) = subject {
            subject[0]
        } else {
            let comma = at.checked_sub(1).filter(|&comma| groups[comma].kind == Kind::Comma)?;
            (0..comma).rev().find(|&before| groups[before].kind != Kind::Quote)?
        };
        let named = groups[before].is_nominal() && !self.scene.names_in(&groups[before]).is_empty();
        // "bought X, the company which owns Y"; but "according to X, the company which owns Y is".
        let definite = determiner == Some(Determiner::Definite) && clause && before > 1;
        ((indefinite || definite) && relative && named).then_some(before)
    }
}
