//! The shapes of keys. Each begins with the tenant, whose id holds no zero byte; nothing stands for the one that most have. Then comes what tells
//! keys apart best, where their order allows it: the store compares the first four bytes of two keys without looking at the others.
//!
//! | tree | key after the tenant and a zero byte |
//! |---|---|
//! | articles, erased | article |
//! | readings | article, 0, entry (8 bytes) |
//! | texts | article, 0, revision (8 bytes) |
//! | withdrawn | as readings |
//! | newest | event type (1 byte), position |
//! | uses | base id (16 bytes), position |
//! | entities | base id (16 bytes) |
//! | names, cores | folded name, 0, base id (16 bytes) |
//! | canonical | base id (16 bytes) |
//! | members | entity (16 bytes), base id (16 bytes) |
//! | `identity_changes` | entity (16 bytes), moment, inverted number (4 bytes) |
//! | claims | fact (16 bytes), entry (8 bytes), place of the event (4 bytes) |
//! | heads | fact (16 bytes) |
//! | facts | event type (1 byte), fact position |
//! | `facts_of` | entity (16 bytes), event type (1 byte), part (1 byte), fact position |
//! | wholes | entity (16 bytes) |
//! | contradictions | moment, contradiction (16 bytes) |
//! | `contradictions_of` | entity (16 bytes), moment, contradiction (16 bytes) |
//!
//! A time is inverted, so that keys ascend as it descends; where there may be none, 0 comes before it, or 1 and zeros in its
//! place. A position is the time of publication, if any, that of appending, article, 0, revision (8 bytes), entry (8
//! bytes): keys ascend as [`entente_facts::EventPosition`] does, but for the events of one reading, which share one. A fact
//! position is the time of publication, if any, the moment at which it was learned, and the fact; a moment is its time and
//! its inverted entry. Numbers are big-endian.

use entente_facts::{
    ArticleInfo, ContradictionId, ContradictionPosition, EntityId, EventPosition, FactId, FactPosition,
    Moment,
};
use entente_model::{ArticleId, EventType, Tenant};
use jiff::Timestamp;

use crate::record::RecordError;

/// Bytes of a key, as most are at most.
const USUAL: usize = 64;
/// Bytes of a time.
const TIME: usize = 9;
/// Bytes of the flag and time of publication, which a position begins with.
pub(crate) const PUBLISHED: usize = 1 + TIME;
/// Bytes of a moment.
const MOMENT: usize = TIME + 8;
/// Zero byte, revision, entry.
const TAIL: usize = 1 + 8 + 8;

/// What all keys of a tenant begin with.
pub(crate) fn tenant(tenant: &Tenant) -> Vec<u8> {
    let mut key = Vec::with_capacity(USUAL);
    if !tenant.is_default() {
        key.extend_from_slice(tenant.as_str().as_bytes());
    }
    key.push(0);
    key
}

/// What comes after all keys that begin so.
pub(crate) fn after(prefix: &[u8]) -> Vec<u8> {
    let mut after = prefix.to_vec();
    while let Some(last) = after.pop() {
        if last < u8::MAX {
            after.push(last + 1);
            break;
        }
    }
    after
}

pub(crate) fn article(whose: &Tenant, id: &ArticleId) -> Vec<u8> {
    let mut key = tenant(whose);
    key.extend_from_slice(id.as_str().as_bytes());
    key
}

/// What one entry of the log says of an article.
pub(crate) fn reading(whose: &Tenant, id: &ArticleId, entry: u64) -> Vec<u8> {
    let mut key = article(whose, id);
    key.push(0);
    key.extend_from_slice(&entry.to_be_bytes());
    key
}

/// The text of a revision of an article.
pub(crate) fn text(whose: &Tenant, id: &ArticleId, revision: u64) -> Vec<u8> {
    reading(whose, id, revision)
}

/// What the keys of all events, or of all facts, of a kind begin with.
pub(crate) fn newest(whose: &Tenant, event_type: EventType) -> Vec<u8> {
    let mut key = tenant(whose);
    key.push(kind(event_type));
    key
}

const fn kind(event_type: EventType) -> u8 {
    match event_type {
        EventType::Partnership => 1,
        EventType::Stake => 2,
        EventType::Strategy => 3,
        EventType::Statement => 4,
    }
}

/// What the keys of all uses of a base id begin with.
pub(crate) fn uses(whose: &Tenant, id: EntityId) -> Vec<u8> {
    entity(whose, id)
}

/// What the keys of uses of a base id in which it takes part in events of a kind begin with; none, of those in which it takes part in no
/// event.
pub(crate) fn uses_in(whose: &Tenant, id: EntityId, event_type: Option<EventType>) -> Vec<u8> {
    let mut key = uses(whose, id);
    key.push(event_type.map_or(0, kind));
    key
}

