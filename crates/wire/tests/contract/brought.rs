//! Events that a caller brings: nothing that the text does not bear out.

use entente_model::Span;
use entente_wire::v1::ErrorReason::{self, EvidenceNotVerbatim, FieldInvalid, FieldTooLong};
use entente_wire::v1::{self, event::Assertion};

use crate::sample::{BODY, accept, partnership, request, stake, statement, strategy};

/// The event is refused with this reason, at this field below `events[1]`.
#[track_caller]
fn refused(reason: ErrorReason, field: &str, event: v1::Event) {
    let failure = accept(request(vec![strategy(), event])).unwrap_err();
    let expected = if field.is_empty() { "events[1]".to_owned() } else { format!("events[1].{field}") };
    assert_eq!((failure.reason, failure.field), (reason, expected), "{}", failure.message);
}

fn spoiled(mut event: v1::Event, spoil: impl FnOnce(&mut v1::Event)) -> v1::Event {
    spoil(&mut event);
    event
}

fn spoiled_stake(spoil: impl FnOnce(&mut v1::Stake)) -> v1::Event {
    spoiled(stake(), |event| match &mut event.assertion {
        Some(Assertion::Stake(stake)) => spoil(stake),
        _ => unreachable!("it is a stake"),
    })
}

fn spoiled_partnership(spoil: impl FnOnce(&mut v1::Partnership)) -> v1::Event {
    spoiled(partnership(), |event| match &mut event.assertion {
        Some(Assertion::Partnership(partnership)) => spoil(partnership),
        _ => unreachable!("it is a partnership"),
    })
}

fn spoiled_statement(spoil: impl FnOnce(&mut v1::Statement)) -> v1::Event {
    spoiled(statement(), |event| match &mut event.assertion {
        Some(Assertion::Statement(statement)) => spoil(statement),
        _ => unreachable!("it is a statement"),
    })
}

#[test]
fn sound_events_are_taken_with_their_offsets_in_bytes() {
    let submission = accept(request(vec![stake(), partnership(), strategy(), statement()])).unwrap();
    assert_eq!(submission.events.len(), 4);
    let evidence = &submission.events[3].evidence[0];
    assert_eq!(evidence.quote, "« Nous irons plus loin »");
    assert_eq!(Span::of(evidence.span, BODY), evidence.quote);
    assert_eq!(Span::of(submission.events[0].arguments[0].span, BODY), "Télis");
}

#[test]
fn evidence_must_stand_at_its_place() {
    let shifted = spoiled(stake(), |event| {
        let span = event.evidence[0].span.as_mut().unwrap();
        *span = v1::Span { start: span.start + 1, end: span.end + 1 };
    });
    refused(EvidenceNotVerbatim, "evidence[0].quote", shifted);
    let altered =
        spoiled(stake(), |event| event.evidence[0].quote = event.evidence[0].quote.replace("30", "40"));
    refused(EvidenceNotVerbatim, "evidence[0].quote", altered);
    let outside = v1::Span { start: 0, end: 10_000 };
    refused(
        EvidenceNotVerbatim,
        "evidence[0].span",
        spoiled(stake(), |event| event.evidence[0].span = Some(outside)),
    );
    refused(EvidenceNotVerbatim, "evidence[0].span", spoiled(stake(), |event| event.evidence[0].span = None));
    refused(FieldInvalid, "evidence[0].quote", spoiled(stake(), |event| event.evidence[0].quote.clear()));
    refused(FieldInvalid, "evidence", spoiled(stake(), |event| event.evidence.clear()));
    let many = spoiled(stake(), |event| event.evidence = vec![event.evidence[0].clone(); 17]);
    refused(FieldTooLong, "evidence", many);
}

#[test]
fn a_refusal_tells_the_place_and_what_stands_there() {
    let altered =
        spoiled(stake(), |event| event.evidence[0].quote = event.evidence[0].quote.replace("30", "40"));
    let failure = accept(request(vec![altered])).unwrap_err();
    assert_eq!((failure.metadata["start"].as_str(), failure.metadata["end"].as_str()), ("0", "40"));
    assert_eq!(failure.message, "the text from 0 to 40 reads \"Norvane a porté à 30% sa part dans Télis\"");
}

