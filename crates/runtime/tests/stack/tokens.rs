//! Tokens as clients meet them: who is let in, to what, how often, and until when.

use std::path::Path;
use std::time::Duration;

use entente_runtime::auth::token_entry;
use entente_runtime::{Role, Secret};
use tonic::Code;
use tonic_types::StatusExt;

use crate::harness::{Call, Harness, end_of, soon, told_by};

/// The file of tokens of a test, and its secrets.
struct File {
    folder: tempfile::TempDir,
}

impl File {
    fn new(entries: &[String]) -> Self {
        let file = Self { folder: tempfile::tempdir().unwrap() };
        file.write(entries);
        file
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("tokens.toml")
    }

    fn write(&self, entries: &[String]) {
        write(&self.path(), &entries.concat());
    }

    async fn harness(&self, flags: &[&str]) -> Harness {
        let path = self.path();
        let all = [&["--tokens", path.to_str().unwrap()], flags].concat();
        Harness::start(&all).await
    }
}

/// As those who replace files do: whole, or not at all.
fn write(path: &Path, text: &str) {
    let next = path.with_extension("next");
    std::fs::write(&next, text).unwrap();
    std::fs::rename(&next, path).unwrap();
}

fn entry(id: &str, secret: &Secret, role: Role, rest: &str) -> String {
    token_entry(id, secret, role, &["acme".to_owned()]).unwrap() + rest
}

fn with(secret: &Secret, what: &'static str) -> Call {
    Call::from(what).with("authorization", &format!("Bearer {}", secret.reveal()))
}

#[tokio::test]
async fn only_a_known_token_opens_and_its_role_decides_what() {
    let [reader, admin, unknown] = [(); 3].map(|()| Secret::generate().unwrap());
    let file =
        File::new(&[entry("reader", &reader, Role::Reader, ""), entry("admin", &admin, Role::Admin, "")]);
    let server = file.harness(&[]).await;
    // The harness's methods are in no table: they take the highest role.
    assert_eq!(server.say(with(&admin, "in")).await.unwrap().into_inner().text, "in");
    for (call, code, reason) in [
        (Call::from("x"), Code::Unauthenticated, "TOKEN_REQUIRED"),
        (with(&unknown, "x"), Code::Unauthenticated, "TOKEN_INVALID"),
        (Call::from("x").with("authorization", "Basic YTpi"), Code::Unauthenticated, "TOKEN_INVALID"),
        (Call::from("x").with("authorization", "Bearer"), Code::Unauthenticated, "TOKEN_INVALID"),
        (Call::from("x").with("authorization", admin.reveal()), Code::Unauthenticated, "TOKEN_INVALID"),
        (with(&reader, "x"), Code::PermissionDenied, "ROLE_INSUFFICIENT"),
    ] {
        let status = server.say(call).await.unwrap_err();
        assert_eq!(told_by(&status), (code, reason.to_owned(), None), "{status:?}");
        for secret in [&reader, &admin, &unknown] {
            assert!(!format!("{status:?}").contains(secret.reveal()), "{status:?}");
        }
    }
    // Whoever watches the server needs no token; what describes it needs any.
    let mut health =
        tonic_health::pb::health_client::HealthClient::with_origin(Harness::http(), server.origin());
    soon(health.check(tonic_health::pb::HealthCheckRequest::default())).await.unwrap();
    let reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    assert_eq!(server.unary(reflection, "x").await.unwrap_err().code(), Code::Unauthenticated);
    let let_in = server.unary(reflection, with(&reader, "x")).await.map_err(|status| status.code());
    assert_ne!(let_in.err(), Some(Code::Unauthenticated));
}

#[tokio::test]
async fn a_rate_is_kept_to_and_the_wait_is_told() {
    let secret = Secret::generate().unwrap();
    let file = File::new(&[entry("slow", &secret, Role::Admin, "rate = 0.01\nburst = 2\n")]);
    let server = file.harness(&[]).await;
    for _ in 0..2 {
        server.say(with(&secret, "x")).await.unwrap();
    }
    let status = server.say(with(&secret, "x")).await.unwrap_err();
    assert_eq!(told_by(&status), (Code::ResourceExhausted, "RATE_LIMITED".into(), None));
    let wait = status.get_error_details().retry_info().unwrap().retry_delay.unwrap();
    assert!((Duration::from_secs(90)..=Duration::from_secs(100)).contains(&wait), "{wait:?}");
}

#[tokio::test]
async fn tokens_change_while_the_server_runs() {
    let [old, new] = [(); 2].map(|()| Secret::generate().unwrap());
    let file = File::new(&[entry("old", &old, Role::Admin, "")]);
    let server = file.harness(&[]).await;
    let mut stream = server.stream(with(&old, "stubborn")).await.unwrap();
    assert!(soon(stream.message()).await.unwrap().is_some());

    // What can't be read changes nothing.
    file.write(&["[[tokens]]\nid = 7\n".to_owned()]);
    tokio::time::sleep(Duration::from_millis(2500)).await;
    server.say(with(&old, "x")).await.unwrap();

    file.write(&[entry("new", &new, Role::Admin, "")]);
    soon(async {
        while server.say(with(&new, "x")).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let status = server.say(with(&old, "x")).await.unwrap_err();
    assert_eq!(told_by(&status), (Code::Unauthenticated, "TOKEN_INVALID".into(), None));
    // Whoever was reading is told so, too.
    let status = end_of(&mut stream).await.unwrap_err();
    assert_eq!(told_by(&status), (Code::Unauthenticated, "TOKEN_INVALID".into(), None));
}

#[tokio::test]
async fn a_flood_of_streams_leaves_room_for_others() {
    let [flooder, polite] = [(); 2].map(|()| Secret::generate().unwrap());
    let tenant = |id: &str, secret: &Secret| token_entry(id, secret, Role::Admin, &[id.to_owned()]).unwrap();
    let file = File::new(&[tenant("flooder", &flooder), tenant("polite", &polite)]);
    let server = file.harness(&["--max-concurrent-requests", "8"]).await;
    let mut open = Vec::new();
    let refused = loop {
        match server.stream(with(&flooder, "stubborn")).await {
            Ok(mut stream) => {
                assert!(soon(stream.message()).await.unwrap().is_some());
                open.push(stream);
            }
            Err(status) => break status,
        }
    };
    assert_eq!(told_by(&refused), (Code::ResourceExhausted, "OVERLOADED".into(), None));
    assert!(refused.get_error_details().retry_info().is_some());
    assert_eq!(open.len(), 6, "of 8");
    for _ in 0..50 {
        assert!(server.say(with(&flooder, "x")).await.is_err());
        assert_eq!(server.say(with(&polite, "served")).await.unwrap().into_inner().text, "served");
    }
}
