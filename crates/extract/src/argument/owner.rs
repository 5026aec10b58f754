//! Whose something is, and what it is called.

use super::{Arguments, Filler, MOST_STEPS, Trigger};
use crate::clause::{Governor, Link, Subject};
use crate::group::Kind;
use crate::tag::Class;
use entente_lang::{Classes, Determiner, Meaning, Number, Relation, Tense};
use entente_model::Span;

impl Arguments<'_, '_> {
    /// The noun group before the "whose" that introduces the trigger's clause; of a noun, the clause that says it of
    /// someone ("X, dont Y est actionnaire").
    pub(super) fn whose(&self) -> Option<usize> {
        let groups = &self.clauses().groups;
        // "X, dont le premier actionnaire est Y": right before the noun, as the subject of its clause.
        let leads = self.trigger.group > 0 && groups[self.trigger.group - 1].kind == Kind::Relative;
        let place = match self.trigger.verb {
            None if leads => self.trigger.group,
            // "dont Y veut se séparer": before the verbs that govern it.
            Some(_) => self.governors().iter().fold(self.trigger.group, |first, governor| match governor {
                Governor::Verb(verb) => first.min(self.clauses().places[*verb]),
                Governor::Noun(_) => first,
            }),
            None => {
                let said = self.one_of(self.trigger.group).unwrap_or(self.trigger.group);
                self.clauses().places[self.copula(said)?]
            }
        };
        let relative = (0..place).rev().find(|&at| {
            matches!(groups[at].kind, Kind::Relative | Kind::Verbal(_) | Kind::Break | Kind::Subordinator)
        })?;
        let whose = groups[relative].kind == Kind::Relative
            && self.is(self.scene.tags[groups[relative].head].lemma, "whose");
        let mut before = (0..relative).rev().find(|&at| groups[at].kind != Kind::Comma)?;
        // "X, coentreprise dont Y est actionnaire": a noun apposed to the name says of whom.
        if before >= 2
            && groups[before].is_nominal()
            && self.scene.mention(self.trigger.sentence, before).is_none()
            && groups[before - 1].kind == Kind::Comma
            && groups[before - 2].is_nominal()
            && !self.scene.names_in(&groups[before - 2]).is_empty()
        {
            before -= 2;
        }
        (whose && groups[before].is_nominal()).then_some(before)
    }

    /// Whose the object is: told by a genitive, or behind "of" where the object has no name.
    pub(super) fn owners(&self) -> Vec<Filler> {
        let Some(&object) = self.object().first() else { return Vec::new() };
        let group = self.group(object);
        if object > 0 && self.scene.is_genitive(group.tokens.start) {
            let mut owners = self.fillers(object - 1, false);
            // "bought Poland's Caldora": the country is where it is at home, "Poland's stake" is the country's.
            let called = !self.scene.names_in(group).is_empty();
            owners.retain(|owner| {
                let sort = owner.entity.map(|entity| self.scene.entities.all[entity].sort);
                !called || !matches!(sort, Some(crate::entity::Sort::State | crate::entity::Sort::Place))
            });
            return owners;
        }
        // "said its stake would be sold": whose it is.
        let undergone = self.trigger.verb.is_some_and(|verb| self.clauses().verbs[verb].passive);
        if undergone && group.determiner(&self.scene.tags) == Some(Determiner::Possessive) {
            let owners = self.scene.owner(self.trigger.sentence, object).unwrap_or_default();
            let span = self.span(group);
            return owners.into_iter().map(|entity| self.filler(Some(entity), object, span)).collect();
        }
        let holding = self.classes_of(object).any(self.class("holding").with(self.class("transparent")));
        if holding {
            return Vec::new();
        }
        let named = self.scene.mention(self.trigger.sentence, object).is_some();
        let mut found = self.complement(object).map(|next| self.fillers(next, false)).unwrap_or_default();
        // "les batteries des camions de X": whose that is.
        if found.is_empty()
            && let Some(next) = self.complement(object)
            && self.scene.names_in(self.group(next)).is_empty()
            && self.scene.descriptor_of(self.group(next)).is_none()
            && let Some(mut last) = self.complement(next)
        {
            for _ in 0..MOST_STEPS {
                last = self.complement(last).unwrap_or(last);
            }
            found = self.fillers(last, false);
        }
        // "in France" says where it is.
        found.retain(|filler| {
            filler.entity.is_none_or(|entity| {
                let within = self.is(self.scene.tags[self.group(filler.group - 1).head].lemma, "in");
                self.scene.entities.all[entity].sort != crate::entity::Sort::State || !within
            })
        });
        // "the Systems Division of X Corp", but "National Bank of Y": what has a name is owned by companies for sure.
        found.retain(|filler| {
            let entity = filler.entity.map(|entity| &self.scene.entities.all[entity]);
            !named
                || entity
                    .is_some_and(|entity| entity.sure && entity.sort == crate::entity::Sort::Organisation)
        });
        found
    }

