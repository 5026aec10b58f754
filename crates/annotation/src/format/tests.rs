use entente_model::{
    Argument, Assertion, Certainty, Entity, Event, Evidence, Extractor, Interest, Language, Money, Party,
    Polarity, Reading, Role, Share, Source, SourceKind, Span, Stake, StakeAction, StakeStatus, Statement,
    Timex,
};
use serde_json::{Value, json};

use super::*;

const TEXT: &str = "Énéa rachète 15 % de Boréal pour 2,5 milliards d'euros. « C'est une étape décisive pour nous », dit Énéa.";

fn extractor() -> Extractor {
    Extractor { name: "annotators".to_owned(), version: "2".to_owned() }
}

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn event(assertion: Assertion, words: &str) -> Event {
    Event {
        assertion,
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        source: Source { name: Some(Party::from("Énéa")), ..Source::of(SourceKind::Organization) },
        time: None,
        expected: None,
        evidence: vec![Evidence::cut(TEXT, span(words)).unwrap()],
        arguments: Vec::new(),
        confidence: 0.75,
        rule: "fr.example".to_owned(),
        extractor: extractor(),
    }
}

fn reading() -> Reading {
    let stake = Assertion::Stake(Stake {
        holders: vec![Party::from("Énéa")],
        target: Party::from("Boréal"),
        seller: None,
        action: StakeAction::Acquire,
        status: StakeStatus::Completed,
        share: Some(Share::new(Some(15.0), None, None, true).unwrap()),
        share_before: None,
        share_change: Some(Share::new(None, Some(2.5), None, false).unwrap()),
        interest: Interest::Shareholding,
        amount: Some(Money::new(2.5e9, entente_model::Currency::new("EUR").unwrap()).unwrap()),
    });
    let quote = "C'est une étape décisive pour nous";
    let statement = Statement { speakers: vec![Party::from("Énéa")], quote: quote.to_owned() };
    let mut stake = event(stake, "Énéa rachète 15 % de Boréal");
    stake.time = Some(Timex::new("2024-05").unwrap());
    stake.arguments.push(Argument {
        role: Role::Target,
        entity: Some(Party::from("Boréal")),
        text: "Boréal".to_owned(),
        span: span("Boréal"),
    });
    Reading {
        language: Some(Language::new("fr").unwrap()),
        entities: vec![
            Entity::named("Énéa"),
            Entity { forms: vec!["Boréal".to_owned(), "sa cible".to_owned()], ..Entity::named("Boréal") },
        ],
        events: vec![stake, event(Assertion::Statement(statement), quote)],
        diagnostics: Vec::new(),
    }
}

#[test]
fn a_line_has_every_field_and_no_other() {
    let line = line("a", None, TEXT, &reading()).unwrap();
    // Entities keep the order of the article, which a parsed value would not show.
    assert!(line.contains(r#""entities":{"Énéa":["Énéa"],"Boréal":["Boréal","sa cible"]}"#), "{line}");
    assert!(line.contains(r#""share":{"exact":15,"approximate":true}"#), "{line}");
    assert!(line.contains(r#""amount":{"value":2500000000,"currency":"EUR"}"#), "{line}");
    let value: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        value["events"][0],
        json!({
            "type": "STAKE", "holders": ["Énéa"], "target": "Boréal", "seller": null, "action": "ACQUIRE",
            "status": "COMPLETED", "share": {"exact": 15, "approximate": true}, "share_before": null,
            "share_change": {"minimum": 2.5}, "interest": "SHAREHOLDING",
            "amount": {"value": 2_500_000_000_u64, "currency": "EUR"},
            "polarity": "POSITIVE", "certainty": "CERTAIN", "source": {"kind": "ORGANIZATION", "name": "Énéa"},
            "time": "2024-05", "expected": null,
            "evidence": [{"start": 0, "end": 27, "text": "Énéa rachète 15 % de Boréal"}],
            "arguments": [{"role": "target", "entity": "Boréal", "text": "Boréal", "start": 21, "end": 27}],
            "confidence": 0.75, "rule": "fr.example",
        })
    );
    assert_eq!(
        value["events"][1],
        json!({
            "type": "STATEMENT", "speakers": ["Énéa"], "quote": "C'est une étape décisive pour nous",
            "source": {"kind": "ORGANIZATION", "name": "Énéa"},
            "evidence": [{"start": 58, "end": 92, "text": "C'est une étape décisive pour nous"}],
            "arguments": [], "confidence": 0.75, "rule": "fr.example",
        })
    );
}

#[test]
fn what_is_written_is_read_back() {
    let line = line("a", Some("2024-05-31"), TEXT, &reading()).unwrap();
    let annotation: Annotation = serde_json::from_str(&line).unwrap();
    let (events, entities) = annotation.in_text(TEXT, &extractor()).unwrap();
    assert_eq!(events, reading().events);
    assert_eq!(entities.iter().map(|entity| entity.forms.len()).collect::<Vec<_>>(), [2, 1]);
}

/// A partnership as an annotator writes it, with these fields changed.
fn annotated(change: Value) -> Result<Vec<Event>, String> {
    let mut fields = json!({
        "type": "PARTNERSHIP", "parties": ["Énéa", "?"], "kind": "GENERAL", "status": "SOUGHT", "topic": null,
        "regions": [], "polarity": "POSITIVE", "certainty": "POSSIBLE", "source": {"kind": "AUTHOR"}, "time": null,
        "expected": "XXXX-SU", "evidence": ["une étape décisive"],
    });
    let (Value::Object(fields), Value::Object(change)) = (&mut fields, change) else { panic!("two objects") };
    fields.extend(change);
    let line = json!({"id": "a", "language": "fr", "published": null, "entities": {}, "events": [fields]});
    let annotation: Annotation = serde_json::from_value(line).map_err(|error| error.to_string())?;
    Ok(annotation.in_text(TEXT, &extractor())?.0)
}

#[test]
fn quotes_are_found_in_the_text() {
    let events = annotated(json!({})).unwrap();
    assert_eq!(events[0].evidence[0].span.start, span("une étape").start);
    assert_eq!(events[0].extractor, extractor());
}

#[test]
fn what_is_wrong_is_named() {
    for (change, message) in [
        (
            json!({"evidence": ["une étape décisive", "un pas"]}),
            "events[0].evidence[1]: \"un pas\" does not stand",
        ),
        (json!({"evidence": [{"start": 0, "end": 999, "text": "x"}]}), "events[0].evidence[0]: offset 999"),
        (json!({"certainty": "SURE"}), "events[0].certainty: unknown certainty \"SURE\""),
        (json!({"status": null}), "events[0].status: is missing"),
        (json!({"time": "soon"}), "events[0].time: \"soon\" is not a TIMEX3 value"),
        (json!({"source": {"kind": "NOBODY"}}), "events[0].source.kind: unknown source kind"),
    ] {
        let error = annotated(change).unwrap_err();
        assert!(error.starts_with(message), "{error}");
    }
}
