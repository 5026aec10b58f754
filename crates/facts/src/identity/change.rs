//! How base ids went from one entity to another.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::ArticleId;

use super::{Canonical, Identities, Testimony, Witness};
use crate::{Directory, EntityId, Moment};

/// A base id that became part of another entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moved {
    /// The base id.
    pub id: EntityId,
    /// The entity that it was part of: itself, where it was one alone.
    pub from: EntityId,
    /// The entity that it is part of now.
    pub to: EntityId,
}

/// A moment at which two entities became one, or one became two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityChange {
    /// When.
    pub moment: Moment,
    /// True when they became one, false when they became two.
    pub merged: bool,
    /// The name that was taken in, or let go.
    pub name: String,
    /// The id of the entity that bears that name alone.
    pub id: EntityId,
    /// The id of the entity that it became part of, or had been part of.
    pub of: EntityId,
    /// The article whose entry changed it.
    pub article: ArticleId,
}

/// Which of these base ids moved: `before` has the entity of each as it was, `after` finds it as it is. When articles come
/// or go, only the [`super::dependants`] of the base ids that their testimonies touch can move, and it makes no difference
/// whether they are asked for before or after.
pub fn moved<W: Witness>(
    before: &BTreeMap<EntityId, EntityId>,
    after: &mut Canonical<'_, W>,
) -> Result<Vec<Moved>, W::Error> {
    let mut all = Vec::new();
    for (&id, &from) in before {
        let to = after.of(id)?;
        if to != from {
            all.push(Moved { id, from, to });
        }
    }
    Ok(all)
}

impl Moved {
    /// It as changes: one that went from one entity to another left the first and joined the second.
    pub fn changes(self, name: &str, moment: Moment, article: &ArticleId) -> Vec<IdentityChange> {
        let change = |merged: bool, of: EntityId| IdentityChange {
            moment,
            merged,
            name: name.to_owned(),
            id: self.id,
            of,
            article: article.clone(),
        };
        let left = (self.from != self.id).then(|| change(false, self.from));
        let joined = (self.to != self.id).then(|| change(true, self.to));
        left.into_iter().chain(joined).collect()
    }
}

/// What a revision of an article told, and while it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweptArticle<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// When it was learned.
    pub learned: Moment,
    /// When it was revised, retracted or read anew; none while it stands.
    pub withdrawn: Option<Moment>,
    /// What it told.
    pub testimonies: &'a [Testimony],
}

/// All changes that revisions of articles brought, those withdrawn since included, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sweep(Vec<IdentityChange>);

/// What one entry of the log changed.
#[derive(Default)]
struct Step<'a> {
    article: Option<&'a ArticleId>,
    learned: Vec<&'a Testimony>,
    withdrawn: Vec<&'a Testimony>,
}

impl Sweep {
    /// Goes through the moments at which these were learned and withdrawn; the order in which they are given does not
    /// matter.
    pub fn over<'a>(articles: impl IntoIterator<Item = SweptArticle<'a>>, directory: &Directory) -> Self {
        let mut steps: BTreeMap<Moment, Step<'_>> = BTreeMap::new();
        for swept in articles {
            let begins = steps.entry(swept.learned).or_default();
            begins.article = Some(swept.article);
            begins.learned.extend(swept.testimonies);
            if let Some(moment) = swept.withdrawn {
                let ends = steps.entry(moment).or_default();
                ends.article = Some(swept.article);
                ends.withdrawn.extend(swept.testimonies);
            }
        }
        let mut identities = Identities::default();
        let steps = steps.into_iter();
        Self(steps.flat_map(|(moment, step)| step.take(&mut identities, moment, directory)).collect())
    }

    /// The changes that made an entity what it is: base ids that joined or left it, oldest first, the newest `limit`.
    pub fn of(&self, id: EntityId, limit: usize) -> Vec<IdentityChange> {
        let all: Vec<&IdentityChange> =
            self.0.iter().filter(|change| change.id == id || change.of == id).collect();
        all[all.len().saturating_sub(limit)..].iter().map(|&change| change.clone()).collect()
    }
}

impl Step<'_> {
    fn take(self, identities: &mut Identities, moment: Moment, directory: &Directory) -> Vec<IdentityChange> {
        let told = self.learned.iter().chain(&self.withdrawn);
        let touched: BTreeSet<EntityId> = told.flat_map(|testimony| testimony.touches()).collect();
        let before = identities.entities_of(&touched, directory);
        let name = |identities: &Identities, id| identities.signs(id).name().map(str::to_owned);
        let names: BTreeMap<EntityId, Option<String>> =
            before.keys().map(|&id| (id, name(identities, id))).collect();
        // A revision ends one telling as the next begins: the new one first, so that nothing is taken back that was not given.
        self.learned.iter().for_each(|testimony| identities.add(testimony));
        self.withdrawn.iter().for_each(|testimony| identities.remove(testimony));
        let Ok(all) = moved(&before, &mut identities.canonical(directory));
        let change = |moved: Moved| {
            let name = name(identities, moved.id).or(names.get(&moved.id).cloned().flatten());
            Some(moved.changes(&name.unwrap_or_default(), moment, self.article?))
        };
        all.into_iter().filter_map(change).flatten().collect()
    }
}
