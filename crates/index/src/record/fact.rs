//! The records of a fact: all that is kept of it as of now; and the head by which it is found.

use std::sync::Arc;

use entente_facts::{
    About, ContradictionId, ContradictionPosition, EntityId, Fact, FactId, FactPosition, FactStage,
    FoundFact, Support,
};
use entente_model::{ArticleId, EventType, Tenant, Timex};
use serde::{Deserialize, Serialize};

use crate::key;
use crate::store::Tree;

use super::assertion::{ShareRecord, money, share};
use super::claim::{ClaimIdRecord, ClaimRecord, entity, to_entity};
use super::event::{SourceRecord, SpanRecord};
use super::reading::InfoRecord;
use super::time::{DayRecord, MomentRecord, Time, day, moment, time, to_day, to_moment, to_time};
use super::vocabulary::Coded;
use super::{ListOf, RecordError, decode, encode};

/// A fact with what bears it out best.
#[derive(Serialize, Deserialize)]
struct FoundRecord<'a> {
    #[serde(borrow)]
    fact: FactRecord<'a>,
    #[serde(borrow)]
    lead: Option<SupportRecord<'a>>,
}

/// What follows a [`FoundRecord`] in the same bytes: only a timeline asks for it.
#[derive(Serialize, Deserialize)]
struct WholeRecord<'a> {
    #[serde(borrow)]
    found: FoundRecord<'a>,
    #[serde(borrow)]
    stages: StagesRecord<'a>,
}

/// All stages of a fact. Most have one.
#[derive(Serialize, Deserialize)]
enum StagesRecord<'a> {
    Holding,
    Pending,
    All(#[serde(borrow)] Vec<StageRecord<'a>>),
}

#[derive(Serialize, Deserialize)]
struct FactRecord<'a> {
    #[serde(borrow)]
    about: AboutRecord<'a>,
    kind: Option<u8>,
    topics: Vec<&'a str>,
    regions: Vec<&'a str>,
    merged: Option<[u8; 16]>,
    holding: Option<StageRecord<'a>>,
    pending: Option<StageRecord<'a>>,
    belief: f64,
    disputed: bool,
    withdrawn: bool,
    support_count: u32,
    origin_count: u32,
    best_source: Option<u8>,
    learned: MomentRecord,
    revised: MomentRecord,
    published: Option<Time>,
    lead: Option<ClaimIdRecord<'a>>,
}

#[derive(Serialize, Deserialize)]
enum AboutRecord<'a> {
    Partnership {
        parties: Vec<[u8; 16]>,
        unnamed: bool,
    },
    Stake {
        holder: Option<[u8; 16]>,
        target: [u8; 16],
        interest: u8,
    },
    Merger {
        parties: Vec<[u8; 16]>,
    },
    Strategy {
        actor: [u8; 16],
        action: u8,
        #[serde(borrow)]
        topic: Vec<&'a str>,
    },
    Statement {
        speakers: Vec<[u8; 16]>,
        words: &'a str,
    },
}

#[derive(Serialize, Deserialize)]
struct StageRecord<'a> {
    status: u8,
    polarity: u8,
    certainty: u8,
    from: DayRecord,
    until: Option<DayRecord>,
    share: Option<ShareRecord>,
    amount: Option<(f64, &'a str)>,
    seller: Option<[u8; 16]>,
    expected: Option<&'a str>,
    #[serde(borrow)]
    told_by: Vec<ClaimIdRecord<'a>>,
    denied_by: Vec<ClaimIdRecord<'a>>,
}

#[derive(Serialize, Deserialize)]
struct SupportRecord<'a> {
    #[serde(borrow)]
    claim: ClaimRecord<'a>,
    origin: Option<u32>,
    #[serde(borrow)]
    article: InfoRecord<'a>,
    #[serde(borrow)]
    source: SourceRecord<'a>,
    evidence: Vec<(SpanRecord, &'a str)>,
}

