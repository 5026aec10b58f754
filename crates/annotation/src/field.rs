//! The fields that are compared once two events agree on who and what.

use std::collections::BTreeSet;

use entente_model::{Assertion, Event, EventType, Interest, Money, Party, Percent, Share, Stake};

use crate::name::Identity;

/// A field of events, named as in the events format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Kind,
    Status,
    Action,
    Certainty,
    Source,
    Excluded,
    Share,
    ShareBefore,
    ShareChange,
    Interest,
    Amount,
    Seller,
    Time,
    Expected,
}

impl Field {
    /// The fields of a type.
    pub(crate) fn of(kind: EventType) -> &'static [Self] {
        use Field as F;
        match kind {
            EventType::Partnership => {
                &[F::Kind, F::Status, F::Certainty, F::Source, F::Excluded, F::Time, F::Expected]
            }
            EventType::Stake => &[
                F::Action,
                F::Status,
                F::Share,
                F::ShareBefore,
                F::ShareChange,
                F::Interest,
                F::Certainty,
                F::Source,
                F::Amount,
                F::Seller,
                F::Time,
                F::Expected,
            ],
            EventType::Strategy => &[F::Action, F::Status, F::Certainty, F::Source, F::Time, F::Expected],
            EventType::Statement => &[],
        }
    }

    /// Its name in the events format.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Status => "status",
            Self::Action => "action",
            Self::Certainty => "certainty",
            Self::Source => "source",
            Self::Excluded => "excluded",
            Self::Share => "share",
            Self::ShareBefore => "share_before",
            Self::ShareChange => "share_change",
            Self::Interest => "interest",
            Self::Amount => "amount",
            Self::Seller => "seller",
            Self::Time => "time",
            Self::Expected => "expected",
        }
    }

    /// The gold's value, of a field whose values are a closed list.
    pub(crate) fn class(self, event: &Event) -> Option<&'static str> {
        match self {
            Self::Certainty => Some(event.certainty.name()),
            Self::Source => Some(event.source.kind.name()),
            Self::Kind => match &event.assertion {
                Assertion::Partnership(told) => Some(told.kind.name()),
                Assertion::Stake(_) | Assertion::Strategy(_) | Assertion::Statement(_) => None,
            },
            Self::Action => match &event.assertion {
                Assertion::Stake(told) => Some(told.action.name()),
                Assertion::Strategy(told) => Some(told.action.name()),
                Assertion::Partnership(_) | Assertion::Statement(_) => None,
            },
            Self::Status => match &event.assertion {
                Assertion::Partnership(told) => Some(told.status.name()),
                Assertion::Stake(told) => Some(told.status.name()),
                Assertion::Strategy(told) => Some(told.status.name()),
                Assertion::Statement(_) => None,
            },
            Self::Excluded
            | Self::Share
            | Self::ShareBefore
            | Self::ShareChange
            | Self::Interest
            | Self::Amount
            | Self::Seller
            | Self::Time
            | Self::Expected => None,
        }
    }

    /// Whether the event leaves it open; of a field that most events leave open, that both do says nothing.
    pub(crate) fn is_open(self, event: &Event) -> bool {
        let stake = stake(event);
        match self {
            Self::Kind | Self::Status | Self::Action | Self::Certainty | Self::Source => false,
            Self::Excluded => excluded(event).is_empty(),
            Self::Share => stake.is_none_or(|told| told.share.is_none()),
            Self::ShareBefore => stake.is_none_or(|told| told.share_before.is_none()),
            Self::ShareChange => stake.is_none_or(|told| told.share_change.is_none()),
            Self::Interest => stake.is_none_or(|told| told.interest == Interest::Shareholding),
            Self::Amount => stake.is_none_or(|told| told.amount.is_none()),
            Self::Seller => stake.is_none_or(|told| told.seller.is_none()),
            Self::Time => event.time.is_none(),
            Self::Expected => event.expected.is_none(),
        }
    }

    /// Whether gold and prediction say the same.
    pub(crate) fn is_equal(
        self,
        gold: &Event,
        told: &Event,
        who: &dyn Fn(&Party) -> Identity,
        whom_told: &dyn Fn(&Party) -> Identity,
    ) -> bool {
        let (a, b) = (stake(gold), stake(told));
        let shares =
            |of: fn(&Stake) -> Option<Share>| a.and_then(of).map(figures) == b.and_then(of).map(figures);
        match self {
            Self::Kind | Self::Status | Self::Action | Self::Certainty | Self::Source => {
                self.class(gold) == self.class(told)
            }
            Self::Excluded => {
                let all = |parties: &[Party], who: &dyn Fn(&Party) -> Identity| {
                    parties.iter().map(who).collect::<BTreeSet<_>>()
                };
                all(excluded(gold), who) == all(excluded(told), whom_told)
            }
            Self::Share => shares(|told| told.share),
            Self::ShareBefore => shares(|told| told.share_before),
            Self::ShareChange => shares(|told| told.share_change),
            Self::Interest => a.map(|a| a.interest) == b.map(|b| b.interest),
            Self::Amount => match (a.and_then(|a| a.amount), b.and_then(|b| b.amount)) {
                (Some(a), Some(b)) => is_about(a, b),
                (a, b) => a.is_none() && b.is_none(),
            },
            Self::Seller => {
                a.and_then(|a| a.seller.as_ref()).map(who) == b.and_then(|b| b.seller.as_ref()).map(whom_told)
            }
            Self::Time => gold.time == told.time,
            Self::Expected => gold.expected == told.expected,
        }
    }
}

fn stake(event: &Event) -> Option<&Stake> {
    match &event.assertion {
        Assertion::Stake(told) => Some(told),
        Assertion::Partnership(_) | Assertion::Strategy(_) | Assertion::Statement(_) => None,
    }
}

fn excluded(event: &Event) -> &[Party] {
    match &event.assertion {
        Assertion::Partnership(told) => &told.excluded,
        Assertion::Stake(_) | Assertion::Strategy(_) | Assertion::Statement(_) => &[],
    }
}

/// A share without the word "about", in hundredths of a percent.
fn figures(share: Share) -> [Option<i64>; 3] {
    #[expect(clippy::cast_possible_truncation, reason = "a percent is at most 100")]
    let hundredths =
        |percent: Option<Percent>| percent.map(|percent| (percent.value() * 100.0).round() as i64);
    [hundredths(share.exact()), hundredths(share.minimum()), hundredths(share.maximum())]
}

/// Amounts as people round them: half a percent apart at most.
fn is_about(gold: Money, told: Money) -> bool {
    gold.currency == told.currency && (gold.value - told.value).abs() <= 0.005 * gold.value.max(1.0)
}
