//! Entries of one or more tokens, found by longest match from a given token.

use rustc_hash::FxHashMap;

/// Phrases by their first token. Whether tokens are lower-cased or folded is the owner's choice; it says which.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    by_first: FxHashMap<Box<str>, Vec<Entry<T>>>,
    shapes: Shapes,
}

/// How long the first tokens are that begin with each byte: most words of a text are told from all of them by that alone,
/// without a look into the table.
#[derive(Debug, Clone)]
struct Shapes(Box<[u64; 256]>);

impl Default for Shapes {
    fn default() -> Self {
        Self(Box::new([0; 256]))
    }
}

impl Shapes {
    /// Lengths from 63 bytes on are one.
    fn place(token: &str) -> (usize, u64) {
        let first = token.as_bytes().first().copied().unwrap_or_default();
        (usize::from(first), 1 << token.len().min(63))
    }

    fn add(&mut self, token: &str) {
        let (first, length) = Self::place(token);
        self.0[first] |= length;
    }

    fn may_hold(&self, token: &str) -> bool {
        let (first, length) = Self::place(token);
        self.0[first] & length != 0
    }
}

#[derive(Debug, Clone)]
struct Entry<T> {
    rest: Box<[Box<str>]>,
    values: Vec<T>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default(), shapes: Shapes::default() }
    }
}

impl<T: PartialEq> Phrases<T> {
    /// Adds a value under these tokens, unless it is there already. A phrase without tokens is ignored.
    pub(crate) fn insert(&mut self, tokens: &[&str], value: T) {
        let Some((first, rest)) = tokens.split_first() else { return };
        self.shapes.add(first);
        let entries = self.by_first.entry((*first).into()).or_default();
        let found = entries.iter().position(|entry| entry.rest.iter().map(|t| &**t).eq(rest.iter().copied()));
        let at = found.unwrap_or_else(|| {
            // Longest first, so that the first match is the longest.
            let at = entries.partition_point(|entry| entry.rest.len() >= rest.len());
            entries
                .insert(at, Entry { rest: rest.iter().map(|t| (*t).into()).collect(), values: Vec::new() });
            at
        });
        if !entries[at].values.contains(&value) {
            entries[at].values.push(value);
        }
    }
}

impl<T> Phrases<T> {
    /// The longest entry that these tokens begin with: how many tokens it takes, and its values.
    pub fn longest<'t, I>(&self, tokens: I) -> Option<(usize, &[T])>
    where
        I: IntoIterator<Item = &'t str>,
        I::IntoIter: Clone,
    {
        let mut tokens = tokens.into_iter();
        let first = tokens.next()?;
        if !self.shapes.may_hold(first) {
            return None;
        }
        let entries = self.by_first.get(first)?;
        entries.iter().find_map(|entry| {
            let mut following = tokens.clone();
            let fits = entry.rest.iter().all(|token| following.next() == Some(&**token));
            fits.then_some((entry.rest.len() + 1, entry.values.as_slice()))
        })
    }

    /// The values under exactly these tokens.
    pub fn exact<'t>(&self, tokens: impl IntoIterator<Item = &'t str, IntoIter: Clone>) -> &[T] {
        let tokens = tokens.into_iter();
        let length = tokens.clone().count();
        match self.longest(tokens) {
            Some((taken, values)) if taken == length => values,
            _ => &[],
        }
    }

    /// Whether some entry begins with this token.
    pub fn starts(&self, token: &str) -> bool {
        self.shapes.may_hold(token) && self.by_first.contains_key(token)
    }

    /// Every entry's tokens and values, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Vec<&str>, &[T])> {
        self.by_first.iter().flat_map(|(first, entries)| {
            entries.iter().map(move |entry| {
                let tokens = std::iter::once(&**first).chain(entry.rest.iter().map(|t| &**t)).collect();
                (tokens, entry.values.as_slice())
            })
        })
    }
}
