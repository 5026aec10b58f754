//! Whom the groups of a name stand for: a person and their office, a body, those who speak together.

use entente_lang::{Meaning, Role};
use entente_model::{Party, Source, SourceKind};
use entente_text::{Mark, Shape};

use super::{Listener, Speaker};
use crate::attribution::Finder;
use crate::clause::Clauses;
use crate::cue::{Cue, Form};
use crate::frame::Frame;
use crate::group::{Group, Kind};

use std::ops::Range;

impl Listener<'_, '_> {
    /// Whom the groups of a name stand for.
    pub(crate) fn noun(&self, frame: &Frame, cue: &Cue, first: usize, end: usize) -> Option<Speaker> {
        let clauses = &self.scene.clauses[cue.sentence];
        // "Norvane's chairman": of the two the chairman.
        let first = clauses
            .possessed(first, &self.scene.tags, self.class("genitive"), self.scene.lang)
            .min(end.max(first + 1) - 1);
        let first = self.head_of(clauses, cue, first);
        let group = &clauses.groups[first];
        let teller = cue.teller.clone();
        // "une des sources", "one of the sources".
        if (Finder { scene: self.scene }).is_one(group.head)
            && self.scene.names_in(group).is_empty()
            && clauses.groups.get(first + 1).is_some_and(|g| self.classes(g.head).any(self.class("of")))
            && clauses.groups.get(first + 2).is_some_and(Group::is_nominal)
        {
            return self.nameless(frame, cue, first + 2);
        }
        if self.is_pronoun(group) && self.scene.names_in(group).is_empty() {
            // "l'un d'eux".
            if (Finder { scene: self.scene }).is_one(group.head) {
                let source = Source { count: Some(1), ..Source::of(SourceKind::Anonymous) };
                return Some(Speaker { entities: Vec::new(), description: None, source, teller });
            }
            return self.pronoun(frame, cue, group.head);
        }
        // "un proche du dossier": the noun went into the preposition.
        if self.scene.tags[group.head].is_determiner()
            && let Some(next) = clauses.groups.get(first + 1)
            && self.readings(next.tokens.start).any(self.class("anonymous"))
        {
            let finder = Finder { scene: self.scene };
            let source =
                Source { count: finder.count(cue.sentence, first), ..Source::of(SourceKind::Anonymous) };
            return Some(Speaker { entities: Vec::new(), description: None, source, teller });
        }
        if let Some(speaker) = self.body(clauses, first, end, &teller) {
            return Some(speaker);
        }
        let role = self.role(group);
        let own: Vec<usize> = self.entities(group);
        if let Some(&person) = own.iter().rev().find(|&&entity| self.scene.is_person(entity)) {
            let mut speakers = vec![person];
            speakers.extend(self.joined(clauses, first, end));
            speakers.dedup();
            return Some(self.named(&speakers, teller));
        }
        // "N, le chef de file de X, ...", "N, the owner of X, ...": a role apposed to the name before it.
        let related = self
            .scene
            .descriptor_of(group)
            .is_some_and(|descriptor| matches!(descriptor.meaning, Meaning::Relation(_)));
        if (role.is_some() || related)
            && first > 1
            && clauses.groups[first - 1].kind == Kind::Comma
            && !self.is_quoted(clauses.groups[first - 2].head)
            && clauses.groups[first - 2].is_nominal()
            && let Some(&person) =
                self.entities(&clauses.groups[first - 2]).iter().find(|&&e| self.scene.is_person(e))
        {
            return Some(self.named(&[person], teller));
        }
        // "le directeur général de X, N", "le patron de X N", "the chief executive of X, N".
        let groups = &clauses.groups[first..end.max(first + 1)];
        let names: Vec<usize> = groups
            .iter()
            .filter(|g| g.is_nominal())
            .flat_map(|g| self.scene.names_in(g))
            .skip(own.len())
            .collect();
        // "the director of sales for X, N": a person before what only looks like one.
        let (people, others): (Vec<usize>, Vec<usize>) =
            names.into_iter().partition(|&name| self.scene.is_person(self.scene.entities.of_name(name)));
        let beside = people.into_iter().chain(others).find_map(|name| {
            let entity = self.scene.entities.of_name(name);
            let start = self.scene.names[name].tokens.start;
            let name_like = self.is_mark(start - 1, Mark::Comma) || self.scene.names[name].tokens.len() > 1;
            let long = self.scene.names[name].tokens.len() > 1;
            let behind = self.scene.names[name].tokens.end;
            let closes = self.scene.document.tokens().get(behind).is_none_or(|t| t.mark().is_some());
            let apposed = self.is_mark(start - 1, Mark::Comma) && closes;
            let told = role.is_some() || apposed && long && self.is_definite(group);
            let unsure = told && !self.scene.entities.all[entity].sure && name_like;
            (!self.is_governed(start) && (self.scene.is_person(entity) || unsure)).then_some(entity)
        });
        if let Some(person) = beside.filter(|_| role.is_some() || own.is_empty()) {
            let speaker = self.named(&[person], teller);
            let source = Source { kind: SourceKind::Person, ..speaker.source };
            return Some(Speaker { source, ..speaker });
        }
        if let Some(&last) = own.last() {
            let acronym = self.scene.names_in(group).iter().all(|&name| {
                let tokens = self.scene.names[name].tokens.clone();
                self.scene.document.tokens()[tokens].iter().all(|token| token.shape() == Shape::Upper)
            });
            if role.is_some() && (self.scene.entities.all[last].sure || acronym) && self.is_definite(group) {
                // "le PDG d'X", "le ministre de la Santé": a role, and no name.
                return self.role_holder(frame, cue, teller, role);
            }
            // "à la Gazette X": the last is who speaks.
            let addressed = first > 0 && clauses.groups[first - 1].kind == Kind::Preposition;
            let mut entities =
                vec![if addressed && matches!(cue.form, Form::Inverted(..)) { last } else { own[0] }];
            entities.extend(self.joined(clauses, first, end));
            return Some(self.named(&entities, teller));
        }
        self.nameless(frame, cue, first)
    }

