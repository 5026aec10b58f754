//! What some entries of the log change about one fact.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_facts::{
    About, AsOf, Claim, ClaimId, Contradiction, EntityId, Fact, FactId, FactStage, Folded, FoundFact,
    IndexedEvent, Support, folded,
};
use entente_model::{Interest, Percent, Tenant};
use fjall::Slice;
use rustc_hash::FxHashMap;

use crate::claims::{FactChange, claim_key};
use crate::pages::Presenter;
use crate::read::Read;
use crate::record::{
    Body, ClaimRecord, Head, Kept, RecordError, Row, decode_fact, encode, encode_contradiction, encode_fact,
    encode_whole,
};
use crate::store::{Tree, Write};
use crate::{IndexError, key};

/// The readings that some entries brought, by the place of each in the log: they are not in the store yet.
pub(crate) type New = FxHashMap<u64, Arc<Kept>>;

/// What becomes of keys, each once.
pub(crate) type Keyed = BTreeMap<(Tree, Vec<u8>), Option<Vec<u8>>>;

/// A fact after some entries.
pub(crate) struct Settled {
    pub(crate) tenant: Tenant,
    pub(crate) id: FactId,
    pub(crate) about: About,
    /// As it was; none where nothing was claimed about it.
    pub(crate) before: Option<Head>,
    /// As it is; none where nothing is claimed about it any more.
    pub(crate) after: Option<After>,
    /// What becomes of its claims, its rows and its head.
    pub(crate) writes: Vec<Write>,
}

/// What those who look at several facts at once ask of one as it is.
pub(crate) struct After {
    pub(crate) head: Head,
    contradictions: Vec<Contradiction>,
    /// The row that holds all of it.
    home: Slice,
}

/// A fact with all that its rows hold.
struct Believed {
    fact: Fact,
    stages: Vec<FactStage>,
    lead: Option<Support>,
    contradictions: Vec<Contradiction>,
    /// The lists of entities that hold its row.
    lists: Vec<(u8, EntityId)>,
    /// What it counts of its target's capital, in millionths of a percent.
    counted: u64,
}

/// What becomes of a fact's rows, each key once: the ones that it had go, unless they are put again.
struct Rows<'a> {
    tenant: &'a Tenant,
    writes: Vec<Write>,
    gone: Vec<(Tree, Vec<u8>)>,
}

impl FactChange {
    /// The fact as it is after the change.
    pub(crate) fn settle(
        self,
        read: &Read<'_>,
        presenter: &dyn Presenter,
        new: &New,
    ) -> Result<Settled, IndexError> {
        let Self { tenant, about, put, mut gone } = self;
        let id = about.id();
        let before = read.head(&tenant, id)?;
        let mut rows = Rows::new(&tenant, before.as_ref(), put.len() + gone.len());
        let mut claims = if before.is_some() { read.claims(&tenant, id)? } else { Vec::new() };
        gone.sort_unstable();
        claims.retain(|claim| gone.binary_search(&claim_key(claim)).is_err());
        for (entry, place) in gone {
            rows.write(Tree::Claims, key::claim(&tenant, id, entry, place), None);
        }
        for claim in put {
            let (entry, place) = claim_key(&claim);
            let record = encode(&ClaimRecord::of(&claim)).map_err(|error| error.at("claim"))?;
            rows.write(Tree::Claims, key::claim(&tenant, id, entry, place), Some(record));
            match claims.binary_search_by_key(&(entry, place), claim_key) {
                Ok(known) => claims[known] = claim,
                Err(new) => claims.insert(new, claim),
            }
        }
        let after = match folded(&about, &claims, AsOf::NOW) {
            Some(folded) => {
                let lead = lead(read, new, &tenant, &folded, &claims)?;
                let put = Believed::of(folded, &claims, lead).put(&mut rows, presenter);
                Some(put.map_err(|error| error.at("row of a fact"))?)
            }
            None => None,
        };
        let head = after.as_ref().map(|after| &after.head);
        if head != before.as_ref() {
            let value = head.map(Head::encode).transpose().map_err(|error| error.at("fact"))?;
            rows.write(Tree::Heads, key::fact(&tenant, id), value);
        }
        let writes = rows.finish();
        Ok(Settled { tenant, id, about, before, after, writes })
    }
}

