//! What a fact is about.

use std::fmt::Write as _;

use entente_wire::v1::fact::About;
use entente_wire::v1::{EntityReference, Fact, Interest, StrategyAction};

use super::word;
use crate::sentence::{one_line, series};

/// What the fact is about, in one line without what is believed of it: "stake of Énéa in Boréal".
pub(crate) fn about(fact: &Fact) -> String {
    match &fact.about {
        Some(About::Partnership(told)) => {
            let mut out = format!("partnership ({}) of {}", word(told.kind()), parties(told));
            if let Some(topic) = told.topics.first() {
                let _ = write!(out, ": {}", one_line(topic));
            }
            out
        }
        Some(About::Stake(told)) => {
            let votes = if told.interest() == Interest::VotingRights { ", votes" } else { "" };
            format!("stake of {} in {}{votes}", one(told.holder.as_ref()), one(told.target.as_ref()))
        }
        Some(About::Merger(told)) => {
            let into = told.merged.as_ref().map(|merged| format!(" into {}", merged.name));
            format!("merger of {}{}", names(&told.parties), into.unwrap_or_default())
        }
        Some(About::Strategy(told)) => {
            let action = action(told.action());
            let mut out = format!("plan of {} to {action}", one(told.actor.as_ref()));
            subject(&mut out, &told.topic, &told.regions);
            out
        }
        Some(About::Statement(told)) => {
            format!("{} said: \"{}\"", names(&told.speakers), one_line(&told.quote))
        }
        None => "something that this program does not know".to_owned(),
    }
}

/// "Énéa, Boréal and Sorel"; nobody is "an unnamed party".
pub(crate) fn names(entities: &[EntityReference]) -> String {
    match entities {
        [] => one(None),
        entities => series(&entities.iter().map(|entity| entity.name.clone()).collect::<Vec<_>>()),
    }
}

/// A name, or that there is none.
pub(crate) fn one(entity: Option<&EntityReference>) -> String {
    entity.map_or_else(|| "an unnamed party".to_owned(), |entity| entity.name.clone())
}

/// The parties of a partnership, the one that is not named among them.
pub(crate) fn parties(told: &entente_wire::v1::PartnershipFact) -> String {
    let mut parties: Vec<String> = told.parties.iter().map(|party| party.name.clone()).collect();
    if told.unnamed_party || parties.is_empty() {
        parties.push(one(None));
    }
    series(&parties)
}

/// What a plan is to do, as a verb.
pub(super) fn action(action: StrategyAction) -> String {
    let told = !matches!(action, StrategyAction::Other | StrategyAction::Unspecified);
    if told { word(action) } else { "act".to_owned() }
}

/// What a plan is about, and where.
pub(super) fn subject(out: &mut String, topic: &str, regions: &[String]) {
    if !topic.is_empty() {
        let _ = write!(out, ": {}", one_line(topic));
    }
    if !regions.is_empty() {
        let _ = write!(out, " ({})", regions.join(", "));
    }
}
