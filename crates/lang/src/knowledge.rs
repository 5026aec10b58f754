//! Organisations known beforehand, whatever the language of the text: those that ship with the program, and a user's own.
//!
//! A file has a `kind` and a `sector` for the organisations that don't tell, and a list of them. Each has a `name`, and may
//! have an `id` (the folded name if not given), `aliases`, a `country` (ISO 3166 alpha-2), `sector`, `kind`, `common_word = true` where
//! a name of one word is an ordinary word too, `shared` (the names that another organisation has as well) and `ids` (identifiers by
//! scheme: `isin`, `lei`, `ticker`, `wikidata`). A name of a company or brand that is given without any capital is found in
//! texts without one.
//!
//! ```toml
//! kind = "company"
//! sector = "software"
//! organisations = [
//!   { name = "veltor", aliases = ["Veltor Systems"], country = "FR", ids = { ticker = "XPAR:VLT" } },
//! ]
//! ```
//!
//! A user's file stands above what ships with the program. An entry with the id of a known organisation corrects it: what the
//! entry tells stands, what it leaves out stays, names are added. An entry's names are its own: another known organisation that
//! has one loses it, unless the entry lists it under `shared`; one that has none left is no longer known.

mod file;
mod identifier;
mod organisation;

use std::sync::{Arc, OnceLock};

use entente_text::{Conventions, fold};
use rustc_hash::FxHashMap;

pub use organisation::{Organisation, OrganisationKind};

use crate::conventions::split;
use crate::error::LangError;
use crate::knowledge::file::Entries;
use crate::phrases::Phrases;
use crate::source::{EMBEDDED, Source};

/// The folder of the embedded organisations.
const FOLDER: &str = "knowledge";

/// A name of an organisation, as found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownName {
    /// Which organisation: an index for [`Knowledge::get`].
    pub organisation: usize,
    /// The name is also an ordinary word: it needs more than its spelling.
    pub common_word: bool,
    /// The name is written without a capital, and is one where a text writes it so.
    pub uncapitalised: bool,
}

/// Known organisations, with an index of their folded names.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    organisations: Vec<Organisation>,
    by_name: FxHashMap<Box<str>, Vec<usize>>,
}

impl Knowledge {
    /// Most bytes of a user's file: some 50,000 organisations.
    pub const MOST_BYTES: usize = 4 * 1024 * 1024;

    /// The organisations that ship with the program, read once.
    ///
    /// # Panics
    /// If the embedded data is not valid; a test reads all of it.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: OnceLock<Arc<Knowledge>> = OnceLock::new();
        let read = || Arc::new(Self::read_embedded().expect("the embedded data was checked by a test"));
        Arc::clone(BUILTIN.get_or_init(read))
    }

    pub(crate) fn read_embedded() -> Result<Self, LangError> {
        let mut entries = Entries::default();
        for (_, file, text) in EMBEDDED.iter().filter(|(folder, ..)| *folder == FOLDER) {
            entries.read(Source::new(file, text))?;
        }
        Ok(Self::of(entries.all.into_iter().map(file::Entry::organisation).collect()))
    }

    /// The same with a user's file above it. `file` is its name, for error messages.
    pub fn with(&self, file: &str, text: &str) -> Result<Self, LangError> {
        if text.len() > Self::MOST_BYTES {
            return Err(LangError::Syntax {
                file: file.to_owned(),
                message: format!("has {} bytes, at most {} are read", text.len(), Self::MOST_BYTES),
            });
        }
        let mut entries = Entries::default();
        entries.read(Source::new(file, text))?;
        let by_id: FxHashMap<&str, usize> =
            self.organisations.iter().enumerate().map(|(at, known)| (&*known.id, at)).collect();
        let mut all: Vec<Option<Organisation>> = self.organisations.iter().cloned().map(Some).collect();
        for entry in &entries.all {
            let own = by_id.get(entry.id().as_str());
            let claimed = entry.names().map(fold).filter(|name| !entry.shares(name));
            for folded in claimed {
                for &other in
                    self.by_name.get(folded.as_str()).into_iter().flatten().filter(|at| Some(*at) != own)
                {
                    all[other] = all[other].take().and_then(|known| without(known, &folded));
                }
            }
        }
        for entry in entries.all {
            let own = by_id.get(entry.id().as_str()).and_then(|&at| all[at].as_mut());
            match own {
                Some(known) => entry.correct(known),
                None => all.push(Some(entry.organisation())),
            }
        }
        Ok(Self::of(all.into_iter().flatten().collect()))
    }

    fn of(organisations: Vec<Organisation>) -> Self {
        let mut by_name: FxHashMap<Box<str>, Vec<usize>> = FxHashMap::default();
        for (index, organisation) in organisations.iter().enumerate() {
            for name in organisation.names() {
                by_name.entry(fold(name).into()).or_default().push(index);
            }
        }
        Self { organisations, by_name }
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
            for name in known.names() {
                let tokens: Vec<String> = split(name, conventions).iter().map(|token| fold(token)).collect();
                let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
                let common_word = known.common_word && tokens.len() == 1;
                let uncapitalised =
                    known.kind.brands() && !common_word && !name.chars().any(char::is_uppercase);
                names.insert(&tokens, KnownName { organisation, common_word, uncapitalised });
            }
        }
        names
    }
}

/// The organisation without a name, folded; none where it has no other.
fn without(mut known: Organisation, folded: &str) -> Option<Organisation> {
    known.aliases.retain(|alias| fold(alias) != folded);
    if fold(&known.name) == folded {
        if known.aliases.is_empty() {
            return None;
        }
        known.name = known.aliases.remove(0);
    }
    Some(known)
}

impl<'a> IntoIterator for &'a Knowledge {
    type Item = &'a Organisation;
    type IntoIter = std::slice::Iter<'a, Organisation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
