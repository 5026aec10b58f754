//! Whether those who fill a rule's roles can be what the event says of them.

use entente_lang::{Meaning, Path, Role, RuleRole};

use super::{Match, Matcher, Obstacle};
use crate::argument::Filler;
use crate::entity::Sort;

/// Sentences of a text too short to name its subject twice.
const MOST_SENTENCES_OF_NOTICE: usize = 4;

/// A capital met once may be a product's or a programme's.
const TWICE: usize = 2;

/// An organisation that an article names as often as this is one that it is about, known or not.
const OFTEN: usize = 3;

impl Matcher<'_, '_> {
    /// What keeps a match from being an event: a role that the event can't do without, or parties of the wrong sort.
    pub(super) fn obstacle(&self, found: &Match<'_>) -> Option<Obstacle> {
        let unfilled = |role| found.fillers(role).is_empty().then_some(Obstacle::Unfilled(role));
        let is_company = |filler: &Filler| {
            filler.entity.is_some_and(|entity| {
                matches!(self.scene.entities.all[entity].sort, Sort::Organisation | Sort::Medium)
            })
        };
        match found.rule.event {
            entente_model::EventType::Partnership => {
                let all = || found.fillers(RuleRole::Party).iter().chain(found.fillers(RuleRole::Partner));
                let parties = all().count();
                let unnamed = found.rule.outcome.unnamed_partner;
                let asks_both = found.rule.roles.iter().any(|(role, _)| *role == RuleRole::Partner);
                if parties == 0 || parties == 1 && !unnamed && !asks_both {
                    return unfilled(RuleRole::Party).or(Some(Obstacle::Alone));
                }
                if asks_both && !unnamed {
                    let missing = unfilled(RuleRole::Party).or_else(|| unfilled(RuleRole::Partner));
                    if missing.is_some() {
                        return missing;
                    }
                }
                // Treaties between states and public bodies are no partnerships; nor are the alliances of people among
                // themselves, or where politics is the subject those of names that nothing is known of.
                let entity = |filler: &Filler| filler.entity.map(|entity| &self.scene.entities.all[entity]);
                let public = |filler: &Filler| {
                    entity(filler).is_some_and(|e| e.sector == Some(entente_lang::Sector::Public))
                };
                let person = |filler: &Filler| entity(filler).is_some_and(|e| e.sort == Sort::Person);
                let doubtful = |filler: &Filler| person(filler) || entity(filler).is_some_and(|e| !e.sure);
                let company = all().any(|filler| is_company(filler) && !public(filler));
                let sure = |filler: &Filler| is_company(filler) && entity(filler).is_some_and(|e| e.sure);
                let often = |filler: &Filler| {
                    is_company(filler) && !public(filler) && self.is_established(filler, OFTEN)
                };
                let state = |filler: &Filler| {
                    public(filler)
                        || entity(filler).is_some_and(|e| matches!(e.sort, Sort::State | Sort::Place))
                };
                // (A state may well order something of a company that is only named.)
                let supplies = found.rule.outcome.kind == Some(entente_model::PartnershipKind::Supply);
                let resumed = found.rule.roles.iter().any(|(_, paths)| paths.contains(&Path::Beyond));
                let unfit = found.rule.outcome.organisations && all().any(person)
                    || all().any(person) && !all().any(sure)
                    || all().any(state) && !all().any(sure) && !supplies && !all().any(often)
                    || resumed && all().any(state)
                    || !all().any(|party| self.is_established(party, TWICE))
                    || self.scene.political && all().any(doubtful);
                (!company || unfit).then_some(Obstacle::NoCompany)
            }
            entente_model::EventType::Stake => {
                let pair = found.rule.outcome.reciprocal
                    || found.rule.outcome.stake_action == Some(entente_model::StakeAction::Merge);
                if pair {
                    let alone = found.fillers(RuleRole::Holder).len() < 2;
                    // "the proposed U.S. merger between ...": countries do not merge as companies do.
                    let state = found.fillers(RuleRole::Holder).iter().any(|filler| {
                        filler.entity.is_some_and(|e| self.scene.entities.all[e].sort == Sort::State)
                    });
                    return alone
                        .then(|| unfilled(RuleRole::Holder).unwrap_or(Obstacle::Alone))
                        .or(state.then_some(Obstacle::NoCompany));
                }
                // Of a buyback the target is the holder.
                let target = if found.rule.outcome.own { None } else { unfilled(RuleRole::Target) };
                let nameless = |target: &Filler| target.entity.is_none() && found.rule.outcome.named;
                let unnamed = found.fillers(RuleRole::Target).first().is_some_and(nameless);
                let is_person = |filler: &Filler| {
                    filler.entity.is_some_and(|entity| self.scene.entities.all[entity].sort == Sort::Person)
                };
                let holders = found.fillers(RuleRole::Holder);
                // ("the Prime Minister sold the shares": an office holds none of its own.)
                let people = found.rule.outcome.organisations && !holders.iter().all(is_company)
                    || holders.iter().any(|filler| self.is_office(filler))
                    || found.rule.outcome.persons
                        && !(holders.iter().all(is_person)
                            && found.fillers(RuleRole::Target).iter().all(is_company));
                let all = || found.fillers(RuleRole::Holder).iter().chain(found.fillers(RuleRole::Target));
                // Of those who are described alone ("its shareholders", "the mill") more can't be asked.
                let mut named = all().filter(|party| party.entity.is_some()).peekable();
                let passing = named.peek().is_some() && !named.any(|party| self.is_established(party, TWICE));
                // "After selling X to a rival, Y": nobody sells to oneself.
                let sellers = found.fillers(RuleRole::Seller);
                let itself = sellers.iter().any(|seller| {
                    let same = |holder: &Filler| holder.entity.is_some() && holder.span == seller.span;
                    found.fillers(RuleRole::Holder).iter().any(same)
                });
                unfilled(RuleRole::Holder)
                    .or(itself.then_some(Obstacle::Unfilled(RuleRole::Holder)))
                    .or(target)
                    .or((people || passing || self.is_political(found)).then_some(Obstacle::NoCompany))
                    .or(unnamed.then_some(Obstacle::Unfilled(RuleRole::Target)))
            }
            // What a state or a person plans is no strategy of a company.
            entente_model::EventType::Strategy | entente_model::EventType::Statement => {
                match found.fillers(RuleRole::Actor).first() {
                    None => Some(Obstacle::Unfilled(RuleRole::Actor)),
                    Some(actor) => {
                        // Who plans is an organisation, known or not.
                        let told = !found.rule.outcome.known
                            || self.is_planned(found.trigger)
                            || self.is_established(actor, OFTEN);
                        let fit = is_company(actor)
                            && self.is_established(actor, TWICE)
                            && told
                            && !self.is_political(found);
                        (!fit).then_some(Obstacle::NoCompany)
                    }
                }
            }
        }
    }

