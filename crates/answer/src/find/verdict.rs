//! Yes or no.

use entente_facts::IndexedEvent;

use crate::find::{Finding, Missing, Search};

/// Yes where something says so, no where something says that it is not so: never for mere lack of facts. Where both are
/// told the newer article decides; one that says both decides nothing.
pub(crate) fn decide(
    search: &Search<'_>,
    yes: Vec<IndexedEvent>,
    no: Vec<IndexedEvent>,
) -> Result<Finding, Missing> {
    let newest = |events: &[IndexedEvent]| events.iter().map(|event| event.article.published).max();
    let verdict = match (newest(&yes), newest(&no)) {
        (None, None) => return Err(search.nothing()),
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (Some(said), Some(denied)) if said == denied => return Err(Missing::Contradiction),
        (Some(said), Some(denied)) => said > denied,
    };
    let finding = search.finding(if verdict { yes } else { no })?;
    Ok(Finding { verdict: Some(verdict), ..finding })
}
