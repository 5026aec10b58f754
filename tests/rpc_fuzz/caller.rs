//! Sends bytes and looks at what comes back.

use std::time::Duration;

use entente_tests::{Raw, Running};
use entente_wire::v1::ErrorReason;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use prost_reflect::{DynamicMessage, MethodDescriptor};
use tonic::body::Body;
use tonic::client::Grpc;
use tonic::codegen::http::Uri;
use tonic::{Code, Request, Status};

/// Streams last this long, and single answers at most so long.
const STREAM: Duration = Duration::from_millis(40);
const ANSWER: Duration = Duration::from_secs(60);
/// Messages of one stream that are read.
const MOST_READ: usize = 8;

/// Calls one service, by a client without a clock of its own: what comes is what the service says.
pub(crate) struct Caller {
    http: Client<HttpConnector, Body>,
    origin: Uri,
}

/// What a call came to.
pub(crate) struct Told {
    pub(crate) code: Code,
    /// What is not as it should be.
    pub(crate) wrong: Option<String>,
}

impl Caller {
    pub(crate) fn new(running: &Running) -> Self {
        let http = Client::builder(TokioExecutor::new()).http2_only(true).build_http();
        Self { http, origin: format!("http://{}", running.address).parse().unwrap() }
    }

    /// Calls a method with the bytes of one message, or of several where it takes a stream.
    pub(crate) async fn call(&self, method: &MethodDescriptor, sent: &[Vec<u8>]) -> Told {
        let streams = method.is_server_streaming() || method.is_client_streaming();
        let wait = if streams { STREAM } else { ANSWER };
        // The client's own clock leaves the service time to speak first.
        let answered = tokio::time::timeout(ANSWER * 2, self.answer(method, sent, wait)).await;
        let answered = answered.unwrap_or_else(|_| Err(Status::unknown("no answer")));
        let (code, wrong) = match answered {
            Ok(answers) => (Code::Ok, answers.iter().find_map(|bytes| undecodable(method, bytes))),
            Err(status) => (status.code(), unsound(&status)),
        };
        Told { code, wrong }
    }

    async fn answer(
        &self,
        method: &MethodDescriptor,
        sent: &[Vec<u8>],
        wait: Duration,
    ) -> Result<Vec<Vec<u8>>, Status> {
        let mut grpc =
            Grpc::with_origin(self.http.clone(), self.origin.clone()).max_decoding_message_size(usize::MAX);
        grpc.ready().await.map_err(|error| Status::unknown(error.to_string()))?;
        let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
        let mut request = Request::new(tokio_stream::iter(sent.to_vec()));
        let timeout = format!("{}m", wait.as_millis());
        request.metadata_mut().insert("grpc-timeout", timeout.parse().unwrap());
        let streamed = grpc.streaming(request, path.parse().unwrap(), Raw).await;
        let mut answers = streamed?.into_inner();
        let mut read = Vec::new();
        while read.len() < MOST_READ {
            match answers.message().await {
                Ok(Some(answer)) => read.push(answer),
                Ok(None) => break,
                // A stream ends with its time.
                Err(status) if status.code() == Code::DeadlineExceeded && method.is_server_streaming() => {
                    break;
                }
                Err(status) => return Err(status),
            }
        }
        Ok(read)
    }
}

/// Why an answer is no message of the method's type, if so.
fn undecodable(method: &MethodDescriptor, bytes: &[u8]) -> Option<String> {
    let decoded = DynamicMessage::decode(method.output(), bytes);
    decoded.err().map(|error| format!("the answer is no {}: {error}", method.output().name()))
}

/// What is wrong with an error, if anything.
fn unsound(status: &Status) -> Option<String> {
    if matches!(status.code(), Code::Unknown | Code::Internal | Code::DataLoss) {
        return Some(format!("{status:?}"));
    }
    match ErrorReason::of(status) {
        None => Some(format!("an error without a reason: {status:?}")),
        Some(reason) if reason.code() != status.code() => {
            Some(format!("{reason:?} with another code: {status:?}"))
        }
        Some(_) => None,
    }
}
