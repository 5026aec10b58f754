//! Where the names of a question are looked up.

use std::cell::RefCell;

use entente_facts::{EventQuery, Facts, FactsError, NameMatch, Wanted, Words, forms};
use entente_lang::Knowledge;
use entente_model::{EventType, Tenant};
use entente_text::fold;
use rustc_hash::FxHashMap;

use crate::plan::Name;
use crate::read::word::{Cut, folded_words};

/// Longest name looked for, in words: longer ones are descriptions.
pub(crate) const LONGEST: usize = 10;
/// Shortest word that a letter may be wrong in: below that, too many words lie one letter apart.
const MISSPELT_LEAST: usize = 5;
/// Shortest name that another may begin with, in letters: fewer begin too many.
const BEGINNING_LEAST: usize = 4;

/// Most of the newest articles that are looked through for a word that may be a misspelt name.
const MOST_LOOKED_THROUGH: usize = 250;
/// Most entities that one name is looked up for.
const MOST_ENTITIES: usize = 8;

/// Where names are looked up.
pub(crate) trait Gazetteer {
    /// Whom a name stands for, exactly written but for case and accents; also a name known though nothing is told of it.
    fn find(&self, name: &str) -> Result<Option<Name>, FactsError>;

    /// The only one whom a word that is nobody's name may mean: misspelt by a letter, or the beginning of a name.
    fn guess(&self, word: &str) -> Result<Option<Name>, FactsError>;
}

/// The names that facts are told of, and those known beforehand.
pub(crate) struct KnownNames<'a> {
    facts: &'a dyn Facts,
    tenant: &'a Tenant,
    knowledge: &'a Knowledge,
    found: Memo,
    guessed: Memo,
    /// Whether a name begins so.
    beginnings: RefCell<FxHashMap<String, bool>>,
}

/// What was looked up: a question is read once by capitals, and once without where that finds nobody.
type Memo = RefCell<FxHashMap<String, Option<Name>>>;

impl<'a> KnownNames<'a> {
    pub(crate) fn new(facts: &'a dyn Facts, tenant: &'a Tenant, knowledge: &'a Knowledge) -> Self {
        let (found, guessed, beginnings) = Default::default();
        Self { facts, tenant, knowledge, found, guessed, beginnings }
    }
}

/// What a memo has, or what is looked up and kept there.
fn remembered(
    memo: &Memo,
    said: &str,
    look_up: impl FnOnce() -> Result<Option<Name>, FactsError>,
) -> Result<Option<Name>, FactsError> {
    if let Some(known) = memo.borrow().get(said) {
        return Ok(known.clone());
    }
    let found = look_up()?;
    memo.borrow_mut().insert(said.to_owned(), found.clone());
    Ok(found)
}

