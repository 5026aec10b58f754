//! Rules tried on triggers: which fire, and with whom; and what stands in the way of those that don't.

mod fitness;
mod sides;

use std::ops::Range;

use std::cell::OnceCell;

use entente_lang::{Classes, Condition, LemmaId, Path, Pos, Rule, RuleRole, Scope, Tense};
use entente_model::{Certainty, Polarity};

use crate::argument::{Arguments, Filler, Trigger};
use crate::clause::{Clauses, Governor, Link, Subject};
use crate::dimension::Dimension;
use crate::group::{Group, Kind};
use crate::outlook::{Aspect, Outlook};
use crate::scene::Scene;
use crate::verb::Verb;

/// A rule that fired.
#[derive(Debug, Clone)]
pub(crate) struct Match<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) trigger: Trigger,
    /// What fills each role, in the order of the rule's paths.
    pub(crate) roles: Vec<(RuleRole, Vec<Filler>)>,
    pub(crate) outlook: Outlook,
}

/// A rule that did not fire.
#[derive(Debug, Clone)]
pub(crate) struct Miss {
    /// What failed first: conditions are asked before arguments are looked for.
    pub(crate) obstacle: Obstacle,
    /// What fills each role, where the conditions were met.
    pub(crate) roles: Vec<(RuleRole, Vec<Filler>)>,
}

