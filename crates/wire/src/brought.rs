//! Events made elsewhere that a caller brings with an article: nothing is stored that the text does not bear out.

use entente_model::{
    Assertion, Entity, Event, Evidence, Partnership, Polarity, Source, SourceKind, Span, Stake, StakeAction,
    StakeStatus, Statement,
};
use entente_text::{OffsetUnit, Offsets};

use crate::reading::decode_entity;
use crate::recount::Recount;
use crate::v1::ErrorReason;
use crate::{Failure, Within as _, event, field, v1};

/// Most events of one article.
const EVENTS_MOST: usize = 1000;
/// Most entities of one article.
const ENTITIES_MOST: usize = 1000;
/// Most forms of one entity.
const FORMS_MOST: usize = 64;
/// Most passages of one event.
const EVIDENCE_MOST: usize = 16;
/// Most mentions of one event.
const ARGUMENTS_MOST: usize = 64;
/// Most parties, and most regions, of one event.
const NAMES_MOST: usize = 64;
/// Longest name of an entity, region, rule or extractor, in bytes.
const NAME_MOST: usize = 256;
/// Longest topic or descriptor, in bytes.
const WORDS_MOST: usize = 1024;
/// What joins the parts of a broken quotation.
const ELLIPSIS: &str = " [...] ";

/// The entities, checked.
pub(crate) fn entities(entities: Vec<v1::Entity>) -> Result<Vec<Entity>, Failure> {
    field::count(entities.len(), ENTITIES_MOST).within("entities")?;
    let accept = |(index, entity): (usize, v1::Entity)| {
        let checked =
            name(&entity.name).within("name").and_then(|()| names("forms", &entity.forms, FORMS_MOST));
        checked.within_item("entities", index)?;
        country(&entity.country).within("country").within_item("entities", index)?;
        let named = entity.forms.contains(&entity.name);
        let first = (!named).then(|| entity.name.clone());
        let mut entity = decode_entity(entity).within_item("entities", index)?;
        entity.forms.splice(0..0, first);
        Ok(entity)
    };
    entities.into_iter().enumerate().map(accept).collect()
}

/// Two capital letters, or nothing.
fn country(code: &str) -> Result<(), Failure> {
    if code.is_empty() || code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(Failure::invalid(format!("{code:?} is no ISO 3166-1 alpha-2 code, such as FR")))
}

/// The events, checked against themselves and the text; offsets come in `unit` and leave in bytes.
pub(crate) fn events(
    events: Vec<v1::Event>,
    text: &str,
    offsets: &Offsets<'_>,
    unit: OffsetUnit,
    own: &str,
) -> Result<Vec<Event>, Failure> {
    field::count(events.len(), EVENTS_MOST).within("events")?;
    let recount = Recount::inwards(offsets, unit);
    let accept = |(index, event)| accept(event, text, &recount, own).within_item("events", index);
    events.into_iter().enumerate().map(accept).collect()
}

fn accept(mut wire: v1::Event, text: &str, recount: &Recount<'_>, own: &str) -> Result<Event, Failure> {
    bounds(&wire)?;
    extractor(wire.extractor.as_ref(), own).within("extractor")?;
    for (index, passage) in wire.evidence.iter_mut().enumerate() {
        verbatim(passage, text, recount).within_item("evidence", index)?;
    }
    for (index, argument) in wire.arguments.iter_mut().enumerate() {
        let mention = recount.span(&mut argument.span).and_then(|()| match argument.span {
            Some(span) if span.start == span.end => Err(Failure::invalid("is empty")),
            _ => Ok(()),
        });
        mention.within("span").within_item("arguments", index)?;
    }
    wire.event_id.clear();
    let event = event::decode(wire)?;
    agrees(&event, text)?;
    Ok(event)
}

/// Counts and lengths, and that names are none but `?` where one must be.
fn bounds(event: &v1::Event) -> Result<(), Failure> {
    use v1::event::Assertion as Wire;
    if event.evidence.is_empty() {
        return Err(Failure::invalid("is empty").within("evidence"));
    }
    field::count(event.evidence.len(), EVIDENCE_MOST).within("evidence")?;
    field::count(event.arguments.len(), ARGUMENTS_MOST).within("arguments")?;
    field::line(&event.rule, NAME_MOST).within("rule")?;
    for (index, argument) in event.arguments.iter().enumerate() {
        let checked = field::line(&argument.entity, NAME_MOST).within("entity");
        checked
            .and(field::text(&argument.text, WORDS_MOST).within("text"))
            .within_item("arguments", index)?;
    }
    if let Some(source) = &event.source {
        let checked = field::line(&source.name, NAME_MOST).within("name");
        checked.and(field::text(&source.descriptor, WORDS_MOST).within("descriptor")).within("source")?;
    }
    match &event.assertion {
        Some(Wire::Partnership(wire)) => {
            let checked = names("parties", &wire.parties, NAMES_MOST)
                .and_then(|()| names("excluded", &wire.excluded, NAMES_MOST))
                .and_then(|()| names("regions", &wire.regions, NAMES_MOST))
                .and_then(|()| field::text(&wire.topic, WORDS_MOST).within("topic"));
            checked.map(drop).within("partnership")
        }
        Some(Wire::Stake(wire)) => {
            let checked = names("holders", &wire.holders, NAMES_MOST)
                .and_then(|()| name(&wire.target).within("target"))
                .and_then(|()| field::line(&wire.seller, NAME_MOST).within("seller"));
            checked.map(drop).within("stake")
        }
        Some(Wire::Strategy(wire)) => {
            let checked = name(&wire.actor)
                .within("actor")
                .and_then(|()| names("regions", &wire.regions, NAMES_MOST))
                .and_then(|()| field::text(&wire.topic, WORDS_MOST).within("topic"));
            checked.map(drop).within("strategy")
        }
        Some(Wire::Statement(wire)) => names("speakers", &wire.speakers, NAMES_MOST).within("statement"),
        None => Err(Failure::invalid("is not set").within("assertion")),
    }
}

