//! The reports that a fact rests on.

use entente_wire::source;
use entente_wire::v1::{ArticleReference, Fact, FactSupport, SourceKind};

use super::{day, instant, paragraph, word};
use crate::Error;
use crate::sentence::{self, one_line};

/// "3 reports of 2 origins, the best an organisation".
pub(crate) fn counts(fact: &Fact) -> String {
    let of = |count: i32, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let (reports, origins) = (of(fact.support_count, "report"), of(fact.origin_count, "origin"));
    let best = match fact.best_source() {
        SourceKind::Organization => "an organisation",
        SourceKind::Document => "a document",
        SourceKind::Person => "a person",
        SourceKind::Author => "an article's own word",
        SourceKind::Media => "another outlet",
        SourceKind::Anonymous => "unnamed sources",
        SourceKind::Unspecified => return format!("{reports} of {origins}"),
    };
    format!("{reports} of {origins}, the best {best}")
}

/// What a report says, its quotes apart: "denies: in force, certain, told for 2024-03-01".
pub(crate) fn report(support: &FactSupport) -> Result<String, Error> {
    let denies = if support.denies { "denies: " } else { "" };
    let mut told = vec![word(support.status()), word(support.certainty())];
    let day = support.day.as_ref().filter(|_| support.day_told).map(day).transpose()?;
    told.extend(day.map(|day| format!("told for {day}")));
    Ok(format!("{denies}{}", told.join(", ")))
}

/// The quotes of a report with their article, indented: what a row or a sentence rests on.
pub(crate) fn reported(indent: usize, support: &FactSupport) -> Result<String, Error> {
    let mut behind = vec![support.article.as_ref().map_or(Ok(String::new()), article)?];
    behind.extend(according_to(support)?);
    let mut out = String::new();
    for (place, evidence) in support.evidence.iter().enumerate() {
        let behind = if place + 1 == support.evidence.len() {
            format!(" ({})", behind.join(", "))
        } else {
            String::new()
        };
        out.push_str(&paragraph(indent, &format!("> {}{behind}", one_line(&evidence.quote))));
    }
    Ok(out)
}

/// Who says it in the article; none where it is the article itself.
fn according_to(support: &FactSupport) -> Result<Option<String>, Error> {
    let told = support.source.clone().filter(|source| source.kind() != SourceKind::Author);
    let told = told.map(source::decode).transpose().map_err(|failure| Error::Answer(failure.to_string()))?;
    Ok(told.map(|source| sentence::source(&source)))
}

/// "velnor-elium, La Gazette, 2024-03-01".
fn article(article: &ArticleReference) -> Result<String, Error> {
    let mut told = vec![article.article_id.clone()];
    if article.revision > 1 {
        told[0] = format!("{}, revision {}", article.article_id, article.revision);
    }
    if !article.source.is_empty() {
        told.push(one_line(&article.source));
    }
    if let Some(published) = &article.publish_time {
        // The day is enough to know it by.
        told.extend(instant(published)?.split(' ').next().map(str::to_owned));
    }
    Ok(told.join(", "))
}
