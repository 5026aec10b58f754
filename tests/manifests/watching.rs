//! The dashboard and the alerts ask for what the services tell, by its names and labels.

use std::collections::{BTreeMap, BTreeSet};

use entente_runtime::monitor::{self, Kind, Metric};
use serde::Deserialize;
use serde_json::Value;

use crate::strict::document;
use crate::{read, services};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alerts {
    groups: Vec<Group>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    alert: String,
    expr: String,
    #[serde(rename = "for", default)]
    _patience: Option<String>,
    labels: BTreeMap<String, String>,
    annotations: BTreeMap<String, String>,
}

/// What Prometheus itself adds to each series.
const ADDED: [&str; 3] = ["job", "instance", "le"];

/// Each metric, by the names of its series.
fn told() -> BTreeMap<String, Metric> {
    let tables =
        [monitor::METRICS, entente_ingest::metrics::METRICS, entente_query::metrics::METRICS].concat();
    let up = Metric::gauge("up", &[], "Of Prometheus itself: 1 while a service answers.");
    let mut series = BTreeMap::from([("up".to_owned(), up)]);
    for metric in tables {
        let ends: &[&str] = match metric.kind {
            Kind::Histogram(_) => &["_bucket", "_sum", "_count"],
            Kind::Counter | Kind::Gauge => &[""],
        };
        series.extend(ends.iter().map(|end| (format!("{}{end}", metric.name), metric)));
    }
    series
}

/// The words of a query with what comes right after each; texts in quotation marks are left out.
fn words(query: &str) -> Vec<(String, char)> {
    let bare: String = query.split('"').step_by(2).collect();
    let mut words: Vec<(String, char)> = Vec::new();
    let mut word = String::new();
    for letter in bare.chars().chain([' ']) {
        if letter.is_ascii_alphanumeric() || "_$".contains(letter) {
            word.push(letter);
        } else if !word.is_empty() {
            words.push((std::mem::take(&mut word), letter));
        } else if let Some((_, after)) = words.last_mut().filter(|(_, after)| *after == ' ') {
            *after = letter;
        }
    }
    words
}

/// The metrics that a query asks for. Fails on words that are neither metrics, their labels, nor of the language.
fn asked(query: &str, told: &BTreeMap<String, Metric>) -> Result<BTreeSet<String>, String> {
    const LANGUAGE: [&str; 17] = [
        "sum",
        "min",
        "max",
        "count",
        "rate",
        "by",
        "and",
        "or",
        "unless",
        "on",
        "absent",
        "predict_linear",
        "histogram_quantile",
        "$__rate_interval",
        "increase",
        "time",
        "ignoring",
    ];
    let words = words(query);
    let metrics: BTreeSet<_> =
        words.iter().map(|(word, _)| word.clone()).filter(|word| told.contains_key(word)).collect();
    if metrics.is_empty() {
        return Err(format!("no metric in {query}"));
    }
    let labels: BTreeSet<&str> =
        metrics.iter().flat_map(|name| told[name].labels).copied().chain(ADDED).collect();
    for (word, after) in &words {
        let number = word.starts_with(|letter: char| letter.is_ascii_digit());
        let known =
            metrics.contains(word) || LANGUAGE.contains(&word.as_str()) || labels.contains(word.as_str());
        if !number && !known {
            return Err(format!("{word}{after}: neither a metric nor a label in {query}"));
        }
    }
    Ok(metrics)
}

fn rules() -> Vec<Rule> {
    let alerts: Alerts = document(&services().join("prometheus/alerts.yaml"));
    let [group] = <[Group; 1]>::try_from(alerts.groups).unwrap();
    assert_eq!(group.name, "entente");
    group.rules
}

#[test]
fn alerts_ask_for_what_is_told_and_tell_what_is_wrong() {
    let told = told();
    let page = read(&services().join("README.md"));
    let mut names = BTreeSet::new();
    for rule in rules() {
        asked(&rule.expr, &told).unwrap_or_else(|error| panic!("{}: {error}", rule.alert));
        assert!(rule.annotations["summary"].len() > 20, "{}", rule.alert);
        assert!(["critical", "warning"].contains(&rule.labels["severity"].as_str()), "{}", rule.alert);
        assert!(
            page.contains(&format!("| `{}` |", rule.alert)),
            "services/README.md does not tell of {}",
            rule.alert
        );
        assert!(names.insert(rule.alert.clone()), "{} stands twice", rule.alert);
    }
}

#[test]
fn the_dashboard_shows_all_that_is_told() {
    let told = told();
    let board: Value = serde_json::from_str(&read(&services().join("grafana/entente.json"))).unwrap();
    let mut shown = BTreeSet::new();
    let mut places = BTreeSet::new();
    for panel in board["panels"].as_array().unwrap() {
        let title = panel["title"].as_str().unwrap();
        let at = |key: &str| panel["gridPos"][key].as_u64().unwrap();
        assert!(at("x") + at("w") <= 24 && places.insert((at("x"), at("y"))), "{title} lies over another");
        if panel["type"] == "row" {
            continue;
        }
        assert!(!panel["description"].as_str().unwrap().is_empty(), "{title}");
        for target in panel["targets"].as_array().unwrap() {
            let query = target["expr"].as_str().unwrap();
            shown.extend(asked(query, &told).unwrap_or_else(|error| panic!("{title}: {error}")));
        }
    }
    // How long it has run, and how many threads there are, is of little use beside the rest.
    let left_out = ["process_start_time_seconds", "process_threads"];
    let missing = told
        .values()
        .map(|metric| metric.name)
        .filter(|name| !left_out.contains(name) && !shown.iter().any(|series| told[series].name == *name));
    assert_eq!(missing.collect::<BTreeSet<_>>(), BTreeSet::new(), "the dashboard does not show these");
}

#[test]
fn a_misspelt_metric_or_label_is_named() {
    let told = told();
    assert!(
        asked(
            r#"sum by (method, le) (rate(entente_rpc_calls_total{code!="OK",job="a b"}[5m])) > 1e9"#,
            &told
        )
        .is_ok()
    );
    for (query, named) in [
        ("rate(entente_rpc_calls[5m])", "no metric"),
        ("up + entente_shed", "entente_shed"),
        ("sum by (methods) (entente_rpc_calls_total)", "methods"),
        (r#"entente_rpc_calls_total{colour="red"}"#, "colour"),
        ("histogram_quantil(0.99, entente_rpc_duration_seconds_bucket)", "histogram_quantil"),
        ("rate(entente_rpc_duration_seconds[5m])", "no metric"),
    ] {
        let error = asked(query, &told).unwrap_err();
        assert!(error.contains(named), "{query}: {error}");
    }
}
