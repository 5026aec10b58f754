//! What a server tells of itself: request ids, health, reflection.

use std::collections::BTreeSet;

use entente_runtime::request_id::HEADER;
use futures::stream;
use prost::Message;
use prost_types::FileDescriptorProto;
use tonic::{Code, server::NamedService};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::{
    harness::{Call, Harness, soon},
    probe::Probe,
};

#[tokio::test]
async fn an_id_goes_through() {
    let server = Harness::start(&[]).await;
    let answer = server.say(Call::from("id").with(HEADER, "Order-66/b")).await.unwrap();
    assert_eq!(answer.metadata().get(HEADER).unwrap(), "Order-66/b");
    assert_eq!(answer.into_inner().text, "Order-66/b");
}

#[tokio::test]
async fn an_id_is_made_where_none_can_be_used() {
    let server = Harness::start(&[]).await;
    let long = "x".repeat(65);
    for sent in [None, Some("two words"), Some(""), Some(long.as_str())] {
        let mut call = Call::from("id");
        if let Some(sent) = sent {
            call = call.with(HEADER, sent);
        }
        let answer = server.say(call).await.unwrap();
        let id = answer.metadata().get(HEADER).unwrap().to_str().unwrap().to_owned();
        assert_eq!(uuid::Uuid::parse_str(&id).unwrap().get_version_num(), 7, "{sent:?}");
        assert_eq!(answer.into_inner().text, id);
    }
}

#[tokio::test]
async fn errors_carry_the_id() {
    let server = Harness::start(&[]).await;
    for what in ["panic", "wait"] {
        let call = Call::from(what).with(HEADER, "e-1").with("grpc-timeout", "1S");
        let status = server.say(call).await.unwrap_err();
        assert_eq!(status.metadata().get(HEADER).unwrap(), "e-1", "{what}");
    }
}

#[tokio::test]
async fn health_tells_what_services_say() {
    let server = Harness::start(&[]).await;
    let mut client = HealthClient::with_origin(Harness::http(), server.origin());
    let mut check = async |service: &str| {
        let answer = soon(client.check(HealthCheckRequest { service: service.to_owned() })).await;
        answer.map(|answer| answer.into_inner().status()).map_err(|status| status.code())
    };
    assert_eq!(check("").await, Ok(ServingStatus::Serving));
    assert_eq!(check(Probe::NAME).await, Ok(ServingStatus::Serving));
    assert_eq!(check("no.such.Service").await, Err(Code::NotFound));
    server.health.not_serving("another.Service").await;
    assert_eq!(check("another.Service").await, Ok(ServingStatus::NotServing));
    assert_eq!(check("").await, Ok(ServingStatus::NotServing), "one of two is not serving");
    assert_eq!(check(Probe::NAME).await, Ok(ServingStatus::Serving));
    server.health.serving("another.Service").await;
    assert_eq!(check("").await, Ok(ServingStatus::Serving));
}

const LISTED: [&str; 3] = [
    "grpc.health.v1.Health",
    "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection",
];

macro_rules! reflection_test {
    ($name:ident, $version:ident) => {
        #[tokio::test]
        async fn $name() {
            use tonic_reflection::pb::$version::{
                ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
                server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
            };
            let server = Harness::start(&[]).await;
            let mut client = ServerReflectionClient::with_origin(Harness::http(), server.origin());
            let mut ask = async |request: MessageRequest| {
                let request = ServerReflectionRequest { host: String::new(), message_request: Some(request) };
                let answers = soon(client.server_reflection_info(stream::iter([request]))).await.unwrap();
                let answer = soon(answers.into_inner().message()).await.unwrap().unwrap();
                answer.message_response.unwrap()
            };
            let MessageResponse::ListServicesResponse(list) =
                ask(MessageRequest::ListServices(String::new())).await
            else {
                panic!("no list")
            };
            let names: BTreeSet<_> = list.service.into_iter().map(|service| service.name).collect();
            assert_eq!(names, LISTED.map(str::to_owned).into());

            // What an error may carry can be decoded, down to the last import.
            let mut seen = BTreeSet::new();
            let mut wanted: Vec<_> = ["ErrorInfo", "BadRequest", "RetryInfo", "Status"]
                .map(|name| MessageRequest::FileContainingSymbol(format!("google.rpc.{name}")))
                .into();
            while let Some(request) = wanted.pop() {
                let answer = ask(request.clone()).await;
                let MessageResponse::FileDescriptorResponse(files) = answer else {
                    panic!("{request:?}: {answer:?}")
                };
                for file in files.file_descriptor_proto {
                    let file = FileDescriptorProto::decode(file.as_slice()).unwrap();
                    if seen.insert(file.name().to_owned()) {
                        wanted.extend(file.dependency.into_iter().map(MessageRequest::FileByFilename));
                    }
                }
            }
            assert!(seen.contains("google/protobuf/duration.proto"), "{seen:?}");
        }
    };
}

reflection_test!(reflection_v1_lists_services_and_error_details, v1);
reflection_test!(reflection_v1alpha_lists_services_and_error_details, v1alpha);
