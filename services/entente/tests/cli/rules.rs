use serde_json::{Value, json};

use super::harness::{SAMPLES, run, sample_text};

#[test]
fn each_rule_is_counted_those_that_never_fire_too() {
    let told = &run(["rules", "--output", "json", SAMPLES]).json()[0];
    assert_eq!(told["articles"], json!({"en": 3, "fr": 3}));
    let events: u64 =
        told["rules"].as_array().unwrap().iter().map(|rule| rule["events"].as_u64().unwrap()).sum();
    let read = run(["parse", "--output", "events", SAMPLES]).json();
    let made: usize = read.iter().map(|article| article["events"].as_array().unwrap().len()).sum();
    assert_eq!(events, made as u64);
    let silent = told["rules"].as_array().unwrap().iter().filter(|rule| rule["events"] == 0).count();
    assert!(silent > 0, "{told}");
    let text = run(["rules", SAMPLES]).out;
    assert!(text.starts_with("articles: 3 en 3 fr\n"), "{text}");
    assert!(text.contains(&format!("  {silent} of ")), "{text}");
}

#[test]
fn a_sample_shows_events_where_they_stand() {
    let ran = run(["rules", "--sample", "2", "--output", "json", SAMPLES]);
    assert_eq!(ran.out, run(["rules", "--sample", "2", "--output", "json", SAMPLES]).out);
    let told = &ran.json()[0];
    let sample = told["sample"].as_array().unwrap();
    let of = |kind: &str| sample.iter().filter(|drawn| drawn["type"] == kind).count();
    assert_eq!(["PARTNERSHIP", "STAKE", "STRATEGY", "STATEMENT"].map(of), [2; 4]);
    for drawn in sample {
        let context = drawn["context"].as_str().unwrap();
        let quotes = drawn["evidence"].as_array().unwrap();
        assert!(quotes.iter().all(|quote: &Value| context.contains(quote.as_str().unwrap())), "{drawn}");
    }
    let text = run(["rules", "--sample", "1", SAMPLES]).out;
    let first = text.lines().find_map(|line| line.strip_prefix("1. PARTNERSHIP ")).unwrap();
    let [language, rule, "in", article] = first.split(' ').collect::<Vec<_>>()[..] else { panic!("{first}") };
    assert!(["en", "fr"].contains(&language) && rule.starts_with("partnership."), "{first}");
    assert!(!sample_text(article).is_empty());
}
