//! Why, and why not: what is told of rules that fire and of those that don't.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::sync::LazyLock;

use entente_extract::Reader;
use entente_model::{
    Aspect, Attempt, DiagnosticCode, EntityKind, EventFate, Explanation, Language, MentionForm, Polarity,
    Span, Trigger, TriggerKind, Verdict,
};

static READER: LazyLock<Reader> = LazyLock::new(Reader::builtin);

fn french() -> Language {
    Language::new("fr").unwrap()
}

fn explained(text: &str) -> Explanation {
    READER.explain(text, Some(french()), None, None)
}

/// The trigger with these words.
#[track_caller]
fn trigger<'e>(explanation: &'e Explanation, text: &str, words: &str) -> &'e Trigger {
    let found = explanation.triggers.iter().find(|trigger| trigger.span.of(text) == words);
    found.unwrap_or_else(|| panic!("{words:?} is no trigger in {explanation:#?}"))
}

#[track_caller]
fn attempt<'t>(trigger: &'t Trigger, rule: &str) -> &'t Attempt {
    let found = trigger.attempts.iter().find(|attempt| attempt.rule == rule);
    found.unwrap_or_else(|| panic!("{rule} was not tried: {trigger:#?}"))
}

/// Role, path and words of what fills an attempt's roles.
fn filled<'e>(attempt: &'e Attempt, text: &'e str) -> Vec<(&'e str, &'e str, &'e str)> {
    let told = attempt.arguments.iter().map(|a| (a.role.as_str(), a.path.as_str(), a.span.of(text)));
    told.collect()
}

fn fates(attempt: &Attempt) -> Vec<(EventFate, Option<usize>)> {
    attempt.outcomes.iter().map(|outcome| (outcome.fate, outcome.event)).collect()
}

#[test]
fn a_rule_that_fires_is_told_with_its_arguments_and_its_event() {
    let text = "Danone a racheté Biotrel à Merzac.";
    let explanation = explained(text);
    let bought = trigger(&explanation, text, "a racheté");
    assert_eq!((bought.lemma.as_str(), bought.kind, bought.masked), ("racheter", TriggerKind::Verb, false));
    let first = &bought.attempts[0];
    assert_eq!((first.rule.as_str(), &first.verdict), ("stake.acquire", &Verdict::Fired));
    assert_eq!((first.outlook.aspect, first.outlook.polarity), (Aspect::Done, Polarity::Positive));
    let mut arguments = filled(first, text);
    arguments.sort_unstable();
    assert_eq!(
        arguments,
        [("holder", "subject", "Danone"), ("seller", "à", "Merzac"), ("target", "object", "Biotrel")]
    );
    assert_eq!(fates(first), [(EventFate::Told, Some(0))]);
    assert_eq!(explanation.events[0].rule, "stake.acquire");
}

#[test]
fn a_rule_of_higher_priority_leaves_the_others_behind() {
    let text = "Danone a vendu Biotrel à Nestlé.";
    let explanation = explained(text);
    let sold = trigger(&explanation, text, "a vendu");
    assert_eq!(attempt(sold, "stake.sold-to").verdict, Verdict::Fired);
    let other = attempt(sold, "stake.sell");
    assert_eq!(other.verdict, Verdict::Outranked("stake.sold-to".to_owned()));
    assert!(other.priority < attempt(sold, "stake.sold-to").priority);
    assert_eq!(other.outcomes, []);
}

#[test]
fn a_role_that_nothing_fills_is_told_with_the_paths_that_were_tried() {
    let text = "Biotrel possède un record.";
    let explanation = explained(text);
    let holds = attempt(trigger(&explanation, text, "possède"), "stake.hold");
    let Verdict::Unfilled { role, paths } = &holds.verdict else { panic!("{holds:?}") };
    assert_eq!((role.as_str(), paths[0].as_str()), ("target", "object"));
    assert_eq!(filled(holds, text), [("holder", "subject", "Biotrel")]);
}

