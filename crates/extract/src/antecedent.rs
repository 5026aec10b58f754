//! Whom a role, a descriptor or a pronoun that speaks stands for: who spoke before or was named since.

use std::ops::Range;

use entente_lang::{Determiner, Meaning, Number, OrganisationKind, Role, Tense};
use entente_model::{Source, SourceKind};

use crate::attribution::Finder;
use crate::cue::{Cue, Form};
use crate::entity::Sort;
use crate::frame::Frame;
use crate::group::{Group, Kind};
use crate::speaker::{Listener, Speaker};

/// How many frames back a pronoun or a role may find who is meant.
const REACH: usize = 4;
/// A name among so many tokens stands at an article's head.
const HEAD: usize = 25;

impl Listener<'_, '_> {
    /// A noun without a name: a role or descriptor that stands for someone named, or an unnamed source.
    pub(crate) fn nameless(&self, frame: &Frame, cue: &Cue, first: usize) -> Option<Speaker> {
        let clauses = &self.scene.clauses[cue.sentence];
        let group = &clauses.groups[first];
        let teller = cue.teller.clone();
        let finder = Finder { scene: self.scene };
        let definite = self.is_definite(group);
        let plural = group.number(&self.scene.tags) == Some(Number::Plural);
        if self.classes(group.head).any(self.class("release").with(self.class("body"))) {
            let entities = finder.behind(cue.sentence, first).or_else(|| self.house())?;
            return Some(self.named(&entities, teller));
        }
        if self.classes(group.head).any(self.class("document")) {
            return Some(if let Some(entities) = finder.behind(cue.sentence, first) {
                self.named(&entities, teller)
            } else {
                let source = Source::of(SourceKind::Document);
                Speaker { entities: Vec::new(), description: None, source, teller }
            });
        }
        if self.classes(group.head).any(self.class("medium")) && definite {
            return self.last.clone().map(|last| Speaker { teller, ..last });
        }
        if self.classes(group.head).any(self.class("union")) && definite && !plural {
            // "le syndicat": the union named last.
            let mut named = self.scene.names.iter().enumerate().rev();
            let entity = named.find_map(|(index, name)| {
                let entity = self.scene.entities.of_name(index);
                let before = name.tokens.end <= group.tokens.start;
                (before && self.scene.entities.all[entity].kind == Some(OrganisationKind::Union))
                    .then_some(entity)
            });
            return Some(match entity {
                Some(entity) => self.named(&[entity], teller),
                None => Speaker::unknown(SourceKind::Organization, teller),
            });
        }
        match self.role(group) {
            Some(Role::Spokesperson) => {
                let of =
                    clauses.groups.get(first + 1).is_some_and(|g| self.classes(g.head).any(self.class("of")));
                let company = |group: &Group| {
                    self.scene.descriptor_of(group).is_some_and(|d| matches!(d.meaning, Meaning::Company(_)))
                };
                let ours = !of || clauses.groups.get(first + 2).is_some_and(company);
                let entities = finder.behind(cue.sentence, first).or_else(|| self.house().filter(|_| ours));
                if let Some(entities) = entities {
                    return Some(self.named(&entities, teller));
                }
            }
            role @ Some(_) if definite && !plural => return self.role_holder(frame, cue, teller, role),
            _ => {}
        }
        let known = |entities: &[usize]| entities.iter().all(|&entity| self.scene.entities.all[entity].sure);
        let mention = self.scene.mention(cue.sentence, first);
        let mention = mention.filter(|m| if plural { m.entities.len() > 1 } else { known(&m.entities) });
        if let Some(mention) = mention {
            return Some(self.named(&mention.entities, teller));
        }
        let company =
            self.scene.descriptor_of(group).is_some_and(|d| matches!(d.meaning, Meaning::Company(_)));
        if company && definite {
            return self.house().map(|entities| self.named(&entities, teller));
        }
        let unnamed = finder.unnamed(group, cue.sentence, first).filter(|(_, named)| named.is_empty());
        let someone = definite && !plural && self.role(group) != Some(Role::Source);
        let Some((source, _)) = unnamed.filter(|_| !someone) else {
            // "la communication de X": whoever it is, it speaks for X.
            if !definite && !plural || plural && (self.role(group).is_some() || finder.can_speak(group)) {
                // "les salariés de X": people without a name.
                let source = Source::of(SourceKind::Anonymous);
                return Some(Speaker { entities: Vec::new(), description: None, source, teller });
            }
            if let Some(entities) = finder.behind(cue.sentence, first).filter(|_| definite && !plural) {
                return Some(self.named(&entities, teller));
            }
            // "l'animateur", "la danseuse": whoever it is was named before.
            if !definite || plural {
                return None;
            }
            let person = self.person_before(frame, cue).or_else(|| self.person_named(cue.teller.start));
            if let Some(person) = person {
                return Some(self.named(&[person], teller));
            }
            // Nobody is named: "le passager".
            let someone = (0..self.scene.entities.all.len()).any(|entity| self.scene.is_person(entity));
            let source = Source::of(SourceKind::Anonymous);
            return (!someone && matches!(cue.form, Form::Inverted(..))).then_some(Speaker {
                entities: Vec::new(),
                description: None,
                source,
                teller,
            });
        };
        Some(Speaker {
            entities: Vec::new(),
            description: None,
            source: Source { name: None, ..source },
            teller,
        })
    }

