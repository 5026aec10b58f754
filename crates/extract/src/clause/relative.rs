//! What participles and relative clauses say something of.

use entente_lang::{Number, Pos, Tense, VerbUse};
use entente_text::Mark;

use super::{Clauses, Parser, Subject};
use crate::group::{Group, Kind};
use crate::tag::Class;
use crate::verb::Verb;

impl Parser<'_> {
    /// What a participle in "Renault, détenu par l'Etat" says something of: the noun group before it.
    pub(super) fn modified(&self, clauses: &Clauses, verb: usize) -> Subject {
        let mut at = clauses.places[verb];
        while at > 0 {
            at -= 1;
            match clauses.groups[at].kind {
                // "X, 60% owned by Y", "X, 60%-owned by Y": how much of it.
                Kind::Nominal if self.is_percent(&clauses.groups[at]) => {}
                // "X, majority owned by Y", "is majority owned by Y".
                Kind::Nominal
                    if at + 1 == clauses.places[verb]
                        && clauses.groups[at].tokens.len() == 1
                        && self.is_controlling(&clauses.groups[at]) => {}
                Kind::Break
                    if at > 0
                        && at + 1 == clauses.places[verb]
                        && self.tags[clauses.groups[at].head].class == Class::Mark(Mark::Dash)
                        && self.is_percent(&clauses.groups[at - 1]) => {}
                Kind::Nominal => {
                    // "une filiale de Renault détenue à 20%": the first noun of a chain where the verb agrees with it.
                    let mut best = at;
                    let number = clauses.verbs[verb].number;
                    let disagrees = |group: &Group| {
                        number.is_some() && group.number(self.tags).is_some_and(|n| Some(n) != number)
                    };
                    while disagrees(&clauses.groups[best])
                        && best >= 2
                        && clauses.groups[best - 1].kind == Kind::Preposition
                        && clauses.groups[best - 2].is_nominal()
                    {
                        best -= 2;
                    }
                    let best = self.qualified(clauses, best);
                    return Subject::Groups(clauses.coordinated_left(best, self.tags));
                }
                // "fondée en 1990 et rachetée par X": of whom the participle before says something too.
                Kind::Coordinator => {
                    let before = (0..verb).rev().find(|&other| clauses.places[other] < at);
                    return before
                        .filter(|&other| clauses.verbs[other].tense == Tense::PastParticiple)
                        .map_or(Subject::Missing, |other| clauses.subjects[other].clone());
                }
                // "s'est dit intéressé", "reste détenu": of whom the verb before says so.
                Kind::Verbal(before) if self.attributes(&clauses.verbs[before]) => {
                    return clauses.subjects[before].clone();
                }
                Kind::Comma | Kind::Adverb | Kind::Quote | Kind::Open => {}
                _ => return Subject::Missing,
            }
        }
        Self::fronted(clauses, verb)
    }

    /// "les clients de X qui ont payé": behind "of" a single name is not what is many.
    fn several_of(&self, clauses: &Clauses, at: usize) -> usize {
        let of = self.lang.discourse().class("of");
        let groups = &clauses.groups;
        let name = self.tags[groups[at].head].is_name() && clauses.coordinated_left(at, self.tags).len() == 1;
        let linked = at >= 2
            && groups[at - 1].kind == Kind::Preposition
            && self.lang.discourse().of(self.tags[groups[at - 1].head].lemma).any(of)
            && groups[at - 2].is_nominal();
        if name && linked && groups[at - 2].number(self.tags) == Some(Number::Plural) { at - 2 } else { at }
    }

    /// "une unité de méthanisation, détenue par X": a bare noun behind "of" only qualifies the one before it, where the first
    /// noun heads its group; that one is meant.
    fn qualified(&self, clauses: &Clauses, at: usize) -> usize {
        let of = self.lang.discourse().class("of");
        let groups = &clauses.groups;
        let mut head = at;
        while head >= 2 && self.lang.discourse().is_head_first() {
            let (group, link) = (&groups[head], &groups[head - 1]);
            let bare = group.determiner(self.tags).is_none()
                && group.tokens.clone().all(|token| {
                    let tag = &self.tags[token];
                    !tag.is_name() && tag.class != Class::Number
                });
            let linked = link.kind == Kind::Preposition
                && !self.tags[link.head].is(Pos::Contraction)
                && self.lang.discourse().of(self.tags[link.head].lemma).any(of);
            if !(bare && linked && groups[head - 2].is_nominal()) {
                break;
            }
            head -= 2;
        }
        head
    }

    /// "Détenu à 60% par X, le constructeur Y recrute": what a participle at the head of a sentence says something of stands
    /// behind its comma, as the subject of the clause.
    fn fronted(clauses: &Clauses, verb: usize) -> Subject {
        let groups = &clauses.groups;
        let inner = |at: &usize| match groups[*at].kind {
            Kind::Verbal(other) => clauses.verbs[other].tense != Tense::PastParticiple,
            Kind::Relative | Kind::Subordinator | Kind::Break => true,
            _ => false,
        };
        let end = (clauses.places[verb] + 1..groups.len()).find(inner).unwrap_or(groups.len());
        let comma = (clauses.places[verb] + 1..end).rev().find(|&at| groups[at].kind == Kind::Comma);
        let Some(subject) = comma.map(|comma| comma + 1) else { return Subject::Missing };
        // The verb of the clause stands right behind its subject.
        let heads = groups.get(subject).is_some_and(Group::is_nominal)
            && matches!(groups.get(subject + 1).map(|g| g.kind), Some(Kind::Verbal(_)));
        if heads { Subject::Groups(vec![subject]) } else { Subject::Missing }
    }

    /// "a consortium comprising X and Y": the participle right behind a noun whose objects a list ends with.
    pub(super) fn done_to(&self, clauses: &Clauses, at: usize) -> Option<usize> {
        let first = clauses.coordinated_left(at, self.tags)[0];
        let participle = first.checked_sub(1)?;
        let Kind::Verbal(verb) = clauses.groups[participle].kind else { return None };
        let behind = participle.checked_sub(1).is_some_and(|noun| clauses.groups[noun].is_nominal());
        let involve = self.lang.discourse().class("involve");
        (behind
            && clauses.verbs[verb].tense == Tense::PresentParticiple
            && self.lang.discourse().of(clauses.verbs[verb].lemma).any(involve))
        .then_some(participle)
    }

    /// A finite verb that says of its subject what it is: a copula, or one of saying with a reflexive pronoun.
    fn attributes(&self, verb: &Verb) -> bool {
        let discourse = self.lang.discourse();
        let says = verb.reflexive && discourse.of(verb.lemma).any(discourse.class("say"));
        let grammar = verb.lemma.and_then(|lemma| self.lang.verb(lemma));
        verb.is_finite() && (says || grammar.is_some_and(|verb| verb.has(VerbUse::Copula)))
    }

    /// "X was founded in 1970 and sold to Y": the passive before, whose auxiliary a participle behind a conjunction shares;
    /// it has no object, and tells to whom, by whom or for how much.
    pub(super) fn shares_passive(&self, clauses: &Clauses, verb: usize) -> Option<usize> {
        let reading = &clauses.verbs[verb];
        let place = clauses.places[verb];
        let bare = reading.tokens.len() == 1
            && !reading.passive
            && matches!(reading.tense, Tense::Past | Tense::PastParticiple);
        let first = verb.checked_sub(1).filter(|&first| bare && clauses.verbs[first].passive)?;
        let form = self.document.lower(&self.document.tokens()[reading.head]);
        let participle = self.lang.analyses(form).iter().any(|a| a.tense == Some(Tense::PastParticiple));
        let joint = (0..place).rev().find(|&at| clauses.groups[at].kind != Kind::Adverb)?;
        let within = clauses.places[first] + 1..joint;
        let apart = |group: &Group| {
            matches!(
                group.kind,
                Kind::Break | Kind::Subordinator | Kind::Relative | Kind::Open | Kind::Close | Kind::Quote
            )
        };
        let told = ["to", "by", "from", "at-price"];
        let behind = clauses.groups.get(place + 1).filter(|group| group.kind == Kind::Preposition)?;
        let linked = told.iter().any(|class| {
            let class = self.lang.discourse().class(class);
            self.lang.discourse().of(self.tags[behind.head].lemma).any(class)
        });
        (participle
            && linked
            && clauses.groups[joint].kind == Kind::Coordinator
            && clauses.places[first] < joint
            && !clauses.groups[within].iter().any(apart))
        .then_some(first)
    }

    /// How much of a company is meant, told by a noun alone: "majority".
    fn is_controlling(&self, group: &Group) -> bool {
        let discourse = self.lang.discourse();
        let lemma = group.lemma(self.tags);
        !discourse.is_head_first() && discourse.of(lemma).any(discourse.class("controlling"))
    }

    /// A percent and no more.
    fn is_percent(&self, group: &Group) -> bool {
        group.tokens.len() > 1
            && self.tags[group.tokens.start].class == Class::Number
            && group.tokens.clone().skip(1).all(|at| {
                matches!(
                    self.tags[at].class,
                    Class::Mark(Mark::Percent) | Class::Rest | Class::Word(Pos::Noun)
                )
            })
            && !self.lang.discourse().is_head_first()
    }

    /// "que contrôle le groupe X", "auquel appartient X": behind a pronoun that is only ever an object, the subject follows its verb.
    pub(super) fn inverted(&self, clauses: &Clauses, relative: usize, place: usize) -> Option<usize> {
        let discourse = self.lang.discourse();
        let lemma = self.tags[clauses.groups[relative].head].lemma?;
        let never = discourse.class("whom").with(discourse.class("to-whom"));
        let object = discourse.is_head_first() && discourse.of(lemma).any(never);
        (object && clauses.groups.get(place + 1).is_some_and(Group::is_nominal)).then_some(place + 1)
    }

    /// The dash that opens what the one at `at`, right before the verb, closes: a relative clause behind a noun.
    pub(super) fn set_apart(&self, clauses: &Clauses, at: usize, place: usize) -> Option<usize> {
        let groups = &clauses.groups;
        let dash = |at: &usize| self.tags[groups[*at].head].class == Class::Mark(Mark::Dash);
        let closes = dash(&at) && groups[at + 1..place].iter().all(|g| g.kind == Kind::Adverb);
        let opening = (1..at).rev().find(|other| groups[*other].kind == Kind::Break).filter(dash);
        let clause = |open: &usize| {
            (groups[open + 1].kind == Kind::Relative
                || groups[open + 1..at].iter().all(|g| !matches!(g.kind, Kind::Verbal(_))))
                && groups[open - 1].is_nominal()
        };
        opening.filter(clause).filter(|_| closes)
    }

    /// The noun group that a relative pronoun stands for: the nearest one that agrees with the verb.
    pub(super) fn antecedent(
        &self,
        clauses: &Clauses,
        relative: usize,
        fits: &dyn Fn(usize) -> bool,
        plural: bool,
    ) -> Subject {
        // "X, qui est ... et qui détient ...": the one that the relative clause before stands for.
        if relative > 0
            && clauses.groups[relative - 1].kind == Kind::Coordinator
            && let Some(other) = (0..clauses.verbs.len())
                .rev()
                .find(|&v| clauses.places[v] < relative && clauses.verbs[v].is_finite())
            && clauses.is_relative_verb(other)
            && let Subject::Groups(groups) = &clauses.subjects[other]
        {
            return Subject::Groups(groups.clone());
        }
        let mut nearest = None;
        let mut at = relative;
        while at > 0 {
            at -= 1;
            match clauses.groups[at].kind {
                Kind::Close => at = clauses.opening(at).unwrap_or(at),
                Kind::Nominal if fits(at) && self.tags[clauses.groups[at].head].class != Class::Number => {
                    let head = self.qualified(clauses, at);
                    let at = if fits(head) { head } else { at };
                    let at = if plural { self.several_of(clauses, at) } else { at };
                    return Subject::Groups(clauses.coordinated_left(at, self.tags));
                }
                Kind::Nominal => nearest = nearest.or(Some(at)),
                Kind::Verbal(verb) if clauses.verbs[verb].is_finite() => break,
                Kind::Break => break,
                _ => {}
            }
        }
        nearest.map_or(Subject::Missing, |at| Subject::Groups(vec![at]))
    }
}

impl Clauses {
    /// The verb of a relative clause whose pronoun lies to its left.
    pub(crate) fn is_relative_verb(&self, verb: usize) -> bool {
        for group in self.groups[..self.places[verb]].iter().rev() {
            match group.kind {
                Kind::Relative => return true,
                Kind::Verbal(other) if self.verbs[other].is_finite() => return false,
                Kind::Break | Kind::Subordinator => return false,
                _ => {}
            }
        }
        false
    }
}
