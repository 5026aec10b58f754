//! Annotated articles as facts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use entente_answer::Record;
use entente_facts::{
    AcceptedArticle, ArticleChange, ArticleInfo, ContradictionQuery, Directory, EntityId, EntityRecord,
    EventQuery, FactQuery, Facts, FactsError, FoundContradiction, FoundFact, IndexedEvent, Known,
    MemoryFacts, Moment, NameMatch, Names, Resolved,
};
use entente_lang::{Knowledge, Organisation};
use entente_model::{
    ArticleId, Assertion, Certainty, Currency, Entity, Event, Evidence, Extractor, Language, Money,
    Partnership, Party, Polarity, Share, Source, SourceKind, Span, Stake, Statement, Strategy, Tenant, Timex,
};
use entente_text::fold;
use jiff::Timestamp;
use serde_json::Value;

/// Facts in memory, with the names and records looked up once: the facts' own model computes them at every read.
pub(crate) struct Gold {
    facts: MemoryFacts,
    names: BTreeMap<String, Vec<(EntityId, NameMatch)>>,
    records: BTreeMap<EntityId, EntityRecord>,
    texts: BTreeMap<String, String>,
}

impl Gold {
    /// Reads articles, one a line, with their texts beside.
    pub(crate) fn read(path: &Path, texts: &Path) -> Self {
        let directory = Arc::new(Directory::new(Knowledge::builtin().iter().map(known)));
        let mut facts = MemoryFacts::new(Arc::clone(&directory));
        let mut kept = BTreeMap::new();
        for line in fs::read_to_string(path).unwrap().lines() {
            let article: Value = serde_json::from_str(line).unwrap();
            let id = article["id"].as_str().unwrap();
            let text = fs::read_to_string(texts.join(format!("{id}.txt"))).unwrap();
            facts.apply(ArticleChange::Accepted(Box::new(accepted(&article, &text))));
            kept.insert(id.to_owned(), text);
        }
        let (mut names, mut records, mut uses) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for used in facts.articles().flat_map(|article| &article.names) {
            uses.entry(used.entity).or_insert_with(Names::default).add(&used.name, used.own);
        }
        for (id, used) in uses {
            for (name, found) in used.folded(id, &directory) {
                names.entry(name).or_insert_with(Vec::new).push((id, found));
            }
            records.insert(id, used.record(id, &entente_facts::Signs::default(), 0, &directory));
        }
        Self { facts, names, records, texts: kept }
    }

    /// An article's text.
    pub(crate) fn text(&self, id: &str) -> &str {
        &self.texts[id]
    }
}

impl Facts for Gold {
    fn entity(&self, _: &Tenant, id: EntityId) -> Result<Option<EntityRecord>, FactsError> {
        Ok(self.records.get(&id).cloned())
    }

    fn resolve(&self, _: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError> {
        let wanted = fold(name);
        let beginning = self.names.range(wanted.clone()..).take_while(|(name, _)| name.starts_with(&wanted));
        let mut best = BTreeMap::new();
        for (name, (id, found)) in beginning.flat_map(|(name, ids)| ids.iter().map(move |id| (name, *id))) {
            let found = if *name == wanted { found } else { NameMatch::Prefix };
            let known = best.entry(id).or_insert(found);
            *known = found.min(*known);
        }
        let resolved = |(id, found)| Resolved { entity: self.records[&id].clone(), found };
        let mut resolved: Vec<Resolved> = best.into_iter().map(resolved).collect();
        resolved.sort_by(Resolved::rank);
        resolved.truncate(limit);
        Ok(resolved)
    }

    fn is_name(&self, _: &Tenant, folded: &str) -> Result<bool, FactsError> {
        Ok(self.names.contains_key(folded))
    }

    fn events(&self, tenant: &Tenant, query: &EventQuery) -> Result<Vec<IndexedEvent>, FactsError> {
        self.facts.events(tenant, query)
    }
}

impl Record for Gold {
    fn believed(&self, tenant: &Tenant, query: &FactQuery) -> Result<Vec<FoundFact>, FactsError> {
        self.facts.believed(tenant, query)
    }

