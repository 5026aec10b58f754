//! Strategies.

use entente_lang::RuleRole;
use entente_model::{Assertion, Event, Role, Strategy, StrategyAction};

use super::{Assembler, Discard, Setting};
use crate::entity::Sort;
use crate::group::Kind;
use crate::matching::Match;

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
                    status: found.rule.outcome.strategy_status.unwrap_or_else(|| found.outlook.of_strategy()),
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
