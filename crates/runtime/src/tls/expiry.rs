//! Until when a certificate counts.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// Tags of DER that are met on the way.
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// When the certificate ends; none where it can't be read.
pub(super) fn of(certificate: &[u8]) -> Option<Timestamp> {
    let (_, certificate, _) = element(certificate, Some(SEQUENCE))?;
    let (_, signed, _) = element(certificate, Some(SEQUENCE))?;
    let (tag, _, after) = element(signed, None)?;
    let mut rest = if tag == VERSION { after } else { signed };
    // Serial number, algorithm, issuer.
    for _ in 0..3 {
        rest = element(rest, None)?.2;
    }
    let (_, validity, _) = element(rest, Some(SEQUENCE))?;
    let (_, _, rest) = element(validity, None)?;
    let (tag, end, _) = element(rest, None)?;
    time(tag, str::from_utf8(end).ok()?)
}

/// The first element of `bytes`: its tag, what is in it, and what follows it.
fn element(bytes: &[u8], wanted: Option<u8>) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, bytes) = bytes.split_first()?;
    let (&first, bytes) = bytes.split_first()?;
    // Up to 127 the length itself; beyond, the number of bytes that hold it.
    let (length, bytes) = match first {
        0..=0x7f => (usize::from(first), bytes),
        0x81..=0x84 => {
            let (long, bytes) = bytes.split_at_checked(usize::from(first & 0x7f))?;
            (long.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), bytes)
        }
        _ => return None,
    };
    let (inside, after) = bytes.split_at_checked(length)?;
    wanted.is_none_or(|wanted| wanted == tag).then_some((tag, inside, after))
}

fn time(tag: u8, text: &str) -> Option<Timestamp> {
    let text = match tag {
        // Two digits of the year: RFC 5280 has 1950 to 2049.
        UTC_TIME if text.get(..2)? < "50" => format!("20{text}"),
        UTC_TIME => format!("19{text}"),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let time = DateTime::strptime("%Y%m%d%H%M%SZ", text).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_certificate_is_found() {
        for (year, written) in [(2031, "2031-05-06T00:00:00Z"), (2055, "2055-05-06T00:00:00Z")] {
            let key = rcgen::KeyPair::generate().unwrap();
            let mut parameters = rcgen::CertificateParams::new(["ingest".to_owned()]).unwrap();
            parameters.not_after = rcgen::date_time_ymd(year, 5, 6);
            let certificate = parameters.self_signed(&key).unwrap();
            assert_eq!(of(certificate.der()), Some(written.parse().unwrap()));
            for cut in 0..certificate.der().len().min(200) {
                assert_eq!(of(&certificate.der()[..cut]), None, "{cut}");
            }
        }
    }

    #[test]
    fn times_are_of_this_century_and_the_last() {
        for (tag, text, expected) in [
            (UTC_TIME, "491231235959Z", Some("2049-12-31T23:59:59Z")),
            (UTC_TIME, "500101000000Z", Some("1950-01-01T00:00:00Z")),
            (GENERALIZED_TIME, "20500101000000Z", Some("2050-01-01T00:00:00Z")),
            (UTC_TIME, "é", None),
            (UTC_TIME, "991332000000Z", None),
            (SEQUENCE, "20500101000000Z", None),
        ] {
            assert_eq!(time(tag, text), expected.map(|time| time.parse().unwrap()), "{text}");
        }
    }
}
