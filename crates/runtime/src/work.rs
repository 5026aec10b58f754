//! Work that keeps a processor busy: so much at once, a short queue, and no more. A queue that grows makes all answers late, and answers
//! that come too late are work for nothing.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::monitor::{SHED, WAITED, WAITING};
use crate::permits::{Permit, Permits};

tokio::task_local! {
    /// On whose account the call is that this task serves.
    static ACCOUNT: Option<Arc<str>>;
}

/// Serves a call on account of `share`: its work is refused where too much waits already. What is done outside of calls, and for the messages of
/// a stream, waits instead: nobody reads more of the stream meanwhile.
pub(crate) fn on_account_of<F: Future>(share: Option<Arc<str>>, call: F) -> impl Future<Output = F::Output> {
    ACCOUNT.scope(share, call)
}

/// The places at which a service works.
#[derive(Debug, Clone)]
pub struct Places {
    free: Arc<Semaphore>,
    /// Those at work and those that wait. Callers share them as they share requests.
    admitted: Arc<Permits>,
    most: usize,
}

/// A place to work, until it is dropped.
#[derive(Debug)]
pub struct Place {
    _held: (OwnedSemaphorePermit, Option<Permit>),
}

/// Too much waits already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} calls are at work or wait for it already, which is the most this server takes")]
pub struct Busy(pub usize);

impl Places {
    /// So many places, at least one, and as many calls that may wait for each: with the place's own work they bound how long a call waits,
    /// and how many clients may ask at once.
    pub fn new(places: usize, waiting_for_each: usize) -> Self {
        let places = places.max(1);
        let most = places.saturating_mul(waiting_for_each.saturating_add(1));
        Self { free: Arc::new(Semaphore::new(places)), admitted: Arc::new(Permits::new(most)), most }
    }

    /// What is said to a call that can't wait for a place.
    pub(crate) fn busy(&self) -> Busy {
        Busy(self.most)
    }

    /// True when nobody's call could wait for a place now.
    pub(crate) fn are_taken(&self) -> bool {
        self.admitted.are_taken()
    }

    /// Whether a call could wait for a place now.
    pub fn room(&self) -> Result<(), Busy> {
        self.admit().map(drop)
    }

    /// A place, in the order of asking. Who gives up waiting costs nothing.
    pub async fn take(&self) -> Result<Place, Busy> {
        let admitted = self.admit()?;
        let place = self.wait().await?;
        Ok(Place { _held: (place, admitted) })
    }

    /// Leave to wait for a place; none is needed outside of calls.
    fn admit(&self) -> Result<Option<Permit>, Busy> {
        match ACCOUNT.try_with(|share| self.admitted.take(share.as_ref())) {
            Ok(Ok(permit)) => Ok(Some(permit)),
            Ok(Err(_)) => {
                SHED.count(&[("reason", "queue")]).increment(1);
                Err(self.busy())
            }
            Err(_) => Ok(None),
        }
    }

    async fn wait(&self) -> Result<OwnedSemaphorePermit, Busy> {
        let _waiting = Waiting::begin();
        // Nothing closes it.
        Arc::clone(&self.free).acquire_owned().await.map_err(|_| Busy(self.most))
    }
}

/// One that waits, for the metrics; also where it gives up.
struct Waiting(std::time::Instant);

impl Waiting {
    fn begin() -> Self {
        WAITING.level(&[] as &[(&str, &str)]).increment(1.0);
        Self(std::time::Instant::now())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.level(&[] as &[(&str, &str)]).decrement(1.0);
        WAITED.spread(&[] as &[(&str, &str)]).record(self.0.elapsed().as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAITING: usize = 8;

    fn call(places: &Places, share: &str) -> impl Future<Output = Result<Place, Busy>> + use<> {
        let (places, share) = (places.clone(), (!share.is_empty()).then(|| share.into()));
        on_account_of(share, async move { places.take().await })
    }

    #[tokio::test]
    async fn a_short_queue_waits_and_what_comes_then_is_refused() {
        let places = Places::new(1, WAITING);
        let first = call(&places, "").await.unwrap();
        let waiting: Vec<_> = (0..WAITING).map(|_| tokio::spawn(call(&places, ""))).collect();
        while places.admitted.take(None).is_ok_and(|permit| {
            drop(permit);
            true
        }) {
            tokio::task::yield_now().await;
        }
        assert_eq!(call(&places, "").await.unwrap_err(), Busy(9));
        drop(first);
        for waiting in waiting {
            drop(waiting.await.unwrap().unwrap());
        }
        assert!(call(&places, "").await.is_ok());
    }

    #[tokio::test]
    async fn a_flood_of_one_caller_leaves_room_for_another() {
        let places = Places::new(1, WAITING);
        let _working = call(&places, "flooder").await.unwrap();
        let flood: Vec<_> = (0..100).map(|_| tokio::spawn(call(&places, "flooder"))).collect();
        let polite = tokio::spawn(call(&places, "polite"));
        // Some turns of each.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        let refused = flood.iter().filter(|call| call.is_finished()).count();
        assert!((92..=95).contains(&refused), "{refused}");
        assert!(!polite.is_finished(), "it waits its turn");
    }

    #[tokio::test]
    async fn a_door_can_tell_whether_there_is_room() {
        let places = Places::new(1, 0);
        let work = on_account_of(None, async {
            let _place = places.take().await.unwrap();
            places.room()
        });
        assert_eq!(work.await, Err(Busy(1)));
        assert_eq!(on_account_of(None, async { places.room() }).await, Ok(()));
    }

    #[tokio::test]
    async fn what_is_no_call_waits_however_much_there_is() {
        let places = Places::new(1, WAITING);
        let first = places.take().await.unwrap();
        let waiting: Vec<_> = (0..100)
            .map(|_| {
                let places = places.clone();
                tokio::spawn(async move { places.take().await.is_ok() })
            })
            .collect();
        tokio::task::yield_now().await;
        drop(first);
        for waiting in waiting {
            assert!(waiting.await.unwrap());
        }
    }
}
