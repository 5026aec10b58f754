//! Partnerships.

use entente_lang::{Classes, Meaning, RuleRole};
use entente_model::{Assertion, Event, Partnership, PartnershipKind, PartnershipStatus, Party, Role};

use super::{Assembler, Discard, Setting};
use crate::argument::Filler;
use crate::group::Kind;
use crate::matching::Match;

/// Classes of words that tell the kind, and the kind that they tell; the first that is found decides.
const KINDS: [(&str, PartnershipKind); 9] = [
    ("kind-joint-venture", PartnershipKind::JointVenture),
    ("kind-licensing", PartnershipKind::Licensing),
    ("kind-distribution", PartnershipKind::Distribution),
    ("kind-purchasing", PartnershipKind::Purchasing),
    ("kind-supply", PartnershipKind::Supply),
    ("kind-research", PartnershipKind::Research),
    ("kind-technology", PartnershipKind::Technology),
    ("kind-commercial", PartnershipKind::Commercial),
    ("kind-alliance", PartnershipKind::Alliance),
];

/// As many parties bound by one agreement make an alliance.
const MANY: usize = 4;

/// How much a word tells of the kind: in the trigger's own group,
const OWN: u32 = 8;
/// as its complement or object,
const COMPLEMENT: u32 = 5;
/// as a noun that says little of itself ("contract"),
const GENERIC: u32 = 3;
/// in what else depends on it,
const DEPENDENT: u32 = 2;
/// and elsewhere in the sentence.
const ELSEWHERE: u32 = 1;

/// Longest topic, in words.
const MOST_TOPIC: usize = 14;

