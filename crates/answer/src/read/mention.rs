//! Names in a question.

use entente_facts::{EventQuery, Facts, FactsError, NameMatch, Wanted, Words};
use entente_lang::{Knowledge, Lang};
use entente_model::{EventType, Tenant};
use entente_text::fold;

use crate::plan::Name;
use crate::read::pattern::Item;
use crate::read::vocabulary::Vocabulary;
use crate::read::word::{Cut, folded_words};

/// Longest name looked for, in words: longer ones are descriptions.
const LONGEST: usize = 10;
/// Shortest word that a letter may be wrong in: below that, too many words lie one letter apart.
const MISSPELT_LEAST: usize = 5;

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
    pub(crate) facts: &'a dyn Facts,
    pub(crate) tenant: &'a Tenant,
    pub(crate) knowledge: &'a Knowledge,
}

impl KnownNames<'_> {
    /// Whom a name stands for: those whose own name it is; those who are called so for short count as well where it is
    /// nobody's own.
    fn resolve(&self, said: &str) -> Result<Option<Name>, FactsError> {
        let found = self.facts.resolve(self.tenant, said, MOST_ENTITIES)?;
        let of = |kind: NameMatch| found.iter().filter(move |one| one.found == kind).map(|one| &one.entity);
        let mut name = Name::unknown(said, said);
        name.short_for = of(NameMatch::Seen).map(|entity| (entity.id, entity.name.clone())).collect();
        name.entities = of(NameMatch::Own).map(|entity| entity.id).collect();
        match of(NameMatch::Own).next() {
            Some(first) => name.name.clone_from(&first.name),
            None => {
                let Some(short) = name.as_short_form() else { return Ok(None) };
                name = Name { guessed: false, ..short };
            }
        }
        Ok(Some(name))
    }

    /// True when some event has this word: then it is no misspelling.
    fn occurs(&self, word: &str) -> Result<bool, FactsError> {
        for kind in EventType::ALL {
            let mut query = EventQuery::new(Wanted::all(*kind), 1);
            query.words = Words::new([word]);
            if !self.facts.events(self.tenant, &query)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
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

impl Gazetteer for KnownNames<'_> {
    fn find(&self, name: &str) -> Result<Option<Name>, FactsError> {
        if self.facts.is_name(self.tenant, &fold(name))?
            && let Some(found) = self.resolve(name)?
        {
            return Ok(Some(found));
        }
        let known = self.knowledge.find(name).first().map(|&index| self.knowledge.get(index));
        let known = known.filter(|known| !known.common_word || name.starts_with(char::is_uppercase));
        Ok(known.map(|known| Name::unknown(name, &known.name)))
    }

    fn guess(&self, said: &str) -> Result<Option<Name>, FactsError> {
        let folded = fold(said);
        for mark in ["!", "'", "+", "."] {
            let marked = format!("{folded}{mark}");
            if self.facts.is_name(self.tenant, &marked)? {
                return self.resolve(&marked).map(|name| name.map(|name| Name { said: said.to_owned(), ..name }));
            }
        }
        if said.contains(' ') {
            return self.abridged(said);
        }
        let mut guesses: Vec<Name> = Vec::new();
        for spelling in misspellings(&folded) {
            if self.facts.is_name(self.tenant, &spelling)?
                && let Some(name) = self.resolve(&spelling)?
                && !guesses.iter().any(|guess| guess.entities == name.entities)
            {
                guesses.push(name);
            }
        }
        let Some(guess) = guesses.pop().filter(|_| guesses.is_empty()) else { return Ok(None) };
        let guess = Name { said: said.to_owned(), guessed: true, ..guess };
        Ok(if self.occurs(said)? { None } else { Some(guess) })
    }
}

/// Every spelling one letter away: one left out, doubled or added, wrong, or two swapped. None for short words.
fn misspellings(folded: &str) -> Vec<String> {
    let letters: Vec<char> = folded.chars().collect();
    let mut spellings = Vec::new();
    if letters.len() < MISSPELT_LEAST || letters.len() > 40 {
        return spellings;
    }
    let mut add = |before: &[char], middle: &[char], after: &[char]| {
        spellings.push(before.iter().chain(middle).chain(after).collect::<String>());
    };
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        if let Some((first, rest)) = after.split_first() {
            add(before, &[], rest);
            if let Some((second, rest)) = rest.split_first() {
                add(before, &[*second, *first], rest);
            }
        }
        for letter in 'a'..='z' {
            add(before, &[letter], after);
            if let Some((_, rest)) = after.split_first() {
                add(before, &[letter], rest);
            }
        }
    }
    spellings
}

/// A question cut into items, with its names.
#[derive(Debug, Default)]
pub(crate) struct Sentence {
    /// Words and names in order.
    pub(crate) items: Vec<Item>,
    /// For each item, its words in the question.
    pub(crate) said: Vec<String>,
    /// The names, as items index them.
    pub(crate) names: Vec<Name>,
}

/// A stretch of the question's words, and whom they name.
struct Stretch {
    from: usize,
    to: usize,
    end: usize,
    name: Name,
}

impl Sentence {
    /// Finds the names of a question by longest match, then by the capital and the place in the question.
    pub(crate) fn read(
        text: &str,
        words: &[Cut],
        vocabulary: &Vocabulary,
        lang: &Lang,
        names: &dyn Gazetteer,
    ) -> Result<Self, FactsError> {
        let spotter = Spotter { text, words, vocabulary, lang, names };
        let mut stretches = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match spotter.known(at)?.map_or_else(|| spotter.unknown(at), |found| Ok(Some(found)))? {
                Some(stretch) => {
                    at = stretch.to;
                    stretches.push(stretch);
                }
                None => at += spotter.place(at).unwrap_or(1),
            }
        }
        Ok(spotter.assemble(stretches))
    }
}

