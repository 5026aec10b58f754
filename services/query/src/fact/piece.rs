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

use std::collections::HashMap;

use entente_facts::{EntityId, FoundFact};
use entente_index::Presenter;
use entente_wire::v1::fact::About;
use entente_wire::{Failure, v1};
use prost::Message;
use prost::bytes::Bytes;
use prost::encoding::{WireType, encode_key, encode_varint};

use super::naming::{Nameless, Naming, Refer};

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
        frames.iter().for_each(|frame| frame.write(&mut piece));
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
    naming: Naming<'a>,
    /// The bytes of references.
    known: HashMap<EntityId, Bytes>,
    /// Of the frame that is being made.
    frame: Vec<u8>,
}

impl<'a> Joiner<'a> {
    pub(super) fn new(naming: Naming<'a>) -> Self {
        Self { naming, known: HashMap::new(), frame: Vec::new() }
    }

    /// The bytes of the fact's message.
    pub(super) fn join(&mut self, piece: &[u8]) -> Result<Bytes, Failure> {
        let mut left = Left(piece);
        let mut fact = Vec::with_capacity(piece.len() + USUAL / 8);
        for _ in 0..left.byte()? {
            let (field, count) = (left.byte()?, u16::from_be_bytes(left.chunk()?));
            self.frame.clear();
            for _ in 0..count {
                let (field, id) = (left.byte()?, EntityId::from_bytes(left.chunk()?));
                let reference = self.reference(id)?;
                put(&mut self.frame, field, &reference);
            }
            let length = usize::try_from(u32::from_be_bytes(left.chunk()?)).unwrap_or(usize::MAX);
            self.frame.extend_from_slice(left.take(length)?);
            put(&mut fact, field, &self.frame);
        }
        fact.extend_from_slice(left.0);
        Ok(fact.into())
    }

    fn reference(&mut self, id: EntityId) -> Result<Bytes, Failure> {
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let reference: Bytes = self.naming.reference(id)?.encode_to_vec().into();
        self.known.insert(id, reference.clone());
        Ok(reference)
    }
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
