//! The smallest pieces of a text.

use entente_model::Span;

/// One word, number, address or mark. Its forms are read through the [`Document`](crate::Document) it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Where the lower-case form begins in the document's forms; meaningless while `lower_len` is 0.
    pub(crate) form: u32,
    /// 0 where the text itself is the lower-case form.
    pub(crate) lower_len: u32,
    /// 0 where the lower-case form is also the folded one; else the folded form follows it.
    pub(crate) folded_len: u32,
    pub(crate) kind: TokenKind,
    pub(crate) shape: Shape,
    pub(crate) flags: Flags,
}

impl Token {
    /// Its place in the text.
    pub fn span(&self) -> Span {
        Span { start: self.start(), end: self.end() }
    }

    /// Byte offset of its first character.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Byte offset one past its last character.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// What it is.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// How its letters are written; [`Shape::None`] for marks.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// True for a word.
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// True for a number.
    pub fn is_number(&self) -> bool {
        self.kind == TokenKind::Number
    }

    /// True for this mark.
    pub fn is_mark(&self, mark: Mark) -> bool {
        self.kind == TokenKind::Punctuation(mark)
    }

    /// The mark it is, if it is one.
    pub fn mark(&self) -> Option<Mark> {
        match self.kind {
            TokenKind::Punctuation(mark) => Some(mark),
            TokenKind::Word | TokenKind::Number | TokenKind::Address => None,
        }
    }

    /// True when blanks or a line end stand before it. False for the first token of a text that begins with it.
    pub fn space_before(&self) -> bool {
        self.flags.has(Flags::SPACE_BEFORE)
    }

    /// True for a word whose parts are joined by a hyphen (`nord-américain`, `co-owner`), and for `-t-il`.
    pub fn is_hyphenated(&self) -> bool {
        self.flags.has(Flags::HYPHENATED)
    }

    /// True for a prefix cut off at its apostrophe: the `l'` of `l'accord`.
    pub fn is_elision(&self) -> bool {
        self.flags.has(Flags::ELISION)
    }

    /// True for an ending cut off its word: the `-t-il` of `a-t-il`, the `'s` of `Toyota's`.
    pub fn is_enclitic(&self) -> bool {
        self.flags.has(Flags::ENCLITIC)
    }

    /// True for a word that includes its full stop: `M.`, `Inc.`, `U.S.`, the `J.` of `J. P. Dupond`.
    pub fn is_abbreviated(&self) -> bool {
        self.flags.has(Flags::ABBREVIATED)
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, or letters and digits: `accord`, `co-entreprise`, `TF1`, `3M`, `H&M`, `U.S.`.
    Word,
    /// Digits with their separators: `15`, `1,5`, `1 200 000`, `2024-25`, `12/03/2024`, `10:30`.
    Number,
    /// An e-mail or web address. A bare domain such as `Booking.com` is a word: companies are called so.
    Address,
    /// Anything else, one mark a token; runs of full stops and of hyphens are one.
    Punctuation(Mark),
}

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `,`
    Comma,
    /// `.`, or two of them.
    Period,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `!`
    Exclamation,
    /// `?`
    Question,
    /// `…` or three or more full stops.
    Ellipsis,
    /// `(`, `[` or `{`
    OpenParen,
    /// `)`, `]` or `}`
    CloseParen,
    /// Dashes of any length, a hyphen that joins nothing, a minus sign.
    Dash,
    /// Opens a quotation, also when nothing closes it.
    OpenQuote,
    /// Closes a quotation, also when nothing opened it.
    CloseQuote,
    /// A quotation mark that neither opens nor closes anything, the inches of `15"` for instance.
    StrayQuote,
    /// An apostrophe outside a word: `the owners' vote`.
    Apostrophe,
    /// `%` or `‰`
    Percent,
    /// `€`, `$`, `£`, `¥` and the like. In `US$` the letters are a word before it.
    Currency,
    /// `&` standing alone.
    Ampersand,
    /// `/` or `\`
    Slash,
    /// `•` and the like.
    Bullet,
    /// Anything else.
    Other,
}

/// How the letters of a token are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `accord`, `l'`: no capital.
    Lower,
    /// `Renault`, `A`, `Jean-Marie`: each hyphenated part begins with its only capital, the first at least does.
    Title,
    /// `SNCF`, `U.S.`, `TF1`: two capitals or more, or one with a digit, and no small letter.
    Upper,
    /// `eBay`, `TotalEnergies`: capitals inside a part.
    Mixed,
    /// Digits without letters.
    Digits,
    /// No letter and no digit.
    None,
}

/// Small facts about a token, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Flags(u8);

impl Flags {
    pub(crate) const SPACE_BEFORE: Self = Self(1);
    pub(crate) const HYPHENATED: Self = Self(1 << 1);
    pub(crate) const ELISION: Self = Self(1 << 2);
    pub(crate) const ENCLITIC: Self = Self(1 << 3);
    pub(crate) const ABBREVIATED: Self = Self(1 << 4);
    /// With [`Self::ABBREVIATED`]: the full stop may also end a sentence.
    pub(crate) const CLOSING: Self = Self(1 << 5);
    /// With [`Self::ABBREVIATED`]: the single capital of a name, `J.`
    pub(crate) const INITIAL: Self = Self(1 << 6);

    pub(crate) fn has(self, flag: Self) -> bool {
        self.0 & flag.0 != 0
    }

    #[must_use]
    pub(crate) fn with(self, flag: Self) -> Self {
        Self(self.0 | flag.0)
    }

    #[must_use]
    pub(crate) fn with_if(self, flag: Self, condition: bool) -> Self {
        if condition { self.with(flag) } else { self }
    }
}
