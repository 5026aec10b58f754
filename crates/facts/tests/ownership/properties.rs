//! What holds of every trace, whatever the graph.

use entente_facts::{Direction, HoldingGraph, Limits, Trace, trace};
use proptest::prelude::*;

use crate::graph::{Row, bounds, company, graph, holding, number, whole};

const COMPANIES: usize = 9;

fn row() -> impl Strategy<Value = Row> {
    let figure = prop_oneof![
        Just(0.0),
        Just(100.0),
        Just(50.0),
        (0_u32..=1000).prop_map(|tenths| f64::from(tenths) / 10.0)
    ];
    (0..COMPANIES, 0..COMPANIES, figure.clone(), figure)
        .prop_map(|(holder, target, one, other)| (holder, target, one.min(other), one.max(other)))
}

/// One holding for each holder and target.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 0..24).prop_map(|mut rows| {
        rows.sort_by_key(|&(holder, target, ..)| (holder, target));
        rows.dedup_by_key(|&mut (holder, target, ..)| (holder, target));
        rows
    })
}

const BOTH: [Direction; 2] = [Direction::Holders, Direction::Holdings];

fn is_sound(trace: &Trace, rows: &[Row], direction: Direction) {
    for share in &trace.shares {
        let of = number(share.entity);
        assert!(
            0.0 <= share.minimum && share.minimum <= share.maximum && share.maximum <= 100.0,
            "{share:?}"
        );
        let chain = trace.chain(share);
        assert_eq!(chain.len(), share.distance);
        let mut at = trace.root;
        for place in chain {
            assert_eq!(trace.holdings[place].near(direction), at);
            at = trace.holdings[place].far(direction);
        }
        assert_eq!(at, share.entity);
        let root = number(trace.root);
        let (holder, target) = if direction == Direction::Holders { (of, root) } else { (root, of) };
        let direct = rows.iter().find(|row| (row.0, row.1) == (holder, target) && row.3 > 0.0);
        assert_eq!(share.direct.is_some(), direct.is_some());
        if let Some(&(_, _, minimum, maximum)) = direct {
            assert!(share.minimum >= minimum - 1e-9 && share.maximum >= maximum - 1e-9, "{share:?}");
        }
        assert_eq!(share.circular, gets_back(rows, of), "{of}");
    }
    assert!(trace.shares.is_sorted_by(|one, other| one.minimum >= other.minimum));
}

fn gets_back(rows: &[Row], company: usize) -> bool {
    let mut reached = [false; COMPANIES];
    let mut open = vec![company];
    while let Some(holder) = open.pop() {
        for &(_, target, ..) in rows.iter().filter(|row| row.0 == holder && row.3 > 0.0) {
            if !std::mem::replace(&mut reached[target], true) {
                open.push(target);
            }
        }
    }
    reached[company]
}

proptest! {
    #[test]
    fn every_share_is_sound(rows in rows(), root in 0..COMPANIES) {
        for direction in BOTH {
            is_sound(&whole(&rows, root, direction), &rows, direction);
        }
    }

    /// Seen from the holder and from what is held, a share is the same.
    #[test]
    fn both_directions_agree(rows in rows()) {
        let traces = |direction| -> Vec<Trace> { (0..COMPANIES).map(|root| whole(&rows, root, direction)).collect() };
        let (up, down) = (traces(Direction::Holders), traces(Direction::Holdings));
        for (holder, held) in down.iter().enumerate() {
            for target in (0..COMPANIES).filter(|&target| target != holder) {
                let (from_above, from_below) = (bounds(held, target), bounds(&up[target], holder));
                prop_assert!((from_above.0 - from_below.0).abs() < 1e-9, "{} {}: {:?} {:?}", holder, target, from_above, from_below);
                prop_assert!((from_above.1 - from_below.1).abs() < 1e-9, "{} {}: {:?} {:?}", holder, target, from_above, from_below);
            }
        }
    }

    /// One holding more never takes anything from anybody.
    #[test]
    fn more_holdings_lower_nothing(rows in rows(), more in row(), root in 0..COMPANIES) {
        let mut with = rows.clone();
        if !rows.iter().any(|row| (row.0, row.1) == (more.0, more.1)) {
            with.push(more);
        }
        for direction in BOTH {
            let (before, after) = (whole(&rows, root, direction), whole(&with, root, direction));
            for share in &before.shares {
                let (minimum, maximum) = bounds(&after, number(share.entity));
                prop_assert!(minimum >= share.minimum - 1e-9 && maximum >= share.maximum - 1e-9);
            }
        }
    }

    /// The order in which holdings are read leaves no trace.
    #[test]
    fn order_does_not_matter(rows in rows(), root in 0..COMPANIES) {
        let limits = Limits::default();
        for direction in BOTH {
            let told = trace(&graph(&rows), company(root), direction, &limits).unwrap();
            let reversed = rows.iter().enumerate().rev();
            let reversed: HoldingGraph = reversed.map(|(fact, &row)| holding(fact, row, true)).collect();
            let other = trace(&reversed, company(root), direction, &limits).unwrap();
            prop_assert_eq!(told.shares.len(), other.shares.len());
            for share in &told.shares {
                let same = other.shares.iter().find(|same| same.entity == share.entity).unwrap();
                prop_assert_eq!(told.chain_facts(share), other.chain_facts(same));
                prop_assert!((share.minimum - same.minimum).abs() < 1e-9 && (share.maximum - same.maximum).abs() < 1e-9);
            }
        }
    }
}
