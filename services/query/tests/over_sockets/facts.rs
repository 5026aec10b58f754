//! Lists of facts and single facts, along both axes of time.

use crate::support::{Running, Sample, told};
use entente_model::StakeStatus;
use entente_wire::v1::{
    AsOf, Certainty, ErrorReason, Fact, FactFilter, FactStatus, GetFactRequest, ListStakesRequest,
    ListStatementsRequest, OffsetUnit, RevisionReason, StakeRole, fact,
};
use prost_types::Timestamp;
use tonic::Code;

fn of(entity: &str) -> FactFilter {
    FactFilter { entity: entity.to_owned(), ..FactFilter::default() }
}

fn filtered(filter: FactFilter) -> ListStakesRequest {
    ListStakesRequest { filter: Some(filter), ..ListStakesRequest::default() }
}

async fn stakes(running: &Running, request: ListStakesRequest) -> Vec<Fact> {
    running.client.clone().list_stakes(request).await.unwrap().into_inner().stakes
}

/// Holder, target, and the share that is held or pending.
fn shown(facts: &[Fact]) -> Vec<(String, String, Option<f64>)> {
    let name = |reference: &Option<entente_wire::v1::EntityReference>| {
        reference.as_ref().map_or_else(String::new, |reference| reference.name.clone())
    };
    let show = |fact: &Fact| {
        let Some(fact::About::Stake(stake)) = &fact.about else { panic!("{fact:?}") };
        let first = fact.holding.as_ref().or(fact.pending.as_ref());
        let share = first.and_then(|first| first.share?.exact);
        (name(&stake.holder), name(&stake.target), share)
    };
    facts.iter().map(show).collect()
}

fn targets(facts: &[Fact]) -> Vec<String> {
    shown(facts).into_iter().map(|(_, target, _)| target).collect()
}

const HOLDER: &str = "Vaucresson Énergie";

#[tokio::test]
async fn reports_of_one_stake_are_one_fact_that_proves_itself_in_any_unit() {
    let article = Sample::new("a-1");
    let copy = Sample { published: Some("2024-03-06T09:00:00Z"), ..Sample::new("a-2") };
    let (_log, running, cursor, _folder) = Running::after(&[article.clone(), copy]).await;
    for unit in [OffsetUnit::Unspecified, OffsetUnit::Utf16, OffsetUnit::CodePoints] {
        let request = ListStakesRequest {
            cursor: cursor.clone(),
            offset_unit: unit.into(),
            ..filtered(of("vaucresson energie"))
        };
        let facts = stakes(&running, request).await;
        assert_eq!(shown(&facts), [(HOLDER.to_owned(), "Hautecombe Industries".to_owned(), Some(15.0))]);
        let fact = &facts[0];
        assert_eq!(
            (fact.support_count, fact.origin_count, fact.disputed, fact.withdrawn),
            (2, 1, false, false)
        );
        assert_eq!(fact.holding.as_ref().unwrap().status(), FactStatus::InForce);
        assert!(fact.belief > 0.8 && fact.belief <= 1.0, "{}", fact.belief);
        let lead = fact.lead.as_ref().unwrap();
        let span = lead.evidence[0].span.unwrap();
        let (start, end) = (usize::try_from(span.start).unwrap(), usize::try_from(span.end).unwrap());
        let text = article.text();
        let cut = match unit {
            OffsetUnit::Unspecified | OffsetUnit::Utf8 => text[start..end].to_owned(),
            OffsetUnit::Utf16 => {
                String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[start..end]).unwrap()
            }
            OffsetUnit::CodePoints => text.chars().skip(start).take(end - start).collect(),
        };
        assert_eq!(
            (cut.as_str(), lead.evidence[0].quote.as_str()),
            (article.evidence().as_str(), cut.as_str())
        );
        assert_eq!(lead.article.as_ref().unwrap().title, "Une prise de participation 🚗");
    }
    running.stop().await;
}

