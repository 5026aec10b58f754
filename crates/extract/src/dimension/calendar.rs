//! From what a date names to its value, seen from the article's date.

use entente_lang::{DateRole, Period, Season, TimeUnit};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::date::{Direction, Fields};

/// A year that the text leaves open.
const UNKNOWN: &str = "XXXX";

impl Fields {
    /// The value, as TIMEX3 has it. None for what no calendar has, and for what counts from an unknown day.
    pub(super) fn resolve(&self, role: DateRole, published: Option<Date>) -> Option<String> {
        if let Some(decade) = self.decade {
            return Some(format!("{:03}", decade / 10));
        }
        if let Some(days) = self.offset {
            return shown(published?.checked_add(Span::new().try_days(days).ok()?).ok()?);
        }
        if self.weekend {
            return self.weekend(published?);
        }
        if let Some(month) = self.month {
            return match self.day {
                Some(day) => self.month_day(month, day, role, published),
                None => self.whole_month(month, role, published),
            };
        }
        if let Some(weekday) = self.weekday {
            return self.weekday(weekday, role, published?);
        }
        if let Some(season) = self.season {
            let code = match season {
                Season::Spring => "SP",
                Season::Summer => "SU",
                Season::Autumn => "FA",
                Season::Winter => "WI",
            };
            let first = match season {
                Season::Spring => 3,
                Season::Summer => 6,
                Season::Autumn => 9,
                Season::Winter => 12,
            };
            return self.part_of_year(code, first, 3, role, published);
        }
        if let Some(period) = self.period() {
            let (code, first, months) = match period {
                Period::Quarter(n) => (format!("Q{n}"), i8::try_from(n).ok()? * 3 - 2, 3),
                Period::Half(n) => (format!("H{n}"), i8::try_from(n).ok()? * 6 - 5, 6),
            };
            return self.part_of_year(&code, first, months, role, published);
        }
        if self.ordinal.is_some() {
            return None;
        }
        if let Some(year) = self.year {
            return Some(format!("{year:04}"));
        }
        let unit = self.unit?;
        match (self.count, self.direction) {
            (Some(count), Some(Direction::Ago)) => shifted(unit, -count, published?),
            // A pattern that counts without a word of direction says "from now" itself.
            (Some(count), Some(Direction::Ahead | Direction::Next) | None) => {
                shifted(unit, count, published?)
            }
            (Some(_), _) | (None, Some(Direction::Ago | Direction::Ahead)) => None,
            (None, Some(Direction::Last)) => named(unit, -1, published?),
            (None, Some(Direction::Next)) => named(unit, 1, published?),
            (None, Some(Direction::This) | None) => named(unit, 0, published?),
        }
    }

    /// The quarter or half, by its code or as "the second half".
    fn period(&self) -> Option<Period> {
        self.period.or(match (self.ordinal, self.unit) {
            (Some(n @ 1..=4), Some(TimeUnit::Quarter)) => Some(Period::Quarter(n)),
            (Some(n @ 1..=2), Some(TimeUnit::Half)) => Some(Period::Half(n)),
            _ => None,
        })
    }

