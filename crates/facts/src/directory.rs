//! Who is known beforehand, and whom a name stands for.

use std::collections::{BTreeMap, HashMap};

use entente_model::ArticleId;
use entente_text::fold;
use sha2::{Digest, Sha256};

use crate::EntityId;
use crate::name::{core, forms, is_proper};

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
}

/// Who is known beforehand. It says for any name in any article which entity it stands for, always the same.
///
/// A known name or alias, with or without legal form, is its organisation's. Of several organisations that have it once
/// folded, it is the one's that alone writes it so (`AfD` and `AFD`); else nobody can tell, and the name is an entity of
/// its own. So is any other proper name, one for all articles; a description ("l'usine de Douai") is one of its article
/// alone.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    known: Vec<(EntityId, Known)>,
    by_id: HashMap<EntityId, usize>,
    /// Who has a folded name or alias.
    whole: HashMap<String, Vec<usize>>,
    /// The same without legal form.
    cores: HashMap<String, Vec<usize>>,
}

impl Known {
    fn names(&self) -> impl Iterator<Item = &String> {
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
        let mut id = EntityId::of(&["name", &core(&folded)]);
        if self.by_id.contains_key(&id) {
            // Two known organisations that only their legal form tells apart, or not even that.
            let country = known.country.as_deref().unwrap_or_default();
            id = EntityId::of(&["known", &folded, country, &known.aliases.join("\n")]);
        }
        for name in known.names() {
            let folded = fold(name);
            claim(&mut self.cores, core(&folded), index);
            claim(&mut self.whole, folded, index);
        }
        self.by_id.insert(id, index);
        self.known.push((id, known));
    }

    /// Whom `name` stands for in an article.
    pub fn identify(&self, name: &str, article: &ArticleId) -> EntityId {
        let folded = fold(name);
        match self.holders(&folded) {
            &[holder] => self.known[holder].0,
            [] if is_proper(name) => EntityId::of(&["name", &core(&folded)]),
            [] => EntityId::of(&["description", article.as_str(), &folded]),
            several => {
                let mut exact =
                    several.iter().filter(|&&index| self.known[index].1.names().any(|n| n == name));
                match (exact.next(), exact.next()) {
                    (Some(&holder), None) => self.known[holder].0,
                    _ => EntityId::of(&["shared", &core(&folded)]),
                }
            }
        }
    }

    /// The known organisations that have this folded name.
    fn holders(&self, folded: &str) -> &[usize] {
        let core = core(folded);
        let holders =
            self.whole.get(folded).or_else(|| self.whole.get(&core)).or_else(|| self.cores.get(&core));
        holders.map(Vec::as_slice).unwrap_or_default()
    }

    /// The folded names under which a known organisation is found: true where the name is its alone.
    pub(crate) fn names_of(&self, id: EntityId) -> BTreeMap<String, bool> {
        let mut names = BTreeMap::new();
        if let Some(known) = self.get(id) {
            for name in known.names().flat_map(|name| forms(&fold(name))) {
                let own = matches!(self.holders(&name), &[holder] if self.known[holder].0 == id);
                names.insert(name, own);
            }
        }
        names
    }

    /// What is known of an entity beforehand.
    pub fn get(&self, id: EntityId) -> Option<&Known> {
        self.by_id.get(&id).map(|&index| &self.known[index].1)
    }

    /// A hash over all that is known: an index built with another directory may tell entities apart differently.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (id, known) in &self.known {
            hash.update(id.to_bytes());
            let parts = [Some(&known.name), known.country.as_ref(), known.sector.as_ref()];
            for part in parts.into_iter().chain(known.aliases.iter().map(Some)) {
                hash.update(part.map_or("", String::as_str).as_bytes());
                hash.update([0]);
            }
            hash.update([1]);
        }
        hash.finalize().into()
    }
}

fn claim(names: &mut HashMap<String, Vec<usize>>, name: String, index: usize) {
    let holders = names.entry(name).or_default();
    if !holders.contains(&index) {
        holders.push(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, aliases: &[&str]) -> Known {
        let aliases = aliases.iter().map(|&alias| alias.to_owned()).collect();
        Known { name: name.to_owned(), aliases, country: None, sector: None }
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
        directory.identify(one, &article("a-1")) == directory.identify(other, &article("a-2"))
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
        let before = Directory::default().identify("Nordalia", &article);
        assert_eq!(directory().identify("Nordalia", &article), before);
        assert_eq!(directory().get(before).map(|known| known.name.as_str()), Some("Nordalia Group"));
    }

    #[test]
    fn the_fingerprint_follows_the_content() {
        assert_eq!(directory().fingerprint(), directory().fingerprint());
        let other = Directory::new([known("Nordalia Group", &["Nordalia Énergie"])]);
        assert_ne!(directory().fingerprint(), other.fingerprint());
    }
}
