//! Organisations as they are known.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::sector::Sector;

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

impl Organisation {
    /// Every name: the usual one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.name).chain(self.aliases.iter().map(|alias| &**alias))
    }
}

impl OrganisationKind {
    /// It does business under a name of its own making, which may be written without a capital: "easyJet", "bwin".
    pub(crate) fn brands(self) -> bool {
        match self {
            Self::Company | Self::Bank | Self::Fund | Self::Media | Self::Brand => true,
            Self::State
            | Self::PublicBody
            | Self::Family
            | Self::Party
            | Self::Union
            | Self::Institute
            | Self::Club => false,
        }
    }
}
