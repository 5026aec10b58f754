//! Dates: the patterns of the language's data, their ranges, and what a date is to the event.

use entente_lang::{
    CalendarCase, DatePattern, DateRole, Element, Kind, Matcher, NumericDates, Period, Season, Slot, Term,
    TimeUnit,
};
use entente_model::Timex;
use entente_text::{Shape, TokenKind};

use super::Value;
use super::atom::is_date;
use super::reader::{Found, Reader};

/// What the words of a date name; the calendar makes a value of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Fields {
    pub(super) day: Option<i8>,
    /// 1 is Monday.
    pub(super) weekday: Option<i8>,
    pub(super) weekend: bool,
    pub(super) month: Option<i8>,
    pub(super) season: Option<Season>,
    pub(super) period: Option<Period>,
    pub(super) year: Option<i16>,
    /// Its first year.
    pub(super) decade: Option<i16>,
    pub(super) ordinal: Option<u8>,
    pub(super) count: Option<i32>,
    pub(super) unit: Option<TimeUnit>,
    /// Days from today.
    pub(super) offset: Option<i32>,
    pub(super) direction: Option<Direction>,
    /// Whether the month may be something else: a planet, a number.
    doubtful: bool,
}

/// Which of several a date is, seen from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    This,
    Last,
    Next,
    Ago,
    Ahead,
}

/// How sure it is that a number here is a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cue {
    None,
    Weak,
    Strong,
}

/// Years that a bare number of four figures can be: those that news speak of.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2100;
/// Narrower where the words before it leave a doubt.
const DOUBTFUL_YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

