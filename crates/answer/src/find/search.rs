//! Reading the facts that a plan may need.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use entente_extract::amounts;
use entente_facts::{AsOf, EntityId, FactsError, IndexedEvent};
use entente_lang::{Languages, Pos};
use entente_model::{
    Assertion, Certainty, EventType, Money, Partnership, Party, Polarity, Stake, Statement, Strategy, Tenant,
};

use entente_text::fold;

use crate::find::deals::givers;
use crate::find::merge::merge;
use crate::find::relevance::{EventWords, involves, lies_in};
use crate::find::{Finding, Missing};
use crate::ground::{Ground, Record};
use crate::plan::{Ask, Detail, Name, Plan, Told, Word};
use crate::read::notion::Notions;
use crate::read::pattern::Item;
use crate::read::vocabulary::Vocabulary;
use crate::read::word::{Cut, akin, folded_words};

/// How far an event holds what a question narrows it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    No,
    /// With what its article tells around it.
    Around,
    Itself,
}

/// A plan with all that is needed to look it up.
pub(crate) struct Search<'a> {
    plan: &'a Plan,
    pub(super) facts: &'a dyn Record,
    pub(super) tenant: &'a Tenant,
    pub(super) as_of: AsOf,
    notions: &'a Notions,
    languages: &'a Languages,
    vocabularies: Vec<&'a Vocabulary>,
    /// The question was read before, and nothing answered it.
    pub(super) again: bool,
    /// What articles tell, as far as it was needed.
    pub(super) articles: RefCell<BTreeMap<String, Rc<[IndexedEvent]>>>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(
        plan: &'a Plan,
        ground: Ground<'a>,
        notions: &'a Notions,
        languages: &'a Languages,
        vocabularies: Vec<&'a Vocabulary>,
    ) -> Self {
        let Ground { record, tenant, as_of } = ground;
        let articles = RefCell::default();
        Self { plan, facts: record, tenant, as_of, notions, languages, vocabularies, again: false, articles }
    }

    /// The search for another reading of a question that nothing answered: it goes less far.
    pub(crate) fn again(self) -> Self {
        Self { again: true, ..self }
    }

    pub(crate) fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// The events of a kind in which all of these take part, as the question narrows them.
    pub(crate) fn events(&self, kind: EventType, names: &[&Name]) -> Result<Vec<IndexedEvent>, FactsError> {
        let mut events = self.all(kind, names)?;
        events.retain(|event| self.in_period(event));
        let mut events = self.narrow(events);
        if kind == EventType::Stake && self.is_described_deal() {
            self.add_deals_on_the_same(&mut events);
        }
        Ok(events)
    }

    /// Those that hold what the question narrows them to: where some hold all of it themselves, only these.
    pub(crate) fn narrow(&self, events: Vec<IndexedEvent>) -> Vec<IndexedEvent> {
        let held: Vec<Hold> = events.iter().map(|event| self.hold(event)).collect();
        let Some(&most) = held.iter().max() else { return events };
        let kept = events.into_iter().zip(held).filter(|(_, hold)| *hold == most && *hold > Hold::No);
        kept.map(|(event, _)| event).collect()
    }

    /// True when a deal is asked for by words that describe what is dealt in, and by nothing else.
    pub(super) fn is_described_deal(&self) -> bool {
        let plan = self.plan;
        let described = plan.subject.is_empty() && plan.about.is_empty() && !plan.with.is_empty();
        plan.ask.is_deal()
            && described
            && plan.places.is_empty()
            && plan.outside.is_empty()
            && plan.detail == Detail::Any
    }

    fn in_period(&self, event: &IndexedEvent) -> bool {
        self.plan.period.as_ref().is_none_or(|period| lies_in(event, period))
    }

    /// True when the event holds all that the question narrows it to.
    pub(crate) fn is_relevant(&self, event: &IndexedEvent) -> bool {
        self.in_period(event) && self.is_about(event)
    }

    /// The same but for the period.
    pub(crate) fn is_about(&self, event: &IndexedEvent) -> bool {
        self.hold(event) > Hold::No
    }

    fn hold(&self, event: &IndexedEvent) -> Hold {
        let plan = self.plan;
        if plan.with.is_empty()
            && plan.about.is_empty()
            && plan.places.is_empty()
            && plan.outside.is_empty()
            && plan.detail == Detail::Any
        {
            return Hold::Itself;
        }
        let mut words = EventWords::of(event);
        if !plan.about.is_empty() {
            words.extend(self.sector(event).as_deref());
        }
        if !self.has_detail(event, &words)
            || !plan.places.iter().all(|code| words.hold_place(code, self.languages))
            || !plan.outside.iter().all(|code| words.hold_place_outside(code, self.languages, self.notions))
        {
            return Hold::No;
        }
        let with = |name: &Name| match () {
            () if involves(event, &words, name) => Hold::Itself,
            () if matches!(plan.ask, Ask::Partners | Ask::Share)
                && self.around(event).hold_name(&name.said) =>
            {
                Hold::Around
            }
            () => Hold::No,
        };
        let names = plan.with.iter().map(with).min().unwrap_or(Hold::Itself);
        // What something is called does not tell of what sort it is.
        if let Some(name) = self.chosen_by_sort(event).filter(|name| is_proper_name(name)) {
            words.forget_name(name);
        }
        names.min(self.holds_words(event, &words))
    }

    /// Whether the event's own words hold those of the question, as far as they must: of two or more, half may stand
    /// elsewhere in what the article tells, and of three or more one in three may be wanting. What is done must be told
    /// by the event itself where the question is whether or when it is done; what is written with a capital must be there.
    fn holds_words(&self, event: &IndexedEvent, words: &EventWords) -> Hold {
        let about = &self.purposes_aside();
        let own = words.held(about, self.notions);
        let count = own.iter().filter(|held| **held).count();
        if count == about.len() {
            return Hold::Itself;
        }
        // What a deal is on must be told by the deal.
        let deal = self.plan.ask.is_deal();
        // Words are quoted for what the article is about.
        let quoted = self.plan.ask == Ask::Says;
        if deal || !quoted && count * 2 < about.len() || self.misses_deed(&own) {
            return Hold::No;
        }
        let around = self.around(event).held(about, self.notions);
        let mut wanting = own.iter().zip(around).zip(about).filter(|((own, around), _)| !**own && !*around);
        let count = wanting.clone().count();
        if count * 3 <= about.len() && !wanting.any(|(_, word)| is_proper(word)) {
            Hold::Around
        } else {
            Hold::No
        }
    }

    /// The words that an event must hold. What partners are for is told in many ways ("to launch its channel"): where it is
    /// told by more than a verb, the verb may be another.
    fn purposes_aside(&self) -> Vec<Word> {
        let plan = self.plan;
        let deeds = plan.about.iter().filter(|word| self.is_deed(word)).count();
        let more = deeds < plan.about.len() || !plan.with.is_empty();
        let aside = more && matches!(plan.ask, Ask::Partners | Ask::Talks);
        plan.about.iter().filter(|word| !(aside && self.is_deed(word))).cloned().collect()
    }

    /// True when a word for a deed is not held, and the deed is what is asked for.
    fn misses_deed(&self, held: &[bool]) -> bool {
        let matters = matches!(
            self.plan.ask,
            Ask::Does | Ask::Refuses | Ask::PlanDate | Ask::Acts | Ask::Plans | Ask::Refusals
        );
        matters && self.plan.about.iter().zip(held).any(|(word, held)| !held && self.is_deed(word))
    }

    /// True for a verb that is no noun as well.
    fn is_deed(&self, word: &Word) -> bool {
        let written = word.said.to_lowercase();
        self.languages.iter().any(|lang| {
            let readings = lang.analyses(&written);
            readings.iter().any(|reading| reading.pos == Pos::Verb)
                && readings.iter().all(|reading| reading.pos != Pos::Noun)
        })
    }

    /// The amounts of money that the evidence of an event tells.
    pub(crate) fn amounts(&self, event: &IndexedEvent) -> Vec<Money> {
        let Some(lang) = event.article.language.and_then(|language| self.languages.get(language)) else {
            return Vec::new();
        };
        event.event.evidence.iter().flat_map(|evidence| amounts(&evidence.quote, lang)).collect()
    }

    /// True when the event tells the figure or the place that is asked for.
    fn has_detail(&self, event: &IndexedEvent, words: &EventWords) -> bool {
        match self.plan.detail {
            Detail::Any => true,
            Detail::Figure | Detail::Amount => {
                let digits = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
                event.event.evidence.iter().any(|e| digits(&e.quote)) || self.evidence_has(event, "numeral")
            }
            Detail::Place => words.hold_any_place(self.languages),
        }
    }

    /// True when a party that the question does not name is described by its words ("the employees' trusts"), or by what
    /// stands beside ("the joint venture with Norvane").
    pub(crate) fn is_described(&self, event: &IndexedEvent, party: &Party) -> bool {
        let Some(name) = party.name() else { return false };
        let words = EventWords::around(std::iter::once(name));
        let held = words.held(&self.plan.about, self.notions);
        let all = !held.is_empty() && held.iter().all(|held| *held);
        all || self.plan.about.is_empty()
            && !self.plan.with.is_empty()
            && !name.starts_with(char::is_uppercase)
            && {
                // The event must tell of no other holding that the names beside could mean.
                self.plan.with.iter().all(|name| involves(event, &EventWords::of(event), name))
            }
    }

    /// True when the question says more than whom it is about.
    pub(crate) fn is_narrowed(&self) -> bool {
        let plan = self.plan;
        let several = plan.subject.len() > 1 || !plan.object.is_empty();
        !plan.about.is_empty() || !plan.with.is_empty() || several
    }

    /// True when the event tells the opposite of a word of the question.
    pub(crate) fn opposes(&self, event: &IndexedEvent) -> bool {
        EventWords::of(event).oppose(&self.plan.about, self.notions)
    }

    /// False where the question has somebody buy or sell and another party of the deal does: whose purchase it is the roles tell.
    pub(crate) fn deals_as_asked(&self, event: &IndexedEvent) -> bool {
        let Some(stake) = stake(event) else { return true };
        let asked = self.notions.of(self.plan.about.iter().map(|word| word.folded.as_str()));
        let subject =
            |parties: &[&Party]| parties.iter().any(|party| is_one(event, party, &self.plan.subject));
        match (asked.contains("buying"), asked.contains("selling")) {
            (true, false) => subject(&stake.holders.iter().collect::<Vec<_>>()),
            (false, true) => subject(&givers(stake)),
            (true, true) | (false, false) => true,
        }
    }

    /// True when the event is by its kind what a word of the question asks for.
    pub(crate) fn is_of_kind(&self, event: &IndexedEvent) -> bool {
        EventWords::of(event).is_of_kind(&self.plan.about, self.notions)
    }

    /// True when the event says that it is so, as surely as the question wants it told.
    pub(crate) fn counts(&self, event: &IndexedEvent) -> bool {
        match self.plan.told {
            Told::Any | Told::Denied => is_said(event),
            Told::Confirmed | Told::Possible | Told::Rumoured => is_positive(event),
        }
    }

    /// True when the evidence has a phrase of a word class, in any language.
    pub(crate) fn evidence_has(&self, event: &IndexedEvent, class: &str) -> bool {
        event.event.evidence.iter().any(|evidence| {
            let words = folded_words(&evidence.quote);
            let items: Vec<Item> = words.into_iter().map(Item::Word).collect();
            self.vocabularies.iter().any(|vocabulary| vocabulary.occurs(class, &items))
        })
    }

    /// True when a word of the question is of a word class, in any language.
    pub(crate) fn asks_for(&self, class: &str) -> bool {
        let items: Vec<Item> = self.plan.about.iter().map(|word| Item::Word(word.folded.clone())).collect();
        self.vocabularies.iter().any(|vocabulary| vocabulary.occurs(class, &items))
    }

    /// A clause in front of a phrase of a word class, in any language, and behind it; none where it has none.
    pub(crate) fn parted_at<'t>(&self, clause: &'t str, class: &str) -> Option<(&'t str, &'t str)> {
        let words = Cut::all(clause, usize::MAX)?;
        let items: Vec<Item> = words.iter().map(|word| Item::Word(word.folded.clone())).collect();
        let found = self.vocabularies.iter().find_map(|vocabulary| {
            (0..items.len()).find_map(|at| Some((at, *vocabulary.lengths(class, &items[at..]).first()?)))
        });
        let (at, length) = found?;
        Some((&clause[..words[at].start], &clause[words[at + length - 1].end..]))
    }

    /// True when a text holds what the question asks for, of three words or more all but one in three.
    pub(crate) fn holds_most(&self, text: &str) -> bool {
        let about = &self.plan.about;
        let held = EventWords::around(std::iter::once(text)).held(about, self.notions);
        let wanting = held.iter().filter(|held| !**held).count();
        let named = |(held, word): (&bool, &Word)| *held || !is_proper(word);
        wanting * 3 <= about.len() && held.iter().zip(about).all(named)
    }

    /// What is told, where something is; else why nothing is.
    pub(crate) fn finding(&self, told: Vec<IndexedEvent>) -> Result<Finding, Missing> {
        if told.is_empty() {
            Err(self.nothing())
        } else {
            Ok(Finding { told: merge(told), ..Finding::default() })
        }
    }

    /// A list of those whom `answers` picks out of each event, each once, by the name that the first of them has for it: a name in the
    /// article's language, that its evidence proves.
    pub(crate) fn list(
        &self,
        told: Vec<IndexedEvent>,
        answers: impl Fn(&IndexedEvent) -> Vec<&Party>,
    ) -> Result<Finding, Missing> {
        let mut entities = Vec::new();
        let mut seen = BTreeSet::new();
        let mut kept = Vec::new();
        for event in told {
            let parties =
                answers(&event).into_iter().filter(|party| !is_one(&event, party, &self.plan.except));
            let names: Vec<&str> = parties.filter_map(Party::name).collect();
            for name in &names {
                let who = event.entity(name).map_or_else(|| (*name).to_owned(), |id| id.to_string());
                if seen.insert(who) {
                    entities.push((*name).to_owned());
                }
            }
            if !names.is_empty() {
                kept.push(event);
            }
        }
        self.finding(kept).map(|finding| Finding { entities, ..finding })
    }

    /// Why nothing is told: the words that narrow the question, where there are any.
    pub(crate) fn nothing(&self) -> Missing {
        let plan = self.plan;
        let words = plan.with.iter().map(|name| &name.said).chain(plan.about.iter().map(|word| &word.said));
        let words: Vec<String> = words.cloned().collect();
        if words.is_empty() { Missing::Facts } else { Missing::Words(words) }
    }
}

