//! Ownership as a tree of lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use entente_wire::v1::{
    DirectHolding, EffectiveShare, EntityReference, Interest, OwnershipDirection, OwnershipTrace,
};

use super::percent::{direct, effective};
use crate::Error;
use crate::telling::{one, paragraph, word};

/// Deepest line of the tree: a service traces no deeper.
const DEEPEST: usize = 64;
/// Between two columns.
const GAP: usize = 2;

/// The whole answer in words.
pub(super) fn of(trace: &OwnershipTrace) -> Result<String, Error> {
    let root = one(trace.root.as_ref());
    let mut out = heading(trace, &root);
    if trace.shares.is_empty() {
        let nobody = match trace.direction() {
            OwnershipDirection::Holdings => format!("{root} is not known to hold anything"),
            OwnershipDirection::Holders | OwnershipDirection::Unspecified => {
                format!("nobody is known to hold {root}")
            }
        };
        out += &paragraph(0, &nobody);
    } else {
        let mut tree = Tree::new(trace);
        tree.grow(&id(trace.root.as_ref()), "", 0)?;
        out += &tree.print(&root);
    }
    out += &planned(trace)?;
    out += &notes(trace);
    Ok(out)
}

fn heading(trace: &OwnershipTrace, root: &str) -> String {
    let what = match trace.direction() {
        OwnershipDirection::Holdings => format!("What {root} holds"),
        OwnershipDirection::Holders | OwnershipDirection::Unspecified => format!("Who holds {root}"),
    };
    let interest = if trace.interest() == Interest::VotingRights { "votes" } else { "capital" };
    let when = if trace.as_of.is_empty() { "newest known" } else { &trace.as_of };
    format!("{what} ({interest}, {when})\n\n")
}

fn planned(trace: &OwnershipTrace) -> Result<String, Error> {
    let mut out = String::new();
    for holding in &trace.planned {
        let share = direct(holding.share.as_ref())?;
        let share = if holding.share.is_some() { format!("{share} of ") } else { "a stake in ".to_owned() };
        let (holder, target) = (one(holding.holder.as_ref()), one(holding.target.as_ref()));
        let disputed = if holding.disputed { ", disputed" } else { "" };
        let (status, belief) = (word(holding.status()), holding.belief);
        out += &paragraph(
            2,
            &format!("{holder} is to hold {share}{target} [{status}, belief {belief:.2}{disputed}]"),
        );
    }
    Ok(if out.is_empty() { out } else { format!("\nPlanned, not counted\n{out}") })
}

fn notes(trace: &OwnershipTrace) -> String {
    let mut notes = Vec::new();
    let shown = i32::try_from(trace.shares.len()).unwrap_or(i32::MAX);
    if shown < trace.company_count {
        notes.push(format!("{shown} of {} companies are shown", trace.company_count));
    }
    if trace.truncated {
        notes.push("chains go on beyond what was followed: see --depth".to_owned());
    }
    if trace.widened {
        notes.push(
            "so many companies hold each other that some percents in effect are wide bounds".to_owned(),
        );
    }
    let lines: String = notes.iter().map(|note| paragraph(0, &format!("note: {note}"))).collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

fn id(entity: Option<&EntityReference>) -> String {
    entity.map(|entity| entity.entity_id.clone()).unwrap_or_default()
}

/// The end of a holding that a trace comes from, and the one that it goes to.
fn ends(holding: &DirectHolding, direction: OwnershipDirection) -> (String, Option<&EntityReference>) {
    match direction {
        OwnershipDirection::Holdings => (id(holding.holder.as_ref()), holding.target.as_ref()),
        OwnershipDirection::Holders | OwnershipDirection::Unspecified => {
            (id(holding.target.as_ref()), holding.holder.as_ref())
        }
    }
}

struct Tree<'a> {
    root: String,
    direction: OwnershipDirection,
    /// The holdings that begin at each company, those that count for most first.
    branches: BTreeMap<String, Vec<&'a DirectHolding>>,
    shares: BTreeMap<&'a str, &'a EffectiveShare>,
    /// The holding below which each company's own branches stand.
    home: BTreeMap<&'a str, &'a str>,
    grown: BTreeSet<String>,
    lines: Vec<[String; 5]>,
}

