//! `entente ask`: questions to a query service.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use entente_wire::v1::{AnswerQuestionRequest, AnswerQuestionResponse, ErrorReason, OffsetUnit};
use serde::Deserialize;
use tonic::{Code, Status};

use crate::answer_format;
use crate::client::{Service, told};
use crate::error::{Error, Outcome};
use crate::input;
use crate::output::{complain, say};
use crate::sentence::one_line;

/// The flag and the variable of the address.
pub(crate) const ADDRESS: &str = "--query-address, ENTENTE_QUERY_ADDRESS";

#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// The question, in French or English
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    question: Option<String>,
    /// Questions instead, one a line as {"id", "language", "question"}, or - for standard input; answers come in order
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Language of the question, fr or en; detected when not given
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true, conflicts_with = "file")]
    language: String,
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
    /// Whose articles
    #[arg(long, env = "ENTENTE_TENANT", value_name = "TENANT", default_value = "default")]
    pub(crate) tenant: String,
    /// Wait until this much of the log is applied, as ingest printed it
    #[arg(long, value_name = "CURSOR", default_value = "", hide_default_value = true)]
    pub(crate) cursor: String,
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
    let service = Service::connect(ADDRESS, &args.read.query_address).await?;
    let Some(file) = &args.file else {
        let question = args.question.unwrap_or_default();
        let answer = ask(&service, &args.read, &question, &args.language).await;
        let answer = answer.map_err(|status| service.failed(&status))?;
        say(&printed(args.output, None, &answer)?)?;
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
        match ask(&service, &args.read, &question.words, &language).await {
            Ok(answer) => {
                if args.output == Output::Text {
                    say(&format!("{}\n", one_line(&question.words)))?;
                }
                say(&printed(args.output, question.id.as_deref(), &answer)?)?;
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

/// Asks one question.
pub(crate) async fn ask(
    service: &Service,
    read: &ReadArgs,
    question: &str,
    language: &str,
) -> Result<AnswerQuestionResponse, Status> {
    let request = AnswerQuestionRequest {
        tenant: read.tenant.clone(),
        question: question.to_owned(),
        language: language.to_owned(),
        cursor: read.cursor.clone(),
        offset_unit: OffsetUnit::CodePoints.into(),
        ..AnswerQuestionRequest::default()
    };
    Ok(service.query().answer_question(request).await?.into_inner())
}

fn is_of_question(status: &Status) -> bool {
    let reason = ErrorReason::of(status);
    status.code() == Code::InvalidArgument && reason != Some(ErrorReason::CursorInvalid)
}

fn printed(output: Output, id: Option<&str>, answer: &AnswerQuestionResponse) -> Result<String, Error> {
    match output {
        Output::Text => Ok(in_words(answer)),
        Output::Json => {
            let line =
                answer_format::line(id, answer).map_err(|failure| Error::Answer(failure.to_string()))?;
            Ok(line + "\n")
        }
    }
}

/// The answer and what proves it, indented.
pub(crate) fn in_words(answer: &AnswerQuestionResponse) -> String {
    let mut out = format!("  {}\n", one_line(&answer.text));
    for citation in &answer.citations {
        let article = citation.article.as_ref().map_or("", |article| article.article_id.as_str());
        let _ = writeln!(out, "    > {} ({article})", one_line(&citation.quote));
    }
    out
}
