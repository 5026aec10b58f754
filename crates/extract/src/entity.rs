//! Who the names of an article stand for: one entity for all names of the same body or person.

mod ends;
mod sort;

use std::cell::OnceCell;

use entente_lang::{Descriptor, Knowledge, Lang, Meaning, OrganisationKind, Role, Sector};
use entente_model::{EntityKind, Span};
use entente_text::{Document, Shape, fold};
use rustc_hash::{FxHashMap, FxHashSet};

use self::ends::Ends;
use crate::name::Name;

/// How many names before one are looked at for another of its house.
const MOST_BEFORE: usize = 64;
/// How many tokens apart a name and a shorter one that stands for another are, at most: "Bombardier Transport and
/// Bombardier".
const BESIDE: usize = 12;

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
    /// A political party, a trade union or a sport club: it speaks, and its alliances are no partnerships.
    Political,
    /// A person.
    Person,
}

impl Sort {
    /// As readers of events see it.
    pub(crate) const fn kind(self) -> EntityKind {
        match self {
            Self::Organisation => EntityKind::Organization,
            Self::Medium => EntityKind::Media,
            Self::State => EntityKind::State,
            Self::Place => EntityKind::Place,
            Self::Political => EntityKind::Association,
            Self::Person => EntityKind::Person,
        }
    }
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
    /// What kind of organisation it is, where known.
    pub(crate) kind: Option<OrganisationKind>,
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
    /// The first entity of each key, once one has been asked for.
    by_key: OnceCell<FxHashMap<String, usize>>,
}

impl Entity {
    /// Which known organisation it is.
    pub(crate) fn known(&self) -> Option<usize> {
        self.organisation
    }
}

impl Entities {
    pub(crate) fn of_name(&self, name: usize) -> usize {
        self.of_name[name]
    }

    /// The entity of this key.
    pub(crate) fn called(&self, key: &str) -> Option<&Entity> {
        let by_key = self.by_key.get_or_init(|| {
            let mut by_key = FxHashMap::default();
            for (index, entity) in self.all.iter().enumerate() {
                by_key.entry(entity.key.clone()).or_insert(index);
            }
            by_key
        });
        by_key.get(key).map(|&index| &self.all[index])
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
        let mut by_organisation: FxHashMap<usize, usize> = FxHashMap::default();
        let mut towns: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        let mut ends = Ends::default();
        let all_words: Vec<Vec<String>> = self.names.iter().map(|name| self.words(name)).collect();
        let abbreviations = self.abbreviations(&all_words);
        let apart = self.namesakes_apart(&all_words);
        for (index, name) in self.names.iter().enumerate() {
            let words = abbreviations.get(&all_words[index]).unwrap_or(&all_words[index]).clone();
            if self.is_town(index) {
                let namesake =
                    |(other, theirs): (usize, &Vec<String>)| *theirs == words && !self.is_town(other);
                let shared = all_words.iter().enumerate().any(namesake);
                let town = self.town(&mut entities, &mut towns, index, words, shared);
                entities.of_name.push(town);
                continue;
            }
            let known = name.organisation.filter(|_| !apart.contains(&words));
            let known = known.and_then(|organisation| by_organisation.get(&organisation).copied());
            let found = known
                .or_else(|| by_words.get(&words).copied())
                .or_else(|| self.shortened(&entities, &ends, index, &words))
                .or_else(|| self.lengthened(&entities, &ends, index, &words));
            let entity = if let Some(entity) = found {
                self.add(&mut entities.all[entity], index, &words);
                entity
            } else {
                let mut entity = self.new_entity(index, words.clone());
                if apart.contains(&words) {
                    entity.organisation = None;
                }
                entities.all.push(entity);
                entities.all.len() - 1
            };
            if let Some(organisation) = entities.all[entity].organisation {
                by_organisation.entry(organisation).or_insert(entity);
            }
            ends.note(entity, &entities.all[entity].words);
            by_words.entry(words).or_insert(entity);
            entities.of_name.push(entity);
        }
        entities
    }

