//! Places among folded words.

use entente_lang::{PlaceForm, Places};

/// Most words of a place's name that hyphens join: "Saint Jean de Luz".
const MOST_JOINED: usize = 5;

/// The place whose name the words begin with, and how many it takes. Questions and evidence are cut at hyphens, names of
/// places are not: "Etats Unis" is looked up as "etats-unis" too.
pub(crate) fn longest<'p>(places: &'p Places, words: &[&str]) -> Option<(usize, &'p [PlaceForm])> {
    let joined = (2..=words.len().min(MOST_JOINED)).rev().find_map(|count| {
        let name = words[..count].join("-");
        places.longest([name.as_str()]).map(|(_, forms)| (count, forms))
    });
    joined.or_else(|| places.longest(words.iter().copied()))
}
