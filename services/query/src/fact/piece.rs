//! Facts on the wire, made ready when they change: a page is put together from their bytes, into which the names of entities are set.
//!
//! A piece is a fact's message in parts. The fields in which entities are named come first, as frames: what the field is, the entities,
//! and the bytes of all else in it. The bytes of the other fields follow. On the wire, fields may stand in any order.
//!
//! | bytes | |
//! |---|---|
//! | 1 | number of frames |
//! | 1, 2 | of each frame: its field, number of entities |
//! | 1, 16 | of each entity: the field within, its id |
//! | 4, ... | length and bytes of the frame's other fields |
//! | ... | the fact's other fields |

use std::collections::hash_map::Entry;

use entente_facts::{EntityId, FoundFact};
use entente_index::{Presenter, View};
use entente_model::Tenant;
use entente_wire::v1::fact::About;
use entente_wire::{Failure, v1};
use prost::Message;
use prost::bytes::{Bytes, BytesMut};
use prost::encoding::{WireType, encode_key, encode_varint};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::naming::{self, Nameless};

/// Another number makes every index rebuild itself: raise it with any change to the messages of a fact, to how they are made, or to pieces.
const LOOK: u32 = 1;

/// Bytes of a piece, as most are.
const USUAL: usize = 1024;

/// Makes the pieces of facts.
#[derive(Debug)]
pub(crate) struct Pieces;

/// A field of a fact in which entities are named.
struct Frame {
    field: u8,
    /// Each with its field within.
    named: Vec<(u8, v1::EntityReference)>,
    /// All else in it.
    others: Vec<u8>,
}

impl Presenter for Pieces {
    fn look(&self) -> String {
        LOOK.to_string()
    }

    fn piece(&self, found: FoundFact) -> Vec<u8> {
        let Ok(mut fact) = super::encode(found, &mut Nameless);
        let mut frames: Vec<Frame> = fact.about.take().map(about).into_iter().collect();
        for (field, stage) in [(7, &mut fact.holding), (8, &mut fact.pending)] {
            if let Some(mut stage) = stage.take_if(|stage| stage.seller.is_some()) {
                let named = named(8, stage.seller.take());
                frames.push(Frame { field, named, others: stage.encode_to_vec() });
            }
        }
        let mut piece = Vec::with_capacity(USUAL);
        piece.push(u8::try_from(frames.len()).unwrap_or_default());
        for frame in &frames {
            frame.write(&mut piece);
        }
        // A vector takes as much as there is.
        let _ = fact.encode(&mut piece);
        piece
    }
}

/// What a fact is about, as a frame.
fn about(about: About) -> Frame {
    match about {
        About::Partnership(mut it) => {
            let named = named(1, std::mem::take(&mut it.parties));
            Frame { field: 2, named, others: it.encode_to_vec() }
        }
        About::Stake(mut it) => {
            let named = [named(1, it.holder.take()), named(2, it.target.take())].concat();
            Frame { field: 3, named, others: it.encode_to_vec() }
        }
        About::Merger(mut it) => {
            let named = [named(1, std::mem::take(&mut it.parties)), named(2, it.merged.take())].concat();
            Frame { field: 4, named, others: it.encode_to_vec() }
        }
        About::Strategy(mut it) => {
            let named = named(1, it.actor.take());
            Frame { field: 5, named, others: it.encode_to_vec() }
        }
        About::Statement(mut it) => {
            let named = named(1, std::mem::take(&mut it.speakers));
            Frame { field: 6, named, others: it.encode_to_vec() }
        }
    }
}

fn named(
    field: u8,
    references: impl IntoIterator<Item = v1::EntityReference>,
) -> Vec<(u8, v1::EntityReference)> {
    references.into_iter().map(|reference| (field, reference)).collect()
}

impl Frame {
    fn write(&self, piece: &mut Vec<u8>) {
        // What a fact names is bounded by what an event may name, far below this.
        let count = u16::try_from(self.named.len()).unwrap_or(u16::MAX);
        let others = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
        piece.push(self.field);
        piece.extend_from_slice(&count.to_be_bytes());
        for (field, reference) in self.named.iter().take(usize::from(count)) {
            let id = reference.entity_id.parse().unwrap_or(EntityId::from_bytes([0; 16]));
            piece.push(*field);
            piece.extend_from_slice(&id.to_bytes());
        }
        piece.extend_from_slice(&others.to_be_bytes());
        piece.extend_from_slice(&self.others);
    }
}

/// Sets the names of entities into pieces, each looked up once for an answer.
pub(super) struct Joiner<'a> {
    view: &'a View,
    tenant: &'a Tenant,
    /// The bytes of references.
    known: FxHashMap<EntityId, Vec<u8>>,
    /// Of the frame that is being made, and of those of the fact.
    frame: Vec<u8>,
    frames: Vec<u8>,
    /// Facts of a page stand in one piece of memory.
    page: BytesMut,
}

impl<'a> Joiner<'a> {
    /// Of so many pieces.
    pub(super) fn new(view: &'a View, tenant: &'a Tenant, pieces: usize) -> Self {
        let page = BytesMut::with_capacity(pieces * USUAL);
        let known = FxHashMap::with_capacity_and_hasher(pieces + 1, FxBuildHasher);
        Self { view, tenant, known, frame: Vec::new(), frames: Vec::new(), page }
    }

