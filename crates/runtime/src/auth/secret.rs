//! The secret of a token, which only its holder keeps, and the hash that servers keep of it.

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// What a secret begins with, so that scanners of sources and logs know one when they meet it.
const PREFIX: &str = "entente_";

/// Longest secret that is looked at, in bytes; those made here have 72.
const LONGEST: usize = 512;

/// The secret of a token. Its characters are told to whoever asks for them by name, never by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new secret of 256 random bits. The error is the system's, which gives no random bytes.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(format!("{PREFIX}{}", Hex(&bytes))))
    }

    /// The secret that `text` is, blanks around it left out: 1 to 512 visible ASCII characters.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let sane = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        sane.then(|| Self(text.to_owned()))
    }

    /// The secret itself: for the one who is to hold it, and for the request that shows it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The hash by which a server knows it.
    pub fn hash(&self) -> Hash {
        Hash(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The SHA-256 of a secret. A secret is random, so no salt and no slow hash would add anything.
#[derive(Clone, PartialEq, Eq)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of 64 hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 2 * bytes.len() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = [pair[0], pair[1]].map(|digit| char::from(digit).to_digit(16));
            *byte = u8::try_from(high? * 16 + low?).ok()?;
        }
        Some(Self(bytes))
    }

    /// Whether both are one, in a time that does not depend on it.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hex(&self.0).fmt(f)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hash(..)")
    }
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_new_each_time_and_not_told() {
        let (one, other) = (Secret::generate().unwrap(), Secret::generate().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), PREFIX.len() + 64);
        assert_eq!(format!("{one:?} {:?}", one.hash()), "Secret(..) Hash(..)");
        assert_eq!(Secret::parse(&format!(" {}\n", one.reveal())), Some(one));
        for bad in ["", "  ", "two words", "é", &"x".repeat(513)] {
            assert_eq!(Secret::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_hash_comes_back_and_is_itself_alone() {
        let hash = Secret::parse("abc").unwrap().hash();
        let digits = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash.to_string(), digits);
        assert!(Hash::parse(&digits.to_uppercase()).unwrap().is(&hash));
        assert!(!Secret::parse("abd").unwrap().hash().is(&hash));
        for bad in ["", "ba", &digits[1..], &digits.replace('b', "g"), &"é".repeat(32)] {
            assert!(Hash::parse(bad).is_none(), "{bad}");
        }
    }
}
