//! Vocabularies as single bytes.

use entente_model::{
    Certainty, ContradictionKind, EntityKind, EventType, FactStatus, Interest, PartnershipKind,
    PartnershipStatus, Polarity, RevisionReason, Role, SourceKind, StakeAction, StakeStatus, StrategyAction,
    StrategyStatus,
};

use super::RecordError;

/// A closed vocabulary, each value of which is one byte: its place among all.
pub(crate) trait Coded: Copy + PartialEq + 'static {
    /// Every value.
    const VALUES: &'static [Self];

    /// The published name of a value.
    fn published(self) -> &'static str;

    /// The byte of a value.
    fn code(self) -> u8 {
        let place = Self::VALUES.iter().position(|value| *value == self);
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
    }

    /// The value of a byte.
    fn of_code(code: u8) -> Result<Self, RecordError> {
        Self::VALUES.get(usize::from(code)).copied().ok_or(RecordError::Code(code))
    }
}

macro_rules! coded {
    ($($type:ident),+ $(,)?) => {
        $(impl Coded for $type {
            const VALUES: &'static [Self] = Self::ALL;

            fn published(self) -> &'static str {
                self.name()
            }
        })+

        /// All names in their order: with other ones, bytes would mean something else.
        pub(crate) fn vocabularies() -> String {
            let mut names = String::new();
            $(for value in $type::VALUES {
                names.push_str(value.published());
                names.push(' ');
            })+
            names.trim_end().to_owned()
        }
    };
}

coded!(
    Certainty,
    ContradictionKind,
    EntityKind,
    EventType,
    FactStatus,
    Interest,
    PartnershipKind,
    PartnershipStatus,
    Polarity,
    RevisionReason,
    Role,
    SourceKind,
    StakeAction,
    StakeStatus,
    StrategyAction,
    StrategyStatus,
);
