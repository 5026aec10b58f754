//! Which language a text is in.

use entente_model::Language;

use crate::chars::{Class, class_at};
use crate::conventions::Conventions;
use crate::fold::push_lower;

/// A language, and how much of the text spoke for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// The language.
    pub language: Language,
    /// Share of the words read that are among its function words, 0 to 1. News runs at 0.35-0.55 in its own language.
    pub score: f32,
}

/// Words read at most; a text's language is plain long before.
const MOST_WORDS: usize = 2_000;
/// Fewer words than this decide nothing.
const FEWEST_WORDS: usize = 4;
/// A language scores at least this, in a text long enough for its other words to even out.
const LEAST_SCORE: f32 = 0.25;
/// The least score of headlines, which drop function words.
const LEAST_SCORE_SHORT: f32 = 0.2;
/// Up to this many words a text is short.
const SHORT: usize = 20;
/// The best language has this many times the hits of each other at least, of the words that tell the two apart.
const LEAST_LEAD: f32 = 1.5;

/// The language of a text among those given, by its most frequent words. None for a text too short to tell, one that
/// fits two of them alike, or one in another language.
pub fn detect(text: &str, known: &[&Conventions]) -> Option<Detection> {
    let mut hits = vec![0_u16; known.len()];
    // Words that two of them have, by the one and the other.
    let mut shared = vec![0_u16; known.len() * known.len()];
    let mut fits = Vec::with_capacity(known.len());
    let mut words = 0_u16;
    let mut word = String::new();
    for piece in (Words { text, at: 0 }).take(MOST_WORDS) {
        word.clear();
        push_lower(piece, &mut word);
        words += 1;
        let bare = word.strip_suffix('\'').unwrap_or(&word);
        fits.clear();
        fits.extend(known.iter().enumerate().filter_map(|(index, conventions)| {
            let hit = conventions.is_elision(&word)
                || conventions.is_function_word(&word)
                || conventions.is_function_word(bare);
            hit.then_some(index)
        }));
        for &one in &fits {
            hits[one] += 1;
            for &other in &fits {
                shared[one * known.len() + other] += 1;
            }
        }
    }
    let (best, _) = hits.iter().enumerate().max_by_key(|(index, hits)| (**hits, usize::MAX - index))?;
    let most = f32::from(hits[best]);
    // A word that both have ("de", "la") does not tell which of the two it is.
    let leads = (0..known.len()).filter(|other| *other != best).all(|other| {
        let both = shared[best * known.len() + other];
        let (own, others) = (hits[best] - both, hits[other] - both);
        f32::from(own) >= f32::from(others) * LEAST_LEAD && (own > 0 || hits[other] == 0)
    });
    let score = most / f32::from(words.max(1));
    let short = usize::from(words) <= SHORT;
    let least = if short { LEAST_SCORE_SHORT } else { LEAST_SCORE };
    // One word in common is chance.
    let enough = usize::from(words) >= FEWEST_WORDS && hits[best] >= 2;
    (enough && score >= least && leads).then(|| Detection { language: known[best].language(), score })
}

/// Runs of letters, an apostrophe after one included.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let mut start = None;
        while let Some((class, len)) = class_at(self.text, self.at) {
            match (class, start) {
                (Class::Lower | Class::Upper, None) => start = Some(self.at),
                (Class::Lower | Class::Upper | Class::Joiner, _) | (_, None) => {}
                (Class::Apostrophe, Some(from)) => {
                    self.at += len;
                    return self.text.get(from..self.at);
                }
                (_, Some(from)) => return self.text.get(from..self.at),
            }
            self.at += len;
        }
        self.text.get(start?..self.at)
    }
}
