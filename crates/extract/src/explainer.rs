//! Why a passage is read as it is: the cascade's own parts, shown; and the matcher's verdict on every rule.

use entente_lang::{Knowledge, Rule, RuleRole};
use entente_model::{
    Attempt, Attribution, Clause, EventFate, EventOutcome, Explanation, FilledRole, Mention, MentionForm,
    SeenEntity, Span, TriggerKind, Verdict,
};
use rustc_hash::FxHashSet;

use crate::argument::{Arguments, Filler, Trigger};
use crate::assembly::{Assembler, Discard};
use crate::clause::{Clauses, Governor, Subject};
use crate::confidence::Grounds;
use crate::entity::Entity;
use crate::matching::{Match, Matcher, Miss, Obstacle};
use crate::merge::Fate;
use crate::outlook::{Aspect, Outlook};
use crate::scene::Scene;

/// How the events of an article came about.
pub(crate) struct Trail<'a, 's> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) matcher: &'a Matcher<'a, 's>,
    pub(crate) assembler: &'a Assembler<'a, 's>,
    pub(crate) matches: &'a [Match<'s>],
    /// What each match made: places in `fates`, or why there is no event.
    pub(crate) made: &'a [Vec<Result<usize, Discard>>],
    /// What became of each event that was made.
    pub(crate) fates: &'a [Fate],
    /// The events that are told.
    pub(crate) events: &'a [entente_model::Event],
    /// What the confidence in each of them rests on.
    pub(crate) grounds: &'a [Grounds],
}

/// Explains one passage.
pub(crate) struct Explainer<'a, 's> {
    pub(crate) trail: &'a Trail<'a, 's>,
    pub(crate) passage: Span,
}

/// A rule, whether it fired, what fills its roles and how it sees the event.
type Tried<'s> = (&'s Rule, Verdict, Vec<(RuleRole, Vec<Filler>)>, Outlook);

