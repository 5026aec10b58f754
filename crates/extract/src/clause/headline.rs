//! Headlines, which leave out the verb or its tense.

use entente_lang::{Number, Pos, Tense};
use entente_text::Mark;

use super::{Clauses, Parser};
use crate::group::{Group, Kind};
use crate::tag::{Class, Tag};
use crate::verb::Verb;

impl Parser<'_> {
    /// "A to buy B", "A, B to merge": the names that a headline begins with, right before an infinitive that tells what they
    /// will do.
    pub(super) fn headlined(&self, clauses: &Clauses, verb: usize) -> Option<Vec<usize>> {
        let marker = clauses.places[verb].checked_sub(1)?;
        let marked = self.tags[clauses.groups[marker].head].is(Pos::InfinitiveMarker);
        if !marked || clauses.verbs[verb].tense != Tense::Infinitive {
            return None;
        }
        self.named_before(clauses, marker)
    }

    /// "A, B sign deal": several names with only commas between them, right before a verb in the plural.
    pub(super) fn heads_listed(&self, clauses: &Clauses, verb: usize) -> Option<Vec<usize>> {
        let reading = &clauses.verbs[verb];
        let plural = reading.number == Some(Number::Plural);
        let heads = self.named_before(clauses, clauses.places[verb])?;
        (plural && reading.tense == Tense::Present && heads.len() > 1).then_some(heads)
    }

    /// "A cutting jobs": the names right before a participle, where no verb is finite.
    pub(super) fn progressing(&self, clauses: &Clauses, verb: usize) -> Option<Vec<usize>> {
        let finite = clauses.verbs.iter().any(Verb::is_finite);
        self.named_before(clauses, clauses.places[verb]).filter(|_| !finite)
    }

    /// The names that begin a sentence, parted by commas or a conjunction, where nothing else stands before `end`.
    fn named_before(&self, clauses: &Clauses, end: usize) -> Option<Vec<usize>> {
        let named =
            |group: &Group| group.is_nominal() && group.tokens.clone().any(|at| self.tags[at].is_name());
        // "A to merge with B; C to buy D": each part is a headline of its own.
        let parted = |at: &usize| self.tags[clauses.groups[*at].head].class == Class::Mark(Mark::Semicolon);
        let start = (0..end).rev().find(parted).map_or(0, |at| at + 1);
        let (heads, links): (Vec<usize>, Vec<usize>) = (start..end).partition(|at| (at - start) % 2 == 0);
        let joins = |at: &usize| matches!(clauses.groups[*at].kind, Kind::Comma | Kind::Coordinator);
        let all = heads.iter().all(|&at| named(&clauses.groups[at])) && links.iter().all(joins);
        (all && (end - start) % 2 == 1).then_some(heads)
    }
}

impl Clauses {
    /// "A in talks to buy B": who a headline without a verb is about, told by name before the noun at `noun`.
    pub(crate) fn verbless(&self, noun: usize, tags: &[Tag]) -> Option<Vec<usize>> {
        let first = self.groups.first()?;
        let finite = self.verbs.iter().any(Verb::is_finite);
        if finite || noun == 0 || !first.is_nominal() || !tags[first.head].is_name() {
            return None;
        }
        let mut members = self.coordinated_right(0, tags);
        // "A, B in talks on a venture".
        let named = |at: usize| self.groups.get(at).is_some_and(|g| g.is_nominal() && tags[g.head].is_name());
        if let [0] = members[..] {
            let listed = |at: &usize| self.groups[at - 1].kind == Kind::Comma && named(*at);
            members.extend((2..self.groups.len()).step_by(2).take_while(listed));
        }
        let last = *members.last()?;
        (last < noun && self.groups.get(last + 1)?.kind == Kind::Preposition).then_some(members)
    }
}
