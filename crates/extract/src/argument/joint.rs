//! Who takes part, told beside what governs a trigger, and who takes part without a name.

use entente_lang::{Determiner, LemmaId, Meaning, Path, Pos, Relation};

use super::{Arguments, Filler};
use crate::clause::{Governor, Link};
use crate::entity::Sort;
use crate::group::{Group, Kind};

impl Arguments<'_, '_> {
    /// "the X and Y merger": the name that a conjunction joins to the one at the head of the trigger's group.
    pub(super) fn joined_before(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        let groups = &self.clauses().groups;
        let opens = self.scene.tags[groups[at].tokens.start].is_name();
        let joined = at >= 2 && groups[at - 1].kind == Kind::Coordinator && groups[at - 2].is_nominal();
        let named = joined && self.scene.tags[groups[at - 2].head].is_name();
        if self.scene.lang.discourse().is_head_first() || !opens || !named {
            return Vec::new();
        }
        self.names_of(at - 2)
    }

    /// "sold A and B and its stakes in C": a holding that a conjunction joins to what has a name.
    pub(super) fn with_holdings(&self, mut members: Vec<usize>) -> Vec<usize> {
        let groups = &self.clauses().groups;
        let Some(&last) = members.last() else { return members };
        let mut next = last + 1;
        next += usize::from(groups.get(next).is_some_and(|g| g.kind == Kind::Comma));
        let joined = groups.get(next).is_some_and(|g| g.kind == Kind::Coordinator);
        let held = next + 1;
        let holding = groups.get(held).is_some_and(Group::is_nominal)
            && !self.scene.names_in(&groups[last]).is_empty()
            && groups[held].determiner(&self.scene.tags) == Some(Determiner::Possessive)
            && self.classes_of(held).any(self.class("equity"))
            && self.complement(held).is_some();
        if joined && holding {
            members.push(held);
        }
        members
    }

    /// "sued X over its purchase of Y": what another is judged for is that other's.
    pub(super) fn judged(&self, at: usize) -> Vec<Filler> {
        let Some((verb, Link::Oblique(_))) = self.clauses().carrier(at, &self.scene.tags) else {
            return Vec::new();
        };
        let reading = &self.clauses().verbs[verb];
        if !self.is(reading.lemma, "judge") || reading.passive {
            return Vec::new();
        }
        self.object_of(verb, false)
    }

    /// Behind a preposition, a company that has no name: "signed a contract with a Chinese carmaker".
    pub(crate) fn unnamed(&self, path: Path) -> Option<Filler> {
        let Path::After(preposition) = path else { return None };
        let behind = self.after(&|lemma| lemma == Some(preposition));
        // "a signé un contrat avec le gouvernement français": a public body without a name.
        if let Some(public) = behind.iter().find_map(|&at| self.as_public_body(at)) {
            return Some(public);
        }
        let group = behind.into_iter().find(|&at| {
            let group = self.group(at);
            // ("plusieurs clients", but "tous les clients".)
            let all =
                group.tokens.clone().any(|i| self.scene.tags[i].is(Pos::Determiner(Determiner::Definite)));
            let indefinite = !all
                && matches!(
                    group.determiner(&self.scene.tags),
                    Some(Determiner::Indefinite | Determiner::Quantifier)
                );
            let company = self.scene.descriptor_of(self.group(at)).is_some_and(|found| match found.meaning {
                Meaning::Company(_) => true,
                Meaning::Relation(relation) => !matches!(relation, Relation::Unit | Relation::JointVenture),
                Meaning::Person(_) => false,
            });
            indefinite && company && self.scene.mention(self.trigger.sentence, at).is_none()
        })?;
        Some(self.filler(None, group, self.span(self.group(group))))
    }

    /// What a preposition introduces beside what governs the trigger: "in talks with X to form a venture", "signed an
    /// agreement with X to build a plant".
    pub(super) fn beside_governor(&self, wanted: &dyn Fn(Option<LemmaId>) -> bool) -> Vec<usize> {
        let groups = &self.clauses().groups;
        for governor in self.governors() {
            let (at, classes) = match governor {
                Governor::Noun(noun) => (noun, self.classes_of(noun)),
                Governor::Verb(verb) => {
                    let lemma = self.clauses().verbs[verb].lemma;
                    let classes = lemma.map(|lemma| self.scene.lang.discourse().of(lemma));
                    (self.clauses().places[verb], classes.unwrap_or_default())
                }
            };
            // Only what two do together: to plan, to say or to begin with someone is something else.
            let joint = self.class("agree").with(self.class("negotiate")).with(self.class("joining"));
            if at >= self.trigger.group || !classes.any(joint) {
                continue;
            }
            let found = (at + 1..self.trigger.group).find(|&between| {
                groups[between].kind == Kind::Preposition
                    && wanted(self.scene.tags[groups[between].head].lemma)
                    && groups.get(between + 1).is_some_and(Group::is_nominal)
            });
            if let Some(preposition) = found {
                let members = self.clauses().coordinated_right(preposition + 1, &self.scene.tags);
                return members.into_iter().filter(|&member| member < self.trigger.group).collect();
            }
        }
        Vec::new()
    }

