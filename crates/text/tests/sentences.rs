//! Sentences: text -> sentences.

mod habits;

use entente_text::{Conventions, parse};
use habits::{english, french};

/// The sentences of `text`, which are `expected`.
fn check(conventions: &Conventions, text: &str, expected: &[&str]) {
    let document = parse(text, conventions);
    let found: Vec<_> = document.sentences().iter().map(|sentence| sentence.span.of(text)).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn a_line_end_was_lost() {
    let french = french();
    for (text, expected) in [
        (
            "Les comptes sont closPour l'heure, le prix monte.",
            vec!["Les comptes sont clos", "Pour l'heure, le prix monte."],
        ),
        ("L'offre estivaleL'hiver est sûr.", vec!["L'offre estivale", "L'hiver est sûr."]),
        ("L'offre d'easyJet et de LinkedIn séduit.", vec!["L'offre d'easyJet et de LinkedIn séduit."]),
    ] {
        check(&french, text, &expected);
    }
}

#[test]
fn french_sentences() {
    let french = french();
    check(
        &french,
        "Le prix monte. L'offre suit ! Pourquoi ? Nul ne sait… Demain peut-être.",
        &["Le prix monte.", "L'offre suit !", "Pourquoi ?", "Nul ne sait…", "Demain peut-être."],
    );
    for whole in [
        "M. Durand et Mme. Petit ont vendu la St. Cyr No. 4 pour 1.500 euros.",
        "Le projet de J. P. Dupond coûte 3.5 millions.",
        "Il hésite... puis signe.",
        "« Nous signons. » a dit le groupe.",
        "« Vraiment ? », demande-t-il.",
        "Le rachat de Legrand Corp. Europe est clos.",
        "Voir exemple.fr pour la suite.",
        "1. Le prix",
    ] {
        check(&french, whole, &[whole]);
    }
    check(
        &french,
        "Elle rachète Legrand Inc. Le prix est connu.",
        &["Elle rachète Legrand Inc.", "Le prix est connu."],
    );
    check(
        &french,
        "Il choisit le plan B. Le prix est connu.",
        &["Il choisit le plan B.", "Le prix est connu."],
    );
    for text in ["Il finit.Le groupe vend.", "Voici Durand.M. Petit vend.", "Il dit \"oui\".\"Et non.\""] {
        let at = text.find('.').unwrap() + 1;
        check(&french, text, &[&text[..at], &text[at..]]);
    }
}

#[test]
fn english_sentences() {
    let english = english();
    check(
        &english,
        "It bought a U.S. rival (in cash.) It paid 3.5 million. \"We agreed.\" He left.",
        &["It bought a U.S. rival (in cash.)", "It paid 3.5 million.", "\"We agreed.\"", "He left."],
    );
    for whole in [
        "The U.S. Treasury and Mr. A. Smith met Acme Co. Chairman Lee.",
        "\"We agreed.\" he said.",
        "Shares rose 3.5 pct. to 12 in the U.S.",
        "Yahoo! Inc. was sold.",
    ] {
        check(&english, whole, &[whole]);
    }
    check(
        &english,
        "It operates in the U.S. The rest was sold.",
        &["It operates in the U.S.", "The rest was sold."],
    );
}

/// After an abbreviation that may end a sentence, a capital that begins no frequent word is taken for a name.
#[test]
fn known_gap_sentence_after_an_abbreviation() {
    let text = "It bought Acme Inc. Shares rose.";
    check(&english(), text, &[text]);
}

/// A quoted question or exclamation followed by a name as its speaker is cut off.
#[test]
fn known_gap_speaker_after_a_question() {
    check(&english(), "\"Who knows?\" Smith asked.", &["\"Who knows?\"", "Smith asked."]);
}

#[test]
fn paragraphs_end_sentences() {
    let text = "Un accord sans suite\n\nLe groupe a signé\navec un tiers.\n\nIl se tait";
    let document = parse(text, &french());
    let found: Vec<_> =
        document.sentences().iter().map(|sentence| (sentence.paragraph, sentence.span.of(text))).collect();
    assert_eq!(
        found,
        [(0, "Un accord sans suite"), (1, "Le groupe a signé\navec un tiers."), (2, "Il se tait")]
    );
    assert_eq!(document.title().map(|title| title.of(text)), Some("Un accord sans suite"));
    assert_eq!(document.paragraphs()[1].sentences, 1..2);
}

#[test]
fn places_are_looked_up() {
    let text = "Un pas. Deux pas.";
    let document = parse(text, &french());
    assert_eq!(document.sentence_at(0), Some(0));
    assert_eq!(document.sentence_at(7), None, "between sentences");
    assert_eq!(document.sentence_at(8), Some(1));
    assert_eq!(document.sentence_at(99), None);
    let second = document.sentences()[1].span;
    assert_eq!(document.tokens_in(second), 3..6);
    assert_eq!(document.sentence_tokens(&document.sentences()[1]).len(), 3);
}
