//! What an event says of which facts.

mod partnership;
mod stake;
mod strategy;
mod when;

use entente_model::{Assertion, FactStatus, Party, Polarity, SourceKind, Statement};

use crate::signature::hash;
use crate::words::split;
use crate::{About, Claim, EntityId, IndexedEvent, Signature, Telling};

use when::When;

/// Fewest words that make the same passage in two articles a copy and not a coincidence.
const PASSAGE_WORDS: usize = 8;

/// What is known of the article of an event, beside what stands in the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What the article's text is like.
    pub signature: Option<Signature>,
    /// The article was read anew.
    pub reread: bool,
}

/// What an event says of which facts, each fact once, who is who being as `canonical` has it. Events whose parties are all unnamed say nothing of any.
pub fn claims(
    event: &IndexedEvent,
    reading: Reading,
    canonical: &dyn Fn(EntityId) -> EntityId,
) -> Vec<(About, Claim)> {
    let teller = Teller { event, reading, canonical };
    match &event.event.assertion {
        Assertion::Partnership(partnership) => teller.partnership(partnership).into_iter().collect(),
        Assertion::Stake(stake) => teller.stake(stake),
        Assertion::Strategy(strategy) => teller.strategy(strategy).into_iter().collect(),
        Assertion::Statement(statement) => vec![teller.statement(statement)],
    }
}

/// An event about to be told as claims.
struct Teller<'a> {
    event: &'a IndexedEvent,
    reading: Reading,
    canonical: &'a dyn Fn(EntityId) -> EntityId,
}

impl Teller<'_> {
    fn entity(&self, party: &Party) -> Option<EntityId> {
        party.name().and_then(|name| self.event.entity(name)).map(self.canonical)
    }

    /// The named parties, ascending, each once.
    fn entities(&self, parties: &[Party]) -> Vec<EntityId> {
        let mut ids: Vec<EntityId> = parties.iter().filter_map(|party| self.entity(party)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn statement(&self, statement: &Statement) -> (About, Claim) {
        let about = About::Statement {
            speakers: self.entities(&statement.speakers),
            words: split(&statement.quote).join(" "),
        };
        let mut claim = self.claim(FactStatus::Said, Telling::State);
        claim.topic = Some(statement.quote.clone());
        (about, claim)
    }

    /// A claim with all that every kind of event has.
    fn claim(&self, status: FactStatus, telling: Telling) -> Claim {
        let IndexedEvent { id, event, article, .. } = self.event;
        let When { day, told, until, expected } = When::of(event, article.published, status);
        Claim {
            event: id.clone(),
            learned: article.appended,
            reread: self.reading.reread,
            withdrawn: None,
            published: article.published,
            status,
            telling,
            action: None,
            denies: event.polarity == Polarity::Negative,
            certainty: event.certainty,
            confidence: event.confidence,
            source: event.source.kind,
            teller: self.teller(),
            day,
            day_told: told,
            until,
            expected,
            share: None,
            share_before: None,
            share_change: None,
            amount: None,
            seller: None,
            merged: None,
            kind: None,
            topic: None,
            regions: Vec::new(),
            signature: self.reading.signature,
            passage: self.passage(),
        }
    }

    /// The named source, where it takes no part: two articles that cite it are one origin.
    fn teller(&self) -> Option<EntityId> {
        let source = &self.event.event.source;
        let named = source.name.as_ref().filter(|_| source.kind != SourceKind::Author)?;
        let teller = self.entity(named)?;
        let takes_part = self.event.participants().into_iter().any(|id| (self.canonical)(id) == teller);
        (!takes_part).then_some(teller)
    }

    fn passage(&self) -> Option<u64> {
        let evidence = self.event.event.evidence.iter();
        let words: Vec<String> = evidence.flat_map(|evidence| split(&evidence.quote)).collect();
        (words.len() >= PASSAGE_WORDS).then(|| hash(words.join(" ").as_bytes()))
    }
}
