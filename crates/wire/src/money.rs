//! Amounts of money.

use entente_model::{Currency, Money, MoneyError};

use crate::{Failure, Within as _, v1};

/// The amount on the wire.
pub fn encode(money: &Money) -> v1::Money {
    v1::Money { value: money.value, currency_code: money.currency.as_str().to_owned() }
}

/// The amount that the message tells.
pub fn decode(money: &v1::Money) -> Result<Money, Failure> {
    let failure = |error: MoneyError| Failure::invalid(error.to_string());
    let currency = Currency::new(&money.currency_code).map_err(failure).within("currency_code")?;
    Money::new(money.value, currency).map_err(failure).within("value")
}
