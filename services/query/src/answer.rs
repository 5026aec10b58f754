//! Questions and their answers on the wire.

use std::sync::Arc;

use std::collections::HashMap;

use entente_answer::{Abstention, Answer, AnswerError, Answerer, Citation};
use entente_index::View;
use entente_model::{ArticleId, Language, Tenant};
use entente_runtime::Deadline;
use entente_text::{OffsetUnit, Offsets};
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, Within as _, field, money, recount, share, v1};

use crate::found;
use crate::reader::{Reader, broken, unread};

/// Longest question, in bytes.
const QUESTION_MOST: usize = 2048;

pub(crate) async fn answer(
    reader: &Reader,
    answerer: &Arc<Answerer>,
    deadline: Option<Deadline>,
    request: v1::AnswerQuestionRequest,
) -> Result<v1::AnswerQuestionResponse, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    let question = field::text(&request.question, QUESTION_MOST).within("question")?.to_owned();
    if question.trim().is_empty() {
        return Err(Failure::invalid("is empty")).within("question");
    }
    let language = language(answerer, &request.language).within("language")?;
    let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
    let answerer = Arc::clone(answerer);
    let read = move |view: &View| {
        let answer = answerer.answer(view, &tenant, &question, language).map_err(|error| match error {
            AnswerError::Language(code) => unknown_language(&answerer, &code).within("language"),
            AnswerError::Facts(error) => unread(&error),
        })?;
        response(view, &tenant, answer, unit)
    };
    reader.read(&request.cursor, deadline, read).await
}

fn language(answerer: &Answerer, code: &str) -> Result<Option<Language>, Failure> {
    if code.is_empty() {
        return Ok(None);
    }
    let known = answerer.languages().find(|language| language.as_str() == code);
    known.map(Some).ok_or_else(|| unknown_language(answerer, code))
}

fn unknown_language(answerer: &Answerer, code: &str) -> Failure {
    let known: Vec<String> = answerer.languages().map(|language| language.to_string()).collect();
    let known = known.join(", ");
    let code: String = code.chars().take(32).collect();
    let message = format!("{code:?} is none of the languages that questions are read in: {known}");
    Failure::new(ErrorReason::LanguageUnknown, message).with("language", code).with("known", known)
}

fn response(
    view: &View,
    tenant: &Tenant,
    answer: Answer,
    unit: OffsetUnit,
) -> Result<v1::AnswerQuestionResponse, Failure> {
    let told = v1::AnswerQuestionResponse {
        answered: answer.outcome.is_ok(),
        text: answer.text,
        plan: answer.plan.map_or_else(String::new, |plan| plan.to_string()),
        ..v1::AnswerQuestionResponse::default()
    };
    let proven = match answer.outcome {
        Ok(proven) => proven,
        Err(abstention) => {
            return Ok(v1::AnswerQuestionResponse { abstention_reason: reason(abstention).into(), ..told });
        }
    };
    Ok(v1::AnswerQuestionResponse {
        entities: proven.entities,
        share: proven.share.as_ref().map(share::encode),
        amount: proven.amount.as_ref().map(money::encode),
        verdict: proven.verdict,
        time: proven.time.map_or_else(String::new, |time| time.to_string()),
        citations: citations(view, tenant, &proven.citations, unit)?,
        ..told
    })
}

fn reason(abstention: Abstention) -> v1::AbstentionReason {
    match abstention {
        Abstention::NotUnderstood => v1::AbstentionReason::NotUnderstood,
        Abstention::NotKnown => v1::AbstentionReason::NotKnown,
        Abstention::OutOfScope => v1::AbstentionReason::OutOfScope,
    }
}

fn citations(
    view: &View,
    tenant: &Tenant,
    citations: &[Citation],
    unit: OffsetUnit,
) -> Result<Vec<v1::Citation>, Failure> {
    let mut texts: HashMap<&ArticleId, String> = HashMap::new();
    for citation in citations {
        let id = &citation.article.id;
        // Bytes are what the citations have: no text is needed to count them.
        if unit != OffsetUnit::Utf8 && !texts.contains_key(id) {
            let text = view.text(tenant, id).map_err(|error| broken(&error))?;
            texts.insert(id, text.ok_or_else(|| Failure::internal("the text of an article is missing"))?);
        }
    }
    let offsets: HashMap<&ArticleId, Offsets<'_>> =
        texts.iter().map(|(&id, text)| (id, Offsets::new(text))).collect();
    let citation = |citation: &Citation| {
        let span = citation.evidence.span;
        let span = match offsets.get(&citation.article.id) {
            Some(offsets) => recount::span(offsets, span, unit).map_err(|failure| found::misfit(&failure))?,
            None => v1::Span { start: found::offset(span.start), end: found::offset(span.end) },
        };
        Ok(v1::Citation {
            article: Some(found::article(&citation.article)),
            span: Some(span),
            quote: citation.evidence.quote.clone(),
            event_id: citation.event.to_string(),
        })
    };
    citations.iter().map(citation).collect()
}
