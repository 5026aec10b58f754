//! One entity: its names, why they are one, and how it came to be one.

use std::fmt::Write as _;

use entente_wire::v1::{
    EntityKind, GetEntityResponse, IdentityBasis, IdentityChange, IdentityReason, IndexedEntity,
};

use crate::Error;
use crate::table::Table;
use crate::telling::{instant, paragraph, word};

/// The whole answer in words.
pub(super) fn of(told: &GetEntityResponse) -> Result<String, Error> {
    let entity = told.entity.as_ref().ok_or_else(|| Error::Answer("an entity without itself".to_owned()))?;
    let mut out = paragraph(0, &title(entity));
    out += &paragraph(2, &entity.entity_id);
    for identifier in &entity.identifiers {
        out += &paragraph(2, &format!("{} {}", identifier.scheme, identifier.code));
    }
    if !told.reasons.is_empty() {
        let mut table = Table::new(&["NAME", "WHY IT IS ONE OF ITS NAMES", "ARTICLES"]);
        for reason in &told.reasons {
            table.push(&[reason.name.clone(), why(reason).to_owned(), articles(reason)], String::new());
        }
        let _ = write!(out, "\n{}", table.print(true));
    }
    if !told.changes.is_empty() {
        out += "\nHow it came to be one\n";
        for change in &told.changes {
            out += &changed(change)?;
        }
    }
    Ok(out)
}

/// "Énéa (organization, FR, energy), in 12 events".
pub(super) fn title(entity: &IndexedEntity) -> String {
    let told = entity.kind() != EntityKind::Unspecified;
    let kind = if told { word(entity.kind()) } else { String::new() };
    let known = [kind, entity.country.clone(), entity.sector.clone()];
    let known: Vec<String> = known.into_iter().filter(|known| !known.is_empty()).collect();
    let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
    let events = if entity.event_count == 1 { "event" } else { "events" };
    format!("{}{known}, in {} {events}", entity.name, entity.event_count)
}

fn why(reason: &IdentityReason) -> &'static str {
    match reason.basis() {
        IdentityBasis::Known => "known beforehand",
        IdentityBasis::SameName => "the same name but for case, accents or legal form",
        IdentityBasis::ShortForm => "articles use it beside the full name, and for no other",
        IdentityBasis::InArticle => "only inside these articles: it may stand for others too",
        IdentityBasis::Unspecified => "not told",
    }
}

/// How many, and the newest.
fn articles(reason: &IdentityReason) -> String {
    match reason.article_ids.first() {
        Some(newest) if reason.article_count > 1 => format!("{}, {newest} the newest", reason.article_count),
        Some(only) => format!("1, {only}"),
        None => reason.article_count.to_string(),
    }
}

fn changed(change: &IdentityChange) -> Result<String, Error> {
    let time = change.time.as_ref().map_or(Ok(String::new()), instant)?;
    let what = if change.merged { "became one with it" } else { "was let go" };
    let told = format!("{time} \"{}\" {what} ({}): {}", change.name, change.article_id, change.entity_id);
    Ok(paragraph(2, &told))
}
