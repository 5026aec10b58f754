//! Who is who across articles: which names are one entity, why, and since when.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

use std::collections::BTreeMap;

use entente_facts::{
    AcceptedArticle, ArticleInfo, Contribution, Directory, EntityId, Identities, IdentityBasis, Known,
    Moment, Roster, Sweep, SweptArticle, Testimony, dependants, moved,
};
use entente_model::{
    ArticleId, Assertion, Certainty, Entity, EntityKind, Event, Evidence, Extractor, Party, Polarity, Source,
    Span, Statement, Tenant,
};
use jiff::Timestamp;
use proptest::prelude::*;

const COMPANY: Option<EntityKind> = Some(EntityKind::Organization);
const PERSON: Option<EntityKind> = Some(EntityKind::Person);
const PLACE: Option<EntityKind> = Some(EntityKind::Place);
const STATE: Option<EntityKind> = Some(EntityKind::State);

fn moment(position: u64) -> Moment {
    Moment { time: Timestamp::from_second(i64::try_from(position).unwrap()).unwrap(), position }
}

/// An entity as an article presents it: its full name first.
fn entity(forms: &[&str], kind: Option<EntityKind>, country: Option<&str>) -> Entity {
    Entity {
        name: forms[0].to_owned(),
        forms: forms.iter().map(|&form| form.to_owned()).collect(),
        kind,
        country: country.map(str::to_owned),
    }
}

fn company(forms: &[&str]) -> Entity {
    entity(forms, COMPANY, None)
}

/// An article in which all of these speak together.
fn article(id: &str, position: u64, entities: &[Entity]) -> Contribution {
    let speakers = entities.iter().map(|entity| Party::from(entity.name.as_str())).collect();
    let event = Event {
        assertion: Assertion::Statement(Statement { speakers, quote: "nous avons signé hier".to_owned() }),
        polarity: Polarity::Positive,
        certainty: Certainty::Certain,
        source: Source::author(),
        time: None,
        expected: None,
        evidence: vec![Evidence { span: Span::new(0, 21), quote: "nous avons signé hier".to_owned() }],
        arguments: vec![],
        confidence: 1.0,
        rule: String::new(),
        extractor: Extractor { name: "test".to_owned(), version: "1".to_owned() },
    };
    let info = ArticleInfo {
        tenant: Tenant::default(),
        id: ArticleId::new(id).unwrap(),
        revision: 1,
        title: String::new(),
        source: String::new(),
        url: String::new(),
        published: None,
        appended: moment(position),
        language: None,
        text_sha256: String::new(),
    };
    let accepted =
        AcceptedArticle { info, text: String::new(), entities: entities.to_vec(), events: vec![(0, event)] };
    Contribution::of(accepted, &directory())
}

fn directory() -> Directory {
    let known = |name: &str, kind: EntityKind| Known {
        kind: Some(kind),
        country: Some("FR".to_owned()),
        ..Known::named(name)
    };
    Directory::new([
        known("Tessaline", EntityKind::Organization),
        known("Norvane Marine", EntityKind::Organization),
        known("France", EntityKind::State),
    ])
}

/// The articles, each with an id of its own, in this order.
fn articles(entities: &[Vec<Entity>]) -> Vec<Contribution> {
    (1..).zip(entities).map(|(at, entities)| article(&format!("a-{at}"), at, entities)).collect()
}

/// Whether the names that the first two articles have first are one entity.
fn joined(articles: &[Contribution]) -> bool {
    let directory = directory();
    let roster = Roster::of(articles, &directory);
    let first = |article: &Contribution| roster.canonical(article.events[0].entities[0].1);
    first(&articles[0]) == first(&articles[1])
}

