//! Whatever the log says, in whatever batches, with the index closed and opened in between: what is believed, now and at any
//! point of time, is what the model in memory believes.
#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod sample;

use std::collections::{BTreeMap, BTreeSet};

use entente_facts::{
    ArticleChange, AsOf, Beliefs, ContradictionQuery, EntityId, Fact, FactId, FactPage, FactQuery, Facts,
    MemoryFacts, Moment, StakeRole, TimelineQuery, Words,
};
use entente_index::{Presenter as _, Progress, View, WorkedOut};
use entente_model::{ArticleId, Certainty, EventType, FactStatus, Interest, Tenant};
use jiff::Timestamp;
use proptest::prelude::*;

/// Names that meet and differ, each with forms that an article may use beside it.
const NAMES: &[(&str, &[&str])] = &[
    ("Nordalia", &["Nordalia", "NRD"]),
    ("VM", &["VM"]),
    ("Hautecombe Industries", &["Hautecombe Industries", "Hautecombe"]),
    ("Hautecombe", &["Hautecombe"]),
    ("Hautecombe Conseil", &["Hautecombe Conseil"]),
    ("Claire Morel", &["Claire Morel", "Morel"]),
    ("l'usine de Brévannes", &["l'usine de Brévannes"]),
    ("?", &[]),
];
const ARTICLES: &[&str] = &["a", "a-1", "b", "wire:9", "z"];

#[derive(Debug, Clone)]
enum Step {
    Accept { article: usize, day: Option<i64>, told: usize, events: Vec<Told> },
    Reread { article: usize, events: Vec<Told> },
    Retract { article: usize },
    Erase { article: usize },
}

/// The kind, who takes part, and what is told.
type Told = (usize, Vec<usize>, usize);

fn step() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![3 => Just(1_usize), 1 => 0..4_usize];
    let event = (kind, prop::collection::vec(0..NAMES.len(), 1..4), 0..24_usize);
    let events = || prop::collection::vec(event.clone(), 0..4);
    let article = || 0..ARTICLES.len();
    let accept = (article(), prop::option::of(0..4_i64), 0..NAMES.len(), events());
    prop_oneof![
        6 => accept.prop_map(|(article, day, told, events)| Step::Accept { article, day, told, events }),
        1 => (article(), events()).prop_map(|(article, events)| Step::Reread { article, events }),
        1 => article().prop_map(|article| Step::Retract { article }),
        1 => article().prop_map(|article| Step::Erase { article }),
    ]
}

/// What the log has so far.
#[derive(Default)]
struct Log {
    /// The article, its revision and its day, as it stands.
    standing: BTreeMap<usize, (u64, Option<i64>)>,
    entries: Vec<(ArticleId, Moment)>,
    /// When articles were erased last.
    erased: BTreeMap<ArticleId, Moment>,
}

impl Log {
    fn change(&mut self, step: Step) -> Option<ArticleChange> {
        let position = self.entries.len() as u64 + 1;
        // Two entries now and then have one time.
        let at = Moment { position, ..sample::moment(position / 2) };
        let (article, change) = match step {
            Step::Accept { article, day, told, events } => {
                self.standing.insert(article, (position, day));
                (article, accepted(article, position, day, told, &events, at))
            }
            Step::Reread { article, events } => {
                let (revision, day) = *self.standing.get(&article)?;
                let ArticleChange::Accepted(accepted) = accepted(article, revision, day, 2, &events, at)
                else {
                    unreachable!("an article is accepted")
                };
                (article, ArticleChange::Reextracted(accepted))
            }
            Step::Retract { article } => {
                self.standing.remove(&article);
                let id = ArticleId::new(ARTICLES[article]).unwrap();
                (article, ArticleChange::Retracted { tenant: Tenant::default(), article: id, at })
            }
            Step::Erase { article } => {
                self.standing.remove(&article);
                let id = ArticleId::new(ARTICLES[article]).unwrap();
                self.erased.insert(id.clone(), at);
                (article, ArticleChange::Erased { tenant: Tenant::default(), article: id, at })
            }
        };
        self.entries.push((ArticleId::new(ARTICLES[article]).unwrap(), at));
        Some(change)
    }
}

