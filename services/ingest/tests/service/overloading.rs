//! More articles at once than are read in good time.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

use entente_ingest::{ArticleReader, Unread};
use entente_model::{Explanation, Extractor, Language, Reading, Span};
use entente_wire::v1::ErrorReason;
use futures::future::{join_all, select_all};
use futures::stream;
use tempfile::TempDir;
use tonic::client::Grpc;
use tonic::{Code, Request, Status};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt as _;

use crate::harness::{Harness, Quotations, quoting, request, soon, told};

/// Calls that one reader takes: one is read, the others wait.
const TAKEN: usize = 17;

/// Reads nothing before the other end of the channel is gone.
struct Held(Mutex<Receiver<()>>);

impl Held {
    fn wait(&self) {
        self.0.lock().unwrap().recv().unwrap_err();
    }
}

impl ArticleReader for Held {
    fn read(&self, unread: Unread<'_>) -> Reading {
        self.wait();
        Quotations.read(unread)
    }

    fn explain(&self, unread: Unread<'_>, passage: Span) -> Explanation {
        self.wait();
        Quotations.explain(unread, passage)
    }

    fn languages(&self) -> Vec<Language> {
        Quotations.languages()
    }

    fn extractor(&self) -> Extractor {
        Quotations.extractor()
    }
}

#[track_caller]
fn assert_is_refused(status: &Status) {
    assert_eq!(told(status), (Code::ResourceExhausted, ErrorReason::Overloaded, String::new()));
    assert!(status.get_error_details().retry_info().is_some());
}

#[tokio::test]
async fn where_too_much_waits_a_call_is_refused_before_its_message_is_read() {
    let (folder, (held, holds)) = (TempDir::new().unwrap(), channel());
    let reader = Held(Mutex::new(holds));
    let harness = Harness::reading(folder.path(), &["--readers", "1"], std::sync::Arc::new(reader)).await;
    let calls = (0..=TAKEN).map(|number| {
        let mut client = harness.ingest();
        let article = request(&format!("a-{number}"), &quoting("Oui"));
        tokio::spawn(async move { client.ingest_article(article).await.map(tonic::Response::into_inner) })
    });
    let (one_too_many, _, taken) = soon(select_all(calls)).await;
    assert_is_refused(&one_too_many.unwrap().unwrap_err());

    // Its message never comes: who waited for it would wait in vain.
    let mut grpc = Grpc::with_origin(Harness::http(), harness.origin.clone());
    for method in ["IngestArticle", "ParseArticle", "ExplainExtraction"] {
        let path = format!("/entente.v1.IngestService/{method}").parse().unwrap();
        let (never, codec) = (stream::pending::<Vec<u8>>(), ProstCodec::<Vec<u8>, ()>::default());
        let call = grpc.client_streaming(Request::new(never), path, codec);
        assert_is_refused(&soon(call).await.unwrap_err());
    }

    drop(held);
    for taken in soon(join_all(taken)).await {
        assert_eq!(taken.unwrap().unwrap().revision, 1);
    }
    harness.stop().await;
}
