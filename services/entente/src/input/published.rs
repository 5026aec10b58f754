//! When an article came out.

use std::str::FromStr;

use clap::Args;
use entente_wire::field;
use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

/// A day, or an instant with the offset of its zone; a day is the one in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Published {
    date: Date,
    time: Time,
    offset: Offset,
}

/// When what is looked for came out.
#[derive(Debug, Args)]
pub(crate) struct PublishedArgs {
    /// The article came out at or after this time
    #[arg(long, value_name = "DATE")]
    published_after: Option<Published>,
    /// The article came out before this time
    #[arg(long, value_name = "DATE")]
    published_before: Option<Published>,
}

impl PublishedArgs {
    /// The first instant at which it may have come out.
    pub(crate) fn after(&self) -> Option<prost_types::Timestamp> {
        self.published_after.as_ref().map(Published::time)
    }

    /// The first instant that is too late.
    pub(crate) fn before(&self) -> Option<prost_types::Timestamp> {
        self.published_before.as_ref().map(Published::time)
    }
}

impl Published {
    /// The day on which it came out, where it came out: relative dates count from it.
    pub(crate) fn date(&self) -> Date {
        self.date
    }

    /// The instant.
    pub(crate) fn time(&self) -> prost_types::Timestamp {
        // Dates are bounded to years that every offset can be applied to, see `from_str`.
        let instant = self.offset.to_timestamp(self.date.to_datetime(self.time)).unwrap_or_default();
        field::to_timestamp(instant)
    }

    /// The zone as the contract takes it; empty for UTC.
    pub(crate) fn zone(&self) -> String {
        match self.offset.seconds() {
            0 => String::new(),
            seconds => {
                let sign = if seconds < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
            }
        }
    }
}

impl FromStr for Published {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || format!("{text:?} is no date such as 2024-05-31 or 2024-05-31T08:00:00+02:00");
        let pieces = Pieces::parse(text).map_err(|_| expected())?;
        let (date, time) = (pieces.date(), pieces.time().unwrap_or_default());
        let offset = pieces.to_numeric_offset();
        // A clock without its zone would be taken for that of UTC.
        if pieces.time().is_some() && offset.is_none() {
            return Err(expected());
        }
        let offset = offset.unwrap_or(Offset::UTC);
        offset.to_timestamp(date.to_datetime(time)).map_err(|_| expected())?;
        Ok(Self { date, time, offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants() {
        let day: Published = "2024-05-31".parse().unwrap();
        assert_eq!((day.date().to_string().as_str(), day.zone().as_str()), ("2024-05-31", ""));
        assert_eq!(day.time().seconds, 1_717_113_600);
        let late: Published = "2024-05-31T00:30:00+02:00".parse().unwrap();
        assert_eq!((late.date().to_string().as_str(), late.zone().as_str()), ("2024-05-31", "+02:00"));
        assert_eq!(late.time().seconds, 1_717_113_600 - 90 * 60);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "tomorrow", "2024-13-01", "2024-05-31T08:00:00", "31/05/2024"] {
            assert!(text.parse::<Published>().is_err(), "{text}");
        }
    }
}
