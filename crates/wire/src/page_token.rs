//! Page tokens: where the next page begins, readable by the service alone.
//!
//! A token is base64url over a version, the position and a checksum of both, the call and its conditions under a key. The
//! checksum refuses what was mangled, made up, or issued for other conditions; it keeps no secret, since a token grants
//! nothing that listing from the first page would not.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::Failure;
use crate::v1::ErrorReason;

const VERSION: u8 = 1;
/// Bytes of the checksum.
const TAG: usize = 16;
/// Far above any position, so that a long text is not decoded at all.
const LONGEST: usize = 4096;

/// Issues and reads the tokens of one call with one set of conditions.
#[derive(Debug, Clone)]
pub struct PageTokens {
    /// Over the key, the call and the conditions.
    seed: [u8; 32],
}

impl PageTokens {
    /// Tokens under a `key` that replicas share, for a `call` by its name (`ListArticles`), with `conditions`: every
    /// field of the request that decides what is listed and in which order, in the same bytes each time.
    pub fn new(key: &[u8], call: &str, conditions: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in [key, call.as_bytes()].iter().chain(conditions) {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self { seed: hasher.finalize().into() }
    }

    /// The token for the page after `position`.
    pub fn issue(&self, position: &[u8]) -> String {
        let tag = self.tag(position);
        URL_SAFE_NO_PAD.encode([&[VERSION], position, &tag].concat())
    }

    /// The position of a token, none for the first page's empty one.
    ///
    /// Errors: `PAGE_TOKEN_INVALID` for one that was not issued for this call with these conditions.
    pub fn read(&self, token: &str) -> Result<Option<Vec<u8>>, Failure> {
        if token.is_empty() {
            return Ok(None);
        }
        let refused = || {
            Failure::new(
                ErrorReason::PageTokenInvalid,
                "was not issued by this service for this call and its conditions",
            )
        };
        if token.len() > LONGEST {
            return Err(refused());
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| refused())?;
        let (content, tag) = bytes.split_last_chunk::<TAG>().ok_or_else(refused)?;
        match content {
            [VERSION, position @ ..] if self.tag(position) == *tag => Ok(Some(position.to_vec())),
            _ => Err(refused()),
        }
    }

    fn tag(&self, position: &[u8]) -> [u8; TAG] {
        let hash =
            Sha256::new().chain_update(self.seed).chain_update([VERSION]).chain_update(position).finalize();
        std::array::from_fn(|index| hash[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> PageTokens {
        PageTokens::new(b"key", "ListArticles", &[b"default"])
    }

    #[test]
    fn a_token_comes_back_and_none_is_the_first_page() {
        let token = tokens().issue(b"article-7");
        assert_eq!(tokens().read(&token), Ok(Some(b"article-7".to_vec())));
        assert_eq!(tokens().read(""), Ok(None));
    }

    #[test]
    fn any_altered_character_is_refused() {
        let token = tokens().issue(b"article-7");
        for (at, was) in token.char_indices() {
            let other = if was == 'A' { 'B' } else { 'A' };
            let altered = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert!(tokens().read(&altered).is_err(), "{altered}");
        }
        for text in ["x", "article-7", "é", &"A".repeat(5000), &token[..token.len() - 1]] {
            assert_eq!(tokens().read(text).unwrap_err().reason, ErrorReason::PageTokenInvalid);
        }
    }

    #[test]
    fn other_conditions_calls_and_keys_are_refused() {
        let token = tokens().issue(b"article-7");
        for other in [
            PageTokens::new(b"key", "ListArticles", &[b"another"]),
            PageTokens::new(b"key", "ListStakes", &[b"default"]),
            PageTokens::new(b"lock", "ListArticles", &[b"default"]),
            PageTokens::new(b"key", "ListArticles", &[b"def", b"ault"]),
        ] {
            assert!(other.read(&token).is_err());
        }
    }
}
