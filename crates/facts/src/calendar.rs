//! Days of TIMEX3 values.

use entente_model::Timex;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// The first and the last day of a stretch.
pub(crate) type Stretch = (Date, Date);

/// The stretch that a value names, and for a range that with which it ends; none where the year is left open.
pub(crate) fn stretches(timex: &Timex) -> Option<(Stretch, Option<Stretch>)> {
    match timex.as_str().split_once('/') {
        Some((from, to)) => {
            let (from, to) = (stretch(from)?, stretch(to)?);
            Some((from, (to.1 >= from.0).then_some(to)))
        }
        None => stretch(timex.as_str()).map(|stretch| (stretch, None)),
    }
}

/// The first and the last day of what a value names: `2023`, `2023-Q1`, `2023-02`, `2023-02-06`, `2023-W06`, `2023-SU`, `192`.
fn stretch(value: &str) -> Option<Stretch> {
    let mut parts = value.split('-');
    let year = parts.next()?;
    if year.len() == 3 {
        let first: i16 = year.parse::<i16>().ok()?.checked_mul(10)?;
        return Some((Date::new(first, 1, 1).ok()?, Date::new(first.checked_add(9)?, 12, 31).ok()?));
    }
    let year: i16 = year.parse().ok()?;
    let Some(unit) = parts.next() else { return months(year, 1, 12) };
    if let Some(day) = parts.next() {
        let date = Date::new(year, unit.parse().ok()?, day.parse().ok()?).ok()?;
        return Some((date, date));
    }
    match unit {
        "Q1" => months(year, 1, 3),
        "Q2" => months(year, 4, 6),
        "Q3" => months(year, 7, 9),
        "Q4" => months(year, 10, 12),
        "H1" => months(year, 1, 6),
        "H2" => months(year, 7, 12),
        // Seasons of the calendar and of the weather differ by three weeks, and a winter is named after either of its years: both are allowed for.
        "SP" => months(year, 3, 6),
        "SU" => months(year, 6, 9),
        "FA" => months(year, 9, 12),
        "WI" => Some((Date::new(year, 1, 1).ok()?, months(year.checked_add(1)?, 1, 3)?.1)),
        _ => {
            let Some(week) = unit.strip_prefix('W') else {
                let month = unit.parse().ok()?;
                return months(year, month, month);
            };
            let day = |weekday| Some(ISOWeekDate::new(year, week.parse().ok()?, weekday).ok()?.date());
            Some((day(Weekday::Monday)?, day(Weekday::Sunday)?))
        }
    }
}

fn months(year: i16, first: i8, last: i8) -> Option<Stretch> {
    Some((Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_name_stretches_of_days() {
        for (value, first, last) in [
            ("2023", "2023-01-01", "2023-12-31"),
            ("192", "1920-01-01", "1929-12-31"),
            ("2023-Q1", "2023-01-01", "2023-03-31"),
            ("2024-H2", "2024-07-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2023-02-06", "2023-02-06", "2023-02-06"),
            ("2023-W06", "2023-02-06", "2023-02-12"),
            ("2023-SU", "2023-06-01", "2023-09-30"),
            ("2023-WI", "2023-01-01", "2024-03-31"),
        ] {
            let (stretch, end) = stretches(&Timex::new(value).expect("a value")).expect(value);
            assert_eq!(
                (stretch.0.to_string().as_str(), stretch.1.to_string().as_str()),
                (first, last),
                "{value}"
            );
            assert_eq!(end, None, "{value}");
        }
    }

    #[test]
    fn ranges_have_a_beginning_and_an_end() {
        let (from, to) = stretches(&Timex::new("2022/2025-06").expect("a value")).expect("a range");
        assert_eq!(from.0.to_string(), "2022-01-01");
        assert_eq!(to.map(|to| to.1.to_string()).as_deref(), Some("2025-06-30"));
        let backwards = stretches(&Timex::new("2025/2022").expect("a value")).expect("a range");
        assert_eq!(backwards.1, None);
    }

    #[test]
    fn open_years_and_days_that_are_none_name_nothing() {
        for value in ["XXXX", "XXXX-SU", "2022/XXXX", "2023-02-30", "2023-W53"] {
            assert_eq!(stretches(&Timex::new(value).expect("a value")), None, "{value}");
        }
    }
}
