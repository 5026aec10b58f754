//! Messages that are understood, for each method, and words to put into others.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_tests::{Dice, Pair, Sample, soon};
use entente_wire::v1::{AnswerQuestionRequest, ListStakesRequest, ResolveEntitiesRequest};
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage};

/// Requests as JSON; names in angle brackets stand for what the pair holds.
const REQUESTS: &[(&str, &str)] = &[
    ("IngestArticle", r#"{"article": <article>}"#),
    ("IngestArticle", r#"{"article": <article>, "requestId": "again", "offsetUnit": "OFFSET_UNIT_UTF16"}"#),
    (
        "IngestArticle",
        r#"{"article": {"articleId": "brought", "body": "Norvane détient 20% de Merzac"}, "skipExtraction": true, "events": [<event>]}"#,
    ),
    ("IngestArticles", r#"{"request": {"article": <article>}}"#),
    ("ParseArticle", r#"{"article": <article>}"#),
    (
        "ParseArticle",
        r#"{"article": {"title": "Norvane grows", "body": "Norvane plans to open 40 stores. \"We like it\", said Merzac."}}"#,
    ),
    ("ExplainExtraction", r#"{"article": <article>, "passage": {"start": 0, "end": 20}}"#),
    ("GetArticle", r#"{"articleId": "sample-3"}"#),
    ("ListArticles", r#"{"pageSize": 5}"#),
    ("RetractArticle", r#"{"articleId": "sample-59", "reason": "a test"}"#),
    ("ReextractArticles", r#"{"dryRun": true}"#),
    ("EraseArticle", r#"{"articleId": "sample-58", "reason": "ERASURE_REASON_TAKEDOWN"}"#),
    ("EraseArticles", r#"{"source": "nobody", "reason": "ERASURE_REASON_LICENCE", "dryRun": true}"#),
    ("BackupLog", "{}"),
    ("TailEvents", r#"{"cursor": "<cursor>"}"#),
    ("TailEvents", r#"{"offsetUnit": "OFFSET_UNIT_CODE_POINTS"}"#),
    ("ListEvents", r#"{"type": "EVENT_TYPE_STAKE", "pageSize": 3}"#),
    (
        "ListEvents",
        r#"{"type": "EVENT_TYPE_STAKE", "filter": {"entity": "Norvane"}, "offsetUnit": "OFFSET_UNIT_UTF16"}"#,
    ),
    ("ListPartnerships", r#"{"filter": {"entity": "Norvane"}}"#),
    ("ListStakes", r#"{"filter": {"entity": "Norvane"}, "role": "STAKE_ROLE_HOLDER", "pageSize": 10}"#),
    ("ListStakes", r#"{"asOf": {"validAt": "2024-03-01"}, "filter": {"minimumBelief": 0.1}}"#),
    ("ListStrategies", r#"{"filter": {"entity": "Merzac"}}"#),
    ("ListStatements", r#"{"pageSize": 2}"#),
    ("GetFact", r#"{"factId": "<fact>"}"#),
    ("GetTimeline", r#"{"entity": "Norvane"}"#),
    ("GetTimeline", r#"{"entity": "Norvane", "counterpart": "Merzac"}"#),
    ("TraceOwnership", r#"{"entity": "Norvane"}"#),
    ("ListContradictions", r#"{"entity": "Norvane"}"#),
    ("ListContradictions", r"{}"),
    ("SearchEvidence", r#"{"query": "détient", "pageSize": 4}"#),
    (
        "SearchEvidence",
        r#"{"query": "\"indiqué hier\" Norvane -Merzac", "scope": "SEARCH_SCOPE_ARTICLES", "offsetUnit": "OFFSET_UNIT_UTF16"}"#,
    ),
    ("GetEntity", r#"{"entityId": "<entity>"}"#),
    ("ResolveEntities", r#"{"name": "norvane"}"#),
    (
        "AnswerQuestion",
        r#"{"question": "Quelle part de Merzac Norvane détient-il ?", "conversationId": "one"}"#,
    ),
    ("AnswerQuestion", r#"{"question": "Who holds Caldora?", "offsetUnit": "OFFSET_UNIT_CODE_POINTS"}"#),
    ("AnswerQuestion", r#"{"question": "Et en 2023 ?", "conversationId": "one", "language": "fr"}"#),
    ("ExecutePlan", r#"{"plan": <plan>, "language": "fr"}"#),
    ("ExecutePlan", r#"{"plan": {"intent": "INTENT_SHARE"}}"#),
    (
        "VerifyCitation",
        r#"{"citation": {"article": {"articleId": "sample-3"}, "span": {"end": 4}, "quote": "Norv"}}"#,
    ),
    ("WatchEvents", r#"{"cursor": "<cursor>"}"#),
    ("WatchFacts", r"{}"),
    ("GetIndexStatus", r"{}"),
];

/// An event of whoever brings one, of [`REQUESTS`]' article.
const EVENT: &str = r#"{"stake": {"holders": ["Norvane"], "target": "Merzac", "action": "STAKE_ACTION_HOLD", "status": "STAKE_STATUS_HELD",
    "share": {"exact": 20}, "interest": "INTEREST_SHAREHOLDING"}, "polarity": "POLARITY_POSITIVE", "certainty": "CERTAINTY_CERTAIN",
    "source": {"kind": "SOURCE_KIND_AUTHOR"}, "time": "2024-03-01", "confidence": 0.9, "extractor": {"name": "test", "version": "1"},
    "evidence": [{"span": {"start": 0, "end": 30}, "quote": "Norvane détient 20% de Merzac"}]}"#;

/// Texts that have broken something somewhere.
const WORDS: &[&str] = &[
    "",
    " ",
    "\0",
    "\u{202e}detneserp",
    "e\u{301}\u{301}\u{301}\u{301}",
    "\u{fffd}\u{feff}",
    "İıſK",
    "👩‍👩‍👧‍👦",
    "../../etc",
    "' OR 1=1 --",
    "*",
    "\"",
    "\"a\" -\"",
    "()(((((((((",
    "100%",
    "-1",
    "NaN",
    "2024-02-30",
    "2024-02-29",
    "2024",
    "9999-12-31",
    "-9999-01-01",
    "XXXX-05-31",
    "P3M",
    "fr",
    "en",
    "xx-Klingon",
    "default",
    "tenant/with/slashes",
    "Norvane",
    "Merzac S.A.",
    "Norvane détient 99% de Merzac.",
    "« Nous sommes heureux », a déclaré Norvane. “Yes”, said 'Merzac’.",
    "Who owns Norvane, and what does Merzac plan?",
    "Quelle part de Caldora Norvane prévoit-il de prendre d'ici 2027 ?",
    "sample-1",
    "sample-1/1/0",
    "brought/1/0",
];

/// What is understood, and words of the pair's.
#[derive(Clone)]
pub(crate) struct Seeds {
    methods: Arc<BTreeMap<String, Vec<DynamicMessage>>>,
    words: Arc<Vec<String>>,
}

impl Seeds {
    /// Seeds about what the pair holds.
    pub(crate) async fn of(pair: &Pair, pool: &DescriptorPool, cursor: String) -> Self {
        let contract = |name: &str| pool.get_message_by_name(&format!("entente.v1.{name}")).unwrap();
        let json = |name: &str, bytes: &[u8]| {
            serde_json::to_string(&DynamicMessage::decode(contract(name), bytes).unwrap()).unwrap()
        };
        let mut query = pair.query.query_client();
        let page = ListStakesRequest { page_size: 2, ..ListStakesRequest::default() };
        let listed = soon(query.list_stakes(page)).await.unwrap().into_inner();
        let fact = listed.stakes[0].fact_id.clone();
        let name = ResolveEntitiesRequest { name: "Norvane".to_owned(), ..Default::default() };
        let resolved = soon(query.resolve_entities(name)).await.unwrap().into_inner();
        let entity = resolved.entities[0].entity.as_ref().unwrap().entity_id.clone();
        let question = "Quelle part de Merzac Norvane détient-il ?".to_owned();
        let question = AnswerQuestionRequest { question, ..AnswerQuestionRequest::default() };
        let plan = soon(query.answer_question(question)).await.unwrap().into_inner().typed_plan.unwrap();
        let places = [
            ("<article>", json("Article", &Sample::number(7).article().encode_to_vec())),
            ("<event>", EVENT.to_owned()),
            ("<plan>", json("Plan", &plan.encode_to_vec())),
            ("<cursor>", cursor.clone()),
            ("<fact>", fact.clone()),
            ("<entity>", entity.clone()),
        ];
        let mut methods: BTreeMap<String, Vec<DynamicMessage>> = BTreeMap::new();
        for (method, request) in REQUESTS {
            let request =
                places.iter().fold((*request).to_owned(), |text, (place, held)| text.replace(place, held));
            let mut reader = serde_json::Deserializer::from_str(&request);
            let message = DynamicMessage::deserialize(contract(&format!("{method}Request")), &mut reader);
            let message = message.unwrap_or_else(|error| panic!("{method}: {error}: {request}"));
            methods.entry((*method).to_owned()).or_default().push(message);
        }
        let own = [cursor, fact, entity, listed.next_page_token];
        let words = WORDS.iter().map(ToString::to_string).chain(own).collect();
        Self { methods: Arc::new(methods), words: Arc::new(words) }
    }

    /// What a method understands; a method without any is to get some.
    pub(crate) fn of_method(&self, name: &str) -> &[DynamicMessage] {
        self.methods.get(name).unwrap_or_else(|| panic!("tests/rpc_fuzz/seeds.rs has no request of {name}"))
    }

    /// A text for a field.
    pub(crate) fn text(&self, field: &str, dice: &mut Dice) -> String {
        let word = |dice: &mut Dice| self.words[dice.below(self.words.len())].clone();
        match dice.below(24) {
            0 => word(dice).repeat(1 + dice.below(300)),
            1 => (0..dice.below(60)).map(|_| word(dice)).collect::<Vec<_>>().join(" "),
            2 => (0..dice.below(40))
                .map(|_| char::from_u32(u32::try_from(dice.below(0x11_0000)).unwrap()).unwrap_or('\u{fffd}'))
                .collect(),
            // Articles are to be read, too.
            3..=12 if field == "body" => Sample::number(dice.below(500)).body(),
            _ => word(dice),
        }
    }
}
