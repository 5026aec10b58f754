//! Whose data a message asks for, and what the audit log tells of it.

use entente_wire::v1;

/// Whose data a message asks for: the field that says it.
#[derive(Debug)]
pub enum Whose<'a> {
    /// One tenant's; what an empty field means is the caller's.
    One(&'a mut String),
    /// One tenant's, or all of them when the field is empty.
    OneOrAll(&'a mut String),
    /// Every tenant's.
    All,
    /// Nobody's.
    Nobody,
}

/// A message that asks for something.
pub trait Asked {
    /// Where the tenant stands, as a path; for errors.
    const FIELD: &'static str = "tenant";

    /// Whose data it asks for.
    fn whose(&mut self) -> Whose<'_>;

    /// What it is about, beside its tenant: names of fields and what they hold, as the audit log shows them.
    fn about(&self) -> Vec<(&'static str, String)>;
}

/// Messages with a tenant of their own, and the fields that tell what they are about.
macro_rules! asked {
    ($($message:ident { $($field:ident),* })*) => {
        $(impl Asked for v1::$message {
            fn whose(&mut self) -> Whose<'_> {
                Whose::One(&mut self.tenant)
            }

            fn about(&self) -> Vec<(&'static str, String)> {
                vec![$((stringify!($field), self.$field.to_string())),*]
            }
        })*
    };
}

asked! {
    GetArticleRequest { article_id }
    ListArticlesRequest {}
    RetractArticleRequest { article_id, reason, request_id }
    AnswerQuestionRequest { question, conversation_id }
    ExecutePlanRequest {}
    GetEntityRequest { entity_id }
    GetFactRequest { fact_id }
    GetTimelineRequest { entity, counterpart }
    ListContradictionsRequest { entity }
    ListEventsRequest {}
    ListPartnershipsRequest {}
    ListStakesRequest {}
    ListStatementsRequest {}
    ListStrategiesRequest {}
    ResolveEntitiesRequest { name }
    SearchEvidenceRequest { query }
    TraceOwnershipRequest { entity }
    WatchEventsRequest {}
    WatchFactsRequest { entity }
}

impl Asked for v1::EraseArticleRequest {
    fn whose(&mut self) -> Whose<'_> {
        Whose::One(&mut self.tenant)
    }

    fn about(&self) -> Vec<(&'static str, String)> {
        vec![("article_id", self.article_id.clone()), ("reason", self.reason().as_str_name().to_owned())]
    }
}

impl Asked for v1::EraseArticlesRequest {
    fn whose(&mut self) -> Whose<'_> {
        Whose::One(&mut self.tenant)
    }

    fn about(&self) -> Vec<(&'static str, String)> {
        use v1::erase_articles_request::Which;
        let which = match &self.which {
            Some(Which::Source(source)) => ("source", source.clone()),
            Some(Which::All(all)) => ("all", all.to_string()),
            None => ("which", String::new()),
        };
        vec![which, ("reason", self.reason().as_str_name().to_owned()), ("dry_run", self.dry_run.to_string())]
    }
}

impl Asked for v1::BackupLogRequest {
    fn whose(&mut self) -> Whose<'_> {
        Whose::All
    }

    fn about(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl Asked for v1::ReextractArticlesRequest {
    fn whose(&mut self) -> Whose<'_> {
        Whose::One(&mut self.tenant)
    }

    fn about(&self) -> Vec<(&'static str, String)> {
        vec![("article_ids", self.article_ids.join(" ")), ("dry_run", self.dry_run.to_string())]
    }
}

impl Asked for v1::VerifyCitationRequest {
    fn whose(&mut self) -> Whose<'_> {
        Whose::One(&mut self.tenant)
    }

    fn about(&self) -> Vec<(&'static str, String)> {
        let article = self.citation.as_ref().and_then(|citation| citation.article.as_ref());
        vec![("article_id", article.map(|article| article.article_id.clone()).unwrap_or_default())]
    }
}

impl Asked for v1::TailEventsRequest {
    fn whose(&mut self) -> Whose<'_> {
        Whose::OneOrAll(&mut self.tenant)
    }

    fn about(&self) -> Vec<(&'static str, String)> {
        vec![("cursor", self.cursor.clone())]
    }
}

impl Asked for v1::GetIndexStatusRequest {
    fn whose(&mut self) -> Whose<'_> {
        Whose::Nobody
    }

    fn about(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Messages that bring an article, which says whose it is.
macro_rules! brings {
    ($($message:ident { $($field:ident),* })*) => {
        $(impl Asked for v1::$message {
            const FIELD: &'static str = "article.tenant";

            fn whose(&mut self) -> Whose<'_> {
                // One without an article is refused for that by its handler.
                self.article.as_mut().map_or(Whose::Nobody, |article| Whose::One(&mut article.tenant))
            }

            fn about(&self) -> Vec<(&'static str, String)> {
                let id = self.article.as_ref().map(|article| article.article_id.clone());
                vec![("article_id", id.unwrap_or_default()) $(, (stringify!($field), self.$field.to_string()))*]
            }
        })*
    };
}

brings! {
    ExplainExtractionRequest {}
    IngestArticleRequest { request_id }
    ParseArticleRequest {}
}