/// Why a rule does not fire on a trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// A condition that it needs is not met: its place among them.
    Needs(usize),
    /// A condition that it must not meet is met, by these tokens: its place among them.
    Unless(usize, Range<usize>),
    /// A role that the event can't do without is filled by nothing.
    Unfilled(RuleRole),
    /// Fewer than two parties were found.
    Alone,
    /// No party is a company: states, places and people among themselves, or a plan of theirs; or one is a person where
    /// only companies can be meant.
    NoCompany,
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
    /// Every match, in the order of the text: on each trigger, for each type of event, the first rule by priority that
    /// fires: a joint bid is a partnership and a stake.
    pub(crate) fn matches(&self) -> Vec<Match<'s>> {
        let mut found = Vec::new();
        for (sentence, clauses) in self.scene.clauses.iter().enumerate() {
            for (at, group) in clauses.groups.iter().enumerate() {
                if !group.masked
                    && let Some(trigger) = self.trigger(sentence, at)
                {
                    let first = found.len();
                    for (rule, attempt) in self.attempts(trigger) {
                        // What is a partnership or a stake is no strategy besides.
                        let strategy = entente_model::EventType::Strategy;
                        let apart = |other: &Match<'_>| {
                            let event = other.rule.event;
                            // Whose a venture is, the partnership that made it tells already.
                            let held = event == entente_model::EventType::Partnership
                                && rule.outcome.stake_action == Some(entente_model::StakeAction::Hold);
                            event != rule.event && event != strategy && rule.event != strategy && !held
                        };
                        if found[first..].iter().all(apart) {
                            found.extend(attempt.ok());
                        }
                    }
                }
            }
        }
        found
    }

    /// The group as a trigger, if its lemma is one that a rule may name.
    pub(crate) fn trigger(&self, sentence: usize, group: usize) -> Option<Trigger> {
        let clauses = &self.scene.clauses[sentence];
        match clauses.groups[group].kind {
            // ("the rapidly increasing price": a participle between an article and its noun tells of no act.)
            Kind::Verbal(verb) if self.is_attribute(clauses, group, verb) => None,
            Kind::Verbal(verb) => {
                clauses.verbs[verb].lemma.map(|_| Trigger { sentence, group, verb: Some(verb) })
            }
            // Some prepositions of several words hold a noun that triggers: "en partenariat avec".
            Kind::Nominal | Kind::Preposition => {
                clauses.groups[group].lemma(&self.scene.tags)?;
                Some(Trigger { sentence, group, verb: None })
            }
            _ => None,
        }
    }

    /// A bare present participle behind an article, adverbs between them passed over.
    fn is_attribute(&self, clauses: &Clauses, group: usize, verb: usize) -> bool {
        let reading = &clauses.verbs[verb];
        let bare = reading.tense == Tense::PresentParticiple && reading.tokens.len() == 1;
        let mut before = clauses.groups[..group].iter().rev().filter(|g| g.kind != Kind::Adverb);
        let opens =
            |g: &Group| g.is_nominal() && g.tokens.len() == 1 && self.scene.tags[g.head].is_determiner();
        // "a healthy and growing business": behind what qualifies the noun as it does.
        let qualifies = |g: &Group| {
            g.is_nominal()
                && self.scene.tags[g.tokens.end - 1].is(Pos::Adjective)
                && self.scene.tags[g.tokens.start].is_determiner()
        };
        let attribute = match before.next() {
            Some(g) if g.kind == Kind::Coordinator => before.next().is_some_and(qualifies),
            g => g.is_some_and(opens),
        };
        bare && !self.scene.lang.discourse().is_head_first() && attribute
    }

    /// What a trigger means.
    pub(crate) fn lemma(&self, trigger: Trigger) -> Option<LemmaId> {
        let clauses = &self.scene.clauses[trigger.sentence];
        match trigger.verb {
            Some(verb) => clauses.verbs[verb].lemma,
            None => clauses.groups[trigger.group].lemma(&self.scene.tags),
        }
    }

    /// What comes of each rule that names the trigger, by priority, as it is asked for.
    pub(crate) fn attempts(
        &self,
        trigger: Trigger,
    ) -> impl Iterator<Item = (&'s Rule, Result<Match<'s>, Miss>)> {
        let rules = self.scene.lang.rules();
        let lemma = self.lemma(trigger);
        let verbs = lemma.filter(|_| trigger.verb.is_some()).map(|lemma| rules.of_verb(lemma));
        let nouns = lemma.filter(|_| trigger.verb.is_none()).map(|lemma| rules.of_noun(lemma));
        let arguments = Arguments::new(self.scene, trigger);
        // One for what is done or planned, one for a state told in passing: the same for every rule of the trigger, and only
        // found where one asks.
        let outlooks = [OnceCell::new(), OnceCell::new()];
        verbs.into_iter().flatten().chain(nouns.into_iter().flatten()).map(move |rule| {
            let outlook = &outlooks[usize::from(rule.outcome.state)];
            let outlook = || *outlook.get_or_init(|| self.outlook(rule, &arguments));
            (rule, self.try_rule(rule, &arguments, &outlook))
        })
    }

    fn try_rule(
        &self,
        rule: &'s Rule,
        arguments: &Arguments<'_, 's>,
        outlook: &dyn Fn() -> Outlook,
    ) -> Result<Match<'s>, Miss> {
        let trigger = arguments.trigger;
        let met = |condition: &Condition| self.met(*condition, arguments, outlook);
        let hindered = |obstacle| Err(Miss { obstacle, roles: Vec::new() });
        if let Some(condition) = rule.needs.iter().position(|condition| met(condition).is_none()) {
            return hindered(Obstacle::Needs(condition));
        }
        let barred = |(at, condition)| Some(Obstacle::Unless(at, met(condition)?));
        if let Some(obstacle) = rule.unless.iter().enumerate().find_map(barred) {
            return hindered(obstacle);
        }
        let by = self.scene.lang.discourse().class("by");
        let by_agent = |path: &Path| match path {
            Path::Subject => true,
            Path::After(lemma) => self.scene.lang.discourse().of(*lemma).any(by),
            _ => false,
        };
        let mut roles: Vec<(RuleRole, Vec<Filler>)> = Vec::new();
        let both =
            !rule.roles.iter().any(|(role, _)| *role == RuleRole::Partner) && !rule.outcome.unnamed_partner;
        for (role, paths) in &rule.roles {
            let held = rule.outcome.stake_action == Some(entente_model::StakeAction::Hold);
            let assets =
                matches!(role, RuleRole::Target) && (!held || rule.outcome.assets) && !rule.outcome.named;
            let merges = rule.outcome.stake_action == Some(entente_model::StakeAction::Merge);
            let fillers = match role {
                // All paths together give the parties, where one alone does not name both sides.
                RuleRole::Holder if merges => Self::merging(paths, arguments),
                // (A subject is one side, the names in a noun's group or behind "between" are both.)
                RuleRole::Party if both && !paths.contains(&Path::Subject) => Self::merging(paths, arguments),
                RuleRole::Party | RuleRole::Partner => {
                    let mut all: Vec<Filler> = Vec::new();
                    for path in paths {
                        for filler in arguments.first_at(*path, assets) {
                            let own = arguments.is_named_as_one(&filler);
                            if own && !all.iter().any(|other| other.entity == filler.entity) {
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
            let fillers = match role {
                // "racheté par un fonds": someone did it, who is not told.
                RuleRole::Holder if fillers.is_empty() && paths.iter().any(by_agent) => {
                    arguments.described_holder().or_else(|| arguments.unnamed_agent()).into_iter().collect()
                }
                RuleRole::Party
                    if fillers.is_empty() && paths.contains(&Path::Subject) && !rule.outcome.state =>
                {
                    arguments.public_party().into_iter().collect()
                }
                RuleRole::Partner if fillers.is_empty() => {
                    paths.iter().find_map(|path| arguments.unnamed(*path)).into_iter().collect()
                }
                _ => fillers,
            };
            roles.push((*role, fillers));
        }
        let mut outlook = outlook();
        outlook.certainty = outlook.certainty.min(rule.outcome.certainty.unwrap_or(Certainty::Certain));
        let found = Match { rule, trigger, roles, outlook };
        match self.obstacle(&found) {
            Some(obstacle) => Err(Miss { obstacle, roles: found.roles }),
            None => Ok(found),
        }
    }

    /// A verb of planning governs the trigger at once.
    fn is_planned(&self, trigger: Trigger) -> bool {
        let discourse = self.scene.lang.discourse();
        let arguments = Arguments::new(self.scene, trigger);
        arguments.governors().first().is_some_and(|governor| match governor {
            Governor::Verb(verb) => {
                discourse.of(arguments.clauses().verbs[*verb].lemma).any(discourse.class("plan"))
            }
            Governor::Noun(_) => false,
        })
    }

    /// The first country or other place named among these tokens, adjectives included ("the Spanish market").
    fn place_in(&self, tokens: &Range<usize>) -> Option<Range<usize>> {
        let places = self.scene.lang.places();
        tokens.clone().find_map(|at| {
            let folded =
                (at..tokens.end).map(|i| self.scene.document.folded(&self.scene.document.tokens()[i]));
            places.longest(folded).map(|(taken, _)| at..at + taken)
        })
    }

    pub(crate) fn outlook(&self, rule: &Rule, arguments: &Arguments<'_, '_>) -> Outlook {
        let reported = self.is_reported(arguments.trigger);
        if !(rule.outcome.state && arguments.trigger.verb.is_none()) {
            let mut outlook = Outlook::read(arguments, reported);
            // "X appartenait à Y": a state told in that tense is over, unless another's words put it there.
            let verb = arguments.trigger.verb.map(|verb| &arguments.clauses().verbs[verb]);
            let past = |verb: &Verb| verb.tense == Tense::Imperfect && !verb.perfect;
            outlook.former |= rule.outcome.state && !reported && verb.is_some_and(past);
            // "a annoncé détenir 12%": what is said of oneself is so now.
            let told = |governor: &Governor| match governor {
                Governor::Verb(verb) => {
                    let lemma = arguments.clauses().verbs[*verb].lemma;
                    let discourse = self.scene.lang.discourse();
                    discourse.of(lemma).any(discourse.class("announce").with(discourse.class("say")))
                }
                Governor::Noun(_) => false,
            };
            let infinitive = verb.is_some_and(|verb| verb.tense == Tense::Infinitive && !verb.perfect);
            let holds = rule.outcome.stake_action == Some(entente_model::StakeAction::Hold);
            if holds && infinitive && rule.outcome.state && outlook.aspect == Aspect::Agreed {
                let governors = arguments.governors();
                if governors.len() == 1 && governors.iter().all(told) {
                    outlook.aspect = Aspect::Present;
                }
            }
            return outlook;
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
            former: own.with(arguments.adverbs_before(arguments.trigger.group)).any(class("former")),
            becomes: false,
            hearsay: false,
        };
        if own.any(class("prospective")) {
            outlook.aspect = Aspect::Planned;
        }
        let clauses = arguments.clauses();
        // ("était l'un des actionnaires".)
        let said = arguments.one_of(arguments.trigger.group).unwrap_or(arguments.trigger.group);
        if let Some((verb, Link::Object)) = clauses.carrier(said, &scene.tags) {
            let copula = clauses.verbs[verb].lemma.and_then(|lemma| scene.lang.verb(lemma));
            let made = arguments.made_into(said).is_some();
            if made || copula.is_some_and(|verb| verb.has(entente_lang::VerbUse::Copula)) {
                let mut carried = Outlook::read(arguments, reported);
                // "doit devenir le premier actionnaire": what one becomes one is not yet.
                let becomes =
                    made || scene.lang.discourse().of(clauses.verbs[verb].lemma).any(class("become"));
                if becomes && matches!(carried.aspect, Aspect::Planned | Aspect::Present) {
                    // "devient partenaire de X": with those words it is agreed.
                    let agreed = rule.event == entente_model::EventType::Partnership
                        && carried.aspect == Aspect::Present;
                    carried.aspect = if agreed { Aspect::Agreed } else { Aspect::Future };
                }
                carried.becomes = becomes && carried.aspect == Aspect::Done;
                let copula = &clauses.verbs[verb];
                // ("had been part of X until": but "said that it had been" may be so still.)
                let past = matches!(copula.tense, Tense::Past | Tense::Imperfect);
                let over = !copula.perfect || past && !reported;
                carried.former |= copula.is_past() && over && !becomes;
                // "n'est plus actionnaire": it was.
                if copula.ceased {
                    carried.former = true;
                    carried.polarity = Polarity::Positive;
                }
                return carried;
            }
        }
        // "la refonte de l'alliance X-Y", "met fin à l'alliance X-Y": as it stands no longer.
        if rule.event == entente_model::EventType::Partnership {
            let carried = Outlook::read(arguments, reported);
            if matches!(carried.aspect, Aspect::Amended | Aspect::Ended | Aspect::Failed) {
                return carried;
            }
        }
        outlook
    }

    /// The trigger stands in the content of a verb of saying.
    fn is_reported(&self, trigger: Trigger) -> bool {
        let token = self.scene.clauses[trigger.sentence].groups[trigger.group].head;
        self.scene.told_in(trigger.sentence).iter().any(|attribution| {
            attribution.scope.contains(&token) && attribution.teller.end <= attribution.scope.start
        })
    }

    /// The tokens that meet a condition; none where it does not hold.
    fn met(
        &self,
        condition: Condition,
        arguments: &Arguments<'_, '_>,
        outlook: &dyn Fn() -> Outlook,
    ) -> Option<Range<usize>> {
        let clauses = arguments.clauses();
        let trigger = arguments.trigger;
        let own = &clauses.groups[trigger.group];
        let window = arguments.window();
        let tokens = own.tokens.start
            ..window.end.checked_sub(1).map_or(0, |last| clauses.groups[last.max(trigger.group)].tokens.end);
        let figure = |wanted: fn(&Dimension) -> bool| {
            let found = self.scene.dimensions_in(&tokens).iter().find(|figure| wanted(figure))?;
            Some(found.tokens.clone())
        };
        let itself = |holds: bool| holds.then(|| own.tokens.clone());
        let verb = trigger.verb.map(|verb| &clauses.verbs[verb]);
        let is =
            |lemma: Option<LemmaId>, classes: Classes| self.scene.lang.discourse().of(lemma).any(classes);
        // A group is told by its head, or by any of its words.
        let headed = |groups: &[usize], classes: Classes| {
            let found = groups.iter().find(|&&group| arguments.classes_of(group).any(classes))?;
            Some(clauses.groups[*found].head..clauses.groups[*found].head + 1)
        };
        let worded = |group: usize, classes: Classes| {
            let mut words = clauses.groups[group].tokens.clone();
            words.find(|&word| is(self.scene.tags[word].lemma, classes)).map(|word| word..word + 1)
        };
        match condition {
            Condition::Share => figure(Dimension::is_percent),
            Condition::Amount => figure(Dimension::is_money),
            Condition::Figure => figure(|figure| !figure.is_date()),
            Condition::Date => figure(Dimension::is_date),
            Condition::Place => self.place_in(&tokens),
            Condition::Prospect => itself(outlook().is_prospect()),
            Condition::Object => itself(!arguments.object().is_empty()),
            Condition::Done => itself(outlook().aspect == Aspect::Done),
            Condition::Plural => {
                itself(verb.is_none() && own.number(&self.scene.tags) == Some(entente_lang::Number::Plural))
            }
            Condition::Passive => itself(verb.is_some_and(|verb| verb.passive)),
            Condition::Participle => itself(
                verb.is_some_and(|verb| verb.passive || verb.tense == entente_lang::Tense::PastParticiple),
            ),
            Condition::Progressive => itself(verb.is_some_and(|verb| verb.progressive)),
            Condition::Reflexive => itself(verb.is_some_and(|verb| verb.reflexive)),
            Condition::Word(Scope::Subject, classes) => {
                match trigger.verb.map(|verb| &clauses.subjects[verb]) {
                    Some(Subject::Groups(groups)) => headed(groups, classes),
                    _ => None,
                }
            }
            Condition::OwnShares => arguments.own_shares().map(|group| clauses.groups[group].tokens.clone()),
            // ("its market share was taken by X": of what it sells, and of no company.)
            Condition::Word(Scope::Object, classes) => {
                let class = |name: &str| self.scene.lang.discourse().class(name);
                let mut objects = arguments.object();
                objects.retain(|&group| {
                    !(classes == class("holding") && worded(group, class("of-market")).is_some())
                });
                headed(&objects, classes)
            }
            Condition::Word(Scope::Dependent, classes) => trigger.verb.and_then(|own| {
                let governed = |verb: &usize| clauses.governors[*verb] == Some(Governor::Verb(own));
                let mut verbs =
                    (own + 1..clauses.verbs.len()).filter(governed).map(|verb| &clauses.verbs[verb]);
                verbs.find(|verb| is(verb.lemma, classes)).map(|verb| verb.tokens.clone())
            }),
            Condition::Word(Scope::Group, classes) => worded(trigger.group, classes),
            Condition::Word(Scope::Trigger, classes) => match verb {
                Some(verb) => itself(is(verb.lemma, classes)),
                None => headed(&[trigger.group], classes),
            },
            Condition::Word(Scope::Clause, classes) => {
                // "jointly developed": an adverb right before the verb too.
                let first = (0..trigger.group)
                    .rev()
                    .take_while(|&at| clauses.groups[at].kind == Kind::Adverb)
                    .last()
                    .unwrap_or(trigger.group);
                (first..window.end).find_map(|group| worded(group, classes))
            }
            Condition::Word(Scope::Sentence, classes) => {
                (0..clauses.groups.len()).find_map(|group| worded(group, classes))
            }
            Condition::Stranger => itself(arguments.has_stranger()),
            Condition::Word(Scope::Governor | Scope::Head, classes) => {
                let at_once = matches!(condition, Condition::Word(Scope::Head, _));
                let governors = arguments.governors();
                let asked = if at_once { governors.len().min(1) } else { governors.len() };
                governors[..asked].iter().find_map(|governor| match governor {
                    Governor::Verb(verb) => {
                        let verb = &clauses.verbs[*verb];
                        is(verb.lemma, classes).then(|| verb.tokens.clone())
                    }
                    Governor::Noun(noun) => headed(&[*noun], classes),
                })
            }
        }
    }
}
