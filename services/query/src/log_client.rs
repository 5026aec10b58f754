//! The way to ingest's log.

use std::time::Duration;

use entente_runtime::config::MESSAGE_BYTES_CEILING;
use entente_runtime::{Dialer, RequestId, Way, trace::Calling};
use entente_wire::v1::TailEventsRequest;
use entente_wire::v1::TailEventsResponse;
use entente_wire::v1::event_log_service_client::EventLogServiceClient;
use futures::{Stream, StreamExt as _};
use tonic::transport::Endpoint;
use tonic::{Request, Status};

/// Pings a silent log after this long, and gives the connection up when no answer comes.
const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(10));

/// What is called of the log.
const METHOD: &str = "entente.v1.EventLogService/TailEvents";

/// Opens streams of the log; one connection, made when first needed and made again when lost.
#[derive(Debug, Clone)]
pub(crate) struct LogClient {
    client: EventLogServiceClient<Way>,
}

impl LogClient {
    /// A client of the ingest service that `dialer` leads to. Must be called within a tokio runtime.
    pub(crate) fn new(dialer: &Dialer) -> Self {
        let keepalive = |endpoint: Endpoint| {
            endpoint.http2_keep_alive_interval(KEEPALIVE.0).keep_alive_timeout(KEEPALIVE.1)
        };
        let way = dialer.clone().tuned(keepalive).connect_lazy();
        // An entry may be larger than any request: it holds an article and all that was read in it.
        let client = EventLogServiceClient::new(way).max_decoding_message_size(2 * MESSAGE_BYTES_CEILING);
        Self { client }
    }

    /// The log after `cursor`, from its beginning when that is empty; of one tenant, or of all when that is empty.
    /// `request_id` names the stream in ingest's log too, and its trace
    /// is that of the call that this belongs to, or one of its own.
    pub(crate) async fn tail(
        &self,
        cursor: &str,
        tenant: &str,
        request_id: &RequestId,
    ) -> Result<impl Stream<Item = Result<TailEventsResponse, Status>> + Send + Unpin + use<>, Status> {
        let message =
            TailEventsRequest { cursor: cursor.to_owned(), tenant: tenant.to_owned(), ..Default::default() };
        let mut request = Request::new(message);
        request_id.attach(&mut request);
        let mut call = Calling::begin(METHOD, request_id, &mut request);
        let stream =
            self.client.clone().tail_events(request).await.inspect_err(|status| call.failed(status))?;
        // The call lasts as long as its stream.
        Ok(stream.into_inner().inspect(move |step| {
            if let Err(status) = step {
                call.failed(status);
            }
        }))
    }
}

/// Waits between attempts to reach the log: doubling, up to a bound.
#[derive(Debug)]
pub(crate) struct Backoff(Duration);

impl Backoff {
    const FIRST: Duration = Duration::from_millis(50);
    const LONGEST: Duration = Duration::from_secs(5);

    /// Waits from the shortest on.
    pub(crate) const fn new() -> Self {
        Self(Self::FIRST)
    }

    /// The wait before the next attempt.
    pub(crate) fn next(&mut self) -> Duration {
        let wait = self.0;
        self.0 = (wait * 2).min(Self::LONGEST);
        wait
    }

    /// Something came: the next failure is a new one.
    pub(crate) fn reset(&mut self) {
        *self = Self::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_bound() {
        let mut backoff = Backoff::new();
        assert_eq!([backoff.next(), backoff.next()].map(|wait| wait.as_millis()), [50, 100]);
        let longest = (0..20).map(|_| backoff.next()).max();
        assert_eq!(longest, Some(Backoff::LONGEST));
        backoff.reset();
        assert_eq!(backoff.next(), Backoff::FIRST);
    }
}
