//! Values of the contract's closed vocabularies, as words and as arguments.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use entente_wire::v1::{
    Certainty, ContradictionKind, EntityKind, EventType, FactStatus, IdentityBasis, PartnershipKind,
    RevisionReason, SourceKind, StakeRole, StrategyAction,
};

use crate::sentence::plain;

/// A vocabulary of the contract. Its names begin with the name of the vocabulary.
pub(crate) trait Word: Copy + Send + Sync + TryFrom<i32> + 'static {
    /// What every name begins with: `FACT_STATUS_`.
    const PREFIX: &'static str;

    /// The name: `FACT_STATUS_IN_FORCE`.
    fn name(self) -> &'static str;

    /// A parser of the names without their beginning, in any case; it gives the number.
    fn parser() -> impl TypedValueParser<Value = i32> {
        let values = || (1..).map_while(|number| Self::try_from(number).ok().map(|value| (number, value)));
        let short = |value: Self| value.name().trim_start_matches(Self::PREFIX);
        PossibleValuesParser::new(values().map(move |(_, value)| short(value))).try_map(move |name| {
            let found = values().find(|&(_, value)| short(value).eq_ignore_ascii_case(&name));
            found.map(|(number, _)| number).ok_or_else(|| format!("{name:?} is none of them"))
        })
    }
}

macro_rules! words {
    ($($name:ident $prefix:literal)+) => {
        $(
            impl Word for $name {
                const PREFIX: &'static str = $prefix;

                fn name(self) -> &'static str {
                    self.as_str_name()
                }
            }
        )+
    };
}

words! {
    Certainty "CERTAINTY_"
    ContradictionKind "CONTRADICTION_KIND_"
    EntityKind "ENTITY_KIND_"
    EventType "EVENT_TYPE_"
    FactStatus "FACT_STATUS_"
    IdentityBasis "IDENTITY_BASIS_"
    PartnershipKind "PARTNERSHIP_KIND_"
    RevisionReason "REVISION_REASON_"
    SourceKind "SOURCE_KIND_"
    StakeRole "STAKE_ROLE_"
    StrategyAction "STRATEGY_ACTION_"
}

/// The value as words: "in force".
pub(crate) fn word<W: Word>(value: W) -> String {
    plain(value.name().trim_start_matches(W::PREFIX))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn names_are_words_and_arguments() {
        assert_eq!(word(FactStatus::InForce), "in force");
        let command = clap::Command::new("test");
        let parse = |text: &str| FactStatus::parser().parse_ref(&command, None, OsStr::new(text));
        assert_eq!(parse("IN_FORCE").unwrap(), i32::from(FactStatus::InForce));
        assert!(parse("UNSPECIFIED").is_err() && parse("soon").is_err());
        assert_eq!(FactStatus::parser().possible_values().unwrap().count(), 10);
    }
}
