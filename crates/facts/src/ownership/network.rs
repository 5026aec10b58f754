//! The holdings of a trace as numbered companies and links.

/// Which of the two bounds of each holding counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Each at its least.
    Least,
    /// Each at its most.
    Most,
}

/// A holding, from the company that the trace comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// The number of the company at its far end.
    pub(super) to: usize,
    least: f64,
    most: f64,
}

impl Link {
    /// The part held, 0 to 1.
    pub(super) const fn part(&self, side: Side) -> f64 {
        match side {
            Side::Least => self.least,
            Side::Most => self.most,
        }
    }
}

/// Numbered companies, the root being 0, and the links between them in the direction of the trace.
#[derive(Debug, Clone)]
pub(super) struct Network {
    starts: Vec<usize>,
    links: Vec<Link>,
}

impl Network {
    /// So many companies, and holdings as (near end, far end, least percent, most percent), in any order.
    pub(super) fn new(
        companies: usize,
        holdings: impl Iterator<Item = (usize, usize, f64, f64)> + Clone,
    ) -> Self {
        let mut starts = vec![0; companies + 1];
        for (near, ..) in holdings.clone() {
            starts[near + 1] += 1;
        }
        for company in 0..companies {
            starts[company + 1] += starts[company];
        }
        let mut links = vec![Link { to: 0, least: 0.0, most: 0.0 }; starts[companies]];
        let mut next = starts.clone();
        for (near, to, least, most) in holdings {
            links[next[near]] = Link { to, least: least / 100.0, most: most / 100.0 };
            next[near] += 1;
        }
        let mut network = Self { starts, links };
        for company in 0..companies {
            let range = network.range(company);
            network.links[range].sort_unstable_by(|one, other| {
                let by_parts = || one.least.total_cmp(&other.least).then(one.most.total_cmp(&other.most));
                one.to.cmp(&other.to).then_with(by_parts)
            });
        }
        network
    }

    /// How many companies there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The links of a company, in the order of their far ends.
    pub(super) fn links(&self, company: usize) -> &[Link] {
        &self.links[self.range(company)]
    }

    /// The part of the links from one company to another.
    pub(super) fn part(&self, from: usize, to: usize, side: Side) -> f64 {
        let links = self.links(from);
        let first = links.partition_point(|link| link.to < to);
        links[first..].iter().take_while(|link| link.to == to).map(|link| link.part(side)).sum()
    }

    fn range(&self, company: usize) -> std::ops::Range<usize> {
        self.starts[company]..self.starts[company + 1]
    }
}
