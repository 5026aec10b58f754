use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::harness::{files, path, run};

const FIRST: &str = "Norvane a signé un partenariat avec Caldora. Norvane détient 15% de Merzac.";
const SECOND: &str = "Norvane detains nobody. Norvane owns 12% of Caldora.";

/// A stake as an annotator writes it, with these fields changed.
fn stake(change: &Value) -> Value {
    let mut stake = json!({
        "type": "STAKE", "holders": ["Norvane"], "target": "Merzac", "action": "HOLD", "status": "HELD",
        "share": {"exact": 15}, "polarity": "POSITIVE", "certainty": "CERTAIN", "source": {"kind": "AUTHOR"},
        "time": null, "expected": null, "evidence": ["Norvane détient 15% de Merzac"],
    });
    for (key, value) in change.as_object().unwrap() {
        stake[key] = value.clone();
    }
    stake
}

fn article(id: &str, language: &str, events: &[Value]) -> String {
    let entities = json!({"Norvane": ["Norvane"], "Merzac": ["Merzac"], "Caldora": []});
    let (published, events) = ("2024-05-31", json!(events));
    json!({"id": id, "language": language, "published": published, "entities": entities, "events": events})
        .to_string()
}

/// Two texts and this gold of them.
fn annotated(gold: &str) -> TempDir {
    files(&[
        ("first.txt", FIRST.as_bytes()),
        ("second.txt", SECOND.as_bytes()),
        ("third.txt", FIRST.as_bytes()),
        ("gold.jsonl", gold.as_bytes()),
    ])
}

fn eval(directory: &TempDir, more: &[&str]) -> super::harness::Ran {
    let (gold, texts) = (path(directory, "gold.jsonl"), path(directory, "."));
    run(["eval", &gold, "--texts", &texts].iter().chain(more))
}

