//! Years and months in a question.

use crate::plan::{Bound, Period};
use crate::read::pattern::Item;
use crate::read::rule::Rules;
use crate::read::vocabulary::Literal;

/// The period that a question names, and which items name it.
pub(crate) fn find(items: &[Item], rules: &Rules) -> Option<(Period, Vec<usize>)> {
    let year_at = items.iter().position(|item| matches!(item, Item::Word(word) if is_year(word)))?;
    let Item::Word(year) = &items[year_at] else { return None };
    let mut named = vec![year_at];
    let mut from = year.clone();
    if let Some(before) = year_at.checked_sub(1)
        && let Item::Word(word) = &items[before]
        && let Some(month) = month(word, rules)
    {
        from = format!("{year}-{month:02}");
        named.push(before);
    }
    let first = named.iter().copied().min().unwrap_or(year_at);
    // "since the beginning of 2019": the word may stand a little before the year.
    let open = (first.saturating_sub(4)..first).any(|at| rules.vocabulary.is_one("since", &items[at]));
    let bound = if open { Bound::Since } else { Bound::Within };
    Some((Period { date: from, bound }, named))
}

fn month(word: &str, rules: &Rules) -> Option<usize> {
    let named = |spellings: &[Vec<Literal>]| {
        spellings.iter().any(|phrase| matches!(phrase.as_slice(), [literal] if literal.matches(word)))
    };
    rules.months.iter().position(|spellings| named(spellings)).map(|index| index + 1)
}

fn is_year(word: &str) -> bool {
    let recent = word.starts_with("19") || word.starts_with("20");
    word.len() == 4 && recent && word.bytes().all(|b| b.is_ascii_digit())
}
