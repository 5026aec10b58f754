use serde_json::{Value, json};

use super::harness::{SAMPLES, Up, files, path, run, run_with, sample_text, stands};

/// Articles go in, and what they say comes out, proven; the services end when they are told to.
#[test]
fn from_articles_to_answers() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    let ingested = up.run(&["ingest", SAMPLES]);
    assert_eq!((ingested.code, ingested.err.as_str()), (0, ""), "{}", ingested.out);
    assert!(
        ingested.out.starts_with("6 accepted (6 new, 0 revised, 0 unchanged), 0 refused"),
        "{}",
        ingested.out
    );
    let cursor = ingested.out.lines().find_map(|line| line.strip_prefix("cursor ")).unwrap();

    let asked = up.run(&[
        "ask",
        "Quelle part d'Élium Velnor prévoit-il de prendre ?",
        "--output",
        "json",
        "--cursor",
        cursor,
    ]);
    assert_eq!(asked.code, 0, "{}", asked.err);
    let answer = &asked.json()[0];
    assert_eq!((&answer["answered"], &answer["share"]), (&json!(true), &json!({"maximum": 20})), "{answer}");
    for citation in answer["citations"].as_array().unwrap() {
        let text = sample_text(citation["article"].as_str().unwrap());
        assert!(stands(&text, &citation["start"], &citation["end"], &citation["quote"]), "{citation}");
    }

    let listed = up.run(&["events", "stakes", "--entity", "velnor", "--output", "json", "--cursor", cursor]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert!(!listed.json().is_empty());
    for found in listed.json() {
        assert!(found["event"]["stake"].to_string().contains("Velnor"), "{found}");
    }
    let table = up.run(&["events", "stakes", "--limit", "1"]);
    assert!(table.out.starts_with("HOLDERS"), "{}", table.out);
    assert!(table.err.contains("--limit"), "{}", table.err);

    let found = up.run(&["search", "carellis", "velnor", "--output", "json", "--cursor", cursor]);
    assert_eq!((found.code, found.err.as_str()), (0, ""), "{}", found.out);
    assert!(!found.json().is_empty());
    for hit in found.json() {
        let text = sample_text(hit["article"]["articleId"].as_str().unwrap());
        let offset = |span: &Value, name: &str| span[name].as_str().unwrap_or("0").parse::<u64>().unwrap();
        let place = |span: &Value| (json!(offset(span, "start")), json!(offset(span, "end")));
        let (start, end) = place(&hit["span"]);
        assert!(stands(&text, &start, &end, &hit["text"]), "{hit}");
        assert!(!hit["highlights"].as_array().unwrap().is_empty(), "{hit}");
    }
    let table = up.run(&["search", "\"velnor\"", "--scope", "articles", "--language", "fr"]);
    assert!(table.out.starts_with("PUBLISHED") && table.out.contains("\n    > "), "{}", table.out);
    assert!(!table.out.contains('\u{1b}'), "{}", table.out);
    let refused = up.run(&["search", "--", "-velnor"]);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(refused.err.contains("query: only excludes"), "{}", refused.err);

    let again = up.run(&["ingest", SAMPLES]);
    assert!(again.out.starts_with("6 accepted (0 new, 0 revised, 6 unchanged)"), "{}", again.out);
    assert_eq!(up.end("INT"), 0);
}

#[test]
fn questions_of_a_file_are_answered_in_order() {
    let questions = "{\"id\": \"q1\", \"language\": \"en\", \"question\": \"Who owns Nobody?\"}\nnonsense\n\
        {\"id\": \"q2\", \"language\": \"xx\", \"question\": \"Who owns Nobody?\"}\n\
        {\"id\": \"q3\", \"language\": \"fr\", \"question\": \"À qui appartient Personne ?\"}\n";
    let directory = files(&[("questions.jsonl", questions.as_bytes())]);
    let up = Up::start(&directory.path().join("data"));
    let file = path(&directory, "questions.jsonl");
    let ran = up.run(&["ask", "--file", &file, "--output", "json"]);
    assert_eq!(ran.code, 1);
    let answers = ran.json();
    assert_eq!(
        answers.iter().map(|answer| answer["id"].clone()).collect::<Vec<_>>(),
        [json!("q1"), json!("q3")]
    );
    assert!(
        answers.iter().all(|answer| answer["answered"] == json!(false) && answer["citations"] == json!([]))
    );
    let complaints: Vec<&str> = ran.err.lines().collect();
    assert!(complaints[0].starts_with(&format!("entente: {file}:2: column ")), "{}", ran.err);
    assert!(complaints[1].starts_with(&format!("entente: {file}:3: language: ")), "{}", ran.err);
    assert_eq!(complaints.len(), 2);
}

