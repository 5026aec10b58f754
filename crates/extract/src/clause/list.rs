//! Members of a list, to either side.

use super::{Clauses, Link, Parser, Subject, same_sort};
use crate::group::{Group, Kind};
use crate::tag::Class;
use crate::tag::Tag;
use entente_lang::Classes;
use entente_lang::Lang;
use entente_lang::Number;
use entente_lang::Pos;
use entente_lang::Tense;

impl Clauses {
    /// The members of a list whose last member is the group at `at`, first to last.
    pub(crate) fn coordinated_left(&self, at: usize, tags: &[Tag]) -> Vec<usize> {
        let mut members = vec![at];
        let mut first = at;
        let mut joined = false;
        // "dans une note aux salariés de X, Y et Z ont ...": before a verb, a list does not reach back over a comma to
        // what a preposition governs.
        // ("un consortium mené par X, Y et Z construira": a verb in the singular has no list for its subject.)
        let heads = matches!(self.groups.get(at + 1).map(|g| g.kind),
            Some(Kind::Verbal(verb)) if self.verbs[verb].number != Some(entente_lang::Number::Singular));
        let governed =
            |at: usize| at > 0 && self.groups[at - 1].kind == Kind::Preposition && !self.specifies(at - 1);
        // "A, B, and C": the comma before the conjunction counts where another stands before it.
        if first >= 5
            && self.groups[first - 1].kind == Kind::Coordinator
            && self.groups[first - 2].kind == Kind::Comma
            && self.groups[first - 4].kind == Kind::Comma
            && [first - 3, first - 5]
                .iter()
                .all(|&i| self.groups[i].is_nominal() && same_sort(&self.groups[i], &self.groups[at], tags))
            && !governed(first - 3)
        {
            joined = true;
            first -= 3;
            members.insert(0, first);
        }
        while first >= 2 {
            let link = &self.groups[first - 1];
            let before = self.before_parenthesis(first - 2);
            let member = &self.groups[before];
            let linked = match link.kind {
                Kind::Coordinator => true,
                Kind::Comma => joined && !(heads && governed(first - 2)),
                _ => false,
            };
            if !linked || !member.is_nominal() || !same_sort(member, &self.groups[at], tags) {
                break;
            }
            joined = true;
            first = before;
            members.insert(0, first);
        }
        members
    }

    /// "a group made up of X, Y and Z will build": a preposition whose participle stands right behind its noun.
    fn specifies(&self, preposition: usize) -> bool {
        let Some(noun) = preposition.checked_sub(2) else { return false };
        let participle = match self.groups[noun + 1].kind {
            Kind::Verbal(verb) => {
                matches!(self.verbs[verb].tense, Tense::PastParticiple | Tense::PresentParticiple)
            }
            _ => false,
        };
        participle && self.groups[noun].is_nominal()
    }

    /// "four makers, A, B, C and D, and two suppliers, E and F, will": behind a set and the names apposed to it the further
    /// sets that a conjunction joins to it, up to the verb at `place`.
    pub(super) fn joined_sets(&self, set: usize, place: usize, tags: &[Tag]) -> Vec<usize> {
        let is = |at: usize, kind: Kind| self.groups.get(at).is_some_and(|g| g.kind == kind);
        let mut joined = Vec::new();
        let mut last = set;
        loop {
            let mut next = last + 1;
            if is(next, Kind::Comma) && self.is_named(next + 1, tags) {
                next = self.coordinated_right(next + 1, tags).last().map_or(next, |&name| name + 1);
            }
            if is(next, Kind::Comma) {
                next += 1;
            }
            if next >= place || !is(next, Kind::Coordinator) || !is(next + 1, Kind::Nominal) {
                return if next == place { joined } else { Vec::new() };
            }
            joined.push(next + 1);
            last = next + 1;
        }
    }

    /// "X (Y) et Z": the group that a parenthesis closed here says something of, else the group itself.
    fn before_parenthesis(&self, at: usize) -> usize {
        let closed = self.groups[at].kind == Kind::Close;
        let before = if closed { self.opening(at).and_then(|open| open.checked_sub(1)) } else { None };
        before.unwrap_or(at)
    }

