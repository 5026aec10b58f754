//! The record of what one entry of the log says of an article: what is told of it, its events, the names it uses. It
//! is written once and stays when the article is revised or withdrawn: what was believed then rested on it.

use std::sync::Arc;

use entente_facts::{ArticleInfo, BANDS, Contribution, EntityId, EventId, IndexedEvent, NameUse, Signature};
use entente_model::{ArticleId, Language, Tenant};
use serde::{Deserialize, Serialize};

use super::testimony::TestimonyRecord;
use super::time::{MomentRecord, Time, moment, time, to_moment, to_time};
use super::{Block, EventRecord, RecordError, decode, encode};

#[derive(Serialize, Deserialize)]
pub(crate) struct ReadingRecord<'a> {
    #[serde(borrow)]
    info: InfoRecord<'a>,
    /// By place, each an [`EventRecord`] of its own, so that one can be read without the others.
    #[serde(borrow)]
    events: Vec<(u32, Block<'a>)>,
}

/// What follows a [`ReadingRecord`] in the same bytes: only the end of the reading asks for it.
#[derive(Serialize, Deserialize)]
struct WholeRecord<'a> {
    #[serde(borrow)]
    reading: ReadingRecord<'a>,
    #[serde(borrow)]
    names: Vec<NameRecord<'a>>,
    signature: Option<[u32; BANDS]>,
    reread: bool,
    #[serde(borrow)]
    testimonies: Vec<TestimonyRecord<'a>>,
}

/// What is told of an article.
#[derive(Serialize, Deserialize)]
pub(crate) struct InfoRecord<'a> {
    revision: u64,
    title: &'a str,
    source: &'a str,
    url: &'a str,
    published: Option<Time>,
    appended: MomentRecord,
    language: Option<&'a str>,
    text_sha256: DigestRecord<'a>,
}

/// A digest, as bytes where it is written in hexadecimal digits.
#[derive(Serialize, Deserialize)]
enum DigestRecord<'a> {
    Bytes([u8; 32]),
    Text(&'a str),
}

#[derive(Serialize, Deserialize)]
struct NameRecord<'a> {
    entity: [u8; 16],
    name: &'a str,
    own: bool,
}

/// A reading: what an article added, without the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kept {
    pub(crate) contribution: Contribution,
    /// The article was read anew.
    pub(crate) reread: bool,
}

/// The bytes of the record of a reading.
pub(crate) fn encode_reading(kept: &Kept) -> Result<Vec<u8>, RecordError> {
    let Kept { contribution, reread } = kept;
    let article = &contribution.article;
    let events =
        contribution.events.iter().map(|event| Ok((event.id.place, encode(&EventRecord::of(event))?)));
    let events = events.collect::<Result<Vec<_>, RecordError>>()?;
    let name = |used: &'_ NameUse| (used.entity.to_bytes(), used.own);
    let names = contribution.names.iter().map(|used| {
        let (entity, own) = name(used);
        NameRecord { entity, name: &used.name, own }
    });
    encode(&WholeRecord {
        reading: ReadingRecord {
            info: InfoRecord::of(article),
            events: events.iter().map(|(place, event)| (*place, Block(event))).collect(),
        },
        names: names.collect(),
        signature: contribution.signature.map(|signature| signature.bands()),
        reread: *reread,
        testimonies: contribution.testimonies.iter().map(TestimonyRecord::of).collect(),
    })
}

/// The reading of a record.
pub(crate) fn decode_reading(bytes: &[u8], tenant: &Tenant, id: &ArticleId) -> Result<Kept, RecordError> {
    let whole: WholeRecord<'_> = decode(bytes)?;
    let article = Arc::new(whole.reading.info(tenant, id)?);
    let places = whole.reading.events.iter().map(|&(place, _)| place);
    let events = places.map(|place| whole.reading.event(&article, place));
    let names = whole.names.into_iter().map(|used| NameUse {
        entity: EntityId::from_bytes(used.entity),
        name: used.name.to_owned(),
        own: used.own,
    });
    let testimonies = whole.testimonies.into_iter().map(TestimonyRecord::rebuild);
    let reread = whole.reread;
    let contribution = Contribution {
        events: events.collect::<Result<_, _>>()?,
        names: names.collect(),
        article,
        text: String::new(),
        signature: whole.signature.map(Signature::from_bands),
        testimonies: testimonies.collect::<Result<_, _>>()?,
    };
    Ok(Kept { contribution, reread })
}

impl<'a> InfoRecord<'a> {
    pub(crate) fn of(article: &'a ArticleInfo) -> Self {
        Self {
            revision: article.revision,
            title: &article.title,
            source: &article.source,
            url: &article.url,
            published: time(article.published),
            appended: moment(article.appended),
            language: article.language.as_ref().map(Language::as_str),
            text_sha256: DigestRecord::of(&article.text_sha256),
        }
    }

    pub(crate) fn rebuild(&self, tenant: &Tenant, id: &ArticleId) -> Result<ArticleInfo, RecordError> {
        Ok(ArticleInfo {
            tenant: tenant.clone(),
            id: id.clone(),
            revision: self.revision,
            title: self.title.to_owned(),
            source: self.source.to_owned(),
            url: self.url.to_owned(),
            published: to_time(self.published)?,
            appended: to_moment(self.appended)?,
            language: self.language.map(Language::new).transpose()?,
            text_sha256: self.text_sha256.to_text(),
        })
    }
}

impl ReadingRecord<'_> {
    /// What is told of the article.
    pub(crate) fn info(&self, tenant: &Tenant, id: &ArticleId) -> Result<ArticleInfo, RecordError> {
        self.info.rebuild(tenant, id)
    }

    /// The event of a place.
    pub(crate) fn event(&self, article: &Arc<ArticleInfo>, place: u32) -> Result<IndexedEvent, RecordError> {
        let block = self.events.iter().find(|(given, _)| *given == place).map(|(_, block)| block);
        let record: EventRecord<'_> = decode(block.ok_or(RecordError::Missing)?.0)?;
        let (event, entities) = record.rebuild()?;
        let id = EventId { article: article.id.clone(), revision: article.revision, place };
        Ok(IndexedEvent { id, event, article: Arc::clone(article), entities })
    }
}

impl<'a> DigestRecord<'a> {
    fn of(text: &'a str) -> Self {
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes = pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?));
        match bytes.collect::<Option<Vec<u8>>>().and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) if rest.is_empty() => Self::Bytes(bytes),
            Some(_) | None => Self::Text(text),
        }
    }

    fn to_text(&self) -> String {
        match self {
            Self::Text(text) => (*text).to_owned(),
            Self::Bytes(bytes) => {
                let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
                bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_comes_back_as_it_was() {
        for text in ["", "ab", "AB", &"0".repeat(64), &"f9".repeat(32), &"F9".repeat(32), &"é".repeat(32)] {
            assert_eq!(DigestRecord::of(text).to_text(), text);
        }
        assert!(matches!(DigestRecord::of(&"0a".repeat(32)), DigestRecord::Bytes(_)));
    }
}
