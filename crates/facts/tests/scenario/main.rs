//! Twenty articles on invented companies, taken out of order, with a rumour, its denial, its confirmation, a correction, a retraction, two copies of an agency's
//! text, a stake that goes from 43.4 to 15 percent and a cross-holding: what was so on a day, and what was known of it at a time.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod story;

use std::sync::Arc;

use entente_facts::{
    AsOf, Beliefs, ContradictionQuery, Day, Directory, Fact, FactHistory, FactQuery, FactRevision, FactStage,
    FoundContradiction, MemoryFacts, StakeRole, Support,
};
use entente_model::{ArticleId, Certainty, EventType, Polarity, Tenant};

fn told() -> MemoryFacts {
    let mut facts = MemoryFacts::new(Arc::new(Directory::default()));
    for entry in story::entries() {
        facts.apply(entry);
    }
    facts
}

fn as_of(valid_at: &str, known_at: &str) -> AsOf {
    AsOf {
        valid_at: (!valid_at.is_empty()).then(|| valid_at.parse().unwrap()),
        known_at: (!known_at.is_empty()).then(|| format!("{known_at}T23:59:59Z").parse().unwrap()),
    }
}

/// The facts of a kind that "Carellis > Norvane" names: the first entity takes part, the second (if any) beside it; of stakes it holds.
fn named(facts: &MemoryFacts, event_type: EventType, pair: &str, as_of: AsOf) -> Vec<Fact> {
    let tenant = Tenant::default();
    // By their ids, since nobody speaks any more of who was named by a withdrawn article alone.
    let article = ArticleId::new("any").unwrap();
    let ids = |name: &str| vec![Directory::default().identify(name, None, &article)];
    let (one, other) = pair.split_once(" > ").unwrap_or((pair, ""));
    let query = FactQuery {
        entities: ids(one),
        counterparts: if other.is_empty() { vec![] } else { ids(other) },
        role: (event_type == EventType::Stake).then_some(StakeRole::Holder),
        as_of,
        ..FactQuery::new(event_type, 100)
    };
    facts.facts(&tenant, &query).unwrap().facts.into_iter().map(|found| found.fact).collect()
}

fn history(facts: &MemoryFacts, event_type: EventType, pair: &str, as_of: AsOf) -> FactHistory {
    let fact = named(facts, event_type, pair, as_of).remove(0);
    facts.fact(&Tenant::default(), fact.id, as_of).unwrap().unwrap()
}

/// `IN_FORCE 43.4; NEGOTIATING 15 POSSIBLE, disputed`: what holds; what is pending, each with what is not certain.
fn shown(fact: &Fact) -> String {
    let stages: Vec<String> = [&fact.holding, &fact.pending]
        .map(|stage| stage.as_ref().map_or_else(|| "-".to_owned(), stage_shown))
        .into_iter()
        .collect();
    let disputed = if fact.disputed { ", disputed" } else { "" };
    format!("{}{disputed}", stages.join("; "))
}

fn stage_shown(stage: &FactStage) -> String {
    let mut words = vec![stage.status.name().to_owned()];
    if stage.polarity == Polarity::Negative {
        words.insert(0, "not".to_owned());
    }
    words.extend(stage.share.and_then(|share| share.exact()).map(|percent| percent.value().to_string()));
    if stage.certainty != Certainty::Certain {
        words.push(stage.certainty.name().to_owned());
    }
    words.join(" ")
}

