//! What is answered to each kind of question, in both languages, and what is not.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod base;

use entente_answer::{Abstention, Answer, Answerer, Proven};
use entente_model::{Percent, Tenant, Timex};

fn ask(question: &str) -> Answer {
    Answerer::builtin().answer(&base::facts(), &Tenant::default(), question, None).unwrap()
}

fn proven(question: &str) -> (String, Proven) {
    let answer = ask(question);
    let plan = answer.plan.as_ref().map(ToString::to_string);
    let proven =
        answer.outcome.unwrap_or_else(|reason| panic!("{question}: {reason:?} {plan:?} {}", answer.text));
    assert!(!proven.citations.is_empty(), "{question}: no citation");
    (answer.text, proven)
}

/// Question, who is the answer, a part of the answer's text.
#[test]
fn names() {
    for (question, expected, text) in [
        (
            "Qui sont les partenaires de Norvane ?",
            vec!["Tillec", "Orsado"],
            "Norvane et Tillec sont partenaires",
        ),
        ("Who does Norvane work with?", vec!["Tillec", "Orsado"], "Norvane and Tillec are partners"),
        ("Avec qui Norvane recycle-t-il les batteries ?", vec!["Tillec"], "« recyclage des batteries »"),
        ("Avec quel groupe Norvane a-t-il rompu ?", vec!["Calmont"], "a pris fin"),
        ("Who is Hexalor in talks with?", vec!["Norvane"], "is not signed"),
        ("À qui appartient Veridol ?", vec!["Tillec"], "Tillec prévoit de détenir"),
        ("Who owns Norvane?", vec!["Brevin"], "12.5%"),
        ("Who is the majority shareholder of Brevin?", vec!["Hexalor"], "60%"),
        ("Que possède Hexalor ?", vec!["Calmont", "Brevin"], "60 % de Brevin"),
        ("Qui a racheté Calmont ?", vec!["Hexalor"], "300 millions USD"),
        ("What has Hexalor bought?", vec!["Calmont"], "300 million USD"),
        ("Who sold Calmont?", vec!["Orsado"], "from Orsado"),
        ("À qui Orsado a-t-il vendu Calmont ?", vec!["Hexalor"], "auprès d'Orsado"),
        ("What did Hexalor sell?", vec!["paint unit"], "agreed or offered to acquire"),
        ("Who might buy Tillec?", vec!["Hexalor"], "it is only a possibility"),
        ("Qui pourrait racheter Tillec ?", vec!["Hexalor"], "ce n'est qu'une possibilité"),
        ("Qui a démenti une fusion entre Hexalor et Brevin ?", vec!["Hexalor"], "démenti ou exclu"),
        ("Qu'a dit Norvane de l'alliance ?", vec!["Norvane"], "« Cette alliance nous rend plus rapides »"),
        ("De quel groupe Brevin est-il la filiale ?", vec!["Hexalor"], "60 % de Brevin"),
        ("Brevin is a subsidiary of which group?", vec!["Hexalor"], "60% of Brevin"),
        ("Who supplies Hexalor?", vec!["Orsado"], "supply agreement"),
        ("Who ended the alliance with Norvane?", vec!["Calmont"], "has ended"),
        ("À part Tillec, avec qui travaille Norvane ?", vec!["Orsado"], "Orsado"),
    ] {
        let (said, proven) = proven(question);
        assert_eq!(proven.entities, expected, "{question}: {said}");
        assert!(said.contains(text), "{question}: {said}");
    }
}

/// Question, yes or no, a part of the answer's text.
#[test]
fn verdicts() {
    for (question, expected, text) in [
        ("Norvane et Tillec travaillent-ils ensemble ?", true, "Oui : Norvane et Tillec sont partenaires"),
        ("Is Norvane still a partner of Calmont?", false, "No: the partnership"),
        ("L'accord entre Norvane et Orsado est-il signé ?", false, "n'est pas signé"),
        ("Has Hexalor signed an agreement with Orsado?", true, "Yes: Hexalor and Orsado"),
        ("Norvane cherche-t-il un partenaire pour les logiciels ?", true, "cherche un partenaire"),
        ("Is Norvane looking for a partner for its software?", true, "without Orsado"),
        ("Orsado est-il impliqué dans la recherche d'un partenaire de Norvane ?", false, "sans Orsado"),
        ("Is Hexalor in talks with Norvane?", true, "negotiating"),
        ("Brevin détient-il une part de Norvane ?", true, "12,5 % de Norvane"),
        ("Norvane veut-il prendre une participation dans Veridol ?", true, "jusqu'à 20 %"),
        ("Did Hexalor buy Calmont?", true, "has acquired"),
        ("Hexalor va-t-il fusionner avec Brevin ?", false, "selon Hexalor"),
        ("Norvane va-t-il supprimer des emplois en France ?", false, "Non : Norvane exclut"),
        ("Does Norvane plan to open plants in India?", true, "usines de moteurs"),
        ("L'alliance entre Norvane et Calmont est-elle terminée ?", true, "Oui : le partenariat"),
        ("Do Norvane and Calmont no longer work together?", true, "Yes: the partnership"),
        ("Was Calmont sold?", true, "Yes: Hexalor has acquired"),
        ("Calmont a-t-il été vendu à Hexalor ?", true, "Oui : Hexalor a acquis"),
        ("Is Hexalor interested in Tillec?", true, "it is only a possibility"),
        ("La vente de Calmont est-elle finalisée ?", true, "Oui : Hexalor a acquis"),
    ] {
        let (said, proven) = proven(question);
        assert_eq!(proven.verdict, Some(expected), "{question}: {said}");
        assert!(said.contains(text), "{question}: {said}");
    }
}

