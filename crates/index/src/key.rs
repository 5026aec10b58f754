//! The shapes of keys. Each begins with the tenant, whose id holds no zero byte.
//!
//! | tree | key after the tenant and a zero byte |
//! |---|---|
//! | articles, rests, texts | article |
//! | newest | event type (1 byte), position |
//! | `newest_of` | event type (1 byte), entity (16 bytes), position |
//! | entities | entity (16 bytes) |
//! | names | folded name, 0, entity (16 bytes) |
//!
//! A position is 0 and the inverted time of publication, or 1 and zeros where there is none; the inverted time of
//! appending; article, 0, revision (8 bytes), place (4 bytes). So keys ascend as
//! [`entente_facts::EventPosition`] does. Numbers are big-endian.

use entente_facts::{EntityId, EventId, EventPosition};
use entente_model::{ArticleId, EventType, Tenant};
use jiff::Timestamp;

use crate::record::RecordError;

/// Flag, publication, appending.
const TIMES: usize = 1 + 16 + 16;
/// Zero byte, revision, place.
const TAIL: usize = 1 + 8 + 4;

/// What all keys of a tenant begin with.
pub(crate) fn tenant(tenant: &Tenant) -> Vec<u8> {
    let mut key = tenant.as_str().as_bytes().to_vec();
    key.push(0);
    key
}

pub(crate) fn article(whose: &Tenant, id: &ArticleId) -> Vec<u8> {
    let mut key = tenant(whose);
    key.extend_from_slice(id.as_str().as_bytes());
    key
}

/// What the keys of all events of a kind begin with.
pub(crate) fn newest(whose: &Tenant, event_type: EventType) -> Vec<u8> {
    let mut key = tenant(whose);
    key.push(match event_type {
        EventType::Partnership => 1,
        EventType::Stake => 2,
        EventType::Strategy => 3,
        EventType::Statement => 4,
    });
    key
}

/// What the keys of all events of a kind in which an entity takes part begin with.
pub(crate) fn newest_of(whose: &Tenant, event_type: EventType, entity: EntityId) -> Vec<u8> {
    let mut key = newest(whose, event_type);
    key.extend_from_slice(&entity.to_bytes());
    key
}

pub(crate) fn entity(whose: &Tenant, id: EntityId) -> Vec<u8> {
    let mut key = tenant(whose);
    key.extend_from_slice(&id.to_bytes());
    key
}

/// What the keys of all entities with this folded name begin with. A key is of exactly this name when it is 16 bytes
/// longer; a name that holds a zero byte can't be taken for another.
pub(crate) fn names(whose: &Tenant, folded: &str) -> Vec<u8> {
    let mut key = names_from(whose, folded);
    key.push(0);
    key
}

/// What the keys of all entities with a name that begins like this begin with.
pub(crate) fn names_from(whose: &Tenant, folded: &str) -> Vec<u8> {
    let mut key = tenant(whose);
    key.extend_from_slice(folded.as_bytes());
    key
}

pub(crate) fn name(whose: &Tenant, folded: &str, id: EntityId) -> Vec<u8> {
    let mut key = names(whose, folded);
    key.extend_from_slice(&id.to_bytes());
    key
}

/// The entity at the end of a name's key.
pub(crate) fn entity_of(name: &[u8]) -> Result<EntityId, RecordError> {
    name.last_chunk().copied().map(EntityId::from_bytes).ok_or(RecordError::Key(name.len()))
}

pub(crate) fn position(position: &EventPosition) -> Vec<u8> {
    let mut key = published_from(position.published);
    key.extend_from_slice(&descending(position.appended));
    key.extend_from_slice(position.id.article.as_str().as_bytes());
    key.push(0);
    key.extend_from_slice(&position.id.revision.to_be_bytes());
    key.extend_from_slice(&position.id.place.to_be_bytes());
    key
}

/// What the positions of articles of this time begin with.
pub(crate) fn published_from(published: Option<Timestamp>) -> Vec<u8> {
    let mut key = vec![u8::from(published.is_none())];
    key.extend_from_slice(&published.map_or([0; 16], descending));
    key
}

/// The event at the end of a position.
pub(crate) fn event_of(position: &[u8]) -> Result<EventId, RecordError> {
    let wrong = || RecordError::Key(position.len());
    let rest = position.get(TIMES..).ok_or_else(wrong)?;
    let (article, tail) = rest.split_at_checked(rest.len().saturating_sub(TAIL)).ok_or_else(wrong)?;
    let (revision, place) = tail.get(1..).and_then(<[u8]>::split_first_chunk).ok_or_else(wrong)?;
    let place = place.try_into().map_err(|_| wrong())?;
    Ok(EventId {
        article: ArticleId::new(String::from_utf8(article.to_vec())?)?,
        revision: u64::from_be_bytes(*revision),
        place: u32::from_be_bytes(place),
    })
}

/// Bytes that descend as time ascends.
fn descending(time: Timestamp) -> [u8; 16] {
    // Flipping the sign bit orders two's complement as unsigned; inverting all bits reverses the order.
    let ascending = time.as_nanosecond() ^ i128::MIN;
    (!ascending).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(
        published: Option<&str>,
        appended: &str,
        article: &str,
        revision: u64,
        place: u32,
    ) -> EventPosition {
        EventPosition {
            published: published.map(|time| time.parse().unwrap()),
            appended: appended.parse().unwrap(),
            id: EventId { article: ArticleId::new(article).unwrap(), revision, place },
        }
    }

    #[test]
    fn keys_ascend_as_positions_do() {
        let times = [
            None,
            Some("1969-12-31T23:59:59.5Z"),
            Some("1970-01-01T00:00:00Z"),
            Some("2023-02-06T10:00:00Z"),
        ];
        let mut positions = Vec::new();
        for published in times {
            for appended in ["1960-01-01T00:00:00Z", "2024-01-01T00:00:00Z"] {
                for article in ["a", "a-", "a1", "b"] {
                    for (revision, event) in [(1, 0), (1, 256), (2, 1)] {
                        positions.push(place(published, appended, article, revision, event));
                    }
                }
            }
        }
        positions.sort();
        let mut by_key = positions.clone();
        by_key.sort_by_key(position);
        assert_eq!(by_key, positions);
    }

    #[test]
    fn an_event_comes_back_from_its_position() {
        let place = place(Some("2023-02-06T10:00:00Z"), "2024-01-01T00:00:00Z", "wire:42", 7, 3);
        assert_eq!(event_of(&position(&place)).unwrap(), place.id);
        assert!(event_of(b"short").is_err());
    }
}
