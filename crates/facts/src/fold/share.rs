//! Shares compared, and worked out from blocks that change hands.

use entente_model::{Percent, Share};

/// By how many percent "about 15%" may be off.
const ABOUT: f64 = 1.0;

/// Up to how many percent left are nothing: figures are told rounded.
pub(super) const NOTHING: f64 = 0.5;

/// True when both may be told of the same holding: they are equal, or one is the other rounded, or one lies within the other's bounds, or one is untold.
pub(super) fn compatible(one: Option<&Share>, other: Option<&Share>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    match (one.exact(), other.exact()) {
        (Some(a), Some(b)) => {
            let about = if one.approximate() || other.approximate() { ABOUT } else { 0.0 };
            (a.value() - b.value()).abs() <= about.max(rounding(a.value(), b.value())) + 1e-9
        }
        (None, None) => {
            let ((least, most), (other_least, other_most)) = (bounds(one), bounds(other));
            least.max(other_least) < most.min(other_most)
        }
        _ => {
            let ((least, most), (other_least, other_most)) = (bounds(one), bounds(other));
            least.max(other_least) <= most.min(other_most)
        }
    }
}

/// True when both tell the same: figure, bounds, and whether it is about.
pub(super) fn same(one: Option<&Share>, other: Option<&Share>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one == other
                || (one.exact().is_some() && other.exact().is_some() && compatible(Some(one), Some(other)))
        }
        (None, None) => true,
        _ => false,
    }
}

/// The one that tells more, of two that are compatible.
pub(super) fn tighter(one: Option<Share>, other: Option<Share>) -> Option<Share> {
    let (Some(first), Some(second)) = (one, other) else { return one.or(other) };
    match (first.exact(), second.exact()) {
        (Some(a), Some(b)) => {
            let detail = |share: &Share, percent: Percent| (!share.approximate(), decimals(percent.value()));
            if detail(&second, b) > detail(&first, a) { Some(second) } else { Some(first) }
        }
        (Some(_), None) => Some(first),
        (None, Some(_)) => Some(second),
        (None, None) => {
            let least = [first.minimum(), second.minimum()].into_iter().flatten().map(Percent::value);
            let most = [first.maximum(), second.maximum()].into_iter().flatten().map(Percent::value);
            let (least, most) = (least.reduce(f64::max), most.reduce(f64::min));
            Share::new(None, least, most, first.approximate() && second.approximate()).ok().or(one)
        }
    }
}

/// True when what is held reaches what was aimed at, or goes further in the same direction.
pub(super) fn beyond(aim: Option<Share>, held: Option<Share>, less: bool) -> bool {
    let (Some(aim), Some(held)) = (aim, held) else { return false };
    let ((aim_least, aim_most), (least, most)) = (bounds(&aim), bounds(&held));
    if less { most <= aim_most } else { least >= aim_least }
}

/// What is held after a block was added to (or, with `less`, taken from) what was held; none where nothing is left.
pub(super) fn moved(base: Option<&Share>, block: Option<&Share>, less: bool) -> Moved {
    let (low, high) = block.map_or((0.0, 100.0), bounds);
    let known = base.map(bounds);
    let about = base.is_some_and(Share::approximate) || block.is_some_and(Share::approximate);
    let (least, most) = match known {
        Some((least, most)) if less => (least - high, most - low),
        Some((least, most)) => (least + low, most + high),
        None if less => (0.0, 100.0 - low),
        None => (low, 100.0),
    };
    // More sold than was held, or more held than there is: what was held before had changed unseen.
    if most < -NOTHING || least > 100.0 + NOTHING {
        return moved(None, block, less);
    }
    if most <= NOTHING {
        return Moved { share: None, nothing: true, known: true };
    }
    let (least, most) = (tidy(least.clamp(0.0, 100.0)), tidy(most.clamp(0.0, 100.0)));
    let share = if (most - least).abs() < 1e-9 || (about && most - least <= 4.0 * ABOUT) {
        Share::new(Some(tidy(f64::midpoint(least, most))), None, None, about)
    } else {
        Share::new(None, (least > 0.0).then_some(least), (most < 100.0).then_some(most), false)
    };
    Moved { share: share.ok(), nothing: false, known: known.is_some() }
}

