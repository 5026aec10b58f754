//! A story told in articles that arrive out of order, and every question about it: what holds on a day, what was known at a moment, how sure
//! it is, and where reports disagree. The articles bring their events by hand, so that what is tested is facts and not reading.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

mod questions;
mod read;
mod story;

use std::collections::HashMap;

use entente_tests::{Pair, soon};
use entente_wire::v1::{
    AsOf, ContradictionKind, Fact, FactFilter, FactStage, GetFactRequest, GetFactResponse,
    GetTimelineRequest, ListContradictionsRequest, ListPartnershipsRequest, ListStakesRequest,
    ListStatementsRequest, ListStrategiesRequest, Polarity, RetractArticleRequest, RevisionReason, StakeRole,
    TraceOwnershipRequest,
};
use jiff::Timestamp;
use story::{Step, steps};

/// The story, told.
struct Told {
    pair: Pair,
    /// When the log had taken all up to a step, by its name.
    moments: HashMap<&'static str, Timestamp>,
    cursor: String,
}

impl Told {
    /// Has these steps taken, one after the other.
    async fn tell(steps: Vec<(&'static str, Step)>) -> Self {
        let pair = Pair::start().await;
        let (mut moments, mut cursor) = (HashMap::new(), String::new());
        for (name, step) in steps {
            cursor = match step {
                Step::Take(request) => pair.take(*request).await.unwrap().cursor,
                Step::Retract(id) => {
                    let request = RetractArticleRequest { article_id: id.to_owned(), ..Default::default() };
                    soon(pair.ingest.ingest_client().retract_article(request))
                        .await
                        .unwrap()
                        .into_inner()
                        .cursor
                }
            };
            moments.insert(name, Timestamp::now());
            // The log counts in less than this: the next step is later.
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        Self { pair, moments, cursor }
    }

    fn as_of(&self, valid_at: &str, known_after: &str) -> AsOf {
        let known_at = (!known_after.is_empty()).then(|| {
            let time = self.moments[known_after];
            prost_types::Timestamp { seconds: time.as_second(), nanos: time.subsec_nanosecond() }
        });
        AsOf { valid_at: valid_at.to_owned(), known_at }
    }

    async fn stake(&self, holder: &str, target: &str, as_of: AsOf) -> Option<Fact> {
        let filter = Some(FactFilter {
            entity: holder.to_owned(),
            counterpart: target.to_owned(),
            ..FactFilter::default()
        });
        let role = StakeRole::Holder.into();
        let request = ListStakesRequest {
            filter,
            as_of: Some(as_of),
            role,
            cursor: self.cursor.clone(),
            ..Default::default()
        };
        let stakes =
            soon(self.pair.query.query_client().list_stakes(request)).await.unwrap().into_inner().stakes;
        assert!(stakes.len() <= 1, "{stakes:?}");
        stakes.into_iter().next()
    }

    /// What those who hold a company hold of it.
    async fn holders(&self, target: &str, as_of: AsOf) -> Vec<String> {
        let filter = Some(FactFilter { entity: target.to_owned(), ..FactFilter::default() });
        let role = StakeRole::Target.into();
        let request = ListStakesRequest { filter, as_of: Some(as_of), role, ..Default::default() };
        let page = soon(self.pair.query.query_client().list_stakes(request)).await.unwrap().into_inner();
        page.stakes.iter().map(|fact| shown(Some(fact))).collect()
    }

    async fn partnership(&self, parties: [&str; 2], as_of: AsOf) -> Option<Fact> {
        let filter = Some(FactFilter {
            entity: parties[0].to_owned(),
            counterpart: parties[1].to_owned(),
            ..FactFilter::default()
        });
        let request = ListPartnershipsRequest {
            filter,
            as_of: Some(as_of),
            cursor: self.cursor.clone(),
            ..Default::default()
        };
        let page =
            soon(self.pair.query.query_client().list_partnerships(request)).await.unwrap().into_inner();
        assert!(page.partnerships.len() <= 1, "{page:?}");
        page.partnerships.into_iter().next()
    }

    async fn fact(&self, id: &str) -> GetFactResponse {
        let request = GetFactRequest { fact_id: id.to_owned(), ..GetFactRequest::default() };
        soon(self.pair.query.query_client().get_fact(request)).await.unwrap().into_inner()
    }
}

/// What holds and what is pending: `IN_FORCE 15 | PLANNED 20 NOT`.
fn shown(fact: Option<&Fact>) -> String {
    let Some(fact) = fact else { return "nothing".to_owned() };
    let stage = |stage: &FactStage| {
        let share =
            stage.share.and_then(|share| share.exact).map_or_else(String::new, |share| format!(" {share}"));
        let not = if stage.polarity() == Polarity::Negative { " NOT" } else { "" };
        format!("{}{share}{not}", stage.status().as_str_name().trim_start_matches("FACT_STATUS_"))
    };
    let stages: Vec<_> = fact.holding.iter().chain(&fact.pending).map(stage).collect();
    let disputed = if fact.disputed { " (disputed)" } else { "" };
    format!("{}{disputed}", stages.join(" | "))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story() {
    let told = Told::tell(steps()).await;
    stakes(&told).await;
    partnerships(&told).await;
    plans_and_words(&told).await;
    histories(&told).await;
    disagreements(&told).await;
    ownership(&told).await;
    timeline(&told).await;
    told.pair.stop().await;
}

async fn stakes(told: &Told) {
    let mut wrong = Vec::new();
    for (holder, target, valid_at, known_after, expected) in [
        // As it is known at the end.
        ("Carellis", "Velnor", "", "", "IN_FORCE 15"),
        ("Carellis", "Velnor", "2020-01-30", "", "nothing"),
        ("Carellis", "Velnor", "2020-01-31", "", "IN_FORCE 43.4"),
        ("Carellis", "Velnor", "2022-09-09", "", "IN_FORCE 43.4"),
        // What was denied was confirmed later on.
        ("Carellis", "Velnor", "2022-09-10", "", "IN_FORCE 43.4 | PLANNED 15"),
        ("Carellis", "Velnor", "2023-01-30", "", "IN_FORCE 43.4 | ANNOUNCED 15"),
        ("Carellis", "Velnor", "2023-11-07", "", "IN_FORCE 43.4 | ANNOUNCED 15"),
        ("Carellis", "Velnor", "2023-11-08", "", "IN_FORCE 15"),
        ("Velnor", "Carellis", "2020-02-01", "", "IN_FORCE 15"),
        ("Velnor", "Carellis", "2024-01-01", "", "IN_FORCE 15"),
        ("Norvane", "Orbelis", "2021-05-03", "", "nothing"),
        ("Norvane", "Orbelis", "2021-05-04", "", "IN_FORCE 60"),
        ("Tessaline", "Orbelis", "", "", "nothing"),
        ("Hautecombe", "Ilvara", "2022-03-01", "", "ENDED"),
        // As it was known on the way.
        ("Carellis", "Velnor", "", "completion", "IN_FORCE 15"),
        ("Carellis", "Velnor", "2023-11-07", "completion", "IN_FORCE 43.4 | PLANNED 15"),
        ("Carellis", "Velnor", "2020-01-31", "completion", "nothing"),
        ("Carellis", "Velnor", "2020-01-31", "accounts", "IN_FORCE 43.4"),
        ("Carellis", "Velnor", "2022-09-11", "rumour", "PLANNED 15 NOT (disputed)"),
        ("Carellis", "Velnor", "2022-09-11", "denial", "PLANNED 15 NOT"),
        ("Carellis", "Velnor", "2022-09-10", "denial", "nothing"),
        ("Carellis", "Velnor", "2023-12-31", "register", "IN_FORCE 15"),
        ("Carellis", "Velnor", "2023-12-31", "mistake", "IN_FORCE 28.4 (disputed)"),
        ("Carellis", "Velnor", "2023-12-31", "correction", "IN_FORCE 15"),
        ("Velnor", "Carellis", "", "copies", "nothing"),
        ("Norvane", "Orbelis", "", "takeover", "IN_FORCE 60"),
        ("Norvane", "Orbelis", "", "too much", "IN_FORCE 60"),
        ("Norvane", "Orbelis", "", "retraction", "IN_FORCE 60"),
        ("Tessaline", "Orbelis", "", "retraction", "nothing"),
    ] {
        let fact = told.stake(holder, target, told.as_of(valid_at, known_after)).await;
        let shown = shown(fact.as_ref());
        if shown != expected {
            wrong.push(format!(
                "{holder} in {target}, valid at {valid_at:?}, known after {known_after:?}: {shown}, not {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // What was withdrawn is shown where it is asked what was believed before.
    for (known_after, expected) in [
        ("takeover", vec!["IN_FORCE 60"]),
        ("too much", vec!["IN_FORCE 55", "IN_FORCE 60"]),
        ("", vec!["IN_FORCE 60"]),
    ] {
        let mut holders = told.holders("Orbelis", told.as_of("", known_after)).await;
        holders.sort_unstable();
        assert_eq!(holders, expected, "known after {known_after:?}");
    }
    // The announcement and its two copies are one origin.
    let fact = told.stake("Carellis", "Velnor", told.as_of("2023-02-15", "copies")).await.unwrap();
    let history = told.fact(&fact.fact_id).await;
    let announced =
        history.supports.iter().filter(|support| support.source.as_ref().unwrap().name == "Carellis");
    let of_agency: Vec<_> =
        announced.filter(|support| !support.denies).map(|support| support.origin).collect();
    assert_eq!(of_agency.len(), 3);
    assert!(of_agency.iter().all(|origin| *origin == of_agency[0]), "{of_agency:?}");
}

async fn partnerships(told: &Told) {
    for (parties, valid_at, known_after, expected) in [
        (["Medivance", "Orbelis"], "2023-03-01", "", "nothing"),
        (["Medivance", "Orbelis"], "2023-03-02", "", "NEGOTIATING"),
        (["Medivance", "Orbelis"], "2023-04-02", "", "ANNOUNCED"),
        (["Medivance", "Orbelis"], "2023-06-01", "", "IN_FORCE"),
        (["Medivance", "Orbelis"], "2024-02-01", "", "ENDED"),
        (["Medivance", "Orbelis"], "", "", "ENDED"),
        (["Medivance", "Orbelis"], "", "talks", "NEGOTIATING"),
        (["Medivance", "Orbelis"], "", "alliance", "IN_FORCE"),
        (["Medivance", "Orbelis"], "", "signature", "IN_FORCE"),
        (["Medivance", "Orbelis"], "", "takeover", "nothing"),
    ] {
        let fact = told.partnership(parties, told.as_of(valid_at, known_after)).await;
        assert_eq!(
            shown(fact.as_ref()),
            expected,
            "{parties:?}, valid at {valid_at:?}, known after {known_after:?}"
        );
    }
}

async fn plans_and_words(told: &Told) {
    let mut query = told.pair.query.query_client();
    let filter = Some(FactFilter { entity: "carellis".to_owned(), ..FactFilter::default() });
    for (valid_at, expected) in [("2022-01-12", "PLANNED"), ("2023-05-15", "IN_FORCE"), ("", "IN_FORCE")] {
        let as_of = Some(told.as_of(valid_at, ""));
        let request = ListStrategiesRequest { filter: filter.clone(), as_of, ..Default::default() };
        let plans = soon(query.list_strategies(request)).await.unwrap().into_inner().strategies;
        assert_eq!((plans.len(), shown(plans.first()).as_str()), (1, expected), "{valid_at:?}");
    }
    let request = ListStatementsRequest { filter, ..Default::default() };
    let said = soon(query.list_statements(request)).await.unwrap().into_inner().statements;
    assert_eq!(said.iter().map(|fact| shown(Some(fact))).collect::<Vec<_>>(), ["SAID"]);
}

async fn histories(told: &Told) {
    let fact = told.stake("Carellis", "Velnor", told.as_of("", "")).await.unwrap();
    let history = told.fact(&fact.fact_id).await;
    let reasons: Vec<_> =
        history.revisions.iter().map(|revision| (revision.article_id.as_str(), revision.reason())).collect();
    assert_eq!(
        reasons,
        [
            ("denial", RevisionReason::FirstTold),
            ("rumour", RevisionReason::Contradiction),
            ("completion", RevisionReason::Update),
            ("accounts", RevisionReason::Update),
            ("announcement", RevisionReason::Update),
            ("copy-1", RevisionReason::Corroboration),
            ("copy-2", RevisionReason::Corroboration),
            ("register", RevisionReason::Corroboration),
            ("mistake", RevisionReason::Contradiction),
            ("mistake", RevisionReason::Correction),
        ]
    );
    // Nothing is silently dropped: the mistake is shown, withdrawn.
    let withdrawn: Vec<_> =
        history.supports.iter().filter(|support| support.withdrawn_time.is_some()).collect();
    assert_eq!((withdrawn.len(), withdrawn[0].withdrawn_reason()), (1, RevisionReason::Correction));
    assert_eq!(withdrawn[0].share.unwrap().exact, Some(28.4));
}

async fn disagreements(told: &Told) {
    let request = ListContradictionsRequest::default();
    let found = soon(told.pair.query.query_client().list_contradictions(request)).await.unwrap().into_inner();
    let kinds: Vec<_> =
        found.contradictions.iter().map(|found| (found.kind(), found.entities[0].name.as_str())).collect();
    // The denial was settled by what came after it.
    assert_eq!(kinds, [(ContradictionKind::NeverHeld, "Hautecombe")], "{found:?}");
    let fact_id = told.stake("Carellis", "Velnor", told.as_of("", "")).await.unwrap().fact_id;
    for (known_after, expected) in [
        ("rumour", vec![ContradictionKind::Denied]),
        ("announcement", vec![]),
        ("mistake", vec![ContradictionKind::SharesDiffer]),
        ("correction", vec![]),
    ] {
        let as_of = Some(told.as_of("", known_after));
        let request = GetFactRequest { fact_id: fact_id.clone(), as_of, ..GetFactRequest::default() };
        let then = soon(told.pair.query.query_client().get_fact(request)).await.unwrap().into_inner();
        let kinds: Vec<_> = then.contradictions.iter().map(entente_wire::v1::Contradiction::kind).collect();
        assert_eq!(kinds, expected, "known after {known_after:?}");
    }
}

async fn ownership(told: &Told) {
    for (entity, as_of, expected) in [
        ("Velnor", "2024-01-01", vec![("Carellis", 15.0)]),
        ("Velnor", "2021-01-01", vec![("Carellis", 43.4)]),
        ("Orbelis", "2024-01-01", vec![("Norvane", 60.0)]),
    ] {
        let request = TraceOwnershipRequest {
            entity: entity.to_owned(),
            as_of: as_of.to_owned(),
            ..Default::default()
        };
        let trace = soon(told.pair.query.query_client().trace_ownership(request)).await.unwrap().into_inner();
        let shares: Vec<_> = trace.trace.unwrap().shares;
        let direct: Vec<_> = shares
            .iter()
            .map(|share| (share.entity.as_ref().unwrap().name.as_str(), share.direct.unwrap().exact.unwrap()))
            .collect();
        assert_eq!(direct, expected, "{entity} on {as_of}");
        // Who holds each other is marked.
        assert_eq!(shares[0].circular, entity == "Velnor");
    }
}

async fn timeline(told: &Told) {
    let request = GetTimelineRequest {
        entity: "Carellis".to_owned(),
        counterpart: "Velnor".to_owned(),
        ..GetTimelineRequest::default()
    };
    let timeline = soon(told.pair.query.query_client().get_timeline(request)).await.unwrap().into_inner();
    let stages: Vec<_> = timeline
        .entries
        .iter()
        .map(|entry| {
            let stage = entry.stage.as_ref().unwrap();
            let fact = Fact { holding: Some(stage.clone()), ..Fact::default() };
            (stage.from.as_ref().unwrap().latest.clone(), shown(Some(&fact)))
        })
        .collect();
    let stages: Vec<_> = stages.iter().map(|(day, stage)| (day.as_str(), stage.as_str())).collect();
    assert_eq!(
        stages,
        [
            ("2020-01-31", "IN_FORCE 43.4"),
            ("2020-02-01", "IN_FORCE 15"),
            ("2022-09-10", "PLANNED 15"),
            ("2023-01-30", "ANNOUNCED 15"),
            ("2023-11-08", "IN_FORCE 15"),
        ]
    );
}
