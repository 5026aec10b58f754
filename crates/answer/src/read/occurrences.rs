//! Where phrases of the word classes stand in a question. Hundreds of patterns ask for the same classes at the same places: each is looked
//! up once.

use std::cell::RefCell;
use std::rc::Rc;

use crate::read::pattern::Item;
use crate::read::vocabulary::{Class, Vocabulary};

/// The items of a question, and what was found out about them.
pub(crate) struct Occurrences<'a> {
    items: &'a [Item],
    vocabulary: &'a Vocabulary,
    light: Vec<bool>,
    /// The lengths of the phrases of each class at each item, once they were asked for.
    lengths: RefCell<Vec<Option<Rc<[usize]>>>>,
}

impl<'a> Occurrences<'a> {
    pub(crate) fn new(items: &'a [Item], vocabulary: &'a Vocabulary) -> Self {
        let light = items.iter().map(|item| vocabulary.is_light(item)).collect();
        let lengths = RefCell::new(vec![None; vocabulary.classes() * items.len()]);
        Self { items, vocabulary, light, lengths }
    }

    pub(crate) fn items(&self) -> &'a [Item] {
        self.items
    }

    /// True for a light word; false behind the last item.
    pub(crate) fn is_light(&self, at: usize) -> bool {
        self.light.get(at).copied().unwrap_or_default()
    }

    /// How many items the phrases of a class take from an item on, longest first.
    pub(crate) fn lengths(&self, class: Class, at: usize) -> Rc<[usize]> {
        let look = || -> Rc<[usize]> { self.vocabulary.lengths_of(class, &self.items[at..]).into() };
        match self.lengths.borrow_mut().get_mut(class.0 * self.items.len() + at) {
            Some(known) => Rc::clone(known.get_or_insert_with(look)),
            None => look(),
        }
    }

    /// True when a phrase of the class stands somewhere.
    pub(crate) fn occurs(&self, class: &str) -> bool {
        let Some(class) = self.vocabulary.class(class) else { return false };
        (0..self.items.len()).any(|at| !self.lengths(class, at).is_empty())
    }
}
