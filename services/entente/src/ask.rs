//! `entente ask`: questions to a query service.

mod prompt;

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use entente_wire::v1::{AnswerQuestionRequest, AnswerQuestionResponse, Citation, ErrorReason, OffsetUnit};
use serde::Deserialize;
use tonic::{Code, Status};

use crate::answer_format;
use crate::client::{CredentialArgs, Service, told};
use crate::error::{Error, Outcome};
use crate::input;
use crate::list::WhenArgs;
use crate::output::{complain, say};
use crate::sentence::one_line;

/// The flag and the variable of the address.
const ADDRESS: &str = "--query-address, ENTENTE_QUERY_ADDRESS";

#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// The question, in French or English; without one, questions are read from standard input, each of which may go on from the one
    /// before ("and Norvane?")
    #[arg(conflicts_with = "file")]
    question: Option<String>,
    /// Questions instead, one a line as {"id", "language", "question"}, or - for standard input; answers come in order
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    terms: Terms,
}

/// With what a question is asked, and how its answer is shown.
#[derive(Debug, Args)]
struct Terms {
    /// Language of the questions, fr or en; detected when not given
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true, conflicts_with = "file")]
    language: String,
    /// A question that goes on from the last one under the same name, which the service remembers for a while
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true, conflicts_with = "file")]
    conversation: String,
    /// The day from which "last year" and the like count; today when not given
    #[arg(long, value_name = "DATE")]
    now: Option<jiff::civil::Date>,
    #[command(flatten)]
    when: WhenArgs,
    /// Also show how each question was understood
    #[arg(long)]
    plan: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Text)]
    output: Output,
    #[command(flatten)]
    read: ReadArgs,
}

/// What every read of a query service needs.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// Address of the query service
    #[arg(long, env = "ENTENTE_QUERY_ADDRESS", value_name = "ADDRESS:PORT", default_value_t = entente_query::DEFAULT_ADDRESS.to_string())]
    pub(crate) query_address: String,
    /// Whose articles; the token's tenant when not given, or `default`
    #[arg(
        long,
        env = "ENTENTE_TENANT",
        value_name = "TENANT",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) tenant: String,
    /// Wait until this much of the log is applied, as ingest printed it
    #[arg(long, value_name = "CURSOR", default_value = "", hide_default_value = true)]
    pub(crate) cursor: String,
    #[command(flatten)]
    pub(crate) credentials: CredentialArgs,
}

impl ReadArgs {
    pub(crate) async fn connect(&self) -> Result<Service, Error> {
        Service::connect(ADDRESS, &self.query_address, &self.credentials).await
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// The answer with its quotes, for people
    Text,
    /// One JSON object a question; an offset counts Unicode code points
    Json,
}

/// A line of `--file`.
#[derive(Debug, Deserialize)]
struct Question {
    id: Option<String>,
    #[serde(rename = "question")]
    words: String,
    language: Option<String>,
}

pub(crate) async fn run(args: AskArgs) -> Result<Outcome, Error> {
    let terms = &args.terms;
    let service = terms.read.connect().await?;
    let Some(file) = &args.file else {
        let Some(question) = args.question else { return prompt::run(&service, args.terms).await };
        let answer = terms.ask(&service, &question).await.map_err(|status| service.failed(&status))?;
        say(&terms.printed(None, &answer)?)?;
        return Ok(Outcome::Done);
    };
    let mut refused = 0;
    for line in input::open(file)? {
        let asked = line.and_then(|line| Ok((line.json::<Question>()?, line.place)));
        let (question, place) = match asked {
            Ok(asked) => asked,
            Err(unreadable) => {
                refused += 1;
                complain(&unreadable.to_string());
                continue;
            }
        };
        let language = question.language.unwrap_or_default();
        let request = AnswerQuestionRequest { language, ..terms.request(&question.words) };
        match service.query().answer_question(request).await {
            Ok(answer) => {
                if terms.output == Output::Text {
                    say(&format!("{}\n", one_line(&question.words)))?;
                }
                say(&terms.printed(question.id.as_deref(), answer.get_ref())?)?;
            }
            // The cursor and the tenant are the same for all questions: one of them is not to blame.
            Err(status) if is_of_question(&status) => {
                refused += 1;
                complain(&place.unreadable(told(&status)).to_string());
            }
            Err(status) => return Err(service.failed(&status)),
        }
    }
    Ok(Outcome::after(refused))
}

impl Terms {
    fn request(&self, question: &str) -> AnswerQuestionRequest {
        AnswerQuestionRequest {
            language: self.language.clone(),
            conversation_id: self.conversation.clone(),
            as_of: self.when.as_of(),
            now: self.now.map(|day| day.to_string()).unwrap_or_default(),
            ..request(&self.read, question)
        }
    }

    async fn ask(&self, service: &Service, question: &str) -> Result<AnswerQuestionResponse, Status> {
        Ok(service.query().answer_question(self.request(question)).await?.into_inner())
    }

    fn printed(&self, id: Option<&str>, answer: &AnswerQuestionResponse) -> Result<String, Error> {
        match self.output {
            Output::Text => {
                let plan = Some(&answer.plan).filter(|plan| self.plan && !plan.is_empty());
                let plan = plan.map_or_else(String::new, |plan| format!("  {}\n", one_line(plan)));
                Ok(plan + &in_words(answer))
            }
            Output::Json => {
                let line =
                    answer_format::line(id, answer).map_err(|failure| Error::Answer(failure.to_string()))?;
                Ok(line + "\n")
            }
        }
    }
}

/// Asks one question that stands alone.
pub(crate) async fn ask(
    service: &Service,
    read: &ReadArgs,
    question: &str,
) -> Result<AnswerQuestionResponse, Status> {
    Ok(service.query().answer_question(request(read, question)).await?.into_inner())
}

fn request(read: &ReadArgs, question: &str) -> AnswerQuestionRequest {
    AnswerQuestionRequest {
        tenant: read.tenant.clone(),
        question: question.to_owned(),
        cursor: read.cursor.clone(),
        offset_unit: OffsetUnit::CodePoints.into(),
        ..AnswerQuestionRequest::default()
    }
}

fn is_of_question(status: &Status) -> bool {
    let reason = ErrorReason::of(status);
    status.code() == Code::InvalidArgument && reason != Some(ErrorReason::CursorInvalid)
}

/// The answer and what proves it, or what is known that comes near, indented.
pub(crate) fn in_words(answer: &AnswerQuestionResponse) -> String {
    let mut out = format!("  {}\n", one_line(&answer.text));
    push_quotes(&mut out, "    ", &answer.citations);
    for near in answer.abstention.iter().flat_map(|abstention| &abstention.nearest) {
        let _ = writeln!(out, "    near to it: {}", one_line(&near.text));
        push_quotes(&mut out, "      ", &near.citations);
    }
    out
}

fn push_quotes(out: &mut String, indent: &str, citations: &[Citation]) {
    for citation in citations {
        let article = citation.article.as_ref().map_or("", |article| article.article_id.as_str());
        let _ = writeln!(out, "{indent}> {} ({article})", one_line(&citation.quote));
    }
}
