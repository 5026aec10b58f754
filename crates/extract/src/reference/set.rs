//! Which organisations a set means: "les deux groupes", "both companies".

use entente_lang::Determiner;

use super::REACH;
use crate::entity::Sort;
use crate::scene::Scene;

impl Scene<'_> {
    /// A set of two or more: those last named together, in a list or joined by a hyphen; else the only ones that the
    /// sentence before names.
    pub(super) fn set(&self, sentence: usize, at: usize, determiner: Determiner) -> Option<Vec<usize>> {
        let group = &self.clauses[sentence].groups[at];
        // "d'autres compagnies", "other companies": not those that were named.
        if group.tokens.clone().any(|token| self.is_of(token, "others")) {
            return None;
        }
        let told = group.tokens.clone().find_map(|token| self.count_at(token));
        let pointed = matches!(determiner, Determiner::Definite | Determiner::Demonstrative);
        if told.is_none() && determiner != Determiner::Quantifier && !pointed {
            return None;
        }
        let fits = |members: &[usize]| match told {
            Some(count) => u32::try_from(members.len()).is_ok_and(|found| found == count),
            None => members.len() == 2,
        };
        for back in 0..=REACH.min(sentence) {
            let earlier = sentence - back;
            let limit = if back == 0 { group.tokens.start } else { usize::MAX };
            let clauses = &self.clauses[earlier];
            for member in (0..clauses.groups.len()).rev() {
                let candidate = &clauses.groups[member];
                if !candidate.is_nominal() || candidate.tokens.start >= limit {
                    continue;
                }
                let names = self.names_in(candidate);
                let joined = names.len() >= 2
                    && names.iter().all(|&name| self.names[name].tokens == self.names[names[0]].tokens);
                let together =
                    if joined { vec![member] } else { clauses.coordinated_left(member, &self.tags) };
                let named = together.iter().flat_map(|&m| self.names_in(&clauses.groups[m]));
                let together = self.bodies(named);
                if fits(&together) {
                    return Some(together);
                }
            }
            let named = clauses.groups.iter().filter(|g| g.is_nominal() && g.tokens.start < limit);
            let all = self.bodies(named.flat_map(|g| self.names_in(g)));
            if back <= 1 && told.is_some() && fits(&all) {
                return Some(all);
            }
        }
        None
    }

    /// The organisations of some names, each once.
    fn bodies(&self, names: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut found = Vec::new();
        for entity in names.map(|name| self.entities.of_name(name)) {
            if self.entities.all[entity].sort == Sort::Organisation && !found.contains(&entity) {
                found.push(entity);
            }
        }
        found
    }

    fn count_at(&self, token: usize) -> Option<u32> {
        let behind = self.dimensions.partition_point(|d| d.tokens.start <= token);
        let told = self.dimensions[..behind].last().filter(|d| d.tokens.contains(&token));
        told.and_then(crate::dimension::Dimension::count)
    }
}
