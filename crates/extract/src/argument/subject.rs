//! Who does it: the subject of a verb, the agent or owner of a noun, and what governs either.

use super::{Arguments, Filler, Trigger};
use crate::clause::Governor;
use crate::clause::Link;
use crate::clause::Subject;
use crate::group::Kind;
use entente_lang::{Determiner, Meaning, Role, Tense};

impl Arguments<'_, '_> {
    /// Who does it.
    pub(super) fn subject(&self, assets: bool) -> Vec<Filler> {
        if let Some(verb) = self.trigger.verb {
            if self.is_undergone(verb) && !self.is_gone_through(verb) {
                return self.agents(assets);
            }
            self.subject_of(verb)
        } else {
            let agents = self.agents(assets);
            // An agent that no one is known for ("par un groupe américain") still is who does it, not another.
            // ("par bateau" is no one.)
            let told = |&group: &usize| self.group(group).determiner(&self.scene.tags).is_some();
            if !agents.is_empty() || self.agent_groups().iter().any(told) {
                return agents;
            }
            let possessor = self.possessor();
            if !possessor.is_empty() {
                return possessor;
            }
            // "la finalisation par X de l'acquisition de Y".
            if let Some(Governor::Noun(noun)) = self.noun_governor(self.trigger.group)
                && self.clauses().groups.get(noun + 1).is_some_and(|g| g.kind == Kind::Preposition)
                && self.is_by(noun + 1)
                && noun + 2 < self.trigger.group
            {
                return self.fillers(noun + 2, assets);
            }
            // "X, candidat au rachat de Y": what the candidate is said of.
            if let Some(Governor::Noun(noun)) = self.noun_governor(self.trigger.group)
                && self.classes_of(noun).any(self.class("candidate"))
            {
                let bearers = self.bearer_of(noun);
                return bearers.into_iter().flat_map(|group| self.fillers(group, assets)).collect();
            }
            // "a retenu l'offre de X pour la reprise de Y": who makes the offer would do it.
            if let Some(Governor::Noun(noun)) = self.noun_governor(self.trigger.group)
                && self.classes_of(noun).any(self.class("propose"))
                && let Some(maker) = self.complement(noun).filter(|&maker| maker < self.trigger.group)
            {
                let makers = self.fillers(maker, false);
                if !makers.is_empty() {
                    return makers;
                }
            }
            // "l'accord que X a signé avec Y".
            if let Some(verb) = self.related_by() {
                return self.subject_of(verb);
            }
            if let Some((verb, link)) = self.clauses().carrier(self.trigger.group, &self.scene.tags) {
                let lemma = self.clauses().verbs[verb].lemma;
                // Who rejects a bid, or answers one, does not make it.
                let offered = self.governors().iter().any(
                    |g| matches!(g, Governor::Noun(noun) if self.classes_of(*noun).any(self.class("propose"))),
                );
                let answers = self.is(lemma, "reject") || offered && self.is(lemma, "receive");
                if answers && link != Link::Subject {
                    return Vec::new();
                }
                // "a choisi X pour la reprise de Y": X takes it over.
                if self.is(lemma, "choose") && matches!(link, Link::Oblique(_)) {
                    return self.object_of(verb, assets);
                }
            }
            self.carried_subject(self.trigger.group)
        }
    }

    pub(super) fn agents(&self, assets: bool) -> Vec<Filler> {
        self.agent_groups().into_iter().flat_map(|group| self.fillers(group, assets)).collect()
    }

    /// A holder that has no name of its own: a government, a family, a company's shareholders.
    pub(crate) fn described_holder(&self) -> Option<Filler> {
        let groups = match self.trigger.verb {
            None => self.agent_groups(),
            Some(verb) if self.clauses().verbs[verb].passive => self.agent_groups(),
            Some(verb) if self.is_undergone(verb) && self.scene.lang.discourse().is_head_first() => {
                self.agent_groups()
            }
            Some(verb) => match &self.clauses().subjects[verb] {
                Subject::Groups(groups) => groups.clone(),
                _ => Vec::new(),
            },
        };
        let first = *groups.first()?;
        let told = self.classes_of(first).any(self.class("holder-body")) && !self.group(first).masked;
        let span = told.then(|| self.described_span(first))?;
        Some(Filler { described: true, ..self.filler(None, first, span) })
    }

    /// A passive, or a participle that stands alone: what it says is done by its agent.
    pub(super) fn is_undergone(&self, verb: usize) -> bool {
        let reading = &self.clauses().verbs[verb];
        reading.passive || reading.tense == Tense::PastParticiple
    }

