//! What is found.

use super::*;

const SALE: &str = "Velnor cède son usine\n\n\
    Le groupe Velnor a annoncé la vente de l’usine de Lirac à Norvane. La prise de participation \
    n'est pas encore signée. « Les négociations avancent », dit la société.";
const DEAL: &str = "Velnor sells plant\n\nVelnor's board agreed on Monday to sell its plants to Norvane. Talks with \
    Orbelis ended.";

fn some(folder: &Path) -> Search {
    let passages = [
        "Le groupe Velnor a annoncé la vente de l’usine de Lirac à Norvane.",
        "La prise de participation n'est pas encore signée.",
    ];
    filled(
        folder,
        &[
            article("default", "sale", "fr", SALE, &passages),
            article(
                "default",
                "deal",
                "en",
                DEAL,
                &["Velnor's board agreed on Monday to sell its plants to Norvane."],
            ),
            article("default", "verkauf", "de", "Velnor verkauft Werke an Norvane.", &[]),
            article("default", "bare", "", "Velnor ne dit rien.", &[]),
            article("other", "sale", "fr", SALE, &passages),
        ],
    )
}

#[test]
fn words_phrases_and_what_must_not_occur() {
    let folder = tempfile::tempdir().unwrap();
    let search = some(folder.path());
    let cases: [(&str, SearchScope, &[&str]); 24] = [
        ("velnor", SearchScope::Articles, &["bare", "deal", "sale", "verkauf"]),
        ("VELNOR norvane", SearchScope::Articles, &["deal", "sale", "verkauf"]),
        ("velnor -norvane", SearchScope::Articles, &["bare"]),
        ("velnor -\"vente de l'usine\" -werke -plant", SearchScope::Articles, &["bare"]),
        ("ventes", SearchScope::Evidence, &["sale"]),
        ("negociation", SearchScope::Articles, &["sale"]),
        ("négociation", SearchScope::Evidence, &[]),
        ("signées", SearchScope::Evidence, &["sale"]),
        ("usine", SearchScope::Evidence, &["sale"]),
        ("d'usine", SearchScope::Evidence, &["sale"]),
        ("l'usine", SearchScope::Evidence, &["sale"]),
        ("selling plants", SearchScope::Evidence, &["deal"]),
        ("board", SearchScope::Evidence, &["deal"]),
        ("\"velnor board\"", SearchScope::Evidence, &["deal"]),
        ("\"board velnor\"", SearchScope::Evidence, &[]),
        ("\"prise de participation\"", SearchScope::Evidence, &["sale"]),
        ("«prises de participations»", SearchScope::Evidence, &["sale"]),
        ("\"prise participation\"", SearchScope::Evidence, &[]),
        ("la vente avec Norvane", SearchScope::Evidence, &["sale"]),
        ("\"avec Norvane\"", SearchScope::Evidence, &[]),
        ("avec", SearchScope::Evidence, &[]),
        ("de", SearchScope::Evidence, &["sale", "sale"]),
        ("verkaufen", SearchScope::Articles, &[]),
        ("verkauft", SearchScope::Articles, &["verkauf"]),
    ];
    for (words, scope, expected) in cases {
        let found = find(&search, words, scope);
        assert_eq!((ids(&found), found.total), (expected.to_vec(), expected.len()), "{words}");
    }
}

#[test]
fn languages() {
    let folder = tempfile::tempdir().unwrap();
    let search = some(folder.path());
    for (language, expected) in
        [("fr", vec!["sale"]), ("en", vec!["deal"]), ("de", vec!["verkauf"]), ("it", vec![])]
    {
        let query = SearchQuery { language: language.parse().ok(), ..query("velnor", SearchScope::Articles) };
        assert_eq!(ids(&search.find(&query).unwrap()), expected, "{language}");
    }
}

#[test]
fn tenants_see_their_own_and_no_trace_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let search = some(folder.path());
    let of = |tenant: &str, words: &str, scope: SearchScope| {
        let query = SearchQuery { tenant: Tenant::new(tenant).unwrap(), texts: true, ..query(words, scope) };
        search.find(&query).unwrap()
    };
    for scope in [SearchScope::Articles, SearchScope::Evidence] {
        for words in ["velnor", "vente", "\"prise de participation\"", "velnor -board", "de"] {
            for tenant in ["default", "other", "nobody", "defaul", "default2"] {
                let found = of(tenant, words, scope);
                assert!(
                    found.hits.iter().all(|hit| hit.article.tenant.as_str() == tenant),
                    "{tenant} {words}"
                );
                assert_eq!(found.total, found.hits.len(), "{tenant} {words}");
            }
            assert!(of("other", words, scope).total <= 2 && of("nobody", words, scope).total == 0);
        }
    }
    let before = of("other", "vente usine", SearchScope::Evidence);
    let many: Vec<_> = (0..50)
        .map(|n| article("default", &format!("n{n}"), "fr", "Une vente de plus.", &["Une vente de plus."]))
        .collect();
    search.write(&many).unwrap();
    search.commit(at("two")).unwrap();
    let after = of("other", "vente usine", SearchScope::Evidence);
    let scores = |found: &Found| found.hits.iter().map(|hit| hit.score.to_bits()).collect::<Vec<_>>();
    assert_eq!(scores(&before), scores(&after));
}

