//! What an article may be.

use entente_wire::v1;
use entente_wire::v1::ErrorReason::{self, FieldInvalid, FieldTooLong, LanguageUnknown};

use crate::sample::{accept, now, request};

/// The article spoiled so is refused with this reason, at this field.
#[track_caller]
fn refused(reason: ErrorReason, field: &str, spoil: impl FnOnce(&mut v1::Article)) {
    let mut request = request(Vec::new());
    spoil(request.article.as_mut().unwrap());
    let failure = accept(request).unwrap_err();
    assert_eq!((failure.reason, failure.field.as_str()), (reason, field), "{failure}");
}

#[test]
fn refusals_name_the_field() {
    refused(FieldInvalid, "article.body", |article| article.body.clear());
    refused(FieldInvalid, "article.body", |article| article.body = " \n\t".to_owned());
    refused(FieldInvalid, "article.body", |article| article.body.push('\0'));
    refused(FieldTooLong, "article.body", |article| article.body = "é".repeat(501));
    refused(FieldTooLong, "article.title", |article| article.title = "t".repeat(2049));
    refused(FieldInvalid, "article.source", |article| article.source = "a\nb".to_owned());
    refused(FieldTooLong, "article.url", |article| article.url = "u".repeat(2049));
    refused(FieldInvalid, "article.tenant", |article| article.tenant = "a/b".to_owned());
    refused(FieldInvalid, "article.article_id", |article| article.article_id = "né".to_owned());
    refused(FieldTooLong, "article.article_id", |article| article.article_id = "n".repeat(129));
    refused(FieldInvalid, "article.time_zone", |article| article.time_zone = "Europe/Atlantis".to_owned());
    refused(FieldInvalid, "article.publish_time", |article| {
        article.publish_time = Some(prost_types::Timestamp { seconds: 1, nanos: -1 });
    });
    refused(FieldInvalid, "article.publish_time", |article| {
        article.publish_time =
            Some(prost_types::Timestamp { seconds: now().as_second() + 2 * 86_400 + 1, nanos: 0 });
    });
    for language in ["de", "FR", "français", "f"] {
        refused(LanguageUnknown, "article.language", |article| article.language = language.to_owned());
    }
}

#[test]
fn an_unknown_language_tells_the_known_ones() {
    let mut request = request(Vec::new());
    request.article.as_mut().unwrap().language = "de".to_owned();
    let failure = accept(request).unwrap_err();
    assert_eq!((failure.metadata["language"].as_str(), failure.metadata["known"].as_str()), ("de", "en, fr"));
}

#[test]
fn the_rest_of_a_request_is_checked_too() {
    type Spoil = fn(&mut v1::IngestArticleRequest);
    let spoilers: [(&str, Spoil); 5] = [
        ("article", |request| request.article = None),
        ("request_id", |request| request.request_id = "a\tb".to_owned()),
        ("version", |request| request.version = -1),
        ("offset_unit", |request| request.offset_unit = 4),
        ("entities[0].name", |request| request.entities = vec![v1::Entity::default()]),
    ];
    for (field, spoil) in spoilers {
        let mut request = request(Vec::new());
        spoil(&mut request);
        let failure = accept(request).unwrap_err();
        assert_eq!((failure.reason, failure.field.as_str()), (FieldInvalid, field));
    }
}

#[test]
fn scheduled_articles_may_lie_two_days_ahead() {
    let mut request = request(Vec::new());
    request.article.as_mut().unwrap().publish_time =
        Some(prost_types::Timestamp { seconds: now().as_second() + 2 * 86_400, nanos: 0 });
    assert!(accept(request).is_ok());
}

#[test]
fn the_zone_decides_the_day() {
    let mut request = request(Vec::new());
    let article = request.article.as_mut().unwrap();
    // 22:30 in London is the next day in Paris.
    article.publish_time = Some(prost_types::Timestamp { seconds: 1_715_639_400, nanos: 0 });
    let date = |request| accept(request).unwrap().article.published.unwrap().date().to_string();
    assert_eq!(date(request.clone()), "2024-05-14");
    request.article.as_mut().unwrap().time_zone.clear();
    assert_eq!(date(request), "2024-05-13");
}

#[test]
fn an_id_is_made_from_source_and_words() {
    let id = |change: fn(&mut v1::Article)| {
        let mut request = request(Vec::new());
        let article = request.article.as_mut().unwrap();
        article.article_id.clear();
        change(article);
        accept(request).unwrap().article.id
    };
    let made = id(|_| ());
    assert_eq!(made.as_str().len(), 32);
    assert_eq!(id(|article| article.url = "https://example.org/1".to_owned()), made);
    assert_ne!(id(|article| article.body.push('.')), made);
    assert_ne!(id(|article| article.source = "Le Courrier".to_owned()), made);
}

#[test]
fn the_content_is_all_that_was_given_but_ids_version_and_unit() {
    let hash = |change: fn(&mut v1::IngestArticleRequest)| {
        let mut request = request(vec![crate::sample::stake()]);
        change(&mut request);
        accept(request).unwrap().content_sha256
    };
    let plain = hash(|_| ());
    assert_eq!(plain.len(), 64);
    assert_eq!(hash(|request| request.request_id = "r".to_owned()), plain);
    assert_eq!(hash(|request| request.version = 7), plain);
    assert_eq!(hash(|request| request.article.as_mut().unwrap().article_id = "a-2".to_owned()), plain);
    assert_ne!(
        hash(|request| request.article.as_mut().unwrap().url = "https://example.org".to_owned()),
        plain
    );
    assert_ne!(hash(|request| request.events.clear()), plain);
    assert_ne!(hash(|request| request.skip_extraction = true), plain);
}
