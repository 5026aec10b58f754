//! Whether an event is about what the question narrows it to.

use std::collections::BTreeSet;

use entente_facts::IndexedEvent;
use entente_lang::{Languages, Place, PlaceForm};
use entente_model::{Assertion, PartnershipKind, Party, StakeAction, StrategyAction};
use entente_text::fold;

use crate::plan::{Bound, Name, Period, Word};
use crate::read::notion::Notions;
use crate::read::place;
use crate::read::word::{akin, folded_words};

/// Longest name of a place, in words.
const LONGEST_PLACE: usize = 8;

/// The notion of what is outside of one's own country.
const ABROAD: &str = "abroad";

/// The words of an event, folded, for comparison.
pub(crate) struct EventWords {
    /// Of topic, regions, evidence, quotation and names.
    all: Vec<String>,
    /// Of the regions; where the event has none, of the topic and the evidence.
    places: Vec<String>,
    /// Of the name of each party.
    parties: Vec<Vec<String>>,
    /// What the event is by its kind, as notions; the evidence may say it in any words.
    kinds: &'static [&'static str],
}

impl EventWords {
    /// The words of what stands around an event: titles, and what else an article tells.
    pub(crate) fn around<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        Self {
            all: texts.flat_map(folded_words).collect(),
            places: Vec::new(),
            parties: Vec::new(),
            kinds: &[],
        }
    }

    /// Adds what is known otherwise.
    pub(crate) fn extend(&mut self, known: Option<&str>) {
        self.all.extend(known.into_iter().flat_map(folded_words));
    }

    /// Leaves out a name wherever it stands.
    pub(crate) fn forget_name(&mut self, name: &str) {
        let name = folded_words(name);
        let mut kept = Vec::with_capacity(self.all.len());
        let mut at = 0;
        while at < self.all.len() {
            if !name.is_empty() && self.all[at..].starts_with(&name) {
                at += name.len();
            } else {
                kept.push(std::mem::take(&mut self.all[at]));
                at += 1;
            }
        }
        self.all = kept;
    }

    pub(crate) fn of(event: &IndexedEvent) -> Self {
        let mut texts: Vec<&str> = event.event.evidence.iter().map(|e| e.quote.as_str()).collect();
        let (topic, regions): (Option<&String>, &[String]) = match &event.event.assertion {
            Assertion::Partnership(p) => (p.topic.as_ref(), &p.regions),
            Assertion::Strategy(s) => (s.topic.as_ref(), &s.regions),
            Assertion::Statement(s) => (Some(&s.quote), &[]),
            Assertion::Stake(_) => (None, &[]),
        };
        texts.extend(topic.map(String::as_str));
        let words = |texts: &[&str]| texts.iter().flat_map(|text| folded_words(text)).collect::<Vec<_>>();
        let regions: Vec<&str> = regions.iter().map(String::as_str).collect();
        let places = words(if regions.is_empty() { &texts } else { &regions });
        texts.extend(regions);
        let parties: Vec<&str> =
            event.event.assertion.parties().into_iter().filter_map(Party::name).collect();
        texts.extend(&parties);
        let parties = parties.into_iter().map(folded_words).collect();
        Self { all: words(&texts), places, parties, kinds: kinds(&event.event.assertion) }
    }

    /// For each word whether it is there, in some form, or its notion in other words.
    pub(crate) fn held(&self, about: &[Word], notions: &Notions) -> Vec<bool> {
        let asked: Vec<&str> = about.iter().map(|word| word.folded.as_str()).collect();
        let mut meant: BTreeSet<&str> = notions.of(self.all.iter().map(String::as_str));
        meant.extend(self.kinds);
        let mut held = vec![false; asked.len()];
        for at in 0..asked.len() {
            for (notion, length) in notions.at(asked[at..].iter().copied()) {
                let opposite = notion.strip_prefix("not_").is_some_and(|notion| meant.contains(notion));
                if opposite || meant.contains(notion) || meant.contains(format!("not_{notion}").as_str()) {
                    held[at..at + length].fill(true);
                }
            }
            held[at] |= self.all.iter().any(|word| akin(word, asked[at]));
        }
        held
    }

    /// True when the words say the opposite of one of these: "stays open" of "closes".
    pub(crate) fn oppose(&self, about: &[Word], notions: &Notions) -> bool {
        let meant: BTreeSet<&str> = notions.of(self.all.iter().map(String::as_str));
        let asked = notions.of(about.iter().map(|word| word.folded.as_str()));
        asked.iter().any(|notion| match notion.strip_prefix("not_") {
            // "Will it stay?" of "leaves": by its words or by its kind.
            Some(other) => !meant.contains(notion) && (meant.contains(other) || self.kinds.contains(&other)),
            None => meant.contains(format!("not_{notion}").as_str()),
        })
    }

    /// True when the event is by its kind what one of these words asks for.
    pub(crate) fn is_of_kind(&self, about: &[Word], notions: &Notions) -> bool {
        let asked = notions.of(about.iter().map(|word| word.folded.as_str()));
        self.kinds.iter().any(|kind| asked.contains(kind))
    }

    /// True when the words of a name stand together.
    pub(crate) fn hold_name(&self, name: &str) -> bool {
        let name = folded_words(&fold(name));
        !name.is_empty() && self.all.windows(name.len()).any(|words| words == name.as_slice())
    }

    /// True when the place of this code is named, or one in that country.
    pub(crate) fn hold_place(&self, code: &str, languages: &Languages) -> bool {
        self.place_is(languages, |place| &*place.code == code || place.country.as_deref() == Some(code))
    }

    /// True when a place is named that is not the one of this code nor in it, or where it says "abroad".
    pub(crate) fn hold_place_outside(&self, code: &str, languages: &Languages, notions: &Notions) -> bool {
        self.place_is(languages, |place| &*place.code != code && place.country.as_deref() != Some(code))
            || notions.of(self.all.iter().map(String::as_str)).contains(ABROAD)
    }

    /// True when some place is named.
    pub(crate) fn hold_any_place(&self, languages: &Languages) -> bool {
        self.place_is(languages, |_| true)
    }

    fn place_is(&self, languages: &Languages, accepts: impl Fn(&Place) -> bool) -> bool {
        languages.iter().any(|lang| {
            let places = lang.places();
            let is_one = |forms: &[PlaceForm]| forms.iter().map(|form| places.get(form.place)).any(&accepts);
            let named = |words: &[String]| {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                place::longest(places, &words).map(|(length, forms)| (length, is_one(forms)))
            };
            let told = (0..self.places.len()).any(|at| {
                let end = self.places.len().min(at + LONGEST_PLACE);
                named(&self.places[at..end]).is_some_and(|(_, is_one)| is_one)
            });
            // A state that takes part: "the European Union", and not "the Bank of France".
            told || self.parties.iter().any(|name| named(name) == Some((name.len(), true)))
        })
    }
}

