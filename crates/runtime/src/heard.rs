//! A response body that is listened to.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};
use tonic::{Status, body::Body};

struct Heard<H> {
    inner: Body,
    hear: H,
}

/// Shows each frame of a body, or how it failed, to `hear` before it goes on. What `hear` holds is dropped with the body.
pub(crate) fn heard<H>(inner: Body, hear: H) -> Body
where
    H: FnMut(&mut Result<Frame<Bytes>, Status>) + Send + Unpin + 'static,
{
    Body::new(Heard { inner, hear })
}

impl<H> HttpBody for Heard<H>
where
    H: FnMut(&mut Result<Frame<Bytes>, Status>) + Unpin,
{
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        let mut polled = Pin::new(&mut this.inner).poll_frame(cx);
        if let Poll::Ready(Some(frame)) = &mut polled {
            (this.hear)(frame);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }
}
