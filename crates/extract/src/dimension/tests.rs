//! Tables of phrases and their values, by language.

mod dates;

use entente_lang::{DateRole, Languages, TimeUnit};
use entente_model::{Language, Share};
use entente_text::parse;
use jiff::civil::{Date, date};

use super::{Change, Dimension, Duration, Rate, Value, Wording, dimensions};

/// A Wednesday.
const PUBLISHED: Date = date(2023, 2, 8);

fn read(iso: &str, text: &str, published: Option<Date>) -> Vec<(String, String)> {
    let lang = Languages::builtin().get(Language::new(iso).unwrap()).unwrap();
    let document = parse(text, lang.conventions());
    let found = dimensions(&document, lang, published);
    for pair in found.windows(2) {
        assert!(pair[0].tokens.end <= pair[1].tokens.start, "{text}: {found:?}");
    }
    let words = |dimension: &Dimension| {
        let tokens = &document.tokens()[dimension.tokens.clone()];
        tokens[0].span().join(tokens[tokens.len() - 1].span()).of(text).to_owned()
    };
    found.iter().map(|dimension| (words(dimension), shown(&dimension.value))).collect()
}

fn shown(value: &Value) -> String {
    let change = |change: Option<Change>| match change {
        Some(Change::From) => " from",
        Some(Change::To) => " to",
        None => "",
    };
    match value {
        Value::Percent(portion) => {
            let wording = match portion.wording {
                Wording::Figure => "",
                Wording::Fraction => " fraction",
                Wording::Whole => " whole",
                Wording::Parity => " parity",
                Wording::Majority => " majority",
                Wording::Minority => " minority",
            };
            format!("{}%{wording}{}", percent(&portion.share), change(portion.change))
        }
        Value::PercentagePoints(points) => format!("{points}pp"),
        Value::Money(amount) => {
            let rate = match amount.rate {
                Some(Rate::Share) => " a share",
                Some(Rate::Other) => " each",
                None => "",
            };
            format!("{} {}{rate}{}", amount.money.currency, amount.money.value, change(amount.change))
        }
        Value::Date(timex, role) => {
            let role = match role {
                DateRole::Point | DateRole::Range => "",
                DateRole::Deadline => " deadline",
                DateRole::Since => " since",
                DateRole::From => " from",
                DateRole::After => " after",
            };
            format!("{timex}{role}")
        }
        Value::Duration(duration) => iso(duration),
        Value::Count(count) => count.to_string(),
    }
}

fn percent(share: &Share) -> String {
    let about = if share.approximate() { "~" } else { "" };
    match (share.exact(), share.minimum(), share.maximum()) {
        (Some(exact), _, _) => format!("{about}{}", exact.value()),
        (None, Some(minimum), Some(maximum)) => format!("{about}{}..{}", minimum.value(), maximum.value()),
        (None, Some(minimum), None) => format!(">={}", minimum.value()),
        (None, None, Some(maximum)) => format!("<={}", maximum.value()),
        (None, None, None) => "?".to_owned(),
    }
}

/// A duration in the notation of ISO 8601.
fn iso(duration: &Duration) -> String {
    let (factor, letter) = match duration.unit {
        TimeUnit::Hour => return format!("PT{}H", duration.amount),
        TimeUnit::Day => (1.0, 'D'),
        TimeUnit::Week => (1.0, 'W'),
        TimeUnit::Month => (1.0, 'M'),
        TimeUnit::Quarter => (3.0, 'M'),
        TimeUnit::Half => (6.0, 'M'),
        TimeUnit::Year => (1.0, 'Y'),
        TimeUnit::Decade => (10.0, 'Y'),
    };
    format!("P{}{letter}", duration.amount * factor)
}

