//! Bounds on how far a trace goes, and on how much it works.

use entente_facts::{Direction, Limits, trace};

use crate::graph::{Row, bounds, company, graph, number, whole};

fn chain(length: usize) -> Vec<Row> {
    (0..length).map(|holder| (holder, holder + 1, 90., 90.)).collect()
}

#[test]
fn depth_and_companies_cut_off_and_say_so() {
    let table = [
        (Limits { depth: 3, ..Limits::default() }, 3, true),
        (Limits { depth: 10, ..Limits::default() }, 10, false),
        (Limits { companies: 4, ..Limits::default() }, 4, true),
        (Limits { companies: 10, ..Limits::default() }, 10, false),
        (Limits { holdings: 5, ..Limits::default() }, 5, true),
        (Limits { holdings: 10, ..Limits::default() }, 10, false),
    ];
    for (limits, companies, truncated) in table {
        for (root, direction) in [(0, Direction::Holdings), (10, Direction::Holders)] {
            let trace = trace(&graph(&chain(10)), company(root), direction, &limits).unwrap();
            assert_eq!(
                (trace.shares.len(), trace.truncated),
                (companies, truncated),
                "{limits:?} {direction:?}"
            );
            assert!(trace.shares.iter().all(|share| trace.chain(share).len() == share.distance));
        }
    }
}

/// The last companies reached are not followed further, but what they hold of those reached counts.
#[test]
fn a_ring_at_the_bound_is_closed() {
    let rows = [(0, 1, 50., 50.), (1, 2, 50., 50.), (2, 1, 50., 50.)];
    let limits = Limits { depth: 2, ..Limits::default() };
    let trace = trace(&graph(&rows), company(0), Direction::Holdings, &limits).unwrap();
    assert!(!trace.truncated);
    assert!((bounds(&trace, 1).0 - 50. / 0.75).abs() < 1e-12);
}

/// Every company holds parts of the next two and of the one before, so that all are in one ring.
fn ring(size: usize) -> Vec<Row> {
    let each = |holder: usize| {
        let held = |step: usize, percent| (holder, (holder + step) % size, percent, percent);
        [held(1, 30.), held(2, 20.), held(size - 1, 10.)]
    };
    (0..size).flat_map(each).collect()
}

/// A ring that is too large, or the effort for it spent: downwards iteration is as exact, upwards there are bounds, and the trace says so.
#[test]
fn large_rings_are_bounded() {
    let rows = ring(150);
    let limits = |ring, steps| Limits { depth: 200, ring, steps, ..Limits::default() };
    for (direction, widened) in [(Direction::Holdings, false), (Direction::Holders, true)] {
        let exact = whole(&rows, 7, direction);
        assert!(!exact.widened);
        let rough = trace(&graph(&rows), company(7), direction, &limits(100, 500_000)).unwrap();
        assert_eq!(rough.widened, widened, "{direction:?}");
        for share in &exact.shares {
            let of = number(share.entity);
            let (minimum, maximum) = bounds(&rough, of);
            assert!(minimum <= share.minimum + 1e-9 && share.maximum <= maximum + 1e-9, "{direction:?} {of}");
            assert!(
                maximum - minimum <= if widened { 0.4 * maximum } else { 1e-9 },
                "{direction:?} {of}: {minimum} {maximum}"
            );
        }
    }
    let starved = trace(&graph(&rows), company(7), Direction::Holdings, &limits(100, 600)).unwrap();
    assert!(starved.widened);
    assert!(starved.shares.iter().all(|share| share.minimum < 31.0 && share.maximum > 99.9));
}
