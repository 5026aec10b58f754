use std::net::TcpListener;

use super::harness::{SAMPLES, entente, run};

/// An address at which nothing listens: its port was free a moment ago.
fn nobody() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[test]
fn wrong_arguments_are_named() {
    for (arguments, named) in [
        (&["parse"][..], "<FILE>"),
        (&["parse", "--output", "yaml", "a.txt"], "--output"),
        (&["parse", "--published", "yesterday", "a.txt"], "\"yesterday\" is no date"),
        (&["ask", "Who?", "--now", "soon"], "--now"),
        (&["ask", "Who?", "--file", "questions.jsonl"], "--file"),
        (
            &["ask", "Who?", "--query-address", "two words"],
            "--query-address, ENTENTE_QUERY_ADDRESS is two words",
        ),
        (&["events", "rumours"], "rumours"),
        (&["events", "stakes", "--polarity", "MAYBE"], "NEGATIVE"),
        (&["events", "stakes", "--limit", "0"], "--limit"),
        (&["list", "stakes", "--status", "SIGNED"], "IN_FORCE"),
        (&["list", "stakes", "--role", "HOLDER"], "--entity"),
        (&["list", "partnerships", "--valid-at", "soon"], "--valid-at"),
        (&["list", "statements", "--known-at", "2024-05-31T08:00:00"], "--known-at"),
        (&["contradictions", "--kind", "OTHER"], "ABOVE_WHOLE"),
        (&["timeline"], "<ENTITY>"),
        (&["fact"], "<ID>"),
        (&["ingest", "a.txt", "--events", "e.jsonl"], "--extractor"),
        (&["up", "--max-page-size", "0"], "--max-page-size (ENTENTE_MAX_PAGE_SIZE) is 0"),
        (&["up", "--checkpoint-interval", "1ms"], "--checkpoint-interval"),
        (&["up", "--cursor-wait", "1h"], "--cursor-wait"),
        (&["demo", "--log", "loud=loud"], "--log (ENTENTE_LOG)"),
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(named), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn a_variable_that_sets_nothing_is_named() {
    let output = entente(["parse", SAMPLES]).env("ENTENTE_MAX_PAGES", "3").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("ENTENTE_MAX_PAGES sets nothing"));
}

#[test]
fn a_service_that_is_not_there_is_named() {
    let address = nobody();
    for arguments in [
        &["ask", "Who?", "--query-address", &address][..],
        &["events", "stakes", "--query-address", &address],
        &["list", "stakes", "--query-address", &address],
        &["watch", "--query-address", &address],
        &["ingest", SAMPLES, "--ingest-address", &address],
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(ran.err.contains(&format!("no service answers at {address} (--")), "{}", ran.err);
    }
}

#[test]
fn an_address_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let directory = tempfile::tempdir().unwrap();
    let data_dir = directory.path().to_string_lossy();
    let ran =
        run(["up", "--data-dir", &data_dir, "--ingest-listen", &address, "--query-listen", "127.0.0.1:0"]);
    assert_eq!(ran.code, 5, "{}", ran.err);
    assert!(ran.err.contains(&format!("cannot listen on {address}")), "{}", ran.err);
}

#[test]
fn help_tells_the_exit_codes() {
    let ran = run(["--help"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("Exit codes:"), "{}", ran.out);
}
