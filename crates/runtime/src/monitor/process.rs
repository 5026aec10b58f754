//! What the process takes of the machine, read from `/proc`; elsewhere nothing is told.

use std::fs;

use super::{Metric, number};

pub(super) const MEMORY: Metric =
    Metric::gauge("process_resident_memory_bytes", &[], "Memory of the process that is in RAM, in bytes.");
pub(super) const CPU: Metric = Metric::gauge(
    "process_cpu_seconds_total",
    &[],
    "Processor time of the process since it began, in seconds.",
);
pub(super) const FILES: Metric =
    Metric::gauge("process_open_fds", &[], "Files and sockets that the process has open.");
pub(super) const MOST_FILES: Metric =
    Metric::gauge("process_max_fds", &[], "Most files and sockets that the process may have open.");
pub(super) const THREADS: Metric = Metric::gauge("process_threads", &[], "Threads of the process.");
pub(super) const STARTED: Metric =
    Metric::gauge("process_start_time_seconds", &[], "When the process began, in seconds since 1970.");

/// Linux tells processor time in these, whatever its own clock does.
const TICKS_A_SECOND: f64 = 100.0;

/// Tells all of it anew.
pub(super) fn sample() {
    let none: [(&str, &str); 0] = [];
    let tell = |metric: Metric, value: Option<f64>| {
        if let Some(value) = value {
            metric.level(&none).set(value);
        }
    };
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of_status = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    tell(MEMORY, of_status("VmRSS").map(|kilobytes| number(kilobytes * 1024)));
    tell(THREADS, of_status("Threads").map(number));
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The program's name, in parentheses, may hold spaces: fields are counted behind it, the first there being the third.
    let fields: Vec<&str> =
        stat.rsplit_once(')').map_or_else(Vec::new, |(_, rest)| rest.split_whitespace().collect());
    let field = |number_of: usize| fields.get(number_of - 3)?.parse::<u64>().ok();
    let ticks = field(14).zip(field(15)).map(|(user, system)| number(user + system));
    tell(CPU, ticks.map(|ticks| ticks / TICKS_A_SECOND));
    tell(
        STARTED,
        field(22).zip(booted()).map(|(ticks, booted)| number(booted) + number(ticks) / TICKS_A_SECOND),
    );
    let open =
        fs::read_dir("/proc/self/fd").ok().map(|entries| u64::try_from(entries.count()).unwrap_or(u64::MAX));
    tell(FILES, open.map(number));
    tell(MOST_FILES, most_files().map(number));
}

/// When the machine began, in seconds since 1970.
fn booted() -> Option<u64> {
    let stat = fs::read_to_string("/proc/stat").ok()?;
    stat.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()
}

fn most_files() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
