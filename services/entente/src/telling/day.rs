//! Days and instants.

use entente_wire::field;
use entente_wire::v1::Day;
use jiff::civil::Date;
use prost_types::Timestamp;

use crate::Error;

/// A day with its uncertainty: "2023-02-06", "2023-Q1", "by 2024-03-01", "2023-02-06 to 2023-02-09"; empty for one that
/// nothing bounds.
pub(crate) fn day(day: &Day) -> Result<String, Error> {
    Ok(match (date(&day.earliest)?, date(&day.latest)?) {
        (None, None) => String::new(),
        (None, Some(latest)) => format!("by {latest}"),
        (Some(earliest), None) => format!("{earliest} or later"),
        (Some(earliest), Some(latest)) => between(earliest, latest),
    })
}

/// An instant, to the minute, in UTC: "2024-03-01 08:30".
pub(crate) fn instant(time: &Timestamp) -> Result<String, Error> {
    let instant = field::timestamp(time).map_err(|failure| Error::Answer(failure.to_string()))?;
    Ok(instant.strftime("%Y-%m-%d %H:%M").to_string())
}

fn date(text: &str) -> Result<Option<Date>, Error> {
    let date = |_| Error::Answer(format!("{text:?} is no day such as 2024-05-31"));
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(date) }
}

fn between(earliest: Date, latest: Date) -> String {
    if earliest == latest {
        return earliest.to_string();
    }
    if earliest != earliest.first_of_month() || latest != latest.last_of_month() {
        return format!("{earliest} to {latest}");
    }
    let (year, other) = (earliest.year(), latest.year());
    match (earliest.month(), latest.month()) {
        (1, 12) if year == other => format!("{year:04}"),
        (1, 12) => format!("{year:04} to {other:04}"),
        (first, last) if year == other => match (first, last) {
            (first, last) if first == last => format!("{year:04}-{first:02}"),
            (1, 6) => format!("{year:04}-H1"),
            (7, 12) => format!("{year:04}-H2"),
            (1 | 4 | 7 | 10, last) if last == first + 2 => format!("{year:04}-Q{}", last / 3),
            (first, last) => format!("{year:04}-{first:02} to {year:04}-{last:02}"),
        },
        (first, last) => format!("{year:04}-{first:02} to {other:04}-{last:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_as_exact_as_they_are_known() {
        for (earliest, latest, words) in [
            ("2023-02-06", "2023-02-06", "2023-02-06"),
            ("2023-02-06", "2023-02-12", "2023-02-06 to 2023-02-12"),
            ("2024-02-01", "2024-02-29", "2024-02"),
            ("2023-01-01", "2023-03-31", "2023-Q1"),
            ("2023-10-01", "2023-12-31", "2023-Q4"),
            ("2023-07-01", "2023-12-31", "2023-H2"),
            ("2023-02-01", "2023-05-31", "2023-02 to 2023-05"),
            ("2023-01-01", "2023-12-31", "2023"),
            ("2022-01-01", "2025-12-31", "2022 to 2025"),
            ("2022-11-01", "2023-01-31", "2022-11 to 2023-01"),
            ("", "2024-03-01", "by 2024-03-01"),
            ("2024-03-01", "", "2024-03-01 or later"),
            ("", "", ""),
        ] {
            let bounds = Day { earliest: earliest.to_owned(), latest: latest.to_owned() };
            assert_eq!(day(&bounds).unwrap(), words);
        }
    }

    #[test]
    fn other_days_are_none() {
        assert!(day(&Day { earliest: "soon".to_owned(), latest: String::new() }).is_err());
    }
}