#[test]
fn an_offset_inside_a_character_is_refused() {
    let mut request = request(vec![stake()]);
    request.offset_unit = v1::OffsetUnit::Utf8.into();
    // In bytes the same figures cut elsewhere.
    let failure = accept(request.clone()).unwrap_err();
    assert_eq!(failure.reason, EvidenceNotVerbatim);
    request.events[0].evidence[0].span = Some(v1::Span { start: 0, end: 15 });
    let failure = accept(request).unwrap_err();
    assert_eq!(failure.field, "events[0].evidence[0].span");
    assert!(failure.message.contains("inside a character"), "{}", failure.message);
}

#[test]
fn a_statement_is_words_of_the_text() {
    refused(
        EvidenceNotVerbatim,
        "statement.quote",
        spoiled_statement(|statement| statement.quote = "Nous irons moins loin".to_owned()),
    );
    let broken = spoiled_statement(|statement| statement.quote = "Nous irons [...] loin".to_owned());
    assert!(accept(request(vec![broken])).is_ok());
    refused(FieldInvalid, "statement.quote", spoiled_statement(|statement| statement.quote.clear()));
    refused(FieldInvalid, "statement.speakers", spoiled_statement(|statement| statement.speakers.clear()));
    let denied = spoiled(statement(), |event| event.polarity = v1::Polarity::Negative.into());
    refused(FieldInvalid, "polarity", denied);
    let doubtful = spoiled(statement(), |event| event.certainty = v1::Certainty::Possible.into());
    refused(FieldInvalid, "certainty", doubtful);
}

#[test]
fn enums_must_be_set_and_known() {
    for number in [0, 99, -1] {
        refused(FieldInvalid, "polarity", spoiled(stake(), |event| event.polarity = number));
        refused(FieldInvalid, "certainty", spoiled(stake(), |event| event.certainty = number));
        refused(
            FieldInvalid,
            "source.kind",
            spoiled(stake(), |event| event.source.as_mut().unwrap().kind = number),
        );
        refused(
            FieldInvalid,
            "arguments[0].role",
            spoiled(stake(), |event| event.arguments[0].role = number),
        );
        refused(FieldInvalid, "stake.action", spoiled_stake(|stake| stake.action = number));
        refused(FieldInvalid, "stake.status", spoiled_stake(|stake| stake.status = number));
        refused(FieldInvalid, "stake.interest", spoiled_stake(|stake| stake.interest = number));
        refused(
            FieldInvalid,
            "partnership.kind",
            spoiled_partnership(|partnership| partnership.kind = number),
        );
        refused(
            FieldInvalid,
            "partnership.status",
            spoiled_partnership(|partnership| partnership.status = number),
        );
    }
}

#[test]
fn every_event_needs_its_parts() {
    refused(FieldInvalid, "assertion", spoiled(stake(), |event| event.assertion = None));
    refused(FieldInvalid, "source", spoiled(stake(), |event| event.source = None));
    refused(FieldInvalid, "extractor", spoiled(stake(), |event| event.extractor = None));
    let unnamed = spoiled(stake(), |event| event.extractor.as_mut().unwrap().name.clear());
    refused(FieldInvalid, "extractor.name", unnamed);
    let ours = spoiled(stake(), |event| event.extractor.as_mut().unwrap().name = "entente".to_owned());
    refused(FieldInvalid, "extractor.name", ours);
    for confidence in [-0.1, 1.1, f64::NAN] {
        refused(FieldInvalid, "confidence", spoiled(stake(), |event| event.confidence = confidence));
    }
    refused(FieldInvalid, "time", spoiled(stake(), |event| event.time = "next May".to_owned()));
    refused(FieldInvalid, "expected", spoiled(stake(), |event| event.expected = "2024-13".to_owned()));
    let nowhere = spoiled(stake(), |event| event.arguments[0].span = Some(v1::Span { start: 3, end: 3 }));
    refused(FieldInvalid, "arguments[0].span", nowhere);
    let past = spoiled(stake(), |event| event.arguments[0].span = Some(v1::Span { start: 3, end: 3000 }));
    refused(FieldInvalid, "arguments[0].span", past);
}

