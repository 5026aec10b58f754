//! Full-text search over what stands: articles, and the passages that carry events.
//!
//! A folder of its own beside the store, with a position of its own in the log: it may lag behind the keyed facts, which
//! never wait for it. What is written can be found from the next commit on, and the position is part of the commit.
//! Whatever can't be used, an older format or damaged files, is deleted and made anew from the log.
//!
//! Every term, and the name of every group of documents, begins with the tenant: no query can be put together that
//! meets another tenant's documents, and no score depends on them.
//!
//! Deliberately absent: when to commit, which is its caller's choice, and the log itself.

mod analysis;
mod document;
mod engine;
mod excluded;
mod find;
mod passage;
mod schema;
mod stop_words;
mod tokenizer;
mod words;

use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use entente_facts::ArticleChange;

pub use engine::SearchStatus;
pub use find::{Found, SEARCH_DEPTH, SearchHit, SearchQuery};
pub use schema::SearchScope;
pub use words::{SearchWords, SearchWordsError};

use crate::IndexError;
use crate::home::Home;
use document::documents;
use engine::{Commit, Engine};

/// The format that this version writes and reads. Another number makes every text index rebuild itself: raise it with
/// any change to a field, to a record, or to how words become terms.
const FORMAT: &str = "entente search 1\n";

/// A text index in a folder. Readers find what the last commit left; one caller at a time writes.
pub struct Search {
    path: PathBuf,
    /// The folder while it is open.
    open: Mutex<Option<Open>>,
    /// It is not to be opened again.
    closed: AtomicBool,
    /// What can be found; none until it is open.
    committed: RwLock<Option<Arc<Commit>>>,
}