#[test]
fn conditions_are_told_as_the_rule_writes_them() {
    let text = "Merzac, la société partenaire de Norvane, recrute.";
    let explanation = explained(text);
    let partner = attempt(trigger(&explanation, text, "la société partenaire"), "stake.business-of");
    let Verdict::Met { condition, by } = &partner.verdict else { panic!("{partner:?}") };
    assert_eq!((condition.as_str(), by.of(text)), ("group:@associate", "partenaire"));
    assert_eq!(partner.arguments, []);

    let text = "Danone a investi dans Biotrel.";
    let explanation = explained(text);
    let share = attempt(trigger(&explanation, text, "a investi"), "stake.invest-in");
    assert_eq!(share.verdict, Verdict::Unmet { condition: "share".to_owned() });
}

#[test]
fn parties_of_the_wrong_sort_and_too_few_of_them() {
    let text = "Le Maroc et la France ont fusionné.";
    let alone = "Danone a fusionné.";
    let merged = |text: &str| {
        let explanation = explained(text);
        let verdicts = explanation.triggers[0].attempts.iter().map(|attempt| attempt.verdict.clone());
        verdicts.collect::<Vec<_>>()
    };
    assert!(merged(alone).contains(&Verdict::TooFewParties), "{:?}", merged(alone));
    assert!(!merged(text).contains(&Verdict::TooFewParties), "{:?}", merged(text));
}

#[test]
fn an_event_that_is_dropped_says_why() {
    for (text, fate) in [
        ("Danone a racheté le Japon.", EventFate::NotHeld),
        ("Danone rachète Danone.", EventFate::HoldsItself),
    ] {
        let explanation = explained(text);
        let fired = attempt(&explanation.triggers[0], "stake.acquire");
        assert_eq!((&fired.verdict, fates(fired)), (&Verdict::Fired, vec![(fate, None)]), "{text}");
        assert_eq!(explanation.events, [], "{text}");
    }
}

#[test]
fn two_tellings_are_one_event() {
    let text = "Danone a racheté Biotrel. Biotrel a été racheté par Danone.";
    let explanation = explained(text);
    let all: Vec<_> = explanation.triggers.iter().map(|trigger| fates(&trigger.attempts[0])).collect();
    assert_eq!(all, [[(EventFate::Told, Some(0))], [(EventFate::Joined, Some(0))]]);
    assert_eq!(explanation.events.len(), 1);

    let text = "Danone cède sa filiale Biotrel à Nestlé.";
    let explanation = explained(text);
    let unit = trigger(&explanation, text, "sa filiale Biotrel");
    assert_eq!(fates(&unit.attempts[0]), [(EventFate::Redundant, Some(0))]);
}

#[test]
fn words_that_tell_who_speaks_trigger_nothing() {
    let text = "Le marché va grandir, selon un document sur le rachat de Biotrel par Danone.";
    let explanation = explained(text);
    let masked = trigger(&explanation, text, "le rachat");
    assert!(masked.masked);
    assert!(masked.attempts.iter().all(|attempt| attempt.verdict != Verdict::Fired), "{masked:#?}");
    assert_eq!(explanation.events, []);
}

#[test]
fn what_was_seen_is_told() {
    let text = "Norvane a racheté Biotrel. Selon Danone, elle ne veut pas racheter Merzac.";
    let explanation = explained(text);
    let names: Vec<_> = explanation.entities.iter().map(|e| (e.name.as_str(), e.kind, e.known)).collect();
    let organization = EntityKind::Organization;
    assert_eq!(names[..2], [("Norvane", organization, false), ("Biotrel", organization, false)]);
    assert!(names.contains(&("Danone", organization, true)));
    assert_eq!(explanation.mentions[0].form, MentionForm::Name);
    assert_eq!(explanation.mentions[0].span.of(text), "Norvane");

    let wants = explanation.clauses.iter().find(|clause| clause.lemma == "vouloir").unwrap();
    assert!(wants.negated && !wants.passive);
    assert_eq!(wants.subject.iter().map(|span| span.of(text)).collect::<Vec<_>>(), ["elle"]);
    let buy = trigger(&explanation, text, "racheter");
    assert_eq!(buy.governors.iter().map(|span| span.of(text)).collect::<Vec<_>>(), [wants.verb.of(text)]);
    assert_eq!(attempt(buy, "stake.acquire").outlook.polarity, Polarity::Negative);
    let told = &explanation.attributions[buy.attribution.unwrap()];
    assert_eq!(told.teller.of(text), "Selon Danone");
    assert_eq!(told.source.name.as_ref().and_then(|name| name.name()), Some("Danone"));
}

