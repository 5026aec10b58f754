//! What was measured, side by side, and whether it is enough.

use std::fmt::Write as _;
use std::time::Duration;

use crate::Ours;
use crate::clients::Measured;
use crate::database::Theirs;

/// What must be reached.
const LONGEST_P99: Duration = Duration::from_millis(5);
const FEWEST_APPLIED: f64 = 50_000.0;
const LONGEST_RESTART: Duration = Duration::from_secs(10);

/// The tables and the verdicts.
pub(crate) fn compared(ours: &Ours, theirs: Option<&Theirs>) -> String {
    let mut out = String::from("\nnewest 50 stakes of a holder, 8 clients\n");
    let _ = writeln!(
        out,
        "  {:<28}{:>12}{:>10}{:>10}{:>10}{:>14}",
        "", "requests/s", "p50", "p99", "longest", "server CPU"
    );
    row(&mut out, "ListStakes by id", &ours.reads);
    row(&mut out, "ListStakes by name", &ours.by_name);
    if let Some(theirs) = theirs {
        row(&mut out, &format!("PostgreSQL {}", short(&theirs.version)), &theirs.reads);
    }
    let facts = f64_of(ours.facts);
    let applied = facts / ours.applied.as_secs_f64();
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let _ = writeln!(out, "\nfacts applied a second          {applied:.0}, from the start of an empty index");
    let _ = writeln!(out, "restart to SERVING              {:.2?}", ours.restart);
    let (usage, fresh) = (ours.usage, ours.usage_after_restart);
    let _ = writeln!(
        out,
        "memory of query                 {} MB ({} a fact), {} MB of its own, {} MB at most; {} MB after a restart",
        megabytes(usage.resident),
        usage.resident / ours.facts,
        megabytes(usage.own),
        megabytes(usage.most),
        megabytes(fresh.resident)
    );
    let _ = writeln!(
        out,
        "disk of the index               {} MB ({} bytes a fact)",
        megabytes(ours.index_bytes),
        ours.index_bytes / ours.facts
    );
    let _ = writeln!(
        out,
        "disk of the log                 {} MB ({} bytes a fact)",
        megabytes(ours.log_bytes),
        ours.log_bytes / ours.facts
    );
    if let Some(theirs) = theirs {
        let _ = writeln!(
            out,
            "disk of PostgreSQL's table      {} MB ({} bytes a row), copied in {:.1?}",
            megabytes(theirs.bytes),
            theirs.bytes / ours.facts,
            theirs.loaded
        );
    }
    out.push('\n');
    let mut verdict = |what: &str, reached: bool| {
        let _ = writeln!(out, "{:<60}{}", what, if reached { "reached" } else { "MISSED" });
    };
    verdict("p99 of ListStakes at most 5 ms", ours.reads.p99 <= LONGEST_P99);
    verdict("at least 50,000 events applied a second", applied >= FEWEST_APPLIED);
    verdict("restart to SERVING within 10 s", ours.restart <= LONGEST_RESTART);
    if let Some(theirs) = theirs {
        verdict("at least PostgreSQL's throughput", ours.reads.throughput >= theirs.reads.throughput);
        verdict("at less CPU a request on the server", ours.reads.processor < theirs.reads.processor);
    }
    out
}

fn row(out: &mut String, name: &str, measured: &Measured) {
    let Measured { throughput, p50, p99, longest, processor } = measured;
    let milliseconds = |time: &Duration| format!("{:.2} ms", time.as_secs_f64() * 1e3);
    let _ = writeln!(
        out,
        "  {name:<28}{throughput:>12.0}{:>10}{:>10}{:>10}{:>14}",
        milliseconds(p50),
        milliseconds(p99),
        milliseconds(longest),
        milliseconds(processor),
    );
}

/// The version without what the distribution says of it.
fn short(version: &str) -> &str {
    version.split(' ').next().unwrap_or(version)
}

fn f64_of(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}
