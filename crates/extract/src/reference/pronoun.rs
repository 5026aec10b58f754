//! Whom a pronoun means.

use entente_lang::Number;
use entente_text::Mark;

use crate::clause::Subject;
use crate::entity::Sort;
use crate::group::Kind;
use crate::scene::Scene;

/// How far back, in sentences, a pronoun may reach.
const REACH: usize = 3;

impl Scene<'_> {
    /// The entities that a pronoun stands for: the subject before it in the sentence, else that of the sentence before.
    pub(crate) fn pronoun(&self, sentence: usize, at: usize, token: usize) -> Option<Vec<usize>> {
        let plural = self.tags[token].number == Some(Number::Plural);
        let word = self.document.lower(&self.document.tokens()[token]);
        if !self.lang.discourse().is_subject_pronoun(word) {
            return None;
        }
        if self.is_of(token, "first-person") {
            return self.spoken_for(sentence, token).map(|company| vec![company]);
        }
        let collective = self.is_of(token, "collective");
        let personal = self.is_of(token, "he");
        let agree = |entities: &[usize]| {
            // "he", "she" where no company is called so: none that is one for sure.
            let body = |&entity: &usize| {
                let entity = &self.entities.all[entity];
                entity.sure && entity.sort != Sort::Person
            };
            if personal && entities.iter().any(body) {
                return false;
            }
            // "Nissan said they": a company is a they too, where the language has it so.
            let company = collective
                && entities.len() == 1
                && matches!(self.entities.all[entities[0]].sort, Sort::Organisation | Sort::Medium);
            (entities.len() > 1) == plural || company
        };
        let clauses = &self.clauses[sentence];
        let nearest = |end: usize| {
            (0..end).rev().find_map(|group| {
                let Kind::Verbal(verb) = clauses.groups[group].kind else { return None };
                let told =
                    clauses.verbs[verb].is_finite() && matches!(clauses.subjects[verb], Subject::Groups(_));
                let entities = told.then(|| self.subject_entities(sentence, verb))??;
                agree(&entities).then_some(entities)
            })
        };
        // "Since X bought it, Y has grown": of another than who acts.
        let object = clauses.groups[at].is_nominal()
            && at.checked_sub(1).is_some_and(|before| matches!(clauses.groups[before].kind, Kind::Verbal(_)));
        if object
            && nearest(at - 1).is_none()
            && let Some(entities) = self.ahead(sentence, at).filter(|entities| agree(entities))
        {
            return Some(entities);
        }
        if object && self.is_one_of_many(sentence, at) {
            return None;
        }
        if let Some(entities) = nearest(at) {
            return Some(entities);
        }
        // "Quant à X, il ...".
        let told = clauses
            .groups
            .first()
            .is_some_and(|group| group.kind == Kind::Preposition && self.is_of(group.head, "as-for"));
        if told
            && clauses.groups.get(2).is_some_and(|group| group.kind == Kind::Comma)
            && let Some(mention) = self.mention(sentence, 1)
        {
            return Some(mention.entities).filter(|entities| agree(entities));
        }
        // Else the subject of the sentence before, or of one before that where nobody is: a question asks of others.
        for back in 1..=REACH.min(sentence) {
            let before = sentence - back;
            if self.document.tokens()[self.clauses[before].tokens.end - 1].is_mark(Mark::Question) {
                return None;
            }
            if let Some(entities) = self.subject_of_sentence(before) {
                return Some(entities).filter(|entities| agree(entities));
            }
        }
        None
    }

    /// "X is buying Y from Z, which bought it": in a relative clause it may be either of those that the sentence names.
    fn is_one_of_many(&self, sentence: usize, at: usize) -> bool {
        let clauses = &self.clauses[sentence];
        let Kind::Verbal(verb) = clauses.groups[at - 1].kind else { return false };
        let actor = self.subject_entities(sentence, verb).unwrap_or_default();
        let here = clauses.tokens.start..clauses.groups[at].tokens.start;
        let mut others: Vec<usize> =
            self.named_within(here).map(|name| self.entities.of_name(name)).collect();
        others.retain(|entity| {
            !actor.contains(entity) && self.entities.all[*entity].sort == Sort::Organisation
        });
        others.sort_unstable();
        others.dedup();
        clauses.is_relative_verb(verb) && others.len() > 1
    }

    /// "Since X bought it, Y has grown": the subject of the clause behind the one that the sentence begins with.
    fn ahead(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
        let opens = matches!(clauses.groups[0].kind, Kind::Subordinator)
            || self.is_of(clauses.groups[0].head, "clausal");
        let comma = (at..clauses.groups.len()).find(|&at| clauses.groups[at].kind == Kind::Comma)?;
        let verb = clauses.places.iter().position(|&place| place > comma)?;
        let leads = clauses.places.iter().filter(|&&place| place < comma).count() == 1;
        let Subject::Groups(subject) = &clauses.subjects[verb] else { return None };
        (opens && leads && subject.as_slice() == [comma + 1])
            .then(|| self.subject_entities(sentence, verb))
            .flatten()
    }

    /// The first subject of a sentence that stands for someone.
    pub(super) fn subject_of_sentence(&self, sentence: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
        (0..clauses.verbs.len()).find_map(|verb| match &clauses.subjects[verb] {
            Subject::Groups(_) if clauses.verbs[verb].is_finite() => self.subject_entities(sentence, verb),
            _ => None,
        })
    }

    /// Who a pronoun that speaks stands for: the person named last before it, else as any pronoun.
    pub(crate) fn pronoun_speaker(&self, sentence: usize, at: usize, token: usize) -> Option<Vec<usize>> {
        let limit = self.clauses[sentence].groups[at].tokens.start;
        let plural = self.tags[token].number == Some(Number::Plural);
        let person = self.named_within(0..limit).rev().find(|&index| {
            self.names[index].tokens.end <= limit
                && self.entities.all[self.entities.of_name(index)].sort == Sort::Person
        });
        if let Some(index) = person
            && !plural
        {
            return Some(vec![self.entities.of_name(index)]);
        }
        self.pronoun(sentence, at, token)
    }
}