fn ids(ids: &[EntityId]) -> Vec<[u8; 16]> {
    ids.iter().map(|id| id.to_bytes()).collect()
}

fn to_ids(ids: Vec<[u8; 16]>) -> Vec<EntityId> {
    ids.into_iter().map(EntityId::from_bytes).collect()
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// The bytes of a fact alone; those of [`encode_whole`] begin with them.
pub(crate) fn encode_fact(fact: &Fact) -> Result<Vec<u8>, RecordError> {
    encode(&FactRecord::of(fact))
}

/// The bytes of a fact with all that belongs to it.
pub(crate) fn encode_whole(
    fact: &Fact,
    lead: Option<&Support>,
    stages: &[FactStage],
) -> Result<Vec<u8>, RecordError> {
    let stages = match stages {
        [only] if fact.holding.as_ref() == Some(only) => StagesRecord::Holding,
        [only] if fact.pending.as_ref() == Some(only) => StagesRecord::Pending,
        all => StagesRecord::All(all.iter().map(StageRecord::of).collect()),
    };
    encode(&WholeRecord {
        found: FoundRecord { fact: FactRecord::of(fact), lead: lead.map(SupportRecord::of) },
        stages,
    })
}

/// The fact, and what bears it out best, of what [`encode_whole`] wrote.
pub(crate) fn decode_found(bytes: &[u8], tenant: &Tenant, id: FactId) -> Result<FoundFact, RecordError> {
    let found: FoundRecord<'_> = decode(bytes)?;
    found.rebuild(tenant, id)
}

/// The fact alone.
pub(crate) fn decode_fact(bytes: &[u8], id: FactId) -> Result<Fact, RecordError> {
    let fact: FactRecord<'_> = decode(bytes)?;
    fact.rebuild(id)
}

/// [`decode_found`], with all stages of the fact.
pub(crate) fn decode_whole(
    bytes: &[u8],
    tenant: &Tenant,
    id: FactId,
) -> Result<(FoundFact, Vec<FactStage>), RecordError> {
    let whole: WholeRecord<'_> = decode(bytes)?;
    let found = whole.found.rebuild(tenant, id)?;
    let stages = match whole.stages {
        StagesRecord::Holding => found.fact.holding.iter().cloned().collect(),
        StagesRecord::Pending => found.fact.pending.iter().cloned().collect(),
        StagesRecord::All(stages) => {
            stages.into_iter().map(StageRecord::rebuild).collect::<Result<_, _>>()?
        }
    };
    Ok((found, stages))
}

impl FoundRecord<'_> {
    fn rebuild(self, tenant: &Tenant, id: FactId) -> Result<FoundFact, RecordError> {
        let fact = self.fact.rebuild(id)?;
        let lead = self.lead.map(|lead| lead.rebuild(tenant)).transpose()?;
        Ok(FoundFact { position: fact.position(), fact, lead })
    }
}

impl<'a> FactRecord<'a> {
    fn of(fact: &'a Fact) -> Self {
        Self {
            about: AboutRecord::of(&fact.about),
            kind: fact.kind.map(Coded::code),
            topics: borrowed(&fact.topics),
            regions: borrowed(&fact.regions),
            merged: entity(fact.merged),
            holding: fact.holding.as_ref().map(StageRecord::of),
            pending: fact.pending.as_ref().map(StageRecord::of),
            belief: fact.belief,
            disputed: fact.disputed,
            withdrawn: fact.withdrawn,
            support_count: fact.support_count,
            origin_count: fact.origin_count,
            best_source: fact.best_source.map(Coded::code),
            learned: moment(fact.learned),
            revised: moment(fact.revised),
            published: time(fact.published),
            lead: fact.lead.as_ref().map(ClaimIdRecord::of),
        }
    }

