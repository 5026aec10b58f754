//! Organisations known beforehand, whatever the language of the text.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use entente_text::{Conventions, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::conventions::split;
use crate::error::LangError;
use crate::phrases::Phrases;
use crate::sector::Sector;
use crate::source::{EMBEDDED, Source};

/// The folder of the embedded organisations.
const FOLDER: &str = "knowledge";

/// A known organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Unique among organisations: as given, else the folded name.
    pub id: Box<str>,
    /// The usual name.
    pub name: Box<str>,
    /// Other names: full, short, former, acronyms.
    pub aliases: Vec<Box<str>>,
    /// ISO 3166 alpha-2 code of its home country, if it has one.
    pub country: Option<Box<str>>,
    /// What it does.
    pub sector: Option<Sector>,
    /// What sort of body it is.
    pub kind: OrganisationKind,
    /// Some of its names of one word are ordinary words, first names or surnames: a capital is not enough of a cue at
    /// the start of a sentence.
    pub common_word: bool,
    /// Identifiers by scheme: `isin`, `lei`, `ticker`, `wikidata`.
    pub ids: BTreeMap<Box<str>, Box<str>>,
}

/// Sorts of organisation. Names in data files are in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// A company.
    Company,
    /// A bank.
    Bank,
    /// A fund or asset manager.
    Fund,
    /// A country as an actor.
    State,
    /// A ministry, regulator, court, central bank, international body.
    PublicBody,
    /// A newspaper, broadcaster or agency that reports.
    Media,
    /// A brand or business that belongs to a company.
    Brand,
    /// A family as a shareholder.
    Family,
    /// A political party.
    Party,
    /// A trade union or association.
    Union,
    /// A school, university or research institute.
    Institute,
    /// A sport club or league.
    Club,
}

/// A name of an organisation, as found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownName {
    /// Which organisation: an index for [`Knowledge::get`].
    pub organisation: usize,
    /// The name is also an ordinary word: it needs more than its spelling.
    pub common_word: bool,
}

/// Known organisations, with an index of their folded names.
#[derive(Debug, Default)]
pub struct Knowledge {
    organisations: Vec<Organisation>,
    by_name: FxHashMap<Box<str>, Vec<usize>>,
    ids: FxHashSet<Box<str>>,
    /// Folded names that several organisations declare to share.
    shared: FxHashSet<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// For organisations that don't tell.
    kind: Option<OrganisationKind>,
    /// For organisations that don't tell.
    sector: Option<Sector>,
    organisations: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Option<String>,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    country: Option<String>,
    sector: Option<Sector>,
    kind: Option<OrganisationKind>,
    #[serde(default)]
    common_word: bool,
    /// Names of this organisation that another one has too.
    #[serde(default)]
    shared: Vec<String>,
    #[serde(default)]
    ids: BTreeMap<String, String>,
}

/// Identifier schemes and the length of their codes, where it is fixed.
const SCHEMES: [(&str, Option<usize>); 4] =
    [("isin", Some(12)), ("lei", Some(20)), ("ticker", None), ("wikidata", None)];

impl Knowledge {
    /// The organisations that ship with the program, read once.
    ///
    /// # Panics
    /// If the embedded data is not valid; a test reads all of it.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Knowledge> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::read_embedded().expect("the embedded data was checked by a test"))
    }

    pub(crate) fn read_embedded() -> Result<Self, LangError> {
        let mut knowledge = Self::default();
        for (_, file, text) in EMBEDDED.iter().filter(|(folder, ..)| *folder == FOLDER) {
            knowledge.add(Source::new(file, text))?;
        }
        Ok(knowledge)
    }

    /// The organisations of a user's file alone. `file` is its name, for error messages.
    pub fn load(file: &str, text: &str) -> Result<Self, LangError> {
        let mut knowledge = Self::default();
        knowledge.extend(file, text)?;
        Ok(knowledge)
    }

    /// Adds the organisations of a user's file. On an error nothing can be said of what has been added.
    pub fn extend(&mut self, file: &str, text: &str) -> Result<(), LangError> {
        self.add(Source::new(file, text))
    }

    fn add(&mut self, source: Source<'_>) -> Result<(), LangError> {
        let file: File = source.parse()?;
        for entry in file.organisations {
            let kind = entry.kind.or(file.kind).unwrap_or(OrganisationKind::Company);
            let key = |field: &str| format!("organisations.{}.{field}", entry.name);
            let id = entry.id.clone().unwrap_or_else(|| fold(&entry.name));
            if id.trim().is_empty() || !self.ids.insert(id.as_str().into()) {
                return Err(source.value(key("id"), &id, "is empty, or another organisation's id"));
            }
            if let Some(country) = &entry.country
                && (country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()))
            {
                return Err(source.value(key("country"), country, "is no ISO 3166 alpha-2 code"));
            }
            for (scheme, code) in &entry.ids {
                let known = SCHEMES.iter().find(|(name, _)| name == scheme);
                if known.is_none_or(|(_, length)| length.is_some_and(|l| l != code.len())) {
                    return Err(source.value(
                        key(&format!("ids.{scheme}")),
                        code,
                        "is no identifier of a known scheme",
                    ));
                }
            }
            let index = self.organisations.len();
            self.shared.extend(entry.shared.iter().map(|name| fold(name).into_boxed_str()));
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                let folded = fold(name).into_boxed_str();
                let holders = self.by_name.entry(folded.clone()).or_default();
                if holders.contains(&index) {
                    return Err(source.value(
                        key("aliases"),
                        name,
                        "is there twice once accents and case are folded",
                    ));
                }
                if !holders.is_empty() && !self.shared.contains(&folded) {
                    let reason = "is another organisation's name, and neither lists it under shared";
                    return Err(source.value(key("aliases"), name, reason));
                }
                holders.push(index);
            }
            self.organisations.push(Organisation {
                id: id.into(),
                name: entry.name.as_str().into(),
                aliases: entry.aliases.iter().map(|alias| alias.as_str().into()).collect(),
                sector: entry.sector.or(file.sector),
                country: entry.country.map(Into::into),
                kind,
                common_word: entry.common_word,
                ids: entry.ids.into_iter().map(|(scheme, code)| (scheme.into(), code.into())).collect(),
            });
        }
        Ok(())
    }

    /// The organisation of an index.
    pub fn get(&self, index: usize) -> &Organisation {
        &self.organisations[index]
    }

    /// Every organisation.
    pub fn iter(&self) -> std::slice::Iter<'_, Organisation> {
        self.organisations.iter()
    }

    /// Indices of the organisations with this name or alias, accents and case folded.
    pub fn find(&self, name: &str) -> &[usize] {
        self.by_name.get(fold(name).as_str()).map_or(&[], Vec::as_slice)
    }

    /// All names as folded tokens of a language, for the longest match in its texts. Build it once per language.
    pub fn names(&self, conventions: &Conventions) -> Phrases<KnownName> {
        let mut names = Phrases::default();
        for (organisation, known) in self.organisations.iter().enumerate() {
            for name in std::iter::once(&known.name).chain(&known.aliases) {
                let tokens: Vec<String> = split(name, conventions).iter().map(|token| fold(token)).collect();
                let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
                names.insert(
                    &tokens,
                    KnownName { organisation, common_word: known.common_word && tokens.len() == 1 },
                );
            }
        }
        names
    }
}

impl<'a> IntoIterator for &'a Knowledge {
    type Item = &'a Organisation;
    type IntoIter = std::slice::Iter<'a, Organisation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