    /// "entré au capital de X en 2017": alone, the participle of a verb that is never passive says what its noun did.
    pub(super) fn is_gone_through(&self, verb: usize) -> bool {
        let reading = &self.clauses().verbs[verb];
        let grammar = self.scene.tags[reading.head].lemma.and_then(|lemma| self.scene.lang.verb(lemma));
        let auxiliary = grammar.and_then(|grammar| self.scene.lang.verb(grammar.perfect));
        reading.tense == Tense::PastParticiple
            && !reading.passive
            && auxiliary.is_some_and(|verb| verb.has(entente_lang::VerbUse::Passive))
    }

    /// An agent that stands in the text and that no one is known for: "par un fonds américain".
    pub(crate) fn unnamed_agent(&self) -> Option<Filler> {
        let acts = self.trigger.verb.is_none_or(|verb| self.is_undergone(verb));
        let agent = *self.agent_groups().first().filter(|_| acts)?;
        let group = self.group(agent);
        let company = self
            .scene
            .descriptor_of(group)
            .is_some_and(|d| matches!(d.meaning, Meaning::Company(_) | Meaning::Person(Role::Investor)))
            || self.classes_of(agent).any(self.class("joining"));
        let indefinite = matches!(
            group.determiner(&self.scene.tags),
            Some(Determiner::Indefinite | Determiner::Quantifier) | None
        );
        (company && indefinite).then(|| self.filler(None, agent, self.span(group)))
    }

    fn agent_groups(&self) -> Vec<usize> {
        // Beyond another verb an agent is that verb's: "la fusion, portée par X".
        let window = self.window();
        let groups = &self.clauses().groups;
        // ("l'accord signé avec X par Y": a participle of that sort tells who signed.)
        let pact = self.class("pact");
        let other = |at: usize| match groups[at].kind {
            Kind::Verbal(verb) => !self.scene.lang.discourse().of(self.clauses().verbs[verb].lemma).any(pact),
            _ => false,
        };
        let end = window.clone().find(|&at| other(at)).unwrap_or(window.end);
        // ("un accord a été signé par X": of the verb that the noun is the subject of too.)
        let carrier = self.clauses().carrier(self.trigger.group, &self.scene.tags);
        let signed = self.trigger.verb.is_none()
            && carrier.is_some_and(|(verb, link)| {
                link == Link::Subject && self.is(self.clauses().verbs[verb].lemma, "pact")
            });
        // "por 300 millones", "by 10%": a figure does nothing.
        let figure = |at: usize| {
            self.scene.dimensions_in(&groups[at].tokens).iter().any(|d| d.is_money() || d.is_percent())
        };
        let by = self.after(&|lemma| self.is(lemma, "by"));
        let found: Vec<usize> =
            by.into_iter().filter(|&at| (at < end || signed && at >= window.end) && !figure(at)).collect();
        // "détenue et exploitée par X": the agent of both.
        match self.sharing_agent().filter(|_| found.is_empty()) {
            Some(other) => other.agent_groups(),
            None => found,
        }
    }

    /// The passive or participle that a conjunction joins right behind this one.
    fn sharing_agent(&self) -> Option<Self> {
        let clauses = self.clauses();
        let verb = self.trigger.verb?;
        let place = clauses.places[verb];
        let joined = clauses.groups.get(place + 1)?.kind == Kind::Coordinator;
        let Kind::Verbal(other) = clauses.groups.get(place + 2).filter(|_| joined)?.kind else { return None };
        let (one, two) = (&clauses.verbs[verb], &clauses.verbs[other]);
        let acted_on = |verb: &crate::verb::Verb| verb.passive || verb.tense == Tense::PastParticiple;
        let alike = one.tense == two.tense && acted_on(one) && acted_on(two);
        // ("bâtie puis possédée par X": who holds it need not have made it.)
        let at_once = place + 3 < clauses.groups.len() && self.is_by(place + 3);
        let trigger = Trigger { sentence: self.trigger.sentence, group: place + 2, verb: Some(other) };
        (alike && at_once).then(|| Arguments::new(self.scene, trigger))
    }

    /// The object of another verb, as fillers.
    pub(super) fn object_of(&self, verb: usize, assets: bool) -> Vec<Filler> {
        let group = self.clauses().places[verb];
        let trigger = Trigger { sentence: self.trigger.sentence, group, verb: Some(verb) };
        let other = Arguments::new(self.scene, trigger);
        other.object().into_iter().flat_map(|group| self.fillers(group, assets)).collect()
    }

