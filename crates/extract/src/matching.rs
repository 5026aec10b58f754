//! Rules tried on triggers: which fire, and with whom.

use entente_lang::{Condition, Path, Rule, RuleRole, Scope};
use entente_model::{Certainty, Polarity};

use crate::argument::{Arguments, Filler, Trigger};
use crate::clause::{Governor, Link};
use crate::entity::Sort;
use crate::group::Kind;
use crate::outlook::{Aspect, Outlook};
use crate::scene::Scene;

/// A rule that fired.
#[derive(Debug, Clone)]
pub(crate) struct Match<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) trigger: Trigger,
    /// What fills each role, in the order of the rule's paths.
    pub(crate) roles: Vec<(RuleRole, Vec<Filler>)>,
    pub(crate) outlook: Outlook,
}

impl Match<'_> {
    /// The fillers of a role.
    pub(crate) fn fillers(&self, role: RuleRole) -> &[Filler] {
        self.roles.iter().find(|(r, _)| *r == role).map_or(&[], |(_, fillers)| fillers)
    }
}

/// Tries the rules of a language on an article.
pub(crate) struct Matcher<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
}

impl<'s> Matcher<'_, 's> {
    /// Every match, in the order of the text: on each trigger the first rule, by priority, that fires.
    pub(crate) fn matches(&self) -> Vec<Match<'s>> {
        let mut found = Vec::new();
        for (sentence, clauses) in self.scene.clauses.iter().enumerate() {
            for (at, group) in clauses.groups.iter().enumerate() {
                if group.masked {
                    continue;
                }
                match group.kind {
                    Kind::Verbal(verb) => {
                        let Some(lemma) = clauses.verbs[verb].lemma else { continue };
                        let trigger = Trigger { sentence, group: at, verb: Some(verb) };
                        found.extend(self.first(self.scene.lang.rules().of_verb(lemma), trigger));
                    }
                    // Some prepositions of several words hold a noun that triggers: "en partenariat avec".
                    Kind::Nominal | Kind::Preposition => {
                        let Some(lemma) = group.lemma(&self.scene.tags) else { continue };
                        let trigger = Trigger { sentence, group: at, verb: None };
                        found.extend(self.first(self.scene.lang.rules().of_noun(lemma), trigger));
                    }
                    _ => {}
                }
            }
        }
        found
    }

    fn first(&self, rules: impl Iterator<Item = &'s Rule>, trigger: Trigger) -> Option<Match<'s>> {
        let mut rules = rules.peekable();
        rules.peek()?;
        let arguments = Arguments { scene: self.scene, trigger };
        rules.find_map(|rule| self.try_rule(rule, &arguments))
    }

    fn try_rule(&self, rule: &'s Rule, arguments: &Arguments<'_, 's>) -> Option<Match<'s>> {
        let trigger = arguments.trigger;
        let outlook = self.outlook(rule, arguments);
        let holds = |condition: &Condition| self.holds(*condition, arguments, outlook);
        if !rule.needs.iter().all(holds) || rule.unless.iter().any(holds) {
            return None;
        }
        let mut roles: Vec<(RuleRole, Vec<Filler>)> = Vec::new();
        for (role, paths) in &rule.roles {
            let held = rule.outcome.stake_action == Some(entente_model::StakeAction::Hold);
            let assets = matches!(role, RuleRole::Target) && !held;
            let merges = rule.outcome.stake_action == Some(entente_model::StakeAction::Merge);
            let fillers = match role {
                // All paths together give the parties.
                RuleRole::Holder if merges => Self::merging(paths, arguments),
                RuleRole::Party | RuleRole::Partner => {
                    let mut all: Vec<Filler> = Vec::new();
                    for path in paths {
                        for filler in arguments.at(*path, assets) {
                            if !all.iter().any(|other| other.entity == filler.entity) {
                                all.push(filler);
                            }
                        }
                    }
                    all
                }
                _ => paths
                    .iter()
                    .map(|path| arguments.first_at(*path, assets))
                    .find(|fillers| !fillers.is_empty())
                    .unwrap_or_default(),
            };
            roles.push((*role, fillers));
        }
        let found = Match { rule, trigger, roles, outlook };
        self.is_complete(&found).then_some(found)
    }

    /// The merging parties: those that one path names together, else those of all paths.
    fn merging(paths: &[Path], arguments: &Arguments<'_, 's>) -> Vec<Filler> {
        let mut all: Vec<Filler> = Vec::new();
        for path in paths {
            let mut found: Vec<Filler> = Vec::new();
            for filler in arguments.at(*path, false) {
                if !found.iter().any(|other| other.entity == filler.entity) {
                    found.push(filler);
                }
            }
            if found.len() >= 2 {
                return found;
            }
            found.retain(|filler| !all.iter().any(|other| other.entity == filler.entity));
            all.extend(found);
        }
        all
    }

    /// Every role that the event can't do without is filled.
    fn is_complete(&self, found: &Match<'_>) -> bool {
        let filled = |role| !found.fillers(role).is_empty();
        let asked = |role| found.rule.roles.iter().any(|(r, _)| *r == role);
        match found.rule.event {
            entente_model::EventType::Partnership => {
                let parties = found.fillers(RuleRole::Party).len() + found.fillers(RuleRole::Partner).len();
                let both = !asked(RuleRole::Partner) || filled(RuleRole::Partner) && filled(RuleRole::Party);
                let alone = found.rule.outcome.unnamed_partner && parties == 1;
                let all = found.fillers(RuleRole::Party).iter().chain(found.fillers(RuleRole::Partner));
                let company = all.filter_map(|filler| filler.entity).any(|entity| {
                    matches!(self.scene.entities.all[entity].sort, Sort::Organisation | Sort::Medium)
                });
                // Treaties between states are no partnerships.
                company && (parties >= 2 && (both || found.rule.outcome.unnamed_partner) || alone)
            }
            entente_model::EventType::Stake => {
                let pair = found.rule.outcome.reciprocal
                    || found.rule.outcome.stake_action == Some(entente_model::StakeAction::Merge);
                if pair {
                    found.fillers(RuleRole::Holder).len() >= 2
                } else {
                    filled(RuleRole::Holder) && filled(RuleRole::Target)
                }
            }
            entente_model::EventType::Strategy => {
                found.fillers(RuleRole::Actor).first().is_some_and(|actor| {
                    // What a state or a person plans is no strategy of a company.
                    actor.entity.is_some_and(|entity| {
                        matches!(self.scene.entities.all[entity].sort, Sort::Organisation | Sort::Medium)
                    })
                })
            }
            entente_model::EventType::Statement => false,
        }
    }

    fn outlook(&self, rule: &Rule, arguments: &Arguments<'_, '_>) -> Outlook {
        let reported = self.is_reported(arguments.trigger);
        if !(rule.outcome.state && arguments.trigger.verb.is_none()) {
            return Outlook::read(arguments, reported);
        }
        // A noun told in passing ("la filiale X") stands whatever the verb around it says; only its own words and a
        // copula count.
        let scene = self.scene;
        let class = |name: &str| scene.lang.discourse().class(name);
        let own = arguments.group_classes(arguments.trigger.group);
        let mut outlook = Outlook {
            aspect: Aspect::Untold,
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            former: own.any(class("former")),
        };
        if own.any(class("prospective")) {
            outlook.aspect = Aspect::Planned;
        }
        let clauses = arguments.clauses();
        if let Some((verb, Link::Object)) = clauses.carrier(arguments.trigger.group, &scene.tags) {
            let copula = clauses.verbs[verb].lemma.and_then(|lemma| scene.lang.verb(lemma));
            if copula.is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula)) {
                let mut carried = Outlook::read(arguments, reported);
                // "doit devenir le premier actionnaire": what one becomes one is not yet.
                let becomes = clauses.verbs[verb]
                    .lemma
                    .is_some_and(|lemma| scene.lang.discourse().of(lemma).any(class("become")));
                if becomes && matches!(carried.aspect, Aspect::Planned | Aspect::Present) {
                    carried.aspect = Aspect::Future;
                }
                carried.former |= clauses.verbs[verb].is_past() && !clauses.verbs[verb].perfect;
                return carried;
            }
        }
        outlook
    }

    /// The trigger stands in the content of a verb of saying.
    fn is_reported(&self, trigger: Trigger) -> bool {
        let token = self.scene.clauses[trigger.sentence].groups[trigger.group].head;
        self.scene.attributions.iter().any(|attribution| {
            attribution.sentence == trigger.sentence
                && attribution.scope.contains(&token)
                && attribution.teller.end <= attribution.scope.start
        })
    }

    fn holds(&self, condition: Condition, arguments: &Arguments<'_, '_>, outlook: Outlook) -> bool {
        let clauses = arguments.clauses();
        let trigger = arguments.trigger;
        let window = arguments.window();
        let tokens = clauses.groups[trigger.group].tokens.start
            ..window.end.checked_sub(1).map_or(0, |last| clauses.groups[last.max(trigger.group)].tokens.end);
        let figures = self.scene.dimensions_in(&tokens);
        match condition {
            Condition::Share => figures.iter().any(crate::dimension::Dimension::is_percent),
            Condition::Amount => figures.iter().any(crate::dimension::Dimension::is_money),
            Condition::Figure => figures.iter().any(|figure| !figure.is_date()),
            Condition::Prospect => outlook.is_prospect(),
            Condition::Plural => {
                clauses.groups[trigger.group].number(&self.scene.tags) == Some(entente_lang::Number::Plural)
            }
            Condition::Passive => trigger.verb.is_some_and(|verb| clauses.verbs[verb].passive),
            Condition::Reflexive => trigger.verb.is_some_and(|verb| clauses.verbs[verb].reflexive),
            Condition::Word(Scope::Subject, classes) => match trigger.verb {
                Some(verb) => match &clauses.subjects[verb] {
                    crate::clause::Subject::Groups(groups) => {
                        groups.iter().any(|&group| arguments.classes_of(group).any(classes))
                    }
                    _ => false,
                },
                None => false,
            },
            Condition::Word(Scope::Object, classes) => {
                arguments.object().iter().any(|&group| arguments.classes_of(group).any(classes))
            }
            Condition::Word(Scope::Group, classes) => arguments.group_classes(trigger.group).any(classes),
            Condition::Word(Scope::Clause, classes) => {
                (trigger.group..window.end).any(|group| arguments.group_classes(group).any(classes))
            }
            Condition::Word(Scope::Governor, classes) => {
                arguments.governors().iter().any(|governor| match governor {
                    Governor::Verb(verb) => clauses.verbs[*verb]
                        .lemma
                        .is_some_and(|l| self.scene.lang.discourse().of(l).any(classes)),
                    Governor::Noun(noun) => arguments.classes_of(*noun).any(classes),
                })
            }
        }
    }
}
