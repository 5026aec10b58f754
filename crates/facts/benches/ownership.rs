//! Tracing a hundred thousand companies from one root, in both directions.
//!
//! Three networks: chains and few rings, as ownership mostly is; many rings of up to a few hundred; and one ring of almost all, where shares of holders
//! are bounds.

#[path = "../tests/ownership/graph.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the tests use more of it, and a bench may fail as a test does"
)]
mod graph;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use entente_facts::{Direction, HoldingGraph, Limits, trace};
use graph::{Random, Row, company};

const COMPANIES: usize = 100_000;

/// Each company but the first has two holders among those before it, so that all are reached from the first; with `rings` one in so many holds one
/// of its holders.
fn chains(rings: usize) -> Vec<Row> {
    let mut random = Random(5);
    let mut rows = Vec::new();
    for target in 1..=COMPANIES {
        let first = random.below(target);
        rows.push((first, target, 40.0, 40.0));
        rows.push((random.below(target), target, 10.0, 30.0));
        if rings > 0 && random.below(rings) == 0 {
            rows.push((target, first, 5.0, 5.0));
        }
    }
    rows
}

/// Rings of so many companies, each with two holders within, each ring held by one company of a ring before it.
fn rings(size: usize) -> Vec<Row> {
    let mut random = Random(6);
    let mut rows = Vec::new();
    for ring in 0..COMPANIES / size {
        let first = 1 + ring * size;
        rows.push((random.below(first), first, 30.0, 30.0));
        for place in 0..size {
            let target = first + place;
            rows.push((target, first + (place + 1) % size, 25.0, 25.0));
            rows.push((target, first + random.below(size), 10.0, 20.0));
        }
    }
    rows
}

/// The same network seen from the other end.
fn reversed(rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().map(|(holder, target, minimum, maximum)| (target, holder, minimum, maximum)).collect()
}

fn ownership(criterion: &mut Criterion) {
    let networks = [
        ("chains", chains(0)),
        ("chains with rings", chains(2_000)),
        ("one ring of most", chains(20)),
        ("rings of 10", rings(10)),
        ("rings of 100", rings(100)),
    ];
    let mut group = criterion.benchmark_group("trace 100,000 companies");
    group.sample_size(10);
    for (name, rows) in networks {
        let down: HoldingGraph = graph::graph(&rows);
        let up: HoldingGraph = graph::graph(&reversed(rows));
        for (graph, direction) in [(&down, Direction::Holdings), (&up, Direction::Holders)] {
            let limits = Limits { depth: COMPANIES, ..Limits::default() };
            let run = || trace(graph, company(0), direction, &limits).expect("a graph in memory");
            let found = run();
            report(&format!(
                "{name}, {direction:?}: {} companies, {} holdings, {} circular, {} deep, widened: {}",
                found.shares.len(),
                found.holdings.len(),
                found.shares.iter().filter(|share| share.circular).count(),
                found.shares.iter().map(|share| share.distance).max().unwrap_or_default(),
                found.widened
            ));
            group.bench_function(format!("{name}, {direction:?}"), |bencher| {
                bencher.iter(|| black_box(run()));
            });
        }
    }
    group.finish();
}

#[expect(clippy::print_stdout, reason = "a bench reports to the terminal")]
fn report(line: &str) {
    println!("{line}");
}

criterion_group!(benches, ownership);
criterion_main!(benches);