impl<'s> Explainer<'_, 's> {
    /// All that concerns the passage. Language and diagnostics are the reading's, and left out.
    pub(crate) fn explain(&self) -> Explanation {
        let mut explanation = Explanation { attributions: self.attributions(), ..Explanation::default() };
        for (sentence, clauses) in self.scene().clauses.iter().enumerate() {
            if !self.concerns(self.scene().span_of(&clauses.tokens)) {
                continue;
            }
            self.mentions(sentence, clauses, &mut explanation.mentions);
            self.clauses(clauses, &mut explanation.clauses);
            for group in 0..clauses.groups.len() {
                let here = self.concerns(self.scene().span_of(&clauses.groups[group].tokens));
                let trigger = self.trail.matcher.trigger(sentence, group).filter(|_| here);
                explanation.triggers.extend(trigger.and_then(|trigger| self.trigger(trigger, &explanation)));
            }
        }
        explanation.entities = self.entities(&explanation.mentions);
        self.place_events(&mut explanation);
        explanation
    }

    fn scene(&self) -> &Scene<'s> {
        self.trail.matcher.scene
    }

    fn concerns(&self, span: Span) -> bool {
        self.passage.overlaps(span)
    }

    fn attributions(&self) -> Vec<Attribution> {
        let shown = |attribution: &crate::attribution::Attribution| Attribution {
            teller: self.scene().span_of(&attribution.teller),
            scope: self.scene().span_of(&attribution.scope),
            source: attribution.source.clone(),
            denies: attribution.denies,
        };
        let all = self.scene().attributions.iter().map(shown);
        all.filter(|a| self.concerns(a.teller) || self.concerns(a.scope)).collect()
    }

    /// Names, and the noun groups and pronouns that stand for someone.
    fn mentions(&self, sentence: usize, clauses: &Clauses, mentions: &mut Vec<Mention>) {
        let scene = self.scene();
        let mut found = Vec::new();
        for (at, group) in clauses.groups.iter().enumerate() {
            for name in scene.names_in(group) {
                found.push((MentionForm::Name, scene.names[name].span, vec![scene.entities.of_name(name)]));
            }
            if let Some(mention) = scene.mention(sentence, at).filter(|mention| !mention.named) {
                let pronoun = matches!(
                    scene.tags[group.head].class,
                    crate::tag::Class::Word(entente_lang::Pos::Pronoun(_))
                );
                let form = if pronoun { MentionForm::Pronoun } else { MentionForm::Description };
                found.push((form, scene.span_of(&group.tokens), mention.entities));
            }
        }
        for (verb, subject) in clauses.subjects.iter().enumerate() {
            if let Subject::Pronoun(token) = *subject
                && let Some(entities) = scene.pronoun(sentence, clauses.places[verb], token)
            {
                found.push((MentionForm::Pronoun, scene.span_of(&(token..token + 1)), entities));
            }
        }
        found.retain(|(_, span, _)| self.concerns(*span));
        found.sort_by_key(|(_, span, _)| *span);
        let key = |entity: usize| scene.entities.all[entity].key.clone();
        mentions.extend(found.into_iter().map(|(form, span, entities)| Mention {
            span,
            form,
            entities: entities.into_iter().map(key).collect(),
        }));
    }

    fn entities(&self, mentions: &[Mention]) -> Vec<SeenEntity> {
        let mut seen = FxHashSet::default();
        let keys = mentions.iter().flat_map(|mention| &mention.entities);
        let new = keys.filter(|key| seen.insert(key.as_str()));
        let all = &self.scene().entities.all;
        new.filter_map(|key| all.iter().find(|entity| entity.key == *key))
            .map(|entity| shown_entity(entity, self.trail.knowledge))
            .collect()
    }

    fn clauses(&self, clauses: &Clauses, shown: &mut Vec<Clause>) {
        let scene = self.scene();
        let group = |at: usize| scene.span_of(&clauses.groups[at].tokens);
        for (at, verb) in clauses.verbs.iter().enumerate() {
            let span = scene.span_of(&verb.tokens);
            if !self.concerns(span) {
                continue;
            }
            shown.push(Clause {
                verb: span,
                lemma: verb.lemma.map(|lemma| scene.lang.lemma(lemma).to_owned()).unwrap_or_default(),
                subject: match &clauses.subjects[at] {
                    Subject::Missing => Vec::new(),
                    Subject::Groups(groups) => groups.iter().copied().map(group).collect(),
                    Subject::Pronoun(token) => vec![scene.span_of(&(*token..*token + 1))],
                },
                governor: clauses.governors[at].map(|governor| self.governor(clauses, governor)),
                passive: verb.passive,
                negated: verb.negated,
            });
        }
    }

    fn governor(&self, clauses: &Clauses, governor: Governor) -> Span {
        self.scene().span_of(match governor {
            Governor::Verb(verb) => &clauses.verbs[verb].tokens,
            Governor::Noun(group) => &clauses.groups[group].tokens,
        })
    }

    /// A trigger with all that its rules come to; none where no rule names it.
    fn trigger(&self, trigger: Trigger, explanation: &Explanation) -> Option<entente_model::Trigger> {
        let scene = self.scene();
        let clauses = &scene.clauses[trigger.sentence];
        let masked = clauses.groups[trigger.group].masked;
        let mut tried: Vec<Tried<'s>> = Vec::new();
        for (rule, attempt) in self.trail.matcher.attempts(trigger) {
            let first = tried.iter().find(|(_, verdict, ..)| *verdict == Verdict::Fired);
            tried.push(match attempt {
                Ok(found) => {
                    let verdict = match first {
                        _ if masked => Verdict::Masked,
                        Some((first, ..)) => Verdict::Outranked(first.name.to_string()),
                        None => Verdict::Fired,
                    };
                    (rule, verdict, found.roles, found.outlook)
                }
                Err(Miss { obstacle, roles }) => {
                    let outlook = self.trail.matcher.outlook(rule, &Arguments::new(self.scene(), trigger));
                    (rule, self.hindered(rule, &obstacle), roles, outlook)
                }
            });
        }
        if tried.is_empty() {
            return None;
        }
        // The sort is stable: among those as near, the rules of higher priority stand first.
        tried.sort_by_key(|(_, verdict, ..)| distance(verdict));
        let arguments = Arguments::new(scene, trigger);
        let attribution = self.trail.assembler.attribution(trigger).and_then(|own| {
            let (teller, scope) = (scene.span_of(&own.teller), scene.span_of(&own.scope));
            explanation.attributions.iter().position(|a| (a.teller, a.scope) == (teller, scope))
        });
        let lemma = self.trail.matcher.lemma(trigger)?;
        Some(entente_model::Trigger {
            span: scene.span_of(&clauses.groups[trigger.group].tokens),
            lemma: scene.lang.lemma(lemma).to_owned(),
            kind: if trigger.verb.is_some() { TriggerKind::Verb } else { TriggerKind::Noun },
            masked,
            governors: arguments.governors().into_iter().map(|g| self.governor(clauses, g)).collect(),
            attribution,
            attempts: tried.into_iter().map(|tried| self.attempt(trigger, &arguments, tried)).collect(),
        })
    }

    fn attempt(&self, trigger: Trigger, arguments: &Arguments<'_, 's>, tried: Tried<'s>) -> Attempt {
        let (rule, verdict, roles, outlook) = tried;
        let fired = self.trail.matches.iter().position(|found| found.trigger == trigger);
        let made = fired.filter(|_| verdict == Verdict::Fired).map(|at| self.trail.made[at].as_slice());
        Attempt {
            rule: rule.name.to_string(),
            event_type: rule.event,
            priority: rule.priority,
            outlook: shown_outlook(outlook),
            verdict,
            arguments: self.filled(rule, arguments, &roles),
            outcomes: made.unwrap_or_default().iter().map(|made| self.outcome(*made)).collect(),
        }
    }

    fn hindered(&self, rule: &Rule, obstacle: &Obstacle) -> Verdict {
        match obstacle {
            Obstacle::Needs(at) => Verdict::Unmet { condition: rule.written.needs[*at].to_string() },
            Obstacle::Unless(at, tokens) => Verdict::Met {
                condition: rule.written.unless[*at].to_string(),
                by: self.scene().span_of(tokens),
            },
            Obstacle::Unfilled(role) => {
                let at = rule.roles.iter().position(|(other, _)| other == role);
                let written = at.map(|at| &rule.written.roles[at]);
                Verdict::Unfilled {
                    role: written.map(|(name, _)| name.to_string()).unwrap_or_default(),
                    paths: written
                        .map(|(_, paths)| paths.iter().map(ToString::to_string).collect())
                        .unwrap_or_default(),
                }
            }
            Obstacle::Alone => Verdict::TooFewParties,
            Obstacle::NoCompany => Verdict::NoCompany,
        }
    }

    /// The fillers of a rule's roles, each with the path that leads to it.
    fn filled(
        &self,
        rule: &Rule,
        arguments: &Arguments<'_, 's>,
        roles: &[(RuleRole, Vec<Filler>)],
    ) -> Vec<FilledRole> {
        let mut filled = Vec::new();
        for (at, (_, fillers)) in roles.iter().enumerate() {
            let (name, written) = &rule.written.roles[at];
            for filler in fillers {
                let leads = |path: &entente_lang::Path| {
                    [false, true].iter().any(|assets| arguments.at(*path, *assets).contains(filler))
                };
                let path = rule.roles[at].1.iter().position(leads);
                filled.push(FilledRole {
                    role: name.to_string(),
                    path: path.map(|path| written[path].to_string()).unwrap_or_default(),
                    entity: filler.entity.map(|entity| self.scene().entities.all[entity].key.clone()),
                    span: filler.span,
                });
            }
        }
        filled
    }

    /// What became of what a match made; its event is a place among all that are told.
    fn outcome(&self, made: Result<usize, Discard>) -> EventOutcome {
        let none = |fate| EventOutcome { fate, event: None };
        match made.map(|made| self.trail.fates[made]) {
            Ok(Fate::Kept(event)) => EventOutcome { fate: EventFate::Told, event: Some(event) },
            Ok(Fate::Joined(event)) => EventOutcome { fate: EventFate::Joined, event: Some(event) },
            Ok(Fate::Redundant(event)) => EventOutcome { fate: EventFate::Redundant, event },
            Ok(Fate::Implausible(_)) => none(EventFate::Implausible),
            Err(Discard::Alone) => none(EventFate::TooFewParties),
            Err(Discard::NoCompany) => none(EventFate::NoCompany),
            Err(Discard::NotHeld) => none(EventFate::NotHeld),
            Err(Discard::Unnamed) => none(EventFate::TargetUnnamed),
            Err(Discard::Unknown) => none(EventFate::HolderUnknown),
            Err(Discard::Itself) => none(EventFate::HoldsItself),
            Err(Discard::Unproven) => none(EventFate::Unproven),
        }
    }

    /// Takes over the events that the passage proves or takes part in, and counts outcomes among those.
    fn place_events(&self, explanation: &mut Explanation) {
        let events = self.trail.events;
        let outcomes = || explanation.triggers.iter().flat_map(|t| &t.attempts).flat_map(|a| &a.outcomes);
        let named: FxHashSet<usize> = outcomes().filter_map(|outcome| outcome.event).collect();
        let here =
            |event: &entente_model::Event| event.evidence.iter().any(|evidence| self.concerns(evidence.span));
        let taken: Vec<usize> =
            (0..events.len()).filter(|at| named.contains(at) || here(&events[*at])).collect();
        let outcomes = explanation.triggers.iter_mut().flat_map(|t| &mut t.attempts);
        for outcome in outcomes.flat_map(|attempt| &mut attempt.outcomes) {
            if outcome.event.is_some_and(|event| event >= events.len()) {
                *outcome = EventOutcome { fate: EventFate::Truncated, event: None };
            }
            outcome.event = outcome.event.and_then(|event| taken.binary_search(&event).ok());
        }
        explanation.events = taken.into_iter().map(|at| events[at].clone()).collect();
    }
}

