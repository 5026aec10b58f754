//! The text index compared with looking through every text, and asked what nobody would.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A word or a phrase, as made and as written.
#[derive(Debug, Clone)]
struct Asked {
    words: Vec<u8>,
    excluded: bool,
}

impl Asked {
    fn written(&self) -> String {
        let minus = if self.excluded { "-" } else { "" };
        format!("{minus}\"{}\"", written(&self.words))
    }

    fn occurs_in(&self, text: &[u8]) -> bool {
        text.windows(self.words.len()).any(|window| window == self.words)
    }
}

/// Words that no analysis changes.
fn written(words: &[u8]) -> String {
    let words: Vec<String> = words.iter().map(|&word| format!("x{word}")).collect();
    words.join(" ")
}

fn asked() -> impl Strategy<Value = Vec<Asked>> {
    let one = (vec(0_u8..4, 1..4), proptest::bool::weighted(0.3));
    let all = vec(one.prop_map(|(words, excluded)| Asked { words, excluded }), 1..4);
    all.prop_filter("something has to occur", |all| all.iter().any(|asked| !asked.excluded))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn as_a_scan_would(
        texts in vec((vec(0_u8..4, 0..8), 0_usize..4, 0_usize..3, any::<bool>()), 1..12),
        asked in vec(asked(), 1..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let search = Search::new(folder.path());
        search.open().unwrap();
        let mut standing = std::collections::BTreeMap::new();
        for (words, id, language, committed) in &texts {
            let (id, language) = (format!("a{id}"), ["fr", "en", "de"][*language]);
            search.write(&[article("default", &id, language, &written(words), &[])]).unwrap();
            standing.insert(id, words.clone());
            if *committed {
                search.commit(at("one")).unwrap();
            }
        }
        search.commit(at("two")).unwrap();
        for asked in &asked {
            let words: Vec<_> = asked.iter().map(Asked::written).collect();
            let found = find(&search, &words.join(" "), SearchScope::Articles);
            let matches = |text: &Vec<u8>| asked.iter().all(|asked| asked.occurs_in(text) != asked.excluded);
            let expected: Vec<_> = standing.iter().filter(|(_, text)| matches(text)).map(|(id, _)| id).collect();
            prop_assert_eq!(ids(&found), expected, "{:?}", words);
            prop_assert!(found.hits.iter().all(|hit| !hit.highlights.is_empty()));
        }
    }
}

/// Texts and queries that no person writes.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("\"".to_owned()),
        Just("-".to_owned()),
        Just("«".to_owned()),
        Just("\0".to_owned()),
        Just("l'".to_owned()),
        Just("’s".to_owned()),
        Just("\u{301}".to_owned()),
        Just("\u{ad}".to_owned()),
        Just(" ".to_owned()),
        Just("\r\n".to_owned()),
        Just("vente".to_owned()),
        Just("ées".to_owned()),
        Just("AND NOT (*:*)".to_owned()),
        Just("🏭".to_owned()),
        Just("İß".to_owned()),
        any::<String>(),
    ];
    vec(pieces, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_kept_and_asked_for(texts in vec(hostile(), 1..4), words in vec(hostile(), 1..12)) {
        let folder = tempfile::tempdir().unwrap();
        let languages = ["fr", "en", "", "zh"];
        let changes: Vec<_> = texts.iter().zip(languages).enumerate().map(|(n, (text, language))| {
            let passage: &[&str] = if text.is_empty() { &[] } else { &[text] };
            article("default", &format!("a{n}"), language, text, passage)
        }).collect();
        let search = filled(folder.path(), &changes);
        let long = words.concat().repeat(3);
        for words in words.iter().chain(&texts).chain([&long]) {
            let Ok(words) = SearchWords::parse(words) else { continue };
            for scope in [SearchScope::Evidence, SearchScope::Articles] {
                let found = search.find(&SearchQuery { words: words.clone(), ..query("x", scope) }).unwrap();
                for hit in &found.hits {
                    prop_assert!(!hit.highlights.is_empty());
                    prop_assert!(hit.highlights.is_sorted());
                    prop_assert!(highlighted(hit).iter().all(|word| !word.is_empty()));
                }
            }
        }
    }
}
