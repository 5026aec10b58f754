//! Question in, answer out.

use std::sync::{Arc, OnceLock};

use entente_facts::Facts;
use entente_lang::{Knowledge, Languages, QuestionFiles};
use entente_model::{Language, Tenant};

use crate::answer::{Abstention, Answer, Citation, Proven};
use crate::error::{AnswerError, DataError, File};
use crate::find::{Finding, Found, Missing, Search, described};
use crate::plan::Plan;
use crate::question::Question;
use crate::read::gazetteer::{Gazetteer as _, KnownNames};
use crate::read::notion::Notions;
use crate::read::{Reader, Unread};
use crate::say::Speaker;

/// Most citations of an answer, for one event told by many articles.
const MOST_CITATIONS: usize = 50;
/// Of a thousand words of a question, how many must be a language's commonest ones for it to be read in that language
/// when the caller names none. Real questions have some 400; a short one with a long name, some 150.
const FAMILIAR: usize = 120;

/// Answers questions in every language that has data for them. Made once, shared by all.
#[derive(Debug)]
pub struct Answerer {
    voices: Vec<Voice>,
    notions: Notions,
    languages: &'static Languages,
    knowledge: Arc<Knowledge>,
}

/// What reads and speaks one language.
#[derive(Debug)]
struct Voice {
    reader: Reader,
    speaker: Speaker,
}

