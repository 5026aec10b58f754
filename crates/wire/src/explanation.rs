//! Why a passage is read as it is. Explanations are only ever sent, so that they are made in the caller's unit at once.

use entente_model::{
    Attempt, Attribution, Clause, EventOutcome, Explanation, FilledRole, Mention, Outlook, SeenEntity, Span,
    Trigger, Verdict,
};
use entente_text::{OffsetUnit, Offsets};

use crate::recount::{self, Recount};
use crate::vocabulary::Vocabulary as _;
use crate::{Failure, article, event, evidence, reading, source, v1};

/// Longest passage that a service explains, in bytes: some two pages. Each word of it may be a trigger that many rules name.
pub const PASSAGE_MOST: usize = 8 * 1024;

/// The passage that a request asks for, in bytes; all of the text where it asks for none.
pub fn passage(given: Option<v1::Span>, offsets: &Offsets<'_>, unit: OffsetUnit) -> Result<Span, Failure> {
    let whole = v1::Span { start: 0, end: evidence::offset(offsets.len(unit)) };
    let mut span = Some(given.unwrap_or(whole));
    Recount::inwards(offsets, unit).span(&mut span)?;
    let span = evidence::decode_span(span)?;
    match span.len() {
        0 => Err(Failure::invalid("is empty")),
        length if length > PASSAGE_MOST => Err(Failure::too_long(length, PASSAGE_MOST, "bytes")),
        _ => Ok(span),
    }
}

/// The explanation on the wire. `text` is the text that it explains; offsets count in `unit`. A failure is the caller's fault:
/// the explanation is of another text.
pub fn encode(explanation: &Explanation, text: &str, unit: OffsetUnit) -> Result<v1::Explanation, Failure> {
    let offsets = Offsets::new(text);
    let encoder = Encoder { text, offsets: &offsets, unit };
    let recount = Recount::outwards(&offsets, unit);
    let text_sha256 = article::text_sha256(text);
    let mut events = Vec::with_capacity(explanation.events.len());
    for told in &explanation.events {
        let mut event = event::encode(told, String::new(), &text_sha256);
        recount.event(&mut event)?;
        events.push(event);
    }
    let mut diagnostics: Vec<_> = explanation.diagnostics.iter().map(reading::encode_diagnostic).collect();
    recount.diagnostics(&mut diagnostics)?;
    Ok(v1::Explanation {
        language: explanation.language.map_or_else(String::new, |language| language.to_string()),
        text_sha256,
        passage: Some(encoder.span(explanation.passage)?),
        entities: explanation.entities.iter().map(entity).collect(),
        mentions: all(&explanation.mentions, |mention| encoder.mention(mention))?,
        clauses: all(&explanation.clauses, |clause| encoder.clause(clause))?,
        attributions: all(&explanation.attributions, |attribution| encoder.attribution(attribution))?,
        triggers: all(&explanation.triggers, |trigger| encoder.trigger(trigger))?,
        events,
        diagnostics,
    })
}

/// What every part needs to tell where it stands.
struct Encoder<'a> {
    text: &'a str,
    offsets: &'a Offsets<'a>,
    unit: OffsetUnit,
}

fn all<T, W>(parts: &[T], encode: impl Fn(&T) -> Result<W, Failure>) -> Result<Vec<W>, Failure> {
    parts.iter().map(encode).collect()
}

/// A place in a list; lists of an explanation are far shorter than the type's range.
fn place(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}