/// Each sentence with what is read in it, as `words = value; ...`.
fn check_on(iso: &str, published: Option<Date>, table: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let found = read(iso, text, published);
        let found: Vec<String> = found.iter().map(|(words, value)| format!("{words} = {value}")).collect();
        if found.join("; ") != *expected {
            wrong.push(format!("{text:?}\n  expected {expected}\n     found {}", found.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{iso}:\n{}", wrong.join("\n"));
}

fn check(iso: &str, table: &[(&str, &str)]) {
    check_on(iso, Some(PUBLISHED), table);
}

#[test]
fn french_percents() {
    check(
        "fr",
        &[
            ("Il détient 15% du capital.", "15% = 15%"),
            ("Il détient 15,5 % du capital.", "15,5 % = 15.5%"),
            ("Il en détient 15,5 pour cent.", "15,5 pour cent = 15.5%"),
            ("une part de quinze pour cent", "quinze pour cent = 15%"),
            ("une part de 12.25% des voix", "12.25% = 12.25%"),
            ("Il peut monter jusqu'à hauteur de 15%.", "jusqu'à hauteur de 15% = <=15%"),
            ("Il possède près de 15% des titres.", "près de 15% = ~15%"),
            ("Il possède au moins 20 % des titres.", "au moins 20 % = >=20%"),
            ("Il possède plus de 20 % des titres.", "plus de 20 % = >=20%"),
            ("Il a moins de 5% du groupe.", "moins de 5% = <=5%"),
            ("Il a un peu moins de 5% du groupe.", "un peu moins de 5% = ~5%"),
            ("20% environ du capital", "20% environ = ~20%"),
            ("20% au plus du capital", "20% au plus = <=20%"),
            ("Il aurait entre 10 et 15% du groupe.", "entre 10 et 15% = 10..15%"),
            ("Il aurait 10 à 15% du groupe.", "10 à 15% = 10..15%"),
            ("Il aurait 10-15 % du groupe.", "10-15 % = 10..15%"),
            ("présent à hauteur de 10 à 15 % du groupe", "à hauteur de 10 à 15 % = 10..15%"),
            ("passer de 43,4% à 15%", "43,4% = 43.4% from; 15% = 15% to"),
            ("porter sa part de 10 à 15%", "10 = 10% from; 15% = 15% to"),
            ("racheter la moitié du capital", "la moitié = 50% fraction"),
            ("plus de la moitié des parts", "plus de la moitié = >=50% fraction"),
            ("un tiers du capital", "un tiers = 33.3% fraction"),
            ("près d'un tiers du capital", "près d'un tiers = ~33.3% fraction"),
            ("plus du tiers des droits de vote", "plus du tiers = >=33.3% fraction"),
            ("les deux tiers du groupe", "deux tiers = 66.7% fraction"),
            ("au moins les deux tiers du groupe", "au moins les deux tiers = >=66.7% fraction"),
            ("les trois quarts des actions", "trois quarts = 75% fraction"),
            ("des accords avec des tiers du secteur", ""),
            ("la totalité du capital", "la totalité = 100% whole"),
            ("racheter l'intégralité des titres", "l'intégralité = 100% whole"),
            ("une participation majoritaire de 60%", "majoritaire = >=50% majority; 60% = 60%"),
            ("un actionnaire minoritaire", "minoritaire = <=50% minority"),
            ("une filiale à 50/50", "50/50 = 50% parity"),
            ("une société détenue à parts égales", "à parts égales = 50% parity"),
            ("une hausse de 150 % des ventes", ""),
            ("un recul de 3 points de pourcentage", "3 points de pourcentage = 3pp"),
            ("clôturer à 4.120 points", ""),
            ("un recul de 0,5 point", "0,5 point = 0.5pp"),
            ("ouvrir 12 points de vente", ""),
            ("50 points de base de moins", "50 points de base = 0.5pp"),
        ],
    );
}

#[test]
fn english_percents() {
    check(
        "en",
        &[
            ("It owns 15% of the firm.", "15% = 15%"),
            ("It owns 15.5 percent of the firm.", "15.5 percent = 15.5%"),
            ("It owns 15 per cent of the firm.", "15 per cent = 15%"),
            ("It owns 15 pct of the firm.", "15 pct = 15%"),
            ("It owns 15pc of the firm.", "15pc = 15%"),
            ("a twenty percent stake", "twenty percent = 20%"),
            ("It may own up to 15% of it.", "up to 15% = <=15%"),
            ("It owns at least a 15% stake.", "at least a 15% = >=15%"),
            ("It owns some 15% of it.", "some 15% = ~15%"),
            ("It owns about 15% of it.", "about 15% = ~15%"),
            ("It owns a little under 15% of it.", "a little under 15% = ~15%"),
            ("It owns more than 15% of it.", "more than 15% = >=15%"),
            ("It would own between 10 and 15 percent.", "between 10 and 15 percent = 10..15%"),
            ("It would own 10-15% of it.", "10-15% = 10..15%"),
            ("It would own 10 to 15% of it.", "10 to 15% = 10..15%"),
            ("It went from 43.4% to 15%.", "43.4% = 43.4% from; 15% = 15% to"),
            ("It went from 10 to 15 percent.", "10 = 10% from; 15 percent = 15% to"),
            ("It bought half of the group.", "half of = 50% fraction"),
            ("It bought half the group.", "half the = 50% fraction"),
            ("It bought two-thirds of the group.", "two-thirds = 66.7% fraction"),
            ("It bought a third of the group.", "a third of = 33.3% fraction"),
            ("It bought a quarter of the group.", "a quarter = 25% fraction"),
            ("It bought nearly a quarter of the group.", "nearly a quarter = ~25% fraction"),
            ("It bought the whole of the group.", "the whole of = 100% whole"),
            ("a wholly-owned subsidiary", "wholly-owned = 100% whole"),
            ("It holds a majority stake.", "a majority = >=50% majority"),
            ("It is majority-owned by its rival.", "majority-owned = >=50% majority"),
            ("It holds a minority interest.", "a minority = <=50% minority"),
            ("a 50-50 venture", "50-50 = 50% parity"),
            ("Sales rose 150%.", ""),
            ("It fell 3 percentage points.", "3 percentage points = 3pp"),
            ("It fell 25 basis points.", "25 basis points = 0.25pp"),
        ],
    );
}

#[test]
fn french_money() {
    check(
        "fr",
        &[
            ("un investissement de 600 millions d'euros", "600 millions d'euros = EUR 600000000"),
            ("payer 1,95 milliard de dollars", "1,95 milliard de dollars = USD 1950000000"),
            ("payer 45 mds EUR", "45 mds EUR = EUR 45000000000"),
            ("payer 2 Mds€ en numéraire", "2 Mds€ = EUR 2000000000"),
            ("payer 30 M€ en numéraire", "30 M€ = EUR 30000000"),
            ("payer 2,3 millions de francs suisses", "2,3 millions de francs suisses = CHF 2300000"),
            ("payer 40 millions de livres sterling", "40 millions de livres sterling = GBP 40000000"),
            ("payer 40 millions de livres", "40 millions de livres = GBP 40000000"),
            ("lire 40 livres", "40 = 40"),
            ("payer 5 millions de dollars canadiens", "5 millions de dollars canadiens = CAD 5000000"),
            ("payer 148.246.540,00 euros", "148.246.540,00 euros = EUR 148246540"),
            ("payer 250 000 euros", "250 000 euros = EUR 250000"),
            ("payer un milliard d'euros", "un milliard d'euros = EUR 1000000000"),
            ("payer un milliard et demi d'euros", "un milliard et demi d'euros = EUR 1500000000"),
            ("payer une dizaine de millions d'euros", "une dizaine de millions d'euros = EUR 10000000"),
            ("payer plus de 100 millions d'euros", "plus de 100 millions d'euros = EUR 100000000"),
            ("entre 120 et 180 millions de dollars", "entre 120 et 180 millions de dollars = USD 120000000"),
            (
                "entre 850 millions et un milliard d'euros",
                "entre 850 millions et un milliard d'euros = EUR 850000000",
            ),
            (
                "porter la dette de 1,5 à 2,5 milliards d'euros",
                "1,5 = EUR 1500000000 from; 2,5 milliards d'euros = EUR 2500000000 to",
            ),
            ("une offre à 5 euros par action", "5 euros par action = EUR 5 a share"),
            ("un abonnement à 29,90 euros par mois", "29,90 euros par mois = EUR 29.9 each"),
            ("100 millions de francs", "100 millions de francs = FRF 100000000"),
            ("verser 1.000 euros à 6.000 personnes", "1.000 euros = EUR 1000; 6.000 = 6000"),
            ("payer 2,3 millions de dollars", "2,3 millions de dollars = USD 2300000"),
            ("5 M$ US", "5 M$ US = USD 5000000"),
        ],
    );
}

#[test]
fn english_money() {
    check(
        "en",
        &[
            ("It paid €600 million in cash.", "€600 million = EUR 600000000"),
            ("It paid $1.2bn in cash.", "$1.2bn = USD 1200000000"),
            ("It paid US$ 5m in cash.", "US$ 5m = USD 5000000"),
            ("It paid $ 8.9bn in cash.", "$ 8.9bn = USD 8900000000"),
            ("It paid $4.8 B for it.", "$4.8 B = USD 4800000000"),
            ("It paid £20m for it.", "£20m = GBP 20000000"),
            ("It paid CHF 30m for it.", "CHF 30m = CHF 30000000"),
            ("It paid R$ 12 million.", "R$ 12 million = BRL 12000000"),
            ("It paid 12.2 mln dlrs.", "12.2 mln dlrs = USD 12200000"),
            ("It paid 300 mln stg.", "300 mln stg = GBP 300000000"),
            ("It paid 5 billion yen.", "5 billion yen = JPY 5000000000"),
            ("It paid 3.2 trillion won.", "3.2 trillion won = KRW 3200000000000"),
            ("They won 30 contracts.", "30 = 30"),
            ("It paid $1.7 billion CAD.", "$1.7 billion CAD = CAD 1700000000"),
            ("It paid CA$ 19.2-billion.", "CA$ 19.2-billion = CAD 19200000000"),
            ("It made a CA$ 19 million bid.", "CA$ 19 million = CAD 19000000"),
            ("It paid 25 million Australian dollars.", "25 million Australian dollars = AUD 25000000"),
            ("a $5-billion bid", "$5-billion = USD 5000000000"),
            ("It paid half a billion dollars.", "half a billion dollars = USD 500000000"),
            ("It paid $1 to $2 billion.", "$1 to $2 billion = USD 1000000000"),
            ("It paid $10-15 million.", "$10-15 million = USD 10000000"),
            ("It offers $12 a share.", "$12 a share = USD 12 a share"),
            ("It fell $1 to $62.", "$1 = USD 1; $62 = USD 62"),
            ("It costs 69p a litre.", "69p a litre = GBP 0.69 each"),
            ("It offers 700p per share.", "700p per share = GBP 7 a share"),
            ("It costs $60 a barrel.", "$60 a barrel = USD 60 each"),
            (
                "It paid €57 million (US$78 million).",
                "€57 million = EUR 57000000; US$78 million = USD 78000000",
            ),
            ("Shares of 3M rose.", ""),
        ],
    );
}

#[test]
fn counts() {
    check(
        "fr",
        &[
            ("ont indiqué deux sources", "deux = 2"),
            ("supprimer 15 000 emplois", "15 000 = 15000"),
            ("supprimer 15.000 emplois", "15.000 = 15000"),
            ("quatre-vingt-dix-sept salariés", "quatre-vingt-dix-sept = 97"),
            ("vingt et un salariés", "vingt et un = 21"),
            ("deux cent trente-cinq salariés", "deux cent trente-cinq = 235"),
            ("trois mille cinq cents salariés", "trois mille cinq cents = 3500"),
            ("une trentaine de titres", "une trentaine = 30"),
            ("deux douzaines de titres", "deux douzaines = 24"),
            ("des dizaines de titres", ""),
            ("300 millions de doses", "300 millions = 300000000"),
            ("supprimer 330 à 380 postes", "330 à 380 = 330"),
            ("quelque 30.000 volontaires", "quelque 30.000 = 30000"),
            ("une source", ""),
            ("les deux-roues", ""),
        ],
    );
    check(
        "en",
        &[
            ("two people said", "two = 2"),
            ("cut 1,010 jobs", "1,010 = 1010"),
            ("twenty-five stores", "twenty-five = 25"),
            ("two hundred and five stores", "two hundred and five = 205"),
            ("a dozen stores", "a dozen = 12"),
            ("two dozen stores", "two dozen = 24"),
            ("15 million doses", "15 million = 15000000"),
            ("half the", "half the = 50% fraction"),
        ],
    );
}

#[test]
fn nothing_harms() {
    for iso in ["fr", "en"] {
        for text in [
            "",
            "%",
            "99999999999999999999999999999999999999999999999999999999999999999999 %",
            &"9".repeat(500),
            "le 99 juin 2023, le 31 février 2023, 45/67/8901, 0000-00-00",
            "June 99, 2023, 31 February 2023",
            "lundi 22, mardi 1er, le mois prochain, le week-end dernier, l'été prochain, dans dix ans",
            "Monday 22, next month, last weekend, next summer, the second quarter of next year, in ten years",
            "entre et entre et de à de à - - -% $ € US$ d'ici d'ici",
            "de de 5 à à 6 % mille mille milliards de mille milliards et demi et demi",
            "il y a 1000 ans, il y a 999999999999 jours, d'ici 100000 ans",
            "1.2.3.4,5,6 12:30 1/2/3/4 10--15 -5 +5 5- 5% - 5%",
            "vingt vingt vingt cent cent un un un et et un",
            "half half of half a half",
        ] {
            for published in [None, Some(PUBLISHED), Some(Date::MIN), Some(Date::MAX)] {
                read(iso, text, published);
            }
        }
    }
}
