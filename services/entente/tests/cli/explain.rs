use serde_json::{Value, json};

use super::harness::{files, path, readme_example, run, run_with, stands};

const TEXT: &str = "Énéa a vendu Biotrel à Nestlé. Norvane a investi dans Biotrel.";

#[test]
fn people_read_what_fired_and_what_did_not() {
    let ran = run(["explain", TEXT]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for line in [
        "  Nestlé acquired Biotrel, from Énéa [certain]",
        "  Nestlé: organization, known, CH, isin CH0038863350, ticker XSWX:NESN, wikidata Q160746, as \"Nestlé\"",
        "\"a vendu\" (verb vendre), subject \"Énéa\"",
        "  + stake.sold-to: fires; the words around say: done, certain",
        "      seller = Énéa, by subject: \"Énéa\"",
        "      => Nestlé acquired Biotrel, from Énéa [certain]",
        "  - stake.sell: could fire, but stake.sold-to has a higher priority",
        "  - stake.invest-in: needs share: there is none",
    ] {
        assert!(ran.out.lines().any(|told| told == line), "{line:?} is not in\n{}", ran.out);
    }
    assert_eq!(run(["explain", TEXT]).out, ran.out);
}

#[test]
fn the_readmes_example_is_what_is_printed() {
    let mut lines = readme_example("Why, and why not", "text").lines();
    let command = lines.next().unwrap();
    let text = command.strip_prefix("$ entente explain \"").and_then(|rest| rest.strip_suffix('"')).unwrap();
    let ran = run(["explain", text]);
    for line in lines.filter(|line| *line != "...") {
        assert!(ran.out.lines().any(|told| told == line), "{line:?} is not in\n{}", ran.out);
    }
}

#[test]
fn programs_read_the_contracts_json() {
    let ran = run(["explain", TEXT, "--output", "json", "--passage", "Norvane a investi dans Biotrel."]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let told = &ran.json()[0];
    let number = |value: &Value| json!(value.as_str().map_or(0, |text| text.parse::<u64>().unwrap()));
    let at = |words: &Value| {
        let (start, end) = (number(&words["span"]["start"]), number(&words["span"]["end"]));
        assert!(stands(TEXT, &start, &end, &words["text"]), "{words}");
    };
    assert_eq!(told["triggers"].as_array().unwrap().len(), 1);
    let trigger = &told["triggers"][0];
    at(&trigger["words"]);
    let attempts = trigger["attempts"].as_array().unwrap();
    let invested = attempts.iter().find(|attempt| attempt["rule"] == "stake.invest-in").unwrap();
    assert_eq!(invested["verdict"], "VERDICT_CONDITION_UNMET");
    assert_eq!(invested["condition"], "share");
    at(&told["clauses"][0]["subject"][0]);
    let events = told["events"].as_array().into_iter().flatten();
    let outside = events.filter(|event| event["evidence"][0]["quote"].as_str().unwrap().contains("a vendu"));
    assert_eq!(outside.count(), 0, "{told}");
}

#[test]
fn a_text_comes_from_a_file_or_from_standard_input_too() {
    let directory = files(&[("sale.txt", TEXT.as_bytes())]);
    let given = run(["explain", TEXT, "--language", "fr"]);
    assert_eq!(run(["explain", "--language", "fr", "--file", &path(&directory, "sale.txt")]).out, given.out);
    assert_eq!(run_with(["explain", "--language", "fr", "--file", "-"], TEXT).out, given.out);
}

#[test]
fn dates_count_from_the_day_of_publication() {
    let text = "Énéa a vendu mardi Biotrel à Nestlé.";
    let ran = run(["explain", text, "--language", "fr", "--published", "2024-05-31"]);
    assert!(ran.out.contains("[certain, 2024-05-28]"), "{}", ran.out);
}

#[test]
fn what_can_t_be_explained_is_refused() {
    let ran = run(["explain", TEXT, "--passage", "Nestlé a acheté"]);
    let expected =
        "entente: --passage is \"Nestlé a acheté\": expected words that stand in the text just so\n";
    assert_eq!((ran.code, ran.err.as_str()), (2, expected));
    assert_eq!(run(["explain"]).code, 2);
    assert_eq!(run(["explain", TEXT, "--file", "-"]).code, 2);
    let ran = run(["explain", "--file", "missing.txt"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (1, "entente: missing.txt: No such file or directory (os error 2)\n")
    );
    let directory = files(&[("latin.txt", b"\xe9t\xe9")]);
    let latin = path(&directory, "latin.txt");
    assert_eq!(run(["explain", "--file", &latin]).err, format!("entente: {latin}: is not UTF-8 at byte 0\n"));
}
