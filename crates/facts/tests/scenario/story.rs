//! The articles of the scenario, in the order in which the log took them: `articles.jsonl`, each line in the events format with the time of its entry.

use entente_facts::{AcceptedArticle, ArticleChange, ArticleInfo, Moment};
use entente_model::{
    ArticleId, Assertion, Entity, Event, Evidence, Extractor, Interest, Partnership, Party, Share, Source,
    Span, Stake, Strategy, Tenant, Timex,
};
use serde_json::Value;

const ARTICLES: &str = include_str!("articles.jsonl");

/// The entries of the log.
pub(crate) fn entries() -> Vec<ArticleChange> {
    let lines = ARTICLES.lines().filter(|line| !line.is_empty());
    let entry = |(position, line): (u64, &str)| {
        let line: Value = serde_json::from_str(line).unwrap();
        let at = Moment { time: line["appended"].as_str().unwrap().parse().unwrap(), position };
        let (tenant, article) = (Tenant::default(), ArticleId::new(line["id"].as_str().unwrap()).unwrap());
        if line["retracted"] == true {
            return ArticleChange::Retracted { tenant, article, at };
        }
        ArticleChange::Accepted(Box::new(accepted(&line, tenant, article, at)))
    };
    (1..).zip(lines).map(entry).collect()
}

fn accepted(line: &Value, tenant: Tenant, id: ArticleId, appended: Moment) -> AcceptedArticle {
    let text = line["text"].as_str().unwrap().to_owned();
    let info = ArticleInfo {
        tenant,
        id,
        revision: line["revision"].as_u64().unwrap(),
        title: text.lines().next().unwrap().to_owned(),
        source: line["source"].as_str().unwrap().to_owned(),
        url: String::new(),
        published: Some(line["published"].as_str().unwrap().parse().unwrap()),
        appended,
        language: line["language"].as_str().unwrap().parse().ok(),
        text_sha256: String::new(),
    };
    let events: Vec<Event> =
        line["events"].as_array().unwrap().iter().map(|event| event_of(event, &text)).collect();
    let mut names: Vec<&str> =
        events.iter().flat_map(|event| event.assertion.parties()).filter_map(Party::name).collect();
    names.sort_unstable();
    names.dedup();
    let entities = names.into_iter().map(Entity::named).collect();
    AcceptedArticle { info, text, entities, events: (0..).zip(events).collect() }
}

fn event_of(event: &Value, text: &str) -> Event {
    let word = |field: &str| event[field].as_str().unwrap();
    let topic = event["topic"].as_str().map(str::to_owned);
    let assertion = match word("type") {
        "PARTNERSHIP" => Assertion::Partnership(Partnership {
            parties: strings(&event["parties"]).map(Party::from).collect(),
            excluded: vec![],
            kind: word("kind").parse().unwrap(),
            status: word("status").parse().unwrap(),
            topic,
            regions: vec![],
        }),
        "STAKE" => Assertion::Stake(Stake {
            holders: strings(&event["holders"]).map(Party::from).collect(),
            target: Party::from(word("target")),
            seller: None,
            action: word("action").parse().unwrap(),
            status: word("status").parse().unwrap(),
            share: share(&event["share"]),
            share_before: share(&event["share_before"]),
            share_change: None,
            interest: Interest::Shareholding,
            amount: None,
        }),
        _ => Assertion::Strategy(Strategy {
            actor: Party::from(word("actor")),
            action: word("action").parse().unwrap(),
            status: word("status").parse().unwrap(),
            topic,
            regions: vec![],
        }),
    };
    let evidence = strings(&event["evidence"]).map(|quote| {
        let start = text.find(quote).unwrap();
        Evidence { span: Span::new(start, start + quote.len()), quote: quote.to_owned() }
    });
    let source = &event["source"];
    Event {
        assertion,
        polarity: word("polarity").parse().unwrap(),
        certainty: word("certainty").parse().unwrap(),
        source: Source {
            name: source["name"].as_str().map(Party::from),
            ..Source::of(source["kind"].as_str().unwrap().parse().unwrap())
        },
        time: event["time"].as_str().map(|time| Timex::new(time).unwrap()),
        expected: None,
        evidence: evidence.collect(),
        arguments: vec![],
        confidence: 0.9,
        rule: String::new(),
        extractor: Extractor { name: "hand".to_owned(), version: "1".to_owned() },
    }
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn share(value: &Value) -> Option<Share> {
    value["exact"].as_f64().map(|exact| Share::new(Some(exact), None, None, false).unwrap())
}
