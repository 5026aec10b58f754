//! Yes or no.

use entente_facts::IndexedEvent;
use entente_model::{Certainty, Party, SourceKind};

use crate::find::search::is_positive;
use crate::find::{Finding, Missing, Search};
use crate::plan::Told;

/// Yes where something says so, no where something says that it is not so: never for mere lack of facts. Where both are
/// told the newer article decides; one that says both decides nothing.
pub(crate) fn decide(
    search: &Search<'_>,
    yes: Vec<IndexedEvent>,
    no: Vec<IndexedEvent>,
) -> Result<Finding, Missing> {
    match search.plan().told {
        Told::Any | Told::Possible => weigh(search, yes, no),
        Told::Confirmed => {
            let (firm, loose): (Vec<_>, Vec<_>) = yes.into_iter().partition(is_confirmed);
            // What is only reported is not confirmed: that is an answer, with who reports it.
            if firm.is_empty() && no.is_empty() {
                weigh(search, firm, loose)
            } else {
                weigh(search, firm, no)
            }
        }
        Told::Rumoured => {
            let (firm, loose): (Vec<_>, Vec<_>) = yes.into_iter().partition(is_confirmed);
            if firm.is_empty() { weigh(search, loose, no) } else { weigh(search, Vec::new(), firm) }
        }
        Told::Denied => weigh(search, no, Vec::new()),
    }
}

/// True for what the article states flat or one who takes part says as certain.
fn is_confirmed(event: &IndexedEvent) -> bool {
    let source = &event.event.source;
    let takes_part = || {
        let name = source.name.as_ref().and_then(Party::name);
        name.and_then(|name| event.entity(name)).is_some_and(|id| event.participants().contains(&id))
    };
    let flat = match source.kind {
        SourceKind::Author | SourceKind::Organization | SourceKind::Person | SourceKind::Document => true,
        SourceKind::Anonymous | SourceKind::Media => takes_part(),
    };
    is_positive(event) && event.event.certainty == Certainty::Certain && flat
}

fn weigh(search: &Search<'_>, yes: Vec<IndexedEvent>, no: Vec<IndexedEvent>) -> Result<Finding, Missing> {
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
