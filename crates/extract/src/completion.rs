//! "La signature est attendue d'ici l'été": when what was told before is expected to be done.

use entente_lang::{DateRole, Tense};
use entente_model::{
    Assertion, Event, Evidence, PartnershipStatus, Party, SourceKind, StakeAction, StakeStatus,
    StrategyStatus, Timex,
};

use crate::clause::{Clauses, Subject};
use crate::dimension::Value;
use crate::group::Kind;
use crate::scene::Scene;

/// Which stage of a deal or plan a date is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It is concluded.
    Closing,
    /// What it is about begins.
    Starting,
}

/// How many sentences before the event may have been told.
const REACH: usize = 2;

/// How many sentences behind the first still tell the news of the day.
const NEWS: usize = 2;

/// Gives the events that are pending the date at which a later clause says they will be completed.
pub(crate) fn complete(scene: &Scene<'_>, events: &mut [Event]) {
    credit_headline(scene, events);
    for (sentence, clauses) in scene.clauses.iter().enumerate() {
        for verb in 0..clauses.verbs.len() {
            let Some(stage) = stage_of(scene, clauses, verb) else { continue };
            let Some((date, end)) = date_after(scene, clauses.verbs[verb].tokens.end, clauses.tokens.end)
            else {
                continue;
            };
            let Subject::Groups(groups) = &clauses.subjects[verb] else { continue };
            let subject = &clauses.groups[groups[0]];
            let tokens = scene.document.tokens();
            let span = entente_model::Span::new(tokens[subject.tokens.start].start(), tokens[end - 1].end());
            let floor = tokens[scene.clauses[sentence.saturating_sub(REACH)].tokens.start].start();
            let pending = events
                .iter_mut()
                .filter(|event| {
                    event.evidence[0].span.start >= floor && event.evidence[0].span.start <= span.start
                })
                .filter(|event| event.expected.is_none() && is_pending(event, stage))
                .max_by_key(|event| event.evidence[0].span.start);
            if let Some(event) = pending
                && let Some(evidence) = Evidence::cut(scene.document.text(), span)
            {
                event.expected = Some(date);
                if !event.evidence.contains(&evidence) {
                    event.evidence.push(evidence);
                }
            }
        }
    }
}

/// What a clause says is to come: of "la signature est attendue" the end of a deal, of "les livraisons débuteront" the start of
/// what it is about.
fn stage_of(scene: &Scene<'_>, clauses: &Clauses, verb: usize) -> Option<Stage> {
    let discourse = scene.lang.discourse();
    let reading = &clauses.verbs[verb];
    let Subject::Groups(groups) = &clauses.subjects[verb] else { return None };
    let lemma = clauses.groups[groups[0]].lemma(&scene.tags)?;
    let awaits = discourse.class("expect").with(discourse.class("plan")).with(discourse.class("obliged"));
    let awaited = discourse.of(reading.lemma).any(awaits);
    let coming = matches!(reading.tense, Tense::Future | Tense::Conditional);
    if !reading.is_finite() || reading.negated || !(awaited || coming) {
        return None;
    }
    let is = |name: &str| discourse.of(lemma).any(discourse.class(name));
    if is("closing") {
        return Some(Stage::Closing);
    }
    is("starting").then_some(Stage::Starting)
}

/// What a headline tells, the first sentence tells again with who says so and when: the source is a party that announces it.
fn credit_headline(scene: &Scene<'_>, events: &mut [Event]) {
    let Some(title) = scene.document.title() else { return };
    let tokens = scene.document.tokens();
    let body = scene.clauses.iter().position(|clauses| tokens[clauses.tokens.start].start() >= title.end);
    let Some(lead) = body else { return };
    let announced = scene.attributions.iter().find(|a| a.sentence == lead && !a.denies);
    let source = announced.map(|a| &a.source).filter(|source| source.name.is_some());
    follow_body(events, title.end);
    let day = day_of_lead(scene, lead);
    let floor =
        scene.clauses.get(lead + 1 + NEWS).map_or(usize::MAX, |next| tokens[next.tokens.start].start());
    for event in events.iter_mut() {
        let headline = event.evidence.iter().all(|evidence| evidence.span.end <= title.end);
        let acts = !matches!(&event.assertion, Assertion::Stake(stake) if stake.action == StakeAction::Hold);
        let party = |name: &Option<Party>| {
            name.as_ref().is_some_and(|name| event.assertion.parties().contains(&name))
        };
        let told = source.is_some_and(|source| party(&source.name));
        if let Some(source) =
            source.filter(|_| told && headline && acts && event.source.kind == SourceKind::Author)
        {
            event.source = source.clone();
        }
        // The news of the day, told in the headline or announced by a party in the sentences behind the first.
        let news = headline || event.evidence[0].span.start < floor && party(&event.source.name);
        if event.time.is_none() && acts && news && is_deal(event) {
            event.time.clone_from(&day);
        }
    }
}

