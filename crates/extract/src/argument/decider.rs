//! Who decides: the company behind its people, its board, its plans and its plants.

use entente_lang::{Determiner, Meaning, Relation, Role, Sector};

use super::{Arguments, Filler};
use crate::clause::{Governor, Subject};
use crate::entity::Sort;
use crate::group::Kind;

/// How many steps lead from a thing to whose it is: "la fermeture de l'usine de la filiale de X".
const MOST_STEPS: usize = 5;
/// How many groups may stand between a person and whom they run: "Ana Lopes, la nouvelle directrice générale de X".
const REACH: usize = 5;

/// An outlet that an article names as often as this is what it is about.
const OFTEN: usize = 3;

impl Arguments<'_, '_> {
    /// Whose plan the trigger is: who does it, seen through those who act for a company; else whose the thing is that it is
    /// done to.
    pub(super) fn deciders(&self) -> Vec<Filler> {
        let Some(verb) = self.trigger.verb else { return self.deciders_of_noun() };
        let reading = &self.clauses().verbs[verb];
        if reading.passive || reading.tense == entente_lang::Tense::PastParticiple {
            let agents = self.at(entente_lang::Path::Subject, false);
            if !agents.is_empty() {
                return self.employers(agents);
            }
            // "the plant of X will be closed" is X's plan, "X will be closed" need not be.
            let object = self.object().first().copied();
            let thing = object.filter(|&object| self.scene.mention(self.trigger.sentence, object).is_none());
            let found = thing.map(|thing| self.decides(thing, 0)).unwrap_or_default();
            return if found.is_empty() { self.firm_of_place() } else { found };
        }
        let found = self.deciding_subject(verb);
        // (Who acts by name does so, known or not.)
        let named = match &self.clauses().subjects[verb] {
            Subject::Groups(groups) => groups.iter().any(|&at| !self.names_of(at).is_empty()),
            _ => false,
        };
        if found.is_empty() && !named { self.firm_of_place() } else { found }
    }

    /// "300 postes seront supprimés chez X": the company told as where it happens.
    fn firm_of_place(&self) -> Vec<Filler> {
        let within = self.after(&|lemma| self.is(lemma, "at-firm"));
        self.employers(within.into_iter().flat_map(|group| self.fillers(group, false)).collect())
    }

    fn deciding_subject(&self, verb: usize) -> Vec<Filler> {
        // "l'annonce par X de fermer", "X's plan to close": whose the noun is that governs it.
        if let Some(Governor::Noun(noun)) = self.clauses().governors[verb] {
            let owners = self.owner_of(noun);
            if !owners.is_empty() {
                return owners;
            }
        }
        match &self.clauses().subjects[verb] {
            Subject::Missing => Vec::new(),
            Subject::Pronoun(token) if self.is(self.scene.tags[*token].lemma, "first-person") => {
                self.speaking_company(self.clauses().places[verb])
            }
            // "le PDG de X va réduire son salaire": that is no plan of X.
            _ if self.is_private(verb) => Vec::new(),
            Subject::Pronoun(_) => self.employers(self.subject_of(verb)),
            Subject::Groups(groups) => groups.iter().flat_map(|&group| self.decides(group, 0)).collect(),
        }
    }

    /// A person does something with what is the person's own: "leur salaire", "her pay".
    fn is_private(&self, verb: usize) -> bool {
        let clauses = self.clauses();
        let of_person = |&at: &usize| {
            let role = self.scene.descriptor_of(self.group(at)).is_some_and(|d| d.meaning.is_person());
            let named = self.scene.mention(self.trigger.sentence, at);
            role || named.is_some_and(|mention| {
                mention.entities.iter().any(|&entity| self.scene.entities.all[entity].sort == Sort::Person)
            })
        };
        let people = match &clauses.subjects[verb] {
            Subject::Groups(groups) => groups.iter().any(of_person),
            Subject::Pronoun(token) => {
                let entities = self.scene.pronoun(self.trigger.sentence, clauses.places[verb], *token);
                let person = |&entity: &usize| self.scene.entities.all[entity].sort == Sort::Person;
                entities.is_some_and(|entities| entities.iter().any(person))
            }
            Subject::Missing => false,
        };
        let behind = clauses.places[verb] + 1..clauses.groups.len();
        people
            && behind.take_while(|&at| self.group(at).kind != Kind::Break).any(|at| {
                self.group(at).determiner(&self.scene.tags) == Some(Determiner::Possessive)
                    && self.classes_of(at).any(self.class("personal"))
            })
    }

    /// Whose a noun is, by the words right beside it: a genitive, "of X", "by X".
    fn owner_of(&self, noun: usize) -> Vec<Filler> {
        let groups = &self.clauses().groups;
        if noun > 0 && self.scene.is_genitive(groups[noun].tokens.start) {
            return self.employers(self.fillers(noun - 1, false));
        }
        let agent = groups.get(noun + 2).filter(|g| g.is_nominal() && self.is_by(noun + 1)).map(|_| noun + 2);
        let owner = agent.or_else(|| self.complement(noun));
        owner.map(|owner| self.employers(self.fillers(owner, false))).unwrap_or_default()
    }

