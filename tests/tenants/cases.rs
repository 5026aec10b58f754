//! How each call is asked for what one tenant brought, by name and by its ids.

use entente_log::Cursor;
use entente_tests::soon;
use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::{self, EventType};
use futures::future::BoxFuture;
use tonic::Status;

use crate::asker::{Asker, House, article};

/// A word of acme's articles that no request tells, but for those that bring it.
pub(crate) const MARK: &str = "Quilbert";

const STAKE: &str = "Zorvane détient 41% de Quilbert, a indiqué hier le groupe dans un communiqué.";
const OTHERS: [(&str, &str); 4] = [
    ("less", "Zorvane détient 22% de Quilbert, a indiqué hier le groupe dans un communiqué."),
    ("partners", "Zorvane a conclu un partenariat avec Quilbert."),
    ("plans", "Zorvane détient 30% de Tarvel. Zorvane va supprimer 300 postes dans l'usine de Quilbert."),
    (
        "words",
        "Zorvane détient 30% de Tarvel. \"Nous voulons avancer vite avec Quilbert\", a déclaré Zorvane.",
    ),
];

/// What acme has, as whoever overhears it would know it.
pub(crate) struct Known {
    /// After all of its articles.
    pub(crate) cursor: String,
    /// Before the first of them.
    before: String,
    fact: String,
    entity: String,
}

impl Known {
    /// Whether a stream that has come to `cursor` has come past all of acme's articles.
    fn is_behind(&self, cursor: &str) -> bool {
        let position = |cursor: &str| cursor.parse::<Cursor>().unwrap().position;
        position(cursor) >= position(&self.cursor)
    }

    /// Has both tenants bring articles; some of them under the same ids.
    pub(crate) async fn bring(house: &House) -> Self {
        let take = async |asker: &Asker, id: &str, body: &str| {
            let taken = soon(asker.ingest().ingest_article(article("", id, body))).await.unwrap();
            taken.into_inner().cursor
        };
        let before = take(&house.borealis, "a-1", "Norvane détient 12% de Caldora.").await;
        let mut cursor = take(&house.acme, "a-1", STAKE).await;
        for (id, body) in OTHERS {
            cursor = take(&house.acme, id, body).await;
        }
        take(&house.acme, "withdrawn", STAKE).await;
        take(&house.acme, "erased", STAKE).await;
        let stakes = v1::ListStakesRequest { cursor: cursor.clone(), ..Default::default() };
        let stakes = soon(house.acme.query().list_stakes(stakes)).await.unwrap().into_inner();
        let fact = stakes.stakes[0].fact_id.clone();
        let named = v1::ResolveEntitiesRequest { name: "Quilbert".to_owned(), ..Default::default() };
        let named = soon(house.acme.query().resolve_entities(named)).await.unwrap().into_inner();
        let entity = named.entities[0].entity.as_ref().unwrap().entity_id.clone();
        Self { cursor, before, fact, entity }
    }
}

type Asked<'a> = BoxFuture<'a, Result<String, Status>>;

/// How a call is asked.
pub(crate) struct Case {
    pub(crate) method: &'static str,
    /// Whether its answer to acme has the mark.
    pub(crate) shows: bool,
    /// It asks for nobody's data.
    pub(crate) names_nobody: bool,
    /// All that it answers, in words.
    pub(crate) ask: for<'a> fn(&'a Asker, &'a str, &'a Known) -> Asked<'a>,
}

/// A call with one answer: its service, its name as path and as function, and the message with a tenant and what is known.
macro_rules! unary {
    ($client:ident, $path:literal, $call:ident, |$tenant:ident, $known:ident| $request:expr) => {
        Case {
            method: $path,
            shows: true,
            names_nobody: false,
            ask: |asker, $tenant, $known| {
                let $tenant = $tenant.to_owned();
                Box::pin(async move {
                    let _ = $known;
                    let answer = soon(asker.$client().$call($request)).await?;
                    Ok(format!("{:?}", answer.into_inner()))
                })
            },
        }
    };
}

/// A call that answers with a stream: as far as `done` wants it.
macro_rules! stream {
    ($client:ident, $path:literal, $call:ident, |$tenant:ident, $known:ident| $request:expr, $done:expr) => {
        Case {
            method: $path,
            shows: true,
            names_nobody: false,
            ask: |asker, $tenant, $known| {
                let $tenant = $tenant.to_owned();
                Box::pin(async move {
                    let _ = $known;
                    let mut answers = soon(asker.$client().$call($request)).await?.into_inner();
                    let mut told = String::new();
                    while let Some(answer) = soon(answers.message()).await? {
                        told += &format!("{answer:?}");
                        if $done(&answer, $known) {
                            break;
                        }
                    }
                    Ok(told)
                })
            },
        }
    };
}

