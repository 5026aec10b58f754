//! Dates in a question: years and months, and those counted from today.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::plan::{Bound, Period};
use crate::read::pattern::Item;
use crate::read::rule::Rules;
use crate::read::vocabulary::{Literal, begins};

/// How far before a date the word stands that makes it a bound: "since the beginning of 2019".
const REACH: usize = 4;

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Year,
    Month,
    Day,
}

impl Unit {
    /// The unit of this name in data files.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "year" => Some(Self::Year),
            "month" => Some(Self::Month),
            "day" => Some(Self::Day),
            _ => None,
        }
    }

    /// The day that lies so many units from another; none outside the calendar.
    fn from(self, day: Date, count: i32) -> Option<Date> {
        let span = match self {
            Self::Year => count.years(),
            Self::Month => count.months(),
            Self::Day => count.days(),
        };
        day.checked_add(span).ok()
    }

    /// As a TIMEX3 value.
    fn value(self, day: Date) -> String {
        match self {
            Self::Year => format!("{:04}", day.year()),
            Self::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Self::Day => day.to_string(),
        }
    }
}

/// The period that a question names, and which items name it.
pub(crate) fn find(items: &[Item], rules: &Rules, today: Option<Date>) -> Option<(Period, Vec<usize>)> {
    let (date, named) = written(items, rules).or_else(|| relative(items, rules, today?))?;
    let first = named.iter().copied().min().unwrap_or_default();
    let before = |class: &str| {
        (first.saturating_sub(REACH)..first)
            .any(|at| !rules.vocabulary.lengths(class, &items[at..]).is_empty())
    };
    let bound = match () {
        () if before("since") => Bound::Since,
        () if before("until") => Bound::Until,
        () => Bound::Within,
    };
    Some((Period { date, bound }, named))
}

/// A year, with the month before it.
fn written(items: &[Item], rules: &Rules) -> Option<(String, Vec<usize>)> {
    let year_at = items.iter().position(|item| matches!(item, Item::Word(word) if is_year(word)))?;
    let Item::Word(year) = &items[year_at] else { return None };
    if let Some(before) = year_at.checked_sub(1)
        && let Item::Word(word) = &items[before]
        && let Some(month) = month(word, rules)
    {
        return Some((format!("{year}-{month:02}"), vec![year_at, before]));
    }
    Some((year.clone(), vec![year_at]))
}

/// "last year"; "two years" behind "since" or "in the past".
fn relative(items: &[Item], rules: &Rules, today: Date) -> Option<(String, Vec<usize>)> {
    let words = |from: usize| {
        items[from..].iter().map_while(|item| match item {
            Item::Word(word) => Some(word.as_str()),
            Item::Names(..) => None,
        })
    };
    for at in 0..items.len() {
        for (unit, count, phrases) in &rules.relative {
            if let Some(phrase) = phrases.iter().find(|phrase| begins(phrase, words(at))) {
                let date = unit.value(unit.from(today, *count)?);
                return Some((date, (at..at + phrase.len()).collect()));
            }
        }
        let Some(count) = words(at).next().and_then(|word| rules.count(word)) else { continue };
        let unit = words(at + 1).next().and_then(|word| rules.unit(word));
        if let Some((unit, each)) = unit {
            return Some((unit.value(unit.from(today, -(count * each))?), vec![at, at + 1]));
        }
    }
    None
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
