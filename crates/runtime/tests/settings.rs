//! Settings: what is refused before anything binds, and in which words.

#![expect(clippy::unwrap_used, reason = "what helpers of a test cannot do fails the test")]

use clap::{Args, Command, FromArgMatches};
use entente_runtime::{Bound, ListenArgs, RuntimeArgs, SecureArgs, config::refuse_unknown_variables};

fn command() -> Command {
    ListenArgs::augment_args(RuntimeArgs::augment_args(Command::new("test")))
}

/// The first complaint about `flags`, of clap or of the validation; empty if there is none.
fn complaint(flags: &[&str]) -> String {
    let matches = match command().try_get_matches_from(std::iter::once(&"test").chain(flags)) {
        Ok(matches) => matches,
        Err(error) => return error.to_string().lines().next().unwrap().to_owned(),
    };
    let args = RuntimeArgs::from_arg_matches(&matches).unwrap();
    args.validate().err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn defaults_are_valid() {
    assert_eq!(complaint(&[]), "");
    assert_eq!(complaint(&["--max-message-bytes", "64MiB", "--max-body-bytes", "64MiB"]), "");
    assert_eq!(complaint(&["--drain-bound", "0s", "--log", "debug,h2=warn", "--log-format", "json"]), "");
}

#[test]
fn bad_values_are_named_with_flag_and_variable() {
    for (flags, expected) in [
        (
            &["--max-message-bytes", "65MiB"][..],
            "--max-message-bytes (ENTENTE_MAX_MESSAGE_BYTES) is 68157440: expected 1024 to 67108864",
        ),
        (
            &["--max-body-bytes", "5MiB"],
            "--max-body-bytes (ENTENTE_MAX_BODY_BYTES) is 5242880: expected 1 to 4194304",
        ),
        (
            &["--max-concurrent-requests", "0"],
            "--max-concurrent-requests (ENTENTE_MAX_CONCURRENT_REQUESTS) is 0: expected 1 to 1000000",
        ),
        (&["--stream-buffer", "0"], "--stream-buffer (ENTENTE_STREAM_BUFFER) is 0: expected 1 to 65536"),
        (
            &["--max-page-size", "10001"],
            "--max-page-size (ENTENTE_MAX_PAGE_SIZE) is 10001: expected 1 to 10000",
        ),
        (
            &["--default-deadline", "6m"],
            "--default-deadline (ENTENTE_DEFAULT_DEADLINE) is 360s: expected 10ms to 300s",
        ),
        (&["--max-deadline", "0s"], "--max-deadline (ENTENTE_MAX_DEADLINE) is 0ns: expected 10ms to 3600s"),
        (&["--drain-bound", "11m"], "--drain-bound (ENTENTE_DRAIN_BOUND) is 660s: expected 0ns to 600s"),
        (
            &["--otlp-endpoint", "https://collector.test:4317"],
            "--otlp-endpoint (ENTENTE_OTLP_ENDPOINT) is https://collector.test:4317: expected the address of a collector without TLS, as in http://localhost:4317",
        ),
        (
            &["--otlp-endpoint", "localhost:4317"],
            "--otlp-endpoint (ENTENTE_OTLP_ENDPOINT) is localhost:4317: expected the address of a collector without TLS, as in http://localhost:4317",
        ),
        (
            &["--max-message-bytes", "4MB"],
            "error: invalid value '4MB' for '--max-message-bytes <SIZE>': unit \"MB\" is unknown: expected none, KiB or MiB",
        ),
        (
            &["--drain-bound", "10"],
            "error: invalid value '10' for '--drain-bound <DURATION>': unit \"\" is unknown: expected ms, s or m",
        ),
        (
            &["--listen", "localhost"],
            "error: invalid value 'localhost' for '--listen <ADDRESS:PORT>': invalid socket address syntax",
        ),
    ] {
        assert_eq!(complaint(flags), expected, "{flags:?}");
    }
    let filter = complaint(&["--log", "entente=loud"]);
    assert!(filter.starts_with("--log (ENTENTE_LOG) is entente=loud: "), "{filter}");
}

#[test]
fn every_flag_has_the_variable_of_its_name() {
    let command = command();
    let settings: Vec<_> = command.get_arguments().filter_map(|arg| Some((arg.get_long()?, arg))).collect();
    assert!(settings.len() >= 11);
    for (flag, arg) in settings {
        let variable = format!("ENTENTE_{}", flag.replace('-', "_").to_uppercase());
        assert_eq!(arg.get_env().and_then(|env| env.to_str()), Some(variable.as_str()), "--{flag}");
        assert!(arg.get_help().is_some(), "--{flag} has no help");
    }
}

#[test]
fn a_variable_that_sets_nothing_is_named() {
    let check = |name: &str| {
        let names = ["PATH", "ENTENTE_LISTEN", name].map(str::to_owned);
        let whole = Command::new("whole").subcommand(command());
        refuse_unknown_variables(&whole, names).err().map(|error| error.to_string())
    };
    assert_eq!(check("ENTENTE_MAX_PAGE_SIZE"), None);
    assert_eq!(check("HOME"), None);
    assert_eq!(
        check("ENTENTE_MAX_PAGESIZE").as_deref(),
        Some("environment variable ENTENTE_MAX_PAGESIZE sets nothing: no setting has that name")
    );
}

#[test]
fn the_services_default_address_gives_way() {
    let address = |flags: &[&str]| {
        let matches = command().try_get_matches_from(std::iter::once(&"test").chain(flags)).unwrap();
        ListenArgs::from_arg_matches(&matches).unwrap().address(([127, 0, 0, 1], 50051).into()).to_string()
    };
    assert_eq!(address(&[]), "127.0.0.1:50051");
    assert_eq!(address(&["--listen", "[::1]:0"]), "[::1]:0");
}

#[test]
fn files_are_checked_and_named_before_anything_listens() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, contents: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, contents).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (cert, key) = {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        (file("cert.pem", &made.cert.pem()), file("key.pem", &made.signing_key.serialize_pem()))
    };
    let other =
        file("other.pem", &rcgen::generate_simple_self_signed([]).unwrap().signing_key.serialize_pem());
    let empty = file("empty", "");
    let tokens = file("tokens.toml", "[[tokens]]\nname = 1\n");
    assert_eq!(complaint(&["--tls-cert", &cert, "--tls-key", &key, "--tls-client-ca", &cert]), "");
    for (flags, expected) in [
        (&["--tls-cert", &cert][..], "--tls-cert (ENTENTE_TLS_CERT) is "),
        (&["--tls-key", &key], "--tls-key (ENTENTE_TLS_KEY) is "),
        (&["--tls-client-ca", &cert], "--tls-client-ca (ENTENTE_TLS_CLIENT_CA) is "),
        (&["--tls-cert", &empty, "--tls-key", &key], "--tls-cert (ENTENTE_TLS_CERT) is "),
        (&["--tls-cert", &cert, "--tls-key", &empty], "--tls-key (ENTENTE_TLS_KEY) is "),
        (&["--tls-cert", &cert, "--tls-key", &other], "--tls-key (ENTENTE_TLS_KEY) is "),
        (
            &["--tls-cert", &cert, "--tls-key", "no/such"],
            "--tls-key (ENTENTE_TLS_KEY) is no/such: No such file",
        ),
        (
            &["--tls-cert", &cert, "--tls-key", &key, "--tls-client-ca", &empty],
            "--tls-client-ca (ENTENTE_TLS_CLIENT_CA) is ",
        ),
        (&["--tokens", &tokens], "line 2: unknown field `name`"),
        (&["--tokens", "no/such"], "--tokens (ENTENTE_TOKENS) is no/such: No such file"),
    ] {
        let complaint = complaint(flags);
        assert!(complaint.contains(expected), "{flags:?}: {complaint:?} has no {expected:?}");
    }
}