impl KnownNames<'_> {
    /// Whom a name stands for: those whose own name it is; those who are called so for short count as well where it is
    /// nobody's own.
    fn resolve(&self, said: &str) -> Result<Option<Name>, FactsError> {
        let found = self.facts.meanings(self.tenant, said, MOST_ENTITIES)?;
        let of = |kind: NameMatch| found.iter().filter(move |one| one.found == kind).map(|one| &one.entity);
        let mut name = Name::unknown(said, said);
        name.short_for = of(NameMatch::Seen).map(|entity| (entity.id, entity.name.clone())).collect();
        name.entities = of(NameMatch::Own).map(|entity| entity.id).collect();
        if let Some(first) = of(NameMatch::Own).next() {
            name.name.clone_from(&first.name);
            return Ok(Some(name));
        }
        Ok(name.as_short_form().map(|short| Name { guessed: false, ..short }))
    }

    /// Whom a name stands for that ends in a mark which the question leaves out: "Velnor" for "Velnor!".
    fn marked(&self, said: &str) -> Result<Option<Name>, FactsError> {
        let folded = fold(said);
        let begun = self.is_begun(&folded)?;
        for mark in ["!", "'", "+", "."] {
            let marked = format!("{folded}{mark}");
            // (A full stop may end a legal form: "Velnor S.A" is Velnor.)
            if (begun || mark == "." && self.is_begun(&marked)?)
                && self.facts.is_name(self.tenant, &marked)?
            {
                let name = self.resolve(&marked)?;
                return Ok(name.map(|name| Name { said: said.to_owned(), ..name }));
            }
        }
        Ok(None)
    }

    /// True when some name begins with this one or is longer. Asked of its first word, then of the first two and so on: of all the stretches
    /// of a question that begin alike, most then take no look at all.
    fn is_begun(&self, folded: &str) -> Result<bool, FactsError> {
        for form in forms(folded) {
            let mut ends = form.match_indices(' ').map(|(end, _)| end).chain([form.len()]);
            if ends.try_fold(true, |begun, end| Ok(begun && self.begins_name(&form[..end])?))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn begins_name(&self, folded: &str) -> Result<bool, FactsError> {
        if let Some(&begins) = self.beginnings.borrow().get(folded) {
            return Ok(begins);
        }
        let begins = self.facts.begins_name(self.tenant, folded)?;
        self.beginnings.borrow_mut().insert(folded.to_owned(), begins);
        Ok(begins)
    }

    /// True when some event of the newest articles has this word: then it is no misspelling.
    fn occurs(&self, word: &str) -> Result<bool, FactsError> {
        for kind in EventType::ALL {
            let mut query = EventQuery::new(Wanted::all(*kind), 1);
            query.words = Words::new([word]);
            query.looked_through = MOST_LOOKED_THROUGH;
            if !self.facts.events(self.tenant, &query)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The only one whose name begins with this word and goes on with others.
    fn begun(&self, said: &str) -> Result<Option<Name>, FactsError> {
        let word = folded_words(said);
        let mut found = self.facts.resolve(self.tenant, said, MOST_ENTITIES)?;
        found.retain(|one| folded_words(&one.entity.name).starts_with(&word));
        let [only] = found.as_slice() else { return Ok(None) };
        let entities = vec![only.entity.id];
        Ok(Some(Name { entities, guessed: true, ..Name::unknown(said, &only.entity.name) }))
    }

    /// The only one with a name of these words but for the marks between them, or one that begins with the first two
    /// and has the others in the same order.
    fn abridged(&self, said: &str) -> Result<Option<Name>, FactsError> {
        let words = folded_words(said);
        let Some(cut) = Cut::all(said, LONGEST) else { return Ok(None) };
        let beginning = if cut.len() > 2 { cut.get(1) } else { cut.first() };
        let Some(beginning) = beginning else { return Ok(None) };
        let mut found = self.facts.resolve(self.tenant, &said[..beginning.end], MOST_ENTITIES)?;
        found.retain(|one| {
            let names = std::iter::once(&one.entity.name).chain(&one.entity.aliases);
            names.map(|name| folded_words(name)).any(|name| {
                let mut rest = name.iter();
                name == words || words.len() > 2 && words.iter().all(|word| rest.any(|other| other == word))
            })
        });
        let [only] = found.as_slice() else { return Ok(None) };
        let entities = vec![only.entity.id];
        Ok(Some(Name { entities, guessed: true, ..Name::unknown(said, &only.entity.name) }))
    }
}

impl KnownNames<'_> {
    /// Whom a name stands for, as [`Gazetteer::find`] tells it.
    fn look_up(&self, name: &str) -> Result<Option<Name>, FactsError> {
        let folded = fold(name);
        if self.is_begun(&folded)?
            && self.facts.is_name(self.tenant, &folded)?
            && let Some(found) = self.resolve(name)?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.marked(name)? {
            return Ok(Some(found));
        }
        let known = self.knowledge.find(name).first().map(|&index| self.knowledge.get(index));
        let known = known.filter(|known| !known.common_word || name.starts_with(char::is_uppercase));
        let Some(known) = known else { return Ok(None) };
        // "Velnor Japan" is told of as "Velnor! Japan"; "Norvane" is not "Norvane Media".
        let told = if name.contains(' ') { self.abridged(name)? } else { None };
        let told = told.filter(|told| folded_words(&told.name) == folded_words(name));
        Ok(Some(told.unwrap_or_else(|| Name::unknown(name, &known.name))))
    }

    /// Whom a word may mean, as [`Gazetteer::guess`] tells it.
    fn likeliest(&self, said: &str) -> Result<Option<Name>, FactsError> {
        let folded = fold(said);
        if let Some(name) = self.marked(said)? {
            return Ok(Some(name));
        }
        if said.contains(' ') {
            return self.abridged(said);
        }
        if let Some(name) = self.begun(said)? {
            return Ok(Some(name));
        }
        let mut guesses: Vec<Name> = Vec::new();
        for (end, spellings) in misspellings(&folded) {
            // Where no name begins as this one does so far, none has its mistake behind that.
            if end > 0 && !self.begins_name(&folded[..end])? {
                break;
            }
            for spelling in spellings {
                if self.facts.is_name(self.tenant, &spelling)?
                    && let Some(name) = self.resolve(&spelling)?
                    && !guesses.iter().any(|guess| guess.entities == name.entities)
                {
                    guesses.push(name);
                }
            }
        }
        let Some(guess) = guesses.pop().filter(|_| guesses.is_empty()) else { return Ok(None) };
        let guess = Name { said: said.to_owned(), guessed: true, ..guess };
        Ok(if self.occurs(said)? { None } else { Some(guess) })
    }

    /// The name read as the beginning of another one: the only one that begins with its words and goes on.
    pub(crate) fn longer(&self, name: &Name) -> Result<Option<Name>, FactsError> {
        let words = folded_words(&name.said);
        if name.said.chars().count() < BEGINNING_LEAST {
            return Ok(None);
        }
        let mut found = self.facts.resolve(self.tenant, &name.said, MOST_ENTITIES)?;
        found.retain(|one| {
            let longer = folded_words(&one.entity.name);
            one.found == NameMatch::Prefix && longer.len() > words.len() && longer.starts_with(&words)
        });
        let [only] = found.as_slice() else { return Ok(None) };
        let entities = vec![only.entity.id];
        Ok(Some(Name { entities, guessed: true, ..Name::unknown(&name.said, &only.entity.name) }))
    }

    /// A name of a plan that was made elsewhere, or earlier: its entities as they are now; where it has none, those who have the name.
    pub(crate) fn renew(&self, name: &Name) -> Result<Name, FactsError> {
        if name.is_known() {
            let mut renewed = Name { entities: Vec::new(), ..name.clone() };
            for &id in &name.entities {
                let Some(entity) = self.facts.entity(self.tenant, id)? else { continue };
                if renewed.name.is_empty() {
                    renewed.name = entity.name;
                }
                renewed.entities.push(entity.id);
            }
            renewed.entities.dedup();
            return Ok(renewed);
        }
        let found = self.find(&name.name)?;
        Ok(found.map_or_else(|| name.clone(), |found| Name { said: name.said.clone(), ..found }))
    }
}

impl Gazetteer for KnownNames<'_> {
    fn find(&self, name: &str) -> Result<Option<Name>, FactsError> {
        remembered(&self.found, name, || self.look_up(name))
    }

    fn guess(&self, said: &str) -> Result<Option<Name>, FactsError> {
        remembered(&self.guessed, said, || self.likeliest(said))
    }
}

/// Every spelling one letter away, by how many bytes of the name stand before the mistake: a letter left out, doubled or added,
/// wrong, or two swapped. None for short words.
fn misspellings(folded: &str) -> Vec<(usize, Vec<String>)> {
    let length = folded.chars().count();
    if !(MISSPELT_LEAST..=40).contains(&length) {
        return Vec::new();
    }
    let ends = folded.char_indices().map(|(at, _)| at).chain([folded.len()]);
    let at = |end: usize| {
        let (before, after) = folded.split_at(end);
        let mut rest = after.chars();
        let first = rest.next();
        let behind = rest.as_str();
        let mut spellings = Vec::new();
        if first.is_some() {
            spellings.push(format!("{before}{behind}"));
        }
        if let (Some(first), Some(second)) = (first, rest.next()) {
            spellings.push(format!("{before}{second}{first}{}", rest.as_str()));
        }
        for letter in 'a'..='z' {
            spellings.push(format!("{before}{letter}{after}"));
            if first.is_some() {
                spellings.push(format!("{before}{letter}{behind}"));
            }
        }
        (end, spellings)
    };
    ends.map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_away() {
        let spellings = misspellings("danome");
        for expected in ["danone", "danme", "dnaome", "danomes"] {
            assert!(spellings.iter().flat_map(|(_, all)| all).any(|s| s == expected), "{expected}");
        }
        assert!(misspellings("edf").is_empty());
    }
}