/// A headline tells in its present tense what the article tells more exactly: how far it has come, how sure it is.
fn follow_body(events: &mut [Event], title: usize) {
    for headline in 0..events.len() {
        if events[headline].evidence.iter().any(|evidence| evidence.span.end > title) {
            continue;
        }
        let same = |event: &&Event| {
            event.evidence[0].span.start >= title
                && event.polarity == events[headline].polarity
                && match (&event.assertion, &events[headline].assertion) {
                    (Assertion::Stake(a), Assertion::Stake(b)) => {
                        b.status == StakeStatus::Announced
                            && (a.action, &a.holders, &a.target) == (b.action, &b.holders, &b.target)
                    }
                    (Assertion::Partnership(a), Assertion::Partnership(b)) => {
                        b.status == PartnershipStatus::Signed && a.parties == b.parties
                    }
                    _ => false,
                }
        };
        let Some(body) = events.iter().find(same).cloned() else { continue };
        let told = &mut events[headline];
        match (&mut told.assertion, &body.assertion) {
            (Assertion::Stake(told), Assertion::Stake(body)) => told.status = body.status,
            (Assertion::Partnership(told), Assertion::Partnership(body)) => told.status = body.status,
            _ => {}
        }
        told.certainty = told.certainty.min(body.certainty);
        if told.source.kind == SourceKind::Author {
            told.source = body.source;
        }
    }
}

/// The day on which the first sentence says that its news was told or done.
fn day_of_lead(scene: &Scene<'_>, lead: usize) -> Option<Timex> {
    let clauses = &scene.clauses[lead];
    let discourse = scene.lang.discourse();
    let telling = discourse.class("say").with(discourse.class("announce")).with(discourse.class("agree"));
    let published = scene.published.map(|day| day.to_string());
    scene.dimensions_in(&clauses.tokens).iter().find_map(|dimension| {
        let Value::Date(date, DateRole::Point) = &dimension.value else { return None };
        let at = clauses.groups.iter().position(|group| group.tokens.end > dimension.tokens.start)?;
        let verb = |at: usize| match clauses.groups.get(at).map(|group| group.kind) {
            Some(Kind::Verbal(verb)) => clauses.verbs[verb].lemma.filter(|_| clauses.verbs[verb].is_finite()),
            _ => None,
        };
        // "a annoncé mardi", "today agreed".
        let beside =
            [at.checked_sub(1), at.checked_sub(2), Some(at + 1)].into_iter().flatten().find_map(verb)?;
        let full = date.as_str().len() == "2020-01-01".len() && !date.as_str().contains('/');
        let come = published.as_ref().is_none_or(|published| date.as_str() <= published.as_str());
        (full && come && discourse.of(beside).any(telling)).then(|| date.clone())
    })
}

/// A deal that was made or announced, not one that is only planned.
fn is_deal(event: &Event) -> bool {
    match &event.assertion {
        Assertion::Partnership(p) => p.status == PartnershipStatus::Signed,
        Assertion::Stake(s) => matches!(s.status, StakeStatus::Announced | StakeStatus::Completed),
        Assertion::Strategy(_) | Assertion::Statement(_) => false,
    }
}

/// The first date between two tokens, and where its words end.
fn date_after(scene: &Scene<'_>, from: usize, to: usize) -> Option<(Timex, usize)> {
    scene.dimensions_in(&(from..to)).iter().find_map(|dimension| match &dimension.value {
        Value::Date(date, _) => Some((date.clone(), dimension.tokens.end)),
        _ => None,
    })
}

/// It is agreed, talked about or planned, and this stage of it is still to come.
fn is_pending(event: &Event, stage: Stage) -> bool {
    match (&event.assertion, stage) {
        (Assertion::Partnership(p), Stage::Closing) => matches!(
            p.status,
            PartnershipStatus::Negotiating | PartnershipStatus::Planned | PartnershipStatus::Renegotiating
        ),
        (Assertion::Partnership(p), Stage::Starting) => {
            matches!(p.status, PartnershipStatus::Signed | PartnershipStatus::Planned)
        }
        (Assertion::Stake(s), Stage::Closing) => {
            matches!(s.status, StakeStatus::Planned | StakeStatus::Negotiating | StakeStatus::Announced)
        }
        (Assertion::Strategy(s), Stage::Starting) => {
            matches!(s.status, StrategyStatus::Planned | StrategyStatus::Underway)
        }
        _ => false,
    }
}
