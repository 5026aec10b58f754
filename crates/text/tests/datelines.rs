//! Titles and datelines: text -> where the body begins.

mod habits;

use entente_text::{Conventions, parse};
use habits::{english, french};

/// Title, place, date, agency and the rest of the dateline's paragraph; `-` for what is missing.
fn check(conventions: &Conventions, text: &str, expected: &str) {
    let document = parse(text, conventions);
    let of = |span: Option<entente_model::Span>| span.map_or("-", |span| span.of(text)).to_owned();
    let found = match document.dateline() {
        Some(line) => {
            let paragraph = document
                .paragraphs()
                .iter()
                .find(|paragraph| paragraph.span.contains(line.span))
                .expect("a dateline is in a paragraph");
            let body = &text[line.body..paragraph.span.end];
            [of(document.title()), of(line.place), of(line.date), of(line.agency), body.to_owned()].join("|")
        }
        None => of(document.title()),
    };
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn datelines() {
    let french = french();
    for (text, expected) in [
        ("(Agence) - Le groupe vend, selon lui.\n\nIl se tait.", "-|-|-|Agence|Le groupe vend, selon lui."),
        ("(Agence) - le groupe vend\n\nIl se tait.", "-|-|-|Agence|le groupe vend"),
        ("PARIS (Agence) - Le groupe vend.", "-|PARIS|-|Agence|Le groupe vend."),
        ("Paris (Agence) – Le groupe vend.", "-|Paris|-|Agence|Le groupe vend."),
        ("Tokyo, 5 mai - Le groupe vend.", "-|Tokyo|5 mai|-|Le groupe vend."),
        ("PARIS, 1er mars 2021 (Agence) -- Le groupe vend.", "-|PARIS|1er mars 2021|Agence|Le groupe vend."),
        ("RIO DE JANEIRO — Le groupe vend.", "-|RIO DE JANEIRO|-|-|Le groupe vend."),
        ("Rio de Janeiro (Agence) - Le groupe vend.", "-|Rio de Janeiro|-|Agence|Le groupe vend."),
        ("Il vend\n\nPARIS (Agence) - Le groupe vend.", "Il vend|PARIS|-|Agence|Le groupe vend."),
        ("Il vend\n\nUn résumé.\n\nPARIS, 3 mai - Il vend.", "Il vend|PARIS|3 mai|-|Il vend."),
    ] {
        check(&french, text, expected);
    }
    let english = english();
    for (text, expected) in [
        ("LONDON, March 3 - The maker sold it.", "-|LONDON|March 3|-|The maker sold it."),
        ("WASHINGTON, D.C. (Agency) - The maker sold it.", "-|WASHINGTON|-|Agency|The maker sold it."),
        ("ST. LOUIS, Jan. 3 - The maker sold it.", "-|ST. LOUIS|Jan. 3|-|The maker sold it."),
    ] {
        check(&english, text, expected);
    }
}

#[test]
fn no_dateline() {
    let french = french();
    for text in [
        "Le groupe - un géant - vend.",
        "IBM - le groupe américain - vend.",
        "IBM (informatique) - un géant - vend.",
        "IBM (International) vend.",
        "Nissan, Renault - les deux - vendent.",
        "PARIS-MATCH est vendu.",
        "(selon lui) - Le groupe vend.",
        "(Agence",
        "-",
        "",
    ] {
        check(&french, text, "-");
    }
}

#[test]
fn titles() {
    let french = french();
    for (text, expected) in [
        ("Un rachat discret\n\nLe groupe vend.", "Un rachat discret"),
        ("\n\nUn rachat ?\n\nLe groupe vend.", "Un rachat ?"),
        ("PARIS - Un rachat discret\n\nLe groupe vend.", "PARIS - Un rachat discret"),
        ("Un rachat\ndiscret\n\nLe groupe vend.", "Un rachat\ndiscret"),
        ("Un rachat\ndiscret\n    Le groupe vend.", "-"),
        ("Rachat de Legrand Inc.\n\nLe groupe vend.", "Rachat de Legrand Inc."),
        ("Un rachat discret", "-"),
        ("Le groupe vend.\n\nIl se tait.", "-"),
        ("« Le groupe vend. »\n\nIl se tait.", "-"),
        ("***\n\nIl se tait.", "-"),
    ] {
        check(&french, text, expected);
    }
    let long = "mot ".repeat(60) + "\n\nLe groupe vend.";
    check(&french, &long, "-");
}

#[test]
fn the_body_follows_the_dateline() {
    let text = "PARIS, 3 mai (Agence) - Le groupe vend. Il se tait.";
    let document = parse(text, &french());
    assert_eq!(document.sentences().len(), 2);
    let bodies: Vec<_> = document
        .sentences()
        .iter()
        .map(|sentence| document.tokens()[document.body(sentence)].iter().map(|token| document.word(token)))
        .map(|words| words.collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(bodies, ["Le groupe vend .", "Il se tait ."]);
}