    fn rebuild(self, id: FactId) -> Result<Fact, RecordError> {
        Ok(Fact {
            id,
            about: self.about.rebuild()?,
            kind: self.kind.map(Coded::of_code).transpose()?,
            topics: owned(self.topics),
            regions: owned(self.regions),
            merged: to_entity(self.merged),
            holding: self.holding.map(StageRecord::rebuild).transpose()?,
            pending: self.pending.map(StageRecord::rebuild).transpose()?,
            belief: self.belief,
            disputed: self.disputed,
            withdrawn: self.withdrawn,
            support_count: self.support_count,
            origin_count: self.origin_count,
            best_source: self.best_source.map(Coded::of_code).transpose()?,
            learned: to_moment(self.learned)?,
            revised: to_moment(self.revised)?,
            published: to_time(self.published)?,
            lead: self.lead.map(ClaimIdRecord::rebuild).transpose()?,
        })
    }
}

impl<'a> AboutRecord<'a> {
    fn of(about: &'a About) -> Self {
        match about {
            About::Partnership { parties, unnamed } => {
                Self::Partnership { parties: ids(parties), unnamed: *unnamed }
            }
            About::Stake { holder, target, interest } => {
                Self::Stake { holder: entity(*holder), target: target.to_bytes(), interest: interest.code() }
            }
            About::Merger { parties } => Self::Merger { parties: ids(parties) },
            About::Strategy { actor, action, topic } => {
                Self::Strategy { actor: actor.to_bytes(), action: action.code(), topic: borrowed(topic) }
            }
            About::Statement { speakers, words } => Self::Statement { speakers: ids(speakers), words },
        }
    }

    fn rebuild(self) -> Result<About, RecordError> {
        Ok(match self {
            Self::Partnership { parties, unnamed } => {
                About::Partnership { parties: to_ids(parties), unnamed }
            }
            Self::Stake { holder, target, interest } => About::Stake {
                holder: to_entity(holder),
                target: EntityId::from_bytes(target),
                interest: Coded::of_code(interest)?,
            },
            Self::Merger { parties } => About::Merger { parties: to_ids(parties) },
            Self::Strategy { actor, action, topic } => About::Strategy {
                actor: EntityId::from_bytes(actor),
                action: Coded::of_code(action)?,
                topic: owned(topic),
            },
            Self::Statement { speakers, words } => {
                About::Statement { speakers: to_ids(speakers), words: words.to_owned() }
            }
        })
    }
}

impl<'a> StageRecord<'a> {
    fn of(stage: &'a FactStage) -> Self {
        Self {
            status: stage.status.code(),
            polarity: stage.polarity.code(),
            certainty: stage.certainty.code(),
            from: day(stage.from),
            until: stage.until.map(day),
            share: stage.share.as_ref().map(Into::into),
            amount: stage.amount.as_ref().map(|amount| (amount.value, amount.currency.as_str())),
            seller: entity(stage.seller),
            expected: stage.expected.as_ref().map(Timex::as_str),
            told_by: stage.told_by.iter().map(ClaimIdRecord::of).collect(),
            denied_by: stage.denied_by.iter().map(ClaimIdRecord::of).collect(),
        }
    }

    fn rebuild(self) -> Result<FactStage, RecordError> {
        let claims = |ids: Vec<ClaimIdRecord<'_>>| -> Result<Vec<_>, RecordError> {
            ids.into_iter().map(ClaimIdRecord::rebuild).collect()
        };
        Ok(FactStage {
            status: Coded::of_code(self.status)?,
            polarity: Coded::of_code(self.polarity)?,
            certainty: Coded::of_code(self.certainty)?,
            from: to_day(self.from)?,
            until: self.until.map(to_day).transpose()?,
            share: share(self.share)?,
            amount: money(self.amount)?,
            seller: to_entity(self.seller),
            expected: self.expected.map(Timex::new).transpose()?,
            told_by: claims(self.told_by)?,
            denied_by: claims(self.denied_by)?,
        })
    }
}