fn kinds(assertion: &Assertion) -> &'static [&'static str] {
    match assertion {
        Assertion::Partnership(p) => match p.kind {
            PartnershipKind::Purchasing => &["buying"],
            PartnershipKind::Supply => &["supply"],
            PartnershipKind::Research => &["research"],
            PartnershipKind::Distribution => &["distribution"],
            PartnershipKind::Licensing => &["licence"],
            PartnershipKind::Technology => &["technology"],
            PartnershipKind::JointVenture => &["joint_venture"],
            PartnershipKind::Alliance | PartnershipKind::Commercial | PartnershipKind::General => &[],
        },
        Assertion::Stake(s) => match s.action {
            StakeAction::Merge => &["merger"],
            // Whose purchase it is the roles tell.
            StakeAction::Acquire => &["buying", "selling", "stake"],
            StakeAction::Increase => &["buying", "stake"],
            StakeAction::Reduce => &["selling", "cut", "stake"],
            StakeAction::Dispose => &["selling", "leaving", "stake"],
            StakeAction::Hold => &["stake"],
        },
        Assertion::Strategy(s) => match s.action {
            StrategyAction::Launch => &["launch"],
            StrategyAction::Develop => &["development"],
            StrategyAction::Enter => &["entry"],
            StrategyAction::Invest => &["investment"],
            StrategyAction::Expand => &["growth"],
            StrategyAction::Exit => &["leaving"],
            StrategyAction::Cut => &["cut"],
            StrategyAction::Reorganise => &["reorganisation"],
            StrategyAction::Target => &["target"],
            StrategyAction::Seek | StrategyAction::Other => &[],
        },
        Assertion::Statement(_) => &[],
    }
}

/// True when the event involves a name, or its words hold it.
pub(crate) fn involves(event: &IndexedEvent, words: &EventWords, name: &Name) -> bool {
    event.entities.iter().any(|(_, id)| name.entities.contains(id))
        || words.hold_name(&name.said)
        || words.hold_name(&name.name)
}

/// True when the event's time, or its expected one, lies in the period.
pub(crate) fn lies_in(event: &IndexedEvent, period: &Period) -> bool {
    [&event.event.time, &event.event.expected].into_iter().flatten().any(|time| {
        let mut points = time.as_str().split('/').filter(|point| !point.starts_with("XXXX"));
        let within = |point: &str| point.starts_with(&period.date);
        match period.bound {
            Bound::Within => points.any(within),
            // Values compare as texts; a decade ("199") is too coarse to compare.
            Bound::Since => points.any(|point| within(point) || point.len() >= 4 && *point > *period.date),
            Bound::Until => points.any(|point| within(point) || point.len() >= 4 && *point < *period.date),
        }
    })
}

/// True when a moment lies on the asked side of the date.
pub(crate) fn since(moment: &str, period: &Period) -> bool {
    let within = moment.starts_with(&period.date);
    within
        || match period.bound {
            Bound::Within => false,
            Bound::Since => moment > period.date.as_str(),
            Bound::Until => moment < period.date.as_str(),
        }
}
