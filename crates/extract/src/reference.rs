//! Coreference: which entity a descriptor, a relation, a set or a pronoun stands for. On a tie it abstains.

mod calling;
mod candidate;
mod company;
mod kin;
mod pronoun;
mod set;

use std::ops::Range;

use entente_lang::{Descriptor, Determiner, Meaning, Number, Relation, Sector};

use crate::clause::{Link, Subject};
use crate::entity::Sort;
use crate::group::{Group, Kind};
use crate::scene::Scene;
use crate::tag::Class;

pub(crate) use calling::Calling;
pub(crate) use kin::Kin;

/// How far back, in sentences, a descriptor may reach.
const REACH: usize = 6;

/// Who plays in a noun group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The entities, usually one.
    pub(crate) entities: Vec<usize>,
    /// The sentence and the group.
    pub(crate) sentence: usize,
    pub(crate) group: usize,
    /// By a name of its own, not by a descriptor or a pronoun.
    pub(crate) named: bool,
}

impl Scene<'_> {
    /// The entities that a noun group of a sentence stands for.
    pub(crate) fn mention(&self, sentence: usize, at: usize) -> Option<Mention> {
        // A sentence cut short may end where a group is looked for.
        let group = self.clauses[sentence].groups.get(at)?;
        if !group.is_nominal() {
            return None;
        }
        let mention = |entities: Vec<usize>, named| Mention { entities, sentence, group: at, named };
        let names = self.names_in(group);
        if !names.is_empty() {
            let entities = self.named_entities(sentence, at, &names)?;
            return Some(mention(entities, true));
        }
        if self.is_latter(group) {
            return self.last_named(sentence, at).map(|entity| mention(vec![entity], false));
        }
        if self.is_management(group) {
            return self.managed(sentence, at).map(|entities| mention(entities, false));
        }
        if let Class::Word(entente_lang::Pos::Pronoun(_)) = self.tags[group.head].class {
            let entities = self.pronoun(sentence, at, group.head)?;
            return Some(mention(entities, false));
        }
        let entities = self.descriptor(sentence, at)?;
        Some(mention(entities, false))
    }

    /// The head of a group belongs to a class of the language.
    fn is_headed(&self, group: &Group, class: &str) -> bool {
        self.is_of(group.head, class)
    }

    /// A token belongs to a class of the language.
    fn is_of(&self, token: usize, class: &str) -> bool {
        let class = self.lang.discourse().class(class);
        self.classes(token).any(class)
    }

    /// "celui-ci", "ce dernier", "the latter": of one.
    fn is_latter(&self, group: &Group) -> bool {
        let pronoun = matches!(self.tags[group.head].class, Class::Word(entente_lang::Pos::Pronoun(_)));
        let pointed = group.determiner(&self.tags) == Some(Determiner::Demonstrative);
        self.is_headed(group, "latter")
            && group.number(&self.tags) != Some(Number::Plural)
            && (pronoun || pointed && group.tokens.len() == 2)
    }

    /// Whoever was named last before a group, in its sentence or the one before.
    fn last_named(&self, sentence: usize, at: usize) -> Option<usize> {
        let here = self.clauses[sentence].groups[at].tokens.start;
        let first = self.clauses[sentence.saturating_sub(1)].tokens.start;
        let mut named = self.named_within(first..here).rev().map(|name| self.entities.of_name(name));
        named.find(|&entity| {
            matches!(self.entities.all[entity].sort, Sort::Organisation | Sort::Medium | Sort::Person)
        })
    }

    /// "la direction", "the board": who decides in a company acts for it.
    fn is_management(&self, group: &Group) -> bool {
        let determined = group.determiner(&self.tags);
        self.is_headed(group, "body")
            && group.number(&self.tags) != Some(Number::Plural)
            && matches!(determined, Some(Determiner::Definite | Determiner::Possessive))
    }

    /// The company of a management: the one told behind it, or the one spoken of.
    fn managed(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let groups = &self.clauses[sentence].groups;
        let of = groups.get(at + 1).is_some_and(|g| g.kind == Kind::Preposition && self.is_headed(g, "of"));
        if of {
            let owner = at + 2;
            return groups
                .get(owner)
                .is_some_and(Group::is_nominal)
                .then(|| self.mention(sentence, owner))?
                .map(|m| m.entities);
        }
        self.best(sentence, at, None, Some(Sector::Generic), None).map(|entity| vec![entity])
    }

    /// Indices of the names that begin within a range of tokens.
    fn named_within(&self, tokens: Range<usize>) -> Range<usize> {
        let first = self.names.partition_point(|name| name.tokens.start < tokens.start);
        first..self.names.partition_point(|name| name.tokens.start < tokens.end).max(first)
    }

    /// Indices of the names inside a group.
    pub(crate) fn names_in(&self, group: &Group) -> Vec<usize> {
        let mut found = Vec::new();
        for at in group.tokens.clone() {
            if let Class::Name(name) = self.tags[at].class {
                found.push(name);
                // Names joined by a hyphen share their token.
                let tokens = &self.names[name].tokens;
                found.extend(
                    (name + 1..self.names.len()).take_while(|&twin| self.names[twin].tokens == *tokens),
                );
            }
        }
        found
    }

    /// A group that holds names stands for them unless its head says that it is something else of theirs: "l'alliance
    /// Renault-Nissan", "Nissan shares".
    fn named_entities(&self, sentence: usize, at: usize, names: &[usize]) -> Option<Vec<usize>> {
        let group = &self.clauses[sentence].groups[at];
        let head = &self.tags[group.head];
        if !head.is_name() && !self.lang.discourse().is_head_first() {
            // The names behind the head are what it is called; those before it only qualify it.
            let behind: Vec<usize> =
                names.iter().copied().filter(|&name| self.names[name].tokens.start > group.head).collect();
            let Some(&first) = behind.first() else {
                // "its Quest Inc subsidiary" is Quest; "a Quest subsidiary" is not.
                let owned = group.determiner(&self.tags) == Some(Determiner::Possessive);
                let generic = self.descriptor_of(group).is_some_and(|d| match d.meaning {
                    Meaning::Company(_) => true,
                    Meaning::Relation(relation) => {
                        owned && matches!(relation, Relation::Subsidiary | Relation::Unit)
                    }
                    Meaning::Person(_) => false,
                });
                return generic.then(|| vec![self.entities.of_name(names[0])]);
            };
            if behind.iter().any(|&name| self.names[name].tokens != self.names[first].tokens) {
                return Some(vec![self.entities.of_name(first)]);
            }
            let mut entities: Vec<usize> = behind.iter().map(|&name| self.entities.of_name(name)).collect();
            entities.dedup();
            return Some(entities);
        }
        if !head.is_name() {
            let descriptor = self.descriptor_of(group);
            let trailing = self.names[names[0]].tokens.end <= group.head;
            let other = head.lemma.is_some_and(|lemma| self.lang.rules().is_trigger(lemma));
            let generic = descriptor.is_some_and(|d| matches!(d.meaning, Meaning::Company(_)));
            // "la famille X": the people of that name are not the company.
            let house = descriptor.is_none() && self.is_headed(group, "holder-body");
            if other && descriptor.is_none() || trailing && !generic || house {
                return None;
            }
        } else if self.is_in_quotes_before(group, names[0]) {
            // "des "produits frais" X": goods of X.
            return None;
        } else if let Some(noun) = self.trailing_noun(group, names)
            && !self.is_descriptor_word(noun)
        {
            return None;
        }
        let mut entities: Vec<usize> = names.iter().map(|&name| self.entities.of_name(name)).collect();
        entities.dedup();
        if entities.len() > 1 && self.names[names[0]].tokens != self.names[names[1]].tokens {
            // "le japonais Nissan Carlos": two names in one group are one apposed to the other; the first stands.
            entities.truncate(1);
        }
        Some(entities)
    }

    /// A plural group whose own words are quoted, before a name.
    fn is_in_quotes_before(&self, group: &Group, name: usize) -> bool {
        let before = group.tokens.start..self.names[name].tokens.start;
        let tokens = self.document.tokens();
        let determiner = &self.tags[group.tokens.start];
        determiner.is_determiner()
            && determiner.number == Some(Number::Plural)
            && before.into_iter().any(|at| tokens[at].is_mark(entente_text::Mark::CloseQuote))
    }

    /// A common noun behind the last name of a group: the name only qualifies it.
    fn trailing_noun(&self, group: &Group, names: &[usize]) -> Option<usize> {
        let last = self.names[*names.last()?].tokens.end;
        (last..group.tokens.end).find(|&at| self.tags[at].is(entente_lang::Pos::Noun))
    }

    fn is_descriptor_word(&self, at: usize) -> bool {
        let word = self.document.lower(&self.document.tokens()[at]);
        self.lang
            .descriptors()
            .longest([word])
            .is_some_and(|(_, d)| matches!(d[0].meaning, Meaning::Company(_)))
    }

    /// The descriptor that heads a group, if one does.
    pub(crate) fn descriptor_of(&self, group: &Group) -> Option<Descriptor> {
        let tokens = self.document.tokens();
        group.tokens.clone().find_map(|at| {
            let words = tokens[at..group.tokens.end].iter().map(|token| self.document.lower(token));
            let (taken, found) = self.lang.descriptors().longest(words)?;
            (at..at + taken).contains(&group.head).then_some(found[0])
        })
    }

    /// True for a group whose head says that one stands so to another: "la filiale de X".
    pub(crate) fn is_relation(&self, group: &Group, relation: Relation) -> bool {
        self.descriptor_of(group).is_some_and(|descriptor| descriptor.meaning == Meaning::Relation(relation))
    }

    /// The country that an adjective of the group names.
    pub(crate) fn country_of(&self, group: &Group) -> Option<&str> {
        group.tokens.clone().find_map(|at| {
            let folded = self.document.folded(&self.document.tokens()[at]);
            let (_, forms) = self.lang.places().longest([folded])?;
            let form = forms.iter().find(|form| form.demonym)?;
            self.lang.places().get(form.place).country.as_deref()
        })
    }

    /// "le chinois", "the French": a word made from the name of a place.
    pub(crate) fn is_demonym(&self, token: usize) -> bool {
        let folded = self.document.folded(&self.document.tokens()[token]);
        let found = self.lang.places().longest([folded]);
        found.is_some_and(|(_, forms)| forms.iter().any(|form| form.demonym))
    }

    fn descriptor(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let group = &self.clauses[sentence].groups[at];
        let determiner = group.determiner(&self.tags);
        let country = self.country_of(group);
        let Some(descriptor) = self.descriptor_of(group) else {
            if let Some(entity) = self.headed(sentence, at) {
                return Some(vec![entity]);
            }
            return self.national(sentence, at, country?).map(|entity| vec![entity]);
        };
        let plural = group.number(&self.tags) == Some(Number::Plural);
        if plural
            && let Meaning::Company(_) | Meaning::Relation(_) = descriptor.meaning
            && let Some(members) = self.enumerated(sentence, at)
        {
            return Some(members);
        }
        match (descriptor.meaning, determiner) {
            // "chaque partenaire", "les deux groupes", "both companies", "the partners".
            (Meaning::Company(_) | Meaning::Relation(Relation::Partner), Some(determiner))
                if plural || determiner == Determiner::Quantifier =>
            {
                // ("both countries": companies are none.)
                let nations = self.is_of(group.head, "nations");
                let fits =
                    |&member: &usize| !nations || self.entities.all[member].sector == Some(Sector::Public);
                self.set(sentence, at, determiner).filter(|members| members.iter().all(fits))
            }
            // "the shipping business of X": whose it is tells which.
            (Meaning::Company(_), Some(Determiner::Definite)) if self.is_owned_asset(sentence, at) => None,
            (Meaning::Company(sector), Some(Determiner::Definite | Determiner::Demonstrative)) => {
                self.best(sentence, at, country, Some(sector), None).map(|entity| vec![entity])
            }
            // "groupe japonais" inside "au sein du groupe japonais": the article went into the preposition.
            (Meaning::Company(sector), None) if self.is_contracted(sentence, at) => {
                self.best(sentence, at, country, Some(sector), None).map(|entity| vec![entity])
            }
            (Meaning::Person(_), Some(Determiner::Definite | Determiner::Demonstrative)) if !plural => {
                self.person(sentence, at).map(|entity| vec![entity])
            }
            (
                Meaning::Relation(relation @ (Relation::Subsidiary | Relation::Parent)),
                Some(Determiner::Definite | Determiner::Demonstrative | Determiner::Possessive),
            ) if !plural => self.related(sentence, at, relation).map(|entity| vec![entity]),
            (Meaning::Relation(Relation::Partner | Relation::Rival), Some(Determiner::Possessive)) => {
                let owner = self.owner(sentence, at);
                let owner = owner.filter(|owners| owners.len() == 1).map(|owners| owners[0]);
                self.best(sentence, at, country, None, Some(owner?)).map(|entity| vec![entity])
            }
            _ => None,
        }
    }

    /// An asset with a name behind "of".
    fn is_owned_asset(&self, sentence: usize, at: usize) -> bool {
        let groups = &self.clauses[sentence].groups;
        let discourse = self.lang.discourse();
        let is = |lemma: Option<entente_lang::LemmaId>, class: &str| {
            discourse.of(lemma).any(discourse.class(class))
        };
        let of = groups
            .get(at + 1)
            .is_some_and(|g| g.kind == Kind::Preposition && is(self.tags[g.head].lemma, "of"));
        let named = groups.get(at + 2).is_some_and(|g| g.is_nominal() && !self.names_in(g).is_empty());
        is(groups[at].lemma(&self.tags), "asset") && of && named
    }

    /// "the two companies, A and B,": the names that a comma puts behind a plural are who it means.
    fn enumerated(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
        let first = clauses.groups.get(at + 2).filter(|group| group.is_nominal())?;
        if clauses.groups[at + 1].kind != Kind::Comma || !self.tags[first.head].is_name() {
            return None;
        }
        let members = clauses.coordinated_right(at + 2, &self.tags);
        let closed = clauses.groups.get(members.last()? + 1);
        let closed = closed.is_none_or(|group| matches!(group.kind, Kind::Comma | Kind::Break | Kind::Close));
        let mut entities: Vec<usize> = Vec::new();
        for name in members.iter().flat_map(|&member| self.names_in(&clauses.groups[member])) {
            let entity = self.entities.of_name(name);
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        }
        (closed && members.len() > 1 && entities.len() == members.len()).then_some(entities)
    }

    /// "l'homme d'affaires": the one person named in the sentences before; none where there are two.
    fn person(&self, sentence: usize, at: usize) -> Option<usize> {
        let here = self.clauses[sentence].groups[at].tokens.start;
        let first = self.clauses[sentence.saturating_sub(REACH)].tokens.start;
        let named = self.named_within(first..here).map(|name| self.entities.of_name(name));
        let mut people = named.filter(|&entity| self.entities.all[entity].sort == Sort::Person);
        let person = people.next()?;
        people.all(|other| other == person).then_some(person)
    }

    /// "le cirque" where "Cirque du Soleil" was named: the one organisation whose name of several words begins with this
    /// noun.
    fn headed(&self, sentence: usize, at: usize) -> Option<usize> {
        let group = &self.clauses[sentence].groups[at];
        let pointed =
            matches!(group.determiner(&self.tags), Some(Determiner::Definite | Determiner::Demonstrative));
        let contracted = group.tokens.len() == 1 && self.is_contracted(sentence, at);
        let alone = pointed && group.tokens.len() == 2 || contracted;
        if !alone || group.number(&self.tags) == Some(Number::Plural) {
            return None;
        }
        let word = self.document.folded(&self.document.tokens()[group.head]);
        let here = group.tokens.start;
        let mut headed = self.entities.all.iter().enumerate().filter(|(_, entity)| {
            let named = entity.names.first().is_some_and(|&name| self.names[name].tokens.start < here);
            named
                && entity.sort == Sort::Organisation
                && entity.words.len() > 1
                && entity.words.first().is_some_and(|first| first == word)
        });
        let (found, _) = headed.next()?;
        headed.next().is_none().then_some(found)
    }

    /// "le Français", "l'américain": the company of that country, where nothing else is told of it.
    fn national(&self, sentence: usize, at: usize, country: &str) -> Option<usize> {
        let group = &self.clauses[sentence].groups[at];
        let alone = group.tokens.len() == 2 && group.determiner(&self.tags) == Some(Determiner::Definite);
        let singular = group.number(&self.tags) != Some(Number::Plural);
        let found = self.best(sentence, at, Some(country), Some(Sector::Generic), None)?;
        (alone && singular && self.entities.all[found].country.as_deref() == Some(country)).then_some(found)
    }

    fn is_contracted(&self, sentence: usize, at: usize) -> bool {
        at > 0 && self.tags[self.clauses[sentence].groups[at - 1].head].is(entente_lang::Pos::Contraction)
    }

    /// Whose something is: the subject of the clause that the possessive stands in, or the last named before it.
    pub(crate) fn owner(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
        // "Notre partenariat avec Y", quoted: of the company of who says so.
        let first = clauses.groups[at].tokens.start;
        if self.is_of(first, "first-person") {
            return self.spoken_for(sentence, first).map(|company| vec![company]);
        }
        // "X and its subsidiary Y": of the name that it is joined to.
        if at >= 2
            && clauses.groups[at - 1].kind == Kind::Coordinator
            && clauses.groups[at - 2].is_nominal()
            && let Some(&name) = self.names_in(&clauses.groups[at - 2]).last()
        {
            return Some(vec![self.entities.of_name(name)]);
        }
        // "X rachète Y à sa maison mère", "buys Y from its parent": of Y, not of who buys.
        if let Some(bought) = self.bought_from(sentence, at) {
            return Some(bought);
        }
        if let Some(subject) = self.subject_behind(sentence, at) {
            return Some(subject);
        }
        // A group that is itself the subject has no owner in its clause.
        let carrier = clauses.carrier(at, &self.tags).filter(|(_, link)| *link != Link::Subject);
        let verb = carrier.map(|(verb, _)| verb).or_else(|| {
            (0..clauses.verbs.len())
                .rev()
                .find(|&verb| clauses.places[verb] < at && clauses.verbs[verb].is_finite())
        });
        if let Some(verb) = verb
            && let Some(entities) = self.subject_entities(sentence, verb)
        {
            return Some(entities);
        }
        // A relative clause's own subject may be a thing: then the main clause's.
        let main = (0..clauses.verbs.len()).rev().filter(|&other| {
            clauses.places[other] < at && clauses.verbs[other].is_finite() && Some(other) != verb
        });
        if let Some(entities) = main.into_iter().find_map(|other| self.subject_entities(sentence, other)) {
            return Some(entities);
        }
        // The sentence says nothing: whoever is named nearest before.
        let nearest = (0..at).rev().find_map(|before| {
            let group = &clauses.groups[before];
            let names = if group.is_nominal() { self.names_in(group) } else { Vec::new() };
            names.last().map(|&name| vec![self.entities.of_name(name)])
        });
        // "Son premier actionnaire, X, ...", at the head of a sentence: of whom the one before speaks.
        nearest.or_else(|| self.subject_of_sentence(sentence.checked_sub(1)?))
    }

    /// Who is bought of a parent or shareholder that a possessive tells: the object of the verb that it depends on.
    fn bought_from(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
        let discourse = self.lang.discourse();
        let group = &clauses.groups[at];
        let related = |relation| self.is_relation(group, relation);
        // ("its parent company".)
        let qualified = || {
            let mut lemmas = group.tokens.clone().map(|token| self.tags[token].lemma);
            lemmas.any(|lemma| discourse.of(lemma).any(discourse.class("parent")))
        };
        if !(related(Relation::Parent) || related(Relation::Shareholder) || qualified()) {
            return None;
        }
        let (verb, link) = clauses.carrier(at, &self.tags)?;
        let acquires = discourse.class("acquire").with(discourse.class("takeover"));
        let buys = discourse.of(clauses.verbs[verb].lemma).any(acquires);
        let sellers = discourse.class("to").with(discourse.class("from"));
        let from = matches!(link, Link::Oblique(Some(lemma)) if discourse.of(Some(lemma)).any(sellers));
        let object = clauses.places[verb] + 1;
        if !(buys && from && object < at && clauses.groups[object].is_nominal()) {
            return None;
        }
        self.mention(sentence, object).map(|mention| mention.entities)
    }

    /// The entities that are the subject of a verb.
    pub(crate) fn subject_entities(&self, sentence: usize, verb: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
        match &clauses.subjects[verb] {
            Subject::Missing => None,
            Subject::Pronoun(token) => self.pronoun(sentence, clauses.places[verb], *token),
            Subject::Groups(groups) => {
                let mut entities: Vec<usize> = groups
                    .iter()
                    .filter(|&&group| group < clauses.places[verb])
                    .filter_map(|&group| self.mention(sentence, group))
                    .flat_map(|mention| mention.entities)
                    .collect();
                entities.dedup();
                (!entities.is_empty()).then_some(entities)
            }
        }
    }
}
