use std::process::Stdio;

use super::harness::{Up, entente, files, path, readme_example, run};

const MINE: &str = "organisations = [{ name = 'veltor', aliases = ['Veltor Télécoms'] }]";
const TEXT: &[u8] = "Le groupe Énéa a racheté veltor à la fin de cette année.".as_bytes();

#[test]
fn a_users_organisations_are_read_wherever_this_program_reads() {
    let directory = files(&[("mine.toml", MINE.as_bytes()), ("a.txt", TEXT)]);
    let (mine, article) = (path(&directory, "mine.toml"), path(&directory, "a.txt"));
    let told = "acquired veltor";
    for command in [vec!["parse", &article], vec!["explain", "--file", &article]] {
        let without = run(&command);
        assert!(without.code == 0 && !without.out.contains(told), "{}", without.out);
        let flags = run(command.iter().chain(&["--knowledge", &mine]));
        assert!(flags.code == 0 && flags.out.contains(told), "{}{}", flags.out, flags.err);
        let variable =
            entente(&command).env("ENTENTE_KNOWLEDGE", &mine).stdin(Stdio::null()).output().unwrap();
        assert_eq!(String::from_utf8(variable.stdout).unwrap(), flags.out);
    }
}

#[test]
fn the_readmes_file_is_read() {
    let example = readme_example("Your own companies", "toml");
    let directory = files(&[("mine.toml", example.as_bytes())]);
    let text = "Orbis et Danone ont racheté veltor.";
    let ran = run(["explain", text, "--language", "fr", "--knowledge", &path(&directory, "mine.toml")]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("  veltor: organization, known, FR, ticker XPAR:VLT, as"), "{}", ran.out);
}

/// Both services know them: what is read, and by which names it is found.
#[test]
fn services_know_a_users_organisations() {
    let directory = files(&[("mine.toml", MINE.as_bytes()), ("a.txt", TEXT)]);
    let up = Up::start_with(&directory.path().join("data"), &["--knowledge", &path(&directory, "mine.toml")]);
    let ingested = up.run(&["ingest", &path(&directory, "a.txt")]);
    let cursor = ingested.out.lines().find_map(|line| line.strip_prefix("cursor ")).unwrap();
    let listed =
        up.run(&["events", "stakes", "--entity", "veltor télécoms", "--cursor", cursor, "--output", "json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert_eq!(listed.json()[0]["event"]["stake"]["target"], "veltor", "{}", listed.out);
    assert_eq!(up.end("TERM"), 0);
}

#[test]
fn a_bad_file_ends_any_command_before_it_begins() {
    let long = vec![b'#'; 4 * 1024 * 1024 + 1];
    let directory = files(&[
        ("kind.toml", b"organisations = [{ name = 'A', ids = { isin = 'FR1' } }]"),
        ("latin.toml", b"# \xe9"),
        ("long.toml", &long),
        ("a.txt", TEXT),
    ]);
    let article = path(&directory, "a.txt");
    let data = path(&directory, "data");
    for (file, reason) in [
        (
            "kind.toml",
            "key organisations.A.ids.isin: value \"FR1\" is none of ISO 6166: a country, nine characters and a check digit",
        ),
        ("latin.toml", "is not UTF-8 at byte 2"),
        ("long.toml", "is longer than 4194304 bytes"),
        ("none.toml", "No such file or directory (os error 2)"),
    ] {
        let file = path(&directory, file);
        let expected = format!("entente: --knowledge (ENTENTE_KNOWLEDGE) is {file}: {reason}\n");
        for command in [
            vec!["parse", &article],
            vec!["explain", "x"],
            vec!["rules", &article],
            vec!["up", "--data-dir", &data],
        ] {
            let ran = run(command.iter().chain(&["--knowledge", &file]));
            assert_eq!((ran.code, ran.err.as_str()), (2, expected.as_str()), "{command:?}");
        }
    }
    assert!(!std::path::Path::new(&data).exists());
}
