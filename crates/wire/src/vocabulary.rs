//! Closed vocabularies: the domain's enums and the contract's, each mapped both ways without a catch-all.

use entente_model as model;

use crate::{Failure, v1};

/// An enum of the domain that the contract has too, with a value 0 that means unset.
pub trait Vocabulary: Sized {
    /// The names that the contract gives its values, unset left out: `POLARITY_POSITIVE`.
    fn names() -> Vec<&'static str>;

    /// The value of this number; none for unset and for a number that the contract does not have.
    fn from_number(number: i32) -> Option<Self>;

    /// The number that the contract gives the value.
    fn number(self) -> i32;
}

/// The value of this number, which must be set.
pub fn required<V: Vocabulary>(number: i32) -> Result<V, Failure> {
    let names = || V::names().join(", ");
    V::from_number(number).ok_or_else(|| match number {
        0 => Failure::invalid(format!("is not set; it must be one of {}", names())),
        _ => Failure::invalid(format!("{number} is none of {}", names())),
    })
}

/// The value of this number, which may be unset.
pub fn optional<V: Vocabulary>(number: i32) -> Result<Option<V>, Failure> {
    if number == 0 { Ok(None) } else { required(number).map(Some) }
}

macro_rules! vocabularies {
    ($($name:ident { $($value:ident),+ $(,)? })+) => {
        $(
            impl From<model::$name> for v1::$name {
                fn from(value: model::$name) -> Self {
                    match value {
                        $(model::$name::$value => Self::$value,)+
                    }
                }
            }

            impl Vocabulary for model::$name {
                fn names() -> Vec<&'static str> {
                    vec![$(v1::$name::$value.as_str_name()),+]
                }

                fn from_number(number: i32) -> Option<Self> {
                    match v1::$name::try_from(number) {
                        Ok(v1::$name::Unspecified) | Err(_) => None,
                        $(Ok(v1::$name::$value) => Some(Self::$value),)+
                    }
                }

                fn number(self) -> i32 {
                    v1::$name::from(self).into()
                }
            }
        )+
    };
}

vocabularies! {
    EventType { Partnership, Stake, Strategy, Statement }
    Polarity { Positive, Negative }
    Certainty { Possible, Probable, Certain }
    SourceKind { Author, Person, Organization, Anonymous, Media, Document }
    PartnershipKind {
        Alliance, JointVenture, Technology, Supply, Purchasing, Distribution, Licensing, Research, Commercial, General,
    }
    PartnershipStatus { Sought, Negotiating, Planned, Signed, Active, Renegotiating, Ended, Failed }
    StakeAction { Hold, Acquire, Increase, Reduce, Dispose, Merge }
    StakeStatus { Planned, Negotiating, Announced, Completed, Failed, Held, Former }
    Interest { Shareholding, VotingRights }
    StrategyAction { Launch, Develop, Expand, Enter, Exit, Invest, Cut, Reorganise, Seek, Target, Other }
    StrategyStatus { Planned, Underway, Completed, Abandoned }
    Role { Party, Excluded, Holder, Target, Seller, Actor, Speaker, Share, Amount, Time }
    FactStatus {
        Sought, Planned, Negotiating, Announced, InForce, Renegotiating, Completed, Ended, Failed, Said,
    }
    RevisionReason {
        FirstTold, Corroboration, Update, Contradiction, Correction, Retraction, Reextraction,
    }
    ContradictionKind { Denied, SharesDiffer, NeverHeld, AboveWhole }
    DiagnosticCode { LanguageUnknown, LanguageDetected, NothingToRead, Unresolved, Implausible, Truncated }
    EntityKind { Organization, Media, State, Place, Association, Person }
    MentionForm { Name, Description, Pronoun }
    TriggerKind { Verb, Noun }
    Aspect {
        Untold, Present, Done, Continuing, Begun, Future, Planned, Sought, Negotiating, Agreed, Offered, Amended, Ended,
        Failed,
    }
    EventFate {
        Told, Joined, Redundant, TooFewParties, NoCompany, NotHeld, TargetUnnamed, HoldsItself, HolderUnknown, Unproven,
        Implausible, Truncated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unset_and_unknown_are_told_apart() {
        assert_eq!(required::<model::Polarity>(2), Ok(model::Polarity::Negative));
        let unset = required::<model::Polarity>(0).unwrap_err();
        assert_eq!(unset.message, "is not set; it must be one of POLARITY_POSITIVE, POLARITY_NEGATIVE");
        let unknown = required::<model::Polarity>(9).unwrap_err();
        assert_eq!(unknown.message, "9 is none of POLARITY_POSITIVE, POLARITY_NEGATIVE");
        assert_eq!(optional::<model::Polarity>(0), Ok(None));
        assert!(optional::<model::Polarity>(-1).is_err());
    }

    #[test]
    fn names_agree_and_numbers_come_back() {
        fn check<V: Vocabulary + Copy + PartialEq + std::fmt::Debug>(all: &[V], name: fn(V) -> &'static str) {
            assert_eq!(all.len(), V::names().len());
            for (&value, wire) in all.iter().zip(V::names()) {
                assert!(wire.ends_with(&name(value).to_uppercase()), "{wire} {}", name(value));
                assert_eq!(V::from_number(value.number()), Some(value));
            }
        }
        check(model::EventType::ALL, model::EventType::name);
        check(model::Polarity::ALL, model::Polarity::name);
        check(model::Certainty::ALL, model::Certainty::name);
        check(model::SourceKind::ALL, model::SourceKind::name);
        check(model::PartnershipKind::ALL, model::PartnershipKind::name);
        check(model::PartnershipStatus::ALL, model::PartnershipStatus::name);
        check(model::StakeAction::ALL, model::StakeAction::name);
        check(model::StakeStatus::ALL, model::StakeStatus::name);
        check(model::Interest::ALL, model::Interest::name);
        check(model::StrategyAction::ALL, model::StrategyAction::name);
        check(model::StrategyStatus::ALL, model::StrategyStatus::name);
        check(model::Role::ALL, model::Role::name);
        check(model::FactStatus::ALL, model::FactStatus::name);
        check(model::RevisionReason::ALL, model::RevisionReason::name);
        check(model::ContradictionKind::ALL, model::ContradictionKind::name);
        check(model::DiagnosticCode::ALL, model::DiagnosticCode::name);
        check(model::EntityKind::ALL, model::EntityKind::name);
        check(model::MentionForm::ALL, model::MentionForm::name);
        check(model::TriggerKind::ALL, model::TriggerKind::name);
        check(model::Aspect::ALL, model::Aspect::name);
        check(model::EventFate::ALL, model::EventFate::name);
    }
}
