//! Entries of the log: what was put in comes out, in whatever unit is asked for.

use entente_model::{Diagnostic, DiagnosticCode, Entity, EntityKind, Language, Reading, Span, Tenant};
use entente_text::OffsetUnit;
use entente_wire::change::{Accepted, Change, Erased, Retracted, message};
use entente_wire::v1::{self, ErrorReason, article_change};
use entente_wire::{Given, places::Places, recount, submission::Submission};

use crate::sample::{BODY, accept, now, partnership, request, span, stake, statement, strategy};

fn accepted() -> Accepted {
    let Submission { mut article, events, text_sha256, content_sha256, .. } =
        accept(request(vec![stake(), partnership(), strategy(), statement()])).unwrap();
    article.language = Some(Language::new("fr").unwrap());
    let reading = Reading {
        language: article.language,
        entities: vec![Entity {
            kind: Some(EntityKind::Organization),
            country: Some("FR".to_owned()),
            ..Entity::named("Télis")
        }],
        events,
        diagnostics: vec![
            Diagnostic {
                code: DiagnosticCode::Unresolved,
                message: "who?".to_owned(),
                span: Some(Span::new(0, 9)),
            },
            Diagnostic { code: DiagnosticCode::LanguageDetected, message: "fr".to_owned(), span: None },
        ],
    };
    let request_id = Some("r-1".to_owned());
    Accepted {
        article,
        revision: 3,
        version: 12,
        text_sha256,
        reading,
        request_id,
        content_sha256,
        places: Places::new(vec![0, 7, 4, 2], 9),
        accept_time: Some(now()),
        given: Given { language: None, entities: vec![Entity::named("Télis")], skip_extraction: true },
    }
}

fn retracted() -> Change {
    Change::Retracted(Box::new(Retracted {
        reason: "in error".to_owned(),
        withdrawn: accepted(),
        accept_time: now(),
        request_id: None,
    }))
}

#[test]
fn what_was_written_is_read_back() {
    let erased = Change::Erased(Erased {
        tenant: Tenant::default(),
        article: accepted().article.id,
        revision: 3,
        reason: v1::ErasureReason::Takedown,
        erased_by: "desk".to_owned(),
        request_id: "r-1".to_owned(),
    });
    for change in [
        Change::Accepted(Box::new(accepted())),
        retracted(),
        Change::Reextracted(Box::new(accepted())),
        erased,
    ] {
        assert_eq!(Change::decode(&change.encode()), Ok(change));
    }
}

#[test]
fn an_entry_of_before_events_were_read_anew_is_read() {
    let written = Accepted {
        places: Places::default(),
        accept_time: None,
        given: Given { language: Some(Language::new("fr").unwrap()), ..Given::default() },
        ..accepted()
    };
    let mut message = Change::Accepted(Box::new(written.clone())).to_wire();
    let Some(article_change::Change::Accepted(accepted)) = &mut message.change else { panic!() };
    (accepted.next_place, accepted.given) = (0, None);
    assert_eq!(Change::from_wire(message), Ok(Change::Accepted(Box::new(written))));
}

#[test]
fn events_have_ids_and_the_hash_of_their_text() {
    let reading = accepted().reading();
    assert_eq!(reading.events[2].event_id, "a-1/3/4");
    assert_eq!(reading.events[2].evidence[0].text_sha256, entente_wire::article::text_sha256(BODY));
}

#[test]
fn offsets_of_an_entry_are_recounted_everywhere() {
    for unit in [OffsetUnit::Utf16, OffsetUnit::CodePoints] {
        for change in
            [Change::Accepted(Box::new(accepted())), retracted(), Change::Reextracted(Box::new(accepted()))]
        {
            let mut message = message(&change.encode()).unwrap();
            recount::change(&mut message, unit).unwrap();
            let (events, diagnostics) = match message.change.unwrap() {
                article_change::Change::Accepted(accepted)
                | article_change::Change::Reextracted(accepted) => (accepted.events, accepted.diagnostics),
                article_change::Change::Retracted(retracted) => {
                    let withdrawn = retracted.withdrawn.unwrap();
                    (withdrawn.events, withdrawn.diagnostics)
                }
                article_change::Change::Erased(_) => unreachable!("it holds no offsets"),
            };
            assert_eq!(events[0].evidence[0].span, Some(span("Norvane a porté à 30% sa part dans Télis")));
            assert_eq!(events[0].arguments[0].span, Some(span("Télis")));
            assert_eq!(diagnostics[0].span, Some(v1::Span { start: 0, end: 9 }));
            assert_eq!(diagnostics[1].span, None);
        }
    }
}

#[test]
fn damaged_bytes_are_a_fault_of_the_service() {
    let whole = retracted().encode();
    for length in 0..whole.len() {
        // A prefix may be a message of fewer fields, but never a whole change.
        let failure = Change::decode(&whole[..length]).unwrap_err();
        assert_eq!(failure.reason, ErrorReason::Internal, "{length}: {failure}");
    }
}