    fn deciders_of_noun(&self) -> Vec<Filler> {
        let at = self.trigger.group;
        let agents = self.agents(false);
        if !agents.is_empty() {
            return self.employers(agents);
        }
        let own = self.employers(self.possessor());
        if !own.is_empty() {
            return own;
        }
        // "a annoncé la fermeture", "lance un plan": who says so; past nouns ("le projet de fermeture") and verbs alike.
        for governor in self.governors() {
            let found = match governor {
                Governor::Verb(verb) if self.clauses().places[verb] < at => {
                    if self.clauses().verbs[verb].passive { Vec::new() } else { self.deciding_subject(verb) }
                }
                // "l'annonce par X de la fermeture".
                Governor::Noun(noun) => match self.named_inside(noun) {
                    named if named.is_empty() && self.classes_of(noun).any(self.class("announcement")) => {
                        self.owner_of(noun)
                    }
                    named => named,
                },
                Governor::Verb(_) => Vec::new(),
            };
            if !found.is_empty() {
                return found;
            }
        }
        let named = self.decides(at, 0);
        if !named.is_empty() {
            return named;
        }
        // "X: suppression de 300 postes", "Suppression de 300 postes chez X".
        let heading = self.clauses().heading().filter(|&heading| heading < at);
        match heading {
            Some(heading) => self.decides(heading, 0),
            None => self.firm_of_place(),
        }
    }

    /// Who decides for what a noun group stands for.
    fn decides(&self, at: usize, depth: usize) -> Vec<Filler> {
        let group = self.group(at);
        if group.masked || depth > MOST_STEPS {
            return Vec::new();
        }
        let found = self.fillers(at, false);
        // ("Son directeur général, Jean Martin, veut": whose he is tells the possessive.)
        let own = group.determiner(&self.scene.tags) == Some(Determiner::Possessive);
        if !found.is_empty() {
            let employers = self.employers(found);
            if !own || !employers.is_empty() {
                return employers;
            }
        }
        if at > 0 && self.scene.is_genitive(group.tokens.start) {
            return self.decides(at - 1, depth + 1);
        }
        if group.determiner(&self.scene.tags) == Some(Determiner::Possessive) {
            if self.is(self.scene.tags[group.tokens.start].lemma, "first-person") {
                return self.speaking_company(at);
            }
            let owners = self.scene.owner(self.trigger.sentence, at).unwrap_or_default();
            let span = self.span(group);
            return self
                .employers(owners.into_iter().map(|entity| self.filler(Some(entity), at, span)).collect());
        }
        // "la filiale de X": another than X.
        let relation = self.scene.descriptor_of(group).map(|descriptor| descriptor.meaning);
        if let Some(Meaning::Relation(Relation::Subsidiary | Relation::Parent | Relation::Shareholder)) =
            relation
        {
            let other = self.complement(at).map(|next| self.fillers(next, false)).unwrap_or_default();
            let other = other.first().and_then(|filler| filler.entity);
            return other.map(|other| self.spoken_but(at, Some(other))).unwrap_or_default();
        }
        // "les clients de X", "son concurrent": they decide for themselves.
        let others = matches!(
            relation,
            Some(Meaning::Relation(
                Relation::Customer
                    | Relation::Supplier
                    | Relation::Rival
                    | Relation::Buyer
                    | Relation::Seller
            ))
        );
        // ("les abonnés de X", "les fournisseurs de X" too.)
        let outsiders = self.classes_of(at).any(self.class("outsider")) && self.is_plural(at);
        if others || outsiders {
            return Vec::new();
        }
        // "the merger of X and Y would create": what a deal brings about neither of them has decided.
        // (A plan or an offer is someone's.)
        let deal = self.classes_of(at).any(self.class("closing").with(self.class("joining")));
        let own = self.classes_of(at).any(self.class("plan").with(self.class("propose")));
        if depth == 0 && deal && !own {
            return Vec::new();
        }
        let inside = self.named_inside(at);
        if !inside.is_empty() {
            return inside;
        }
        if let Some(next) = self.complement(at) {
            let found = self.decides(next, depth + 1);
            if !found.is_empty() {
                return found;
            }
        }
        // "la direction", "le PDG": of the company that the passage is about.
        let executive = self
            .scene
            .descriptor_of(group)
            .is_some_and(|d| matches!(d.meaning, Meaning::Person(role) if is_leading(role)));
        let speaks =
            self.class("body").with(self.class("organ")).with(self.class("plan")).with(self.class("propose"));
        let definite = matches!(
            group.determiner(&self.scene.tags),
            Some(Determiner::Definite | Determiner::Demonstrative)
        );
        // (Where politics is the subject, "le président" is none of a company.)
        let company = executive && !self.scene.political;
        if definite && (company || self.classes_of(at).any(speaks)) {
            return self.spoken_but(at, None);
        }
        Vec::new()
    }

