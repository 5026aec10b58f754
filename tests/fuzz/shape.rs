//! Texts of any length and of one sort, to see how time grows with it.

use entente_lang::Languages;
use entente_model::Language;

use crate::generator::name;

/// A name, and what makes a text of some bytes in a language.
type Shape = (&'static str, fn(Language, usize) -> String);

/// Stands before each: of a text without a rule's word and without a quotation little is read.
pub(crate) const READ: &str = "Norvane a racheté Caldora. Norvane bought Caldora. Norvane compró Caldora. « Nous voulons avancer bien plus vite ». ";

pub(crate) const SHAPES: [Shape; 29] = [
    ("examples of rules", examples),
    ("examples of rules, of companies with ever other names", renamed),
    ("names in one list", |_, length| numbered(length, |n| format!("{}, ", name(n)))),
    ("names of two words, a sentence each", |_, length| {
        numbered(length, |n| format!("{} {}. ", name(n), name(n + 1)))
    }),
    ("known names in one list", |_, length| {
        repeated("Danone, Nestlé, Renault, Peugeot, Orange, Total, Sanofi, Airbus, ", length)
    }),
    ("longer and shorter names of one company", |_, length| {
        numbered(length, |n| format!("Norvane {0}, Norvane, {0}, {0} Norvane Caldora, ", name(n)))
    }),
    ("companies that are spoken of", |_, length| {
        numbered(length, |n| {
            format!(
                "Le groupe {0} a vendu sa filiale. Le groupe a racheté son rival. The group {0} bought its rival. The company sold its unit. \
                 El grupo {0} vendió su filial. La empresa compró a su rival. ",
                name(n)
            )
        })
    }),
    ("one name over and over", |_, length| repeated("Norvane ", length)),
    ("acronyms in parentheses", |_, length| {
        numbered(length, |n| format!("{} Norvane Caldora ({}NC). ", name(n), &name(n)[..1]))
    }),
    ("marks that open quotations", |_, length| repeated("« Norvane ", length)),
    ("straight quotation marks", |_, length| repeated("\" Norvane ", length)),
    ("quotations with who speaks", |_, length| {
        numbered(length, |n| {
            format!("« Nous voulons avancer bien plus vite », \"he said that it is so\", dijo {}. ", name(n))
        })
    }),
    ("quotations with nobody", |_, length| {
        repeated("« Nous voulons avancer bien plus vite que cela ». ", length)
    }),
    ("parentheses within parentheses", |_, length| {
        repeated("(Norvane ", length / 2) + &repeated(") ", length / 2)
    }),
    ("marks alone", |_, length| repeated("«\"(’“-.,;", length)),
    ("digits without end", |_, length| repeated("1234567890", length)),
    ("figures", |_, length| repeated("12,5% 1 234,5 millions d'euros $3.4bn 10% to 20%, ", length)),
    ("dates", |_, length| {
        repeated("le 12 mars 2020 on June 3, 2021 hace dos meses in the first quarter of 2023, ", length)
    }),
    ("a word of hyphens", |_, length| repeated("a-", length)),
    ("a word of apostrophes", |_, length| repeated("l'", length)),
    ("a word without end", |_, length| repeated("Norvane", length)),
    ("marks that combine", |_, length| format!("e{}", repeated("\u{301}", length))),
    ("what is not seen", |_, length| repeated("N\u{200b}o\u{200d}r\u{ad}\u{0}v\u{202e}a ", length)),
    ("letters of other scripts", |_, length| repeated("漢字 ערב עربي हिन्दी ", length)),
    ("initials", |_, length| repeated("J. M. A. ", length)),
    ("lines of one word", |_, length| repeated("Norvane\n\n", length)),
    ("verbs that govern verbs", |_, length| repeated("veut vouloir wants to want quiere querer ", length)),
    ("prepositions and pronouns", |_, length| {
        repeated("de la que il elle of it which that de ella que su ", length)
    }),
    ("events of ever other companies, and who they are", |_, length| {
        numbered(length, |n| {
            format!(
                "{0} a racheté {1} à {2}. Le groupe détient 12% de {3}. {0} acquired {1}. It owns 12% of {3}. {0} compró {1}. \
                 La empresa posee el 12% de {3}. ",
                name(4 * n),
                name(4 * n + 1),
                name(4 * n + 2),
                name(4 * n + 3)
            )
        })
    }),
];

fn repeated(piece: &str, length: usize) -> String {
    piece.repeat(length.div_ceil(piece.len()))
}

fn numbered(length: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(length + 200);
    let mut number = 0;
    while text.len() < length {
        text.push_str(&piece(number));
        number += 1;
    }
    text
}

/// The examples of a language's rules, one behind the other.
fn examples(language: Language, length: usize) -> String {
    let lang = Languages::builtin().get(language);
    let rules = lang.into_iter().flat_map(|lang| lang.rules().iter());
    let texts: Vec<&str> =
        rules.flat_map(|rule| rule.examples.iter().map(|example| &*example.text)).collect();
    repeated(&(texts.join(" ") + " "), length)
}

/// The same, with companies that were not named before.
fn renamed(language: Language, length: usize) -> String {
    const NAMED: [&str; 6] = ["Danone", "Nestlé", "Biotrel", "Norvane", "Caldora", "Merzac"];
    let words = examples(language, length);
    let mut text = String::with_capacity(length + 200);
    let mut number = 0;
    for word in words.split_inclusive(' ') {
        match NAMED.iter().find(|named| word.starts_with(**named)) {
            Some(named) => {
                number += 1;
                text.push_str(&name(number));
                text.push_str(&word[named.len()..]);
            }
            None => text.push_str(word),
        }
        if text.len() >= length {
            break;
        }
    }
    text
}
