//! Whom an entity has to do with: what is drawn, wherever it stands on the sheet.

use std::collections::BTreeMap;

use entente_wire::v1::fact::About;
use entente_wire::v1::{
    DirectHolding, EntityReference, Fact, FactStage, FactStatus, Interest, OwnershipTrace, PartnershipKind,
    Polarity,
};

use crate::Error;
use crate::ownership::percent::{direct, effective};
use crate::telling::{one, word};

/// The neighbourhood of an entity.
#[derive(Debug)]
pub(super) struct Neighbourhood {
    /// What is counted and when, in words.
    pub(super) caption: String,
    /// The first is the entity itself.
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    /// True when there is more than is drawn.
    pub(super) partial: bool,
}

/// Where a node stands beside the entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Above, so many holdings away.
    Above(usize),
    /// The entity itself.
    Centre,
    /// Below, so many holdings away.
    Below(usize),
    /// At its side.
    Beside,
}

/// An organisation or a person.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    /// How much it holds, or is held, in effect; empty where it is not counted.
    pub(super) share: String,
    pub(super) place: Place,
}

/// What ties two nodes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// The holder, or a partner.
    pub(super) from: usize,
    /// What is held, or the other partner.
    pub(super) to: usize,
    pub(super) kind: Kind,
    /// Not yet so: planned, negotiated, announced.
    pub(super) planned: bool,
    /// Articles are at odds about it.
    pub(super) disputed: bool,
    /// A few words: "15%", "joint venture".
    pub(super) label: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// From the holder to what is held.
    Holding,
    /// Of equals.
    Partnership,
}

impl Neighbourhood {
    /// Of the entity that both traces begin at, with at most so many partners.
    pub(super) fn of(
        holders: &OwnershipTrace,
        holdings: &OwnershipTrace,
        partnerships: &[Fact],
        partners: usize,
    ) -> Result<Self, Error> {
        let interest = if holders.interest() == Interest::VotingRights { "votes" } else { "capital" };
        let when = if holders.as_of.is_empty() { "newest known" } else { &holders.as_of };
        let mut drawn = Self {
            caption: format!("{interest}, {when}"),
            nodes: Vec::new(),
            edges: Vec::new(),
            partial: [holders, holdings].iter().any(|trace| is_partial(trace)),
        };
        let mut places = Places::default();
        places.node(&mut drawn, holders.root.as_ref(), Place::Centre);
        for (trace, above) in [(holders, true), (holdings, false)] {
            for share in &trace.shares {
                let distance = usize::try_from(share.distance).unwrap_or(1);
                let place = if above { Place::Above(distance) } else { Place::Below(distance) };
                let node = places.node(&mut drawn, share.entity.as_ref(), place);
                let told = &mut drawn.nodes[node].share;
                if told.is_empty() {
                    *told = effective(share);
                }
            }
        }
        for (trace, above) in [(holders, true), (holdings, false)] {
            for (holding, planned) in trace
                .holdings
                .iter()
                .map(|held| (held, false))
                .chain(trace.planned.iter().map(|held| (held, true)))
            {
                places.holding(&mut drawn, holding, planned, above)?;
            }
        }
        for fact in partnerships {
            drawn.partial |= !places.partnership(&mut drawn, fact, partners);
        }
        Ok(drawn)
    }
}

fn is_partial(trace: &OwnershipTrace) -> bool {
    trace.truncated || i32::try_from(trace.shares.len()).unwrap_or(i32::MAX) < trace.company_count
}

/// The node of each entity, by its id.
#[derive(Default)]
struct Places(BTreeMap<String, usize>);

impl Places {
    /// The node of an entity, made at `place` where there is none.
    fn node(&mut self, drawn: &mut Neighbourhood, entity: Option<&EntityReference>, place: Place) -> usize {
        let id = entity.map(|entity| entity.entity_id.clone()).unwrap_or_default();
        *self.0.entry(id).or_insert_with(|| {
            drawn.nodes.push(Node { name: one(entity), share: String::new(), place });
            drawn.nodes.len() - 1
        })
    }

    fn is_centre(&self, entity: Option<&EntityReference>) -> bool {
        entity.is_some_and(|entity| self.0.get(&entity.entity_id) == Some(&0))
    }