#[test]
fn short_forms_that_mean_the_full_name() {
    for (full, short) in [
        (vec![company(&["Hautecombe Industries", "Hautecombe"])], vec![company(&["Hautecombe"])]),
        (
            vec![company(&["Hautecombe Industries SA", "Hautecombe"])],
            vec![entity(&["Hautecombe"], None, None)],
        ),
        (vec![company(&["Banque des Territoires Nouveaux", "BTN"])], vec![company(&["BTN"])]),
        (
            vec![entity(&["Hautecombe Industries", "Hautecombe"], COMPANY, Some("FR"))],
            vec![entity(&["Hautecombe"], COMPANY, Some("FR"))],
        ),
        (vec![entity(&["Claire Morel"], PERSON, None)], vec![entity(&["Claire Morel"], None, None)]),
        (vec![company(&["J. P. Tessel"])], vec![company(&["JP Tessel"])]),
        (
            vec![entity(&["l'Etat"], STATE, None), company(&["Tessaline"])],
            vec![entity(&["France"], STATE, None)],
        ),
    ] {
        assert!(joined(&articles(&[full.clone(), short.clone()])), "{full:?} and {short:?}");
    }
}

#[test]
fn names_that_stay_apart() {
    let full = || vec![company(&["Hautecombe Industries", "Hautecombe"])];
    let short = || vec![company(&["Hautecombe"])];
    for (why, entities) in [
        ("nobody says that they are one", vec![vec![company(&["Hautecombe Industries"])], short()]),
        ("another longer name begins so", vec![full(), short(), vec![company(&["Hautecombe Énergie"])]]),
        ("two bear it", vec![full(), short(), vec![company(&["Hautecombe Motors", "Hautecombe"])]]),
        (
            "a person is called so",
            vec![full(), short(), vec![entity(&["Jeanne Hautecombe", "Hautecombe"], PERSON, None)]],
        ),
        (
            "an article tells them apart",
            vec![full(), short(), vec![company(&["Hautecombe Industries"]), company(&["Hautecombe"])]],
        ),
        (
            "of another country",
            vec![
                vec![entity(&["Hautecombe Industries", "Hautecombe"], COMPANY, Some("FR"))],
                vec![entity(&["Hautecombe"], COMPANY, Some("JP"))],
            ],
        ),
        ("the short name has a legal form", vec![full(), vec![company(&["Hautecombe SA"])]]),
        ("a part of the house", vec![vec![company(&["Hautecombe Énergie", "Hautecombe"])], short()]),
        (
            "goods",
            vec![
                vec![entity(&["Hautecombe Vista", "Hautecombe"], None, None)],
                vec![entity(&["Hautecombe"], None, None)],
            ],
        ),
        (
            "a known name begins so",
            vec![vec![company(&["Norvane Industries", "Norvane"])], vec![company(&["Norvane"])]],
        ),
        ("a town", vec![vec![company(&["Tessaline"])], vec![entity(&["Tessaline"], PLACE, None)]]),
        ("a person", vec![vec![company(&["Claire Morel"])], vec![entity(&["Claire Morel"], PERSON, None)]]),
        (
            "a family name",
            vec![vec![entity(&["Morel"], PERSON, None)], vec![entity(&["Morel"], PERSON, None)]],
        ),
        ("an office", vec![vec![company(&["Ministère"])], vec![company(&["Ministère"])]]),
        (
            "a state without its country",
            vec![
                vec![entity(&["l'Etat"], STATE, None), company(&["Hautecombe"])],
                vec![entity(&["l'Etat"], STATE, None), company(&["Hautecombe"])],
            ],
        ),
    ] {
        assert!(!joined(&articles(&entities)), "{why}");
    }
}

fn sweep(articles: &[Contribution], directory: &Directory) -> Sweep {
    let swept = articles.iter().map(|article| SweptArticle {
        article: &article.article.id,
        learned: article.article.appended,
        withdrawn: None,
        testimonies: &article.testimonies,
    });
    Sweep::over(swept, directory)
}