#[test]
fn the_text_around_a_passage_counts_and_is_not_explained() {
    let text = "Danone a racheté Biotrel. Le groupe a vendu Merzac.";
    let start = text.find("Le groupe").unwrap();
    let passage = Span::new(start, text.len());
    let explanation = READER.explain(text, Some(french()), None, Some(passage));
    assert_eq!(explanation.passage, passage);
    assert!(explanation.triggers.iter().all(|trigger| passage.contains(trigger.span)));
    let sold = trigger(&explanation, text, "a vendu");
    let seller = &sold.attempts[0].arguments[0];
    assert_eq!((seller.entity.as_deref(), seller.span.of(text)), (Some("Danone"), "Le groupe"));
    assert_eq!(explanation.mentions[0].form, MentionForm::Description);
    assert_eq!(explanation.events.len(), 1);
    assert_eq!(fates(&sold.attempts[0]), [(EventFate::Told, Some(0))]);
}

#[test]
fn an_explanation_tells_the_events_of_the_reading_and_where_each_comes_from() {
    let text = "PARIS - Danone, qui détient 15% de Biotrel, va racheter Merzac pour 2 milliards d'euros. \"Nous sommes très \
        heureux de cette opération\", a déclaré Norvane. Caldora, filiale de Danone, a signé un partenariat avec Biotrel. \
        Le groupe prévoit de supprimer 300 postes en France.";
    let explanation = explained(text);
    let reading = READER.read(text, Some(french()), None);
    assert_eq!(explanation.events, reading.events);
    assert_eq!(explanation, explained(text));
    let outcomes = explanation.triggers.iter().flat_map(|trigger| &trigger.attempts);
    let told: Vec<_> = outcomes
        .flat_map(|attempt| attempt.outcomes.iter().map(move |outcome| (attempt, outcome)))
        .filter(|(_, outcome)| outcome.fate == EventFate::Told)
        .collect();
    for (attempt, outcome) in &told {
        assert_eq!(explanation.events[outcome.event.unwrap()].rule, attempt.rule);
    }
    let by_rules = explanation.events.iter().filter(|event| !event.rule.starts_with("statement")).count();
    assert!(by_rules >= 3);
    assert_eq!(told.len(), by_rules);
}

#[test]
fn where_there_is_nothing_to_explain() {
    let nothing = explained("Il neige.");
    assert_eq!(nothing.triggers, []);
    assert_eq!(nothing.diagnostics[0].code, DiagnosticCode::NothingToRead);
    let text = "Énéa a racheté Biotrel.";
    for span in [Span::new(1, 5), Span::new(90, 95), Span::new(5, 5)] {
        let explanation = READER.explain(text, Some(french()), None, Some(span));
        assert_eq!((explanation.passage, explanation.triggers.len()), (span, 0), "{span:?}");
    }
    let unknown = READER.explain("1 2 3", None, None, None);
    assert_eq!(unknown.language, None);
    assert_eq!(unknown.diagnostics[0].code, DiagnosticCode::LanguageUnknown);
}

#[test]
fn a_text_that_breaks_off_at_a_verb_of_saying() {
    for text in ["Norvane a vendu Merzac. Caldora annonce", "Norvane a vendu Merzac. Le groupe a annoncé"] {
        let explanation = explained(text);
        assert_eq!(explanation.attributions, [], "{text}");
        assert_eq!(explanation.events, READER.read(text, Some(french()), None).events, "{text}");
    }
}
