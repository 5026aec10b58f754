//! What the claims on one stake make of it, case by case: which stages, from which day on, how sure, and what is at odds.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

use std::sync::Arc;

use entente_facts::{
    About, ArticleInfo, AsOf, Claim, Day, EntityId, EventId, FactStage, Folded, IndexedEvent, Moment,
    Reading, claims, folded,
};
use entente_model::{
    ArticleId, Assertion, Certainty, Event, Evidence, Extractor, Interest, Party, Polarity, Share, Source,
    Span, Stake, Tenant, Timex,
};

/// A claim of an article on the stake of Carellis in Norvane, as "2022-03-10 HOLD HELD 43.4 before=.. block=.. time=.. POSSIBLE not by=ORGANIZATION in=b sold
/// to=Orbelis": the day on which it came out, what it tells, and what else there is.
fn claim(place: u32, words: &str) -> Vec<(About, Claim)> {
    let mut parts = words.split(' ');
    let published = parts.next().unwrap();
    let (action, status) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap());
    let mut stake = Stake {
        holders: vec![Party::from("Carellis")],
        target: Party::from("Norvane"),
        seller: None,
        action,
        status,
        share: None,
        share_before: None,
        share_change: None,
        interest: Interest::Shareholding,
        amount: None,
    };
    let (mut certainty, mut polarity) = (Certainty::Certain, Polarity::Positive);
    let (mut source, mut time) = (Source::author(), None);
    let mut article = format!("a{place}");
    for part in parts {
        match part.split_once('=') {
            Some(("before", figure)) => stake.share_before = Some(share(figure)),
            Some(("block", figure)) => stake.share_change = Some(share(figure)),
            Some(("time", value)) => time = Some(Timex::new(value).unwrap()),
            Some(("by", kind)) => source = Source::of(kind.parse().unwrap()),
            Some(("in", id)) => id.clone_into(&mut article),
            // Another one buys, Carellis sells.
            Some(("to", buyer)) => {
                stake.seller = Some(Party::from("Carellis"));
                stake.holders = vec![Party::from(buyer)];
            }
            _ if part == "not" => polarity = Polarity::Negative,
            _ => match part.parse() {
                Ok(told) => certainty = told,
                Err(_) => stake.share = Some(share(part)),
            },
        }
    }
    let event = Event {
        assertion: Assertion::Stake(stake),
        polarity,
        certainty,
        source,
        time,
        expected: None,
        evidence: vec![Evidence { span: Span::new(0, 5), quote: "texte".to_owned() }],
        arguments: vec![],
        confidence: 0.9,
        rule: String::new(),
        extractor: Extractor { name: "test".to_owned(), version: "1".to_owned() },
    };
    let published = format!("{published}T08:00:00Z").parse().ok();
    let id = EventId { article: ArticleId::new(article).unwrap(), revision: 1, place };
    let info = ArticleInfo {
        tenant: Tenant::default(),
        id: id.article.clone(),
        revision: 1,
        title: String::new(),
        source: String::new(),
        url: String::new(),
        published,
        appended: Moment { time: "2024-10-01T00:00:00Z".parse().unwrap(), position: 1 },
        language: None,
        text_sha256: String::new(),
    };
    let entities = ["Carellis", "Norvane", "Orbelis"].map(|name| (name.to_owned(), entity(name)));
    let event = IndexedEvent { id, event, article: Arc::new(info), entities: entities.to_vec() };
    claims(&event, Reading { signature: None, reread: false }, &|id| id)
}

fn entity(name: &str) -> EntityId {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(name.bytes()).for_each(|(byte, letter)| *byte = letter);
    EntityId::from_bytes(bytes)
}

/// `15`, `~15`, `50..`, `..15`.
fn share(text: &str) -> Share {
    let number = |text: &str| text.parse::<f64>().ok();
    let made = if let Some((least, most)) = text.split_once("..") {
        Share::new(None, number(least), number(most), false)
    } else {
        let figure = text.trim_start_matches('~');
        Share::new(Some(number(figure).unwrap()), None, None, figure != text)
    };
    made.unwrap()
}

