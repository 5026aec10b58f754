//! Places and descriptors, in both languages.

use entente_lang::{Gender, Lang, Languages, Meaning, Number, PlaceKind, Relation, Role, Sector};
use entente_model::Language;

fn lang(code: &str) -> &'static Lang {
    let language = Language::new(code).expect("a code of the tests");
    Languages::builtin().get(language).expect("a language of the data")
}

#[test]
fn places_by_name_and_demonym() {
    for (code, tokens, place, kind, demonym) in [
        ("fr", "japon", "JP", PlaceKind::Country, false),
        ("fr", "nippons", "JP", PlaceKind::Country, true),
        ("fr", "francaise", "FR", PlaceKind::Country, true),
        ("fr", "europeennes", "europe", PlaceKind::Region, true),
        ("fr", "europe de l' est", "eastern-europe", PlaceKind::Region, false),
        ("fr", "asiatique", "asia", PlaceKind::Region, true),
        ("fr", "nord-americain", "north-america", PlaceKind::Region, true),
        ("fr", "etats-unis", "US", PlaceKind::Country, false),
        ("fr", "grecque", "GR", PlaceKind::Country, true),
        ("fr", "bretonne", "brittany", PlaceKind::Area, true),
        ("fr", "parisienne", "paris", PlaceKind::City, true),
        ("en", "japanese", "JP", PlaceKind::Country, true),
        ("en", "germans", "DE", PlaceKind::Country, true),
        ("en", "new york", "new-york", PlaceKind::City, false),
        ("en", "eastern europe", "eastern-europe", PlaceKind::Region, false),
        ("en", "south korean", "KR", PlaceKind::Country, true),
        ("en", "u.s.", "US", PlaceKind::Country, false),
    ] {
        let places = lang(code).places();
        let (taken, forms) = places.longest(tokens.split(' ')).unwrap_or_else(|| panic!("{code} {tokens}"));
        assert_eq!(taken, tokens.split(' ').count(), "{code} {tokens}");
        let found = forms.iter().any(|form| {
            let found = places.get(form.place);
            &*found.code == place && found.kind == kind && form.demonym == demonym
        });
        assert!(
            found,
            "{code} {tokens}: {:?}",
            forms.iter().map(|f| places.get(f.place)).collect::<Vec<_>>()
        );
    }
}

#[test]
fn place_codes_are_those_of_every_language() {
    let codes = |lang: &Lang| {
        let mut codes: Vec<_> = lang.places().iter().map(|p| (p.code.clone(), p.country.clone())).collect();
        codes.sort();
        codes
    };
    assert_eq!(codes(lang("fr")), codes(lang("en")));
}

#[test]
fn descriptors_in_singular_and_plural() {
    for (code, tokens, meaning, number) in [
        ("fr", "constructeur automobile", Meaning::Company(Sector::Auto), Number::Singular),
        ("fr", "constructeurs automobiles", Meaning::Company(Sector::Auto), Number::Plural),
        ("fr", "compagnies aériennes", Meaning::Company(Sector::Airline), Number::Plural),
        ("fr", "géants de l' automobile", Meaning::Company(Sector::Auto), Number::Plural),
        ("fr", "fonds souverains", Meaning::Company(Sector::Investment), Number::Plural),
        ("fr", "premiers actionnaires", Meaning::Relation(Relation::Shareholder), Number::Plural),
        ("fr", "porte-parole", Meaning::Person(Role::Spokesperson), Number::Plural),
        ("fr", "directeurs généraux", Meaning::Person(Role::Executive), Number::Plural),
        ("en", "carmaker", Meaning::Company(Sector::Auto), Number::Singular),
        ("en", "car makers", Meaning::Company(Sector::Auto), Number::Plural),
        ("en", "private equity firms", Meaning::Company(Sector::Investment), Number::Plural),
        ("en", "subsidiaries", Meaning::Relation(Relation::Subsidiary), Number::Plural),
        ("en", "people", Meaning::Person(Role::Source), Number::Plural),
        ("en", "heads of strategy", Meaning::Person(Role::Manager), Number::Plural),
    ] {
        let found = lang(code).descriptors().exact(tokens.split(' '));
        assert!(
            found.iter().any(|d| d.meaning == meaning && d.number == number),
            "{code} {tokens}: {found:?}"
        );
    }
    let airline = lang("fr").descriptors().exact(["compagnie", "aérienne"]);
    assert_eq!(airline[0].gender, Some(Gender::Feminine));
}