/// What bears a fact out best.
fn lead(
    read: &Read<'_>,
    new: &New,
    tenant: &Tenant,
    folded: &Folded,
    claims: &[Claim],
) -> Result<Option<Support>, IndexError> {
    let Some(ClaimId { event, learned }) = &folded.fact.lead else { return Ok(None) };
    let is_lead = |claim: &Claim| claim.learned == *learned && claim.event == *event;
    let Some(place) = claims.iter().position(is_lead) else { return Ok(None) };
    let origin = folded.origins.get(place).copied().flatten();
    let support = |of: &IndexedEvent| Support::of(claims[place].clone(), origin, of);
    if let Some(reading) = new.get(&learned.position)
        && reading.contribution.article.tenant == *tenant
        && let Some(of) = reading.contribution.events.iter().find(|of| of.id == *event)
    {
        return Ok(Some(support(of)));
    }
    Ok(Some(support(&read.event(tenant, &claims[place].id())?)))
}

impl Believed {
    fn of(folded: Folded, claims: &[Claim], lead: Option<Support>) -> Self {
        let Folded { fact, stages, contradictions, .. } = folded;
        let mut lists: BTreeSet<(u8, EntityId)> = BTreeSet::new();
        if let About::Stake { holder, target, .. } = &fact.about {
            lists.extend(holder.map(|holder| (key::Part::Holder as u8, holder)));
            lists.insert((key::Part::Target as u8, *target));
        } else {
            // What was claimed once is found where it is asked for what was known then.
            let merged = claims.iter().filter_map(|claim| claim.merged);
            let all = fact.about.participants().into_iter().chain(merged);
            lists.extend(all.map(|id| (key::Part::Any as u8, id)));
        }
        let counted = counted(&fact, &stages);
        Self { lists: lists.into_iter().collect(), fact, stages, lead, contradictions, counted }
    }

    fn head(&self) -> Head {
        Head {
            position: self.fact.position(),
            event_type: self.fact.about.event_type(),
            lists: self.lists.clone(),
            stands: self.fact.stands(),
            contradictions: self.contradictions.iter().map(Contradiction::position).collect(),
            counted: self.counted,
        }
    }

    /// Puts its rows: the one that holds all of it, and one in each of the other lists.
    fn put(self, rows: &mut Rows<'_>, presenter: &dyn Presenter) -> Result<After, RecordError> {
        let head = self.head();
        let Self { fact, stages, lead, contradictions, .. } = self;
        let record = encode_whole(&fact, lead.as_ref(), &stages)?;
        let participants = fact.participants();
        let row = |entity: Option<EntityId>, body: Body<'_>| {
            let takes_part = entity.is_some_and(|entity| participants.contains(&entity));
            Row { stands: head.stands, takes_part, body }.encode().map(Slice::from)
        };
        let home = head.lists.first().copied();
        if let Some(home) = home {
            rows.put(Tree::Facts, head.all_key(rows.tenant), row(None, Body::Beside { home, fact: &[] })?);
            let others = head.lists.get(1..).unwrap_or_default();
            let alone = if others.is_empty() { Vec::new() } else { encode_fact(&fact)? };
            for &list in others {
                let row = row(Some(list.1), Body::Beside { home, fact: &alone })?;
                rows.put(Tree::FactsOf, head.list_key(rows.tenant, list), row);
            }
        }
        let piece = presenter.piece(FoundFact { fact, lead, position: head.position });
        let whole = row(home.map(|(_, entity)| entity), Body::Home { record: &record, piece: &piece })?;
        let (tree, key) = head.home(rows.tenant);
        rows.put(tree, key, whole.clone());
        Ok(After { head, contradictions, home: whole })
    }
}

