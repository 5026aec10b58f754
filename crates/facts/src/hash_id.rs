//! Ids that are hashes of what they stand for.

/// Declares an id of 128 bits of a SHA-256: its bytes, `Display` as a letter and 32 hexadecimal digits in lower case, and back.
macro_rules! hash_id {
    ($(#[$meta:meta])* pub struct $id:ident, $error:ident as $label:literal with $letter:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $id([u8; 16]);

        #[doc = concat!("A text that is no ", $label, ".")]
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[error("{0:?} is not a {name}: {letter} and 32 hexadecimal digits in lower case", name = $label, letter = $letter)]
        pub struct $error(pub String);

        impl $id {
            /// The id of these bytes, as `to_bytes` gave them.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0
            }

            /// The id of what these parts identify together.
            pub(crate) fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
                use sha2::Digest as _;
                let mut hash = sha2::Sha256::new();
                for part in parts {
                    // The length first, so that parts can't run into each other.
                    hash.update((part.len() as u64).to_be_bytes());
                    hash.update(part);
                }
                let mut bytes = [0; 16];
                bytes.iter_mut().zip(hash.finalize()).for_each(|(byte, from)| *byte = from);
                Self(bytes)
            }
        }

        impl std::fmt::Display for $id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::hash_id::write_id(f, $letter, self.0)
            }
        }

        impl std::str::FromStr for $id {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let error = || $error(text.to_owned());
                let digits = text.strip_prefix($letter).filter(|digits| digits.len() == 32).ok_or_else(error)?;
                if !digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
                    return Err(error());
                }
                u128::from_str_radix(digits, 16).map(|bits| Self(bits.to_be_bytes())).map_err(|_| error())
            }
        }
    };
}

pub(crate) use hash_id;

/// Writes an id at once: a page of facts has some hundred of them.
pub(crate) fn write_id(f: &mut std::fmt::Formatter<'_>, letter: char, id: [u8; 16]) -> std::fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [u8::try_from(letter).map_err(|_| std::fmt::Error)?; 33];
    for (digits, byte) in text[1..].chunks_exact_mut(2).zip(id) {
        digits.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| std::fmt::Error)?)
}
