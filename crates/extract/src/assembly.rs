//! Matches to events: roles to parties, figures to shares and prices, words to kinds and certainty.

mod date;
mod gapped;
mod goods;
mod partnership;
mod stake;
mod strategy;

use std::ops::Range;

use entente_lang::RuleRole;
use entente_model::{
    Argument, Assertion, Certainty, Event, EventType, Evidence, Extractor, Party, Polarity, Role, Source,
    SourceKind, Span, StakeStatus,
};

use crate::argument::{Arguments, Filler, Trigger};
use crate::attribution::Attribution;
use crate::clause::{Governor, Subject};
use crate::dimension::Dimension;
use crate::matching::Match;
use crate::outlook::Aspect;
use crate::scene::Scene;

use date::{Dates, is_of_a_year_before};

/// Makes events of matches.
pub(crate) struct Assembler<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
    pub(crate) extractor: &'a Extractor,
}

/// Why a match makes no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Discard {
    /// Fewer than two parties are left.
    Alone,
    /// People among themselves, or what a person or state decides.
    NoCompany,
    /// People, states and places are not held.
    NotHeld,
    /// The rule asks for a target that has a name.
    Unnamed,
    /// The rule asks for a holder that is known for what it is.
    Unknown,
    /// Who holds would hold itself.
    Itself,
    /// There are no words to show for it.
    Unproven,
}

/// What one match says besides its assertion.
struct Setting<'a, 's> {
    arguments: Arguments<'a, 's>,
    /// The tokens that carry the event.
    extent: Range<usize>,
    /// The tokens whose figures belong to it.
    figures: Range<usize>,
}

impl<'a, 's> Assembler<'a, 's> {
    /// The events of a match; where a part of it contradicts the rest, why there is none.
    pub(crate) fn events(&self, found: &Match<'s>) -> Vec<Result<Event, Discard>> {
        let setting = self.setting(found);
        match found.rule.event {
            EventType::Partnership => self.partnerships(found, &setting),
            EventType::Stake => self.stakes(found, &setting),
            EventType::Strategy => self.strategies(found, &setting),
            EventType::Statement => Vec::new(),
        }
    }

    fn setting(&self, found: &Match<'s>) -> Setting<'a, 's> {
        let arguments = Arguments::new(self.scene, found.trigger);
        let mut extent = self.extent(found, &arguments);
        if found.rule.outcome.threshold {
            extent.end = self.holding_told_behind(found.trigger).unwrap_or(extent.end).max(extent.end);
        }
        let clauses = arguments.clauses();
        // Figures may stand before the subject ("En 2013, X ...") but not beyond the verb before.
        let floor = (0..found.trigger.group)
            .rev()
            .find(|&at| match clauses.groups[at].kind {
                crate::group::Kind::Verbal(verb) => {
                    clauses.verbs[verb].is_finite() && !extent.contains(&clauses.groups[at].head)
                }
                crate::group::Kind::Break | crate::group::Kind::Relative => {
                    !extent.contains(&clauses.groups[at].head)
                }
                _ => false,
            })
            .map_or(clauses.tokens.start, |at| clauses.groups[at].tokens.end);
        let figures = floor.min(extent.start)..extent.end;
        Setting { arguments, extent, figures }
    }

