//! Names, and for whom of the gold a predicted one stands.

use std::collections::BTreeSet;

use entente_model::{Entity, Party};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// Words of names that do not tell companies apart: legal forms, and the articles and small words of French and English.
const INDISTINCT: &str = "sa se sas sarl spa srl ag nv bv kg kgaa gmbh ab oy asa plc inc incorporated corp corporation ltd \
    limited llc lp co company companies group groupe holding holdings the le la les l un une des du de d a an of and et";

/// Shortest word, in characters, whose first letter tells whether a name is a proper one, and which may tie a short name to a
/// long one.
const TELLING: usize = 4;

/// The words of a name in which they are compared.
pub(crate) type Folded = Vec<String>;

/// Whom a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identity {
    /// Nobody who is named.
    Unnamed,
    /// The gold entity of this key.
    Gold(String),
    /// Somebody of whom the gold knows nothing.
    Stranger(Folded),
}

/// The words of a text, `_` and digits included, marks left out.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Text without case: `ß` is `ss`, every sigma the same.
pub(crate) fn caseless(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            _ => folded.push(c),
        }
    }
    folded
}

/// A name without case, accents, and words that do not tell companies apart, unless it has no others.
pub(crate) fn fold(name: &str) -> Folded {
    let spelt = name.replace('’', "'").replace('&', " and ");
    let plain: String = spelt.nfkd().filter(|&c| canonical_combining_class(c) == 0).collect();
    let plain = caseless(&plain);
    let all: Folded = words(&plain).map(str::to_owned).collect();
    let indistinct = |word: &String| INDISTINCT.split_whitespace().any(|other| other == word);
    let told: Folded = all.iter().filter(|word| !indistinct(word)).cloned().collect();
    if told.is_empty() { all } else { told }
}

/// A description: neither a capital nor a digit.
fn is_bare(name: &str) -> bool {
    !name.chars().any(|c| c.is_uppercase() || c.is_numeric())
}

/// A proper name: each telling word begins with a capital or holds a digit.
fn is_proper(name: &str) -> bool {
    let proper = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase) || word.chars().any(char::is_numeric)
    };
    !is_bare(name) && words(name).filter(|word| word.chars().count() >= TELLING).all(proper)
}

fn plain(name: &str) -> String {
    caseless(&name.replace('’', "'")).trim().to_owned()
}

/// The names of one entity.
#[derive(Debug)]
struct Known<'a> {
    key: &'a str,
    spelt: BTreeSet<String>,
    folded: BTreeSet<Folded>,
}

/// The names of an account's entities.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    all: Vec<Known<'a>>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(entities: &'a [Entity]) -> Self {
        let known = |entity: &'a Entity| {
            let forms = || {
                let others = entity.forms.iter().filter(|form| **form == entity.name || is_proper(form));
                std::iter::once(&entity.name).chain(others)
            };
            Known {
                key: &entity.name,
                spelt: forms().map(|form| plain(form)).collect(),
                folded: forms().map(|form| fold(form)).collect(),
            }
        };
        Self { all: entities.iter().map(known).collect() }
    }

    /// For whom a name of the gold stands: its own key.
    pub(crate) fn own(party: &Party) -> Identity {
        match party.name() {
            Some(name) if !is_bare(name) => Identity::Gold(name.to_owned()),
            _ => Identity::Unnamed,
        }
    }

    /// For whom of the gold a predicted name stands; `self` are the names of the prediction.
    pub(crate) fn identify(&self, party: &Party, gold: &Names<'_>) -> Identity {
        let Some(name) = party.name() else { return Identity::Unnamed };
        let found = gold.literal(name).or_else(|| gold.folded(name, &self.of(name)));
        match found.or_else(|| gold.contained(&self.of(name))) {
            Some(key) if is_bare(key) => Identity::Unnamed,
            Some(key) => Identity::Gold(key.to_owned()),
            None if is_bare(name) => Identity::Unnamed,
            None => Identity::Stranger(fold(name)),
        }
    }

    /// All folded names of the entity with this key.
    fn of(&self, key: &str) -> BTreeSet<Folded> {
        let known = self.all.iter().find(|known| known.key == key);
        known.map_or_else(|| BTreeSet::from([fold(key)]), |known| known.folded.clone())
    }

    /// The only entity that is spelt so; a key before other forms.
    fn literal(&self, name: &str) -> Option<&'a str> {
        let name = plain(name);
        let spelt: Vec<&str> =
            self.all.iter().filter(|known| known.spelt.contains(&name)).map(|known| known.key).collect();
        let keys: Vec<&str> = spelt.iter().copied().filter(|key| plain(key) == name).collect();
        match if keys.is_empty() { spelt } else { keys }.as_slice() {
            [key] => Some(key),
            _ => None,
        }
    }

    /// The entity that shares most names, folded.
    fn folded(&self, name: &str, names: &BTreeSet<Folded>) -> Option<&'a str> {
        let name = fold(name);
        let sharing = self.all.iter().filter_map(|known| {
            let shared = known.folded.intersection(names).count();
            (shared > 0).then(|| (shared, known.folded.contains(&name), known.key))
        });
        sharing.max().map(|(.., key)| key)
    }

    /// The only entity one of whose names contains one of these or is contained in it.
    fn contained(&self, names: &BTreeSet<Folded>) -> Option<&'a str> {
        let related = |known: &&Known<'_>| names.iter().any(|a| known.folded.iter().any(|b| is_part(a, b)));
        let mut found = self.all.iter().filter(related);
        let only = found.next()?;
        found.next().is_none().then_some(only.key)
    }
}