fn accepted(
    article: usize,
    revision: u64,
    day: Option<i64>,
    told: usize,
    events: &[Told],
    at: Moment,
) -> ArticleChange {
    let event = |(kind, parties, variant): &Told| {
        let parties: Vec<&str> = parties.iter().map(|&name| NAMES[name].0).collect();
        sample::event(EventType::ALL[*kind], &parties, *variant)
    };
    let events = events.iter().map(event).collect();
    let forms = &NAMES[told.min(NAMES.len() - 2)..NAMES.len() - 1];
    let mut change = sample::accepted("default", ARTICLES[article], revision, day, forms, events);
    if let ArticleChange::Accepted(accepted) = &mut change {
        accepted.info.appended = at;
        for (place, _) in &mut accepted.events {
            *place += u32::try_from(at.position).unwrap() * 10;
        }
    }
    change
}

fn points(log: &Log) -> Vec<AsOf> {
    let days = ["2019-06-01", "2020-01-02", "2020-06-01"].map(|day| day.parse().ok());
    let times: Vec<Timestamp> = log.entries.iter().map(|(_, at)| at.time).collect();
    let times: BTreeSet<Option<Timestamp>> =
        [times.first(), times.get(times.len() / 2), times.last()].map(Option::<&Timestamp>::copied).into();
    let mut points = vec![AsOf::NOW];
    points.extend(days.map(|valid_at| AsOf { valid_at, known_at: None }));
    points.extend(times.iter().map(|&known_at| AsOf { valid_at: None, known_at }));
    points.extend(times.iter().map(|&known_at| AsOf { valid_at: days[1], known_at }));
    points
}

fn queries(ids: &[EntityId], as_of: AsOf) -> Vec<FactQuery> {
    let day = |day: i64| Timestamp::from_second(1_577_836_800 + day * 86_400).ok();
    let mut queries = Vec::new();
    for &event_type in EventType::ALL {
        let all = FactQuery { as_of, ..FactQuery::new(event_type, 1_000) };
        let some = |ids: &[EntityId]| FactQuery { entities: ids.to_vec(), ..all.clone() };
        queries.extend(ids.chunks(1).map(some));
        queries.push(some(ids.get(..2).unwrap_or(ids)));
        if let [one, other, ..] = ids {
            queries.push(FactQuery { counterparts: vec![*other], ..some(&[*one]) });
            queries.push(FactQuery { counterparts: vec![*other], ..all.clone() });
            let role = |role| FactQuery { role: Some(role), ..some(&[*one]) };
            queries.extend([StakeRole::Holder, StakeRole::Target].map(role));
        }
        queries.push(FactQuery { statuses: vec![FactStatus::InForce, FactStatus::Ended], ..all.clone() });
        queries.push(FactQuery { minimum_certainty: Some(Certainty::Probable), ..all.clone() });
        queries.push(FactQuery { minimum_belief: 0.2, ..all.clone() });
        queries.push(FactQuery { disputed_only: true, ..all.clone() });
        queries.push(FactQuery { words: Words::new(["passage", "numéro 1"]), ..all.clone() });
        queries.push(FactQuery { published_from: day(1), published_before: day(3), ..all.clone() });
        queries.push(FactQuery { published_before: day(2), ..all.clone() });
        queries.push(all);
    }
    queries
}

fn in_pages(beliefs: &dyn Beliefs, tenant: &Tenant, query: &FactQuery) -> Vec<entente_facts::FoundFact> {
    let mut query = FactQuery { limit: 2, ..query.clone() };
    let mut facts = Vec::new();
    loop {
        let page = beliefs.facts(tenant, &query).unwrap();
        facts.extend(page.facts);
        let Some(next) = page.next else { return facts };
        query.after = Some(next);
    }
}