    /// The town of a name, apart from the company that bears it too; one that does so in the same article is told from
    /// it by its key: "ville d'Orange".
    fn town(
        &self,
        entities: &mut Entities,
        towns: &mut FxHashMap<Vec<String>, usize>,
        index: usize,
        words: Vec<String>,
        shared: bool,
    ) -> usize {
        if let Some(&town) = towns.get(&words) {
            entities.all[town].names.push(index);
            return town;
        }
        let mut town = self.new_entity(index, words.clone());
        if shared {
            let name = &self.names[index];
            let begin = self.document.tokens()[name.tokens.start - 2].start();
            town.key = surface(self.document, Span::new(begin, name.span.end));
        }
        (town.organisation, town.kind, town.sector, town.country) = (None, None, None, None);
        entities.all.push(town);
        towns.insert(words, entities.all.len() - 1);
        entities.all.len() - 1
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
        // "Biotrel, Inc.": the comma is none of the name's.
        let bare = |word: &str| word.strip_suffix(',').unwrap_or(word).to_owned();
        let all: Vec<String> = fold(text).split_whitespace().map(bare).collect();
        let kept: Vec<String> =
            all.iter().filter(|word| !self.lang.discourse().is_legal_form(word)).cloned().collect();
        if kept.is_empty() { all } else { kept }
    }

    /// "Caisse de dépôt et placement du Québec (CDPQ)": a name of capitals in parentheses right behind another; the name
    /// before it.
    fn abbreviated(&self, index: usize) -> Option<usize> {
        let name = &self.names[index];
        let tokens = self.document.tokens();
        let before = index.checked_sub(1).map(|i| &self.names[i])?;
        let capitals = matches!(tokens[name.tokens.start].shape(), Shape::Upper | Shape::Mixed);
        if name.tokens.len() != 1 || !capitals {
            return None;
        }
        let enclosed = before.tokens.end + 1 == name.tokens.start
            && tokens[before.tokens.end].is_mark(entente_text::Mark::OpenParen)
            && tokens.get(name.tokens.end).is_some_and(|t| t.is_mark(entente_text::Mark::CloseParen));
        let full = fold(&self.text(before));
        let short = fold(&self.text(name));
        let mut letters = full.chars();
        let spelt =
            short.chars().all(|c| letters.any(|l| l == c)) && full.chars().next() == short.chars().next();
        (enclosed && spelt && before.tokens.len() > 1).then_some(index - 1)
    }

    /// What the article's own abbreviations stand for: the words of each, and those of the name that it is short for.
    fn abbreviations(&self, words: &[Vec<String>]) -> FxHashMap<Vec<String>, Vec<String>> {
        let spelt = (0..self.names.len()).filter_map(|index| {
            let full = self.abbreviated(index)?;
            Some((words[index].clone(), words[full].clone()))
        });
        spelt.collect()
    }

    /// Words that elsewhere name the same known organisation as others do, but here stand beside them in one sentence with no
    /// word in common: two bodies of one house ("X a cédé Y" where Y has since become X's other name).
    fn namesakes_apart(&self, words: &[Vec<String>]) -> FxHashSet<Vec<String>> {
        let mut apart = FxHashSet::default();
        let known: Vec<_> = self
            .names
            .iter()
            .zip(words)
            .filter_map(|(name, words)| {
                let start = name.tokens.start;
                Some((name.organisation?, start, self.sentence(start), words))
            })
            .collect();
        for (place, (organisation, start, sentence, words)) in known.iter().enumerate() {
            let nearest = known[..place].iter().rev().take(MOST_BEFORE);
            let before = nearest.take_while(|(_, _, other, _)| other == sentence);
            for (_, _, _, theirs) in before.filter(|(other, ..)| other == organisation) {
                let initials = |long: &[String], short: &[String]| {
                    let letters: String = long.iter().filter_map(|word| word.chars().next()).collect();
                    short.len() == 1 && (letters.starts_with(&short[0]) || short[0].len() <= 5)
                };
                let alike = theirs.iter().any(|word| words.contains(word))
                    || theirs.concat() == words.concat()
                    || initials(theirs, words)
                    || initials(words, theirs);
                let opened = |at: usize| self.document.tokens()[at].is_mark(entente_text::Mark::OpenParen);
                let enclosed = start.checked_sub(1).is_some_and(opened);
                if !alike && !enclosed {
                    apart.insert((*words).clone());
                }
            }
        }
        apart
    }

    /// The sentence of a token, by its number.
    fn sentence(&self, token: usize) -> usize {
        self.document.sentences().partition_point(|s| (s.tokens.end as usize) <= token)
    }

