//! What some entries of the log change about one article.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_facts::{
    AcceptedArticle, ArticleChange, Contribution, Directory, EntityId, Moment, Testimony, Withdrawal,
};
use entente_model::{ArticleId, EventType, RevisionReason, Tenant};
use serde::{Deserialize, Serialize};

use crate::erasure::Gone;
use crate::read::Read;
use crate::record::{Kept, RecordError, UseRecord, encode, encode_reading, encode_withdrawal};
use crate::store::{Tree, Write};
use crate::{IndexError, key};

/// Which reading of an article stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// The place in the log of the entry that brought it.
    pub(crate) entry: u64,
    pub(crate) revision: u64,
}

/// Consecutive entries about one article.
pub(crate) struct ArticleEntries {
    pub(crate) tenant: Tenant,
    pub(crate) id: ArticleId,
    pub(crate) changes: Vec<Change>,
}

/// What an entry of the log says, as far as it can be worked out without the store.
#[derive(Debug)]
pub(crate) enum Change {
    /// A reading of an article begins to stand.
    Stands {
        contribution: Box<Contribution>,
        /// The article was read anew.
        reread: bool,
    },
    /// An article is withdrawn.
    Retracted { tenant: Tenant, article: ArticleId, at: Moment },
    /// All of an article goes.
    Erased { tenant: Tenant, article: ArticleId, at: Moment },
}

impl Change {
    pub(crate) fn of(change: ArticleChange, directory: &Directory) -> Self {
        let stands = |accepted: Box<AcceptedArticle>, reread: bool| Self::Stands {
            contribution: Box::new(Contribution::of(*accepted, directory)),
            reread,
        };
        match change {
            ArticleChange::Accepted(accepted) => stands(accepted, false),
            ArticleChange::Reextracted(accepted) => stands(accepted, true),
            ArticleChange::Retracted { tenant, article, at } => Self::Retracted { tenant, article, at },
            ArticleChange::Erased { tenant, article, at } => Self::Erased { tenant, article, at },
        }
    }

    /// Of which article.
    pub(crate) fn article(&self) -> (&Tenant, &ArticleId) {
        match self {
            Self::Stands { contribution, .. } => (&contribution.article.tenant, &contribution.article.id),
            Self::Retracted { tenant, article, .. } | Self::Erased { tenant, article, .. } => {
                (tenant, article)
            }
        }
    }
}

/// Where what an article tells of who is who belongs.
#[derive(Debug)]
pub(crate) struct Filed {
    /// See [`Testimony::touches`].
    pub(crate) touches: Vec<EntityId>,
    /// See [`Testimony::core`]; only of several words, since no name is longer than another that has not several.
    pub(crate) core: Option<String>,
}

impl Filed {
    fn of(testimony: &Testimony) -> Self {
        let one_word = testimony.name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let core = if one_word { None } else { testimony.core().filter(|core| core.contains(' ')) };
        Self { touches: testimony.touches(), core }
    }
}

/// A reading that came or ceased to stand.
#[derive(Debug)]
pub(crate) struct Touched {
    pub(crate) reading: Arc<Kept>,
    /// Of each of its testimonies; empty where nothing of them changes.
    pub(crate) filed: Vec<Filed>,
    /// In how many of its events each base id takes part; likewise.
    pub(crate) events: Vec<(EntityId, i64)>,
    /// It was not there before.
    pub(crate) new: bool,
    /// When and why it ceased to stand; none while it stands.
    pub(crate) withdrawn: Option<Withdrawal>,
    /// It ceased to stand since it is erased: nothing is to tell of it.
    pub(crate) erased: bool,
}

/// What the entries come to.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) writes: Vec<Write>,
    /// The readings that came or ceased to stand, in the order of the log.
    pub(crate) touched: Vec<Touched>,
    /// The readings that are erased, those that had ceased to stand before among them.
    pub(crate) gone: Vec<Gone>,
    /// By how much the numbers of standing articles and events move.
    pub(crate) articles: i64,
    pub(crate) events: i64,
}

impl Touched {
    pub(crate) fn contribution(&self) -> &Contribution {
        &self.reading.contribution
    }

    /// What it tells of who is who, and where that belongs.
    pub(crate) fn testimonies(&self) -> impl Iterator<Item = (&Testimony, &Filed)> {
        self.contribution().testimonies.iter().zip(&self.filed)
    }

    /// By how much the number of standing readings of this content moves.
    pub(crate) fn by(&self) -> i64 {
        i64::from(self.new) - i64::from(self.withdrawn.is_some())
    }
}