    fn month_day(&self, month: i8, day: i8, role: DateRole, published: Option<Date>) -> Option<String> {
        // 2000 has every day that some year has.
        Date::new(self.year.unwrap_or(2000), month, day).ok()?;
        if let Some(year) = self.year {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
        let Some(published) = published else { return Some(format!("{UNKNOWN}-{month:02}-{day:02}")) };
        let candidates = around(published, |year| {
            let date = Date::new(year, month, day).ok()?;
            Some((date, date))
        });
        let right_weekday =
            |date: &Date| self.weekday.is_none_or(|n| date.weekday().to_monday_one_offset() == n);
        let fitting: Vec<_> = candidates.iter().copied().filter(|(date, _)| right_weekday(date)).collect();
        let chosen =
            choose(if fitting.is_empty() { &candidates } else { &fitting }, self.direction, role, published);
        shown(chosen?.0)
    }

    fn whole_month(&self, month: i8, role: DateRole, published: Option<Date>) -> Option<String> {
        if let Some(year) = self.year {
            return Some(format!("{year:04}-{month:02}"));
        }
        let Some(published) = published else { return Some(format!("{UNKNOWN}-{month:02}")) };
        let year = match (self.unit, self.direction) {
            (Some(TimeUnit::Year), Some(direction)) => published.year() + step(direction)?,
            (Some(TimeUnit::Month), _) => published.year(),
            (Some(_), _) => return None,
            (None, direction) => {
                choose(&around(published, |year| months(year, month, 1)), direction, role, published)?
                    .0
                    .year()
            }
        };
        Some(format!("{year:04}-{month:02}"))
    }

    fn weekday(&self, weekday: i8, role: DateRole, published: Date) -> Option<String> {
        if let Some(day) = self.day {
            // "lundi 22": the nearest such day must be that weekday.
            let this = published.first_of_month();
            let months = [this.checked_sub(1.month()).ok(), Some(this), this.checked_add(1.month()).ok()];
            let dates: Vec<_> = months
                .into_iter()
                .flatten()
                .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
                .filter(|date| date.weekday().to_monday_one_offset() == weekday)
                .map(|date| (date, date))
                .collect();
            return shown(choose(&dates, self.direction, role, published)?.0);
        }
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let today = published.weekday() == weekday;
        let last = || published.nth_weekday(-1, weekday).ok();
        let next = || published.nth_weekday(1, weekday).ok();
        let date = match (self.direction, role) {
            (Some(Direction::Next), _) => next()?,
            (Some(Direction::Last), _) => last()?,
            _ if today => published,
            (_, DateRole::Deadline) => next()?,
            _ => last()?,
        };
        shown(date)
    }

    fn weekend(&self, published: Date) -> Option<String> {
        let saturday = match published.weekday() {
            Weekday::Saturday => published,
            Weekday::Sunday => published.yesterday().ok()?,
            Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => {
                match self.direction {
                    Some(Direction::Next) => published.nth_weekday(1, Weekday::Saturday).ok()?,
                    _ => published.nth_weekday(-1, Weekday::Saturday).ok()?,
                }
            }
        };
        Some(format!("{}/{}", shown(saturday)?, shown(saturday.tomorrow().ok()?)?))
    }

    /// A quarter, half or season of so many months from its first.
    fn part_of_year(
        &self,
        code: &str,
        first: i8,
        length: i8,
        role: DateRole,
        published: Option<Date>,
    ) -> Option<String> {
        if let Some(year) = self.year {
            return Some(format!("{year:04}-{code}"));
        }
        let Some(published) = published else { return Some(format!("{UNKNOWN}-{code}")) };
        let season = self.season.is_some();
        let year = match self.direction {
            Some(Direction::This) => published.year(),
            // "the second quarter of last year", but "last summer".
            Some(direction) if !season => published.year() + step(direction)?,
            direction => {
                choose(&around(published, |year| months(year, first, length)), direction, role, published)?
                    .0
                    .year()
            }
        };
        Some(format!("{year:04}-{code}"))
    }
}

fn step(direction: Direction) -> Option<i16> {
    match direction {
        Direction::This => Some(0),
        Direction::Last => Some(-1),
        Direction::Next => Some(1),
        Direction::Ago | Direction::Ahead => None,
    }
}

/// First and last day of so many months.
fn months(year: i16, first: i8, length: i8) -> Option<(Date, Date)> {
    let start = Date::new(year, first, 1).ok()?;
    let end = start.checked_add(Span::new().try_months(length - 1).ok()?).ok()?.last_of_month();
    Some((start, end))
}

/// The occurrences in the years around the article's.
fn around(published: Date, occurrence: impl Fn(i16) -> Option<(Date, Date)>) -> Vec<(Date, Date)> {
    (published.year() - 1..=published.year() + 1).filter_map(occurrence).collect()
}

/// Which of the occurrences, in order of time, is meant: by the word of direction, then by the role, else the nearest;
/// of two as near the past one.
fn choose(
    occurrences: &[(Date, Date)],
    direction: Option<Direction>,
    role: DateRole,
    published: Date,
) -> Option<(Date, Date)> {
    let mut occurrences = occurrences.iter().copied();
    match (direction, role) {
        (Some(Direction::Last), _) => occurrences.rfind(|(_, end)| *end < published),
        (Some(Direction::Next), _) => occurrences.find(|(start, _)| *start > published),
        (_, DateRole::Since) => occurrences.rfind(|(start, _)| *start <= published),
        (_, DateRole::Deadline) => occurrences.find(|(_, end)| *end >= published),
        _ => occurrences.min_by_key(|(start, end)| {
            if *start > published {
                days(published, *start)
            } else if *end < published {
                days(*end, published)
            } else {
                0
            }
        }),
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// So many units from the article's date, as exact as the unit is.
fn shifted(unit: TimeUnit, count: i32, published: Date) -> Option<String> {
    let months = |count: i32| {
        let month = i32::from(published.year()) * 12 + i32::from(published.month()) - 1 + count;
        year_of(month.div_euclid(12)).map(|year| format!("{year}-{:02}", month.rem_euclid(12) + 1))
    };
    match unit {
        TimeUnit::Hour => None,
        TimeUnit::Day => shown(published.checked_add(Span::new().try_days(count).ok()?).ok()?),
        TimeUnit::Week => week(published.checked_add(Span::new().try_weeks(count).ok()?).ok()?),
        TimeUnit::Month => months(count),
        TimeUnit::Quarter => months(count * 3),
        TimeUnit::Half => months(count * 6),
        TimeUnit::Year => year_of(i32::from(published.year()) + count),
        TimeUnit::Decade => year_of(i32::from(published.year()) + count * 10),
    }
}

/// The unit that is so many after the article's own.
fn named(unit: TimeUnit, count: i32, published: Date) -> Option<String> {
    let year = i32::from(published.year());
    let part = |length: i32, code: char| {
        let parts = 12 / length;
        let index = year * parts + (i32::from(published.month()) - 1) / length + count;
        year_of(index.div_euclid(parts)).map(|year| format!("{year}-{code}{}", index.rem_euclid(parts) + 1))
    };
    match unit {
        TimeUnit::Hour | TimeUnit::Day => None,
        TimeUnit::Week | TimeUnit::Month | TimeUnit::Year => shifted(unit, count, published),
        TimeUnit::Quarter => part(3, 'Q'),
        TimeUnit::Half => part(6, 'H'),
        TimeUnit::Decade => {
            Some(year / 10 + count).filter(|d| (0..=999).contains(d)).map(|d| format!("{d:03}"))
        }
    }
}

fn week(date: Date) -> Option<String> {
    let week = date.iso_week_date();
    year_of(i32::from(week.year())).map(|year| format!("{year}-W{:02}", week.week()))
}

fn year_of(year: i32) -> Option<String> {
    (0..=9999).contains(&year).then(|| format!("{year:04}"))
}

fn shown(date: Date) -> Option<String> {
    year_of(i32::from(date.year())).map(|year| format!("{year}-{:02}-{:02}", date.month(), date.day()))
}
