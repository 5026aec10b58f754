//! Where the arguments of a trigger stand, told abstractly: its subject, its object, what a preposition introduces.

use std::ops::Range;

use entente_lang::{Classes, Determiner, LemmaId, Path, Tense};
use entente_model::Span;

use crate::clause::{Clauses, Governor, Link, Subject};
use crate::group::{Group, Kind};
use crate::scene::Scene;

/// How many "of"-steps a holding may be seen through: "15% of the capital of the parent of X".
const MOST_STEPS: usize = 4;

/// What a rule fires on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trigger {
    pub(crate) sentence: usize,
    /// The group.
    pub(crate) group: usize,
    /// The verb, if it is one.
    pub(crate) verb: Option<usize>,
}

/// What fills a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filler {
    /// The entity; none for something that has no name.
    pub(crate) entity: Option<usize>,
    pub(crate) sentence: usize,
    pub(crate) group: usize,
    /// Where it stands.
    pub(crate) span: Span,
}

/// Looks for the arguments of one trigger.
pub(crate) struct Arguments<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
    pub(crate) trigger: Trigger,
}

impl<'a> Arguments<'a, '_> {
    pub(crate) fn clauses(&self) -> &'a Clauses {
        &self.scene.clauses[self.trigger.sentence]
    }

    fn group(&self, at: usize) -> &'a Group {
        &self.clauses().groups[at]
    }

    pub(crate) fn classes_of(&self, at: usize) -> Classes {
        self.group(at)
            .lemma(&self.scene.tags)
            .map(|lemma| self.scene.lang.discourse().of(lemma))
            .unwrap_or_default()
    }

    fn class(&self, name: &str) -> Classes {
        self.scene.lang.discourse().class(name)
    }

    /// The groups to the right that can depend on the trigger.
    pub(crate) fn window(&self) -> Range<usize> {
        let start = self.trigger.group + 1;
        let groups = &self.clauses().groups;
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
                Kind::Relative | Kind::Subordinator => depth == 0,
                Kind::Verbal(verb) => {
                    depth == 0
                        && (self.clauses().verbs[verb].is_finite()
                            || self.clauses().verbs[verb].tense == Tense::Infinitive)
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
            && let Subject::Groups(subject) = &self.clauses().subjects[verb]
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

    /// The fillers at the end of a path.
    pub(crate) fn at(&self, path: Path, assets: bool) -> Vec<Filler> {
        let groups = match path {
            Path::Subject => return self.subject(assets),
            Path::Object => self.object(),
            Path::Compound => return self.compound(),
            Path::Members => {
                return self.object().into_iter().flat_map(|group| self.names_of(group)).collect();
            }
            Path::Possessor => return self.possessor(),
            Path::Itself => return self.itself(),
            Path::Bearer => self.bearer(),
            Path::Modifier => return self.modifiers(),
            Path::Carried => return self.carried_subject(self.trigger.group, 0),
            Path::Complement => self.clauses().coordinated_right(self.trigger.group + 1, &self.scene.tags),
            Path::Spoken => return self.spoken(),
            Path::Teller => return self.tellers(),
            Path::Owner => return self.owners(),
            Path::After(preposition) => {
                let wanted = |lemma| lemma == Some(preposition);
                let behind = self.after(&wanted);
                if behind.is_empty() { self.beside_carrier(&wanted) } else { behind }
            }
        };
        let locative =
            matches!(path, Path::After(lemma) if self.is(Some(lemma), "in") || self.is(Some(lemma), "to"));
        let mut found: Vec<Filler> =
            groups.into_iter().flat_map(|group| self.fillers(group, assets)).collect();
        if locative {
            // "aux Etats-Unis": a country behind such a preposition is where it happens, not who takes part.
            found.retain(|filler| {
                filler
                    .entity
                    .is_none_or(|entity| self.scene.entities.all[entity].sort != crate::entity::Sort::State)
            });
        }
        // "it has agreed to be acquired".
        if found.is_empty()
            && path == Path::Object
            && let Some(verb) = self.trigger.verb
            && self.clauses().verbs[verb].passive
            && matches!(self.clauses().subjects[verb], Subject::Pronoun(_))
        {
            found = self.subject_of(verb);
        }
        if found.is_empty() && path == Path::Object {
            // "X, dont Y détient 15%": what the relative pronoun stands for.
            found = self.whose().into_iter().flat_map(|group| self.fillers(group, assets)).collect();
        }
        found
    }

    /// The noun group before the "whose" that introduces the trigger's clause.
    fn whose(&self) -> Option<usize> {
        self.trigger.verb?;
        let groups = &self.clauses().groups;
        let relative = (0..self.trigger.group).rev().find(|&at| {
            matches!(groups[at].kind, Kind::Relative | Kind::Verbal(_) | Kind::Break | Kind::Subordinator)
        })?;
        let whose = groups[relative].kind == Kind::Relative
            && self.is(self.scene.tags[groups[relative].head].lemma, "whose");
        let before = (0..relative).rev().find(|&at| groups[at].kind != Kind::Comma)?;
        (whose && groups[before].is_nominal()).then_some(before)
    }

    /// Whose the object is: told by a genitive, or behind "of" where the object has no name.
    fn owners(&self) -> Vec<Filler> {
        let Some(&object) = self.object().first() else { return Vec::new() };
        let group = self.group(object);
        if object > 0 && self.scene.document.tokens()[group.tokens.start].is_enclitic() {
            return self.fillers(object - 1, false);
        }
        let holding = self.classes_of(object).any(self.class("holding").with(self.class("transparent")));
        if holding || self.scene.mention(self.trigger.sentence, object).is_some() {
            return Vec::new();
        }
        self.complement(object).map(|next| self.fillers(next, false)).unwrap_or_default()
    }

    /// The organisations in whose words the trigger stands.
    fn tellers(&self) -> Vec<Filler> {
        let token = self.group(self.trigger.group).head;
        let inside = self.scene.attributions.iter().filter(|attribution| {
            attribution.sentence == self.trigger.sentence
                && attribution.scope.contains(&token)
                && !attribution.teller.contains(&token)
        });
        let Some(attribution) = inside.min_by_key(|attribution| attribution.scope.len()) else {
            return Vec::new();
        };
        let tokens = self.scene.document.tokens();
        let span =
            Span::new(tokens[attribution.teller.start].start(), tokens[attribution.teller.end - 1].end());
        let organisation =
            |entity: &&usize| self.scene.entities.all[**entity].sort == crate::entity::Sort::Organisation;
        attribution
            .speakers
            .iter()
            .filter(organisation)
            .map(|&entity| {
                let own = |name: &&usize| span.contains(self.scene.names[**name].span);
                let named = self.scene.entities.all[entity].names.iter().find(own);
                let span = named.map_or(span, |&name| self.scene.names[name].span);
                self.filler(Some(entity), self.trigger.group, span)
            })
            .collect()
    }

    fn is(&self, lemma: Option<LemmaId>, class: &str) -> bool {
        lemma.is_some_and(|lemma| self.scene.lang.discourse().of(lemma).any(self.class(class)))
    }

    /// Noun groups in the window behind a preposition, lists included.
    fn after(&self, wanted: &dyn Fn(Option<LemmaId>) -> bool) -> Vec<usize> {
        let groups = &self.clauses().groups;
        let window = self.window();
        let mut found = Vec::new();
        for at in window.clone() {
            let group = &groups[at];
            let governed = self.governed(at);
            if group.kind == Kind::Preposition
                && wanted(self.scene.tags[group.head].lemma)
                && window.contains(&governed)
                && groups[governed].is_nominal()
            {
                for member in self.clauses().coordinated_right(governed, &self.scene.tags) {
                    if window.contains(&member) && !found.contains(&member) {
                        found.push(member);
                    }
                }
            }
        }
        found
    }

    /// What a preposition introduces between the verb and the noun that it carries: "a signé avec X un accord".
    fn beside_carrier(&self, wanted: &dyn Fn(Option<LemmaId>) -> bool) -> Vec<usize> {
        if self.trigger.verb.is_some() {
            return Vec::new();
        }
        let carrier = self.clauses().carrier(self.trigger.group, &self.scene.tags);
        let Some((verb, Link::Object)) = carrier else { return Vec::new() };
        let groups = &self.clauses().groups;
        let between = self.clauses().places[verb] + 1..self.trigger.group;
        let found = between.clone().find(|&at| {
            groups[at].kind == Kind::Preposition && wanted(self.scene.tags[groups[at].head].lemma)
        });
        match found {
            Some(at) if between.contains(&(at + 1)) && groups[at + 1].is_nominal() => {
                let members = self.clauses().coordinated_right(at + 1, &self.scene.tags);
                members.into_iter().filter(|member| between.contains(member)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The company that the passage is about, where the clause itself names none.
    fn spoken(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        let spoken = self.scene.spoken_of(self.trigger.sentence, at, None);
        let span = self.span(self.group(at));
        spoken.map(|entity| self.filler(Some(entity), at, span)).into_iter().collect()
    }

    /// To whom it is done.
    pub(crate) fn object(&self) -> Vec<usize> {
        let Some(verb) = self.trigger.verb else {
            return self.after_directly("of");
        };
        let reading = &self.clauses().verbs[verb];
        if reading.passive || reading.tense == Tense::PastParticiple {
            return match &self.clauses().subjects[verb] {
                Subject::Groups(groups) => groups.clone(),
                _ => Vec::new(),
            };
        }
        let groups = &self.clauses().groups;
        for at in self.window() {
            let group = &groups[at];
            if matches!(group.kind, Kind::Verbal(_)) {
                break;
            }
            let governed = groups[at - 1].kind == Kind::Preposition
                || groups[self.clauses().coordinated_left(at, &self.scene.tags)[0] - 1].kind
                    == Kind::Preposition;
            if group.is_nominal() && !governed && !self.is_time(group) {
                let owned =
                    self.clauses().possessed(at, &self.scene.tags, self.class("genitive"), self.scene.lang);
                return self.clauses().coordinated_right(owned, &self.scene.tags);
            }
        }
        Vec::new()
    }

    fn is_time(&self, group: &Group) -> bool {
        let dated = self.scene.dimensions_in(&group.tokens).iter().any(crate::dimension::Dimension::is_date);
        dated && self.scene.names_in(group).is_empty()
    }

    /// What follows a noun's "of" at once, or behind its agent or receiver: "the purchase by A of B".
    fn after_directly(&self, class: &str) -> Vec<usize> {
        let groups = &self.clauses().groups;
        let window = self.window();
        for at in window.clone() {
            let group = &groups[at];
            match group.kind {
                Kind::Preposition if self.is(self.scene.tags[group.head].lemma, class) => {
                    let found = window.contains(&(at + 1)) && groups[at + 1].is_nominal();
                    let members = |first| self.clauses().coordinated_right(first, &self.scene.tags);
                    return if found {
                        members(at + 1).into_iter().filter(|m| window.contains(m)).collect()
                    } else {
                        Vec::new()
                    };
                }
                Kind::Preposition => {
                    let lemma = self.scene.tags[group.head].lemma;
                    if !["by", "to", "with", "of"].iter().any(|between| self.is(lemma, between)) {
                        break;
                    }
                }
                // "fusion avec le site de Douai": of a common noun the complement is its own.
                Kind::Nominal if groups[at - 1].kind == Kind::Preposition => {
                    if self.scene.names_in(group).is_empty() && self.scene.descriptor_of(group).is_none() {
                        break;
                    }
                }
                Kind::Nominal if self.is_parenthesis(at) => {}
                Kind::Nominal if !self.scene.dimensions_in(&group.tokens).is_empty() => {}
                Kind::Adverb | Kind::Open | Kind::Close | Kind::Comma | Kind::Quote => {}
                _ => break,
            }
        }
        Vec::new()
    }

    /// Who does it.
    fn subject(&self, assets: bool) -> Vec<Filler> {
        if let Some(verb) = self.trigger.verb {
            let reading = &self.clauses().verbs[verb];
            if reading.passive || reading.tense == Tense::PastParticiple {
                return self.agents(assets);
            }
            self.subject_of(verb)
        } else {
            let agents = self.agents(assets);
            if !agents.is_empty() {
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
            self.carried_subject(self.trigger.group, 0)
        }
    }

    fn agents(&self, assets: bool) -> Vec<Filler> {
        // Beyond another verb an agent is that verb's: "la fusion, portée par X".
        let window = self.window();
        let groups = &self.clauses().groups;
        // ("l'accord signé avec X par Y": a participle of that sort tells who signed.)
        let pact = self.class("pact");
        let other = |at: usize| match groups[at].kind {
            Kind::Verbal(verb) => {
                let lemma = self.clauses().verbs[verb].lemma;
                !lemma.is_some_and(|lemma| self.scene.lang.discourse().of(lemma).any(pact))
            }
            _ => false,
        };
        let end = window.clone().find(|&at| other(at)).unwrap_or(window.end);
        let groups = self.after(&|lemma| self.is(lemma, "by"));
        let groups = groups.into_iter().filter(|&at| at < end);
        groups.into_iter().flat_map(|group| self.fillers(group, assets)).collect()
    }

    /// The subject of a verb, as fillers.
    pub(crate) fn subject_of(&self, verb: usize) -> Vec<Filler> {
        match &self.clauses().subjects[verb] {
            Subject::Missing => Vec::new(),
            Subject::Groups(groups) => groups.iter().flat_map(|&group| self.fillers(group, false)).collect(),
            Subject::Pronoun(token) => {
                let place = self.clauses().places[verb];
                let entities = self.scene.pronoun(self.trigger.sentence, place, *token).unwrap_or_default();
                let span = self.scene.document.tokens()[*token].span();
                entities.into_iter().map(|entity| self.filler(Some(entity), place, span)).collect()
            }
        }
    }

    /// The subject of the verb that carries a noun: "X a signé un accord", "X travaille sur les termes d'un accord".
    fn carried_subject(&self, noun: usize, depth: usize) -> Vec<Filler> {
        if depth > MOST_STEPS {
            return Vec::new();
        }
        let Some((verb, link)) = self.clauses().carrier(noun, &self.scene.tags) else {
            // "X: acquisition de Y".
            let heading = self.clauses().heading().filter(|&heading| heading < noun);
            return heading.map(|heading| self.fillers(heading, false)).unwrap_or_default();
        };
        let reading = &self.clauses().verbs[verb];
        if link == Link::Subject {
            return Vec::new();
        }
        if reading.passive || reading.tense == Tense::PastParticiple {
            // "détenu dans le cadre d'un accord": the noun belongs to no one there.
            return Vec::new();
        }
        self.subject_of(verb)
    }

    fn is_by(&self, at: usize) -> bool {
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
        chain
    }

    /// The noun of which this one is a complement ("the terms of a deal"), else the verb that carries it.
    fn noun_governor(&self, noun: usize) -> Option<Governor> {
        let groups = &self.clauses().groups;
        let first = self.clauses().coordinated_left(noun, &self.scene.tags)[0];
        if first >= 2 && groups[first - 1].kind == Kind::Preposition && groups[first - 2].is_nominal() {
            let mut governor = first - 2;
            // "la finalisation par X de l'acquisition": the agent stands between.
            if governor >= 2 && self.is_by(governor - 1) && groups[governor - 2].is_nominal() {
                governor -= 2;
            }
            if !self.classes_of(governor).is_empty() && self.scene.names_in(&groups[governor]).is_empty() {
                return Some(Governor::Noun(governor));
            }
        }
        self.clauses().carrier(first, &self.scene.tags).map(|(verb, _)| Governor::Verb(verb))
    }

    /// Names in the trigger's own group, besides its head: "l'alliance Renault-Nissan".
    fn compound(&self) -> Vec<Filler> {
        self.names_of(self.trigger.group)
    }

    /// The names that stand before the trigger's head.
    fn modifiers(&self) -> Vec<Filler> {
        let head = self.scene.document.tokens()[self.group(self.trigger.group).head].start();
        let mut names = self.compound();
        names.retain(|filler| filler.span.end <= head);
        names
    }

    fn names_of(&self, at: usize) -> Vec<Filler> {
        let filler = |name: usize| {
            self.filler(Some(self.scene.entities.of_name(name)), at, self.scene.names[name].span)
        };
        self.scene.names_in(self.group(at)).into_iter().map(filler).collect()
    }

    /// The owner: a possessive, or the genitive before the group.
    fn possessor(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        let group = self.group(at);
        let first = group.tokens.start;
        if self.scene.document.tokens()[first].is_enclitic() && at > 0 {
            return self.fillers(at - 1, false);
        }
        if group.determiner(&self.scene.tags) == Some(Determiner::Possessive) {
            let owners = self.scene.owner(self.trigger.sentence, at).unwrap_or_default();
            let span = self.scene.document.tokens()[first].span();
            return owners.into_iter().map(|entity| self.filler(Some(entity), at, span)).collect();
        }
        Vec::new()
    }

    /// What the trigger noun is called: the name in its group, or apposed behind it.
    fn itself(&self) -> Vec<Filler> {
        let mut own = self.compound();
        if !self.scene.lang.discourse().is_head_first() {
            let head = self.scene.document.tokens()[self.group(self.trigger.group).head].end();
            own.retain(|filler| filler.span.start >= head);
        }
        if !own.is_empty() {
            return own;
        }
        let groups = &self.clauses().groups;
        let window = self.window();
        for at in window.clone() {
            let named = groups[at].is_nominal() && self.scene.tags[groups[at].head].is_name();
            let apposed = matches!(groups[at - 1].kind, Kind::Comma | Kind::Open | Kind::Quote);
            if named && apposed {
                return self.fillers(at, false);
            }
        }
        Vec::new()
    }

    /// What the trigger noun says something of: the subject of its copula, or what it is apposed to.
    fn bearer(&self) -> Vec<usize> {
        let at = self.trigger.group;
        let groups = &self.clauses().groups;
        // "X, elle-même filiale de Y".
        let mut opener = at;
        while opener >= 1 && matches!(groups[opener - 1].kind, Kind::Adverb | Kind::Other) {
            opener -= 1;
        }
        if opener >= 2 && matches!(groups[opener - 1].kind, Kind::Comma | Kind::Open) {
            let mut before = opener - 2;
            // "X (ex-Y), filiale de Z": what is in parentheses is passed over.
            if groups[before].kind == Kind::Close {
                before =
                    self.clauses().opening(before).and_then(|open| open.checked_sub(1)).unwrap_or(before);
            }
            if groups[before].is_nominal() {
                // "A, B et C (filiale de D)": parentheses belong to the last alone.
                let enclosed = groups[opener - 1].kind == Kind::Open;
                return if enclosed {
                    vec![before]
                } else {
                    self.clauses().coordinated_left(before, &self.scene.tags)
                };
            }
        }
        // "Propriétaire de X, Y a ...": the name behind the comma, at the head of a clause.
        let heads = (0..opener)
            .all(|before| matches!(groups[before].kind, Kind::Adverb | Kind::Quote | Kind::Coordinator));
        if heads && let Some(comma) = (at..groups.len()).find(|&next| groups[next].kind == Kind::Comma) {
            let clean = groups[at..comma].iter().all(|g| !matches!(g.kind, Kind::Verbal(_)));
            if clean && groups.get(comma + 1).is_some_and(Group::is_nominal) {
                return vec![comma + 1];
            }
        }
        if let Some((verb, Link::Object)) = self.clauses().carrier(at, &self.scene.tags) {
            let reading = &self.clauses().verbs[verb];
            let copula = reading.lemma.and_then(|lemma| self.scene.lang.verb(lemma));
            if copula.is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula))
                && let Subject::Groups(groups) = &self.clauses().subjects[verb]
            {
                return groups.clone();
            }
        }
        Vec::new()
    }

    fn filler(&self, entity: Option<usize>, group: usize, span: Span) -> Filler {
        Filler { entity, sentence: self.trigger.sentence, group, span }
    }

    /// Who or what a noun group stands for, seen through holdings and lists of examples.
    pub(crate) fn fillers(&self, at: usize, assets: bool) -> Vec<Filler> {
        self.seen_through(at, assets, 0)
    }

    fn seen_through(&self, at: usize, assets: bool, depth: usize) -> Vec<Filler> {
        let group = self.group(at);
        if group.masked || depth > MOST_STEPS {
            return Vec::new();
        }
        if let Some(mention) = self.scene.mention(self.trigger.sentence, at) {
            let named = self.scene.names_in(group);
            let span = match named.as_slice() {
                [name] => self.scene.names[*name].span,
                _ => self.span(group),
            };
            let acting = |entity: &usize| self.scene.entities.all[*entity].can_act();
            // "when X bought it": not X.
            if let Some(verb) = self.trigger.verb
                && at > self.trigger.group
                && !mention.named
                && matches!(
                    self.scene.tags[group.head].class,
                    crate::tag::Class::Word(entente_lang::Pos::Pronoun(_))
                )
                && let Some(acts) = self.scene.subject_entities(self.trigger.sentence, verb)
                && mention.entities == acts
            {
                let other = self.scene.spoken_of(self.trigger.sentence, at, acts.first().copied());
                return other.map(|entity| self.filler(Some(entity), at, span)).into_iter().collect();
            }
            return mention
                .entities
                .into_iter()
                .filter(acting)
                .map(|entity| self.filler(Some(entity), at, span))
                .collect();
        }
        if let Some(named) = self.apposed(at) {
            return self.seen_through(named, assets, depth + 1);
        }
        let examples = self.examples(at);
        if !examples.is_empty() {
            return examples;
        }
        let classes = self.classes_of(at);
        if classes.any(self.class("organ")) {
            // "X's board", "its board", "the board of X": what it decides, X decides.
            if at > 0 && self.scene.document.tokens()[group.tokens.start].is_enclitic() {
                return self.seen_through(at - 1, assets, depth + 1);
            }
            if group.determiner(&self.scene.tags) == Some(Determiner::Possessive) {
                let owners = self.scene.owner(self.trigger.sentence, at).unwrap_or_default();
                let span = self.span(group);
                return owners.into_iter().map(|entity| self.filler(Some(entity), at, span)).collect();
            }
            return self
                .complement(at)
                .map(|next| self.seen_through(next, assets, depth + 1))
                .unwrap_or_default();
        }
        let percent =
            self.scene.dimensions_in(&group.tokens).iter().any(crate::dimension::Dimension::is_percent);
        if percent || classes.any(self.class("holding")) || classes.any(self.class("transparent")) {
            if let Some(next) = self.complement(at) {
                return self.seen_through(next, assets, depth + 1);
            }
            // "Nissan shares", "a Nissan stake": the names that qualify it.
            if !self.scene.lang.discourse().is_head_first() && classes.any(self.class("holding")) {
                let head = self.scene.document.tokens()[group.head].start();
                let mut names = self.names_of(at);
                names.retain(|filler| filler.span.end <= head);
                if !names.is_empty() {
                    return names;
                }
            }
            // "a pris 20%", "détient 15% du capital": of the company spoken of.
            if percent || classes.any(self.class("holding")) && depth > 0 {
                let subject = self
                    .trigger
                    .verb
                    .and_then(|verb| self.scene.subject_entities(self.trigger.sentence, verb));
                let holder = subject.and_then(|entities| entities.first().copied());
                let spoken = holder.and_then(|_| self.scene.spoken_of(self.trigger.sentence, at, holder));
                return spoken
                    .map(|entity| self.filler(Some(entity), at, self.span(group)))
                    .into_iter()
                    .collect();
            }
            return Vec::new();
        }
        if let Some(named) = self.called(at) {
            return self.fillers(named, false);
        }
        let own = group.determiner(&self.scene.tags) == Some(Determiner::Possessive);
        if assets && (classes.any(self.class("asset")) || own && classes.any(self.class("owned-asset"))) {
            return vec![self.filler(None, at, self.bare_span(group))];
        }
        Vec::new()
    }

    /// "a trading company, Biotrel": the bare name behind the comma is what the descriptor is called.
    fn called(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let descriptor = self.scene.descriptor_of(self.group(at))?;
        let name = groups.get(at + 2).filter(|group| group.is_nominal())?;
        let bare = self.scene.tags[name.head].is_name() && name.head == name.tokens.start;
        let alone = groups.get(at + 3).is_none_or(|g| !matches!(g.kind, Kind::Coordinator));
        let company = matches!(
            descriptor.meaning,
            entente_lang::Meaning::Company(_) | entente_lang::Meaning::Relation(_)
        );
        (company && bare && alone && groups[at + 1].kind == Kind::Comma).then_some(at + 2)
    }

    /// What a noun's preposition introduces: "une part de 15% dans X".
    fn complement(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let mut next = at + 1;
        while groups.get(next).is_some_and(|g| {
            matches!(g.kind, Kind::Adverb | Kind::Open | Kind::Close) || self.is_parenthesis(next)
        }) {
            next += 1;
        }
        // "five mln shares, or 16 pct, of X".
        if groups.get(next).is_some_and(|g| g.kind == Kind::Comma)
            && groups.get(next + 1).is_some_and(|g| g.kind == Kind::Coordinator)
            && groups.get(next + 2).is_some_and(|g| {
                self.scene.dimensions_in(&g.tokens).iter().any(crate::dimension::Dimension::is_percent)
            })
        {
            next += 3;
            if groups.get(next).is_some_and(|g| g.kind == Kind::Comma) {
                next += 1;
            }
        }
        let preposition = groups.get(next).filter(|g| g.kind == Kind::Preposition && !g.masked)?;
        let lemma = self.scene.tags[preposition.head].lemma;
        let links = self.is(lemma, "of") || self.is(lemma, "in");
        let following = groups.get(next + 1).is_some_and(Group::is_nominal);
        if !(links && following) {
            return None;
        }
        let owned =
            self.clauses().possessed(next + 1, &self.scene.tags, self.class("genitive"), self.scene.lang);
        // "the stake of X in Y": what is held is Y.
        let within = groups.get(owned + 1).is_some_and(|g| {
            let inner = self.scene.tags[g.head].lemma;
            g.kind == Kind::Preposition && !g.masked && self.is(inner, "in") && !self.is(inner, "of")
        });
        let holding = self.classes_of(at).any(self.class("holding"));
        if holding && within && !self.is(lemma, "in") && groups.get(owned + 2).is_some_and(Group::is_nominal)
        {
            return Some(owned + 2);
        }
        Some(owned)
    }

    /// The group that a preposition governs: "for up to 33 million shares" has another before the figure.
    fn governed(&self, preposition: usize) -> usize {
        let groups = &self.clauses().groups;
        let hedged = groups.get(preposition + 1).is_some_and(|g| g.kind == Kind::Preposition)
            && groups.get(preposition + 2).is_some_and(|g| {
                g.is_nominal() && self.scene.tags[g.tokens.start].class == crate::tag::Class::Number
            });
        if hedged { preposition + 2 } else { preposition + 1 }
    }

    /// A group inside parentheses.
    fn is_parenthesis(&self, at: usize) -> bool {
        let groups = &self.clauses().groups;
        let open = groups[..at].iter().rposition(|g| g.kind == Kind::Open);
        let close = groups[..at].iter().rposition(|g| g.kind == Kind::Close);
        match (open, close) {
            (Some(open), Some(close)) => open > close,
            (Some(_), None) => true,
            _ => false,
        }
    }

    /// "un autre groupe belge, IPM, ...": the name right behind a descriptor, between commas.
    fn apposed(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        self.scene.descriptor_of(self.group(at))?;
        let name = at + 2;
        let between = groups.get(at + 1).is_some_and(|g| g.kind == Kind::Comma);
        let named = groups.get(name).is_some_and(|g| g.is_nominal() && self.scene.tags[g.head].is_name());
        let closed = groups.get(name + 1).is_none_or(|g| {
            matches!(g.kind, Kind::Comma | Kind::Break | Kind::Close | Kind::Open | Kind::Coordinator)
        });
        (between && named && closed).then_some(name)
    }

    /// "des tiers, comme A ou B": the examples stand for the noun.
    fn examples(&self, at: usize) -> Vec<Filler> {
        let groups = &self.clauses().groups;
        let mut next = at + 1;
        while groups.get(next).is_some_and(|g| g.kind == Kind::Comma) {
            next += 1;
        }
        let class = self.class("such-as");
        let introduces = groups.get(next).is_some_and(|g| {
            self.scene.tags[g.head]
                .lemma
                .is_some_and(|lemma| self.scene.lang.discourse().of(lemma).any(class))
        });
        if !introduces || !groups.get(next + 1).is_some_and(Group::is_nominal) {
            return Vec::new();
        }
        let members = self.clauses().coordinated_right(next + 1, &self.scene.tags);
        let mentions = members.into_iter().filter_map(|m| self.scene.mention(self.trigger.sentence, m));
        mentions
            .filter(|mention| mention.named)
            .flat_map(|m| {
                let span = self.span(self.group(m.group));
                m.entities.into_iter().map(move |entity| (entity, m.group, span)).collect::<Vec<_>>()
            })
            .map(|(entity, group, span)| self.filler(Some(entity), group, span))
            .collect()
    }

    /// The place of a group.
    pub(crate) fn span(&self, group: &Group) -> Span {
        let tokens = self.scene.document.tokens();
        Span::new(tokens[group.tokens.start].start(), tokens[group.tokens.end - 1].end())
    }

    /// The place of a group without its determiner.
    fn bare_span(&self, group: &Group) -> Span {
        let tokens = self.scene.document.tokens();
        let first =
            group.tokens.clone().find(|&at| !self.scene.tags[at].is_determiner()).unwrap_or(group.head);
        Span::new(tokens[first].start(), tokens[group.tokens.end - 1].end())
    }
}