    /// Those who speak together with the first: "X et Y".
    fn joined(&self, clauses: &Clauses, first: usize, end: usize) -> Vec<usize> {
        let members = clauses.coordinated_right(first, &self.scene.tags);
        // "N, Chief Economist and Senior Vice President": offices of the first.
        let office = |member: usize| {
            let group = &clauses.groups[member];
            self.role(group).is_some() && !self.holds_person(group)
        };
        let others = members.iter().copied().filter(|&member| member > first && member < end);
        let others = others.take_while(|&member| !office(member));
        others.flat_map(|member| self.entities(&clauses.groups[member])).collect()
    }

    /// "Velnor Chairman and CEO N": of joined groups those that only say what office the person of a later one holds.
    pub(crate) fn offices(&self, clauses: &Clauses, groups: &[usize]) -> Vec<usize> {
        let group = |at: usize| &clauses.groups[at];
        let last = groups.iter().rposition(|&at| self.holds_person(group(at))).unwrap_or(0);
        let before = groups[..last].iter().copied();
        before.filter(|&at| self.role(group(at)).is_some() && !self.holds_person(group(at))).collect()
    }

    fn holds_person(&self, group: &Group) -> bool {
        self.entities(group).iter().any(|&entity| self.scene.is_person(entity))
    }

    /// "le ministère allemand de la Santé": a public body or a union, known by what it is; from its noun to the end of the
    /// complement.
    fn body(&self, clauses: &Clauses, first: usize, end: usize, teller: &Range<usize>) -> Option<Speaker> {
        let group = &clauses.groups[first];
        let noun = group.tokens.clone().find(|&at| self.classes(at).any(self.class("public-body")))?;
        // "au ministère": the article went into the preposition.
        let contracted =
            first > 0 && self.scene.tags[clauses.groups[first - 1].head].is(entente_lang::Pos::Contraction);
        if !self.is_definite(group) && !contracted || self.scene.tags[noun].is_name() {
            return None;
        }
        let mut last = first;
        let governs = |at: usize| {
            let of = clauses
                .groups
                .get(at)
                .is_some_and(|g| g.kind == Kind::Preposition && self.classes(g.head).any(self.class("of")));
            of && clauses.groups.get(at + 1).is_some_and(Group::is_nominal)
        };
        while last + 2 < end.max(first + 3) && governs(last + 1) {
            last += 2;
        }
        let tokens = self.scene.document.tokens();
        let stop = clauses.groups[last].tokens.end;
        let owned = group.is_genitive(&self.scene.tags, self.class("genitive"), self.scene.lang);
        let noun = if owned && first > 0 { clauses.groups[first - 1].head } else { noun };
        let text = &self.scene.document.text()[tokens[noun].start()..tokens[stop - 1].end()];
        let description = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = Party::from(description.as_str());
        let source = Source { name: Some(name), ..Source::of(SourceKind::Organization) };
        Some(Speaker { entities: Vec::new(), description: Some(description), source, teller: teller.clone() })
    }

    pub(crate) fn entities(&self, group: &Group) -> Vec<usize> {
        self.scene.names_in(group).iter().map(|&name| self.scene.entities.of_name(name)).collect()
    }

    /// The role of a person that a word of the group names.
    pub(crate) fn role(&self, group: &Group) -> Option<Role> {
        let tokens = self.scene.document.tokens();
        group.tokens.clone().find_map(|at| {
            // "rédacteur en chef" goes on behind the group.
            let words =
                tokens[at..(at + 4).min(tokens.len())].iter().map(|token| self.scene.document.lower(token));
            match self.scene.lang.descriptors().longest(words)?.1[0].meaning {
                Meaning::Person(role) => Some(role),
                Meaning::Company(_) | Meaning::Relation(_) => None,
            }
        })
    }

    /// The noun that speaks where the one found only belongs to it.
    fn head_of(&self, clauses: &Clauses, cue: &Cue, first: usize) -> usize {
        // "la coopérative de lait qui dit": who speaks is the coopérative, not the milk.
        let finder = Finder { scene: self.scene };
        let complement = first > 1
            && !finder.can_speak(&clauses.groups[first])
            && self.classes(clauses.groups[first - 1].head).any(self.class("of"))
            && clauses.groups[first - 2].is_nominal()
            && finder.can_speak(&clauses.groups[first - 2]);
        // "le ministère du Travail indiquant que".
        let governs = first > 1
            && self.classes(clauses.groups[first - 1].head).any(self.class("of"))
            && self.classes(clauses.groups[first - 2].head).any(self.class("public-body"))
            && matches!(cue.form, Form::Participle(_) | Form::Subject { .. });
        if complement || governs { first - 2 } else { first }
    }
}
