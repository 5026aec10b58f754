//! Questions asked of a dimension.

use crate::dimension::{Dimension, Value};

impl Dimension {
    /// A date or period.
    pub(crate) fn is_date(&self) -> bool {
        matches!(self.value, Value::Date(..))
    }

    /// A part of a whole.
    pub(crate) fn is_percent(&self) -> bool {
        matches!(self.value, Value::Percent(_))
    }

    /// An amount of money.
    pub(crate) fn is_money(&self) -> bool {
        matches!(self.value, Value::Money(_))
    }

    /// A bare whole number.
    pub(crate) fn count(&self) -> Option<u32> {
        match self.value {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the range was checked and the fraction is zero"
            )]
            Value::Count(count) if count.fract() == 0.0 && (1.0..=1e6).contains(&count) => Some(count as u32),
            _ => None,
        }
    }
}