fn by_name() -> v1::FactFilter {
    v1::FactFilter { entity: "Zorvane".to_owned(), ..Default::default() }
}

fn named(name: &str) -> v1::PlanName {
    v1::PlanName { name: name.to_owned(), ..Default::default() }
}

pub(crate) const CASES: &[Case] = &[
    unary!(ingest, "/entente.v1.IngestService/IngestArticle", ingest_article, |tenant, known| {
        // What stands already is told again; to another it is an article of its own.
        let mut request = article(&tenant, "a-1", STAKE);
        if tenant != "acme" {
            request = article(&tenant, "a-1", "Norvane détient 12% de Caldora.");
        }
        request
    }),
    Case {
        method: "/entente.v1.IngestService/IngestArticles",
        shows: true,
        names_nobody: false,
        ask: |asker, tenant, _| {
            let body = if tenant == "acme" { STAKE } else { "Norvane détient 12% de Caldora." };
            let request = v1::IngestArticlesRequest { request: Some(article(tenant, "a-1", body)) };
            Box::pin(async move {
                let mut ingest = asker.ingest();
                let mut answers =
                    soon(ingest.ingest_articles(tokio_stream::iter([request]))).await?.into_inner();
                let answer = soon(answers.message()).await?.unwrap();
                match answer.outcome.unwrap() {
                    // As the status that a call of its own would end with.
                    v1::ingest_articles_response::Outcome::Refused(refused) => {
                        Err(entente_wire::Failure::new(refused.reason(), refused.message).into())
                    }
                    v1::ingest_articles_response::Outcome::Accepted(accepted) => Ok(format!("{accepted:?}")),
                }
            })
        },
    },
    unary!(ingest, "/entente.v1.IngestService/ParseArticle", parse_article, |tenant, known| {
        let body = if tenant == "acme" { STAKE } else { "Norvane détient 12% de Caldora." };
        v1::ParseArticleRequest { article: article(&tenant, "a-1", body).article, ..Default::default() }
    }),
    unary!(ingest, "/entente.v1.IngestService/ExplainExtraction", explain_extraction, |tenant, known| {
        let body = if tenant == "acme" { STAKE } else { "Norvane détient 12% de Caldora." };
        v1::ExplainExtractionRequest { article: article(&tenant, "a-1", body).article, ..Default::default() }
    }),
    unary!(ingest, "/entente.v1.IngestService/GetArticle", get_article, |tenant, known| {
        v1::GetArticleRequest { tenant, article_id: "a-1".to_owned(), ..Default::default() }
    }),
    Case {
        // A list shows titles, and no text.
        shows: false,
        ..unary!(ingest, "/entente.v1.IngestService/ListArticles", list_articles, |tenant, known| {
            v1::ListArticlesRequest { tenant, ..Default::default() }
        })
    },
    Case {
        shows: false,
        ..unary!(ingest, "/entente.v1.IngestService/RetractArticle", retract_article, |tenant, known| {
            v1::RetractArticleRequest { tenant, article_id: "withdrawn".to_owned(), ..Default::default() }
        })
    },
    Case {
        shows: false,
        ..unary!(ingest, "/entente.v1.IngestService/EraseArticle", erase_article, |tenant, known| {
            let (article_id, reason) = ("erased".to_owned(), v1::ErasureReason::Takedown.into());
            v1::EraseArticleRequest { tenant, article_id, reason, ..Default::default() }
        })
    },
    Case {
        // It tells ids and no text.
        shows: false,
        ..stream!(
            ingest,
            "/entente.v1.IngestService/EraseArticles",
            erase_articles,
            |tenant, known| {
                let (which, reason) =
                    (Some(v1::erase_articles_request::Which::All(true)), v1::ErasureReason::Takedown.into());
                v1::EraseArticlesRequest { tenant, which, reason, dry_run: true, ..Default::default() }
            },
            |_: &v1::EraseArticlesResponse, _| false
        )
    },
    Case {
        // All is read as it was.
        shows: false,
        ..stream!(
            ingest,
            "/entente.v1.IngestService/ReextractArticles",
            reextract_articles,
            |tenant, known| v1::ReextractArticlesRequest { tenant, dry_run: true, ..Default::default() },
            |_: &v1::ReextractArticlesResponse, _| false
        )
    },
    stream!(
        log,
        "/entente.v1.EventLogService/TailEvents",
        tail_events,
        |tenant, known| {
            // An empty tenant means all, which is a case of its own.
            let tenant = if tenant.is_empty() { "borealis".to_owned() } else { tenant };
            v1::TailEventsRequest { tenant, cursor: known.before.clone(), ..Default::default() }
        },
        |answer: &v1::TailEventsResponse, _| matches!(&answer.step, Some(Step::Checkpoint(at)) if at.at_end)
    ),
    unary!(query, "/entente.v1.QueryService/ListPartnerships", list_partnerships, |tenant, known| {
        v1::ListPartnershipsRequest { tenant, filter: Some(by_name()), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/ListStakes", list_stakes, |tenant, known| {
        v1::ListStakesRequest { tenant, filter: Some(by_name()), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/ListStrategies", list_strategies, |tenant, known| {
        v1::ListStrategiesRequest { tenant, filter: Some(by_name()), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/ListStatements", list_statements, |tenant, known| {
        v1::ListStatementsRequest { tenant, filter: Some(by_name()), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/GetFact", get_fact, |tenant, known| {
        v1::GetFactRequest { tenant, fact_id: known.fact.clone(), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/GetTimeline", get_timeline, |tenant, known| {
        v1::GetTimelineRequest { tenant, entity: "Zorvane".to_owned(), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/TraceOwnership", trace_ownership, |tenant, known| {
        let direction = v1::OwnershipDirection::Holdings.into();
        v1::TraceOwnershipRequest { tenant, entity: "Zorvane".to_owned(), direction, ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/ListContradictions", list_contradictions, |tenant, known| {
        v1::ListContradictionsRequest { tenant, ..Default::default() }
    }),
    stream!(
        query,
        "/entente.v1.QueryService/WatchFacts",
        watch_facts,
        |tenant, known| v1::WatchFactsRequest { tenant, cursor: known.before.clone(), ..Default::default() },
        |answer: &v1::WatchFactsResponse, known: &Known| known.is_behind(&answer.cursor)
    ),
    unary!(query, "/entente.v1.QueryService/ListEvents", list_events, |tenant, known| {
        let filter = Some(v1::EventFilter { entity: "Zorvane".to_owned(), ..Default::default() });
        v1::ListEventsRequest { tenant, filter, r#type: EventType::Stake.into(), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/SearchEvidence", search_evidence, |tenant, known| {
        let (query, cursor) = ("Zorvane".to_owned(), known.cursor.clone());
        v1::SearchEvidenceRequest { tenant, query, cursor, ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/GetEntity", get_entity, |tenant, known| {
        v1::GetEntityRequest { tenant, entity_id: known.entity.clone(), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/ResolveEntities", resolve_entities, |tenant, known| {
        // The beginning of a name will do.
        v1::ResolveEntitiesRequest { tenant, name: "Quilb".to_owned(), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/AnswerQuestion", answer_question, |tenant, known| {
        v1::AnswerQuestionRequest {
            tenant,
            question: "Que détient Zorvane ?".to_owned(),
            ..Default::default()
        }
    }),
    unary!(query, "/entente.v1.QueryService/ExecutePlan", execute_plan, |tenant, known| {
        let plan = v1::Plan {
            intent: v1::Intent::Partners.into(),
            subjects: vec![named("Zorvane")],
            ..Default::default()
        };
        v1::ExecutePlanRequest { tenant, plan: Some(plan), ..Default::default() }
    }),
    unary!(query, "/entente.v1.QueryService/VerifyCitation", verify_citation, |tenant, known| {
        let article = v1::ArticleReference { article_id: "a-1".to_owned(), ..Default::default() };
        let span = v1::Span { start: 0, end: i64::try_from(STAKE.find(", a indiqué").unwrap()).unwrap() };
        let quote = "Zorvane détient 41% de".to_owned();
        let citation = v1::Citation { article: Some(article), span: Some(span), quote, ..Default::default() };
        v1::VerifyCitationRequest { tenant, citation: Some(citation), ..Default::default() }
    }),
    stream!(
        query,
        "/entente.v1.QueryService/WatchEvents",
        watch_events,
        |tenant, known| v1::WatchEventsRequest { tenant, cursor: known.before.clone(), ..Default::default() },
        |answer: &v1::WatchEventsResponse, known: &Known| known.is_behind(&answer.cursor)
    ),
    Case {
        method: "/entente.v1.QueryService/GetIndexStatus",
        shows: false,
        names_nobody: true,
        ask: |asker, _, _| {
            Box::pin(async move {
                let status = soon(asker.query().get_index_status(v1::GetIndexStatusRequest {})).await?;
                Ok(format!("{status:?}"))
            })
        },
    },
];
