use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::harness::{SAMPLES, Up, entente, files, path, sample_text, stands};

/// What is believed after the sample articles, as each command tells it.
#[test]
fn facts_are_told_with_their_proof() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    let ingested = up.run(&["ingest", SAMPLES]);
    let cursor = ingested.out.lines().find_map(|line| line.strip_prefix("cursor ")).unwrap();

    let listed = up.run(&["list", "stakes", "--entity", "velnor", "--output", "json", "--cursor", cursor]);
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    let facts = listed.json();
    let share_of = |holder: &str| {
        let fact = facts.iter().find(|fact| fact["stake"]["holder"]["name"] == json!(holder)).unwrap();
        (fact["holding"]["share"].clone(), fact["pending"]["share"].clone())
    };
    assert_eq!(share_of("Carellis"), (json!({"exact": 43.4}), Value::Null));
    assert_eq!(share_of("Velnor"), (Value::Null, json!({"maximum": 20.0})));
    for fact in &facts {
        let text = sample_text(fact["lead"]["article"]["articleId"].as_str().unwrap());
        for evidence in fact["lead"]["evidence"].as_array().unwrap() {
            let (start, end) = (number(&evidence["span"]["start"]), number(&evidence["span"]["end"]));
            assert!(stands(&text, &start, &end, &evidence["quote"]), "{evidence}");
        }
    }

    let table = up.run(&["list", "stakes", "--entity", "Velnor", "--role", "target"]);
    assert!(table.out.starts_with("HOLDER"), "{}", table.out);
    assert!(table.out.contains("43.4%") && table.out.contains("> Carellis détient 43,4% de Velnor"));
    for kind in ["partnerships", "strategies", "statements"] {
        let table = up.run(&["list", kind]);
        assert!(table.code == 0 && table.out.lines().count() > 3, "{kind}: {}{}", table.out, table.err);
        assert!(table.out.lines().all(|line| line.chars().count() <= 100), "{}", table.out);
    }

    let id = facts[0]["factId"].as_str().unwrap();
    let fact = up.run(&["fact", id]);
    assert_eq!((fact.code, fact.err.as_str()), (0, ""));
    for heading in ["\nStages\n", "\nHow it came to be believed\n", "first told", "\nReports\n", "    > "] {
        assert!(fact.out.contains(heading), "{}", fact.out);
    }
    assert_eq!(up.run(&["fact", id, "--output", "json"]).json()[0]["fact"]["factId"], json!(id));

    let timeline = up.run(&["timeline", "Carellis", "Velnor"]);
    assert!(timeline.out.contains("  Carellis holds 43.4% of Velnor ["), "{}{}", timeline.out, timeline.err);
    let denied = up.run(&["timeline", "Nordhelm Air"]);
    assert!(denied.out.contains("NOT SO: Nordhelm Air plans to hold"), "{}", denied.out);

    let entity = up.run(&["entity", "velnor"]);
    assert!(
        entity.out.starts_with("Velnor") && entity.out.contains("\nNAME "),
        "{}{}",
        entity.out,
        entity.err
    );
    let nobody = up.run(&["entity", "Nobody At All"]);
    assert!(nobody.code == 2 && nobody.err.contains("no entity has this name"), "{}", nobody.err);

    assert_eq!(up.run(&["contradictions"]).out, "nothing is at odds\n");
    assert_eq!(up.end("INT"), 0);
}

/// Two reports that can't both be so are shown side by side.
#[test]
fn what_is_at_odds_is_told_with_both_sides() {
    let article = |id: &str, text: &str, day: &str| {
        json!({"id": id, "text": text, "language": "fr", "published": day}).to_string() + "\n"
    };
    let articles = article("a", "Le 3 mai 2024, Norvane détenait 20% de Caldora.", "2024-05-04")
        + &article("b", "Norvane va racheter Merzac, selon une source proche du dossier.", "2024-05-04")
        + &article("c", "Norvane a démenti vouloir racheter Merzac.", "2024-05-05");
    let directory = files(&[("articles.jsonl", articles.as_bytes())]);
    let up = Up::start(&directory.path().join("data"));
    let ingested = up.run(&["ingest", &path(&directory, "articles.jsonl")]);
    let cursor = ingested.out.lines().find_map(|line| line.strip_prefix("cursor ")).unwrap();
    let told = up.run(&["contradictions", "--entity", "Merzac", "--cursor", cursor]);
    assert_eq!(told.code, 0, "{}", told.err);
    for words in
        ["denied: ", "one side: ", "the other: denies: ", "> Norvane a démenti vouloir racheter Merzac"]
    {
        assert!(told.out.contains(words), "{}", told.out);
    }
    let disputed = up.run(&["list", "stakes", "--disputed", "--output", "json"]);
    assert_eq!(disputed.json().len(), 1, "{}", disputed.out);
    assert_eq!(up.end("TERM"), 0);
}

/// A watch prints what an article changes, and ends when it is told to.
#[test]
fn a_watch_tells_of_changes_until_it_is_interrupted() {
    let article = |id: &str, text: &str| {
        json!({"id": id, "text": text, "language": "fr", "published": "2024-05-04"}).to_string()
    };
    let (first, second) =
        (article("a", "Norvane détient 34% de Merzac."), article("b", "Norvane détient 12% de Caldora."));
    let directory = files(&[("a.jsonl", first.as_bytes()), ("b.jsonl", second.as_bytes())]);
    let up = Up::start(&directory.path().join("data"));
    let ingested = up.run(&["ingest", &path(&directory, "a.jsonl")]);
    let cursor = ingested.out.lines().find_map(|line| line.strip_prefix("cursor ")).unwrap();
    // What comes after the cursor is told however late the watch begins.
    let mut watch = entente(["watch", "--query-address", &up.query, "--output", "json", "--cursor", cursor])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    up.run(&["ingest", &path(&directory, "b.jsonl")]);
    let lines = BufReader::new(watch.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut steps = lines.map(|line| serde_json::from_str::<Value>(&line).unwrap());
    let changes = steps.find(|step| step["changes"].is_object()).unwrap();
    let revision = &changes["changes"]["revisions"][0];
    assert_eq!(revision["reason"], json!("REVISION_REASON_FIRST_TOLD"));
    assert_eq!(revision["fact"]["holding"]["share"], json!({"exact": 12.0}));
    assert!(Command::new("kill").args(["-s", "INT", &watch.id().to_string()]).status().unwrap().success());
    let ended = watch.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert!(String::from_utf8(ended.stderr).unwrap().contains("--cursor "));
}

/// 64-bit numbers are strings in the contract's JSON.
fn number(value: &Value) -> Value {
    value.as_str().map_or_else(|| json!(0), |digits| json!(digits.parse::<u64>().unwrap()))
}
