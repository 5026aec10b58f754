//! Common nouns that stand for a company or a person: "carmaker", "subsidiary", "spokeswoman".

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::analysis::{Analysis, Gender, Number, Pos};
use crate::error::LangError;
use crate::lexicon::LexiconBuilder;
use crate::paradigm::Paradigms;
use crate::phrases::Phrases;
use crate::sector::Sector;
use crate::source::Source;

/// What a descriptor tells of the one that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// An organisation of this sector.
    Company(Sector),
    /// An organisation or person in this relation to another.
    Relation(Relation),
    /// A person in this role.
    Person(Role),
}

impl Meaning {
    /// True for what says who somebody is, not what.
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Person(_))
    }
}

/// How one party stands to another. Names in data files are in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Works together with it.
    Partner,
    /// Is owned by it.
    Subsidiary,
    /// Owns it.
    Parent,
    /// Holds shares of it.
    Shareholder,
    /// Competes with it.
    Rival,
    /// Sells to it.
    Supplier,
    /// Buys from it.
    Customer,
    /// Is being bought.
    Target,
    /// Buys.
    Buyer,
    /// Sells a holding.
    Seller,
    /// A company run in common.
    JointVenture,
    /// A brand, division or site of it.
    Unit,
}

/// What a person is or does. Names in data files are in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Runs a company: chief executive, managing director.
    Executive,
    /// Chairs a board.
    Chair,
    /// Has a named function: finance, human resources, strategy ...
    Manager,
    /// Sits on a board.
    Director,
    /// Founded the company.
    Founder,
    /// Speaks for someone.
    Spokesperson,
    /// Member of a government.
    Minister,
    /// Head of a state or government, mayor, member of a parliament.
    Politician,
    /// Any official.
    Official,
    /// Studies companies or markets.
    Analyst,
    /// Works for a trade union.
    Unionist,
    /// Invests.
    Investor,
    /// Lawyer, adviser, banker.
    Adviser,
    /// Journalist.
    Journalist,
    /// Speaks unnamed: "source", "people".
    Source,
    /// Anyone else: "expert", "employee".
    Other,
}

/// One reading of a descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Descriptor {
    /// What it tells.
    pub meaning: Meaning,
    /// Number.
    pub number: Number,
    /// Gender; `None` where the language has none.
    pub gender: Option<Gender>,
}

/// Which words of a descriptor take the plural.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Agreement {
    /// All words before the first preposition: the head comes first.
    HeadFirst,
    /// The last word before the first preposition: the head comes last.
    HeadLast,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agreement: Agreement,
    /// Group of the noun paradigms that makes plurals.
    plural: String,
    company: BTreeMap<Sector, Vec<String>>,
    relation: BTreeMap<Relation, Vec<String>>,
    person: BTreeMap<Role, Vec<String>>,
}

/// Reads the descriptors of a file; keys are tokens in lower case, in the singular and in the plural.
pub(crate) fn load(
    source: Source<'_>,
    split: &dyn Fn(&str) -> Vec<String>,
    nouns: &Paradigms,
    lexicon: &LexiconBuilder,
) -> Result<Phrases<Descriptor>, LangError> {
    let file: File = source.parse()?;
    let mut descriptors = Phrases::default();
    let companies =
        file.company.iter().map(|(s, words)| (format!("company.{s:?}"), Meaning::Company(*s), words));
    let relations =
        file.relation.iter().map(|(r, words)| (format!("relation.{r:?}"), Meaning::Relation(*r), words));
    let people = file.person.iter().map(|(r, words)| (format!("person.{r:?}"), Meaning::Person(*r), words));
    for (key, meaning, words) in companies.chain(relations).chain(people) {
        for text in words {
            let tokens = split(&text.to_lowercase());
            let inflected = plural_of(&file, &tokens, nouns, lexicon)
                .ok_or_else(|| source.value(&key, text, "has no head that the lexicon knows as a noun"))?;
            let singular: Vec<&str> = tokens.iter().map(String::as_str).collect();
            let plural: Vec<&str> = inflected.tokens.iter().map(String::as_str).collect();
            let descriptor = Descriptor { meaning, number: inflected.number, gender: inflected.gender };
            descriptors.insert(&singular, descriptor);
            descriptors.insert(&plural, Descriptor { number: Number::Plural, ..descriptor });
        }
    }
    Ok(descriptors)
}

struct Inflected {
    tokens: Vec<String>,
    /// Number and gender of the descriptor as written.
    number: Number,
    gender: Option<Gender>,
}

fn plural_of(
    file: &File,
    tokens: &[String],
    nouns: &Paradigms,
    lexicon: &LexiconBuilder,
) -> Option<Inflected> {
    let is_link = |token: &String| {
        lexicon.readings(token).iter().any(|a| matches!(a.pos, Pos::Preposition | Pos::Contraction))
    };
    let is_noun = |token: &String| lexicon.readings(token).iter().any(|a| a.pos == Pos::Noun);
    let end = tokens.iter().position(is_link).unwrap_or(tokens.len());
    let head = match file.agreement {
        // Adjectives may stand before it.
        Agreement::HeadFirst => tokens[..end].iter().find(|token| is_noun(token))?,
        Agreement::HeadLast => tokens.get(end.checked_sub(1)?)?,
    };
    let noun = noun_of(lexicon, head)?;
    let mut plural = tokens.to_vec();
    let first = if file.agreement == Agreement::HeadFirst { 0 } else { end - 1 };
    for token in &mut plural[first..end] {
        // The lexicon knows irregular plurals; the paradigm makes the others.
        let lemma = noun_of(lexicon, token).and_then(|a| a.lemma);
        let form = lexicon.plural(token, lemma).or_else(|| {
            let forms = nouns.forms(&file.plural, token, &[])?;
            Some(forms.into_iter().find(|(_, tags)| tags.number == Some(Number::Plural))?.0)
        });
        if let Some(form) = form.filter(|_| noun.number != Some(Number::Plural)) {
            *token = form;
        }
    }
    Some(Inflected { tokens: plural, number: noun.number.unwrap_or(Number::Singular), gender: noun.gender })
}

/// The reading of a form as a noun, in the singular if it has one.
fn noun_of<'a>(lexicon: &'a LexiconBuilder, form: &str) -> Option<&'a Analysis> {
    let nouns = lexicon.readings(form).iter().filter(|a| a.pos == Pos::Noun);
    nouns.min_by_key(|a| a.number == Some(Number::Plural))
}
