//! Words what was found, one sentence for each event, with who says it and how surely.

use entente_facts::{Day, IndexedEvent};
use entente_model::{
    Assertion, Certainty, Event, Party, Polarity, SourceKind, Stake, StakeAction, StakeStatus, Strategy,
    Timex,
};

use entente_text::fold;

use crate::error::{DataError, File};
use crate::find::{Finding, Missing};
use crate::plan::{Ask, Name, Plan};
use crate::read::Unread;
use crate::say::wording::Wording;

/// Most sentences of an answer; the count of the rest is told.
const MOST_SENTENCES: usize = 8;

/// The speaker of one language.
#[derive(Debug)]
pub(crate) struct Speaker {
    wording: Wording,
}

impl Speaker {
    pub(crate) fn load(file: File<'_>) -> Result<Self, DataError> {
        Wording::load(file).map(|wording| Self { wording })
    }

    /// The answer in words.
    pub(crate) fn answer(&self, plan: &Plan, finding: &Finding) -> String {
        let wording = &self.wording;
        let mut sentences = self.readings(plan);
        if finding.disputed {
            sentences.push(wording.text("disputed", &[]));
        }
        let mut told: Vec<String> = finding
            .told
            .iter()
            .take(MOST_SENTENCES)
            .filter_map(|told| told.first())
            .map(|event| self.clause(event))
            .collect();
        if let (Some(verdict), Some(first)) = (finding.verdict, told.first_mut()) {
            let key = if verdict { "yes" } else { "no" };
            *first = wording.text(key, &[("clause", first.clone())]);
        } else if let (Some(time), Some(first)) = (&finding.time, told.first_mut()) {
            *first = wording.text("dated", &[("when", wording.when(time)), ("clause", first.clone())]);
        } else if plan.ask != Ask::Says && finding.entities.len() > 1 {
            sentences.push(wording.text("list", &[("who", wording.series(&finding.entities))]));
        }
        sentences.append(&mut told);
        sentences
            .extend(finding.since.filter(|_| !finding.disputed).and_then(|day| self.since(day, finding)));
        if finding.told.len() > MOST_SENTENCES {
            let rest = finding.told.len() - MOST_SENTENCES;
            let key = if finding.more { "more_at_least" } else { "more" };
            sentences.push(wording.text(key, &[("count", rest.to_string())]));
        }
        join(&sentences)
    }

    /// Why there is no answer, where the question was understood.
    pub(crate) fn missing(&self, plan: &Plan, missing: &Missing) -> String {
        let wording = &self.wording;
        let mut sentences = self.readings(plan);
        sentences.push(match missing {
            Missing::Name(name) => wording.text("abstain.name", &[("name", name.clone())]),
            Missing::Words(words) => wording.text("abstain.words", &[("words", words.join(" "))]),
            Missing::Facts => wording.text("abstain.facts", &[]),
            Missing::Contradiction => wording.text("abstain.contradiction", &[]),
            Missing::OutOfScope => wording.text("abstain.out_of_scope", &[]),
        });
        join(&sentences)
    }

    /// Since when it has been so, where an article tells; nothing where what is told first is the change of that very day.
    fn since(&self, day: Day, finding: &Finding) -> Option<String> {
        let latest = Timex::new(day.latest.filter(|_| day.earliest.is_some())?.to_string()).ok()?;
        let first = finding.told.first().and_then(|told| told.first())?;
        let changes =
            matches!(&first.event.assertion, Assertion::Stake(stake) if stake.action != StakeAction::Hold);
        if changes && first.event.time.as_ref() == Some(&latest) {
            return None;
        }
        let when = self.wording.when(&latest);
        let key = if day.earliest == day.latest { "since" } else { "since_at_latest" };
        Some(self.wording.text(key, &[("when", when)]))
    }

    /// What one event tells, as a sentence of its own.
    pub(crate) fn sentence(&self, event: &IndexedEvent) -> String {
        join(&[self.clause(event)])
    }

