//! Identifiers of organisations, by scheme: whether a code can be one.

/// What codes of a scheme look like; for error messages too.
pub(crate) struct Scheme {
    pub(crate) name: &'static str,
    /// What was expected, in words.
    pub(crate) expected: &'static str,
    accepts: fn(&str) -> bool,
}

/// The schemes that data files may name.
const SCHEMES: [Scheme; 4] = [
    Scheme {
        name: "isin",
        expected: "ISO 6166: a country, nine characters and a check digit",
        accepts: isin,
    },
    Scheme { name: "lei", expected: "ISO 17442: eighteen characters and two check digits", accepts: lei },
    Scheme {
        name: "ticker",
        expected: "the ISO 10383 code of an exchange, a colon and the symbol there: XPAR:BN",
        accepts: ticker,
    },
    Scheme { name: "wikidata", expected: "an item of Wikidata: Q312", accepts: wikidata },
];

impl Scheme {
    /// The scheme of this name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        SCHEMES.iter().find(|scheme| scheme.name == name)
    }

    /// The names of all schemes.
    pub(crate) fn names() -> String {
        SCHEMES.map(|scheme| scheme.name).join(", ")
    }

    /// Whether the code can be one of the scheme; check digits are worked out.
    pub(crate) fn accepts(&self, code: &str) -> bool {
        (self.accepts)(code)
    }
}

fn isin(code: &str) -> bool {
    let country = code.bytes().take(2).all(|byte| byte.is_ascii_uppercase());
    let Some(digits) = digits(code).filter(|_| code.len() == 12 && country) else { return false };
    // From the right, every second digit counts double, digit by digit.
    let sum: u32 = (digits.iter().rev().enumerate())
        .map(|(at, digit)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

fn lei(code: &str) -> bool {
    let Some(digits) = digits(code).filter(|_| code.len() == 20) else { return false };
    digits.iter().fold(0, |rest, digit| (rest * 10 + digit) % 97) == 1
}

fn ticker(code: &str) -> bool {
    let mark = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    code.split_once(':').is_some_and(|(exchange, symbol)| {
        exchange.len() == 4
            && exchange.bytes().all(mark)
            && (1..=12).contains(&symbol.len())
            && symbol.bytes().all(|byte| mark(byte) || matches!(byte, b'.' | b'-'))
    })
}

fn wikidata(code: &str) -> bool {
    code.strip_prefix('Q').is_some_and(|number| {
        (1..=12).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !number.starts_with('0')
    })
}

/// The digits of a code, a letter being two: A is 10, Z is 35. None where it holds anything else.
fn digits(code: &str) -> Option<Vec<u32>> {
    let mut digits = Vec::new();
    for mark in code.chars() {
        let value = mark.to_digit(36).filter(|_| !mark.is_ascii_lowercase())?;
        if value > 9 {
            digits.push(value / 10);
        }
        digits.push(value % 10);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_checked_to_the_last_digit() {
        let accepts = |scheme: &str, code: &str| Scheme::named(scheme).unwrap().accepts(code);
        for (scheme, good, bad) in [
            ("isin", "FR0000120644", ["FR0000120645", "FR00", "fr0000120644"]),
            ("isin", "US0378331005", ["US0378331006", "0S0378331005", "US037833100É"]),
            ("lei", "7ZW8QJWVPR4P1J1KQY45", ["7ZW8QJWVPR4P1J1KQY46", "7ZW8", "7zw8qjwvpr4p1j1kqy45"]),
            ("ticker", "XPAR:BN", ["BN", "PAR:BN", "XPAR:"]),
            ("ticker", "XNYS:BRK.B", ["XNYS:brk", "XNYS:A B", "xnys:IBM"]),
            ("wikidata", "Q312", ["312", "Q", "Q012"]),
        ] {
            assert!(accepts(scheme, good), "{scheme} {good}");
            for code in bad {
                assert!(!accepts(scheme, code), "{scheme} {code}");
            }
        }
        assert!(Scheme::named("siren").is_none());
    }
}
