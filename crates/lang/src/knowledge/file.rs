//! Files of organisations: what they may hold, checked entry by entry and each against the others.

use std::collections::BTreeMap;

use entente_text::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::identifier::Scheme;
use super::organisation::{Organisation, OrganisationKind};
use crate::error::LangError;
use crate::sector::Sector;
use crate::source::Source;

/// Longest name, in bytes.
const MOST_NAME: usize = 128;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// For organisations that don't tell.
    kind: Option<OrganisationKind>,
    /// For organisations that don't tell.
    sector: Option<Sector>,
    organisations: Vec<Entry>,
}

/// An organisation as a file tells it; what is left out is none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    id: Option<String>,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    country: Option<String>,
    sector: Option<Sector>,
    kind: Option<OrganisationKind>,
    common_word: Option<bool>,
    /// Names of this organisation that another one has too.
    #[serde(default)]
    shared: Vec<String>,
    #[serde(default)]
    ids: BTreeMap<String, String>,
}

/// The entries of a file that agree with each other.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) all: Vec<Entry>,
    ids: FxHashSet<Box<str>>,
    /// Who bears each folded name.
    bearers: FxHashMap<Box<str>, Vec<usize>>,
    /// Folded names that several organisations declare to share.
    shared: FxHashSet<Box<str>>,
}

impl Entries {
    /// Adds the entries of a file to those of files before it.
    pub(super) fn read(&mut self, source: Source<'_>) -> Result<(), LangError> {
        let file: File = source.parse()?;
        for mut entry in file.organisations {
            entry.kind = entry.kind.or(file.kind);
            entry.sector = entry.sector.or(file.sector);
            self.add(source, entry)?;
        }
        Ok(())
    }

    fn add(&mut self, source: Source<'_>, entry: Entry) -> Result<(), LangError> {
        let key = |field: &str| format!("organisations.{}.{field}", entry.name);
        entry.check(source)?;
        let id = entry.id();
        if id.trim().is_empty() || !self.ids.insert(id.as_str().into()) {
            return Err(source.value(key("id"), &id, "is empty, or another organisation's id"));
        }
        let index = self.all.len();
        self.shared.extend(entry.shared.iter().map(|name| fold(name).into_boxed_str()));
        for name in entry.names() {
            let folded = fold(name).into_boxed_str();
            let bearers = self.bearers.entry(folded.clone()).or_default();
            if bearers.contains(&index) {
                let reason = "is there twice once accents and case are folded";
                return Err(source.value(key("aliases"), name, reason));
            }
            if !bearers.is_empty() && !self.shared.contains(&folded) {
                let reason = "is another organisation's name, and neither lists it under shared";
                return Err(source.value(key("aliases"), name, reason));
            }
            bearers.push(index);
        }
        self.all.push(entry);
        Ok(())
    }
}

impl Entry {
    /// As given, else the folded name.
    pub(super) fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| fold(&self.name))
    }

    /// Every name, the usual one first.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// Whether it leaves this name, folded, to others as well.
    pub(super) fn shares(&self, folded: &str) -> bool {
        self.shared.iter().any(|name| fold(name) == folded)
    }

    fn check(&self, source: Source<'_>) -> Result<(), LangError> {
        let key = |field: &str| format!("organisations.{}.{field}", self.name);
        for (at, name) in self.names().enumerate() {
            let field = key(if at == 0 { "name" } else { "aliases" });
            if !name.chars().any(char::is_alphanumeric) || name.chars().any(char::is_control) {
                return Err(source.value(
                    field,
                    name,
                    "is no name: it needs a letter or a digit, on one line",
                ));
            }
            if name.len() > MOST_NAME {
                return Err(source.value(field, name, format!("is longer than {MOST_NAME} bytes")));
            }
        }
        if let Some(country) = &self.country
            && (country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()))
        {
            return Err(source.value(key("country"), country, "is no ISO 3166 alpha-2 code"));
        }
        for (scheme, code) in &self.ids {
            let key = key(&format!("ids.{scheme}"));
            match Scheme::named(scheme) {
                None => {
                    let reason = format!("is of no known scheme: {}", Scheme::names());
                    return Err(source.value(key, code, reason));
                }
                Some(known) if !known.accepts(code) => {
                    return Err(source.value(key, code, format!("is none of {}", known.expected)));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// An organisation of which this is all that is known.
    pub(super) fn organisation(self) -> Organisation {
        Organisation {
            id: self.id().into(),
            aliases: self.aliases.iter().map(|alias| alias.as_str().into()).collect(),
            name: self.name.into(),
            country: self.country.map(Into::into),
            sector: self.sector,
            kind: self.kind.unwrap_or(OrganisationKind::Company),
            common_word: self.common_word.unwrap_or_default(),
            ids: self.ids.into_iter().map(|(scheme, code)| (scheme.into(), code.into())).collect(),
        }
    }

    /// Corrects what is known: what it tells stands, what it leaves out stays; its names are added, its own name first.
    pub(super) fn correct(self, known: &mut Organisation) {
        let mut names: Vec<Box<str>> = vec![self.name.into()];
        let told = self.aliases.into_iter().map(Box::from);
        let before = std::iter::once(known.name.clone()).chain(std::mem::take(&mut known.aliases));
        for name in told.chain(before) {
            if !names.iter().any(|other| fold(other) == fold(&name)) {
                names.push(name);
            }
        }
        known.name = names.remove(0);
        known.aliases = names;
        known.country = self.country.map(Into::into).or_else(|| known.country.take());
        known.sector = self.sector.or(known.sector);
        known.kind = self.kind.unwrap_or(known.kind);
        known.common_word = self.common_word.unwrap_or(known.common_word);
        known.ids.extend(self.ids.into_iter().map(|(scheme, code)| (scheme.into(), code.into())));
    }
}
