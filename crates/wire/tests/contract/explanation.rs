use entente_model::{
    Aspect, Attempt, Attribution, Certainty, Clause, EntityKind, EventFate, EventOutcome, EventType,
    Explanation, FilledRole, Mention, MentionForm, Outlook, Polarity, SeenEntity, Source, Span, Trigger,
    TriggerKind, Verdict,
};
use entente_text::OffsetUnit;
use entente_wire::{explanation, v1};

const TEXT: &str = "Énéa a vendu Boréal, dit-elle.";

fn at(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn words(text: &str) -> v1::Words {
    let start = i64::try_from(TEXT[..TEXT.find(text).unwrap()].chars().count()).unwrap();
    let end = start + i64::try_from(text.chars().count()).unwrap();
    v1::Words { span: Some(v1::Span { start, end }), text: text.to_owned() }
}

fn attempt(verdict: Verdict) -> Attempt {
    Attempt {
        rule: "stake.sell".to_owned(),
        event_type: EventType::Stake,
        priority: 50,
        outlook: Outlook {
            aspect: Aspect::Done,
            polarity: Polarity::Negative,
            certainty: Certainty::Possible,
        },
        verdict,
        arguments: Vec::new(),
        outcomes: Vec::new(),
    }
}

fn encoded(attempt: Attempt) -> v1::Attempt {
    let trigger = Trigger {
        span: at("a vendu"),
        lemma: "vendre".to_owned(),
        kind: TriggerKind::Verb,
        masked: false,
        governors: vec![at("dit")],
        attribution: Some(0),
        attempts: vec![attempt],
    };
    let explanation = Explanation { passage: at(TEXT), triggers: vec![trigger], ..Explanation::default() };
    let mut wire = explanation::encode(&explanation, TEXT, OffsetUnit::CodePoints).unwrap();
    let trigger = wire.triggers.remove(0);
    assert_eq!(trigger.words, Some(words("a vendu")));
    assert_eq!(trigger.governors, [words("dit")]);
    assert_eq!((trigger.kind(), trigger.attribution), (v1::TriggerKind::Verb, Some(0)));
    trigger.attempts.into_iter().next().unwrap()
}

#[test]
fn each_verdict_brings_what_belongs_to_it() {
    use v1::Verdict as Wire;
    let bare = v1::Attempt::default;
    let text = str::to_owned;
    for (verdict, number, rest) in [
        (Verdict::Fired, Wire::Fired, bare()),
        (Verdict::Masked, Wire::Masked, bare()),
        (Verdict::TooFewParties, Wire::TooFewParties, bare()),
        (Verdict::NoCompany, Wire::NoCompany, bare()),
        (
            Verdict::Outranked(text("stake.sold-to")),
            Wire::Outranked,
            v1::Attempt { outranked_by: text("stake.sold-to"), ..bare() },
        ),
        (
            Verdict::Unfilled { role: text("target"), paths: vec![text("object"), text("de")] },
            Wire::RoleUnfilled,
            v1::Attempt {
                unfilled_role: text("target"),
                tried_paths: vec![text("object"), text("de")],
                ..bare()
            },
        ),
        (
            Verdict::Met { condition: text("plural"), by: at("Boréal") },
            Wire::ConditionMet,
            v1::Attempt { condition: text("plural"), condition_words: Some(words("Boréal")), ..bare() },
        ),
        (
            Verdict::Unmet { condition: text("share") },
            Wire::ConditionUnmet,
            v1::Attempt { condition: text("share"), ..bare() },
        ),
    ] {
        let outlook = v1::Outlook {
            aspect: v1::Aspect::Done.into(),
            polarity: v1::Polarity::Negative.into(),
            certainty: v1::Certainty::Possible.into(),
        };
        let expected = v1::Attempt {
            rule: "stake.sell".to_owned(),
            priority: 50,
            verdict: number.into(),
            outlook: Some(outlook),
            ..rest
        };
        assert_eq!(encoded(attempt(verdict)), expected);
    }
}

#[test]
fn arguments_and_what_came_of_them() {
    let told = encoded(Attempt {
        arguments: vec![FilledRole {
            role: "holder".to_owned(),
            path: "subject".to_owned(),
            entity: None,
            span: at("Énéa"),
        }],
        outcomes: vec![
            EventOutcome { fate: EventFate::Joined, event: Some(0) },
            EventOutcome { fate: EventFate::NotHeld, event: None },
        ],
        ..attempt(Verdict::Fired)
    });
    assert_eq!(told.arguments[0].words, Some(words("Énéa")));
    assert_eq!((told.arguments[0].role.as_str(), told.arguments[0].entity.as_str()), ("holder", ""));
    let outcomes: Vec<_> = told.outcomes.iter().map(|outcome| (outcome.fate(), outcome.event)).collect();
    assert_eq!(outcomes, [(v1::EventFate::Joined, Some(0)), (v1::EventFate::NotHeld, None)]);
}

#[test]
fn what_was_seen() {
    let explanation = Explanation {
        passage: at("Boréal"),
        entities: vec![SeenEntity {
            name: "Énéa".to_owned(),
            kind: EntityKind::Organization,
            known: true,
            country: Some("FR".to_owned()),
            identifiers: vec![("ticker".to_owned(), "XPAR:ENE".to_owned())],
        }],
        mentions: vec![Mention {
            span: at("elle"),
            form: MentionForm::Pronoun,
            entities: vec!["Énéa".to_owned()],
        }],
        clauses: vec![Clause {
            verb: at("a vendu"),
            lemma: "vendre".to_owned(),
            subject: vec![at("Énéa")],
            governor: None,
            passive: false,
            negated: true,
        }],
        attributions: vec![Attribution {
            teller: at("dit-elle"),
            scope: at("Énéa a vendu Boréal"),
            source: Source::author(),
            denies: true,
        }],
        ..Explanation::default()
    };
    let wire = explanation::encode(&explanation, TEXT, OffsetUnit::CodePoints).unwrap();
    assert_eq!(wire.passage, words("Boréal").span);
    assert_eq!((wire.entities[0].kind(), wire.entities[0].known), (v1::EntityKind::Organization, true));
    assert_eq!(wire.entities[0].country_code, "FR");
    let ticker = v1::Identifier { scheme: "ticker".to_owned(), code: "XPAR:ENE".to_owned() };
    assert_eq!(wire.entities[0].identifiers, [ticker]);
    assert_eq!(
        (wire.mentions[0].words.clone(), wire.mentions[0].form()),
        (Some(words("elle")), v1::MentionForm::Pronoun)
    );
    assert_eq!(wire.clauses[0].subject, [words("Énéa")]);
    assert!(wire.clauses[0].negated && wire.clauses[0].governor.is_none());
    assert_eq!(wire.attributions[0].scope, Some(words("Énéa a vendu Boréal")));
    assert!(wire.attributions[0].denies);
    let bytes = explanation::encode(&explanation, TEXT, OffsetUnit::Utf8).unwrap();
    assert_eq!(bytes.passage, Some(v1::Span { start: 15, end: 22 }));
}

#[test]
fn an_explanation_of_another_text_is_refused() {
    let explanation = Explanation { passage: Span::new(0, 99), ..Explanation::default() };
    assert!(explanation::encode(&explanation, TEXT, OffsetUnit::Utf8).is_err());
}