    /// Called by what a person is, and by no name.
    fn is_office(&self, filler: &Filler) -> bool {
        filler.entity.is_some_and(|entity| {
            let words = &self.scene.entities.all[entity].words;
            (0..words.len()).any(|first| {
                let rest = words[first..].iter().map(String::as_str);
                let found = self.scene.lang.descriptors().longest(rest);
                found.is_some_and(|(taken, meanings)| {
                    let office = |meaning| match meaning {
                        Meaning::Person(Role::Minister | Role::Official) => true,
                        Meaning::Person(Role::Politician) => first == 0,
                        _ => false,
                    };
                    taken == words.len() - first && meanings.iter().any(|d| office(d.meaning))
                })
            })
        })
    }

    /// It is told or known to be an organisation, or the article comes back to it: a capital met once may be a product's or a
    /// programme's. A notice too short to come back to anyone is about whom it names.
    fn is_established(&self, filler: &Filler, often: usize) -> bool {
        filler.entity.is_some_and(|entity| {
            let entity = &self.scene.entities.all[entity];
            entity.sure || entity.names.len() >= often || self.scene.clauses.len() <= MOST_SENTENCES_OF_NOTICE
        })
    }

    /// Where politics is the subject, names that nothing is known of are parties and people, no companies.
    fn is_political(&self, found: &Match<'_>) -> bool {
        let doubtful = |filler: &Filler| {
            filler.entity.is_some_and(|entity| {
                let entity = &self.scene.entities.all[entity];
                entity.sort == Sort::Person || !entity.sure
            })
        };
        self.scene.political && found.roles.iter().flat_map(|(_, fillers)| fillers).any(doubtful)
    }
}
