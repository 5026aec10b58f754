//! Time zones by their IANA name or as an offset.

use jiff::tz::{Offset, TimeZone};

use crate::Failure;

/// The zone of this name or offset; UTC when it is empty.
pub(crate) fn decode(name: &str) -> Result<TimeZone, Failure> {
    if name.is_empty() {
        return Ok(TimeZone::UTC);
    }
    if let Some(offset) = offset(name) {
        return Ok(TimeZone::fixed(offset));
    }
    let unknown = || {
        Failure::invalid(format!(
            "{name:?} is no IANA time zone such as Europe/Paris and no offset such as +02:00"
        ))
    };
    TimeZone::get(name).ok().filter(|zone| !zone.is_unknown()).ok_or_else(unknown)
}

/// The zone's name or offset; empty for UTC.
pub(crate) fn encode(zone: &TimeZone) -> String {
    if *zone == TimeZone::UTC {
        return String::new();
    }
    if let Some(name) = zone.iana_name() {
        return name.to_owned();
    }
    let seconds = zone.to_fixed_offset().map_or(0, Offset::seconds);
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
}

/// `+HH:MM` or `-HH:MM`, up to the 14 hours that are in use.
fn offset(text: &str) -> Option<Offset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let number = |digits: &str| match digits.as_bytes() {
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => digits.parse::<i32>().ok(),
        _ => None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if minutes > 59 || hours * 60 + minutes > 14 * 60 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_offsets_come_back() {
        for name in ["", "Europe/Paris", "America/New_York", "+02:00", "-03:30", "+14:00"] {
            assert_eq!(encode(&decode(name).unwrap()), name);
        }
        assert_eq!(encode(&decode("UTC").unwrap()), "");
    }

    #[test]
    fn other_texts_are_refused() {
        for name in
            ["Paris", "+2", "+15:00", "+02:60", "+é:00", "Europe/Paris\0", "CET-1CEST", "../etc/passwd"]
        {
            assert!(decode(name).is_err(), "{name}");
        }
    }
}
