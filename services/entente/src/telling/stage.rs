//! Stages of facts: what holds, and what is ahead or over.

use std::fmt::Write as _;

use entente_wire::v1::fact::About;
use entente_wire::v1::{
    Certainty, Fact, FactStage, FactStatus, Interest, MergerFact, PartnershipFact, Polarity, StakeFact,
    StrategyFact,
};
use entente_wire::{money, share};

use super::about::{action, one, parties, subject};
use super::{day, names, word};
use crate::Error;
use crate::sentence::{self, one_line};

/// A stage in the light of its fact.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stage<'a> {
    pub(crate) fact: &'a Fact,
    pub(crate) stage: &'a FactStage,
}

impl Stage<'_> {
    /// The stage as a sentence, without how sure it is: "Énéa no longer holds a stake in Boréal".
    pub(crate) fn sentence(&self) -> Result<String, Error> {
        let mut out = String::new();
        if self.stage.polarity() == Polarity::Negative {
            out.push_str("NOT SO: ");
        }
        match &self.fact.about {
            Some(About::Partnership(told)) => out.push_str(&self.partnership(told)),
            Some(About::Stake(told)) => out.push_str(&self.stake(told)?),
            Some(About::Merger(told)) => out.push_str(&self.merger(told)),
            Some(About::Strategy(told)) => out.push_str(&self.strategy(told)),
            Some(About::Statement(told)) => {
                let _ = write!(out, "{} said: \"{}\"", names(&told.speakers), one_line(&told.quote));
            }
            None => out.push_str("something that this program does not know"),
        }
        if let Some(seller) = self.stage.seller.as_ref().filter(|seller| !self.is_holder(&seller.entity_id)) {
            let _ = write!(out, ", from {}", seller.name);
        }
        if let Some(amount) = &self.stage.amount {
            let amount = money::decode(amount).map_err(|failure| Error::Answer(failure.to_string()))?;
            let _ = write!(out, ", for {}", sentence::money(&amount));
        }
        Ok(out)
    }

    /// The stage as a sentence with its days, how sure it is and how often it is denied: "... [probable, since 2023]".
    pub(crate) fn in_full(&self) -> Result<String, Error> {
        self.with_signs(self.days()?)
    }

    /// The same where its first day stands elsewhere.
    pub(crate) fn under_its_day(&self) -> Result<String, Error> {
        self.with_signs(self.until()?)
    }

    fn with_signs(&self, days: String) -> Result<String, Error> {
        let mut told = vec![word(self.stage.certainty())];
        if !days.is_empty() {
            told.push(days);
        }
        if !self.stage.expected.is_empty() {
            told.push(format!("expected {}", self.stage.expected));
        }
        told.extend(self.denied());
        Ok(format!("{} [{}]", self.sentence()?, told.join(", ")))
    }

    /// From when until when, in words; empty where nothing is known.
    pub(crate) fn days(&self) -> Result<String, Error> {
        let (days, until) = (self.stage.from.as_ref().map_or(Ok(String::new()), day)?, self.until()?);
        let lasts = self.goes_on() && !days.is_empty() && !days.starts_with("by ");
        let since = match (lasts, until.is_empty()) {
            (false, _) => "",
            (true, true) => "since ",
            (true, false) => "from ",
        };
        Ok(format!("{since}{days} {until}").trim().to_owned())
    }

    /// Until when, in words; empty while it goes on.
    fn until(&self) -> Result<String, Error> {
        let until = self.stage.until.as_ref().map_or(Ok(String::new()), day)?;
        Ok(match until.strip_prefix("by ") {
            Some(latest) => format!("until {latest} at the latest"),
            None if until.is_empty() => until,
            None => format!("until {until}"),
        })
    }

    /// "denied by 2 reports", where some affirm it and others deny it.
    pub(crate) fn denied(&self) -> Option<String> {
        match self.stage.denied_by.len() {
            0 => None,
            _ if self.stage.polarity() == Polarity::Negative => None,
            1 => Some("denied by 1 report".to_owned()),
            count => Some(format!("denied by {count} reports")),
        }
    }

    /// "up to 15%"; none where it is untold.
    fn share(&self) -> Result<Option<String>, Error> {
        let share = self.stage.share.as_ref().map(share::decode).transpose();
        Ok(share.map_err(|failure| Error::Answer(failure.to_string()))?.map(|share| sentence::share(&share)))
    }

    /// Whether the holder itself is told to give it up.
    fn sells(&self) -> bool {
        self.stage.seller.as_ref().is_some_and(|seller| self.is_holder(&seller.entity_id))
    }

    fn is_holder(&self, entity_id: &str) -> bool {
        let Some(About::Stake(told)) = &self.fact.about else { return false };
        told.holder.as_ref().is_some_and(|holder| holder.entity_id == entity_id)
    }

    /// Whether the stage lasts, rather than happens on a day.
    fn goes_on(&self) -> bool {
        matches!(self.stage.status(), FactStatus::InForce | FactStatus::Renegotiating)
    }

    fn is_ahead(&self) -> bool {
        matches!(
            self.stage.status(),
            FactStatus::Sought | FactStatus::Planned | FactStatus::Negotiating | FactStatus::Announced
        )
    }

    fn is_over(&self) -> bool {
        self.stage.until.is_some()
    }

    fn partnership(&self, told: &PartnershipFact) -> String {
        let status = match (self.stage.status(), self.is_over()) {
            (FactStatus::Sought, _) => "is sought",
            (FactStatus::Planned, _) => "is planned",
            (FactStatus::Negotiating, _) => "is being negotiated",
            (FactStatus::Announced, _) => "is agreed",
            (FactStatus::InForce, false) => "is in force",
            (FactStatus::InForce, true) => "was in force",
            (FactStatus::Renegotiating, false) => "is being renegotiated",
            (FactStatus::Renegotiating, true) => "was being renegotiated",
            (FactStatus::Completed, _) => "is done",
            (FactStatus::Ended, _) => "has ended",
            (FactStatus::Failed, _) => "has failed",
            (FactStatus::Said | FactStatus::Unspecified, _) => "is told of",
        };
        let topic = told.topics.first().map(|topic| format!(": {}", one_line(topic))).unwrap_or_default();
        format!("partnership ({}) of {} {status}{topic}", word(told.kind()), parties(told))
    }

    fn stake(&self, told: &StakeFact) -> Result<String, Error> {
        let (holder, target) = (one(told.holder.as_ref()), one(told.target.as_ref()));
        let of_votes = told.interest() == Interest::VotingRights;
        let part = match (self.share()?, of_votes) {
            (Some(share), false) => format!("{share} of {target}"),
            (Some(share), true) => format!("{share} of the votes in {target}"),
            (None, false) => format!("a stake in {target}"),
            (None, true) => format!("votes in {target}"),
        };
        // What is left when all goes is nothing, and a holder that sells without a figure is not to hold.
        let gives_up = self.stage.share.is_some_and(|share| share.exact == Some(0.0)) || self.sells();
        let infinitive = match (gives_up, self.stage.share) {
            (true, None) => format!("sell part or all of its stake in {target}"),
            (true, Some(share)) if share.exact == Some(0.0) => format!("give up its stake in {target}"),
            _ => format!("hold {part}"),
        };
        Ok(match (self.stage.status(), self.is_over()) {
            (FactStatus::InForce, false) => format!("{holder} holds {part}"),
            (FactStatus::InForce, true) => format!("{holder} held {part}"),
            (FactStatus::Sought, _) => format!("a holder of {part} is sought"),
            (FactStatus::Planned, _) => format!("{holder} plans to {infinitive}"),
            (FactStatus::Negotiating, _) => format!("{holder} negotiates to {infinitive}"),
            (FactStatus::Announced, _) => format!("{holder} is to {infinitive}"),
            (FactStatus::Ended, _) if of_votes => format!("{holder} no longer holds votes in {target}"),
            (FactStatus::Ended, _) => format!("{holder} no longer holds a stake in {target}"),
            (FactStatus::Failed, _) => format!("the plan of {holder} to {infinitive} has failed"),
            (FactStatus::Completed, _) => format!("{holder} has come to hold {part}"),
            (FactStatus::Renegotiating, _) => format!("{holder} renegotiates {part}"),
            (FactStatus::Said | FactStatus::Unspecified, _) => format!("{holder} and {part} are told of"),
        })
    }

    fn merger(&self, told: &MergerFact) -> String {
        let parties = names(&told.parties);
        let (s, are, have) = if told.parties.len() == 1 { ("s", "is", "has") } else { ("", "are", "have") };
        let into = told.merged.as_ref().map(|merged| format!(" into {}", merged.name)).unwrap_or_default();
        match self.stage.status() {
            FactStatus::Sought => format!("a merger of {parties}{into} is sought"),
            FactStatus::Planned => format!("{parties} plan{s} to merge{into}"),
            FactStatus::Negotiating => format!("{parties} negotiate{s} to merge{into}"),
            FactStatus::Announced => format!("{parties} {are} to merge{into}"),
            FactStatus::InForce | FactStatus::Completed => format!("{parties} {have} merged{into}"),
            FactStatus::Renegotiating => format!("the merger of {parties}{into} is being renegotiated"),
            FactStatus::Ended => format!("the merger of {parties}{into} has ended"),
            FactStatus::Failed => format!("the merger of {parties}{into} has failed"),
            FactStatus::Said | FactStatus::Unspecified => {
                format!("a merger of {parties}{into} is told of")
            }
        }
    }

    fn strategy(&self, told: &StrategyFact) -> String {
        let status = match (self.stage.status(), self.is_over()) {
            (FactStatus::Sought, _) => "seeks to",
            (FactStatus::Planned, _) => "plans to",
            (FactStatus::Negotiating, _) => "negotiates to",
            (FactStatus::Announced, _) => "has announced to",
            (FactStatus::InForce | FactStatus::Renegotiating, false) => "is at work to",
            (FactStatus::InForce | FactStatus::Renegotiating, true) => "was at work to",
            (FactStatus::Completed, _) => "has done what it planned, to",
            (FactStatus::Ended, _) => "no longer works to",
            (FactStatus::Failed, _) => "has given up its plan to",
            (FactStatus::Said | FactStatus::Unspecified, _) => "is told of, to",
        };
        let mut out = format!("{} {status} {}", one(told.actor.as_ref()), action(told.action()));
        subject(&mut out, &told.topic, &told.regions);
        out
    }
}

