//! What is known of organisations, and what a user's file of them changes in what is read.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use entente_extract::Reader;
use entente_model::{Assertion, EntityKind, Language};

const MINE: &str = r#"
kind = "company"
organisations = [
  { name = "veltor", aliases = ["veltor systems", "Veltor Télécoms"], country = "FR", sector = "telecom", ids = { ticker = "XPAR:VLT" } },
  { name = "Lumen Hebdo", kind = "media", country = "BE" },
  { name = "Danone", country = "BE", ids = { wikidata = "Q1" } },
]
"#;

fn mine() -> Reader {
    Reader::with_knowledge("mine.toml", MINE).unwrap()
}

/// The stakes of a text: who, and of whom.
fn stakes(reader: &Reader, text: &str, language: &str) -> Vec<String> {
    let read = reader.read(text, Some(Language::new(language).unwrap()), None);
    let stakes = read.events.iter().filter_map(|event| match &event.assertion {
        Assertion::Stake(stake) => Some(format!("{} of {}", stake.holders[0], stake.target)),
        Assertion::Partnership(_) | Assertion::Strategy(_) | Assertion::Statement(_) => None,
    });
    stakes.collect()
}

#[test]
fn a_brand_without_a_capital_is_a_name() {
    let (builtin, mine) = (Reader::builtin(), mine());
    for (text, language, stake) in [
        ("Danone a racheté veltor.", "fr", "Danone of veltor"),
        ("Le groupe veltor systems a racheté Biotrel.", "fr", "veltor systems of Biotrel"),
        ("Danone bought veltor.", "en", "Danone of veltor"),
        ("Danone détient 15% de Veltor.", "fr", "Danone of Veltor"),
    ] {
        assert_eq!(stakes(&mine, text, language), [stake], "{text}");
    }
    assert_eq!(stakes(&builtin, "Danone a racheté veltor.", "fr"), [""; 0]);
}

#[test]
fn all_names_of_an_organisation_are_one_entity() {
    let text = "Veltor Télécoms grandit. veltor a racheté Biotrel.";
    assert_eq!(stakes(&mine(), text, "fr"), ["Veltor Télécoms of Biotrel"]);
}

#[test]
fn an_organisation_is_what_the_user_says_that_it_is() {
    let text = "Lumen Hebdo et Danone ont vu veltor racheter Biotrel.";
    let seen = |reader: &Reader, name: &str| {
        let explanation = reader.explain(text, Some(Language::new("fr").unwrap()), None, None);
        explanation.entities.into_iter().find(|entity| entity.name == name)
    };
    let (builtin, mine) = (Reader::builtin(), mine());
    let paper = seen(&mine, "Lumen Hebdo").unwrap();
    assert_eq!((paper.kind, paper.known, paper.country.as_deref()), (EntityKind::Media, true, Some("BE")));
    assert!(!seen(&builtin, "Lumen Hebdo").unwrap().known);
    let veltor = seen(&mine, "veltor").unwrap();
    assert_eq!(veltor.identifiers, [("ticker".to_owned(), "XPAR:VLT".to_owned())]);
    assert_eq!(seen(&builtin, "veltor"), None);
    // Corrected: what the entry tells stands, what it leaves out stays.
    let danone = seen(&mine, "Danone").unwrap();
    assert_eq!(danone.country.as_deref(), Some("BE"));
    let codes: Vec<&str> = danone.identifiers.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(codes, ["FR0000120644", "XPAR:BN", "Q1"]);
}

#[test]
fn a_bad_file_is_refused_by_name() {
    let error = Reader::with_knowledge("mine.toml", "organisations = [{ name = 'A', country = 'fr' }]");
    let expected = "mine.toml: key organisations.A.country: value \"fr\" is no ISO 3166 alpha-2 code";
    assert_eq!(error.unwrap_err().to_string(), expected);
}

/// As what, and as whose partner, an article presents the name "Orange".
fn orange(text: &str, language: &str) -> Vec<(String, Option<EntityKind>)> {
    let language = Language::new(language).unwrap();
    let reading = Reader::builtin().read(text, Some(language), None);
    let named = reading.entities.into_iter().filter(|entity| entity.name.contains("Orange"));
    named.map(|entity| (entity.name, entity.kind)).collect()
}

#[test]
fn a_town_is_no_company_of_the_same_name() {
    let company = ("Orange".to_owned(), Some(EntityKind::Organization));
    let town = |name: &str| (name.to_owned(), Some(EntityKind::Place));
    for (language, text, expected) in [
        ("fr", "Velnor a signé un partenariat avec Orange pour la fibre.", vec![company.clone()]),
        ("en", "Velnor signed a partnership with Orange.", vec![company.clone()]),
        ("fr", "Selon la ville d'Orange, Velnor va racheter Carellis.", vec![town("Orange")]),
        (
            "fr",
            "Selon la ville d'Orange, Velnor va racheter Carellis. Le groupe Orange a signé un partenariat avec Velnor.",
            vec![town("ville d'Orange"), company],
        ),
        // Where something is takes part in nothing.
        ("fr", "Velnor va ouvrir une usine à Orange, dans le Vaucluse.", vec![]),
        ("fr", "Carellis a signé un partenariat avec Velnor à Orange.", vec![]),
        ("fr", "Velnor a signé un partenariat avec la ville d'Orange.", vec![]),
        ("en", "Velnor signed a partnership with the city of Orange.", vec![]),
        ("en", "Carellis and Velnor formed a joint venture in Orange.", vec![]),
    ] {
        assert_eq!(orange(text, language), expected, "{text}");
    }
}

#[test]
fn a_nickname_is_no_fuller_name() {
    let text = "La firme au losange a signé un partenariat avec Velnor. Renault va fournir les moteurs.";
    let reading = Reader::builtin().read(text, Language::new("fr").ok(), None);
    let renault = reading.entities.iter().find(|entity| entity.name == "Renault").unwrap();
    assert_eq!(renault.forms, ["Renault", "firme au losange"]);
}
