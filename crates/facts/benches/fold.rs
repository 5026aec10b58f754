//! What it takes to fold a fact, by how many claims it has: what each entry of the log costs for each fact that it touches.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use entente_facts::{About, AsOf, Claim, Day, EntityId, EventId, Moment, Signature, Telling, fold, revision};
use entente_model::{ArticleId, Certainty, FactStatus, Interest, Share, SourceKind, StakeAction};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Holdings told day after day; each seventh is an announcement, each eleventh a denial of one, and the share changes every twenty claims.
fn claims(count: u32) -> Vec<Claim> {
    let claim = |number: u32| {
        let published =
            Timestamp::from_second(1_600_000_000 + 86_400 * i64::from(number)).unwrap_or_default();
        let day = published.to_zoned(TimeZone::UTC).date();
        let ahead = number.is_multiple_of(7) || number.is_multiple_of(11);
        Claim {
            event: EventId { article: article(number), revision: 1, place: 0 },
            learned: Moment { time: published, position: u64::from(number) },
            reread: false,
            withdrawn: None,
            published: Some(published),
            status: if ahead { FactStatus::Announced } else { FactStatus::InForce },
            telling: Telling::State,
            action: Some(if ahead { StakeAction::Reduce } else { StakeAction::Hold }),
            denies: number.is_multiple_of(11),
            certainty: Certainty::Certain,
            confidence: 0.8,
            source: SourceKind::Author,
            teller: None,
            day: if ahead { Day::on(day) } else { Day::by(day) },
            day_told: false,
            until: None,
            expected: None,
            share: Share::new(Some(f64::from(number / 20 % 90)), None, None, false).ok(),
            share_before: None,
            share_change: None,
            amount: None,
            seller: None,
            merged: None,
            kind: None,
            topic: None,
            regions: Vec::new(),
            signature: Signature::of(&format!("article {number} of its own words on holding {}", number * 7)),
            passage: Some(u64::from(number)),
        }
    };
    (0..count).map(claim).collect()
}

fn article(number: u32) -> ArticleId {
    ArticleId::new(format!("article-{number}")).unwrap_or_else(|_| unreachable!("a number is no bad id"))
}

fn folding(criterion: &mut Criterion) {
    let entity = |byte: u8| EntityId::from_bytes([byte; 16]);
    let about = About::Stake { holder: Some(entity(1)), target: entity(2), interest: Interest::Shareholding };
    let mut group = criterion.benchmark_group("fold");
    for count in [1, 3, 10, 100, 1_000, 10_000] {
        let claims = claims(count);
        group.bench_with_input(BenchmarkId::from_parameter(count), &claims, |bencher, claims| {
            bencher.iter(|| fold(black_box(&about), black_box(claims), AsOf::NOW));
        });
    }
    group.finish();
    let claims = claims(10_000);
    let last =
        claims.last().map_or(Moment { time: Timestamp::UNIX_EPOCH, position: 0 }, |claim| claim.learned);
    criterion.bench_function("revision of 10000", |bencher| {
        bencher.iter(|| revision(black_box(&about), black_box(&claims), last));
    });
}

criterion_group!(benches, folding);
criterion_main!(benches);
