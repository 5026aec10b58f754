//! What holds of every text, sense or not.

mod habits;

use std::time::{Duration, Instant};

use entente_model::Span;
use entente_text::{Conventions, OffsetUnit, Offsets, detect, fold, parse};
use habits::{english, french};
use proptest::prelude::*;

/// Pieces that take the scanner and the pairing of marks through their branches, and any characters.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "l'",
        "L’",
        "qu’",
        "a-t-il",
        "aujourd'hui",
        "d'aujourd'hui",
        "don't",
        "n't",
        "'s",
        "U.S.",
        "S.A.",
        "J.",
        "J.-P.",
        "M.",
        "Inc.",
        "Yahoo!",
        "E.ON",
        "H&M",
        "&",
        "@",
        "://",
        "www.",
        ".com",
        "/",
        "3M",
        "30bn",
        "1 200",
        "1\u{202f}200",
        "1,5",
        ".",
        "...",
        "…",
        "!",
        "?",
        ",",
        ":",
        ";",
        "-",
        "--",
        "–",
        "(",
        ")",
        "«",
        "»",
        "“",
        "”",
        "„",
        "\"",
        "'",
        "’",
        "‘",
        "‹",
        "›",
        " ",
        "\u{a0}",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\n    ",
        "\t",
        "•",
        "PARIS",
        "(Agence)",
        "Le",
        "groupe",
        "é",
        "e\u{301}",
        "\u{301}",
        "\u{ad}",
        "\u{feff}",
        "\u{200d}",
        "🚗",
        "İ",
        "ß",
        "Œ",
        "漢字",
        "$",
        "€",
        "%",
        "²",
        "_",
        "+",
        "°",
        "\0",
    ]);
    let piece = prop_oneof![6 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop_oneof![prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat()), any::<String>(),]
}

fn on_boundaries(text: &str, span: Span) -> bool {
    span.start <= span.end && text.get(span.start..span.end).is_some()
}

/// Everything the document promises.
fn check(text: &str, conventions: &Conventions) {
    let document = parse(text, conventions);
    let mut end = 0;
    for token in document.tokens() {
        assert!(on_boundaries(text, token.span()) && !token.span().is_empty(), "{token:?}");
        assert!(token.start() >= end, "tokens overlap at {token:?}");
        let between = &text[end..token.start()];
        assert_eq!(!between.is_empty(), token.space_before(), "blanks before {token:?}");
        assert!(!between.contains(char::is_alphanumeric), "words lost in {between:?}");
        assert!(!document.lower(token).is_empty(), "{token:?}");
        let folded = fold(document.word(token));
        if !folded.is_empty() {
            assert_eq!(document.folded(token), folded, "{token:?}");
        }
        end = token.end();
    }
    assert!(!text[end..].contains(char::is_alphanumeric), "words lost at the end");

    let mut next = 0;
    for (index, paragraph) in document.paragraphs().iter().enumerate() {
        assert!(on_boundaries(text, paragraph.span));
        for sentence in
            &document.sentences()[paragraph.sentences.start as usize..paragraph.sentences.end as usize]
        {
            assert_eq!(sentence.paragraph as usize, index);
            assert_eq!(sentence.tokens.start, next, "sentences leave out tokens");
            assert!(sentence.tokens.end > next, "empty sentence");
            assert!(paragraph.span.contains(sentence.span));
            next = sentence.tokens.end;
        }
    }
    assert_eq!(next as usize, document.tokens().len(), "sentences leave out tokens");

    let mut start = 0;
    for quotation in document.quotations() {
        assert!(quotation.span.start >= start, "quotations out of order");
        assert!(on_boundaries(text, quotation.span) && quotation.span.contains(quotation.inner));
        assert!(!quotation.parts.is_empty());
        assert!(
            quotation.parts.iter().all(|part| on_boundaries(text, *part) && quotation.inner.contains(*part))
        );
        assert!(quotation.parts.is_sorted_by_key(|part| part.start));
        start = quotation.span.start;
    }
    if let Some(dateline) = document.dateline() {
        assert!(on_boundaries(text, dateline.span) && dateline.body >= dateline.span.end);
        for part in [dateline.place, dateline.agency, dateline.date].into_iter().flatten() {
            assert!(on_boundaries(text, part) && dateline.span.contains(part));
        }
    }
    for offset in 0..=text.len() + 1 {
        let _ = (document.sentence_at(offset), document.quotation_at(offset));
    }
}

