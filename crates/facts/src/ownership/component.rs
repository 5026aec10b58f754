//! Which companies hold each other in a ring.

use super::network::Network;

/// The strongly connected components of a network, in the order of its links: no link goes from a later one to one before it.
#[derive(Debug)]
pub(super) struct Components {
    members: Vec<usize>,
    /// Where each begins in `members`, and where the last ends.
    starts: Vec<usize>,
    of: Vec<usize>,
}

/// A company whose links are being followed.
struct Visit {
    company: usize,
    next: usize,
}

const UNSEEN: usize = usize::MAX;

impl Components {
    /// Those of the network: Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972), with a stack of its own, as chains may be long.
    pub(super) fn of(network: &Network) -> Self {
        let mut search = Search {
            network,
            seen: vec![UNSEEN; network.len()],
            low: vec![0; network.len()],
            open: Vec::new(),
            visits: Vec::new(),
            count: 0,
            of: vec![UNSEEN; network.len()],
            members: Vec::with_capacity(network.len()),
            ends: Vec::new(),
        };
        for company in 0..network.len() {
            search.from(company);
        }
        search.finish()
    }

    /// The components, each with its companies, in the order of links.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        self.starts.windows(2).map(|ends| &self.members[ends[0]..ends[1]])
    }

    /// For each company whether it gets back to itself.
    pub(super) fn circular(&self, network: &Network) -> Vec<bool> {
        let mut circular = vec![false; network.len()];
        for members in self.iter() {
            for &company in members {
                circular[company] = members.len() > 1 || network.is_loop(company);
            }
        }
        circular
    }

    /// True when both companies are in the same component.
    pub(super) fn together(&self, one: usize, other: usize) -> bool {
        self.of[one] == self.of[other]
    }
}

struct Search<'a> {
    network: &'a Network,
    /// In which order companies were come upon.
    seen: Vec<usize>,
    /// The first company come upon that one can get back to.
    low: Vec<usize>,
    /// Companies whose component is not yet complete.
    open: Vec<usize>,
    visits: Vec<Visit>,
    count: usize,
    of: Vec<usize>,
    members: Vec<usize>,
    ends: Vec<usize>,
}

impl Search<'_> {
    fn from(&mut self, company: usize) {
        if self.seen[company] == UNSEEN {
            self.enter(company);
        }
        while let Some(&mut Visit { company, ref mut next }) = self.visits.last_mut() {
            let Some(link) = self.network.links(company).get(*next) else {
                self.visits.pop();
                self.leave(company);
                continue;
            };
            *next += 1;
            if self.seen[link.to] == UNSEEN {
                self.enter(link.to);
            } else if self.of[link.to] == UNSEEN {
                self.low[company] = self.low[company].min(self.seen[link.to]);
            }
        }
    }

    fn enter(&mut self, company: usize) {
        self.seen[company] = self.count;
        self.low[company] = self.count;
        self.count += 1;
        self.open.push(company);
        self.visits.push(Visit { company, next: 0 });
    }

    fn leave(&mut self, company: usize) {
        if let Some(before) = self.visits.last() {
            self.low[before.company] = self.low[before.company].min(self.low[company]);
        }
        if self.low[company] != self.seen[company] {
            return;
        }
        let component = self.ends.len();
        while let Some(member) = self.open.pop() {
            self.of[member] = component;
            self.members.push(member);
            if member == company {
                break;
            }
        }
        self.ends.push(self.members.len());
    }

    /// Components are complete once all that their links lead to is: the last is the first in the order of links.
    fn finish(mut self) -> Components {
        let total = self.members.len();
        self.members.reverse();
        let mut starts: Vec<usize> = self.ends.iter().rev().map(|end| total - end).collect();
        starts.push(total);
        Components { members: self.members, starts, of: self.of }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn components(companies: usize, links: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let holdings = links.iter().map(|&(near, far)| (near, far, 1.0, 1.0));
        let found = Components::of(&Network::new(companies, holdings));
        let sorted = |members: &[usize]| {
            let mut members = members.to_vec();
            members.sort_unstable();
            members
        };
        found.iter().map(sorted).collect()
    }

    #[test]
    fn rings_are_found_in_the_order_of_links() {
        type Example<'a> = (usize, &'a [(usize, usize)], &'a [&'a [usize]]);
        let table: [Example<'_>; 4] = [
            (1, &[(0, 0)], &[&[0]]),
            (3, &[(0, 1), (1, 2)], &[&[0], &[1], &[2]]),
            (4, &[(0, 1), (1, 2), (2, 1), (2, 3)], &[&[0], &[1, 2], &[3]]),
            (5, &[(0, 4), (4, 0), (4, 3), (3, 2), (2, 1), (1, 3)], &[&[0, 4], &[1, 2, 3]]),
        ];
        for (companies, links, expected) in table {
            assert_eq!(components(companies, links), expected, "{links:?}");
        }
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let links: Vec<(usize, usize)> = (0..200_000).map(|place| (place, place + 1)).collect();
        assert_eq!(components(200_001, &links).len(), 200_001);
    }
}