    /// "X et ses partenaires Y et Z lancent": a lone name before a verb in the plural goes on a list whose first member, at
    /// `from`, is told in the plural.
    fn is_short_of_subjects(&self, at: usize, from: usize, tags: &[Tag]) -> bool {
        let several = Some(entente_lang::Number::Plural);
        let plural = matches!(self.groups.get(at + 1).map(|g| g.kind),
            Some(Kind::Verbal(verb)) if self.verbs[verb].is_finite() && self.verbs[verb].number == several);
        plural
            && self.groups[from].number(tags) == several
            && self.groups[at].tokens.len() == 1
            && self.is_named(at, tags)
    }

    /// Past a parenthesis that opens here, where the list goes on behind it.
    fn past_parenthesis(&self, at: usize) -> usize {
        if self.groups.get(at).is_none_or(|g| g.kind != Kind::Open) {
            return at;
        }
        let close = (at..self.groups.len()).find(|&i| self.groups[i].kind == Kind::Close);
        let links =
            |i: usize| self.groups.get(i).is_some_and(|g| matches!(g.kind, Kind::Coordinator | Kind::Comma));
        close.filter(|&close| links(close + 1)).map_or(at, |close| close + 1)
    }

    /// The members of a list whose first member is the group at `at`: "A, B et C", "with A and with B".
    pub(crate) fn coordinated_right(&self, at: usize, tags: &[Tag]) -> Vec<usize> {
        let mut members = vec![at];
        let mut last = at;
        loop {
            let mut next = self.past_parenthesis(last + 1);
            let mut commas = 0;
            // "Ilvara Systèmes (ISY) et Merzac": an acronym in parentheses is passed over.
            if self.groups.get(next).is_some_and(|g| g.kind == Kind::Open)
                && self.groups.get(next + 2).is_some_and(|g| g.kind == Kind::Close)
            {
                next += 3;
            }
            // "A pour 20 millions, ainsi que B", "A aux Etats-Unis ainsi que B": what is said of the member before.
            if let (Some(preposition), Some(said)) = (self.groups.get(next), self.groups.get(next + 1))
                && preposition.kind == Kind::Preposition
                && said.is_nominal()
                && (!same_sort(said, &self.groups[at], tags) || tags[preposition.head].is(Pos::Contraction))
                && let Some(joint) = (next + 2..(next + 4).min(self.groups.len()))
                    .find(|&joint| self.groups[joint].kind != Kind::Comma)
                && self.groups[joint].kind == Kind::Coordinator
                && (self.groups[joint].tokens.len() > 1 || self.is_said_alike(next, joint, tags))
            {
                next = joint;
            }
            // "A en 2015 et B en 2018", "A ou encore B": of names, when and how stands between.
            let named = |group: usize| self.is_named(group, tags);
            let dated = self.past_adverbs(next);
            if dated > next
                && named(last)
                && self.groups.get(dated).is_some_and(|g| g.kind == Kind::Coordinator)
                && named(self.past_adverbs(dated + 1))
            {
                next = dated;
            }
            while self.groups.get(next).is_some_and(|g| matches!(g.kind, Kind::Coordinator | Kind::Comma)) {
                commas += 1;
                next += 1;
            }
            if commas > 0 && named(last) && named(self.past_adverbs(next)) {
                next = self.past_adverbs(next);
            }
            if commas == 0 || commas > 2 {
                break;
            }
            // "A, but B ...": behind one member alone a comma before a conjunction begins a clause; "A, as well as B" does not.
            if commas == 2 && members.len() == 1 && self.groups[next - 1].tokens.len() == 1 {
                break;
            }
            if self.groups.get(next).is_some_and(|g| g.kind == Kind::Preposition)
                && at > 0
                && self.groups[at - 1].kind == Kind::Preposition
                && (tags[self.groups[next].head].lemma == tags[self.groups[at - 1].head].lemma
                    // "auprès de X et de Y": of a preposition of several words the last is told again.
                    || self.groups[at - 1].tokens.len() > 1
                        && self.groups[next].tokens.len() == 1
                        && named(next + 1))
            {
                next += 1;
            }
            let Some(member) = self.groups.get(next) else { break };
            // It begins a clause of its own where a verb follows that it is the subject of.
            let heads_clause = matches!(self.groups.get(next + 1).map(|g| g.kind),
                Some(Kind::Verbal(verb)) if self.verbs[verb].is_finite()
                    && matches!(&self.subjects[verb], Subject::Groups(groups) if groups.contains(&next)))
                && !self.is_short_of_subjects(next, at, tags);
            // "X owns 60% of A and B the rest": what stands right behind it tells of a clause without its verb.
            let named = |i: usize| {
                self.groups
                    .get(i)
                    .is_some_and(|g| g.is_nominal() && g.tokens.clone().any(|token| tags[token].is_name()))
            };
            let elliptic = named(next)
                && self.groups.get(next + 1).is_some_and(Group::is_nominal)
                && !named(next + 1)
                && tags[self.groups[next + 1].tokens.start].opens_remainder();
            if !member.is_nominal()
                || member.masked != self.groups[at].masked
                || elliptic
                || heads_clause
                || !same_sort(member, &self.groups[at], tags)
            {
                break;
            }
            members.push(next);
            last = next;
        }
        // "Coastal Bancorp, Maine": commas alone make no list.
        let joined = self.groups[at..last].iter().any(|g| g.kind == Kind::Coordinator);
        if !joined {
            members.truncate(1);
        }
        members
    }

