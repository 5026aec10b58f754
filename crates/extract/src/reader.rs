//! The cascade, from text to reading.

use std::sync::Arc;

use entente_lang::{Knowledge, KnownName, Lang, LangError, Languages, Phrases};
use entente_model::{
    Diagnostic, DiagnosticCode, Entity, Event, Explanation, Extractor, Language, Party, Reading, Span,
};
use entente_text::{Conventions, Document, detect, parse};
use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::assembly::{Assembler, Discard};
use crate::completion;
use crate::confidence::{self, Grounds};
use crate::entity::surface;
use crate::explainer::{Explainer, Trail};
use crate::matching::Matcher;
use crate::merge::merge;
use crate::scene::Scene;
use crate::statement::Quoter;

/// Most words and marks that are read of one article: some 60 pages.
const MOST_TOKENS: usize = 20_000;
/// Most events of one article; more are no article's but a table's.
const MOST_EVENTS: usize = 500;

/// A part of the cascade, as whoever measures it sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Language, paragraphs, sentences, words, quotations.
    Text,
    /// Whether anything is worth reading.
    LookUp,
    /// Names, dimensions, attributions, clauses, who is who.
    Scene,
    /// Rules and the events that they make.
    Rules,
    /// What is said in quotations.
    Statements,
    /// What is merged, checked and weighed.
    Merge,
}

impl Stage {
    /// Its name in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LookUp => "look_up",
            Self::Scene => "scene",
            Self::Rules => "rules",
            Self::Statements => "statements",
            Self::Merge => "merge",
        }
    }
}

/// Reads articles: the cascade over one set of languages and one body of knowledge. It holds no state of any article: the
/// same text gives the same reading.
#[derive(Debug)]
pub struct Reader {
    languages: &'static Languages,
    knowledge: Arc<Knowledge>,
    /// Known names, cut as each language cuts its texts.
    names: Vec<(Language, Phrases<KnownName>)>,
}

impl Reader {
    /// A reader of the languages and the knowledge that ship with the program.
    pub fn builtin() -> Self {
        Self::new(Languages::builtin(), Knowledge::builtin())
    }

    /// A reader of the languages that ship with the program, which knows a user's organisations too: the text of a file, and its
    /// name for error messages. See [`Knowledge`] for what it holds and how it stands to what is built in.
    pub fn with_knowledge(file: &str, text: &str) -> Result<Self, LangError> {
        Ok(Self::new(Languages::builtin(), Arc::new(Knowledge::builtin().with(file, text)?)))
    }

    /// A reader of these languages that knows these organisations.
    pub fn new(languages: &'static Languages, knowledge: Arc<Knowledge>) -> Self {
        let names =
            languages.iter().map(|lang| (lang.language(), knowledge.names(lang.conventions()))).collect();
        Self { languages, knowledge, names }
    }

    /// Reads one text. The language is detected when absent; relative dates count from `published`.
    pub fn read(&self, text: &str, language: Option<Language>, published: Option<Date>) -> Reading {
        self.witness(text, language, published, &mut |_| (), |_| ()).0
    }

    /// Reads one text as [`Self::read`] does, and tells at the end of each stage that it has ended: who wants times looks at a clock then.
    pub fn read_observed(
        &self,
        text: &str,
        language: Option<Language>,
        published: Option<Date>,
        ended: &mut dyn FnMut(Stage),
    ) -> Reading {
        self.witness(text, language, published, ended, |_| ()).0
    }

    /// Reads one text as [`Self::read`] does, and tells what the confidence in each event rests on.
    pub fn read_weighed(
        &self,
        text: &str,
        language: Option<Language>,
        published: Option<Date>,
    ) -> (Reading, Vec<Grounds>) {
        let (reading, grounds) =
            self.witness(text, language, published, &mut |_| (), |trail| trail.grounds.to_vec());
        (reading, grounds.unwrap_or_default())
    }

