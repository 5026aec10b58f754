//! Times and days within records.

use entente_facts::{Day, Moment};
use jiff::Timestamp;
use jiff::civil::Date;

use super::RecordError;

/// Nanoseconds since 1970.
pub(super) type Time = i128;

/// The time and the place in the log.
pub(super) type MomentRecord = (Time, u64);

/// Bounds of a day, each a [`Date`] packed into a number: year * 512 + month * 32 + day.
pub(super) type DayRecord = (Option<i32>, Option<i32>);

pub(super) fn moment(moment: Moment) -> MomentRecord {
    (moment.time.as_nanosecond(), moment.position)
}

pub(super) fn to_moment((time, position): MomentRecord) -> Result<Moment, RecordError> {
    Ok(Moment { time: Timestamp::from_nanosecond(time)?, position })
}

pub(super) fn time(time: Option<Timestamp>) -> Option<Time> {
    time.map(Timestamp::as_nanosecond)
}

pub(super) fn to_time(time: Option<Time>) -> Result<Option<Timestamp>, RecordError> {
    Ok(time.map(Timestamp::from_nanosecond).transpose()?)
}

pub(super) fn day(day: Day) -> DayRecord {
    (day.earliest.map(packed), day.latest.map(packed))
}

pub(super) fn to_day((earliest, latest): DayRecord) -> Result<Day, RecordError> {
    Ok(Day { earliest: earliest.map(unpacked).transpose()?, latest: latest.map(unpacked).transpose()? })
}

fn packed(date: Date) -> i32 {
    i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day())
}

fn unpacked(packed: i32) -> Result<Date, RecordError> {
    let part = |number: i32| i8::try_from(number).unwrap_or_default();
    let year = i16::try_from(packed.div_euclid(512)).unwrap_or_default();
    let rest = packed.rem_euclid(512);
    Ok(Date::new(year, part(rest / 32), part(rest % 32))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_comes_back_as_it_was() {
        for text in ["2024-02-29", "0001-01-01", "-000044-03-15", "-009999-12-31", "9999-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(unpacked(packed(date)).unwrap(), date, "{text}");
        }
        assert!(unpacked(0).is_err());
    }
}
