//! Bytes that are hardly a message any more.

use std::fmt::Write as _;

use entente_tests::Dice;

/// Bytes of a failure that are shown.
const SHOWN: usize = 400;

/// Bytes without any sense.
pub(crate) fn random(dice: &mut Dice) -> Vec<u8> {
    let length = dice.below(200);
    (0..length).map(|_| byte(dice)).collect()
}

fn byte(dice: &mut Dice) -> u8 {
    u8::try_from(dice.below(256)).unwrap()
}

/// The bytes of a message with some of them turned, lost, doubled or put in.
pub(crate) fn mutated(mut bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    for _ in 0..=dice.below(6) {
        if bytes.is_empty() {
            return random(dice);
        }
        let (at, further) = (dice.below(bytes.len()), dice.below(16));
        let until = (at + further).min(bytes.len());
        match dice.below(6) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes[at] = byte(dice),
            2 => drop(bytes.drain(at..until)),
            3 => {
                let again = bytes[at..until].to_vec();
                bytes.splice(at..at, again);
            }
            4 => bytes.truncate(at),
            // The longest number there is: a length or a value.
            _ => drop(bytes.splice(at..at, [0xff; 9])),
        }
    }
    bytes
}

/// Far too deep for any message: groups within groups, or fields of length within one another.
pub(crate) fn deep(dice: &mut Dice) -> Vec<u8> {
    let depth = [50, 101, 1_000, 20_000][dice.below(4)];
    let field = u8::try_from(1 + dice.below(15)).unwrap();
    if dice.below(2) == 0 {
        return vec![(field << 3) | 3; depth];
    }
    let mut bytes = Vec::new();
    for _ in 0..depth.min(1_000) {
        let mut outer = vec![(field << 3) | 2];
        prost::encoding::encode_varint(bytes.len() as u64, &mut outer);
        outer.append(&mut bytes);
        bytes = outer;
    }
    bytes
}

/// Bytes for whoever looks into a failure.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes.iter().take(SHOWN) {
        let _ = write!(text, "{byte:02x}");
    }
    format!("{} bytes {text}", bytes.len())
}
