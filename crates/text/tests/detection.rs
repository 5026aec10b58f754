//! Which language a text is in.

mod habits;

use entente_model::Language;
use entente_text::{Conventions, Lists, detect};
use habits::{english, french};

fn check(text: &str, expected: Option<&str>) {
    let found = detect(text, &[&french(), &english()]);
    assert_eq!(found.map(|found| found.language.to_string()).as_deref(), expected, "{text:?}: {found:?}");
}

#[test]
fn known_languages() {
    for (text, expected) in [
        ("Le groupe a signé un accord avec son partenaire pour la vente de ses usines.", "fr"),
        ("L’offre n’a pas été retenue par les actionnaires.", "fr"),
        ("RACHAT D'UNE USINE PAR LE GROUPE DE L'OUEST", "fr"),
        ("The maker has agreed to sell its plants to a rival for cash.", "en"),
        ("The owners said they would not accept the offer.", "en"),
        ("Le Monde and La Repubblica are to share the cost of a plant in the north of Italy.", "en"),
    ] {
        check(text, Some(expected));
    }
}

#[test]
fn undecided() {
    for text in [
        "",
        "12 345 % --- !",
        "Renault Nissan",
        "de la",
        "Der Konzern hat am Montag den Verkauf seiner Werke in Sachsen angekündigt und will nun in Ungarn bauen.",
        "El grupo vendió sus fábricas y el precio no fue revelado por los dueños, que hablaron con los medios \
         después del cierre.",
        "Il gruppo ha venduto gli stabilimenti e il prezzo non è stato rivelato dai proprietari della società.",
        "O grupo vendeu as fábricas e o preço não foi revelado pelos donos, que falaram com os jornais ontem.",
        "東京の会社は工場を売却した。",
    ] {
        check(text, None);
    }
}

#[test]
fn words_that_two_languages_share_tell_neither() {
    // A language that writes half of the French function words too.
    let words = "de la un en que se el los del por su con".split(' ').map(str::to_owned).collect();
    let lists = Lists { function_words: words, ..Lists::default() };
    let neighbour = Conventions::new(Language::new("es").unwrap(), &lists).unwrap();
    for (text, expected) in [
        // Five words are of both, two of French alone.
        ("La marque de la maison se vend en ligne et dans les magasins", Some("fr")),
        ("La venta de la marca se hace en los mercados del norte", Some("es")),
        ("Acquisition de la start-up en 2021", None),
    ] {
        let found = detect(text, &[&neighbour, &french(), &english()]);
        assert_eq!(found.map(|found| found.language.to_string()).as_deref(), expected, "{text:?}");
    }
}

#[test]
fn the_score_tells_how_sure() {
    let french = french();
    let found = detect("Le prix de la vente et de la marque est dans le contrat.", &[&french]).unwrap();
    assert!(found.score > 0.5 && found.score <= 1.0, "{found:?}");
}
