//! What a noun is said of: the subject of its copula, what it is apposed to, who is chosen to be it.

use super::{Arguments, Filler, Trigger};
use crate::clause::{Link, Subject};
use crate::group::{Group, Kind};
use entente_lang::{Determiner, Meaning, Number, Relation};

impl Arguments<'_, '_> {
    /// "owned by Leamside, Ontario based X": the company behind the town where it is at home.
    pub(super) fn based_there(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let &[town] = self.scene.names_in(self.group(at)).as_slice() else { return None };
        let place =
            self.scene.entities.all[self.scene.entities.of_name(town)].sort == crate::entity::Sort::Place;
        let comma = groups.get(at + 1).is_some_and(|g| g.kind == Kind::Comma);
        let company = groups.get(at + 2).filter(|_| place && comma)?;
        let based = company.tokens.clone().any(|token| self.scene.classes(token).any(self.class("based")));
        (company.is_nominal() && based && !self.scene.names_in(company).is_empty()).then_some(at + 2)
    }

    /// What the trigger noun says something of: the subject of its copula, or what it is apposed to.
    pub(super) fn bearers(&self, assets: bool) -> Vec<Filler> {
        let at = self.trigger.group;
        match self.copula(self.one_of(at).unwrap_or(at)) {
            // "il est actionnaire de X", "il est l'un des actionnaires de X".
            Some(verb) if matches!(self.clauses().subjects[verb], Subject::Pronoun(_)) => {
                self.subject_of(verb)
            }
            _ => {
                let bearers = self.bearer_of(at).into_iter();
                // ("a indiqué un porte-parole de X, filiale de Y": who speaks is what the noun is said of, too.)
                let heads = self.scene.lang.discourse().is_head_first();
                let told = |group: usize| {
                    let speaks = heads && self.group(group).masked;
                    if speaks { self.names_of(group) } else { self.fillers(group, assets) }
                };
                let found: Vec<Filler> = bearers.flat_map(told).collect();
                if found.is_empty() { self.meant_subsidiary(at) } else { found }
            }
        }
    }

    /// "La filiale du groupe X recrute": the company spoken of, which this tells to be X's.
    fn meant_subsidiary(&self, at: usize) -> Vec<Filler> {
        let group = self.group(at);
        let subsidiary = self.scene.is_relation(group, Relation::Subsidiary);
        let subject = || {
            let carrier = self.clauses().carrier(at, &self.scene.tags);
            carrier.is_some_and(|(_, link)| link == Link::Subject)
        };
        let meant = match group.determiner(&self.scene.tags) {
            Some(Determiner::Demonstrative) => true,
            Some(Determiner::Definite) => subject(),
            _ => false,
        };
        let owner = self.complement(at).map(|next| self.fillers(next, false)).unwrap_or_default();
        let Some(owner) = owner.first().and_then(|filler| filler.entity) else { return Vec::new() };
        if !subsidiary || !meant || !self.scene.names_in(group).is_empty() {
            return Vec::new();
        }
        let spoken = self.scene.spoken_of(self.trigger.sentence, at, Some(owner));
        // A word in capitals that nothing else tells to be a company may be none.
        let sure = spoken.filter(|&entity| self.scene.entities.all[entity].sure);
        sure.map(|entity| self.filler(Some(entity), at, self.span(group))).into_iter().collect()
    }

    /// "l'un des fournisseurs": the group of the one of those that stand at `at`.
    pub(crate) fn one_of(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let one = at >= 2
            && groups[at - 1].kind == Kind::Preposition
            && self.is(self.scene.tags[groups[at - 1].head].lemma, "of")
            && self.classes_of(at - 2).any(self.class("one"));
        one.then(|| at - 2)
    }

