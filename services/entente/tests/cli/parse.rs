use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::json;

use super::harness::{SAMPLES, entente, files, path, run, run_with, sample_text, stands};

fn ids(ran: &super::harness::Ran) -> Vec<String> {
    ran.json().iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn events_are_proven_where_they_say() {
    let ran = run(["parse", "--output", "events", SAMPLES]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let mut proofs = 0;
    for article in ran.json() {
        let text = sample_text(article["id"].as_str().unwrap());
        for event in article["events"].as_array().unwrap() {
            for evidence in event["evidence"].as_array().unwrap() {
                assert!(stands(&text, &evidence["start"], &evidence["end"], &evidence["text"]), "{event}");
                proofs += 1;
            }
            for argument in event["arguments"].as_array().unwrap() {
                assert!(argument["end"].as_u64() <= Some(text.chars().count() as u64), "{event}");
            }
        }
    }
    assert!(proofs > 0);
    assert_eq!(run(["parse", "--output", "events", SAMPLES]).out, ran.out);
}

#[test]
fn the_contracts_json_counts_code_points_too() {
    let ran = run(["parse", "--output", "json", SAMPLES]);
    assert_eq!(ran.code, 0);
    let mut proofs = 0;
    for line in ran.json() {
        let text = sample_text(line["id"].as_str().unwrap());
        for evidence in line["reading"]["events"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|event| event["evidence"].as_array().into_iter().flatten())
        {
            // The proto3 mapping writes 64-bit numbers as strings and leaves out zero.
            let number = |value: &serde_json::Value| {
                json!(value.as_str().map_or(0, |text| text.parse::<u64>().unwrap()))
            };
            let (start, end) = (number(&evidence["span"]["start"]), number(&evidence["span"]["end"]));
            assert!(stands(&text, &start, &end, &evidence["quote"]), "{evidence}");
            proofs += 1;
        }
    }
    assert!(proofs > 0);
}

#[test]
fn text_is_for_people() {
    let ran = run(["parse", SAMPLES]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("velnor-elium (fr, "), "{}", ran.out);
    assert!(ran.out.contains("\n    > "), "{}", ran.out);
}

#[test]
fn a_text_file_is_one_text() {
    let text = "Un titre\n\nÉnéa a vu Boréal.\n";
    let directory = files(&[("enea-1.txt", text.as_bytes())]);
    let ran =
        run(["parse", "--output", "events", "--published", "2024-05-31", &path(&directory, "enea-1.txt")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let article = &ran.json()[0];
    assert_eq!((&article["id"], &article["published"]), (&json!("enea-1"), &json!("2024-05-31")));
}

#[test]
fn one_line_comes_out_for_each_article_in_order() {
    let articles: String = (0..500)
        .map(|n| {
            json!({"id": format!("a{n}"), "title": "T", "body": "Rien. ".repeat(n % 50)}).to_string() + "\n\n"
        })
        .collect();
    let directory = files(&[("one.jsonl", articles.as_bytes()), ("two.txt", b"Nothing.")]);
    let from_file =
        run(["parse", "--output", "events", &path(&directory, "one.jsonl"), &path(&directory, "two.txt")]);
    let mut expected: Vec<String> = (0..500).map(|n| format!("a{n}")).collect();
    let from_input = run_with(["parse", "--output", "events", "-"], &articles);
    assert_eq!(ids(&from_input), expected);
    expected.push("two".to_owned());
    assert_eq!(ids(&from_file), expected);
}

#[test]
fn what_can_t_be_read_is_named_and_the_rest_is_read() {
    let lines = b"{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": 3}\n{\"id\": \"b\", \"text\": \"Two.\", \"body\": \"\"}\n\xff\n\
        {\"id\": \"c\", \"text\": \"Three.\", \"published\": \"soon\"}\n{\"id\": \"d\", \"text\": \"Four.\"}";
    let directory = files(&[("l.jsonl", lines), ("latin.txt", b"\xe9t\xe9"), ("page.html", b"<p>")]);
    let at = |name| path(&directory, name);
    let (lines, latin, page, none) = (at("l.jsonl"), at("latin.txt"), at("page.html"), at("none.txt"));
    let ran = run(["parse", "--output", "events", &lines, &latin, &page, &none]);
    assert_eq!((ran.code, ids(&ran)), (1, vec!["a".to_owned(), "d".to_owned()]));
    let complaints: Vec<&str> = ran.err.lines().collect();
    let expected = [
        format!("entente: {lines}:2: column 8: id: invalid type: integer `3`, expected a string"),
        format!("entente: {lines}:3: has `text` beside `title` or `body`: one text, or both parts"),
        format!("entente: {lines}:4: is not UTF-8 at byte 0"),
        format!(
            "entente: {lines}:5: published: \"soon\" is no date such as 2024-05-31 or 2024-05-31T08:00:00+02:00"
        ),
        format!("entente: {latin}: is not UTF-8 at byte 0"),
        format!("entente: {page}: is neither a .txt nor a .jsonl file"),
        format!("entente: {none}: No such file or directory (os error 2)"),
    ];
    assert_eq!(complaints, expected);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let articles: String =
        (0..5000).map(|n| json!({"id": format!("a{n}"), "text": "Nothing."}).to_string() + "\n").collect();
    let directory = files(&[("many.jsonl", articles.as_bytes())]);
    let mut command = entente(["parse", "--output", "json", &path(&directory, "many.jsonl")]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with(r#"{"id":"a0""#), "{first}");
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}
