//! Where the arguments of a trigger stand, told abstractly: its subject, its object, what a preposition introduces.

mod apposed;
mod asset;
mod bearer;
mod decider;
mod elliptic;
mod holding;
mod joint;
mod owner;
mod party;
mod place;
mod relation;
mod subject;
mod window;

use std::cell::OnceCell;
use std::ops::Range;

use entente_lang::{Classes, LemmaId, Number, Path, Relation};
use entente_model::Span;

use self::window::window;
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
    /// Its words are its key: "the Martin family", "Norvane shareholders".
    pub(crate) described: bool,
}

/// Looks for the arguments of one trigger.
pub(crate) struct Arguments<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
    pub(crate) trigger: Trigger,
    /// Found when it is first asked for: most triggers have no rule that asks.
    window: OnceCell<Range<usize>>,
}

impl<'a, 's> Arguments<'a, 's> {
    pub(crate) fn new(scene: &'a Scene<'s>, trigger: Trigger) -> Self {
        Self { scene, trigger, window: OnceCell::new() }
    }

    pub(crate) fn clauses(&self) -> &'a Clauses {
        &self.scene.clauses[self.trigger.sentence]
    }

    fn group(&self, at: usize) -> &'a Group {
        &self.clauses().groups[at]
    }

    pub(crate) fn classes_of(&self, at: usize) -> Classes {
        self.scene.lang.discourse().of(self.group(at).lemma(&self.scene.tags))
    }

    fn class(&self, name: &str) -> Classes {
        self.scene.lang.discourse().class(name)
    }

    /// The groups to the right that can depend on the trigger.
    pub(crate) fn window(&self) -> Range<usize> {
        self.window.get_or_init(|| window(self.clauses(), self.trigger.group + 1)).clone()
    }

    /// The fillers at the end of a path, of a preposition those that it introduces first: "20% de X, filiale de Y" is of X.
    pub(crate) fn first_at(&self, path: Path, assets: bool) -> Vec<Filler> {
        // "se désengager du parrainage des jeux de X": of what "of" introduces, what depends on it is not the verb's.
        if let Path::After(preposition) = path
            && self.is(Some(preposition), "of")
        {
            let behind = self.after(&|lemma| lemma == Some(preposition));
            // "céder la présidence de X": what stands behind the object is the object's.
            let groups = &self.clauses().groups;
            let owned = |first: usize| {
                groups[self.trigger.group + 1..first].iter().any(|group| {
                    group.is_nominal() && !self.is_time(group) || matches!(group.kind, Kind::Verbal(_))
                })
            };
            if self.trigger.verb.is_some() && behind.first().is_some_and(|&first| owned(first)) {
                return Vec::new();
            }
            if let Some(first) = behind.first().map(|&first| self.past_count(first)) {
                let members = self.clauses().coordinated_right(first, &self.scene.tags);
                let found: Vec<Filler> =
                    members.into_iter().flat_map(|group| self.fillers(group, assets)).collect();
                if !found.is_empty() || self.trigger.verb.is_some() {
                    return found;
                }
                // "a reçu de X une commande de dix avions".
                let beside = self.beside_carrier(&|lemma| lemma == Some(preposition));
                return beside.into_iter().flat_map(|group| self.fillers(group, assets)).collect();
            }
        }
        let mut found = self.at(path, assets);
        if let (Path::After(preposition), Some(first)) = (path, found.first())
            && !self.is(Some(preposition), "between")
        {
            let members = self.clauses().coordinated_right(first.group, &self.scene.tags);
            found.retain(|filler| members.contains(&filler.group));
        }
        found
    }

    /// The fillers at the end of a path.
    pub(crate) fn at(&self, path: Path, assets: bool) -> Vec<Filler> {
        let groups = match path {
            Path::Subject => return self.subject(assets),
            Path::Object => self.owners_of_units(),
            Path::Compound => return self.compound(),
            Path::Members => {
                return self.object().into_iter().flat_map(|group| self.names_of(group)).collect();
            }
            Path::Possessor => return self.possessor(),
            Path::Itself => return self.itself(),
            Path::Bearer => return self.bearers(assets),
            Path::Modifier => return self.modifiers(),
            Path::Carried => return self.carried(),
            // A sentence cut short may end with the preposition.
            Path::Complement if self.trigger.group + 1 == self.clauses().groups.len() => Vec::new(),
            Path::Complement => self.clauses().coordinated_right(self.trigger.group + 1, &self.scene.tags),
            Path::Spoken => return self.spoken(),
            Path::Beyond => return self.beyond(),
            Path::Teller => return self.tellers(),
            Path::Decider => return self.deciders(),
            Path::About => return self.spoken_but(self.trigger.group, None),
            Path::Owner => return self.owners(),
            Path::Counterpart => return self.counterparts(),
            Path::After(preposition) => {
                let wanted = |lemma| lemma == Some(preposition);
                let behind = self.after(&wanted);
                // "a reçu de X une commande de dix avions": what is behind may be no one.
                let beside = || Some(self.beside_carrier(&wanted)).filter(|found| !found.is_empty());
                if behind.iter().all(|&group| self.fillers(group, assets).is_empty()) {
                    beside().unwrap_or_else(|| self.beyond_clause(&wanted))
                } else {
                    behind
                }
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
        // "la marque de vêtements de X": what the noun is a kind of stands before whose it is.
        if found.is_empty()
            && path == Path::Object
            && self.trigger.verb.is_none()
            && !assets
            && let [kind] = self.object()[..]
            && let Some(next) = self.complement(kind)
            && self.is(self.scene.tags[self.group(next - 1).head].lemma, "of")
            && self.group(kind).determiner(&self.scene.tags).is_none()
        {
            found = self.fillers(next, assets);
            // ("the leading supplier of uniforms in Spain": that is where it is.)
            found.retain(|filler| {
                let sort = filler.entity.map(|entity| self.scene.entities.all[entity].sort);
                sort != Some(crate::entity::Sort::State)
            });
        }
        let of =
            matches!(path, Path::After(lemma) if self.trigger.verb.is_some() && self.is(Some(lemma), "of"));
        if found.is_empty() && (path == Path::Object || of) {
            // "X, dont Y détient 15%", "X, dont Y se sépare": what the relative pronoun stands for.
            found = self.whose().into_iter().flat_map(|group| self.fillers(group, assets)).collect();
        }
        if found.is_empty() && path == Path::Object {
            found = self.object_clitic().into_iter().collect();
        }
        if found.is_empty() && matches!(path, Path::After(lemma) if self.is(Some(lemma), "to")) {
            found = self.to_whom();
        }
        if found.is_empty()
            && path == Path::Object
            && self.trigger.verb.is_none()
            && !self.agents(false).is_empty()
        {
            // "its takeover by X": with the agent told, whose it is is what is taken.
            found = self.possessor();
        }
        found
    }

    pub(crate) fn is(&self, lemma: Option<LemmaId>, class: &str) -> bool {
        self.scene.lang.discourse().of(lemma).any(self.class(class))
    }

    /// Noun groups in the window behind a preposition, lists included.
    fn after(&self, wanted: &dyn Fn(Option<LemmaId>) -> bool) -> Vec<usize> {
        let groups = &self.clauses().groups;
        let mut found = Vec::new();
        for window in std::iter::once(self.window()).chain(self.predicate()) {
            for at in window.clone() {
                let group = &groups[at];
                let governed = self.governed(at);
                if group.kind == Kind::Preposition
                    && wanted(self.scene.tags[group.head].lemma)
                    && window.contains(&governed)
                    && groups[governed].is_nominal()
                {
                    let owned = self.owned_by(governed);
                    let mut members = self.clauses().coordinated_right(owned, &self.scene.tags);
                    // "entre le groupe français et X": of two alike or not.
                    let other = governed + 2;
                    if members.len() == 1
                        && self.is(self.scene.tags[group.head].lemma, "between")
                        && groups.get(governed + 1).is_some_and(|g| g.kind == Kind::Coordinator)
                        && groups.get(other).is_some_and(Group::is_nominal)
                    {
                        members.push(other);
                    }
                    // "sold A to B and C to D": the last belongs to what follows.
                    let again = members.last().and_then(|last| groups.get(last + 1)).is_some_and(|next| {
                        next.kind == Kind::Preposition
                            && self.scene.tags[next.head].lemma == self.scene.tags[group.head].lemma
                    });
                    if members.len() > 1 && again {
                        members.pop();
                    }
                    for member in members {
                        if window.contains(&member) && !found.contains(&member) {
                            found.push(member);
                        }
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
        let Some((verb, link)) = carrier else { return Vec::new() };
        // "is in talks with X about a venture": what talks are about, they bring forth.
        let talks = self.is(self.clauses().verbs[verb].lemma, "negotiate");
        if !(link == Link::Object || talks && matches!(link, Link::Oblique(_))) {
            return Vec::new();
        }
        let groups = &self.clauses().groups;
        let between = self.clauses().places[verb] + 1..self.trigger.group;
        // "a annoncé à l'agence X le rachat de Y": whom it is told.
        let tells = ["say", "announce"].iter().any(|class| self.is(self.clauses().verbs[verb].lemma, class));
        let found = between.clone().find(|&at| {
            let lemma = self.scene.tags[groups[at].head].lemma;
            let told = tells && (self.is(lemma, "to") || self.is(lemma, "from"));
            groups[at].kind == Kind::Preposition && wanted(lemma) && !told
        });
        match found {
            Some(at) if between.contains(&(at + 1)) && groups[at + 1].is_nominal() => {
                let members = self.clauses().coordinated_right(at + 1, &self.scene.tags);
                members.into_iter().filter(|member| between.contains(member)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// To whom it is done.
    pub(crate) fn object(&self) -> Vec<usize> {
        let Some(verb) = self.trigger.verb else {
            return self.after_directly("of");
        };
        if self.is_undergone(verb) && !self.is_gone_through(verb) {
            return match &self.clauses().subjects[verb] {
                Subject::Groups(groups) => groups.clone(),
                _ => Vec::new(),
            };
        }
        let groups = &self.clauses().groups;
        if let Some(other) = self.sharing_object(verb) {
            return other.object();
        }
        for at in self.window() {
            let group = &groups[at];
            if matches!(group.kind, Kind::Verbal(_)) && !self.is_aside(at) {
                break;
            }
            let governed = groups[at - 1].kind == Kind::Preposition
                || groups[self.clauses().coordinated_left(at, &self.scene.tags)[0] - 1].kind
                    == Kind::Preposition;
            // "le 12 mars": an article whose noun the date has taken heads nothing.
            let bare = self.scene.tags[group.head].is_determiner()
                || matches!(&self.clauses().subjects[verb], Subject::Groups(subject) if subject.contains(&at));
            // "détiennent chacun 50%": of each of them, and nothing held.
            let each = self.is(self.scene.tags[group.head].lemma, "each");
            if group.is_nominal() && !governed && !bare && !each && !self.is_time(group) {
                let owned =
                    self.clauses().possessed(at, &self.scene.tags, self.class("genitive"), self.scene.lang);
                return self.with_holdings(self.clauses().coordinated_right(owned, &self.scene.tags));
            }
        }
        self.relative_object(verb).into_iter().collect()
    }

    /// "bought and renamed X": the verb that a conjunction joins right behind this one, whose object both have.
    fn sharing_object(&self, verb: usize) -> Option<Self> {
        let clauses = self.clauses();
        let place = clauses.places[verb];
        let joined = clauses.groups.get(place + 1)?.kind == Kind::Coordinator;
        let Kind::Verbal(other) = clauses.groups.get(place + 2).filter(|_| joined)?.kind else { return None };
        let alike = clauses.subjects[other] == clauses.subjects[verb]
            && clauses.verbs[other].tense == clauses.verbs[verb].tense
            && !clauses.verbs[other].passive;
        let trigger = Trigger { sentence: self.trigger.sentence, group: place + 2, verb: Some(other) };
        alike.then(|| Arguments::new(self.scene, trigger))
    }

    /// The object; of a noun for what is owned, in the plural, the first that "of" introduces: in "filiales de X, A et B" the
    /// others are what they are called.
    pub(super) fn owners_of_units(&self) -> Vec<usize> {
        let mut objects = self.object();
        let at = self.trigger.group;
        let shareholders = self
            .scene
            .descriptor_of(self.group(at))
            .is_some_and(|d| matches!(d.meaning, entente_lang::Meaning::Relation(Relation::Shareholder)));
        let several = self.group(at).number(&self.scene.tags) == Some(Number::Plural)
            && (shareholders || self.classes_of(at).any(self.class("asset")));
        if self.trigger.verb.is_none()
            && several
            && objects.first().is_some_and(|&first| {
                self.clauses().groups.get(first + 1).is_some_and(|g| g.kind == Kind::Comma)
            })
        {
            objects.truncate(1);
        }
        objects
    }

    /// "X, que Y cherche à vendre": what the relative pronoun stands for, where the subject stands behind it.
    fn relative_object(&self, verb: usize) -> Option<usize> {
        let clauses = self.clauses();
        let outermost = self.governors().into_iter().filter_map(|governor| match governor {
            Governor::Verb(verb) => Some(verb),
            Governor::Noun(_) => None,
        });
        let finite = std::iter::once(verb).chain(outermost).find(|&v| clauses.verbs[v].is_finite())?;
        let place = clauses.places[finite];
        let relative = (0..place).rev().find(|&at| {
            matches!(
                clauses.groups[at].kind,
                Kind::Relative | Kind::Verbal(_) | Kind::Break | Kind::Subordinator
            )
        })?;
        let behind = match &clauses.subjects[finite] {
            Subject::Groups(subject) => subject[0] > relative,
            Subject::Pronoun(_) => true,
            Subject::Missing => false,
        };
        let direct = self.is(self.scene.tags[clauses.groups[relative].head].lemma, "whom");
        let mut before = (0..relative).rev().find(|&at| clauses.groups[at].kind != Kind::Comma)?;
        if clauses.groups[before].kind == Kind::Close {
            before = clauses.opening(before)?.checked_sub(1)?;
        }
        let found = clauses.groups[relative].kind == Kind::Relative && behind && direct;
        (found && clauses.groups[before].is_nominal()).then_some(before)
    }

    fn is_time(&self, group: &Group) -> bool {
        let dated = self.scene.dimensions_in(&group.tokens).iter().any(crate::dimension::Dimension::is_date);
        dated && self.scene.names_in(group).is_empty()
    }

    /// "with Merzac's unit Caldora": what a genitive behind the group owns; of "Caldora's acquisition" Caldora itself.
    fn owned_by(&self, at: usize) -> usize {
        let genitive = self.class("genitive");
        let owned = self.clauses().possessed(at, &self.scene.tags, genitive, self.scene.lang);
        if self.classes_of(owned).any(self.class("closing")) { at } else { owned }
    }

    /// What follows a noun's "of" at once, or behind its agent or receiver: "the purchase by A of B".
    fn after_directly(&self, class: &str) -> Vec<usize> {
        let groups = &self.clauses().groups;
        let window = self.window();
        for at in window.clone() {
            let group = &groups[at];
            match group.kind {
                // "une offre de 3 milliards de X": how much it is stands between.
                Kind::Preposition
                    if groups.get(at + 1).is_some_and(|next| {
                        next.is_nominal()
                            && !self.scene.dimensions_in(&next.tokens).is_empty()
                            && self.scene.names_in(next).is_empty()
                            && groups.get(at + 2).is_some_and(|g| {
                                g.kind == Kind::Preposition && self.is(self.scene.tags[g.head].lemma, class)
                            })
                            && !self
                                .scene
                                .dimensions_in(&next.tokens)
                                .iter()
                                .any(crate::dimension::Dimension::is_percent)
                    }) => {}
                Kind::Preposition if self.is(self.scene.tags[group.head].lemma, class) => {
                    let found = window.contains(&(at + 1)) && groups[at + 1].is_nominal();
                    let members = |first| self.clauses().coordinated_right(first, &self.scene.tags);
                    return if found {
                        let first = self.owned_by(at + 1);
                        // ("the purchase of X and Y's purchase of Z": of X alone.)
                        let owner = |m: &usize| {
                            *m != first
                                && groups.get(m + 1).is_some_and(|g| self.scene.is_genitive(g.tokens.start))
                        };
                        members(first).into_iter().filter(|m| window.contains(m) && !owner(m)).collect()
                    } else {
                        Vec::new()
                    };
                }
                Kind::Preposition => {
                    let lemma = self.scene.tags[group.head].lemma;
                    // "the acquisition in 2005 of X": when stands between.
                    let timely = groups.get(at + 1).is_some_and(|next| {
                        next.kind == Kind::Adverb || next.is_nominal() && self.is_time(next)
                    });
                    let between =
                        ["by", "to", "with", "of", "at-price"].iter().any(|between| self.is(lemma, between));
                    if !(timely || between) {
                        break;
                    }
                }
                // "sa holding X 30% de Y": behind the name another object begins.
                Kind::Nominal if self.is_figure_behind_name(at) => break,
                // "filiale à 51% de X", "actionnaire à 50-50 de X": how much of it stands between.
                Kind::Nominal if !self.scene.dimensions_in(&group.tokens).is_empty() => {}
                // "fusion avec le site de Pau": of a common noun the complement is its own.
                Kind::Nominal if groups[at - 1].kind == Kind::Preposition => {
                    if self.is_no_price(at) && self.scene.descriptor_of(group).is_none() {
                        break;
                    }
                }
                Kind::Nominal if self.is_parenthesis(at) => {}
                // "the owner and operator of X": of both nouns.
                Kind::Coordinator if at == window.start => {}
                Kind::Nominal
                    if at == window.start + 1
                        && groups[window.start].kind == Kind::Coordinator
                        && self.scene.names_in(group).is_empty() => {}
                Kind::Adverb | Kind::Open | Kind::Close | Kind::Comma | Kind::Quote => {}
                _ => break,
            }
        }
        Vec::new()
    }

    fn filler(&self, entity: Option<usize>, group: usize, span: Span) -> Filler {
        Filler { entity, sentence: self.trigger.sentence, group, span, described: false }
    }
}
