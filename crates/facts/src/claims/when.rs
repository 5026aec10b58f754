//! On which day what an event tells began.

use entente_model::{Event, FactStatus, Timex};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Day;
use crate::calendar::stretches;
use crate::fold::is_ahead;

/// When a stage began, and how long it is told to last.
pub(super) struct When {
    pub(super) day: Day,
    /// The article itself tells the day.
    pub(super) told: bool,
    pub(super) until: Option<Day>,
    pub(super) expected: Option<Timex>,
}

impl When {
    /// What an event tells of a stage; `published` stands in for a day that is not told.
    pub(super) fn of(event: &Event, published: Option<Timestamp>, status: FactStatus) -> Self {
        let published = published.map(|time| time.to_zoned(TimeZone::UTC).date());
        let told = event.time.as_ref().and_then(|time| stretches(time).map(|stretches| (time, stretches)));
        let expected = event.expected.clone();
        let Some((time, ((first, last), end))) = told else {
            return Self { day: untold(published, status), told: false, until: None, expected };
        };
        if is_ahead(status) && published.is_some_and(|published| first > published) {
            // What is planned for a day to come is planned since it was told; the day is when it is expected.
            let expected = expected.or_else(|| Some(time.clone()));
            return Self { day: untold(published, status), told: false, until: None, expected };
        }
        let until = end.filter(|_| !is_ahead(status)).and_then(|(first, last)| {
            Some(Day { earliest: Some(first.tomorrow().ok()?), latest: Some(last.tomorrow().ok()?) })
        });
        Self { day: Day { earliest: Some(first), latest: Some(last) }, told: true, until, expected }
    }
}

/// What is ahead is so on the day on which it is told; what is so, or is over, was so by that day, nobody says since when.
fn untold(published: Option<Date>, status: FactStatus) -> Day {
    match published {
        None => Day::default(),
        Some(date) if is_ahead(status) || matches!(status, FactStatus::Said | FactStatus::Failed) => {
            Day::on(date)
        }
        Some(date) => Day::by(date),
    }
}
