//! Words that no language has and no company bears.

use std::collections::BTreeMap;

use crate::Dice;

const VOWELS: &[char] = &['a', 'e', 'i', 'o', 'u'];
const CONSONANTS: &[char] = &[
    'b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w', 'x', 'y', 'z',
];
/// What syllables begin and end with.
const ONSETS: [&str; 14] = ["b", "br", "c", "d", "f", "l", "m", "n", "p", "r", "s", "t", "tr", "v"];
const ENDS: [&str; 10] = ["ane", "or", "el", "is", "an", "ex", "ia", "um", "ert", "ol"];
/// Longest word in capitals that is taken for an acronym.
const ACRONYM: usize = 5;

/// Invents a word for each word of an article's names, always the same.
pub(super) struct Inventor<'a> {
    taken: &'a dyn Fn(&str) -> bool,
    seed: u64,
    /// By the word in lower case, and whether it is an acronym.
    invented: BTreeMap<(String, bool), String>,
}

impl<'a> Inventor<'a> {
    /// An inventor for one article; `taken` tells words that mean something.
    pub(super) fn new(text: &str, taken: &'a dyn Fn(&str) -> bool) -> Self {
        Self { taken, seed: hash(text), invented: BTreeMap::new() }
    }

    /// A word of the same make: capitals as they were, the first letter always standing for the same, so that initials stay
    /// initials. `spelt` tells that the article has the word in other letters too: then it is no acronym.
    pub(super) fn instead_of(&mut self, word: &str, spelt: bool) -> String {
        let capitals = word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
        let acronym = capitals && word.chars().count() <= ACRONYM && !spelt;
        let key = (word.to_lowercase(), acronym);
        let known = self.invented.get(&key).cloned();
        let invented = known.unwrap_or_else(|| if acronym { self.acronym(word) } else { self.word(word) });
        self.invented.insert(key, invented.clone());
        match word.chars().next() {
            _ if capitals => invented.to_uppercase(),
            Some(first) if first.is_uppercase() || first.is_numeric() => invented,
            _ => invented.to_lowercase(),
        }
    }

    /// Each letter's successor, which is the same for all words of the article.
    fn acronym(&self, word: &str) -> String {
        let shifted = |by: usize| word.chars().map(|c| shift(c, by)).collect::<String>().to_uppercase();
        let shifts = (0..VOWELS.len() - 1).map(|more| self.shift() + more);
        let invented = shifts.map(shifted).find(|invented| !(self.taken)(invented));
        // Two letters may be some company's whatever they are: a third is nobody's.
        invented.unwrap_or_else(|| shifted(self.shift()) + "Q")
    }

    fn word(&self, word: &str) -> String {
        let first = word.chars().next().unwrap_or('a');
        let mut dice = Dice::of(self.seed ^ hash(&word.to_lowercase()));
        loop {
            let mut invented: String = shift(first, self.shift()).to_uppercase().collect();
            if !VOWELS.contains(&invented.to_lowercase().chars().next().unwrap()) {
                invented.push(VOWELS[dice.below(VOWELS.len())]);
            }
            for _ in 0..=usize::from(word.chars().count() > 8) {
                invented.push_str(ONSETS[dice.below(ONSETS.len())]);
                invented.push(VOWELS[dice.below(VOWELS.len())]);
            }
            invented.push_str(ONSETS[dice.below(ONSETS.len())]);
            invented.push_str(ENDS[dice.below(ENDS.len())]);
            let used = self.invented.values().any(|other| *other == invented);
            if !used && !(self.taken)(&invented) {
                return invented;
            }
        }
    }

    /// How far letters move in this article: at least one on, and not round to where they were.
    fn shift(&self) -> usize {
        1 + usize::try_from(self.seed % (VOWELS.len() as u64 - 1)).unwrap()
    }
}

/// A vowel for a vowel, a consonant for a consonant: elisions and acronyms stay as they can be said.
fn shift(letter: char, by: usize) -> char {
    let plain = entente_text::fold(&letter.to_string()).chars().next().unwrap_or(letter);
    let among = |letters: &[char]| {
        let at = letters.iter().position(|&other| other == plain)?;
        Some(letters[(at + by) % letters.len()])
    };
    among(VOWELS).or_else(|| among(CONSONANTS)).unwrap_or(letter)
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
