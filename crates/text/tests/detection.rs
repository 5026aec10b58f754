//! Which language a text is in.

mod habits;

use entente_text::detect;
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
fn the_score_tells_how_sure() {
    let french = french();
    let found = detect("Le prix de la vente et de la marque est dans le contrat.", &[&french]).unwrap();
    assert!(found.score > 0.5 && found.score <= 1.0, "{found:?}");
}
