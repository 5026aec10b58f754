//! "La signature est attendue d'ici l'été": when what was told before is expected to be done.

use entente_model::{
    Assertion, Event, Evidence, PartnershipStatus, SourceKind, StakeAction, StakeStatus, Timex,
};

use crate::clause::Subject;
use crate::dimension::Value;
use crate::scene::Scene;

/// How many sentences before the event may have been told.
const REACH: usize = 2;

/// Gives the events that are pending the date at which a later clause says they will be completed.
pub(crate) fn complete(scene: &Scene<'_>, events: &mut [Event]) {
    credit_headline(scene, events);
    let discourse = scene.lang.discourse();
    let awaits = discourse.class("expect").with(discourse.class("plan"));
    let closing = discourse.class("closing");
    for (sentence, clauses) in scene.clauses.iter().enumerate() {
        for (verb, reading) in clauses.verbs.iter().enumerate() {
            let Subject::Groups(groups) = &clauses.subjects[verb] else { continue };
            let subject = &clauses.groups[groups[0]];
            let closes = subject.lemma(&scene.tags).is_some_and(|lemma| discourse.of(lemma).any(closing));
            let awaited = reading
                .lemma
                .is_some_and(|lemma| discourse.of(lemma).any(awaits.with(discourse.class("obliged"))));
            if !closes || !awaited || !reading.is_finite() {
                continue;
            }
            let Some((date, end)) = date_after(scene, reading.tokens.end, clauses.tokens.end) else {
                continue;
            };
            let tokens = scene.document.tokens();
            let span = entente_model::Span::new(tokens[subject.tokens.start].start(), tokens[end - 1].end());
            let floor = tokens[scene.clauses[sentence.saturating_sub(REACH)].tokens.start].start();
            let pending = events
                .iter_mut()
                .filter(|event| {
                    event.evidence[0].span.start >= floor && event.evidence[0].span.start <= span.start
                })
                .filter(|event| event.expected.is_none() && is_pending(event))
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

/// What a headline tells, the first sentence tells again with who says so: the source is a party that announces it.
fn credit_headline(scene: &Scene<'_>, events: &mut [Event]) {
    let Some(title) = scene.document.title() else { return };
    let tokens = scene.document.tokens();
    let body = scene.clauses.iter().position(|clauses| tokens[clauses.tokens.start].start() >= title.end);
    let Some(lead) = body else { return };
    let announced = scene.attributions.iter().find(|a| a.sentence == lead && !a.denies);
    let Some(source) = announced.map(|a| &a.source).filter(|source| source.name.is_some()) else { return };
    for event in events.iter_mut().filter(|event| event.source.kind == SourceKind::Author) {
        let headline = event.evidence.iter().all(|evidence| evidence.span.end <= title.end);
        let acts = !matches!(&event.assertion, Assertion::Stake(stake) if stake.action == StakeAction::Hold);
        if headline
            && acts
            && event.assertion.parties().iter().any(|party| Some(*party) == source.name.as_ref())
        {
            event.source = source.clone();
        }
    }
}

/// The first date between two tokens, and where its words end.
fn date_after(scene: &Scene<'_>, from: usize, to: usize) -> Option<(Timex, usize)> {
    scene.dimensions_in(&(from..to)).iter().find_map(|dimension| match &dimension.value {
        Value::Date(date, _) => Some((date.clone(), dimension.tokens.end)),
        _ => None,
    })
}

/// It is agreed or talked about, and not done.
fn is_pending(event: &Event) -> bool {
    match &event.assertion {
        Assertion::Partnership(p) => matches!(
            p.status,
            PartnershipStatus::Negotiating | PartnershipStatus::Planned | PartnershipStatus::Renegotiating
        ),
        Assertion::Stake(s) => {
            matches!(s.status, StakeStatus::Planned | StakeStatus::Negotiating | StakeStatus::Announced)
        }
        Assertion::Strategy(_) | Assertion::Statement(_) => false,
    }
}