proptest! {
    #[test]
    fn documents_keep_their_promises(text in texts()) {
        check(&text, &french());
        check(&text, &english());
    }

    #[test]
    fn detection_never_fails(text in texts()) {
        let found = detect(&text, &[&french(), &english()]);
        prop_assert!(found.is_none_or(|found| (0.0..=1.0).contains(&found.score)));
    }

    #[test]
    fn folding_twice_changes_nothing(text in texts()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn offsets_go_round(text in texts(), repeats in 1_usize..8) {
        let text = text.repeat(repeats);
        let offsets = Offsets::new(&text);
        let (mut utf16, mut code_points) = (0, 0);
        for byte in 0..=text.len() {
            if !text.is_char_boundary(byte) {
                prop_assert!(offsets.to_unit(byte, OffsetUnit::CodePoints).is_err());
                continue;
            }
            prop_assert_eq!(offsets.to_unit(byte, OffsetUnit::Utf16), Ok(utf16));
            prop_assert_eq!(offsets.to_unit(byte, OffsetUnit::CodePoints), Ok(code_points));
            for unit in [OffsetUnit::Utf8, OffsetUnit::Utf16, OffsetUnit::CodePoints] {
                let there = offsets.to_unit(byte, unit).unwrap();
                prop_assert_eq!(offsets.to_byte(there, unit), Ok(byte));
            }
            if let Some(c) = text[byte..].chars().next() {
                if c.len_utf16() == 2 {
                    prop_assert!(offsets.to_byte(utf16 + 1, OffsetUnit::Utf16).is_err());
                }
                utf16 += c.len_utf16();
                code_points += 1;
            }
        }
        prop_assert_eq!(offsets.len(OffsetUnit::Utf16), utf16);
        prop_assert_eq!(offsets.len(OffsetUnit::CodePoints), code_points);
        prop_assert!(offsets.to_unit(text.len() + 1, OffsetUnit::Utf16).is_err());
    }
}

/// Each pattern could tempt a scanner to look again and again at the same characters. What takes time with the square
/// of the length would take minutes.
#[test]
fn long_runs_take_linear_time() {
    let conventions = [french(), english()];
    for pattern in [
        "a",
        "é",
        "-",
        "a-",
        "a'",
        "l'",
        "a-t-il-",
        "n't'",
        ".",
        "A.",
        "a.b",
        "a@",
        "a://",
        "a://)",
        "1",
        "1,",
        "1 ",
        "1:2",
        "1 200 ",
        "1a",
        "«",
        "« a » ",
        "\"",
        "a \"b ",
        "'",
        "a' ",
        " 'a",
        "‘a",
        "s' a ",
        "(",
        " ",
        "\u{ad}",
        "\u{301}",
        "\n",
        "\r",
        "a\n",
        " a\n  ",
        "M. ",
        "J. ",
        "a. ",
        "!",
        "Le groupe vend. ",
        "-\n",
        "« a\n\n",
    ] {
        let text = pattern.repeat(200_000 / pattern.len());
        for conventions in &conventions {
            let start = Instant::now();
            let document = parse(&text, conventions);
            let took = start.elapsed();
            assert!(
                document.text().len() == text.len() && took < Duration::from_secs(10),
                "{pattern:?}: {took:?}"
            );
        }
    }
}

#[test]
fn a_megabyte_in_one_line() {
    let text = "Le groupe n'a « rien » vendu à l'été, dit M. Durand. ".repeat(19_000);
    let document = parse(&text, &french());
    assert!(text.len() > 1_000_000);
    assert_eq!((document.paragraphs().len(), document.sentences().len()), (1, 19_000));
    assert_eq!(document.quotations().len(), 19_000);
}
