//! Companies that hold each other: sums over endless chains, by elimination.

use super::effort::Effort;

/// What has to be lost on the way round for chains to have an end. Parts come of percents with a few decimals, so that a smaller loss is one
/// of rounding.
const LEAST_LOSS: f64 = 1e-12;

/// The sum of all rounds along a loop, `1 + share + share² + ...`: infinite when nothing is lost on the way.
pub(super) fn rounds(share: f64) -> f64 {
    let loss = 1.0 - share;
    if loss > LEAST_LOSS { 1.0 / loss } else { f64::INFINITY }
}

/// The product; nothing, however often, is nothing.
fn times(one: f64, other: f64) -> f64 {
    if one == 0.0 || other == 0.0 { 0.0 } else { one * other }
}

/// The equations `y = A y + b` of a group of companies, all their figures 0 or more, infinity included: `A` holds the parts along the holdings within the
/// group, `b` what comes in from outside, and `y` is the sum over all chains.
#[derive(Debug, Clone)]
pub(super) struct Group {
    size: usize,
    /// Row by row, `size` to a row.
    parts: Vec<f64>,
    inward: Vec<f64>,
}

impl Group {
    /// A group of as many companies as `inward` has values, without holdings.
    pub(super) fn new(inward: Vec<f64>) -> Self {
        let size = inward.len();
        Self { size, parts: vec![0.0; size * size], inward }
    }

    /// Adds to the part with which the value of `of` counts in that of `company`.
    pub(super) fn add(&mut self, company: usize, of: usize, part: f64) {
        self.parts[company * self.size + of] += part;
    }

    /// The least solution: the sum over all chains, for each company.
    pub(super) fn solve(mut self, effort: &mut Effort) -> Vec<f64> {
        for last in (1..self.size).rev() {
            self.eliminate(last, effort);
        }
        let mut values = vec![0.0; self.size];
        for company in 0..self.size {
            let row = &self.parts[company * self.size..][..company];
            let before: f64 = row.iter().zip(&values).map(|(&part, &value)| times(part, value)).sum();
            let own = self.parts[company * self.size + company];
            values[company] = times(rounds(own), self.inward[company] + before);
        }
        values
    }

    /// For each company the sum over the chains that do not come back to it, then the sum over all chains.
    ///
    /// Half of the companies are eliminated, which leaves a smaller group of the others; that goes on until one is left, and likewise for the
    /// other half. Sizes halve at each step and the work is that of the cube, so that the sum is about that of one elimination.
    pub(super) fn each_left_out(self, effort: &mut Effort) -> Vec<(f64, f64)> {
        let mut outcome = vec![(0.0, 0.0); self.size];
        let all: Vec<usize> = (0..self.size).collect();
        self.halve(&all, &mut outcome, effort);
        outcome
    }

    fn halve(self, places: &[usize], outcome: &mut [(f64, f64)], effort: &mut Effort) {
        match *places {
            [] => {}
            [place] => {
                let kept = self.inward[0];
                outcome[place] = (kept, times(rounds(self.parts[0]), kept));
            }
            _ => {
                let middle = self.size / 2;
                let (first, second) = places.split_at(middle);
                let other = self.keep(middle..self.size, effort);
                self.keep(0..middle, effort).halve(first, outcome, effort);
                other.halve(second, outcome, effort);
            }
        }
    }

    /// The group of these companies alone, with the chains through the others folded into their parts.
    fn keep(&self, kept: std::ops::Range<usize>, effort: &mut Effort) -> Self {
        let others = (0..kept.start).chain(kept.end..self.size);
        let order: Vec<usize> = kept.clone().chain(others).collect();
        let mut group = Self {
            size: self.size,
            parts: Vec::with_capacity(self.parts.len()),
            inward: order.iter().map(|&place| self.inward[place]).collect(),
        };
        for &place in &order {
            let row = &self.parts[place * self.size..][..self.size];
            group.parts.extend_from_slice(&row[kept.clone()]);
            group.parts.extend_from_slice(&row[..kept.start]);
            group.parts.extend_from_slice(&row[kept.end..]);
        }
        for last in (kept.len()..self.size).rev() {
            group.eliminate(last, effort);
        }
        group.shrink(kept.len());
        effort.charge(self.parts.len());
        group
    }

    /// Drops the companies from `size` on, which are eliminated.
    fn shrink(&mut self, size: usize) {
        for row in 1..size {
            self.parts.copy_within(row * self.size..row * self.size + size, row * size);
        }
        self.parts.truncate(size * size);
        self.inward.truncate(size);
        self.size = size;
    }

    /// Folds the chains through company `last` into the parts of those before it; those after it count no longer. Its own row and loop stay
    /// as they are, for [`Group::solve`] to come back to.
    fn eliminate(&mut self, last: usize, effort: &mut Effort) {
        let (before, after) = self.parts.split_at_mut(last * self.size);
        let through = &after[..=last];
        let rounds = rounds(through[last]);
        let (kept, gone) = self.inward.split_at_mut(last);
        for (row, inward) in before.chunks_exact_mut(self.size).zip(kept) {
            let weight = times(row[last], rounds);
            if weight == 0.0 {
                continue;
            }
            effort.charge(last);
            *inward += times(weight, gone[0]);
            let row = row.iter_mut().zip(&through[..last]);
            if weight.is_finite() {
                // The usual case, without a branch in the loop; an infinite part times a weight above 0 is infinite.
                row.for_each(|(part, &next)| *part += weight * next);
            } else {
                row.for_each(|(part, &next)| *part += times(weight, next));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(inward: &[f64], parts: &[(usize, usize, f64)]) -> Group {
        let mut group = Group::new(inward.to_vec());
        for &(company, of, part) in parts {
            group.add(company, of, part);
        }
        group
    }

    /// Two companies that hold each other, one value coming in at the first: (parts, [(left out, all), ...]).
    #[test]
    fn two_in_a_ring() {
        let table = [
            ((0.5, 0.5), [(1.0, 4.0 / 3.0), (0.5, 2.0 / 3.0)]),
            ((0.0, 0.5), [(1.0, 1.0), (0.5, 0.5)]),
            ((1.0, 1.0), [(1.0, f64::INFINITY), (1.0, f64::INFINITY)]),
            ((1.0, 0.0), [(1.0, 1.0), (0.0, 0.0)]),
        ];
        for ((first_of_second, second_of_first), expected) in table {
            let group = group(&[1.0, 0.0], &[(0, 1, first_of_second), (1, 0, second_of_first)]);
            assert_eq!(
                group.clone().each_left_out(&mut Effort::new(0)),
                expected,
                "{first_of_second} {second_of_first}"
            );
            assert_eq!(
                group.solve(&mut Effort::new(0)),
                expected.map(|(_, all)| all),
                "{first_of_second} {second_of_first}"
            );
        }
    }

    #[test]
    fn a_ring_without_loss_spoils_only_what_it_reaches() {
        // 1 and 2 hold each other wholly, 3 counts a tenth of 2, 0 counts nothing of them.
        let parts = [(1, 2, 1.0), (2, 1, 1.0), (1, 0, 0.5), (3, 2, 0.1)];
        let values = group(&[1.0, 0.0, 0.0, 0.0], &parts).solve(&mut Effort::new(0));
        assert_eq!(values, [1.0, f64::INFINITY, f64::INFINITY, f64::INFINITY]);
        let none = group(&[0.0, 0.0, 0.0, 1.0], &parts).solve(&mut Effort::new(0));
        assert_eq!(none, [0.0, 0.0, 0.0, 1.0]);
    }
}
