//! What a word of quantity or time can be.

use entente_model::Currency;

/// Kinds of words. The names of the data file are in [`Kind::NAMES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A number below 100.
    Cardinal,
    /// An article that counts one before a scale or a unit: "un million", "a year".
    Article,
    /// 100.
    Hundred,
    /// 1000 and up.
    Scale,
    /// A scale abbreviated so short that only money makes it certain: "m".
    ShortScale,
    /// "dizaine", "dozen": counts only after a number or an article.
    Collective,
    /// "et demi": half of the scale before it more.
    HalfMore,
    /// Joins tens and ones: "vingt et un".
    JoinTens,
    /// Joins hundreds and the rest: "two hundred and five".
    JoinHundreds,
    /// 1 to 31 as a rank.
    Ordinal,
    /// Makes a rank of the figures it is written against: "er", "th".
    OrdinalSuffix,
    /// "%" and its words.
    Percent,
    /// A sign of percent only when written against the number: "pc".
    GluedPercent,
    /// Percentage points; the value is how many one is. 0: not points at all.
    Points,
    /// A fraction as a percent.
    Fraction,
    /// A fraction that is one only before a [`Kind::Follower`].
    FractionOf,
    /// What follows a fraction: "du".
    Follower,
    /// All of it.
    Whole,
    /// In equal parts of two.
    Parity,
    /// More than half.
    Majority,
    /// Less than half.
    Minority,
    /// Stands before a figure and bounds it.
    BoundBefore,
    /// Stands after a figure and bounds it.
    BoundAfter,
    /// "entre"
    BetweenOpen,
    /// "et" after "entre"
    BetweenJoin,
    /// "de"
    FromOpen,
    /// "à" after "de"
    FromJoin,
    /// Joins two figures without an opening word.
    BareJoin,
    /// A currency's name or sign; before or after its figure.
    Currency,
    /// A currency's name that is also another word: counts only after a scale, "trillion won".
    CurrencyScaled,
    /// A hundredth of a currency.
    CurrencyPart,
    /// A code of ISO 4217, in capitals in the text.
    CurrencyCode,
    /// "par action"
    PerShare,
    /// "par mois", "a barrel"
    PerOther,
    /// Between a figure and what it counts: "millions d'euros".
    Link,
    /// Articles and the like that may stand before a figure.
    Determiner,
    /// A unit of time.
    Unit,
    /// 1 to 12.
    Month,
    /// 1 (Monday) to 7.
    Weekday,
    /// Saturday and Sunday.
    Weekend,
    /// A season.
    Season,
    /// A quarter or half by its code: "T1".
    PeriodCode,
    /// Days from today: "hier".
    DayOffset,
    /// "début", "fin", "mi": dropped, since values are no finer.
    Part,
    /// "cette"
    This,
    /// "dernier"
    Last,
    /// "prochain"
    Next,
    /// "il y a"
    Ago,
    /// "dans" before a duration.
    Ahead,
    /// Before a date: what the date is to the event.
    Role,
    /// A word after which a bare year or month is one.
    Cue,
    /// The same, less sure: a noun after the number makes a quantity of it.
    WeakCue,
    /// After "cette année": makes it the year that was spoken of.
    Anaphoric,
    /// Words that would be a date but are a name: "Sunday Times".
    Exception,
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u64);

/// What a phrase means, by its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Term {
    /// Its kind says all.
    Plain,
    /// Numbers, fractions in percent, months, weekdays, days from today.
    Number(f64),
    /// A currency, and how many make one unit of it: 100 for a cent.
    Currency {
        /// Which.
        currency: Currency,
        /// How many make one unit.
        divisor: f64,
    },
    /// A bound.
    Bound(Bound),
    /// A unit of time.
    Unit(TimeUnit),
    /// A season.
    Season(Season),
    /// A quarter or half.
    Period(Period),
    /// What a date is to the event.
    Role(DateRole),
}

