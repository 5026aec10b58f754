//! How likely an event is right: what its rule is worth, and the signs that stand for or against it.

use entente_lang::{Sign, Signs};
use entente_model::{Assertion, Certainty, Event, Party, Polarity, Role, SourceKind, Span};

use crate::entity::{Entity, Sort};
use crate::merge::Fate;
use crate::scene::Scene;

/// What the confidence in an event rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grounds {
    /// The precision that the writer of its rule gave it, 0 to 1.
    pub written: f64,
    /// What else tells.
    pub signs: Signs,
}

/// Evidence of so many bytes, some fifty words, is as long as it gets.
const LONGEST: f64 = 300.0;

/// Sets how likely each event is right, from the precision that it has of its rule; `fates` are what became of all that
/// were made. Gives back what each confidence rests on.
pub(crate) fn weigh(scene: &Scene<'_>, events: &mut [Event], fates: &[Fate]) -> Vec<Grounds> {
    let mut repeated = vec![false; events.len()];
    for fate in fates {
        if let Fate::Joined(place) = *fate
            && let Some(repeated) = repeated.get_mut(place)
        {
            *repeated = true;
        }
    }
    let weigh = |(event, repeated): (&mut Event, bool)| {
        let grounds = Grounds { written: event.confidence, signs: signs(scene, event, repeated) };
        let kind = event.assertion.event_type();
        let calibration = scene.lang.calibration();
        let confidence = calibration.confidence(kind, &event.rule, grounds.written, &grounds.signs);
        // Nobody can tell thousandths apart, and figures are read by people.
        event.confidence = (confidence * 1000.0).round() / 1000.0;
        grounds
    };
    events.iter_mut().zip(repeated).map(weigh).collect()
}

fn signs(scene: &Scene<'_>, event: &Event, repeated: bool) -> Signs {
    let mut signs = Signs::default();
    let mut set = |sign, value: f64| signs.set(sign, value);
    let parties = event.assertion.parties();
    let entity = |party: &&Party| entity(scene, party);
    let told = |wanted: &dyn Fn(Option<&Entity>) -> bool| {
        share(parties.iter().filter(|party| wanted(entity(party))).count(), parties.len())
    };
    set(Sign::Repeated, holds(repeated));
    set(Sign::Unnamed, told(&|entity| entity.is_none()));
    let is_body = |entity: &Entity| matches!(entity.sort, Sort::Organisation | Sort::Medium);
    set(Sign::Unsure, told(&|entity| entity.is_some_and(|entity| is_body(entity) && !entity.sure)));
    set(Sign::Personal, told(&|entity| entity.is_some_and(|entity| !is_body(entity))));
    let mentions = event.arguments.iter().filter_map(|argument| {
        let entity = self::entity(scene, argument.entity.as_ref()?)?;
        Some(!entity.names.iter().any(|&name| scene.names[name].span.overlaps(argument.span)))
    });
    let mentions: Vec<bool> = mentions.collect();
    set(Sign::Coreferent, share(mentions.iter().filter(|&&coreferent| coreferent).count(), mentions.len()));
    set(Sign::Attributed, holds(event.source.kind != SourceKind::Author));
    set(Sign::Doubtful, holds(event.certainty != Certainty::Certain));
    set(Sign::Negative, holds(event.polarity == Polarity::Negative));
    let figured = event
        .arguments
        .iter()
        .any(|argument| matches!(argument.role, Role::Share | Role::Amount | Role::Time));
    set(Sign::Figured, holds(figured && !matches!(event.assertion, Assertion::Statement(_))));
    #[expect(clippy::cast_precision_loss, reason = "a passage is far shorter than 2^52 bytes")]
    let length = event.evidence.iter().map(|evidence| evidence.span.len()).sum::<usize>() as f64;
    set(Sign::Long, (length / LONGEST).min(1.0));
    set(Sign::Headline, holds(event.evidence.iter().any(|evidence| is_in_title(scene, evidence.span))));
    signs
}

fn entity<'s>(scene: &'s Scene<'_>, party: &Party) -> Option<&'s Entity> {
    scene.entities.called(party.name()?)
}

fn is_in_title(scene: &Scene<'_>, span: Span) -> bool {
    scene.document.paragraphs().first().is_some_and(|first| first.title && first.span.overlaps(span))
}

fn holds(sign: bool) -> f64 {
    f64::from(u8::from(sign))
}

#[expect(clippy::cast_precision_loss, reason = "parties and mentions are counted on fingers")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
