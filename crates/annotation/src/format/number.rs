//! Figures as people write them: 15, not 15.0.

use entente_model::{Currency, Money, Percent, Share};
use serde::{Deserialize, Serialize, Serializer};

/// A share: one figure, or bounds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Percents {
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_if_any")]
    exact: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_if_any")]
    minimum: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_if_any")]
    maximum: Option<f64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    approximate: bool,
}

/// An amount of money.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    #[serde(serialize_with = "plain")]
    value: f64,
    currency: String,
}

impl From<Share> for Percents {
    fn from(share: Share) -> Self {
        Self {
            exact: share.exact().map(Percent::value),
            minimum: share.minimum().map(Percent::value),
            maximum: share.maximum().map(Percent::value),
            approximate: share.approximate(),
        }
    }
}

impl TryFrom<Percents> for Share {
    type Error = String;

    fn try_from(share: Percents) -> Result<Self, String> {
        Self::new(share.exact, share.minimum, share.maximum, share.approximate)
            .map_err(|error| error.to_string())
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { value: money.value, currency: money.currency.to_string() }
    }
}

impl TryFrom<Amount> for Money {
    type Error = String;

    fn try_from(amount: Amount) -> Result<Self, String> {
        let currency = Currency::new(&amount.currency).map_err(|error| error.to_string())?;
        Self::new(amount.value, currency).map_err(|error| error.to_string())
    }
}

#[expect(clippy::ref_option, reason = "serde's signature")]
fn plain_if_any<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => plain(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// Whole numbers without a fraction, as far as each has one spelling.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn plain<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    /// 2^53: every whole number below it is a double.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && (0.0..EXACT).contains(value) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, positive and below 2^53"
        )]
        return serializer.serialize_u64(*value as u64);
    }
    serializer.serialize_f64(*value)
}
