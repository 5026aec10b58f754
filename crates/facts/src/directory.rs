//! Who is known beforehand, and whom a name stands for.

use std::collections::{BTreeMap, HashMap};

use entente_model::{ArticleId, EntityKind};
use entente_text::fold;
use sha2::{Digest, Sha256};

use crate::EntityId;
use crate::name::{core, forms, is_distinctive, is_proper};

/// An organisation known beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its usual name.
    pub name: String,
    /// Other names: full, short, former, acronyms.
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-2 code of its home country.
    pub country: Option<String>,
    /// Its sector, `auto` for instance.
    pub sector: Option<String>,
    /// What it is; none is taken for an organisation.
    pub kind: Option<EntityKind>,
    /// Its identifiers, each scheme once, in the order of the schemes.
    pub identifiers: Vec<Identifier>,
}

/// An identifier of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    /// Whose identifiers: `isin`, `lei`, `ticker` or `wikidata`.
    pub scheme: String,
    /// The code within the scheme.
    pub code: String,
}

/// Bearers of names that are never one, even of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Organisations of all sorts, and whatever nothing is told of.
    Body,
    State,
    Place,
    Person,
}

/// Who is known beforehand. It says for any name in any article which entity it stands for, always the same.
///
/// A known name or alias, with or without legal form, is its organisation's. Of several organisations that have it once
/// folded, it is the one's that alone writes it so (`AfD` and `AFD`). Any other proper name is one entity for all articles.
/// What may be another in another article is an entity of its article alone: a name that several known organisations
/// share, a description ("l'usine de Douai"), an office ("le Ministère") and a person told by one name ("M. Morel").
///
/// A state, a place or a person is never an organisation of the same name: Orange the company and Orange the town.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    known: Vec<(EntityId, Known)>,
    by_id: HashMap<EntityId, usize>,
    /// Who has a folded name or alias.
    whole: HashMap<String, Vec<usize>>,
    /// The same without legal form.
    cores: BTreeMap<String, Vec<usize>>,
}

impl Class {
    pub(crate) fn of(kind: Option<EntityKind>) -> Self {
        match kind {
            None | Some(EntityKind::Organization | EntityKind::Media | EntityKind::Association) => Self::Body,
            Some(EntityKind::State) => Self::State,
            Some(EntityKind::Place) => Self::Place,
            Some(EntityKind::Person) => Self::Person,
        }
    }

    /// What the ids of its proper names are made with.
    const fn part(self) -> &'static str {
        match self {
            Self::Body => "name",
            Self::State => "state",
            Self::Place => "place",
            Self::Person => "person",
        }
    }
}

impl Known {
    /// An organisation of which nothing is known but its name.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            aliases: Vec::new(),
            country: None,
            sector: None,
            kind: None,
            identifiers: Vec::new(),
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

impl Directory {
    /// A directory of these organisations.
    pub fn new(known: impl IntoIterator<Item = Known>) -> Self {
        let mut directory = Self::default();
        for known in known {
            directory.add(known);
        }
        directory
    }

    fn add(&mut self, known: Known) {
        let index = self.known.len();
        let folded = fold(&known.name);
        let mut id = EntityId::of(&[Class::of(known.kind).part(), &core(&folded)]);
        if self.by_id.contains_key(&id) {
            // Two known organisations that only their legal form tells apart, or not even that.
            let country = known.country.as_deref().unwrap_or_default();
            id = EntityId::of(&["known", &folded, country, &known.aliases.join("\n")]);
        }
        for name in known.names() {
            let folded = fold(name);
            claim(self.cores.entry(core(&folded)).or_default(), index);
            claim(self.whole.entry(folded).or_default(), index);
        }
        self.by_id.insert(id, index);
        self.known.push((id, known));
    }

    /// Whom `name` stands for in an article that presents its bearer as of this kind; none where nothing tells.
    pub fn identify(&self, name: &str, kind: Option<EntityKind>, article: &ArticleId) -> EntityId {
        self.named(name, kind).unwrap_or_else(|| {
            EntityId::of(&["description", article.as_str(), Class::of(kind).part(), &fold(name)])
        })
    }

    /// Whom `name` stands for in every article that presents its bearer as of this kind; none where it may be another in
    /// another article.
    pub fn named(&self, name: &str, kind: Option<EntityKind>) -> Option<EntityId> {
        let folded = fold(name);
        let class = Class::of(kind);
        let of_class = |index: &usize| kind.is_none() || Class::of(self.known[*index].1.kind) == class;
        let core = core(&folded);
        let holders = self.holders(&folded, &core).iter().copied().filter(of_class);
        let holders: Vec<usize> = holders.collect();
        match holders.as_slice() {
            &[holder] => Some(self.known[holder].0),
            [] if !is_proper(name) || !is_distinctive(&core) => None,
            [] if class == Class::Person && !core.contains(' ') => None,
            [] => Some(EntityId::of(&[class.part(), &core])),
            several => {
                let mut exact =
                    several.iter().filter(|&&index| self.known[index].1.names().any(|n| n == name));
                match (exact.next(), exact.next()) {
                    (Some(&holder), None) => Some(self.known[holder].0),
                    _ => None,
                }
            }
        }
    }

    /// The base id of an unknown organisation by the core of its folded name.
    pub(crate) fn base(core: &str) -> EntityId {
        EntityId::of(&[Class::Body.part(), core])
    }

    /// The known organisations that have this folded name, of which this is the core.
    fn holders(&self, folded: &str, core: &str) -> &[usize] {
        let whole = self.whole.get(folded).or_else(|| self.whole.get(core));
        let holders = whole.or_else(|| self.cores.get(core));
        holders.map(Vec::as_slice).unwrap_or_default()
    }

