//! Which source a teller names, typed and counted.

use super::Finder;
use crate::clause::Clauses;
use crate::clause::Subject;
use crate::entity::Sort;
use crate::group::Group;
use crate::group::Kind;
use entente_lang::Meaning;
use entente_lang::Number;
use entente_lang::Role;
use entente_model::Party;
use entente_model::Source;
use entente_model::SourceKind;
use std::ops::Range;

use entente_text::Shape;

use crate::scene::Scene;

impl Scene<'_> {
    /// A person, by what is told of them or by a name of two or three words that mean nothing else: nobody is known by a given
    /// name alone in every language.
    pub(crate) fn is_person(&self, entity: usize) -> bool {
        let entity = &self.entities.all[entity];
        if entity.sort == Sort::Person || entity.sure || entity.sort != Sort::Organisation {
            return entity.sort == Sort::Person;
        }
        let Some(&name) = entity.names.first() else { return false };
        let tokens = &self.document.tokens()[self.names[name].tokens.clone()];
        (2..=3).contains(&tokens.len())
            && tokens.iter().all(|token| {
                token.shape() == Shape::Title && self.lang.analyses(self.document.lower(token)).is_empty()
            })
    }
}

impl Finder<'_, '_> {
    pub(super) fn subject_source(
        &self,
        sentence: usize,
        clauses: &Clauses,
        verb: usize,
    ) -> Option<(Source, Vec<usize>)> {
        if let Some(entities) = self.scene.subject_entities(sentence, verb) {
            return Some(self.named(&entities));
        }
        let Subject::Groups(groups) = &clauses.subjects[verb] else { return None };
        let first = groups[0];
        // "Le PDG de X, N, a indiqué": what stands beside the role up to the verb.
        let open =
            |at: &usize| !matches!(clauses.groups[*at].kind, Kind::Verbal(_) | Kind::Relative | Kind::Break);
        let end = (first..clauses.groups.len()).find(|at| !open(at)).unwrap_or(first);
        if let Some(person) = self.apposed_person(sentence, first..end) {
            return Some(self.named(&[person]));
        }
        self.unnamed(&clauses.groups[first], sentence, first)
    }

    /// "le PDG de X, N": behind a role without a name, the person that a comma puts beside it.
    fn apposed_person(&self, sentence: usize, range: Range<usize>) -> Option<usize> {
        let groups = &self.scene.clauses[sentence].groups;
        let first = range.start;
        if !self.is_role(&groups[first]) || !self.scene.names_in(&groups[first]).is_empty() {
            return None;
        }
        let beside = (first + 1..range.end).rev().find(|&at| groups[at - 1].kind == Kind::Comma)?;
        let name = *self.scene.names_in(&groups[beside]).first()?;
        let entity = self.scene.entities.of_name(name);
        (groups[beside].is_nominal() && self.scene.is_person(entity)).then_some(entity)
    }

