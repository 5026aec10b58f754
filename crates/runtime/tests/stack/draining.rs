//! The end of a server, streams included.

use entente_runtime::Error;
use tonic::{Code, Status};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tonic_types::StatusExt;

use crate::harness::{Harness, end_of, soon, told_by};

fn assert_shut_down(status: &Status) {
    assert_eq!(told_by(status), (Code::Unavailable, "DRAINING".to_owned(), None));
    assert!(status.get_error_details().retry_info().is_some());
}

#[tokio::test]
async fn an_idle_server_ends_at_once() {
    let server = Harness::start(&["--drain-bound", "10m"]).await;
    assert_eq!(server.say("x").await.unwrap().into_inner().text, "x");
    server.shutdown.begin();
    server.ended().await.unwrap();
}

#[tokio::test]
async fn streams_that_watch_the_shutdown_end_before_the_bound() {
    let server = Harness::start(&["--drain-bound", "10m"]).await;
    let mut stream = server.stream("orderly").await.unwrap();
    assert!(soon(stream.message()).await.unwrap().is_some());
    server.shutdown.begin();
    assert_shut_down(&end_of(&mut stream).await.unwrap_err());
    server.ended().await.unwrap();
}

#[tokio::test]
async fn what_is_left_is_cut_at_the_bound() {
    let server = Harness::start(&["--drain-bound", "50ms"]).await;
    let mut stream = server.stream("stubborn").await.unwrap();
    assert!(soon(stream.message()).await.unwrap().is_some());
    let mut flood = server.stream("flood").await.unwrap();
    assert!(soon(flood.message()).await.unwrap().is_some());
    let (answer, ()) = tokio::join!(server.say("wait"), async {
        soon(server.waiting.notified()).await;
        server.shutdown.begin();
    });
    assert_shut_down(&answer.unwrap_err());
    assert_shut_down(&end_of(&mut stream).await.unwrap_err());
    assert_shut_down(&end_of(&mut flood).await.unwrap_err());
    server.ended().await.unwrap();
}

#[tokio::test]
async fn a_second_signal_does_not_wait() {
    let server = Harness::start(&["--drain-bound", "10m"]).await;
    let mut stream = server.stream("stubborn").await.unwrap();
    assert!(soon(stream.message()).await.unwrap().is_some());
    server.shutdown.begin();
    server.shutdown.end_now();
    assert_shut_down(&end_of(&mut stream).await.unwrap_err());
    server.ended().await.unwrap();
}

#[tokio::test]
async fn health_watchers_hear_of_the_drain() {
    let server = Harness::start(&["--drain-bound", "10m"]).await;
    let mut client = HealthClient::with_origin(Harness::http(), server.origin());
    let mut watch = soon(client.watch(HealthCheckRequest::default())).await.unwrap().into_inner();
    assert_eq!(soon(watch.message()).await.unwrap().unwrap().status(), ServingStatus::Serving);
    server.shutdown.begin();
    assert_eq!(soon(watch.message()).await.unwrap().unwrap().status(), ServingStatus::NotServing);
    assert_shut_down(&soon(watch.message()).await.unwrap_err());
    server.ended().await.unwrap();
}

#[tokio::test]
async fn a_taken_address_is_named() {
    let bound =
        entente_runtime::Bound::bind(([127, 0, 0, 1], 0).into(), &entente_runtime::SecureArgs::default())
            .await
            .unwrap();
    let error = entente_runtime::Bound::bind(bound.address(), &entente_runtime::SecureArgs::default())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Bind { .. }));
    assert_eq!(error.to_string(), format!("cannot listen on {}", bound.address()));
}
