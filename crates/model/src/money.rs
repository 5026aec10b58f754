//! Amounts of money.

use std::fmt;

/// An ISO 4217 code, `EUR` for instance.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// An amount of money; an amount told as "more than" or as a range is its lower figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Money {
    /// In units of the currency: 600 million euros is 600000000.
    pub value: f64,
    /// The currency.
    pub currency: Currency,
}

/// What makes an amount unusable.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MoneyError {
    /// Not three ASCII capitals.
    #[error("currency {0:?} is not a three-letter ISO 4217 code in capitals")]
    Currency(String),
    /// Negative, infinite or not a number.
    #[error("amount {0} is not a finite number of at least 0")]
    Value(f64),
}

impl Currency {
    /// The currency of this code.
    pub fn new(code: &str) -> Result<Self, MoneyError> {
        match code.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(MoneyError::Currency(code.to_owned())),
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Money {
    /// An amount of at least 0.
    pub fn new(value: f64, currency: Currency) -> Result<Self, MoneyError> {
        if value.is_finite() && value >= 0.0 {
            Ok(Self { value, currency })
        } else {
            Err(MoneyError::Value(value))
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
