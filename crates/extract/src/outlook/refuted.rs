//! What is told not to be so by words that stand outside of the verb group, where a single word denies.

use entente_lang::{Negation, Pos, VerbUse};

use crate::argument::Arguments;
use crate::clause::{Governor, Subject};
use crate::group::Kind;

impl Arguments<'_, '_> {
    /// "neither bought X nor sold Y", "nobody expects X to buy Y", "it is not true that X bought Y".
    pub(super) fn is_refuted(&self) -> bool {
        if self.scene.lang.discourse().is_head_first() {
            return false;
        }
        let governors = self.governors().into_iter().filter_map(|governor| match governor {
            Governor::Verb(verb) => Some(verb),
            Governor::Noun(_) => None,
        });
        let verbs: Vec<usize> = self.trigger.verb.into_iter().chain(governors).collect();
        verbs.iter().any(|&verb| self.is_neither(verb) || self.is_nobodys(verb)) || self.is_untrue(&verbs)
    }

    fn is_negation(&self, at: usize, negation: Negation) -> bool {
        let tags = &self.scene.tags;
        self.clauses().groups[at].tokens.clone().any(|token| tags[token].is(Pos::Negation(negation)))
    }

    /// The conjunction that denies stands right before the verb.
    fn is_neither(&self, verb: usize) -> bool {
        let groups = &self.clauses().groups;
        let place = self.clauses().places[verb];
        let before = (0..place).rev().find(|&at| groups[at].kind != Kind::Adverb);
        before.is_some_and(|at| !groups[at].is_nominal() && self.is_negation(at, Negation::Coordinator))
    }

    fn is_nobodys(&self, verb: usize) -> bool {
        let before = self.clauses().places[verb].checked_sub(1);
        if before.is_some_and(|at| self.is_negation(at, Negation::Pronoun)) {
            return true;
        }
        match &self.clauses().subjects[verb] {
            Subject::Groups(subject) => {
                subject.first().is_some_and(|&at| self.is_negation(at, Negation::Pronoun))
            }
            Subject::Pronoun(_) | Subject::Missing => false,
        }
    }

    /// A copula that is negated, a word for what is true and the conjunction stand before the clause.
    fn is_untrue(&self, verbs: &[usize]) -> bool {
        let clauses = self.clauses();
        let Some(first) = verbs.iter().map(|&verb| clauses.places[verb]).chain([self.trigger.group]).min()
        else {
            return false;
        };
        let Some(opener) = (0..first)
            .rev()
            .find(|&at| matches!(clauses.groups[at].kind, Kind::Subordinator | Kind::Relative))
        else {
            return false;
        };
        let truth = self.scene.lang.discourse().class("truth");
        let before = (0..opener).rev().find_map(|at| match clauses.groups[at].kind {
            Kind::Verbal(verb) => Some((at, verb)),
            _ => None,
        });
        before.is_some_and(|(at, verb)| {
            let grammar = clauses.verbs[verb].lemma.and_then(|lemma| self.scene.lang.verb(lemma));
            let is = grammar.is_some_and(|grammar| grammar.has(VerbUse::Copula));
            is && clauses.verbs[verb].negated
                && (at..opener)
                    .flat_map(|at| clauses.groups[at].tokens.clone())
                    .any(|token| self.scene.classes(token).any(truth))
        })
    }
}
