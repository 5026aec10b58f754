//! The languages that the program knows.

use std::sync::OnceLock;

use entente_model::Language;
use entente_text::Conventions;

use crate::error::LangError;
use crate::lang::Lang;
use crate::source::Folder;

/// Every language of the data, by its code.
#[derive(Debug)]
pub struct Languages {
    langs: Vec<Lang>,
}

impl Languages {
    /// The languages that ship with the program, read once.
    ///
    /// # Panics
    /// If the embedded data is not valid; a test reads all of it.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Languages> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::load(&Folder::embedded()).expect("the embedded data was checked by a test"))
    }

    /// Reads every folder whose name is a language's code; other folders hold what no language owns.
    pub(crate) fn load(folders: &[Folder<'_>]) -> Result<Self, LangError> {
        let coded = folders.iter().filter_map(|folder| Some((Language::new(folder.name()).ok()?, folder)));
        let langs = coded.map(|(language, folder)| Lang::load(language, folder)).collect::<Result<_, _>>()?;
        Ok(Self { langs })
    }

    /// A language; `None` if there is no data for it.
    pub fn get(&self, language: Language) -> Option<&Lang> {
        self.langs.iter().find(|lang| lang.language() == language)
    }

    /// Every language, by code.
    pub fn iter(&self) -> std::slice::Iter<'_, Lang> {
        self.langs.iter()
    }

    /// The conventions of every language, to detect which one a text is written in.
    pub fn conventions(&self) -> Vec<&Conventions> {
        self.langs.iter().map(Lang::conventions).collect()
    }
}

impl<'a> IntoIterator for &'a Languages {
    type Item = &'a Lang;
    type IntoIter = std::slice::Iter<'a, Lang>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
