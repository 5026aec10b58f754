//! An explanation in lines for people.

use std::fmt::Write as _;

use entente_model::{
    Attempt, Clause, EventFate, EventOutcome, Explanation, FilledRole, Outlook, Polarity, SeenEntity, Span,
    Trigger, Verdict,
};

use crate::sentence::{certainty, one_line, plain, sentence, source, with_quotes};

/// What was read, what was seen, and each rule that was tried.
pub(crate) fn of(explanation: &Explanation, text: &str) -> String {
    Report { explanation, text, out: String::new() }.written()
}

struct Report<'a> {
    explanation: &'a Explanation,
    text: &'a str,
    out: String,
}

impl Report<'_> {
    fn written(mut self) -> String {
        let Explanation { language, events, triggers, diagnostics, .. } = self.explanation;
        let language = language.map_or_else(|| "no language".to_owned(), |language| language.to_string());
        let _ = writeln!(self.out, "Read ({language}):");
        for event in events {
            self.out.push_str(&with_quotes(event));
        }
        if events.is_empty() {
            self.out.push_str("  nothing\n");
        }
        for diagnostic in diagnostics {
            let _ = writeln!(self.out, "  note: {}", diagnostic.message);
        }
        self.seen();
        for trigger in triggers {
            self.trigger(trigger);
        }
        self.unnamed();
        self.out
    }

    fn words(&self, span: Span) -> String {
        format!("\"{}\"", one_line(span.of(self.text)))
    }

    fn all_words(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| self.words(*span)).collect::<Vec<_>>().join(", ")
    }

    /// Who is spoken of, and who says what.
    fn seen(&mut self) {
        if !self.explanation.entities.is_empty() {
            self.out.push_str("\nSpoken of:\n");
        }
        for entity in &self.explanation.entities {
            let own = self.explanation.mentions.iter().filter(|m| m.entities.contains(&entity.name));
            let mut forms: Vec<String> = Vec::new();
            for form in own.map(|mention| self.words(mention.span)) {
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
            let _ = writeln!(self.out, "  {}: {}, as {}", entity.name, nature(entity), forms.join(", "));
        }
        for attribution in &self.explanation.attributions {
            let denies = if attribution.denies { "denied" } else { "said" };
            let (scope, teller) = (self.words(attribution.scope), self.words(attribution.teller));
            let who = source(&attribution.source);
            let _ = writeln!(self.out, "  {denies} {who} ({teller}): {scope}");
        }
    }

    fn trigger(&mut self, trigger: &Trigger) {
        let kind = plain(trigger.kind.name());
        let _ = write!(self.out, "\n{} ({kind} {})", self.words(trigger.span), trigger.lemma);
        if let Some(clause) = self.explanation.clauses.iter().find(|clause| clause.verb == trigger.span)
            && !clause.subject.is_empty()
        {
            let _ = write!(self.out, ", subject {}", self.all_words(&clause.subject));
        }
        if !trigger.governors.is_empty() {
            let _ = write!(self.out, ", under {}", self.all_words(&trigger.governors));
        }
        if let Some(told) = trigger.attribution.map(|at| &self.explanation.attributions[at]) {
            let _ = write!(self.out, ", {}", source(&told.source));
        }
        if trigger.masked {
            self.out.push_str(", in words that tell who speaks: no rule fires");
        }
        self.out.push('\n');
        for attempt in &trigger.attempts {
            self.attempt(attempt);
        }
    }

    fn attempt(&mut self, attempt: &Attempt) {
        let mark = if attempt.verdict == Verdict::Fired { '+' } else { '-' };
        let _ = writeln!(self.out, "  {mark} {}: {}", attempt.rule, self.verdict(attempt));
        for filled in &attempt.arguments {
            let _ = writeln!(self.out, "      {}", self.filled(filled));
        }
        for outcome in &attempt.outcomes {
            let _ = writeln!(self.out, "      => {}", self.outcome(outcome));
        }
    }

    fn verdict(&self, attempt: &Attempt) -> String {
        match &attempt.verdict {
            Verdict::Fired => format!("fires; the words around say: {}", outlook(attempt.outlook)),
            Verdict::Outranked(by) => format!("could fire, but {by} has a higher priority"),
            Verdict::Masked => "could fire, were these not words that tell who speaks".to_owned(),
            Verdict::Unfilled { role, paths } => {
                format!("no {role}: nothing is found by {}", paths.join(", "))
            }
            Verdict::TooFewParties => "fewer than two parties".to_owned(),
            Verdict::NoCompany => "no company takes part".to_owned(),
            Verdict::Met { condition, by } => format!("unless {condition}: {} is", self.words(*by)),
            Verdict::Unmet { condition } => format!("needs {condition}: there is none"),
        }
    }

    fn filled(&self, filled: &FilledRole) -> String {
        let FilledRole { role, path, entity, span } = filled;
        let words = self.words(*span);
        match entity {
            Some(entity) => format!("{role} = {entity}, by {path}: {words}"),
            None => format!("{role} = what has no name, by {path}: {words}"),
        }
    }

    fn outcome(&self, outcome: &EventOutcome) -> String {
        let event = outcome.event.map(|at| sentence(&self.explanation.events[at])).unwrap_or_default();
        match outcome.fate {
            EventFate::Told => event,
            EventFate::Joined => format!("the same as: {event}"),
            EventFate::Redundant => format!("told already by: {event}"),
            EventFate::TooFewParties => "no event: fewer than two parties are left".to_owned(),
            EventFate::NoCompany => "no event: people, or what a person or state decides".to_owned(),
            EventFate::NotHeld => "no event: a person, state or place is not held".to_owned(),
            EventFate::TargetUnnamed => "no event: the rule asks for a target with a name".to_owned(),
            EventFate::HoldsItself => "no event: it would hold itself".to_owned(),
            EventFate::HolderUnknown => "no event: it is not known what the holder is".to_owned(),
            EventFate::Unproven => "no event: there are no words to show for it".to_owned(),
            EventFate::Implausible => "no event: it contradicts itself".to_owned(),
            EventFate::Truncated => "no event: the text has more than are kept".to_owned(),
        }
    }

    /// The verbs that no rule names: a rule to write, or none.
    fn unnamed(&mut self) {
        let named =
            |clause: &&Clause| !self.explanation.triggers.iter().any(|trigger| trigger.span == clause.verb);
        let verbs: Vec<String> = (self.explanation.clauses.iter().filter(named))
            .map(|clause| match clause.lemma.as_str() {
                "" => self.words(clause.verb),
                lemma => format!("{} ({lemma})", self.words(clause.verb)),
            })
            .collect();
        if !verbs.is_empty() {
            let _ = writeln!(self.out, "\nVerbs that no rule names: {}", verbs.join(", "));
        }
    }
}

fn nature(entity: &SeenEntity) -> String {
    let mut words = plain(entity.kind.name());
    if entity.known {
        words.push_str(", known");
    }
    if let Some(country) = &entity.country {
        let _ = write!(words, ", {country}");
    }
    for (scheme, code) in &entity.identifiers {
        let _ = write!(words, ", {scheme} {code}");
    }
    words
}

fn outlook(outlook: Outlook) -> String {
    let so = if outlook.polarity == Polarity::Negative { ", not so" } else { "" };
    format!("{}{so}, {}", plain(outlook.aspect.name()), certainty(outlook.certainty))
}