/// A stage in a cell: "43.4%", "planned, up to 15%, probable", "NOT SO: announced". What lasts and is certain needs no
/// more than its share.
pub(crate) fn brief(fact: &Fact, stage: &FactStage) -> Result<String, Error> {
    let told = Stage { fact, stage };
    let mut words = Vec::new();
    let share = told.share()?;
    let holds = matches!(fact.about, Some(About::Stake(_))) && stage.status() == FactStatus::InForce;
    match share {
        Some(share) if holds => words.push(share),
        Some(share) => words.extend([word(stage.status()), share]),
        None if holds => words.push("a stake".to_owned()),
        None if told.sells() && told.is_ahead() => words.extend([word(stage.status()), "to sell".to_owned()]),
        None => words.push(word(stage.status())),
    }
    if stage.certainty() != Certainty::Certain {
        words.push(word(stage.certainty()));
    }
    words.extend(told.denied());
    let not = if stage.polarity() == Polarity::Negative { "NOT SO: " } else { "" };
    Ok(format!("{not}{}", words.join(", ")))
}

/// How strongly a fact is borne out, and whether that is in doubt: "0.83, disputed".
pub(crate) fn belief(fact: &Fact) -> String {
    let mut out = format!("{:.2}", fact.belief);
    if fact.disputed {
        out.push_str(", disputed");
    }
    if fact.withdrawn {
        out.push_str(", withdrawn");
    }
    out
}

#[cfg(test)]
mod tests;
