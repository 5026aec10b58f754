//! What the words of a group, and those right before it, say of how sure or how far a thing is.

use entente_lang::{Classes, Negation, Pos, Tense};

use super::{Aspect, Reader};
use crate::argument::Arguments;
use crate::clause::Governor;
use crate::group::{Group, Kind};
use crate::verb::Verb;

impl Reader<'_, '_, '_> {
    /// "did not renew its contract", "decided not to continue": of a negated verb, that what was ends.
    pub(super) fn lapses(&self, classes: Classes) -> bool {
        classes.any(self.class("renew"))
            || self.aspect == Aspect::Continuing && classes.any(self.class("plan"))
    }

    /// "la finalisation du rachat devrait intervenir", "l'achèvement de la fusion est attendu": what is yet to be completed.
    pub(super) fn completion(&mut self, noun: usize, governors: &[Governor]) {
        let ahead = |governor: &Governor| {
            let Governor::Verb(verb) = *governor else { return false };
            let verb = &self.arguments.clauses().verbs[verb];
            let classes = self.arguments.scene.lang.discourse().of(verb.lemma);
            verb.tense == Tense::Future
                || classes.any(self.class("expect").with(self.class("plan")).with(self.class("obliged")))
        };
        let completes = self.arguments.classes_of(noun).any(self.class("complete"));
        if completes && self.aspect == Aspect::Done && governors.iter().any(ahead) {
            self.aspect = Aspect::Closing;
        }
    }
}

impl Arguments<'_, '_> {
    /// "committed to not to close": the negation stands by itself before the mark of the infinitive.
    pub(super) fn is_negated_purpose(&self) -> bool {
        let groups = &self.clauses().groups;
        let head = |back: usize| {
            let at = self.trigger.group.checked_sub(back)?;
            Some(&self.scene.tags[groups[at].head]).filter(|_| groups[at].tokens.len() == 1)
        };
        let marked = head(1).is_some_and(|tag| tag.is(Pos::InfinitiveMarker));
        marked && head(2).is_some_and(|tag| tag.is(Pos::Negation(Negation::Adverb)))
    }

    /// "was the first airline to launch": what such a one does is done, or will be, as the verb before tells; no plan.
    pub(super) fn aspect_of_foremost(&self) -> Option<Aspect> {
        let clauses = self.clauses();
        let verb = self.trigger.verb.filter(|&verb| clauses.verbs[verb].tense == Tense::Infinitive)?;
        // "a été fondé en 2001 avant d'être vendu": done after what the verb before tells.
        let place = clauses.places[verb];
        let before = place.checked_sub(1).map(|at| &clauses.groups[at])?;
        if before.kind == Kind::Preposition && self.is(self.scene.tags[before.head].lemma, "before") {
            let main = (0..verb).rev().find(|&other| clauses.verbs[other].is_finite())?;
            return clauses.verbs[main].is_past().then_some(Aspect::Done);
        }
        let discourse = self.scene.lang.discourse();
        let mut at = place.checked_sub(2)?;
        // ("the first carrier on the continent to launch")
        if at >= 2
            && clauses.groups[at - 1].kind == Kind::Preposition
            && !self.group_classes(at).any(discourse.class("foremost"))
        {
            at -= 2;
        }
        let group = &clauses.groups[at];
        let foremost = self.group_classes(at).any(discourse.class("foremost"));
        // ("became the first line to launch": whatever it is called.)
        let is = at.checked_sub(1).is_some_and(|before| match clauses.groups[before].kind {
            Kind::Verbal(other) => {
                let lemma = clauses.verbs[other].lemma;
                let copula = lemma.and_then(|lemma| self.scene.lang.verb(lemma));
                copula.is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula))
            }
            _ => false,
        });
        let someone = is
            || self.scene.descriptor_of(group).is_some()
            || self.scene.classes(group.head).any(discourse.class("foremost"));
        if !(group.is_nominal() && foremost && someone) {
            return None;
        }
        let before = (0..clauses.verbs.len()).rev().find(|&other| clauses.places[other] < at);
        let ahead = before.is_some_and(|other| {
            matches!(clauses.verbs[other].tense, Tense::Future | Tense::Conditional | Tense::Infinitive)
        });
        Some(if ahead { Aspect::Future } else { Aspect::Done })
    }

    /// A noun group with a negative determiner: "no plans", "aucun accord".
    pub(super) fn is_negated(&self, at: usize) -> bool {
        let tokens = self.clauses().groups[at].tokens.clone();
        tokens.into_iter().any(|token| self.scene.tags[token].is(Pos::Negation(Negation::Determiner)))
    }

    /// The classes of the adverbs right before a group: "previously owned by".
    pub(crate) fn adverbs_before(&self, at: usize) -> Classes {
        let groups = &self.clauses().groups;
        let adverbs = (0..at).rev().take_while(|&before| groups[before].kind == Kind::Adverb);
        adverbs.map(|before| self.group_classes(before)).fold(Classes::default(), Classes::with)
    }

    /// The classes of all words of a group.
    pub(crate) fn group_classes(&self, at: usize) -> Classes {
        let tokens = self.clauses().groups[at].tokens.clone();
        tokens.map(|token| self.scene.classes(token)).fold(Classes::default(), Classes::with)
    }
}

