//! One fact, told from what it is to what it rests on.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use entente_wire::v1::{Fact, FactRevision, FactSupport, GetFactResponse};

use crate::Error;
use crate::contradictions;
use crate::telling::{Stage, about, belief, counts, instant, paragraph, report, reported, word};

/// The whole answer in words.
pub(super) fn of(told: &GetFactResponse) -> Result<String, Error> {
    let fact = told.fact.as_ref().ok_or_else(|| Error::Answer("a fact without itself".to_owned()))?;
    let mut out = paragraph(0, &about(fact));
    out += &paragraph(2, &format!("{}: belief {}; {}", fact.fact_id, belief(fact), counts(fact)));
    if let (Some(learned), Some(revised)) = (&fact.learned_time, &fact.revised_time) {
        let (learned, revised) = (instant(learned)?, instant(revised)?);
        out += &paragraph(2, &format!("known since {learned}, changed last {revised} (UTC)"));
    }
    out += "\nStages\n";
    for stage in &told.stages {
        out += &paragraph(2, &Stage { fact, stage }.in_full()?);
    }
    if !told.revisions.is_empty() {
        out += "\nHow it came to be believed\n";
        for revision in &told.revisions {
            out += &revised(revision)?;
        }
    }
    out += "\nReports\n";
    out += &by_origin(&told.supports)?;
    if !told.contradictions.is_empty() {
        out += "\nAt odds\n";
        for contradiction in &told.contradictions {
            out += &contradictions::in_words(2, contradiction)?;
        }
    }
    Ok(out)
}

/// One change: when, why, by which article, and what was believed from then on.
pub(crate) fn revised(revision: &FactRevision) -> Result<String, Error> {
    let time = revision.time.as_ref().map_or(Ok(String::new()), instant)?;
    let article = match revision.article_revision {
        0 | 1 => revision.article_id.clone(),
        number => format!("{}, revision {number}", revision.article_id),
    };
    let mut out = paragraph(2, &format!("{time} {} ({article})", word(revision.reason())));
    let Some(fact) = &revision.fact else { return Ok(out) };
    out += &believed(4, fact)?;
    Ok(out)
}

/// What is believed of a fact: its stages of now, or that nothing is.
pub(crate) fn believed(indent: usize, fact: &Fact) -> Result<String, Error> {
    let mut out = String::new();
    for stage in [&fact.holding, &fact.pending].into_iter().flatten() {
        let told = Stage { fact, stage }.in_full()?;
        let _ = write!(out, "{}", paragraph(indent, &format!("{told}, belief {}", belief(fact))));
    }
    if out.is_empty() {
        out = paragraph(indent, &format!("nothing is believed of the {}", about(fact)));
    }
    Ok(out)
}

/// The reports, those of one origin together; the origin of the newest first.
fn by_origin(supports: &[FactSupport]) -> Result<String, Error> {
    let mut origins: Vec<i32> = Vec::new();
    let mut of_origin: BTreeMap<i32, Vec<&FactSupport>> = BTreeMap::new();
    for support in supports {
        if !origins.contains(&support.origin) {
            origins.push(support.origin);
        }
        of_origin.entry(support.origin).or_default().push(support);
    }
    let mut out = String::new();
    for (place, origin) in origins.iter().enumerate() {
        let _ = writeln!(out, "  origin {}", place + 1);
        for support in &of_origin[origin] {
            out += &paragraph(4, &report(support)?);
            out += &reported(6, support)?;
            if let Some(withdrawn) = &support.withdrawn_time {
                let (time, why) = (instant(withdrawn)?, word(support.withdrawn_reason()));
                out += &paragraph(6, &format!("withdrawn {time}: {why}"));
            }
        }
    }
    Ok(out)
}