    /// The bytes of the fact's message.
    pub(super) fn join(&mut self, piece: &[u8]) -> Result<Bytes, Failure> {
        let mut left = Left(piece);
        self.frames.clear();
        for _ in 0..left.byte()? {
            let (field, count) = (left.byte()?, u16::from_be_bytes(left.chunk()?));
            self.frame.clear();
            for _ in 0..count {
                let (field, id) = (left.byte()?, EntityId::from_bytes(left.chunk()?));
                let reference = match self.known.entry(id) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(reference(self.view, self.tenant, id)?),
                };
                put(&mut self.frame, field, reference);
            }
            let length = usize::try_from(u32::from_be_bytes(left.chunk()?)).unwrap_or(usize::MAX);
            self.frame.extend_from_slice(left.take(length)?);
            put(&mut self.frames, field, &self.frame);
        }
        self.page.reserve(self.frames.len() + left.0.len());
        self.page.extend_from_slice(&self.frames);
        self.page.extend_from_slice(left.0);
        Ok(self.page.split().freeze())
    }
}

/// The bytes of a reference.
fn reference(view: &View, tenant: &Tenant, id: EntityId) -> Result<Vec<u8>, Failure> {
    let reference = naming::reference(view, tenant, id)?;
    let mut bytes = Vec::with_capacity(reference.encoded_len());
    // A vector takes as much as there is.
    let _ = reference.encode(&mut bytes);
    Ok(bytes)
}

/// Writes a message as a field of another.
fn put(to: &mut Vec<u8>, field: u8, message: &[u8]) {
    encode_key(u32::from(field), WireType::LengthDelimited, to);
    encode_varint(message.len() as u64, to);
    to.extend_from_slice(message);
}

/// What is left of a piece.
struct Left<'p>(&'p [u8]);

impl<'p> Left<'p> {
    fn take(&mut self, count: usize) -> Result<&'p [u8], Failure> {
        let (taken, left) = self.0.split_at_checked(count).ok_or_else(damaged)?;
        self.0 = left;
        Ok(taken)
    }

    fn chunk<const N: usize>(&mut self) -> Result<[u8; N], Failure> {
        self.take(N)?.try_into().map_err(|_| damaged())
    }

    fn byte(&mut self) -> Result<u8, Failure> {
        let [byte] = self.chunk()?;
        Ok(byte)
    }
}

fn damaged() -> Failure {
    tracing::error!("a piece of a fact ends too early");
    Failure::internal("the index can't be read")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use entente_facts::{About, Day, Directory, Fact, FactId, FactPosition, FactStage, Moment};
    use entente_index::Index;
    use entente_model::{Certainty, FactStatus, Interest, Polarity, StrategyAction};
    use jiff::Timestamp;

    use super::*;
    use crate::fact::{Naming, encode};

    const fn id(number: u8) -> EntityId {
        EntityId::from_bytes([number; 16])
    }

    fn stage(status: FactStatus, seller: Option<EntityId>) -> FactStage {
        FactStage {
            status,
            polarity: Polarity::Positive,
            certainty: Certainty::Probable,
            from: Day { earliest: None, latest: Some(jiff::civil::date(2024, 3, 1)) },
            until: None,
            share: None,
            amount: None,
            seller,
            expected: None,
            told_by: Vec::new(),
            denied_by: Vec::new(),
        }
    }

    fn fact(about: About, holding: Option<FactStage>, pending: Option<FactStage>) -> Fact {
        let moment = Moment { time: Timestamp::UNIX_EPOCH, position: 7 };
        Fact {
            id: FactId::from_bytes([1; 16]),
            about,
            kind: None,
            topics: vec!["un vaccin".to_owned()],
            regions: vec!["Rhône".to_owned()],
            merged: Some(id(9)),
            holding,
            pending,
            belief: 0.7,
            disputed: true,
            withdrawn: false,
            support_count: 300,
            origin_count: 2,
            best_source: None,
            learned: moment,
            revised: moment,
            published: None,
            lead: None,
        }
    }

    #[test]
    fn a_piece_with_its_names_is_the_fact() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path(), Arc::new(Directory::default()), Arc::new(Pieces)).unwrap();
        let (view, tenant) = (index.view(), Tenant::default());
        let held = || Some(stage(FactStatus::InForce, None));
        let bought = || Some(stage(FactStatus::Announced, Some(id(5))));
        let (parties, words) = (vec![id(1), id(2), id(3)], "rien".to_owned());
        for (about, holding, pending) in [
            (About::Partnership { parties: parties.clone(), unnamed: true }, held(), None),
            (About::Partnership { parties: Vec::new(), unnamed: false }, None, None),
            (
                About::Stake { holder: Some(id(1)), target: id(1), interest: Interest::Shareholding },
                held(),
                bought(),
            ),
            (
                About::Stake { holder: None, target: id(2), interest: Interest::VotingRights },
                bought(),
                bought(),
            ),
            (About::Merger { parties: parties.clone() }, None, bought()),
            (
                About::Strategy { actor: id(4), action: StrategyAction::Launch, topic: Vec::new() },
                held(),
                held(),
            ),
            (About::Statement { speakers: parties, words }, held(), None),
        ] {
            let fact = fact(about, holding, pending);
            let position = FactPosition { published: None, learned: fact.learned, id: fact.id };
            let found = FoundFact { fact, lead: None, position };
            let piece = Pieces.piece(found.clone());
            let joined = Joiner::new(&view, &tenant, 1).join(&piece).unwrap();
            let expected = encode(found, &mut Naming::new(&view, &tenant)).unwrap();
            assert_eq!(v1::Fact::decode(joined).unwrap(), expected);
            let cut = &piece[..3];
            assert!(Joiner::new(&view, &tenant, 1).join(cut).is_err(), "{expected:?}");
        }
    }
}
