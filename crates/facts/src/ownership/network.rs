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
        Self { starts, links }
    }

    /// How many companies there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The links of a company.
    pub(super) fn links(&self, company: usize) -> &[Link] {
        &self.links[self.starts[company]..self.starts[company + 1]]
    }

    /// True when a company holds itself without others between.
    pub(super) fn is_loop(&self, company: usize) -> bool {
        self.links(company).iter().any(|link| link.to == company)
    }
}
