//! Stakes.

use entente_lang::RuleRole;
use entente_model::{
    Argument, Assertion, Event, Interest, Money, Party, Role, Share, Stake, StakeAction, StakeStatus,
};

use super::{Assembler, Discard, Setting};
use crate::argument::{Filler, Trigger};
use crate::dimension::{Change, Dimension, Portion, Value, Wording};
use crate::entity::Sort;
use crate::matching::Match;
use crate::outlook::Aspect;

/// The figures of a stake.
#[derive(Default)]
struct Figures {
    share: Option<Share>,
    before: Option<Share>,
    change: Option<Share>,
    amount: Option<Money>,
    interest: Option<Interest>,
    arguments: Vec<Argument>,
}

impl<'s> Assembler<'_, 's> {
    pub(super) fn stakes(&self, found: &Match<'s>, setting: &Setting<'_, '_>) -> Vec<Result<Event, Discard>> {
        let Some(action) = found.rule.outcome.stake_action else { return Vec::new() };
        let holders = found.fillers(RuleRole::Holder);
        if found.rule.outcome.reciprocal {
            let pairs = holders.iter().flat_map(|a| holders.iter().map(move |b| (a, b)));
            return pairs
                .filter(|(a, b)| a.entity != b.entity)
                .map(|(holder, target)| self.stake(found, setting, action, &[holder], Some(target)))
                .collect();
        }
        if found.rule.outcome.own {
            let own = holders.iter().filter(|holder| holder.entity.is_some());
            return own.map(|holder| self.stake(found, setting, action, &[holder], Some(holder))).collect();
        }
        let named = |target: &&Filler| target.entity.is_some() || !found.rule.outcome.named;
        let targets: Vec<Filler> = found.fillers(RuleRole::Target).iter().filter(named).cloned().collect();
        let targets = targets.as_slice();
        let holders: Vec<&Filler> = holders.iter().collect();
        if action == StakeAction::Merge {
            return [self.stake(found, setting, action, &holders, targets.first())].into();
        }
        if targets.is_empty() {
            return vec![Err(Discard::Unnamed)];
        }
        if let Some(apart) = self.shares_apart(found, setting, action, &holders, targets) {
            return apart.into_iter().map(Ok).collect();
        }
        let mut stakes: Vec<Result<Event, Discard>> =
            targets.iter().map(|target| self.stake(found, setting, action, &holders, Some(target))).collect();
        self.dates_apart(targets, &mut stakes);
        self.share_of_last(setting, targets, &mut stakes);
        self.amounts_apart(setting, targets, &mut stakes);
        if let [target] = targets {
            for gapped in self.gapped(found, setting) {
                let other = self.stake(found, setting, action, &[&gapped.holder], Some(target));
                stakes.push(other.map(|event| self.with_gapped(event, &gapped)));
            }
        }
        stakes
    }

    /// "bought A for 3 million, as well as B for 5": as many amounts as targets are one each, where each stands behind its own.
    fn amounts_apart(
        &self,
        setting: &Setting<'_, '_>,
        targets: &[Filler],
        stakes: &mut [Result<Event, Discard>],
    ) {
        let groups = &setting.arguments.clauses().groups;
        let amounts: Vec<_> = self
            .figures(setting)
            .iter()
            .filter_map(|figure| match &figure.value {
                Value::Money(amount) => Some((amount.money, figure.tokens.clone())),
                _ => None,
            })
            .collect();
        let ordered = targets.iter().zip(&amounts).enumerate().all(|(at, (target, (_, tokens)))| {
            let next = targets.get(at + 1).map_or(usize::MAX, |next| groups[next.group].tokens.start);
            groups[target.group].tokens.end <= tokens.start && tokens.end <= next
        });
        if targets.len() < 2 || amounts.len() != targets.len() || !ordered {
            return;
        }
        for (stake, (money, tokens)) in stakes.iter_mut().zip(amounts) {
            let Ok(event) = stake else { continue };
            if let Assertion::Stake(stake) = &mut event.assertion {
                stake.amount = Some(money);
            }
            event.arguments.retain(|argument| argument.role != Role::Amount);
            event.arguments.push(self.text_argument(Role::Amount, &self.unhedged(&tokens)));
        }
    }

    /// "sold A and its 20% stake in B": the percent behind the first is of the next.
    fn share_of_last(
        &self,
        setting: &Setting<'_, '_>,
        targets: &[Filler],
        stakes: &mut [Result<Event, Discard>],
    ) {
        let groups = &setting.arguments.clauses().groups;
        let mut percents = self.figures(setting).iter().filter(|figure| figure.is_percent());
        let (Some(percent), None) = (percents.next(), percents.next()) else { return };
        let behind = |target: &Filler| groups[target.group].tokens.end <= percent.tokens.start;
        if targets.len() < 2 || targets.last().is_none_or(behind) {
            return;
        }
        for (_, stake) in targets.iter().zip(stakes).filter(|(target, _)| behind(target)) {
            let Ok(event) = stake else { continue };
            if let Assertion::Stake(stake) = &mut event.assertion {
                (stake.share, stake.share_change) = (None, None);
            }
            event.arguments.retain(|argument| argument.role != Role::Share);
        }
    }

    /// "détenue à 51% par A et à 49% par B": as many percents as holders are one each, in their order.
    fn shares_apart(
        &self,
        found: &Match<'s>,
        setting: &Setting<'_, '_>,
        action: StakeAction,
        holders: &[&Filler],
        targets: &[Filler],
    ) -> Option<Vec<Event>> {
        let mut percents: Vec<_> =
            self.figures(setting).iter().filter(|figure| figure.is_percent()).collect();
        let [target] = targets else { return None };
        // "majoritaire (à 66%)": the figure beside it says more than the quality.
        let figured = |figure: &&Dimension| {
            matches!(&figure.value, Value::Percent(portion)
                if !matches!(portion.wording, Wording::Majority | Wording::Minority))
        };
        let figures: Vec<_> = percents.iter().copied().filter(|figure| figured(figure)).collect();
        if figures.len() == holders.len() {
            percents = figures;
        }
        // What stands behind the last of them is of another holding.
        if percents.len() > holders.len() {
            let groups = &setting.arguments.clauses().groups;
            let last = holders.iter().map(|holder| groups[holder.group].tokens.end).max()?;
            percents.retain(|percent| percent.tokens.start < last);
        }
        if holders.len() < 2 || percents.len() != holders.len() {
            return None;
        }
        let mut events = Vec::new();
        for (at, (holder, percent)) in holders.iter().zip(percents).enumerate() {
            // "à 70% par le groupe et à 30% par une société publique": another, whom the text does not name.
            if holder.entity.is_some() && holders[..at].iter().any(|other| other.entity == holder.entity) {
                continue;
            }
            let mut event = self.stake(found, setting, action, &[holder], Some(target)).ok()?;
            if let (Assertion::Stake(stake), Value::Percent(portion)) = (&mut event.assertion, &percent.value)
            {
                stake.share = Some(portion.share);
            }
            events.push(event);
        }
        Some(events)
    }

    fn stake(
        &self,
        found: &Match<'s>,
        setting: &Setting<'_, '_>,
        action: StakeAction,
        holders: &[&Filler],
        target: Option<&Filler>,
    ) -> Result<Event, Discard> {
        let mut parties: Vec<Party> = Vec::new();
        for filler in holders {
            // A description is the key of an asset; a holder without a name is unnamed.
            let party = match filler.entity {
                None if !filler.described => Party::Unnamed,
                _ => self.party(filler),
            };
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        // "les 40% qu'il ne détient pas encore": what is not held yet is told by what will be.
        let not_yet = found
            .trigger
            .verb
            .is_some_and(|verb| self.scene.clauses[found.trigger.sentence].verbs[verb].not_yet);
        if action == StakeAction::Hold && not_yet {
            return Err(Discard::NotHeld);
        }
        if found.rule.outcome.known {
            // A lone word that stands nowhere else may as well be a place or a product.
            let known = |entity: usize| {
                let entity = &self.scene.entities.all[entity];
                let known = entity.sure || entity.names.len() > 1 || entity.words.len() > 1;
                known && entity.sort != Sort::State
            };
            if !holders.iter().filter_map(|holder| holder.entity).all(known) {
                return Err(Discard::Unknown);
            }
        }
        if target.is_some_and(|target| self.is_goods(target)) {
            return Err(Discard::NotHeld);
        }
        let held = target.filter(|target| {
            let group = &self.scene.clauses[target.sentence].groups[target.group];
            !setting.arguments.is_yet_to_be(group)
        });
        let held = held.map_or(Party::Unnamed, |target| self.party(target));
        // People and states are not held.
        let sort = target.and_then(|t| t.entity).map(|entity| self.scene.entities.all[entity].sort);
        if matches!(sort, Some(Sort::Person | Sort::State | Sort::Place)) {
            return Err(Discard::NotHeld);
        }
        // "détiendra 25%", "deviendra le premier actionnaire": what will be held is being acquired; what one has become the
        // holder of was.
        let becomes = action == StakeAction::Hold
            && found.rule.outcome.state
            && (found.outlook.aspect == Aspect::Future || found.outlook.becomes)
            && !found.outlook.former
            // ("l'usine sera détenue par X": who builds a site holds it from the first.)
            && !found.rule.outcome.assets
            // ("will keep its stake": a rule that tells the status tells that it is held already.)
            && found.rule.outcome.stake_status.is_none();
        let action = if becomes { StakeAction::Acquire } else { action };
        let person = |filler: &&&Filler| {
            filler.entity.is_some_and(|entity| self.scene.entities.all[entity].sort == Sort::Person)
        };
        if action == StakeAction::Merge && holders.iter().any(|holder| person(&holder)) {
            return Err(Discard::NoCompany);
        }
        // No one holds itself, a buyback apart, which a rule of its own tells.
        let own = found.rule.outcome.own;
        if parties.contains(&held) && !own
            || parties.is_empty()
            || action == StakeAction::Merge && parties.len() < 2
        {
            return Err(if parties.contains(&held) { Discard::Itself } else { Discard::Alone });
        }
        let seller = self.seller(found).filter(|seller| !parties.contains(seller) && *seller != held);
        // "une armoire appartenant à un homme": what people hold and its own noun tells to be no company is a thing.
        let thing = |target: &Filler| target.entity.is_some() && !setting.arguments.is_named_as_one(target);
        let holds = found.rule.outcome.stake_action == Some(StakeAction::Hold);
        if holds && target.is_some_and(thing) && holders.iter().any(|holder| person(&holder)) {
            return Err(Discard::NotHeld);
        }
        let figures = if found.rule.outcome.threshold {
            self.crossing(setting, action)
        } else {
            self.stake_figures(setting, action, found.rule.outcome.reciprocal)
        };
        let told =
            if action == StakeAction::Hold { found.outlook.of_holding() } else { found.outlook.of_change() };
        // What a rule says of a status gives way to a failure told.
        let status = match (found.rule.outcome.stake_status, told) {
            (Some(_), StakeStatus::Failed) | (None, _) => told,
            (Some(status), _) => status,
        };
        let mut arguments: Vec<Argument> =
            holders.iter().filter(|f| f.entity.is_some()).map(|f| self.argument(Role::Holder, f)).collect();
        arguments.extend(target.map(|target| self.argument(Role::Target, target)));
        if seller.is_some() {
            arguments.extend(self.arguments(found, &[(RuleRole::Seller, Role::Seller)]));
        }
        arguments.extend(figures.arguments);
        let assertion = Assertion::Stake(Stake {
            holders: parties,
            target: held,
            seller,
            action,
            status,
            share: figures.share,
            share_before: figures.before,
            share_change: figures.change,
            interest: figures.interest.unwrap_or(Interest::Shareholding),
            amount: figures.amount,
        });
        self.event(found, setting, assertion, arguments)
    }

    /// Who gives it up. "Jean Martin enquête sur la vente de X": a person whose verb carries the sale speaks of it, and need not
    /// sell.
    fn seller(&self, found: &Match<'_>) -> Option<Party> {
        let seller = found.fillers(RuleRole::Seller).first()?;
        let person = seller.entity.is_some_and(|entity| self.scene.entities.all[entity].sort == Sort::Person);
        let carries = found.trigger.verb.is_none() && seller.group < found.trigger.group;
        (!(person && carries)).then(|| self.party(seller))
    }

    /// "a franchi le seuil de 5% ... et détenir 4,8%": where the percent that a later verb tells ends.
    pub(super) fn holding_told_behind(&self, trigger: Trigger) -> Option<usize> {
        let clauses = &self.scene.clauses[trigger.sentence];
        let holds = self.scene.lang.discourse().class("hold");
        let verb = (trigger.verb? + 1..clauses.verbs.len())
            .find(|&verb| self.scene.lang.discourse().of(clauses.verbs[verb].lemma).any(holds))?;
        let told = self.scene.dimensions_in(&(clauses.verbs[verb].tokens.end..clauses.tokens.end));
        told.iter().find(|d| d.is_percent()).map(|d| d.tokens.end)
    }

    /// A threshold that is crossed bounds the holding before; the percent told behind it is the holding since.
    fn crossing(&self, setting: &Setting<'_, '_>, action: StakeAction) -> Figures {
        let percents: Vec<_> = self
            .scene
            .dimensions_in(&setting.extent)
            .iter()
            .filter_map(|dimension| match &dimension.value {
                Value::Percent(portion) => Some((portion.share, &dimension.tokens)),
                _ => None,
            })
            .collect();
        let bound = |share: Share| {
            let percent = share.exact()?;
            Some(if action == StakeAction::Reduce {
                Share::at_least(percent)
            } else {
                Share::at_most(percent)
            })
        };
        let since = percents.last().filter(|_| percents.len() > 1);
        Figures {
            before: percents.first().and_then(|(share, _)| bound(*share)),
            share: since.map(|(share, _)| *share),
            arguments: since.map(|(_, tokens)| self.text_argument(Role::Share, tokens)).into_iter().collect(),
            ..Figures::default()
        }
    }

    /// Percents and prices, and what they are of.
    fn stake_figures(&self, setting: &Setting<'_, '_>, action: StakeAction, reciprocal: bool) -> Figures {
        let mut figures = Figures::default();
        for dimension in self.figures(setting) {
            match &dimension.value {
                // Partners on a par hold as much of each other, however much that is.
                Value::Percent(portion) if reciprocal && portion.wording == Wording::Parity => {}
                // "soit un tiers des effectifs": of something else.
                Value::Percent(_) if self.is_of_something_else(setting, dimension.tokens.start) => {}
                Value::Percent(portion) => {
                    self.percent(&mut figures, action, portion, &dimension.tokens);
                    figures.arguments.push(self.text_argument(Role::Share, &dimension.tokens));
                    figures.interest = figures.interest.or_else(|| self.interest(dimension.tokens.end));
                }
                Value::Money(amount)
                    // What is held costs nothing by being held.
                    if action != StakeAction::Hold
                        && amount.rate.is_none()
                        && figures.amount.is_none()
                        && !self.is_result_of(dimension.tokens.start) =>
                {
                    figures.amount = Some(amount.money);
                    let bare = self.unhedged(&dimension.tokens);
                    figures.arguments.push(self.text_argument(Role::Amount, &bare));
                }
                _ => {}
            }
        }
        figures
    }

    fn percent(
        &self,
        figures: &mut Figures,
        action: StakeAction,
        portion: &Portion,
        tokens: &std::ops::Range<usize>,
    ) {
        let from = self.scene.lang.discourse().class("from");
        let before = tokens.start.checked_sub(1).and_then(|at| self.scene.tags[at].lemma);
        let changes = matches!(action, StakeAction::Increase | StakeAction::Reduce);
        // "to 20% from 15%".
        if changes && portion.change.is_none() && self.scene.lang.discourse().of(before).any(from) {
            figures.before = figures.before.or(Some(portion.share));
            return;
        }
        let slot = match (action, portion.change) {
            (_, Some(Change::From)) => &mut figures.before,
            (StakeAction::Hold | StakeAction::Acquire | StakeAction::Merge, _) | (_, Some(Change::To)) => {
                &mut figures.share
            }
            (StakeAction::Dispose, None) => &mut figures.change,
            (StakeAction::Increase | StakeAction::Reduce, None) => {
                if self.is_result(tokens) {
                    &mut figures.share
                } else {
                    &mut figures.change
                }
            }
        };
        // A quality ("majoritaire") gives way to the figure beside it.
        let quality = matches!(portion.wording, Wording::Majority | Wording::Minority);
        if slot.is_none() || !quality && slot.is_some_and(|share| share.exact().is_none()) {
            *slot = Some(portion.share);
        }
    }

    /// The percent that begins at a token is of a common noun that is no part of a company: "un tiers des effectifs".
    fn is_of_something_else(&self, setting: &Setting<'_, '_>, start: usize) -> bool {
        let arguments = &setting.arguments;
        let clauses = arguments.clauses();
        let discourse = self.scene.lang.discourse();
        let of = discourse.class("of");
        let Some(at) = clauses.groups.iter().position(|group| group.tokens.contains(&start)) else {
            return false;
        };
        if arguments.is_figure_behind_name(at) {
            return true;
        }
        let linked = clauses
            .groups
            .get(at + 1)
            .is_some_and(|g| g.kind == crate::group::Kind::Preposition && self.scene.classes(g.head).any(of));
        let Some(whole) = clauses.groups.get(at + 2).filter(|g| linked && g.is_nominal()) else {
            return false;
        };
        // "60% de parts de marché", "60% des parts du marché": of a market.
        let market = arguments.complement(at + 2).is_some_and(|of| {
            arguments.classes_of(of).any(discourse.class("marketplace"))
                && self.scene.names_in(&clauses.groups[of]).is_empty()
        });
        if market {
            return true;
        }
        let parts =
            discourse.class("holding").with(discourse.class("capital")).with(discourse.class("transparent"));
        let figured = clauses.groups[at].tokens.contains(&clauses.groups[at].head)
            && self.scene.tags[clauses.groups[at].head].class == crate::tag::Class::Number
            || !self.scene.dimensions_in(&clauses.groups[at].tokens).is_empty();
        figured
            && self.scene.names_in(whole).is_empty()
            && self.scene.descriptor_of(whole).is_none()
            && !arguments.classes_of(at + 2).any(parts)
            && self.scene.tags[whole.head].is(entente_lang::Pos::Noun)
    }

    /// The figure without the words that hedge it: "about", "approximately".
    fn unhedged(&self, tokens: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        use crate::tag::Class;
        use entente_lang::Pos;
        let hedge = |at: &usize| {
            !matches!(self.scene.tags[*at].class, Class::Word(Pos::Adverb | Pos::Preposition) | Class::Rest)
        };
        tokens.clone().find(hedge).unwrap_or(tokens.start)..tokens.end
    }

    /// "with sales of 300 million": what the company makes, not what it costs.
    fn is_result_of(&self, start: usize) -> bool {
        let discourse = self.scene.lang.discourse();
        let is = |at: usize, class: &str| self.scene.classes(at).any(discourse.class(class));
        let of = (start.saturating_sub(3)..start).rev().find(|&at| is(at, "of"));
        of.and_then(|at| at.checked_sub(1)).is_some_and(|noun| {
            is(noun, "results") && self.scene.tags[noun].number == Some(entente_lang::Number::Plural)
                || is(noun, "earnings")
        })
    }

    /// "monter à 20%", "raise its stake to 20%": the figure is what is reached.
    fn is_result(&self, tokens: &std::ops::Range<usize>) -> bool {
        let class = self.scene.lang.discourse().class("to");
        let mut before = tokens.start.checked_sub(1).into_iter().chain(Some(tokens.start));
        before.any(|at| self.scene.classes(at).any(class))
    }

    /// What the percent is of: votes only where the words right behind it name votes and not capital too.
    fn interest(&self, end: usize) -> Option<Interest> {
        let discourse = self.scene.lang.discourse();
        let classes = (end..(end + 7).min(self.scene.tags.len()))
            .map(|at| self.scene.classes(at))
            .fold(entente_lang::Classes::default(), entente_lang::Classes::with);
        let votes = classes.any(discourse.class("votes"));
        let capital = classes.any(discourse.class("capital"));
        (votes && !capital).then_some(Interest::VotingRights)
    }
}
