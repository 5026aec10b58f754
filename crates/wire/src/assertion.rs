//! What an event asserts: one of four kinds.

use entente_model::{Assertion, Party, Statement};

use crate::v1::event::Assertion as Wire;
use crate::{Failure, Within as _, partnership, stake, strategy, v1};

/// The assertion on the wire.
pub(crate) fn encode(assertion: &Assertion) -> Wire {
    match assertion {
        Assertion::Partnership(partnership) => Wire::Partnership(partnership::encode(partnership)),
        Assertion::Stake(stake) => Wire::Stake(stake::encode(stake)),
        Assertion::Strategy(strategy) => Wire::Strategy(strategy::encode(strategy)),
        Assertion::Statement(statement) => Wire::Statement(v1::Statement {
            speakers: names(&statement.speakers),
            quote: statement.quote.clone(),
        }),
    }
}

/// The assertion that the message tells.
pub(crate) fn decode(assertion: Wire) -> Result<Assertion, Failure> {
    match assertion {
        Wire::Partnership(wire) => {
            partnership::decode(wire).map(Assertion::Partnership).within("partnership")
        }
        Wire::Stake(wire) => stake::decode(&wire).map(Assertion::Stake).within("stake"),
        Wire::Strategy(wire) => strategy::decode(wire).map(Assertion::Strategy).within("strategy"),
        Wire::Statement(wire) => {
            Ok(Assertion::Statement(Statement { speakers: parties(&wire.speakers), quote: wire.quote }))
        }
    }
}

/// Parties by name, `?` for an unnamed one.
pub(crate) fn names(parties: &[Party]) -> Vec<String> {
    parties.iter().map(ToString::to_string).collect()
}

/// The parties of these names.
pub(crate) fn parties(names: &[String]) -> Vec<Party> {
    names.iter().map(|name| Party::from(name.as_str())).collect()
}