/// What is held after a block changed hands.
pub(super) struct Moved {
    /// How much; none when nothing is known of it.
    pub(super) share: Option<Share>,
    /// Nothing is left.
    pub(super) nothing: bool,
    /// What was held before is known.
    pub(super) known: bool,
}

/// The least and the most that it may be.
fn bounds(share: &Share) -> (f64, f64) {
    match share.exact() {
        Some(exact) if share.approximate() => {
            ((exact.value() - ABOUT).max(0.0), (exact.value() + ABOUT).min(100.0))
        }
        Some(exact) => (exact.value(), exact.value()),
        None => (share.minimum().map_or(0.0, Percent::value), share.maximum().map_or(100.0, Percent::value)),
    }
}

/// How far two figures may lie apart because one has fewer decimals: half a unit of its last one.
fn rounding(one: f64, other: f64) -> f64 {
    match (decimals(one), decimals(other)) {
        (a, b) if a == b => 0.0,
        (a, b) if a.min(b) == 0 => 0.5,
        _ => 0.05,
    }
}

/// How many decimals a figure is told with: 0, 1, or more.
fn decimals(value: f64) -> u8 {
    let whole = |value: f64| (value - value.round()).abs() < 1e-9;
    if whole(value) {
        0
    } else if whole(value * 10.0) {
        1
    } else {
        2
    }
}

/// Without what a difference of binary fractions leaves behind.
fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &str) -> Option<Share> {
        if text.is_empty() {
            return None;
        }
        let number = |text: &str| text.parse::<f64>().ok();
        let made = if let Some((least, most)) = text.split_once("..") {
            Share::new(None, number(least), number(most), false)
        } else if let Some(about) = text.strip_prefix('~') {
            Share::new(number(about), None, None, true)
        } else {
            Share::new(number(text), None, None, false)
        };
        Some(made.unwrap())
    }

    #[test]
    fn shares_that_may_be_of_one_holding() {
        for (one, other, expected) in [
            ("15", "15", true),
            ("15", "", true),
            ("43.4", "43", true),
            ("43.4", "44", false),
            ("43.4", "43.43", true),
            ("20", "20.6", false),
            ("20", "30", false),
            ("~15", "14.2", true),
            ("~15", "17", false),
            ("..15", "12", true),
            ("..15", "15", true),
            ("50..", "60", true),
            ("50..", "..50", false),
            ("10..20", "15..30", true),
        ] {
            assert_eq!(compatible(share(one).as_ref(), share(other).as_ref()), expected, "{one} and {other}");
            assert_eq!(compatible(share(other).as_ref(), share(one).as_ref()), expected, "{other} and {one}");
        }
    }

    #[test]
    fn the_share_that_tells_more() {
        for (one, other, expected) in [
            ("43", "43.4", "43.4"),
            ("~15", "15", "15"),
            ("50..", "60", "60"),
            ("10..", "..20", "10..20"),
            ("", "..20", "..20"),
        ] {
            assert_eq!(tighter(share(one), share(other)), share(expected), "{one} and {other}");
            assert_eq!(tighter(share(other), share(one)), share(expected), "{other} and {one}");
        }
    }

    #[test]
    fn blocks_that_change_hands() {
        for (base, block, less, expected) in [
            ("43.4", "28.4", true, "15"),
            ("10", "5", false, "15"),
            ("", "20", true, "..80"),
            ("", "20", false, "20.."),
            ("30", "", true, "..30"),
            ("10", "20", true, "..80"),
            ("50..", "10", false, "60.."),
        ] {
            let after = moved(share(base).as_ref(), share(block).as_ref(), less);
            assert_eq!(after.share, share(expected), "{base} and {block}");
            assert!(!after.nothing);
        }
        assert!(moved(share("20").as_ref(), share("20").as_ref(), true).nothing);
    }
}