impl<'a> Tree<'a> {
    fn new(trace: &'a OwnershipTrace) -> Self {
        let mut shares = BTreeMap::new();
        let mut ranks = BTreeMap::new();
        let mut home = BTreeMap::new();
        for (rank, share) in trace.shares.iter().enumerate() {
            let Some(entity) = &share.entity else { continue };
            shares.insert(entity.entity_id.as_str(), share);
            ranks.insert(entity.entity_id.as_str(), rank);
            home.extend(share.chain.last().map(|last| (entity.entity_id.as_str(), last.as_str())));
        }
        let mut branches: BTreeMap<String, Vec<&DirectHolding>> = BTreeMap::new();
        for holding in &trace.holdings {
            branches.entry(ends(holding, trace.direction()).0).or_default().push(holding);
        }
        let rank = |holding: &&DirectHolding| {
            let far = id(ends(holding, trace.direction()).1);
            (ranks.get(far.as_str()).copied().unwrap_or(usize::MAX), holding.fact_id.clone())
        };
        for holdings in branches.values_mut() {
            holdings.sort_by_cached_key(rank);
        }
        let root = id(trace.root.as_ref());
        let grown = BTreeSet::from([root.clone()]);
        Self { root, direction: trace.direction(), branches, shares, home, grown, lines: Vec::new() }
    }

    /// Adds the lines below a company; `before` is what each of them begins with.
    fn grow(&mut self, company: &str, before: &str, depth: usize) -> Result<(), Error> {
        let branches = self.branches.get(company).cloned().unwrap_or_default();
        for (place, holding) in branches.iter().enumerate() {
            let last = place + 1 == branches.len();
            let (_, far) = ends(holding, self.direction);
            let far_id = id(far);
            let home = self.home.get(far_id.as_str()).is_none_or(|&home| home == holding.fact_id);
            let first = home && depth < DEEPEST && self.grown.insert(far_id.clone());
            let corner = if last { "└─ " } else { "├─ " };
            self.lines.push([
                format!("{before}{corner}{}", one(far)),
                direct(holding.share.as_ref())?,
                self.shares
                    .get(far_id.as_str())
                    .filter(|_| first)
                    .map_or_else(String::new, |share| effective(share)),
                format!("{:.2}", holding.belief),
                self.marks(holding, &far_id, first),
            ]);
            if first {
                let further = if last { "   " } else { "│  " };
                self.grow(&far_id, &format!("{before}{further}"), depth + 1)?;
            }
        }
        Ok(())
    }

    fn marks(&self, holding: &DirectHolding, far: &str, first: bool) -> String {
        let share = self.shares.get(far).filter(|_| first);
        let mut marks = Vec::new();
        if far == self.root {
            marks.push("cross-holding: back to where this begins");
        } else if !first {
            marks.push("shown with its chains elsewhere");
        }
        if share.is_some_and(|share| share.circular) {
            marks.push("holds itself through others");
        }
        if share.is_some_and(|share| share.cut) {
            marks.push("chains add up to more than all of it");
        }
        if holding.disputed {
            marks.push("disputed");
        }
        marks.join("; ")
    }

    fn print(&self, root: &str) -> String {
        let name = match self.direction {
            OwnershipDirection::Holdings => "IS HELD",
            OwnershipDirection::Holders | OwnershipDirection::Unspecified => "HOLDS",
        };
        let names = [root, name, "IN EFFECT", "BELIEF", ""].map(str::to_owned);
        let lines: Vec<&[String; 5]> = [&names].into_iter().chain(&self.lines).collect();
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..names.len()).map(width).collect();
        let mut out = String::new();
        for line in lines {
            let cells = line.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
            let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end());
        }
        out
    }
}

#[cfg(test)]
mod tests;
