//! Figures with their units, bounds and ranges.

use entente_lang::{Bound, Kind, Term, TimeUnit};
use entente_model::{Currency, Money, Share};
use entente_text::TokenKind;

use super::figure::exact;
use super::portion::{bounded, worded};
use super::reader::{Found, Reader};
use super::{Amount, Change, Duration, Portion, Rate, Value, Wording};

/// Of what a figure tells how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    None,
    Percent,
    /// How many percentage points one is.
    Points(f64),
    Money(Currency, Option<Rate>),
    Time(TimeUnit),
}

/// A figure with its unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    pub(super) value: f64,
    /// The atom after it.
    pub(super) end: usize,
    pub(super) scaled: Option<f64>,
    pub(super) article: bool,
    pub(super) rough: bool,
    pub(super) unit: Unit,
}

/// A range whose upper figure is more than so many times the lower one is none.
const STEEP: f64 = 3.0;

/// Two figures and how they are joined.
struct Pair {
    first: (usize, Measure),
    second: (usize, Measure),
    change: bool,
    /// Whether each figure has a unit of its own.
    told_twice: bool,
}

impl Reader<'_> {
    /// The quantity that begins at an atom, with the words that bound it.
    pub(super) fn quantity(&self, start: usize) -> Option<Found> {
        let (after_bound, bound) = self.bound(start);
        let mut at = after_bound;
        if let Some((end, value, wording)) = self.portion(at, bound.is_some()) {
            return Some(Found::one(start..end, worded(value, wording, bound).map(Value::Percent)));
        }
        let figures_after =
            |(end, _): &(usize, Term)| self.has_figures(*end) || self.find(Kind::Article, at).is_none();
        if let Some((end, _)) =
            self.find(Kind::Determiner, at).filter(|_| bound.is_some()).filter(figures_after)
        {
            at = end;
            if let Some((end, value, wording)) = self.portion(at, true) {
                return Some(Found::one(start..end, worded(value, wording, bound).map(Value::Percent)));
            }
        }
        if let Some(pair) = self.opened(at, bound.is_none()) {
            return Some(told(start, &pair, bound));
        }
        let measure = self.measure(at)?;
        if let Some(pair) = self.joined(at, measure, Kind::BareJoin).filter(Pair::rises) {
            return Some(told(start, &pair, bound));
        }
        let (end, bound) = self.bound_after(measure.end, bound);
        // "3M" is no three.
        let glued = self.atoms.get(end).is_some_and(|next| next.kind == TokenKind::Word && !next.spaced);
        let counts = measure.unit != Unit::None || !glued;
        Some(Found::one(start..end, value(&measure, bound).filter(|_| counts)))
    }

    /// The bounding words at an atom; the last of them counts ("à hauteur d'environ").
    fn bound(&self, start: usize) -> (usize, Option<Bound>) {
        let mut at = start;
        let mut bound = None;
        while let Some((end, Term::Bound(next))) = self.find(Kind::BoundBefore, at) {
            bound = Some(match (bound, next) {
                (Some(before), Bound::Exact | Bound::About) => before,
                (_, next) => next,
            });
            at = end;
        }
        (at, bound)
    }

    fn bound_after(&self, at: usize, bound: Option<Bound>) -> (usize, Option<Bound>) {
        match self.find(Kind::BoundAfter, at) {
            Some((end, Term::Bound(after))) if bound.is_none() && !self.has_figures(end) => {
                (end, Some(after))
            }
            _ => (at, bound),
        }
    }

    /// One figure with its unit.
    pub(super) fn measure(&self, at: usize) -> Option<Measure> {
        if let Some(money) = self.money(at) {
            return Some(money);
        }
        let figure = self.figure(at)?;
        let (end, unit) = self.unit(figure.end);
        let (article, rough) = (figure.article, figure.rough);
        Some(Measure { value: figure.value, end, scaled: figure.scaled, article, rough, unit })
    }

    fn unit(&self, at: usize) -> (usize, Unit) {
        let glued = self.atoms.get(at).is_some_and(|atom| !atom.spaced);
        if let Some((end, _)) = self.find(Kind::GluedPercent, at).filter(|_| glued) {
            return (end, Unit::Percent);
        }
        // The longest: "percent" begins "percent points".
        let points = self.number(Kind::Points, at).map(|(end, each)| (end, Unit::Points(each)));
        let percent = self.find(Kind::Percent, at).map(|(end, _)| (end, Unit::Percent));
        let time = match self.find(Kind::Unit, at) {
            Some((end, Term::Unit(unit))) => Some((end, Unit::Time(unit))),
            _ => None,
        };
        [points, percent, time].into_iter().flatten().max_by_key(|(end, _)| *end).unwrap_or((at, Unit::None))
    }

    /// Two figures after an opening word: "entre 10 et 15 %", "de 10 à 15 %". After a bound, "de" is the bound's own.
    fn opened(&self, at: usize, may_change: bool) -> Option<Pair> {
        let change = may_change.then_some((Kind::FromOpen, Kind::FromJoin));
        [Some((Kind::BetweenOpen, Kind::BetweenJoin)), change].into_iter().flatten().find_map(
            |(open, join)| {
                let (end, _) = self.find(open, at)?;
                let at = self.skip_determiner(end);
                let pair = self.joined(at, self.measure(at)?, join)?;
                Some(Pair { change: open == Kind::FromOpen, ..pair })
            },
        )
    }

    /// A figure, a joining word and a second figure; what is told once counts for both.
    fn joined(&self, at: usize, mut first: Measure, join: Kind) -> Option<Pair> {
        let (next, _) = self.find(join, first.end)?;
        let (next, _) = self.bound(self.skip_determiner(next));
        let mut second = self.measure(next)?;
        let told_twice = first.unit != Unit::None && second.unit != Unit::None;
        match (first.unit, second.unit) {
            (one, other) if one == other => {}
            (Unit::None, unit) => first.unit = unit,
            // "$1 to 2 billion"
            (Unit::Money(currency, _), Unit::None) if self.prefix(at).is_some() => {
                second.unit = Unit::Money(currency, None);
            }
            (Unit::Money(one, _), Unit::Money(other, _)) if one == other => {}
            _ => return None,
        }
        if let (None, Some(scale)) = (first.scaled, second.scaled)
            && first.value < 1000.0
        {
            first.value *= scale;
        }
        Some(Pair { first: (at, first), second: (next, second), change: false, told_twice })
    }

    fn skip_determiner(&self, at: usize) -> usize {
        match self.find(Kind::Determiner, at) {
            Some((end, _)) if self.find(Kind::Article, at).is_none() => end,
            _ => at,
        }
    }
}