    /// The shortest passage that carries the match: from the subject of the outermost verb to the last argument.
    fn extent(&self, found: &Match<'_>, arguments: &Arguments<'_, '_>) -> Range<usize> {
        let clauses = arguments.clauses();
        let trigger = found.trigger;
        let mut first = trigger.group;
        let mut verbs: Vec<usize> = trigger.verb.into_iter().collect();
        if !(found.rule.outcome.state && trigger.verb.is_none()) {
            for governor in arguments.governors() {
                match governor {
                    Governor::Verb(verb) => verbs.push(verb),
                    Governor::Noun(noun) => first = first.min(noun),
                }
            }
        }
        let mut last_verb = 0;
        for &verb in &verbs {
            first = first.min(clauses.places[verb]);
            last_verb = last_verb.max(clauses.places[verb]);
            if let Subject::Groups(groups) = &clauses.subjects[verb]
                && !clauses.groups[groups[0]].masked
            {
                first = first.min(groups[0]);
            }
        }
        let window = arguments.window();
        // "la fusion a échoué", "les accords n'ont pas été signés": the verb that the noun is the subject of tells it.
        let mut last = (window.end.max(trigger.group + 1) - 1).max(last_verb);
        // "X a publié ses résultats et a confirmé ses objectifs": of a plan the clause alone, whoever's the subject is that it
        // shares with another verb.
        let outer = verbs.iter().map(|&verb| clauses.places[verb]).fold(trigger.group, usize::min);
        let shares = found.rule.event == EventType::Strategy
            && (0..clauses.verbs.len()).any(|verb| {
                (first + 1..outer).contains(&clauses.places[verb])
                    && clauses.verbs[verb].is_finite()
                    && !verbs.contains(&verb)
                    && !clauses.is_relative_verb(verb)
            });
        if shares {
            first = outer;
        }
        for (_, fillers) in &found.roles {
            for filler in fillers.iter().filter(|filler| filler.sentence == trigger.sentence && !shares) {
                first = first.min(filler.group);
                last = last.max(filler.group);
            }
        }
        // "compte cesser d'imprimer le journal", "veut construire et exploiter une usine": what follows at once.
        if let Some(verb) = trigger.verb {
            // "renonce à son projet de construire une usine" too.
            let next = clauses.governors.iter().position(|governor| match *governor {
                Some(Governor::Verb(governor)) => governor == verb,
                Some(Governor::Noun(noun)) => window.contains(&noun),
                None => false,
            });
            let shared = (verb + 1 < clauses.verbs.len()
                && clauses.governors[verb + 1].is_some()
                && clauses.governors[verb + 1] == clauses.governors[verb]
                && window.is_empty())
            .then_some(verb + 1);
            if let Some(next) = next.or(shared) {
                let group = clauses.places[next];
                let inner = Trigger { sentence: trigger.sentence, group, verb: Some(next) };
                let inner = Arguments::new(self.scene, inner).window();
                last = last.max(inner.end.max(group + 1) - 1);
            }
        }
        let mut start = clauses.groups[first].tokens.start;
        let mut end = clauses.groups[last].tokens.end;
        for (_, fillers) in &found.roles {
            for filler in fillers.iter().filter(|filler| filler.sentence == trigger.sentence && !shares) {
                // A possessor's genitive or a contracted name may reach past its group.
                start = start.min(clauses.groups[filler.group].tokens.start);
            }
        }
        start = start.max(clauses.tokens.start);
        end = end.max(start + 1);
        self.trim(start..end)
    }

    /// Without marks that open nothing or close nothing at either end.
    fn trim(&self, mut extent: Range<usize>) -> Range<usize> {
        let tokens = self.scene.document.tokens();
        let idle = |at: usize| {
            use entente_text::Mark;
            matches!(
                tokens[at].mark(),
                Some(Mark::Comma | Mark::Dash | Mark::Colon | Mark::Semicolon | Mark::Period | Mark::Bullet)
            )
        };
        while extent.len() > 1 && idle(extent.start) {
            extent.start += 1;
        }
        while extent.len() > 1 && idle(extent.end - 1) {
            extent.end -= 1;
        }
        let quotes = |mark| extent.clone().filter(|&at| tokens[at].is_mark(mark)).count();
        let (open, close) = (quotes(entente_text::Mark::OpenQuote), quotes(entente_text::Mark::CloseQuote));
        if open > close && tokens.get(extent.end).is_some_and(|t| t.is_mark(entente_text::Mark::CloseQuote)) {
            extent.end += 1;
        }
        if close > open && tokens[extent.end - 1].is_mark(entente_text::Mark::CloseQuote) {
            extent.end -= 1;
        }
        extent
    }

    pub(crate) fn span(&self, tokens: &Range<usize>) -> Span {
        self.scene.span_of(tokens)
    }

    /// Who says it: the attribution that the trigger stands in, the innermost first; else the article.
    pub(crate) fn attribution(&self, trigger: Trigger) -> Option<&Attribution> {
        let token = self.scene.clauses[trigger.sentence].groups[trigger.group].head;
        let told = self.scene.told_in(trigger.sentence).iter();
        told.filter(|a| a.scope.contains(&token) && !a.teller.contains(&token)).min_by_key(|a| a.scope.len())
    }

