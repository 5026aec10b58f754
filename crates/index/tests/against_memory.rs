//! Whatever the log says, in whatever batches, with the index closed and opened in between: it answers as the model
//! that keeps everything in memory.
#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod sample;

use entente_facts::{ArticleChange, AsOf, EventQuery, Facts, MemoryFacts, Wanted, Words};
use entente_index::{Index, Progress};
use entente_model::{ArticleId, Certainty, EventType, Polarity, StakeStatus, Tenant};
use proptest::prelude::*;

/// Names that meet, differ, and are shared, each with forms that an article may use beside it.
const NAMES: &[(&str, &[&str])] = &[
    ("Nordalia", &["Nordalia", "NRD", "le groupe français"]),
    ("NORDALIA Group", &["NORDALIA Group"]),
    ("VM", &["VM"]),
    ("Ventes Modernes", &["Ventes Modernes", "VM"]),
    ("Hautecombe Industries", &["Hautecombe Industries", "Hautecombe", "HI"]),
    ("Hautecombe SA", &["Hautecombe SA"]),
    ("Claire Morel", &["Claire Morel", "Morel"]),
    ("l'usine de Brévannes", &["l'usine de Brévannes", "L'usine"]),
    ("?", &[]),
];
const TENANTS: &[&str] = &["default", "default-2"];
const ARTICLES: &[&str] = &["a", "a-1", "b", "wire:9"];

