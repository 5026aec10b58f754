//! The two axes of time in requests, checked.

use entente_facts::AsOf;
use entente_wire::{Failure, Within as _, field, v1};
use jiff::Timestamp;
use jiff::civil::Date;

/// The point that the message tells, now without one; failures name the field within it.
pub(crate) fn decode(as_of: Option<&v1::AsOf>) -> Result<AsOf, Failure> {
    let Some(as_of) = as_of else { return Ok(AsOf::NOW) };
    Ok(AsOf {
        valid_at: day(&as_of.valid_at).within("valid_at")?,
        known_at: known_at(as_of.known_at.as_ref()).within("known_at")?,
    })
}

/// The day of a text like `2024-05-31`; none of the empty one.
pub(crate) fn day(text: &str) -> Result<Option<Date>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    // Other spellings of a day, `20240531` for instance, are left to those who read for people.
    let shape =
        |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    let spelt = text.len() == 10 && text.bytes().enumerate().all(shape);
    match text.parse::<Date>() {
        Ok(day) if spelt && day.year() >= 1 => Ok(Some(day)),
        Ok(_) | Err(_) => {
            let shown: String = text.chars().take(32).collect();
            Err(Failure::invalid(format!("{shown:?} is no day of the calendar such as 2024-05-31")))
        }
    }
}

/// A time at which something was known: no log is older than 1970.
pub(crate) fn known_at(time: Option<&prost_types::Timestamp>) -> Result<Option<Timestamp>, Failure> {
    let Some(time) = time.map(field::timestamp).transpose()? else { return Ok(None) };
    if time < Timestamp::UNIX_EPOCH {
        return Err(Failure::invalid(format!("{time} is before 1970: no article was taken by then")));
    }
    Ok(Some(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        assert_eq!(day(""), Ok(None));
        assert_eq!(day("2024-02-29"), Ok(Some(jiff::civil::date(2024, 2, 29))));
        for bad in [
            "2023-02-29",
            "20240531",
            "2024-5-31",
            "2024-05-31T10:00",
            "0000-01-01",
            "-001-01-01",
            "May",
            "2024-05-31 ",
        ] {
            let failure = day(bad).unwrap_err();
            assert!(failure.message.contains(bad), "{failure}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let time = |seconds| Some(prost_types::Timestamp { seconds, nanos: 0 });
        let as_of = v1::AsOf { valid_at: "2024-05-31".to_owned(), known_at: time(1_717_200_000) };
        let as_of = decode(Some(&as_of)).unwrap();
        assert_eq!(as_of.valid_at, Some(jiff::civil::date(2024, 5, 31)));
        assert_eq!(as_of.known_at, "2024-06-01T00:00:00Z".parse().ok());
        for (bad, field) in [
            (v1::AsOf { valid_at: "soon".to_owned(), known_at: None }, "valid_at"),
            (v1::AsOf { valid_at: String::new(), known_at: time(-1) }, "known_at"),
            (v1::AsOf { valid_at: String::new(), known_at: time(i64::MAX) }, "known_at"),
        ] {
            assert_eq!(decode(Some(&bad)).unwrap_err().field, field);
        }
        assert_eq!(decode(None), Ok(AsOf::NOW));
    }
}
