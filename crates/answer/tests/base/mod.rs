//! A small base of facts about made-up companies.

use std::sync::Arc;

use entente_facts::{AcceptedArticle, ArticleChange, ArticleInfo, Directory, MemoryFacts, Moment};
use entente_model::{
    ArticleId, Assertion, Certainty, Currency, Entity, Event, Evidence, Extractor, Language, Money,
    Partnership, PartnershipKind, PartnershipStatus, Party, Polarity, Share, Source, SourceKind, Span, Stake,
    StakeAction, StakeStatus, Statement, Strategy, StrategyAction, StrategyStatus, Tenant, Timex,
};
use jiff::Timestamp;

/// The facts of two articles, one French, one English.
pub(crate) fn facts() -> MemoryFacts {
    let mut facts = MemoryFacts::new(Arc::new(Directory::default()));
    for article in [french(), english()] {
        facts.apply(ArticleChange::Accepted(Box::new(article)));
    }
    facts
}

fn french() -> AcceptedArticle {
    let agreement = told(partnership(&["Norvane", "Orsado"], PartnershipStatus::Renegotiating, None))
        .expected("2024-FA")
        .sources(2);
    article(
        "fr-1",
        "fr",
        "2024-03-05",
        vec![
            (
                "Norvane travaille avec Tillec sur le recyclage des batteries.",
                told(partnership(
                    &["Norvane", "Tillec"],
                    PartnershipStatus::Active,
                    Some("recyclage des batteries"),
                )),
            ),
            (
                "Norvane et Orsado renégocient leur alliance, la signature est attendue à l'automne.",
                agreement,
            ),
            (
                "Brevin détient 12,5 % de Norvane.",
                told(hold("Brevin", "Norvane", StakeStatus::Held, exactly(12.5))),
            ),
            (
                "Norvane prévoit de prendre jusqu'à 20 % de Veridol, la future filiale de Tillec.",
                told(deal("Norvane", "Veridol", StakeAction::Acquire, StakeStatus::Planned, at_most(20.0))),
            ),
            (
                "Veridol, la future filiale de Tillec.",
                told(hold("Tillec", "Veridol", StakeStatus::Planned, None)),
            ),
            (
                "Norvane prévoit d'ouvrir deux usines de moteurs électriques en Inde en 2026.",
                told(strategy(
                    "Norvane",
                    StrategyAction::Launch,
                    "deux usines de moteurs électriques",
                    &["Inde"],
                ))
                .time("2026"),
            ),
            (
                "Norvane n'a pas l'intention de supprimer des emplois en France.",
                told(strategy("Norvane", StrategyAction::Cut, "supprimer des emplois", &["France"])).denied(),
            ),
            (
                "Norvane cherche un partenaire pour ses logiciels, sans Orsado.",
                told(search("Norvane", "Orsado", "logiciels")),
            ),
            (
                "« Cette alliance nous rend plus rapides », a déclaré Norvane.",
                said("Norvane", "Cette alliance nous rend plus rapides"),
            ),
            (
                "« Nous n'allons pas quitter notre siège de Lyon », a déclaré Calmont.",
                said("Calmont", "Nous n'allons pas quitter notre siège de Lyon"),
            ),
            (
                "Norvane a rompu avec Calmont en 2022.",
                told(partnership(&["Norvane", "Calmont"], PartnershipStatus::Ended, None)).time("2022"),
            ),
        ],
    )
}

fn english() -> AcceptedArticle {
    article(
        "en-1",
        "en",
        "2024-06-10",
        vec![
            (
                "Hexalor bought Calmont from Orsado for $300 million in May 2024.",
                told(bought("Hexalor", "Calmont", "Orsado", StakeStatus::Completed, Some(300e6)))
                    .time("2024-05"),
            ),
            (
                "Hexalor owns 60 percent of Brevin.",
                told(hold("Hexalor", "Brevin", StakeStatus::Held, exactly(60.0))),
            ),
            (
                "Hexalor may bid for Tillec, media reported.",
                told(deal("Hexalor", "Tillec", StakeAction::Acquire, StakeStatus::Planned, None)).rumoured(),
            ),
            (
                "Hexalor denied that it would merge with Brevin.",
                told(merger(&["Hexalor", "Brevin"])).denied().by("Hexalor"),
            ),
            (
                "Hexalor is in talks with Norvane about a battery plant.",
                told(partnership(
                    &["Hexalor", "Norvane"],
                    PartnershipStatus::Negotiating,
                    Some("battery plant"),
                )),
            ),
            (
                "Hexalor signed a supply agreement with Orsado in January 2024.",
                told(partnership(
                    &["Hexalor", "Orsado"],
                    PartnershipStatus::Signed,
                    Some("supply agreement"),
                ))
                .time("2024-01"),
            ),
            (
                "Hexalor agreed to sell its paint unit to Tillec.",
                told(bought("Tillec", "paint unit", "Hexalor", StakeStatus::Announced, None)),
            ),
            (
                "Hexalor wants to leave China by 2027.",
                told(strategy("Hexalor", StrategyAction::Exit, "leave China", &["China"])).expected("2027"),
            ),
        ],
    )
}

