//! Facts do not depend on how their articles came: any order of articles, replay in one go or entry by entry, and what was known at a time are one.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_facts::{
    AcceptedArticle, ArticleChange, ArticleInfo, AsOf, Beliefs, ClaimId, ContradictionQuery, Directory, Fact,
    FactId, FactQuery, FactRevision, FactStage, MemoryFacts, Moment,
};
use entente_model::{
    ArticleId, Assertion, Certainty, Event, EventType, Evidence, Extractor, Interest, Partnership,
    PartnershipKind, PartnershipStatus, Party, Polarity, Share, Source, SourceKind, Span, Stake, StakeAction,
    StakeStatus, Strategy as Plan, StrategyAction, StrategyStatus, Tenant, Timex,
};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// One-word names, none of which is a part of another: who is who never moves.
const NAMES: [&str; 3] = ["Carellis", "Norvane", "Orbelis"];

const TIMES: [&str; 5] = ["2023-02-06", "2023", "2022/2023", "XXXX-SU", "2023-06"];

/// What a log entry does to its article.
#[derive(Debug, Clone)]
enum Step {
    Tell { again: bool, anew: bool, events: Vec<Event> },
    Retract,
}

/// All that happens to one article, in this order.
#[derive(Debug, Clone)]
struct Life {
    published: Option<i64>,
    text: usize,
    steps: Vec<Step>,
}

fn stake() -> impl Strategy<Value = Assertion> {
    let share = prop_oneof![
        2 => Just(None),
        3 => select(vec![10.0, 15.0, 43.4, 60.0, 100.0])
            .prop_map(|exact| Share::new(Some(exact), None, None, false).ok()),
        1 => Just(Share::new(None, Some(50.0), None, false).ok()),
    ];
    let who = (0..NAMES.len(), 0..NAMES.len(), proptest::option::weighted(0.2, 0..NAMES.len()));
    let what = (select(StakeAction::ALL), select(StakeStatus::ALL));
    (who, what, share.clone(), share.clone(), share).prop_map(
        |((holder, target, seller), (action, status), share, share_before, share_change)| {
            Assertion::Stake(Stake {
                holders: vec![Party::from(NAMES[holder])],
                target: Party::from(NAMES[target]),
                seller: seller.map(|seller| Party::from(NAMES[seller])),
                action,
                status,
                share,
                share_before,
                share_change,
                interest: Interest::Shareholding,
                amount: None,
            })
        },
    )
}

fn assertion() -> impl Strategy<Value = Assertion> {
    let partnership = (select(PartnershipStatus::ALL), any::<bool>()).prop_map(|(status, known)| {
        Assertion::Partnership(Partnership {
            parties: vec![Party::from(NAMES[0]), Party::from(if known { NAMES[1] } else { "?" })],
            excluded: vec![],
            kind: PartnershipKind::General,
            status,
            topic: known.then(|| "batteries".to_owned()),
            regions: vec![],
        })
    });
    let plan = select(StrategyStatus::ALL).prop_map(|status| {
        let (actor, topic) = (Party::from(NAMES[0]), Some("2 000 postes".to_owned()));
        Assertion::Strategy(Plan { actor, action: StrategyAction::Cut, status, topic, regions: vec![] })
    });
    prop_oneof![6 => stake(), 2 => partnership, 1 => plan]
}

fn event() -> impl Strategy<Value = Event> {
    let manner = (proptest::bool::weighted(0.2), select(Certainty::ALL), select(SourceKind::ALL), 0..4_u8);
    let time = proptest::option::weighted(0.4, select(TIMES.to_vec()));
    (assertion(), manner, time).prop_map(|(assertion, (denied, certainty, source, confidence), time)| Event {
        assertion,
        polarity: if denied { Polarity::Negative } else { Polarity::Positive },
        certainty,
        source: Source::of(source),
        time: time.map(|time| Timex::new(time).unwrap()),
        expected: None,
        evidence: vec![Evidence { span: Span::new(0, 5), quote: "texte".to_owned() }],
        arguments: vec![],
        confidence: 0.7 + f64::from(confidence) / 10.0,
        rule: String::new(),
        extractor: Extractor { name: "test".to_owned(), version: "1".to_owned() },
    })
}

