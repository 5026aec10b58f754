//! Coreference: which entity a descriptor, a relation, a set or a pronoun stands for. On a tie it abstains.

use entente_lang::{Descriptor, Determiner, Meaning, Number, Relation, Sector};
use entente_text::Mark;

use crate::clause::{Link, Subject};
use crate::entity::Sort;
use crate::group::{Group, Kind};
use crate::scene::Scene;
use crate::tag::Class;

/// How far back, in sentences, a descriptor or pronoun may reach.
const REACH: usize = 6;
/// Points between the best and the second best reading below which neither is taken.
const MARGIN: i32 = 2;

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
        let group = &self.clauses[sentence].groups[at];
        if !group.is_nominal() {
            return None;
        }
        let mention = |entities: Vec<usize>, named| Mention { entities, sentence, group: at, named };
        let names = self.names_in(group);
        if !names.is_empty() {
            let entities = self.named_entities(sentence, at, &names)?;
            return Some(mention(entities, true));
        }
        if let Class::Word(entente_lang::Pos::Pronoun(_)) = self.tags[group.head].class {
            let entities = self.pronoun(sentence, at, group.head)?;
            return Some(mention(entities, false));
        }
        let entities = self.descriptor(sentence, at)?;
        Some(mention(entities, false))
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
            if other && descriptor.is_none() || trailing && !generic {
                return None;
            }
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

    /// The country that an adjective of the group names.
    fn country_of(&self, group: &Group) -> Option<&str> {
        group.tokens.clone().find_map(|at| {
            let folded = self.document.folded(&self.document.tokens()[at]);
            let (_, forms) = self.lang.places().longest([folded])?;
            let form = forms.iter().find(|form| form.demonym)?;
            self.lang.places().get(form.place).country.as_deref()
        })
    }

    fn descriptor(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let group = &self.clauses[sentence].groups[at];
        let determiner = group.determiner(&self.tags);
        let descriptor = self.descriptor_of(group)?;
        let country = self.country_of(group);
        let plural = group.number(&self.tags) == Some(Number::Plural);
        match (descriptor.meaning, determiner) {
            // "chaque partenaire", "les deux groupes", "both companies".
            (Meaning::Company(_) | Meaning::Relation(Relation::Partner), Some(determiner))
                if plural || determiner == Determiner::Quantifier =>
            {
                self.set(sentence, at, determiner)
            }
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
            (Meaning::Relation(Relation::Partner | Relation::Rival), Some(Determiner::Possessive)) => {
                let owner = self.owner(sentence, at);
                let owner = owner.filter(|owners| owners.len() == 1).map(|owners| owners[0]);
                self.best(sentence, at, country, None, Some(owner?)).map(|entity| vec![entity])
            }
            _ => None,
        }
    }

    /// "l'homme d'affaires": the one person named in the sentences before; none where there are two.
    fn person(&self, sentence: usize, at: usize) -> Option<usize> {
        let here = self.clauses[sentence].groups[at].tokens.start;
        let first = self.clauses[sentence.saturating_sub(REACH)].tokens.start;
        let mut people = self.names.iter().enumerate().filter_map(|(index, name)| {
            let entity = self.entities.of_name(index);
            let near = (first..here).contains(&name.tokens.start);
            (near && self.entities.all[entity].sort == Sort::Person).then_some(entity)
        });
        let person = people.next()?;
        people.all(|other| other == person).then_some(person)
    }

    fn is_contracted(&self, sentence: usize, at: usize) -> bool {
        at > 0 && self.tags[self.clauses[sentence].groups[at - 1].head].is(entente_lang::Pos::Contraction)
    }

    /// Whose something is: the subject of the clause that the possessive stands in, or the last named before it.
    pub(crate) fn owner(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
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
        (0..at).rev().find_map(|before| {
            let group = &clauses.groups[before];
            let names = if group.is_nominal() { self.names_in(group) } else { Vec::new() };
            names.last().map(|&name| vec![self.entities.of_name(name)])
        })
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

    /// A set of two or more: the subject pair of this sentence, or the parties last named together.
    fn set(&self, sentence: usize, at: usize, determiner: Determiner) -> Option<Vec<usize>> {
        let group = &self.clauses[sentence].groups[at];
        let counts_two = group.tokens.clone().any(|token| self.count_at(token) == Some(2));
        if !(counts_two || determiner == Determiner::Quantifier) {
            return None;
        }
        for back in 0..=REACH.min(sentence) {
            let earlier = sentence - back;
            let limit = if back == 0 { group.tokens.start } else { usize::MAX };
            let clauses = &self.clauses[earlier];
            for member in (0..clauses.groups.len()).rev() {
                let candidate = &clauses.groups[member];
                if !candidate.is_nominal() || candidate.tokens.start >= limit {
                    continue;
                }
                let names = self.names_in(candidate);
                let joined = names.len() == 2;
                let pair: Vec<usize> = if joined {
                    names.iter().map(|&name| self.entities.of_name(name)).collect()
                } else {
                    let members = clauses.coordinated_left(member, &self.tags);
                    members
                        .iter()
                        .flat_map(|&m| self.names_in(&clauses.groups[m]))
                        .map(|name| self.entities.of_name(name))
                        .filter(|&entity| self.entities.all[entity].sort == Sort::Organisation)
                        .collect()
                };
                if pair.len() == 2 && pair[0] != pair[1] {
                    return Some(pair);
                }
            }
        }
        None
    }

    fn count_at(&self, token: usize) -> Option<u32> {
        self.dimensions
            .iter()
            .find(|d| d.tokens.contains(&token))
            .and_then(super::dimension::Dimension::count)
    }

    /// The organisation before this place that fits best. With an owner, the one that the text puts beside the owner.
    fn best(
        &self,
        sentence: usize,
        at: usize,
        country: Option<&str>,
        sector: Option<Sector>,
        owner: Option<usize>,
    ) -> Option<usize> {
        let here = self.clauses[sentence].groups[at].tokens.start;
        let mut scored: Vec<(i32, usize)> = Vec::new();
        for (index, entity) in self.entities.all.iter().enumerate() {
            if Some(index) == owner || !matches!(entity.sort, Sort::Organisation | Sort::Medium) {
                continue;
            }
            let Some(distance) = self.distance(index, sentence, here) else { continue };
            // Outlets are sources; they are meant only where the words say so.
            if entity.sort == Sort::Medium && sector != Some(Sector::Media) {
                continue;
            }
            let mut score = 10 - 2 * i32::try_from(distance.0.min(REACH)).unwrap_or(0);
            match (country, entity.country.as_deref()) {
                (Some(a), Some(b)) if a == b => score += 8,
                (Some(_), Some(_)) => continue,
                _ => {}
            }
            match (sector.filter(|s| *s != Sector::Generic), entity.sector) {
                (Some(a), Some(b)) if a == b => score += 6,
                (Some(_), Some(_)) => score -= 6,
                _ => {}
            }
            // Who is spoken of again and again, and stands as a subject, is who is meant.
            score += i32::try_from(distance.1.min(4)).unwrap_or(0);
            score += self.subject_bonus(index, sentence);
            if distance.0 > REACH && index != self.protagonist() {
                continue;
            }
            scored.push((score, index));
        }
        scored.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), index));
        match scored.as_slice() {
            [] => None,
            [(_, only)] => Some(*only),
            [(first, best), (second, _), ..] => (first - second >= MARGIN).then_some(*best),
        }
    }

    /// The company that the passage is about, when it is clear which: not the one that acts.
    pub(crate) fn spoken_of(&self, sentence: usize, at: usize, actor: Option<usize>) -> Option<usize> {
        self.best(sentence, at, None, None, actor)
    }

    /// How many sentences back the entity was last named before a token, and how often in all; none if never before.
    fn distance(&self, entity: usize, sentence: usize, token: usize) -> Option<(usize, usize)> {
        let names = &self.entities.all[entity].names;
        let last =
            names.iter().rev().map(|&name| self.names[name].tokens.start).find(|&start| start < token)?;
        let at = self.clauses.partition_point(|clauses| clauses.tokens.end <= last);
        Some((sentence.saturating_sub(at), names.len()))
    }

    /// The entity was the subject of the sentence before this one.
    fn subject_bonus(&self, entity: usize, sentence: usize) -> i32 {
        let Some(before) = sentence.checked_sub(1) else { return 0 };
        let clauses = &self.clauses[before];
        let named = clauses.subjects.iter().any(|subject| match subject {
            Subject::Groups(groups) => groups
                .iter()
                .flat_map(|&group| self.names_in(&clauses.groups[group]))
                .any(|name| self.entities.of_name(name) == entity),
            _ => false,
        });
        if named { 3 } else { 0 }
    }

    /// The organisation that the article names most often, the first of them on a tie.
    pub(crate) fn protagonist(&self) -> usize {
        let organisations =
            self.entities.all.iter().enumerate().filter(|(_, entity)| entity.sort == Sort::Organisation);
        organisations
            .max_by_key(|(index, entity)| (entity.names.len(), std::cmp::Reverse(*index)))
            .map_or(usize::MAX, |(index, _)| index)
    }

    /// The entities that a pronoun stands for: the subject before it in the sentence, else that of the sentence before.
    pub(crate) fn pronoun(&self, sentence: usize, at: usize, token: usize) -> Option<Vec<usize>> {
        let plural = self.tags[token].number == Some(Number::Plural);
        let word = self.document.lower(&self.document.tokens()[token]);
        if !self.lang.discourse().is_subject_pronoun(word.trim_start_matches("-t").trim_start_matches('-')) {
            return None;
        }
        let collective = self.tags[token].lemma.is_some_and(|lemma| {
            self.lang.discourse().of(lemma).any(self.lang.discourse().class("collective"))
        });
        let agree = |entities: &[usize]| {
            // "Nissan said they": a company is a they too, where the language has it so.
            let company = collective
                && entities.len() == 1
                && matches!(self.entities.all[entities[0]].sort, Sort::Organisation | Sort::Medium);
            (entities.len() > 1) == plural || company
        };
        let clauses = &self.clauses[sentence];
        for group in (0..at).rev() {
            if let Kind::Verbal(verb) = clauses.groups[group].kind
                && clauses.verbs[verb].is_finite()
                && let Subject::Groups(_) = &clauses.subjects[verb]
                && let Some(entities) = self.subject_entities(sentence, verb)
                && agree(&entities)
            {
                return Some(entities);
            }
        }
        // "Si X prévoit ..., il ...": a name before the pronoun that heads the sentence.
        let before = sentence.checked_sub(1)?;
        if self.document.tokens()[self.clauses[before].tokens.end - 1].is_mark(Mark::Question) {
            return None;
        }
        self.subject_of_sentence(before).filter(|entities| agree(entities))
    }

    /// The first subject of a sentence that stands for someone.
    fn subject_of_sentence(&self, sentence: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
        (0..clauses.verbs.len()).find_map(|verb| match &clauses.subjects[verb] {
            Subject::Groups(_) if clauses.verbs[verb].is_finite() => self.subject_entities(sentence, verb),
            _ => None,
        })
    }

    /// Who a pronoun that speaks stands for: the person named last before it, else as any pronoun.
    pub(crate) fn pronoun_speaker(&self, sentence: usize, at: usize, token: usize) -> Option<Vec<usize>> {
        let limit = self.clauses[sentence].groups[at].tokens.start;
        let plural = self.tags[token].number == Some(Number::Plural);
        let person = self.names.iter().enumerate().rev().find(|(index, name)| {
            name.tokens.end <= limit && self.entities.all[self.entities.of_name(*index)].sort == Sort::Person
        });
        if let Some((index, _)) = person
            && !plural
        {
            return Some(vec![self.entities.of_name(index)]);
        }
        self.pronoun(sentence, at, token)
    }
}
