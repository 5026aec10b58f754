//! What facts are about.

use entente_model::{EventType, Interest, StrategyAction};

use crate::EntityId;
use crate::hash_id::hash_id;

/// What a fact is about: what different articles have to agree in to tell of the same fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum About {
    /// Parties that work together.
    Partnership {
        /// The parties, ascending, each once.
        parties: Vec<EntityId>,
        /// A further party is sought or not named.
        unnamed: bool,
    },
    /// One holder's stake in one target.
    Stake {
        /// Who holds; none when no article names the holder.
        holder: Option<EntityId>,
        /// What is held.
        target: EntityId,
        /// Capital or votes.
        interest: Interest,
    },
    /// Parties that merge; what they become is no part of it, since a rumour seldom knows it.
    Merger {
        /// The parties, ascending, each once.
        parties: Vec<EntityId>,
    },
    /// One plan of one actor.
    Strategy {
        /// Whose.
        actor: EntityId,
        /// What the plan is to do.
        action: StrategyAction,
        /// The folded words of the topic that carry meaning, ascending, each once.
        topic: Vec<String>,
    },
    /// One quotation.
    Statement {
        /// Who said it, ascending, each once; empty for unnamed speakers.
        speakers: Vec<EntityId>,
        /// The folded words of the quotation.
        words: String,
    },
}

impl About {
    /// In which list such facts are found: mergers are listed with partnerships.
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::Partnership { .. } | Self::Merger { .. } => EventType::Partnership,
            Self::Stake { .. } => EventType::Stake,
            Self::Strategy { .. } => EventType::Strategy,
            Self::Statement { .. } => EventType::Statement,
        }
    }

    /// Who takes part, one for each role that is filled: the company that holds its own shares is there twice.
    pub fn participants(&self) -> Vec<EntityId> {
        match self {
            Self::Partnership { parties, .. } | Self::Merger { parties } => parties.clone(),
            Self::Stake { holder, target, .. } => holder.iter().chain([target]).copied().collect(),
            Self::Strategy { actor, .. } => vec![*actor],
            Self::Statement { speakers, .. } => speakers.clone(),
        }
    }

    /// The id of the fact that is about this.
    pub fn id(&self) -> FactId {
        let ids = |ids: &[EntityId]| ids.iter().map(|id| id.to_bytes().to_vec()).collect();
        let (kind, parts): (&str, Vec<Vec<u8>>) = match self {
            Self::Partnership { parties, unnamed: false } => ("partnership", ids(parties)),
            Self::Partnership { parties, unnamed: true } => ("partnership and others", ids(parties)),
            Self::Stake { holder, target, interest } => {
                let holder = holder.map(|id| id.to_bytes().to_vec()).unwrap_or_default();
                ("stake", vec![interest.name().as_bytes().to_vec(), holder, target.to_bytes().to_vec()])
            }
            Self::Merger { parties } => ("merger", ids(parties)),
            Self::Strategy { actor, action, topic } => {
                let mut parts = vec![actor.to_bytes().to_vec(), action.name().as_bytes().to_vec()];
                parts.extend(topic.iter().map(|word| word.as_bytes().to_vec()));
                ("strategy", parts)
            }
            Self::Statement { speakers, words } => {
                let mut parts: Vec<Vec<u8>> = ids(speakers);
                parts.push(words.as_bytes().to_vec());
                ("statement", parts)
            }
        };
        FactId::of(std::iter::once(kind.as_bytes()).chain(parts.iter().map(Vec::as_slice)))
    }
}

hash_id! {
    /// A fact's id: the first 128 bits of a SHA-256 over what it is about. Written `f` and 32 hexadecimal digits in lower case.
    pub struct FactId, FactIdError as "fact id" with 'f'
}