fn name(name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() {
        Err(Failure::invalid("is empty"))
    } else {
        field::line(name, NAME_MOST).map(drop)
    }
}

fn names(field: &str, names: &[String], most: usize) -> Result<(), Failure> {
    field::count(names.len(), most).within(field)?;
    names.iter().enumerate().try_for_each(|(index, value)| name(value).within_item(field, index))
}

fn extractor(extractor: Option<&v1::Extractor>, own: &str) -> Result<(), Failure> {
    let extractor = extractor.ok_or_else(|| Failure::invalid("is not set"))?;
    name(&extractor.name).within("name")?;
    field::line(&extractor.version, NAME_MOST).within("version")?;
    if extractor.name == own {
        return Err(Failure::invalid(format!("{own:?} is this service's own")).within("name"));
    }
    Ok(())
}

/// Turns the passage's span to bytes, where its quote must stand character for character.
fn verbatim(passage: &mut v1::Evidence, text: &str, recount: &Recount<'_>) -> Result<(), Failure> {
    let given = passage.span.unwrap_or_default();
    let refused = |message: String| {
        Failure::new(ErrorReason::EvidenceNotVerbatim, message)
            .with("start", given.start)
            .with("end", given.end)
    };
    if passage.quote.is_empty() {
        return Err(Failure::invalid("is empty").within("quote"));
    }
    recount.span(&mut passage.span).map_err(|failure| refused(failure.message)).within("span")?;
    let span = crate::evidence::decode_span(passage.span).within("span")?;
    let stands = Evidence::cut(text, span).is_some_and(|there| there.quote == passage.quote);
    if stands {
        return Ok(());
    }
    let there: String = Span::of(span, text).chars().take(80).collect();
    Err(refused(format!("the text from {} to {} reads {there:?}", given.start, given.end)).within("quote"))
}

/// What an event's fields demand of one another and of the text.
fn agrees(event: &Event, text: &str) -> Result<(), Failure> {
    if !(0.0..=1.0).contains(&event.confidence) {
        let message = format!("{} is not between 0 and 1", event.confidence);
        return Err(Failure::invalid(message).within("confidence"));
    }
    source(&event.source).within("source")?;
    match &event.assertion {
        Assertion::Partnership(told) => partnership(told).within("partnership"),
        Assertion::Stake(told) => stake(told).within("stake"),
        Assertion::Strategy(_) => Ok(()),
        Assertion::Statement(told) => {
            if event.polarity != Polarity::Positive {
                return Err(Failure::invalid("must be POLARITY_POSITIVE for a statement").within("polarity"));
            }
            if event.certainty != entente_model::Certainty::Certain {
                return Err(Failure::invalid("must be CERTAINTY_CERTAIN for a statement").within("certainty"));
            }
            statement(told, text).within("statement")
        }
    }
}

fn source(source: &Source) -> Result<(), Failure> {
    if source.count == Some(0) {
        return Err(Failure::invalid("0 sources say nothing").within("count"));
    }
    let nameless = matches!(source.kind, SourceKind::Author | SourceKind::Anonymous);
    if nameless && source.name.is_some() {
        let message = format!("must be empty for a source of kind {}", source.kind);
        return Err(Failure::invalid(message).within("name"));
    }
    Ok(())
}

fn partnership(told: &Partnership) -> Result<(), Failure> {
    if told.parties.len() < 2 {
        let message =
            format!("has {} items, at least 2 are needed; an unnamed party is `?`", told.parties.len());
        return Err(Failure::invalid(message).within("parties"));
    }
    if told.parties.iter().all(|party| party.name().is_none()) {
        return Err(Failure::invalid("names nobody").within("parties"));
    }
    for (index, party) in told.parties.iter().enumerate() {
        if party.name().is_some() && told.parties[..index].contains(party) {
            let message = format!("{party} is its own partner");
            return Err(Failure::invalid(message).within(&format!("parties[{index}]")));
        }
    }
    Ok(())
}

fn stake(told: &Stake) -> Result<(), Failure> {
    if told.holders.is_empty() {
        return Err(Failure::invalid("is empty").within("holders"));
    }
    let fits = match told.status {
        StakeStatus::Held | StakeStatus::Former => told.action == StakeAction::Hold,
        StakeStatus::Planned | StakeStatus::Announced => true,
        StakeStatus::Negotiating | StakeStatus::Completed | StakeStatus::Failed => {
            told.action != StakeAction::Hold
        }
    };
    if fits {
        return Ok(());
    }
    Err(Failure::invalid(format!("{} does not go with action {}", told.status, told.action)).within("status"))
}

fn statement(told: &Statement, text: &str) -> Result<(), Failure> {
    if told.speakers.is_empty() {
        return Err(Failure::invalid("is empty; an unnamed speaker is `?`").within("speakers"));
    }
    if told.quote.trim().is_empty() {
        return Err(Failure::invalid("is empty").within("quote"));
    }
    match told.quote.split(ELLIPSIS).find(|part| !text.contains(part)) {
        None => Ok(()),
        Some(part) => {
            let part: String = part.chars().take(80).collect();
            let message = format!("{part:?} does not stand in the text");
            Err(Failure::new(ErrorReason::EvidenceNotVerbatim, message).within("quote"))
        }
    }
}