fn life() -> impl Strategy<Value = Life> {
    let events = proptest::collection::vec(event(), 0..4);
    let tell = (proptest::bool::weighted(0.3), proptest::bool::weighted(0.3), events)
        .prop_map(|(again, anew, events)| Step::Tell { again, anew, events });
    let steps = proptest::collection::vec(prop_oneof![4 => tell, 1 => Just(Step::Retract)], 1..4);
    // Few days, so that articles meet on them.
    (proptest::option::weighted(0.9, 0..8_i64), 0..3_usize, steps).prop_map(|(published, text, steps)| Life {
        published,
        text,
        steps,
    })
}

fn moment(position: usize) -> Moment {
    let second = 1_730_000_000 + 60 * i64::try_from(position).unwrap();
    // Two entries share each time.
    let time = Timestamp::from_second(second - second % 120).unwrap();
    Moment { time, position: position as u64 }
}

/// The entries of the log when lives go on in this order: each pick is one step of one life.
fn log(lives: &[Life], picks: &[Index]) -> Vec<ArticleChange> {
    let mut left: Vec<(usize, usize)> = lives.iter().map(|life| life.steps.len()).enumerate().collect();
    let mut picks = picks.iter().cycle();
    let mut entries = Vec::new();
    while !left.is_empty() {
        let turn = picks.next().unwrap().index(left.len());
        let (life, steps) = left[turn];
        let done = lives[life].steps.len() - steps;
        entries.push(entry(&lives[life], life, done, moment(entries.len() + 1)));
        left[turn].1 -= 1;
        left.retain(|&(_, steps)| steps > 0);
    }
    entries
}

fn entry(life: &Life, number: usize, step: usize, at: Moment) -> ArticleChange {
    let (tenant, id) = (Tenant::default(), ArticleId::new(format!("a{number}")).unwrap());
    let Step::Tell { anew, .. } = &life.steps[step] else {
        return ArticleChange::Retracted { tenant, article: id, at };
    };
    // What is told again is what was told before, if anything was.
    let told = (0..=step).rev().find_map(|step| match &life.steps[step] {
        Step::Tell { again: true, .. } if step > 0 => None,
        Step::Tell { events, .. } => Some(events.clone()),
        Step::Retract => None,
    });
    let earlier =
        life.steps[..step].iter().filter(|step| matches!(step, Step::Tell { anew: false, .. })).count();
    let anew = *anew && step > 0;
    let info = ArticleInfo {
        tenant,
        id,
        revision: if anew { earlier.max(1) } else { earlier + 1 } as u64,
        title: String::new(),
        source: String::new(),
        url: String::new(),
        published: life.published.map(|day| Timestamp::from_second(1_675_000_000 + 86_400 * day).unwrap()),
        appended: at,
        language: None,
        text_sha256: String::new(),
    };
    let text = format!("Le texte {} est celui que plusieurs journaux ont repris mot pour mot", life.text);
    // A place of a revision is given to one event only.
    let first = u32::try_from(step * 10).unwrap();
    let events = (first..).zip(told.unwrap_or_default()).collect();
    let accepted = Box::new(AcceptedArticle { info, text, entities: vec![], events });
    if anew { ArticleChange::Reextracted(accepted) } else { ArticleChange::Accepted(accepted) }
}

fn told(entries: &[ArticleChange]) -> MemoryFacts {
    let mut facts = MemoryFacts::new(Arc::new(Directory::default()));
    entries.iter().cloned().for_each(|entry| facts.apply(entry));
    facts
}

fn facts(memory: &MemoryFacts, as_of: AsOf) -> BTreeMap<FactId, Fact> {
    let page = |event_type: &EventType| {
        let query = FactQuery { as_of, ..FactQuery::new(*event_type, 1000) };
        memory.facts(&Tenant::default(), &query).unwrap().facts
    };
    EventType::ALL.iter().flat_map(page).map(|found| (found.fact.id, found.fact)).collect()
}

