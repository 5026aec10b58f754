//! Questions, over real sockets.

use entente_model::StakeStatus;
use entente_wire::v1::{AbstentionReason, AnswerQuestionRequest, ErrorReason, OffsetUnit};
use tonic::Code;

use crate::support::{FakeLog, Running, Sample, told};

#[tokio::test]
async fn an_answer_proves_itself_and_without_a_fact_there_is_none() {
    let article = Sample { status: StakeStatus::Held, ..Sample::new("a-1") };
    let log = FakeLog::new(1);
    let cursor = log.append(&article.accept());
    let (address, _server) = log.serve(([127, 0, 0, 1], 0).into()).await;
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(folder.path(), address).await;
    let ask = |question: &str| AnswerQuestionRequest {
        question: question.to_owned(),
        cursor: cursor.clone(),
        offset_unit: OffsetUnit::CodePoints.into(),
        ..AnswerQuestionRequest::default()
    };
    for question in [
        "Quelle part de Hautecombe Industries Vaucresson Énergie détient-il ?",
        "What stake does Vaucresson Énergie hold in Hautecombe Industries?",
    ] {
        let answer = running.client.answer_question(ask(question)).await.unwrap().into_inner();
        assert!(answer.answered, "{answer:?}");
        assert_eq!(answer.share.unwrap().exact, Some(15.0));
        assert!(!answer.plan.is_empty());
        let citation = &answer.citations[0];
        let span = citation.span.unwrap();
        let (start, end) = (usize::try_from(span.start).unwrap(), usize::try_from(span.end).unwrap());
        let cut: String = article.text().chars().skip(start).take(end - start).collect();
        assert_eq!((cut.as_str(), citation.quote.as_str()), (article.evidence().as_str(), cut.as_str()));
        assert_eq!(citation.event_id, "a-1/1/0");
        assert_eq!(citation.article.as_ref().unwrap().article_id, "a-1");
    }
    let unknown = ask("Quelle part de Hautecombe Industries Brévannes Finance détient-il ?");
    let answer = running.client.answer_question(unknown).await.unwrap().into_inner();
    assert_eq!(
        (answer.answered, answer.abstention_reason()),
        (false, AbstentionReason::NotKnown),
        "{answer:?}"
    );
    assert!(answer.citations.is_empty() && !answer.text.is_empty());

    for (bad, reason, field) in [
        (ask(" "), ErrorReason::FieldInvalid, "question"),
        (ask(&"?".repeat(2049)), ErrorReason::FieldTooLong, "question"),
        (
            AnswerQuestionRequest { language: "xx".to_owned(), ..ask("Qui ?") },
            ErrorReason::LanguageUnknown,
            "language",
        ),
    ] {
        let status = running.client.answer_question(bad).await.unwrap_err();
        assert_eq!((status.code(), told(&status)), (Code::InvalidArgument, (reason, field.to_owned())));
    }
    running.stop().await;
}
