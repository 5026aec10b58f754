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
        BUILTIN
            .get_or_init(|| Self::load(&Folder::embedded()).expect("the embedded data was checked by a test"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discourse::ASKED_FOR;
    use crate::source::EMBEDDED;

    /// The French folder with one file changed, under the name of a language that has no data.
    fn load_with(file: &str, change: impl Fn(&str) -> String) -> Result<Languages, LangError> {
        let changed: Vec<(&str, String)> = EMBEDDED
            .iter()
            .filter(|(folder, ..)| *folder == "fr")
            .map(|&(_, name, text)| (name, if name == file { change(text) } else { text.to_owned() }))
            .collect();
        let folder = Folder::new("xx", changed.iter().map(|(name, text)| (*name, text.as_str())));
        Languages::load(&[folder])
    }

    #[test]
    fn a_folder_is_all_that_a_language_takes() {
        let languages = load_with("", str::to_owned).unwrap();
        let lang = languages.get(Language::new("xx").unwrap()).unwrap();
        assert!(!lang.analyses("rachète").is_empty());
        assert_eq!(languages.iter().count(), 1);
    }

    #[test]
    fn every_class_is_asked_for() {
        for lang in Languages::builtin() {
            let code = lang.language().to_string();
            let rules = EMBEDDED.iter().filter(|(folder, ..)| *folder == code).map(|(.., text)| *text);
            let rules: String = rules.collect();
            let idle: Vec<&str> = lang
                .discourse()
                .classes()
                .filter(|name| !ASKED_FOR.contains(name) && !rules.contains(&format!("@{name}\"")))
                .collect();
            assert!(idle.is_empty(), "{code}: neither the extractor nor a rule asks for {idle:?}");
        }
    }

    #[test]
    fn wrong_values_are_refused_with_file_key_and_value() {
        for (file, from, to, key, value) in [
            ("verbs.toml", "boire = \"boire\"", "boire = \"boirer\"", "verbs.boire", "boirer"),
            ("verbs.toml", "boire = \"boire\"", "boir = \"boire\"", "verbs.boir", "boire"),
            ("verbs.toml", "default = \"avoir\"", "default = \"avoire\"", "perfect.default", "avoire"),
            ("verbs.toml", "recent_past = \"venir\"", "recently = \"venir\"", "use", "recently"),
            ("verbs.toml", "recent_past = \"venir\"", "recent_past = \"v\"", "use.recent_past", "v"),
            ("verb_paradigms.toml", "like = \"dire\"", "like = \"dir\"", "model.interdire.like", "dir"),
            ("verb_paradigms.toml", "past = \"f+pu\"", "past = \"f+po\"", "model.être.past", "po"),
            ("verb_paradigms.toml", "past = \"f+pu\"", "past = \"fus\"", "model.être.past", "fus"),
            ("verb_paradigms.toml", "past = \"f+pu\"", "passed = \"f+pu\"", "model.être.passed", "f+pu"),
            ("verb_paradigms.toml", "past = \"f+pu\"", "past = \"{z}+pu\"", "model.être.past", "{z}+pu"),
            ("verb_paradigms.toml", "\"cer\", \"er\"]", "\"cer\", \"e\"]", "group.first", "e"),
            ("verb_paradigms.toml", "infinitive = \"-\"", "infinitive = \"x\"", "layout.infinitive", "x"),
            ("suffixes.toml", "tion = [\"noun:fs\"]", "tion = [\"nom:fs\"]", "suffixes.tion", "nom:fs"),
            ("function_words.toml", "\"le:ms\"", "\"le:xx\"", "inflected.determiner.definite.le", "le:xx"),
            ("geography.toml", "JP = { names", "JPN = { names", "country", "JPN"),
            ("descriptors.toml", "\"avionneur\"", "\"avionnard\"", "company.Aerospace", "avionnard"),
        ] {
            let result = load_with(file, |text| {
                assert!(text.contains(from), "{from} is gone from {file}");
                text.replacen(from, to, 1)
            });
            match result {
                Err(LangError::Value { file: found, key: at, value: given, .. }) => {
                    assert_eq!(
                        (found, at.as_str(), given.as_str()),
                        (format!("xx/{file}"), key, value),
                        "{to}"
                    );
                }
                other => panic!("{file} with {to:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn files_that_are_missing_or_no_toml_are_refused_by_name() {
        let without = EMBEDDED.iter().filter(|(folder, file, _)| *folder == "fr" && *file != "nouns.toml");
        let folder = Folder::new("xx", without.map(|&(_, file, text)| (file, text)));
        let missing = LangError::Missing { folder: "xx".into(), file: "nouns.toml".into() };
        assert_eq!(Languages::load(&[folder]).err(), Some(missing));
        for (file, text) in [
            ("nouns.toml", "[masculine"),
            ("nouns.toml", "[neutral]\nnoun = 'x'"),
            (
                "descriptors.toml",
                "agreement = 'none'\nplural = 'noun'\ncompany = {}\nrelation = {}\nperson = {}",
            ),
            ("conventions.toml", "elisions = ['l']"),
        ] {
            match load_with(file, |_| text.to_owned()) {
                Err(LangError::Syntax { file: found, .. }) => assert_eq!(found, format!("xx/{file}")),
                other => panic!("{file}: {other:?}"),
            }
        }
    }
}
