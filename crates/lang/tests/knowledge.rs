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
        ("fitch ratings", "Fitch"),
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
        ("organisations = [{ name = 'A', ids = { ticker = 'BN' } }]", "organisations.A.ids.ticker", "BN"),
        ("organisations = [{ name = '-' }]", "organisations.-.name", "-"),
        ("organisations = [{ name = 'A', aliases = [\"B\\nC\"] }]", "organisations.A.aliases", "B\nC"),
    ] {
        match Knowledge::default().with("mine.toml", text) {
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
        assert!(
            matches!(Knowledge::default().with("mine.toml", text), Err(LangError::Syntax { .. })),
            "{text}"
        );
    }
}

#[test]
fn a_name_may_be_shared_when_it_is_said_so() {
    let text = "organisations = [{ name = 'Merck A', aliases = ['Merck'], shared = ['Merck'] }, \
                { name = 'Merck B', aliases = ['Merck'] }]";
    let knowledge = Knowledge::default().with("mine.toml", text).unwrap();
    assert_eq!(knowledge.find("merck"), [0, 1]);
}

/// What ships with the program, in small.
const SHIPPED: &str = "kind = 'company'
organisations = [
  { name = 'Norvane', aliases = ['Norvane SA', 'NVN'], country = 'FR', sector = 'telecom', ids = { wikidata = 'Q312' } },
  { name = 'Caldora', aliases = ['Caldora Labs'], common_word = true },
  { name = 'Merzac' },
]";

/// What is known once a user's file stands above [`SHIPPED`].
#[track_caller]
fn known(mine: &str) -> Knowledge {
    let shipped = Knowledge::default().with("shipped.toml", SHIPPED).expect("the file reads");
    shipped.with("mine.toml", &format!("organisations = [{mine}]")).expect("the test's own file reads")
}

/// The names of whom a name stands for.
fn bearers<'k>(knowledge: &'k Knowledge, name: &str) -> Vec<&'k str> {
    knowledge.find(name).iter().map(|&at| &*knowledge.get(at).name).collect()
}

#[test]
fn a_users_organisation_is_known_beside_those_that_ship() {
    let knowledge = known("{ name = 'Veltor', aliases = ['Veltor Systems'] }");
    assert_eq!(bearers(&knowledge, "veltor systems"), ["Veltor"]);
    assert_eq!(bearers(&knowledge, "merzac"), ["Merzac"]);
    assert_eq!(knowledge.iter().count(), 4);
}

#[test]
fn a_correction_says_what_it_says_and_leaves_the_rest() {
    let knowledge = known(
        "{ name = 'Norvane', aliases = ['norvane.com', 'NVN'], country = 'BE', ids = { ticker = 'XBRU:NVN' } }, \
         { id = 'caldora', name = 'Caldora Group', common_word = false }",
    );
    assert_eq!(knowledge.iter().count(), 3);
    let norvane = knowledge.get(knowledge.find("norvane sa")[0]);
    assert_eq!((&*norvane.name, norvane.country.as_deref()), ("Norvane", Some("BE")));
    assert_eq!((norvane.sector, norvane.kind), (Some(Sector::Telecom), OrganisationKind::Company));
    let aliases: Vec<&str> = norvane.aliases.iter().map(|alias| &**alias).collect();
    assert_eq!(aliases, ["norvane.com", "NVN", "Norvane SA"]);
    assert_eq!((&*norvane.ids["wikidata"], &*norvane.ids["ticker"]), ("Q312", "XBRU:NVN"));
    let caldora = knowledge.get(knowledge.find("caldora")[0]);
    assert_eq!((&*caldora.name, caldora.common_word), ("Caldora Group", false));
    assert_eq!(bearers(&knowledge, "caldora labs"), ["Caldora Group"]);
}

#[test]
fn a_name_that_a_user_gives_is_taken_from_whoever_had_it() {
    let knowledge = known("{ name = 'Nova', aliases = ['NVN', 'Caldora', 'Merzac'] }");
    assert_eq!(bearers(&knowledge, "nvn"), ["Nova"]);
    // Who loses the usual name keeps the others, and who has no other is no longer known.
    assert_eq!(bearers(&knowledge, "caldora"), ["Nova"]);
    assert_eq!(bearers(&knowledge, "caldora labs"), ["Caldora Labs"]);
    assert_eq!(bearers(&knowledge, "merzac"), ["Nova"]);
    assert_eq!(knowledge.iter().count(), 3);

    let shared = known("{ name = 'Nova', aliases = ['NVN'], shared = ['NVN'] }");
    assert_eq!(bearers(&shared, "nvn"), ["Norvane", "Nova"]);
}

#[test]
fn a_file_is_bounded() {
    let long = "#".repeat(Knowledge::MOST_BYTES + 1);
    let error = Knowledge::default().with("mine.toml", &long).unwrap_err().to_string();
    assert_eq!(error, "mine.toml: has 4194305 bytes, at most 4194304 are read");
    let name = "x".repeat(129);
    let error = Knowledge::default().with("mine.toml", &format!("organisations = [{{ name = '{name}' }}]"));
    assert!(error.unwrap_err().to_string().ends_with("is longer than 128 bytes"));
}

#[test]
fn large_companies_have_identifiers() {
    let knowledge = Knowledge::builtin();
    let of = |name: &str| knowledge.get(knowledge.find(name)[0]).ids.clone();
    assert_eq!((&*of("Danone")["isin"], &*of("Danone")["ticker"]), ("FR0000120644", "XPAR:BN"));
    assert_eq!(&*of("Apple")["wikidata"], "Q312");
    let mut seen = std::collections::BTreeSet::new();
    for organisation in &*knowledge {
        for (scheme, code) in &organisation.ids {
            assert!(
                seen.insert((scheme.clone(), code.clone())),
                "{code} is another's too: {}",
                organisation.name
            );
        }
    }
    assert!(seen.len() > 150, "{}", seen.len());
}
