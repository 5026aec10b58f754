//! An answer as one JSON object, offsets in Unicode code points.

use entente_annotation::{Amount, Percents};
use entente_wire::v1::{AnswerQuestionResponse, Citation};
use entente_wire::{Failure, money, share};
use serde::Serialize;

/// The line of one answer, without its end. `id` is the question's.
pub(crate) fn line(id: Option<&str>, answer: &AnswerQuestionResponse) -> Result<String, Failure> {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let line = Line {
        id,
        answered: answer.answered,
        entities: &answer.entities,
        share: answer.share.as_ref().map(share::decode).transpose()?.map(Percents::from),
        amount: answer.amount.as_ref().map(money::decode).transpose()?.map(Amount::from),
        verdict: answer.verdict,
        time: text(&answer.time),
        text: &answer.text,
        plan: text(&answer.plan),
        citations: answer.citations.iter().map(Cited::new).collect(),
    };
    serde_json::to_string(&line).map_err(|error| Failure::internal(error.to_string()))
}

#[derive(Serialize)]
struct Line<'a> {
    id: Option<&'a str>,
    answered: bool,
    entities: &'a [String],
    share: Option<Percents>,
    amount: Option<Amount>,
    verdict: Option<bool>,
    time: Option<String>,
    text: &'a str,
    plan: Option<String>,
    citations: Vec<Cited<'a>>,
}

#[derive(Serialize)]
struct Cited<'a> {
    article: &'a str,
    start: i64,
    end: i64,
    quote: &'a str,
}

impl<'a> Cited<'a> {
    fn new(citation: &'a Citation) -> Self {
        let span = citation.span.unwrap_or_default();
        let article = citation.article.as_ref().map_or("", |article| article.article_id.as_str());
        Self { article, start: span.start, end: span.end, quote: &citation.quote }
    }
}

#[cfg(test)]
mod tests {
    use entente_wire::v1;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_answer_has_every_field() {
        let answer = AnswerQuestionResponse {
            answered: true,
            text: "Up to 15%.".to_owned(),
            plan: "share".to_owned(),
            share: Some(v1::Share { maximum: Some(15.0), ..Default::default() }),
            amount: Some(v1::Money { value: 2e9, currency_code: "USD".to_owned() }),
            verdict: Some(false),
            citations: vec![Citation {
                article: Some(v1::ArticleReference { article_id: "a".to_owned(), ..Default::default() }),
                span: Some(v1::Span { start: 3, end: 9 }),
                quote: "an end".to_owned(),
                ..Default::default()
            }],
            ..Default::default()
        };
        let value: Value = serde_json::from_str(&line(Some("q1"), &answer).unwrap()).unwrap();
        assert_eq!(
            value,
            json!({
                "id": "q1", "answered": true, "entities": [], "share": {"maximum": 15},
                "amount": {"value": 2_000_000_000, "currency": "USD"}, "verdict": false, "time": null,
                "text": "Up to 15%.", "plan": "share",
                "citations": [{"article": "a", "start": 3, "end": 9, "quote": "an end"}],
            })
        );
    }
}