    /// The subject of a verb, as fillers.
    pub(crate) fn subject_of(&self, verb: usize) -> Vec<Filler> {
        match &self.clauses().subjects[verb] {
            // "X's attempt to buy Y": whose the noun is that governs the verb.
            Subject::Missing => match self.clauses().governors[verb] {
                Some(Governor::Noun(group)) => {
                    let trigger = super::Trigger { sentence: self.trigger.sentence, group, verb: None };
                    Arguments::new(self.scene, trigger).possessor()
                }
                _ => Vec::new(),
            },
            Subject::Groups(groups) => groups.iter().flat_map(|&group| self.fillers(group, false)).collect(),
            Subject::Pronoun(token) => {
                let place = self.clauses().places[verb];
                let entities = self.scene.pronoun(self.trigger.sentence, place, *token).unwrap_or_default();
                let span = self.scene.document.tokens()[*token].span();
                entities.into_iter().map(|entity| self.filler(Some(entity), place, span)).collect()
            }
        }
    }

    /// The subject of the verb that carries the trigger, of a passive by which one answers an offer its agent: "the offer was
    /// rejected by X".
    pub(super) fn carried(&self) -> Vec<Filler> {
        let carrier = self.clauses().carrier(self.trigger.group, &self.scene.tags);
        if let Some((verb, Link::Subject)) = carrier {
            let reading = &self.clauses().verbs[verb];
            if reading.passive && self.is(reading.lemma, "reject") {
                let group = self.clauses().places[verb];
                let trigger = Trigger { sentence: self.trigger.sentence, group, verb: Some(verb) };
                return Arguments::new(self.scene, trigger).agents(false);
            }
        }
        self.carried_subject(self.trigger.group)
    }

    /// The subject of the verb that carries a noun: "X a signé un accord", "X travaille sur les termes d'un accord".
    pub(super) fn carried_subject(&self, noun: usize) -> Vec<Filler> {
        let Some((verb, link)) = self.clauses().carrier(noun, &self.scene.tags) else {
            // "X: acquisition de Y".
            let heading = self.clauses().heading().filter(|&heading| heading < noun);
            return match (heading, self.fronted(noun)) {
                (Some(heading), _) => self.fillers(heading, false),
                (None, Some(verb)) => self.subject_of(verb),
                (None, None) => {
                    let verbless = self.clauses().verbless(noun, &self.scene.tags).unwrap_or_default();
                    verbless.into_iter().flat_map(|group| self.fillers(group, false)).collect()
                }
            };
        };
        let reading = &self.clauses().verbs[verb];
        if link == Link::Subject {
            // "l'accord avec X permettra à Y de produire": whom it allows something has it.
            let allows = self.is(reading.lemma, "allow") && !reading.passive;
            let allowed = allows.then(|| self.clauses().allowed(verb)).flatten();
            return allowed.map(|group| self.fillers(group, false)).unwrap_or_default();
        }
        // "X a signé un accord portant sur l'acquisition de Y": whoever signed it.
        let deals = self.class("agree").with(self.class("joining")).with(self.class("propose"));
        if reading.tense == Tense::PresentParticiple
            && let Subject::Groups(groups) = &self.clauses().subjects[verb]
            && let &[deal] = groups.as_slice()
            && deal < noun
            && self.scene.names_in(self.group(deal)).is_empty()
            && self.classes_of(deal).any(deals)
        {
            return self.carried_subject(deal);
        }
        // "conçu par X en partenariat avec Y".
        let alongside = self.group(noun).kind == Kind::Preposition;
        if alongside && (reading.passive || reading.tense == Tense::PastParticiple) {
            let group = self.clauses().places[verb];
            let trigger = super::Trigger { sentence: self.trigger.sentence, group, verb: Some(verb) };
            return Arguments::new(self.scene, trigger).agents(false);
        }
        if reading.passive || reading.tense == Tense::PastParticiple {
            // "intéressé par le rachat de X": who is interested would do it.
            let considers = self.scene.lang.discourse().of(reading.lemma).any(self.class("consider"));
            if considers && matches!(link, Link::Oblique(lemma) if self.is(lemma, "by")) {
                return self.subject_of(verb);
            }
            // "détenu dans le cadre d'un accord": the noun belongs to no one there.
            return Vec::new();
        }
        self.subject_of(verb)
    }

