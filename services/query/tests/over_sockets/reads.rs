//! Lists, entities and their errors, over real sockets.

use crate::support::{Running, Sample, told};
use entente_model::StakeStatus;
use entente_wire::v1::{
    ErrorReason, EventFilter, EventType, FoundEvent, GetEntityRequest, GetIndexStatusRequest,
    ListEventsRequest, NameMatch, OffsetUnit, ResolveEntitiesRequest, event,
};
use tonic::Code;

fn filter(entity: &str) -> EventFilter {
    EventFilter { entity: entity.to_owned(), ..EventFilter::default() }
}

fn ids(found: &[FoundEvent]) -> Vec<&str> {
    found.iter().map(|found| found.article.as_ref().unwrap().article_id.as_str()).collect()
}

#[tokio::test]
async fn a_found_event_proves_itself_in_the_unit_asked_for() {
    let article = Sample::new("a-1");
    let (_log, mut running, cursor, _folder) = Running::after(std::slice::from_ref(&article)).await;
    for unit in [OffsetUnit::Unspecified, OffsetUnit::Utf8, OffsetUnit::Utf16, OffsetUnit::CodePoints] {
        let request = ListEventsRequest {
            r#type: EventType::Stake.into(),
            filter: Some(filter("vaucresson energie")),
            cursor: cursor.clone(),
            offset_unit: unit.into(),
            ..ListEventsRequest::default()
        };
        let response = running.client.list_events(request).await.unwrap().into_inner();
        assert_eq!((response.events.len(), response.next_page_token.as_str()), (1, ""));
        let found = &response.events[0];
        let event = found.event.as_ref().unwrap();
        let evidence = &event.evidence[0];
        let span = evidence.span.unwrap();
        let (start, end) = (usize::try_from(span.start).unwrap(), usize::try_from(span.end).unwrap());
        let text = article.text();
        let cut: String = match unit {
            OffsetUnit::Unspecified | OffsetUnit::Utf8 => text[start..end].to_owned(),
            OffsetUnit::Utf16 => {
                String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[start..end]).unwrap()
            }
            OffsetUnit::CodePoints => text.chars().skip(start).take(end - start).collect(),
        };
        assert_eq!(
            (cut.as_str(), evidence.quote.as_str()),
            (article.evidence().as_str(), cut.as_str()),
            "{unit:?}"
        );
        assert_eq!(event.event_id, "a-1/1/0");
        let reference = found.article.as_ref().unwrap();
        assert_eq!(reference.text_sha256, entente_wire::article::text_sha256(&text));
        assert_eq!((reference.revision, reference.language.as_str()), (1, "fr"));
        assert_eq!(reference.title, "Une prise de participation 🚗");
        assert!(matches!(event.assertion, Some(event::Assertion::Stake(_))));
        let names: Vec<_> = found.entities.iter().map(|entity| entity.name.as_str()).collect();
        assert_eq!(names, ["Vaucresson Énergie", "Hautecombe Industries"]);
    }
    running.stop().await;
}

#[tokio::test]
async fn conditions_hold_together() {
    let articles = [
        Sample { published: Some("2024-03-01T09:00:00Z"), ..Sample::new("march") },
        Sample { published: Some("2024-05-01T09:00:00Z"), target: "Brévannes", ..Sample::new("may") },
        Sample { published: None, status: StakeStatus::Planned, ..Sample::new("undated") },
        Sample { tenant: "other", ..Sample::new("theirs") },
    ];
    let (_log, mut running, cursor, _folder) = Running::after(&articles).await;
    let time = |seconds| Some(prost_types::Timestamp { seconds, nanos: 0 });
    let april = 1_711_929_600;
    for (filter, expected) in [
        (None, vec!["may", "march", "undated"]),
        (Some(filter("VAUCRESSON ÉNERGIE SA")), vec!["may", "march", "undated"]),
        (Some(filter("brevannes")), vec!["may"]),
        (Some(filter("nobody")), vec![]),
        (
            Some(EventFilter { counterpart: "Brévannes".to_owned(), ..filter("Vaucresson Énergie") }),
            vec!["may"],
        ),
        (Some(EventFilter { published_after: time(april), ..EventFilter::default() }), vec!["may"]),
        (Some(EventFilter { published_before: time(april), ..EventFilter::default() }), vec!["march"]),
        (
            Some(EventFilter {
                words: vec!["detient".to_owned(), "hautecombe".to_owned()],
                ..EventFilter::default()
            }),
            vec!["march", "undated"],
        ),
    ] {
        let request = ListEventsRequest {
            r#type: EventType::Stake.into(),
            filter: filter.clone(),
            cursor: cursor.clone(),
            ..Default::default()
        };
        let response = running.client.list_events(request).await.unwrap().into_inner();
        assert_eq!(ids(&response.events), expected, "{filter:?}");
    }
    let words = Some(EventFilter { words: vec!["allies".to_owned()], ..EventFilter::default() });
    let request = ListEventsRequest {
        r#type: EventType::Statement.into(),
        filter: words,
        ..ListEventsRequest::default()
    };
    assert_eq!(running.client.list_events(request).await.unwrap().into_inner().events.len(), 3);
    running.stop().await;
}

