//! Articles made of little: who takes part decides what is asserted.

use std::path::Path;
use std::sync::Arc;

use entente_facts::{AcceptedArticle, ArticleChange, ArticleInfo, Directory, FoundFact, Known, Moment};
use entente_index::{Index, IndexError, Presenter};
use entente_model::{
    ArticleId, Assertion, Certainty, Entity, Event, EventType, Evidence, Extractor, Interest, Partnership,
    PartnershipKind, PartnershipStatus, Party, Percent, Polarity, Share, Source, Span, Stake, StakeAction,
    StakeStatus, Statement, Strategy, StrategyAction, StrategyStatus, Tenant, Timex,
};
use jiff::Timestamp;

/// Two organisations that share an alias, and one whose legal form is told.
pub(crate) fn directory() -> Arc<Directory> {
    let known = |name: &str, aliases: &[&str]| Known {
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        country: Some("FR".to_owned()),
        sector: Some("auto".to_owned()),
        ..Known::named(name)
    };
    Arc::new(Directory::new([
        known("Nordalia Group", &["Nordalia Énergie", "NRD"]),
        known("Vaucresson Mutuelle", &["VM"]),
        known("Ventes Modernes", &["VM"]),
    ]))
}

/// Makes of a fact all that is told of it.
pub(crate) struct Written;

impl Presenter for Written {
    fn look(&self) -> String {
        "written".to_owned()
    }

    fn piece(&self, found: FoundFact) -> Vec<u8> {
        format!("{found:?}").into_bytes()
    }
}

/// The index of a folder, with the directory from here.
pub(crate) fn opened(path: &Path) -> Result<Index, IndexError> {
    Index::open(path, directory(), Arc::new(Written))
}

fn pick<T: Copy>(all: &[T], variant: usize) -> T {
    all[variant % all.len()]
}

/// A percent, and how it is told.
type ToldShare = (f64, fn(Percent) -> Share);

const SHARES: [Option<ToldShare>; 6] = [
    Some((15.0, Share::at_most)),
    Some((43.4, Share::exactly)),
    None,
    Some((50.0, Share::at_least)),
    Some((15.0, Share::exactly)),
    Some((70.0, Share::about)),
];

const TIMES: [Option<&str>; 4] = [None, Some("2020-01-02"), Some("2019"), Some("2020-02")];

fn share((percent, told): ToldShare) -> Share {
    told(Percent::new(percent).expect("a sample is sound"))
}

/// An event between `parties`, the first being the holder, actor or speaker.
pub(crate) fn event(event_type: EventType, parties: &[&str], variant: usize) -> Event {
    let party = |index: usize| Party::from(parties.get(index).copied().unwrap_or("?"));
    let all: Vec<Party> = parties.iter().map(|&name| Party::from(name)).collect();
    let assertion = match event_type {
        EventType::Partnership => Assertion::Partnership(Partnership {
            parties: all.iter().take(2).cloned().collect(),
            excluded: all.iter().skip(2).cloned().collect(),
            kind: pick(PartnershipKind::ALL, variant),
            status: pick(PartnershipStatus::ALL, variant),
            topic: Some("batteries tout-électriques".to_owned()),
            regions: vec!["Île-de-France".to_owned()],
        }),
        EventType::Stake => Assertion::Stake(Stake {
            holders: vec![party(0)],
            target: party(1),
            seller: parties.get(2).map(|&name| Party::from(name)),
            action: pick(StakeAction::ALL, variant),
            status: pick(StakeStatus::ALL, variant),
            share: pick(&SHARES, variant).map(share),
            share_before: pick(&SHARES, variant / 7).filter(|_| variant % 5 == 1).map(share),
            share_change: None,
            interest: Interest::Shareholding,
            amount: None,
        }),
        EventType::Strategy => Assertion::Strategy(Strategy {
            actor: party(0),
            action: pick(StrategyAction::ALL, variant),
            status: pick(StrategyStatus::ALL, variant),
            topic: None,
            regions: vec![],
        }),
        EventType::Statement => Assertion::Statement(Statement {
            speakers: vec![party(0)],
            quote: "nous irons plus loin".to_owned(),
        }),
    };
    let quote = format!("passage numéro {variant}");
    Event {
        assertion,
        polarity: pick(Polarity::ALL, variant / 3),
        certainty: pick(Certainty::ALL, variant),
        source: Source { name: parties.last().map(|&name| Party::from(name)), ..Source::author() },
        time: pick(&TIMES, variant / 2).map(|time| Timex::new(time).expect("a sample is sound")),
        expected: None,
        evidence: vec![Evidence { span: Span::new(0, quote.len()), quote }],
        arguments: vec![],
        confidence: 0.5,
        rule: "sample".to_owned(),
        extractor: Extractor { name: "sample".to_owned(), version: "1".to_owned() },
    }
}

/// When the log took its entry of this number, some days after all articles came out.
pub(crate) fn moment(position: u64) -> Moment {
    let day = 400 + i64::try_from(position).expect("a sample is sound");
    let time = Timestamp::from_second(1_577_836_800 + day * 86_400).expect("a sample is sound");
    Moment { time, position }
}

/// An article that came out `day` days after the start of 2020, or nobody knows when.
pub(crate) fn accepted(
    tenant: &str,
    id: &str,
    revision: u64,
    day: Option<i64>,
    forms: &[(&str, &[&str])],
    events: Vec<Event>,
) -> ArticleChange {
    let start = 1_577_836_800;
    let second = |day: i64| Timestamp::from_second(start + day * 86_400).expect("a sample is sound");
    let info = ArticleInfo {
        tenant: Tenant::new(tenant).expect("a sample is sound"),
        id: ArticleId::new(id).expect("a sample is sound"),
        revision,
        title: format!("Titre de {id}"),
        source: "La Dépêche des affaires".to_owned(),
        url: String::new(),
        published: day.map(second),
        appended: moment(revision),
        language: "fr".parse().ok(),
        text_sha256: format!("{revision:064x}"),
    };
    let entity = |(name, forms): &(&str, &[&str])| Entity {
        forms: forms.iter().map(|&form| form.to_owned()).collect(),
        ..Entity::named(*name)
    };
    ArticleChange::Accepted(Box::new(AcceptedArticle {
        // Articles of one day are copies of each other.
        text: format!("Le {day:?}, {id} ou non, la même dépêche de la même agence dans tous les journaux."),
        info,
        entities: forms.iter().map(entity).collect(),
        events: (0..).zip(events).collect(),
    }))
}
