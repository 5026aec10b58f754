//! Facts as rows of a table.

use entente_wire::v1::fact::About;
use entente_wire::v1::{Fact, FactStage, Interest};

use super::Kind;
use crate::Error;
use crate::sentence::one_line;
use crate::table::Table;
use crate::telling::{Stage, belief, brief, counts, names, one, paragraph, parties, reported, word};

impl Kind {
    /// The page as a table, with the names of its columns if it is the first. Below each row stand the leading evidence
    /// and the id by which `entente fact` tells the rest.
    pub(super) fn rows(&self, facts: &[Fact], first: bool) -> Result<String, Error> {
        let mut table = Table::new(self.columns());
        for fact in facts {
            let mut below = fact.lead.as_ref().map_or(Ok(String::new()), |lead| reported(BELOW, lead))?;
            below.push_str(&paragraph(BELOW, &format!("{}: {}", fact.fact_id, counts(fact))));
            table.push(&cells(fact)?, below);
        }
        Ok(table.print(first))
    }

    fn columns(&self) -> &'static [&'static str] {
        match self {
            Self::Partnerships(_) => &["PARTIES", "KIND", "HOLDS", "SINCE", "AHEAD OR OVER", "BELIEF"],
            Self::Stakes { .. } => &["HOLDER", "TARGET", "HOLDS", "SINCE", "AHEAD OR OVER", "BELIEF"],
            Self::Strategies(_) => &["ACTOR", "PLAN", "HOLDS", "SINCE", "AHEAD OR OVER", "BELIEF"],
            Self::Statements(_) => &["SPEAKERS", "WORDS", "SAID", "BELIEF"],
        }
    }
}

/// Blanks before what stands below a row.
const BELOW: usize = 4;

/// The cells of a fact, in the order of the columns.
fn cells(fact: &Fact) -> Result<Vec<String>, Error> {
    let mut cells = match &fact.about {
        Some(About::Partnership(told)) => vec![parties(told), word(told.kind())],
        Some(About::Merger(told)) => {
            let into = told.merged.as_ref().map(|merged| format!(" into {}", merged.name));
            vec![names(&told.parties), format!("merger{}", into.unwrap_or_default())]
        }
        Some(About::Stake(told)) => {
            let votes = if told.interest() == Interest::VotingRights { " (votes)" } else { "" };
            vec![one(told.holder.as_ref()), one(told.target.as_ref()) + votes]
        }
        Some(About::Strategy(told)) => {
            let plan = format!("{}: {}", word(told.action()), one_line(&told.topic));
            vec![one(told.actor.as_ref()), plan.trim_end_matches(": ").to_owned()]
        }
        Some(About::Statement(told)) => {
            let said = [&fact.holding, &fact.pending].into_iter().flatten().next();
            let said = said.map_or(Ok(String::new()), |stage| Stage { fact, stage }.days())?;
            return Ok(vec![names(&told.speakers), one_line(&told.quote), said, belief(fact)]);
        }
        None => return Err(Error::Answer(format!("the fact {} is about nothing", fact.fact_id))),
    };
    let holding = |told: fn(&Fact, &FactStage) -> Result<String, Error>| {
        fact.holding.as_ref().map_or_else(|| Ok("-".to_owned()), |stage| told(fact, stage))
    };
    cells.push(holding(brief)?);
    cells.push(holding(|fact, stage| {
        Ok(Stage { fact, stage }.days()?.trim_start_matches("since ").to_owned())
    })?);
    cells.push(fact.pending.as_ref().map_or_else(|| Ok("-".to_owned()), |stage| ahead(fact, stage))?);
    cells.push(belief(fact));
    Ok(cells)
}

/// What is ahead or over, with its days.
fn ahead(fact: &Fact, stage: &FactStage) -> Result<String, Error> {
    let (told, days) = (brief(fact, stage)?, Stage { fact, stage }.days()?);
    Ok(if days.is_empty() { told } else { format!("{told}, {days}") })
}