fn fold(told: &[&str], as_of: AsOf) -> Option<Folded> {
    let about = About::Stake {
        holder: Some(entity("Carellis")),
        target: entity("Norvane"),
        interest: Interest::Shareholding,
    };
    let claims = (0..).zip(told).flat_map(|(place, words)| claim(place, words));
    let claims: Vec<Claim> = claims.filter(|(of, _)| *of == about).map(|(_, claim)| claim).collect();
    folded(&about, &claims, as_of)
}

/// `IN_FORCE 43.4 ..2022-03-10 -> 2023-11-08`.
fn shown(stage: &FactStage) -> String {
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let day = |day: &Day| match (day.earliest, day.latest) {
        (Some(one), Some(other)) if one == other => one.to_string(),
        (one, other) => format!("{}..{}", date(one), date(other)),
    };
    let mut words = Vec::new();
    if stage.polarity == Polarity::Negative {
        words.push("not".to_owned());
    }
    words.push(stage.status.name().to_owned());
    if let Some(share) = stage.share {
        let figure = |percent: Option<entente_model::Percent>| {
            percent.map(|percent| percent.value().to_string()).unwrap_or_default()
        };
        words.push(match share.exact() {
            Some(exact) => format!("{}{}", if share.approximate() { "~" } else { "" }, exact.value()),
            None => format!("{}..{}", figure(share.minimum()), figure(share.maximum())),
        });
    }
    if stage.certainty != Certainty::Certain {
        words.push(stage.certainty.name().to_owned());
    }
    words.push(day(&stage.from));
    if let Some(until) = &stage.until {
        words.push(format!("-> {}", day(until)));
    }
    words.join(" ")
}

