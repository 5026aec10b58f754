//! When: the dates of a match, told apart by the verb or noun that each belongs to, and by whether it has come.

use std::ops::Range;

use entente_lang::{DateRole, Tense};
use entente_model::{Assertion, Event, Role, Span, Timex};
use entente_text::Shape;
use jiff::civil::Date;

use super::{Assembler, Discard, Setting};
use crate::argument::Filler;
use crate::attribution::Attribution;
use crate::clause::Governor;
use crate::dimension::{Dimension, Value};
use crate::group::Kind;
use crate::matching::Match;
use crate::outlook::Aspect;

/// A day so many days from now is not taken for one of the year before.
const NEAR_DAYS: i32 = 31;

/// The dates of an event.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// When it takes effect, and the words that tell it.
    pub(super) time: Option<(Timex, Span)>,
    /// By when it is to be done.
    pub(super) expected: Option<Timex>,
}

/// What a date is to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bond {
    /// It happens then.
    Own,
    /// It was said then.
    Said,
    /// It is another's.
    None,
}

impl<'s> Assembler<'_, 's> {
    /// The dates of an event, of those in its clause.
    pub(super) fn dates(
        &self,
        found: &Match<'s>,
        setting: &Setting<'_, '_>,
        assertion: &Assertion,
        attribution: Option<&Attribution>,
    ) -> Dates {
        let mut dates = Dates::default();
        let mut said = None;
        let ahead = found.outlook.is_prospect() || found.outlook.aspect == Aspect::Untold;
        let within = setting.arguments.clauses().tokens.start..end_of_dates(setting);
        for dimension in self.scene.dimensions_in(&within) {
            let Value::Date(value, role) = &dimension.value else { continue };
            // "is buying X, its largest purchase since 2008": what is done once has not gone on since.
            let before = dimension.tokens.start.checked_sub(1);
            let after = self.scene.lang.discourse().class("after");
            let since = (*role == DateRole::From
                || before.is_some_and(|at| self.scene.classes(at).any(after)))
                && matches!(assertion, Assertion::Stake(_))
                && !found.rule.outcome.state
                && !is_to_come(value, self.scene.published, found.outlook.aspect);
            if since || self.is_told_by_teller(dimension) {
                continue;
            }
            // ("closed until 20 March": that day is still to come.)
            let value = &match role {
                DateRole::Deadline => value.clone(),
                _ => self.gone_by(value, dimension, found.outlook.aspect),
            };
            let told = || (value.clone(), self.span(&dimension.tokens));
            match self.bond(found, setting, dimension) {
                Bond::None => {}
                Bond::Said => said = said.or_else(|| Some(told())),
                Bond::Own => {
                    let to_come = *role == DateRole::Deadline
                        || ahead
                            && *role != DateRole::From
                            && is_to_come(value, self.scene.published, found.outlook.aspect);
                    if to_come {
                        dates.expected = dates.expected.or_else(|| Some(value.clone()));
                    } else {
                        dates.time = dates.time.or_else(|| Some(told()));
                    }
                }
            }
        }
        // A plan announced "in May" is told again now; one announced on Tuesday is the news itself.
        if matches!(assertion, Assertion::Strategy(_)) && dates.time.is_none() {
            dates.time = said.clone().filter(|(value, _)| value.as_str().len() < "2020-01-01".len());
        }
        // A deal just reported took place on the day that is told with it.
        let act = !matches!(assertion, Assertion::Strategy(_)) && !found.rule.outcome.state;
        let announced = attribution.is_some_and(|a| {
            let parties = assertion.parties();
            a.source.name.as_ref().is_some_and(|name| parties.contains(&name))
        });
        let deal = match found.outlook.aspect {
            Aspect::Present | Aspect::Done | Aspect::Agreed | Aspect::Offered => true,
            Aspect::Future | Aspect::Planned => announced || said.is_some(),
            _ => false,
        };
        if act && deal && dates.time.is_none() {
            let clauses = &self.scene.clauses[found.trigger.sentence];
            let mut masked = clauses.groups.iter().filter(|group| group.masked);
            dates.time = attribution
                .and_then(|a| self.day_told(a.teller.start..a.teller.end + 1))
                .or(said)
                // "..., the two companies said on Tuesday": whoever they are.
                .or_else(|| masked.find_map(|group| self.day_told(group.tokens.clone())));
        }
        dates
    }

    /// "rejected the bid in October", read in July: of what has happened a month without its year is one gone by.
    fn gone_by(&self, value: &Timex, dimension: &Dimension, aspect: Aspect) -> Timex {
        let past = matches!(aspect, Aspect::Done | Aspect::Failed);
        let ahead = is_to_come(value, self.scene.published, Aspect::Done);
        let before = || {
            let (year, rest) = value.as_str().split_at_checked(4)?;
            let year: i16 = year.parse().ok()?;
            Timex::new(format!("{:04}{rest}", year - 1)).ok()
        };
        let moved = if past && ahead && self.is_month_alone(value, dimension) { before() } else { None };
        moved.unwrap_or_else(|| value.clone())
    }

    /// A month, a season or a day of a month of which no word tells the year: neither its own ("next October") nor those of a date right behind
    /// ("October and November 2026"). A day within a month from now ("in 10 days", "on Monday") is near, and no year is missing.
    fn is_month_alone(&self, value: &Timex, dimension: &Dimension) -> bool {
        let text = self.scene.document.text();
        let Some((year, rest)) = value.as_str().split_at_checked(4) else { return false };
        let tells_year = |dimension: &Dimension| self.span(&dimension.tokens).of(text).contains(year);
        let Range { start, end } = dimension.tokens.clone();
        let behind = self.scene.dimensions_in(&(end..end + 3));
        let name = |at: &usize| {
            let tag = &self.scene.tags[*at];
            let word = self.scene.document.tokens()[*at].span().of(text);
            !tag.is_preposition() && !tag.is_determiner() && !word.contains(|c: char| c.is_ascii_digit())
        };
        let near = value.as_str().parse::<Date>().is_ok_and(|day| {
            let published = self.scene.published;
            published.is_some_and(|published| (day - published).get_days() <= NEAR_DAYS)
        });
        !rest.is_empty()
            && !rest.contains('/')
            && !near
            && !std::iter::once(dimension).chain(behind).any(tells_year)
            && (start..end).filter(name).count() == 1
    }

    /// "a racheté A en 2015 et B en 2018": each target has the date right behind it, where each but the last has one.
    pub(super) fn dates_apart(&self, targets: &[Filler], events: &mut [Result<Event, Discard>]) {
        let groups = |target: &Filler| &self.scene.clauses[target.sentence].groups[target.group];
        let behind = |at: usize| {
            let target = &targets[at];
            let start = groups(target).tokens.end;
            let end = match targets.get(at + 1) {
                Some(next) => groups(next).tokens.start.max(start),
                None => self.scene.clauses[target.sentence].tokens.end,
            };
            self.scene.dimensions_in(&(start..end)).iter().find_map(|dimension| match &dimension.value {
                Value::Date(value, DateRole::Point) => Some(value.clone()),
                _ => None,
            })
        };
        let Some(last) = targets.len().checked_sub(1).filter(|last| *last > 0) else { return };
        if (0..last).any(|at| behind(at).is_none()) {
            return;
        }
        for (at, event) in events.iter_mut().enumerate() {
            if let Ok(event) = event {
                event.time = behind(at);
                event.arguments.retain(|argument| argument.role != Role::Time);
            }
        }
    }

    /// What a date of the clause is to the match.
    fn bond(&self, found: &Match<'_>, setting: &Setting<'_, '_>, dimension: &Dimension) -> Bond {
        let clauses = setting.arguments.clauses();
        let groups = &clauses.groups;
        let trigger = found.trigger;
        let Some(at) = groups.iter().position(|group| group.tokens.end > dimension.tokens.start) else {
            return Bond::None;
        };
        let state = found.rule.outcome.state;
        // The preposition and what else belongs to the date: "au cours du deuxième trimestre".
        let mut first = at;
        // ("Le 3 mai, X a racheté": and the article whose noun the date has taken.)
        let article = |at: usize| {
            groups[at].is_nominal()
                && groups[at].tokens.len() == 1
                && self.scene.tags[groups[at].head].is_determiner()
        };
        while first > 0
            && (matches!(groups[first - 1].kind, Kind::Preposition | Kind::Adverb) || article(first - 1))
        {
            first -= 1;
        }
        let governors: Vec<usize> = setting
            .arguments
            .governors()
            .iter()
            .filter_map(|governor| match governor {
                Governor::Verb(verb) => Some(clauses.places[*verb]),
                Governor::Noun(_) => None,
            })
            .collect();
        let verbal = |range: Range<usize>| range.rev().find(|&at| matches!(groups[at].kind, Kind::Verbal(_)));
        let says = |at: usize| match groups[at].kind {
            Kind::Verbal(verb) => {
                let discourse = self.scene.lang.discourse();
                let saying = discourse.class("say").with(discourse.class("announce"));
                at != trigger.group && discourse.of(clauses.verbs[verb].lemma).any(saying)
            }
            _ => false,
        };
        // "Business On Monday, X said": a label of the article stands before its first word.
        let head = &self.scene.document.tokens()[groups[first].tokens.start];
        let opens = first == 0
            || head.shape() == Shape::Title && self.scene.tags[groups[first].tokens.start].is_preposition()
            || matches!(
                groups[first - 1].kind,
                Kind::Break | Kind::Comma | Kind::Subordinator | Kind::Coordinator | Kind::Open | Kind::Close
            );
        if at < trigger.group {
            if state && trigger.verb.is_none() {
                return Bond::None;
            }
            // "X a annoncé mardi le rachat".
            if first > 0 && (governors.contains(&(first - 1)) || Some(first - 1) == verbal(0..trigger.group))
            {
                return if says(first - 1) {
                    Bond::Said
                } else if governors.contains(&(first - 1)) {
                    Bond::Own
                } else {
                    Bond::None
                };
            }
            // "X today agreed to buy": right before the verb.
            let next_verb = at + 1;
            if matches!(dimension.value, Value::Date(_, DateRole::Point))
                && (next_verb == trigger.group && trigger.verb.is_some() || governors.contains(&next_verb))
            {
                return if says(next_verb) { Bond::Said } else { Bond::Own };
            }
            if !opens {
                return Bond::None;
            }
            // "En 2013, X a racheté": the first verb that follows.
            let finite = |at: &usize| matches!(groups[*at].kind, Kind::Verbal(verb) if clauses.verbs[verb].is_finite());
            let next = (at..=trigger.group).find(finite);
            return match next {
                Some(next) if says(next) => Bond::Said,
                Some(next) if next == trigger.group || governors.contains(&next) => Bond::Own,
                None if trigger.verb.is_none() => Bond::Own,
                _ => Bond::None,
            };
        }
        let between = &groups[trigger.group + 1..first.max(trigger.group + 1)];
        let foreign = (trigger.group + 1..first).any(|at| match groups[at].kind {
            Kind::Break | Kind::Relative => true,
            Kind::Verbal(verb) => {
                let reading = &clauses.verbs[verb];
                // "pour racheter", "visant à doubler" go on with the plan; "annoncé en mai", "qui comptait" tell of another.
                let own =
                    governors.contains(&at) || clauses.governors[verb] == trigger.verb.map(Governor::Verb);
                !own && (reading.is_finite() || reading.tense == Tense::PastParticiple)
            }
            _ => false,
        });
        let apart = trigger.verb.is_none() && between.iter().any(|group| group.kind == Kind::Comma) && !opens
            || state && trigger.verb.is_none() && between.iter().any(|group| group.kind == Kind::Comma);
        if foreign || apart { Bond::None } else { Bond::Own }
    }

    /// The date in the words that tell who says it, those right behind the verb of saying included: "a annoncé mardi".
    fn day_told(&self, teller: Range<usize>) -> Option<(Timex, Span)> {
        self.scene.dimensions_in(&teller).iter().find_map(|dimension| match &dimension.value {
            Value::Date(value, DateRole::Point) => Some((value.clone(), self.span(&dimension.tokens))),
            _ => None,
        })
    }

    /// The date is when it was said, not when it happens.
    fn is_told_by_teller(&self, dimension: &Dimension) -> bool {
        let at = dimension.tokens.start;
        let sentence = self.scene.clauses.partition_point(|clauses| clauses.tokens.end <= at);
        self.scene.told_in(sentence).iter().any(|a| a.teller.contains(&at))
    }
}