#[tokio::test]
async fn an_address_for_others_takes_tls_and_tokens_or_leave_by_name() {
    let secure = |tls: bool, tokens: bool, insecure_public: bool| SecureArgs {
        tls_cert: tls.then(|| "cert.pem".into()),
        tls_key: tls.then(|| "key.pem".into()),
        tls_client_ca: None,
        tokens: tokens.then(|| "tokens.toml".into()),
        insecure_public,
        audit_log: None,
    };
    let tls = "--tls-cert and --tls-key (ENTENTE_TLS_CERT, ENTENTE_TLS_KEY)";
    for (address, secure, missing) in [
        ("127.0.0.1:0", secure(false, false, false), None),
        ("[::1]:0", secure(false, false, false), None),
        ("0.0.0.0:0", secure(true, true, false), None),
        ("0.0.0.0:0", secure(false, false, true), None),
        ("0.0.0.0:0", secure(true, false, false), Some("--tokens (ENTENTE_TOKENS)".to_owned())),
        ("0.0.0.0:0", secure(false, true, false), Some(tls.to_owned())),
        ("[::]:0", secure(false, false, false), Some(format!("{tls} and --tokens (ENTENTE_TOKENS)"))),
    ] {
        let told = Bound::bind(address.parse().unwrap(), &secure).await.err().map(|error| error.to_string());
        let expected = missing.map(|missing| {
            format!(
                "{address} is reached by other machines: it needs {missing}; --insecure-public (ENTENTE_INSECURE_PUBLIC) does without"
            )
        });
        assert_eq!(told, expected, "{secure:?}");
    }
}
