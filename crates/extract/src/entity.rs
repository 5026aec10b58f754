//! Who the names of an article stand for: one entity for all names of the same body or person.

use entente_lang::{Descriptor, Knowledge, Lang, Meaning, OrganisationKind, PlaceKind, Pos, Role, Sector};
use entente_model::Span;
use entente_text::{Document, Shape, fold};
use rustc_hash::FxHashMap;

use crate::name::Name;

/// How many tokens may stand between a role and the name of who has it.
const ROLE_REACH: usize = 9;

/// What sort of body an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A company or any other organisation.
    Organisation,
    /// An outlet: as a source it is another medium.
    Medium,
    /// A state or country.
    State,
    /// A place that can't act.
    Place,
    /// A political party or a sport club: it speaks, and its alliances are no partnerships.
    Political,
    /// A person.
    Person,
}

/// An entity of the article.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    /// The fullest proper name.
    pub(crate) key: String,
    pub(crate) sort: Sort,
    /// ISO 3166 code of the home country, where known or told.
    pub(crate) country: Option<Box<str>>,
    /// What it does, where known or told.
    pub(crate) sector: Option<Sector>,
    /// What a person is told to be.
    pub(crate) roles: Vec<Role>,
    /// Known beforehand, or told to be a company by the words around it.
    pub(crate) sure: bool,
    /// The names that stand for it, in the order of the text.
    pub(crate) names: Vec<usize>,
    /// Folded words of its fullest name, without legal forms.
    pub(crate) words: Vec<String>,
    organisation: Option<usize>,
}

/// All entities of an article.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    pub(crate) all: Vec<Entity>,
    /// The entity of each name.
    of_name: Vec<usize>,
}

impl Entities {
    pub(crate) fn of_name(&self, name: usize) -> usize {
        self.of_name[name]
    }
}

/// Joins names to entities.
pub(crate) struct EntityLinker<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) lang: &'a Lang,
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) names: &'a [Name],
}