#[test]
fn figures() {
    let share = |question: &str| {
        let share = proven(question).1.share.unwrap();
        (share.exact().map(Percent::value), share.maximum().map(Percent::value))
    };
    assert_eq!(share("Quelle part de Norvane Brevin détient-il ?"), (Some(12.5), None));
    assert_eq!(share("What is Hexalor's exact stake in Brevin?"), (Some(60.0), None));
    assert_eq!(share("Combien de Veridol Norvane compte-t-il prendre ?"), (None, Some(20.0)));
    let (text, paid) = proven("How much did Hexalor pay for Calmont?");
    let amount = paid.amount.unwrap();
    assert!((amount.value - 300e6).abs() < 1.0 && amount.currency.as_str() == "USD", "{text}");
}

#[test]
fn dates() {
    for (question, expected) in [
        ("Quand l'accord entre Norvane et Orsado doit-il être signé ?", "2024-FA"),
        ("When did Hexalor buy Calmont?", "2024-05"),
        ("Depuis quand Hexalor est-il partenaire d'Orsado ?", "2024-01"),
        ("Quand Norvane ouvrira-t-il ses usines de moteurs ?", "2026"),
        ("When does Hexalor leave China?", "2027"),
        ("When did Norvane break with Calmont?", "2022"),
        ("Quand l'alliance entre Norvane et Calmont a-t-elle pris fin ?", "2022"),
    ] {
        let (text, proven) = proven(question);
        assert_eq!(proven.time.as_ref().map(Timex::as_str), Some(expected), "{question}: {text}");
    }
}

/// Question, words of the evidence, and words that it may not have.
#[test]
fn plans() {
    for (question, wanted, unwanted) in [
        ("Que prévoit Norvane en Inde ?", "usines", "emplois"),
        ("What are Norvane's plans?", "usines", "n'a pas l'intention"),
        ("Que refuse Norvane ?", "emplois", "usines"),
        ("What does Hexalor plan in China?", "leave China", "paint"),
        ("Que refuse Calmont pour son siège ?", "notre siège", "emplois"),
        ("What does Calmont rule out for its headquarters?", "notre siège", "emplois"),
    ] {
        let (text, proven) = proven(question);
        let quotes: Vec<&str> = proven.citations.iter().map(|c| c.evidence.quote.as_str()).collect();
        assert!(quotes.iter().any(|quote| quote.contains(wanted)), "{question}: {text}");
        assert!(!quotes.iter().any(|quote| quote.contains(unwanted)), "{question}: {text}");
    }
}

/// Nothing answers these: what is asked differs from what is told by its polarity, its stage, its words or its names.
#[test]
fn abstentions() {
    use Abstention::{NotKnown, NotUnderstood, OutOfScope};
    for (question, expected) in [
        ("Quelle part de Norvane Hexalor détient-il ?", NotKnown),
        ("Quelle part exacte de Veridol Norvane détient-il aujourd'hui ?", NotKnown),
        ("Norvane est-il partenaire de Brevin ?", NotKnown),
        ("Who owns Hexalor?", NotKnown),
        ("Qui a racheté Tillec ?", NotKnown),
        ("Hexalor a-t-il racheté Tillec ?", NotKnown),
        ("Que prévoit Norvane en Chine ?", NotKnown),
        ("Norvane va-t-il fermer ses usines en Inde ?", NotKnown),
        ("Who are Norvane's partners in hydrogen?", NotKnown),
        ("Quels sont les partenaires d'Altovia ?", NotKnown),
        ("How much did Tillec pay for Veridol?", NotKnown),
        ("Does Hexalor own all of Brevin?", NotUnderstood),
        ("Hexalor possède-t-il la totalité de Brevin ?", NotUnderstood),
        ("Hexalor a-t-il vendu sa part dans Brevin ?", NotKnown),
        ("By how much did Hexalor raise its stake in Brevin?", NotUnderstood),
        ("Hexalor a-t-il renoncé à racheter Tillec ?", NotKnown),
        ("Norvane va-t-il embaucher ?", NotKnown),
        ("Tillec fournit-il Norvane ?", NotKnown),
        ("Have the talks between Norvane and Hexalor failed?", NotKnown),
        ("Quand l'alliance entre Norvane et Orsado a-t-elle pris fin ?", NotKnown),
        ("Pourquoi Norvane a-t-il rompu avec Calmont ?", NotUnderstood),
        ("Norvane n'est-il pas partenaire de Tillec ?", NotUnderstood),
        ("Quel temps fera-t-il demain ?", OutOfScope),
        ("Can you recommend a good restaurant?", OutOfScope),
    ] {
        let answer = ask(question);
        assert_eq!(answer.outcome, Err(expected), "{question}: {}", answer.text);
        assert!(answer.text.ends_with(['.', '»']), "{question}: {}", answer.text);
    }
}

/// A name one letter off is read, and the answer shows how.
#[test]
fn misspelt_names_are_shown() {
    let (text, proven) = proven("Qui sont les partenaires de Norvanne ?");
    assert_eq!(proven.entities, ["Tillec", "Orsado"], "{text}");
    assert!(text.starts_with("« Norvanne » est lu « Norvane »."), "{text}");
    let (text, _) = self::proven("qui sont les partenaires de norvane");
    assert!(!text.contains("est lu"), "{text}");
}

/// Certainty and attribution stay with what is told.
#[test]
fn attribution_is_kept() {
    let (text, _) = proven("L'accord entre Norvane et Orsado est-il signé ?");
    assert!(text.contains("selon 2 sources"), "{text}");
    let (text, _) = proven("Who might buy Tillec?");
    assert!(text.contains("according to media reports"), "{text}");
}
