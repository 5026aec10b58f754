//! The question data that ships with the program: it loads, and every example in it is read as it says.

use entente_answer::Answerer;
use entente_lang::{Knowledge, Languages, QuestionFiles};

#[test]
fn every_language_is_read_as_its_examples_say() {
    let files = QuestionFiles::builtin();
    let answerer = Answerer::load(Languages::builtin(), Knowledge::builtin(), &files)
        .unwrap_or_else(|error| panic!("{error}"));
    let languages: Vec<String> = answerer.languages().map(|language| language.to_string()).collect();
    assert_eq!(languages, ["en", "fr"]);
}
