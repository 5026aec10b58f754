//! A smaller story, whose articles are read.

use crate::story::{Step, told};
use crate::{Told, shown};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_becomes_facts() {
    let articles = [
        ("rumour", "2022-05-10", "Norvane pourrait racheter Caldora, selon deux sources proches du dossier."),
        ("denial", "2022-05-11", "Norvane dément vouloir racheter Caldora."),
        ("completion", "2023-06-02", "Norvane a racheté Caldora à Merzac pour 450 millions d'euros."),
        ("announcement", "2023-02-06", "Norvane a annoncé l'acquisition de Caldora."),
        ("less", "2023-11-09", "Norvane a réduit sa participation dans Brévannes à 15%."),
        ("held", "2020-02-03", "Norvane détient 43,4% de Brévannes."),
    ];
    let take = |(id, day, body)| (id, Step::Take(Box::new(told(id, day, "Le Courrier", body))));
    let told = Told::tell(articles.map(take).into()).await;
    for (holder, target, valid_at, known_after, expected) in [
        ("Norvane", "Brévannes", "2020-02-03", "", "IN_FORCE 43.4"),
        ("Norvane", "Brévannes", "", "", "IN_FORCE 15"),
        ("Norvane", "Caldora", "", "", "IN_FORCE"),
        ("Norvane", "Caldora", "2022-05-10", "rumour", "PLANNED"),
        ("Norvane", "Caldora", "2022-05-11", "denial", "PLANNED NOT (disputed)"),
        ("Norvane", "Caldora", "2022-05-11", "", "PLANNED"),
        ("Norvane", "Caldora", "2023-02-06", "", "ANNOUNCED"),
    ] {
        let fact = told.stake(holder, target, told.as_of(valid_at, known_after)).await;
        assert_eq!(
            shown(fact.as_ref()),
            expected,
            "{holder} in {target}, valid at {valid_at:?}, known after {known_after:?}"
        );
    }
    told.pair.stop().await;
}
