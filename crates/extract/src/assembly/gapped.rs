//! A verb that is not repeated: "A a pris 20% de X et B 10%", "A bought 20% of X and B 10%".

use entente_model::{Assertion, Event, Role, Share};

use super::{Assembler, Setting};
use crate::argument::Filler;
use crate::dimension::{Dimension, Value};
use crate::group::Kind;
use crate::matching::Match;

/// Who else does what the verb says, and the percent that stands for it.
pub(super) struct Gapped<'d> {
    pub(super) holder: Filler,
    share: Share,
    percent: &'d Dimension,
}

impl<'a> Assembler<'a, '_> {
    /// Behind a verb and its percent, each pair of someone and a percent of their own that a conjunction or a comma joins.
    pub(super) fn gapped(&self, found: &Match<'_>, setting: &Setting<'a, '_>) -> Vec<Gapped<'a>> {
        let arguments = &setting.arguments;
        let groups = &arguments.clauses().groups;
        let window = arguments.window();
        let percent = |at: usize| {
            let group = groups.get(at).filter(|group| group.is_nominal())?;
            let bare = self.scene.names_in(group).is_empty();
            let figure = self.scene.dimensions_in(&group.tokens).iter().find(|d| d.is_percent())?;
            match &figure.value {
                Value::Percent(portion) if bare => Some((portion.share, figure)),
                _ => None,
            }
        };
        let mut gapped = Vec::new();
        let Some(first) = window.clone().find(|&at| percent(at).is_some()) else { return gapped };
        if found.trigger.verb.is_none() {
            return gapped;
        }
        for at in first + 1..window.end {
            let joined = matches!(groups[at - 1].kind, Kind::Coordinator | Kind::Comma);
            let Some((share, percent)) = percent(at + 1).filter(|_| joined && window.contains(&(at + 1)))
            else {
                continue;
            };
            // ("A détient 40% de X, B 25% de Y": of something else.)
            if groups.get(at + 2).is_some_and(|next| next.kind == Kind::Preposition) {
                continue;
            }
            let mut holders = arguments.fillers(at, false);
            if holders.len() == 1 {
                gapped.extend(holders.pop().map(|holder| Gapped { holder, share, percent }));
            }
        }
        gapped
    }

    /// "X va supprimer 600 postes, Y 400 et Z 200": behind a verb and the jobs that it counts, each company
    /// with a count of its own.
    pub(super) fn gapped_plans(&self, setting: &Setting<'a, '_>) -> Vec<(Filler, std::ops::Range<usize>)> {
        let arguments = &setting.arguments;
        let groups = &arguments.clauses().groups;
        let discourse = self.scene.lang.discourse();
        let count = |at: usize| {
            let figures = self.scene.dimensions_in(&groups[at].tokens);
            figures.iter().rev().find(|figure| figure.count().is_some())
        };
        let staff = |at: &usize| {
            groups[*at].is_nominal()
                && count(*at).is_some()
                && arguments.classes_of(*at).any(discourse.class("staff"))
        };
        let Some(first) = (arguments.trigger.group..groups.len()).find(staff) else { return Vec::new() };
        let company = |at: usize| {
            let mut fillers = arguments.fillers(at, false);
            let named = !self.scene.names_in(&groups[at]).is_empty() && fillers.len() == 1;
            fillers.pop().filter(|_| named)
        };
        let ends = |at: usize| {
            groups.get(at).is_none_or(|group| {
                matches!(group.kind, Kind::Comma | Kind::Coordinator | Kind::Break | Kind::Subordinator)
            })
        };
        let mut plans = Vec::new();
        for at in first + 1..groups.len() {
            if matches!(groups[at].kind, Kind::Verbal(_) | Kind::Break | Kind::Relative | Kind::Subordinator)
            {
                break;
            }
            let joined = matches!(groups[at - 1].kind, Kind::Comma | Kind::Coordinator);
            let Some(told) = Some(at).filter(|&at| joined && groups[at].is_nominal()).and_then(count) else {
                continue;
            };
            // ("600 postes, 400 chez Y": those may be among them.)
            let last = told.tokens.end == groups[at].tokens.end && ends(at + 1);
            plans.extend(company(at).filter(|_| last).map(|company| (company, told.tokens.clone())));
        }
        plans
    }

    /// The event of another holder: its own percent, and no price, which is not told.
    pub(super) fn with_gapped(&self, mut event: Event, gapped: &Gapped<'_>) -> Event {
        event.arguments.retain(|argument| !matches!(argument.role, Role::Share | Role::Amount));
        event.arguments.push(self.text_argument(Role::Share, &gapped.percent.tokens));
        event.arguments.sort_by_key(|argument| (argument.span.start, argument.role));
        if let Assertion::Stake(stake) = &mut event.assertion {
            (stake.share, stake.share_before, stake.share_change) = (Some(gapped.share), None, None);
            stake.amount = None;
        }
        event
    }
}
