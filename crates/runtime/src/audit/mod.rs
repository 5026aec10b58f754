//! The audit log: who asked for what, and what came of it, in lines of JSON.
//!
//! A call that changes something is on disk here before it is begun, and refused where that fails: nothing is written that is not told of. What
//! came of it, and calls that only read, follow in a queue of their own and may lag; where the queue is full they are counted as lost, and the
//! count is written once there is room. No line holds a token.

mod entry;
pub(crate) mod layer;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{mpsc, oneshot};

pub(crate) use entry::{Entry, Who};

/// Lines that wait to be written.
const WAITING_MOST: usize = 8192;

/// The line could not be written, or it is not known whether it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unrecorded;

/// A way to the log. Clones lead to the same one.
#[derive(Debug, Clone)]
pub(crate) struct Audit {
    lines: mpsc::Sender<Line>,
    lost: Arc<AtomicU64>,
}

/// One line, and who waits until it is on disk.
#[derive(Debug)]
struct Line {
    text: String,
    written: Option<oneshot::Sender<bool>>,
}

impl Audit {
    /// The log in the file at `path`, which is made if it is missing. The file may be moved away while it is written: it is made again.
    pub(crate) fn open(path: &Path) -> std::io::Result<Self> {
        let (lines, waiting) = mpsc::channel(WAITING_MOST);
        let lost = Arc::new(AtomicU64::new(0));
        writer::start(path, waiting, Arc::clone(&lost))?;
        Ok(Self { lines, lost })
    }

    /// Writes a line, and waits until it is on disk.
    async fn durably(&self, text: String) -> Result<(), Unrecorded> {
        let (written, told) = oneshot::channel();
        self.lines.send(Line { text, written: Some(written) }).await.map_err(|_| Unrecorded)?;
        if told.await == Ok(true) { Ok(()) } else { Err(Unrecorded) }
    }

    /// Has a line written at some time; it is lost where too many wait.
    fn lagging(&self, text: String) {
        if self.lines.try_send(Line { text, written: None }).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until all that was handed over is written, or can't be.
    pub(crate) async fn flush(&self) {
        // An empty text is no line.
        if self.durably(String::new()).await.is_err() {
            tracing::error!("the end of the audit log could not be written");
        }
    }
}
