//! What proves an event: passages and mentions.

use crate::vocabulary::vocabulary;
use crate::{Party, Span};

/// A passage of the article, word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where it stands.
    pub span: Span,
    /// The words at that place, exactly.
    pub quote: String,
}

impl Evidence {
    /// The passage of `text` at `span`; none where the span lies outside or cuts a character, or is empty.
    pub fn cut(text: &str, span: Span) -> Option<Self> {
        let quote = text.get(span.start..span.end).filter(|quote| !quote.is_empty())?;
        Some(Self { span, quote: quote.to_owned() })
    }
}

vocabulary! {
    /// The part that a mention plays in an event.
    pub enum Role as "role" {
        /// Of a partnership.
        Party = "party",
        /// Said not to take part in a partnership.
        Excluded = "excluded",
        /// Of a stake.
        Holder = "holder",
        /// What is held.
        Target = "target",
        /// Who gives a stake up.
        Seller = "seller",
        /// Whose strategy.
        Actor = "actor",
        /// Of a statement.
        Speaker = "speaker",
        /// The percent.
        Share = "share",
        /// The price.
        Amount = "amount",
        /// The date.
        Time = "time",
    }
}

/// One mention that fills a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The part it plays.
    pub role: Role,
    /// The entity it stands for, where the role is played by one.
    pub entity: Option<Party>,
    /// The fullest proper name of the entity in the article, or the words themselves.
    pub text: String,
    /// Where the mention stands.
    pub span: Span,
}
