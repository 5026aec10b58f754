//! What holds of whatever is read, sense or not: no panic, passages that stand in the text word for word, the same twice, and time that
//! grows with the text's length and no faster.
//!
//! By default some thousand texts, in seconds. A million, in some minutes on one processor:
//!
//! ```sh
//! FUZZ_INPUTS=1000000 cargo test --release -p entente-tests --test fuzz -- --nocapture
//! ```
//!
//! A failure names the seed of its text; `TEST_SEED=... FUZZ_INPUTS=1` makes that text again and prints it.

mod claims;
mod generator;
mod shape;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use entente_extract::Reader;
use entente_model::Language;
use entente_tests::Dice;
use entente_text::OffsetUnit;
use jiff::civil::{Date, date};

use crate::generator::Generator;
use crate::shape::{READ, SHAPES};

/// How many texts are made.
const INPUTS: &str = "FUZZ_INPUTS";
/// How many seconds at most are spent on them; without it, as many as it takes.
const SECONDS: &str = "FUZZ_SECONDS";
/// Where neither is set: what a debug build does in seconds.
const FEW: u64 = 1_500;
/// Failures are shown up to here.
const MOST_SHOWN: usize = 10;
/// No text of the generator takes longer, on a slow and busy machine and unoptimised.
const LONGEST: Duration = Duration::from_secs(30);

fn set(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {value:?}")))
}

/// How many events a text gives; the error is what reading it breaks.
fn read(reader: &Reader, text: &str, language: Option<Language>, day: Option<Date>) -> Result<usize, String> {
    let began = Instant::now();
    let read = || (reader.read(text, language, day), reader.read(text, language, day));
    let (once, twice) = catch_unwind(AssertUnwindSafe(read)).map_err(|_| "panics")?;
    if once != twice {
        return Err("is read otherwise the second time".to_owned());
    }
    if began.elapsed() > LONGEST {
        return Err(format!("takes {:?} twice", began.elapsed() / 2));
    }
    claims::broken(text, &once).map_or(Ok(once.events.len()), Err)
}

/// What explaining a text breaks: it tells of the events that are read, and of places in the text alone.
fn explain(reader: &Reader, text: &str, language: Option<Language>, day: Option<Date>) -> Result<(), String> {
    let explain = || (reader.explain(text, language, day, None), reader.read(text, language, day));
    let (explanation, reading) =
        catch_unwind(AssertUnwindSafe(explain)).map_err(|_| "panics where it is explained")?;
    if explanation.events != reading.events {
        return Err("is explained otherwise than it is read".to_owned());
    }
    let shown = entente_wire::explanation::encode(&explanation, text, OffsetUnit::CodePoints);
    shown.map(drop).map_err(|failure| format!("has an explanation that can't be shown: {failure}"))
}

#[test]
fn any_text_is_read_soundly() {
    let reader = Reader::builtin();
    let generator = Generator::new();
    let languages: Vec<Option<Language>> = reader.languages().into_iter().map(Some).chain([None]).collect();
    let days = [None, Some(date(2024, 5, 31)), Some(date(2024, 2, 29)), Some(Date::MIN), Some(Date::MAX)];
    let (inputs, seconds) = (set(INPUTS), set(SECONDS));
    let bound = inputs.unwrap_or(if seconds.is_some() { u64::MAX } else { FEW });
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let began = Instant::now();
    let first = Dice::new();
    let (mut made, mut bytes, mut events, mut failures) = (0_u64, 0, 0, Vec::new());
    while made < bound && until.is_none_or(|until| Instant::now() < until) {
        let mut dice = Dice::of(first.seed().wrapping_add(made));
        let text = generator.text(&mut dice);
        let language = languages[dice.below(languages.len())];
        let day = days[dice.below(days.len())];
        // Reading is what has to be fast; explaining takes the same way.
        let explained = if made.is_multiple_of(4) { explain(&reader, &text, language, day) } else { Ok(()) };
        match explained.and_then(|()| read(&reader, &text, language, day)) {
            Ok(found) => events += found,
            Err(why) => {
                failures.push(format!("{dice}: {why}: {:?}", text.chars().take(2_000).collect::<String>()));
            }
        }
        made += 1;
        bytes += text.len();
        if made.is_multiple_of(100_000) {
            println!("{made} texts, {} failures, {:?}", failures.len(), began.elapsed());
        }
    }
    println!(
        "{made} texts, {bytes} bytes, {events} events, {} failures, {:?}, {first}",
        failures.len(),
        began.elapsed()
    );
    failures.truncate(MOST_SHOWN);
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// How many times as long the longer of two texts is. Many times, not twice: a busy machine makes one reading half as long again, and that
/// must not pass for growth.
const LONGER: u8 = 8;
/// A text so many times as long takes at most so many times as much time: three times what it would be where each byte takes as long as
/// another. Where the time grew with the square of the length it would be eight times.
const MOST_RATIO: f64 = 24.0;
/// The shorter of the two texts, in bytes; the longer is about what is read of an article at most.
const LENGTH: usize = if cfg!(debug_assertions) { 1_500 } else { 10_000 };
/// What takes less is measured too roughly: the system counts by some milliseconds.
const LONG_ENOUGH: Duration = Duration::from_millis(60);
/// A measurement that fails is repeated: others use the machine too.
const TRIES: usize = 10;

/// How long this thread has been at work: where the system tells it, without the time that others had the processor.
fn at_work(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.and_then(|told| told.split(' ').next()?.parse().ok());
    worked.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// How long one reading of the text takes, over as many as can be told from nothing.
fn taken(reader: &Reader, text: &str, language: Language) -> Duration {
    let start = Instant::now();
    let began = at_work(start);
    let mut runs = 0;
    loop {
        std::hint::black_box(reader.read(text, Some(language), None));
        runs += 1;
        let worked = at_work(start).saturating_sub(began);
        if worked >= LONG_ENOUGH {
            return worked / runs;
        }
    }
}

#[test]
fn time_grows_with_the_length_and_no_faster() {
    let reader = Reader::builtin();
    let mut slow = Vec::new();
    for language in reader.languages() {
        for (name, shape) in SHAPES {
            let text = |length| format!("{READ}{}", shape(language, length));
            let (short, long) = (text(LENGTH), text(usize::from(LONGER) * LENGTH));
            let mut ratio = f64::MAX;
            for _ in 0..TRIES {
                let (less, more) = (taken(&reader, &short, language), taken(&reader, &long, language));
                ratio = ratio.min(more.as_secs_f64() / less.as_secs_f64());
                if ratio <= MOST_RATIO {
                    break;
                }
            }
            println!("{language} {name}: {ratio:.2}, {:?}", taken(&reader, &long, language));
            if ratio > MOST_RATIO {
                slow.push(format!(
                    "{language} {name}: {LONGER} times the text takes {ratio:.1} times as long"
                ));
            }
        }
    }
    assert!(slow.is_empty(), "\n{}", slow.join("\n"));
}

#[test]
fn one_line_of_a_megabyte_is_read_in_seconds() {
    let reader = Reader::builtin();
    for language in reader.languages() {
        for (name, shape) in SHAPES {
            let text = format!("{READ}{}", shape(language, 1 << 20));
            let began = Instant::now();
            let reading = reader.read(&text, Some(language), None);
            assert!(began.elapsed() < LONGEST, "{language} {name}: {:?}", began.elapsed());
            assert_eq!(claims::broken(&text, &reading), None, "{language} {name}");
        }
    }
}
