//! Articles.

use std::borrow::Cow;

use entente_model::{Article, ArticleId, Language, Publication};
use jiff::{SignedDuration, Timestamp};

use crate::v1::ErrorReason;
use crate::{Failure, Within as _, digest, field, v1, zone};

/// Longest title, in bytes.
pub const TITLE_MOST: usize = 2048;
/// Longest source, in bytes.
pub const SOURCE_MOST: usize = 256;
/// Longest address, in bytes.
pub const URL_MOST: usize = 2048;
/// How far ahead of the service's clock a publication may lie: clocks and zones differ, scheduled articles exist.
const AHEAD_MOST: SignedDuration = SignedDuration::from_hours(48);

/// What an article that a caller sends is held to, beyond the contract's own bounds.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Longest body, in bytes.
    pub max_body_bytes: usize,
    /// The service's clock.
    pub now: Timestamp,
    /// The languages that can be read.
    pub languages: &'a [Language],
}

/// The article that a caller sends, checked; an id is made where it has none. Fields are named without `article.`.
pub fn accept(mut article: v1::Article, rules: &Rules<'_>) -> Result<Article, Failure> {
    if article.body.trim().is_empty() {
        return Err(Failure::invalid("is empty").within("body"));
    }
    field::text(&article.body, rules.max_body_bytes).within("body")?;
    field::text(&article.title, TITLE_MOST).within("title")?;
    field::line(&article.source, SOURCE_MOST).within("source")?;
    field::line(&article.url, URL_MOST).within("url")?;
    readable(&article.language, rules.languages).within("language")?;
    assign_id(&mut article);
    let article = decode(article)?;
    if let Some(publication) = &article.published
        && publication.time.duration_since(rules.now) > AHEAD_MOST
    {
        let message = format!("{} is more than two days after {}", publication.time, rules.now);
        return Err(Failure::invalid(message).within("publish_time"));
    }
    Ok(article)
}

/// Gives an article an id if it has none: the same for the same words of the same source.
pub fn assign_id(article: &mut v1::Article) {
    if article.article_id.is_empty() {
        let parts = [&article.source, &article.title, &article.body].map(String::as_bytes);
        article.article_id = digest::of_parts(&parts);
        // 128 bits: no two articles meet by chance.
        article.article_id.truncate(32);
    }
}

fn readable(code: &str, known: &[Language]) -> Result<(), Failure> {
    if code.is_empty() || known.iter().any(|language| language.as_str() == code) {
        return Ok(());
    }
    let known = known.iter().map(Language::as_str).collect::<Vec<_>>().join(", ");
    let code: String = code.chars().take(32).collect();
    Err(Failure::new(
        ErrorReason::LanguageUnknown,
        format!("{code:?} is none of the languages read here: {known}"),
    )
    .with("language", code)
    .with("known", known))
}

/// The article on the wire.
pub fn encode(article: &Article) -> v1::Article {
    let published = article.published.as_ref();
    v1::Article {
        tenant: article.tenant.to_string(),
        article_id: article.id.to_string(),
        title: article.title.clone(),
        body: article.body.clone(),
        language: article.language.map_or_else(String::new, |language| language.to_string()),
        publish_time: published.map(|publication| field::to_timestamp(publication.time)),
        time_zone: published.map_or_else(String::new, |publication| zone::encode(&publication.zone)),
        source: article.source.clone(),
        url: article.url.clone(),
    }
}

/// The article that the message tells, its id given: every value is one of the domain's, no bound is checked.
pub fn decode(article: v1::Article) -> Result<Article, Failure> {
    let language = match article.language.as_str() {
        "" => None,
        code => Some(
            Language::new(code).map_err(|error| Failure::invalid(error.to_string())).within("language")?,
        ),
    };
    let time = article.publish_time.as_ref().map(field::timestamp).transpose().within("publish_time")?;
    let zone = zone::decode(&article.time_zone).within("time_zone")?;
    Ok(Article {
        tenant: field::tenant(&article.tenant).within("tenant")?,
        id: field::article_id(&article.article_id).within("article_id")?,
        title: article.title,
        body: article.body,
        language,
        published: time.map(|time| Publication { time, zone }),
        source: article.source,
        url: article.url,
    })
}

/// The text in which the article's offsets count: [`Article::text`] of the same article.
pub fn text(article: &v1::Article) -> Cow<'_, str> {
    match article.title.as_str() {
        "" => Cow::Borrowed(&article.body),
        title => Cow::Owned(format!("{title}\n\n{}", article.body)),
    }
}

/// The SHA-256 of an article's text, 64 hexadecimal digits in lower case.
pub fn text_sha256(text: &str) -> String {
    digest::of_text(text)
}

/// The key under which an article's entries stand in a log, tenant first.
pub fn subject(tenant: &entente_model::Tenant, id: &ArticleId) -> Vec<u8> {
    [subjects_of(tenant).as_slice(), id.as_str().as_bytes()].concat()
}

/// What every subject of a tenant's articles begins with, and no other tenant's: ids hold no NUL.
pub fn subjects_of(tenant: &entente_model::Tenant) -> Vec<u8> {
    [tenant.as_str().as_bytes(), b"\0"].concat()
}