impl Answerer {
    /// The one made of the data that ships with the program.
    ///
    /// # Panics
    /// If the embedded data is not valid; a test reads all of it.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Answerer> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::new(Knowledge::builtin()))
    }

    /// The one of the data that ships with the program, with these organisations known.
    ///
    /// # Panics
    /// As [`Self::builtin`] does.
    pub fn new(knowledge: Arc<Knowledge>) -> Self {
        Self::load(Languages::builtin(), knowledge, &QuestionFiles::builtin())
            .expect("the embedded data was checked by a test")
    }

    /// Reads the question data of languages, and checks every example in it. A file of a language that is not known
    /// otherwise is left out.
    pub fn load(
        languages: &'static Languages,
        knowledge: Arc<Knowledge>,
        files: &[QuestionFiles],
    ) -> Result<Self, DataError> {
        let mut voices = Vec::new();
        let mut notions = Notions::default();
        for files in files {
            let Some(lang) = languages.get(files.language) else { continue };
            let path = |name: &str| format!("{}/{name}", files.language);
            let reader = Reader::load(lang, File { path: &path("questions.toml"), text: files.questions })?;
            let speaker = Speaker::load(File { path: &path("answers.toml"), text: files.answers })?;
            notions.add(&reader.rules().notions);
            voices.push(Voice { reader, speaker });
        }
        Ok(Self { voices, notions, languages, knowledge })
    }

    /// The languages that questions are read in.
    pub fn languages(&self) -> impl Iterator<Item = Language> + '_ {
        self.voices.iter().map(|voice| voice.reader.lang().language())
    }

    /// Answers a question that stands alone from what is told in a tenant's articles, in the question's language: the one
    /// given, else the one that most of its common words belong to.
    pub fn answer(
        &self,
        facts: &dyn Facts,
        tenant: &Tenant,
        question: &str,
        language: Option<Language>,
    ) -> Result<Answer, AnswerError> {
        self.ask(facts, tenant, Question { language, ..Question::new(question) })
    }

    /// Answers a question from what is told in a tenant's articles; one that goes on from another is read with its plan.
    pub fn ask(
        &self,
        facts: &dyn Facts,
        tenant: &Tenant,
        question: Question<'_>,
    ) -> Result<Answer, AnswerError> {
        let (voice, familiar) = self.voice(question.text, question.language)?;
        let Voice { reader, speaker } = voice;
        let language = reader.lang().language();
        let not_understood =
            |text: String| Answer { language, text, plan: None, outcome: Err(Abstention::NotUnderstood) };
        let names = KnownNames { facts, tenant, knowledge: &self.knowledge };
        match reader.read(question, &names)? {
            Ok(plan) => self.run(facts, tenant, &plan, voice),
            Err(Unread::NoRule(_)) if !familiar => Ok(not_understood(speaker.foreign())),
            Err(unread) => Ok(not_understood(speaker.unread(&unread))),
        }
    }

    /// Answers a plan that was made without a question, in words of this language. A name without entities is looked up.
    pub fn execute(
        &self,
        facts: &dyn Facts,
        tenant: &Tenant,
        plan: &Plan,
        language: Language,
    ) -> Result<Answer, AnswerError> {
        let (voice, _) = self.voice("", Some(language))?;
        let names = KnownNames { facts, tenant, knowledge: &self.knowledge };
        let mut plan = plan.clone();
        let lists = [&mut plan.subject, &mut plan.object, &mut plan.with, &mut plan.except];
        for name in lists.into_iter().flatten().filter(|name| !name.is_known()) {
            if let Some(found) = names.find(&name.said)? {
                *name = found;
            }
        }
        self.run(facts, tenant, &plan, voice)
    }

    /// Looks a plan up and words what comes of it.
    fn run(
        &self,
        facts: &dyn Facts,
        tenant: &Tenant,
        plan: &Plan,
        Voice { reader, speaker }: &Voice,
    ) -> Result<Answer, AnswerError> {
        let language = reader.lang().language();
        let mut plan = described(plan);
        let mut found = self.look_up(&plan, facts, tenant)?;
        if found.is_err()
            && let Some(other) = with_short_forms(&plan)
        {
            let again = self.look_up(&other, facts, tenant)?;
            if again.is_ok() {
                (plan, found) = (other, again);
            }
        }
        let (text, outcome) = match found {
            Ok(finding) => (speaker.answer(&plan, &finding), Ok(proven(finding))),
            Err(missing) => {
                let reason = match missing {
                    Missing::OutOfScope => Abstention::OutOfScope,
                    Missing::Name(_) | Missing::Words(_) | Missing::Facts | Missing::Contradiction => {
                        Abstention::NotKnown
                    }
                };
                (speaker.missing(&plan, &missing), Err(reason))
            }
        };
        Ok(Answer { language, text, plan: Some(plan), outcome })
    }

    fn look_up(&self, plan: &Plan, facts: &dyn Facts, tenant: &Tenant) -> Found {
        let vocabularies = self.voices.iter().map(|voice| &voice.reader.rules().vocabulary).collect();
        Search::new(plan, facts, tenant, &self.notions, self.languages, vocabularies).run()
    }

    /// Who reads a question, and whether its words are familiar to them.
    fn voice(&self, question: &str, language: Option<Language>) -> Result<(&Voice, bool), AnswerError> {
        let named = |code: Language| {
            let voice = self.voices.iter().find(|voice| voice.reader.lang().language() == code);
            voice.map(|voice| (voice, true)).ok_or_else(|| AnswerError::Language(code.to_string()))
        };
        if let Some(code) = language {
            return named(code);
        }
        let familiarity = |voice: &&Voice| voice.reader.familiarity(question);
        // On a tie the last would win; English, the first by code, is the better guess.
        let best = self.voices.iter().rev().max_by_key(familiarity);
        best.map(|voice| (voice, familiarity(&voice) >= FAMILIAR))
            .ok_or_else(|| AnswerError::Language("none".to_owned()))
    }
}

/// The plan with each name read as the short form that it may be; none where no name is one.
fn with_short_forms(plan: &Plan) -> Option<Plan> {
    let mut other = plan.clone();
    let names = other.subject.iter_mut().chain(&mut other.object).chain(&mut other.with);
    let mut changed = false;
    for name in names {
        if let Some(short) = name.as_short_form() {
            *name = short;
            changed = true;
        }
    }
    changed.then_some(other)
}

fn proven(finding: Finding) -> Proven {
    let mut citations = Vec::new();
    for event in finding.told.into_iter().flatten() {
        for evidence in event.event.evidence {
            citations.push(Citation { article: event.article.clone(), evidence, event: event.id.clone() });
        }
    }
    citations.truncate(MOST_CITATIONS);
    Proven {
        entities: finding.entities,
        share: finding.share,
        amount: finding.amount,
        verdict: finding.verdict,
        time: finding.time,
        citations,
    }
}
