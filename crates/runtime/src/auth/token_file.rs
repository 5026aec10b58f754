//! The file of tokens, as operators write it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Deserialize;

use super::caller::Tenants;
use super::rate::Rate;
use super::role::Role;
use super::secret::Hash;

/// Most tokens in it: each call is compared with all of them.
const MOST_TOKENS: usize = 1000;

/// Longest id of a token or a tenant, in bytes.
const NAME_MOST: usize = 128;

/// All tenants, in the place of a list.
const ALL: &str = "*";

/// One token of the file, checked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) hash: Hash,
    pub(crate) role: Role,
    pub(crate) tenants: Tenants,
    pub(crate) rate: Option<Rate>,
    pub(crate) expires: Option<Timestamp>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    tokens: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    sha256: String,
    role: Role,
    tenants: WrittenTenants,
    rate: Option<f64>,
    burst: Option<u32>,
    expires: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenTenants {
    All(String),
    Named(Vec<String>),
}

/// The tokens of a file's text. The error names the token and the key, and repeats no value that might be a secret.
pub(crate) fn read(text: &str) -> Result<Vec<Entry>, String> {
    let file: File = toml::from_str(text).map_err(|error| {
        // The error's own words show the line, in which a secret may stand by mistake.
        let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
        let at = line.map_or_else(String::new, |line| format!("line {line}: "));
        format!("{at}{}", error.message())
    })?;
    if file.tokens.len() > MOST_TOKENS {
        return Err(format!("has {} tokens: expected at most {MOST_TOKENS}", file.tokens.len()));
    }
    if file.tokens.is_empty() {
        return Err("has no [[tokens]]: nobody could call".to_owned());
    }
    let (mut ids, mut hashes) = (BTreeSet::new(), BTreeSet::new());
    let mut entries = Vec::with_capacity(file.tokens.len());
    for (index, written) in file.tokens.into_iter().enumerate() {
        let entry = written.check().map_err(|error| format!("tokens[{index}].{error}"))?;
        if !ids.insert(entry.id.clone()) {
            return Err(format!("tokens[{index}].id is {:?}: another token has it", entry.id));
        }
        if !hashes.insert(entry.hash.to_string()) {
            return Err(format!("tokens[{index}].sha256: another token has it"));
        }
        entries.push(entry);
    }
    Ok(entries)
}

impl Written {
    fn check(self) -> Result<Entry, String> {
        let id = name("id", self.id)?;
        let hash = Hash::parse(&self.sha256).ok_or("sha256: expected 64 hexadecimal digits")?;
        let tenants = match self.tenants {
            WrittenTenants::All(all) if all == ALL => Tenants::All,
            WrittenTenants::All(other) => {
                return Err(format!("tenants is {other:?}: expected \"*\" or a list"));
            }
            WrittenTenants::Named(names) if names.is_empty() => {
                return Err("tenants is empty: expected \"*\" or a list".to_owned());
            }
            WrittenTenants::Named(names) => {
                let names = names.into_iter().map(|tenant| name("tenants", tenant));
                Tenants::Named(names.collect::<Result<_, _>>()?)
            }
        };
        let rate = match (self.rate, self.burst) {
            (None, None) => None,
            (None, Some(_)) => return Err("burst: expected a rate beside it".to_owned()),
            (Some(rate), burst) => Some(checked_rate(rate, burst)?),
        };
        let expires = self.expires.map(|expires| {
            expires
                .parse::<Timestamp>()
                .map_err(|_| format!("expires is {expires:?}: expected a time as in 2027-01-31T00:00:00Z"))
        });
        Ok(Entry { id, hash, role: self.role, tenants, rate, expires: expires.transpose()? })
    }
}

fn checked_rate(per_second: f64, burst: Option<u32>) -> Result<Rate, String> {
    if !(0.001..=1_000_000.0).contains(&per_second) {
        return Err(format!("rate is {per_second}: expected 0.001 to 1000000 calls a second"));
    }
    // As many at once as a second brings, and one at least.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to fit above")]
    let burst = burst.unwrap_or(per_second.ceil() as u32);
    if !(1..=1_000_000).contains(&burst) {
        return Err(format!("burst is {burst}: expected 1 to 1000000 calls"));
    }
    Ok(Rate { per_second, burst })
}

fn name(key: &str, name: String) -> Result<String, String> {
    let sound = |b: u8| b.is_ascii_alphanumeric() || b"._:@+-".contains(&b);
    if (1..=NAME_MOST).contains(&name.len()) && name.bytes().all(sound) {
        return Ok(name);
    }
    Err(format!("{key} is {name:?}: expected 1 to {NAME_MOST} letters, digits and . _ : @ + -"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn token(rest: &str) -> String {
        format!("[[tokens]]\nid = \"news\"\nsha256 = \"{HASH}\"\n{rest}")
    }

    #[test]
    fn tokens_are_read() {
        let text = token(
            "role = \"writer\"\ntenants = [\"acme\"]\nrate = 2.5\nexpires = \"2030-01-01T00:00:00Z\"\n",
        );
        let [entry] = read(&text).unwrap().try_into().unwrap();
        assert_eq!((entry.id.as_str(), entry.role), ("news", Role::Writer));
        assert_eq!(entry.tenants, Tenants::Named(vec!["acme".to_owned()]));
        assert_eq!(entry.rate, Some(Rate { per_second: 2.5, burst: 3 }));
        assert!(entry.expires.is_some());
        let [entry] = read(&token("role = \"admin\"\ntenants = \"*\"\n")).unwrap().try_into().unwrap();
        assert_eq!((entry.tenants, entry.rate, entry.expires), (Tenants::All, None, None));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let rest = "role = \"reader\"\ntenants = \"*\"\n";
        for (text, expected) in [
            (token(&format!("{rest}secret = \"x\"\n")), "line 6: unknown field `secret`"),
            (token("role = \"owner\"\ntenants = \"*\"\n"), "unknown variant `owner`"),
            (token("tenants = \"*\"\n"), "missing field `role`"),
            (token("role = \"reader\"\ntenants = \"acme\"\n"), "tokens[0].tenants is \"acme\""),
            (token("role = \"reader\"\ntenants = []\n"), "tokens[0].tenants is empty"),
            (token("role = \"reader\"\ntenants = [\"a b\"]\n"), "tokens[0].tenants is \"a b\""),
            (token(&format!("{rest}rate = 0\n")), "tokens[0].rate is 0"),
            (token(&format!("{rest}rate = nan\n")), "tokens[0].rate is NaN"),
            (token(&format!("{rest}rate = 1\nburst = 0\n")), "tokens[0].burst is 0"),
            (token(&format!("{rest}burst = 1\n")), "tokens[0].burst: expected a rate"),
            (token(&format!("{rest}expires = \"soon\"\n")), "tokens[0].expires is \"soon\""),
            (token(&format!("{rest}{}{rest}", token(""))), "tokens[1].id is \"news\""),
            (token(&format!("{rest}{}{rest}", token("").replace("news", "b"))), "tokens[1].sha256: another"),
            (token(rest).replace(HASH, "entente_abc"), "tokens[0].sha256: expected 64"),
            ("tokns = []".to_owned(), "unknown field `tokns`"),
            (String::new(), "has no [[tokens]]"),
        ] {
            let error = read(&text).unwrap_err();
            assert!(error.contains(expected), "{error:?} has no {expected:?}");
            assert!(!error.contains("entente_abc"), "{error}");
        }
    }
}