    /// The organisation that speaks in this article: the one that was quoted last, else the known one that it names most.
    fn house(&self) -> Option<Vec<usize>> {
        if self.house.is_some() {
            return self.house.clone();
        }
        let all = self.scene.entities.all.iter().enumerate();
        let headed = |entity: usize| {
            self.scene.entities.all[entity]
                .names
                .first()
                .is_some_and(|&name| self.scene.names[name].tokens.start < HEAD)
        };
        let bodies = all.filter(|&(index, entity)| {
            // An outlet is more often quoted than written about: then its name stands at the head.
            let company = entity.sort == Sort::Organisation && !self.scene.is_person(index);
            company || entity.sort == Sort::Medium && headed(index)
        });
        let most = bodies.max_by_key(|(index, entity)| {
            (entity.sure || headed(*index), entity.names.len(), std::cmp::Reverse(*index))
        });
        let (entity, _) = most?;
        Some(vec![entity])
    }

    pub(crate) fn is_definite(&self, group: &Group) -> bool {
        match group.determiner(&self.scene.tags) {
            Some(Determiner::Definite | Determiner::Demonstrative | Determiner::Possessive) => true,
            None => group.tokens.clone().any(|at| self.scene.tags[at].is(entente_lang::Pos::Contraction)),
            _ => false,
        }
    }

    /// "le ministre", "l'élue": the person named or speaking last who is told to be that, else whoever it was.
    pub(crate) fn role_holder(
        &self,
        frame: &Frame,
        cue: &Cue,
        teller: Range<usize>,
        role: Option<Role>,
    ) -> Option<Speaker> {
        let all = &self.scene.entities.all;
        let fits = |entity: usize| role.is_some_and(|role| all[entity].roles.contains(&role));
        let nearest = self.person_before(frame, cue).or_else(|| self.person_named(cue.teller.start));
        if let Some(entity) = nearest.filter(|&entity| fits(entity) || all[entity].roles.is_empty()) {
            return Some(self.named(&[entity], teller));
        }
        let mut named = self.scene.names.iter().enumerate().rev();
        let told = named.find(|(index, name)| {
            name.tokens.end <= cue.teller.start && fits(self.scene.entities.of_name(*index))
        });
        let later = || (0..all.len()).find(|&entity| fits(entity) && self.scene.is_person(entity));
        let entity = told.map(|(index, _)| self.scene.entities.of_name(index)).or(nearest).or_else(later)?;
        Some(self.named(&[entity], teller))
    }

    /// The person named last before this token.
    fn person_named(&self, token: usize) -> Option<usize> {
        let here = self.frames.all.partition_point(|f| f.tokens.end <= token);
        let floor = self.frames.all.get(here.saturating_sub(REACH)).map_or(0, |frame| frame.tokens.start);
        let mut named = self.scene.names.iter().enumerate().rev();
        let (name, _) = named.find(|(index, name)| {
            (floor..token).contains(&name.tokens.start)
                && self.scene.is_person(self.scene.entities.of_name(*index))
        })?;
        Some(self.scene.entities.of_name(name))
    }

    /// Who a pronoun stands for: whoever spoke last, or a person named since.
    pub(crate) fn pronoun(&self, frame: &Frame, cue: &Cue, token: usize) -> Option<Speaker> {
        let teller = cue.teller.clone();
        if self.is_impersonal(token) {
            return None;
        }
        let plural = self.scene.tags[token].number == Some(Number::Plural);
        if plural {
            return self.last.clone().map(|last| Speaker { teller, ..last });
        }
        if let Some(entity) = self.person_before(frame, cue) {
            return Some(self.named(&[entity], teller));
        }
        // A country is no "he".
        let body =
            |&entity: &usize| !matches!(self.scene.entities.all[entity].sort, Sort::State | Sort::Place);
        if let Some(last) = self.last.clone().filter(|last| last.entities.iter().all(body)) {
            return Some(Speaker { teller, ..last });
        }
        let place = self.scene.clauses[cue.sentence].groups.iter().position(|g| g.tokens.contains(&token))?;
        if let Some(entities) = self.scene.pronoun_speaker(cue.sentence, place, token) {
            return Some(self.named(&entities, teller));
        }
        // "A spokesman for X defended it. "...," he said."
        let here = self.frames.all.partition_point(|f| f.tokens.end <= frame.tokens.start);
        let before = self.frames.all.get(here.checked_sub(1)?)?;
        let sentence = self.sentences(before).next()?;
        let first = self.scene.clauses[sentence].groups.iter().position(Group::is_nominal)?;
        let group = &self.scene.clauses[sentence].groups[first];
        if self.role(group) != Some(Role::Spokesperson) {
            return None;
        }
        let entities = Finder { scene: self.scene }.behind(sentence, first)?;
        Some(self.named(&entities, teller))
    }

