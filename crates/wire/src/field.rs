//! Single fields that many requests have: ids, bounded texts, times, page sizes, units.

use entente_model::{ArticleId, IdError, Tenant};
use entente_text::OffsetUnit;
use jiff::Timestamp;

use crate::{Failure, v1};

/// Longest request id, in bytes.
pub const REQUEST_ID_MOST: usize = 128;

/// The tenant of this id, the default one when it is empty.
pub fn tenant(id: &str) -> Result<Tenant, Failure> {
    if id.is_empty() { Ok(Tenant::default()) } else { Tenant::new(id).map_err(|error| id_failure(&error)) }
}

/// The article of this id, which must be given.
pub fn article_id(id: &str) -> Result<ArticleId, Failure> {
    if id.is_empty() {
        Err(Failure::invalid("is empty"))
    } else {
        ArticleId::new(id).map_err(|error| id_failure(&error))
    }
}

fn id_failure(error: &IdError) -> Failure {
    match error {
        &IdError::Length(actual) => Failure::too_long(actual, 128, "bytes"),
        IdError::Character(_) => Failure::invalid(error.to_string()),
    }
}

/// The caller's idempotency key, if there is one.
pub fn request_id(id: &str) -> Result<Option<String>, Failure> {
    line(id, REQUEST_ID_MOST)?;
    Ok((!id.is_empty()).then(|| id.to_owned()))
}

/// A text of at most `limit` bytes that may run over lines. The character NUL ends texts elsewhere and is refused.
pub fn text(value: &str, limit: usize) -> Result<&str, Failure> {
    if value.len() > limit {
        return Err(Failure::too_long(value.len(), limit, "bytes"));
    }
    match value.find('\0') {
        Some(at) => Err(Failure::invalid(format!("holds the character NUL at byte {at}"))),
        None => Ok(value),
    }
}

/// A text of one line of at most `limit` bytes: no control character.
pub fn line(value: &str, limit: usize) -> Result<&str, Failure> {
    text(value, limit)?;
    match value.char_indices().find(|(_, c)| c.is_control()) {
        Some((at, c)) => Err(Failure::invalid(format!("holds the control character {c:?} at byte {at}"))),
        None => Ok(value),
    }
}

/// A list of at most `limit` items.
pub fn count(actual: usize, limit: usize) -> Result<(), Failure> {
    if actual > limit { Err(Failure::too_long(actual, limit, "items")) } else { Ok(()) }
}

/// A number that counts, 0 or more.
pub fn natural(value: i64) -> Result<u64, Failure> {
    u64::try_from(value).map_err(|_| Failure::invalid(format!("{value} is negative")))
}

/// How many items a page is to hold: `default` for 0, never more than `most`.
pub fn page_size(given: i32, default: usize, most: usize) -> Result<usize, Failure> {
    match usize::try_from(given) {
        Ok(0) => Ok(default.min(most)),
        Ok(given) => Ok(given.min(most)),
        Err(_) => Err(Failure::invalid(format!("{given} is negative"))),
    }
}

/// What offsets count; bytes of UTF-8 when unset.
pub fn offset_unit(number: i32) -> Result<OffsetUnit, Failure> {
    match v1::OffsetUnit::try_from(number) {
        Ok(v1::OffsetUnit::Unspecified | v1::OffsetUnit::Utf8) => Ok(OffsetUnit::Utf8),
        Ok(v1::OffsetUnit::Utf16) => Ok(OffsetUnit::Utf16),
        Ok(v1::OffsetUnit::CodePoints) => Ok(OffsetUnit::CodePoints),
        Err(_) => Err(Failure::invalid(format!(
            "{number} is none of OFFSET_UNIT_UTF8, OFFSET_UNIT_UTF16, OFFSET_UNIT_CODE_POINTS"
        ))),
    }
}

/// An instant between the years 1 and 9999, as the well-known type demands.
pub fn timestamp(value: &prost_types::Timestamp) -> Result<Timestamp, Failure> {
    /// 0001-01-01T00:00:00Z.
    const FIRST: i64 = -62_135_596_800;
    /// 9999-12-31T23:59:59Z, less two days that a zone may add.
    const LAST: i64 = 253_402_300_799 - 2 * 86_400;
    if !(FIRST..=LAST).contains(&value.seconds) {
        return Err(Failure::invalid(format!("{} seconds lie outside the years 1 to 9999", value.seconds)));
    }
    if !(0..1_000_000_000).contains(&value.nanos) {
        return Err(Failure::invalid(format!("{} nanos are not between 0 and 999999999", value.nanos)));
    }
    Timestamp::new(value.seconds, value.nanos).map_err(|error| Failure::invalid(error.to_string()))
}

/// An instant on the wire.
pub fn to_timestamp(time: Timestamp) -> prost_types::Timestamp {
    let (mut seconds, mut nanos) = (time.as_second(), time.subsec_nanosecond());
    // The wire's nanos count forward in time, also before 1970.
    if nanos < 0 {
        seconds -= 1;
        nanos += 1_000_000_000;
    }
    prost_types::Timestamp { seconds, nanos }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::ErrorReason;

    #[test]
    fn ids() {
        assert_eq!(tenant("").unwrap(), Tenant::default());
        assert_eq!(tenant("a/b").unwrap_err().reason, ErrorReason::FieldInvalid);
        assert_eq!(article_id("").unwrap_err().message, "is empty");
        assert_eq!(article_id(&"x".repeat(129)).unwrap_err().reason, ErrorReason::FieldTooLong);
        assert_eq!(request_id(""), Ok(None));
        assert!(request_id("a\u{7f}b").is_err());
    }

    #[test]
    fn control_characters() {
        assert!(text("one\ntwo\tthree", 20).is_ok());
        assert_eq!(text("a\0b", 20).unwrap_err().message, "holds the character NUL at byte 1");
        assert_eq!(line("a\nb", 20).unwrap_err().message, "holds the control character '\\n' at byte 1");
    }

    #[test]
    fn page_sizes() {
        assert_eq!(page_size(0, 50, 1000), Ok(50));
        assert_eq!(page_size(5000, 50, 1000), Ok(1000));
        assert_eq!(page_size(-1, 50, 1000).unwrap_err().message, "-1 is negative");
    }

    #[test]
    fn instants_before_1970_come_back() {
        let time = Timestamp::new(-1, -250_000_000).unwrap();
        assert_eq!(to_timestamp(time), prost_types::Timestamp { seconds: -2, nanos: 750_000_000 });
        assert_eq!(timestamp(&to_timestamp(time)), Ok(time));
        assert!(timestamp(&prost_types::Timestamp { seconds: 0, nanos: -1 }).is_err());
        assert!(timestamp(&prost_types::Timestamp { seconds: i64::MAX, nanos: 0 }).is_err());
    }
}