/// Without what tells when the log took something.
fn timeless(mut fact: Fact) -> Fact {
    let never = Moment { time: Timestamp::UNIX_EPOCH, position: 0 };
    let claims = |claims: &mut Vec<ClaimId>| claims.iter_mut().for_each(|claim| claim.learned = never);
    let stage = |stage: &mut FactStage| {
        claims(&mut stage.told_by);
        claims(&mut stage.denied_by);
    };
    (fact.learned, fact.revised) = (never, never);
    fact.holding.as_mut().map(stage);
    fact.pending.as_mut().map(stage);
    fact.lead.iter_mut().for_each(|lead| lead.learned = never);
    fact
}

fn disputes(memory: &MemoryFacts) -> BTreeSet<String> {
    let query = ContradictionQuery { limit: 1000, ..ContradictionQuery::default() };
    let found = memory.contradictions(&Tenant::default(), &query).unwrap();
    found.iter().map(|found| found.contradiction.id.to_string()).collect()
}

fn at(entry: &ArticleChange) -> (ArticleId, Moment) {
    match entry {
        ArticleChange::Accepted(accepted) | ArticleChange::Reextracted(accepted) => {
            (accepted.info.id.clone(), accepted.info.appended)
        }
        ArticleChange::Retracted { article, at, .. } | ArticleChange::Erased { article, at, .. } => {
            (article.clone(), *at)
        }
    }
}

fn picks() -> impl Strategy<Value = Vec<Index>> {
    proptest::collection::vec(any::<Index>(), 24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_articles_ends_in_the_same_facts(
        lives in proptest::collection::vec(life(), 1..8), one in picks(), other in picks(),
    ) {
        let (one, other) = (told(&log(&lives, &one)), told(&log(&lives, &other)));
        let timeless = |memory: &MemoryFacts, as_of| -> BTreeMap<FactId, Fact> {
            facts(memory, as_of).into_iter().map(|(id, fact)| (id, timeless(fact))).collect()
        };
        for valid_at in ["", "2023-01-29", "2023-02-01", "2023-02-06", "2024-01-01"] {
            let as_of = AsOf { valid_at: valid_at.parse().ok(), known_at: None };
            prop_assert_eq!(timeless(&one, as_of), timeless(&other, as_of));
        }
        prop_assert_eq!(disputes(&one), disputes(&other));
    }

    #[test]
    fn replay_in_one_go_is_entry_by_entry(lives in proptest::collection::vec(life(), 1..6), picks in picks()) {
        let entries = log(&lives, &picks);
        let mut memory = MemoryFacts::new(Arc::new(Directory::default()));
        let mut history: BTreeMap<FactId, Vec<FactRevision>> = BTreeMap::new();
        for entry in &entries {
            memory.apply(entry.clone());
            let (article, at) = at(entry);
            for revision in memory.changes(&Tenant::default(), &article, at).unwrap().revisions {
                history.entry(revision.fact.id).or_default().push(revision);
            }
        }
        let whole = told(&entries);
        for (id, revisions) in history {
            let told = whole.fact(&Tenant::default(), id, AsOf::NOW).unwrap().unwrap();
            prop_assert_eq!(told.revisions, revisions);
        }
    }

    #[test]
    fn what_was_known_is_what_was_believed_then(lives in proptest::collection::vec(life(), 1..6), picks in picks()) {
        let entries = log(&lives, &picks);
        let whole = told(&entries);
        // A time knows all entries that have it.
        let is_last = |length: &usize| entries.get(*length).is_none_or(|next| at(next).1.time > at(&entries[length - 1]).1.time);
        for length in (1..=entries.len()).filter(is_last) {
            let (_, moment) = at(&entries[length - 1]);
            let then = facts(&told(&entries[..length]), AsOf::NOW);
            let known = facts(&whole, AsOf { valid_at: None, known_at: Some(moment.time) });
            // Whether it is withdrawn by now is all that the time since has added.
            let known: BTreeMap<FactId, Fact> =
                known.into_iter().map(|(id, fact)| (id, Fact { withdrawn: false, ..fact })).collect();
            prop_assert_eq!(known, then);
        }
    }
}