struct Spotter<'a> {
    text: &'a str,
    words: &'a [Cut],
    vocabulary: &'a Vocabulary,
    lang: &'a Lang,
    names: &'a dyn Gazetteer,
}

impl Spotter<'_> {
    fn said(&self, from: usize, to: usize) -> &str {
        &self.text[self.words[from].start..self.words[to - 1].end]
    }

    fn is_capital(&self, at: usize) -> bool {
        self.text[self.words[at].start..].starts_with(char::is_uppercase)
    }

    /// A word that questions are made of, or that the language has anyway where it is written small.
    fn is_ordinary(&self, at: usize) -> bool {
        let word = &self.words[at];
        let written = self.text[word.start..word.end].to_lowercase();
        let small = !self.is_capital(at) && !self.lang.analyses(&written).is_empty();
        word.folded.len() == 1 || small || self.vocabulary.knows(&word.folded)
    }

    /// A capital that says something: not the one that begins the question, unless nothing but a name begins so.
    fn is_name_like(&self, at: usize) -> bool {
        let word = &self.words[at].folded;
        self.is_capital(at) && !self.vocabulary.knows(word) && word.len() > 1
    }

    fn known(&self, from: usize) -> Result<Option<Stretch>, FactsError> {
        for to in (from + 1..=self.words.len().min(from + LONGEST)).rev() {
            let ordinary = (from..to).all(|at| {
                let shown = self.is_capital(at) && at > 0;
                !shown && self.is_ordinary(at)
            });
            if ordinary {
                continue;
            }
            let end = self.words[to - 1].end;
            let mark = self.text[end..].chars().next().filter(|c| "!'’+.".contains(*c));
            let ends = mark.map(|c| end + c.len_utf8()).into_iter().chain([end]);
            for end in ends {
                if let Some(name) = self.names.find(&self.text[self.words[from].start..end])? {
                    return Ok(Some(Stretch { from, to, end, name }));
                }
            }
        }
        Ok(None)
    }

    /// Capitalised words that are nobody's name: a misspelling where only one name lies near, else unknown.
    fn unknown(&self, from: usize) -> Result<Option<Stretch>, FactsError> {
        if !self.is_name_like(from) || self.place(from).is_some() {
            return Ok(None);
        }
        let gap = |at: usize| &self.text[self.words[at].end..self.words[at + 1].start];
        let mut to = from + 1;
        let goes_on = |at: usize| self.is_name_like(at) || self.is_capital(at) && self.words[at].folded.len() == 1;
        while to < self.words.len() && goes_on(to) && matches!(gap(to - 1), " " | "-" | "&" | " & " | "'" | "’")
        {
            to += 1;
        }
        // "Caisse de dépôt du Québec" for "Caisse de dépôt et placement du Québec": the words between may be small ones.
        for end in (from + 3..=self.words.len().min(from + LONGEST)).rev() {
            let said = self.said(from, end);
            if let Some(name) = self.names.guess(said)? {
                return Ok(Some(Stretch { from, to: end, end: self.words[end - 1].end, name }));
            }
        }
        let said = self.said(from, to);
        let name = self.names.guess(said)?;
        let name = name.unwrap_or_else(|| Name::unknown(said, said));
        Ok(Some(Stretch { from, to, end: self.words[to - 1].end, name }))
    }

    /// How many words of a place's name begin here.
    fn place(&self, from: usize) -> Option<usize> {
        let rest = self.words[from..].iter().map(|word| word.folded.as_str());
        self.lang.places().longest(rest).map(|(length, _)| length)
    }

    /// Puts words and names in order; names with a comma, a hyphen or "and" between them become one item.
    fn assemble(&self, stretches: Vec<Stretch>) -> Sentence {
        let mut sentence = Sentence::default();
        let mut next = 0;
        let mut end = 0;
        for stretch in stretches {
            let between = self.words.get(stretch.from).map_or("", |word| &self.text[end..word.start]);
            let joins = matches!(between.trim(), "," | "-" | "–" | "/" | "&")
                || matches!(folded_words(between).as_slice(), [word]
                    if self.vocabulary.is_one("and", &Item::Word(word.clone())));
            match sentence.items.last_mut() {
                Some(Item::Names(_, count)) if joins => {
                    *count += 1;
                    if let Some(said) = sentence.said.last_mut() {
                        said.push_str(between);
                        said.push_str(&stretch.name.said);
                    }
                }
                _ => {
                    self.push_words(&mut sentence, next, stretch.from);
                    sentence.items.push(Item::Names(sentence.names.len(), 1));
                    sentence.said.push(stretch.name.said.clone());
                }
            }
            sentence.names.push(stretch.name);
            next = stretch.to;
            end = stretch.end;
        }
        self.push_words(&mut sentence, next, self.words.len());
        sentence
    }

    fn push_words(&self, sentence: &mut Sentence, from: usize, to: usize) {
        for at in from..to {
            sentence.items.push(Item::Word(self.words[at].folded.clone()));
            sentence.said.push(self.said(at, at + 1).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_away() {
        let spellings = misspellings("danome");
        for expected in ["danone", "danme", "dnaome", "danomes"] {
            assert!(spellings.iter().any(|s| s == expected), "{expected}");
        }
        assert!(misspellings("edf").is_empty());
    }
}