impl<'s> Assembler<'_, 's> {
    pub(super) fn partnerships(
        &self,
        found: &Match<'s>,
        setting: &Setting<'_, '_>,
    ) -> Vec<Result<Event, Discard>> {
        let ours = found.fillers(RuleRole::Party);
        let theirs = found.fillers(RuleRole::Partner);
        let excluded = self.excluded(setting);
        // Who signs for a company, or works for it, is no party.
        let person = |filler: &&Filler| {
            filler
                .entity
                .is_some_and(|entity| self.scene.entities.all[entity].sort == crate::entity::Sort::Person)
        };
        let kept =
            |filler: &&Filler| !person(filler) && !excluded.iter().any(|other| other.entity == filler.entity);
        let ours: Vec<&Filler> = ours.iter().filter(kept).collect();
        let theirs: Vec<&Filler> = theirs.iter().filter(kept).collect();
        let several = theirs.len() > 1 || found.rule.outcome.state && ours.len() > 1;
        let apart = found.rule.outcome.pairwise || self.is_plural(found) && several;
        let sets: Vec<Vec<&Filler>> = if apart && !ours.is_empty() && !theirs.is_empty() {
            ours.iter().flat_map(|our| theirs.iter().map(|their| vec![*our, *their])).collect()
        } else {
            vec![ours.iter().chain(&theirs).copied().collect()]
        };
        sets.into_iter().map(|set| self.partnership(found, setting, &set, &excluded)).collect()
    }

    /// A contract, or any agreement in a headline without a verb, is an act; a partnership is a state.
    fn is_act(&self, found: &Match<'s>, setting: &Setting<'_, '_>) -> bool {
        let clauses = setting.arguments.clauses();
        let discourse = self.scene.lang.discourse();
        let act = setting.arguments.classes_of(found.trigger.group).any(discourse.class("act"));
        let headline = clauses.heading().is_some() && !clauses.verbs.iter().any(crate::verb::Verb::is_finite);
        found.trigger.verb.is_none() && !found.rule.outcome.state && (act || headline)
    }

    fn is_plural(&self, found: &Match<'_>) -> bool {
        let clauses = &self.scene.clauses[found.trigger.sentence];
        found.trigger.verb.is_none()
            && clauses.groups[found.trigger.group].number(&self.scene.tags)
                == Some(entente_lang::Number::Plural)
    }

    fn partnership(
        &self,
        found: &Match<'s>,
        setting: &Setting<'_, '_>,
        set: &[&Filler],
        excluded: &[Filler],
    ) -> Result<Event, Discard> {
        let mut parties: Vec<Party> = Vec::new();
        for filler in set {
            let told = filler.entity.is_some() || filler.described;
            let party = if told { self.party(filler) } else { Party::Unnamed };
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        if parties.len() == 1 && found.rule.outcome.unnamed_partner {
            parties.push(Party::Unnamed);
        }
        if parties.len() < 2 {
            return Err(Discard::Alone);
        }
        let status = found.rule.outcome.partnership_status.unwrap_or_else(|| {
            found.outlook.of_partnership(found.rule.outcome.state, self.is_act(found, setting))
        });
        // "A and B announced that they will work together": what the parties announce is agreed.
        let announced = || {
            let source =
                self.attribution(found.trigger).and_then(|attribution| attribution.source.name.as_ref());
            found.outlook.aspect == crate::outlook::Aspect::Future
                && source.is_some_and(|source| parties.contains(source))
        };
        let status = match status {
            PartnershipStatus::Planned if announced() => PartnershipStatus::Signed,
            status => status,
        };
        // "Medivance is a joint venture between A and B": what it is said to be now, it is.
        let stands = found.outlook.aspect == crate::outlook::Aspect::Present
            && found.trigger.verb.is_none()
            && setting.arguments.copula(found.trigger.group).is_some();
        let status =
            if stands && status == PartnershipStatus::Signed { PartnershipStatus::Active } else { status };
        let kind = found.rule.outcome.kind.unwrap_or_else(|| self.kind(setting));
        // Many that work together, on whatever it be, are allied.
        let loose = matches!(kind, PartnershipKind::General | PartnershipKind::Technology);
        let kind = if loose && parties.len() >= MANY { PartnershipKind::Alliance } else { kind };
        let assertion = Assertion::Partnership(Partnership {
            parties,
            excluded: excluded.iter().map(|filler| self.party(filler)).collect(),
            kind,
            status,
            topic: Some(self.topic(setting)),
            regions: self.regions(setting),
        });
        let mut arguments: Vec<_> = set.iter().map(|filler| self.argument(Role::Party, filler)).collect();
        arguments.extend(excluded.iter().map(|filler| self.argument(Role::Excluded, filler)));
        let end =
            excluded.iter().map(|filler| setting.arguments.clauses().groups[filler.group].tokens.end).max();
        let mut extent = setting.extent.clone();
        extent.end = extent.end.max(end.unwrap_or(0));
        let setting = Setting {
            arguments: super::Arguments::new(self.scene, setting.arguments.trigger),
            extent,
            figures: setting.figures.clone(),
        };
        self.event(found, &setting, assertion, arguments)
    }

    /// What binds the parties: the words of the sentence tell it, the trigger's own most and the others by how near they
    /// stand; of two told alike the first of [`KINDS`].
    fn kind(&self, setting: &Setting<'_, '_>) -> PartnershipKind {
        let arguments = &setting.arguments;
        let clauses = arguments.clauses();
        let discourse = self.scene.lang.discourse();
        let trigger = arguments.trigger.group;
        let window = arguments.window();
        let objects = arguments.trigger.verb.map(|_| arguments.object()).unwrap_or_default();
        // Before the trigger only what no conjunction parts from it.
        let floor = clauses.groups[..trigger]
            .iter()
            .rposition(|group| matches!(group.kind, Kind::Break | Kind::Subordinator | Kind::Relative))
            .unwrap_or_default();
        // "le contrat qui lie X à Y": what the trigger says something of tells it too.
        let subject = arguments.trigger.verb.and_then(|verb| match &clauses.subjects[verb] {
            crate::clause::Subject::Groups(groups) => groups.first().copied(),
            _ => None,
        });
        let floor = subject.map_or(floor, |subject| subject.min(floor));
        let predicate = arguments.predicate().unwrap_or_default();
        let mut told = [0u32; KINDS.len()];
        for (at, group) in clauses.groups.iter().enumerate().skip(floor).filter(|(_, group)| !group.masked) {
            // "un accord avec le laboratoire X": what a party is called says nothing of what they agree on.
            let party = at != trigger
                && group.is_nominal()
                && !self.scene.names_in(group).is_empty()
                && self.scene.descriptor_of(group).is_some_and(|d| matches!(d.meaning, Meaning::Company(_)));
            // Of a verb what it means, not the words of its idiom: "est à la recherche de".
            let classes = match group.kind {
                Kind::Verbal(_) => arguments.classes_of(at),
                _ if party => {
                    let words = group.tokens.clone().filter(|token| *token != group.head);
                    words.fold(Classes::default(), |all, token| all.with(self.scene.classes(token)))
                }
                _ => arguments.group_classes(at),
            };
            let complement = at == trigger + 2
                && clauses.groups[trigger + 1].kind == Kind::Preposition
                && self.scene.names_in(group).is_empty();
            let weight = if at == trigger {
                // "contrat de distribution": some nouns give way to what they are of.
                if arguments.classes_of(at).any(discourse.class("kind-weak")) { GENERIC } else { OWN }
            } else if complement || objects.contains(&at) {
                COMPLEMENT
            } else if window.contains(&at) || predicate.contains(&at) {
                DEPENDENT
            } else {
                ELSEWHERE
            };
            for (score, (name, kind)) in told.iter_mut().zip(&KINDS) {
                // An alliance told elsewhere is another.
                let other = weight == ELSEWHERE
                    && matches!(kind, PartnershipKind::Alliance | PartnershipKind::JointVenture);
                if !other && classes.any(discourse.class(name)) {
                    *score += weight;
                }
            }
        }
        let most = told.iter().copied().max().unwrap_or_default();
        let first = told.iter().position(|&score| score == most && score > 0);
        first.map_or(PartnershipKind::General, |at| KINDS[at].1)
    }

    /// A few words: what follows the trigger up to the next comma.
    fn topic(&self, setting: &Setting<'_, '_>) -> String {
        let clauses = setting.arguments.clauses();
        let group = &clauses.groups[setting.arguments.trigger.group];
        let window = setting.arguments.window();
        let last = window
            .clone()
            .find(|&at| matches!(clauses.groups[at].kind, Kind::Comma | Kind::Verbal(_)))
            .unwrap_or(window.end);
        let end = clauses.groups[last - 1].tokens.end.max(group.tokens.end);
        let tokens = group.tokens.start..end.min(group.tokens.start + MOST_TOPIC);
        self.span(&tokens).of(self.scene.document.text()).to_owned()
    }

    /// Who the text says is not involved: "... qui n'impliquerait pas X", "sans X".
    fn excluded(&self, setting: &Setting<'_, '_>) -> Vec<Filler> {
        let arguments = &setting.arguments;
        let clauses = arguments.clauses();
        let discourse = self.scene.lang.discourse();
        let window = arguments.window();
        let mut found = Vec::new();
        for at in window.clone() {
            let group = &clauses.groups[at];
            let without = group.kind == Kind::Preposition
                && self.scene.classes(group.head).any(discourse.class("without"));
            if without && window.contains(&(at + 1)) {
                found.extend(arguments.fillers(at + 1, false));
            }
        }
        let relative = clauses.groups.get(window.end).is_some_and(|g| g.kind == Kind::Relative);
        if relative {
            let verb =
                (window.end..clauses.groups.len()).take(4).find_map(|at| match clauses.groups[at].kind {
                    Kind::Verbal(verb) => Some(verb),
                    _ => None,
                });
            if let Some(verb) = verb
                && clauses.verbs[verb].negated
                && discourse.of(clauses.verbs[verb].lemma).any(discourse.class("involve"))
            {
                let trigger = crate::argument::Trigger {
                    sentence: arguments.trigger.sentence,
                    group: clauses.places[verb],
                    verb: Some(verb),
                };
                let inner = super::Arguments::new(self.scene, trigger);
                found.extend(inner.object().into_iter().flat_map(|group| inner.fillers(group, false)));
            }
        }
        found
    }
}