#[derive(Debug, Clone)]
enum Step {
    Accept { tenant: usize, article: usize, day: Option<i64>, events: Vec<(usize, Vec<usize>, usize)> },
    Retract { tenant: usize, article: usize },
    Erase { tenant: usize, article: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let event = (0..4_usize, prop::collection::vec(0..NAMES.len(), 1..4), 0..12_usize);
    let accept =
        (0..TENANTS.len(), 0..ARTICLES.len(), prop::option::of(0..4_i64), prop::collection::vec(event, 0..4))
            .prop_map(|(tenant, article, day, events)| Step::Accept { tenant, article, day, events });
    let retract =
        (0..TENANTS.len(), 0..ARTICLES.len()).prop_map(|(tenant, article)| Step::Retract { tenant, article });
    let erase =
        (0..TENANTS.len(), 0..ARTICLES.len()).prop_map(|(tenant, article)| Step::Erase { tenant, article });
    prop_oneof![8 => accept, 2 => retract, 1 => erase]
}

fn change(step: Step, revision: u64) -> ArticleChange {
    match step {
        Step::Accept { tenant, article, day, events } => {
            let named = |parties: &[usize]| parties.iter().map(|&name| NAMES[name].0).collect::<Vec<_>>();
            let event = |(kind, parties, variant): &(usize, Vec<usize>, usize)| {
                sample::event(EventType::ALL[*kind], &named(parties), *variant)
            };
            let events = events.iter().map(event).collect();
            sample::accepted(TENANTS[tenant], ARTICLES[article], revision, day, &NAMES[..8], events)
        }
        Step::Retract { tenant, article } => ArticleChange::Retracted {
            tenant: Tenant::new(TENANTS[tenant]).unwrap(),
            article: ArticleId::new(ARTICLES[article]).unwrap(),
            at: sample::moment(revision),
        },
        Step::Erase { tenant, article } => ArticleChange::Erased {
            tenant: Tenant::new(TENANTS[tenant]).unwrap(),
            article: ArticleId::new(ARTICLES[article]).unwrap(),
            at: sample::moment(revision),
        },
    }
}

fn compare(index: &Index, memory: &MemoryFacts) {
    let view = index.view();
    for tenant in TENANTS.iter().map(|&tenant| Tenant::new(tenant).unwrap()) {
        for name in NAMES.iter().flat_map(|(name, forms)| forms.iter().chain([name])).chain(&[
            "n",
            "haute",
            "morel",
            "Nordalia SA",
            "VM Group",
            "Groupe Hautecombe",
        ]) {
            let expected = memory.resolve(&tenant, name, 20).unwrap();
            assert_eq!(view.resolve(&tenant, name, 20).unwrap(), expected, "resolve {name}");
            let whole = memory.meanings(&tenant, name, 20).unwrap();
            assert_eq!(view.meanings(&tenant, name, 20).unwrap(), whole, "meanings of {name}");
            for resolved in &expected {
                let id = resolved.entity.id;
                assert_eq!(view.entity(&tenant, id).unwrap(), memory.entity(&tenant, id).unwrap());
            }
            let folded = entente_text::fold(name);
            assert_eq!(
                view.is_name(&tenant, &folded).unwrap(),
                memory.is_name(&tenant, &folded).unwrap(),
                "{name}"
            );
        }
        for query in queries(memory, &tenant) {
            assert_eq!(
                view.events(&tenant, &query).unwrap(),
                memory.events(&tenant, &query).unwrap(),
                "{query:?}"
            );
            assert_eq!(
                in_pages(&view, &tenant, &query),
                memory.events(&tenant, &query).unwrap(),
                "{query:?} in pages"
            );
        }
    }
    let status = index.status().unwrap();
    let events: usize = memory.articles().map(|article| article.events.len()).sum();
    assert_eq!((status.articles, status.events), (memory.articles().count() as u64, events as u64));
    for article in memory.articles() {
        let info = article.article.as_ref();
        assert_eq!(view.text(&info.tenant, &info.id).unwrap().as_deref(), Some(article.text.as_str()));
        assert_eq!(view.article(&info.tenant, &info.id).unwrap().as_ref(), Some(info));
    }
}

fn queries(memory: &MemoryFacts, tenant: &Tenant) -> Vec<EventQuery> {
    let ids = |name: &str| -> Vec<_> {
        memory.resolve(tenant, name, 20).unwrap().into_iter().map(|resolved| resolved.entity.id).collect()
    };
    let day = |day: i64| jiff::Timestamp::from_second(1_577_836_800 + day * 86_400).ok();
    let mut queries = Vec::new();
    for &event_type in EventType::ALL {
        let all = EventQuery::new(Wanted::all(event_type), 100);
        queries.extend(["nordalia", "h", "vm"].map(|name| EventQuery { entities: ids(name), ..all.clone() }));
        queries.push(EventQuery { entities: ids("haute"), counterparts: ids("nordalia"), ..all.clone() });
        queries.push(EventQuery {
            counterparts: ids("morel"),
            polarity: Some(Polarity::Negative),
            ..all.clone()
        });
        queries.push(EventQuery { minimum_certainty: Some(Certainty::Probable), ..all.clone() });
        queries.push(EventQuery { words: Words::new(["ÉLECTRIQUES", "ile de france"]), ..all.clone() });
        queries.push(EventQuery { published_from: day(1), published_before: day(3), ..all.clone() });
        queries.push(EventQuery { published_from: day(2), entities: ids("n"), ..all.clone() });
        queries.push(EventQuery { published_before: day(2), ..all.clone() });
        for known_after in [0, 1, 2] {
            let known_at = Some(sample::moment(known_after).time);
            let as_of = AsOf { valid_at: None, known_at };
            queries.push(EventQuery { entities: ids("n"), as_of, ..all.clone() });
            queries.push(EventQuery { as_of, ..all.clone() });
        }
        let valid_at = Some(jiff::civil::date(2020, 1, 3));
        queries.push(EventQuery { as_of: AsOf { valid_at, known_at: None }, ..all.clone() });
        queries.push(all);
    }
    queries.push(EventQuery::new(Wanted::Stakes(vec![StakeStatus::Held, StakeStatus::Failed]), 100));
    queries
}

fn in_pages(facts: &dyn Facts, tenant: &Tenant, query: &EventQuery) -> Vec<entente_facts::IndexedEvent> {
    let mut query = EventQuery { limit: 2, ..query.clone() };
    let mut events = Vec::new();
    loop {
        let page = facts.events(tenant, &query).unwrap();
        let Some(last) = page.last() else { return events };
        query.after = Some(last.position());
        events.extend(page);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_index_is_what_the_model_says(
        batches in prop::collection::vec((prop::collection::vec(step(), 1..5), any::<bool>()), 1..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut index = sample::opened(folder.path()).unwrap();
        let mut memory = MemoryFacts::new(sample::directory());
        let mut revision = 0;
        for (number, (steps, reopen)) in batches.into_iter().enumerate() {
            let mut changes = Vec::new();
            for step in steps {
                revision += 1;
                changes.push(change(step, revision));
            }
            changes.iter().cloned().for_each(|change| memory.apply(change));
            let progress = Progress { cursor: format!("c{number}"), applied: None, at_end: false };
            index.apply(index.prepare(changes), &progress).unwrap();
            if reopen {
                drop(index);
                index = sample::opened(folder.path()).unwrap();
            }
            prop_assert_eq!(index.status().unwrap().cursor, Some(progress.cursor));
            compare(&index, &memory);
        }
    }
}
