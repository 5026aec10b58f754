//! Whether confidences mean what they say.

/// Bins of confidence, of equal width.
const BINS: usize = 10;

/// The predictions whose confidence lies in one bin.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// How many, in events.
    pub events: f64,
    confidence: f64,
    right: f64,
}

impl Bin {
    /// The mean of their confidences, 0 of none.
    pub fn confidence(&self) -> f64 {
        if self.events > 0.0 { self.confidence / self.events } else { 0.0 }
    }

    /// The share of them that is right, 0 of none.
    pub fn right(&self) -> f64 {
        if self.events > 0.0 { self.right / self.events } else { 0.0 }
    }
}

/// Predictions by confidence, and how many of them are right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reliability {
    bins: [Bin; BINS],
}

impl Reliability {
    /// Adds a prediction of this confidence, 0 to 1, of which this share is right, weighing so many events.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a bin's number is between 0 and 9"
    )]
    pub fn add(&mut self, confidence: f64, right: f64, events: f64) {
        let index = ((confidence * BINS as f64) as usize).min(BINS - 1);
        let bin = &mut self.bins[index];
        bin.events += events;
        bin.confidence += confidence * events;
        bin.right += right * events;
    }

    /// The bins, least confident first; bin n holds what lies between n and n + 1 tenths.
    pub fn bins(&self) -> &[Bin] {
        &self.bins
    }

    /// The expected calibration error: the mean over all predictions of how far their bin's share of right ones is from its
    /// mean confidence. None without predictions.
    pub fn error(&self) -> Option<f64> {
        let events: f64 = self.bins.iter().map(|bin| bin.events).sum();
        let apart: f64 = self.bins.iter().map(|bin| (bin.confidence - bin.right).abs()).sum();
        (events > 0.0).then(|| apart / events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_mean_distance_of_confidence_from_truth() {
        let mut told = Reliability::default();
        assert_eq!(told.error(), None);
        for right in [1.0, 1.0, 1.0, 0.0] {
            told.add(0.75, right, 1.0);
        }
        assert!(told.error().unwrap() < 1e-9);
        for _ in 0..4 {
            told.add(1.0, 0.0, 1.0);
        }
        assert!((told.error().unwrap() - 0.5).abs() < 1e-9);
        assert!((told.bins()[7].right() - 0.75).abs() < 1e-9);
        assert!((told.bins()[9].confidence() - 1.0).abs() < 1e-9);
    }
}
