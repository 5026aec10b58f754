//! What stands in a question beside it.

use entente_lang::Lang;

use crate::read::pattern::Item;
use crate::read::place;
use crate::read::vocabulary::Vocabulary;
use crate::read::word::Cut;

/// True when a question begins as one that goes on from another: "and in China?", "what about Nissan?".
pub(crate) fn goes_on(words: &[Cut], vocabulary: &Vocabulary) -> bool {
    let items: Vec<Item> = words.iter().map(|word| Item::Word(word.folded.clone())).collect();
    !vocabulary.lengths("follow", &items).is_empty()
}

/// In "is it confirmed that Norvane ...", "that" asks for nothing.
fn drop_complementizers(words: &mut Vec<Cut>, vocabulary: &Vocabulary) {
    let item = |word: &Cut| Item::Word(word.folded.clone());
    let telling = |word: &Cut| {
        ["confirmed", "rumoured", "denied", "possible"]
            .iter()
            .any(|class| vocabulary.is_one(class, &item(word)))
    };
    let mut at = 1;
    while at < words.len() {
        if vocabulary.is_one("complementizer", &item(&words[at])) && telling(&words[at - 1]) {
            words.remove(at);
        }
        at += 1;
    }
}

/// Takes away how a question is opened ("can you tell me"), a clause that only tells the circumstances ("now that
/// ..."), and what is only added to a name between commas.
pub(crate) fn strip(question: &str, words: &mut Vec<Cut>, vocabulary: &Vocabulary, lang: &Lang) {
    loop {
        let items: Vec<Item> = words.iter().map(|word| Item::Word(word.folded.clone())).collect();
        let opened = ["opening", "follow"].into_iter().find_map(|class| {
            vocabulary.lengths(class, &items).into_iter().find(|length| *length < words.len())
        });
        match opened {
            Some(length) => words.drain(..length),
            None => break,
        };
    }
    drop_complementizers(words, vocabulary);
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
        let rest: Vec<&str> = words[at..].iter().map(|word| word.folded.as_str()).collect();
        !words[at].folded.bytes().any(|b| b.is_ascii_digit())
            && place::longest(lang.places(), &rest).is_none()
    };
    // "A, B et C" is a list.
    let listed = words.get(last + 1).is_some_and(capital) || added.len() < 2;
    if added.clone().all(plain) && !listed {
        words.drain(added);
    }
}
