//! Measures the answers on annotated articles and questions, where they lie beside the project; nothing of them is part of
//! it. The folder is `../shared/eval` of the workspace, or what `ENTENTE_EVAL` names.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]
#![expect(clippy::print_stdout, reason = "the score is for whoever runs the test")]

mod gold;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use entente_answer::{Answer, Answerer};
use entente_model::{Language, Tenant, Timex};
use gold::Gold;
use serde_json::{Value, json};

fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval");
    let folder = std::env::var_os("ENTENTE_EVAL").map_or(beside, PathBuf::from);
    folder.join("dev/questions.jsonl").exists().then_some(folder)
}

/// Answers the questions from the gold events, and scores the answers.
fn score(folder: &Path, articles: &str, questions: &str) -> Value {
    let gold = Gold::read(&folder.join("dev").join(articles), &folder.join("dev/texts"));
    let path = folder.join("dev").join(questions);
    let mut lines = String::new();
    for line in fs::read_to_string(&path).unwrap().lines() {
        let question: Value = serde_json::from_str(line).unwrap();
        let language = Language::new(question["language"].as_str().unwrap()).unwrap();
        let text = question["question"].as_str().unwrap();
        // The language is to be found out: a person who asks does not tell it.
        let answer = Answerer::builtin().answer(&gold, &Tenant::default(), text, None).unwrap();
        assert_eq!(answer.language, language, "{text}");
        lines += &printed(&question["id"], &answer, &gold).to_string();
        lines.push('\n');
    }
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(questions);
    fs::write(&out, lines).unwrap();
    let script = folder.join("score_questions.py");
    let run = |extra: &[&str]| {
        let mut command = Command::new("python3");
        command.arg(&script).arg(&path).arg(&out).arg("--texts").arg(folder.join("dev/texts")).args(extra);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    println!("{}", run(&["--errors", "99"]));
    serde_json::from_str(&run(&["--json"])).unwrap()
}

/// What the command line prints: offsets count code points.
fn printed(id: &Value, answer: &Answer, gold: &Gold) -> Value {
    let plan = answer.plan.as_ref().map(ToString::to_string);
    let Ok(proven) = &answer.outcome else {
        return json!({"id": id, "answered": false, "text": answer.text, "plan": plan});
    };
    let share = proven.share.map(|share| {
        let mut parts = serde_json::Map::new();
        for (key, percent) in
            [("exact", share.exact()), ("minimum", share.minimum()), ("maximum", share.maximum())]
        {
            parts.extend(percent.map(|percent| (key.to_owned(), json!(percent.value()))));
        }
        parts
    });
    let citations: Vec<Value> = proven
        .citations
        .iter()
        .map(|citation| {
            let text = gold.text(citation.article.id.as_str());
            let points = |at: usize| text[..at].chars().count();
            let span = citation.evidence.span;
            json!({"article": citation.article.id.as_str(), "start": points(span.start), "end": points(span.end),
                   "quote": citation.evidence.quote})
        })
        .collect();
    json!({
        "id": id, "answered": true, "text": answer.text, "plan": plan, "entities": proven.entities, "share": share,
        "amount": proven.amount.map(|a| json!({"value": a.value, "currency": a.currency.as_str()})),
        "verdict": proven.verdict, "time": proven.time.as_ref().map(Timex::as_str), "citations": citations,
    })
}

#[test]
fn questions_on_annotated_articles() {
    let Some(folder) = folder() else {
        println!("skipped: no annotated articles beside the workspace");
        return;
    };
    let seed = score(&folder, "seed.jsonl", "seed-questions.jsonl");
    assert_eq!(seed["score"], json!(1.0), "{seed}");
    assert_eq!(seed["declined"], seed["to_decline"], "{seed}");
    let all = score(&folder, "gold.jsonl", "questions.jsonl");
    assert!(all["score"].as_f64().unwrap() >= 0.60, "{all}");
    assert!(all["wrong_rate"].as_f64().unwrap() <= 0.02, "{all}");
    assert_eq!(all["declined"], all["to_decline"], "{all}");
}
