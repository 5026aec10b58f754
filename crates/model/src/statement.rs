//! Statements: words quoted verbatim.

use crate::Party;

/// Words between quotation marks, with who said them.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Who said it; an unnamed source is [`Party::Unnamed`].
    pub speakers: Vec<Party>,
    /// The quoted words, exact; the parts of a broken quotation joined by ` [...] `.
    pub quote: String,
}