    /// With whom the agreement or the talks are that govern the trigger: "un accord avec X pour la cession de Y".
    pub(super) fn counterparts(&self) -> Vec<Filler> {
        let deals = self.class("agree").with(self.class("negotiate"));
        let groups = &self.clauses().groups;
        let first = self.governors().into_iter().find_map(|governor| match governor {
            Governor::Noun(noun) => self.classes_of(noun).any(deals).then_some(noun),
            Governor::Verb(verb) => {
                let deal = self.scene.lang.discourse().of(self.clauses().verbs[verb].lemma).any(deals);
                deal.then_some(self.clauses().places[verb])
            }
        });
        let Some(first) = first else { return Vec::new() };
        let with = (first..self.trigger.group).find(|&at| {
            groups[at].kind == Kind::Preposition && self.is(self.scene.tags[groups[at].head].lemma, "with")
        });
        let Some(with) = with.filter(|&with| with + 1 < self.trigger.group) else { return Vec::new() };
        let members = self.clauses().coordinated_right(with + 1, &self.scene.tags);
        let before = members.into_iter().filter(|&member| member < self.trigger.group);
        before.flat_map(|member| self.fillers(member, false)).collect()
    }

    /// The organisations in whose words the trigger stands.
    pub(super) fn tellers(&self) -> Vec<Filler> {
        if self.is_done_by_another() {
            return Vec::new();
        }
        let token = self.group(self.trigger.group).head;
        let inside =
            self.scene.told_in(self.trigger.sentence).iter().filter(|attribution| {
                attribution.scope.contains(&token) && !attribution.teller.contains(&token)
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

    /// "1,000 new trains will double the fleet": the subject is neither a body nor people who decide, nor a plan of theirs.
    fn is_done_by_another(&self) -> bool {
        let Some(verb) = self.trigger.verb else { return false };
        let reading = &self.clauses().verbs[verb];
        if reading.passive || reading.tense == Tense::PastParticiple {
            return false;
        }
        let Subject::Groups(groups) = &self.clauses().subjects[verb] else { return false };
        let decides = ["body", "organ", "plan", "propose"]
            .iter()
            .fold(Classes::default(), |all, name| all.with(self.class(name)));
        groups.iter().all(|&group| {
            self.scene.descriptor_of(self.group(group)).is_none() && !self.classes_of(group).any(decides)
        })
    }

    /// The company that the passage is about, where the clause itself names none.
    pub(super) fn spoken(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        // What is told, though of no one known, is not someone else.
        let told = match self.trigger.verb {
            // ("an offer of $3 billion": that is how much, not of what.)
            None => self.object().into_iter().any(|at| {
                !self
                    .scene
                    .dimensions_in(&self.group(at).tokens)
                    .iter()
                    .any(crate::dimension::Dimension::is_money)
            }),
            Some(_) => !self.after(&|lemma| self.is(lemma, "of")).is_empty(),
        };
        if told {
            return Vec::new();
        }
        let acts = self.subject(false).first().and_then(|agent| agent.entity);
        let spoken = self.scene.spoken_of(self.trigger.sentence, at, acts);
        let span = self.span(self.group(at));
        spoken.map(|entity| self.filler(Some(entity), at, span)).into_iter().collect()
    }

    /// The company that the passage is about, where the trigger's clause names another and no subject: "le contrat conclu
    /// avec X".
    pub(super) fn beyond(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        let clauses = self.clauses();
        let subject = |verb: usize| match &clauses.subjects[verb] {
            Subject::Groups(groups) => groups.iter().any(|&group| {
                let other = &clauses.groups[group];
                let described = self.scene.descriptor_of(other).is_some_and(|descriptor| {
                    matches!(descriptor.meaning, Meaning::Company(_) | Meaning::Person(_))
                });
                let someone = described || !self.scene.names_in(other).is_empty();
                group != at && (someone || other.masked)
            }),
            Subject::Pronoun(_) => true,
            Subject::Missing => false,
        };
        let carrier = clauses.carrier(at, &self.scene.tags).map(|(verb, _)| verb).or(self.trigger.verb);
        if carrier.is_some_and(subject) {
            return Vec::new();
        }
        let named: Vec<usize> =
            self.window().flat_map(|group| self.names_of(group)).filter_map(|filler| filler.entity).collect();
        let spoken = self.scene.spoken_of(self.trigger.sentence, at, named.first().copied());
        let span = self.span(self.group(at));
        // One that is named but once, or may be none, is not what a passage is about.
        let other = spoken.filter(|&entity| {
            let about = &self.scene.entities.all[entity];
            !named.contains(&entity)
                && entity == self.scene.protagonist()
                && about.names.len() >= if about.sure { 2 } else { 4 }
        });
        other.map(|entity| self.filler(Some(entity), at, span)).into_iter().collect()
    }

    /// Names in the trigger's own group, besides its head: "l'alliance Renault-Nissan".
    pub(super) fn compound(&self) -> Vec<Filler> {
        let names = self.names_of(self.trigger.group);
        // "la coentreprise CFM": behind the noun that heads it a single name is what it is called.
        let called = self.scene.lang.discourse().is_head_first() && names.len() == 1;
        if called { Vec::new() } else { names }
    }

    /// The names that stand before the trigger's head.
    pub(super) fn modifiers(&self) -> Vec<Filler> {
        let head = self.scene.document.tokens()[self.group(self.trigger.group).head].start();
        let mut names = self.compound();
        names.retain(|filler| filler.span.end <= head);
        if names.is_empty() {
            names = self.joined_relation();
        }
        if !names.is_empty() && self.classes_of(self.trigger.group).any(self.class("joining")) {
            let before = self.joined_before();
            names.splice(0..0, before);
        }
        names
    }

    /// "X and partner Y", "X and parent Y": the name that a noun for how one stands to another is joined to.
    fn joined_relation(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        let groups = &self.clauses().groups;
        let stands = self
            .scene
            .descriptor_of(self.group(at))
            .is_some_and(|d| matches!(d.meaning, Meaning::Relation(_)));
        let joined = at >= 2
            && groups[at - 1].kind == Kind::Coordinator
            && groups[at - 2].is_nominal()
            && self.group(at).determiner(&self.scene.tags).is_none()
            && !self.scene.lang.discourse().is_head_first()
            && !self.names_of(at).is_empty();
        if stands && joined { self.fillers(at - 2, false) } else { Vec::new() }
    }

    pub(super) fn names_of(&self, at: usize) -> Vec<Filler> {
        let filler = |name: usize| {
            self.filler(Some(self.scene.entities.of_name(name)), at, self.scene.names[name].span)
        };
        self.scene.names_in(self.group(at)).into_iter().map(filler).collect()
    }

    /// The owner: a possessive, or the genitive before the group.
    pub(super) fn possessor(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        let group = self.group(at);
        let first = group.tokens.start;
        if self.scene.is_genitive(first) && at > 0 {
            let mut owners = self.fillers(at - 1, false);
            // "Britain's largest suppliers": they are at home there, and supply others.
            if self.classes_of(at).any(self.class("customer").with(self.class("supplier"))) {
                owners.retain(|owner| {
                    owner.entity.is_none_or(|entity| {
                        self.scene.entities.all[entity].sort != crate::entity::Sort::State
                    })
                });
            }
            return owners;
        }
        // "X, whose customers include Y".
        if at > 0 && self.is(self.scene.tags[first].lemma, "whose") {
            let before = (0..at).rev().find(|&before| self.group(before).kind != Kind::Comma);
            let before = before.filter(|&before| self.group(before).is_nominal());
            return before.map(|before| self.fillers(before, false)).unwrap_or_default();
        }
        if group.determiner(&self.scene.tags) == Some(Determiner::Possessive) {
            let judged = self.judged(at);
            if !judged.is_empty() {
                return judged;
            }
            // "Since its purchase by X, Y has grown": of whom the clause behind speaks.
            let ahead = self.owner_ahead();
            if !ahead.is_empty() {
                return ahead;
            }
            let mut owners = self.scene.owner(self.trigger.sentence, at).unwrap_or_default();
            // "sa filiale": of a company; whom the clause names beside it is someone else.
            if self.classes_of(at).any(self.class("asset")) {
                owners.retain(|&owner| self.scene.entities.all[owner].sort != crate::entity::Sort::Person);
            }
            // "its parent company": of a company, no public body.
            if self.scene.is_relation(group, Relation::Parent) {
                owners.retain(|&owner| {
                    let owner = &self.scene.entities.all[owner];
                    owner.sort == crate::entity::Sort::Organisation
                        && owner.sector != Some(entente_lang::Sector::Public)
                });
            }
            // "X a renfloué Y, en devenant son principal actionnaire", "X souffre. Y, sa filiale de distribution, aussi": nobody is
            // that to themselves.
            if !self.is(self.scene.tags[first].lemma, "first-person")
                && let Some(said) = self.said_of(at)
                && said == owners
            {
                let other = self.scene.spoken_of(self.trigger.sentence, at, said.first().copied());
                owners = other.into_iter().collect();
            }
            let span = self.scene.document.tokens()[first].span();
            return owners.into_iter().map(|entity| self.filler(Some(entity), at, span)).collect();
        }
        self.thereof().into_iter().collect()
    }

    /// "actionnaire", "maison mère": the trigger is said of who holds.
    fn is_holder_noun(&self) -> bool {
        let group = self.group(self.trigger.group);
        [Relation::Parent, Relation::Shareholder]
            .iter()
            .any(|&relation| self.scene.is_relation(group, relation))
    }

    /// Whom the noun at `at` is said of, by a copula or as an apposition.
    fn said_of(&self, at: usize) -> Option<Vec<usize>> {
        let called = !self.scene.names_in(self.group(at)).is_empty();
        let at = self.one_of(at).unwrap_or(at);
        if let Some(verb) = self.copula(at) {
            return self.scene.subject_entities(self.trigger.sentence, verb);
        }
        let comma = at.checked_sub(1).filter(|&before| self.group(before).kind == Kind::Comma);
        comma.filter(|_| !called)?;
        let &[bearer] = self.bearer_of(at).as_slice() else { return None };
        let mention = self.scene.mention(self.trigger.sentence, bearer)?;
        mention.named.then_some(mention.entities)
    }

    /// What the trigger noun is called: the name in its group, or apposed behind it.
    pub(super) fn itself(&self) -> Vec<Filler> {
        let mut own = self.names_of(self.trigger.group);
        if !self.scene.lang.discourse().is_head_first() {
            let head = self.scene.document.tokens()[self.group(self.trigger.group).head].end();
            own.retain(|filler| filler.span.start >= head);
        }
        if !own.is_empty() {
            // "ses partenaires A et B".
            if self.scene.lang.discourse().is_head_first()
                && self.group(self.trigger.group).number(&self.scene.tags) == Some(Number::Plural)
            {
                let members = self.clauses().coordinated_right(self.trigger.group, &self.scene.tags);
                own.extend(members.into_iter().skip(1).flat_map(|member| self.names_of(member)));
            }
            return own;
        }
        // "Merzac's Caldora unit": with its owner told, the name before the noun is what it is called.
        let owned = self.scene.is_genitive(self.group(self.trigger.group).tokens.start);
        if owned && !self.scene.lang.discourse().is_head_first() && !self.is_holder_noun() {
            let called = self.names_of(self.trigger.group);
            if !called.is_empty() {
                return called;
            }
        }
        let groups = &self.clauses().groups;
        let window = self.window();
        let plural = self.group(self.trigger.group).number(&self.scene.tags) == Some(Number::Plural);
        let objects = self.owners_of_units();
        for at in window.clone() {
            // "maison mère d'A, B et C": a list behind "of" names what is its, not what it is called; parentheses behind it
            // say what that is called.
            let enclosed = if self.is_holder_noun() {
                self.is_parenthesis(at)
            } else {
                groups[at - 1].kind == Kind::Open
            };
            let listed = objects.contains(&at) || enclosed && !objects.is_empty();
            if listed {
                continue;
            }
            let named = groups[at].is_nominal() && !self.scene.names_in(&groups[at]).is_empty();
            let apposed = matches!(groups[at - 1].kind, Kind::Comma | Kind::Open | Kind::Quote);
            // "a division to X (Y)": what is in parentheses right behind a name is that name's.
            let short = groups[at - 1].kind == Kind::Open
                && at >= 2
                && at - 2 > self.trigger.group
                && groups[at - 2].is_nominal()
                && !self.scene.names_in(&groups[at - 2]).is_empty();
            // "son actionnaire, le fonds X, ...": told what it is, too.
            let told = self.is_holder_noun()
                && self.scene.descriptor_of(&groups[at]).is_some()
                && groups.get(at + 1).is_none_or(|g| matches!(g.kind, Kind::Comma | Kind::Break));
            if named && apposed && !short && (plural || told || self.scene.tags[groups[at].head].is_name()) {
                // "ses clients (A, B, C...)".
                let listed = self.examples(self.trigger.group);
                if listed.len() > 1 {
                    return listed;
                }
                // "ses filiales françaises, A, B et C".
                let members =
                    if plural { self.clauses().coordinated_right(at, &self.scene.tags) } else { vec![at] };
                return members.into_iter().flat_map(|member| self.fillers(member, false)).collect();
            }
        }
        // "X's parent, Y, sold": what it is called is the subject.
        let behind = self.trigger.group + 2;
        if self.scene.is_genitive(self.group(self.trigger.group).tokens.start)
            && groups.get(behind - 1).is_some_and(|g| g.kind == Kind::Comma)
            && groups.get(behind).is_some_and(|g| g.is_nominal() && self.scene.tags[g.head].is_name())
            && self.is_subject(behind)
        {
            return self.fillers(behind, false);
        }
        // "ses principaux actionnaires - A et B -".
        let dash = groups
            .get(window.end)
            .is_some_and(|g| self.scene.tags[g.head].class == Class::Mark(entente_text::Mark::Dash));
        let first = window.end + 1;
        if plural && dash && groups.get(first).is_some_and(|g| !self.scene.names_in(g).is_empty()) {
            let members = self.clauses().coordinated_right(first, &self.scene.tags);
            return members.into_iter().flat_map(|member| self.fillers(member, false)).collect();
        }
        // "Investors in X include A and B".
        if plural
            && let Some((verb, Link::Subject)) = self.clauses().carrier(self.trigger.group, &self.scene.tags)
            && self.is(self.clauses().verbs[verb].lemma, "involve")
            && !self.clauses().verbs[verb].passive
        {
            return self.object_of(verb, false);
        }
        let mut examples = self.examples(self.trigger.group);
        // "les actionnaires de X, dont A et B": past what the noun is of.
        if examples.is_empty()
            && plural
            && let Some(&last) = objects.last()
        {
            examples = self.examples(last);
        }
        if examples.is_empty() { self.listed() } else { examples }
    }

    /// A verb of the sentence has the group for its subject.
    fn is_subject(&self, at: usize) -> bool {
        let subject = |subject: &Subject| matches!(subject, Subject::Groups(groups) if groups.contains(&at));
        self.clauses().subjects.iter().any(subject)
    }

    /// What the noun is said to be or to include: "its customers include A and B", "its parent is C".
    fn listed(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        let clauses = self.clauses();
        // ("X, dont le premier actionnaire est Y": in a relative clause too.)
        let said = |&verb: &usize| {
            let subject = &clauses.subjects[verb];
            clauses.is_relative_verb(verb)
                && matches!(subject, Subject::Groups(groups) if groups.contains(&at))
        };
        let relative = || (0..clauses.verbs.len()).find(said);
        let carrier = clauses.carrier(at, &self.scene.tags);
        let verb = carrier.filter(|(_, link)| *link == Link::Subject).map(|(verb, _)| verb);
        let Some(verb) = verb.or_else(relative) else { return Vec::new() };
        let Some(lemma) = self.clauses().verbs[verb].lemma else { return Vec::new() };
        let grammar = self.scene.lang.verb(lemma);
        let equates = grammar.is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula))
            || self.is(Some(lemma), "involve");
        if !equates || self.clauses().verbs[verb].passive {
            return Vec::new();
        }
        let trigger = Trigger { group: self.clauses().places[verb], verb: Some(verb), ..self.trigger };
        let inner = Arguments::new(self.scene, trigger);
        inner.object().into_iter().flat_map(|group| inner.fillers(group, false)).collect()
    }
}
