//! The story: what articles tell, in the order in which they come in, which is not that in which they came out.

use entente_wire::v1::event::Assertion;
use entente_wire::v1::{
    Article, Certainty, Event, Evidence, Extractor, IngestArticleRequest, Interest, Partnership,
    PartnershipKind, PartnershipStatus, Polarity, Share, Source, SourceKind, Span, Stake, StakeAction,
    StakeStatus, Statement, Strategy, StrategyAction, StrategyStatus,
};

/// What happens to the log.
pub(crate) enum Step {
    /// An article comes in.
    Take(Box<IngestArticleRequest>),
    /// An article is withdrawn.
    Retract(&'static str),
}

/// An event and what is said beside what it asserts.
pub(crate) trait Telling {
    /// On the day, a TIMEX3 value.
    fn on(self, time: &str) -> Self;
    /// As a rumour from people who are not named.
    fn rumoured(self) -> Self;
    /// By an organisation.
    fn by(self, organisation: &str) -> Self;
    /// That it is not so.
    fn denied(self) -> Self;
}

impl Telling for Event {
    fn on(self, time: &str) -> Self {
        Self { time: time.to_owned(), ..self }
    }

    fn rumoured(self) -> Self {
        let source = Source { kind: SourceKind::Anonymous.into(), count: Some(2), ..Source::default() };
        Self { certainty: Certainty::Possible.into(), source: Some(source), ..self }
    }

    fn by(self, organisation: &str) -> Self {
        let kind = SourceKind::Organization.into();
        Self { source: Some(Source { kind, name: organisation.to_owned(), ..Source::default() }), ..self }
    }