    /// What the noun at `at` says something of.
    pub(super) fn bearer_of(&self, at: usize) -> Vec<usize> {
        let groups = &self.clauses().groups;
        // "X, one of Y's suppliers".
        let owned = at > 0 && self.scene.is_genitive(groups[at].tokens.start);
        let first = if owned { at - 1 } else { at };
        if owned
            && first >= 2
            && groups[first - 1].kind == Kind::Preposition
            && self.classes_of(first - 2).any(self.class("one"))
        {
            return self.bearer_of(first - 2);
        }
        // "X, fondateur et premier actionnaire de Y": of whom the first noun is said.
        let mut at = at;
        let role = |at: usize| {
            let group = &groups[at];
            group.is_nominal()
                && self.scene.names_in(group).is_empty()
                && self
                    .scene
                    .descriptor_of(group)
                    .is_some_and(|d| matches!(d.meaning, Meaning::Person(_) | Meaning::Relation(_)))
        };
        while self.scene.lang.discourse().is_head_first()
            && at >= 2
            && groups[at - 1].kind == Kind::Coordinator
            && role(at - 2)
        {
            at -= 2;
        }
        // "X est l'un des fournisseurs de Y".
        let at = self.one_of(at).unwrap_or(at);
        // "X, elle-même filiale de Y".
        let mut opener = at;
        // "X, Y's subsidiary".
        if opener > 0 && self.scene.is_genitive(groups[at].tokens.start) {
            opener -= 1;
        }
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
            // "la Caisse nationale de retraites, actionnaire de X": the head of a chain, where its end is no one.
            while before >= 2
                && groups[before].is_nominal()
                && self.scene.names_in(&groups[before]).is_empty()
                && self.scene.mention(self.trigger.sentence, before).is_none()
                && groups[before - 1].kind == Kind::Preposition
                && groups[before - 2].is_nominal()
            {
                before -= 2;
            }
            if groups[before].is_nominal() {
                // "A, B et C (filiale de D)": parentheses belong to the last alone, and so does a noun in the singular.
                let enclosed = groups[opener - 1].kind == Kind::Open;
                let single = self.group(at).number(&self.scene.tags) == Some(Number::Singular);
                return if enclosed || single {
                    vec![before]
                } else {
                    self.clauses().coordinated_left(before, &self.scene.tags)
                };
            }
        }
        // "Danone propriétaire de Biotrel": right behind the name, without a determiner.
        if opener >= 1
            && groups[opener - 1].is_nominal()
            && !self.scene.names_in(&groups[opener - 1]).is_empty()
            && self.group(at).determiner(&self.scene.tags).is_none()
        {
            // "X et Y partenaires dans la livraison".
            return if self.is_plural(at) {
                self.clauses().coordinated_left(opener - 1, &self.scene.tags)
            } else {
                vec![opener - 1]
            };
        }
        // "makes X the owner of Y": the object right before it.
        if opener >= 2
            && groups[opener - 1].is_nominal()
            && !self.scene.names_in(&groups[opener - 1]).is_empty()
            && let Kind::Verbal(verb) = groups[opener - 2].kind
            && self.is(self.clauses().verbs[verb].lemma, "render")
        {
            return vec![opener - 1];
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
        if let Some(chosen) = self.chosen_as(at) {
            return chosen;
        }
        if let Some(made) = self.made_into(at) {
            return self.clauses().coordinated_right(made, &self.scene.tags);
        }
        match self.copula(at).or_else(|| self.appearing(at)).map(|verb| &self.clauses().subjects[verb]) {
            Some(Subject::Groups(groups)) => groups.clone(),
            _ => Vec::new(),
        }
    }

    /// "a désigné X comme repreneur de Y": who is chosen to be this noun.
    fn chosen_as(&self, at: usize) -> Option<Vec<usize>> {
        let clauses = self.clauses();
        let conjunction = at.checked_sub(1).map(|before| &clauses.groups[before])?;
        let verb = (0..clauses.verbs.len()).rev().find(|&verb| clauses.places[verb] < at)?;
        let chosen = conjunction.kind == Kind::Subordinator
            && self.scene.classes(conjunction.head).any(self.class("as"))
            && self.is(clauses.verbs[verb].lemma, "choose");
        let group = clauses.places[verb];
        let trigger = Trigger { group, verb: Some(verb), ..self.trigger };
        chosen.then(|| Arguments::new(self.scene, trigger).object())
    }

    /// "L'opération fera de X le premier actionnaire de Y": who is made this noun.
    pub(crate) fn made_into(&self, at: usize) -> Option<usize> {
        let groups = &self.clauses().groups;
        let (verb, link) = self.clauses().carrier(at, &self.scene.tags)?;
        let reading = &self.clauses().verbs[verb];
        let makes = link == Link::Object && !reading.passive && self.is(reading.lemma, "make-into");
        let of = self.clauses().places[verb] + 1;
        let linked = makes
            && of + 1 < at
            && groups[of].kind == Kind::Preposition
            && self.is(self.scene.tags[groups[of].head].lemma, "of")
            && self.group(at).determiner(&self.scene.tags) == Some(Determiner::Definite);
        (linked && groups[of + 1].is_nominal()).then_some(of + 1)
    }

    /// "X will operate as a subsidiary of Y": the verb of whoever appears as this noun.
    fn appearing(&self, at: usize) -> Option<usize> {
        // (Behind an infinitive "as" reads as a conjunction.)
        let groups = &self.clauses().groups;
        if at >= 2
            && groups[at - 1].kind == Kind::Subordinator
            && self.is(self.scene.tags[groups[at - 1].head].lemma, "as")
            && let Kind::Verbal(verb) = groups[at - 2].kind
        {
            return Some(verb);
        }
        let (verb, link) = self.clauses().carrier(at, &self.scene.tags)?;
        matches!(link, Link::Oblique(Some(lemma)) if self.is(Some(lemma), "as")).then_some(verb)
    }

    /// The verb that says of its subject that it is this noun.
    pub(crate) fn copula(&self, at: usize) -> Option<usize> {
        let (verb, link) = self.clauses().carrier(at, &self.scene.tags)?;
        let reading = &self.clauses().verbs[verb];
        let copula = reading.lemma.and_then(|lemma| self.scene.lang.verb(lemma));
        let says = copula.is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula));
        let placed = self.group(at).kind == Kind::Preposition;
        (says && (link == Link::Object || placed)).then_some(verb)
    }
}
