//! How fast texts are cut up. The text is made of a few sentences, repeated; throughput is in bytes of it.

#[path = "../tests/habits/mod.rs"]
mod habits;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use entente_text::{Offsets, detect, fold, parse};

const FRENCH: &str = "Le groupe Durand-Petit a annoncé mardi qu'il rachèterait 15,5 % du capital de son partenaire \
    pour 1 200 millions d'euros. « L'opération sera close d'ici l'été », a dit M. Petit, qui n'a pas précisé les \
    conditions de l'accord.\n\n";

const ENGLISH: &str = "The maker of lamps said on Tuesday it would buy 15.5% of its partner for $1.2bn in cash. \
    \"We won't change the partner's plans,\" Mr. Smith said, adding that the deal needs the assent of the owners.\n\n";

fn measure(criterion: &mut Criterion) {
    let (french, english) = (habits::french(), habits::english());
    for (name, sentence, conventions) in [("french", FRENCH, &french), ("english", ENGLISH, &english)] {
        for copies in [10, 4_000] {
            let text = sentence.repeat(copies);
            let mut group = criterion.benchmark_group(format!("{name}/{}", text.len()));
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function("parse", |bencher| bencher.iter(|| parse(black_box(&text), conventions)));
            group.bench_function("detect", |bencher| {
                bencher.iter(|| detect(black_box(&text), &[&french, &english]));
            });
            group.bench_function("offsets", |bencher| bencher.iter(|| Offsets::new(black_box(&text))));
            group.bench_function("fold", |bencher| bencher.iter(|| fold(black_box(&text))));
            group.finish();
        }
    }
}

criterion_group!(benches, measure);
criterion_main!(benches);