/// Checks the stages of each case; all that is wrong is shown at once.
fn check(cases: &[(&str, &[&str], &[&str])]) {
    let mut wrong = Vec::new();
    for (case, told, expected) in cases {
        let folded = fold(told, AsOf::NOW);
        let stages: Vec<String> = folded.iter().flat_map(|folded| &folded.stages).map(shown).collect();
        if stages != *expected {
            wrong.push(format!("{case}:\n  {}\nfor\n  {}", stages.join("\n  "), expected.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_held() {
    check(&[
        (
            "a holding is so by the day on which it is told",
            &["2022-03-10 HOLD HELD 20"],
            &["IN_FORCE 20 ..2022-03-10"],
        ),
        (
            "one article tells since when",
            &["2022-03-10 HOLD HELD 20 time=2019", "2021-01-05 HOLD HELD 20"],
            &["IN_FORCE 20 2019-01-01..2019-12-31"],
        ),
        (
            "a figure without decimals is the same one",
            &["2022-03-10 HOLD HELD 43.4", "2022-04-10 HOLD HELD 43", "2022-05-10 HOLD HELD 40.."],
            &["IN_FORCE 43.4 ..2022-03-10"],
        ),
        (
            "another figure later is another stage",
            &["2022-03-10 HOLD HELD 20", "2023-03-10 HOLD HELD 25"],
            &["IN_FORCE 20 ..2022-03-10 -> 2022-03-10..2023-03-10", "IN_FORCE 25 2022-03-10..2023-03-10"],
        ),
        (
            "a rumoured figure does not become certain",
            &["2022-03-10 HOLD HELD 20 POSSIBLE by=ANONYMOUS", "2022-04-10 HOLD HELD"],
            &["IN_FORCE ..2022-03-10"],
        ),
        (
            "a period",
            &["2022-03-10 HOLD HELD 20 time=2010/2015"],
            &["IN_FORCE 20 2010-01-01..2010-12-31 -> 2015-01-02..2016-01-01"],
        ),
        ("who no longer holds", &["2022-03-10 HOLD FORMER 20"], &["ENDED 20 ..2022-03-10"]),
        (
            "who no longer holds what was held",
            &["2020-03-10 HOLD HELD 20", "2022-03-10 HOLD FORMER"],
            &["IN_FORCE 20 ..2020-03-10 -> 2020-03-10..2022-03-10", "ENDED 2020-03-10..2022-03-10"],
        ),
        (
            "a look back at an old share ends nothing",
            &[
                "2020-03-10 HOLD HELD 43.4",
                "2021-03-10 REDUCE COMPLETED 15 time=2021-03-01",
                "2022-03-10 HOLD FORMER 43.4",
            ],
            &["IN_FORCE 43.4 ..2020-03-10 -> 2021-03-01", "IN_FORCE 15 2021-03-01"],
        ),
        (
            "what was held before is told in one sentence with what is held since",
            &["2021-03-10 HOLD FORMER 43.4 in=b", "2021-03-10 REDUCE COMPLETED 15 in=b"],
            &["IN_FORCE 15 ..2021-03-10"],
        ),
    ]);
}

#[test]
fn what_changes() {
    check(&[
        (
            "a change tells what was held before",
            &["2023-11-09 REDUCE COMPLETED 15 before=43.4 time=2023-11-08"],
            &["IN_FORCE 43.4 ..2023-11-07 -> 2023-11-08", "IN_FORCE 15 2023-11-08"],
        ),
        (
            "a change told twice is one",
            &["2023-11-09 REDUCE COMPLETED 15 before=43.4", "2023-11-12 REDUCE COMPLETED 15 before=43.4"],
            &["IN_FORCE 43.4 ..2023-11-09 -> ..2023-11-09", "IN_FORCE 15 ..2023-11-09"],
        ),
        (
            "a block that is bought is added",
            &[
                "2020-01-10 HOLD HELD 10",
                "2021-01-10 INCREASE COMPLETED block=5 time=2021-01-04",
                "2021-01-12 INCREASE COMPLETED block=5 time=2021-01-04",
            ],
            &["IN_FORCE 10 ..2020-01-10 -> 2021-01-04", "IN_FORCE 15 2021-01-04"],
        ),
        (
            "a block that is sold is taken away",
            &["2020-01-10 HOLD HELD 43.4", "2021-01-10 ACQUIRE COMPLETED 28.4 to=Orbelis time=2021-01-04"],
            &["IN_FORCE 43.4 ..2020-01-10 -> 2021-01-04", "IN_FORCE 15 2021-01-04"],
        ),
        (
            "the whole block",
            &["2020-01-10 HOLD HELD 28.4", "2021-01-10 ACQUIRE COMPLETED 28.4 to=Orbelis time=2021-01-04"],
            &["IN_FORCE 28.4 ..2020-01-10 -> 2021-01-04", "ENDED 2021-01-04"],
        ),
        (
            "who sells a block of nobody knows how much may have nothing left",
            &["2021-01-10 ACQUIRE COMPLETED 20 to=Orbelis time=2021-01-04"],
            &["IN_FORCE ..80 POSSIBLE 2021-01-04"],
        ),
        (
            "who sells the whole company holds it no longer",
            &["2021-01-10 ACQUIRE COMPLETED 100 to=Orbelis time=2021-01-04"],
            &["ENDED 2021-01-04"],
        ),
        (
            "a sale that is only rumoured ends nothing",
            &["2020-01-10 HOLD HELD 20", "2021-01-10 DISPOSE COMPLETED POSSIBLE by=ANONYMOUS"],
            &["IN_FORCE 20 ..2020-01-10", "ENDED POSSIBLE ..2021-01-10"],
        ),
        (
            "until it is told flatly",
            &[
                "2020-01-10 HOLD HELD 20",
                "2021-01-10 DISPOSE COMPLETED POSSIBLE by=ANONYMOUS",
                "2021-02-10 DISPOSE COMPLETED",
            ],
            &["IN_FORCE 20 ..2020-01-10 -> 2020-01-10..2021-01-10", "ENDED 2020-01-10..2021-01-10"],
        ),
    ]);
}

#[test]
fn what_is_ahead() {
    check(&[
        (
            "a plan is so on the day on which it is told, and tells what is held meanwhile",
            &["2023-02-06 REDUCE ANNOUNCED 15 before=43.4 time=2023-11"],
            &["IN_FORCE 43.4 ..2023-02-06", "ANNOUNCED 15 2023-02-06"],
        ),
        (
            "a plan that is carried out is over",
            &["2023-02-06 REDUCE ANNOUNCED ..15", "2023-11-09 REDUCE COMPLETED 12 time=2023-11-08"],
            &["ANNOUNCED ..15 2023-02-06 -> 2023-11-08", "IN_FORCE 12 2023-11-08"],
        ),
        (
            "a step on the way does not end it",
            &["2023-02-06 INCREASE PLANNED 30", "2023-11-09 INCREASE COMPLETED 25 time=2023-11-08"],
            &["PLANNED 30 2023-02-06", "IN_FORCE 25 2023-11-08"],
        ),
        (
            "nor does a mention of what is held",
            &[
                "2022-01-01 HOLD HELD 43.4",
                "2023-02-06 REDUCE ANNOUNCED 15",
                "2023-03-01 HOLD HELD",
                "2023-04-01 HOLD HELD 43.4",
            ],
            &["IN_FORCE 43.4 ..2022-01-01", "ANNOUNCED 15 2023-02-06"],
        ),
        (
            "talks that are mentioned after the announcement came before it",
            &["2023-02-06 ACQUIRE ANNOUNCED", "2023-02-08 ACQUIRE NEGOTIATING"],
            &["NEGOTIATING ..2023-02-06 -> 2023-02-06", "ANNOUNCED 2023-02-06"],
        ),
        (
            "talks that failed, told with how they began",
            &[
                "2023-02-06 ACQUIRE NEGOTIATING",
                "2023-03-06 ACQUIRE FAILED",
                "2023-03-09 ACQUIRE NEGOTIATING in=b",
                "2023-03-09 ACQUIRE FAILED in=b",
            ],
            &["NEGOTIATING 2023-02-06 -> 2023-03-06", "FAILED 2023-03-06"],
        ),
        (
            "a new attempt",
            &["2023-03-06 ACQUIRE FAILED", "2024-03-09 ACQUIRE NEGOTIATING"],
            &["FAILED 2023-03-06 -> 2024-03-09", "NEGOTIATING 2024-03-09"],
        ),
        (
            "who gives all up has no plans left",
            &[
                "2023-01-01 HOLD HELD 20",
                "2023-02-06 INCREASE PLANNED 30",
                "2023-05-09 DISPOSE COMPLETED time=2023-05-08",
            ],
            &[
                "IN_FORCE 20 ..2023-01-01 -> 2023-05-08",
                "PLANNED 30 2023-02-06 -> 2023-05-08",
                "ENDED 2023-05-08",
            ],
        ),
        (
            "a plan to buy is over once it is held",
            &["2023-02-06 ACQUIRE ANNOUNCED 60", "2023-09-01 HOLD HELD 60"],
            &["ANNOUNCED 60 2023-02-06 -> ..2023-09-01", "IN_FORCE 60 ..2023-09-01"],
        ),
    ]);
}

#[test]
fn what_is_denied() {
    check(&[
        (
            "a rumour and its denial by the company",
            &[
                "2022-10-08 REDUCE NEGOTIATING 15 POSSIBLE by=ANONYMOUS",
                "2022-10-09 REDUCE NEGOTIATING not by=ORGANIZATION",
            ],
            &["not NEGOTIATING 15 POSSIBLE 2022-10-08"],
        ),
        (
            "who does not even plan it does not negotiate it",
            &[
                "2022-10-08 REDUCE NEGOTIATING 15 POSSIBLE by=ANONYMOUS",
                "2022-10-09 REDUCE PLANNED not by=ORGANIZATION",
            ],
            &["not NEGOTIATING 15 POSSIBLE 2022-10-08"],
        ),
        (
            "an anonymous denial of what the company announced",
            &[
                "2022-10-08 REDUCE ANNOUNCED 15 by=ORGANIZATION",
                "2022-10-09 REDUCE ANNOUNCED not by=ANONYMOUS",
            ],
            &["ANNOUNCED 15 2022-10-08"],
        ),
        (
            "no plan to sell is no word on plans to buy",
            &["2022-10-08 INCREASE PLANNED 30", "2022-10-09 DISPOSE PLANNED not by=ORGANIZATION"],
            &["PLANNED 30 2022-10-08", "not PLANNED 2022-10-09"],
        ),
        (
            "a denial of one share is none of another",
            &["2022-10-08 HOLD HELD 15", "2022-10-09 HOLD HELD 30 not"],
            &["IN_FORCE 15 ..2022-10-08", "not IN_FORCE 30 ..2022-10-09"],
        ),
        (
            "a denied sale ended nothing",
            &[
                "2022-01-01 HOLD HELD 20",
                "2022-10-08 DISPOSE COMPLETED by=MEDIA",
                "2022-10-09 DISPOSE COMPLETED not by=ORGANIZATION",
                "2022-12-01 HOLD HELD 20",
            ],
            &["IN_FORCE 20 ..2022-01-01", "not ENDED 2022-01-01..2022-10-08 -> 2022-10-08..2022-12-01"],
        ),
    ]);
}

#[test]
fn what_is_disputed() {
    for (told, disputed, belief) in [
        (&["2022-10-08 HOLD HELD 15"][..], false, 0.9),
        (&["2022-10-08 HOLD HELD 15", "2022-11-08 HOLD HELD"], false, 0.99),
        (&["2022-10-08 HOLD HELD 15 in=b", "2022-11-08 HOLD HELD in=b"], false, 0.9),
        (&["2022-10-08 HOLD HELD 15 PROBABLE by=ANONYMOUS"], false, 0.9 * 0.6 * 0.6),
        (&["2022-10-08 HOLD HELD 15", "2022-10-09 HOLD HELD not by=ORGANIZATION"], true, 0.9 * 0.1),
        // Confirmed after the denial.
        (
            &[
                "2022-10-08 HOLD HELD 15",
                "2022-10-09 HOLD HELD not by=ORGANIZATION",
                "2022-10-20 HOLD HELD 15",
            ],
            false,
            0.99,
        ),
        // Told again, but not flatly.
        (
            &[
                "2022-10-08 HOLD HELD 15",
                "2022-10-09 HOLD HELD not by=ORGANIZATION",
                "2022-10-20 HOLD HELD 15 PROBABLE",
            ],
            true,
            (1.0 - 0.1 * (1.0 - 0.54)) * 0.1,
        ),
        // Two shares on one day: that which is borne out better, or else the later, is shown.
        (&["2022-10-08 HOLD HELD 15", "2022-10-08 HOLD HELD 20"], true, 0.9),
        // A denied plan does not touch what is held.
        (
            &[
                "2022-01-08 HOLD HELD 15",
                "2022-10-08 REDUCE PLANNED",
                "2022-10-09 REDUCE PLANNED not by=ORGANIZATION",
            ],
            true,
            0.9,
        ),
    ] {
        let fact = fold(told, AsOf::NOW).unwrap().fact;
        assert_eq!(fact.disputed, disputed, "{told:?}");
        assert!((fact.belief - belief).abs() < 1e-9, "{told:?}: {} for {belief}", fact.belief);
    }
}

#[test]
fn what_is_at_odds() {
    for (told, expected) in [
        (&["2022-10-08 HOLD HELD 15", "2022-10-08 HOLD HELD 20"][..], "SHARES_DIFFER"),
        (
            &["2022-10-08 HOLD HELD 15 time=2022-06-30", "2022-11-08 HOLD HELD 20 time=2022-06-30"],
            "SHARES_DIFFER",
        ),
        (&["2022-10-08 HOLD HELD 15", "2022-10-08 HOLD HELD ~15"], ""),
        (&["2022-10-08 HOLD HELD 15", "2022-10-09 HOLD HELD 20"], ""),
        (&["2022-10-08 DISPOSE COMPLETED"], "NEVER_HELD"),
        (&["2022-10-08 DISPOSE COMPLETED before=20"], ""),
        (&["2022-10-08 HOLD FORMER"], ""),
        (&["2022-01-08 HOLD HELD", "2022-10-08 DISPOSE COMPLETED"], ""),
        (&["2022-10-08 HOLD HELD not"], ""),
    ] {
        let folded = fold(told, AsOf::NOW).unwrap();
        let kinds: Vec<&str> = folded.contradictions.iter().map(|found| found.kind.name()).collect();
        assert_eq!(kinds.join(" "), expected, "{told:?}");
    }
}

#[test]
fn what_had_not_begun_is_left_out() {
    let told = ["2022-03-10 HOLD HELD 20", "2023-02-06 REDUCE ANNOUNCED 15"];
    for (day, expected) in
        [("2022-03-09", None), ("2022-03-10", Some((true, false))), ("2023-02-06", Some((true, true)))]
    {
        let fact = fold(&told, AsOf { valid_at: day.parse().ok(), known_at: None }).map(|folded| folded.fact);
        assert_eq!(fact.map(|fact| (fact.holding.is_some(), fact.pending.is_some())), expected, "{day}");
    }
}