    /// Why a passage is read as it is: the text is read whole, and what concerns the passage is told. Without a passage all of
    /// it is; one that lies outside the text, or cuts a character, holds nothing. What it gives grows with the passage: bound
    /// it where callers are not trusted.
    pub fn explain(
        &self,
        text: &str,
        language: Option<Language>,
        published: Option<Date>,
        passage: Option<Span>,
    ) -> Explanation {
        let passage = passage.unwrap_or(Span::new(0, text.len()));
        let (reading, explained) = self.witness(text, language, published, &mut |_| (), |trail| {
            Explainer { trail, passage: if passage.of(text).is_empty() { Span::default() } else { passage } }
                .explain()
        });
        Explanation {
            language: reading.language,
            passage,
            diagnostics: reading.diagnostics,
            ..explained.unwrap_or_default()
        }
    }

    /// Reads one text, and shows how its events came about where there is anything to read.
    fn witness<T>(
        &self,
        text: &str,
        language: Option<Language>,
        published: Option<Date>,
        ended: &mut dyn FnMut(Stage),
        show: impl FnOnce(&Trail<'_, '_>) -> T,
    ) -> (Reading, Option<T>) {
        let mut diagnostics = Vec::new();
        let Some(lang) = self.language(text, language, &mut diagnostics) else {
            return (Reading { diagnostics, ..Reading::default() }, None);
        };
        let mut document = parse(text, lang.conventions());
        let mut reading = Reading { language: Some(lang.language()), diagnostics, ..Reading::default() };
        if let Some(rest) = document.tokens().get(MOST_TOKENS) {
            // Who is who is asked of every pair of names: the bound keeps the time linear in the text's length.
            reading.diagnostics.push(Diagnostic {
                code: DiagnosticCode::Truncated,
                message: format!("{} words and marks, {MOST_TOKENS} are read", document.tokens().len()),
                span: Some(Span::new(rest.start(), text.len())),
            });
            document = parse(&text[..rest.start()], lang.conventions());
        }
        ended(Stage::Text);
        let is_worth_reading = Self::is_worth_reading(&document, lang);
        ended(Stage::LookUp);
        if !is_worth_reading {
            reading.diagnostics.push(Diagnostic {
                code: DiagnosticCode::NothingToRead,
                message: "no trigger of a rule and no quotation".to_owned(),
                span: None,
            });
            return (reading, None);
        }
        let Some((_, known)) = self.names.iter().find(|(language, _)| *language == lang.language()) else {
            return (reading, None);
        };
        let scene = Scene::read(&document, lang, &self.knowledge, known, published);
        ended(Stage::Scene);
        let extractor = self.extractor();
        let assembler = Assembler { scene: &scene, extractor: &extractor };
        let matcher = Matcher { scene: &scene };
        let matches = matcher.matches();
        let mut events = Vec::new();
        let mut made = Vec::with_capacity(matches.len());
        for found in &matches {
            let number = |event: Result<Event, Discard>| {
                event.map(|event| {
                    events.push(event);
                    events.len() - 1
                })
            };
            made.push(assembler.events(found).into_iter().map(number).collect::<Vec<_>>());
        }
        completion::complete(&scene, &mut events);
        ended(Stage::Rules);
        events.extend(Quoter { scene: &scene, extractor: &extractor }.statements());
        ended(Stage::Statements);
        let (mut events, fates) = merge(events, &mut reading.diagnostics);
        if events.len() > MOST_EVENTS {
            reading.diagnostics.push(Diagnostic {
                code: DiagnosticCode::Truncated,
                message: format!("{} events were found, {MOST_EVENTS} are kept", events.len()),
                span: None,
            });
            events.truncate(MOST_EVENTS);
        }
        let grounds = confidence::weigh(&scene, &mut events, &fates);
        ended(Stage::Merge);
        let trail = Trail {
            knowledge: &self.knowledge,
            matcher: &matcher,
            assembler: &assembler,
            matches: &matches,
            made: &made,
            fates: &fates,
            events: &events,
            grounds: &grounds,
        };
        let shown = show(&trail);
        reading.entities = entities(&scene, &events);
        reading.events = events;
        (reading, Some(shown))
    }