    /// The event of an assertion, with all that every event has.
    fn event(
        &self,
        found: &Match<'s>,
        setting: &Setting<'_, '_>,
        mut assertion: Assertion,
        mut arguments: Vec<Argument>,
    ) -> Result<Event, Discard> {
        // What is told in passing ("X, filiale de Y") is the article's own, and not what is denied.
        let passing = found.rule.outcome.state && found.trigger.verb.is_none();
        let attribution = self.attribution(found.trigger).filter(|_| !passing);
        let unsaid =
            || if found.outlook.hearsay { Source::of(SourceKind::Anonymous) } else { Source::author() };
        let source = attribution.map_or_else(unsaid, |a| a.source.clone());
        let told = attribution.map_or(Certainty::Certain, |a| a.certainty);
        let certainty = told.min(found.outlook.certainty);
        let mut polarity = found.outlook.polarity;
        if attribution.is_some_and(|a| a.denies) {
            polarity = match polarity {
                Polarity::Positive => Polarity::Negative,
                Polarity::Negative => Polarity::Positive,
            };
        }
        let Dates { time, expected } = self.dates(found, setting, &assertion, attribution);
        // "En 2015, X rachète Y", "the merger of X and Y in 2015": what is told of a year gone by is done.
        let bare = found.outlook.aspect == Aspect::Untold && found.trigger.verb.is_none();
        if let (Assertion::Stake(stake), Some((time, _))) = (&mut assertion, &time)
            && stake.status == StakeStatus::Announced
            && (found.outlook.aspect == Aspect::Present || bare)
            && found.rule.outcome.stake_status.is_none()
            && self.scene.published.is_some_and(|published| is_of_a_year_before(time, published))
        {
            stake.status = StakeStatus::Completed;
        }
        if let Some((_, span)) = &time {
            arguments.push(Argument {
                role: Role::Time,
                entity: None,
                text: span.of(self.scene.document.text()).to_owned(),
                span: *span,
            });
        }
        arguments.sort_by_key(|argument| (argument.span.start, argument.role));
        arguments.dedup();
        let mut span = self.span(&setting.extent);
        // Without the verb that denies it the quote would say the opposite.
        if let Some(denial) = attribution.filter(|a| a.denies && !passing) {
            span = span.join(self.span(&denial.teller));
        }
        let evidence = Evidence::cut(self.scene.document.text(), span).ok_or(Discard::Unproven)?;
        Ok(Event {
            assertion,
            polarity,
            certainty,
            source,
            time: time.map(|(time, _)| time),
            expected,
            evidence: vec![evidence],
            arguments,
            confidence: found.rule.precision,
            rule: found.rule.name.to_string(),
            extractor: self.extractor.clone(),
        })
    }

    /// Figures that belong to the match: those behind the trigger; before it only where none is behind and no other verb
    /// stands between ("20% de X ont été vendus par Y").
    fn figures(&self, setting: &Setting<'_, '_>) -> &'a [Dimension] {
        let trigger = setting.arguments.trigger;
        let clauses = setting.arguments.clauses();
        let start = clauses.groups[trigger.group].tokens.start;
        let behind = self.scene.dimensions_in(&(start..setting.extent.end));
        let told = behind.iter().any(|d| d.is_percent() || d.is_money());
        let between = clauses.groups[..trigger.group].iter().any(|group| {
            matches!(group.kind, crate::group::Kind::Verbal(_)) && setting.extent.contains(&group.head)
        });
        if told || between { behind } else { self.scene.dimensions_in(&setting.extent) }
    }

    fn party(&self, filler: &Filler) -> Party {
        if let Some(entity) = filler.entity {
            Party::Named(self.scene.entities.all[entity].key.clone())
        } else {
            let text = filler.span.of(self.scene.document.text());
            Party::from(text.split_whitespace().collect::<Vec<_>>().join(" ").as_str())
        }
    }

    fn argument(&self, role: Role, filler: &Filler) -> Argument {
        let party = self.party(filler);
        Argument { role, text: party.as_str().to_owned(), entity: Some(party), span: filler.span }
    }

    fn arguments(&self, found: &Match<'_>, roles: &[(RuleRole, Role)]) -> Vec<Argument> {
        let mut arguments = Vec::new();
        for (from, to) in roles {
            arguments.extend(found.fillers(*from).iter().map(|filler| self.argument(*to, filler)));
        }
        arguments
    }

    fn text_argument(&self, role: Role, tokens: &Range<usize>) -> Argument {
        let span = self.span(tokens);
        Argument { role, entity: None, text: span.of(self.scene.document.text()).to_owned(), span }
    }

    /// Places named in the part of the clause that carries the event, in the words of the text.
    fn regions(&self, setting: &Setting<'_, '_>) -> Vec<String> {
        let mut regions = Vec::new();
        let mut at = setting.arguments.clauses().groups[setting.arguments.trigger.group].tokens.start;
        while at < setting.extent.end {
            let folded = (at..setting.extent.end)
                .map(|i| self.scene.document.folded(&self.scene.document.tokens()[i]));
            match self.scene.lang.places().longest(folded) {
                Some((taken, _)) => {
                    let words = self.span(&(at..at + taken)).of(self.scene.document.text()).to_owned();
                    if !regions.contains(&words) {
                        regions.push(words);
                    }
                    at += taken;
                }
                None => at += 1,
            }
        }
        regions
    }
}