    /// The source that a teller names.
    pub(super) fn source(&self, sentence: usize, range: Range<usize>) -> Option<(Source, Vec<usize>)> {
        let clauses = &self.scene.clauses[sentence];
        let verb = range.clone().find_map(|at| match clauses.groups[at].kind {
            Kind::Verbal(verb) => Some(verb),
            _ => None,
        });
        let mut speakers = Vec::new();
        // "a déclaré à l'AFP un porte-parole": whom it is told does not say it.
        let addressed = |at: usize| {
            verb.is_some() && at > range.start && clauses.groups[at - 1].kind == Kind::Preposition
        };
        let tellers = range.clone().filter(|&at| clauses.groups[at].is_nominal());
        let (told, own): (Vec<usize>, Vec<usize>) = tellers.partition(|&at| addressed(at));
        let speaks = own.iter().any(|&at| self.can_speak(&clauses.groups[at]));
        for at in
            if speaks { own.into_iter().chain(told).collect::<Vec<_>>() } else { range.clone().collect() }
        {
            let group = &clauses.groups[at];
            if !group.is_nominal() {
                continue;
            }
            if speakers.is_empty()
                && let Some(person) = self.apposed_person(sentence, at..range.end)
            {
                speakers = vec![person];
                break;
            }
            if speakers.is_empty()
                && let Some(found) = self.unnamed(group, sentence, at)
                && self.scene.names_in(group).is_empty()
            {
                return Some(found);
            }
            // "le ministre de l'Industrie, N".
            if speakers.is_empty()
                && self.is_role(group)
                && let Some(person) = self.person_in(sentence, range.clone())
            {
                speakers = vec![person];
                break;
            }
            if let Some(mention) = self.scene.mention(sentence, at) {
                speakers = mention.entities;
                for &other in clauses
                    .coordinated_right(at, &self.scene.tags)
                    .iter()
                    .skip(1)
                    .filter(|m| range.contains(m))
                {
                    speakers
                        .extend(self.scene.mention(sentence, other).map(|m| m.entities).unwrap_or_default());
                }
                // "the head of X, N": the person speaks, not the company.
                if let Some(person) = self.person_in(sentence, range.clone()) {
                    speakers = vec![person];
                }
                break;
            }
            if self.is_role(group)
                && let Some(person) = self.person_in(sentence, range.clone())
            {
                speakers = vec![person];
                break;
            }
        }
        if speakers.is_empty()
            && let Some(verb) = verb
            && let Some(pronoun) = clauses.verbs[verb].pronoun
        {
            speakers = self.scene.pronoun_speaker(sentence, clauses.places[verb], pronoun)?;
        }
        if speakers.is_empty() {
            // "annonce le groupe spécialiste des colles": a company, whichever it is.
            let groups = &clauses.groups[range];
            let first = groups
                .iter()
                .find(|group| group.is_nominal() && self.scene.descriptor_of(group).is_some())?;
            let company =
                self.scene.descriptor_of(first).is_some_and(|d| matches!(d.meaning, Meaning::Company(_)));
            return company.then(|| (Source::of(SourceKind::Organization), Vec::new()));
        }
        Some(self.named(&speakers))
    }

    /// The first person named in a range of groups.
    pub(super) fn person_in(&self, sentence: usize, range: Range<usize>) -> Option<usize> {
        let groups = &self.scene.clauses[sentence].groups[range];
        let names = groups.iter().filter(|g| g.is_nominal()).flat_map(|g| self.scene.names_in(g));
        let mut entities = names.map(|name| self.scene.entities.of_name(name));
        entities.find(|&entity| self.scene.is_person(entity))
    }

    pub(crate) fn named(&self, entities: &[usize]) -> (Source, Vec<usize>) {
        let first = &self.scene.entities.all[entities[0]];
        let kind = match first.sort {
            Sort::Organisation if !first.sure && self.is_outlet(entities[0]) => SourceKind::Media,
            Sort::Person => SourceKind::Person,
            Sort::Medium => SourceKind::Media,
            _ => SourceKind::Organization,
        };
        let source = Source { name: Some(Party::Named(first.key.clone())), ..Source::of(kind) };
        (source, entities.to_vec())
    }

    /// "BBC News Online", "La Gazette du Rhin": a name that calls itself an outlet.
    fn is_outlet(&self, entity: usize) -> bool {
        let Some(&name) = self.scene.entities.all[entity].names.first() else { return false };
        let outlet = self.class("outlet");
        let mut tokens = self.scene.names[name].tokens.clone();
        tokens.any(|at| self.scene.lang.classes_of(self.scene.lower(at)).any(outlet))
    }