    /// "A for 20 million and B for 30": what a preposition says of one member, the same says of the next.
    fn is_said_alike(&self, preposition: usize, joint: usize, tags: &[Tag]) -> bool {
        let figure = |at: usize| {
            self.groups.get(at).is_some_and(|g| g.tokens.clone().any(|i| tags[i].class == Class::Number))
        };
        let again = |at: usize| {
            self.groups.get(at).is_some_and(|g| {
                g.kind == Kind::Preposition && tags[g.head].lemma == tags[self.groups[preposition].head].lemma
            })
        };
        self.is_named(joint + 1, tags) && figure(preposition + 1) && again(joint + 2) && figure(joint + 3)
    }

    /// A noun group that holds a name.
    fn is_named(&self, at: usize, tags: &[Tag]) -> bool {
        self.groups.get(at).is_some_and(|group| {
            group.is_nominal() && group.tokens.clone().any(|token| tags[token].is_name())
        })
    }

    /// Past a date or another adverb, with the preposition before it.
    fn past_adverbs(&self, at: usize) -> usize {
        let adverb = |at: usize| self.groups.get(at).is_some_and(|g| g.kind == Kind::Adverb);
        let preposition = self.groups.get(at).is_some_and(|g| g.kind == Kind::Preposition);
        match at {
            _ if adverb(at) => at + 1,
            _ if preposition && adverb(at + 1) => at + 2,
            _ => at,
        }
    }

    /// The last member of a list that a preposition governs.
    fn is_governed_list(&self, at: usize, tags: &[Tag]) -> bool {
        let first = self.coordinated_left(at, tags)[0];
        first < at && first > 0 && self.groups[first - 1].kind == Kind::Preposition
    }

    /// What the group owns, where genitives follow it: of "Nissan's stake", the stake.
    pub(crate) fn possessed(&self, mut at: usize, tags: &[Tag], genitive: Classes, lang: &Lang) -> usize {
        while self.groups.get(at + 1).is_some_and(|next| next.is_genitive(tags, genitive, lang)) {
            at += 1;
        }
        at
    }

