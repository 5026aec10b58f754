//! Ids of events that last.

/// The places of a revision's events, which end their ids.
///
/// An id names one event for ever. The events of the first reading are counted from 0; when the revision is read anew, an
/// event that is as it was keeps its place and the others go on counting, so that no place is given twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    /// Those of the first events; the ones after them count on from `next`.
    listed: Vec<u32>,
    next: u32,
}

impl Places {
    /// These places, and `next` as the first that was never given. Without any, events are counted from 0.
    pub fn new(listed: Vec<u32>, next: u32) -> Self {
        let next = listed.iter().map(|place| place.saturating_add(1)).fold(next, u32::max);
        // One writing for one meaning, so that equal places are equal values.
        if (0..).zip(&listed).all(|(index, place)| index == *place) && next == count(listed.len()) {
            return Self::default();
        }
        Self { listed, next }
    }

    /// The place of the event at `index` in the order of the revision's events.
    pub fn of(&self, index: usize) -> u32 {
        match self.listed.get(index) {
            Some(place) => *place,
            None => self.next.saturating_add(count(index - self.listed.len())),
        }
    }

    /// The first place that no event of the revision has had, where `events` of them stand.
    pub fn next(&self, events: usize) -> u32 {
        self.next.saturating_add(count(events.saturating_sub(self.listed.len())))
    }

    /// The places of another reading, where `events` stood before. For each of its events: the index of the event that it
    /// is among those of before, if it is one.
    #[must_use]
    pub fn after(&self, events: usize, kept: impl IntoIterator<Item = Option<usize>>) -> Self {
        let mut next = self.next(events);
        let mut fresh = || {
            let place = next;
            next = next.saturating_add(1);
            place
        };
        let listed = kept.into_iter().map(|kept| kept.map_or_else(&mut fresh, |index| self.of(index)));
        let listed = listed.collect();
        Self::new(listed, next)
    }
}

fn count(events: usize) -> u32 {
    u32::try_from(events).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(places: &Places, events: usize) -> Vec<u32> {
        (0..events).map(|index| places.of(index)).collect()
    }

    #[test]
    fn no_place_is_given_twice() {
        let first = Places::default();
        assert_eq!(listed(&first, 3), [0, 1, 2]);
        // The second event changes, and one comes in between.
        let second = first.after(3, [Some(0), None, None, Some(2)]);
        assert_eq!((listed(&second, 4), second.next(4)), (vec![0, 3, 4, 2], 5));
        // The newest go: their places stay taken.
        let third = second.after(4, [Some(0), Some(3)]);
        assert_eq!((listed(&third, 2), third.next(2)), (vec![0, 2], 5));
        let fourth = third.after(2, [None]);
        assert_eq!((listed(&fourth, 1), fourth.next(1)), (vec![5], 6));
        // Nothing is left, and something comes again.
        let fifth = fourth.after(1, []);
        assert_eq!(listed(&fifth.after(0, [None, None]), 2), [6, 7]);
    }

    #[test]
    fn what_keeps_all_places_is_as_before() {
        assert_eq!(Places::default().after(3, [Some(0), Some(1), Some(2)]), Places::default());
        assert_eq!(Places::default().after(2, [Some(0), Some(1), None]), Places::default());
        assert_ne!(Places::default().after(2, [Some(0)]), Places::default());
    }
}
