//! Offsets in the unit a reader counts in.

use std::fmt;

use entente_model::Span;

use crate::Error;

/// What an offset into a text counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OffsetUnit {
    /// Bytes of UTF-8: the canonical unit everywhere inside.
    #[default]
    Utf8,
    /// Units of UTF-16, as Java, C# and JavaScript count; a character outside the basic plane is two.
    Utf16,
    /// Unicode code points, as Python counts.
    CodePoints,
}

impl fmt::Display for OffsetUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8 bytes",
            Self::Utf16 => "UTF-16 units",
            Self::CodePoints => "code points",
        })
    }
}

/// Bytes between two checkpoints: one conversion walks at most this far.
const STRIDE: usize = 128;

/// Converts offsets of one text between units, exactly and both ways. Built in one pass; a look-up is a binary search
/// at most and a walk over some hundred bytes.
#[derive(Debug, Clone)]
pub struct Offsets<'t> {
    text: &'t str,
    /// Checkpoint `n` is the first character boundary at or past byte `n * STRIDE`. Empty for ASCII.
    checkpoints: Vec<Checkpoint>,
    end: Checkpoint,
}

/// The same place counted in each unit.
#[derive(Debug, Clone, Copy, Default)]
struct Checkpoint {
    utf8: usize,
    utf16: usize,
    code_points: usize,
}

impl Checkpoint {
    fn get(self, unit: OffsetUnit) -> usize {
        match unit {
            OffsetUnit::Utf8 => self.utf8,
            OffsetUnit::Utf16 => self.utf16,
            OffsetUnit::CodePoints => self.code_points,
        }
    }

    fn step(&mut self, c: char) {
        self.utf8 += c.len_utf8();
        self.utf16 += c.len_utf16();
        self.code_points += 1;
    }
}

impl<'t> Offsets<'t> {
    /// Counts the text once.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            let end = Checkpoint { utf8: text.len(), utf16: text.len(), code_points: text.len() };
            return Self { text, checkpoints: Vec::new(), end };
        }
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut at = Checkpoint::default();
        for c in text.chars() {
            if at.utf8 >= checkpoints.len() * STRIDE {
                checkpoints.push(at);
            }
            at.step(c);
        }
        Self { text, checkpoints, end: at }
    }

    /// Length of the text in `unit`.
    pub fn len(&self, unit: OffsetUnit) -> usize {
        self.end.get(unit)
    }

    /// True for the empty text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// A byte offset counted in `unit`.
    pub fn to_unit(&self, byte: usize, unit: OffsetUnit) -> Result<usize, Error> {
        self.convert(byte, OffsetUnit::Utf8, unit)
    }

    /// An offset counted in `unit` as a byte offset.
    pub fn to_byte(&self, offset: usize, unit: OffsetUnit) -> Result<usize, Error> {
        self.convert(offset, unit, OffsetUnit::Utf8)
    }

    /// A span of bytes counted in `unit`: start, and end one past the last.
    pub fn span_to_unit(&self, span: Span, unit: OffsetUnit) -> Result<(usize, usize), Error> {
        Ok((self.to_unit(span.start, unit)?, self.to_unit(span.end, unit)?))
    }

    /// A start and an end (one past the last) counted in `unit` as a span of bytes; an end before its start gives the
    /// empty span at the start.
    pub fn span_to_bytes(&self, start: usize, end: usize, unit: OffsetUnit) -> Result<Span, Error> {
        Ok(Span::new(self.to_byte(start, unit)?, self.to_byte(end, unit)?))
    }

    fn convert(&self, offset: usize, from: OffsetUnit, to: OffsetUnit) -> Result<usize, Error> {
        let length = self.end.get(from);
        if offset > length {
            return Err(Error::OffsetOutside { offset, length, unit: from });
        }
        if offset == length {
            return Ok(self.end.get(to));
        }
        // The last checkpoint not past the offset; the first is at 0, and there is none in ASCII text.
        let after = self.checkpoints.partition_point(|checkpoint| checkpoint.get(from) <= offset);
        let Some(&checkpoint) = after.checked_sub(1).and_then(|index| self.checkpoints.get(index)) else {
            return Ok(offset);
        };
        let mut at = checkpoint;
        for c in self.text[checkpoint.utf8..].chars() {
            if at.get(from) >= offset {
                break;
            }
            at.step(c);
        }
        if at.get(from) == offset { Ok(at.get(to)) } else { Err(Error::OffsetInside { offset, unit: from }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_place_in_each_unit() {
        let text = "d’été 🚗 x";
        let offsets = Offsets::new(text);
        for (byte, utf16, code_points) in
            [(0, 0, 0), (4, 2, 2), (9, 5, 5), (10, 6, 6), (14, 8, 7), (16, 10, 9)]
        {
            assert_eq!(offsets.to_unit(byte, OffsetUnit::Utf16), Ok(utf16), "byte {byte}");
            assert_eq!(offsets.to_unit(byte, OffsetUnit::CodePoints), Ok(code_points), "byte {byte}");
            assert_eq!(offsets.to_byte(utf16, OffsetUnit::Utf16), Ok(byte), "utf16 {utf16}");
            assert_eq!(offsets.to_byte(code_points, OffsetUnit::CodePoints), Ok(byte), "{code_points}");
        }
    }

    #[test]
    fn places_that_are_none_are_refused() {
        let offsets = Offsets::new("é🚗");
        let inside = |offset, unit| Err(Error::OffsetInside { offset, unit });
        assert_eq!(offsets.to_unit(1, OffsetUnit::Utf16), inside(1, OffsetUnit::Utf8));
        assert_eq!(offsets.to_unit(1, OffsetUnit::Utf8), inside(1, OffsetUnit::Utf8));
        assert_eq!(offsets.to_byte(2, OffsetUnit::Utf16), inside(2, OffsetUnit::Utf16));
        let outside = Error::OffsetOutside { offset: 3, length: 2, unit: OffsetUnit::CodePoints };
        assert_eq!(outside.to_string(), "offset 3 is past the end of the text, which has 2 code points");
        assert_eq!(offsets.to_byte(3, OffsetUnit::CodePoints), Err(outside));
        assert!(Offsets::new("ascii").to_unit(6, OffsetUnit::Utf16).is_err());
    }
}
