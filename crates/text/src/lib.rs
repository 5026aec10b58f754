//! Text to [`Document`]: language, dateline, title, paragraphs, sentences, tokens, quotations, offsets.
//!
//! Pure and deterministic: the same text under the same [`Conventions`] gives the same document, in time linear in
//! the text's length, without panicking on any input. The scanner works on classes of characters; words are copied
//! only where their lower-case or folded form differs from what the text says.
//!
//! Deliberately absent: knowledge of any language (it comes in as [`Conventions`]), the meaning of a word or of a
//! number, who speaks in a quotation, and any IO.

mod chars;
mod conventions;
mod dateline;
mod detect;
mod document;
mod error;
mod fold;
mod forms;
mod layout;
mod number;
mod offsets;
mod pairing;
mod quotation;
mod scan;
mod sentence;
mod title;
mod token;
mod word;

pub use conventions::{Conventions, Lists};
pub use dateline::Dateline;
pub use detect::{Detection, detect};
pub use document::{Document, Paragraph, parse};
pub use error::Error;
pub use fold::fold;
pub use offsets::{OffsetUnit, Offsets};
pub use quotation::{Quotation, QuotationStyle};
pub use sentence::Sentence;
pub use token::{Mark, Shape, Token, TokenKind};