impl ArticleEntries {
    /// What the entries come to over the store as it is.
    pub(crate) fn outcome(self, read: &Read<'_>) -> Result<Outcome, IndexError> {
        let Self { tenant, id, mut changes } = self;
        let article = key::article(&tenant, &id);
        let mut outcome = Outcome::default();
        // What came before the last erasure is as if it had never come.
        let last = changes.iter().rposition(|change| matches!(change, Change::Erased { .. }));
        let erasure = last.and_then(|last| match changes.drain(..=last).next_back() {
            Some(Change::Erased { at, .. }) => Some(at),
            Some(Change::Stands { .. } | Change::Retracted { .. }) | None => None,
        });
        if let Some(at) = erasure {
            outcome.erase(read, (&tenant, &id), at)?;
        }
        let before: Option<Standing> = read.record(Tree::Articles, &article, "article")?;
        let mut touched: Vec<Touched> = Vec::with_capacity(changes.len() + 1);
        if let Some(standing) = before {
            let reading = Arc::new(read.reading(&tenant, &id, standing.entry)?);
            let withdrawn = erasure.map(|at| Withdrawal { at, reason: RevisionReason::Retraction });
            let erased = erasure.is_some();
            let (filed, events) = (Vec::new(), Vec::new());
            touched.push(Touched { reading, filed, events, new: false, withdrawn, erased });
        }
        let mut texts = BTreeMap::new();
        for change in changes {
            let (at, reason) = match &change {
                Change::Stands { contribution, reread: false } => {
                    (contribution.article.appended, RevisionReason::Correction)
                }
                Change::Stands { contribution, reread: true } => {
                    (contribution.article.appended, RevisionReason::Reextraction)
                }
                Change::Retracted { at, .. } | Change::Erased { at, .. } => (*at, RevisionReason::Retraction),
            };
            end(&mut touched, at, reason);
            if let Change::Stands { mut contribution, reread } = change {
                let text = std::mem::take(&mut contribution.text).into_bytes();
                texts.insert(key::text(&tenant, &id, contribution.article.revision), text);
                let reading = Arc::new(Kept { contribution: *contribution, reread });
                touched.push(Touched {
                    reading,
                    filed: Vec::new(),
                    events: Vec::new(),
                    new: true,
                    withdrawn: None,
                    erased: false,
                });
            }
        }
        for (key, text) in texts {
            outcome.write(Tree::Texts, key, Some(text));
        }
        let now = touched.last().filter(|last| last.withdrawn.is_none()).map(|last| {
            let info = &last.contribution().article;
            Standing { entry: info.appended.position, revision: info.revision }
        });
        if let Some(standing) = now {
            let record = encode(&standing).map_err(|error| error.at("article"))?;
            outcome.write(Tree::Articles, article, Some(record));
        } else if before.is_some() {
            outcome.write(Tree::Articles, article, None);
        }
        touched.retain(|touched| touched.new || touched.withdrawn.is_some());
        for touched in &mut touched {
            touched.filed = touched.contribution().testimonies.iter().map(Filed::of).collect();
            let uses = uses(touched.contribution());
            let count = |places: &ByKind| places.values().map(Vec::len).sum::<usize>();
            let counts =
                uses.iter().map(|(&id, places)| (id, i64::try_from(count(places)).unwrap_or(i64::MAX)));
            touched.events = counts.collect();
            if touched.erased {
                outcome.count(touched);
            } else {
                outcome.reading(touched, uses)?;
            }
        }
        outcome.touched = touched;
        Ok(outcome)
    }
}

/// What stands stands no longer.
fn end(touched: &mut [Touched], at: Moment, reason: RevisionReason) {
    if let Some(last) = touched.last_mut().filter(|last| last.withdrawn.is_none()) {
        last.withdrawn = Some(Withdrawal { at, reason });
    }
}

impl Outcome {
    pub(crate) fn write(&mut self, tree: Tree, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.writes.push(Write::new(tree, key, value));
    }

    fn count(&mut self, touched: &Touched) {
        self.articles += touched.by();
        self.events += touched.by() * i64::try_from(touched.contribution().events.len()).unwrap_or(i64::MAX);
    }

    fn reading(&mut self, touched: &Touched, uses: Uses) -> Result<(), IndexError> {
        let damaged = |error: RecordError| error.at("reading");
        let contribution = touched.contribution();
        let info = &contribution.article;
        let (tenant, entry) = (&info.tenant, info.appended.position);
        let key = key::reading(tenant, &info.id, entry);
        if touched.new {
            self.write(Tree::Readings, key.clone(), Some(encode_reading(&touched.reading).map_err(damaged)?));
        }
        if let Some(withdrawal) = touched.withdrawn {
            self.write(Tree::Withdrawn, key, Some(encode_withdrawal(withdrawal).map_err(damaged)?));
        }
        self.count(touched);
        let position = key::position_of(info);
        let stands = touched.withdrawn.is_none();
        for (event_type, places) in listed(contribution) {
            let value = encode(&places).map_err(damaged)?;
            let key = [key::newest(tenant, event_type), position.clone()].concat();
            // One that came and went at once was never listed.
            match (touched.new, stands) {
                (_, true) => self.write(Tree::Newest, key, Some(value)),
                (false, false) => self.write(Tree::Newest, key, None),
                (true, false) => {}
            }
        }
        for (id, by_kind) in uses {
            let mut write = |kind: Option<EventType>, places: Vec<u32>| -> Result<(), IndexError> {
                let key = [key::uses_in(tenant, id, kind), position.clone()].concat();
                let record = encode(&UseRecord { stands, places }).map_err(damaged)?;
                self.write(Tree::Uses, key, Some(record));
                Ok(())
            };
            if by_kind.is_empty() {
                write(None, Vec::new())?;
            }
            by_kind.into_iter().try_for_each(|(kind, places)| write(Some(kind), places))?;
        }
        Ok(())
    }
}

/// Places of events in their reading, by the kind of the events.
type ByKind = BTreeMap<EventType, Vec<u32>>;

/// The places of the events in which each base id of a reading takes part; of none for one that is only named.
type Uses = BTreeMap<EntityId, ByKind>;

fn listed(contribution: &Contribution) -> ByKind {
    let mut lists = ByKind::new();
    for event in &contribution.events {
        lists.entry(event.event.assertion.event_type()).or_default().push(event.id.place);
    }
    lists
}

fn uses(contribution: &Contribution) -> Uses {
    let mut uses: Uses = contribution.names.iter().map(|used| (used.entity, ByKind::new())).collect();
    for event in &contribution.events {
        for id in event.participants() {
            let by_kind = uses.entry(id).or_default();
            let places = by_kind.entry(event.event.assertion.event_type()).or_default();
            // Who takes part twice is listed once.
            if places.last() != Some(&event.id.place) {
                places.push(event.id.place);
            }
        }
    }
    uses
}
