//! Both services and their clients over TLS and with tokens, as an operator sets them up.

use std::path::Path;
use std::process::{Command, Stdio};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use crate::harness::{Ran, SAMPLES, Up, entente, run};

/// An authority, and certificates of it for the services and for a client, in a folder.
fn certificates(folder: &Path) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("ca.pem", &authority.pem());
    for name in ["server", "client"] {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        write(&format!("{name}.pem"), &params.signed_by(&key, &authority).unwrap().pem());
        write(&format!("{name}.key"), &key.serialize_pem());
    }
}

/// A new token, as `NAME.token`, and its entry in `tokens.toml`.
fn token(folder: &Path, name: &str, role: &str, tenant: &str) -> String {
    let made = run(["token", "new", "--id", name, "--role", role, "--tenant", tenant]);
    assert_eq!(made.code, 0, "{made:?}");
    std::fs::write(folder.join(format!("{name}.token")), &made.out).unwrap();
    let tokens = folder.join("tokens.toml");
    let known = std::fs::read_to_string(&tokens).unwrap_or_default();
    std::fs::write(&tokens, known + &made.err).unwrap();
    made.out.trim().to_owned()
}

#[test]
fn articles_go_in_and_answers_come_out_over_mutual_tls_with_tokens_and_no_secret_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    certificates(folder.path());
    let secrets = [
        token(folder.path(), "desk", "writer", "acme"),
        token(folder.path(), "guest", "reader", "acme"),
        token(folder.path(), "other", "writer", "borealis"),
    ];
    let log = std::fs::File::create(path("log")).unwrap();
    let files = [
        ("--tls-cert", path("server.pem")),
        ("--tls-key", path("server.key")),
        ("--tls-client-ca", path("ca.pem")),
        ("--tokens", path("tokens.toml")),
        ("--audit-log", path("audit.jsonl")),
    ];
    let flags = files.iter().flat_map(|(flag, file)| [*flag, file.as_str()]).chain(["--log", "trace"]);
    let up = Up::start_logged(&folder.path().join("data"), &flags.collect::<Vec<_>>(), log.into());
    let client = |name: &str, arguments: &[&str]| -> Ran {
        let mut command: Command = entente(arguments);
        let at = |address: &str| format!("https://localhost:{}", address.rsplit(':').next().unwrap());
        command
            .env("ENTENTE_INGEST_ADDRESS", at(&up.ingest))
            .env("ENTENTE_QUERY_ADDRESS", at(&up.query))
            .env("ENTENTE_TLS_CA", path("ca.pem"))
            .env("ENTENTE_TLS_CERT", path("client.pem"))
            .env("ENTENTE_TLS_KEY", path("client.key"))
            .env("ENTENTE_TOKEN_FILE", path(&format!("{name}.token")));
        command.stdin(Stdio::null()).output().unwrap().into()
    };
    let brought = client("desk", &["ingest", SAMPLES]);
    assert_eq!(brought.code, 0, "{brought:?}");
    let cursor = brought.out.lines().find_map(|line| line.strip_prefix("cursor ")).unwrap().to_owned();
    let question = "Who are the partners of Orbelis?";
    let told = client("guest", &["ask", question, "--cursor", &cursor]);
    assert!(told.out.contains("Medivance"), "{told:?}");
    // A reader brings nothing, and another tenant sees nothing.
    let refused = client("guest", &["ingest", SAMPLES]);
    assert!(refused.code == 4 && refused.err.contains("ROLE_INSUFFICIENT"), "{refused:?}");
    let other = client("other", &["ask", question, "--cursor", &cursor]);
    assert!(!other.out.contains("Medivance"), "{other:?}");
    let named = client("other", &["ask", question, "--tenant", "acme"]);
    assert!(named.code == 4 && named.err.contains("TENANT_FORBIDDEN"), "{named:?}");
    assert_eq!(up.end("TERM"), 0);
    let [audit, logged] = ["audit.jsonl", "log"].map(|name| std::fs::read_to_string(path(name)).unwrap());
    let lines: Vec<serde_json::Value> =
        audit.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let has = |wanted: &[(&str, &str)]| {
        lines
            .iter()
            .any(|line| wanted.iter().all(|(pointer, value)| line.pointer(pointer) == Some(&(*value).into())))
    };
    let article =
        [("/event", "begun"), ("/token", "desk"), ("/certificate", "CN=client"), ("/tenant", "acme")];
    assert!(has(&[&article[..], &[("/about/article_id", "orbelis-medivance")]].concat()), "{audit}");
    assert!(has(&[("/event", "answered"), ("/token", "guest"), ("/about/question", question)]), "{audit}");
    assert!(has(&[("/token", "guest"), ("/code", "PermissionDenied")]), "{audit}");
    assert!(has(&[("/token", "other"), ("/tenant", "acme"), ("/code", "PermissionDenied")]), "{audit}");

    assert!(logged.contains("trace") || logged.contains("TRACE"), "everything is logged");
    let keys = ["server.key", "client.key"].map(|name| std::fs::read_to_string(path(name)).unwrap());
    let keys = keys.iter().map(|key| key.lines().nth(1).unwrap().to_owned());
    for secret in secrets.into_iter().chain(keys) {
        for (place, text) in [("log", &logged), ("audit log", &audit)] {
            assert!(!text.contains(&secret), "a secret stands in the {place}");
        }
        for ran in [&brought, &told, &refused, &other, &named] {
            assert!(!ran.out.contains(&secret) && !ran.err.contains(&secret), "{ran:?}");
        }
    }
}

#[test]
fn a_token_is_made_for_a_role_and_tenants() {
    let made = run(["token", "new", "--id", "desk", "--role", "writer", "--tenant", "acme", "--tenant", "b"]);
    assert!(made.out.starts_with("entente_") && made.out.trim().len() == 72, "{}", made.out);
    assert!(
        made.err.contains("tenants = [\"acme\", \"b\"]") && made.err.contains("role = \"writer\""),
        "{made:?}"
    );
    assert!(!made.err.contains(made.out.trim()), "the entry tells no secret");
    let refused = run(["token", "new", "--id", "two words", "--role", "writer", "--tenant", "acme"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
}

#[test]
fn an_address_for_others_is_refused_without_tls_and_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let refused =
        run(["up", "--ingest-listen", "0.0.0.0:0", "--query-listen", "127.0.0.1:0", "--data-dir", data]);
    assert_eq!(refused.code, 2, "{refused:?}");
    for told in ["0.0.0.0:0", "--tls-cert", "--tokens", "ENTENTE_TOKENS", "--insecure-public"] {
        assert!(refused.err.contains(told), "{told}: {refused:?}");
    }
}
