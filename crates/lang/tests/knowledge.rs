//! The organisations known beforehand, and what their files may not say.

use entente_lang::{Knowledge, LangError, Languages, OrganisationKind, Sector};
use entente_model::Language;

#[test]
fn the_builtin_organisations_are_found_by_any_name() {
    let knowledge = Knowledge::builtin();
    assert!(knowledge.iter().count() > 1_500);
    for (name, expected) in [
        ("nissan motor", "Nissan"),
        ("Peugeot SA", "PSA"),
        ("SOCIETE GENERALE", "Société Générale"),
        ("L’Oréal", "L'Oréal"),
        ("Bourse de Paris", "Euronext Paris"),
        ("french state", "France"),
        ("l'obs", "L'Obs"),
    ] {
        let found: Vec<_> = knowledge.find(name).iter().map(|&index| &*knowledge.get(index).name).collect();
        assert_eq!(found, [expected], "{name}");
    }
    assert!(knowledge.find("No Such Company").is_empty());
}

#[test]
fn a_record_tells_what_it_is() {
    let knowledge = Knowledge::builtin();
    let get = |name: &str| knowledge.get(knowledge.find(name)[0]);
    let orange = get("Orange");
    assert!(orange.common_word);
    assert_eq!((orange.sector, orange.country.as_deref()), (Some(Sector::Telecom), Some("FR")));
    for (name, kind) in [
        ("Reuters", OrganisationKind::Media),
        ("BlackRock", OrganisationKind::Fund),
        ("Commission européenne", OrganisationKind::PublicBody),
        ("Dacia", OrganisationKind::Brand),
        ("BNP Paribas", OrganisationKind::Bank),
        ("Japon", OrganisationKind::State),
        ("famille Peugeot", OrganisationKind::Family),
        ("CGT", OrganisationKind::Union),
    ] {
        assert_eq!(get(name).kind, kind, "{name}");
    }
}

#[test]
fn names_match_longest_first_in_the_tokens_of_a_language() {
    let knowledge = Knowledge::builtin();
    let french = Languages::builtin().get(Language::new("fr").unwrap()).unwrap();
    let names = knowledge.names(french.conventions());
    let first = |tokens: &[&str]| {
        names.longest(tokens.iter().copied()).map(|(taken, found)| {
            (taken, knowledge.get(found[0].organisation).name.to_string(), found[0].common_word)
        })
    };
    assert_eq!(first(&["air", "france", "a"]), Some((2, "Air France".into(), false)));
    assert_eq!(first(&["air", "france-klm"]), Some((2, "Air France-KLM".into(), false)));
    assert_eq!(first(&["orange", "bank"]), Some((2, "Orange Bank".into(), false)));
    assert_eq!(first(&["orange", "a"]), Some((1, "Orange".into(), true)));
    assert_eq!(first(&["demain"]), None);
}

#[test]
fn bad_files_are_refused_with_file_key_and_value() {
    for (text, key, value) in [
        ("organisations = [{ name = 'A' }, { name = 'a' }]", "organisations.a.id", "a"),
        ("organisations = [{ name = 'A' }, { name = 'B', aliases = ['Á'] }]", "organisations.B.aliases", "Á"),
        ("organisations = [{ name = 'A', aliases = ['a'] }]", "organisations.A.aliases", "a"),
        ("organisations = [{ name = 'A', country = 'fra' }]", "organisations.A.country", "fra"),
        ("organisations = [{ name = 'A', ids = { isin = 'FR00' } }]", "organisations.A.ids.isin", "FR00"),
        ("organisations = [{ name = 'A', ids = { siren = '1' } }]", "organisations.A.ids.siren", "1"),
    ] {
        match Knowledge::load("mine.toml", text) {
            Err(LangError::Value { file, key: found, value: given, .. }) => {
                assert_eq!(
                    (file.as_str(), found.as_str(), given.as_str()),
                    ("mine.toml", key, value),
                    "{text}"
                );
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    for text in ["organisations = [{ name = 'A', sector = 'magic' }]", "organisations = [{ nom = 'A' }]", "x"]
    {
        assert!(matches!(Knowledge::load("mine.toml", text), Err(LangError::Syntax { .. })), "{text}");
    }
}

#[test]
fn a_name_may_be_shared_when_it_is_said_so() {
    let text = "organisations = [{ name = 'Merck A', aliases = ['Merck'], shared = ['Merck'] }, \
                { name = 'Merck B', aliases = ['Merck'] }]";
    let knowledge = Knowledge::load("mine.toml", text).unwrap();
    assert_eq!(knowledge.find("merck"), [0, 1]);
}
