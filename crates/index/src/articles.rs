//! What some entries of the log change about one article.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_facts::{ArticleChange, Contribution, Directory, EntityId, Moment, Withdrawal};
use entente_model::{ArticleId, EventType, RevisionReason, Tenant};
use serde::{Deserialize, Serialize};

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
    pub(crate) changes: Vec<ArticleChange>,
}

/// A reading that came or ceased to stand.
#[derive(Debug, Clone)]
pub(crate) struct Touched {
    pub(crate) reading: Arc<Kept>,
    /// It was not there before.
    pub(crate) new: bool,
    /// When and why it ceased to stand; none while it stands.
    pub(crate) withdrawn: Option<Withdrawal>,
}

/// What the entries come to.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) writes: Vec<Write>,
    /// The readings that came or ceased to stand, in the order of the log.
    pub(crate) touched: Vec<Touched>,
    /// By how much the numbers of standing articles and events move.
    pub(crate) articles: i64,
    pub(crate) events: i64,
}

impl Touched {
    pub(crate) fn contribution(&self) -> &Contribution {
        &self.reading.contribution
    }

    /// By how much the number of standing readings of this content moves.
    pub(crate) fn by(&self) -> i64 {
        i64::from(self.new) - i64::from(self.withdrawn.is_some())
    }
}

impl ArticleEntries {
    /// What the entries come to over the store as it is.
    pub(crate) fn outcome(self, read: &Read<'_>, directory: &Directory) -> Result<Outcome, IndexError> {
        let Self { tenant, id, changes } = self;
        let article = key::article(&tenant, &id);
        let before: Option<Standing> = read.record(Tree::Articles, &article, "article")?;
        let mut touched: Vec<Touched> = Vec::with_capacity(changes.len() + 1);
        if let Some(standing) = before {
            let reading = Arc::new(read.reading(&tenant, &id, standing.entry)?);
            touched.push(Touched { reading, new: false, withdrawn: None });
        }
        let mut texts = BTreeMap::new();
        for change in changes {
            let reread = matches!(change, ArticleChange::Reextracted(_));
            let (at, reason, accepted) = match change {
                ArticleChange::Accepted(accepted) => {
                    (accepted.info.appended, RevisionReason::Correction, Some(accepted))
                }
                ArticleChange::Reextracted(accepted) => {
                    (accepted.info.appended, RevisionReason::Reextraction, Some(accepted))
                }
                ArticleChange::Retracted { at, .. } => (at, RevisionReason::Retraction, None),
            };
            end(&mut touched, at, reason);
            if let Some(accepted) = accepted {
                let mut contribution = Contribution::of(*accepted, directory);
                let text = std::mem::take(&mut contribution.text).into_bytes();
                texts.insert(key::text(&tenant, &id, contribution.article.revision), text);
                let reading = Arc::new(Kept { contribution, reread });
                touched.push(Touched { reading, new: true, withdrawn: None });
            }
        }
        let mut outcome = Outcome::default();
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
        for touched in &touched {
            outcome.reading(touched)?;
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
    fn write(&mut self, tree: Tree, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.writes.push(Write { tree, key, value });
    }

    fn reading(&mut self, touched: &Touched) -> Result<(), IndexError> {
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
        self.articles += touched.by();
        self.events += touched.by() * i64::try_from(contribution.events.len()).unwrap_or(i64::MAX);
        let position = key::position_of(info);
        let stands = touched.withdrawn.is_none();
        for (event_type, places) in listed(contribution, |_| true) {
            let value = encode(&places).map_err(damaged)?;
            let key = [key::newest(tenant, event_type), position.clone()].concat();
            // One that came and went at once was never listed.
            match (touched.new, stands) {
                (_, true) => self.write(Tree::Newest, key, Some(value)),
                (false, false) => self.write(Tree::Newest, key, None),
                (true, false) => {}
            }
        }
        let mut used: Vec<EntityId> = contribution.names.iter().map(|used| used.entity).collect();
        used.dedup();
        for id in used {
            let takes_part = |event: &entente_facts::IndexedEvent| event.participants().contains(&id);
            let record = UseRecord::new(stands, listed(contribution, takes_part));
            let key = [key::uses(tenant, id), position.clone()].concat();
            self.write(Tree::Uses, key, Some(encode(&record).map_err(damaged)?));
        }
        Ok(())
    }
}

/// The places of the events of each kind, of those that are wanted.
fn listed(
    contribution: &Contribution,
    wanted: impl Fn(&entente_facts::IndexedEvent) -> bool,
) -> BTreeMap<EventType, Vec<u32>> {
    let mut lists: BTreeMap<EventType, Vec<u32>> = BTreeMap::new();
    for event in contribution.events.iter().filter(|event| wanted(event)) {
        lists.entry(event.event.assertion.event_type()).or_default().push(event.id.place);
    }
    lists
}