/// Fields drop in order: files are closed before the folder is unlocked.
struct Open {
    engine: Engine,
    home: Home,
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Search {
    /// The text index of a folder, not open yet: nothing can be found.
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            open: Mutex::new(None),
            closed: AtomicBool::new(false),
            committed: RwLock::new(None),
        }
    }

    /// Opens the folder as its last commit left it, also after something went wrong in it: what was written since is
    /// given up. A folder that can't be read, or was written by another version, is emptied.
    pub fn open(&self) -> Result<SearchStatus, IndexError> {
        let mut held = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if self.closed.load(Ordering::Acquire) {
            return Err(IndexError::SearchClosed);
        }
        let home = match held.take() {
            Some(open) => {
                open.engine.close();
                open.home
            }
            None => Home::open(&self.path, FORMAT.to_owned())?,
        };
        // Tantivy takes it for granted that a file is as long as it made it.
        let opened = panic::catch_unwind(AssertUnwindSafe(|| {
            let engine = Engine::open(&home.store())?;
            let commit = engine.last()?;
            Ok((engine, commit))
        }));
        let (engine, commit) = match opened {
            Ok(Ok(opened)) => opened,
            Ok(Err(error)) if may_pass(&error) => return Err(error),
            Ok(Err(_)) | Err(_) => {
                home.empty()?;
                let engine = Engine::open(&home.store())?;
                let commit = engine.last()?;
                (engine, commit)
            }
        };
        home.finish().map_err(|error| home.refused(&error))?;
        *held = Some(Open { engine, home });
        drop(held);
        Ok(self.publish(commit))
    }

    /// True when all files of the last commit are as they were written. Reads all of them.
    pub fn is_sound(&self) -> Result<bool, IndexError> {
        self.with(|open| Ok(open.engine.is_sound()))
    }

    /// Forgets everything: what is there is damaged, or was made from another log.
    pub fn clear(&self) -> Result<(), IndexError> {
        let mut held = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Open { engine, home } = held.take().ok_or(IndexError::SearchClosed)?;
        engine.close();
        drop(engine);
        home.empty()?;
        let engine = Engine::open(&home.store())?;
        home.finish().map_err(|error| home.refused(&error))?;
        let commit = engine.last()?;
        *held = Some(Open { engine, home });
        drop(held);
        self.publish(commit);
        Ok(())
    }

    /// Ends all writing for good and waits until no thread has a hand on the folder; what was written since the last commit
    /// is given up. What can be found still is.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        let held = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Open { engine, home }) = held {
            engine.close();
            drop((engine, home));
        }
    }

    /// Writes the log's next entries; they are found after the next commit. After an error it has to be opened again.
    pub fn write(&self, changes: &[ArticleChange]) -> Result<(), IndexError> {
        self.with(|open| {
            let fields = open.engine.fields;
            open.engine.write(|writer| {
                for change in changes {
                    let (tenant, article, accepted) = match change {
                        ArticleChange::Accepted(accepted) | ArticleChange::Reextracted(accepted) => {
                            (&accepted.info.tenant, &accepted.info.id, Some(accepted))
                        }
                        ArticleChange::Retracted { tenant, article, .. } => (tenant, article, None),
                        ArticleChange::Erased { tenant, article, .. } => {
                            open.home.erasing().set().map_err(|error| open.home.refused(&error))?;
                            (tenant, article, None)
                        }
                    };
                    writer.delete_term(fields.of_article(tenant.as_str(), article.as_str()));
                    if let Some(accepted) = accepted {
                        for document in documents(&fields, accepted)? {
                            writer.add_document(document)?;
                        }
                    }
                }
                Ok(())
            })
        })
    }

    /// Lets be found what was written, up to a position of the log. After an error it has to be opened again.
    pub fn commit(&self, status: SearchStatus) -> Result<(), IndexError> {
        let commit = self.with(|open| open.engine.commit(status))?;
        self.publish(commit);
        Ok(())
    }

    /// Whether something that was erased may still be in the files, until [`Search::purge`].
    pub fn is_purge_due(&self) -> bool {
        self.with(|open| Ok(open.home.erasing().is_set())).unwrap_or_default()
    }

    /// Rewrites what was erased out of the files of what is committed. True when it is gone from all of them; false when somebody reads what was:
    /// to be tried again.
    pub fn purge(&self) -> Result<bool, IndexError> {
        let held = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let open = held.as_ref().ok_or(IndexError::SearchClosed)?;
        let old = open.engine.rewrite()?;
        self.publish(open.engine.last()?);
        let gone = open.engine.are_gone(&old, &open.home.store())?;
        if gone {
            open.home.erasing().clear().map_err(|error| open.home.refused(&error))?;
        }
        Ok(gone)
    }

    /// How far it has come; nowhere while it is not open.
    pub fn status(&self) -> SearchStatus {
        self.committed().map_or_else(SearchStatus::default, |commit| commit.status.clone())
    }

    /// What matches.
    pub fn find(&self, query: &SearchQuery) -> Result<Found, IndexError> {
        query.run(&*self.committed().ok_or(IndexError::SearchClosed)?)
    }

    fn with<T>(&self, work: impl FnOnce(&Open) -> Result<T, IndexError>) -> Result<T, IndexError> {
        let held = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().ok_or(IndexError::SearchClosed).and_then(work)
    }

    fn committed(&self) -> Option<Arc<Commit>> {
        self.committed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn publish(&self, commit: Commit) -> SearchStatus {
        let status = commit.status.clone();
        *self.committed.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(commit));
        status
    }
}

/// True for an error that says nothing against the files: trying again may help, deleting them would not.
fn may_pass(error: &IndexError) -> bool {
    use std::io::ErrorKind;
    use tantivy::TantivyError as Error;
    let IndexError::Search(error) = error else { return false };
    if let Error::IoError(error) = error {
        let kinds = [ErrorKind::StorageFull, ErrorKind::PermissionDenied, ErrorKind::QuotaExceeded];
        return kinds.contains(&error.kind());
    }
    matches!(error, Error::LockFailure(..) | Error::SystemError(_))
}
