//! Statements: who speaks which words.

use entente_extract::Reader;
use entente_model::{Assertion, Language, Party};

/// A text, and each statement's speaker and words.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

const FRENCH: &[Case] = &[
    (
        "Biotrel ouvre une usine\n\n\"Nous allons créer trois cents emplois dans la région\", a déclaré mardi à la presse la directrice générale de Biotrel, Ana Lopes. \"Ce site sera le plus grand d'Europe\", a-t-elle ajouté.",
        &[
            ("Ana Lopes", "Nous allons créer trois cents emplois dans la région"),
            ("Ana Lopes", "Ce site sera le plus grand d'Europe"),
        ],
    ),
    (
        "Danone poursuit ses investissements\n\nLe président de Danone, Paul Martin, estime que \"le marché va rebondir dès le printemps\".",
        &[("Paul Martin", "le marché va rebondir dès le printemps")],
    ),
    (
        "Danone prudent\n\nSelon Danone, \"la demande restera faible pendant toute l'année\".",
        &[("Danone", "la demande restera faible pendant toute l'année")],
    ),
    (
        "Danone prudent\n\n\"La demande restera faible pendant toute l'année\", confie une source proche du dossier.",
        &[("?", "La demande restera faible pendant toute l'année")],
    ),
    (
        "Danone\n\n\"Notre projet avance comme prévu\", a de son côté assuré Paul Martin. \"Il sera présenté avant la fin du mois.\"",
        &[("Paul Martin", "Notre projet avance comme prévu [...] Il sera présenté avant la fin du mois.")],
    ),
    (
        "Danone\n\n\"Nos ventes ont\", selon Paul Martin, \"progressé sur tous les continents\".",
        &[("Paul Martin", "Nos ventes ont [...] progressé sur tous les continents")],
    ),
    ("Danone\n\nLe groupe a lancé l'émission \"Les matins de la grande ferme\".", &[]),
    ("Danone\n\nPaul Martin a évoqué un \"bon trimestre\".", &[]),
    (
        "Danone\n\n' Cette usine renforce notre présence dans le nord ' indique Danone.",
        &[("Danone", "Cette usine renforce notre présence dans le nord")],
    ),
    (
        "Danone\n\n\"Les délais sont beaucoup trop courts\", a prévenu le ministère de la Santé.",
        &[("ministère de la Santé", "Les délais sont beaucoup trop courts")],
    ),
];

const ENGLISH: &[Case] = &[
    (
        "Biotrel opens plant\n\n\"We will create three hundred jobs in the region,\" said Ana Lopes, chief executive of Biotrel. \"This site will be the largest in Europe,\" she added.",
        &[
            ("Ana Lopes", "We will create three hundred jobs in the region,"),
            ("Ana Lopes", "This site will be the largest in Europe,"),
        ],
    ),
    (
        "Biotrel\n\n\"We are not for sale at any price,\" Biotrel's chairman John Lopes told reporters.",
        &[("John Lopes", "We are not for sale at any price,")],
    ),
    (
        "Biotrel\n\nBiotrel, a maker of tests, said: \"We have received no offer from anyone.\"",
        &[("Biotrel", "We have received no offer from anyone.")],
    ),
    (
        "Biotrel\n\nAccording to John Lopes, \"the market will recover by next spring\".",
        &[("John Lopes", "the market will recover by next spring")],
    ),
    (
        "Biotrel\n\n\"The price is far too low for us,\" said one analyst.",
        &[("?", "The price is far too low for us,")],
    ),
    (
        "Biotrel\n\nJohn Lopes runs the bank. \"We bought it in Paris and sold it there,\" Lopes said.",
        &[("John Lopes", "We bought it in Paris and sold it there,")],
    ),
    (
        "Biotrel\n\n\"We are not for sale at any price,\" the chairman of Biotrel, John Lopes, told reporters on Monday. \"It is too low a price,\" Danone spokesman Paul Martin said in a statement. \"We like it here very much,\" Lopes told the Gazette.",
        &[
            ("John Lopes", "We are not for sale at any price,"),
            ("Paul Martin", "It is too low a price,"),
            ("John Lopes", "We like it here very much,"),
        ],
    ),
    (
        "Biotrel\n\nJohn Lopes, director of research at Biotrel, told reporters, \"We will hire people in every plant.\"",
        &[("John Lopes", "We will hire people in every plant.")],
    ),
    (
        "Biotrel\n\n\"We were not asked about any of it,\" John Lopes was quoted as saying by a newspaper.",
        &[("John Lopes", "We were not asked about any of it,")],
    ),
];

fn check(language: &str, cases: &[Case]) {
    let reader = Reader::builtin();
    let language = Language::new(language).expect("a language code");
    for (text, expected) in cases {
        let reading = reader.read(text, Some(language), None);
        let found: Vec<(String, String)> = reading
            .events
            .iter()
            .filter_map(|event| {
                let Assertion::Statement(said) = &event.assertion else { return None };
                let speakers: Vec<&str> = said.speakers.iter().map(Party::as_str).collect();
                Some((speakers.join(" + "), said.quote.clone()))
            })
            .collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(who, what)| ((*who).to_owned(), (*what).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn french_speakers_are_told_around_their_words() {
    check("fr", FRENCH);
}

#[test]
fn english_speakers_are_told_around_their_words() {
    check("en", ENGLISH);
}
