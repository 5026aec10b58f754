//! What facts are about, on the wire.

use entente_facts::{About, EntityId};
use entente_model::PartnershipKind;
use entente_wire::v1;
use entente_wire::v1::fact::About as Wire;
use entente_wire::vocabulary::Vocabulary as _;

use super::naming::Refer;

/// What articles tell of it, beside who takes part.
pub(super) struct Told {
    pub(super) kind: Option<PartnershipKind>,
    pub(super) topics: Vec<String>,
    pub(super) regions: Vec<String>,
    pub(super) merged: Option<EntityId>,
}

pub(super) fn encode<R: Refer>(about: About, told: Told, naming: &mut R) -> Result<Wire, R::Error> {
    let Told { kind, mut topics, regions, merged } = told;
    // Plans and quotations have one wording.
    let mut wording = || if topics.is_empty() { String::new() } else { topics.swap_remove(0) };
    Ok(match about {
        About::Partnership { parties, unnamed } => Wire::Partnership(v1::PartnershipFact {
            parties: naming.references(&parties)?,
            unnamed_party: unnamed,
            kind: kind.map_or(0, PartnershipKind::number),
            topics,
        }),
        About::Stake { holder, target, interest } => Wire::Stake(v1::StakeFact {
            holder: holder.map(|holder| naming.reference(holder)).transpose()?,
            target: Some(naming.reference(target)?),
            interest: interest.number(),
        }),
        About::Merger { parties } => Wire::Merger(v1::MergerFact {
            parties: naming.references(&parties)?,
            merged: merged.map(|merged| naming.reference(merged)).transpose()?,
        }),
        About::Strategy { actor, action, .. } => Wire::Strategy(v1::StrategyFact {
            actor: Some(naming.reference(actor)?),
            action: action.number(),
            topic: wording(),
            regions,
        }),
        About::Statement { speakers, .. } => {
            Wire::Statement(v1::StatementFact { speakers: naming.references(&speakers)?, quote: wording() })
        }
    })
}