/// Whether the words of one are some of the other's, one of them telling.
fn is_part(a: &Folded, b: &Folded) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (short, long): (BTreeSet<&String>, BTreeSet<&String>) =
        (short.iter().collect(), long.iter().collect());
    short.len() < long.len()
        && short.is_subset(&long)
        && short.iter().any(|word| word.chars().count() >= TELLING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(name: &str, forms: &[&str]) -> Entity {
        Entity { forms: forms.iter().map(|&form| form.to_owned()).collect(), ..Entity::named(name) }
    }

    /// For whom a name stands that the prediction has without other forms.
    fn stands_for(name: &str, gold: &[Entity]) -> Identity {
        Names::new(&[]).identify(&Party::from(name), &Names::new(gold))
    }

    #[test]
    fn a_name_stands_for_the_gold_entity_that_has_it() {
        let gold = [
            entity("Norvane SA", &["Norvane SA", "Norvane", "le groupe"]),
            entity("Énéa", &["Énéa", "ENA"]),
            entity("usine de Caldora", &["usine de Caldora"]),
            entity("Caldora Énergie", &["Caldora Énergie"]),
        ];
        for (name, key) in
            [("norvane", "Norvane SA"), ("ENEA", "Énéa"), ("ena", "Énéa"), ("Groupe Norvane", "Norvane SA")]
        {
            assert_eq!(stands_for(name, &gold), Identity::Gold(key.to_owned()), "{name}");
        }
        // Two names contain it: it stands for neither.
        assert_eq!(stands_for("Caldora", &gold), Identity::Stranger(vec!["caldora".to_owned()]));
        assert_eq!(stands_for("Merzac", &gold), Identity::Stranger(vec!["merzac".to_owned()]));
    }

    #[test]
    fn descriptions_may_stand_for_nobody_named() {
        let gold = [entity("une usine", &["une usine"])];
        for name in ["?", "", "un partenaire", "une usine"] {
            assert_eq!(stands_for(name, &gold), Identity::Unnamed, "{name}");
        }
        assert_eq!(Names::own(&Party::from("une usine")), Identity::Unnamed);
    }

    #[test]
    fn other_forms_of_the_prediction_count() {
        let gold = [entity("Banque norvégienne de Caldora", &["Banque norvégienne de Caldora", "BNC"])];
        let told = [entity("Caldora Banque", &["Caldora Banque", "BNC"])];
        let found = Names::new(&told).identify(&Party::from("Caldora Banque"), &Names::new(&gold));
        assert_eq!(found, Identity::Gold("Banque norvégienne de Caldora".to_owned()));
    }

    #[test]
    fn what_is_left_of_a_name_is_what_tells_it() {
        assert_eq!(fold("L’Énéa & Cie S.A."), ["enea", "cie", "s"]);
        assert_eq!(fold("The Group"), ["the", "group"]);
        assert_eq!(fold("Straße"), ["strasse"]);
    }
}
