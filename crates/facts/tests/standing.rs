//! What stands after some entries of the log, and who is who in it.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

use std::sync::Arc;

use entente_facts::{
    AcceptedArticle, ArticleChange, ArticleInfo, Directory, EventQuery, Facts, Known, MemoryFacts, Moment,
    NameMatch, Wanted, Words,
};
use entente_model::{
    ArticleId, Assertion, Certainty, Entity, Event, EventType, Evidence, Extractor, Interest, Partnership,
    PartnershipKind, PartnershipStatus, Party, Polarity, Source, SourceKind, Span, Stake, StakeAction,
    StakeStatus, Tenant,
};
use jiff::Timestamp;

fn event(assertion: Assertion, quote: &str) -> Event {
    Event {
        assertion,
        polarity: Polarity::Positive,
        certainty: Certainty::Probable,
        source: Source::author(),
        time: None,
        expected: None,
        evidence: vec![Evidence { span: Span::new(0, quote.len()), quote: quote.to_owned() }],
        arguments: vec![],
        confidence: 1.0,
        rule: String::new(),
        extractor: Extractor { name: "test".to_owned(), version: "1".to_owned() },
    }
}

fn stake(holder: &str, target: &str) -> Event {
    let stake = Stake {
        holders: vec![Party::from(holder)],
        target: Party::from(target),
        seller: None,
        action: StakeAction::Acquire,
        status: StakeStatus::Announced,
        share: None,
        share_before: None,
        share_change: None,
        interest: Interest::Shareholding,
        amount: None,
    };
    event(Assertion::Stake(stake), &format!("{holder} veut racheter {target}"))
}

fn partnership(parties: &[&str], excluded: &[&str], source: &str) -> Event {
    let all = |names: &[&str]| names.iter().map(|&name| Party::from(name)).collect();
    let partnership = Partnership {
        parties: all(parties),
        excluded: all(excluded),
        kind: PartnershipKind::Technology,
        status: PartnershipStatus::Active,
        topic: Some("recharge ultra-rapide".to_owned()),
        regions: vec!["Île-de-France".to_owned()],
    };
    let mut event = event(Assertion::Partnership(partnership), "les deux groupes travaillent ensemble");
    event.source = Source { name: Some(Party::from(source)), ..Source::of(SourceKind::Person) };
    event
}

fn article(id: &str, revision: u64, forms: &[(&str, &[&str])], events: Vec<Event>) -> ArticleChange {
    let entity = |(name, forms): &(&str, &[&str])| Entity {
        forms: forms.iter().map(|&form| form.to_owned()).collect(),
        ..Entity::named(*name)
    };
    ArticleChange::Accepted(Box::new(AcceptedArticle {
        info: ArticleInfo {
            tenant: Tenant::default(),
            id: ArticleId::new(id).unwrap(),
            revision,
            title: String::new(),
            source: String::new(),
            url: String::new(),
            published: None,
            appended: Moment { time: Timestamp::UNIX_EPOCH, position: 1 },
            language: None,
            text_sha256: String::new(),
        },
        text: String::new(),
        entities: forms.iter().map(entity).collect(),
        events: (0..).zip(events).collect(),
    }))
}

fn retracted(id: &str) -> ArticleChange {
    let at = Moment { time: Timestamp::UNIX_EPOCH, position: 2 };
    ArticleChange::Retracted { tenant: Tenant::default(), article: ArticleId::new(id).unwrap(), at }
}

fn facts(changes: impl IntoIterator<Item = ArticleChange>) -> MemoryFacts {
    let known = Known {
        aliases: vec!["NRD".to_owned()],
        country: Some("FR".to_owned()),
        sector: Some("energy".to_owned()),
        ..Known::named("Nordalia")
    };
    let mut facts = MemoryFacts::new(Arc::new(Directory::new([known])));
    changes.into_iter().for_each(|change| facts.apply(change));
    facts
}

/// The ids of the events that a query finds.
fn found(facts: &MemoryFacts, query: &EventQuery) -> Vec<String> {
    facts.events(&Tenant::default(), query).unwrap().iter().map(|event| event.id.to_string()).collect()
}

fn all(event_type: EventType) -> EventQuery {
    EventQuery::new(Wanted::all(event_type), 100)
}

fn ids(facts: &MemoryFacts, name: &str) -> Vec<entente_facts::EntityId> {
    let resolved = facts.resolve(&Tenant::default(), name, 10).unwrap();
    resolved.into_iter().map(|resolved| resolved.entity.id).collect()
}

#[test]
fn a_revision_replaces_and_a_retraction_withdraws() {
    let first = || article("a", 1, &[], vec![stake("Nordalia", "Brévannes"), stake("Morel", "Brévannes")]);
    let second = || article("a", 2, &[], vec![stake("Nordalia", "Hautecombe")]);
    let stakes = all(EventType::Stake);
    assert_eq!(found(&facts([first()]), &stakes), ["a/1/0", "a/1/1"]);
    let revised = facts([first(), second()]);
    assert_eq!(found(&revised, &stakes), ["a/2/0"]);
    assert!(ids(&revised, "Brévannes").is_empty());
    assert!(found(&facts([first(), second(), retracted("a")]), &stakes).is_empty());
    assert_eq!(found(&facts([first(), retracted("a"), second()]), &stakes), ["a/2/0"]);
    assert_eq!(found(&facts([first(), retracted("b")]), &stakes).len(), 2);
}

