//! What a text is like: near-copies are found by it.

use crate::words;

/// How many words a shingle has.
const SHINGLE: usize = 5;

/// How many hash functions: each gives one least value.
const ROWS: usize = 64;

/// How many least values make one band.
const BAND_ROWS: usize = 4;

/// How many bands a signature has.
pub const BANDS: usize = ROWS / BAND_ROWS;

/// The bands of a text's least hashes (`MinHash`) over its folded word 5-shingles. Two texts of which a part `j` of all shingles is common agree in one band at
/// least with a probability of `1 - (1 - j^4)^16`: 0.99 at 0.7, 0.64 at 0.5, 0.03 at 0.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Signature([u32; BANDS]);

impl Signature {
    /// The signature of a text; none of one without a word.
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<u64> = words::split(text).iter().map(|word| hash(word.as_bytes())).collect();
        if words.is_empty() {
            return None;
        }
        let mut least = [u32::MAX; ROWS];
        for shingle in words.windows(SHINGLE.min(words.len())) {
            let shingle = shingle.iter().fold(OFFSET, |hash, &word| mix(hash ^ word));
            // Double hashing: the functions are h + i * step, cut to 32 bits.
            let (start, step) = (shingle, mix(shingle) | 1);
            let mut value = start;
            for least in &mut least {
                *least = (*least).min(high(value));
                value = value.wrapping_add(step);
            }
        }
        let mut bands = [0; BANDS];
        for (band, rows) in bands.iter_mut().zip(least.chunks(BAND_ROWS)) {
            *band = high(rows.iter().fold(OFFSET, |hash, &row| mix(hash ^ u64::from(row))));
        }
        Some(Self(bands))
    }

    /// The signature of these bands, as [`Signature::bands`] gave them.
    pub const fn from_bands(bands: [u32; BANDS]) -> Self {
        Self(bands)
    }

    /// Its bands, each of which makes two texts near-copies where it is the same.
    pub const fn bands(&self) -> [u32; BANDS] {
        self.0
    }
}

/// Where the hash of no bytes begins.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, the same in every version and on every machine: signatures are kept on disk.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(OFFSET, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Spreads every bit over all others (the finaliser of splitmix64).
const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The upper half.
const fn high(value: u64) -> u32 {
    (value >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENCY: &str = "LYON - Carellis will cut its stake in Norvane to 15%, the two carmakers said on Monday after months of talks \
        between their boards. The French group is to place the remaining shares in a trust whose votes are frozen until they are sold.";

    /// How many bands two texts have in common.
    fn common(one: &str, other: &str) -> usize {
        let bands = |text: &str| Signature::of(text).map(|signature| signature.bands()).into_iter().flatten();
        bands(one).zip(bands(other)).filter(|(one, other)| one == other).count()
    }

    #[test]
    fn copies_have_bands_in_common() {
        assert_eq!(common(AGENCY, AGENCY), BANDS);
        assert_eq!(common(AGENCY, &AGENCY.to_uppercase()), BANDS);
        let titled = format!("Two carmakers rebalance\n\n{AGENCY} Shareholders are to vote on it.");
        assert!(common(AGENCY, &titled) > 0);
        assert_eq!(common("Carellis rit", "Carellis rit"), BANDS);
    }

    #[test]
    fn texts_on_the_same_have_none() {
        let own = "Carellis is to sell most of what it holds of Norvane: the two carmakers agreed on Monday that the French one keeps 15% and \
            that a trust takes the rest. Their boards had talked for months, and the votes of the shares sleep until a buyer is found.";
        assert_eq!(common(AGENCY, own), 0);
        assert_eq!(Signature::of(""), None);
        assert_eq!(Signature::of(" ... "), None);
    }

    #[test]
    fn signatures_are_kept_on_disk_and_must_stay_the_same() {
        assert_eq!(Signature::of(AGENCY).map(|signature| signature.bands()[0]), Some(2_658_171_782));
    }
}
