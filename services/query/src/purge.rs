//! Rewrites what was erased out of the files of both indexes, in the background.

use std::sync::Arc;
use std::time::Duration;

use entente_index::{Index, Search};
use entente_runtime::Shutdown;

use crate::reader::{blocking, broken};

/// How often to look whether something is due: a purge costs as much as the index is large, and takes all that came until then.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait after one that failed.
const AGAIN: Duration = Duration::from_secs(30);

/// Purges whenever it is due, until `shutdown` drains.
pub(crate) async fn run(index: Arc<Index>, search: Arc<Search>, shutdown: Shutdown) {
    loop {
        let wait = match once(&index, &search, &shutdown).await {
            Ok(()) => LOOK,
            Err(error) if shutdown.is_draining() => {
                tracing::debug!(%error, "a purge was given up");
                return;
            }
            Err(error) => {
                tracing::error!(%error, "what was erased is still in the index's files");
                AGAIN
            }
        };
        tokio::select! {
            () = shutdown.draining() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

async fn once(
    index: &Arc<Index>,
    search: &Arc<Search>,
    shutdown: &Shutdown,
) -> Result<(), entente_wire::Failure> {
    let (index, search, shutdown) = (Arc::clone(index), Arc::clone(search), shutdown.clone());
    blocking(move || {
        if index.is_purge_due() {
            index.purge(&|| !shutdown.is_draining()).map_err(|error| broken(&error))?;
            tracing::info!("what was erased is gone from the index's files");
        }
        if search.is_purge_due() && search.purge().map_err(|error| broken(&error))? {
            tracing::info!("what was erased is gone from the text index's files");
        }
        Ok(())
    })
    .await
}
