//! What a user's file of organisations changes in what is read.
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
