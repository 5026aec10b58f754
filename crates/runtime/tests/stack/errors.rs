//! Requests that fail before or inside of a handler, and how clients hear of it.

use bytes::Bytes;
use tonic::Code;
use tonic_types::StatusExt;

use crate::{
    harness::{Call, Harness, ask, end_of, soon, told_by},
    probe::MAX_MESSAGE_BYTES,
};

/// (what is wrong, the bytes of an `Ask`, reason, field)
const BAD: &[(&str, &[u8], &str, Option<&str>)] = &[
    ("text is Latin-1", b"\x0a\x03ou\xef", "MALFORMED_MESSAGE", Some("what")),
    ("nested text is Latin-1", b"\x12\x03\x0a\x01\xe9", "MALFORMED_MESSAGE", Some("inner.type")),
    ("a number for a text", b"\x08\x01", "MALFORMED_MESSAGE", Some("what")),
    ("text is cut off", b"\x0a\x05ab", "MALFORMED_MESSAGE", Some("what")),
    ("no field at all", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "MALFORMED_MESSAGE", None),
];

#[tokio::test]
async fn undecodable_messages_name_the_field() {
    let server = Harness::start(&[]).await;
    for &(what, bytes, reason, field) in BAD {
        let expected = (Code::InvalidArgument, reason.to_owned(), field.map(str::to_owned));
        let status = server.say(Call::raw(bytes)).await.unwrap_err();
        assert_eq!(told_by(&status), expected, "unary: {what}: {status:?}");
        let status = server.stream(Call::raw(bytes)).await.unwrap_err();
        assert_eq!(told_by(&status), expected, "stream: {what}: {status:?}");
    }
}

#[tokio::test]
async fn a_bad_message_within_a_stream_is_named_too() {
    let server = Harness::start(&[]).await;
    let mut stream = server.chat(vec![ask("good"), Bytes::from_static(BAD[0].1)]).await.unwrap();
    assert_eq!(soon(stream.message()).await.unwrap().unwrap().text, "good");
    let status = end_of(&mut stream).await.unwrap_err();
    assert_eq!(told_by(&status), (Code::InvalidArgument, "MALFORMED_MESSAGE".into(), Some("what".into())));
}

#[tokio::test]
async fn a_message_over_the_limit_hears_the_limit() {
    let server = Harness::start(&[]).await;
    let fits = "x".repeat(MAX_MESSAGE_BYTES - 3);
    assert_eq!(server.say(fits.as_str()).await.unwrap().into_inner().text, fits);
    for long in [fits.clone() + "x", "x".repeat(1024 * 1024)] {
        let status = server.say(long.as_str()).await.unwrap_err();
        assert_eq!(told_by(&status), (Code::ResourceExhausted, "MESSAGE_TOO_LARGE".into(), None));
        let details = status.get_error_details();
        assert_eq!(details.error_info().unwrap().metadata["limit"], MAX_MESSAGE_BYTES.to_string());
    }
}

#[tokio::test]
async fn an_unknown_method_is_named() {
    let server = Harness::start(&[]).await;
    let status = server.unary("/no.such.Service/Method", "x").await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);
    assert_eq!(status.message(), "this server has no method /no.such.Service/Method");
}

#[tokio::test]
async fn a_panic_is_an_answer_without_its_words() {
    let server = Harness::start(&[]).await;
    let expected = (Code::Internal, "INTERNAL".to_owned(), None);
    let status = server.say("panic").await.unwrap_err();
    assert_eq!(told_by(&status), expected);
    assert!(!format!("{status:?}").contains("secret"), "{status:?}");
    let mut stream = server.stream("panic").await.unwrap();
    let status = end_of(&mut stream).await.unwrap_err();
    assert_eq!(told_by(&status), expected);
    assert!(!format!("{status:?}").contains("secret"), "{status:?}");
    assert_eq!(server.say("still there").await.unwrap().into_inner().text, "still there");
}

#[tokio::test]
async fn a_full_server_refuses_at_once_and_says_when_to_come_back() {
    let server = Harness::start(&["--max-concurrent-requests", "1"]).await;
    let mut stream = server.stream("stubborn").await.unwrap();
    assert!(soon(stream.message()).await.unwrap().is_some());
    let status = server.say("x").await.unwrap_err();
    assert_eq!(told_by(&status), (Code::ResourceExhausted, "OVERLOADED".into(), None));
    assert!(status.get_error_details().retry_info().unwrap().retry_delay.is_some());
    // Whoever watches the server is still answered.
    let mut health =
        tonic_health::pb::health_client::HealthClient::with_origin(Harness::http(), server.origin());
    soon(health.check(tonic_health::pb::HealthCheckRequest::default())).await.unwrap();
    // The stream's place is free again as soon as the server has noticed that its client is gone.
    drop(stream);
    soon(async {
        while server.say("x").await.is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_expired_request_gives_its_place_back() {
    let server = Harness::start(&["--max-concurrent-requests", "1"]).await;
    let status = server.say(Call::from("wait").with("grpc-timeout", "50m")).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded);
    assert_eq!(server.say("x").await.unwrap().into_inner().text, "x");
}