/// True for a name of capitals: "Norvane Presse", and not "Norvane press" or "usine de Norvane".
fn is_proper_name(name: &str) -> bool {
    let long = |word: &&str| word.chars().count() > 3;
    name.starts_with(char::is_uppercase)
        && name.split_whitespace().filter(long).all(|word| word.starts_with(|c: char| !c.is_lowercase()))
}

/// True for a word that is written as a name.
fn is_proper(word: &Word) -> bool {
    word.said.starts_with(char::is_uppercase)
}

/// True when the name stands for one in a main role.
pub(crate) fn takes_part(event: &IndexedEvent, name: &Name) -> bool {
    event.participants().iter().any(|id| name.entities.contains(id))
}

/// True when the target is described by a name and more words.
pub(crate) fn describes(stake: &Stake, name: &Name) -> bool {
    let Some(target) = stake.target.name() else { return false };
    let (words, part) = (folded_words(target), folded_words(&name.said));
    !part.is_empty() && words.len() > part.len() && words.windows(part.len()).any(|some| some == part)
}

/// True when a party of the event is one of these.
pub(crate) fn is_one(event: &IndexedEvent, party: &Party, names: &[Name]) -> bool {
    identity(event, party).is_some_and(|id| names.iter().any(|name| name.entities.contains(&id)))
}

