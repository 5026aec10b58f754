//! Closed vocabularies: enums whose values have one published name each.

/// A name that is none of a vocabulary's values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {vocabulary} {name:?}")]
pub struct UnknownName {
    /// Which vocabulary was asked, for instance `certainty`.
    pub vocabulary: &'static str,
    /// The name that it does not have.
    pub name: String,
}

/// Declares an enum with its published names: `ALL`, `name()`, `FromStr`, `Display`.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        pub enum $type:ident as $label:literal {
            $($(#[$value_meta:meta])* $value:ident = $name:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type {
            $($(#[$value_meta])* $value,)+
        }

        impl $type {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// The published name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $name,)+
                }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                match name {
                    $($name => Ok(Self::$value),)+
                    _ => Err($crate::UnknownName { vocabulary: $label, name: name.to_owned() }),
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(crate) use vocabulary;
