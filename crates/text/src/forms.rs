//! The lower-case and folded forms of a document's tokens, in one buffer, and only where they differ from the text.

use crate::fold::{push_folded, push_lower};

/// The buffer while it is being filled.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    buffer: String,
}

/// Where a token's forms lie; the meaning of the zeros is that of [`Token`](crate::Token).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    pub(crate) form: u32,
    pub(crate) lower_len: u32,
    pub(crate) folded_len: u32,
}

impl Forms {
    /// Adds the forms of a token.
    pub(crate) fn add(&mut self, word: &str) -> Place {
        let start = self.buffer.len();
        if word == "&" {
            self.buffer.push_str("and");
            return Place { form: narrow(start), lower_len: 0, folded_len: 3 };
        }
        if !word.bytes().any(|byte| byte.is_ascii_uppercase() || byte >= 128) {
            return Place::default();
        }
        if word.is_ascii() {
            self.buffer.push_str(word);
            self.buffer[start..].make_ascii_lowercase();
            return Place { form: narrow(start), lower_len: narrow(word.len()), folded_len: 0 };
        }
        if is_plain_lower(word) {
            push_folded(word, &mut self.buffer);
            return Place {
                form: narrow(start),
                lower_len: 0,
                folded_len: narrow(self.buffer.len() - start),
            };
        }
        push_lower(word, &mut self.buffer);
        let mut middle = self.buffer.len();
        push_folded(word, &mut self.buffer);
        if self.buffer[start..middle] == self.buffer[middle..] {
            self.buffer.truncate(middle);
        }
        if self.buffer[start..middle] == *word {
            if middle == self.buffer.len() {
                self.buffer.truncate(start);
            } else {
                self.buffer.drain(start..middle);
            }
            middle = start;
        }
        Place {
            form: narrow(start),
            lower_len: narrow(middle - start),
            folded_len: narrow(self.buffer.len() - middle),
        }
    }

    /// Adds the forms of a token that stands for another word, which is in lower case.
    pub(crate) fn add_as(&mut self, lower: &str) -> Place {
        let start = self.buffer.len();
        self.buffer.push_str(lower);
        let middle = self.buffer.len();
        push_folded(lower, &mut self.buffer);
        Place {
            form: narrow(start),
            lower_len: narrow(middle - start),
            folded_len: narrow(self.buffer.len() - middle),
        }
    }

    /// The filled buffer.
    pub(crate) fn into_buffer(self) -> String {
        self.buffer
    }
}

/// Small letters of western Europe and nothing that lowering would touch: most words with an accent.
fn is_plain_lower(word: &str) -> bool {
    let mut bytes = word.bytes();
    while let Some(byte) = bytes.next() {
        let plain = match byte {
            0xc3 => bytes.next().is_some_and(|second| second >= 0x9f),
            _ => byte < 128 && !byte.is_ascii_uppercase(),
        };
        if !plain {
            return false;
        }
    }
    true
}

/// Offsets fit: the text read is bounded by [`MAX_BYTES`](crate::scan::MAX_BYTES), and its forms by a few times that.
pub(crate) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
