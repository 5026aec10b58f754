//! What comes from the root to each company, over all chains.

use super::Direction;
use super::component::Components;
use super::effort::Budget;
use super::group::Group;
use super::network::{Network, Side};
use super::ring::Ring;

/// Effective parts, 1 being the whole; above it, infinity even, where the sum of chains is.
#[derive(Debug)]
pub(super) struct Flow {
    /// By the numbers of the network; that of the root means nothing.
    pub(super) parts: Vec<f64>,
    /// True when some are bounds only.
    pub(super) widened: bool,
}

/// Works out the effective part of each company of `network`, seen from one side.
pub(super) fn flow(
    network: &Network,
    components: &Components,
    direction: Direction,
    side: Side,
    budget: &mut Budget,
) -> Flow {
    let mut all = vec![0.0; network.len()];
    all[0] = 1.0;
    let parts = vec![0.0; network.len()];
    let mut sweep =
        Sweep { network, direction, side, all, parts, widened: false, places: vec![0; network.len()] };
    for members in components.iter() {
        sweep.settle(members, budget);
        sweep.pass_on(members, components);
    }
    Flow { parts: sweep.parts, widened: sweep.widened }
}

struct Sweep<'a> {
    network: &'a Network,
    direction: Direction,
    side: Side,
    /// The sum over all chains; of a component that is still ahead, over those that come in from outside.
    all: Vec<f64>,
    /// The sum over those chains that count: in the direction of holders those that do not come back to the holder.
    parts: Vec<f64>,
    widened: bool,
    /// The place of each company among the members of its component.
    places: Vec<usize>,
}

impl Sweep<'_> {
    /// Works out the members of one component, what comes in from outside being known.
    fn settle(&mut self, members: &[usize], budget: &mut Budget) {
        if let [company] = *members
            && !self.network.is_loop(company)
        {
            self.parts[company] = self.all[company];
            return;
        }
        for (place, &company) in members.iter().enumerate() {
            self.places[company] = place;
        }
        let small = members.len() <= budget.largest && !budget.elimination.is_spent();
        match self.direction {
            Direction::Holdings if small => {
                let values = self.group(members).solve(&mut budget.elimination);
                self.keep(members, values.into_iter().map(|all| (all, all)));
            }
            Direction::Holders if small => {
                let values = self.group(members).each_left_out(&mut budget.elimination);
                self.keep(members, values.into_iter());
            }
            Direction::Holdings | Direction::Holders => self.approach(members, budget),
        }
    }

    fn keep(&mut self, members: &[usize], values: impl Iterator<Item = (f64, f64)>) {
        for (&company, (part, all)) in members.iter().zip(values) {
            self.parts[company] = part;
            self.all[company] = all;
        }
    }

    /// The links between members, as (from, to, part) by place. Downwards the root is the holder, so that no chain comes back to it.
    fn links<'b>(&'b self, members: &'b [usize]) -> impl Iterator<Item = (usize, usize, f64)> + 'b {
        let each = move |(place, &company): (usize, &'b usize)| {
            self.network.links(company).iter().filter_map(move |link| {
                let to = self.places[link.to];
                let inside = members.get(to) == Some(&link.to);
                let counts = inside && (link.to != 0 || self.direction == Direction::Holders);
                counts.then(|| (place, to, link.part(self.side)))
            })
        };
        members.iter().enumerate().flat_map(each)
    }

    fn inward(&self, members: &[usize]) -> Vec<f64> {
        members.iter().map(|&company| self.all[company]).collect()
    }

    fn group(&self, members: &[usize]) -> Group {
        let mut group = Group::new(self.inward(members));
        for (from, to, part) in self.links(members) {
            group.add(to, from, part);
        }
        group
    }

    /// By iteration, for rings that are too large to eliminate.
    fn approach(&mut self, members: &[usize], budget: &mut Budget) {
        let links = self.links(members).map(|(from, to, part)| (to, from, part)).collect();
        let ring = Ring::new(self.inward(members), links);
        let (mut values, settled) = ring.solve(&mut budget.iteration);
        if !settled {
            // What has come in so far is certain; how much is to come is not.
            self.widened = true;
            if self.side == Side::Most {
                values.fill(f64::INFINITY);
            }
        }
        match self.direction {
            Direction::Holdings => self.keep(members, values.into_iter().map(|all| (all, all))),
            Direction::Holders => {
                self.widened = true;
                let parts = ring.left_out(&values, self.side);
                self.keep(members, parts.into_iter().zip(values));
            }
        }
    }

    /// Carries the values of a component on to those after it.
    fn pass_on(&mut self, members: &[usize], components: &Components) {
        for &company in members {
            let value = self.all[company];
            for link in self.network.links(company) {
                let part = link.part(self.side);
                if value > 0.0 && part > 0.0 && !components.together(company, link.to) {
                    self.all[link.to] += value * part;
                }
            }
        }
    }
}