    /// The folded names under which a known organisation is found: true where the name is its alone.
    pub(crate) fn names_of(&self, id: EntityId) -> BTreeMap<String, bool> {
        let mut names = BTreeMap::new();
        if let Some(known) = self.get(id) {
            for name in known.names().flat_map(|name| forms(&fold(name))) {
                let own =
                    matches!(self.holders(&name, &core(&name)), &[holder] if self.known[holder].0 == id);
                names.insert(name, own);
            }
        }
        names
    }

    /// What is known of an entity beforehand.
    pub fn get(&self, id: EntityId) -> Option<&Known> {
        self.by_id.get(&id).map(|&index| &self.known[index].1)
    }

    /// The state of a country, where it alone is known as that.
    pub(crate) fn state(&self, country: &str) -> Option<EntityId> {
        let of_country = |(_, known): &&(EntityId, Known)| {
            known.kind == Some(EntityKind::State) && known.country.as_deref() == Some(country)
        };
        let mut states = self.known.iter().filter(of_country);
        let state = states.next();
        state.filter(|_| states.next().is_none()).map(|(id, _)| *id)
    }

    /// The known organisations with a name that begins with these folded words and goes on.
    pub(crate) fn longer(&self, core: &str) -> impl Iterator<Item = EntityId> {
        let begin = format!("{core} ");
        let names = self.cores.range(begin.clone()..).take_while(move |(name, _)| name.starts_with(&begin));
        names.flat_map(|(_, holders)| holders).map(|&holder| self.known[holder].0)
    }

    /// A hash over all that is known: an index built with another directory may tell entities apart differently.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (id, known) in &self.known {
            hash.update(id.to_bytes());
            let told = [&known.country, &known.sector].map(|part| part.as_deref().unwrap_or_default());
            let kind = known.kind.map_or("", EntityKind::name);
            let aliases = known.aliases.iter().map(String::as_str);
            let codes = known.identifiers.iter().flat_map(|id| [id.scheme.as_str(), id.code.as_str()]);
            let parts = [known.name.as_str(), kind].into_iter().chain(told);
            for (list, parts) in
                [parts.collect::<Vec<_>>(), aliases.collect(), codes.collect()].iter().enumerate()
            {
                for part in parts {
                    hash.update(part.as_bytes());
                    hash.update([0]);
                }
                hash.update([1, u8::try_from(list).unwrap_or_default()]);
            }
        }
        hash.finalize().into()
    }
}

fn claim(holders: &mut Vec<usize>, index: usize) {
    if !holders.contains(&index) {
        holders.push(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, aliases: &[&str]) -> Known {
        let aliases = aliases.iter().map(|&alias| alias.to_owned()).collect();
        Known { aliases, ..Known::named(name) }
    }

    fn directory() -> Directory {
        Directory::new([
            known("Nordalia Group", &["Nordalia Énergie", "NRD"]),
            known("Vaucresson Mutuelle", &["VM"]),
            known("Ventes Modernes", &["VM"]),
            known("Virgo Ltd", &[]),
            known("Virgo Group", &[]),
            known("Lior", &[]),
            known("LIOR", &["Ligue ornithologique"]),
        ])
    }

    /// Whether two names mean the same entity, each in an article of its own.
    fn same(directory: &Directory, one: &str, other: &str) -> bool {
        let article = |id: &str| ArticleId::new(id).unwrap();
        directory.identify(one, None, &article("a-1")) == directory.identify(other, None, &article("a-2"))
    }

    #[test]
    fn names_that_mean_the_same() {
        for (one, other) in [
            ("Nordalia", "NORDALIA Group"),
            ("Nordalia", "nordalia energie"),
            ("NRD", "Groupe Nordalia"),
            ("Société Hautecombe", "SOCIETE HAUTECOMBE SA"),
            ("Hautecombe", "Hautecombe, Inc."),
            ("Virgo Ltd", "VIRGO LTD"),
            ("LIOR", "Ligue ornithologique"),
        ] {
            assert!(same(&directory(), one, other), "{one} and {other}");
        }
    }

    #[test]
    fn names_that_do_not() {
        for (one, other) in [
            ("Nordalia", "Nordalia Solaire"),
            ("Hautecombe", "Hautecomb"),
            ("VM", "Ventes Modernes"),
            ("VM", "Vaucresson Mutuelle"),
            ("VM", "VM"),
            ("l'Etat", "l'Etat"),
            ("Virgo Ltd", "Virgo Group"),
            ("Virgo", "Virgo Ltd"),
            ("Virgo", "Virgo Group"),
            ("Lior", "LIOR"),
            ("lior", "Lior"),
            ("l'usine de Douai", "l'usine de Douai"),
        ] {
            assert!(!same(&directory(), one, other), "{one} and {other}");
        }
    }

    #[test]
    fn an_unknown_entity_keeps_its_id_once_known() {
        let article = ArticleId::new("a-1").unwrap();
        let before = Directory::default().identify("Nordalia", None, &article);
        assert_eq!(directory().identify("Nordalia", None, &article), before);
        assert_eq!(directory().get(before).map(|known| known.name.as_str()), Some("Nordalia Group"));
    }

    #[test]
    fn the_fingerprint_follows_the_content() {
        assert_eq!(directory().fingerprint(), directory().fingerprint());
        let other = Directory::new([known("Nordalia Group", &["Nordalia Énergie"])]);
        assert_ne!(directory().fingerprint(), other.fingerprint());
    }
}