    /// Why the question was not understood.
    pub(crate) fn unread(&self, unread: &Unread) -> String {
        let wording = &self.wording;
        join(&[match unread {
            Unread::Empty => wording.text("abstain.empty", &[]),
            Unread::Long => wording.text("abstain.long", &[]),
            Unread::NoRule(None) => wording.text("abstain.no_rule", &[]),
            Unread::NoRule(Some(word)) => wording.text("abstain.strange_word", &[("words", word.clone())]),
        }])
    }

    /// That the question is in no language that is read.
    pub(crate) fn foreign(&self) -> String {
        join(&[self.wording.text("abstain.language", &[])])
    }

    /// Names that were read otherwise than they were written.
    fn readings(&self, plan: &Plan) -> Vec<String> {
        let names = plan.subject.iter().chain(&plan.object).chain(&plan.with);
        let other = names.filter(|name| name.is_known() && is_misspelt(name));
        let say = |name: &Name| [("said", name.said.clone()), ("name", name.name.clone())];
        other.map(|name| self.wording.text("read_as", &say(name))).collect()
    }

    /// What one event tells.
    fn clause(&self, event: &IndexedEvent) -> String {
        let wording = &self.wording;
        let told = &event.event;
        let clause = match &told.assertion {
            Assertion::Partnership(p) => {
                let sought = p.status == entente_model::PartnershipStatus::Sought;
                let parties =
                    self.parties(p.parties.iter().filter(|party| !sought || party.name().is_some()));
                let excluded = self.parties(&p.excluded);
                let without = if excluded.is_empty() {
                    String::new()
                } else {
                    wording.text("without", &[("who", wording.series(&excluded))])
                };
                let key = match told.polarity {
                    Polarity::Positive => p.status.name(),
                    Polarity::Negative => "not",
                };
                let topic = self.topic(p.topic.as_deref()) + &self.places(&p.regions, p.topic.as_deref());
                let values = [("who", wording.series(&parties)), ("topic", topic), ("without", without)];
                wording.say(&format!("partnership.{key}"), parties.len() > 1, &values)
            }
            Assertion::Stake(stake) => self.stake(told, stake),
            Assertion::Strategy(strategy) => self.strategy(told, strategy),
            Assertion::Statement(statement) => {
                let who = self.parties(&statement.speakers);
                let values = [("who", wording.series(&who)), ("quote", statement.quote.clone())];
                return wording.say("statement", who.len() > 1, &values);
            }
        };
        let time = told.time.as_ref().map(|time| wording.text("when_done", &[("when", wording.when(time))]));
        let expected =
            told.expected.as_ref().map(|time| wording.text("when_expected", &[("when", wording.when(time))]));
        let parts = [clause, time.unwrap_or_default(), expected.unwrap_or_default(), self.source(event)];
        parts.concat()
    }

    fn stake(&self, event: &Event, stake: &Stake) -> String {
        let wording = &self.wording;
        let holders = self.parties(&stake.holders);
        let target = self.party(&stake.target);
        let share = stake.share.map(|share| wording.share(&share));
        let object = match &share {
            Some(share) => wording.text("share_of", &[("share", share.clone()), ("target", target.clone())]),
            None => wording.text("some_of", &[("target", target.clone())]),
        };
        let values = [("object", object), ("target", target), ("share", share.clone().unwrap_or_default())];
        let form = |form: &str| {
            let suffix = if share.is_some() { "_share" } else { "" };
            wording.text(&format!("action.{}.{form}{suffix}", stake.action.name()), &values)
        };
        let (key, object) = match (event.polarity, stake.action, stake.status) {
            (Polarity::Negative, StakeAction::Hold, _) => ("not_held", form("done")),
            (Polarity::Negative, ..) => ("not", form("plan")),
            (Polarity::Positive, StakeAction::Hold, StakeStatus::Held | StakeStatus::Completed) => {
                ("HELD", values[0].1.clone())
            }
            (_, _, StakeStatus::Former | StakeStatus::Completed | StakeStatus::Held) => {
                (stake.status.name(), form("done"))
            }
            (
                _,
                _,
                StakeStatus::Planned
                | StakeStatus::Negotiating
                | StakeStatus::Announced
                | StakeStatus::Failed,
            ) => (stake.status.name(), form("plan")),
        };
        let clause = [("who", wording.series(&holders)), ("object", object)];
        let mut said = wording.say(&format!("stake.{key}"), holders.len() > 1, &clause);
        if let Some(seller) = &stake.seller {
            said += &wording.text("seller", &[("seller", self.party(seller))]);
        }
        if let Some(amount) = &stake.amount {
            said += &wording.text("amount", &[("amount", wording.money(amount))]);
        }
        said
    }