impl Encoder<'_> {
    fn span(&self, span: Span) -> Result<v1::Span, Failure> {
        recount::span(self.offsets, span, self.unit)
    }

    fn words(&self, span: Span) -> Result<v1::Words, Failure> {
        Ok(v1::Words { span: Some(self.span(span)?), text: span.of(self.text).to_owned() })
    }

    fn mention(&self, mention: &Mention) -> Result<v1::Mention, Failure> {
        Ok(v1::Mention {
            words: Some(self.words(mention.span)?),
            form: mention.form.number(),
            entities: mention.entities.clone(),
        })
    }

    fn clause(&self, clause: &Clause) -> Result<v1::Clause, Failure> {
        Ok(v1::Clause {
            verb: Some(self.words(clause.verb)?),
            lemma: clause.lemma.clone(),
            subject: all(&clause.subject, |span| self.words(*span))?,
            governor: clause.governor.map(|span| self.words(span)).transpose()?,
            passive: clause.passive,
            negated: clause.negated,
        })
    }

    fn attribution(&self, attribution: &Attribution) -> Result<v1::Attribution, Failure> {
        Ok(v1::Attribution {
            teller: Some(self.words(attribution.teller)?),
            scope: Some(self.words(attribution.scope)?),
            source: Some(source::encode(&attribution.source)),
            denies: attribution.denies,
        })
    }

    fn trigger(&self, trigger: &Trigger) -> Result<v1::Trigger, Failure> {
        Ok(v1::Trigger {
            words: Some(self.words(trigger.span)?),
            lemma: trigger.lemma.clone(),
            kind: trigger.kind.number(),
            masked: trigger.masked,
            governors: all(&trigger.governors, |span| self.words(*span))?,
            attribution: trigger.attribution.map(place),
            attempts: all(&trigger.attempts, |attempt| self.attempt(attempt))?,
        })
    }

    fn attempt(&self, attempt: &Attempt) -> Result<v1::Attempt, Failure> {
        let mut wire = v1::Attempt {
            rule: attempt.rule.clone(),
            priority: attempt.priority.into(),
            outlook: Some(outlook(attempt.outlook)),
            arguments: all(&attempt.arguments, |filled| self.filled(filled))?,
            outcomes: attempt.outcomes.iter().map(outcome).collect(),
            ..v1::Attempt::default()
        };
        let verdict = match &attempt.verdict {
            Verdict::Fired => v1::Verdict::Fired,
            Verdict::Outranked(by) => {
                wire.outranked_by.clone_from(by);
                v1::Verdict::Outranked
            }
            Verdict::Masked => v1::Verdict::Masked,
            Verdict::Unfilled { role, paths } => {
                wire.unfilled_role.clone_from(role);
                wire.tried_paths.clone_from(paths);
                v1::Verdict::RoleUnfilled
            }
            Verdict::TooFewParties => v1::Verdict::TooFewParties,
            Verdict::NoCompany => v1::Verdict::NoCompany,
            Verdict::Met { condition, by } => {
                wire.condition.clone_from(condition);
                wire.condition_words = Some(self.words(*by)?);
                v1::Verdict::ConditionMet
            }
            Verdict::Unmet { condition } => {
                wire.condition.clone_from(condition);
                v1::Verdict::ConditionUnmet
            }
        };
        wire.set_verdict(verdict);
        Ok(wire)
    }

    fn filled(&self, filled: &FilledRole) -> Result<v1::FilledRole, Failure> {
        Ok(v1::FilledRole {
            role: filled.role.clone(),
            path: filled.path.clone(),
            entity: filled.entity.clone().unwrap_or_default(),
            words: Some(self.words(filled.span)?),
        })
    }
}

fn entity(entity: &SeenEntity) -> v1::SeenEntity {
    v1::SeenEntity {
        name: entity.name.clone(),
        kind: entity.kind.number(),
        known: entity.known,
        country_code: entity.country.clone().unwrap_or_default(),
        identifiers: (entity.identifiers.iter())
            .map(|(scheme, code)| v1::Identifier { scheme: scheme.clone(), code: code.clone() })
            .collect(),
    }
}

fn outlook(outlook: Outlook) -> v1::Outlook {
    v1::Outlook {
        aspect: outlook.aspect.number(),
        polarity: outlook.polarity.number(),
        certainty: outlook.certainty.number(),
    }
}

fn outcome(outcome: &EventOutcome) -> v1::EventOutcome {
    v1::EventOutcome { fate: outcome.fate.number(), event: outcome.event.map(place) }
}
