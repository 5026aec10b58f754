//! How long a trace of many companies takes. The bench `ownership` measures it; here a bound that holds in debug builds on a busy machine.

use std::time::{Duration, Instant};

use entente_facts::{Direction, Limits, trace};

use crate::graph::{Random, Row, company, graph};

/// Each company is held by up to three of those before it, one in fifty holds one of those.
fn rows(companies: usize) -> Vec<Row> {
    let mut random = Random(3);
    let mut rows = Vec::new();
    for target in 1..companies {
        let nearby = target.min(2_000);
        let first = target - 1 - random.below(nearby);
        rows.push((first, target, 40., 40.));
        rows.push((random.below(target), target, 10., 30.));
        if random.below(50) == 0 {
            rows.push((target, first, 5., 5.));
        }
    }
    rows
}

#[test]
fn ten_thousand_companies_are_traced_at_once() {
    let graph = graph(&rows(10_000));
    let limits = Limits { depth: 10_000, ..Limits::default() };
    let started = Instant::now();
    let trace = trace(&graph, company(0), Direction::Holdings, &limits).unwrap();
    let took = started.elapsed();
    assert!(trace.shares.len() > 9_000, "{}", trace.shares.len());
    assert!(took < Duration::from_secs(5), "{took:.1?}");
}
