//! Who is whose subsidiary or parent, as the article itself tells it: "la maison mère de X" is whom it calls so elsewhere.

use entente_lang::{Determiner, Meaning, Number, Relation};

use crate::group::{Group, Kind};
use crate::scene::Scene;

/// "S, filiale de P": told of one entity beside another's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kin {
    pub(crate) parent: usize,
    pub(crate) subsidiary: usize,
}

impl Scene<'_> {
    /// "Via sa filiale X, Y a lancé": at the head of a sentence, behind a preposition, of the subject that the clause has.
    pub(super) fn subject_behind(&self, sentence: usize, at: usize) -> Option<Vec<usize>> {
        let clauses = &self.clauses[sentence];
        let heads = (0..at).all(|before| {
            matches!(clauses.groups[before].kind, Kind::Preposition | Kind::Adverb)
                || clauses.groups[before].is_nominal() && self.names_in(&clauses.groups[before]).is_empty()
        });
        let placed = at > 0 && clauses.groups[at - 1].kind == Kind::Preposition;
        let comma = (at..clauses.groups.len()).find(|&behind| clauses.groups[behind].kind == Kind::Comma)?;
        let verb = (0..clauses.verbs.len()).find(|&verb| clauses.places[verb] > at)?;
        let follows = clauses.places[verb] > comma && clauses.verbs[verb].is_finite();
        (heads && placed && follows).then(|| self.subject_entities(sentence, verb)).flatten()
    }

    /// Who a group means that tells a relation and no name: the only one that the article tells to stand so to its owner.
    pub(super) fn related(&self, sentence: usize, at: usize, relation: Relation) -> Option<usize> {
        let possessed =
            self.clauses[sentence].groups[at].determiner(&self.tags) == Some(Determiner::Possessive);
        let owners = if possessed { self.owner(sentence, at)? } else { self.named_behind(sentence, at) };
        let &owner = owners.first()?;
        let mut found = self.kin().iter().filter_map(|kin| match relation {
            Relation::Parent => (kin.subsidiary == owner).then_some(kin.parent),
            _ => (kin.parent == owner).then_some(kin.subsidiary),
        });
        let only = found.next()?;
        found.all(|other| other == only).then_some(only)
    }

    fn kin(&self) -> &[Kin] {
        self.kin.get_or_init(|| {
            let mut all = Vec::new();
            for sentence in 0..self.clauses.len() {
                for at in 0..self.clauses[sentence].groups.len() {
                    self.told_kin(sentence, at, &mut all);
                }
            }
            all
        })
    }

    /// "S, filiale de P", "P (maison mère de A et B)", "la filiale S de P".
    fn told_kin(&self, sentence: usize, at: usize, all: &mut Vec<Kin>) {
        let clauses = &self.clauses[sentence];
        let group = &clauses.groups[at];
        if !group.is_nominal() || group.number(&self.tags) == Some(Number::Plural) {
            return;
        }
        let meaning = self.descriptor_of(group).map(|descriptor| descriptor.meaning);
        let Some(Meaning::Relation(relation @ (Relation::Parent | Relation::Subsidiary))) = meaning else {
            return;
        };
        let named = |group: &Group| self.names_in(group).last().map(|&name| self.entities.of_name(name));
        let beside = || {
            let comma = at.checked_sub(1)?;
            let before = clauses.groups.get(comma.checked_sub(1)?)?;
            let parted = matches!(clauses.groups[comma].kind, Kind::Comma | Kind::Open);
            (parted && before.is_nominal()).then(|| named(before))?
        };
        let Some(bearer) = named(group).or_else(beside) else { return };
        for owner in self.named_behind(sentence, at) {
            if owner != bearer {
                all.push(match relation {
                    Relation::Parent => Kin { parent: bearer, subsidiary: owner },
                    _ => Kin { parent: owner, subsidiary: bearer },
                });
            }
        }
    }

    /// The entities named right behind a group's "of".
    fn named_behind(&self, sentence: usize, at: usize) -> Vec<usize> {
        let clauses = &self.clauses[sentence];
        let of = clauses
            .groups
            .get(at + 1)
            .is_some_and(|g| g.kind == Kind::Preposition && self.is_of(g.head, "of"));
        if !of || !clauses.groups.get(at + 2).is_some_and(Group::is_nominal) {
            return Vec::new();
        }
        let members = clauses.coordinated_right(at + 2, &self.tags);
        let names =
            members.into_iter().filter_map(|member| self.names_in(&clauses.groups[member]).first().copied());
        names.map(|name| self.entities.of_name(name)).collect()
    }
}