impl Reader<'_> {
    /// The longest date that begins at an atom.
    pub(super) fn date(&self, start: usize) -> Option<Found> {
        let role = match self.find(Kind::Role, start) {
            Some((end, Term::Role(role))) => self.placed(end, role),
            _ => None,
        };
        let begins = self.atoms.get(start).is_some_and(|atom| !atom.patterns.is_empty());
        let point = || self.point(start, self.cue(start), DateRole::Point);
        let plain = if begins { point() } else { None }.and_then(|(end, fields)| {
            let fields = self.with_year_of_next(end, fields);
            let role = fields.role().unwrap_or(DateRole::Point);
            Some((end, fields.resolve(role, self.published)?, role))
        });
        // Of readings as long, the last one: "by the end of the year" is a deadline.
        let found = [self.range(start), plain, role];
        let (end, value, role) = found.into_iter().flatten().max_by_key(|(end, ..)| *end)?;
        let role = if role == DateRole::Point && value.contains('/') { DateRole::Range } else { role };
        let timex = Timex::new(value).ok()?;
        Some(Found::one(start..end, Some(Value::Date(timex, role))))
    }

    /// A date after a word that says what it is: "d'ici 2030", "depuis vingt ans".
    fn placed(&self, at: usize, role: DateRole) -> Option<(usize, String, DateRole)> {
        let bare = self.after_determiner(at);
        if let Some((end, value, _)) = self.years(bare) {
            return Some((end, value, role));
        }
        let date = [at, bare]
            .into_iter()
            .filter_map(|at| self.point(at, Cue::Strong, role))
            .max_by_key(|(end, _)| *end);
        let at = bare;
        let counted = || {
            let direction = match role {
                DateRole::Since => Direction::Ago,
                DateRole::Deadline => Direction::Ahead,
                DateRole::Point | DateRole::From | DateRole::After | DateRole::Range => return None,
            };
            let at = self.find(Kind::BoundBefore, at).map_or(at, |(end, _)| end);
            let (count_end, count) = self.count(at)?;
            let (end, Term::Unit(unit)) = self.find(Kind::Unit, count_end)? else { return None };
            let fields = Fields {
                count: Some(count),
                unit: Some(unit),
                direction: Some(direction),
                ..Fields::default()
            };
            Some((end, fields))
        };
        let (end, fields) = date.or_else(counted)?;
        Some((end, fields.resolve(role, self.published)?, role))
    }

    /// Two dates joined: "de 2022 à 2025", "entre mars et juin 2020", "2022-2025".
    fn range(&self, start: usize) -> Option<(usize, String, DateRole)> {
        let opened = [(Kind::BetweenOpen, Kind::BetweenJoin), (Kind::FromOpen, Kind::FromJoin)];
        let opened = opened.into_iter().find_map(|(open, join)| {
            let (at, _) = self.find(open, start)?;
            let at = self.after_determiner(at);
            let (end, first) = self.point(at, Cue::Strong, DateRole::Point).or_else(|| self.bare_day(at))?;
            let (at, _) = self.find(join, end)?;
            let (end, second) = self.point(self.after_determiner(at), Cue::Weak, DateRole::Point)?;
            self.span(end, first, second)
        });
        opened.or_else(|| self.years(start))
    }

    /// "2022-2025", "2024-25"
    fn years(&self, at: usize) -> Option<(usize, String, DateRole)> {
        let joint = self.atoms.get(at + 1).filter(|atom| matches!(atom.text, "-" | "/") && !atom.spaced)?;
        let first = self.year(at).filter(|year| DOUBTFUL_YEARS.contains(year))?;
        let text = self.atoms.get(at + 2).filter(|atom| atom.figures && atom.token == joint.token)?.text;
        let second: i16 = text.parse().ok()?;
        let second = if text.len() == 2 { first - first % 100 + second } else { second };
        let sound = DOUBTFUL_YEARS.contains(&second) && first < second && matches!(text.len(), 2 | 4);
        sound.then(|| (at + 3, format!("{first}/{second}"), DateRole::Range))
    }

    fn span(&self, end: usize, mut first: Fields, mut second: Fields) -> Option<(usize, String, DateRole)> {
        if let (Some(day), None, Some(_)) = (first.day, first.month, second.month) {
            first = Fields { day: Some(day), ..second };
        }
        if let (None, Some(year)) = (first.year, second.year)
            && (first.month.is_some()
                || first.season.is_some()
                || first.period.is_some()
                || first.ordinal.is_some())
        {
            first.year = Some(if first.month > second.month { year - 1 } else { year });
        }
        if second.year.is_none() && second.direction.is_none() {
            second.year = first.year;
        }
        let from = first.resolve(DateRole::Point, self.published)?;
        let to = second.resolve(DateRole::Point, self.published)?;
        let points = !from.contains('/') && !to.contains('/');
        (points && from < to).then(|| (end, format!("{from}/{to}"), DateRole::Range))
    }

    /// "in August and September of 2004": the year told once counts for both.
    fn with_year_of_next(&self, end: usize, fields: Fields) -> Fields {
        let bare = fields.month.is_some() && fields.year.is_none() && fields.direction.is_none();
        let next = || {
            let (at, _) = self.find(Kind::BetweenJoin, end)?;
            self.point(self.after_determiner(at), Cue::Weak, DateRole::Point)
        };
        match if bare { next() } else { None } {
            Some((_, next)) if next.month > fields.month => Fields { year: next.year, ..fields },
            _ => fields,
        }
    }

    /// The longest date pattern that begins at an atom and has a value.
    fn point(&self, at: usize, cue: Cue, role: DateRole) -> Option<(usize, Fields)> {
        let atom = self.atoms.get(at).filter(|atom| !atom.patterns.is_empty())?;
        let mut best: Option<(usize, Fields)> = None;
        if is_date(atom.text) {
            best = self.in_figures(at);
        }
        let holds = |at: usize| self.atoms.get(at).map(|atom| atom.holds).unwrap_or_default();
        let possible = self.words.possible(atom.patterns, holds(at + 1), holds(at + 2));
        for pattern in self.words.dates(possible) {
            if let Some((end, fields)) = self.fits(pattern, at, cue)
                && best.is_none_or(|(longest, _)| end > longest)
                && fields.resolve(role, self.published).is_some()
            {
                best = Some((end, fields));
            }
        }
        best
    }

    fn fits(&self, pattern: &DatePattern, at: usize, cue: Cue) -> Option<(usize, Fields)> {
        if pattern.needs_cue && cue == Cue::None {
            return None;
        }
        let (end, fields) = self.elements(&pattern.elements, at, Fields::default())?;
        let next = self.atoms.get(end);
        if next.is_some_and(|_| self.find(Kind::Anaphoric, end).is_some())
            && fields.direction == Some(Direction::This)
        {
            return None;
        }
        if pattern.needs_cue && fields.month.is_some() && fields.doubtful {
            return None;
        }
        if pattern.needs_cue && cue == Cue::Weak && fields.season.is_some() {
            return None;
        }
        if pattern.needs_cue && cue == Cue::Weak && fields.year.is_some() {
            // "de 2000 emplois": a noun after it makes a quantity of the number.
            let counts = next.is_some_and(|atom| {
                atom.kind == TokenKind::Word
                    && atom.shape == Shape::Lower
                    && !self.lang.conventions().is_function_word(atom.text)
            });
            if counts || fields.year.is_some_and(|year| !DOUBTFUL_YEARS.contains(&year)) {
                return None;
            }
        }
        // "May 10 %"
        let measured = |kind| self.find(kind, end).is_some();
        if fields.ends_with_number() && [Kind::Percent, Kind::Scale, Kind::Currency].into_iter().any(measured)
        {
            return None;
        }
        Some((end, fields))
    }

    fn elements(&self, elements: &[Element], at: usize, fields: Fields) -> Option<(usize, Fields)> {
        let Some((element, rest)) = elements.split_first() else { return Some((at, fields)) };
        let with = match &element.matcher {
            Matcher::Words(words) => self
                .atoms
                .get(at)
                .filter(|atom| words.iter().any(|word| **word == *atom.text))
                .map(|_| (at + 1, fields)),
            Matcher::Slot(slot) => self.slot(*slot, at, fields),
        };
        with.and_then(|(end, fields)| self.elements(rest, end, fields))
            .or_else(|| if element.optional { self.elements(rest, at, fields) } else { None })
    }

    fn slot(&self, slot: Slot, at: usize, mut fields: Fields) -> Option<(usize, Fields)> {
        let end = match slot {
            Slot::Day => {
                let (end, day) = self.day(at)?;
                fields.day = Some(day);
                end
            }
            Slot::Year => {
                fields.year = Some(self.year(at)?);
                at + 1
            }
            Slot::Count => {
                let (end, count) = self.count(at)?;
                fields.count = Some(count);
                end
            }
            Slot::Decade => {
                let figure = self.figure(at).filter(|figure| figure.scaled.is_none())?;
                let value = whole(figure.value, 10, 2090)?;
                let decade = if value < 100 { 1900 + value } else { value };
                if decade % 10 != 0 || decade < 1500 {
                    return None;
                }
                fields.decade = i16::try_from(decade).ok();
                figure.end
            }
            Slot::Ordinal => {
                let (end, ordinal) = self.ordinal(at)?;
                fields.ordinal = Some(ordinal);
                end
            }
            Slot::Phrase(kind) => {
                let (end, term) = self.find(kind, at)?;
                self.phrase(kind, term, at, &mut fields)?;
                end
            }
        };
        Some((end, fields))
    }

    fn phrase(&self, kind: Kind, term: Term, at: usize, fields: &mut Fields) -> Option<()> {
        let lower = self.atoms.get(at)?.shape == Shape::Lower;
        let case = self.words.calendar_case();
        match (kind, term) {
            (Kind::Month | Kind::Weekday, _) if lower && case == CalendarCase::Title => return None,
            (Kind::Month, Term::Number(month)) => {
                fields.month = Some(whole(month, 1, 12).and_then(|month| i8::try_from(month).ok())?);
                let number = self.atoms[at].kinds.has(Kind::Cardinal);
                fields.doubtful = number || (!lower && case == CalendarCase::Lower);
            }
            (Kind::Weekday, Term::Number(day)) => {
                fields.weekday = Some(whole(day, 1, 7).and_then(|day| i8::try_from(day).ok())?);
            }
            (Kind::DayOffset, Term::Number(days)) => fields.offset = Some(whole(days, -9, 9)?),
            (Kind::Weekend, _) => fields.weekend = true,
            (_, Term::Season(season)) => fields.season = Some(season),
            (_, Term::Period(period)) => fields.period = Some(period),
            (_, Term::Unit(unit)) => fields.unit = Some(unit),
            (Kind::This, _) => fields.direction = Some(Direction::This),
            (Kind::Last, _) => fields.direction = Some(Direction::Last),
            (Kind::Next, _) => fields.direction = Some(Direction::Next),
            (Kind::Ago, _) => fields.direction = Some(Direction::Ago),
            (Kind::Ahead, _) => fields.direction = fields.direction.or(Some(Direction::Ahead)),
            _ => {}
        }
        Some(())
    }

    /// A date in figures.
    fn in_figures(&self, at: usize) -> Option<(usize, Fields)> {
        let text = self.atoms.get(at)?.text;
        let mut groups = text.split(['/', '-', '.']).map(|group| group.parse::<i16>().ok());
        let (one, two, three) = (groups.next()??, groups.next()??, groups.next()??);
        let (year, month, day) = if one > 31 {
            (one, two, three)
        } else {
            let day_first = match self.words.numeric_dates() {
                NumericDates::DayFirst => two <= 12,
                NumericDates::MonthFirst => one > 12,
                NumericDates::Unsure if one > 12 || one == two => true,
                NumericDates::Unsure if two > 12 => false,
                NumericDates::Unsure => return None,
            };
            if day_first { (three, two, one) } else { (three, one, two) }
        };
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let fields = Fields { year: Some(year), month: Some(month), day: Some(day), ..Fields::default() };
        Some((at + 1, fields))
    }

    fn day(&self, at: usize) -> Option<(usize, i8)> {
        let atom = self.atoms.get(at).filter(|atom| atom.figures && atom.text.len() <= 2)?;
        let day = atom.text.parse().ok().filter(|day| (1..=31).contains(day))?;
        Some((self.ordinal_suffix(at + 1).unwrap_or(at + 1), day))
    }

    fn bare_day(&self, at: usize) -> Option<(usize, Fields)> {
        let (end, day) = self.day(at)?;
        Some((end, Fields { day: Some(day), ..Fields::default() }))
    }

    fn ordinal_suffix(&self, at: usize) -> Option<usize> {
        self.atoms.get(at).filter(|atom| !atom.spaced)?;
        Some(self.find(Kind::OrdinalSuffix, at)?.0)
    }

    fn ordinal(&self, at: usize) -> Option<(usize, u8)> {
        if let Some((end, value)) = self.number(Kind::Ordinal, at) {
            return Some((end, whole(value, 1, 31).and_then(|value| u8::try_from(value).ok())?));
        }
        let atom = self.atoms.get(at).filter(|atom| atom.figures && atom.text.len() <= 2)?;
        Some((self.ordinal_suffix(at + 1)?, atom.text.parse().ok()?))
    }

    fn year(&self, at: usize) -> Option<i16> {
        let atom = self.atoms.get(at).filter(|atom| atom.text.len() == 4)?;
        let year = atom.text.bytes().all(|b| b.is_ascii_digit()).then(|| atom.text.parse().ok())??;
        YEARS.contains(&year).then_some(year)
    }

    /// A whole number that may count units of time.
    fn count(&self, at: usize) -> Option<(usize, i32)> {
        let figure = self.figure(at).filter(|figure| figure.scaled.is_none())?;
        Some((figure.end, whole(figure.value, 1, 1000)?))
    }

    fn after_determiner(&self, at: usize) -> usize {
        match self.find(Kind::Determiner, at) {
            Some((end, _)) if self.find(Kind::Article, at).is_none() => end,
            _ => at,
        }
    }

    /// What the word before says.
    fn cue(&self, at: usize) -> Cue {
        let before = |kind| {
            at.checked_sub(1).and_then(|before| self.find(kind, before)).is_some_and(|(end, _)| end == at)
        };
        if before(Kind::Cue) {
            Cue::Strong
        } else if before(Kind::WeakCue) {
            Cue::Weak
        } else {
            Cue::None
        }
    }
}

impl Fields {
    /// What the words of the date itself make it.
    fn role(&self) -> Option<DateRole> {
        let ahead =
            self.count.is_some() && matches!(self.direction, Some(Direction::Ahead | Direction::Next) | None);
        ahead.then_some(DateRole::Deadline)
    }

    /// Whether its last word may be the figure of a quantity.
    fn ends_with_number(&self) -> bool {
        self.day.is_some() || self.year.is_some()
    }
}

/// A whole number between bounds.
fn whole(value: f64, least: i32, most: i32) -> Option<i32> {
    if value.fract() != 0.0 || value < f64::from(least) || value > f64::from(most) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and between two of the target's numbers")]
    Some(value as i32)
}
