//! Questions, plans and their answers on the wire.

mod conversation;
mod plan;
mod texts;

use std::sync::Arc;

use entente_answer::{Abstention, Answer, AnswerError, Answerer, Ground, Lack, Nearest, Question};
use entente_facts::AsOf;
use entente_index::View;
use entente_model::{Language, Tenant};
use entente_runtime::Deadline;
use entente_text::OffsetUnit;
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, Within as _, field, money, share, v1};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::fact::as_of::{self, day};
use crate::reader::{Reader, unread};
use conversation::Conversations;
use texts::Texts;

/// Longest question, in bytes.
const QUESTION_MOST: usize = 2048;
/// Longest id of a conversation, in bytes.
const CONVERSATION_MOST: usize = 128;

/// What answers questions and plans. Clones share their memory of conversations.
#[derive(Debug, Clone)]
pub(crate) struct Answering {
    reader: Reader,
    answerer: Arc<Answerer>,
    conversations: Arc<Conversations>,
}

/// What a question and a plan have in common.
struct Terms {
    tenant: Tenant,
    language: Option<Language>,
    unit: OffsetUnit,
    as_of: AsOf,
}

impl Answering {
    pub(crate) fn new(reader: Reader, answerer: Arc<Answerer>) -> Self {
        Self { reader, answerer, conversations: Arc::default() }
    }

    /// Answers a question.
    pub(crate) async fn ask(
        &self,
        deadline: Option<Deadline>,
        request: v1::AnswerQuestionRequest,
    ) -> Result<v1::AnswerQuestionResponse, Failure> {
        let question = field::text(&request.question, QUESTION_MOST).within("question")?.to_owned();
        if question.trim().is_empty() {
            return Err(Failure::invalid("is empty")).within("question");
        }
        let unit = request.offset_unit;
        let terms = self.terms(&request.tenant, &request.language, unit, request.as_of.as_ref())?;
        let conversation = field::line(&request.conversation_id, CONVERSATION_MOST);
        let conversation = conversation.within("conversation_id")?.to_owned();
        let now = day(&request.now).within("now")?.or(terms.as_of.valid_at).unwrap_or_else(today);
        let Self { answerer, conversations, .. } = self.clone();
        let read = move |view: &View| {
            let remembers = !conversation.is_empty();
            let before = remembers.then(|| conversations.last(&terms.tenant, &conversation)).flatten();
            let question = Question {
                text: &question,
                language: terms.language,
                today: Some(now),
                before: before.as_ref(),
            };
            let answer = answerer.ask(terms.ground(view), question);
            let answer = answer.map_err(|error| unanswered(&answerer, &error))?;
            if let Some(plan) = answer.plan.as_ref().filter(|_| remembers) {
                conversations.remember(&terms.tenant, &conversation, plan.clone());
            }
            response(view, &terms, answer)
        };
        self.reader.read(&request.cursor, deadline, read).await
    }

    /// Answers a plan.
    pub(crate) async fn execute(
        &self,
        deadline: Option<Deadline>,
        request: v1::ExecutePlanRequest,
    ) -> Result<v1::ExecutePlanResponse, Failure> {
        let unit = request.offset_unit;
        let terms = self.terms(&request.tenant, &request.language, unit, request.as_of.as_ref())?;
        let plan = request.plan.ok_or_else(|| Failure::invalid("is not set")).within("plan")?;
        let plan = plan::decode(&plan, &self.answerer).within("plan")?;
        let answerer = Arc::clone(&self.answerer);
        let read = move |view: &View| {
            let answer = answerer.execute(terms.ground(view), &plan, terms.language);
            let answer = answer.map_err(|error| unanswered(&answerer, &error))?;
            let answer = Some(response(view, &terms, answer)?);
            Ok(v1::ExecutePlanResponse { answer })
        };
        self.reader.read(&request.cursor, deadline, read).await
    }

    fn terms(&self, tenant: &str, code: &str, unit: i32, point: Option<&v1::AsOf>) -> Result<Terms, Failure> {
        Ok(Terms {
            tenant: field::tenant(tenant).within("tenant")?,
            language: language(&self.answerer, code).within("language")?,
            unit: field::offset_unit(unit).within("offset_unit")?,
            as_of: as_of::decode(point).within("as_of")?,
        })
    }
}

impl Terms {
    fn ground<'a>(&'a self, view: &'a View) -> Ground<'a> {
        Ground { record: view, tenant: &self.tenant, as_of: self.as_of }
    }
}

/// The day of the service's clock, in UTC.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

fn unanswered(answerer: &Answerer, error: &AnswerError) -> Failure {
    match error {
        AnswerError::Language(code) => unknown_language(answerer, code).within("language"),
        AnswerError::Facts(error) => unread(error),
    }
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

fn response(view: &View, terms: &Terms, answer: Answer) -> Result<v1::AnswerQuestionResponse, Failure> {
    let mut texts = Texts::new(view, &terms.tenant, terms.unit);
    let told = v1::AnswerQuestionResponse {
        answered: answer.outcome.is_ok(),
        text: answer.text,
        plan: answer.plan.as_ref().map_or_else(String::new, ToString::to_string),
        typed_plan: answer.plan.as_ref().map(plan::encode),
        language: answer.language.to_string(),
        ..v1::AnswerQuestionResponse::default()
    };
    let proven = match answer.outcome {
        Ok(proven) => proven,
        Err(abstention) => {
            let reason = reason(abstention).into();
            let (lack, terms) = answer.lack.map_or_else(Default::default, lack);
            let nearest = answer.nearest.iter().map(|near| nearest(&mut texts, near));
            let nearest = nearest.collect::<Result<_, _>>()?;
            let abstention = v1::Abstention { reason, lack: lack.into(), terms, nearest };
            return Ok(v1::AnswerQuestionResponse {
                abstention_reason: reason,
                abstention: Some(abstention),
                ..told
            });
        }
    };
    Ok(v1::AnswerQuestionResponse {
        entities: proven.entities,
        share: proven.share.as_ref().map(share::encode),
        amount: proven.amount.as_ref().map(money::encode),
        verdict: proven.verdict,
        time: proven.time.map_or_else(String::new, |time| time.to_string()),
        citations: texts.cite(&proven.citations)?,
        ..told
    })
}

const fn reason(abstention: Abstention) -> v1::AbstentionReason {
    match abstention {
        Abstention::NotUnderstood => v1::AbstentionReason::NotUnderstood,
        Abstention::NotKnown => v1::AbstentionReason::NotKnown,
        Abstention::OutOfScope => v1::AbstentionReason::OutOfScope,
    }
}

fn lack(lack: Lack) -> (v1::Lack, Vec<String>) {
    match lack {
        Lack::Reading(word) => (v1::Lack::Reading, word.into_iter().collect()),
        Lack::Name(name) => (v1::Lack::Name, vec![name]),
        Lack::Words(words) => (v1::Lack::Words, words),
        Lack::Fact => (v1::Lack::Fact, Vec::new()),
        Lack::Agreement => (v1::Lack::Agreement, Vec::new()),
        Lack::Scope => (v1::Lack::Scope, Vec::new()),
    }
}

fn nearest(texts: &mut Texts<'_>, near: &Nearest) -> Result<v1::NearestKnown, Failure> {
    Ok(v1::NearestKnown { text: near.text.clone(), citations: texts.cite(&near.citations)? })
}
