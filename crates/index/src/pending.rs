//! Writes on their way into the store. Those who go on before they are there read over them.

use std::iter::Peekable;
use std::vec;

use fjall::{Iter, Slice};
use rayon::slice::ParallelSliceMut as _;

use crate::IndexError;
use crate::store::{Order, Tree, Write};

/// Writes in the order of their keys, each key once.
#[derive(Debug)]
pub(crate) struct Pending {
    writes: Vec<(Order, Write)>,
}

/// A key with what becomes of it.
type Row = (Slice, Option<Slice>);

impl Pending {
    /// Those of all lists.
    pub(crate) fn of(lists: Vec<Vec<Write>>) -> Self {
        let mut writes = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        writes.extend(lists.into_iter().flatten().map(|write| (write.order(), write)));
        writes.par_sort_unstable_by(|(one, write), (other, next)| {
            one.cmp(other).then_with(|| write.key.cmp(&next.key))
        });
        Self { writes }
    }

    /// All of them.
    pub(crate) fn writes(&self) -> impl ExactSizeIterator<Item = &Write> {
        self.writes.iter().map(|(_, write)| write)
    }

    /// What becomes of a key, if anything does.
    pub(crate) fn get(&self, tree: Tree, key: &[u8]) -> Option<&Write> {
        let order = Order::of(tree, key);
        let mut equal = self.from(order).iter().take_while(|(own, _)| *own == order);
        equal.find(|(_, write)| *write.key == *key).map(|(_, write)| write)
    }

    /// The keys that begin so, from one on.
    pub(crate) fn range(&self, tree: Tree, prefix: &[u8], first: &[u8]) -> Vec<Row> {
        let last = Order::last(tree, prefix);
        let within = self.from(Order::of(tree, first)).iter().take_while(|(own, _)| *own <= last);
        // Between keys of a tenant may stand some of another.
        let rows = within.map(|(_, write)| write).filter(|write| {
            let key: &[u8] = &write.key;
            key.starts_with(prefix) && key >= first
        });
        rows.map(|write| (write.key.clone(), write.value.clone())).collect()
    }

    fn from(&self, order: Order) -> &[(Order, Write)] {
        self.writes.get(self.writes.partition_point(|(own, _)| *own < order)..).unwrap_or_default()
    }
}

/// Keys of the store in their order, each with its value, as pending writes leave them.
pub(crate) struct Scan {
    stored: Iter,
    /// What was taken out of the store and comes later.
    ahead: Option<Result<(Slice, Slice), IndexError>>,
    pending: Peekable<vec::IntoIter<Row>>,
}

impl Scan {
    /// Over these writes of the same keys, in the order of the keys.
    pub(crate) fn new(stored: Iter, pending: Vec<Row>) -> Self {
        Self { stored, ahead: None, pending: pending.into_iter().peekable() }
    }

    fn stored(&mut self) -> Option<Result<(Slice, Slice), IndexError>> {
        self.ahead.take().or_else(|| Some(self.stored.next()?.into_inner().map_err(IndexError::from)))
    }
}

impl Iterator for Scan {
    type Item = Result<(Slice, Slice), IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let stored = self.stored();
            let Some((written, _)) = self.pending.peek() else { return stored };
            match stored {
                Some(Ok((key, value))) if key < *written => return Some(Ok((key, value))),
                Some(Err(error)) => return Some(Err(error)),
                Some(Ok((key, value))) => self.ahead = (key != *written).then_some(Ok((key, value))),
                None => {}
            }
            if let Some((key, Some(value))) = self.pending.next() {
                return Some(Ok((key, value)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(key: &str, value: Option<&str>) -> Write {
        Write::new(Tree::Names, key.as_bytes().to_vec(), value.map(|value| value.as_bytes().to_vec()))
    }

    #[test]
    fn keys_that_begin_so_are_found_in_their_order() {
        let keys = [
            "\0hautecombe industries sud",
            "\0b",
            "\0hautecombe industries",
            "other\0hautecombe nord",
            "\0a",
        ];
        let lists = keys.iter().map(|key| vec![write(key, Some(key))]).chain([vec![write("\0c", None)]]);
        let pending = Pending::of(lists.collect());
        for key in keys {
            let write = pending.get(Tree::Names, key.as_bytes()).unwrap();
            assert_eq!(write.value, Some(Slice::from(key)));
            assert!(pending.get(Tree::Cores, key.as_bytes()).is_none(), "{key:?}");
        }
        assert_eq!(pending.get(Tree::Names, b"\0c").unwrap().value, None);
        assert!(pending.get(Tree::Names, b"\0hautecombe industries nord").is_none());
        let found = |prefix: &str, first: &str| -> Vec<String> {
            let rows = pending.range(Tree::Names, prefix.as_bytes(), first.as_bytes()).into_iter();
            rows.map(|(key, _)| String::from_utf8(key.to_vec()).unwrap()).collect()
        };
        assert_eq!(
            found("\0", "\0"),
            ["\0a", "\0b", "\0c", "\0hautecombe industries", "\0hautecombe industries sud"]
        );
        assert_eq!(found("\0", "\0c"), ["\0c", "\0hautecombe industries", "\0hautecombe industries sud"]);
        assert_eq!(
            found("\0hautecombe industries ", "\0hautecombe industries "),
            ["\0hautecombe industries sud"]
        );
        assert_eq!(found("other\0", "other\0"), ["other\0hautecombe nord"]);
        assert_eq!(found("\0x", "\0x"), [""; 0]);
    }
}
