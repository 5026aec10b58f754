//! Citations that are checked, over real sockets.

use entente_wire::v1::{
    AnswerQuestionRequest, ArticleReference, Citation, CitationDifference, CitationStanding, ErrorReason,
    OffsetUnit, Span, VerifyCitationRequest, VerifyCitationResponse,
};
use tonic::Code;

use crate::support::{Running, Sample, told};

async fn verify(running: &mut Running, cursor: &str, citation: Citation) -> VerifyCitationResponse {
    let request = VerifyCitationRequest {
        citation: Some(citation),
        cursor: cursor.to_owned(),
        offset_unit: OffsetUnit::CodePoints.into(),
        ..VerifyCitationRequest::default()
    };
    running.client.verify_citation(request).await.unwrap().into_inner()
}

async fn cited(running: &mut Running, cursor: &str) -> Citation {
    let request = AnswerQuestionRequest {
        question: "What stake does Vaucresson Énergie hold in Hautecombe Industries?".to_owned(),
        cursor: cursor.to_owned(),
        offset_unit: OffsetUnit::CodePoints.into(),
        ..AnswerQuestionRequest::default()
    };
    running.client.answer_question(request).await.unwrap().into_inner().citations.remove(0)
}

fn outcome(answer: &VerifyCitationResponse) -> (bool, CitationStanding, CitationDifference) {
    (answer.verbatim, answer.standing(), answer.difference())
}

#[tokio::test]
async fn a_citation_of_an_answer_holds_until_its_article_changes() {
    use CitationDifference as Differs;
    let (log, mut running, cursor, _folder) = Running::after(&[Sample::new("a-1")]).await;
    let citation = cited(&mut running, &cursor).await;
    let answer = verify(&mut running, &cursor, citation.clone()).await;
    assert_eq!(outcome(&answer), (true, CitationStanding::Stands, Differs::Unspecified));
    assert_eq!(
        (answer.words.as_str(), &answer.places),
        (citation.quote.as_str(), &vec![citation.span.unwrap()])
    );
    assert_eq!((&answer.article, &answer.current_places), (&answer.current, &answer.places));

    let span = citation.span.unwrap();
    let article = citation.article.clone().unwrap();
    let moved = Span { start: span.start + 1, end: span.end + 1 };
    let beyond = Span { start: span.start, end: 9999 };
    let hash = "0".repeat(64);
    for (changed, difference) in [
        (Citation { span: Some(moved), ..citation.clone() }, Differs::Words),
        (Citation { span: Some(beyond), ..citation.clone() }, Differs::Span),
        (Citation { quote: citation.quote.replace("15", "51"), ..citation.clone() }, Differs::Words),
        (
            Citation {
                article: Some(ArticleReference { text_sha256: hash, ..article.clone() }),
                ..citation.clone()
            },
            Differs::Text,
        ),
    ] {
        let answer = verify(&mut running, &cursor, changed.clone()).await;
        assert_eq!(outcome(&answer), (false, CitationStanding::Stands, difference));
        // What is quoted right is found where it is.
        let there = changed.quote == citation.quote;
        assert_eq!(answer.places, if there { vec![span] } else { vec![] });
    }

    let revised = Sample { revision: 2, share: 20.0, ..Sample::new("a-1") };
    let cursor = log.append(&revised.accept());
    let answer = verify(&mut running, &cursor, citation.clone()).await;
    assert_eq!(outcome(&answer), (true, CitationStanding::Revised, Differs::Unspecified));
    assert_eq!((answer.current.unwrap().revision, answer.current_places.len()), (2, 0));
    // Without a revision, the one that stands is meant.
    let newest = Citation {
        article: Some(ArticleReference { revision: 0, text_sha256: String::new(), ..article }),
        ..citation.clone()
    };
    let answer = verify(&mut running, &cursor, newest).await;
    assert_eq!(outcome(&answer), (false, CitationStanding::Stands, Differs::Words));
    assert!(answer.words.contains("20%"), "{}", answer.words);

    let cursor = log.append(&revised.retract());
    let answer = verify(&mut running, &cursor, citation).await;
    assert_eq!(outcome(&answer), (true, CitationStanding::Retracted, Differs::Unspecified));
    assert!(answer.current.is_none() && answer.article.is_some());
    running.stop().await;
}

#[tokio::test]
async fn what_is_no_citation_is_refused() {
    let (_log, mut running, cursor, _folder) = Running::after(&[Sample::new("a-1")]).await;
    let good = cited(&mut running, &cursor).await;
    let of = |article_id: &str, revision| {
        let article = Some(ArticleReference {
            article_id: article_id.to_owned(),
            revision,
            ..ArticleReference::default()
        });
        Citation { article, ..good.clone() }
    };
    for (bad, code, reason, field) in [
        (of("a-2", 0), Code::NotFound, ErrorReason::ArticleNotFound, ""),
        (of("a-1", 7), Code::NotFound, ErrorReason::ArticleNotFound, ""),
        (of("", 1), Code::InvalidArgument, ErrorReason::FieldInvalid, "citation.article.article_id"),
        (of("a-1", -1), Code::InvalidArgument, ErrorReason::FieldInvalid, "citation.article.revision"),
        (
            Citation { quote: String::new(), ..good.clone() },
            Code::InvalidArgument,
            ErrorReason::FieldInvalid,
            "citation.quote",
        ),
        (
            Citation { quote: "x".repeat(16_385), ..good.clone() },
            Code::InvalidArgument,
            ErrorReason::FieldTooLong,
            "citation.quote",
        ),
        (
            Citation { span: Some(Span { start: 5, end: 4 }), ..good.clone() },
            Code::InvalidArgument,
            ErrorReason::FieldInvalid,
            "citation.span",
        ),
        (
            Citation { span: None, ..good.clone() },
            Code::InvalidArgument,
            ErrorReason::FieldInvalid,
            "citation.span",
        ),
        (
            Citation { article: None, ..good.clone() },
            Code::InvalidArgument,
            ErrorReason::FieldInvalid,
            "citation.article",
        ),
    ] {
        let request = VerifyCitationRequest { citation: Some(bad), ..VerifyCitationRequest::default() };
        let status = running.client.verify_citation(request).await.unwrap_err();
        assert_eq!((status.code(), told(&status)), (code, (reason, field.to_owned())), "{status:?}");
    }
    running.stop().await;
}
