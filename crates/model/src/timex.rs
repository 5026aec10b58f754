//! Dates and periods as TIMEX3 values.

use std::fmt;

/// A TIMEX3 value: `2023`, `2023-Q1`, `2023-H1`, `2023-02`, `2023-W06`, `2023-02-06`, a season `2023-SU`, a decade
/// `192`, or a range of two of these, `2022/2025`. A year that the text leaves open is `XXXX`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timex(String);

/// A text that is no TIMEX3 value of the kinds above.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a TIMEX3 value such as 2023, 2023-Q1, 2023-02-06, XXXX-SU or 2022/2025")]
pub struct TimexError(pub String);

impl Timex {
    /// The value, checked.
    pub fn new(value: impl Into<String>) -> Result<Self, TimexError> {
        let value = value.into();
        let sound = match value.split_once('/') {
            Some((from, to)) => is_point(from) && is_point(to),
            None => is_point(&value),
        };
        if sound { Ok(Self(value)) } else { Err(TimexError(value)) }
    }

    /// The value as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Timex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_point(value: &str) -> bool {
    let mut parts = value.split('-');
    let year = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let known = year.bytes().all(|b| b.is_ascii_digit());
    match (year.len(), rest.as_slice()) {
        (3, []) => known,
        (4, _) if !known && year != "XXXX" => false,
        (4, []) => true,
        (4, [unit]) => is_unit(unit),
        (4, [month, day]) => number(month, 12) && number(day, 31),
        _ => false,
    }
}

fn is_unit(unit: &str) -> bool {
    matches!(unit, "SP" | "SU" | "FA" | "WI" | "Q1" | "Q2" | "Q3" | "Q4" | "H1" | "H2")
        || number(unit, 12)
        || unit.strip_prefix('W').is_some_and(|week| number(week, 53))
}

fn number(text: &str, most: u32) -> bool {
    text.len() == 2 && text.parse().is_ok_and(|n: u32| (1..=most).contains(&n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for good in
            ["2023", "192", "2023-Q1", "2023-02", "2023-02-06", "XXXX-SU", "2022/2025", "2023-W06", "2024-H2"]
        {
            assert!(Timex::new(good).is_ok(), "{good}");
        }
        for bad in
            ["", "23", "2023-13", "2023-02-32", "YYYY", "2023/", "2023-Q5", "2023-2-6", "2022/2023/2024"]
        {
            assert!(Timex::new(bad).is_err(), "{bad}");
        }
    }
}