    fn denied(self) -> Self {
        Self { polarity: Polarity::Negative.into(), ..self }
    }
}

fn event(assertion: Assertion) -> Event {
    Event {
        assertion: Some(assertion),
        polarity: Polarity::Positive.into(),
        certainty: Certainty::Certain.into(),
        source: Some(Source { kind: SourceKind::Author.into(), ..Source::default() }),
        confidence: 0.9,
        extractor: Some(Extractor { name: "story".to_owned(), version: "1".to_owned() }),
        ..Event::default()
    }
}

fn percent(percent: f64) -> Share {
    Share { exact: Some(percent), ..Share::default() }
}

fn stake(
    holder: &str,
    target: &str,
    action: StakeAction,
    status: StakeStatus,
    share: impl Into<Option<Share>>,
) -> Event {
    event(Assertion::Stake(Stake {
        holders: vec![holder.to_owned()],
        target: target.to_owned(),
        action: action.into(),
        status: status.into(),
        share: share.into(),
        interest: Interest::Shareholding.into(),
        ..Stake::default()
    }))
}

fn holds(holder: &str, target: &str, share: f64) -> Event {
    stake(holder, target, StakeAction::Hold, StakeStatus::Held, percent(share))
}

/// Carellis goes down to 15% of Velnor.
fn reduces(status: StakeStatus, before: impl Into<Option<Share>>) -> Event {
    let mut event = stake("Carellis", "Velnor", StakeAction::Reduce, status, percent(15.0));
    if let Some(Assertion::Stake(stake)) = &mut event.assertion {
        stake.share_before = before.into();
    }
    event
}

fn partnership(parties: &[&str], status: PartnershipStatus) -> Event {
    event(Assertion::Partnership(Partnership {
        parties: parties.iter().map(|&party| party.to_owned()).collect(),
        kind: PartnershipKind::Research.into(),
        status: status.into(),
        topic: "des vaccins".to_owned(),
        ..Partnership::default()
    }))
}

fn plan(status: StrategyStatus, topic: &str) -> Event {
    event(Assertion::Strategy(Strategy {
        actor: "Carellis".to_owned(),
        action: StrategyAction::Launch.into(),
        status: status.into(),
        topic: topic.to_owned(),
        ..Strategy::default()
    }))
}

/// The report of an agency, which outlets print with other words around it.
const AGENCY: &str = "Carellis a annoncé lundi qu'il ramènerait de 43,4% à 15% sa participation dans Velnor, \
    au terme de plusieurs mois de discussions entre les deux groupes sur l'équilibre de leur alliance";

fn announced(id: &'static str, day: &'static str, outlet: &'static str) -> Step {
    let event = reduces(StakeStatus::Announced, percent(43.4)).by("Carellis");
    Step::Take(Box::new(brought(id, day, outlet, AGENCY, event)))
}

fn article(id: &'static str, day: &'static str, quote: &'static str, event: Event) -> Step {
    Step::Take(Box::new(brought(id, day, "Le Courrier", quote, event)))
}

/// The steps, each with the name by which questions call the moment after it.
pub(crate) fn steps() -> Vec<(&'static str, Step)> {
    [alliance(), corrections(), takeover(), partnership_grows(), words()].into_iter().flatten().collect()
}

/// A stake that goes from 43.4 to 15, with its rumour, denial, announcement and copies of it.
fn alliance() -> Vec<(&'static str, Step)> {
    vec![
        (
            "denial",
            article(
                "denial",
                "2022-09-11",
                "Carellis dément vouloir ramener à 15% sa part dans Velnor",
                reduces(StakeStatus::Planned, None).by("Carellis").denied(),
            ),
        ),
        (
            "rumour",
            article(
                "rumour",
                "2022-09-10",
                "Carellis pourrait ramener à 15% sa part dans Velnor",
                reduces(StakeStatus::Planned, None).rumoured(),
            ),
        ),
        (
            "completion",
            article(
                "completion",
                "2023-11-09",
                "Carellis ne détient plus que 15% de Velnor, contre 43,4% auparavant",
                reduces(StakeStatus::Completed, percent(43.4)).on("2023-11-08"),
            ),
        ),
        (
            "accounts",
            article(
                "accounts",
                "2020-02-03",
                "Au 31 janvier 2020, Carellis détenait 43,4% de Velnor",
                holds("Carellis", "Velnor", 43.4).on("2020-01-31"),
            ),
        ),
        ("announcement", announced("announcement", "2023-01-30", "Agence Gazenor")),
        ("copy", announced("copy-1", "2023-01-30", "La Tribune du soir")),
        ("copies", announced("copy-2", "2023-01-31", "Le Matin des affaires")),
    ]
}

/// A holding the other way, and a mistake that is corrected.
fn corrections() -> Vec<(&'static str, Step)> {
    vec![
        (
            "cross-holding",
            article(
                "cross-holding",
                "2020-02-04",
                "Velnor possède 15% de Carellis depuis le 1er février 2020",
                holds("Velnor", "Carellis", 15.0).on("2020-02-01"),
            ),
        ),
        (
            "register",
            article(
                "register",
                "2024-01-10",
                "Au 31 décembre 2023, Carellis détient 15% de Velnor",
                holds("Carellis", "Velnor", 15.0).on("2023-12-31"),
            ),
        ),
        (
            "mistake",
            article(
                "mistake",
                "2024-01-11",
                "Carellis détient 28,4% de Velnor au 31 décembre 2023",
                holds("Carellis", "Velnor", 28.4).on("2023-12-31"),
            ),
        ),
        (
            "correction",
            article(
                "mistake",
                "2024-01-11",
                "Carellis détient 15% de Velnor au 31 décembre 2023",
                holds("Carellis", "Velnor", 15.0).on("2023-12-31"),
            ),
        ),
    ]
}

/// A takeover, and a report of more than the whole that is withdrawn.
fn takeover() -> Vec<(&'static str, Step)> {
    vec![
        (
            "takeover",
            article(
                "takeover",
                "2021-05-05",
                "Norvane a pris mardi 60% d'Orbelis",
                stake("Norvane", "Orbelis", StakeAction::Acquire, StakeStatus::Completed, percent(60.0))
                    .on("2021-05-04"),
            ),
        ),
        (
            "too much",
            article(
                "too-much",
                "2021-06-01",
                "Tessaline détient 55% d'Orbelis depuis le 20 mai",
                holds("Tessaline", "Orbelis", 55.0).on("2021-05-20"),
            ),
        ),
        ("retraction", Step::Retract("too-much")),
    ]
}

/// A partnership from the search to its end.
fn partnership_grows() -> Vec<(&'static str, Step)> {
    use PartnershipStatus::{Active, Ended, Negotiating, Signed, Sought};
    vec![
        (
            "talks",
            article(
                "talks",
                "2023-03-02",
                "Medivance et Orbelis négocient une alliance de recherche",
                partnership(&["Medivance", "Orbelis"], Negotiating),
            ),
        ),
        (
            "search",
            article(
                "search",
                "2022-11-14",
                "Medivance cherche un allié pour ses vaccins",
                partnership(&["Medivance", "?"], Sought),
            ),
        ),
        (
            "alliance",
            article(
                "alliance",
                "2023-06-02",
                "L'alliance entre Medivance et Orbelis est en vigueur depuis le 1er juin",
                partnership(&["Medivance", "Orbelis"], Active).on("2023-06-01"),
            ),
        ),
        (
            "signature",
            article(
                "signature",
                "2023-04-03",
                "Medivance et Orbelis ont signé dimanche un accord de recherche",
                partnership(&["Medivance", "Orbelis"], Signed).on("2023-04-02"),
            ),
        ),
        (
            "end",
            article(
                "end",
                "2024-02-02",
                "Medivance et Orbelis ont mis fin jeudi à leur alliance",
                partnership(&["Medivance", "Orbelis"], Ended).on("2024-02-01"),
            ),
        ),
    ]
}

/// A plan that is carried out, words, and a sale of what nobody said was held.
fn words() -> Vec<(&'static str, Step)> {
    vec![
        (
            "plan",
            article(
                "plan",
                "2022-01-12",
                "Carellis prévoit de lancer une citadine électrique",
                plan(StrategyStatus::Planned, "une citadine électrique"),
            ),
        ),
        (
            "start",
            article(
                "start",
                "2023-05-15",
                "Carellis lance sa citadine électrique",
                plan(StrategyStatus::Underway, "sa citadine électrique"),
            ),
        ),
        (
            "statement",
            article(
                "statement",
                "2023-05-15",
                "nous entrons dans une nouvelle époque",
                event(Assertion::Statement(Statement {
                    speakers: vec!["Carellis".to_owned()],
                    quote: "nous entrons dans une nouvelle époque".to_owned(),
                }))
                .by("Carellis"),
            ),
        ),
        (
            "sale",
            article(
                "sale",
                "2022-03-02",
                "Hautecombe a cédé mardi toute sa participation dans Ilvara",
                stake("Hautecombe", "Ilvara", StakeAction::Dispose, StakeStatus::Completed, None)
                    .on("2022-03-01"),
            ),
        ),
    ]
}

/// The request that brings an article with one event by hand, which these words carry.
fn brought(id: &str, day: &str, outlet: &str, quote: &str, event: Event) -> IngestArticleRequest {
    let body = format!("{outlet} : {quote}. Publié par {outlet}.");
    let start = body.find(quote).unwrap();
    let offset = |at: usize| i64::try_from(at).unwrap();
    let span = Some(Span { start: offset(start), end: offset(start + quote.len()) });
    let evidence = Evidence { span, quote: quote.to_owned(), text_sha256: String::new() };
    let events = vec![Event { evidence: vec![evidence], ..event }];
    IngestArticleRequest { events, skip_extraction: true, ..told(id, day, outlet, &body) }
}

/// The request that brings an article to be read.
pub(crate) fn told(id: &str, day: &str, outlet: &str, body: &str) -> IngestArticleRequest {
    let out: jiff::Timestamp = format!("{day}T08:00:00Z").parse().unwrap();
    let article = Article {
        article_id: id.to_owned(),
        body: body.to_owned(),
        language: "fr".to_owned(),
        source: outlet.to_owned(),
        publish_time: Some(prost_types::Timestamp { seconds: out.as_second(), nanos: 0 }),
        ..Article::default()
    };
    IngestArticleRequest { article: Some(article), ..IngestArticleRequest::default() }
}