    /// A shorter form of a name that came before, when it can be that of one entity alone: "Ghosn" for "Carlos Ghosn",
    /// "Pininfarina" for "Automobili Pininfarina".
    fn shortened(&self, entities: &Entities, ends: &Ends, index: usize, words: &[String]) -> Option<usize> {
        let name = &self.names[index];
        if words.iter().map(String::len).sum::<usize>() < 3 || name.place.is_some() {
            return None;
        }
        let named = ends.beginning_or_ending(words).into_iter().map(|entity| (entity, &entities.all[entity]));
        let mut candidates = named.filter(|(_, entity)| {
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
    fn lengthened(&self, entities: &Entities, ends: &Ends, index: usize, words: &[String]) -> Option<usize> {
        let title = self.document.sentences().first()?.tokens.end as usize;
        let name = &self.names[index];
        if name.tokens.start < title || name.place.is_some() {
            return None;
        }
        let named = ends.beginning(words).into_iter().map(|entity| (entity, &entities.all[entity]));
        let mut candidates = named.filter(|(_, entity)| {
            let fuller = words.len() > entity.words.len() && words.starts_with(&entity.words);
            let titled = entity.names.last().is_some_and(|&last| self.names[last].tokens.end <= title);
            let named = entity.words.iter().map(String::len).sum::<usize>() > 2;
            // A known company is not the unknown one that bears its name and another word.
            let apart = entity.organisation.is_some() && name.organisation.is_none();
            fuller && !apart && titled && named && matches!(entity.sort, Sort::Organisation | Sort::Medium)
        });
        match (candidates.next(), candidates.next()) {
            (Some((entity, _)), None) => Some(entity),
            _ => None,
        }
    }

    fn beside(&self, entity: &Entity, index: usize) -> bool {
        let start = self.names[index].tokens.start;
        entity.names.last().is_some_and(|&last| {
            let last = self.names[last].tokens.start;
            self.sentence(last) == self.sentence(start) && start < last + BESIDE
        })
    }

    fn add(&self, entity: &mut Entity, index: usize, words: &[String]) {
        entity.names.push(index);
        // A full stop that ends the sentence too makes no name fuller, nor does a nickname: "la firme au losange".
        let fullness =
            |text: &str| (text.chars().any(char::is_uppercase), text.trim_end_matches('.').chars().count());
        let surface = self.names[index].span.of(self.document.text());
        if fullness(surface) > fullness(&entity.key) {
            let text = self.text(&self.names[index]);
            if fullness(&text) > fullness(&entity.key) {
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
            kind: organisation
                .map(|o| o.kind)
                .or_else(|| self.is_union(index).then_some(OrganisationKind::Union)),
            roles: Vec::new(),
            sure,
            names: vec![index],
            words,
            organisation: name.organisation,
        };
        self.describe(&mut entity, index);
        entity
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
        // "Commissariat général au Plan": what a name begins with.
        let own = self.names[index].tokens.clone().map(|at| self.document.lower(&self.document.tokens()[at]));
        let own = self.lang.descriptors().longest(own).map(|(_, found)| found[0].meaning);
        if own == Some(Meaning::Company(Sector::Public)) && entity.organisation.is_none() {
            entity.sector = entity.sector.or(Some(Sector::Public));
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
    /// "le groupe", "the airline" can stand for it: a body of that sort, and no ministry, union or school where a company is
    /// meant.
    pub(crate) fn is_called(&self, sector: Option<Sector>) -> bool {
        use OrganisationKind::{Club, Family, Institute, Party, PublicBody, State, Union};
        let other = matches!(self.kind, Some(Club | Family | Institute | Party | PublicBody | State | Union));
        match sector {
            Some(Sector::Public) => matches!(self.kind, Some(PublicBody)),
            Some(Sector::Education) => matches!(self.kind, Some(Institute)),
            Some(Sector::Sport) => matches!(self.kind, Some(Club)),
            _ => !other,
        }
    }

    /// What the article presents it as; none where it is only taken for an organisation because nothing tells otherwise.
    pub(crate) fn told_kind(&self) -> Option<EntityKind> {
        (self.sure || self.sort != Sort::Organisation).then(|| self.sort.kind())
    }

    /// It can be a party of a partnership, hold or be held.
    pub(crate) fn can_act(&self) -> bool {
        !matches!(self.sort, Sort::Place | Sort::Political)
    }
}

/// The words of a name as the text has them.
pub(crate) fn surface(document: &Document<'_>, span: Span) -> String {
    span.of(document.text()).to_owned()
}