/// What the keys of all uses of a base id begin with, by kind of event.
pub(crate) fn uses_by_kind(whose: &Tenant, id: EntityId) -> impl Iterator<Item = Vec<u8>> {
    let kinds = EventType::ALL.iter().copied().map(Some).chain([None]);
    kinds.map(move |event_type| uses_in(whose, id, event_type))
}

/// The position in the key of a use that begins with what [`uses`] has made.
pub(crate) fn position_in_use<'a>(key: &'a [u8], uses: &[u8]) -> &'a [u8] {
    key.get(uses.len() + 1..).unwrap_or_default()
}

/// The part that an entity has in a fact: the list that holds the fact's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Any, but in a stake.
    Any = 0,
    /// It holds the stake.
    Holder = 1,
    /// The stake is in it.
    Target = 2,
}

/// What the keys of all facts of a kind in which an entity has a part begin with.
pub(crate) fn facts_of(whose: &Tenant, event_type: EventType, part: u8, entity: EntityId) -> Vec<u8> {
    let mut key = self::entity(whose, entity);
    key.extend_from_slice(&[kind(event_type), part]);
    key
}

/// A fact's place in every list.
pub(crate) fn fact_position(position: &FactPosition) -> Vec<u8> {
    let mut key = published_from(position.published);
    key.extend_from_slice(&moment(position.learned));
    key.extend_from_slice(&position.id.to_bytes());
    key
}

/// The place of a fact in every list, of its bytes.
pub(crate) fn to_fact_position(position: &[u8]) -> Result<FactPosition, RecordError> {
    let wrong = || RecordError::Key(position.len());
    let (undated, rest) = position.split_first().ok_or_else(wrong)?;
    let (published, rest) = rest.split_first_chunk().ok_or_else(wrong)?;
    let (learned, rest) = rest.split_first_chunk().ok_or_else(wrong)?;
    let (entry, id) = rest.split_first_chunk().ok_or_else(wrong)?;
    let published = (*undated == 0).then(|| ascending(published)).transpose()?;
    let learned = Moment { time: ascending(learned)?, position: !u64::from_be_bytes(*entry) };
    let id = id.try_into().map(FactId::from_bytes).map_err(|_| wrong())?;
    Ok(FactPosition { published, learned, id })
}

/// The fact at the end of its place in a list.
pub(crate) fn fact_of(position: &[u8]) -> Result<FactId, RecordError> {
    position.last_chunk().copied().map(FactId::from_bytes).ok_or(RecordError::Key(position.len()))
}

pub(crate) fn fact(whose: &Tenant, id: FactId) -> Vec<u8> {
    let mut key = tenant(whose);
    key.extend_from_slice(&id.to_bytes());
    key
}

/// A claim of a fact, by the entry that brought it and the place of its event there.
pub(crate) fn claim(whose: &Tenant, id: FactId, entry: u64, place: u32) -> Vec<u8> {
    let mut key = fact(whose, id);
    key.extend_from_slice(&entry.to_be_bytes());
    key.extend_from_slice(&place.to_be_bytes());
    key
}

/// A contradiction's place among all.
pub(crate) fn contradiction(whose: &Tenant, at: &ContradictionPosition) -> Vec<u8> {
    let mut key = tenant(whose);
    key.extend_from_slice(&contradiction_position(at));
    key
}

/// A contradiction's place in every list.
pub(crate) fn contradiction_position(at: &ContradictionPosition) -> Vec<u8> {
    let mut key = moment(at.raised).to_vec();
    key.extend_from_slice(&at.id.to_bytes());
    key
}

/// The contradiction at the end of its place in a list.
pub(crate) fn contradiction_of(position: &[u8]) -> Result<ContradictionId, RecordError> {
    let id = position.last_chunk().copied().map(ContradictionId::from_bytes);
    id.ok_or(RecordError::Key(position.len()))
}

/// A change of who is part of an entity, by its number among those that were applied at once: newest first.
pub(crate) fn identity_change(whose: &Tenant, id: EntityId, at: Moment, number: u32) -> Vec<u8> {
    let mut key = entity(whose, id);
    key.extend_from_slice(&moment(at));
    key.extend_from_slice(&(!number).to_be_bytes());
    key
}

