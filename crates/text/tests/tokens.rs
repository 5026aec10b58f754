//! Words, numbers and marks: text -> tokens.

mod habits;

use entente_text::{Conventions, Mark, Shape, TokenKind, fold, parse};
use habits::{english, french};

/// The tokens of `text`, parted by `|` in `expected`.
fn check(conventions: &Conventions, text: &str, expected: &str) {
    let document = parse(text, conventions);
    let found: Vec<_> = document.tokens().iter().map(|token| document.word(token)).collect();
    assert_eq!(found.join("|"), expected, "{text:?}");
}

#[test]
fn french_words() {
    let french = french();
    for (text, expected) in [
        ("l'alliance", "l'|alliance"),
        ("L’accord d’aujourd’hui", "L’|accord|d’|aujourd’hui"),
        ("jusqu'au bout, lorsqu'elle", "jusqu'|au|bout|,|lorsqu'|elle"),
        ("a-t-il, dit-on, celui-là, ce jour-là", "a|-t-il|,|dit|-on|,|celui-là|,|ce|jour|-là"),
        ("qu'est-ce", "qu'|est|-ce"),
        ("d'abord d'accord", "d'abord|d'|accord"),
        ("un rendez-vous nord-américain de co-entreprise", "un|rendez-vous|nord-américain|de|co-entreprise"),
        ("l'«Ampère» d'\"avenir\"", "l'|«|Ampère|»|d'|\"|avenir|\""),
        ("d'1,5 %", "d'|1,5|%"),
        ("presqu'île O'Brien", "presqu'île|O'Brien"),
        ("QU'IL A-T-IL", "QU'|IL|A|-T-IL"),
        ("co\u{2011}actionnaire", "co\u{2011}actionnaire"),
        ("n°3 (ex-Durand)", "n|°|3|(|ex-Durand|)"),
        ("Canal+ et A+, C++", "Canal+|et|A+|,|C|+|+"),
        ("et/ou l’", "et|/|ou|l’"),
    ] {
        check(&french, text, expected);
    }
}

#[test]
fn english_words() {
    let english = english();
    for (text, expected) in [
        ("don't can't Toyota's they're", "do|n't|ca|n't|Toyota|'s|they|'re"),
        ("TOYOTA’S plant", "TOYOTA|’S|plant"),
        ("the owners' vote", "the|owners|'|vote"),
        ("five o'clock", "five|o'clock"),
        ("U.S.'s rule, Acme Inc.'s plant", "U.S.|'s|rule|,|Acme|Inc.|'s|plant"),
        ("a U.S.-based co-owner", "a|U.S.-based|co-owner"),
        ("Renault-Nissan and H&M, AT&T, R&D, P & Q", "Renault-Nissan|and|H&M|,|AT&T|,|R&D|,|P|&|Q"),
        ("this&that", "this|&|that"),
        ("Yahoo! Inc. grew", "Yahoo!|Inc.|grew"),
    ] {
        check(&english, text, expected);
    }
}

#[test]
fn words_with_full_stops() {
    let french = french();
    for (text, expected) in [
        ("Dupont S.A. et E.ON", "Dupont|S.A.|et|E.ON"),
        ("M. Durand, MM. A et B", "M.|Durand|,|MM.|A|et|B"),
        ("J. P. Dupond, J.-P. Dupond, J.P. Dupond", "J.|P.|Dupond|,|J.-P.|Dupond|,|J.P.|Dupond"),
        ("le 3 janv. prochain", "le|3|janv.|prochain"),
        ("Il part...", "Il|part|..."),
        ("etc...", "etc|..."),
        ("Booking.com, voir https://exemple.fr/a?b=c).", "Booking.com|,|voir|https://exemple.fr/a?b=c|)|."),
        ("voir www.exemple.fr/page.", "voir|www.exemple.fr/page|."),
        ("a.b@exemple.fr.", "a.b@exemple.fr|."),
        ("Il finit.Le groupe", "Il|finit|.|Le|groupe"),
    ] {
        check(&french, text, expected);
    }
}

#[test]
fn numbers() {
    let french = french();
    for (text, expected) in [
        ("1,5 12.2 1 200 1\u{202f}200\u{a0}000,50", "1,5|12.2|1 200|1\u{202f}200\u{a0}000,50"),
        ("1.200.000 1,200,000 1'200'000", "1.200.000|1,200,000|1'200'000"),
        ("2019,2020,2021", "2019,2020|,|2021"),
        ("15% 15 %", "15|%|15|%"),
        ("2024-25 2024–25 10-12%", "2024-25|2024–25|10-12|%"),
        ("en 2020 100 voitures", "en|2020|100|voitures"),
        ("1 2000", "1|2000"),
        ("12/03/2024 à 10:30 ou 10h30", "12/03/2024|à|10:30|ou|10h30"),
        ("30M€ $30M 3M TF1 Q1 5G 20km", "30|M|€|$|30|M|3M|TF1|Q1|5G|20|km"),
        ("le 1er, la 2e, un 737-MAX", "le|1er|,|la|2e|,|un|737-MAX"),
        ("1,5. Puis 3.", "1,5|.|Puis|3|."),
        ("C$5 -3% 50€", "C|$|5|-|3|%|50|€"),
    ] {
        check(&french, text, expected);
    }
    check(&english(), "Boeing 737 800 for $8.9bn", "Boeing|737|800|for|$|8.9|bn");
}

