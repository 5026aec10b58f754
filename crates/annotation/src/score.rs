//! What adds up over articles.

use std::collections::BTreeMap;

use entente_model::EventType;

/// How many events there were and how many of them agree, of one type or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rates {
    /// Predicted events that the gold has.
    pub right: f64,
    /// Predicted events, without those that the gold only lets pass.
    pub predicted: f64,
    /// Gold events, without the optional ones.
    pub gold: f64,
}

impl Rates {
    /// The share of predicted events that are right, 0 where none are predicted.
    pub fn precision(&self) -> f64 {
        share(self.right, self.predicted)
    }

    /// The share of gold events that were found, 0 where there are none.
    pub fn recall(&self) -> f64 {
        share(self.right, self.gold)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        share(2.0 * precision * recall, precision + recall)
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            predicted: self.predicted + other.predicted,
            gold: self.gold + other.gold,
        }
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// A field of a type of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldName {
    /// The type.
    pub kind: EventType,
    /// The field, named as in the events format.
    pub field: &'static str,
}

/// How often a field's values agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Pairs of events whose values are the same.
    pub equal: usize,
    /// All pairs in which one of the two has a value.
    pub all: usize,
}

impl Agreement {
    /// One pair.
    pub(crate) fn of(equal: bool) -> Self {
        Self { equal: usize::from(equal), all: 1 }
    }

    /// The share that is the same; 0 of none.
    #[expect(clippy::cast_precision_loss, reason = "events are counted, not stars")]
    pub fn accuracy(&self) -> f64 {
        share(self.equal as f64, self.all as f64)
    }

    fn add(&mut self, other: Self) {
        self.equal += other.equal;
        self.all += other.all;
    }
}

/// All that is counted, over one article or many.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    articles: usize,
    rates: [Rates; EventType::ALL.len()],
    /// By field and by the gold's value, where values are a closed list.
    fields: BTreeMap<(FieldName, Option<&'static str>), Agreement>,
    firm: Agreement,
    passages: Agreement,
}

impl Score {
    /// Nothing counted yet of this many articles.
    pub(crate) fn of_articles(articles: usize) -> Self {
        Self { articles, ..Self::default() }
    }

    /// Adds what came of other articles.
    pub fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        for (rates, more) in self.rates.iter_mut().zip(other.rates) {
            *rates = rates.and(more);
        }
        for (key, agreement) in &other.fields {
            self.fields.entry(*key).or_default().add(*agreement);
        }
        self.firm.add(other.firm);
        self.passages.add(other.passages);
    }

    /// How many articles it is of.
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// The rates of one type.
    pub fn rates(&self, kind: EventType) -> Rates {
        self.rates[kind as usize]
    }

    pub(crate) fn rates_mut(&mut self, kind: EventType) -> &mut Rates {
        &mut self.rates[kind as usize]
    }

    /// The rates over all types.
    pub fn all(&self) -> Rates {
        self.rates.into_iter().fold(Rates::default(), Rates::and)
    }

    /// Every field that was compared, by its type and name: its agreement, and the macro accuracy of one whose values are a
    /// closed list, that is the mean over the gold's values of how often each was told right. A constant answer cannot win it.
    pub fn fields(&self) -> Vec<(FieldName, Agreement, Option<f64>)> {
        let mut names: Vec<FieldName> = self.fields.keys().map(|(name, _)| *name).collect();
        names.sort_by_key(|name| (name.kind.name(), name.field));
        names.dedup();
        let field = |name: FieldName| {
            let mut all = Agreement::default();
            let mut classes = Vec::new();
            for ((_, class), agreement) in self.fields.iter().filter(|((of, _), _)| *of == name) {
                all.add(*agreement);
                classes.extend(class.map(|_| agreement.accuracy()));
            }
            #[expect(clippy::cast_precision_loss, reason = "a field has a dozen values")]
            let mean = (!classes.is_empty()).then(|| classes.iter().sum::<f64>() / classes.len() as f64);
            (name, all, mean)
        };
        names.into_iter().map(field).collect()
    }

    /// Of the events that are told flatly to be so and that the gold tells too, those that the gold says are not so or not
    /// certain, and how many there are in all.
    pub fn overclaimed(&self) -> (usize, usize) {
        (self.firm.equal, self.firm.all)
    }

    /// The passages that stand in the text word for word, and all.
    pub fn verbatim(&self) -> (usize, usize) {
        (self.passages.equal, self.passages.all)
    }

    pub(crate) fn count_field(&mut self, name: FieldName, class: Option<&'static str>, agreement: Agreement) {
        self.fields.entry((name, class)).or_default().add(agreement);
    }

    pub(crate) fn count_firm(&mut self, overclaimed: bool) {
        self.firm.add(Agreement::of(overclaimed));
    }

    pub(crate) fn count_passage(&mut self, verbatim: bool) {
        self.passages.add(Agreement::of(verbatim));
    }
}