impl<'a> SupportRecord<'a> {
    fn of(support: &'a Support) -> Self {
        Self {
            claim: ClaimRecord::shown(&support.claim),
            origin: support.origin,
            article: InfoRecord::of(&support.article),
            source: SourceRecord::of(&support.source),
            evidence: support
                .evidence
                .iter()
                .map(|evidence| (evidence.span.into(), evidence.quote.as_str()))
                .collect(),
        }
    }

    fn rebuild(self, tenant: &Tenant) -> Result<Support, RecordError> {
        let claim = self.claim.rebuild()?;
        let article: &ArticleId = &claim.event.article;
        Ok(Support {
            origin: self.origin,
            article: Arc::new(self.article.rebuild(tenant, article)?),
            source: self.source.rebuild()?,
            evidence: self.evidence.into_iter().map(super::event::evidence).collect(),
            claim,
        })
    }
}

/// Where a fact's rows are, and what its next change has to know of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Head {
    /// Its place in every list.
    pub(crate) position: FactPosition,
    /// Which list it is in.
    pub(crate) event_type: EventType,
    /// The lists of entities in which it has a row; the first is its home. Without any that is the list of all of its kind.
    pub(crate) lists: Vec<ListOf>,
    /// Some claim stands.
    pub(crate) stands: bool,
    /// What its claims are at odds in.
    pub(crate) contradictions: Vec<ContradictionPosition>,
    /// What it counts of its target's capital, in millionths of a percent.
    pub(crate) counted: u64,
}

type HeadRecord =
    (Option<Time>, MomentRecord, u8, Vec<(u8, [u8; 16])>, bool, Vec<(MomentRecord, [u8; 16])>, u64);

impl Head {
    /// Where its row is read from.
    pub(crate) fn home(&self, tenant: &Tenant) -> (Tree, Vec<u8>) {
        match self.lists.first() {
            Some(&list) => (Tree::FactsOf, self.list_key(tenant, list)),
            None => (Tree::Facts, self.all_key(tenant)),
        }
    }

    /// Its key in the list of an entity.
    pub(crate) fn list_key(&self, tenant: &Tenant, (part, entity): ListOf) -> Vec<u8> {
        let mut key = key::facts_of(tenant, self.event_type, part, entity);
        key.extend_from_slice(&key::fact_position(&self.position));
        key
    }

    /// Its key in the list of all of its kind.
    pub(crate) fn all_key(&self, tenant: &Tenant) -> Vec<u8> {
        let mut key = key::newest(tenant, self.event_type);
        key.extend_from_slice(&key::fact_position(&self.position));
        key
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, RecordError> {
        let position = self.position;
        let lists = self.lists.iter().map(|(part, id)| (*part, id.to_bytes())).collect();
        let contradictions = self.contradictions.iter();
        let contradictions = contradictions.map(|at| (moment(at.raised), at.id.to_bytes())).collect();
        let record: HeadRecord = (
            time(position.published),
            moment(position.learned),
            self.event_type.code(),
            lists,
            self.stands,
            contradictions,
            self.counted,
        );
        encode(&record)
    }

    pub(crate) fn decode(bytes: &[u8], id: FactId) -> Result<Self, RecordError> {
        let (published, learned, event_type, lists, stands, contradictions, counted): HeadRecord =
            decode(bytes)?;
        let position = FactPosition { published: to_time(published)?, learned: to_moment(learned)?, id };
        let at = |(raised, id)| -> Result<ContradictionPosition, RecordError> {
            Ok(ContradictionPosition { raised: to_moment(raised)?, id: ContradictionId::from_bytes(id) })
        };
        Ok(Self {
            position,
            event_type: Coded::of_code(event_type)?,
            lists: lists.into_iter().map(|(part, id)| (part, EntityId::from_bytes(id))).collect(),
            stands,
            contradictions: contradictions.into_iter().map(at).collect::<Result<_, _>>()?,
            counted,
        })
    }
}