#[test]
fn kinds() {
    let french = french();
    let kind = |text: &str| parse(text, &french).tokens()[0].kind();
    for (text, expected) in [
        ("accord", TokenKind::Word),
        ("3M", TokenKind::Word),
        ("Booking.com", TokenKind::Word),
        ("1 200", TokenKind::Number),
        ("a@exemple.fr", TokenKind::Address),
        ("http://exemple.fr", TokenKind::Address),
        (",", TokenKind::Punctuation(Mark::Comma)),
        ("..", TokenKind::Punctuation(Mark::Period)),
        ("...", TokenKind::Punctuation(Mark::Ellipsis)),
        ("…", TokenKind::Punctuation(Mark::Ellipsis)),
        ("--", TokenKind::Punctuation(Mark::Dash)),
        ("—", TokenKind::Punctuation(Mark::Dash)),
        ("€", TokenKind::Punctuation(Mark::Currency)),
        ("₹", TokenKind::Punctuation(Mark::Currency)),
        ("•", TokenKind::Punctuation(Mark::Bullet)),
        ("\"", TokenKind::Punctuation(Mark::OpenQuote)),
        ("🚗", TokenKind::Punctuation(Mark::Other)),
    ] {
        assert_eq!(kind(text), expected, "{text:?}");
    }
}

#[test]
fn shapes() {
    let french = french();
    for (text, expected) in [
        ("accord", Shape::Lower),
        ("états", Shape::Lower),
        ("Renault", Shape::Title),
        ("Élysée", Shape::Title),
        ("Jean-Marie", Shape::Title),
        ("Saint-gobain", Shape::Title),
        ("A", Shape::Title),
        ("SNCF", Shape::Upper),
        ("U.S.", Shape::Upper),
        ("H&M", Shape::Upper),
        ("3M", Shape::Upper),
        ("eBay", Shape::Mixed),
        ("iPhone", Shape::Mixed),
        ("TotalEnergies", Shape::Mixed),
        ("ex-Durand", Shape::Mixed),
        ("2024", Shape::Digits),
        ("%", Shape::None),
    ] {
        let document = parse(text, &french);
        assert_eq!(document.tokens()[0].shape(), expected, "{text:?}");
        assert_eq!(document.tokens().len(), 1, "{text:?}");
    }
}

#[test]
fn forms() {
    let french = french();
    for (text, lower, folded) in [
        ("accord", "accord", "accord"),
        ("L’", "l'", "l'"),
        ("Été", "été", "ete"),
        ("été", "été", "ete"),
        ("E\u{301}te\u{301}", "été", "ete"),
        ("CŒUR", "cœur", "coeur"),
        ("&", "&", "and"),
        ("–", "–", "-"),
        ("1\u{202f}200", "1\u{202f}200", "1 200"),
        ("Co\u{ad}actionnaire", "coactionnaire", "coactionnaire"),
    ] {
        let document = parse(text, &french);
        let token = &document.tokens()[0];
        assert_eq!((document.lower(token), document.folded(token)), (lower, folded), "{text:?}");
        assert_eq!(fold(text), folded, "{text:?}");
    }
}

#[test]
fn capitals_without_their_accent() {
    let french = french();
    for (text, at, lower) in [
        ("A Lens, on attend.", 0, "à"),
        ("Oui. A Lens aussi.", 2, "à"),
        ("Titre\nA Lens aussi.", 1, "à"),
        // The verb, a letter, and what does not begin a sentence.
        ("Il a dit oui.", 1, "a"),
        ("le plan A ne plaît pas", 2, "a"),
        ("A, B et C", 0, "a"),
        ("B, A et C", 2, "a"),
    ] {
        let document = parse(text, &french);
        assert_eq!(document.lower(&document.tokens()[at]), lower, "{text:?}");
    }
}

#[test]
fn facts_about_tokens() {
    let document = parse("L'ex-PDG a-t-il vu  M. Durand ?", &french());
    let facts: Vec<_> = document
        .tokens()
        .iter()
        .map(|token| {
            let facts = [
                (token.space_before(), " "),
                (token.is_elision(), "e"),
                (token.is_hyphenated(), "-"),
                (token.is_enclitic(), "c"),
                (token.is_abbreviated(), "."),
            ];
            facts.iter().filter(|(fact, _)| *fact).map(|(_, sign)| *sign).collect::<String>()
        })
        .collect();
    assert_eq!(facts, ["e", "-", " ", "-c", " ", " .", " ", " "]);
}