/// What a word says of the figure beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The figure or more.
    Minimum,
    /// The figure or less.
    Maximum,
    /// Near the figure.
    About,
    /// The figure itself.
    Exact,
}

/// What a date is to the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateRole {
    /// It happens then.
    Point,
    /// It is to happen, or lasts, until then.
    Deadline,
    /// It has been so since then.
    Since,
    /// It begins then.
    From,
    /// It happens later than that.
    After,
    /// It lasts from the one to the other.
    Range,
}

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// Sixty minutes.
    Hour,
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// A year.
    Year,
    /// Ten years.
    Decade,
}

/// Seasons of the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February.
    Winter,
}

/// A part of a year by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// 1 to 4.
    Quarter(u8),
    /// 1 or 2.
    Half(u8),
}

impl Kind {
    /// Every kind that the data may name, in the order of their numbers, with the data's name for it.
    pub(crate) const NAMES: [(Self, &'static str); 54] = [
        (Self::Cardinal, "cardinal"),
        (Self::Article, "article"),
        (Self::Hundred, "hundred"),
        (Self::Scale, "scale"),
        (Self::ShortScale, "short-scale"),
        (Self::Collective, "collective"),
        (Self::HalfMore, "half-more"),
        (Self::JoinTens, "join-tens"),
        (Self::JoinHundreds, "join-hundreds"),
        (Self::Ordinal, "ordinal"),
        (Self::OrdinalSuffix, "ordinal-suffix"),
        (Self::Percent, "percent"),
        (Self::GluedPercent, "glued-percent"),
        (Self::Points, "points"),
        (Self::Fraction, "fraction"),
        (Self::FractionOf, "fraction-of"),
        (Self::Follower, "follower"),
        (Self::Whole, "whole"),
        (Self::Parity, "parity"),
        (Self::Majority, "majority"),
        (Self::Minority, "minority"),
        (Self::BoundBefore, "bound-before"),
        (Self::BoundAfter, "bound-after"),
        (Self::BetweenOpen, "between-open"),
        (Self::BetweenJoin, "between-join"),
        (Self::FromOpen, "from-open"),
        (Self::FromJoin, "from-join"),
        (Self::BareJoin, "bare-join"),
        (Self::Currency, "currency"),
        (Self::CurrencyScaled, "currency-scaled"),
        (Self::CurrencyPart, "currency-part"),
        (Self::CurrencyCode, "currency-code"),
        (Self::PerShare, "per-share"),
        (Self::PerOther, "per-other"),
        (Self::Link, "link"),
        (Self::Determiner, "determiner"),
        (Self::Unit, "unit"),
        (Self::Month, "month"),
        (Self::Weekday, "weekday"),
        (Self::Weekend, "weekend"),
        (Self::Season, "season"),
        (Self::PeriodCode, "period-code"),
        (Self::DayOffset, "day-offset"),
        (Self::Part, "part"),
        (Self::This, "this"),
        (Self::Last, "last"),
        (Self::Next, "next"),
        (Self::Ago, "ago"),
        (Self::Ahead, "ahead"),
        (Self::Role, "role"),
        (Self::Cue, "cue"),
        (Self::WeakCue, "weak-cue"),
        (Self::Anaphoric, "anaphoric"),
        (Self::Exception, "exception"),
    ];

    /// The kind that the data file calls so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// What a value of this kind means; [`Term::Plain`] for kinds without values.
    pub(crate) fn term(self, value: &str) -> Option<Term> {
        let number = || value.parse::<f64>().ok().filter(|n| n.is_finite());
        let within =
            |least: f64, most: f64| number().filter(|n| (least..=most).contains(n)).map(Term::Number);
        match self {
            Self::Cardinal => within(0.0, 99.0),
            Self::Scale | Self::ShortScale => within(1e3, 1e15),
            Self::Collective => within(2.0, 1e9),
            Self::Ordinal => within(1.0, 31.0),
            Self::Points => within(0.0, 1.0),
            Self::Fraction | Self::FractionOf => within(0.1, 99.9),
            Self::Month => within(1.0, 12.0).filter(|_| whole(value)),
            Self::Weekday => within(1.0, 7.0).filter(|_| whole(value)),
            Self::DayOffset => within(-9.0, 9.0).filter(|_| whole(value)),
            Self::Currency | Self::CurrencyScaled => currency(value, 1.0),
            Self::CurrencyPart => currency(value, 100.0),
            Self::BoundBefore | Self::BoundAfter => bound(value).map(Term::Bound),
            Self::Unit => unit(value).map(Term::Unit),
            Self::Season => season(value).map(Term::Season),
            Self::PeriodCode => period(value).map(Term::Period),
            Self::Role => role(value).map(Term::Role),
            Self::Article
            | Self::Hundred
            | Self::HalfMore
            | Self::JoinTens
            | Self::JoinHundreds
            | Self::OrdinalSuffix
            | Self::Percent
            | Self::GluedPercent
            | Self::Follower
            | Self::Whole
            | Self::Parity
            | Self::Majority
            | Self::Minority
            | Self::BetweenOpen
            | Self::BetweenJoin
            | Self::FromOpen
            | Self::FromJoin
            | Self::BareJoin
            | Self::CurrencyCode
            | Self::PerShare
            | Self::PerOther
            | Self::Link
            | Self::Determiner
            | Self::Weekend
            | Self::Part
            | Self::This
            | Self::Last
            | Self::Next
            | Self::Ago
            | Self::Ahead
            | Self::Cue
            | Self::WeakCue
            | Self::Anaphoric
            | Self::Exception => Some(Term::Plain),
        }
    }
}

fn whole(value: &str) -> bool {
    value.parse::<i64>().is_ok()
}

fn currency(code: &str, divisor: f64) -> Option<Term> {
    Currency::new(code).ok().map(|currency| Term::Currency { currency, divisor })
}

fn bound(name: &str) -> Option<Bound> {
    Some(match name {
        "minimum" => Bound::Minimum,
        "maximum" => Bound::Maximum,
        "about" => Bound::About,
        "exact" => Bound::Exact,
        _ => return None,
    })
}

fn unit(name: &str) -> Option<TimeUnit> {
    Some(match name {
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "month" => TimeUnit::Month,
        "quarter" => TimeUnit::Quarter,
        "half" => TimeUnit::Half,
        "year" => TimeUnit::Year,
        "decade" => TimeUnit::Decade,
        _ => return None,
    })
}

fn season(code: &str) -> Option<Season> {
    Some(match code {
        "SP" => Season::Spring,
        "SU" => Season::Summer,
        "FA" => Season::Autumn,
        "WI" => Season::Winter,
        _ => return None,
    })
}

fn period(code: &str) -> Option<Period> {
    Some(match code {
        "Q1" => Period::Quarter(1),
        "Q2" => Period::Quarter(2),
        "Q3" => Period::Quarter(3),
        "Q4" => Period::Quarter(4),
        "H1" => Period::Half(1),
        "H2" => Period::Half(2),
        _ => return None,
    })
}

fn role(name: &str) -> Option<DateRole> {
    Some(match name {
        "deadline" => DateRole::Deadline,
        "since" => DateRole::Since,
        "from" => DateRole::From,
        "after" => DateRole::After,
        _ => return None,
    })
}

impl Kinds {
    /// Whether a kind is in the set.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Whether the sets share a kind.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no kind is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set of these kinds.
    pub const fn of(kinds: &[Kind]) -> Self {
        let mut set = 0;
        let mut index = 0;
        while index < kinds.len() {
            set |= 1 << kinds[index] as u8;
            index += 1;
        }
        Self(set)
    }

    pub(crate) fn add(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u8;
    }
}
