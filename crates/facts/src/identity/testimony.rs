//! What one article tells of who is who.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::{ArticleId, Entity, EntityKind};
use entente_text::fold;

use crate::bearers::Bearers;
use crate::directory::Class;
use crate::name::{
    acronym, core, is_acronym, is_distinctive, is_division, is_incorporated, is_proper, is_short_form,
};
use crate::{Directory, EntityId};

/// Most words of a name whose short forms count, legal forms apart: it bounds how long chains of short forms get.
const MOST_WORDS: usize = 12;

/// One thing that an article tells of a base id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Testimony {
    /// The base id.
    pub about: EntityId,
    /// Its name, as the article writes it.
    pub name: String,
    /// What is told of it.
    pub told: Told,
}

/// What an article may tell of a base id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// It is named, presented as of this kind and country where the article tells.
    Named {
        /// What it is.
        kind: Option<EntityKind>,
        /// ISO 3166-1 alpha-2 code of its home country.
        country: Option<String>,
    },
    /// Its name is a short form of this entity's full name, and the article uses both for the entity.
    ShortFor(EntityId),
    /// Its name is what the article calls this person by, who has a fuller name.
    CallsPerson(EntityId),
    /// Its name is the full name of this person.
    NamesPerson(EntityId),
    /// Its name is a short form of this entity's, and the article names both as two.
    Apart(EntityId),
}

impl Testimony {
    /// The other base id that it is about, if any.
    pub fn other(&self) -> Option<EntityId> {
        match self.told {
            Told::Named { .. } => None,
            Told::ShortFor(other)
            | Told::CallsPerson(other)
            | Told::NamesPerson(other)
            | Told::Apart(other) => Some(other),
        }
    }

    /// The base ids whose entity it may change: those that it is about, and those of the names that its name begins with.
    pub fn touches(&self) -> Vec<EntityId> {
        let about = std::iter::once(self.about).chain(self.other());
        about.chain(begun(&self.name)).collect()
    }

    /// The folded name without legal form under which it names its base id; none where it does not, or by a description.
    pub fn core(&self) -> Option<String> {
        let named = matches!(self.told, Told::Named { .. }) && is_proper(&self.name);
        named.then(|| core(&fold(&self.name)))
    }
}

/// The base ids of the shorter names that a name begins with.
pub(super) fn begun(name: &str) -> Vec<EntityId> {
    // One word begins with no other.
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    let core = core(&fold(name));
    core.match_indices(' ').map(|(end, _)| Directory::base(&core[..end])).take(MOST_WORDS).collect()
}

/// What an article tells of these entities, each thing once, in a fixed order. Of an organisation that is known
/// beforehand nothing but that it is named: its names are what they are.
pub(crate) fn testimonies<'a>(
    entities: impl IntoIterator<Item = &'a Entity>,
    bearers: &Bearers<'_>,
    directory: &Directory,
    article: &ArticleId,
) -> Vec<Testimony> {
    let mut all = BTreeSet::new();
    let mut tell = |about: EntityId, name: &str, told: Told| {
        let unknown = directory.get(about).is_none();
        if unknown || matches!(told, Told::Named { .. }) {
            all.insert(Testimony { about, name: name.to_owned(), told });
        }
    };
    let mut bodies: BTreeMap<String, (EntityId, &str)> = BTreeMap::new();
    for entity in entities {
        let id = bearers.id(&entity.name);
        let class = Class::of(entity.kind);
        tell(id, &entity.name, Told::Named { kind: entity.kind, country: entity.country.clone() });
        if !is_proper(&entity.name) {
            continue;
        }
        let whole = core(&fold(&entity.name));
        if class == Class::Person && whole.contains(' ') {
            let about = directory.identify(&entity.name, None, article);
            tell(about, &entity.name, Told::NamesPerson(id));
        }
        for form in entity.forms.iter().filter(|form| is_proper(form)) {
            let about = || directory.identify(form, None, article);
            match class {
                Class::Body if is_short_for(form, &entity.name, &whole) && about() != id => {
                    tell(about(), form, Told::ShortFor(id));
                }
                // By any part of the name, the last one mostly.
                Class::Person if is_short_form(form, &entity.name) => {
                    tell(about(), form, Told::CallsPerson(id));
                }
                Class::Body | Class::Person | Class::State | Class::Place => {}
            }
        }
        if class == Class::Body {
            bodies.insert(whole, (id, &entity.name));
        }
    }
    for (id, name) in bodies.values() {
        let shorter = short_cores(name).into_iter().filter_map(|short| bodies.get(&short));
        for (about, short) in shorter.filter(|(about, _)| about != id) {
            tell(*about, short, Told::Apart(*id));
        }
    }
    all.into_iter().collect()
}

/// True when `form` is a short form of `name` that may stand alone; `whole` is the core of the name.
fn is_short_for(form: &str, name: &str, whole: &str) -> bool {
    let words = |text: &str| text.split(' ').count();
    let short = core(&fold(form));
    // Fewer words, so that no chain of short forms comes back to where it began.
    let shorter = words(whole) <= MOST_WORDS && words(&short) < words(whole);
    // The end of a name is mostly its generic part; two letters are too few to tell bodies apart.
    let begins = whole.strip_prefix(&short).is_some_and(|rest| rest.starts_with(' ') && !is_division(rest));
    let initials = || short.len() > 2 && is_acronym(form, name);
    // With a legal form it is a full name.
    let full = is_incorporated(form);
    shorter && !full && is_distinctive(&short) && (begins || initials())
}

/// The cores of all names that a short form of this name may have.
fn short_cores(name: &str) -> BTreeSet<String> {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() > 2 * MOST_WORDS {
        return BTreeSet::new();
    }
    let runs = (1..words.len()).flat_map(|length| words.windows(length)).map(|run| core(&run.join(" ")));
    runs.chain([fold(&acronym(name))]).collect()
}
