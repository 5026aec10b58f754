//! What every reading promises.

use std::ops::RangeInclusive;

use entente_model::{Assertion, Event, Party, Reading, Share, Span};

/// What a confidence is.
const SURE: RangeInclusive<f64> = 0.0..=1.0;

/// The first promise that a reading of this text breaks.
pub(crate) fn broken(text: &str, reading: &Reading) -> Option<String> {
    for diagnostic in &reading.diagnostics {
        if let Some(span) = diagnostic.span
            && cut(text, span).is_none()
        {
            return Some(format!("a remark is about {span:?}, where the text has no passage"));
        }
    }
    reading.events.iter().find_map(|event| {
        let why = of_event(text, reading, event)?;
        Some(format!("{}: {why}", event.rule))
    })
}

fn cut(text: &str, span: Span) -> Option<&str> {
    text.get(span.start..span.end)
}

fn of_event(text: &str, reading: &Reading, event: &Event) -> Option<String> {
    if event.evidence.is_empty() {
        return Some("has no evidence".to_owned());
    }
    for evidence in &event.evidence {
        if evidence.quote.is_empty() || cut(text, evidence.span) != Some(&evidence.quote) {
            return Some(format!("{:?} is not what stands at {:?}", evidence.quote, evidence.span));
        }
    }
    for argument in &event.arguments {
        if cut(text, argument.span).is_none_or(str::is_empty) {
            return Some(format!("{:?} has no passage at {:?}", argument.role, argument.span));
        }
    }
    if !SURE.contains(&event.confidence) {
        return Some(format!("its confidence is {}", event.confidence));
    }
    let known = |party: &Party| {
        party.name().is_none_or(|name| reading.entities.iter().any(|entity| entity.name == name))
    };
    if let Some(stranger) = event.assertion.parties().into_iter().find(|party| !known(party)) {
        return Some(format!("{stranger:?} is none of the entities"));
    }
    of_assertion(&event.assertion)
}

fn of_assertion(assertion: &Assertion) -> Option<String> {
    let twice = |parties: &[Party]| {
        parties.iter().enumerate().any(|(at, party)| party.name().is_some() && parties[..at].contains(party))
    };
    match assertion {
        Assertion::Partnership(partnership) => {
            let alone = partnership.parties.len() < 2;
            (alone || twice(&partnership.parties)).then(|| format!("parties {:?}", partnership.parties))
        }
        Assertion::Stake(stake) => {
            let shares = [stake.share.as_ref(), stake.share_before.as_ref(), stake.share_change.as_ref()];
            let figures = |share: &Share| [share.exact(), share.minimum(), share.maximum()];
            let all = shares.into_iter().flatten().flat_map(figures).flatten();
            let over = all.map(entente_model::Percent::value).find(|value| !(0.0..=100.0).contains(value));
            let amount = stake.amount.as_ref().map(|money| money.value).filter(|value| !value.is_finite());
            over.map(|value| format!("a share of {value}"))
                .or(amount.map(|value| format!("an amount of {value}")))
        }
        Assertion::Strategy(_) => None,
        Assertion::Statement(statement) => statement.quote.is_empty().then(|| "an empty quote".to_owned()),
    }
}
