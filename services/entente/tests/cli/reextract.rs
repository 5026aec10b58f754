use super::harness::{Up, files, path};

/// A service learns of a company after it has taken an article in: what it reads in it now takes the place of what it read.
#[test]
fn articles_are_read_anew_after_something_was_learnt() {
    let knowledge = "organisations = [{ name = 'veltor', aliases = ['Veltor Télécoms'] }]";
    let text = "Le groupe Énéa a racheté veltor à la fin de cette année.";
    let directory = files(&[
        ("mine.toml", knowledge.as_bytes()),
        ("a.txt", text.as_bytes()),
        ("b.txt", "Énéa détient 20 % de Boréal.".as_bytes()),
    ]);
    let data = directory.path().join("data");
    let before = Up::start(&data);
    let ingested = before.run(&["ingest", &path(&directory, "a.txt"), &path(&directory, "b.txt")]);
    assert_eq!(ingested.code, 0, "{}", ingested.err);
    let same = before.run(&["reextract"]);
    assert_eq!((same.code, same.out.as_str()), (0, "2 read, 0 changed, 0 failed\n"), "{}", same.err);
    assert_eq!(before.end("TERM"), 0);

    let up = Up::start_with(&data, &["--knowledge", &path(&directory, "mine.toml")]);
    let dry = up.run(&["reextract", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    let told: Vec<&str> = dry.out.lines().collect();
    assert_eq!(told[0], "a, revision 1: 1 added, 0 removed, 0 changed, entities changed", "{}", dry.out);
    assert!(told[1].starts_with("  + Énéa acquired veltor"), "{}", dry.out);
    assert!(told[2].starts_with("      > "), "{}", dry.out);
    assert_eq!(told[3..], ["2 read, 1 changed, 0 failed; nothing was written"]);

    let only = up.run(&["reextract", "--article", "b"]);
    assert_eq!((only.code, only.out.as_str()), (0, "1 read, 0 changed, 0 failed\n"), "{}", only.err);
    let unknown = up.run(&["reextract", "--article", "b", "--article", "c"]);
    assert_eq!(unknown.code, 4);
    assert!(unknown.err.contains("has no article c"), "{}", unknown.err);

    let wet = up.run(&["reextract", "--output", "json"]);
    assert_eq!(wet.code, 0, "{}", wet.err);
    let steps = wet.json();
    let article = &steps[0]["article"];
    assert_eq!((&article["articleId"], &article["added"][0]["eventId"]), (&"a".into(), &"a/1/0".into()));
    assert_eq!(steps[steps.len() - 1]["progress"]["done"], true, "{}", wet.out);
    let cursor = article["cursor"].as_str().unwrap();
    let listed = up.run(&["events", "stakes", "--entity", "veltor", "--cursor", cursor, "--output", "json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert_eq!(listed.json()[0]["event"]["stake"]["target"], "veltor", "{}", listed.out);
    let again = up.run(&["reextract"]);
    assert_eq!(again.out, "2 read, 0 changed, 0 failed\n", "{}", again.err);
    assert_eq!(up.end("TERM"), 0);
}
