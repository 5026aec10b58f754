//! The text index: what is found, whose, and what it survives.
#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

#[path = "../sample/mod.rs"]
#[expect(dead_code, reason = "no names are known beforehand here")]
mod sample;

mod against_scan;
mod finding;
mod folder;

use std::path::Path;

use entente_facts::ArticleChange;
use entente_index::{Found, Search, SearchHit, SearchQuery, SearchScope, SearchStatus, SearchWords};
use entente_model::{ArticleId, EventType, Evidence, Span, Tenant};

/// An article in a language, or none, with these passages as its events.
fn article(tenant: &str, id: &str, language: &str, text: &str, passages: &[&str]) -> ArticleChange {
    let event = |(variant, quote): (usize, &&str)| {
        let start = text.find(quote).unwrap();
        let evidence = Evidence::cut(text, Span::new(start, start + quote.len())).unwrap();
        entente_model::Event {
            evidence: vec![evidence],
            ..sample::event(EventType::Stake, &["Velnor", "Norvane"], variant)
        }
    };
    let events = passages.iter().enumerate().map(event).collect();
    let mut change = sample::accepted(tenant, id, 1, Some(1), &[], events);
    if let ArticleChange::Accepted(accepted) = &mut change {
        text.clone_into(&mut accepted.text);
        accepted.info.language = language.parse().ok();
        text.lines().next().unwrap_or_default().clone_into(&mut accepted.info.title);
    }
    change
}

fn retracted(tenant: &str, id: &str) -> ArticleChange {
    let (tenant, article) = (Tenant::new(tenant).unwrap(), ArticleId::new(id).unwrap());
    ArticleChange::Retracted { tenant, article, at: sample::moment(1) }
}

/// The article read anew.
fn read_anew(change: ArticleChange) -> ArticleChange {
    let ArticleChange::Accepted(accepted) = change else { panic!("{change:?}") };
    ArticleChange::Reextracted(accepted)
}

fn at(cursor: &str) -> SearchStatus {
    SearchStatus { cursor: Some(cursor.to_owned()), applied: "2024-05-01T08:00:00.5Z".parse().ok() }
}

/// A text index of these articles.
fn filled(folder: &Path, changes: &[ArticleChange]) -> Search {
    let search = Search::new(folder);
    search.open().unwrap();
    search.write(changes).unwrap();
    search.commit(at("one")).unwrap();
    search
}

fn query(words: &str, scope: SearchScope) -> SearchQuery {
    SearchQuery {
        tenant: Tenant::default(),
        words: SearchWords::parse(words).unwrap(),
        language: None,
        scope,
        published_after: None,
        published_before: None,
        offset: 0,
        limit: 100,
        texts: false,
    }
}

fn find(search: &Search, words: &str, scope: SearchScope) -> Found {
    search.find(&query(words, scope)).unwrap()
}

/// The articles found, in the order of their ids.
fn ids(found: &Found) -> Vec<&str> {
    let mut ids: Vec<&str> = found.hits.iter().map(|hit| hit.article.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// The words of a hit that are highlighted.
fn highlighted(hit: &SearchHit) -> Vec<&str> {
    let inside = |offset: usize| offset - hit.span.start;
    hit.highlights.iter().map(|place| &hit.text[inside(place.start)..inside(place.end)]).collect()
}
