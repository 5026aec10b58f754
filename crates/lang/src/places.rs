//! Countries, regions and cities, by name and by the adjectives and nouns made from them.

use std::collections::BTreeMap;

use entente_text::fold;
use serde::Deserialize;

use crate::analysis::{Analysis, Gender, Number, Pos};
use crate::error::LangError;
use crate::lexicon::LexiconBuilder;
use crate::paradigm::Paradigms;
use crate::phrases::Phrases;
use crate::source::Source;

/// A place. The code is the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// ISO 3166 alpha-2 for a country; else words in lower case joined by hyphens, `asia` or `new-york` for instance.
    pub code: Box<str>,
    /// What it is.
    pub kind: PlaceKind,
    /// ISO 3166 alpha-2 code of the country that it lies in, or is.
    pub country: Option<Box<str>>,
    /// Its first name in this language.
    pub name: Box<str>,
}

/// Kinds of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A state.
    Country,
    /// A continent or a group of countries.
    Region,
    /// A part of a country.
    Area,
    /// A city or town.
    City,
}

/// One way in which words name a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceForm {
    /// Which place: an index for [`Places::get`].
    pub place: usize,
    /// `false` for the name itself, `true` for the adjective, and for the noun of those who live there.
    pub demonym: bool,
    /// Number; `None` for names and where the form does not tell.
    pub number: Option<Number>,
    /// Gender; `None` for names and where the form does not tell.
    pub gender: Option<Gender>,
}

/// The places that a language names.
#[derive(Debug, Default)]
pub struct Places {
    places: Vec<Place>,
    forms: Phrases<PlaceForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Group of the adjective paradigms that inflects demonyms.
    demonyms: String,
    country: BTreeMap<String, Names>,
    region: BTreeMap<String, Names>,
    #[serde(default)]
    area: BTreeMap<String, Vec<Local>>,
    #[serde(default)]
    city: BTreeMap<String, Vec<Local>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
}

/// A city or area: its name alone, or with more.
#[derive(Deserialize)]
#[serde(untagged)]
enum Local {
    Name(String),
    Full {
        code: Option<String>,
        names: Vec<String>,
        #[serde(default)]
        demonyms: Vec<String>,
    },
}

impl Places {
    /// Reads a file; its demonyms are added to the lexicon too.
    pub(crate) fn load(
        source: Source<'_>,
        split: &dyn Fn(&str) -> Vec<String>,
        adjectives: &Paradigms,
        lexicon: &mut LexiconBuilder,
    ) -> Result<Self, LangError> {
        let file: File = source.parse()?;
        let mut loader =
            Loader { source, split, adjectives, group: &file.demonyms, lexicon, places: Self::default() };
        for (code, names) in &file.country {
            if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err(source.value("country", code, "is no ISO 3166 alpha-2 code"));
            }
            loader.add(PlaceKind::Country, code, Some(code), &names.names, &names.demonyms)?;
        }
        for (code, names) in &file.region {
            loader.add(PlaceKind::Region, code, None, &names.names, &names.demonyms)?;
        }
        for (kind, table) in [(PlaceKind::Area, &file.area), (PlaceKind::City, &file.city)] {
            for (country, locals) in table {
                if !file.country.contains_key(country) {
                    return Err(source.value("country", country, "has areas or cities but no entry"));
                }
                for local in locals {
                    match local {
                        Local::Name(name) => {
                            loader.add(kind, &fold(name), Some(country), std::slice::from_ref(name), &[])?;
                        }
                        Local::Full { code, names, demonyms } => {
                            let first = names.first().map_or("", String::as_str);
                            let code = code.clone().unwrap_or_else(|| fold(first));
                            loader.add(kind, &code, Some(country), names, demonyms)?;
                        }
                    }
                }
            }
        }
        Ok(loader.places)
    }

    /// The place of a form.
    pub fn get(&self, index: usize) -> &Place {
        &self.places[index]
    }

    /// The longest place name or demonym that these folded tokens begin with: how many tokens, and its readings.
    pub fn longest<'t, I>(&self, tokens: I) -> Option<(usize, &[PlaceForm])>
    where
        I: IntoIterator<Item = &'t str>,
        I::IntoIter: Clone,
    {
        self.forms.longest(tokens)
    }

    /// Every place.
    pub fn iter(&self) -> std::slice::Iter<'_, Place> {
        self.places.iter()
    }
}

impl<'a> IntoIterator for &'a Places {
    type Item = &'a Place;
    type IntoIter = std::slice::Iter<'a, Place>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

struct Loader<'a> {
    source: Source<'a>,
    split: &'a dyn Fn(&str) -> Vec<String>,
    adjectives: &'a Paradigms,
    group: &'a str,
    lexicon: &'a mut LexiconBuilder,
    places: Places,
}

impl Loader<'_> {
    fn add(
        &mut self,
        kind: PlaceKind,
        code: &str,
        country: Option<&str>,
        names: &[String],
        demonyms: &[String],
    ) -> Result<(), LangError> {
        let Some(name) = names.first() else {
            return Err(self.source.value("names", code, "has no name"));
        };
        let place = self.places.places.len();
        self.places.places.push(Place {
            code: code.into(),
            kind,
            country: country.map(Into::into),
            name: name.as_str().into(),
        });
        for name in names {
            self.insert(name, PlaceForm { place, demonym: false, number: None, gender: None });
        }
        for demonym in demonyms {
            let Some(forms) = self.adjectives.forms(self.group, demonym, &[]) else {
                return Err(self.source.value(
                    format!("{code}.demonyms"),
                    demonym,
                    "fits no model of demonyms",
                ));
            };
            let lemma = Some(self.lexicon.lemma(demonym));
            for (form, tags) in forms {
                self.insert(
                    &form,
                    PlaceForm { place, demonym: true, number: tags.number, gender: tags.gender },
                );
                if !form.contains(' ') {
                    self.lexicon.add(&form, Analysis { lemma, ..tags });
                    self.lexicon.add(&form, Analysis { lemma, pos: Pos::Noun, ..tags });
                }
            }
        }
        Ok(())
    }

    fn insert(&mut self, text: &str, form: PlaceForm) {
        let tokens: Vec<String> = (self.split)(text).iter().map(|token| fold(token)).collect();
        self.places.forms.insert(&tokens.iter().map(String::as_str).collect::<Vec<_>>(), form);
    }
}
