//! The one thread that writes the log.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::mpsc;

use super::Line;
use crate::monitor::AUDIT;

const NO_LABELS: [(&str, &str); 0] = [];

/// Lines that are written, and synced, as one.
const BATCH_MOST: usize = 1024;

struct Writer {
    path: PathBuf,
    file: Option<File>,
    /// Whether the last write failed, as was logged.
    failing: bool,
    lost: Arc<AtomicU64>,
}

/// Opens the file, and writes until all senders are gone.
pub(super) fn start(path: &Path, mut waiting: mpsc::Receiver<Line>, lost: Arc<AtomicU64>) -> io::Result<()> {
    let file = open(path)?;
    AUDIT.level(&NO_LABELS).set(1.0);
    let mut writer = Writer { path: path.to_owned(), file: Some(file), failing: false, lost };
    let run = move || {
        let mut batch = Vec::new();
        while waiting.blocking_recv_many(&mut batch, BATCH_MOST) > 0 {
            writer.write(&mut batch);
        }
    };
    std::thread::Builder::new().name("audit".to_owned()).spawn(run).map(drop)
}

impl Writer {
    fn write(&mut self, batch: &mut Vec<Line>) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        let mut text = String::new();
        if lost > 0 {
            let time = jiff::Timestamp::now();
            text = format!("{{\"time\":\"{time}\",\"event\":\"lost\",\"count\":{lost}}}\n");
        }
        for line in batch.iter().filter(|line| !line.text.is_empty()) {
            text.push_str(&line.text);
            text.push('\n');
        }
        let durable = batch.iter().any(|line| line.written.is_some());
        let result = self.append(text.as_bytes(), durable);
        match &result {
            Ok(()) if self.failing => tracing::info!("the audit log can be written again"),
            Err(error) if !self.failing => {
                tracing::error!(%error, path = %self.path.display(), "the audit log can't be written: what changes anything is refused");
            }
            Ok(()) | Err(_) => {}
        }
        self.failing = result.is_err();
        AUDIT.level(&NO_LABELS).set(if self.failing { 0.0 } else { 1.0 });
        let mut unwritten = if result.is_err() { lost } else { 0 };
        for line in batch.drain(..) {
            match line.written {
                // Who has gone meanwhile needs no answer.
                Some(written) => drop(written.send(result.is_ok())),
                None => unwritten += u64::from(result.is_err()),
            }
        }
        self.lost.fetch_add(unwritten, Ordering::Relaxed);
    }

    fn append(&mut self, bytes: &[u8], durable: bool) -> io::Result<()> {
        if self.file.as_ref().is_none_or(|file| is_moved(file, &self.path)) {
            self.file = None;
            self.file = Some(open(&self.path)?);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let written = file.write_all(bytes).and_then(|()| if durable { file.sync_data() } else { Ok(()) });
        if written.is_err() {
            // A line may have been cut off: opening again ends it.
            self.file = None;
        }
        written
    }
}

/// Whether the file at `path` is another one now, or none: logs are moved away to be kept.
fn is_moved(file: &File, path: &Path) -> bool {
    let place = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(there)) => place(open) != place(there),
        _ => true,
    }
}

/// The file to append to, its last line ended; only its owner may read it.
fn open(path: &Path) -> io::Result<File> {
    let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)?;
    if file.metadata()?.len() > 0 {
        file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Audit, Unrecorded};

    fn lines(path: &std::path::Path) -> Vec<String> {
        fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
    }

    #[tokio::test]
    async fn a_durable_line_is_there_when_it_is_told_so_and_others_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.jsonl");
        fs::write(&path, "cut o").unwrap();
        let audit = Audit::open(&path).unwrap();
        audit.lagging("one".to_owned());
        audit.durably("two".to_owned()).await.unwrap();
        assert_eq!(lines(&path), ["cut o", "one", "two"]);
        // Moved away, as those do who keep logs.
        fs::rename(&path, folder.path().join("kept")).unwrap();
        audit.durably("three".to_owned()).await.unwrap();
        assert_eq!(lines(&path), ["three"]);
    }

    #[tokio::test]
    async fn what_can_not_be_written_is_told_and_counted() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("logs");
        fs::create_dir(&home).unwrap();
        let path = home.join("audit.jsonl");
        let audit = Audit::open(&path).unwrap();
        fs::remove_dir_all(&home).unwrap();
        audit.lagging("gone".to_owned());
        assert_eq!(audit.durably("gone too".to_owned()).await, Err(Unrecorded));
        fs::create_dir(&home).unwrap();
        audit.durably("back".to_owned()).await.unwrap();
        let lines = lines(&path);
        assert!(lines[0].ends_with("\"event\":\"lost\",\"count\":1}"), "{lines:?}");
        assert_eq!(lines[1..], ["back"]);
    }
}
