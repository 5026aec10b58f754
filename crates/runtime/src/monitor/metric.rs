//! One metric: what it is called, what it means, and how it is told.

use ::metrics::{Counter, Gauge, Histogram, IntoLabels};

/// How a metric counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Only grows, from the start of the process.
    Counter,
    /// Goes up and down.
    Gauge,
    /// How often a value was at most so much; the bounds ascend.
    Histogram(&'static [f64]),
}

/// One metric. Each crate that tells any has a table of them, and nothing is told that stands in no table.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its name, unit last, as Prometheus wants it.
    pub name: &'static str,
    /// How it counts.
    pub kind: Kind,
    /// Its labels. Their values come from closed lists: methods of the contract, codes, reasons, stages.
    pub labels: &'static [&'static str],
    /// What it means, in one sentence.
    pub help: &'static str,
}

/// Bounds for times of calls and of their parts, in seconds: half a millisecond to half a minute.
pub const SECONDS: &[f64] =
    &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// Bounds for counts of what is done together.
pub const COUNTS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0];

impl Metric {
    /// A metric that only grows.
    pub const fn counter(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Self {
        Self { name, kind: Kind::Counter, labels, help }
    }

    /// A metric that goes up and down.
    pub const fn gauge(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Self {
        Self { name, kind: Kind::Gauge, labels, help }
    }

    /// A metric of many values and how large they were.
    pub const fn histogram(
        name: &'static str,
        bounds: &'static [f64],
        labels: &'static [&'static str],
        help: &'static str,
    ) -> Self {
        Self { name, kind: Kind::Histogram(bounds), labels, help }
    }

    /// The counter with these labels.
    pub fn count(&self, labels: impl IntoLabels) -> Counter {
        ::metrics::counter!(self.name, labels)
    }

    /// The gauge with these labels.
    pub fn level(&self, labels: impl IntoLabels) -> Gauge {
        ::metrics::gauge!(self.name, labels)
    }

    /// The histogram with these labels.
    pub fn spread(&self, labels: impl IntoLabels) -> Histogram {
        ::metrics::histogram!(self.name, labels)
    }

    /// Says what the metric means to whoever records.
    pub(super) fn describe(&self) {
        match self.kind {
            Kind::Counter => ::metrics::describe_counter!(self.name, self.help),
            Kind::Gauge => ::metrics::describe_gauge!(self.name, self.help),
            Kind::Histogram(_) => ::metrics::describe_histogram!(self.name, self.help),
        }
    }
}

/// A count as metrics tell it: past 2^53 it is told roughly.
#[expect(clippy::cast_precision_loss, reason = "metrics are floating point by their format")]
pub const fn number(count: u64) -> f64 {
    count as f64
}
