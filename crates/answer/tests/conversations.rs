//! Questions that go on from the one before, and dates counted from today.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod base;

use entente_answer::{Answer, Answerer, Ground, Plan, Question};
use entente_model::{Language, Tenant};

fn ask(question: &str, before: Option<&Plan>, language: &str) -> Answer {
    let question = Question {
        language: Some(Language::new(language).unwrap()),
        today: Some("2024-07-10".parse().unwrap()),
        before,
        ..Question::new(question)
    };
    Answerer::builtin().ask(Ground::now(&base::facts(), &Tenant::default()), question).unwrap()
}

fn plan(question: &str, before: Option<&Plan>, language: &str) -> String {
    ask(question, before, language).plan.map_or_else(|| "nothing".to_owned(), |plan| plan.to_string())
}

/// The question before, the one that goes on from it, and how that one is read.
#[test]
fn follow_ups() {
    for (language, first, next, expected) in [
        ("fr", "Avec qui Norvane travaille-t-il ?", "Et Tillec ?", "partners(of: Tillec)"),
        ("fr", "Avec qui Norvane travaille-t-il ?", "et en inde ?", "partners(of: Norvane, in: IN)"),
        (
            "fr",
            "Avec qui Norvane travaille-t-il ?",
            "Et depuis 2022 ?",
            "partners(of: Norvane, when: 2022..)",
        ),
        ("fr", "Qui détient Norvane ?", "Qu'en est-il de Brevin ?", "holders(of: Brevin)"),
        ("fr", "Qui détient Norvane ?", "Que prévoit-il ?", "plans(of: Norvane)"),
        ("fr", "Qui détient Norvane ?", "Quels sont ses partenaires ?", "partners(of: Norvane)"),
        (
            "fr",
            "Norvane est-il partenaire de Tillec ?",
            "Et avec Orsado ?",
            "partnered(of: Norvane, with: Orsado)",
        ),
        ("fr", "Que prévoit Norvane ?", "Et pour ses usines ?", r#"plans(of: Norvane, about: "usines")"#),
        ("fr", "Que prévoit Norvane ?", "Qui a racheté Calmont ?", "buyers(of: Calmont)"),
        ("en", "Who does Norvane work with?", "And Tillec?", "partners(of: Tillec)"),
        ("en", "Who does Norvane work with?", "What about Hexalor?", "partners(of: Hexalor)"),
        ("en", "What does Norvane plan?", "And in India?", "plans(of: Norvane, in: IN)"),
        ("en", "Who owns Norvane?", "Who are its partners?", "partners(of: Norvane)"),
        ("en", "Who owns Norvane?", "What does it plan in India?", "plans(of: Norvane, in: IN)"),
        ("en", "Is Norvane a partner of Tillec?", "And with Orsado?", "partnered(of: Norvane, with: Orsado)"),
        ("en", "What does Norvane plan?", "Who bought Calmont?", "buyers(of: Calmont)"),
    ] {
        let before = ask(first, None, language).plan.unwrap();
        assert_eq!(plan(next, Some(&before), language), expected, "{first} {next}");
    }
}

#[test]
fn what_goes_on_from_nothing_is_not_understood() {
    for (language, question) in [("fr", "Et Tillec ?"), ("en", "And in India?"), ("en", "Why?")] {
        assert_eq!(plan(question, None, language), "nothing", "{question}");
    }
    let before = ask("Who owns Norvane?", None, "en").plan.unwrap();
    assert_eq!(plan("Why?", Some(&before), "en"), "nothing");
}

/// Asked on 10 July 2024.
#[test]
fn dates_counted_from_today() {
    for (language, question, expected) in [
        ("fr", "Qu'a racheté Hexalor cette année ?", "purchases(of: Hexalor, when: 2024)"),
        ("fr", "Qu'a racheté Hexalor l'an dernier ?", "purchases(of: Hexalor, when: 2023)"),
        ("fr", "Qu'a racheté Hexalor depuis deux ans ?", "purchases(of: Hexalor, when: 2022..)"),
        ("fr", "Quoi de neuf chez Norvane depuis trois mois ?", "changes(of: Norvane, when: 2024-04..)"),
        ("en", "What did Hexalor buy last year?", "purchases(of: Hexalor, when: 2023)"),
        ("en", "What has Hexalor bought in the last two years?", "purchases(of: Hexalor, when: 2022..)"),
        ("en", "What's new with Norvane since last month?", "changes(of: Norvane, when: 2024-06..)"),
        ("en", "What does Norvane plan for next year?", "plans(of: Norvane, when: 2025)"),
    ] {
        assert_eq!(plan(question, None, language), expected, "{question}");
    }
}
