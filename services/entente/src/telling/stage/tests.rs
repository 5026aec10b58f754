use entente_wire::v1::{Day, EntityReference, Money, PartnershipKind, Share, StrategyAction};

use super::*;

fn named(name: &str) -> EntityReference {
    EntityReference { name: name.to_owned(), entity_id: format!("e-{name}") }
}

fn stake() -> Fact {
    let about = StakeFact {
        holder: Some(named("Énéa")),
        target: Some(named("Boréal")),
        interest: Interest::Shareholding.into(),
    };
    Fact { about: Some(About::Stake(about)), ..Fact::default() }
}

fn stage(status: FactStatus, certainty: Certainty) -> FactStage {
    FactStage {
        status: status.into(),
        polarity: Polarity::Positive.into(),
        certainty: certainty.into(),
        ..FactStage::default()
    }
}

fn day(earliest: &str, latest: &str) -> Day {
    Day { earliest: earliest.to_owned(), latest: latest.to_owned() }
}

fn up_to(most: f64) -> Share {
    Share { maximum: Some(most), ..Share::default() }
}

fn in_full(fact: &Fact, stage: &FactStage) -> String {
    Stage { fact, stage }.in_full().unwrap()
}

#[test]
fn stakes_say_no_more_than_is_known() {
    let certain = |status| stage(status, Certainty::Certain);
    for (told, words) in [
        (
            FactStage {
                share: Some(up_to(15.0)),
                from: Some(day("", "2024-03-01")),
                ..certain(FactStatus::InForce)
            },
            "Énéa holds up to 15% of Boréal [certain, by 2024-03-01]",
        ),
        (
            FactStage {
                share: Some(up_to(15.0)),
                from: Some(day("2023-01-01", "2023-12-31")),
                until: Some(day("", "2024-06-01")),
                ..certain(FactStatus::InForce)
            },
            "Énéa held up to 15% of Boréal [certain, from 2023 until 2024-06-01 at the latest]",
        ),
        (
            FactStage {
                seller: Some(named("Sorel")),
                amount: Some(Money { value: 2e9, currency_code: "EUR".to_owned() }),
                expected: "2024-Q4".to_owned(),
                ..stage(FactStatus::Planned, Certainty::Possible)
            },
            "Énéa plans to hold a stake in Boréal, from Sorel, for EUR 2,000,000,000 [possible, expected 2024-Q4]",
        ),
        (
            FactStage {
                share: Some(Share { exact: Some(0.0), ..Share::default() }),
                ..certain(FactStatus::Announced)
            },
            "Énéa is to give up its stake in Boréal [certain]",
        ),
        (
            FactStage { seller: Some(named("Énéa")), ..certain(FactStatus::Negotiating) },
            "Énéa negotiates to sell part or all of its stake in Boréal [certain]",
        ),
        (
            FactStage { from: Some(day("2024-05-02", "2024-05-02")), ..certain(FactStatus::Ended) },
            "Énéa no longer holds a stake in Boréal [certain, 2024-05-02]",
        ),
        (
            FactStage { share: Some(up_to(20.0)), ..certain(FactStatus::Failed) },
            "the plan of Énéa to hold up to 20% of Boréal has failed [certain]",
        ),
        (
            FactStage {
                polarity: Polarity::Negative.into(),
                denied_by: vec!["a/1/0".to_owned()],
                ..certain(FactStatus::Planned)
            },
            "NOT SO: Énéa plans to hold a stake in Boréal [certain]",
        ),
        (
            FactStage {
                denied_by: vec!["a/1/0".to_owned(), "b/1/0".to_owned()],
                ..stage(FactStatus::Planned, Certainty::Probable)
            },
            "Énéa plans to hold a stake in Boréal [probable, denied by 2 reports]",
        ),
    ] {
        assert_eq!(in_full(&stake(), &told), words);
    }
}

#[test]
fn partnerships_mergers_and_plans() {
    let partnership = Fact {
        about: Some(About::Partnership(PartnershipFact {
            parties: vec![named("Énéa")],
            unnamed_party: true,
            kind: PartnershipKind::JointVenture.into(),
            topics: vec!["des batteries".to_owned()],
        })),
        ..Fact::default()
    };
    let merger = Fact {
        about: Some(About::Merger(MergerFact {
            parties: vec![named("Énéa"), named("Boréal")],
            merged: Some(named("Septen")),
        })),
        ..Fact::default()
    };
    let plan = Fact {
        about: Some(About::Strategy(StrategyFact {
            actor: Some(named("Énéa")),
            action: StrategyAction::Other.into(),
            topic: String::new(),
            regions: vec!["Asie".to_owned()],
        })),
        ..Fact::default()
    };
    for (fact, status, words) in [
        (
            &partnership,
            FactStatus::Sought,
            "partnership (joint venture) of Énéa and an unnamed party is sought: des batteries [certain]",
        ),
        (&merger, FactStatus::Announced, "Énéa and Boréal are to merge into Septen [certain]"),
        (&merger, FactStatus::Completed, "Énéa and Boréal have merged into Septen [certain]"),
        (&plan, FactStatus::Failed, "Énéa has given up its plan to act (Asie) [certain]"),
    ] {
        assert_eq!(in_full(fact, &stage(status, Certainty::Certain)), words);
    }
}

#[test]
fn cells_are_short() {
    for (told, words) in [
        (
            FactStage { share: Some(up_to(15.0)), ..stage(FactStatus::InForce, Certainty::Certain) },
            "up to 15%",
        ),
        (stage(FactStatus::InForce, Certainty::Probable), "a stake, probable"),
        (
            FactStage { seller: Some(named("Énéa")), ..stage(FactStatus::Announced, Certainty::Certain) },
            "announced, to sell",
        ),
        (
            FactStage {
                share: Some(up_to(15.0)),
                denied_by: vec![String::new()],
                ..stage(FactStatus::Planned, Certainty::Possible)
            },
            "planned, up to 15%, possible, denied by 1 report",
        ),
        (
            FactStage {
                polarity: Polarity::Negative.into(),
                ..stage(FactStatus::Planned, Certainty::Certain)
            },
            "NOT SO: planned",
        ),
    ] {
        assert_eq!(brief(&stake(), &told).unwrap(), words);
    }
}

#[test]
fn what_is_in_doubt_shows() {
    let fact = Fact { belief: 0.426, disputed: true, withdrawn: true, ..stake() };
    assert_eq!(belief(&fact), "0.43, disputed, withdrawn");
}