#[tokio::test]
async fn conditions_hold_together() {
    let articles = [
        Sample { published: Some("2024-03-01T09:00:00Z"), ..Sample::new("march") },
        Sample { published: Some("2024-05-01T09:00:00Z"), target: "Brévannes", ..Sample::new("may") },
        Sample { published: None, target: "Caldora", status: StakeStatus::Planned, ..Sample::new("undated") },
        Sample {
            published: Some("2024-01-01T09:00:00Z"),
            holder: "Merzac",
            target: HOLDER,
            ..Sample::new("above")
        },
        Sample { tenant: "other", ..Sample::new("theirs") },
    ];
    let (_log, mut running, cursor, _folder) = Running::after(&articles).await;
    let time = |seconds| Some(Timestamp { seconds, nanos: 0 });
    let april = 1_711_929_600;
    let (brevannes, hautecombe, caldora) = ("Brévannes", "Hautecombe Industries", "Caldora");
    let any = StakeRole::Unspecified;
    for (filter, role, expected) in [
        (FactFilter::default(), any, vec![brevannes, hautecombe, HOLDER, caldora]),
        (of("VAUCRESSON ÉNERGIE SA"), any, vec![brevannes, hautecombe, HOLDER, caldora]),
        (of("VAUCRESSON ÉNERGIE SA"), StakeRole::Holder, vec![brevannes, hautecombe, caldora]),
        (of(HOLDER), StakeRole::Target, vec![HOLDER]),
        (of("brevannes"), any, vec![brevannes]),
        (of("nobody"), any, vec![]),
        (FactFilter { counterpart: "Merzac".to_owned(), ..of(HOLDER) }, any, vec![HOLDER]),
        (FactFilter { counterpart: "nobody".to_owned(), ..of(HOLDER) }, any, vec![]),
        (FactFilter { statuses: vec![FactStatus::Planned.into()], ..of(HOLDER) }, any, vec![caldora]),
        (
            FactFilter {
                statuses: vec![FactStatus::Planned.into(), FactStatus::InForce.into()],
                ..of(HOLDER)
            },
            any,
            vec![brevannes, hautecombe, HOLDER, caldora],
        ),
        (FactFilter { minimum_certainty: Certainty::Certain.into(), ..of(caldora) }, any, vec![caldora]),
        (FactFilter { minimum_belief: 0.5, ..of(caldora) }, any, vec![caldora]),
        (FactFilter { minimum_belief: 1.0, ..of(caldora) }, any, vec![]),
        (FactFilter { disputed_only: true, ..FactFilter::default() }, any, vec![]),
        (FactFilter { published_after: time(april), ..FactFilter::default() }, any, vec![brevannes]),
        (
            FactFilter { published_before: time(april), ..FactFilter::default() },
            any,
            vec![hautecombe, HOLDER],
        ),
        (
            FactFilter {
                words: vec!["detient".to_owned(), "hautecombe".to_owned()],
                ..FactFilter::default()
            },
            any,
            vec![hautecombe],
        ),
    ] {
        let request =
            ListStakesRequest { role: role.into(), cursor: cursor.clone(), ..filtered(filter.clone()) };
        assert_eq!(targets(&stakes(&running, request).await), expected, "{filter:?} {role:?}");
    }
    let filter = Some(FactFilter { words: vec!["allies".to_owned()], ..of(HOLDER) });
    let request = ListStatementsRequest { filter, ..ListStatementsRequest::default() };
    let statements = running.client.list_statements(request).await.unwrap().into_inner().statements;
    let Some(fact::About::Statement(statement)) = &statements[0].about else { panic!("{statements:?}") };
    assert_eq!((statements.len(), statement.quote.as_str()), (1, Sample::QUOTE));
    running.stop().await;
}

/// Time of the log's entry at this position, from 0.
fn taken(position: i64) -> Timestamp {
    Timestamp { seconds: 1_710_000_000 + position, nanos: 0 }
}