/// Lines on standard input are questions of one conversation; what is refused is named, and the rest goes on.
#[test]
fn questions_come_one_after_the_other() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    let ingested = up.run(&["ingest", SAMPLES]);
    let cursor = ingested.out.lines().find_map(|line| line.strip_prefix("cursor ")).unwrap();
    let lines = format!(
        "Who are the partners of Orbelis?\n\n{}\nQuelle part d'Élium Velnor prévoit-il de prendre ?",
        "x".repeat(3000)
    );
    let asked = run_with(["ask", "--plan", "--query-address", &up.query, "--cursor", cursor], &lines);
    assert_eq!(asked.code, 1, "{}", asked.err);
    assert!(asked.err.contains("question: has 3000 bytes"), "{}", asked.err);
    let answers: Vec<&str> = asked.out.lines().filter(|line| !line.starts_with("    ")).collect();
    assert_eq!(answers[0], "  partners(of: Orbelis)", "{}", asked.out);
    assert!(answers[1].contains("Medivance") && answers[3].contains("20 %"), "{}", asked.out);
    assert_eq!(answers.len(), 4, "{}", asked.out);

    let json = run_with(["ask", "--output", "json", "--query-address", &up.query], &lines);
    let answers = json.json();
    assert_eq!((answers.len(), &answers[0]["plan"]), (2, &json!("partners(of: Orbelis)")));
    let none = run_with(["ask", "--query-address", &up.query], "");
    assert_eq!((none.code, none.out.as_str()), (0, ""));
}

#[test]
fn refused_articles_are_named_with_their_field() {
    let articles = "{\"id\": \"empty\", \"text\": \" \"}\n{\"id\": \"a b\", \"text\": \"One.\"}\n\
        {\"id\": \"late\", \"text\": \"Two.\", \"published\": \"2999-01-01\"}\nnonsense\n{\"id\": \"good\", \"text\": \"Three.\"}\n";
    let directory = files(&[("articles.jsonl", articles.as_bytes())]);
    let up = Up::start(&directory.path().join("data"));
    let file = path(&directory, "articles.jsonl");
    let ran = up.run(&["ingest", &file]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("1 accepted (1 new, 0 revised, 0 unchanged), 4 refused"), "{}", ran.out);
    let complaints: Vec<&str> = ran.err.lines().collect();
    for (complaint, field) in complaints.iter().zip([
        ":1: article.body: is empty (FIELD_INVALID)",
        ":2: article.article_id: ",
        ":3: article.publish_time: ",
        ":4: column 2: ",
    ]) {
        assert!(complaint.starts_with(&format!("entente: {file}{field}")), "{complaint}");
    }
}

#[test]
fn events_made_elsewhere_go_in_with_their_articles() {
    let text = "Énéa détient 15% de Boréal.";
    let articles = json!({"id": "a", "text": text, "language": "fr"}).to_string()
        + "\n"
        + &json!({"id": "b", "text": "Autre chose."}).to_string();
    let event = |quote: &str| {
        json!({"type": "STAKE", "holders": ["Énéa"], "target": "Boréal", "seller": null, "action": "HOLD",
            "status": "HELD", "share": {"exact": 15}, "interest": "SHAREHOLDING", "amount": null,
            "polarity": "POSITIVE", "certainty": "CERTAIN", "source": {"kind": "AUTHOR"}, "time": null,
            "expected": null, "evidence": [quote]})
    };
    let line = |id: &str, quote: &str| {
        json!({"id": id, "entities": {"Énéa": ["Énéa"], "Boréal": ["Boréal"]}, "events": [event(quote)]})
            .to_string()
            + "\n"
    };
    let events = line("a", "Énéa détient 15% de Boréal") + &line("b", "Énéa détient tout") + &line("c", "x");
    let directory = files(&[("articles.jsonl", articles.as_bytes()), ("events.jsonl", events.as_bytes())]);
    let up = Up::start(&directory.path().join("data"));
    let (articles, events) = (path(&directory, "articles.jsonl"), path(&directory, "events.jsonl"));
    let ran =
        up.run(&["ingest", &articles, "--events", &events, "--extractor", "annotators", "--skip-extraction"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.starts_with("1 accepted (1 new, 0 revised, 0 unchanged), 2 refused, 1 events"),
        "{}",
        ran.out
    );
    let complaints: Vec<&str> = ran.err.lines().collect();
    assert_eq!(
        complaints,
        [
            format!(
                "entente: {articles}:2: events[0].evidence[0]: \"Énéa détient tout\" does not stand in the text"
            ),
            format!("entente: {events}: no article has the id \"c\""),
        ]
    );
    let cursor = ran.out.lines().find_map(|line| line.strip_prefix("cursor ")).unwrap();
    let listed = up.run(&["events", "stakes", "--entity", "Boréal", "--output", "json", "--cursor", cursor]);
    let found = &listed.json()[0]["event"];
    assert_eq!(found["extractor"]["name"], json!("annotators"));
    assert_eq!(found["stake"]["share"], json!({"exact": 15.0}));
}

#[test]
fn a_directory_has_one_owner() {
    let directory = tempfile::tempdir().unwrap();
    let up = Up::start(directory.path());
    let data_dir = directory.path().to_string_lossy().into_owned();
    let any = "127.0.0.1:0";
    let other = run(["up", "--data-dir", &data_dir, "--ingest-listen", any, "--query-listen", any]);
    assert_eq!((other.code, other.out.as_str()), (5, ""), "{}", other.err);
    assert!(other.err.contains(&data_dir), "{}", other.err);
    assert_eq!(up.end("TERM"), 0);
}