    /// The languages that it reads.
    pub fn languages(&self) -> Vec<Language> {
        self.languages.iter().map(Lang::language).collect()
    }

    /// Every rule that can make an event: its language, the type of the event, and the name that the event carries.
    pub fn rules(&self) -> impl Iterator<Item = (Language, entente_model::EventType, &'static str)> {
        self.languages.iter().flat_map(|lang| {
            let rules = lang.rules().iter().map(|rule| (rule.event, &*rule.name));
            let statements = crate::statement::RULES.map(|name| (entente_model::EventType::Statement, name));
            let all = rules.chain(statements);
            all.map(|(event, name)| (lang.language(), event, name))
        })
    }

    /// How events made here are signed.
    pub fn extractor(&self) -> Extractor {
        Extractor { name: "entente".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }

    fn language(
        &self,
        text: &str,
        given: Option<Language>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<&'static Lang> {
        if let Some(language) = given {
            let known = self.languages.get(language);
            if known.is_none() {
                diagnostics.push(Diagnostic {
                    code: DiagnosticCode::LanguageUnknown,
                    message: format!("{language} is not read"),
                    span: None,
                });
            }
            return known;
        }
        let conventions: Vec<&Conventions> = self.languages.iter().map(Lang::conventions).collect();
        let Some(detection) = detect(text, &conventions) else {
            diagnostics.push(Diagnostic {
                code: DiagnosticCode::LanguageUnknown,
                message: "the text is in none of the languages that are read, or too short to tell"
                    .to_owned(),
                span: None,
            });
            return None;
        };
        diagnostics.push(Diagnostic {
            code: DiagnosticCode::LanguageDetected,
            message: format!("read as {}", detection.language),
            span: None,
        });
        self.languages.get(detection.language)
    }

    /// An article without a trigger, an intention and a quotation ends after the look-up.
    fn is_worth_reading(document: &Document<'_>, lang: &Lang) -> bool {
        let plan = lang.discourse().class("plan");
        !document.quotations().is_empty()
            || document.tokens().iter().any(|token| {
                token.is_word()
                    && lang.analyses(document.lower(token)).iter().filter_map(|analysis| analysis.lemma).any(
                        |lemma| {
                            let idioms = lang.discourse().idioms(lemma);
                            lang.rules().is_trigger(lemma)
                                || lang.discourse().of(lemma).any(plan)
                                || idioms.iter().any(|i| lang.rules().is_trigger(i.lemma))
                        },
                    )
            })
    }
}

/// The entities that events name, in the order of their first mention, with all their forms.
fn entities(scene: &Scene<'_>, events: &[Event]) -> Vec<Entity> {
    let mut named: FxHashSet<&str> = FxHashSet::default();
    for event in events {
        named.extend(event.assertion.parties().into_iter().filter_map(Party::name));
        named.extend(event.source.name.as_ref().and_then(Party::name));
        named.extend(event.arguments.iter().filter_map(|argument| argument.entity.as_ref()?.name()));
    }
    let mut found: Vec<Entity> = Vec::new();
    for entity in scene.entities.all.iter().filter(|entity| named.contains(entity.key.as_str())) {
        let mut forms = vec![entity.key.clone()];
        for &name in &entity.names {
            let form = surface(scene.document, scene.names[name].span);
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        found.push(Entity {
            name: entity.key.clone(),
            forms,
            kind: entity.told_kind(),
            country: entity.country.as_deref().map(str::to_owned),
        });
    }
    // Assets have no name of their own: their description is their key.
    for name in named {
        if !found.iter().any(|entity| entity.name == name) {
            found.push(Entity::named(name));
        }
    }
    let place = |name: &str| scene.document.text().find(name).unwrap_or(usize::MAX);
    found.sort_by(|a, b| (place(&a.name), &a.name).cmp(&(place(&b.name), &b.name)));
    found
}