    /// "we", "our": the company of who speaks; in a quotation whose speaker is not told with it, no one's.
    fn speaking_company(&self, at: usize) -> Vec<Filler> {
        let scene = self.scene;
        let token = self.group(self.trigger.group).head;
        let inside = scene.attributions.iter().filter(|attribution| {
            attribution.sentence == self.trigger.sentence
                && attribution.scope.contains(&token)
                && !attribution.teller.contains(&token)
        });
        let span = self.span(self.group(at));
        if let Some(attribution) = inside.min_by_key(|attribution| attribution.scope.len()) {
            let speakers = attribution.speakers.iter();
            let found = self.employers(speakers.map(|&entity| self.filler(Some(entity), at, span)).collect());
            let leads =
                |&entity: &usize| scene.entities.all[entity].roles.iter().any(|&role| is_leading(role));
            if !found.is_empty() || !attribution.speakers.iter().any(leads) {
                return found;
            }
        }
        Vec::new()
    }

    /// The company that the passage is about, besides this one.
    pub(super) fn spoken_but(&self, at: usize, other: Option<usize>) -> Vec<Filler> {
        let spoken = self.scene.spoken_of(self.trigger.sentence, at, other);
        // An article about an outlet: the one that it names again and again.
        let all = &self.scene.entities.all;
        let outlets = (0..all.len()).filter(|&e| all[e].sort == Sort::Medium && Some(e) != other);
        let outlet = outlets.filter(|&e| all[e].names.len() >= OFTEN).max_by_key(|&e| all[e].names.len());
        let spoken = spoken.or(outlet);
        let span = self.span(self.group(at));
        self.employers(spoken.map(|entity| self.filler(Some(entity), at, span)).into_iter().collect())
    }

    /// Companies named inside a group whose head is something of theirs: "l'usine Biotrel", "the Biotrel plan".
    fn named_inside(&self, at: usize) -> Vec<Filler> {
        let mut names = self.names_of(at);
        names.retain(|filler| self.is_company(filler));
        names.truncate(1);
        names
    }

    /// Companies stay, people become the company that they lead, all others go.
    fn employers(&self, fillers: Vec<Filler>) -> Vec<Filler> {
        let employer = |filler: Filler| {
            let entity = filler.entity?;
            if self.scene.entities.all[entity].sort == Sort::Person {
                let company = self.employer(entity)?;
                return Some(Filler { entity: Some(company), ..filler });
            }
            self.is_company(&filler).then_some(filler)
        };
        fillers.into_iter().filter_map(employer).collect()
    }

    fn is_company(&self, filler: &Filler) -> bool {
        filler.entity.is_some_and(|entity| {
            let entity = &self.scene.entities.all[entity];
            matches!(entity.sort, Sort::Organisation | Sort::Medium) && entity.sector != Some(Sector::Public)
        })
    }

    /// The company that a person leads, where the text says so right beside their name.
    fn employer(&self, person: usize) -> Option<usize> {
        let scene = self.scene;
        scene.entities.all[person].names.iter().find_map(|&name| {
            let start = scene.names[name].tokens.start;
            let sentence = scene.clauses.iter().position(|clauses| clauses.tokens.contains(&start))?;
            let groups = &scene.clauses[sentence].groups;
            let at = groups.iter().position(|group| group.tokens.contains(&start))?;
            let company = |at: usize| {
                let names = scene.names_in(&groups[at]);
                names.into_iter().map(|name| scene.entities.of_name(name)).find(|&entity| {
                    matches!(scene.entities.all[entity].sort, Sort::Organisation | Sort::Medium)
                        && scene.entities.all[entity].sector != Some(Sector::Public)
                })
            };
            let leads = |range: std::ops::Range<usize>| {
                range.into_iter().any(|at| {
                    scene
                        .descriptor_of(&groups[at])
                        .is_some_and(|d| matches!(d.meaning, Meaning::Person(role) if is_leading(role)))
                })
            };
            let open =
                |at: &usize| !matches!(groups[*at].kind, Kind::Verbal(_) | Kind::Break | Kind::Relative);
            let before: Vec<usize> = (0..=at).rev().take(REACH).take_while(open).collect();
            let after: Vec<usize> = (at..groups.len()).take(REACH).take_while(open).collect();
            let first = *before.last().unwrap_or(&at);
            let last = *after.last().unwrap_or(&at);
            let found = before.iter().copied().find_map(|at| Some((at, company(at)?)));
            if let Some((_, entity)) = found.filter(|_| leads(first..at + 1)) {
                return Some(entity);
            }
            let found = after.iter().copied().find_map(|at| Some((at, company(at)?)));
            found.filter(|_| leads(at..last + 1)).map(|(_, entity)| entity)
        })
    }
}

/// Who has such a role decides for the company, or speaks for who does.
fn is_leading(role: Role) -> bool {
    matches!(role, Role::Executive | Role::Chair | Role::Manager | Role::Director | Role::Spokesperson)
}
