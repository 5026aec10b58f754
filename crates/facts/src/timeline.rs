//! The stages of many facts in the order of their days.

use crate::{Folded, TimelinePosition};

/// The places of all stages of these facts in their timeline, in order.
pub fn timeline(facts: &[Folded]) -> Vec<TimelinePosition> {
    let mut positions: Vec<TimelinePosition> = Vec::new();
    for folded in facts {
        positions.extend((0..).zip(&folded.stages).map(|(place, stage)| TimelinePosition {
            day: stage.from.latest,
            fact: folded.fact.id,
            place,
        }));
    }
    positions.sort_unstable();
    positions
}
