//! Articles with one stake or statement in them, as ingest would put them in its log.

use entente_model::{
    Article, ArticleId, Assertion, Certainty, Entity, Event, Evidence, Extractor, Interest, Party, Percent,
    Polarity, Publication, Reading, Share, Source, Span, Stake, StakeAction, StakeStatus, Statement, Tenant,
    Timex,
};
use entente_wire::Given;
use entente_wire::change::{Accepted, Change, Retracted};
use entente_wire::places::Places;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// An article that tells that one company holds a part of another. Its text is not ASCII before the evidence, so that
/// offsets differ by their unit.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) tenant: &'static str,
    pub(crate) id: String,
    pub(crate) revision: u64,
    pub(crate) holder: &'static str,
    pub(crate) target: &'static str,
    pub(crate) status: StakeStatus,
    pub(crate) published: Option<&'static str>,
    /// The percent told.
    pub(crate) share: f64,
    /// The day told, a TIMEX3 value.
    pub(crate) time: Option<&'static str>,
    /// The article says that it is not so.
    pub(crate) denied: bool,
}

impl Sample {
    pub(crate) fn new(id: &str) -> Self {
        Self {
            tenant: "default",
            id: id.to_owned(),
            revision: 1,
            holder: "Vaucresson Énergie",
            target: "Hautecombe Industries",
            status: StakeStatus::Held,
            published: Some("2024-03-05T09:00:00Z"),
            share: 15.0,
            time: None,
            denied: false,
        }
    }

    /// The words that prove the stake.
    pub(crate) fn evidence(&self) -> String {
        format!("{} détient {}% de {}", self.holder, self.share, self.target)
    }

    /// The words that the article quotes.
    pub(crate) const QUOTE: &str = "nous voulons grandir avec nos alliés";

    pub(crate) fn text(&self) -> String {
        let (evidence, quote) = (self.evidence(), Self::QUOTE);
        format!("Une prise de participation 🚗\n\nÀ ce jour, {evidence}. « {quote} », dit {}.", self.holder)
    }

    fn accepted(&self) -> Accepted {
        let text = self.text();
        let (title, body) = text.split_once("\n\n").unwrap();
        let time = |time: &str| Publication { time: time.parse().unwrap(), zone: TimeZone::UTC };
        let article = Article {
            tenant: Tenant::new(self.tenant).unwrap(),
            id: ArticleId::new(self.id.as_str()).unwrap(),
            title: title.to_owned(),
            body: body.to_owned(),
            language: "fr".parse().ok(),
            published: self.published.map(time),
            source: "Le Courrier des entreprises".to_owned(),
            url: String::new(),
        };
        let reading = Reading {
            language: article.language,
            entities: [self.holder, self.target].map(Entity::named).into(),
            events: vec![self.stake(&text), self.statement(&text)],
            diagnostics: vec![],
        };
        Accepted {
            text_sha256: entente_wire::article::text_sha256(&text),
            content_sha256: entente_wire::article::text_sha256(&text),
            article,
            revision: self.revision,
            version: 0,
            reading,
            request_id: None,
            places: Places::default(),
            accept_time: None,
            given: Given::default(),
        }
    }

    /// The entry that brings it.
    pub(crate) fn accept(&self) -> Change {
        Change::Accepted(Box::new(self.accepted()))
    }

    /// The entry that brings what was read in it anew.
    pub(crate) fn read_anew(&self) -> Change {
        Change::Reextracted(Box::new(self.accepted()))
    }

    /// The entry that withdraws it.
    pub(crate) fn retract(&self) -> Change {
        Change::Retracted(Box::new(Retracted {
            reason: String::new(),
            withdrawn: self.accepted(),
            accept_time: Timestamp::UNIX_EPOCH,
            request_id: None,
        }))
    }

    fn stake(&self, text: &str) -> Event {
        let stake = Stake {
            holders: vec![Party::from(self.holder)],
            target: Party::from(self.target),
            seller: None,
            action: StakeAction::Hold,
            status: self.status,
            share: Percent::new(self.share).ok().map(Share::exactly),
            share_before: None,
            share_change: None,
            interest: Interest::Shareholding,
            amount: None,
        };
        Event {
            polarity: if self.denied { Polarity::Negative } else { Polarity::Positive },
            time: self.time.and_then(|time| Timex::new(time).ok()),
            ..event(Assertion::Stake(stake), text, &self.evidence())
        }
    }

    fn statement(&self, text: &str) -> Event {
        let statement = Statement { speakers: vec![Party::from(self.holder)], quote: Self::QUOTE.to_owned() };
        event(Assertion::Statement(statement), text, Self::QUOTE)
    }
}

fn event(assertion: Assertion, text: &str, evidence: &str) -> Event {
    let start = text.find(evidence).unwrap();
    Event {
        assertion,
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        source: Source::author(),
        time: None,
        expected: None,
        evidence: vec![Evidence::cut(text, Span::new(start, start + evidence.len())).unwrap()],
        arguments: vec![],
        confidence: 0.9,
        rule: "sample".to_owned(),
        extractor: Extractor { name: "sample".to_owned(), version: "1".to_owned() },
    }
}
