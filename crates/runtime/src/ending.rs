//! A response body that can be ended from outside, with a status of its own.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures::future::BoxFuture;
use http::Response;
use http_body::{Body as HttpBody, Frame};
use tonic::{Status, body::Body};

use crate::rejection::trailers;

/// Passes frames on until `end` resolves; then at most one more that was already waiting, and the status as
/// trailers. That one frame is how a health watcher still hears `NOT_SERVING` before its stream ends.
struct Ending {
    inner: Body,
    state: State,
}

enum State {
    Open(BoxFuture<'static, Status>),
    Closing(Status),
    Closed,
}

/// Lets `end` finish the body of `response` with the status it resolves to. A response without a body (an error
/// in the headers alone) is finished already and passes as it is.
pub(crate) fn ends_with(response: Response<Body>, end: BoxFuture<'static, Status>) -> Response<Body> {
    if response.body().is_end_stream() {
        return response;
    }
    response.map(|inner| Body::new(Ending { inner, state: State::Open(end) }))
}

impl HttpBody for Ending {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        let asked = match &mut this.state {
            // The end comes first: a stream that always has something to say would never be asked otherwise.
            State::Open(end) => match end.as_mut().poll(cx) {
                Poll::Ready(status) => Some(status),
                Poll::Pending => None,
            },
            State::Closing(status) => {
                let trailers = trailers(status);
                return Poll::Ready(Some(Ok(this.close(trailers))));
            }
            State::Closed => return Poll::Ready(None),
        };
        let frame = Pin::new(&mut this.inner).poll_frame(cx);
        match (asked, frame) {
            (Some(status), Poll::Pending) => Poll::Ready(Some(Ok(this.close(trailers(&status))))),
            (Some(status), Poll::Ready(Some(Ok(frame)))) if frame.is_data() => {
                this.state = State::Closing(status);
                Poll::Ready(Some(Ok(frame)))
            }
            (_, frame) => frame,
        }
    }
}

impl Ending {
    /// Drops the handler's stream, and all it holds, before the client hears of the end.
    fn close(&mut self, trailers: http::HeaderMap) -> Frame<Bytes> {
        self.inner = Body::empty();
        self.state = State::Closed;
        Frame::trailers(trailers)
    }
}