#[test]
fn hits_show_what_matches() {
    let folder = tempfile::tempdir().unwrap();
    let search = some(folder.path());
    let cases: [(&str, SearchScope, &str, &str, &[&str]); 5] = [
        (
            "ventes usines",
            SearchScope::Evidence,
            "sale/1/0",
            "Le groupe Velnor a annoncé la vente de l’usine de Lirac à Norvane.",
            &["vente", "usine"],
        ),
        (
            "\"vente de l'usine\" velnor",
            SearchScope::Evidence,
            "sale/1/0",
            "Le groupe Velnor a annoncé la vente de l’usine de Lirac à Norvane.",
            &["Velnor", "vente", "de", "usine"],
        ),
        (
            "signé",
            SearchScope::Evidence,
            "sale/1/1",
            "La prise de participation n'est pas encore signée.",
            &["signée"],
        ),
        (
            "négocier société",
            SearchScope::Articles,
            "",
            "« Les négociations avancent », dit la société.",
            &["négociations", "société"],
        ),
        ("orbelis -lirac", SearchScope::Articles, "", "Talks with Orbelis ended.", &["Orbelis"]),
    ];
    for (words, scope, event, text, expected) in cases {
        let query = SearchQuery { texts: true, ..query(words, scope) };
        let hits = search.find(&query).unwrap().hits;
        let [hit] = hits.as_slice() else { panic!("{words}: {hits:?}") };
        assert_eq!((hit.event.as_deref().unwrap_or_default(), hit.text.as_str()), (event, text), "{words}");
        assert_eq!(highlighted(hit), expected, "{words}");
        let whole = hit.article_text.as_deref().unwrap();
        assert_eq!(&whole[hit.span.start..hit.span.end], hit.text, "{words}");
    }
}

#[test]
fn revisions_replace_and_retractions_remove() {
    let folder = tempfile::tempdir().unwrap();
    let search = filled(
        folder.path(),
        &[
            article("default", "a", "fr", "Une vente.", &["Une vente."]),
            article("other", "a", "fr", "Une vente.", &["Une vente."]),
        ],
    );
    // Within one commit and across several, the last word counts.
    let steps: [(&[ArticleChange], usize, usize); 6] = [
        (&[article("default", "a", "fr", "Un achat.", &["Un achat."])], 0, 1),
        (&[retracted("default", "a"), article("default", "a", "fr", "Une vente.", &["Une vente."])], 1, 0),
        (&[article("default", "a", "fr", "Un achat.", &[]), retracted("default", "a")], 0, 0),
        (&[retracted("default", "a"), retracted("default", "b")], 0, 0),
        (&[article("default", "a", "fr", "La vente, l'achat.", &["l'achat", "achat"])], 0, 2),
        (&[read_anew(article("default", "a", "fr", "La vente, l'achat.", &["La vente", "l'achat"]))], 1, 1),
    ];
    for (step, (changes, sales, purchases)) in steps.into_iter().enumerate() {
        search.write(changes).unwrap();
        search.commit(at("two")).unwrap();
        let totals = ["vente", "achat"].map(|words| find(&search, words, SearchScope::Evidence).total);
        assert_eq!(totals, [sales, purchases], "step {step}");
    }
    assert_eq!(find(&search, "vente", SearchScope::Articles).total, 1);
    let other =
        SearchQuery { tenant: Tenant::new("other").unwrap(), ..query("vente", SearchScope::Evidence) };
    assert_eq!(search.find(&other).unwrap().total, 1);
}

#[test]
fn times_of_publication() {
    let folder = tempfile::tempdir().unwrap();
    let dated = |id: &str, published: &str| {
        let mut change = article("default", id, "fr", "Une vente.", &[]);
        if let ArticleChange::Accepted(accepted) = &mut change {
            accepted.info.published = published.parse().ok();
        }
        change
    };
    let search = filled(
        folder.path(),
        &[
            dated("a", "2024-01-01T00:00:00Z"),
            dated("b", "2024-01-02T00:00:00Z"),
            dated("c", "1969-01-01T00:00:00Z"),
            dated("d", ""),
        ],
    );
    for (after, before, expected) in [
        ("", "", vec!["a", "b", "c", "d"]),
        ("2024-01-01T00:00:00Z", "", vec!["a", "b"]),
        ("", "2024-01-02T00:00:00Z", vec!["a", "c"]),
        ("2024-01-01T00:00:00.000001Z", "2024-01-02T00:00:00Z", vec![]),
    ] {
        let query = SearchQuery {
            published_after: after.parse().ok(),
            published_before: before.parse().ok(),
            ..query("vente", SearchScope::Articles)
        };
        assert_eq!(ids(&search.find(&query).unwrap()), expected, "{after} {before}");
    }
    let order: Vec<_> = find(&search, "vente", SearchScope::Articles).hits;
    let order: Vec<_> = order.iter().map(|hit| hit.article.id.as_str()).collect();
    assert_eq!(order, ["b", "a", "c", "d"], "of equal ones the newest first");
}

#[test]
fn pages_go_on_where_the_one_before_ended() {
    let folder = tempfile::tempdir().unwrap();
    let many: Vec<_> = (0..30)
        .map(|n| {
            article("default", &format!("n{n}"), "fr", &format!("Une vente{}.", " vente".repeat(n)), &[])
        })
        .collect();
    let search = filled(folder.path(), &many);
    let all = find(&search, "vente", SearchScope::Articles);
    let mut paged = Vec::new();
    for offset in (0..40).step_by(7) {
        let query = SearchQuery { offset, limit: 7, ..query("vente", SearchScope::Articles) };
        let found = search.find(&query).unwrap();
        assert_eq!(found.total, 30);
        paged.extend(found.hits.into_iter().map(|hit| hit.article.id));
    }
    assert_eq!(paged, all.hits.into_iter().map(|hit| hit.article.id).collect::<Vec<_>>());
    for (offset, limit) in [(entente_index::SEARCH_DEPTH, 5), (usize::MAX, usize::MAX), (3, 0)] {
        let query = SearchQuery { offset, limit, ..query("vente", SearchScope::Articles) };
        let found = search.find(&query).unwrap();
        assert_eq!((found.hits.len(), found.total), (0, 30));
    }
}