#[test]
fn sources_agree_with_themselves() {
    let source = |kind: v1::SourceKind, name: &str, count| {
        let source = v1::Source { kind: kind.into(), name: name.to_owned(), count, ..v1::Source::default() };
        spoiled(stake(), |event| event.source = Some(source))
    };
    refused(FieldInvalid, "source.name", source(v1::SourceKind::Anonymous, "Léa Brun", None));
    refused(FieldInvalid, "source.count", source(v1::SourceKind::Anonymous, "", Some(0)));
    refused(FieldInvalid, "source.count", source(v1::SourceKind::Anonymous, "", Some(-2)));
}

#[test]
fn stakes_agree_with_themselves() {
    refused(FieldInvalid, "stake.holders", spoiled_stake(|stake| stake.holders.clear()));
    refused(FieldInvalid, "stake.holders[0]", spoiled_stake(|stake| stake.holders[0].clear()));
    refused(FieldInvalid, "stake.target", spoiled_stake(|stake| stake.target.clear()));
    for (status, action) in [
        (v1::StakeStatus::Held, v1::StakeAction::Acquire),
        (v1::StakeStatus::Former, v1::StakeAction::Dispose),
        (v1::StakeStatus::Completed, v1::StakeAction::Hold),
        (v1::StakeStatus::Failed, v1::StakeAction::Hold),
    ] {
        let event = spoiled_stake(|stake| (stake.status, stake.action) = (status.into(), action.into()));
        refused(FieldInvalid, "stake.status", event);
    }
    let planned = spoiled_stake(|stake| {
        (stake.status, stake.action) = (v1::StakeStatus::Planned.into(), v1::StakeAction::Hold.into());
    });
    assert!(accept(request(vec![planned])).is_ok());
    for share in [
        v1::Share::default(),
        v1::Share { exact: Some(100.1), ..v1::Share::default() },
        v1::Share { exact: Some(f64::NAN), ..v1::Share::default() },
        v1::Share { exact: Some(5.0), minimum: Some(1.0), ..v1::Share::default() },
        v1::Share { minimum: Some(9.0), maximum: Some(1.0), ..v1::Share::default() },
    ] {
        refused(FieldInvalid, "stake.share_before", spoiled_stake(|stake| stake.share_before = Some(share)));
    }
    let money = |value, code: &str| v1::Money { value, currency_code: code.to_owned() };
    refused(
        FieldInvalid,
        "stake.amount.currency_code",
        spoiled_stake(|stake| stake.amount = Some(money(1.0, "euro"))),
    );
    refused(
        FieldInvalid,
        "stake.amount.value",
        spoiled_stake(|stake| stake.amount = Some(money(-1.0, "EUR"))),
    );
}

#[test]
fn partnerships_agree_with_themselves() {
    let parties = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        spoiled_partnership(|partnership| partnership.parties = names)
    };
    refused(FieldInvalid, "partnership.parties", parties(&["Norvane"]));
    refused(FieldInvalid, "partnership.parties", parties(&["?", "?"]));
    refused(FieldInvalid, "partnership.parties[1]", parties(&["Norvane", "Norvane"]));
    refused(FieldInvalid, "partnership.parties[1]", parties(&["Norvane", ""]));
    refused(FieldTooLong, "partnership.parties", parties(&["?"; 65]));
    refused(FieldTooLong, "partnership.parties[1]", parties(&["Norvane", &"x".repeat(257)]));
}

#[test]
fn there_are_bounds_on_how_much_is_brought() {
    let failure = accept(request(vec![stake(); 1001])).unwrap_err();
    assert_eq!((failure.reason, failure.field.as_str()), (FieldTooLong, "events"));
    assert_eq!(failure.metadata["limit"], "1000");
    assert!(accept(request(vec![stake(); 1000])).is_ok());
}

#[test]
fn an_entity_is_one_of_its_forms() {
    let mut request = request(vec![stake()]);
    request.entities = vec![v1::Entity {
        name: "Télis".to_owned(),
        forms: vec!["le groupe".to_owned()],
        ..v1::Entity::default()
    }];
    assert_eq!(accept(request).unwrap().entities[0].forms, ["Télis", "le groupe"]);
}