impl<'a> Rows<'a> {
    /// Of a fact as it was, beside so many writes of claims.
    fn new(tenant: &'a Tenant, before: Option<&Head>, claims: usize) -> Self {
        let mut gone = Vec::new();
        if let Some(before) = before {
            gone.push((Tree::Facts, before.all_key(tenant)));
            let lists = before.lists.iter().map(|&list| before.list_key(tenant, list));
            gone.extend(lists.map(|key| (Tree::FactsOf, key)));
        }
        // Its own list, those of two entities mostly, and the head.
        Self { tenant, writes: Vec::with_capacity(claims + 4), gone }
    }

    fn write(&mut self, tree: Tree, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.writes.push(Write::new(tree, key, value));
    }

    fn put(&mut self, tree: Tree, key: Vec<u8>, row: Slice) {
        self.gone.retain(|gone| (gone.0, &gone.1) != (tree, &key));
        self.writes.push(Write::put(tree, key, row));
    }

    fn finish(mut self) -> Vec<Write> {
        for (tree, key) in std::mem::take(&mut self.gone) {
            self.write(tree, key, None);
        }
        self.writes
    }
}

/// At least what a fact counts of its target's capital on any day, in millionths of a percent.
fn counted(fact: &Fact, stages: &[FactStage]) -> u64 {
    let About::Stake { holder: Some(_), interest: Interest::Shareholding, .. } = fact.about else { return 0 };
    let stages = stages.iter().chain(&fact.holding);
    let shares = stages.filter_map(|stage| stage.share);
    let least = shares.filter_map(|share| share.exact().or(share.minimum())).map(Percent::value);
    millionths(least.fold(0.0, f64::max))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a percentage lies between 0 and 100"
)]
fn millionths(percent: f64) -> u64 {
    (percent * 1e6).ceil() as u64
}

impl After {
    /// The fact.
    pub(crate) fn fact(&self) -> Result<Fact, IndexError> {
        let row = Row::decode(&self.home);
        let fact = row.and_then(|row| match row.body {
            Body::Home { record, .. } => decode_fact(record, self.head.position.id),
            Body::Beside { .. } => Err(RecordError::Missing),
        });
        fact.map_err(|error| error.at("row of a fact"))
    }
}

impl Settled {
    /// The contradictions that go and come.
    pub(crate) fn at_odds(&self, read: &Read<'_>, writes: &mut Keyed) -> Result<(), IndexError> {
        let Self { tenant, before, after, .. } = self;
        for at in before.iter().flat_map(|head| &head.contradictions) {
            if let Some(contradiction) = read.contradiction(tenant, at)? {
                remove_contradiction(writes, tenant, &contradiction);
            }
        }
        for contradiction in after.iter().flat_map(|after| &after.contradictions) {
            put_contradiction(writes, tenant, contradiction)?;
        }
        Ok(())
    }

    /// By how much the number of facts that stand moves.
    pub(crate) fn by(&self) -> i64 {
        let stood = self.before.as_ref().is_some_and(|head| head.stands);
        let stands = self.after.as_ref().is_some_and(|after| after.head.stands);
        i64::from(stands) - i64::from(stood)
    }
}

/// A contradiction stands no longer.
pub(crate) fn remove_contradiction(writes: &mut Keyed, tenant: &Tenant, contradiction: &Contradiction) {
    for (tree, key) in contradiction_keys(tenant, contradiction) {
        writes.insert((tree, key), None);
    }
}

/// A contradiction stands.
pub(crate) fn put_contradiction(
    writes: &mut Keyed,
    tenant: &Tenant,
    contradiction: &Contradiction,
) -> Result<(), IndexError> {
    let record = encode_contradiction(contradiction).map_err(|error| error.at("contradiction"))?;
    for (tree, key) in contradiction_keys(tenant, contradiction) {
        let value = if tree == Tree::Contradictions { record.clone() } else { Vec::new() };
        writes.insert((tree, key), Some(value));
    }
    Ok(())
}

fn contradiction_keys(tenant: &Tenant, contradiction: &Contradiction) -> Vec<(Tree, Vec<u8>)> {
    let at = contradiction.position();
    let mut keys = vec![(Tree::Contradictions, key::contradiction(tenant, &at))];
    for &entity in &contradiction.entities {
        let key = [key::entity(tenant, entity), key::contradiction_position(&at)].concat();
        keys.push((Tree::ContradictionsOf, key));
    }
    keys
}
