//! Tantivy in a folder: opened, written, read.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Mutex;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::indexer::IndexWriterOptions;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher};

use super::analysis::Analysis;
use super::schema::{Fields, tokenizer};
use super::tokenizer::OwnedTerms;
use crate::IndexError;
use crate::record::RecordError;

/// Memory for documents that are not on disk yet. One thread writes them: it keeps up with the log, and several would
/// leave several pieces behind at every commit.
const WRITER_BYTES: usize = 64 * 1024 * 1024;

/// How far a text index has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchStatus {
    /// The position in the log up to which everything can be found, as the log's service gave it; none before the first.
    pub cursor: Option<String>,
    /// When the log took the newest entry that can be found.
    pub applied: Option<Timestamp>,
}

/// What a commit keeps of its status.
#[derive(Serialize, Deserialize, Default)]
struct Payload {
    cursor: Option<String>,
    /// In RFC 3339.
    applied: Option<String>,
}

/// An open folder.
pub(crate) struct Engine {
    index: Index,
    pub(crate) fields: Fields,
    reader: IndexReader,
    /// None once it is closing.
    writer: Mutex<Option<IndexWriter>>,
}

/// What can be found since one commit.
pub(crate) struct Commit {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) status: SearchStatus,
}

impl Engine {
    /// Opens the index of a folder, or makes one.
    pub(crate) fn open(path: &Path) -> Result<Self, tantivy::TantivyError> {
        fs::create_dir_all(path)?;
        let (schema, fields) = Fields::new();
        let index = Index::open_or_create(MmapDirectory::open(path)?, schema)?;
        for analysis in Analysis::ALL {
            let analyser = TextAnalyzer::from(OwnedTerms::new(analysis));
            index.tokenizers().register(&tokenizer(analysis), analyser);
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(WRITER_BYTES)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter = index.writer_with_options(options)?;
        // What a crash or a full disk left behind belongs to no commit.
        writer.garbage_collect_files().wait()?;
        Ok(Self { index, fields, reader, writer: Mutex::new(Some(writer)) })
    }

    /// What the last commit left.
    pub(crate) fn last(&self) -> Result<Commit, IndexError> {
        let payload = self.index.load_metas()?.payload;
        let payload: Option<Payload> = payload
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(tantivy::TantivyError::from)?;
        let Payload { cursor, applied } = payload.unwrap_or_default();
        let applied = applied.map(|time| time.parse()).transpose();
        let applied = applied.map_err(|error: jiff::Error| RecordError::from(error).at("commit"))?;
        let status = SearchStatus { cursor, applied };
        Ok(Commit { searcher: self.reader.searcher(), fields: self.fields, status })
    }

    /// True when every file of the last commit is what was written. Reads all of it.
    pub(crate) fn is_sound(&self) -> bool {
        let checked = panic::catch_unwind(AssertUnwindSafe(|| self.index.validate_checksum()));
        checked.is_ok_and(|checked| checked.is_ok_and(|damaged| damaged.is_empty()))
    }

    /// Writes; not to be found before [`Engine::commit`].
    pub(crate) fn write<T>(
        &self,
        write: impl FnOnce(&mut IndexWriter) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        let mut writer = self.writer.lock().map_err(tantivy::TantivyError::from)?;
        writer.as_mut().ok_or(IndexError::SearchClosed).and_then(write)
    }

    /// Puts what was written on disk, with how far that is.
    pub(crate) fn commit(&self, status: SearchStatus) -> Result<Commit, IndexError> {
        let applied = status.applied.map(|time| time.to_string());
        let payload = serde_json::to_string(&Payload { cursor: status.cursor.clone(), applied })
            .map_err(tantivy::TantivyError::from)?;
        self.write(|writer| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit()?;
            Ok(())
        })?;
        self.reader.reload()?;
        Ok(Commit { searcher: self.reader.searcher(), fields: self.fields, status })
    }

    /// Writes all that is committed anew, without what was removed; the pieces that it was in are to go.
    pub(crate) fn rewrite(&self) -> Result<Vec<SegmentId>, IndexError> {
        let old = self.index.searchable_segment_ids()?;
        self.write(|writer| {
            if !old.is_empty() {
                writer.merge(&old).wait()?;
            }
            Ok(())
        })?;
        self.reader.reload()?;
        Ok(old)
    }

    /// True when no file of these pieces is left.
    pub(crate) fn are_gone(&self, old: &[SegmentId], folder: &Path) -> Result<bool, IndexError> {
        self.write(|writer| Ok(writer.garbage_collect_files().wait()?))?;
        let names: Vec<String> = old.iter().map(SegmentId::uuid_string).collect();
        for file in fs::read_dir(folder).map_err(tantivy::TantivyError::from)? {
            let name = file.map_err(tantivy::TantivyError::from)?.file_name();
            let name = name.to_string_lossy();
            if names.iter().any(|old| name.starts_with(old.as_str())) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Ends all writing and waits until no thread has a hand on the folder. Searchers stay what they are.
    pub(crate) fn close(&self) {
        let writer =
            self.writer.lock().map_or_else(|poisoned| poisoned.into_inner().take(), |mut held| held.take());
        if let Some(writer) = writer {
            // What was not committed is given up, and so is whatever failed in it.
            drop(writer.wait_merging_threads());
        }
    }
}
