//! What the article calls whom: "le quotidien X", "Y, a maker of pumps", "Z est une coopérative". Later "the maker" is Y.

use crate::clause::Subject;
use crate::group::{Group, Kind};
use crate::scene::Scene;
use entente_lang::{Meaning, Number, VerbUse};

/// A noun, folded, that the article says of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Calling {
    pub(crate) entity: usize,
    pub(crate) noun: String,
    /// The token of the noun: who reads further back has not been told yet.
    pub(crate) token: usize,
}

impl Scene<'_> {
    /// The article has said of the entity, before a token, that it is such a thing.
    pub(super) fn is_said_to_be(&self, entity: usize, noun: &str, before: usize) -> bool {
        let said = |calling: &Calling| {
            calling.entity == entity && calling.token < before && calling.noun.as_str() == noun
        };
        self.callings().iter().any(said)
    }

    /// Before a token the article has called the entity by nouns that stand for parts of companies alone ("la marque X"), and
    /// the noun at `head` is none of them.
    pub(super) fn is_only_a_part(&self, entity: usize, head: usize, before: usize) -> bool {
        let said = self.callings().iter().filter(|c| c.entity == entity && c.token < before);
        let mut parts = said.map(|calling| self.is_of(calling.token, "asset")).peekable();
        !self.is_of(head, "asset") && parts.peek().is_some() && parts.all(|part| part)
    }

    fn callings(&self) -> &[Calling] {
        self.callings.get_or_init(|| {
            let mut all = Vec::new();
            for sentence in 0..self.clauses.len() {
                for at in 0..self.clauses[sentence].groups.len() {
                    if let Some(entity) = self.called(sentence, at) {
                        let token = self.clauses[sentence].groups[at].head;
                        let noun = self.document.folded(&self.document.tokens()[token]).to_owned();
                        all.push(Calling { entity, noun, token });
                    }
                }
            }
            all
        })
    }

    /// Of whom a group with the noun of a company tells what it is.
    fn called(&self, sentence: usize, at: usize) -> Option<usize> {
        let clauses = &self.clauses[sentence];
        let group = &clauses.groups[at];
        let company = |group: &Group| {
            self.descriptor_of(group).is_some_and(|d| matches!(d.meaning, Meaning::Company(_)))
        };
        if !group.is_nominal() || group.number(&self.tags) == Some(Number::Plural) || !company(group) {
            return None;
        }
        let only = |group: &Group| {
            let names = self.names_in(group);
            let &name = names.first().filter(|_| names.len() == 1)?;
            Some(self.entities.of_name(name))
        };
        if !self.names_in(group).is_empty() {
            return only(group).filter(|_| !self.tags[group.head].is_name());
        }
        let named = |group: &Group| group.is_nominal() && self.tags[group.head].is_name();
        // "X, un fabricant de ...", "X (un fabricant ...)".
        if at >= 2
            && matches!(clauses.groups[at - 1].kind, Kind::Comma | Kind::Open)
            && named(&clauses.groups[at - 2])
            && clauses.coordinated_left(at, &self.tags).len() == 1
        {
            return only(&clauses.groups[at - 2]);
        }
        // "X est une coopérative", "X était le premier fabricant de ...".
        let (verb, link) = clauses.carrier(at, &self.tags)?;
        let reading = &clauses.verbs[verb];
        let copula = reading.lemma.and_then(|lemma| self.lang.verb(lemma));
        let says = link == crate::clause::Link::Object
            && !reading.negated
            && copula.is_some_and(|verb| verb.has(VerbUse::Copula));
        match &clauses.subjects[verb] {
            Subject::Groups(subject) if says && subject.len() == 1 => {
                let subject = &clauses.groups[subject[0]];
                if named(subject) { only(subject) } else { None }
            }
            _ => None,
        }
    }
}
