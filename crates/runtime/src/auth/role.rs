//! What a caller may do.

use std::fmt;

use clap::ValueEnum;
use serde::Deserialize;

/// Roles, each with all that those before it may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Reads articles, events, facts and answers
    Reader,
    /// Brings and withdraws articles, too
    Writer,
    /// Has articles read anew, erased and backed up, too
    Admin,
}

impl Role {
    /// The role's name, as token files have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Writer => "writer",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
