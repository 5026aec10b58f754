//! Plans instead of questions, and questions that go on, over real sockets.

use entente_model::StakeStatus;
use entente_wire::v1::{
    AnswerQuestionRequest, AnswerQuestionResponse, AsOf, ErrorReason, ExecutePlanRequest, Intent, OffsetUnit,
    Plan, PlanBound, PlanName, PlanPeriod,
};
use prost_types::Timestamp;
use tonic::Code;

use crate::support::{Running, Sample, told};

const HOLDER: &str = "Vaucresson Énergie";
const TARGET: &str = "Hautecombe Industries";

fn articles() -> Vec<Sample> {
    vec![
        Sample::new("held"),
        Sample { target: "Brévannes", share: 30.0, time: Some("2021-05-02"), ..Sample::new("other") },
        Sample {
            holder: "Merzac",
            target: "Caldora",
            status: StakeStatus::Planned,
            share: 20.0,
            ..Sample::new("plan")
        },
        Sample {
            holder: "Tessaline",
            target: "Gazenor",
            status: StakeStatus::Planned,
            denied: true,
            ..Sample::new("denial")
        },
    ]
}

fn name(name: &str) -> PlanName {
    PlanName { name: name.to_owned(), ..PlanName::default() }
}

fn share(holder: &str, target: &str) -> Plan {
    Plan {
        intent: Intent::Share.into(),
        subjects: vec![name(holder)],
        objects: vec![name(target)],
        ..Plan::default()
    }
}

/// The answer without the sentence that tells how a name was read.
fn without_reading(mut answer: AnswerQuestionResponse) -> AnswerQuestionResponse {
    if let Some((reading, rest)) = answer.text.split_once(". ")
        && (reading.contains("est lu") || reading.contains("I read"))
    {
        answer.text = rest.to_owned();
    }
    answer
}

#[tokio::test]
async fn a_plan_is_answered_as_its_question() {
    let (_log, mut running, cursor, _folder) = Running::after(&articles()).await;
    let mut understood = 0;
    for question in [
        "Quelle part de Hautecombe Industries Vaucresson Énergie détient-il ?",
        "What stake does Vaucresson Énergie hold in Hautecombe Industries?",
        "Quelle part de hautecombe industries vaucreson energie détient-il ?",
        "Qui détient Brévannes ?",
        "Who owns Hautecombe Industries?",
        "Que détient Vaucresson Énergie ?",
        "What does Vaucresson Énergie own?",
        "Vaucresson Énergie détient-il une part de Caldora ?",
        "Does Merzac plan to buy Caldora?",
        "Tessaline veut-il racheter Gazenor ?",
        "Quelle part de Caldora Merzac compte-t-il prendre ?",
        "Combien Merzac a-t-il payé Caldora ?",
        "Qui sont les partenaires de Vaucresson Énergie ?",
        "Qu'a dit Merzac ?",
        "What did Vaucresson Énergie say?",
        "Que prévoit Merzac ?",
        "What does Merzac plan in China in 2025?",
        "Qui détient Orbelis ?",
        "Qui a acheté les usines Zzyva ?",
        "Quel temps fera-t-il demain à Paris ?",
    ] {
        let ask = AnswerQuestionRequest {
            question: question.to_owned(),
            cursor: cursor.clone(),
            offset_unit: OffsetUnit::CodePoints.into(),
            ..AnswerQuestionRequest::default()
        };
        let asked = running.client.answer_question(ask).await.unwrap().into_inner();
        let Some(plan) = asked.typed_plan.clone() else { continue };
        understood += 1;
        let execute = ExecutePlanRequest {
            plan: Some(plan),
            language: asked.language.clone(),
            offset_unit: OffsetUnit::CodePoints.into(),
            ..ExecutePlanRequest::default()
        };
        let executed = running.client.execute_plan(execute).await.unwrap().into_inner().answer.unwrap();
        assert_eq!(without_reading(asked), executed, "{question}");
    }
    assert!(understood >= 17, "{understood} questions were understood");
    running.stop().await;
}

