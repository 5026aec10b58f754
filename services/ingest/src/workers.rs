//! Work for a processor, beside the threads that serve.

use std::sync::Arc;

use entente_runtime::Places;
use entente_wire::Failure;
use tokio::sync::Semaphore;

use crate::failures::{busy, fault};

/// Articles that may wait for each place: reading one takes a millisecond or two, so that whoever waits does so for less than the disk needs
/// to sync now and then; and some dozens of clients that bring one article after the other are all served.
const WAITING_PER_PLACE: usize = 16;

/// Runs work for a processor, so much at once and the rest in the order of asking; see [`Places`] for what is refused.
#[derive(Debug, Clone)]
pub(crate) struct Workers {
    places: Places,
    /// How many of the places work may take that can wait. One always is for work that somebody waits for, where there is more than one.
    patient: Arc<Semaphore>,
    patient_most: usize,
}

impl Workers {
    pub(crate) fn new(places: usize) -> Self {
        let patient_most = places.saturating_sub(1).max(1);
        let patient = Arc::new(Semaphore::new(patient_most));
        Self { places: Places::new(places, WAITING_PER_PLACE), patient, patient_most }
    }

    /// How much work that can wait is done at once.
    pub(crate) fn patient_most(&self) -> usize {
        self.patient_most
    }

    /// Where the work is done.
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// Runs `work` once a place is free. A caller that gives up while waiting costs nothing; work that has begun is ended,
    /// and holds its place as long.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        run_at(self.places.take().await.map_err(busy)?, work).await
    }

    /// As [`Workers::run`], for work that can wait: however much of it there is, it leaves a place to the other.
    pub(crate) async fn run_patiently<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let patient = Arc::clone(&self.patient).acquire_owned().await.map_err(|error| fault(&error))?;
        let places = (self.places.take().await.map_err(busy)?, patient);
        run_at(places, work).await
    }
}

/// Runs `work`, which holds what it was given to hold until it ends.
async fn run_at<T, F>(held: impl Send + 'static, work: F) -> Result<T, Failure>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let span = tracing::Span::current();
    let worked = tokio::task::spawn_blocking(move || {
        let _held = held;
        span.in_scope(work)
    });
    worked.await.map_err(|error| fault(&error))
}