impl EntityLinker<'_> {
    pub(crate) fn link(&self) -> Entities {
        let mut entities = Entities::default();
        let mut by_words: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        for (index, name) in self.names.iter().enumerate() {
            let words = self.words(name);
            let known = name.organisation.and_then(|organisation| {
                entities.all.iter().position(|entity| entity.organisation == Some(organisation))
            });
            let found = known
                .or_else(|| by_words.get(&words).copied())
                .or_else(|| self.acronym(&entities, index))
                .or_else(|| self.shortened(&entities, index, &words))
                .or_else(|| self.lengthened(&entities, index, &words));
            let entity = if let Some(entity) = found {
                self.add(&mut entities.all[entity], index, &words);
                entity
            } else {
                entities.all.push(self.new_entity(index, words.clone()));
                entities.all.len() - 1
            };
            by_words.entry(words).or_insert(entity);
            entities.of_name.push(entity);
        }
        entities
    }

    fn text(&self, name: &Name) -> String {
        let text = name.span.of(self.document.text());
        if !text.ends_with('.') && !text.contains(char::is_whitespace) {
            return text.to_owned();
        }
        // A full stop that ends the sentence is none of the name's, if the name can do without.
        let sentences = self.document.sentences();
        let at = sentences.partition_point(|s| (s.tokens.end as usize) < name.tokens.end);
        let last = sentences.get(at).is_some_and(|s| s.tokens.end as usize == name.tokens.end);
        let legal = || {
            let word = text.rsplit(' ').next();
            word.is_some_and(|word| {
                word.chars().count() > 3 && self.lang.discourse().is_legal_form(&fold(word))
            })
        };
        let text = if last && text.ends_with('.') && legal() {
            text.strip_suffix('.').unwrap_or(text)
        } else {
            text
        };
        // A line end inside a name of a wrapped text is a blank.
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn words(&self, name: &Name) -> Vec<String> {
        let text = name.span.of(self.document.text());
        let all: Vec<String> = fold(text).split_whitespace().map(str::to_owned).collect();
        let kept: Vec<String> =
            all.iter().filter(|word| !self.lang.discourse().is_legal_form(word)).cloned().collect();
        if kept.is_empty() { all } else { kept }
    }

    /// "Caisse de dépôt et placement du Québec (CDPQ)": a name of capitals in parentheses right behind another.
    fn acronym(&self, entities: &Entities, index: usize) -> Option<usize> {
        let name = &self.names[index];
        let tokens = self.document.tokens();
        let before = index.checked_sub(1).map(|i| &self.names[i])?;
        if name.tokens.len() != 1 || tokens[name.tokens.start].shape() != Shape::Upper {
            return None;
        }
        let enclosed = before.tokens.end + 1 == name.tokens.start
            && tokens[before.tokens.end].is_mark(entente_text::Mark::OpenParen)
            && tokens.get(name.tokens.end).is_some_and(|t| t.is_mark(entente_text::Mark::CloseParen));
        let short = self.text(name).to_lowercase();
        let initials: String =
            fold(&self.text(before)).split_whitespace().filter_map(|word| word.chars().next()).collect();
        let mut letters = initials.chars();
        let spelt = short.chars().all(|c| letters.any(|l| l == c)) && initials.starts_with(&short[..1]);
        (enclosed && spelt && before.tokens.len() > 1).then(|| entities.of_name[index - 1])
    }

    /// A shorter form of a name that came before, when it can be that of one entity alone: "Ghosn" for "Carlos Ghosn",
    /// "Pininfarina" for "Automobili Pininfarina".
    fn shortened(&self, entities: &Entities, index: usize, words: &[String]) -> Option<usize> {
        let name = &self.names[index];
        if words.iter().map(String::len).sum::<usize>() < 3 || name.place.is_some() {
            return None;
        }
        let mut candidates = entities.all.iter().enumerate().filter(|(_, entity)| {
            let longer = entity.words.len() > words.len()
                && (entity.words.starts_with(words) || entity.words.ends_with(words));
            // A known company is not short for an unknown one that bears its name and another word.
            let apart = name.organisation.is_some() && entity.organisation != name.organisation;
            // Nor is one that stands beside it: "Bombardier" and "Bombardier Transport".
            longer && !apart && (entity.sort == Sort::Person || !self.beside(entity, index))
        });
        match (candidates.next(), candidates.next()) {
            (Some((entity, _)), None) => Some(entity),
            _ => None,
        }
    }

    /// The fuller form of a name that only the title has borne so far: "Telewest" there, "Telewest Broadband" below.
    fn lengthened(&self, entities: &Entities, index: usize, words: &[String]) -> Option<usize> {
        let title = self.document.sentences().first()?.tokens.end as usize;
        let name = &self.names[index];
        if name.tokens.start < title || name.place.is_some() {
            return None;
        }
        let mut candidates = entities.all.iter().enumerate().filter(|(_, entity)| {
            let fuller = words.len() > entity.words.len() && words.starts_with(&entity.words);
            let titled = entity.names.iter().all(|&other| self.names[other].tokens.end <= title);
            let named = entity.words.iter().map(String::len).sum::<usize>() > 2;
            fuller && titled && named && matches!(entity.sort, Sort::Organisation | Sort::Medium)
        });
        match (candidates.next(), candidates.next()) {
            (Some((entity, _)), None) => Some(entity),
            _ => None,
        }
    }

    fn beside(&self, entity: &Entity, index: usize) -> bool {
        let sentence = |at: usize| {
            self.document
                .sentences()
                .iter()
                .position(|s| s.tokens.contains(&u32::try_from(at).unwrap_or(u32::MAX)))
        };
        let own = sentence(self.names[index].tokens.start);
        entity.names.iter().any(|&other| sentence(self.names[other].tokens.start) == own)
    }

    fn add(&self, entity: &mut Entity, index: usize, words: &[String]) {
        entity.names.push(index);
        let length = |text: &str| text.trim_end_matches('.').chars().count();
        // A full stop that ends the sentence too makes no name fuller.
        if length(self.names[index].span.of(self.document.text())) > length(&entity.key) {
            let text = self.text(&self.names[index]);
            if length(&text) > length(&entity.key) {
                entity.key = text;
                entity.words = words.to_vec();
            }
        }
        if !entity.sure {
            let (sort, sure) = self.sort(index);
            if sure {
                entity.sort = sort;
                entity.sure = true;
            }
        }
        self.describe(entity, index);
    }

    fn new_entity(&self, index: usize, words: Vec<String>) -> Entity {
        let (sort, sure) = self.sort(index);
        let name = &self.names[index];
        let organisation = name.organisation.map(|o| self.knowledge.get(o));
        let mut entity = Entity {
            key: self.text(name),
            sort,
            country: organisation.and_then(|o| o.country.clone()),
            sector: organisation.and_then(|o| o.sector),
            roles: Vec::new(),
            sure,
            names: vec![index],
            words,
            organisation: name.organisation,
        };
        self.describe(&mut entity, index);
        entity
    }

    /// What the name and the words around it say of its sort, and whether that is more than a default.
    fn sort(&self, index: usize) -> (Sort, bool) {
        let name = &self.names[index];
        if let Some(organisation) = name.organisation {
            let sort = match self.knowledge.get(organisation).kind {
                OrganisationKind::Media => Sort::Medium,
                OrganisationKind::State => Sort::State,
                OrganisationKind::Party | OrganisationKind::Club => Sort::Political,
                _ => Sort::Organisation,
            };
            return (sort, true);
        }
        match name.place {
            Some(PlaceKind::Country) => return (Sort::State, true),
            Some(_) => return (Sort::Place, true),
            None => {}
        }
        let folded = fold(&self.text(name));
        if self.lang.discourse().is_state_word(&folded) {
            return (Sort::State, true);
        }
        let mut words = folded.split_whitespace();
        let first = words.next();
        if words.any(|word| self.lang.discourse().is_legal_form(word)) {
            return (Sort::Organisation, true);
        }
        if self.role_behind(index).is_some() {
            return (Sort::Person, true);
        }
        let before = self.descriptor_before(index);
        let acronym =
            name.tokens.len() == 1 && self.document.tokens()[name.tokens.start].shape() == Shape::Upper;
        let person = before.is_some_and(|d| matches!(d.meaning, Meaning::Person(_)));
        if self.title_before(index) || person && !acronym {
            return (Sort::Person, true);
        }
        if before.is_some_and(|d| matches!(d.meaning, Meaning::Company(_) | Meaning::Relation(_))) {
            return (Sort::Organisation, true);
        }
        if name.tokens.len() >= 2 && first.is_some_and(|first| self.lang.discourse().is_given_name(first)) {
            return (Sort::Person, true);
        }
        if self.age_after(index) {
            return (Sort::Person, true);
        }
        if let Some(descriptor) = self.descriptor_after(index) {
            match descriptor.meaning {
                Meaning::Person(_) => return (Sort::Person, true),
                Meaning::Company(_) => return (Sort::Organisation, true),
                Meaning::Relation(_) => {}
            }
        }
        if self.lang.discourse().is_place_name(&folded) || self.is_located(index) {
            return (Sort::Place, false);
        }
        (Sort::Organisation, false)
    }

    /// "l'usine, à Flins", "a plant in Sunderland": a name behind such a preposition, itself behind a site or a comma, is
    /// where something is.
    fn is_located(&self, index: usize) -> bool {
        let at = self.names[index].tokens.start;
        let Some(before) = at.checked_sub(2) else { return false };
        let has = |at: usize, class: &str| {
            let class = self.lang.discourse().class(class);
            let readings = self.lang.analyses(self.lower(at));
            readings.iter().filter_map(|a| a.lemma).any(|lemma| self.lang.discourse().of(lemma).any(class))
        };
        let anchored =
            has(before, "sites") || self.document.tokens()[before].is_mark(entente_text::Mark::Comma);
        has(at - 1, "at-place") && anchored
    }

    fn lower(&self, at: usize) -> &str {
        self.document.lower(&self.document.tokens()[at])
    }

    fn title_before(&self, index: usize) -> bool {
        let at = self.names[index].tokens.start;
        at.checked_sub(1).is_some_and(|before| self.lang.discourse().is_title(self.lower(before)))
    }

    /// A descriptor right before the name, an adjective between allowed: "le constructeur japonais Nissan".
    fn descriptor_before(&self, index: usize) -> Option<Descriptor> {
        let at = self.names[index].tokens.start;
        (1..=4.min(at)).find_map(|back| {
            let words = (at - back..at).map(|i| self.lower(i));
            let (taken, found) = self.lang.descriptors().longest(words)?;
            // "la société de conseil X": what the company does is not who X is.
            let complement = at > back && {
                let before = self.lang.analyses(self.lower(at - back - 1));
                before.iter().any(|a| a.pos == Pos::Preposition)
            };
            if complement && matches!(found[0].meaning, Meaning::Person(_)) {
                return None;
            }
            let rest = at - back + taken..at;
            let adjectives = rest
                .into_iter()
                .all(|i| self.lang.analyses(self.lower(i)).iter().any(|a| a.pos == Pos::Adjective));
            adjectives.then_some(found[0])
        })
    }

    /// "Nissan, premier constructeur ..."; "Jean Martin, directeur général de ...".
    fn descriptor_after(&self, index: usize) -> Option<Descriptor> {
        let tokens = self.document.tokens();
        let comma = self.names[index].tokens.end;
        if !tokens.get(comma)?.is_mark(entente_text::Mark::Comma) {
            return None;
        }
        let start = comma + 1;
        for at in start..(start + 4).min(tokens.len()) {
            let words = tokens[at..(at + 4).min(tokens.len())].iter().map(|token| self.document.lower(token));
            if let Some((_, found)) = self.lang.descriptors().longest(words) {
                return Some(found[0]);
            }
            // Only articles and adjectives stand before it: behind a preposition or a verb it is someone else
            // ("..., according to three people").
            let readings = self.lang.analyses(self.lower(at));
            let opens = |pos| matches!(pos, Pos::Determiner(_) | Pos::Adjective | Pos::Noun);
            if !readings.is_empty() && !readings.iter().any(|a| opens(a.pos)) || tokens[at].mark().is_some() {
                return None;
            }
        }
        None
    }

    /// "la ministre du Travail Ana Lopes", "le vice-président de Biotrel, Ana Lopes": a role whose complement stands
    /// between it and the name.
    fn role_behind(&self, index: usize) -> Option<Role> {
        let name = &self.names[index];
        let tokens = self.document.tokens();
        let mut at = name.tokens.start.checked_sub(1)?;
        if name.tokens.len() < 2 {
            return None;
        }
        let given = self.lang.discourse().is_given_name(self.document.folded(&tokens[name.tokens.start]));
        if tokens[at].is_mark(entente_text::Mark::Comma) {
            // Apposed: what follows closes it again, and is no list.
            let next = tokens.get(name.tokens.end);
            let listed = next.is_none_or(|token| {
                token.is_word()
                    && self
                        .lang
                        .analyses(self.document.lower(token))
                        .iter()
                        .any(|a| a.pos == Pos::Coordinator)
            });
            if listed || at == 0 {
                return None;
            }
            at -= 1;
        } else if self.is_function_word(at) {
            return None;
        } else if !given
            && !crate::name::is_capital(&tokens[at])
            && self.descriptor_before(index).is_some_and(|d| !matches!(d.meaning, Meaning::Person(_)))
        {
            // "le patron du constructeur Biotrel Motors".
            return None;
        }
        let stop = at.saturating_sub(ROLE_REACH);
        while at > stop {
            if tokens[at].mark().is_some() || tokens[at].is_enclitic() {
                return None;
            }
            let words =
                tokens[at..(at + 4).min(name.tokens.start)].iter().map(|token| self.document.lower(token));
            if let Some((_, found)) = self.lang.descriptors().longest(words) {
                match found[0].meaning {
                    Meaning::Person(role) => return Some(role),
                    Meaning::Company(_) | Meaning::Relation(_) => {}
                }
            }
            let readings = self.lang.analyses(self.document.lower(&tokens[at]));
            if !readings.is_empty()
                && readings.iter().all(|a| a.pos == Pos::Verb || a.pos == Pos::Coordinator)
            {
                return None;
            }
            at -= 1;
        }
        None
    }

    fn is_function_word(&self, at: usize) -> bool {
        let open = |a: &entente_lang::Analysis| {
            matches!(a.pos, Pos::Noun | Pos::Adjective | Pos::Adverb | Pos::Numeral)
        };
        let readings = self.lang.analyses(self.lower(at));
        !readings.is_empty() && !readings.iter().any(open)
    }

    /// "Jean Martin, 54 ans, ...", "John Martin, 54, ...".
    fn age_after(&self, index: usize) -> bool {
        let tokens = self.document.tokens();
        let end = self.names[index].tokens.end;
        let comma = |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(entente_text::Mark::Comma));
        let age =
            tokens.get(end + 1).is_some_and(|token| token.is_number() && token.end() - token.start() == 2);
        let years = tokens.get(end + 2).is_some_and(|token| {
            let time = self.lang.discourse().class("time");
            let readings = self.lang.analyses(self.document.lower(token));
            readings.iter().filter_map(|a| a.lemma).any(|lemma| self.lang.discourse().of(lemma).any(time))
        });
        comma(end) && age && (comma(end + 2) || years && comma(end + 3))
    }

    /// Country and sector told right before the name: "le constructeur japonais X".
    fn describe(&self, entity: &mut Entity, index: usize) {
        let told = [self.descriptor_before(index), self.descriptor_after(index)].into_iter().flatten();
        let roles = told.filter_map(|d| match d.meaning {
            Meaning::Person(role) => Some(role),
            Meaning::Company(_) | Meaning::Relation(_) => None,
        });
        entity.roles.extend(roles.chain(self.role_behind(index)));
        if let Some(Descriptor { meaning: Meaning::Company(sector), .. }) = self.descriptor_before(index)
            && entity.sector.is_none()
            && sector != Sector::Generic
        {
            entity.sector = Some(sector);
        }
        if entity.country.is_some() {
            return;
        }
        let at = self.names[index].tokens.start;
        for back in 1..=3.min(at) {
            let folded = self.document.folded(&self.document.tokens()[at - back]);
            if let Some((1, forms)) = self.lang.places().longest([folded])
                && let Some(form) = forms.iter().find(|form| form.demonym)
            {
                entity.country.clone_from(&self.lang.places().get(form.place).country);
                return;
            }
        }
    }
}

impl Entity {
    /// It can be a party of a partnership, hold or be held.
    pub(crate) fn can_act(&self) -> bool {
        !matches!(self.sort, Sort::Place | Sort::Political)
    }
}

/// The words of a name as the text has them.
pub(crate) fn surface(document: &Document<'_>, span: Span) -> String {
    span.of(document.text()).to_owned()
}
