//! Traces that can be worked out by hand.

use entente_facts::{Direction, Holding, HoldingGraph, Limits, trace};
use entente_model::{Percent, Share};

use crate::graph::{Row, bounds, company, graph, holding, number, whole};

/// What a trace shows of a company: its number, its bounds, its distance, the facts of its chain, marks.
type Shown = (usize, (f64, f64), usize, Vec<u8>, &'static str);

fn shown(rows: &[Row], root: usize, direction: Direction) -> Vec<Shown> {
    let trace = whole(rows, root, direction);
    let show = |share: &entente_facts::EffectiveShare| {
        let marks = match (share.circular, share.cut) {
            (true, true) => "circular cut",
            (true, false) => "circular",
            (false, true) => "cut",
            (false, false) => "",
        };
        let chain = trace.chain_facts(share).into_iter().map(|fact| fact.to_bytes()[15]).collect();
        let rounded = |percent: f64| (percent * 1e9).round() / 1e9;
        (number(share.entity), (rounded(share.minimum), rounded(share.maximum)), share.distance, chain, marks)
    };
    trace.shares.iter().map(show).collect()
}

#[test]
fn chains_multiply_and_add_up() {
    // 0 holds 60 of 1 and 10 of 3; 1 holds 50 of 2 and 20 of 3; 2 holds 40 of 3.
    let rows = [(0, 1, 60., 60.), (1, 2, 50., 50.), (2, 3, 40., 40.), (0, 3, 10., 10.), (1, 3, 20., 20.)];
    assert_eq!(
        shown(&rows, 0, Direction::Holdings),
        [
            (1, (60., 60.), 1, vec![0], ""),
            (3, (34., 34.), 1, vec![3], ""),
            (2, (30., 30.), 2, vec![0, 1], ""),
        ]
    );
    assert_eq!(
        shown(&rows, 3, Direction::Holders),
        [(1, (40., 40.), 1, vec![4], ""), (2, (40., 40.), 1, vec![2], ""), (0, (34., 34.), 1, vec![3], ""),]
    );
}

#[test]
fn bounds_are_carried_through() {
    // More than 50 of 1, which holds up to 15 of 2 and an untold part of 3.
    let rows = [(0, 1, 50., 100.), (1, 2, 0., 15.), (1, 3, 0., 100.)];
    let expected = [
        (1, (50., 100.), 1, vec![0], ""),
        (3, (0., 100.), 2, vec![0, 2], ""),
        (2, (0., 15.), 2, vec![0, 1], ""),
    ];
    assert_eq!(shown(&rows, 0, Direction::Holdings), expected);
}

#[test]
fn a_cross_holding_goes_round() {
    // 0 and 1 hold 15 of each other, 2 holds 20 of 0.
    let rows = [(0, 1, 15., 15.), (1, 0, 15., 15.), (2, 0, 20., 20.)];
    // Chains that come back to 0 do not count for 0.
    assert_eq!(shown(&rows, 0, Direction::Holdings), [(1, (15., 15.), 1, vec![0], "circular")]);
    // For 2 they do: 20 / (1 - 0.0225) of 0, and 15% of that of 1.
    let round = 1.0 - 0.0225;
    let trace = whole(&rows, 2, Direction::Holdings);
    assert!((bounds(&trace, 0).0 - 20. / round).abs() < 1e-12);
    assert!((bounds(&trace, 1).0 - 3. / round).abs() < 1e-12);
    let holders = whole(&rows, 1, Direction::Holders);
    assert!((bounds(&holders, 2).0 - 3. / round).abs() < 1e-12);
    assert_eq!(bounds(&holders, 0), (15., 15.));
}

#[test]
fn the_whole_is_never_passed() {
    let table: [(&[Row], &[Shown]); 3] = [
        // 1 and 2 hold each other wholly, and 0 a tenth of 1.
        (
            &[(1, 2, 100., 100.), (2, 1, 100., 100.), (0, 1, 10., 10.)],
            &[
                (1, (100., 100.), 1, vec![2], "circular cut"),
                (2, (100., 100.), 2, vec![2, 0], "circular cut"),
            ],
        ),
        // Two chains that may be the whole each.
        (
            &[(0, 1, 0., 100.), (0, 2, 0., 100.), (1, 3, 0., 100.), (2, 3, 50., 100.)],
            &[
                (1, (0., 100.), 1, vec![0], ""),
                (2, (0., 100.), 1, vec![1], ""),
                (3, (0., 100.), 2, vec![0, 2], "cut"),
            ],
        ),
        // It holds itself.
        (&[(0, 1, 50., 50.), (1, 1, 20., 20.)], &[(1, (62.5, 62.5), 1, vec![0], "circular")]),
    ];
    for (rows, expected) in table {
        assert_eq!(shown(rows, 0, Direction::Holdings), expected, "{rows:?}");
    }
}

#[test]
fn what_is_planned_stands_apart() {
    let rows = [(0, 1, 30., 30.), (2, 1, 0., 51.), (1, 3, 100., 100.), (3, 4, 0., 100.), (4, 5, 1., 1.)];
    let planned = [1, 3];
    let holdings: Vec<Holding> =
        rows.iter().enumerate().map(|(fact, &row)| holding(fact, row, !planned.contains(&fact))).collect();
    let graph: HoldingGraph = holdings.into_iter().collect();
    let planned = |root, direction| {
        let trace = trace(&graph, company(root), direction, &Limits::default()).unwrap();
        let shares: Vec<usize> = trace.shares.iter().map(|share| number(share.entity)).collect();
        let plans: Vec<(usize, usize)> =
            trace.planned.iter().map(|plan| (number(plan.holder), number(plan.target))).collect();
        (shares, plans)
    };
    assert_eq!(planned(1, Direction::Holders), (vec![0], vec![(2, 1)]));
    assert_eq!(planned(3, Direction::Holders), (vec![1, 0], vec![(2, 1)]));
    assert_eq!(planned(1, Direction::Holdings), (vec![3], vec![(3, 4)]));
    assert_eq!(planned(2, Direction::Holdings), (vec![], vec![(2, 1)]));
}

#[test]
fn nothing_held_gives_an_empty_trace() {
    let trace = trace(&graph(&[]), company(9), Direction::Holders, &Limits::default()).unwrap();
    assert_eq!(
        (trace.shares, trace.holdings, trace.truncated, trace.widened),
        (vec![], vec![], false, false)
    );
}

#[test]
fn shares_give_bounds() {
    let percent = |value| Percent::new(value).unwrap();
    let table = [
        (None, (0., 100.)),
        (Some(Share::exactly(percent(15.))), (15., 15.)),
        (Some(Share::about(percent(15.))), (15., 15.)),
        (Some(Share::at_least(percent(50.))), (50., 100.)),
        (Some(Share::at_most(percent(15.))), (0., 15.)),
        (Some(Share::new(None, Some(10.), Some(15.), false).unwrap()), (10., 15.)),
    ];
    for (share, (minimum, maximum)) in table {
        assert_eq!(Holding::bounds(share.as_ref()), (percent(minimum), percent(maximum)), "{share:?}");
    }
}
