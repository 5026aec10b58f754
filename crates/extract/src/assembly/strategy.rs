//! Strategies.

use entente_lang::{Condition, RuleRole, Scope};
use entente_model::{Assertion, Event, Role, Strategy, StrategyAction, StrategyStatus};

use super::{Assembler, Discard, Setting};
use crate::clause::Governor;
use crate::entity::Sort;
use crate::group::Kind;
use crate::matching::Match;
use crate::outlook::Aspect;

/// Longest topic, in words.
const MOST_TOPIC: usize = 14;

impl<'s> Assembler<'_, 's> {
    pub(super) fn strategies(
        &self,
        found: &Match<'s>,
        setting: &Setting<'_, '_>,
    ) -> Vec<Result<Event, Discard>> {
        let Some(action) = found.rule.outcome.strategy_action else { return Vec::new() };
        // "X et Y prévoient de fermer des usines": each has a plan of its own.
        let mut actors = found.fillers(RuleRole::Actor).to_vec();
        actors.dedup_by_key(|actor| actor.entity);
        // (A rule that asks for a failure knows what it makes of it: "renonce à payer un dividende".)
        let fail = self.scene.lang.discourse().class("fail");
        let asked =
            found.rule.needs.iter().any(
                |needed| matches!(needed, Condition::Word(Scope::Governor, classes) if classes.any(fail)),
            );
        // ("dénonce le plan d'économies": who judges it does not give it up.)
        let reject = self.scene.lang.discourse().class("reject");
        let judged = setting.arguments.governors().into_iter().any(|governor| match governor {
            Governor::Verb(verb) => {
                let lemma = setting.arguments.clauses().verbs[verb].lemma;
                self.scene.lang.discourse().of(lemma).any(reject)
            }
            Governor::Noun(_) => false,
        });
        // "renonce à supprimer 500 postes": what a rule says of the status gives way to what is given up.
        let status = match (found.rule.outcome.strategy_status, found.outlook.of_strategy()) {
            (Some(StrategyStatus::Planned), StrategyStatus::Abandoned)
                if found.outlook.aspect == Aspect::Failed && !asked && !judged =>
            {
                StrategyStatus::Abandoned
            }
            (None, told) => told,
            (Some(status), _) => status,
        };
        let counted = matches!(action, StrategyAction::Cut | StrategyAction::Expand);
        let gapped = if counted { self.gapped_plans(setting) } else { Vec::new() };
        let told = actors.iter().map(|actor| (actor, None));
        let gapped = gapped.iter().map(|(actor, count)| (actor, Some(count)));
        told.chain(gapped)
            .map(|(actor, count)| {
                // What people and states decide is no strategy of a company.
                let sort = actor.entity.map(|entity| self.scene.entities.all[entity].sort);
                if matches!(sort, Some(Sort::State | Sort::Person | Sort::Place | Sort::Political)) {
                    return Err(Discard::NoCompany);
                }
                let assertion = Assertion::Strategy(Strategy {
                    actor: self.party(actor),
                    action,
                    status,
                    topic: match count {
                        Some(count) => Some(self.span(count).of(self.scene.document.text()).to_owned()),
                        None => self.strategy_topic(setting),
                    },
                    regions: self.regions(setting),
                });
                self.event(found, setting, assertion, vec![self.argument(Role::Actor, actor)])
            })
            .collect()
    }

    /// A few words: the trigger's object with what depends on it, or the noun itself.
    fn strategy_topic(&self, setting: &Setting<'_, '_>) -> Option<String> {
        let clauses = setting.arguments.clauses();
        let first = match setting.arguments.trigger.verb {
            Some(_) => setting
                .arguments
                .window()
                .find(|&at| clauses.groups[at].is_nominal())
                .or_else(|| setting.arguments.object().first().copied())?,
            None => setting.arguments.trigger.group,
        };
        let start = clauses.groups[first].tokens.start;
        let end = (first..clauses.groups.len())
            .find(|&at| at > first && matches!(clauses.groups[at].kind, Kind::Comma | Kind::Break))
            .map_or(setting.extent.end, |at| clauses.groups[at].tokens.start);
        let end = end.min(setting.extent.end.max(clauses.groups[first].tokens.end)).min(start + MOST_TOPIC);
        (end > start).then(|| self.span(&(start..end)).of(self.scene.document.text()).to_owned())
    }
}