    fn at_odds(
        &self,
        tenant: &Tenant,
        query: &ContradictionQuery,
    ) -> Result<Vec<FoundContradiction>, FactsError> {
        self.facts.at_odds(tenant, query)
    }
}

fn known(organisation: &Organisation) -> Known {
    Known {
        aliases: organisation.aliases.iter().map(ToString::to_string).collect(),
        country: organisation.country.as_ref().map(ToString::to_string),
        sector: organisation.sector.map(|sector| format!("{sector:?}").to_lowercase()),
        ..Known::named(&*organisation.name)
    }
}

fn accepted(article: &Value, text: &str) -> AcceptedArticle {
    let id = article["id"].as_str().unwrap();
    let published = article["published"].as_str().map(|day| format!("{day}T00:00:00Z").parse().unwrap());
    let info = ArticleInfo {
        tenant: Tenant::default(),
        id: ArticleId::new(id).unwrap(),
        revision: 1,
        title: text.lines().next().unwrap_or_default().to_owned(),
        source: String::new(),
        url: String::new(),
        published,
        appended: Moment { time: Timestamp::UNIX_EPOCH, position: 1 },
        language: Some(Language::new(article["language"].as_str().unwrap()).unwrap()),
        text_sha256: String::new(),
    };
    let entities = article["entities"].as_object().unwrap().iter();
    let entities =
        entities.map(|(name, forms)| Entity { forms: strings(forms), ..Entity::named(name) }).collect();
    let events = article["events"].as_array().unwrap().iter().map(|event| event_of(event, text));
    AcceptedArticle { info, text: text.to_owned(), entities, events: (0..).zip(events).collect() }
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn parties(value: &Value) -> Vec<Party> {
    strings(value).iter().map(|name| Party::from(name.as_str())).collect()
}

fn named<T: std::str::FromStr>(value: &Value) -> T
where
    T::Err: std::fmt::Debug,
{
    value.as_str().unwrap().parse().unwrap()
}

fn share(value: &Value) -> Option<Share> {
    let part = |key: &str| value[key].as_f64();
    let about = value["approximate"].as_bool().unwrap_or(false);
    value.is_object().then(|| Share::new(part("exact"), part("minimum"), part("maximum"), about).unwrap())
}

fn timex(value: &Value) -> Option<Timex> {
    value.as_str().map(|time| Timex::new(time).unwrap())
}

fn event_of(event: &Value, text: &str) -> Event {
    let topic = event["topic"].as_str().map(str::to_owned);
    let regions = strings(&event["regions"]);
    let assertion = match event["type"].as_str().unwrap() {
        "PARTNERSHIP" => Assertion::Partnership(Partnership {
            parties: parties(&event["parties"]),
            excluded: parties(&event["excluded"]),
            kind: named(&event["kind"]),
            status: named(&event["status"]),
            topic,
            regions,
        }),
        "STAKE" => Assertion::Stake(Stake {
            holders: parties(&event["holders"]),
            target: Party::from(event["target"].as_str().unwrap()),
            seller: event["seller"].as_str().map(Party::from),
            action: named(&event["action"]),
            status: named(&event["status"]),
            share: share(&event["share"]),
            share_before: share(&event["share_before"]),
            share_change: share(&event["share_change"]),
            interest: named(&event["interest"]),
            amount: event["amount"].is_object().then(|| {
                let currency = Currency::new(event["amount"]["currency"].as_str().unwrap()).unwrap();
                Money::new(event["amount"]["value"].as_f64().unwrap(), currency).unwrap()
            }),
        }),
        "STRATEGY" => Assertion::Strategy(Strategy {
            actor: Party::from(event["actor"].as_str().unwrap()),
            action: named(&event["action"]),
            status: named(&event["status"]),
            topic,
            regions,
        }),
        _ => Assertion::Statement(Statement {
            speakers: parties(&event["speakers"]),
            quote: event["quote"].as_str().unwrap().to_owned(),
        }),
    };
    let source = &event["source"];
    let evidence = strings(&event["evidence"]).into_iter().map(|quote| {
        let start = text.find(&quote).unwrap_or_else(|| panic!("{quote} is not in the text"));
        Evidence { span: Span::new(start, start + quote.len()), quote }
    });
    let statement = matches!(assertion, Assertion::Statement(_));
    Event {
        assertion,
        polarity: if statement { Polarity::Positive } else { named(&event["polarity"]) },
        certainty: if statement { Certainty::Certain } else { named(&event["certainty"]) },
        source: Source {
            kind: named::<SourceKind>(&source["kind"]),
            name: source["name"].as_str().map(Party::from),
            count: source["count"].as_u64().and_then(|count| u32::try_from(count).ok()),
            descriptor: None,
        },
        time: timex(&event["time"]),
        expected: timex(&event["expected"]),
        evidence: evidence.collect(),
        arguments: Vec::new(),
        confidence: 1.0,
        rule: String::new(),
        extractor: Extractor { name: "gold".to_owned(), version: "1".to_owned() },
    }
}