/// True when the deal is on what the question names first. A name that nobody is known by is among the words that the
/// evidence must hold; it may then only be a part of what a description stands for ("the TV unit (Gulli, Canal J)").
/// Where the question describes a part of somebody ("the fashion business of Norvane"), so does the target.
pub(crate) fn is_target(event: &IndexedEvent, stake: &Stake, plan: &Plan) -> bool {
    if !plan.subject.is_empty() {
        let gives = || givers(stake).iter().any(|party| is_one(event, party, &plan.subject));
        let part = || gives() || plan.subject.iter().any(|name| describes(stake, name));
        let words = stake.target.name().map(folded_words).unwrap_or_default();
        let described = || plan.about.iter().any(|asked| words.iter().any(|word| akin(word, &asked.folded)));
        return is_one(event, &stake.target, &plan.subject) || described() && part();
    }
    let Some(target) = stake.target.name() else { return false };
    let described = !target.starts_with(char::is_uppercase);
    described || plan.with.iter().any(|name| fold(target).contains(&fold(&name.said)))
}

/// Whom a party stands for.
pub(crate) fn identity(event: &IndexedEvent, party: &Party) -> Option<EntityId> {
    event.entity(party.name()?)
}

/// True when the event says that it is so, and not as a mere possibility.
pub(crate) fn is_said(event: &IndexedEvent) -> bool {
    is_positive(event) && event.event.certainty >= Certainty::Probable
}

/// True when the event says that it is so, be it as a possibility.
pub(crate) fn is_positive(event: &IndexedEvent) -> bool {
    event.event.polarity == Polarity::Positive
}

/// True when the event says that it is not so, and not as a mere possibility.
pub(crate) fn is_denied(event: &IndexedEvent) -> bool {
    event.event.polarity == Polarity::Negative && event.event.certainty >= Certainty::Probable
}

pub(crate) fn partnership(event: &IndexedEvent) -> Option<&Partnership> {
    if let Assertion::Partnership(partnership) = &event.event.assertion { Some(partnership) } else { None }
}

pub(crate) fn stake(event: &IndexedEvent) -> Option<&Stake> {
    if let Assertion::Stake(stake) = &event.event.assertion { Some(stake) } else { None }
}

pub(crate) fn strategy(event: &IndexedEvent) -> Option<&Strategy> {
    if let Assertion::Strategy(strategy) = &event.event.assertion { Some(strategy) } else { None }
}

pub(crate) fn statement(event: &IndexedEvent) -> Option<&Statement> {
    if let Assertion::Statement(statement) = &event.event.assertion { Some(statement) } else { None }
}