/// Where the words end that may still date an event: times, places and the like behind its last argument.
fn end_of_dates(setting: &Setting<'_, '_>) -> usize {
    let clauses = setting.arguments.clauses();
    let mut end = setting.extent.end;
    for group in clauses.groups.iter().filter(|group| group.tokens.start >= setting.extent.end) {
        match group.kind {
            Kind::Nominal | Kind::Preposition | Kind::Adverb | Kind::Comma | Kind::Coordinator
                if !group.masked =>
            {
                end = group.tokens.end;
            }
            _ => break,
        }
    }
    end
}

/// A date of a year before that of publication.
pub(super) fn is_of_a_year_before(value: &Timex, published: Date) -> bool {
    let last = value.as_str().rsplit('/').next().unwrap_or_default();
    let year = last.split('-').next().filter(|year| year.len() == 4);
    year.and_then(|year| year.parse::<i16>().ok()).is_some_and(|year| year < published.year())
}

/// A date that has not come on the day of publication. A year that is not over has come for what was agreed, and not for what is
/// only planned.
fn is_to_come(value: &Timex, published: Option<Date>, aspect: Aspect) -> bool {
    let planned = matches!(aspect, Aspect::Future | Aspect::Planned | Aspect::Sought);
    let Some(published) = published else { return planned };
    let last = value.as_str().rsplit('/').next().unwrap_or_default();
    let mut parts = last.split('-');
    let Some(year) = parts.next().and_then(|year| year.parse::<i16>().ok()).filter(|_| last.len() > 3) else {
        return planned;
    };
    if year != published.year() {
        return year > published.year();
    }
    // The last month of the period.
    let month: Option<i8> = match parts.next() {
        None => return planned,
        Some("Q1" | "WI") => Some(3),
        Some("Q2" | "H1" | "SP") => Some(6),
        Some("Q3" | "SU") => Some(9),
        Some("Q4" | "H2" | "FA") => Some(12),
        Some(month) => month.parse().ok(),
    };
    let day = parts.next().and_then(|day| day.parse::<i8>().ok());
    match (month, day) {
        (Some(month), Some(day)) => (month, day) > (published.month(), published.day()),
        (Some(month), None) if month == published.month() => planned,
        (Some(month), None) => month > published.month(),
        (None, _) => planned,
    }
}
