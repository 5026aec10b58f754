//! The parties of what has no two sides: those that one path names together.

use entente_lang::Path;

use super::Matcher;
use crate::argument::{Arguments, Filler};

impl<'s> Matcher<'_, 's> {
    /// The merging parties: those that one path names together, else those of all paths.
    pub(super) fn merging(paths: &[Path], arguments: &Arguments<'_, 's>) -> Vec<Filler> {
        let mut all: Vec<Filler> = Vec::new();
        for path in paths {
            let mut found: Vec<Filler> = Vec::new();
            for filler in arguments.at(*path, false) {
                if !found.iter().any(|other| other.entity == filler.entity) {
                    found.push(filler);
                }
            }
            if found.len() >= 2 {
                return found;
            }
            found.retain(|filler| !all.iter().any(|other| other.entity == filler.entity));
            all.extend(found);
        }
        all
    }
}