#[test]
fn what_was_so_on_a_day_and_what_was_known_of_it() {
    let facts = told();
    let mut wrong = Vec::new();
    let stake = EventType::Stake;
    let (partnership, strategy) = (EventType::Partnership, EventType::Strategy);
    for (event_type, pair, valid_at, known_at, expected) in [
        // The stake, as it is known now.
        (stake, "Carellis > Norvane", "", "", "IN_FORCE 15; -"),
        (stake, "Carellis > Norvane", "2022-03-09", "", ""),
        (stake, "Carellis > Norvane", "2022-03-10", "", "IN_FORCE 43.4; -"),
        (stake, "Carellis > Norvane", "2022-10-08", "", "IN_FORCE 43.4; NEGOTIATING 15 POSSIBLE"),
        (stake, "Carellis > Norvane", "2023-02-06", "", "IN_FORCE 43.4; ANNOUNCED 15"),
        (stake, "Carellis > Norvane", "2023-11-07", "", "IN_FORCE 43.4; ANNOUNCED 15"),
        (stake, "Carellis > Norvane", "2023-11-08", "", "IN_FORCE 15; -"),
        (stake, "Carellis > Norvane", "2025-01-01", "", "IN_FORCE 15; -"),
        // As it was known: only the holding, the denial before the rumour, the copies, the announcement, the new holding, its day.
        (stake, "Carellis > Norvane", "", "2024-10-01", ""),
        (stake, "Carellis > Norvane", "", "2024-10-02", "IN_FORCE 43.4; -"),
        (stake, "Carellis > Norvane", "", "2024-10-03", "IN_FORCE 43.4; not NEGOTIATING"),
        (
            stake,
            "Carellis > Norvane",
            "",
            "2024-10-04",
            "IN_FORCE 43.4; not NEGOTIATING 15 POSSIBLE, disputed",
        ),
        (stake, "Carellis > Norvane", "2022-10-07", "2024-10-04", "IN_FORCE 43.4; -"),
        (stake, "Carellis > Norvane", "", "2024-10-05", "IN_FORCE 43.4; ANNOUNCED 15"),
        (stake, "Carellis > Norvane", "", "2024-10-07", "IN_FORCE 43.4; ANNOUNCED 15"),
        (stake, "Carellis > Norvane", "", "2024-10-08", "IN_FORCE 15; -"),
        (stake, "Carellis > Norvane", "2023-11-09", "2024-10-08", "IN_FORCE 43.4; ANNOUNCED 15"),
        (stake, "Carellis > Norvane", "2023-11-09", "2024-10-09", "IN_FORCE 15; -"),
        // The cross-holding.
        (stake, "Norvane > Carellis", "", "", "IN_FORCE 15; -"),
        (stake, "Norvane > Carellis", "2022-03-10", "", ""),
        // The correction.
        (stake, "Orbelis > Velnor", "", "", "IN_FORCE 20; -"),
        (stake, "Orbelis > Velnor", "", "2024-10-11", "IN_FORCE 25; -"),
        (stake, "Orbelis > Velnor", "", "2024-10-12", "IN_FORCE 20; -"),
        // The retraction.
        (stake, "Gazenor > Tessaline", "", "", ""),
        (stake, "Gazenor > Tessaline", "", "2024-10-15", "IN_FORCE 100; -"),
        (stake, "Gazenor > Tessaline", "2023-06-01", "2024-10-15", "IN_FORCE 100; -"),
        // The rumour, its denial, its confirmation.
        (partnership, "Carellis > Orbelis", "", "2024-10-14", "-; NEGOTIATING PROBABLE"),
        (partnership, "Carellis > Orbelis", "", "2024-10-15", "-; not NEGOTIATING PROBABLE, disputed"),
        (partnership, "Carellis > Orbelis", "", "2024-10-17", "IN_FORCE; -"),
        (
            partnership,
            "Carellis > Orbelis",
            "2023-12-31",
            "2024-10-17",
            "-; not NEGOTIATING PROBABLE, disputed",
        ),
        (partnership, "Carellis > Orbelis", "", "", "IN_FORCE; -"),
        (partnership, "Carellis > Orbelis", "2023-06-14", "", ""),
        (partnership, "Carellis > Orbelis", "2023-06-20", "", "-; NEGOTIATING PROBABLE"),
        (partnership, "Carellis > Orbelis", "2023-09-20", "", "-; ANNOUNCED"),
        (partnership, "Carellis > Orbelis", "2024-01-01", "", "IN_FORCE; -"),
        // Two shares on one day.
        (stake, "Hautecombe > Medivance", "", "2024-10-19", "IN_FORCE 30; -"),
        (stake, "Hautecombe > Medivance", "", "", "IN_FORCE 30; -, disputed"),
        // What was never held.
        (stake, "Medivance > Gazenor", "", "", "-; ENDED"),
        // The plan that is dropped, the news of which came first.
        (strategy, "Carellis", "", "2024-10-21", "-; FAILED"),
        (strategy, "Carellis", "", "", "-; FAILED"),
        (strategy, "Carellis", "2024-03-01", "", "-; PLANNED"),
        (strategy, "Carellis", "2024-09-09", "", "-; PLANNED"),
        (strategy, "Carellis", "2024-09-10", "", "-; FAILED"),
    ] {
        let found = named(&facts, event_type, pair, as_of(valid_at, known_at));
        let found: Vec<String> = found.iter().map(shown).collect();
        if found.join(" / ") != expected {
            wrong.push(format!(
                "{pair} on {valid_at:?}, known at {known_at:?}: {} for {expected}",
                found.join(" / ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn how_it_came_to_be_believed() {
    let facts = told();
    let (stake, partnership) = (EventType::Stake, EventType::Partnership);
    for (event_type, pair, expected) in [
        (
            stake,
            "Carellis > Norvane",
            "02 FIRST_TOLD capital-carellis, 03 CONTRADICTION carellis-denies, 04 CONTRADICTION rumeur-norvane, 05 UPDATE agency-one, \
             06 CORROBORATION agency-two, 07 CORROBORATION accord-carellis, 08 UPDATE carellis-fifteen, 09 UPDATE bouclage-carellis",
        ),
        (stake, "Orbelis > Velnor", "10 FIRST_TOLD velnor-orbelis, 12 CORRECTION velnor-orbelis"),
        (
            partnership,
            "Carellis > Orbelis",
            "14 FIRST_TOLD rumeur-orbelis, 15 CONTRADICTION orbelis-denies, 17 UPDATE battery-line, 18 UPDATE signature-orbelis",
        ),
        (stake, "Hautecombe > Medivance", "19 FIRST_TOLD medivance-thirty, 20 CONTRADICTION medivance-vingt"),
    ] {
        let history = history(&facts, event_type, pair, AsOf::NOW);
        let revision = |revision: &FactRevision| {
            let day = revision.at.time.strftime("%d");
            format!("{day} {} {}", revision.reason, revision.article)
        };
        let revisions: Vec<String> = history.revisions.iter().map(revision).collect();
        assert_eq!(revisions.join(", "), expected, "{pair}");
    }
}

#[test]
fn copies_count_once() {
    let facts = told();
    let history = history(&facts, EventType::Stake, "Carellis > Norvane", AsOf::NOW);
    let fact = &history.found.fact;
    assert_eq!((fact.support_count, fact.origin_count), (8, 7));
    let origin = |id: &str| {
        let of = |support: &&Support| support.article.id.as_str() == id;
        history.supports.iter().find(of).unwrap().origin
    };
    assert_eq!(origin("agency-one"), origin("agency-two"));
    assert_ne!(origin("agency-one"), origin("accord-carellis"));
    // Two articles tell of what holds now, each by itself and each at 0.9.
    assert!((fact.belief - 0.99).abs() < 1e-9, "{}", fact.belief);
    let days: Vec<String> = history.stages.iter().map(stage_with_days).collect();
    assert_eq!(
        days,
        [
            "IN_FORCE 43.4 from ..2022-03-10 until 2023-11-08..2023-11-08",
            "NEGOTIATING 15 POSSIBLE from 2022-10-08..2022-10-08 until 2023-02-06..2023-02-06",
            "ANNOUNCED 15 from 2023-02-06..2023-02-06 until 2023-11-08..2023-11-08",
            "IN_FORCE 15 from 2023-11-08..2023-11-08 until -",
        ]
    );
}

fn stage_with_days(stage: &FactStage) -> String {
    let day = |day: &Day| {
        let shown = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        format!("{}..{}", shown(day.earliest), shown(day.latest))
    };
    let until = stage.until.as_ref().map_or_else(|| "-".to_owned(), day);
    format!("{} from {} until {until}", stage_shown(stage), day(&stage.from))
}

#[test]
fn what_is_at_odds() {
    let mut facts = MemoryFacts::new(Arc::new(Directory::default()));
    let mut seen = Vec::new();
    for entry in story::entries() {
        facts.apply(entry);
        let query = ContradictionQuery { limit: 10, ..ContradictionQuery::default() };
        let found = facts.contradictions(&Tenant::default(), &query).unwrap();
        let shown = |found: &FoundContradiction| {
            let articles = |side: &[Support]| -> Vec<String> {
                side.iter().map(|support| support.article.id.to_string()).collect()
            };
            format!(
                "{}: {} against {}",
                found.contradiction.kind,
                articles(&found.one_side).join(" "),
                articles(&found.other_side).join(" ")
            )
        };
        let shown: Vec<String> = found.iter().map(shown).collect();
        if seen.last() != Some(&shown) {
            seen.push(shown);
        }
    }
    let (denied, talks) = (
        "DENIED: rumeur-norvane against carellis-denies".to_owned(),
        "DENIED: rumeur-orbelis against orbelis-denies".to_owned(),
    );
    let above = "ABOVE_WHOLE: velnor-tillec against velnor-orbelis".to_owned();
    let shares = "SHARES_DIFFER: medivance-thirty against medivance-vingt".to_owned();
    let sold = "NEVER_HELD: postes-abandon against ".to_owned();
    assert_eq!(
        seen,
        [
            vec![],
            vec![denied],
            // The agreement is announced: the denial is answered.
            vec![],
            vec![above],
            // The correction makes it 20 and 80.
            vec![],
            vec![talks],
            // They work together: that they talked is denied no longer.
            vec![],
            vec![shares.clone()],
            vec![sold, shares],
        ]
    );
}
