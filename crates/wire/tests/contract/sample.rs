//! Messages that are accepted as they are, for tests to spoil.

use entente_model::Language;
use entente_wire::article::Rules;
use entente_wire::submission::Submission;
use entente_wire::{Failure, v1};
use jiff::Timestamp;

pub(crate) const BODY: &str =
    "Norvane a porté à 30% sa part dans Télis. « Nous irons plus loin », a dit Léa Brun.";

/// The clock of all tests.
pub(crate) fn now() -> Timestamp {
    "2024-05-14T12:00:00Z".parse().unwrap()
}

pub(crate) fn article() -> v1::Article {
    v1::Article {
        article_id: "a-1".to_owned(),
        body: BODY.to_owned(),
        publish_time: Some(prost_types::Timestamp { seconds: 1_715_600_000, nanos: 0 }),
        time_zone: "Europe/Paris".to_owned(),
        source: "La Dépêche".to_owned(),
        ..v1::Article::default()
    }
}

/// The span of `words` in the body, in code points.
pub(crate) fn span(words: &str) -> v1::Span {
    let byte = BODY.find(words).unwrap();
    let count = |text: &str| i64::try_from(text.chars().count()).unwrap();
    let start = count(&BODY[..byte]);
    v1::Span { start, end: start + count(words) }
}

fn evidence(words: &str) -> v1::Evidence {
    v1::Evidence { span: Some(span(words)), quote: words.to_owned(), text_sha256: String::new() }
}

fn event(assertion: v1::event::Assertion, words: &str) -> v1::Event {
    v1::Event {
        assertion: Some(assertion),
        polarity: v1::Polarity::Positive.into(),
        certainty: v1::Certainty::Certain.into(),
        source: Some(v1::Source { kind: v1::SourceKind::Author.into(), ..v1::Source::default() }),
        evidence: vec![evidence(words)],
        confidence: 0.9,
        extractor: Some(v1::Extractor { name: "desk".to_owned(), version: "2".to_owned() }),
        ..v1::Event::default()
    }
}

pub(crate) fn stake() -> v1::Event {
    let stake = v1::Stake {
        holders: vec!["Norvane".to_owned()],
        target: "Télis".to_owned(),
        action: v1::StakeAction::Increase.into(),
        status: v1::StakeStatus::Completed.into(),
        share: Some(v1::Share { exact: Some(30.0), ..v1::Share::default() }),
        interest: v1::Interest::Shareholding.into(),
        amount: Some(v1::Money { value: 6e8, currency_code: "EUR".to_owned() }),
        ..v1::Stake::default()
    };
    let mut event = event(v1::event::Assertion::Stake(stake), "Norvane a porté à 30% sa part dans Télis");
    event.time.push_str("2024-05");
    event.arguments = vec![v1::Argument {
        role: v1::Role::Target.into(),
        entity: "Télis".to_owned(),
        text: "Télis".to_owned(),
        span: Some(span("Télis")),
    }];
    event
}

pub(crate) fn partnership() -> v1::Event {
    let partnership = v1::Partnership {
        parties: vec!["Norvane".to_owned(), "?".to_owned()],
        excluded: vec!["Orlis".to_owned()],
        kind: v1::PartnershipKind::General.into(),
        status: v1::PartnershipStatus::Sought.into(),
        topic: "sa part".to_owned(),
        regions: vec!["Europe".to_owned()],
    };
    event(v1::event::Assertion::Partnership(partnership), "sa part dans Télis")
}

pub(crate) fn strategy() -> v1::Event {
    let strategy = v1::Strategy {
        actor: "Norvane".to_owned(),
        action: v1::StrategyAction::Other.into(),
        status: v1::StrategyStatus::Planned.into(),
        ..v1::Strategy::default()
    };
    event(v1::event::Assertion::Strategy(strategy), "Nous irons plus loin")
}

pub(crate) fn statement() -> v1::Event {
    let statement =
        v1::Statement { speakers: vec!["Léa Brun".to_owned()], quote: "Nous irons plus loin".to_owned() };
    let mut event = event(v1::event::Assertion::Statement(statement), "« Nous irons plus loin »");
    event.source = Some(v1::Source {
        kind: v1::SourceKind::Person.into(),
        name: "Léa Brun".to_owned(),
        count: Some(1),
        descriptor: "la directrice".to_owned(),
    });
    event
}

pub(crate) fn request(events: Vec<v1::Event>) -> v1::IngestArticleRequest {
    v1::IngestArticleRequest {
        article: Some(article()),
        events,
        offset_unit: v1::OffsetUnit::CodePoints.into(),
        ..v1::IngestArticleRequest::default()
    }
}

pub(crate) fn accept(request: v1::IngestArticleRequest) -> Result<Submission, Failure> {
    let languages = [Language::new("en").unwrap(), Language::new("fr").unwrap()];
    let rules = Rules { max_body_bytes: 1000, now: now(), languages: &languages };
    Submission::accept(request, &rules, "entente")
}
