//! The story, asked about: what is answered at its end and on the way.

use std::collections::BTreeSet;

use entente_tests::soon;
use entente_wire::v1::{AnswerQuestionRequest, AnswerQuestionResponse, Lack};

use crate::Told;
use crate::story::steps;

/// What an answer has to show.
enum Shows {
    /// This percent, and words of the answer.
    Share(f64, &'static [&'static str]),
    /// Both sides, told as such.
    AtOdds(&'static [&'static str]),
    /// Yes or no.
    Verdict(bool),
    /// These and nobody else.
    Entities(&'static [&'static str]),
    /// None, and what is wanting.
    Nothing(Lack),
}

use Shows::{AtOdds, Entities, Nothing, Share, Verdict};

impl Told {
    async fn ask(&self, question: &str, valid_at: &str, known_after: &str) -> AnswerQuestionResponse {
        let request = AnswerQuestionRequest {
            question: question.to_owned(),
            cursor: self.cursor.clone(),
            as_of: Some(self.as_of(valid_at, known_after)),
            ..AnswerQuestionRequest::default()
        };
        soon(self.pair.query.query_client().answer_question(request)).await.unwrap().into_inner()
    }
}

impl Shows {
    fn is_shown_by(&self, answer: &AnswerQuestionResponse) -> bool {
        let says = |words: &[&str]| words.iter().all(|word| answer.text.contains(word));
        match self {
            Self::Share(percent, words) => {
                answer.share.and_then(|share| share.exact) == Some(*percent) && says(words)
            }
            Self::AtOdds(words) => answer.answered && says(words) && answer.citations.len() > 1,
            Self::Verdict(verdict) => answer.verdict == Some(*verdict),
            Self::Entities(names) => {
                let found: BTreeSet<&str> = answer.entities.iter().map(String::as_str).collect();
                answer.answered && found == names.iter().copied().collect()
            }
            Self::Nothing(lack) => {
                !answer.answered
                    && answer.abstention.as_ref().is_some_and(|abstention| abstention.lack() == *lack)
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_is_asked_about() {
    let told = Told::tell(steps()).await;
    let mut wrong = Vec::new();
    for (question, valid_at, known_after, expected) in [
        // A stake that went from 43.4 to 15: what holds now and since when, and not what held once.
        (
            "Quelle part de Velnor Carellis détient-il ?",
            "",
            "",
            Share(15.0, &["15 %", "depuis le 8 novembre 2023"]),
        ),
        ("What stake does Carellis hold in Velnor?", "", "", Share(15.0, &["15%", "8 November 2023"])),
        ("Quelle part de Velnor Carellis détient-il ?", "2022-09-09", "", Share(43.4, &["43,4 %"])),
        ("Quelle part de Velnor Carellis détient-il ?", "2023-11-07", "", Share(43.4, &["43,4 %"])),
        ("Quelle part de Velnor Carellis détient-il ?", "2023-11-08", "", Share(15.0, &[])),
        ("Quelle part de Velnor Carellis détient-il ?", "2020-01-30", "", Nothing(Lack::Fact)),
        ("Quelle part de Velnor Carellis détient-il ?", "", "accounts", Share(15.0, &[])),
        ("Quelle part de Velnor Carellis détient-il ?", "", "denial", Nothing(Lack::Fact)),
        ("Qui détient Velnor ?", "", "", Entities(&["Carellis"])),
        ("What does Carellis own?", "", "", Entities(&["Velnor"])),
        ("Carellis détient-il une part de Velnor ?", "", "", Verdict(true)),
        ("Quelle part de Carellis Velnor détient-il ?", "", "", Share(15.0, &["1 février 2020"])),
        // A mistake, before and after its correction.
        ("Quelle part de Velnor Carellis détient-il ?", "", "mistake", Share(28.4, &[])),
        ("Quelle part de Velnor Carellis détient-il ?", "", "correction", Share(15.0, &[])),
        // What was withdrawn answers nothing, but where it is asked what was known before.
        // A name that no standing article uses is nobody's: who is asked by the other party.
        ("Tessaline détient-il une part d'Orbelis ?", "", "", Nothing(Lack::Name)),
        ("Qui détient Orbelis ?", "", "too much", Entities(&["Norvane", "Tessaline"])),
        ("Qui détient Orbelis ?", "", "", Entities(&["Norvane"])),
        ("Quelle part d'Orbelis Norvane détient-il ?", "", "", Share(60.0, &["4 mai 2021"])),
        ("Qui a racheté Orbelis ?", "", "", Entities(&["Norvane"])),
        // A partnership that ended.
        ("Qui sont les partenaires de Medivance ?", "", "", Nothing(Lack::Fact)),
        ("Qui sont les partenaires de Medivance ?", "2023-07-01", "", Entities(&["Orbelis"])),
        ("Medivance et Orbelis travaillent-ils ensemble ?", "", "", Verdict(false)),
        ("Medivance et Orbelis travaillent-ils ensemble ?", "2023-07-01", "", Verdict(true)),
        ("Medivance et Orbelis négocient-ils ?", "2023-03-02", "", Verdict(true)),
        // What was given up.
        ("Hautecombe détient-il une part d'Ilvara ?", "", "", Verdict(false)),
        ("Qu'a vendu Hautecombe ?", "", "", Entities(&["Ilvara"])),
        ("Qui détient Ilvara ?", "", "", Nothing(Lack::Fact)),
    ] {
        let answer = told.ask(question, valid_at, known_after).await;
        if !expected.is_shown_by(&answer) {
            wrong.push(format!(
                "{question} (valid at {valid_at:?}, known after {known_after:?}): {} {:?} {:?}",
                answer.text, answer.share, answer.abstention
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    told.pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_are_shown_where_articles_are_at_odds() {
    let until_mistake: Vec<_> = {
        let mut steps = steps();
        let correction = steps.iter().position(|(name, _)| *name == "correction").unwrap();
        steps.truncate(correction);
        steps
    };
    let told = Told::tell(until_mistake).await;
    for (question, expected) in [
        (
            "Quelle part de Velnor Carellis détient-il ?",
            AtOdds(&["Les articles se contredisent", "15 %", "28,4 %"]),
        ),
        (
            "What stake does Carellis hold in Velnor?",
            AtOdds(&["The articles contradict each other", "15%", "28.4%"]),
        ),
    ] {
        let answer = told.ask(question, "", "").await;
        assert!(expected.is_shown_by(&answer), "{question}: {answer:?}");
    }
    told.pair.stop().await;
}