#[test]
fn an_event_keeps_its_id_when_its_article_is_read_anew() {
    let first = article("a", 1, &[], vec![stake("Nordalia", "Brévannes"), stake("Morel", "Brévannes")]);
    let anew = article("a", 1, &[], vec![stake("Nordalia", "Brévannes"), stake("Morel", "Hautecombe")]);
    let ArticleChange::Accepted(mut anew) = anew else { panic!() };
    anew.events[1].0 = 2;
    let facts = facts([first, ArticleChange::Reextracted(anew)]);
    assert_eq!(found(&facts, &all(EventType::Stake)), ["a/1/0", "a/1/2"]);
}

#[test]
fn an_entity_gathers_its_names_over_articles() {
    let facts = facts([
        article("a", 1, &[("NRD", &["NRD", "le groupe français"])], vec![stake("NRD", "Hautecombe SA")]),
        article("b", 1, &[], vec![stake("NORDALIA", "Hautecombe"), stake("Nordalia SA", "Hautecombe")]),
        article(
            "c",
            1,
            &[("Claire Morel", &["Claire Morel", "Morel"])],
            vec![stake("Claire Morel", "Hautecombe")],
        ),
    ]);
    let nordalia = facts.resolve(&Tenant::default(), "nrd", 10).unwrap().remove(0);
    assert_eq!(nordalia.found, NameMatch::Own);
    assert_eq!((nordalia.entity.name.as_str(), nordalia.entity.event_count), ("Nordalia", 3));
    assert_eq!(nordalia.entity.aliases, ["NORDALIA", "NRD", "Nordalia SA"]);
    assert_eq!(
        (nordalia.entity.country.as_deref(), nordalia.entity.sector.as_deref()),
        (Some("FR"), Some("energy"))
    );
    let hautecombe = facts.resolve(&Tenant::default(), "HAUTECOMBE sa", 10).unwrap().remove(0).entity;
    assert_eq!((hautecombe.name.as_str(), hautecombe.event_count), ("Hautecombe", 4));
    let morel = facts.resolve(&Tenant::default(), "morel", 10).unwrap();
    assert_eq!((morel[0].entity.name.as_str(), morel[0].found), ("Claire Morel", NameMatch::Seen));
    assert!(facts.resolve(&Tenant::default(), "le groupe français", 10).unwrap().is_empty());
    assert!(facts.is_name(&Tenant::default(), "claire morel").unwrap());
    assert!(!facts.is_name(&Tenant::default(), "claire").unwrap());
    assert!(!facts.is_name(&Tenant::new("other").unwrap(), "nordalia").unwrap());
}

#[test]
fn who_is_only_named_does_not_take_part() {
    let facts =
        facts([article("a", 1, &[], vec![partnership(&["Nordalia", "?"], &["Brévannes"], "Claire Morel")])]);
    let event = facts.events(&Tenant::default(), &all(EventType::Partnership)).unwrap().remove(0);
    let names: Vec<&str> = event.entities.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Nordalia", "Brévannes", "Claire Morel"]);
    assert_eq!(event.participants(), ids(&facts, "Nordalia"));
    for (name, count) in [("Nordalia", 1), ("Brévannes", 0), ("Claire Morel", 0)] {
        let entity = facts.entity(&Tenant::default(), ids(&facts, name)[0]).unwrap().unwrap();
        assert_eq!(entity.event_count, count, "{name}");
        let query = EventQuery { entities: ids(&facts, name), ..all(EventType::Partnership) };
        assert_eq!(found(&facts, &query).len() as u64, count, "{name}");
    }
}

#[test]
fn a_counterpart_plays_another_role() {
    let facts = facts([article(
        "a",
        1,
        &[],
        vec![stake("Nordalia", "Nordalia"), stake("Nordalia", "Brévannes"), stake("Morel", "Brévannes")],
    )]);
    let pair = |one: &str, other: &str| {
        let query = EventQuery {
            entities: ids(&facts, one),
            counterparts: ids(&facts, other),
            ..all(EventType::Stake)
        };
        found(&facts, &query)
    };
    assert_eq!(pair("Nordalia", "Brévannes"), ["a/1/1"]);
    assert_eq!(pair("Brévannes", "Nordalia"), ["a/1/1"]);
    assert_eq!(pair("Nordalia", "Nordalia"), ["a/1/0"]);
    assert!(pair("Nordalia", "Morel").is_empty());
}

#[test]
fn words_are_whole_and_folded() {
    let facts = facts([article("a", 1, &[], vec![partnership(&["Nordalia", "Morel"], &[], "Morel")])]);
    let has = |words: &[&str]| {
        let words = Words::new(words.iter().copied());
        !found(&facts, &EventQuery { words, ..all(EventType::Partnership) }).is_empty()
    };
    for words in
        [&["RECHARGE"][..], &["rapide"], &["ultra rapide", "ile-de-france"], &["groupes"], &["…"], &[]]
    {
        assert!(has(words), "{words:?}");
    }
    for words in [&["rechar"][..], &["groupe"], &["rapide ultra"], &["recharge", "camion"], &["Nordalia"]] {
        assert!(!has(words), "{words:?}");
    }
}

#[test]
fn certainty_is_a_bound() {
    let facts = facts([article("a", 1, &[], vec![stake("Nordalia", "Brévannes")])]);
    for (least, count) in [(Certainty::Possible, 1), (Certainty::Probable, 1), (Certainty::Certain, 0)] {
        let query = EventQuery { minimum_certainty: Some(least), ..all(EventType::Stake) };
        assert_eq!(found(&facts, &query).len(), count, "{least}");
    }
}
