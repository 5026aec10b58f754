//! Quotations.

use entente_model::Span;

/// What stands between quotation marks that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks; over several paragraphs when it is carried on.
    pub span: Span,
    /// Without its marks and the blanks next to them. May hold the opening marks of carried-on paragraphs.
    pub inner: Span,
    /// `inner`, one piece a paragraph, without repeated opening marks. Never empty; a piece may be.
    pub parts: Vec<Span>,
    /// The marks it opened with.
    pub style: QuotationStyle,
    /// How many quotations it stands in: 0 outermost.
    pub depth: u8,
    /// False when no closing mark was found: it then ends with its last paragraph, and less trust is due.
    pub closed: bool,
}

/// The marks a quotation opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuotationStyle {
    /// `« »`
    Guillemets,
    /// `‹ ›`
    SingleGuillemets,
    /// `“ ”`
    Curly,
    /// `„ “` or `„ ”`
    LowCurly,
    /// `‘ ’`
    SingleCurly,
    /// `" "`
    Straight,
    /// `' '`
    SingleStraight,
}

impl QuotationStyle {
    /// True for marks that may as well be apostrophes: nothing is made of them unless they pair up.
    pub(crate) fn is_doubtful(self) -> bool {
        matches!(self, Self::SingleCurly | Self::SingleStraight)
    }
}