#[tokio::test]
async fn pages_follow_each_other_and_tokens_are_bound_to_their_conditions() {
    let articles: Vec<_> = (0..5).map(|number| Sample::new(&format!("a-{number}"))).collect();
    let (_log, mut running, cursor, _folder) = Running::after(&articles).await;
    let first = ListEventsRequest {
        r#type: EventType::Stake.into(),
        page_size: 2,
        cursor,
        filter: Some(filter("Vaucresson Énergie")),
        ..Default::default()
    };
    let (mut seen, mut token, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let request = ListEventsRequest { page_token: token, ..first.clone() };
        let page = running.client.list_events(request).await.unwrap().into_inner();
        seen.extend(ids(&page.events).into_iter().map(str::to_owned));
        pages += 1;
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
        for other in [
            ListEventsRequest { page_token: format!("{token}A"), ..first.clone() },
            ListEventsRequest { page_token: token.clone(), filter: None, ..first.clone() },
            ListEventsRequest { page_token: token.clone(), tenant: "other".to_owned(), ..first.clone() },
        ] {
            let status = running.client.list_events(other).await.unwrap_err();
            assert_eq!(told(&status), (ErrorReason::PageTokenInvalid, "page_token".to_owned()));
        }
    }
    assert_eq!((seen, pages), (["a-4", "a-3", "a-2", "a-1", "a-0"].map(str::to_owned).to_vec(), 3));
    running.stop().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_list_request_is_named() {
    let (_log, mut running, cursor, _folder) = Running::after(&[Sample::new("a-1")]).await;
    let request = || ListEventsRequest {
        r#type: EventType::Stake.into(),
        cursor: cursor.clone(),
        ..ListEventsRequest::default()
    };
    for (bad, field) in [
        (ListEventsRequest { tenant: "a/b".to_owned(), ..request() }, "tenant"),
        (ListEventsRequest { r#type: 0, ..request() }, "type"),
        (ListEventsRequest { r#type: 5, ..request() }, "type"),
        (ListEventsRequest { page_size: -1, ..request() }, "page_size"),
        (ListEventsRequest { offset_unit: 9, ..request() }, "offset_unit"),
        (
            ListEventsRequest {
                filter: Some(EventFilter { polarity: 5, ..Default::default() }),
                ..request()
            },
            "filter.polarity",
        ),
    ] {
        let status = running.client.list_events(bad).await.unwrap_err();
        assert_eq!(
            (status.code(), told(&status)),
            (Code::InvalidArgument, (ErrorReason::FieldInvalid, field.to_owned()))
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn entities_are_found_by_name_and_by_id() {
    let articles = [Sample::new("a-1"), Sample { holder: "Vaucresson Énergie SA", ..Sample::new("a-2") }];
    let (log, mut running, cursor, _folder) = Running::after(&articles).await;
    let resolve = |name: &str| ResolveEntitiesRequest {
        name: name.to_owned(),
        cursor: cursor.clone(),
        ..Default::default()
    };
    let found =
        running.client.resolve_entities(resolve("VAUCRESSON ENERGIE")).await.unwrap().into_inner().entities;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].r#match(), NameMatch::Exact);
    let entity = found[0].entity.clone().unwrap();
    assert_eq!((entity.name.as_str(), entity.event_count), ("Vaucresson Énergie", 4));
    assert_eq!(entity.aliases, ["Vaucresson Énergie SA"]);
    let begun = running.client.resolve_entities(resolve("hautec")).await.unwrap().into_inner().entities;
    assert_eq!(begun[0].r#match(), NameMatch::Prefix);
    assert!(
        running.client.resolve_entities(resolve("nobody")).await.unwrap().into_inner().entities.is_empty()
    );

    let get = |id: &str| GetEntityRequest { entity_id: id.to_owned(), ..GetEntityRequest::default() };
    let again = running.client.get_entity(get(&entity.entity_id)).await.unwrap().into_inner().entity.unwrap();
    assert_eq!(again, entity);
    for unknown in ["Vaucresson", "e00000000000000000000000000000000"] {
        let status = running.client.get_entity(get(unknown)).await.unwrap_err();
        assert_eq!(
            (status.code(), told(&status).0),
            (Code::NotFound, ErrorReason::EntityNotFound),
            "{unknown}"
        );
    }
    let status = running.client.get_entity(get("")).await.unwrap_err();
    assert_eq!(told(&status), (ErrorReason::FieldInvalid, "entity_id".to_owned()));
    let status = running.client.resolve_entities(resolve(" ")).await.unwrap_err();
    assert_eq!(told(&status), (ErrorReason::FieldInvalid, "name".to_owned()));

    log.append(&articles[0].retract());
    let cursor = log.append(&articles[1].retract());
    let gone = GetEntityRequest { cursor, ..get(&entity.entity_id) };
    assert_eq!(running.client.get_entity(gone).await.unwrap_err().code(), Code::NotFound);
    let status = running.client.get_index_status(GetIndexStatusRequest {}).await.unwrap().into_inner();
    assert_eq!((status.article_count, status.event_count), (0, 0));
    running.stop().await;
}