/// Pieces are those of the facts that are found, also a page at a time.
fn compare_pieces(view: &View, tenant: &Tenant, query: &FactQuery, expected: FactPage) {
    let expected: Vec<Vec<u8>> =
        expected.facts.into_iter().map(|found| sample::Written.piece(found)).collect();
    let mut query = FactQuery { limit: 3, ..query.clone() };
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    loop {
        let page = view.pieces(tenant, &query).unwrap();
        pieces.extend(page.pieces.iter().map(|piece| piece.as_ref().to_vec()));
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    assert_eq!(pieces, expected, "{query:?}");
}

fn compare(view: &View, memory: &MemoryFacts, log: &Log) {
    let tenant = Tenant::default();
    let names = NAMES.iter().flat_map(|(name, forms)| forms.iter().chain([name]));
    let mut ids: Vec<EntityId> = Vec::new();
    for name in names {
        let expected = memory.roster(&tenant).resolve(name, 20);
        assert_eq!(view.resolve(&tenant, name, 20).unwrap(), expected, "{name}");
        ids.extend(expected.into_iter().map(|resolved| resolved.entity.id));
    }
    ids.sort_unstable();
    ids.dedup();
    for &id in &ids {
        let (mut told, mut expected) =
            (view.identity(&tenant, id).unwrap(), memory.identity(&tenant, id).unwrap());
        if !log.erased.is_empty() {
            // What an erased article had brought about is not told; what would have come about without it isn't either.
            for identity in [&mut told, &mut expected].into_iter().flatten() {
                let changes = std::mem::take(&mut identity.changes);
                let of_erased = |article| log.erased.get(article);
                assert!(changes.iter().all(|change| {
                    of_erased(&change.article).is_none_or(|erased| change.moment.position > erased.position)
                }));
            }
        }
        assert_eq!(told, expected);
    }
    let mut facts: BTreeSet<FactId> = BTreeSet::new();
    for as_of in points(log) {
        for query in queries(&ids, as_of) {
            let expected: FactPage = memory.facts(&tenant, &query).unwrap();
            assert_eq!(view.facts(&tenant, &query).unwrap(), expected, "{query:?}");
            if as_of == AsOf::NOW {
                compare_pieces(view, &tenant, &query, expected.clone());
            }
            facts.extend(expected.facts.iter().map(|found| found.fact.id));
        }
        let all = FactQuery { as_of, ..FactQuery::new(EventType::Stake, 1_000) };
        assert_eq!(in_pages(view, &tenant, &all), memory.facts(&tenant, &all).unwrap().facts, "{all:?}");
        for role in [StakeRole::Holder, StakeRole::Target] {
            let sorted = |beliefs: &dyn Beliefs| -> Vec<Fact> {
                let stakes = beliefs.stakes(&tenant, &ids, role, Interest::Shareholding, as_of, 1_000);
                let mut stakes = stakes.unwrap();
                stakes.sort_by_key(|fact| fact.id);
                stakes
            };
            assert_eq!(sorted(view), sorted(memory), "{role:?} {as_of:?}");
        }
    }
    for as_of in points(log) {
        for &id in &facts {
            let expected = memory.fact(&tenant, id, as_of).unwrap();
            assert_eq!(view.fact(&tenant, id, as_of).unwrap(), expected, "{as_of:?}");
        }
        for entities in ids.chunks(2) {
            let mut query = TimelineQuery {
                entities: entities.to_vec(),
                types: EventType::ALL.to_vec(),
                known_at: as_of.known_at,
                limit: 3,
                ..TimelineQuery::default()
            };
            loop {
                let expected = memory.timeline(&tenant, &query).unwrap();
                assert_eq!(view.timeline(&tenant, &query).unwrap(), expected, "{query:?}");
                query.after = expected.next;
                if query.after.is_none() {
                    break;
                }
            }
        }
    }
    for entities in ids.chunks(2).chain([[].as_slice()]) {
        let mut query =
            ContradictionQuery { entities: entities.to_vec(), limit: 2, ..ContradictionQuery::default() };
        loop {
            let expected = memory.contradictions(&tenant, &query).unwrap();
            assert_eq!(view.contradictions(&tenant, &query).unwrap(), expected, "{query:?}");
            query.after = expected.last().map(|found| found.contradiction.position());
            if query.after.is_none() {
                break;
            }
        }
    }
    for (article, at) in &log.entries {
        let expected = memory.changes(&tenant, article, *at).unwrap();
        assert_eq!(view.changes(&tenant, article, *at).unwrap(), expected, "{article} {at:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn the_index_believes_what_the_model_does(
        batches in prop::collection::vec((prop::collection::vec(step(), 1..5), any::<bool>()), 1..5),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut index = sample::opened(folder.path()).unwrap();
        let mut memory = MemoryFacts::new(sample::directory());
        let mut log = Log::default();
        let mut written: Option<WorkedOut> = None;
        for (number, (steps, reopen)) in batches.into_iter().enumerate() {
            let changes: Vec<ArticleChange> =
                steps.into_iter().filter_map(|step| log.change(step)).collect();
            changes.iter().cloned().for_each(|change| memory.apply(change));
            let progress = Progress { cursor: format!("c{number}"), applied: None, at_end: false };
            // As a service does: while one batch is written, the next is worked out over it.
            let worked_out = index.work_out(index.prepare(changes), &progress, written.as_ref()).unwrap();
            if let Some(before) = written.replace(worked_out) {
                index.write(&before).unwrap();
            }
            if reopen {
                index.write(&written.take().unwrap()).unwrap();
                drop(index);
                index = sample::opened(folder.path()).unwrap();
            }
        }
        if let Some(last) = written {
            index.write(&last).unwrap();
        }
        compare(&index.view(), &memory, &log);
    }
}