impl Reader<'_, '_, '_> {
    /// How far a thing has come after what this noun tells: "après l'annonce du rachat" it is announced, else done.
    pub(super) fn since(&self, noun: usize) -> Aspect {
        let told = self.arguments.classes_of(noun).any(self.class("announcement"));
        let deal = self.arguments.classes_of(self.arguments.trigger.group).any(self.class("closing"));
        if told && deal { Aspect::Agreed } else { Aspect::Done }
    }

    /// An infinitive of failing or ending that a verb of wishing or asking governs.
    pub(super) fn is_wished(&self, verb: usize, governor: Option<&Governor>) -> bool {
        let clauses = self.arguments.clauses();
        let discourse = self.arguments.scene.lang.discourse();
        let of = |verb: usize, class: Classes| discourse.of(clauses.verbs[verb].lemma).any(class);
        let ends = self.class("fail").with(self.class("end"));
        clauses.verbs[verb].tense == Tense::Infinitive
            && of(verb, ends)
            && matches!(governor, Some(&Governor::Verb(other)) if of(other, self.class("urge")))
    }

    /// "is to close", "est à vendre": a copula that governs a verb.
    pub(super) fn is_to_be(&self, verb: &Verb) -> bool {
        let copula = verb.lemma.and_then(|lemma| self.arguments.scene.lang.verb(lemma));
        let clauses = self.arguments.clauses();
        // ("is a big firm, owning X": what it does beside what it is.)
        // ("stays committed to not owning X": but what a preposition introduces it is about.)
        let groups = &clauses.groups;
        let introduced = |own: usize| {
            let before = (0..clauses.places[own]).rev().find(|&at| groups[at].kind != Kind::Adverb);
            before.is_some_and(|at| !matches!(groups[at].kind, Kind::Comma | Kind::Break | Kind::Nominal))
        };
        let participle = |own: usize| clauses.verbs[own].tense == Tense::PresentParticiple;
        let beside = |own: usize| self.nearest && participle(own) && !introduced(own);
        self.arguments.trigger.verb.is_some_and(|own| !beside(own))
            && copula.is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula))
    }

    /// The trigger is an infinitive behind a preposition, no purpose: what governs it tells whether it happens.
    pub(super) fn is_infinitive(&self) -> bool {
        let trigger = self.arguments.trigger;
        let clauses = self.arguments.clauses();
        let scene = self.arguments.scene;
        let verb = trigger.verb.is_some_and(|verb| clauses.verbs[verb].tense == Tense::Infinitive);
        let before = trigger.group.checked_sub(1).map(|at| &clauses.groups[at]);
        let classes = |group: &Group| group.lemma(&scene.tags).map(|lemma| scene.lang.discourse().of(lemma));
        let linked = before.filter(|group| group.kind == Kind::Preposition).map(classes);
        verb && linked.is_some_and(|classes| !classes.is_some_and(|classes| classes.any(self.class("view"))))
    }

    /// The trigger is an infinitive behind the mark of one: "raised money to buy X" tells what for, not that it is done.
    pub(super) fn is_purpose(&self) -> bool {
        let trigger = self.arguments.trigger;
        let clauses = self.arguments.clauses();
        let verb = trigger.verb.is_some_and(|verb| clauses.verbs[verb].tense == Tense::Infinitive);
        let before = trigger.group.checked_sub(1).map(|at| clauses.groups[at].head);
        verb && before.is_some_and(|head| self.arguments.scene.tags[head].is(Pos::InfinitiveMarker))
    }

    /// An infinitive that governs the trigger and says nothing of how far it has come.
    pub(super) fn is_idle_purpose(&self, verb: &Verb, governs: bool) -> bool {
        governs && verb.tense == Tense::Infinitive && self.aspect == Aspect::Untold
    }

    /// The verb governs one of completion.
    pub(super) fn closes(&self, verb: &Verb) -> bool {
        let clauses = self.arguments.clauses();
        let own = clauses.verbs.iter().position(|other| other.tokens == verb.tokens);
        let governed =
            |other: usize| own.is_some_and(|own| clauses.governors[other] == Some(Governor::Verb(own)));
        (0..clauses.verbs.len()).filter(|&other| governed(other)).any(|other| {
            let classes = self.arguments.scene.lang.discourse().of(clauses.verbs[other].lemma);
            classes.any(self.class("complete"))
        })
    }

    /// "l'accord signé", "le projet abandonné", "la cession de X finalisée": a participle behind a noun and its complement
    /// says how far it has come.
    pub(super) fn participles(&mut self) {
        let clauses = self.arguments.clauses();
        let trigger = self.arguments.trigger.group;
        let mut at = trigger + 1;
        while clauses.groups.get(at).is_some_and(|g| g.kind == Kind::Preposition)
            && clauses.groups.get(at + 1).is_some_and(Group::is_nominal)
        {
            at += 2;
        }
        let Some(Kind::Verbal(verb)) = clauses.groups.get(at).map(|group| group.kind) else { return };
        let reading = &clauses.verbs[verb];
        if reading.tense != Tense::PastParticiple {
            return;
        }
        // Only what it means: "fondée" says nothing of how far a new deal has come.
        let classes = self.arguments.scene.lang.discourse().of(reading.lemma);
        if at == trigger + 1 || classes.any(self.class("complete").with(self.class("fail"))) {
            self.governing(classes, true, reading);
        }
    }
}