    /// "a-t-on appris auprès de X", "lit-on dans un communiqué de X": who stands behind the verb; nobody else is told.
    pub(crate) fn impersonal(&self, frame: &Frame, cue: &Cue, token: usize) -> Option<Speaker> {
        let clauses = &self.scene.clauses[cue.sentence];
        let verb = clauses.groups.iter().position(|group| group.tokens.contains(&token))?;
        let mut at = verb + 1;
        while let Some(group) = clauses.groups.get(at) {
            let governed = clauses.groups[at - 1].kind == Kind::Preposition;
            match group.kind {
                Kind::Verbal(other) if clauses.verbs[other].tense == Tense::Infinitive => {}
                Kind::Nominal if governed => {
                    let end = self.end_of_name(clauses, at);
                    let teller = cue.teller.start..clauses.groups[end - 1].tokens.end;
                    let told = Cue { teller: teller.clone(), form: Form::According(at, end), ..cue.clone() };
                    let speaks = (Finder { scene: self.scene }).can_speak(group);
                    let speaker = if speaks { self.noun(frame, &told, at, end) } else { None };
                    return Some(speaker.unwrap_or_else(|| Speaker::unknown(SourceKind::Anonymous, teller)));
                }
                Kind::Adverb | Kind::Preposition | Kind::Nominal => {}
                _ => break,
            }
            at += 1;
        }
        Some(Speaker::unknown(SourceKind::Anonymous, cue.teller.clone()))
    }

    /// "on", "one".
    pub(crate) fn is_impersonal(&self, token: usize) -> bool {
        self.scene.lang.classes_of(self.scene.lower(token)).any(self.class("impersonal"))
    }

    /// The person that spoke last, or that was named since then, not as someone's or as whom something is told.
    fn person_before(&self, frame: &Frame, cue: &Cue) -> Option<usize> {
        let spoke = self.last.as_ref().filter(|last| last.entities.len() == 1);
        // What stands in the sentence in which someone spoke is what he said.
        let told = self.last.as_ref().map_or(0, |last| {
            let spoken = self.frames.all.partition_point(|f| f.tokens.end <= last.teller.start);
            let end = self.frames.all.get(spoken).map_or(last.teller.end, |f| f.tokens.end);
            if end <= frame.tokens.start { end } else { last.teller.end }
        });
        let here = self.frames.all.partition_point(|f| f.tokens.end <= frame.tokens.start);
        let floor = self.frames.all[here.saturating_sub(REACH)].tokens.start;
        let mut limit = cue.teller.start;
        // The nearest sentence that names a person; there the first, who stands as its subject.
        while limit > floor.max(told) {
            let index = self.frames.all.partition_point(|f| f.tokens.end < limit);
            let within = self.frames.all[index].tokens.start.max(floor)..limit;
            let found = self.scene.names.iter().enumerate().find(|(index, name)| {
                within.contains(&name.tokens.start)
                    && name.tokens.start >= told
                    && !self.is_quoted(name.tokens.start)
                    && self.scene.is_person(self.scene.entities.of_name(*index))
                    && !self.is_governed(name.tokens.start)
            });
            if let Some((name, _)) = found {
                return Some(self.scene.entities.of_name(name));
            }
            if within.start == 0 {
                break;
            }
            limit = within.start;
        }
        spoke.filter(|last| last.source.kind == SourceKind::Person).map(|last| last.entities[0])
    }

    /// A preposition stands right before.
    pub(crate) fn is_governed(&self, token: usize) -> bool {
        // "par le ministre de l'Économie N".
        let mut at = token;
        while at > token.saturating_sub(9) && at > 2 {
            at -= 1;
            let tokens = self.scene.document.tokens();
            if tokens[at].mark().is_some() || self.scene.tags[at].is_finite() {
                break;
            }
            let words = tokens[at..token].iter().map(|token| self.scene.document.lower(token));
            let role = self.scene.lang.descriptors().longest(words);
            // "le chef de file des députés X N": he is none of those.
            let several = self.scene.tags[at].number == Some(Number::Plural);
            if !several && role.is_some_and(|(_, found)| found[0].meaning.is_person()) {
                let article = at - 1 - usize::from(self.scene.tags[at - 1].is_determiner());
                if self.scene.tags[article].is_preposition() {
                    return true;
                }
            }
        }
        let titled = token > 1 && self.scene.lang.discourse().is_title(self.scene.lower(token - 2));
        token > 0 && self.scene.tags[token - 1].is_preposition() && !titled
    }
}
