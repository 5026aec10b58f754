//! Why names are one entity's.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use entente_model::ArticleId;
use entente_text::fold;
use jiff::Timestamp;

use super::{Canonical, IdentityChange, Witness};
use crate::directory::Known;
use crate::{Directory, EntityId, EntityRecord, Names};

/// Most articles that are shown for a name.
pub const REASON_ARTICLES_MOST: usize = 5;

/// Most changes that are shown of an entity.
pub const IDENTITY_CHANGES_MOST: usize = 200;

/// An entity, why its names are one, and how it came to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// The entity: the one that the id asked for is part of.
    pub entity: EntityRecord,
    /// Why its names are one: the surest ground first, then in the order of the alphabet.
    pub reasons: Vec<IdentityReason>,
    /// How it was joined or split, oldest first; at most [`IDENTITY_CHANGES_MOST`], the newest.
    pub changes: Vec<IdentityChange>,
}

/// Why a name is taken for an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityReason {
    /// The name, as articles or what is known beforehand write it.
    pub name: String,
    /// Why.
    pub basis: IdentityBasis,
    /// Standing articles that bear it out, newest first; at most [`REASON_ARTICLES_MOST`].
    pub articles: Vec<ArticleId>,
    /// How many standing articles use the name for the entity.
    pub article_count: u64,
}

/// On what ground a name is an entity's, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdentityBasis {
    /// It is known beforehand.
    Known,
    /// It is the same name once case, accents and legal form are folded.
    SameName,
    /// Articles use it beside the full name, and nothing tells that it may be another's.
    ShortForm,
    /// Articles use it for the entity; by itself it may mean others too.
    InArticle,
}

/// An article that calls an entity something, and when it came out.
pub type Caller = (Option<Timestamp>, ArticleId);

/// Why the names of an entity are one: `id` is its canonical id, `members` what articles call the base ids that are part of
/// it, `callers` finds the articles that call a base id so, the newest [`REASON_ARTICLES_MOST`] at least.
pub fn reasons<W: Witness>(
    id: EntityId,
    members: &BTreeMap<EntityId, Names>,
    directory: &Directory,
    canonical: &mut Canonical<'_, W>,
    mut callers: impl FnMut(EntityId, &str) -> Result<Vec<Caller>, W::Error>,
) -> Result<Vec<IdentityReason>, W::Error> {
    let known = directory.names_of(id);
    let mut all: BTreeMap<(IdentityBasis, String), (Vec<Caller>, u64)> = BTreeMap::new();
    for name in directory.get(id).into_iter().flat_map(Known::names) {
        all.entry((IdentityBasis::Known, name.clone())).or_default();
    }
    for (&member, names) in members {
        for (name, own, seen) in names.iter() {
            let alone = directory.named(name, None);
            let basis = if known.contains_key(&fold(name)) {
                IdentityBasis::Known
            } else if own > 0 && (member == id || !canonical.signs(member)?.names_person.is_empty()) {
                IdentityBasis::SameName
            } else if own > 0 || alone.map(|alone| canonical.of(alone)).transpose()? == Some(id) {
                IdentityBasis::ShortForm
            } else {
                IdentityBasis::InArticle
            };
            let (articles, count) = all.entry((basis, name.to_owned())).or_default();
            articles.extend(callers(member, name)?);
            *count += own + seen;
        }
    }
    let newest = |callers: Vec<Caller>| -> Vec<ArticleId> {
        let ordered: BTreeSet<(Reverse<Option<Timestamp>>, ArticleId)> =
            callers.into_iter().map(|(published, article)| (Reverse(published), article)).collect();
        ordered.into_iter().map(|(_, article)| article).take(REASON_ARTICLES_MOST).collect()
    };
    let reasons = all.into_iter().map(|((basis, name), (callers, article_count))| IdentityReason {
        name,
        basis,
        articles: newest(callers),
        article_count,
    });
    Ok(reasons.collect())
}
