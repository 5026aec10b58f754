//! The record of how a base id became part of an entity, or ceased to be.

use entente_facts::{EntityId, IdentityChange};
use entente_model::ArticleId;
use serde::{Deserialize, Serialize};

use super::time::{MomentRecord, moment, to_moment};
use super::{RecordError, decode, encode};

#[derive(Serialize, Deserialize)]
struct ChangeRecord<'a> {
    moment: MomentRecord,
    merged: bool,
    name: &'a str,
    id: [u8; 16],
    of: [u8; 16],
    article: &'a str,
}

pub(crate) fn encode_identity_change(change: &IdentityChange) -> Result<Vec<u8>, RecordError> {
    encode(&ChangeRecord {
        moment: moment(change.moment),
        merged: change.merged,
        name: &change.name,
        id: change.id.to_bytes(),
        of: change.of.to_bytes(),
        article: change.article.as_str(),
    })
}

pub(crate) fn decode_identity_change(bytes: &[u8]) -> Result<IdentityChange, RecordError> {
    let record: ChangeRecord<'_> = decode(bytes)?;
    Ok(IdentityChange {
        moment: to_moment(record.moment)?,
        merged: record.merged,
        name: record.name.to_owned(),
        id: EntityId::from_bytes(record.id),
        of: EntityId::from_bytes(record.of),
        article: ArticleId::new(record.article)?,
    })
}