    /// "X l'a racheté": the company that the passage is about, which is not who does it.
    pub(super) fn object_clitic(&self) -> Option<Filler> {
        let verb = self.trigger.verb?;
        let reading = &self.clauses().verbs[verb];
        let clitic = self.clitic(verb, &|at| {
            self.scene.tags[at].is(Pos::Pronoun(entente_lang::Pronoun::Personal))
                && self.scene.lang.discourse().is_object_clitic(self.scene.lower(at))
        })?;
        let acts = self.scene.subject_entities(self.trigger.sentence, verb)?;
        let &[actor] = acts.as_slice() else { return None };
        // (What a person buys may be anything.)
        if self.scene.entities.all[actor].sort != Sort::Organisation || reading.passive {
            return None;
        }
        let meant = self.scene.spoken_of(self.trigger.sentence, self.trigger.group, Some(actor));
        let sure = meant.filter(|&entity| self.scene.entities.all[entity].sure && entity != actor);
        let span = self.scene.document.tokens()[clitic].span();
        sure.map(|entity| self.filler(Some(entity), self.trigger.group, span))
    }

    /// A pronoun among the words of a verb, before its head.
    pub(super) fn clitic(&self, verb: usize, wanted: &dyn Fn(usize) -> bool) -> Option<usize> {
        let reading = &self.clauses().verbs[verb];
        (reading.tokens.start..reading.head).find(|&at| wanted(at))
    }

    /// "X, auquel appartient Y": what the relative pronoun stands for; "la marque Y, qui lui appartient": the company that
    /// the passage is about.
    pub(super) fn to_whom(&self) -> Vec<Filler> {
        let Some(verb) = self.trigger.verb else { return Vec::new() };
        let groups = &self.clauses().groups;
        let place = self.trigger.group;
        let relative = (0..place).rev().find(|&at| {
            matches!(groups[at].kind, Kind::Relative | Kind::Verbal(_) | Kind::Break | Kind::Subordinator)
        });
        if let Some(relative) =
            relative.filter(|&at| self.is(self.scene.tags[groups[at].head].lemma, "to-whom"))
        {
            let before = (0..relative).rev().find(|&at| groups[at].kind != Kind::Comma);
            return before.map(|before| self.fillers(before, false)).unwrap_or_default();
        }
        let dative = self.clitic(verb, &|at| self.is(self.scene.tags[at].lemma, "to-them"));
        dative.and_then(|token| self.meant_beside(token, verb)).into_iter().collect()
    }

    /// "Y en est le premier actionnaire": the company that the passage is about, told by a pronoun of the copula.
    pub(super) fn thereof(&self) -> Option<Filler> {
        let at = self.trigger.group;
        let verb = self.copula(self.one_of(at).unwrap_or(at))?;
        // (It may have been read as the preposition that it is elsewhere.)
        let first = self.clauses().verbs[verb].tokens.start;
        let of = |&at: &usize| self.is(self.scene.tags[at].lemma, "thereof");
        let of = first.checked_sub(1).filter(of).or_else(|| self.clitic(verb, &|at| of(&at)))?;
        self.meant_beside(of, verb)
    }

    /// The company that the passage is about, beside the one subject of the verb.
    fn meant_beside(&self, pronoun: usize, verb: usize) -> Option<Filler> {
        let acts = self.scene.subject_entities(self.trigger.sentence, verb)?;
        let &[actor] = acts.as_slice() else { return None };
        let meant = self.scene.spoken_of(self.trigger.sentence, self.clauses().places[verb], Some(actor));
        let sure = meant.filter(|&entity| self.scene.entities.all[entity].sure && entity != actor);
        let span = self.scene.document.tokens()[pronoun].span();
        sure.map(|entity| self.filler(Some(entity), self.trigger.group, span))
    }
}