#[test]
fn what_is_read_is_scored_against_the_gold() {
    let other = stake(&json!({"target": "Merzac", "evidence": ["Norvane owns 12% of Caldora"]}));
    let gold = [article("first", "fr", &[stake(&json!({}))]), article("second", "en", &[other])].join("\n");
    let directory = annotated(&gold);
    let ran = eval(&directory, &["--output", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let told = &ran.json()[0];
    assert_eq!(
        told["STAKE"],
        json!({"precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2.0, "predicted": 2.0})
    );
    assert_eq!(told["PARTNERSHIP"]["predicted"], json!(1.0));
    assert_eq!(told["fields"]["STAKE.share"], json!({"accuracy": 1.0, "n": 1}));
    assert_eq!(told["fields"]["STAKE.status"], json!({"accuracy": 1.0, "n": 1, "macro": 1.0}));
    assert_eq!((&told["overclaim"], &told["spans"]), (&json!(0.0), &json!(1.0)));
    assert!(told["calibration"]["STAKE"]["error"].is_number(), "{told}");

    let french = &eval(&directory, &["--output", "json", "--language", "fr"]).json()[0];
    assert_eq!((&french["articles"], &french["STAKE"]["f1"]), (&json!(1), &json!(1.0)));
    let second = &eval(&directory, &["--output", "json", "--prefix", "sec"]).json()[0];
    assert_eq!((&second["articles"], &second["STAKE"]["f1"]), (&json!(1), &json!(0.0)));
}

#[test]
fn rules_and_errors_are_told() {
    let directory = annotated(&article("first", "fr", &[stake(&json!({"target": "Caldora"}))]));
    let ran = eval(&directory, &["--by-rule", "--errors", "1"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in [
        "STAKE        P 0.000  R 0.000  F1 0.000  gold    1.0  predicted    1.0",
        "STAKE missed (1 events, 1.0 as scored)",
        "  first: Norvane holds 15% of Caldora [certain]",
        "    > Norvane détient 15% de Merzac",
        "STAKE invented by stake.hold (1 events, 1.0 as scored)",
    ] {
        assert!(ran.out.lines().any(|told| told == line), "no {line:?} in {}", ran.out);
    }
    let told = &eval(&directory, &["--by-rule", "--output", "json"]).json()[0];
    let rules = told["rules"].as_array().unwrap();
    let hold = rules.iter().find(|rule| rule["rule"] == "stake.hold").unwrap();
    assert_eq!((&hold["events"], &hold["right"], &hold["precision"]), (&json!(1), &json!(0.0), &json!(0.0)));
    let silent = rules.iter().find(|rule| rule["rule"] == "strategy.cut").unwrap();
    assert_eq!((&silent["events"], &silent["precision"]), (&json!(0), &Value::Null));
}

#[test]
fn what_another_program_read_is_scored_too() {
    let mut optional = stake(&json!({"target": "Caldora"}));
    optional["optional"] = json!(true);
    let directory = annotated(&article("first", "fr", &[stake(&json!({})), optional]));
    let told = [
        stake(&json!({"share": {"exact": 20}})),
        stake(&json!({"target": "Caldora", "evidence": ["Norvane détient Caldora"]})),
        stake(&json!({"target": "Ilvara", "evidence": [{"start": 0, "end": 7, "text": "Norvane"}]})),
    ];
    fs::write(path(&directory, "told.jsonl"), article("first", "fr", &told)).unwrap();
    let ran = eval(&directory, &["--output", "json", "--predicted", &path(&directory, "told.jsonl")]);
    let scored = &ran.json()[0];
    // The optional one counts neither way.
    assert_eq!(
        scored["STAKE"],
        json!({"precision": 0.5, "recall": 1.0, "f1": 0.667, "gold": 1.0, "predicted": 2.0})
    );
    assert_eq!(scored["fields"]["STAKE.share"]["accuracy"], json!(0.0));
    assert_eq!(scored["spans"], json!(0.6667));

    fs::write(path(&directory, "none.jsonl"), "").unwrap();
    let none =
        &eval(&directory, &["--output", "json", "--predicted", &path(&directory, "none.jsonl")]).json()[0];
    assert_eq!(
        (&none["unanswered"], &none["all"]["f1"], &none["spans"]),
        (&json!(1), &json!(0.0), &Value::Null)
    );
}

#[test]
fn confidences_are_fitted_and_written() {
    let directory = annotated(&article("first", "fr", &[stake(&json!({}))]));
    let ran = eval(&directory, &["--output", "json"]);
    let types = &ran.json()[0]["calibrated"]["types"];
    assert!(types["STAKE"]["cross_validated"]["error"].is_number(), "{types}");
    let data = path(&directory, "data");
    let refused = eval(&directory, &["--calibrate", &data]);
    let told = format!("entente: --calibrate is {data}: it must have a folder fr of language data\n");
    assert_eq!((refused.code, refused.err), (2, told));
    fs::create_dir_all(Path::new(&data).join("fr")).unwrap();
    let ran = eval(&directory, &["--calibrate", &data]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let written = fs::read_to_string(Path::new(&data).join("fr/calibration.toml")).unwrap();
    assert!(written.contains("\n[STAKE.rules]\n\"stake.hold\" = "), "{written}");
    let told = &eval(&directory, &["--predicted", &path(&directory, "gold.jsonl"), "--calibrate", &data]);
    assert_eq!(told.code, 2);
}

#[test]
fn gold_that_can_t_be_used_is_named_by_line_field_and_value() {
    let wrong = [
        article("first", "fr", &[stake(&json!({"status": "OWNED"}))]),
        article("second", "en", &[stake(&json!({}))]),
        article("nowhere", "fr", &[]),
        "{\"id\": \"a\", \"entities\": {}, \"events\": [{\"type\": 3}]}".to_owned(),
        "{\"id\": \"a\", \"language\": \"french\", \"events\": []}".to_owned(),
        "{\"id\": \"a\", \"published\": \"soon\", \"events\": []}".to_owned(),
        "{\"id\": \"a\", \"events\": [], \"entities\": {\"A\": \"A\"}}".to_owned(),
        "{\"id\": \"../first\", \"events\": []}".to_owned(),
        article("first", "fr", &[]),
        article("third", "fr", &[stake(&json!({"seller": "Ilvara"}))]),
    ];
    let directory = annotated(&wrong.join("\n"));
    let ran = eval(&directory, &["--output", "json"]);
    assert_eq!((ran.code, &ran.json()[0]["refused"], &ran.json()[0]["articles"]), (1, &json!(10), &json!(0)));
    let gold = path(&directory, "gold.jsonl");
    for (line, told) in [
        (1, "events[0].status: unknown stake status \"OWNED\""),
        (2, "events[0].evidence[0]: \"Norvane détient 15% de Merzac\" does not stand in the text"),
        (3, "nowhere.txt: No such file"),
        (4, "events[0].type: invalid type: integer `3`, expected a string"),
        (5, "language \"french\" is not a two-letter"),
        (6, "published: \"soon\" is no date"),
        (7, "entities.A: invalid type: string \"A\""),
        (8, "id: \"../first\" is no name of a file"),
        (10, "events[0].seller: \"Ilvara\" is no key of `entities`"),
        (9, "id: \"first\" is there twice"),
    ] {
        let start = format!("entente: {gold}:{line}: ");
        let complaint = ran.err.lines().find(|complaint| complaint.starts_with(&start));
        assert!(complaint.is_some_and(|complaint| complaint.contains(told)), "{line} {told}: {}", ran.err);
    }
}

/// The articles with gold beside the checkout; none where they are not at hand.
fn others() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval");
    folder.is_dir().then_some(folder)
}

/// Farthest apart that two bootstraps of the same articles with different generators may lie.
const CHANCE: f64 = 0.015;

/// That both say the same of these predictions.
fn same_figures(folder: &Path, gold: &Path, predicted: &str, more: &[&str]) {
    let texts = folder.join("dev/texts").to_string_lossy().into_owned();
    let gold = gold.to_string_lossy().into_owned();
    let script = folder.join("score.py");
    let mut python = Command::new("python3");
    python.arg(script).args([&gold, predicted, "--texts", &texts, "--json"]).args(more);
    let python = python.output().unwrap();
    assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
    let theirs: Value = serde_json::from_slice(&python.stdout).unwrap();
    let arguments = ["eval", &gold, "--texts", &texts, "--predicted", predicted, "--output", "json"];
    let ran = run(arguments.iter().chain(more));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ours = &ran.json()[0];
    for (key, value) in theirs.as_object().unwrap() {
        let (mut value, mut our) = (value.clone(), ours[key].clone());
        if key == "all" {
            let bounds = |row: &mut Value| row.as_object_mut().unwrap().remove("f1_95").unwrap();
            let (theirs, ours) = (bounds(&mut value), bounds(&mut our));
            for side in [0, 1] {
                let apart = (theirs[side].as_f64().unwrap() - ours[side].as_f64().unwrap()).abs();
                assert!(apart <= CHANCE, "{theirs} {ours}");
            }
        }
        assert_eq!(our, value, "{key} of {predicted} {more:?}");
    }
}

#[test]
fn confidences_mean_what_they_say() {
    let Some(folder) = others() else {
        println!("there is no gold of others beside this checkout: nothing to fit to");
        return;
    };
    let [gold, more, texts] =
        ["gold.jsonl", "more.jsonl", "texts"].map(|name| folder.join("dev").join(name).display().to_string());
    let told = &run(["eval", &gold, &more, "--texts", &texts, "--output", "json"]).json()[0];
    let all = &told["calibrated"]["types"]["all"];
    let error = |of: &str| all[of]["error"].as_f64().unwrap();
    // As of the articles that a fit has not seen: five in a hundred apart at most.
    assert!(error("cross_validated") <= 0.05 && error("cross_validated") <= error("written") + 0.01, "{all}");
}

#[test]
fn the_figures_are_those_of_the_reference_script() {
    let Some(folder) = others() else {
        println!("there is no gold of others beside this checkout: nothing to compare");
        return;
    };
    let directory = files(&[]);
    for name in ["gold.jsonl", "more.jsonl"] {
        let gold = folder.join("dev").join(name);
        let lines: Vec<Value> = fs::read_to_string(&gold)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        // What is read, as `parse` prints it.
        let texts = folder.join("dev/texts");
        let articles = lines.iter().map(|line| {
            let text =
                fs::read_to_string(texts.join(format!("{}.txt", line["id"].as_str().unwrap()))).unwrap();
            json!({"id": line["id"], "text": text, "language": line["language"]}).to_string()
        });
        let (input, read) = (path(&directory, "articles.jsonl"), path(&directory, "read.jsonl"));
        fs::write(&input, articles.collect::<Vec<_>>().join("\n")).unwrap();
        fs::write(&read, run(["parse", "--output", "events", &input]).out).unwrap();
        same_figures(&folder, &gold, &read, &[]);
        same_figures(&folder, &gold, &read, &["--language", "fr"]);
        // The gold itself, damaged: quotes without places, other names, fewer entities, repetitions, other values.
        let damaged = lines.into_iter().enumerate().map(|(n, mut line)| {
            if n % 3 == 0 {
                line["entities"] = json!({});
            }
            let events = line["events"].as_array_mut().unwrap();
            for (m, event) in events.iter_mut().enumerate() {
                match (n + m) % 5 {
                    0 if event.get("certainty").is_some() => event["certainty"] = json!("POSSIBLE"),
                    1 if event.get("time").is_some() => event["time"] = json!("2031"),
                    2 if event.get("target").is_some() => event["target"] = json!("a plant"),
                    3 => event["evidence"] = json!(["not in the text at all"]),
                    4 if event.get("polarity").is_some() => event["polarity"] = json!("POSITIVE"),
                    _ => {}
                }
            }
            if let Some(first) = events.first().cloned() {
                events.push(first);
            }
            line.to_string()
        });
        let told = path(&directory, "damaged.jsonl");
        fs::write(&told, damaged.collect::<Vec<_>>().join("\n")).unwrap();
        same_figures(&folder, &gold, &told, &[]);
    }
}