fn article(id: &str, language: &str, day: &str, told: Vec<(&str, Event)>) -> AcceptedArticle {
    let mut text = String::new();
    let mut events = Vec::new();
    for (sentence, event) in told {
        let span = Span::new(text.len(), text.len() + sentence.len());
        text.push_str(sentence);
        text.push('\n');
        events.push(Event { evidence: vec![Evidence { span, quote: sentence.to_owned() }], ..event });
    }
    let names = ["Norvane", "Tillec", "Orsado", "Brevin", "Calmont", "Veridol", "Hexalor"];
    let entities = names.map(Entity::named);
    let info = ArticleInfo {
        tenant: Tenant::default(),
        id: ArticleId::new(id).unwrap(),
        revision: 1,
        title: String::new(),
        source: String::new(),
        url: String::new(),
        published: Some(format!("{day}T08:00:00Z").parse().unwrap()),
        appended: Moment { time: Timestamp::UNIX_EPOCH, position: 1 },
        language: Some(Language::new(language).unwrap()),
        text_sha256: String::new(),
    };
    AcceptedArticle { info, text, entities: entities.to_vec(), events: (0..).zip(events).collect() }
}

fn told(assertion: Assertion) -> Event {
    Event {
        assertion,
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        source: Source::author(),
        time: None,
        expected: None,
        evidence: Vec::new(),
        arguments: Vec::new(),
        confidence: 0.9,
        rule: String::new(),
        extractor: Extractor { name: "test".to_owned(), version: "1".to_owned() },
    }
}

/// Changes to an event, chained.
trait Change {
    fn time(self, time: &str) -> Self;
    fn expected(self, time: &str) -> Self;
    fn denied(self) -> Self;
    fn rumoured(self) -> Self;
    fn sources(self, count: u32) -> Self;
    fn by(self, name: &str) -> Self;
}

impl Change for Event {
    fn time(self, time: &str) -> Self {
        Self { time: Some(Timex::new(time).unwrap()), ..self }
    }

    fn expected(self, time: &str) -> Self {
        Self { expected: Some(Timex::new(time).unwrap()), ..self }
    }

    fn denied(self) -> Self {
        Self { polarity: Polarity::Negative, ..self }
    }

    fn rumoured(self) -> Self {
        Self { certainty: Certainty::Possible, source: Source::of(SourceKind::Media), ..self }
    }

    fn sources(self, count: u32) -> Self {
        let source = Source { count: Some(count), ..Source::of(SourceKind::Anonymous) };
        Self { certainty: Certainty::Probable, source, ..self }
    }

    fn by(self, name: &str) -> Self {
        Self { source: Source { name: Some(name.into()), ..Source::of(SourceKind::Organization) }, ..self }
    }
}

fn parties(names: &[&str]) -> Vec<Party> {
    names.iter().map(|name| Party::from(*name)).collect()
}

fn partnership(names: &[&str], status: PartnershipStatus, topic: Option<&str>) -> Assertion {
    Assertion::Partnership(Partnership {
        parties: parties(names),
        excluded: Vec::new(),
        kind: PartnershipKind::General,
        status,
        topic: topic.map(str::to_owned),
        regions: Vec::new(),
    })
}

fn search(who: &str, without: &str, topic: &str) -> Assertion {
    let Assertion::Partnership(found) = partnership(&[who, "?"], PartnershipStatus::Sought, Some(topic))
    else {
        unreachable!("a partnership was made")
    };
    Assertion::Partnership(Partnership { excluded: parties(&[without]), ..found })
}

fn exactly(percent: f64) -> Option<Share> {
    Share::new(Some(percent), None, None, false).ok()
}

fn at_most(percent: f64) -> Option<Share> {
    Share::new(None, None, Some(percent), false).ok()
}

fn stake(holders: &[&str], target: &str, action: StakeAction, status: StakeStatus) -> Stake {
    Stake {
        holders: parties(holders),
        target: target.into(),
        seller: None,
        action,
        status,
        share: None,
        share_before: None,
        share_change: None,
        interest: entente_model::Interest::Shareholding,
        amount: None,
    }
}

fn deal(
    who: &str,
    target: &str,
    action: StakeAction,
    status: StakeStatus,
    share: Option<Share>,
) -> Assertion {
    Assertion::Stake(Stake { share, ..stake(&[who], target, action, status) })
}

fn hold(who: &str, target: &str, status: StakeStatus, share: Option<Share>) -> Assertion {
    deal(who, target, StakeAction::Hold, status, share)
}

fn bought(who: &str, target: &str, seller: &str, status: StakeStatus, dollars: Option<f64>) -> Assertion {
    let amount = dollars.map(|value| Money::new(value, Currency::new("USD").unwrap()).unwrap());
    let seller = Some(Party::from(seller));
    Assertion::Stake(Stake { seller, amount, ..stake(&[who], target, StakeAction::Acquire, status) })
}

fn merger(names: &[&str]) -> Assertion {
    Assertion::Stake(stake(names, "?", StakeAction::Merge, StakeStatus::Planned))
}

fn strategy(who: &str, action: StrategyAction, topic: &str, regions: &[&str]) -> Assertion {
    Assertion::Strategy(Strategy {
        actor: who.into(),
        action,
        status: StrategyStatus::Planned,
        topic: Some(topic.to_owned()),
        regions: regions.iter().map(|region| (*region).to_owned()).collect(),
    })
}

fn said(who: &str, quote: &str) -> Event {
    told(Assertion::Statement(Statement { speakers: parties(&[who]), quote: quote.to_owned() }))
}
