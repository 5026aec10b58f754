//! Stages under their days.

use entente_wire::v1::{FactSupport, TimelineEntry};

use crate::Error;
use crate::telling::{Stage, day, paragraph, reported};

/// The stages, those of one day under it; `last` is the day under which the page before ended.
pub(super) fn in_words(entries: &[TimelineEntry], last: &mut Option<String>) -> Result<String, Error> {
    let mut out = String::new();
    for entry in entries {
        let (Some(fact), Some(stage)) = (&entry.fact, &entry.stage) else {
            return Err(Error::Answer("a step of a timeline without its fact or stage".to_owned()));
        };
        let from = stage.from.as_ref().map_or(Ok(String::new()), day)?;
        let from = if from.is_empty() { "at an untold time".to_owned() } else { from };
        if last.as_ref() != Some(&from) {
            out += &paragraph(0, &from);
            *last = Some(from);
        }
        out += &paragraph(2, &Stage { fact, stage }.under_its_day()?);
        out += &entry.lead.as_ref().map_or(Ok(String::new()), |lead| reported(4, lead))?;
        if let Some(denial) = &entry.denial {
            out += &denied(denial)?;
        }
    }
    Ok(out)
}

fn denied(denial: &FactSupport) -> Result<String, Error> {
    Ok(paragraph(4, "denied:") + &reported(6, denial)?)
}
