//! Searching 100,000 passages of 33,334 articles: words that are common, rare or a phrase, and how fast articles go in.
//!
//! Criterion reports the middle of many runs; the tail, which a caller waits for, is printed after it.

#[path = "../tests/sample/mod.rs"]
#[expect(dead_code, reason = "no names are known beforehand here")]
mod sample;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use entente_facts::ArticleChange;
use entente_index::{Search, SearchQuery, SearchScope, SearchStatus, SearchWords};
use entente_model::{EventType, Evidence, Span, Tenant};

const PASSAGES: usize = 100_000;
const PASSAGES_OF_EACH: usize = 3;
/// Sentences of an article: some three thousand characters, as news has.
const SENTENCES: usize = 24;
const RUNS: usize = 3_000;
/// Different words; the n-th is used 1/n as often as the first, as in any language.
const WORDS: usize = 20_000;

/// Words drawn as often as a language does.
struct Speaker {
    state: u64,
    words: Vec<String>,
}

impl Speaker {
    fn new() -> Self {
        let syllables = ["ra", "chat", "vel", "nor", "ta", "ment", "pa", "ris", "tion", "co", "en", "té"];
        let word = |mut number: usize| {
            let mut word = String::new();
            loop {
                word.push_str(syllables[number % syllables.len()]);
                number /= syllables.len();
                if number == 0 {
                    return word;
                }
            }
        };
        Self { state: 0x9e37_79b9_7f4a_7c15, words: (0..WORDS).map(word).collect() }
    }

    fn number(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank"
    )]
    fn word(&mut self) -> &str {
        let uniform = (self.number() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = (WORDS as f64).powf(uniform) as usize - 1;
        &self.words[rank.min(WORDS - 1)]
    }

    fn sentence(&mut self) -> String {
        let words: Vec<String> = (0..18).map(|_| self.word().to_owned()).collect();
        format!("L'{}.", words.join(" "))
    }
}

fn article(speaker: &mut Speaker, number: usize) -> ArticleChange {
    let sentences: Vec<String> = (0..SENTENCES).map(|_| speaker.sentence()).collect();
    let text = sentences.join(" ");
    let mut start = 0;
    let mut events = Vec::new();
    for (place, sentence) in sentences.iter().enumerate() {
        let span = Span::new(start, start + sentence.len());
        start += sentence.len() + 1;
        if place % (SENTENCES / PASSAGES_OF_EACH) == 0 {
            let evidence = Evidence::cut(&text, span).into_iter().collect();
            let event = sample::event(EventType::Stake, &["Velnor", "Norvane"], place);
            events.push(entente_model::Event { evidence, ..event });
        }
    }
    let day = i64::try_from(number % 1500).ok();
    let mut change = sample::accepted("default", &format!("article-{number}"), 1, day, &[], events);
    if let ArticleChange::Accepted(accepted) = &mut change {
        accepted.text = text;
    }
    change
}

fn bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                bytes(&entry.path())
            } else {
                entry.metadata().map_or(0, |meta| meta.len())
            }
        })
        .sum()
}

fn filled(path: &Path) -> Search {
    let search = Search::new(path);
    search.open().expect("an empty folder");
    let mut speaker = Speaker::new();
    let articles: Vec<usize> = (0..PASSAGES.div_ceil(PASSAGES_OF_EACH)).collect();
    let (mut text, mut spent, mut committed) = (0, Duration::ZERO, Instant::now());
    for batch in articles.chunks(256) {
        let changes: Vec<_> = batch.iter().map(|&number| article(&mut speaker, number)).collect();
        for change in &changes {
            if let ArticleChange::Accepted(accepted) = change {
                text += accepted.text.len();
            }
        }
        let started = Instant::now();
        search.write(&changes).expect("a writable folder");
        // As the service does.
        if committed.elapsed() >= Duration::from_millis(500) || batch.last() == articles.last() {
            let status = SearchStatus { cursor: Some(format!("{}", batch[0])), applied: None };
            search.commit(status).expect("a writable folder");
            committed = Instant::now();
        }
        spent += started.elapsed();
    }
    let (count, seconds) = (articles.len(), spent.as_secs_f64());
    let number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    report(&format!(
        "{count} articles of {} bytes and {PASSAGES} passages in {seconds:.1} s: {:.0} documents/s, {:.1} MB of text/s",
        text / count,
        number(count + PASSAGES) / seconds,
        number(text) / 1e6 / seconds,
    ));
    let size = bytes(path);
    report(&format!("{} MB on disk, {} bytes an article", size / 1_000_000, size / count as u64));
    search
}

fn searches(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let search = filled(folder.path());
    let mut speaker = Speaker::new();
    let words: Vec<String> = speaker.words.clone();
    // By their ranks: the fifth occurs in most articles, the ten-thousandth in few.
    let pick = |rank: usize| words[rank].as_str();
    let sentence = speaker.sentence();
    let phrase = sentence.split(' ').skip(3).take(3).collect::<Vec<_>>().join(" ");
    let asked = [
        ("a common word", SearchScope::Evidence, pick(5).to_owned()),
        ("a rare word", SearchScope::Evidence, pick(10_000).to_owned()),
        ("two words", SearchScope::Evidence, format!("{} {}", pick(20), pick(100))),
        (
            "three words, one excluded",
            SearchScope::Evidence,
            format!("{} {} -{}", pick(20), pick(50), pick(7)),
        ),
        ("a phrase", SearchScope::Evidence, format!("\"{phrase}\"")),
        ("two words in articles", SearchScope::Articles, format!("{} {}", pick(20), pick(1000))),
        ("a phrase in articles", SearchScope::Articles, format!("\"{phrase}\"")),
    ];
    for (name, scope, words) in asked {
        let query = SearchQuery {
            tenant: Tenant::default(),
            words: SearchWords::parse(&words).expect("words"),
            language: None,
            scope,
            published_after: None,
            published_before: None,
            offset: 0,
            limit: 20,
            texts: false,
        };
        let find = || search.find(&query).expect("an open index");
        criterion.bench_function(name, |bencher| bencher.iter(|| black_box(find())));
        let mut runs: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let started = Instant::now();
                black_box(find());
                started.elapsed()
            })
            .collect();
        runs.sort_unstable();
        let total = find().total;
        report(&format!(
            "{name} ({total} found): p50 {:.0?}, p99 {:.0?}",
            runs[RUNS / 2],
            runs[RUNS * 99 / 100]
        ));
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark's figures are its output")]
fn report(line: &str) {
    println!("{line}");
}

criterion_group!(benches, searches);
criterion_main!(benches);