#[tokio::test]
async fn both_axes_of_time() {
    // The later day is told first, an article is corrected, another withdrawn.
    let later = Sample { share: 15.0, time: Some("2023-11-08"), ..Sample::new("later") };
    let earlier = Sample { share: 43.4, time: Some("2020-01-31"), ..Sample::new("earlier") };
    let wrong = Sample { share: 51.0, time: Some("2024-02-01"), ..Sample::new("wrong") };
    let corrected = Sample { revision: 2, share: 14.0, ..wrong.clone() };
    let (log, running, _, _folder) = Running::after(&[later, earlier, wrong, corrected.clone()]).await;
    let cursor = log.append(&corrected.retract());
    for (valid_at, known_at, expected) in [
        ("", None, Some(15.0)),
        ("2019-01-01", None, None),
        ("2020-01-31", None, Some(43.4)),
        ("2023-11-07", None, Some(43.4)),
        ("2023-11-08", None, Some(15.0)),
        ("2024-03-01", None, Some(15.0)),
        ("", Some(-1), None),
        ("", Some(0), Some(15.0)),
        ("2022-01-01", Some(0), None),
        ("2022-01-01", Some(1), Some(43.4)),
        ("", Some(2), Some(51.0)),
        ("2024-01-31", Some(2), Some(15.0)),
        ("", Some(3), Some(14.0)),
        ("", Some(4), Some(15.0)),
    ] {
        let as_of = Some(AsOf { valid_at: valid_at.to_owned(), known_at: known_at.map(taken) });
        let request = ListStakesRequest { as_of, cursor: cursor.clone(), ..filtered(of(HOLDER)) };
        let shares: Vec<_> =
            shown(&stakes(&running, request).await).into_iter().map(|(_, _, share)| share).collect();
        let expected: Vec<_> = expected.map(Some).into_iter().collect();
        assert_eq!(shares, expected, "valid at {valid_at:?}, known at {known_at:?}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_fact_shows_all_that_it_rests_on() {
    let first = Sample { share: 43.4, time: Some("2020-01-31"), ..Sample::new("a-1") };
    let second = Sample {
        share: 15.0,
        time: Some("2023-11-08"),
        published: Some("2024-03-06T09:00:00Z"),
        ..Sample::new("a-2")
    };
    let third = Sample {
        share: 20.0,
        time: Some("2024-01-10"),
        published: Some("2024-03-07T09:00:00Z"),
        ..Sample::new("a-3")
    };
    let (log, mut running, _, _folder) = Running::after(&[first, second, third.clone()]).await;
    let cursor = log.append(&third.retract());
    let list = ListStakesRequest { cursor, ..filtered(of(HOLDER)) };
    let fact_id = stakes(&running, list).await[0].fact_id.clone();
    let get = GetFactRequest { fact_id: fact_id.clone(), ..GetFactRequest::default() };
    let got = running.client.get_fact(get.clone()).await.unwrap().into_inner();
    let fact = got.fact.unwrap();
    assert_eq!((fact.fact_id.as_str(), fact.support_count), (fact_id.as_str(), 2));
    let shares: Vec<_> = got.stages.iter().map(|stage| stage.share.unwrap().exact.unwrap()).collect();
    assert_eq!(shares, [43.4, 15.0]);
    assert_eq!(got.stages[0].until.as_ref().unwrap().latest, "2023-11-08");
    let reasons: Vec<_> =
        got.revisions.iter().map(|revision| (revision.reason(), revision.time.unwrap())).collect();
    assert_eq!(
        reasons,
        [
            (RevisionReason::FirstTold, taken(0)),
            (RevisionReason::Update, taken(1)),
            (RevisionReason::Update, taken(2)),
            (RevisionReason::Retraction, taken(3)),
        ]
    );
    assert_eq!(shown(&[got.revisions[2].fact.clone().unwrap()])[0].2, Some(20.0));
    let supports: Vec<_> =
        got.supports.iter().map(|support| (support.event_id.as_str(), support.withdrawn_reason())).collect();
    let stands = RevisionReason::Unspecified;
    assert_eq!(supports, [("a-3/1/0", RevisionReason::Retraction), ("a-2/1/0", stands), ("a-1/1/0", stands)]);
    assert_eq!(got.supports[0].withdrawn_time, Some(taken(3)));

    // What stands in a text that is gone is counted in bytes alone.
    let units = GetFactRequest { offset_unit: OffsetUnit::Utf16.into(), ..get.clone() };
    let counted = running.client.get_fact(units).await.unwrap().into_inner().supports;
    assert!(counted[0].evidence[0].span.is_none() && counted[1].evidence[0].span.is_some(), "{counted:?}");

    let before = AsOf { known_at: Some(taken(2)), valid_at: "2022-06-01".to_owned() };
    let then =
        running.client.get_fact(GetFactRequest { as_of: Some(before), ..get }).await.unwrap().into_inner();
    assert_eq!(shown(&[then.fact.unwrap()])[0].2, Some(43.4));
    assert_eq!((then.stages.len(), then.revisions.len()), (3, 3));
    for unknown in ["f00000000000000000000000000000000", "Vaucresson"] {
        let request = GetFactRequest { fact_id: unknown.to_owned(), ..GetFactRequest::default() };
        let status = running.client.get_fact(request).await.unwrap_err();
        assert_eq!(
            (status.code(), told(&status).0),
            (Code::NotFound, ErrorReason::FactNotFound),
            "{unknown}"
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn events_read_anew_replace_those_before() {
    let article = Sample::new("a-1");
    let (log, mut running, _, _folder) = Running::after(std::slice::from_ref(&article)).await;
    let cursor = log.append(&Sample { share: 16.0, ..article }.read_anew());
    let facts = stakes(&running, ListStakesRequest { cursor, ..filtered(of(HOLDER)) }).await;
    assert_eq!((shown(&facts)[0].2, facts[0].support_count), (Some(16.0), 1));
    let get = GetFactRequest { fact_id: facts[0].fact_id.clone(), ..GetFactRequest::default() };
    let got = running.client.get_fact(get).await.unwrap().into_inner();
    assert_eq!(got.revisions.last().unwrap().reason(), RevisionReason::Reextraction);
    assert_eq!(got.supports.len(), 2);
    running.stop().await;
}

#[tokio::test]
async fn pages_follow_each_other_while_articles_come() {
    let targets = ["Brévannes", "Caldora", "Merzac", "Norvane", "Ostrelle", "Pelvoux", "Quintar"];
    let articles: Vec<_> = targets
        .iter()
        .enumerate()
        .map(|(number, target)| Sample { target, ..Sample::new(&format!("a-{number}")) })
        .collect();
    let (log, mut running, cursor, _folder) = Running::after(&articles).await;
    let first = ListStakesRequest { page_size: 2, cursor, ..filtered(of(HOLDER)) };
    let (mut seen, mut token) = (Vec::new(), String::new());
    for number in 0.. {
        let request = ListStakesRequest { page_token: token, ..first.clone() };
        let page = running.client.list_stakes(request).await.unwrap().into_inner();
        seen.extend(shown(&page.stakes).into_iter().map(|(_, target, _)| target));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
        for other in [
            ListStakesRequest { page_token: format!("{token}A"), ..first.clone() },
            ListStakesRequest { page_token: token.clone(), filter: None, ..first.clone() },
            ListStakesRequest { page_token: token.clone(), tenant: "other".to_owned(), ..first.clone() },
            ListStakesRequest { page_token: token.clone(), role: 1, ..first.clone() },
            ListStakesRequest {
                page_token: token.clone(),
                as_of: Some(AsOf { valid_at: "2024-01-01".to_owned(), known_at: None }),
                ..first.clone()
            },
        ] {
            let status = running.client.list_stakes(other).await.unwrap_err();
            assert_eq!(told(&status), (ErrorReason::PageTokenInvalid, "page_token".to_owned()));
        }
        // New facts go to the front: they are not on the pages that follow.
        let new = Sample {
            target: ["Solanto", "Tarvel", "Ilvara", "Selmont"][number],
            published: Some("2024-04-01T09:00:00Z"),
            ..Sample::new(&format!("new-{number}"))
        };
        let cursor = log.append(&new.accept());
        stakes(&running, ListStakesRequest { cursor, page_size: 1, ..ListStakesRequest::default() }).await;
    }
    let mut expected = targets.map(str::to_owned);
    expected.reverse();
    assert_eq!(seen, expected);
    running.stop().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_named() {
    let (_log, mut running, cursor, _folder) = Running::after(&[Sample::new("a-1")]).await;
    let request = || ListStakesRequest { cursor: cursor.clone(), ..ListStakesRequest::default() };
    let as_of = |valid_at: &str, seconds: i64| {
        Some(AsOf { valid_at: valid_at.to_owned(), known_at: Some(Timestamp { seconds, nanos: 0 }) })
    };
    let filter = |filter: FactFilter| ListStakesRequest { filter: Some(filter), ..request() };
    for (bad, field) in [
        (ListStakesRequest { tenant: "a/b".to_owned(), ..request() }, "tenant"),
        (ListStakesRequest { role: 3, ..request() }, "role"),
        (ListStakesRequest { page_size: -1, ..request() }, "page_size"),
        (ListStakesRequest { offset_unit: 9, ..request() }, "offset_unit"),
        (ListStakesRequest { as_of: as_of("2024-02-30", 1), ..request() }, "as_of.valid_at"),
        (ListStakesRequest { as_of: as_of("2024-02", 1), ..request() }, "as_of.valid_at"),
        (ListStakesRequest { as_of: as_of("", -1), ..request() }, "as_of.known_at"),
        (filter(FactFilter { entity: "a\nb".to_owned(), ..FactFilter::default() }), "filter.entity"),
        (filter(FactFilter { statuses: vec![3, 99], ..FactFilter::default() }), "filter.statuses[1]"),
        (filter(FactFilter { minimum_certainty: 5, ..FactFilter::default() }), "filter.minimum_certainty"),
        (filter(FactFilter { minimum_belief: -0.1, ..FactFilter::default() }), "filter.minimum_belief"),
        (filter(FactFilter { words: vec!["…".to_owned()], ..FactFilter::default() }), "filter.words[0]"),
    ] {
        let status = running.client.list_stakes(bad).await.unwrap_err();
        assert_eq!(
            (status.code(), told(&status)),
            (Code::InvalidArgument, (ErrorReason::FieldInvalid, field.to_owned()))
        );
    }
    let get = GetFactRequest::default;
    for (bad, field) in [
        (get(), "fact_id"),
        (GetFactRequest { fact_id: "f\n".to_owned(), ..get() }, "fact_id"),
        (GetFactRequest { fact_id: "f1".to_owned(), as_of: as_of("today", 1), ..get() }, "as_of.valid_at"),
        (GetFactRequest { fact_id: "f1".to_owned(), offset_unit: 4, ..get() }, "offset_unit"),
    ] {
        let status = running.client.get_fact(bad).await.unwrap_err();
        assert_eq!(told(&status), (ErrorReason::FieldInvalid, field.to_owned()));
    }
    running.stop().await;
}