impl Pair {
    /// Without an opening word, only a rising pair is a range: "10 à 15 %". With both units told, a steep one is the
    /// change itself and where it led: "fell 75 cents to $32".
    fn rises(&self) -> bool {
        let ((_, first), (_, second)) = (&self.first, &self.second);
        let steep = self.told_twice && second.value > first.value * STEEP;
        first.value < second.value && !first.article && !second.article && !steep
    }
}

/// A pair as one range, or as the two sides of a change.
fn told(start: usize, pair: &Pair, bound: Option<Bound>) -> Found {
    let ((at, first), (next, second)) = (&pair.first, &pair.second);
    if pair.change {
        let side = |measure, change| value(measure, None).map(|value| value.on(change));
        return Found {
            end: second.end,
            values: [
                side(first, Change::From).map(|value| (*at..first.end, value)),
                side(second, Change::To).map(|value| (*next..second.end, value)),
            ],
        };
    }
    let range = start..second.end;
    if second.unit != Unit::Percent {
        return Found::one(range, value(first, bound));
    }
    let about = bound == Some(Bound::About);
    let share = Share::new(None, Some(first.value), Some(second.value), about).ok();
    let portion = share.map(|share| Portion { share, wording: Wording::Figure, change: None });
    Found::one(range, portion.map(Value::Percent))
}

/// What one figure tells; none for what is no dimension of its own, such as "une" or 150 %.
fn value(measure: &Measure, bound: Option<Bound>) -> Option<Value> {
    match measure.unit {
        Unit::None => (!measure.article).then_some(Value::Count(measure.value)),
        Unit::Percent => {
            let share = bounded(measure.value, bound, measure.rough)?;
            Some(Value::Percent(Portion { share, wording: Wording::Figure, change: None }))
        }
        Unit::Points(each) => {
            let points = exact(measure.value * each);
            // Larger ones are those of an index.
            (!measure.article && points > 0.0 && points <= 100.0).then_some(Value::PercentagePoints(points))
        }
        Unit::Money(currency, rate) => {
            let money = Money::new(measure.value, currency).ok()?;
            Some(Value::Money(Amount { money, rate, change: None }))
        }
        Unit::Time(unit) => {
            (!measure.article).then_some(Value::Duration(Duration { amount: measure.value, unit }))
        }
    }
}

impl Value {
    fn on(self, change: Change) -> Self {
        match self {
            Self::Percent(portion) => Self::Percent(Portion { change: Some(change), ..portion }),
            Self::Money(amount) => Self::Money(Amount { change: Some(change), ..amount }),
            Self::PercentagePoints(_) | Self::Date(..) | Self::Duration(_) | Self::Count(_) => self,
        }
    }
}
