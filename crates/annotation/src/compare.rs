//! Two accounts of one article, compared.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use entente_model::{Certainty, EventType, Party, Polarity};
use entente_text::Offsets;

use crate::account::{Account, Entry};
use crate::core::{Core, Topic, cores};
use crate::field::Field;
use crate::name::Names;
use crate::score::{Agreement, FieldName, Score};

/// What came of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What it adds to the score.
    pub score: Score,
    /// Gold events of which something was missed, by their index among the gold's entries.
    pub missed: Vec<Fault>,
    /// Predicted events of which something was invented, likewise.
    pub invented: Vec<Fault>,
    /// How much of each predicted event is right, in the order of the prediction.
    pub verdicts: Vec<Verdict>,
}

/// An event that is not, or not wholly, in the other account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fault {
    /// The entry's index.
    pub entry: usize,
    /// How much of it the other account lacks, in events: a half of an agreement of three parties, for instance.
    pub weight: f64,
}

/// How much of a predicted event the gold has, in events. What only an optional gold event has counts in neither.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Verdict {
    /// What the gold has.
    pub right: f64,
    /// All that counts.
    pub all: f64,
}

impl Verdict {
    /// Adds that of another event.
    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.all += other.all;
    }

    /// The share that is right; none where nothing counts.
    pub fn share(self) -> Option<f64> {
        (self.all > 0.0).then(|| self.right / self.all)
    }
}

/// Compares what was predicted of an article with the gold.
pub fn compare(gold: &Account, told: &Account, text: &str) -> Comparison {
    let offsets = Offsets::new(text);
    let (known, names) = (Names::new(&gold.entities), Names::new(&told.entities));
    let mut desk = Desk {
        gold,
        told,
        names: &names,
        known: &known,
        comparison: Comparison {
            score: Score::of_articles(1),
            missed: Vec::new(),
            invented: Vec::new(),
            verdicts: vec![Verdict::default(); told.entries.len()],
        },
    };
    for passage in told.entries.iter().flat_map(|entry| &entry.passages) {
        desk.comparison.score.count_passage(passage.is_verbatim(text, &offsets));
    }
    for &kind in EventType::ALL {
        desk.compare(kind, text, &offsets);
    }
    desk.comparison
}

struct Desk<'a> {
    gold: &'a Account,
    told: &'a Account,
    known: &'a Names<'a>,
    names: &'a Names<'a>,
    comparison: Comparison,
}

impl Desk<'_> {
    fn compare(&mut self, kind: EventType, text: &str, offsets: &Offsets<'_>) {
        let (gold, told) = (self.gold, self.told);
        let golden = cores(&gold.entries, kind, text, offsets, &Names::own);
        let (names, known) = (self.names, self.known);
        let predicted =
            cores(&told.entries, kind, text, offsets, &|party: &Party| names.identify(party, known));
        let pairs = self.pairs(kind, &golden, &predicted);
        for &(g, p) in &pairs {
            self.count_pair(kind, &golden[g], &predicted[p]);
        }
        let found: BTreeSet<usize> = pairs.iter().map(|&(g, _)| g).collect();
        for (index, core) in golden.iter().enumerate() {
            if gold.entries[core.entry].optional {
                continue;
            }
            self.comparison.score.rates_mut(kind).gold += core.weight;
            if !found.contains(&index) {
                add(&mut self.comparison.missed, core);
            }
        }
        let denied: Vec<&Topic> = golden
            .iter()
            .filter(|core| core.polarity == Polarity::Negative && matches_between_companies(kind))
            .map(|core| &core.topic)
            .collect();
        let right: BTreeSet<usize> = pairs.iter().map(|&(_, p)| p).collect();
        for (index, core) in predicted.iter().enumerate() {
            if right.contains(&index) {
                continue;
            }
            self.comparison.score.rates_mut(kind).predicted += core.weight;
            self.comparison.verdicts[core.entry].all += core.weight;
            add(&mut self.comparison.invented, core);
            // What the gold says is not so.
            if is_firm(&told.entries[core.entry]) && denied.contains(&&core.topic) {
                self.comparison.score.count_firm(true);
            }
        }
    }

    /// Pairs of cores that agree, one to one: what the gold requires before what it lets pass, most equal fields first.
    fn pairs(&self, kind: EventType, golden: &[Core<'_>], predicted: &[Core<'_>]) -> Vec<(usize, usize)> {
        let mut candidates = Vec::new();
        for (g, gold) in golden.iter().enumerate() {
            for (p, told) in predicted.iter().enumerate() {
                if gold.agrees_with(told) {
                    let equal = Field::of(kind).iter().filter(|field| self.is_equal(**field, gold, told));
                    #[expect(clippy::cast_precision_loss, reason = "a type has a dozen fields")]
                    let equal = equal.count() as f64 + gold.nearness(told);
                    candidates.push((self.gold.entries[gold.entry].optional, equal, g, p));
                }
            }
        }
        candidates.sort_by(|a, b| {
            let fields = b.1.partial_cmp(&a.1).unwrap_or(Ordering::Equal);
            a.0.cmp(&b.0).then(fields).then((a.2, a.3).cmp(&(b.2, b.3)))
        });
        let (mut pairs, mut found, mut right) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for (.., g, p) in candidates {
            if !found.contains(&g) && !right.contains(&p) {
                found.insert(g);
                right.insert(p);
                pairs.push((g, p));
            }
        }
        pairs
    }

    fn is_equal(&self, field: Field, gold: &Core<'_>, told: &Core<'_>) -> bool {
        let (gold, told) = (&self.gold.entries[gold.entry].event, &self.told.entries[told.entry].event);
        field.is_equal(gold, told, &Names::own, &|party| self.names.identify(party, self.known))
    }

    fn count_pair(&mut self, kind: EventType, gold: &Core<'_>, told: &Core<'_>) {
        let entry = &self.gold.entries[gold.entry];
        if entry.optional {
            return;
        }
        let rates = self.comparison.score.rates_mut(kind);
        rates.right += gold.weight;
        rates.predicted += gold.weight;
        let verdict = &mut self.comparison.verdicts[told.entry];
        verdict.right += told.weight;
        verdict.all += told.weight;
        let predicted = &self.told.entries[told.entry];
        for &field in Field::of(kind) {
            if field.is_open(&entry.event) && field.is_open(&predicted.event) {
                continue;
            }
            let equal = self.is_equal(field, gold, told);
            let name = FieldName { kind, field: field.name() };
            let class = field.class(&entry.event);
            self.comparison.score.count_field(name, class, Agreement::of(equal));
        }
        if kind != EventType::Statement && is_firm(predicted) {
            self.comparison.score.count_firm(entry.event.certainty != Certainty::Certain);
        }
    }
}

/// What is said flatly to be so.
fn is_firm(entry: &Entry) -> bool {
    entry.event.polarity == Polarity::Positive && entry.event.certainty == Certainty::Certain
}

/// Partnerships and stakes are between companies, and are denied as such.
fn matches_between_companies(kind: EventType) -> bool {
    matches!(kind, EventType::Partnership | EventType::Stake)
}

/// Faults of one event stand together.
fn add(faults: &mut Vec<Fault>, core: &Core<'_>) {
    match faults.iter_mut().find(|fault| fault.entry == core.entry) {
        Some(fault) => fault.weight += core.weight,
        None => faults.push(Fault { entry: core.entry, weight: core.weight }),
    }
}