    /// Adds a holding; one that is planned may bring a node that holds, or is held, for the first time.
    fn holding(
        &mut self,
        drawn: &mut Neighbourhood,
        holding: &DirectHolding,
        planned: bool,
        above: bool,
    ) -> Result<(), Error> {
        let (near, far) =
            if above { (&holding.target, &holding.holder) } else { (&holding.holder, &holding.target) };
        // Plans are drawn around the entity itself; of others they would bring strangers.
        let stranger = far.as_ref().is_none_or(|far| !self.0.contains_key(&far.entity_id));
        if planned && stranger && !self.is_centre(near.as_ref()) {
            return Ok(());
        }
        let place = if above { Place::Above(1) } else { Place::Below(1) };
        let near = self.node(drawn, near.as_ref(), place);
        let far = self.node(drawn, far.as_ref(), place);
        let (from, to) = if above { (far, near) } else { (near, far) };
        let share = direct(holding.share.as_ref())?;
        let label = match (planned, &holding.share) {
            (true, Some(_)) => format!("{share}, {}", word(holding.status())),
            (true, None) => word(holding.status()),
            (false, _) => share,
        };
        let edge = Edge { from, to, kind: Kind::Holding, planned, disputed: holding.disputed, label };
        if !drawn.edges.contains(&edge) {
            drawn.edges.push(edge);
        }
        Ok(())
    }

    /// Adds what ties the entity to the other parties; false where there are too many partners.
    fn partnership(&mut self, drawn: &mut Neighbourhood, fact: &Fact, partners: usize) -> bool {
        let (parties, label) = match &fact.about {
            Some(About::Partnership(told)) => (&told.parties, kind(told.kind())),
            Some(About::Merger(told)) => (&told.parties, "merger".to_owned()),
            Some(About::Stake(_) | About::Strategy(_) | About::Statement(_)) | None => return true,
        };
        let Some((stage, planned)) = stage(fact) else { return true };
        let label = if planned { format!("{label}, {}", word(stage.status())) } else { label };
        let mut room = true;
        for party in parties {
            let beside = drawn.nodes.iter().filter(|node| node.place == Place::Beside).count();
            if !self.0.contains_key(&party.entity_id) && beside >= partners {
                room = false;
                continue;
            }
            let node = self.node(drawn, Some(party), Place::Beside);
            let known = |edge: &&mut Edge| edge.kind == Kind::Partnership && edge.to == node;
            match drawn.edges.iter_mut().find(known) {
                _ if node == 0 => {}
                // Several partnerships of the same two are one line: what is in force shows before what is planned.
                Some(edge) => {
                    if edge.planned && !planned {
                        edge.planned = false;
                        edge.label.clone_from(&label);
                    }
                    edge.disputed |= fact.disputed;
                }
                None => drawn.edges.push(Edge {
                    from: 0,
                    to: node,
                    kind: Kind::Partnership,
                    planned,
                    disputed: fact.disputed,
                    label: label.clone(),
                }),
            }
        }
        room
    }
}

/// The stage that is drawn, and whether it is ahead; none where nothing lives any more.
fn stage(fact: &Fact) -> Option<(&FactStage, bool)> {
    let affirmed = |stage: &&FactStage| stage.polarity() != Polarity::Negative;
    let lives = |stage: &&FactStage| {
        matches!(stage.status(), FactStatus::InForce | FactStatus::Renegotiating | FactStatus::Completed)
    };
    let ahead = |stage: &&FactStage| {
        let status = stage.status();
        matches!(
            status,
            FactStatus::Sought | FactStatus::Planned | FactStatus::Negotiating | FactStatus::Announced
        )
    };
    let holding = fact.holding.as_ref().filter(affirmed).filter(lives).map(|stage| (stage, false));
    holding.or_else(|| fact.pending.as_ref().filter(affirmed).filter(ahead).map(|stage| (stage, true)))
}

fn kind(kind: PartnershipKind) -> String {
    let told = !matches!(kind, PartnershipKind::Unspecified | PartnershipKind::General);
    if told { word(kind) } else { "partners".to_owned() }
}