    /// The verb on which a noun group hangs, and how.
    pub(crate) fn carrier(&self, noun: usize, tags: &[Tag]) -> Option<(usize, Link)> {
        // A relative clause says something of the noun; what carries the noun is the clause around it.
        let subject = (0..self.verbs.len()).find(|&verb| {
            self.places[verb] > noun
                && matches!(&self.subjects[verb], Subject::Groups(groups) if groups.contains(&noun))
                && !self.is_relative_verb(verb)
                && self.verbs[verb].is_finite()
        });
        if let Some(verb) = subject {
            return Some((verb, Link::Subject));
        }
        let trigger = &self.groups[noun];
        let mut link = match trigger.kind {
            Kind::Preposition => Link::Oblique(tags[trigger.head].lemma),
            _ => Link::Object,
        };
        let members = self.coordinated_left(noun, tags);
        // "a signé un accord avec X et un contrat avec Y": behind the conjunction another object of the same verb.
        let joined = noun > 0 && self.groups[noun - 1].kind == Kind::Coordinator;
        let mut passed = false;
        let mut at = noun;
        while at > 0 {
            at -= 1;
            let group = &self.groups[at];
            let governed = at > 0 && self.groups[at - 1].kind == Kind::Preposition;
            match group.kind {
                Kind::Verbal(verb) => return Some((verb, link)),
                Kind::Preposition => link = Link::Oblique(tags[group.head].lemma),
                // "rejected X's bid": whose it is stands between.
                Kind::Nominal
                    if matches!(
                        tags[self.groups[at + 1].tokens.start].class,
                        Class::Word(Pos::Determiner(entente_lang::Determiner::Possessive))
                    ) && !governed => {}
                // "a annoncé le 3 mai": an article whose noun the date has taken.
                Kind::Nominal
                    if link == Link::Object
                        && tags[group.head].is_determiner()
                        && self.groups[at + 1].kind == Kind::Adverb
                        && tags[self.groups[at + 1].tokens.clone()]
                            .iter()
                            .take(2)
                            .any(|tag| tag.class == Class::Number) => {}
                // "sold A and B and its stake in C": of what the conjunction joins it to.
                Kind::Nominal
                    if !governed
                        && link == Link::Object
                        && noun == at + 2
                        && self.groups[at + 1].kind == Kind::Coordinator =>
                {
                    at = self.coordinated_left(at, tags)[0];
                }
                Kind::Nominal if link != Link::Object || members.contains(&at) => {}
                Kind::Nominal if joined && passed && !governed => {}
                // "a cédé à X sa filiale", "a signé avec X et Y (Z) un accord": what a preposition governs may stand before the
                // object, with what is in parentheses.
                Kind::Nominal if governed => {
                    passed = true;
                    at -= 1;
                }
                Kind::Nominal if self.is_governed_list(at, tags) => {
                    at = self.coordinated_left(at, tags)[0].saturating_sub(1);
                }
                Kind::Close => at = self.opening(at).unwrap_or(at),
                Kind::Adverb | Kind::Comma | Kind::Coordinator | Kind::Quote => {}
                _ => return None,
            }
        }
        None
    }
}

impl Parser<'_> {
    /// The subject of a verb whose clause a conjunction opens: right before it, and no end of the list before.
    pub(super) fn of_next(&self, clauses: &Clauses, verb: usize) -> Option<Subject> {
        let at = (0..clauses.places[verb]).rev().find(|&at| clauses.groups[at].kind != Kind::Adverb)?;
        let group = &clauses.groups[at];
        let plural = clauses.verbs[verb].number == Some(Number::Plural);
        (group.is_nominal() && !group.masked && !plural && self.opens_next(clauses, at))
            .then(|| Subject::Groups(vec![at]))
    }

    /// "X bought A and B sells C": what stands behind the conjunction begins a clause of its own, since the list that it could
    /// end is what the verb before has for its object.
    fn opens_next(&self, clauses: &Clauses, at: usize) -> bool {
        let groups = &clauses.groups;
        let members = clauses.coordinated_left(at, self.tags);
        let [first, .., _] = members.as_slice() else { return false };
        let joined = at >= 1 && groups[at - 1].kind == Kind::Coordinator;
        let before = groups[..*first]
            .iter()
            .rev()
            .find(|g| !(g.is_nominal() || matches!(g.kind, Kind::Preposition | Kind::Adverb)));
        let Some(Kind::Verbal(other)) = before.map(|group| group.kind) else { return false };
        let verb = &clauses.verbs[other];
        // ("said X and Y would merge": of verbs that tell, the list is the subject of what they tell.)
        let discourse = self.lang.discourse();
        let tells = discourse.of(verb.lemma).any(
            discourse
                .class("say")
                .with(discourse.class("expect"))
                .with(discourse.class("plan"))
                .with(discourse.class("announce")),
        );
        // ("made up of X and Y": what stands behind a preposition is no object.)
        let acts = (verb.is_finite() || verb.tense == Tense::Infinitive)
            && groups[clauses.places[other] + 1].is_nominal();
        joined
            && members.len() == 2
            && acts
            && !verb.passive
            && !tells
            && !groups[clauses.places[other]].masked
            && !clauses.is_relative_verb(other)
            && clauses.subjects.get(other).is_some_and(|subject| *subject != Subject::Missing)
            && !discourse.is_head_first()
    }
}
