//! Quotations: text -> what stands between marks.

mod habits;

use entente_text::{Conventions, Mark, QuotationStyle, parse};
use habits::{english, french};

/// The quotations of `text`, one a line: depth, `!` when never closed, and the parts.
fn check(conventions: &Conventions, text: &str, expected: &[&str]) {
    let document = parse(text, conventions);
    let found: Vec<_> = document
        .quotations()
        .iter()
        .map(|quotation| {
            let parts: Vec<_> = quotation.parts.iter().map(|part| part.of(text)).collect();
            format!("{}{} {}", quotation.depth, if quotation.closed { "" } else { "!" }, parts.join(" / "))
        })
        .collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn marks_of_every_kind() {
    let french = french();
    for (text, expected) in [
        ("Il dit : « Oui. » Puis part.", "0 Oui."),
        ("Un «pas» de plus", "0 pas"),
        ("Un “pas” de plus", "0 pas"),
        ("Ein „Schritt“ mehr", "0 Schritt"),
        ("Un \"pas\" de plus", "0 pas"),
        ("Un \" pas \" de plus", "0 pas"),
        ("(\"pas\"), l'\"avis\"", "0 pas|0 avis"),
        ("\"Un pas\", dit-il, \"puis deux\".", "0 Un pas|0 puis deux"),
        ("Un ‹pas› ou ‘deux’ de plus", "0 pas|0 deux"),
        ("“Un pas\" de plus", "0 Un pas"),
        ("\"Un pas” de plus", "0 Un pas"),
        ("Un \"pas \". Puis deux", "0 pas"),
        ("Un \"... pas\" de plus", "0 ... pas"),
        ("\"Un pas\".\"Puis deux\"", "0 Un pas|0 Puis deux"),
        ("« Le \"nuage\" et “l'autre” », dit-il", "0 Le \"nuage\" et “l'autre”|1 nuage|1 l'autre"),
        ("\"Un \"pas\" de plus\", dit-il", "0 Un \"pas\" de plus|1 pas"),
        ("un écran de 15\" et l'été d' aujourd'hui '", ""),
        ("les années '90 et l'été 'torride'", ""),
    ] {
        check(&french, text, &expected.split('|').filter(|line| !line.is_empty()).collect::<Vec<_>>());
    }
}

#[test]
fn english_single_marks() {
    let english = english();
    for (text, expected) in [
        ("'We won't sell,' he said.", "0 We won't sell,"),
        ("‘We won’t sell,’ he said.", "0 We won’t sell,"),
        ("He called the owners' plan 'a gift'.", "0 a gift"),
        ("'The owners' plan is a gift,' he said.", "0 The owners' plan is a gift,"),
        ("'The owners' he said, and the clerks' pay", "0 The owners"),
        ("In the '90s it was the owners' choice", "0 90s it was the owners"),
        ("In the '90s it was theirs", ""),
        ("'We said \"no\" twice,' he said.", "0 We said \"no\" twice,|1 no"),
        ("\"We said 'no' twice,\" he said.", "0 We said 'no' twice,|1 no"),
    ] {
        check(&english, text, &expected.split('|').filter(|line| !line.is_empty()).collect::<Vec<_>>());
    }
}

#[test]
fn marks_without_partner() {
    let french = french();
    check(&french, "Il dit : « Oui, peut-être.\n\nLe groupe se tait.", &["0! Oui, peut-être."]);
    check(&french, "\"Oui, dit-il. \"Et demain ?\" Nul ne sait.", &["0! Oui, dit-il.", "0 Et demain ?"]);
    check(&french, "Oui » et ” et \"", &["0! "]);
    check(&french, "« Un \"pas » de plus", &["0 Un \"pas", "1! pas"]);
}

#[test]
fn carried_over_paragraphs() {
    let french = french();
    let text = "Il dit : « Oui.\n\n« Demain aussi.\n\n« Et après. » Puis part.\n\n« Non. »";
    check(&french, text, &["0 Oui. / Demain aussi. / Et après.", "0 Non."]);
    let document = parse(text, &french);
    let first = &document.quotations()[0];
    assert_eq!(first.style, QuotationStyle::Guillemets);
    assert_eq!(first.span.of(text), &text["Il dit : ".len()..text.find(" Puis").unwrap()]);
    assert_eq!(first.inner.of(text), "Oui.\n\n« Demain aussi.\n\n« Et après.");
    check(&english(), "“Yes.\n\n“No,” he said.\n\n“Well.”", &["0 Yes. / No,", "0 Well."]);
    check(&english(), "\"Yes.\n\n\"No,\" he said.", &["0 Yes. / No,"]);
    check(&english(), "“Yes.\n\nHe left. “No.”", &["0! Yes.", "0 No."]);
    check(&french, "Un titre « ouvert\n\n« Oui », dit-il.", &["0! ouvert", "0 Oui"]);
}

#[test]
fn deep_nesting_is_bounded() {
    let text = "«".repeat(50) + "mot" + &"»".repeat(50);
    let document = parse(&text, &french());
    assert_eq!(document.quotations().len(), 4);
    assert!(document.quotations().iter().all(|quotation| quotation.depth < 4));
}

#[test]
fn kinds_of_marks_are_settled() {
    let document = parse("\"Un\" “deux” 15\" les 'ans'", &french());
    let marks: Vec<_> = document.tokens().iter().filter_map(entente_text::Token::mark).collect();
    assert_eq!(
        marks,
        [
            Mark::OpenQuote,
            Mark::CloseQuote,
            Mark::OpenQuote,
            Mark::CloseQuote,
            Mark::StrayQuote,
            Mark::Apostrophe,
            Mark::Apostrophe
        ]
    );
}

#[test]
fn sentences_know_their_quotation() {
    let text = "Il dit : « Un pas. Deux pas. Trois pas. » Il part.";
    let document = parse(text, &french());
    let facts: Vec<_> = document
        .sentences()
        .iter()
        .map(|sentence| {
            (
                sentence.span.of(text),
                document.begins_quoted(sentence).is_some(),
                document.ends_quoted(sentence).is_some(),
            )
        })
        .collect();
    assert_eq!(
        facts,
        [
            ("Il dit : « Un pas.", false, true),
            ("Deux pas.", true, true),
            ("Trois pas. »", true, false),
            ("Il part.", false, false),
        ]
    );
    let nested = "« Un \"pas\" de plus »";
    let document = parse(nested, &french());
    for (word, depth) in [("Un", Some(0)), ("pas", Some(1)), ("plus", Some(0)), ("«", None)] {
        let found = document.quotation_at(nested.find(word).unwrap()).map(|quotation| quotation.depth);
        assert_eq!(found, depth, "{word}");
    }
}