/// How far a rule was from firing: arguments are looked for after the conditions that bar it, those after what it needs.
fn distance(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Fired => 0,
        Verdict::Outranked(_) | Verdict::Masked => 1,
        Verdict::Unfilled { .. } | Verdict::TooFewParties | Verdict::NoCompany => 2,
        Verdict::Met { .. } => 3,
        Verdict::Unmet { .. } => 4,
    }
}

fn shown_entity(entity: &Entity, knowledge: &Knowledge) -> SeenEntity {
    let known = entity.known().map(|at| knowledge.get(at));
    SeenEntity {
        name: entity.key.clone(),
        kind: entity.sort.kind(),
        known: known.is_some(),
        country: entity.country.as_deref().map(str::to_owned),
        identifiers: (known.iter().flat_map(|known| &known.ids))
            .map(|(scheme, code)| (scheme.to_string(), code.to_string()))
            .collect(),
    }
}

fn shown_outlook(outlook: Outlook) -> entente_model::Outlook {
    use entente_model::Aspect as Shown;
    entente_model::Outlook {
        aspect: match outlook.aspect {
            Aspect::Untold => Shown::Untold,
            Aspect::Present => Shown::Present,
            Aspect::Done => Shown::Done,
            Aspect::Continuing => Shown::Continuing,
            Aspect::Begun => Shown::Begun,
            Aspect::Future => Shown::Future,
            Aspect::Planned => Shown::Planned,
            Aspect::Sought => Shown::Sought,
            Aspect::Negotiating => Shown::Negotiating,
            // What awaits its completion was agreed.
            Aspect::Agreed | Aspect::Closing => Shown::Agreed,
            Aspect::Offered => Shown::Offered,
            Aspect::Amended => Shown::Amended,
            Aspect::Ended => Shown::Ended,
            Aspect::Failed => Shown::Failed,
        },
        polarity: outlook.polarity,
        certainty: outlook.certainty,
    }
}
