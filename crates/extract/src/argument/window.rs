//! How far to the right a trigger reaches.

use std::ops::Range;

use entente_lang::Tense;

use super::{Arguments, Trigger};
use crate::clause::{Clauses, Link, Subject};
use crate::group::Kind;

/// The groups from `start` on that can depend on what stands before it: as far as the clause goes.
pub(super) fn window(clauses: &Clauses, start: usize) -> Range<usize> {
    let groups = &clauses.groups;
    let mut end = start;
    let mut depth = 0usize;
    while end < groups.len() {
        let group = &groups[end];
        let stops = match group.kind {
            Kind::Break => true,
            Kind::Open => {
                depth += 1;
                false
            }
            Kind::Close if depth == 0 => true,
            Kind::Close => {
                depth -= 1;
                false
            }
            Kind::Relative => depth == 0,
            Kind::Subordinator => depth == 0 && opens_clause(clauses, end),
            Kind::Verbal(verb) => {
                depth == 0
                    && (clauses.verbs[verb].is_finite() || clauses.verbs[verb].tense == Tense::Infinitive)
            }
            _ => false,
        };
        if stops || group.masked {
            break;
        }
        end += 1;
    }
    // The subject of the verb that ends the window is none of its arguments.
    if let Some(Kind::Verbal(verb)) = groups.get(end).map(|g| g.kind)
        && let Subject::Groups(subject) = &clauses.subjects[verb]
        && subject[0] > start
    {
        let first = subject[0];
        let parted = groups[first - 1].kind;
        if matches!(parted, Kind::Comma | Kind::Coordinator) {
            end = end.min(first);
        }
    }
    while end > start
        && matches!(
            groups[end - 1].kind,
            Kind::Comma | Kind::Coordinator | Kind::Preposition | Kind::Other | Kind::Open
        )
    {
        end -= 1;
    }
    start..end.max(start)
}

/// A verb follows the conjunction: "chose X as its supplier" has none.
fn opens_clause(clauses: &Clauses, conjunction: usize) -> bool {
    let rest = clauses.groups[conjunction + 1..].iter();
    let mut clause = rest.take_while(|group| !matches!(group.kind, Kind::Break | Kind::Comma));
    clause.any(|group| matches!(group.kind, Kind::Verbal(verb) if clauses.verbs[verb].is_finite()))
}

impl Arguments<'_, '_> {
    /// Where the rest of a noun stands that is the subject of a passive or a copula: "un accord a été signé *avec X*",
    /// "des discussions sont en cours *entre X et Y*".
    pub(crate) fn predicate(&self) -> Option<Range<usize>> {
        if self.trigger.verb.is_some() {
            return None;
        }
        let (verb, link) = self.clauses().carrier(self.trigger.group, &self.scene.tags)?;
        let reading = &self.clauses().verbs[verb];
        let copula = reading.lemma.and_then(|lemma| self.scene.lang.verb(lemma));
        let tells = reading.passive
            || reading.reflexive
            || copula.is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula));
        let group = self.clauses().places[verb];
        let trigger = Trigger { sentence: self.trigger.sentence, group, verb: Some(verb) };
        (link == Link::Subject && tells).then(|| Arguments::new(self.scene, trigger).window())
    }
}
