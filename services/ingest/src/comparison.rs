//! What became of an article's events when it was read anew.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use entente_model::{Assertion, Event, Party, Span, StrategyAction};

/// Events of two readings of one text, put beside each other.
#[derive(Debug, PartialEq)]
pub(crate) struct Comparison {
    /// The later events, in their order. One that is as it was is the earlier one: an event never changes, not even in
    /// the version that it was read by.
    pub(crate) events: Vec<Event>,
    /// For each of them, which earlier one it is, if any.
    pub(crate) kept: Vec<Option<usize>>,
    /// For each of them that is new: which earlier one says the same of the same parties, otherwise.
    pub(crate) instead_of: Vec<Option<usize>>,
    /// The earlier ones that are there no longer, and in whose place nothing came.
    pub(crate) removed: Vec<usize>,
}

/// Whom and what an event is about.
#[derive(PartialEq, Eq, Hash)]
enum Subject<'a> {
    Partnership(Vec<&'a Party>),
    Stake(Vec<&'a Party>, &'a Party),
    Strategy(&'a Party, StrategyAction),
    Statement(&'a str),
}

impl Comparison {
    pub(crate) fn of(before: &[Event], mut events: Vec<Event>) -> Self {
        let mut open: Vec<bool> = vec![true; before.len()];
        let mut kept = vec![None; events.len()];
        pair(before, &events, &mut open, &mut kept, passage, same);
        for (event, kept) in events.iter_mut().zip(&kept) {
            if let Some(index) = *kept {
                *event = before[index].clone();
            }
        }
        let mut found = kept.clone();
        // First where the words are the same, then anywhere in the article.
        pair(before, &events, &mut open, &mut found, |event| (subject(event), passage(event)), ours);
        pair(before, &events, &mut open, &mut found, |event| (subject(event), topic(event)), ours);
        let instead_of =
            found.into_iter().zip(&kept).map(|(found, kept)| found.filter(|_| kept.is_none())).collect();
        let removed = (0..before.len()).filter(|&index| open[index]).collect();
        Self { events, kept, instead_of, removed }
    }

    /// Whether nothing was added, removed or changed.
    pub(crate) fn is_same(&self) -> bool {
        self.removed.is_empty() && self.kept.iter().all(Option::is_some)
    }
}

/// Pairs the later events that have no earlier one yet with those that are open, of the same key, the first that fits.
fn pair<'a, K: Eq + Hash>(
    before: &'a [Event],
    events: &'a [Event],
    open: &mut [bool],
    found: &mut [Option<usize>],
    key: impl Fn(&'a Event) -> K,
    fits: impl Fn(&Event, &Event) -> bool,
) {
    let mut candidates: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (index, event) in before.iter().enumerate().filter(|&(index, _)| open[index]) {
        candidates.entry(key(event)).or_default().push_back(index);
    }
    for (event, found) in events.iter().zip(found).filter(|(_, found)| found.is_none()) {
        let Some(candidates) = candidates.get_mut(&key(event)) else { continue };
        let Some(at) = candidates.iter().position(|&index| fits(&before[index], event)) else { continue };
        if let Some(index) = candidates.remove(at) {
            open[index] = false;
            *found = Some(index);
        }
    }
}

/// Whether two events are one, whichever version of an extractor read it.
fn same(one: &Event, other: &Event) -> bool {
    let Event {
        assertion,
        polarity,
        certainty,
        source,
        time,
        expected,
        evidence,
        arguments,
        confidence,
        rule,
        extractor,
    } = one;
    *evidence == other.evidence
        && *assertion == other.assertion
        && *polarity == other.polarity
        && *certainty == other.certainty
        && *source == other.source
        && *time == other.time
        && *expected == other.expected
        && *arguments == other.arguments
        && confidence.total_cmp(&other.confidence).is_eq()
        && *rule == other.rule
        && extractor.name == other.extractor.name
}

/// Whether two events were made by the same extractor.
fn ours(one: &Event, other: &Event) -> bool {
    one.extractor.name == other.extractor.name
}

fn passage(event: &Event) -> Option<Span> {
    event.evidence.first().map(|passage| passage.span)
}

fn topic(event: &Event) -> Option<&str> {
    match &event.assertion {
        Assertion::Strategy(strategy) => strategy.topic.as_deref(),
        Assertion::Partnership(_) | Assertion::Stake(_) | Assertion::Statement(_) => None,
    }
}

fn subject(event: &Event) -> Subject<'_> {
    match &event.assertion {
        Assertion::Partnership(partnership) => Subject::Partnership(sorted(&partnership.parties)),
        Assertion::Stake(stake) => Subject::Stake(sorted(&stake.holders), &stake.target),
        Assertion::Strategy(strategy) => Subject::Strategy(&strategy.actor, strategy.action),
        Assertion::Statement(statement) => Subject::Statement(&statement.quote),
    }
}

fn sorted(parties: &[Party]) -> Vec<&Party> {
    let mut sorted: Vec<&Party> = parties.iter().collect();
    sorted.sort_unstable();
    sorted
}
