//! Which organisation a descriptor means: candidates weighed by where and how often they stand.

use entente_lang::Sector;

use super::REACH;
use crate::clause::{Link, Subject};
use crate::entity::Sort;
use crate::scene::Scene;

/// Points between the best and the second best reading below which neither is taken.
const MARGIN: i32 = 2;

/// What speaks for a candidate, in points: it is the subject of a verb before in the same sentence,
const SUBJECT: i32 = 4;
/// the article names it most,
const HERO: i32 = 2;
/// its title names it;
const TITLED: i32 = 2;
/// the article has called it by this very noun;
const CALLED: i32 = 5;
/// and against it: all that the article has called it is a brand or another part of a company, where the words mean a company;
const PART: i32 = 5;
/// it stands there once, and nothing tells that it is an organisation.
const UNSURE: i32 = 4;

impl Scene<'_> {
    /// The organisation before this place that fits best. With an owner, the one that the text puts beside the owner.
    pub(super) fn best(
        &self,
        sentence: usize,
        at: usize,
        country: Option<&str>,
        sector: Option<Sector>,
        owner: Option<usize>,
    ) -> Option<usize> {
        let here = self.clauses[sentence].groups[at].tokens.start;
        let mut scored: Vec<(i32, usize)> = Vec::new();
        let hero = self.protagonist();
        let subjects = self.subjects_before(sentence, at);
        // "Le groupe prévoit ...": a subject goes on about the subject before.
        let opens = matches!(self.clauses[sentence].carrier(at, &self.tags), Some((_, Link::Subject)));
        let doers = self.doers(sentence, at);
        let head = self.clauses[sentence].groups[at].head;
        let noun = self.document.folded(&self.document.tokens()[head]);
        let told_only = self.is_of(head, "told-only");
        // Nobody that was last named farther back is meant, but whom the article is about.
        let first = self.clauses[sentence.saturating_sub(REACH)].tokens.start;
        let mut near: Vec<usize> =
            self.named_within(first..here).map(|name| self.entities.of_name(name)).collect();
        near.extend((hero < self.entities.all.len()).then_some(hero));
        near.sort_unstable();
        near.dedup();
        for index in near {
            let entity = &self.entities.all[index];
            let body = matches!(entity.sort, Sort::Organisation | Sort::Medium) && entity.is_called(sector);
            if Some(index) == owner || !body || doers.contains(&index) {
                continue;
            }
            let Some(distance) = self.distance(index, sentence, here) else { continue };
            // Outlets are sources; they are meant only where the words say so, or where the article is about one.
            if entity.sort == Sort::Medium && sector != Some(Sector::Media) && index != hero {
                continue;
            }
            let called = self.is_said_to_be(index, noun, here);
            if told_only && !called && (sector.is_none() || entity.sector != sector) {
                continue;
            }
            let mut score = 10 - 2 * i32::try_from(distance.0.min(REACH)).unwrap_or(0);
            match (country, entity.country.as_deref()) {
                (Some(a), Some(b)) if a == b => score += 8,
                (Some(_), Some(_)) => continue,
                _ => {}
            }
            match (sector.filter(|s| *s != Sector::Generic), entity.sector) {
                (Some(a), Some(b)) if a == b => score += 6,
                (Some(_), Some(_)) => score -= 6,
                _ => {}
            }
            // Who is spoken of again and again, and stands as a subject, is who is meant.
            score += i32::try_from(distance.1.min(4)).unwrap_or(0);
            score += if opens { 2 } else { 1 } * self.subject_bonus(index, sentence);
            if subjects.contains(&index) {
                score += SUBJECT;
            }
            if index == hero {
                score += HERO;
            }
            if self.is_titled(index) {
                score += TITLED;
            }
            if called {
                score += CALLED;
            }
            if sector.is_some() && self.is_only_a_part(index, head, here) {
                score -= PART;
            }
            // A word in capitals that nothing else tells to be a body may be none.
            if !entity.sure {
                score -= if distance.1 == 1 { UNSURE } else { UNSURE / 2 };
            }
            if distance.0 > REACH && index != hero {
                continue;
            }
            scored.push((score, index));
        }
        scored.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), index));
        match scored.as_slice() {
            [] => None,
            [(_, only)] => Some(*only),
            [(first, best), (second, _), ..] => (first - second >= MARGIN).then_some(*best),
        }
    }

    /// The company that the passage is about, when it is clear which: not the one that acts.
    pub(crate) fn spoken_of(&self, sentence: usize, at: usize, actor: Option<usize>) -> Option<usize> {
        self.best(sentence, at, None, None, actor)
    }

    /// How many sentences back the entity was last named before a token, and how often in all; none if never before.
    fn distance(&self, entity: usize, sentence: usize, token: usize) -> Option<(usize, usize)> {
        let names = &self.entities.all[entity].names;
        let before = names.partition_point(|&name| self.names[name].tokens.start < token);
        let last = self.names[names[before.checked_sub(1)?]].tokens.start;
        let at = self.clauses.partition_point(|clauses| clauses.tokens.end <= last);
        Some((sentence.saturating_sub(at), names.len()))
    }

    /// The entity was the subject of the sentence before this one.
    fn subject_bonus(&self, entity: usize, sentence: usize) -> i32 {
        let Some(before) = sentence.checked_sub(1) else { return 0 };
        let clauses = &self.clauses[before];
        let named = clauses.subjects.iter().any(|subject| match subject {
            Subject::Groups(groups) => groups
                .iter()
                .flat_map(|&group| self.names_in(&clauses.groups[group]))
                .any(|name| self.entities.of_name(name) == entity),
            _ => false,
        });
        if named { 3 } else { 0 }
    }

    /// The entities that are subjects of the finite verbs before a group.
    fn subjects_before(&self, sentence: usize, at: usize) -> Vec<usize> {
        let clauses = &self.clauses[sentence];
        let mut found = Vec::new();
        for verb in 0..clauses.verbs.len() {
            if let Subject::Groups(groups) = &clauses.subjects[verb]
                && clauses.places[verb] < at
                && clauses.verbs[verb].is_finite()
            {
                let names = groups.iter().filter(|&&group| group < at);
                let names = names.flat_map(|&group| self.names_in(&clauses.groups[group]));
                found.extend(names.map(|name| self.entities.of_name(name)));
            }
        }
        found
    }

    /// Who does what is done to a group: "X a racheté le groupe" is of another than X.
    fn doers(&self, sentence: usize, at: usize) -> Vec<usize> {
        let clauses = &self.clauses[sentence];
        let Some((verb, Link::Object | Link::Oblique(_))) = clauses.carrier(at, &self.tags) else {
            return Vec::new();
        };
        let Subject::Groups(groups) = &clauses.subjects[verb] else { return Vec::new() };
        // ("la famille X garde des actions de la brasserie": which may be X.)
        let named = |&group: &usize| {
            let names = self.names_in(&clauses.groups[group]);
            if names.is_empty() { None } else { self.named_entities(sentence, group, &names) }
        };
        groups.iter().filter_map(named).flatten().collect()
    }

    /// The article's title names it.
    fn is_titled(&self, entity: usize) -> bool {
        let title = self.clauses.first().map_or(0, |clauses| clauses.tokens.end);
        self.entities.all[entity].names.first().is_some_and(|&name| self.names[name].tokens.start < title)
    }

    /// The organisation that the article names most often, the first of them on a tie.
    pub(crate) fn protagonist(&self) -> usize {
        *self.hero.get_or_init(|| self.most_named())
    }

    fn most_named(&self) -> usize {
        let organisations = self.entities.all.iter().enumerate().filter(|(_, entity)| {
            entity.is_called(None)
                && (entity.sort == Sort::Organisation
                    || entity.sort == Sort::Medium && entity.names.len() > 2)
        });
        organisations
            .max_by_key(|(index, entity)| (entity.names.len(), std::cmp::Reverse(*index)))
            .map_or(usize::MAX, |(index, _)| index)
    }
}
