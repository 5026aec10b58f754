use std::time::{Duration, Instant};

use super::harness::{SAMPLES, run};

#[test]
fn the_demo_shows_the_whole_path_and_the_same_each_time() {
    let begun = Instant::now();
    let ran = run(["demo"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    let samples = std::fs::read_to_string(SAMPLES).unwrap().replace("\\\"", "\"");
    let mut quotes = 0;
    for quote in ran.out.lines().filter_map(|line| line.strip_prefix("    > ")) {
        // Citations tell their article behind the quote.
        let (words, _) = quote.rsplit_once(" (").filter(|_| quote.ends_with(')')).unwrap_or((quote, ""));
        assert!(samples.contains(words), "{words}");
        quotes += 1;
    }
    assert!(quotes > 12, "{}", ran.out);
    assert_eq!(run(["demo"]).out, ran.out);
}