#[tokio::test]
async fn a_plan_made_by_hand_is_answered() {
    let (_log, mut running, cursor, _folder) = Running::after(&articles()).await;
    let mut execute = async |plan: Plan, language: &str| {
        let request = ExecutePlanRequest {
            plan: Some(plan),
            language: language.to_owned(),
            cursor: cursor.clone(),
            ..ExecutePlanRequest::default()
        };
        running.client.execute_plan(request).await.unwrap().into_inner().answer.unwrap()
    };
    let answer = execute(share("vaucresson energie", "HAUTECOMBE INDUSTRIES"), "").await;
    assert_eq!((answer.share.unwrap().exact, answer.language.as_str()), (Some(15.0), "en"), "{answer:?}");
    let resolved = answer.typed_plan.unwrap();
    assert_eq!(resolved.subjects[0].name, HOLDER);

    // An id is enough, and its name is told.
    let id = resolved.subjects[0].entity_ids[0].clone();
    let by_id = PlanName { entity_ids: vec![id], ..PlanName::default() };
    let plan = Plan { subjects: vec![by_id], ..share("", TARGET) };
    let answer = execute(plan, "fr").await;
    assert_eq!(answer.typed_plan.as_ref().unwrap().subjects[0].name, HOLDER);
    assert!(answer.answered && answer.text.starts_with("Vaucresson Énergie détient 15 %"), "{answer:?}");

    let stranger = Plan {
        subjects: vec![PlanName { entity_ids: vec![format!("e{}", "0".repeat(32))], ..name("Nobody") }],
        ..share("", TARGET)
    };
    let answer = execute(stranger, "en").await;
    assert_eq!(answer.abstention.unwrap().terms, ["Nobody"]);
    running.stop().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_plan_is_named() {
    let (_log, mut running, _cursor, _folder) = Running::after(&[Sample::new("a-1")]).await;
    let plan = || share(HOLDER, TARGET);
    let period = |date: &str| Some(PlanPeriod { date: date.to_owned(), bound: PlanBound::Since.into() });
    let with_id = |id: &str| PlanName { entity_ids: vec![id.to_owned()], ..name("x") };
    for (bad, reason, field) in [
        (Plan { intent: 0, ..plan() }, ErrorReason::FieldInvalid, "plan.intent"),
        (Plan { intent: 999, ..plan() }, ErrorReason::FieldInvalid, "plan.intent"),
        (Plan { stage: 9, ..plan() }, ErrorReason::FieldInvalid, "plan.stage"),
        (Plan { told: -1, ..plan() }, ErrorReason::FieldInvalid, "plan.told"),
        (Plan { detail: 77, ..plan() }, ErrorReason::FieldInvalid, "plan.detail"),
        (Plan { subjects: vec![name("")], ..plan() }, ErrorReason::FieldInvalid, "plan.subjects[0].name"),
        (
            Plan { subjects: vec![name("a"), name("b\nc")], ..plan() },
            ErrorReason::FieldInvalid,
            "plan.subjects[1].name",
        ),
        (Plan { objects: vec![name("a"); 17], ..plan() }, ErrorReason::FieldTooLong, "plan.objects"),
        (Plan { intent: Intent::Plans.into(), ..plan() }, ErrorReason::FieldInvalid, "plan.objects"),
        (
            Plan { with: vec![with_id("e12")], ..plan() },
            ErrorReason::FieldInvalid,
            "plan.with[0].entity_ids[0]",
        ),
        (
            Plan { except: vec![name(&"x".repeat(257))], ..plan() },
            ErrorReason::FieldTooLong,
            "plan.except[0].name",
        ),
        (
            Plan { about: vec!["usine".to_owned(), "…".to_owned()], ..plan() },
            ErrorReason::FieldInvalid,
            "plan.about[1]",
        ),
        (Plan { about: vec!["a".to_owned(); 65], ..plan() }, ErrorReason::FieldTooLong, "plan.about"),
        (Plan { places: vec!["Lune".to_owned()], ..plan() }, ErrorReason::FieldInvalid, "plan.places[0]"),
        (Plan { period: period(""), ..plan() }, ErrorReason::FieldInvalid, "plan.period.date"),
        (Plan { period: period("2019-13"), ..plan() }, ErrorReason::FieldInvalid, "plan.period.date"),
        (Plan { period: period("last year"), ..plan() }, ErrorReason::FieldInvalid, "plan.period.date"),
        (
            Plan { period: Some(PlanPeriod { bound: 8, ..period("2019").unwrap() }), ..plan() },
            ErrorReason::FieldInvalid,
            "plan.period.bound",
        ),
    ] {
        let request = ExecutePlanRequest { plan: Some(bad), ..ExecutePlanRequest::default() };
        let status = running.client.execute_plan(request).await.unwrap_err();
        assert_eq!((status.code(), told(&status)), (Code::InvalidArgument, (reason, field.to_owned())));
    }
    let status = running.client.execute_plan(ExecutePlanRequest::default()).await.unwrap_err();
    assert_eq!(told(&status), (ErrorReason::FieldInvalid, "plan".to_owned()));
    running.stop().await;
}

#[tokio::test]
async fn answers_are_those_of_their_time() {
    let articles = [
        Sample { share: 43.4, time: Some("2020-01-31"), ..Sample::new("a-1") },
        Sample { share: 15.0, time: Some("2023-11-08"), ..Sample::new("a-2") },
    ];
    let (log, mut running, _cursor, _folder) = Running::after(&articles).await;
    let cursor = log.append(&articles[1].retract());
    let known_before = |seconds| Some(Timestamp { seconds, nanos: 0 });
    for (valid_at, known_at, expected) in [
        ("", None, Some(43.4)),
        ("2020-01-30", None, None),
        ("2021-01-01", None, Some(43.4)),
        // The log takes one entry a second.
        ("", known_before(1_709_999_999), None),
        ("", known_before(1_710_000_000), Some(43.4)),
        ("", known_before(1_710_000_001), Some(15.0)),
        ("2023-11-07", known_before(1_710_000_001), Some(43.4)),
        ("", known_before(1_710_000_002), Some(43.4)),
    ] {
        let request = AnswerQuestionRequest {
            question: "What stake does Vaucresson Énergie hold in Hautecombe Industries?".to_owned(),
            cursor: cursor.clone(),
            as_of: Some(AsOf { valid_at: valid_at.to_owned(), known_at }),
            offset_unit: OffsetUnit::Utf16.into(),
            ..AnswerQuestionRequest::default()
        };
        let answer = running.client.answer_question(request).await.unwrap().into_inner();
        let exact = answer.share.and_then(|share| share.exact);
        assert_eq!(exact, expected, "valid at {valid_at:?}, known at {known_at:?}: {answer:?}");
        assert_eq!(answer.citations.is_empty(), expected.is_none());
    }
    running.stop().await;
}
