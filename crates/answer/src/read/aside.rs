//! What stands in a question beside it.

use entente_lang::Lang;

use crate::read::pattern::Item;
use crate::read::vocabulary::Vocabulary;
use crate::read::word::Cut;

/// Takes away how a question is opened ("can you tell me"), a clause that only tells the circumstances ("now that
/// ..."), and what is only added to a name between commas.
pub(crate) fn strip(question: &str, words: &mut Vec<Cut>, vocabulary: &Vocabulary, lang: &Lang) {
    loop {
        let items: Vec<Item> = words.iter().map(|word| Item::Word(word.folded.clone())).collect();
        match vocabulary.lengths("opening", &items).first() {
            Some(&length) if length < words.len() => words.drain(..length),
            _ => break,
        };
    }
    let items: Vec<Item> = words.iter().map(|word| Item::Word(word.folded.clone())).collect();
    if let Some(clause) =
        (1..items.len()).find(|&at| !vocabulary.lengths("circumstance", &items[at..]).is_empty())
    {
        words.truncate(clause);
    }
    let between = |words: &[Cut], at: usize| {
        words.get(at + 1).is_some_and(|next| question[words[at].end..next.start].trim() == ",")
    };
    let capital = |word: &Cut| question[word.start..].starts_with(char::is_uppercase);
    let Some(first) = (0..words.len()).find(|&at| between(words, at) && capital(&words[at])) else {
        return;
    };
    let Some(last) = (first + 2..words.len()).find(|&at| between(words, at)) else { return };
    let added = first + 1..last + 1;
    // A place or a date between commas narrows the question.
    let plain = |at: usize| {
        let rest = words[at..].iter().map(|word| word.folded.as_str());
        !words[at].folded.bytes().any(|b| b.is_ascii_digit()) && lang.places().longest(rest).is_none()
    };
    // "A, B et C" is a list.
    let listed = words.get(last + 1).is_some_and(capital) || added.len() < 2;
    if added.clone().all(plain) && !listed {
        words.drain(added);
    }
}
