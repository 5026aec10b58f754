//! The token that a client shows.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::{Request, Status};

use crate::auth::Secret;
use crate::watched::{Unreadable, read};

/// Largest file of a token, in bytes.
const MOST_BYTES: usize = 4096;

/// How long what was read of the file counts: a token may be replaced while its holder runs.
const FRESH: Duration = Duration::from_secs(1);

/// Shows the token of a file with each request; without a file, none. Clones are one.
#[derive(Debug, Clone, Default)]
pub struct Bearer(Option<Arc<Source>>);

struct Source {
    path: PathBuf,
    shown: Mutex<(Instant, MetadataValue<Ascii>)>,
}

impl Bearer {
    /// The token that the file at `path` holds.
    pub(crate) fn of(path: &Path) -> Result<Self, Unreadable> {
        let shown = Mutex::new((Instant::now(), header(path)?));
        Ok(Self(Some(Arc::new(Source { path: path.to_owned(), shown }))))
    }
}

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(source) = &self.0 {
            request.metadata_mut().insert("authorization", source.header());
        }
        Ok(request)
    }
}

impl Source {
    fn header(&self) -> MetadataValue<Ascii> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.0.elapsed() >= FRESH {
            shown.0 = Instant::now();
            match header(&self.path) {
                Ok(header) => shown.1 = header,
                Err(error) => {
                    let (file, error) = (self.path.display(), error.reason);
                    tracing::error!(%file, error, "the token can't be read: the one that was known stays");
                }
            }
        }
        shown.1.clone()
    }
}

fn header(path: &Path) -> Result<MetadataValue<Ascii>, Unreadable> {
    let contents = read(path, MOST_BYTES)?;
    let secret = str::from_utf8(&contents).ok().and_then(Secret::parse);
    let header = secret.and_then(|secret| format!("Bearer {}", secret.reveal()).parse().ok());
    let mut header: MetadataValue<Ascii> = header.ok_or_else(|| Unreadable {
        path: path.to_owned(),
        reason: "expected a file that holds one token and nothing else".to_owned(),
    })?;
    // So that no log of headers shows it, and no table of HTTP/2 keeps it.
    header.set_sensitive(true);
    Ok(header)
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("path", &self.path).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bearer: &mut Bearer) -> Option<MetadataValue<Ascii>> {
        bearer.call(Request::new(())).unwrap().metadata().get("authorization").cloned()
    }

    #[test]
    fn the_token_is_the_files_own_as_it_is_now_and_told_to_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let write = |text: &str| std::fs::write(&path, text).unwrap();
        write("entente_first\n");
        let mut bearer = Bearer::of(&path).unwrap();
        let first = shown(&mut bearer).unwrap();
        assert_eq!(first, "Bearer entente_first");
        assert!(!format!("{first:?} {bearer:?}").contains("first"), "{first:?} {bearer:?}");
        for (text, expected) in
            [("entente_second", "second"), ("two words", "second"), ("entente_third", "third")]
        {
            write(text);
            std::thread::sleep(FRESH + Duration::from_millis(50));
            assert_eq!(shown(&mut bearer).unwrap(), format!("Bearer entente_{expected}"));
        }
        assert_eq!(shown(&mut Bearer::default()), None);
        write("");
        assert!(Bearer::of(&path).is_err());
    }
}
