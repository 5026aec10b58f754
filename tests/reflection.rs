//! What generic clients see: the services by reflection, old and new, and types enough to read every error.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::collections::{BTreeMap, BTreeSet};

use entente_tests::{Pair, Running, soon};
use prost::Message as _;
use prost_types::FileDescriptorProto;
use tonic_reflection::pb::{v1, v1alpha};

/// What every service has beside its own.
const ALWAYS: [&str; 3] = [
    "grpc.health.v1.Health",
    "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection",
];

/// The types that an error's details may have.
const DETAILS: [&str; 4] =
    ["google.rpc.ErrorInfo", "google.rpc.BadRequest", "google.rpc.RetryInfo", "entente.v1.ErrorReason"];

/// One version of the protocol, asked one thing; both have the same messages under other names.
macro_rules! ask {
    ($version:ident, $running:expr, $request:ident($text:expr)) => {{
        use $version::server_reflection_client::ServerReflectionClient;
        use $version::server_reflection_request::MessageRequest;
        use $version::server_reflection_response::MessageResponse;
        let request = $version::ServerReflectionRequest {
            message_request: Some(MessageRequest::$request($text.to_owned())),
            ..Default::default()
        };
        let mut client = ServerReflectionClient::new($running.channel());
        let asked = tokio_stream::iter([request]);
        let mut answers = soon(client.server_reflection_info(asked)).await.unwrap().into_inner();
        match soon(answers.message()).await.unwrap().unwrap().message_response.unwrap() {
            MessageResponse::ListServicesResponse(list) => {
                list.service.into_iter().map(|service| service.name.into_bytes()).collect::<Vec<_>>()
            }
            MessageResponse::FileDescriptorResponse(files) => files.file_descriptor_proto,
            MessageResponse::ErrorResponse(error) => panic!("{}: {}", $text, error.error_message),
            other => panic!("{other:?}"),
        }
    }};
}

async fn services(running: &Running, old: bool) -> BTreeSet<String> {
    let names =
        if old { ask!(v1alpha, running, ListServices("")) } else { ask!(v1, running, ListServices("")) };
    names.into_iter().map(|name| String::from_utf8(name).unwrap()).collect()
}

async fn files(running: &Running, old: bool, symbol: &str) -> Vec<FileDescriptorProto> {
    let files = if old {
        ask!(v1alpha, running, FileContainingSymbol(symbol))
    } else {
        ask!(v1, running, FileContainingSymbol(symbol))
    };
    files.iter().map(|file| FileDescriptorProto::decode(file.as_slice()).unwrap()).collect()
}

async fn file(running: &Running, old: bool, name: &str) -> FileDescriptorProto {
    let files = if old {
        ask!(v1alpha, running, FileByFilename(name))
    } else {
        ask!(v1, running, FileByFilename(name))
    };
    FileDescriptorProto::decode(files[0].as_slice()).unwrap()
}

#[tokio::test]
async fn both_services_tell_what_they_serve_in_both_versions() {
    let pair = Pair::start().await;
    for (running, own) in [
        (&pair.ingest, vec!["entente.v1.IngestService", "entente.v1.EventLogService"]),
        (&pair.query, vec!["entente.v1.QueryService"]),
    ] {
        for old in [false, true] {
            let told = services(running, old).await;
            let expected: BTreeSet<_> = own.iter().chain(&ALWAYS).map(ToString::to_string).collect();
            assert_eq!(told, expected, "v1alpha: {old}");
            for symbol in own.iter().chain(&DETAILS) {
                resolves(running, old, symbol).await;
            }
        }
    }
    pair.stop().await;
}

/// The file of the symbol comes, and all that it imports.
async fn resolves(running: &Running, old: bool, symbol: &str) -> BTreeMap<String, FileDescriptorProto> {
    let mut known: BTreeMap<String, FileDescriptorProto> = BTreeMap::new();
    let mut open = files(running, old, symbol).await;
    assert!(open.iter().any(|file| defines(file, symbol)), "{symbol}");
    while let Some(next) = open.pop() {
        for import in &next.dependency {
            if !known.contains_key(import) {
                open.push(file(running, old, import).await);
            }
        }
        known.insert(next.name().to_owned(), next);
    }
    known
}

fn defines(file: &FileDescriptorProto, symbol: &str) -> bool {
    let messages = file.message_type.iter().map(prost_types::DescriptorProto::name);
    let services = file.service.iter().map(prost_types::ServiceDescriptorProto::name);
    let enums = file.enum_type.iter().map(prost_types::EnumDescriptorProto::name);
    messages.chain(services).chain(enums).any(|name| symbol == format!("{}.{name}", file.package()))
}

/// The places of a file that users read about, as `SourceCodeInfo` numbers them.
fn documented(file: &FileDescriptorProto) -> Vec<(String, Vec<i32>)> {
    let at = |kind: i32, index: usize| vec![kind, i32::try_from(index).unwrap()];
    let within = |outer: &[i32], index: usize| [outer, &at(2, index)].concat();
    let mut places = Vec::new();
    for (index, message) in file.message_type.iter().enumerate() {
        let place = at(4, index);
        let fields = message.field.iter().enumerate();
        places.extend(
            fields.map(|(n, field)| (format!("{}.{}", message.name(), field.name()), within(&place, n))),
        );
        places.push((message.name().to_owned(), place));
    }
    for (index, of) in file.enum_type.iter().enumerate() {
        let place = at(5, index);
        let values = of.value.iter().enumerate();
        places.extend(values.map(|(n, value)| (value.name().to_owned(), within(&place, n))));
        places.push((of.name().to_owned(), place));
    }
    for (index, service) in file.service.iter().enumerate() {
        let place = at(6, index);
        let methods = service.method.iter().enumerate();
        places.extend(
            methods.map(|(n, rpc)| (format!("{}.{}", service.name(), rpc.name()), within(&place, n))),
        );
        places.push((service.name().to_owned(), place));
    }
    places
}

#[tokio::test]
async fn each_message_field_value_and_rpc_says_what_it_is() {
    let pair = Pair::start().await;
    for (running, symbol) in [
        (&pair.ingest, "entente.v1.IngestService"),
        (&pair.ingest, "entente.v1.EventLogService"),
        (&pair.query, "entente.v1.QueryService"),
    ] {
        let files = resolves(running, false, symbol).await;
        for file in files.values().filter(|file| file.package() == "entente.v1") {
            let info = file.source_code_info.as_ref().unwrap();
            let said = info.location.iter().filter(|place| !place.leading_comments().trim().is_empty());
            let said: BTreeSet<_> = said.map(|place| place.path.as_slice()).collect();
            let places = documented(file);
            assert!(!places.is_empty());
            for (name, place) in places {
                assert!(said.contains(place.as_slice()), "{}: {name} has no comment", file.name());
            }
        }
    }
    pair.stop().await;
}
