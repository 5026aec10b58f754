//! Deadlines, as clients of other languages see them.

use tonic::{Code, client::Grpc, transport::Channel};

use crate::harness::{Call, Harness, Raw, end_of, soon, told_by};

fn exceeded() -> (Code, String, Option<String>) {
    (Code::DeadlineExceeded, "DEADLINE_EXCEEDED".to_owned(), None)
}

#[tokio::test]
async fn an_answer_that_is_late_is_said_to_be() {
    let server = Harness::start(&[]).await;
    for timeout in ["0n", "1m", "150m"] {
        let status = server.say(Call::from("wait").with("grpc-timeout", timeout)).await.unwrap_err();
        assert_eq!(told_by(&status), exceeded(), "{timeout}");
    }
}

/// That client counts by itself, and says CANCELLED when its own clock is the first.
#[tokio::test]
async fn the_answer_is_there_before_a_client_gives_up() {
    let server = Harness::start(&[]).await;
    let channel = Channel::builder(server.origin()).connect().await.unwrap();
    let mut grpc = Grpc::new(channel);
    grpc.ready().await.unwrap();
    let request = Call::from("wait").with("grpc-timeout", "1S").request();
    let status = grpc.unary(request, "/stack.test.Probe/Say".parse().unwrap(), Raw).await.unwrap_err();
    assert_eq!(told_by(&status), exceeded());
}

#[tokio::test]
async fn the_servers_bounds_hold_and_say_whose_they_are() {
    let server = Harness::start(&["--default-deadline", "100ms", "--max-deadline", "200ms"]).await;
    let status = server.say("wait").await.unwrap_err();
    assert_eq!(told_by(&status), exceeded());
    assert!(status.message().contains("default deadline of 100ms"), "{}", status.message());
    let status = server.say(Call::from("wait").with("grpc-timeout", "1H")).await.unwrap_err();
    assert_eq!(told_by(&status), exceeded());
    assert!(status.message().contains("longest deadline of 200ms"), "{}", status.message());
}

#[tokio::test]
async fn handlers_know_what_is_left() {
    let server = Harness::start(&["--default-deadline", "60s"]).await;
    for (timeout, least, most) in [(Some("10S"), 5_000, 10_000), (None, 50_000, 60_000)] {
        let mut call = Call::from("remaining");
        if let Some(timeout) = timeout {
            call = call.with("grpc-timeout", timeout);
        }
        let left: u64 = server.say(call).await.unwrap().into_inner().text.parse().unwrap();
        assert!((least..=most).contains(&left), "{timeout:?}: {left} ms");
    }
}

#[tokio::test]
async fn streams_end_at_the_clients_deadline() {
    let server = Harness::start(&[]).await;
    for what in ["stubborn", "flood"] {
        let mut stream = server.stream(Call::from(what).with("grpc-timeout", "250m")).await.unwrap();
        assert!(soon(stream.message()).await.unwrap().is_some());
        assert_eq!(told_by(&end_of(&mut stream).await.unwrap_err()), exceeded(), "{what}");
    }
}

#[tokio::test]
async fn streams_outlive_the_servers_default() {
    let server = Harness::start(&["--default-deadline", "100ms", "--max-deadline", "100ms"]).await;
    let mut stream = server.stream("orderly").await.unwrap();
    assert!(soon(stream.message()).await.unwrap().is_some());
    // Begun later, and over: the default has passed for the stream as well.
    assert_eq!(told_by(&server.say("wait").await.unwrap_err()), exceeded());
    server.shutdown.begin();
    assert_eq!(end_of(&mut stream).await.unwrap_err().code(), Code::Unavailable);
}

#[tokio::test]
async fn a_malformed_deadline_is_the_clients_fault() {
    let server = Harness::start(&[]).await;
    for timeout in ["10s", "soon", "123456789S", "-1S"] {
        let status = server.say(Call::from("x").with("grpc-timeout", timeout)).await.unwrap_err();
        assert_eq!(
            told_by(&status),
            (Code::InvalidArgument, "FIELD_INVALID".to_owned(), Some("grpc-timeout".into()))
        );
        assert!(status.message().contains(timeout), "{}", status.message());
    }
}