    /// A source that is not named: "deux sources", "une source proche du dossier", "un document", "la presse".
    pub(crate) fn unnamed(&self, group: &Group, sentence: usize, at: usize) -> Option<(Source, Vec<usize>)> {
        let classes = self.classes(group.head);
        let descriptor = self.scene.descriptor_of(group).map(|d| d.meaning);
        let anonymous = classes.any(self.class("anonymous"))
            || matches!(
                descriptor,
                Some(Meaning::Person(Role::Source | Role::Analyst | Role::Other | Role::Official))
            );
        if classes.any(self.class("release")) && !anonymous {
            // A statement speaks for who puts it out.
            if let Some(entities) = self.behind(sentence, at) {
                return Some(self.named(&entities));
            }
        }
        if classes.any(self.class("document")) && !anonymous {
            // "a report in the Gazette".
            let clauses = &self.scene.clauses[sentence];
            let printed = clauses.groups.get(at + 1).is_some_and(|g| g.kind == Kind::Preposition);
            // "in Monday's Gazette".
            let behind = clauses.groups.iter().skip(at + 2).take(if printed { 2 } else { 0 });
            let names = behind.filter(|g| g.is_nominal()).flat_map(|g| self.scene.names_in(g));
            let mut entities = names.map(|name| self.scene.entities.of_name(name));
            if let Some(medium) =
                entities.find(|&entity| self.scene.entities.all[entity].sort == Sort::Medium)
            {
                return Some(self.named(&[medium]));
            }
            // "according to media reports": several that are not told apart are talk, no document.
            let several = group.number(&self.scene.tags) == Some(Number::Plural);
            if several && classes.any(self.class("reports")) {
                let press = self.class("medium");
                let told = group.tokens.clone().any(|token| self.scene.classes(token).any(press));
                return Some((
                    Source::of(if told { SourceKind::Media } else { SourceKind::Anonymous }),
                    Vec::new(),
                ));
            }
            return Some((Source::of(SourceKind::Document), Vec::new()));
        }
        if classes.any(self.class("union")) {
            return Some((Source::of(SourceKind::Organization), Vec::new()));
        }
        if classes.any(self.class("medium")) && !anonymous {
            return Some((Source::of(SourceKind::Media), Vec::new()));
        }
        if !anonymous {
            return match descriptor {
                // A spokesman or executive without a name speaks for the organisation.
                Some(Meaning::Person(Role::Spokesperson | Role::Executive | Role::Chair | Role::Manager)) => {
                    let entities = self.behind(sentence, at)?;
                    let mut named = self.named(&entities);
                    named.0.kind = SourceKind::Organization;
                    Some(named)
                }
                _ => None,
            };
        }
        let descriptor = self.words_after(sentence, at);
        Some((
            Source { count: self.count(sentence, at), descriptor, ..Source::of(SourceKind::Anonymous) },
            Vec::new(),
        ))
    }

    /// The organisation that a role belongs to: "un porte-parole de Renault".
    pub(crate) fn behind(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let clauses = &self.scene.clauses[sentence];
        let preposition = clauses.groups.get(at + 1)?;
        if preposition.kind == Kind::Preposition
            && self.classes(preposition.head).any(self.class("of").with(self.class("behalf")))
        {
            return self.scene.mention(sentence, at + 2).map(|m| m.entities);
        }
        // "Norvane's spokesman".
        let genitive = self.class("genitive");
        if at > 0 && clauses.groups[at].is_genitive(&self.scene.tags, genitive, self.scene.lang) {
            return self.scene.mention(sentence, at - 1).map(|m| m.entities);
        }
        let names = self.scene.names_in(&clauses.groups[at]);
        names.first().map(|&name| vec![self.scene.entities.of_name(name)])
    }

    /// How many sources: a number before the noun, one for "une source" and "l'une des sources".
    pub(crate) fn count(&self, sentence: usize, at: usize) -> Option<u32> {
        let clauses = &self.scene.clauses[sentence];
        let group = &clauses.groups[at];
        let told =
            self.scene.dimensions_in(&group.tokens).iter().find_map(crate::dimension::Dimension::count);
        if told.is_some() {
            return told;
        }
        // "une des sources", "one of the sources": the number stands before the preposition.
        if at >= 2 && clauses.groups[at - 1].kind == Kind::Preposition {
            let before = &clauses.groups[at - 2];
            let counted =
                self.scene.dimensions_in(&before.tokens).iter().find_map(crate::dimension::Dimension::count);
            if counted.is_some() {
                return counted;
            }
            if before.tokens.clone().any(|i| self.is_one(i)) {
                return Some(1);
            }
        }
        let singular = group.number(&self.scene.tags) != Some(entente_lang::Number::Plural);
        (singular && group.tokens.clone().any(|i| self.is_one(i))).then_some(1)
    }

    pub(crate) fn is_one(&self, token: usize) -> bool {
        self.classes(token).any(self.class("one"))
    }

    /// The words that describe an unnamed source: what follows it up to the end of the teller.
    pub(super) fn words_after(&self, sentence: usize, at: usize) -> Option<String> {
        let clauses = &self.scene.clauses[sentence];
        // "sources proches du dossier": the adjective is in the group of its noun.
        let start = clauses.groups[at].head + 1;
        let mut end = clauses.groups[at].tokens.end.max(start);
        for group in &clauses.groups[at + 1..] {
            let verb = matches!(group.kind, Kind::Verbal(verb) if clauses.verbs[verb].is_finite());
            if !group.masked || verb || matches!(group.kind, Kind::Comma | Kind::Break) {
                break;
            }
            end = group.tokens.end;
        }
        let tokens = self.scene.document.tokens();
        (end > start)
            .then(|| self.scene.document.text()[tokens[start].start()..tokens[end - 1].end()].to_owned())
    }
}
