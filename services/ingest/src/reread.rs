//! One article, read anew.

use entente_log::{Append, Entry, Expected, LogError};
use entente_model::Reading;
use entente_text::{OffsetUnit, Offsets};
use entente_wire::change::{Accepted, Change};
use entente_wire::recount::Recount;
use entente_wire::{Failure, Given, change, v1};

use crate::brought::join;
use crate::comparison::Comparison;
use crate::failures::fault;
use crate::ingest::Ingest;
use crate::reader::Unread;
use crate::stored::Stored;

/// What became of an article.
#[derive(Debug)]
pub(crate) enum Reread {
    /// It is not to be read: withdrawn, or it came with the wish not to be.
    Left,
    /// It stays as it is: it says what it said, or was revised or withdrawn meanwhile.
    Kept,
    /// It says something else.
    Changed(Box<v1::ReextractedArticle>),
}

/// How an article is to be read anew.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rereading {
    /// Nothing is written.
    pub(crate) dry_run: bool,
    /// What offsets count in the answer.
    pub(crate) unit: OffsetUnit,
}

/// What reading gave.
enum Read {
    Nothing,
    Same,
    /// What the log is to hold, and what clients are told of it.
    Other(Box<(Change, v1::ReextractedArticle)>),
}

impl Ingest {
    /// Reads an article's newest entry anew and appends what comes of it where it is something else, unless another
    /// entry about the article came in between.
    pub(crate) async fn reread(&self, entry: Entry, how: Rereading) -> Result<Reread, Failure> {
        let (subject, position) = (entry.subject.clone(), entry.position);
        let ingest = self.clone();
        let read = self.workers.run_patiently(move || ingest.reread_here(&entry, how.unit)).await??;
        let (change, mut told) = match read {
            Read::Nothing => return Ok(Reread::Left),
            Read::Same => return Ok(Reread::Kept),
            Read::Other(other) => *other,
        };
        if how.dry_run {
            return Ok(Reread::Changed(Box::new(told)));
        }
        let expected = Some(Expected::At(position));
        let append = Append { subject, expected, message_id: None, payload: change.encode().into() };
        match self.append(append).await {
            Ok(appended) => {
                told.cursor = self.cursor(appended.position);
                Ok(Reread::Changed(Box::new(told)))
            }
            Err(LogError::Conflict { .. }) => Ok(Reread::Kept),
            Err(error) => Err(self.failure(&error)),
        }
    }

    fn reread_here(&self, entry: &Entry, unit: OffsetUnit) -> Result<Read, Failure> {
        let stored = Stored::of(entry)?;
        let Some(before) = stored.standing().filter(|standing| !standing.given.skip_extraction) else {
            return Ok(Read::Nothing);
        };
        let text = before.article.text();
        let Reading { language, entities, events, diagnostics } = self.read_anew(before, &text);
        let compared = Comparison::of(&before.reading.events, events);
        let entities_changed = entities != before.reading.entities;
        if compared.is_same() && !entities_changed {
            return Ok(Read::Same);
        }
        let places = before.places.after(before.reading.events.len(), compared.kept.iter().copied());
        let after = Accepted {
            article: entente_model::Article { language, ..before.article.clone() },
            reading: Reading { language, entities, events: compared.events.clone(), diagnostics },
            places,
            accept_time: Some(stored.accept_time()),
            ..before.clone()
        };
        let mut told = tell(before, &after, &compared);
        told.entities_changed = entities_changed;
        recount(&mut told, &text, unit)?;
        Ok(Read::Other(Box::new((Change::Reextracted(Box::new(after)), told))))
    }

    /// What ingesting the article today would read.
    fn read_anew(&self, accepted: &Accepted, text: &str) -> Reading {
        let Given { language, entities, .. } = &accepted.given;
        let read = self.reader.read(Unread::new(text, &accepted.article, *language));
        let elsewhere = |event: &&entente_model::Event| *event.extractor.name != *self.signature;
        let events = accepted.reading.events.iter().filter(elsewhere).cloned().collect();
        join(read, events, entities.clone())
    }
}

/// What becomes of the events.
fn tell(before: &Accepted, after: &Accepted, compared: &Comparison) -> v1::ReextractedArticle {
    let (old, new) = (before.reading().events, after.reading().events);
    let mut told = v1::ReextractedArticle {
        article_id: after.article.id.to_string(),
        revision: change::number(after.revision),
        removed: compared.removed.iter().map(|&index| old[index].clone()).collect(),
        ..v1::ReextractedArticle::default()
    };
    for ((event, kept), instead_of) in new.into_iter().zip(&compared.kept).zip(&compared.instead_of) {
        match (kept, instead_of) {
            (Some(_), _) => {}
            (None, None) => told.added.push(event),
            (None, &Some(index)) => {
                let (before, after) = (Some(old[index].clone()), Some(event));
                told.changed.push(v1::ChangedEvent { before, after });
            }
        }
    }
    told
}

/// Turns offsets from bytes to what the caller counts in.
fn recount(told: &mut v1::ReextractedArticle, text: &str, unit: OffsetUnit) -> Result<(), Failure> {
    if unit == OffsetUnit::Utf8 {
        return Ok(());
    }
    let offsets = Offsets::new(text);
    let recount = Recount::outwards(&offsets, unit);
    let changed = told.changed.iter_mut().flat_map(|changed| [&mut changed.before, &mut changed.after]);
    let mut events = told.added.iter_mut().chain(&mut told.removed).chain(changed.flatten());
    events.try_for_each(|event| recount.event(event)).map_err(|failure| fault(&failure))
}
