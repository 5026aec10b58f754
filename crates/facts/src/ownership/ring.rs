//! Rings of so many companies that they are not eliminated: values by iteration, shares of holders by bounds.

use super::effort::Effort;
use super::group::rounds;
use super::network::Side;

/// How far, of each value, the sum of what is still to come may be when iteration ends.
const NEAR: f64 = 1e-13;

/// Changes below this are too close to rounding to tell how fast they shrink.
const TELLING: f64 = 1e-11;

/// No sum that comes to an end gets so far above the whole.
const ENDLESS: f64 = 1e12;

/// The equations `y = A y + b` of a ring, as [`super::group::Group`] has them, with only those parts that are not 0.
#[derive(Debug)]
pub(super) struct Ring {
    inward: Vec<f64>,
    /// The part of each company in itself.
    own: Vec<f64>,
    /// Where each company's links begin in `links`, and where the last's end.
    starts: Vec<usize>,
    /// Whose value counts in that of the company, in order, and the part.
    links: Vec<(usize, f64)>,
}

impl Ring {
    /// What comes in from outside, and the links within: (company, whose value counts in its own, part).
    pub(super) fn new(inward: Vec<f64>, mut links: Vec<(usize, usize, f64)>) -> Self {
        links.sort_unstable_by_key(|&(company, of, _)| (company, of));
        let size = inward.len();
        let mut ring =
            Self { inward, own: vec![0.0; size], starts: vec![0], links: Vec::with_capacity(links.len()) };
        let mut links = links.into_iter().peekable();
        for company in 0..size {
            while let Some((_, of, part)) = links.next_if(|&(whose, ..)| whose == company) {
                let first = ring.starts[company];
                match ring.links[first..].last_mut() {
                    _ if of == company => ring.own[company] += part,
                    Some((before, sum)) if *before == of => *sum += part,
                    _ => ring.links.push((of, part)),
                }
            }
            ring.starts.push(ring.links.len());
        }
        ring
    }

    fn links(&self, company: usize) -> &[(usize, f64)] {
        &self.links[self.starts[company]..self.starts[company + 1]]
    }

    /// The sum over all chains for each company, and true when it is complete: it is not when the effort is spent or the sum has no end. What is there is
    /// never too much, as sums only grow from sweep to sweep (Gauss and Seidel's method, from 0).
    pub(super) fn solve(&self, effort: &mut Effort) -> (Vec<f64>, bool) {
        let size = self.inward.len();
        let steps = u64::try_from(self.links.len() + size).unwrap_or(u64::MAX);
        let rounds: Vec<f64> = self.own.iter().map(|&own| rounds(own)).collect();
        let mut values = vec![0.0; size];
        let mut before = 0.0_f64;
        let mut rate = 1.0_f64;
        while effort.spend(steps) {
            let mut change = 0.0_f64;
            for company in 0..size {
                let counted: f64 = self.links(company).iter().map(|&(of, part)| values[of] * part).sum();
                let sum = self.inward[company] + counted;
                if sum <= 0.0 {
                    continue;
                }
                let next = sum * rounds[company];
                if next > ENDLESS {
                    return (values, false);
                }
                change = change.max((next - values[company]) / next);
                values[company] = next.max(values[company]);
            }
            if change > TELLING && before > 0.0 {
                rate = change / before;
            }
            if change == 0.0 || rate < 1.0 && change * rate / (1.0 - rate) <= NEAR {
                return (values, true);
            }
            before = change;
        }
        (values, false)
    }

    /// Bounds of the sums over the chains that do not come back to the company, from those over all chains: the part of a round that comes back
    /// is at least that over one other company, and at most that of which a ring gets hold in two steps.
    pub(super) fn left_out(&self, all: &[f64], side: Side) -> Vec<f64> {
        match side {
            Side::Most => (0..all.len()).map(|company| self.at_most(company, all)).collect(),
            Side::Least => self.at_least(all),
        }
    }

    fn at_most(&self, company: usize, all: &[f64]) -> f64 {
        let over_one = |&(of, part): &(usize, f64)| part * self.part(of, company);
        let back: f64 = self.own[company] + self.links(company).iter().map(over_one).sum::<f64>();
        let kept = 1.0 - back;
        if kept > 0.0 { all[company] * kept } else { f64::INFINITY }
    }

    fn at_least(&self, all: &[f64]) -> Vec<f64> {
        let held = self.held();
        // Where more than the whole of a company is held, what goes round may grow, and nothing bounds what comes back.
        let lossless = held.iter().any(|&held| held > 1.0 + NEAR);
        let mut back = self.own.clone();
        for (holder, &holder_held) in held.iter().enumerate() {
            for &(of, part) in self.links(holder) {
                back[of] += part * holder_held;
            }
        }
        let share = |company: usize| {
            let near = self.links(company).iter().map(|&(of, part)| part * self.inward[of]).sum::<f64>();
            let direct = self.inward[company] + near;
            let rest = if lossless { 0.0 } else { all[company] * (1.0 - back[company]).max(0.0) };
            direct.max(rest)
        };
        (0..all.len()).map(share).collect()
    }

    /// How much of each company the ring itself holds.
    fn held(&self) -> Vec<f64> {
        let mut held = self.own.clone();
        for &(of, part) in &self.links {
            held[of] += part;
        }
        held
    }

    fn part(&self, company: usize, of: usize) -> f64 {
        let links = self.links(company);
        links.binary_search_by_key(&of, |&(of, _)| of).map_or(0.0, |place| links[place].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ownership::group::Group;

    /// A ring of companies that each hold a part of the next two, and one more of the first.
    fn links(size: usize, part: f64) -> Vec<(usize, usize, f64)> {
        let each =
            |company| [(company, (company + 1) % size, part), (company, (company + 2) % size, part / 2.0)];
        (0..size).flat_map(each).chain([(size / 2, 0, part / 4.0), (3, 3, 0.1)]).collect()
    }

    #[test]
    fn iteration_and_bounds_agree_with_elimination() {
        for (size, part) in [(5, 0.1), (20, 0.4), (60, 0.5)] {
            let mut inward = vec![0.0; size];
            inward[0] = 1.0;
            let mut group = Group::new(inward.clone());
            for (company, of, part) in links(size, part) {
                group.add(company, of, part);
            }
            let ring = Ring::new(inward, links(size, part));
            let (all, settled) = ring.solve(&mut Effort::new(10_000_000));
            assert!(settled, "{size} {part}");
            let least = ring.left_out(&all, Side::Least);
            let most = ring.left_out(&all, Side::Most);
            for (company, (exact, exact_all)) in
                group.each_left_out(&mut Effort::new(0)).into_iter().enumerate()
            {
                assert!((all[company] - exact_all).abs() < 1e-11 * exact_all, "{size} {part}: {company}");
                let within = least[company] <= exact + 1e-12 && exact <= most[company] + 1e-12;
                assert!(within, "{size} {part}: {exact} between {} and {}", least[company], most[company]);
            }
        }
    }

    #[test]
    fn what_has_no_end_is_not_settled() {
        for part in [0.7, 2.0 / 3.0, 0.9] {
            let ring = Ring::new(vec![1.0; 30], links(30, part));
            let (_, settled) = ring.solve(&mut Effort::new(1_000_000));
            assert!(!settled, "{part}");
        }
    }
}
