//! Calls in great number, and how they went.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;
use tonic::{Code, Status};

/// Makes the call of this number.
pub(crate) type Call =
    Arc<dyn Fn(usize) -> Pin<Box<dyn Future<Output = Result<(), Status>> + Send>> + Send + Sync>;

/// A call that takes longer has failed.
const LONGEST: Duration = Duration::from_secs(10);
/// How often calls that are due are begun.
const TICK: Duration = Duration::from_millis(2);
/// Calls open at once; a client that could not even hold these would measure itself.
const MOST_OPEN: usize = 16_000;
/// Each call has a number of its own, over all that is measured.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// How calls went.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    pub(crate) elapsed: Duration,
    /// Of the answered ones, from when they were due.
    times: Vec<Duration>,
    refused: usize,
    pub(crate) failed: usize,
    /// Why, of the last one.
    pub(crate) failure: Option<String>,
}

/// How one went.
enum Ended {
    Answered(Duration),
    Refused,
    Failed(String),
}

impl Measured {
    fn of(elapsed: Duration, ended: Vec<Ended>) -> Self {
        let mut measured = Self { elapsed, ..Self::default() };
        for one in ended {
            match one {
                Ended::Answered(took) => measured.times.push(took),
                Ended::Refused => measured.refused += 1,
                Ended::Failed(why) => {
                    measured.failed += 1;
                    measured.failure = Some(why);
                }
            }
        }
        measured
    }

    /// Takes in what was measured later.
    pub(crate) fn join(&mut self, later: Self) {
        self.elapsed += later.elapsed;
        self.times.extend(later.times);
        self.refused += later.refused;
        self.failed += later.failed;
        self.failure = later.failure.or(self.failure.take());
    }

    /// Answered in a second.
    pub(crate) fn rate(&self) -> f64 {
        whole(self.times.len()) / self.elapsed.as_secs_f64()
    }

    /// Refused in a second.
    pub(crate) fn refused_rate(&self) -> f64 {
        whole(self.refused) / self.elapsed.as_secs_f64()
    }

    /// The time within which so many of a hundred were answered.
    pub(crate) fn at(&self, percent: usize) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() * percent / 100).copied().unwrap_or_default()
    }
}

fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

async fn one(call: Call, due: Instant) -> Ended {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    match tokio::time::timeout(LONGEST, call(number)).await {
        Ok(Ok(())) => Ended::Answered(due.elapsed()),
        Ok(Err(status)) if status.code() == Code::ResourceExhausted => Ended::Refused,
        Ok(Err(status)) => Ended::Failed(status.to_string()),
        Err(_) => Ended::Failed(format!("not answered within {LONGEST:?}")),
    }
}

/// So many clients, each of which asks again as soon as it is answered.
pub(crate) async fn closed(call: &Call, clients: usize, lasting: Duration) -> Measured {
    let started = Instant::now();
    let mut asking = JoinSet::new();
    for _ in 0..clients {
        let call = Arc::clone(call);
        asking.spawn(async move {
            let mut ended = Vec::new();
            while started.elapsed() < lasting {
                ended.push(one(Arc::clone(&call), Instant::now()).await);
            }
            ended
        });
    }
    let ended = asking.join_all().await.into_iter().flatten().collect();
    Measured::of(started.elapsed(), ended)
}

/// So many calls a second, whether or not those before were answered.
pub(crate) async fn open(call: &Call, rate: f64, lasting: Duration) -> Measured {
    let started = Instant::now();
    let mut calls = JoinSet::new();
    let mut ended = Vec::new();
    let mut begun = 0.0;
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    while started.elapsed() < lasting {
        tick.tick().await;
        while begun < rate * started.elapsed().as_secs_f64() {
            let due = started + Duration::from_secs_f64(begun / rate);
            if calls.len() < MOST_OPEN {
                calls.spawn(one(Arc::clone(call), due));
            } else {
                ended.push(Ended::Failed(format!("not begun, {MOST_OPEN} are open")));
            }
            begun += 1.0;
        }
        while let Some(one) = calls.try_join_next() {
            ended.push(one.unwrap());
        }
    }
    ended.extend(calls.join_all().await);
    Measured::of(started.elapsed(), ended)
}