    fn strategy(&self, event: &Event, strategy: &Strategy) -> String {
        let wording = &self.wording;
        let evidence = || event.evidence.first().map(|evidence| evidence.quote.clone()).unwrap_or_default();
        // A topic has no negation in it: only the whole passage shows what is refused.
        let (key, quote) = match event.polarity {
            Polarity::Positive => (strategy.status.name(), strategy.topic.clone().unwrap_or_else(evidence)),
            Polarity::Negative => ("not", evidence()),
        };
        let who = self.party(&strategy.actor);
        let places = self.places(&strategy.regions, Some(&quote));
        wording.text(&format!("strategy.{key}"), &[("who", who), ("quote", quote)]) + &places
    }

    /// Who says it, where it is not the article itself, and how surely.
    fn source(&self, event: &IndexedEvent) -> String {
        let wording = &self.wording;
        let source = &event.event.source;
        let named = source.name.as_ref().and_then(Party::name);
        let (key, values) = match (source.kind, named, source.count) {
            (SourceKind::Author, ..) => ("", [("name", String::new())]),
            (_, Some(name), _) => ("source.named", [("name", name.to_owned())]),
            (SourceKind::Media, ..) => ("source.media", [("name", String::new())]),
            (SourceKind::Document, ..) => ("source.document", [("name", String::new())]),
            (_, None, Some(1)) => ("source.one", [("name", String::new())]),
            (_, None, Some(count)) => ("source.many", [("count", count.to_string())]),
            (SourceKind::Person | SourceKind::Organization | SourceKind::Anonymous, None, None) => {
                ("source.some", [("name", String::new())])
            }
        };
        let mut said = if key.is_empty() { String::new() } else { wording.text(key, &values) };
        match event.event.certainty {
            Certainty::Possible => said += &wording.text("certainty.possible", &[]),
            Certainty::Probable if key.is_empty() => said += &wording.text("certainty.probable", &[]),
            Certainty::Probable | Certainty::Certain => {}
        }
        said
    }

    fn topic(&self, topic: Option<&str>) -> String {
        topic.map_or_else(String::new, |topic| self.wording.text("topic", &[("topic", topic.to_owned())]))
    }

    /// Where it is, as far as what is quoted does not tell it.
    fn places(&self, regions: &[String], quoted: Option<&str>) -> String {
        let untold = |region: &&String| !quoted.is_some_and(|quoted| quoted.contains(region.as_str()));
        let untold: Vec<String> = regions.iter().filter(untold).cloned().collect();
        if untold.is_empty() {
            return String::new();
        }
        self.wording.text("places", &[("who", self.wording.series(&untold))])
    }

    fn party(&self, party: &Party) -> String {
        party.name().map_or_else(|| self.wording.text("unnamed", &[]), str::to_owned)
    }

    fn parties<'p>(&self, parties: impl IntoIterator<Item = &'p Party>) -> Vec<String> {
        parties.into_iter().map(|party| self.party(party)).collect()
    }
}

/// True where the name was found by another spelling. Another name of the same entity needs no remark.
fn is_misspelt(name: &Name) -> bool {
    name.guessed && fold(&name.said) != fold(&name.name)
}

/// Sentences with their capital and their full stop.
fn join(sentences: &[String]) -> String {
    let mut text = String::new();
    for sentence in sentences {
        let sentence = sentence.trim();
        let Some(first) = sentence.chars().next() else { continue };
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(first.to_uppercase());
        text.push_str(&sentence[first.len_utf8()..]);
        let bare = sentence.trim_end_matches(['»', '"', '\u{a0}', ' ', ')']);
        if !bare.ends_with(['.', '!', '?']) {
            text.push('.');
        }
    }
    text
}