    /// The subject of the clause that the trigger and its agent stand at the head of.
    pub(super) fn owner_ahead(&self) -> Vec<Filler> {
        let agents = self.agents(false);
        // ("Through its subsidiary X, Y sells" too.)
        let called = self.scene.descriptor_of(self.group(self.trigger.group)).is_some_and(|d| {
            matches!(d.meaning, Meaning::Relation(_)) && !self.names_of(self.trigger.group).is_empty()
        });
        let Some(verb) = self.fronted(self.trigger.group).filter(|_| called || !agents.is_empty()) else {
            return Vec::new();
        };
        let mut owners = self.subject_of(verb);
        owners.retain(|owner| agents.iter().all(|agent| agent.entity != owner.entity));
        owners
    }

    /// "Avec le rachat de X, Y devient ...": the verb of the clause that a preposition and its noun stand at the head of.
    fn fronted(&self, noun: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let heads = groups[..noun].iter().enumerate().all(|(at, group)| match group.kind {
            Kind::Preposition | Kind::Adverb => true,
            Kind::Nominal => at > 0 && groups[at - 1].kind == Kind::Preposition,
            _ => false,
        });
        let comma = (noun..groups.len()).find(|&at| groups[at].kind == Kind::Comma)?;
        let first = (comma + 1..groups.len()).find(|&at| groups[at].is_nominal())?;
        let verb = (0..self.clauses().verbs.len()).find(|&verb| {
            self.clauses().places[verb] > comma
                && self.clauses().verbs[verb].is_finite()
                && match &self.clauses().subjects[verb] {
                    Subject::Groups(subject) => subject.contains(&first),
                    Subject::Pronoun(_) | Subject::Missing => false,
                }
        })?;
        // ("Together with X, Y will": the preposition is the trigger.)
        (heads && (noun > 0 || groups[noun].kind == Kind::Preposition)).then_some(verb)
    }

    pub(super) fn is_by(&self, at: usize) -> bool {
        let group = self.group(at);
        group.kind == Kind::Preposition && self.is(self.scene.tags[group.head].lemma, "by")
    }

    /// The nouns and verbs that govern the trigger, nearest first.
    pub(crate) fn governors(&self) -> Vec<Governor> {
        let mut chain = Vec::new();
        let mut next = match self.trigger.verb {
            Some(verb) => self.clauses().governors[verb],
            None => self.noun_governor(self.trigger.group),
        };
        while let Some(governor) = next {
            if chain.contains(&governor) || chain.len() > 6 {
                break;
            }
            chain.push(governor);
            next = match governor {
                Governor::Verb(verb) => self.clauses().governors[verb],
                Governor::Noun(noun) => self.noun_governor(noun),
            };
        }
        // "l'offre que X a déposée": what the clause around it says comes first.
        chain.extend(self.related_by().or_else(|| self.announced_by()).map(Governor::Verb));
        chain
    }

    /// The noun of which this one is a complement ("the terms of a deal"), else the verb that carries it.
    pub(super) fn noun_governor(&self, noun: usize) -> Option<Governor> {
        let groups = &self.clauses().groups;
        let first = self.clauses().coordinated_left(noun, &self.scene.tags)[0];
        // "un accord avec sa rivale X, pour la vente de Y": a comma behind whom it is with parts nothing.
        let parted = first >= 5
            && groups[first - 2].kind == Kind::Comma
            && groups[first - 3].is_nominal()
            && groups[first - 4].kind == Kind::Preposition
            && self.is(self.scene.tags[groups[first - 4].head].lemma, "with");
        let before = if parted { 3 } else { 2 };
        if first >= before
            && groups[first - 1].kind == Kind::Preposition
            && groups[first - before].is_nominal()
        {
            let mut governor = first - before;
            // "la finalisation par X de l'acquisition": the agent stands between.
            if governor >= 2 && self.is_by(governor - 1) && groups[governor - 2].is_nominal() {
                governor -= 2;
            }
            // "talks between X and Y on an alliance", "the agreement with X on a venture": who takes part stands between.
            let parties = self.clauses().coordinated_left(governor, &self.scene.tags)[0];
            if parties >= 2
                && !self.scene.names_in(&groups[governor]).is_empty()
                && groups[parties - 1].kind == Kind::Preposition
                && groups[parties - 2].is_nominal()
                && self.scene.names_in(&groups[parties - 2]).is_empty()
            {
                governor = parties - 2;
            }
            if !self.classes_of(governor).is_empty() && self.scene.names_in(&groups[governor]).is_empty() {
                return Some(Governor::Noun(governor));
            }
        }
        self.clauses().carrier(first, &self.scene.tags).map(|(verb, _)| Governor::Verb(verb))
    }
}