/// Bytes that descend as moments ascend.
fn moment(moment: Moment) -> [u8; MOMENT] {
    let mut bytes = [0; MOMENT];
    bytes[..TIME].copy_from_slice(&descending(moment.time));
    bytes[TIME..].copy_from_slice(&(!moment.position).to_be_bytes());
    bytes
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

/// The entity at the end of a key.
pub(crate) fn entity_of(key: &[u8]) -> Result<EntityId, RecordError> {
    key.last_chunk().copied().map(EntityId::from_bytes).ok_or(RecordError::Key(key.len()))
}

/// The position of an article's events.
pub(crate) fn position_of(article: &ArticleInfo) -> Vec<u8> {
    let mut key = place(article.published, article.appended.time, &article.id, article.revision);
    key.extend_from_slice(&article.appended.position.to_be_bytes());
    key
}

/// What the position that an event shares with the others of its reading begins with.
pub(crate) fn position(event: &EventPosition) -> Vec<u8> {
    place(event.published, event.appended, &event.id.article, event.id.revision)
}

fn place(published: Option<Timestamp>, appended: Timestamp, id: &ArticleId, revision: u64) -> Vec<u8> {
    let mut key = published_from(published);
    key.extend_from_slice(&descending(appended));
    key.extend_from_slice(id.as_str().as_bytes());
    key.push(0);
    key.extend_from_slice(&revision.to_be_bytes());
    key
}

/// What the positions of articles of this time begin with.
pub(crate) fn published_from(published: Option<Timestamp>) -> Vec<u8> {
    let mut key = Vec::with_capacity(64);
    key.push(u8::from(published.is_none()));
    key.extend_from_slice(&published.map_or([0; TIME], descending));
    key
}

/// The article in a position, and the entry.
pub(crate) fn reading_of(position: &[u8]) -> Result<(ArticleId, u64), RecordError> {
    let wrong = || RecordError::Key(position.len());
    let end = position.len().checked_sub(TAIL).ok_or_else(wrong)?;
    let article = position.get(PUBLISHED + TIME..end).ok_or_else(wrong)?;
    let entry = position.last_chunk().copied().map(u64::from_be_bytes).ok_or_else(wrong)?;
    Ok((ArticleId::new(String::from_utf8(article.to_vec())?)?, entry))
}

/// The time of what [`descending`] wrote.
fn ascending(bytes: &[u8; TIME]) -> Result<Timestamp, RecordError> {
    let mut inverted = [u8::MAX; 16];
    inverted[16 - TIME..].copy_from_slice(bytes);
    Ok(Timestamp::from_nanosecond(!i128::from_be_bytes(inverted) - (1 << 71))?)
}

/// Bytes that descend as time ascends.
fn descending(time: Timestamp) -> [u8; TIME] {
    // All times lie within 2^70 nanoseconds of 1970: 9 bytes hold them once none is negative. Inverting all bits
    // reverses the order.
    let ascending = time.as_nanosecond() + (1 << 71);
    let bytes = (!ascending).to_be_bytes();
    bytes.last_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use entente_facts::EventId;

    use super::*;

    fn at(published: Option<&str>, appended: &str, article: &str, revision: u64) -> EventPosition {
        EventPosition {
            published: published.map(|time| time.parse().unwrap()),
            appended: appended.parse().unwrap(),
            id: EventId { article: ArticleId::new(article).unwrap(), revision, place: 0 },
        }
    }

    #[test]
    fn keys_ascend_as_positions_do() {
        let times = [
            None,
            Some("-009999-01-02T01:59:59Z"),
            Some("1969-12-31T23:59:59.5Z"),
            Some("1970-01-01T00:00:00Z"),
            Some("2023-02-06T10:00:00Z"),
            Some("9999-12-30T22:00:00.999999999Z"),
        ];
        let mut positions = Vec::new();
        for published in times {
            for appended in ["1960-01-01T00:00:00Z", "2024-01-01T00:00:00Z"] {
                for article in ["a", "a-", "a1", "b"] {
                    for revision in [1, 2, 256] {
                        positions.push(at(published, appended, article, revision));
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
    fn a_fact_comes_back_from_its_position() {
        let id = FactId::from_bytes([3; 16]);
        for published in
            [None, Some(Timestamp::MIN), "1969-07-20T20:17:40.5Z".parse().ok(), Some(Timestamp::MAX)]
        {
            for time in [Timestamp::UNIX_EPOCH, Timestamp::MAX] {
                let at = FactPosition { published, learned: Moment { time, position: 9 }, id };
                assert_eq!(to_fact_position(&fact_position(&at)).unwrap(), at);
            }
        }
        assert!(to_fact_position(b"short").is_err());
    }

    #[test]
    fn a_reading_comes_back_from_its_position() {
        let at = at(Some("2023-02-06T10:00:00Z"), "2024-01-01T00:00:00Z", "wire:42", 7);
        let mut position = position(&at);
        position.extend_from_slice(&9_u64.to_be_bytes());
        assert_eq!(reading_of(&position).unwrap(), (at.id.article, 9));
        assert!(reading_of(b"short").is_err());
    }
}
