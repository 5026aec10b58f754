use entente_wire::v1::{FactStatus, Share};

use super::*;

fn entity(name: &str) -> EntityReference {
    EntityReference { name: name.to_owned(), entity_id: format!("e-{name}") }
}

fn holding(fact_id: &str, holder: &str, target: &str, exact: f64) -> DirectHolding {
    DirectHolding {
        fact_id: fact_id.to_owned(),
        holder: Some(entity(holder)),
        target: Some(entity(target)),
        share: Some(Share { exact: Some(exact), ..Share::default() }),
        status: FactStatus::InForce.into(),
        belief: 0.9,
        disputed: false,
    }
}

fn share(name: &str, percents: (f64, f64), chain: &[&str], circular: bool) -> EffectiveShare {
    EffectiveShare {
        entity: Some(entity(name)),
        effective_minimum: percents.0,
        effective_maximum: percents.1,
        chain: chain.iter().map(ToString::to_string).collect(),
        circular,
        ..EffectiveShare::default()
    }
}

fn holders() -> OwnershipTrace {
    let up_to = Share { maximum: Some(15.0), ..Share::default() };
    OwnershipTrace {
        root: Some(entity("Velnor")),
        direction: OwnershipDirection::Holders.into(),
        interest: Interest::Shareholding.into(),
        as_of: "2024-05-31".to_owned(),
        shares: vec![
            share("Carellis", (43.4, 43.4), &["a"], true),
            share("Norvane", (8.68, 23.68), &["b"], false),
        ],
        holdings: vec![
            holding("a", "Carellis", "Velnor", 43.4),
            DirectHolding { share: Some(up_to), disputed: true, ..holding("b", "Norvane", "Velnor", 0.0) },
            holding("c", "Norvane", "Carellis", 20.0),
            holding("d", "Velnor", "Carellis", 15.0),
        ],
        planned: vec![DirectHolding {
            share: None,
            status: FactStatus::Negotiating.into(),
            ..holding("e", "Gazenor", "Velnor", 0.0)
        }],
        company_count: 5,
        ..OwnershipTrace::default()
    }
}

#[test]
fn a_tree_of_holders() {
    let expected = "\
Who holds Velnor (capital, 2024-05-31)

Velnor         HOLDS      IN EFFECT        BELIEF
├─ Carellis    43.4%      43.4%            0.90    holds itself through others
│  ├─ Norvane  20%                         0.90    shown with its chains elsewhere
│  └─ Velnor   15%                         0.90    cross-holding: back to where this begins
└─ Norvane     up to 15%  8.68% to 23.68%  0.90    disputed

Planned, not counted
  Gazenor is to hold a stake in Velnor [negotiating, belief 0.90]

note: 2 of 5 companies are shown
";
    assert_eq!(of(&holders()).unwrap(), expected);
}

#[test]
fn nothing_is_said_to_be_nothing() {
    let trace = OwnershipTrace {
        root: Some(entity("Velnor")),
        direction: OwnershipDirection::Holdings.into(),
        ..OwnershipTrace::default()
    };
    assert_eq!(
        of(&trace).unwrap(),
        "What Velnor holds (capital, newest known)\n\nVelnor is not known to hold anything\n"
    );
}