#[test]
fn an_entity_tells_why_and_since_when() {
    let directory = directory();
    let all = articles(&[
        vec![company(&["Hautecombe"])],
        vec![entity(&["Hautecombe Industries", "Hautecombe"], COMPANY, Some("FR"))],
        vec![company(&["Hautecombe Énergie"])],
    ]);
    let short = all[0].events[0].entities[0].1;
    let full = all[1].events[0].entities[0].1;

    let identity = Roster::of(&all[..2], &directory).identity(short, &sweep(&all[..2], &directory)).unwrap();
    assert_eq!((identity.entity.id, identity.entity.name.as_str()), (full, "Hautecombe"));
    assert_eq!((identity.entity.country.as_deref(), identity.entity.kind), (Some("FR"), COMPANY));
    assert_eq!(identity.entity.event_count, 2);
    let reasons: Vec<(&str, IdentityBasis, u64)> = identity
        .reasons
        .iter()
        .map(|reason| (reason.name.as_str(), reason.basis, reason.article_count))
        .collect();
    assert_eq!(
        reasons,
        [("Hautecombe Industries", IdentityBasis::SameName, 1), ("Hautecombe", IdentityBasis::ShortForm, 2)]
    );

    let apart = Roster::of(&all, &directory).identity(full, &sweep(&all, &directory)).unwrap();
    assert_eq!(apart.entity.event_count, 1);
    let changes: Vec<(u64, bool, EntityId, &str)> = apart
        .changes
        .iter()
        .map(|change| (change.moment.position, change.merged, change.id, change.article.as_str()))
        .collect();
    assert_eq!(changes, [(2, true, short, "a-2"), (3, false, short, "a-3")]);
}

/// Entities out of a few names that get into each other's way.
fn entities() -> impl Strategy<Value = Vec<Entity>> {
    let some = prop::sample::select(vec![
        company(&["Hautecombe Industries", "Hautecombe"]),
        company(&["Hautecombe Industries", "HI"]),
        company(&["Hautecombe Industries International", "Hautecombe Industries", "HII"]),
        company(&["Hautecombe Énergie"]),
        company(&["Hautecombe"]),
        entity(&["Hautecombe"], None, Some("JP")),
        entity(&["Hautecombe Industries"], None, Some("FR")),
        entity(&["Jeanne Hautecombe", "Hautecombe"], PERSON, None),
        entity(&["Jeanne Hautecombe"], None, None),
        company(&["HII"]),
    ]);
    prop::collection::vec(some, 1..3)
}

proptest! {
    #[test]
    fn the_order_of_articles_leaves_no_trace(
        (given, shuffled) in prop::collection::vec(entities(), 1..7).prop_flat_map(|all| {
            let all = articles(&all);
            (Just(all.clone()), Just(all).prop_shuffle())
        }),
        withdrawn in 0_usize..7,
    ) {
        let directory = directory();
        let mut identities = Identities::default();
        let mut entity_of: BTreeMap<EntityId, EntityId> = BTreeMap::new();
        // One after the other, one of them being withdrawn at the end: what moves is what is told to move.
        let last = shuffled.get(withdrawn);
        let steps = shuffled.iter().map(|article| (article, true)).chain(last.map(|article| (article, false)));
        for (article, comes) in steps {
            let touched: Vec<EntityId> = article.testimonies.iter().flat_map(Testimony::touches).collect();
            let Ok(can_move) = dependants(touched, &mut &identities);
            let before: BTreeMap<EntityId, EntityId> =
                can_move.into_iter().map(|id| (id, identities.entity_of(id, &directory))).collect();
            for testimony in &article.testimonies {
                if comes { identities.add(testimony) } else { identities.remove(testimony) }
            }
            let Ok(moves) = moved(&before, &mut identities.canonical(&directory));
            for step in moves {
                prop_assert_eq!(*entity_of.get(&step.id).unwrap_or(&step.id), step.from);
                entity_of.insert(step.id, step.to);
            }
        }
        let standing: Vec<&Contribution> =
            given.iter().filter(|article| last.is_none_or(|last| last.article.id != article.article.id)).collect();
        let told = standing.iter().flat_map(|article| &article.testimonies);
        let anew = Identities::of(told);
        prop_assert_eq!(&anew, &identities);
        for id in given.iter().flat_map(|article| &article.names).map(|used| used.entity) {
            let entity = anew.entity_of(id, &directory);
            prop_assert_eq!(entity, *entity_of.get(&id).unwrap_or(&id));
            prop_assert_eq!(anew.entity_of(entity, &directory), entity, "what absorbs is not absorbed");
        }
    }
}
