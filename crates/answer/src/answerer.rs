//! Question in, answer out.

use std::sync::{Arc, OnceLock};

use entente_facts::{FactsError, IndexedEvent};
use entente_lang::{Knowledge, Languages, QuestionFiles};
use entente_model::{Language, Tenant};

use crate::answer::{Abstention, Answer, Citation, Lack, Nearest, Proven};
use crate::error::{AnswerError, DataError, File};
use crate::find::{Finding, Missing, Search, described, nearest};
use crate::ground::{Ground, Record};
use crate::plan::{Name, Plan};
use crate::question::Question;
use crate::read::gazetteer::KnownNames;
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

    /// True when a plan may name the place of this code.
    pub fn knows_place(&self, code: &str) -> bool {
        self.languages.iter().any(|lang| lang.places().iter().any(|place| &*place.code == code))
    }

    /// Answers a question that stands alone from what is told now in a tenant's articles, in the question's language: the one
    /// given, else the one that most of its common words belong to.
    pub fn answer(
        &self,
        record: &dyn Record,
        tenant: &Tenant,
        question: &str,
        language: Option<Language>,
    ) -> Result<Answer, AnswerError> {
        self.ask(Ground::now(record, tenant), Question { language, ..Question::new(question) })
    }

    /// Answers a question; one that goes on from another is read with its plan.
    pub fn ask(&self, ground: Ground<'_>, question: Question<'_>) -> Result<Answer, AnswerError> {
        let (voice, familiar) = self.voice(question.text, question.language)?;
        match voice.reader.read(question, &self.names(ground))? {
            Ok((plan, other)) => {
                let answer = self.run(ground, &plan, voice)?;
                let Some(other) = other.filter(|_| answer.outcome.is_err()) else { return Ok(answer) };
                let other = described(&other);
                Ok(match self.search(&other, ground).again().run()? {
                    Ok(finding) => answered(voice, other, finding),
                    Err(_) => answer,
                })
            }
            Err(unread) => Ok(not_understood(voice, unread, familiar)),
        }
    }

    /// Answers a plan that was made without a question, in words of this language or in English, as the question that is read as it. A name without
    /// entities is looked up; entities that have become part of others are followed, and those of whom nothing is told passed over.
    pub fn execute(
        &self,
        ground: Ground<'_>,
        plan: &Plan,
        language: Option<Language>,
    ) -> Result<Answer, AnswerError> {
        let (voice, _) = self.voice("", language)?;
        let names = self.names(ground);
        let mut plan = plan.clone();
        let lists = [&mut plan.subject, &mut plan.object, &mut plan.with, &mut plan.except];
        for name in lists.into_iter().flatten() {
            *name = names.renew(name)?;
        }
        self.run(ground, &plan, voice)
    }

    fn names<'a>(&'a self, ground: Ground<'a>) -> KnownNames<'a> {
        KnownNames::new(ground.record, ground.tenant, &self.knowledge)
    }

    /// Looks a plan up and words what comes of it.
    fn run(&self, ground: Ground<'_>, plan: &Plan, voice: &Voice) -> Result<Answer, AnswerError> {
        let Voice { reader, speaker } = voice;
        let mut plan = described(plan);
        let mut found = self.search(&plan, ground).run()?;
        if found.is_err() {
            for other in self.read_otherwise(ground, &plan)? {
                let again = self.search(&other, ground).run()?;
                if again.is_ok() {
                    (plan, found) = (other, again);
                    break;
                }
            }
        }
        let language = reader.lang().language();
        Ok(match found {
            Ok(finding) => answered(voice, plan, finding),
            Err(missing) => {
                let text = speaker.missing(&plan, &missing);
                let outcome = Err(reason(&missing));
                let nearest = match reason(&missing) {
                    Abstention::NotKnown => self.near(ground, speaker, &plan)?,
                    Abstention::NotUnderstood | Abstention::OutOfScope => Vec::new(),
                };
                Answer { language, text, plan: Some(plan), outcome, lack: Some(lack(missing)), nearest }
            }
        })
    }

    fn search<'a>(&'a self, plan: &'a Plan, ground: Ground<'a>) -> Search<'a> {
        let vocabularies = self.voices.iter().map(|voice| &voice.reader.rules().vocabulary).collect();
        Search::new(plan, ground, &self.notions, self.languages, vocabularies)
    }

    /// The plan with each name read as the short form that it may be; where it names several, also with one of them read
    /// as the beginning of another name, which the others bear out.
    fn read_otherwise(&self, ground: Ground<'_>, plan: &Plan) -> Result<Vec<Plan>, FactsError> {
        let mut plans: Vec<Plan> = renamed(plan, |_, name| Ok(name.as_short_form()))?.into_iter().collect();
        let count = plan.subject.len() + plan.object.len() + plan.with.len();
        if count > 1 && plan.knows_names() {
            let names = self.names(ground);
            for one in 0..count {
                plans
                    .extend(renamed(plan, |at, name| if at == one { names.longer(name) } else { Ok(None) })?);
            }
        }
        Ok(plans)
    }

    /// What is known that comes nearest to what is not.
    fn near(&self, ground: Ground<'_>, speaker: &Speaker, plan: &Plan) -> Result<Vec<Nearest>, AnswerError> {
        let near = nearest(&self.search(plan, ground))?;
        let tell = |event: IndexedEvent| Nearest { text: speaker.sentence(&event), citations: cited(event) };
        Ok(near.into_iter().map(tell).collect())
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

fn answered(Voice { reader, speaker }: &Voice, plan: Plan, finding: Finding) -> Answer {
    let text = speaker.answer(&plan, &finding);
    Answer {
        language: reader.lang().language(),
        text,
        plan: Some(plan),
        outcome: Ok(proven(finding)),
        lack: None,
        nearest: Vec::new(),
    }
}

/// The plan with other names in place of some; none where there are none.
fn renamed(
    plan: &Plan,
    mut rename: impl FnMut(usize, &Name) -> Result<Option<Name>, FactsError>,
) -> Result<Option<Plan>, FactsError> {
    let mut other = plan.clone();
    let names = other.subject.iter_mut().chain(&mut other.object).chain(&mut other.with);
    let mut any = false;
    for (at, name) in names.enumerate() {
        if let Some(another) = rename(at, name)? {
            *name = another;
            any = true;
        }
    }
    Ok(any.then_some(other))
}

fn not_understood(Voice { reader, speaker }: &Voice, unread: Unread, familiar: bool) -> Answer {
    let foreign = !familiar && matches!(unread, Unread::NoRule(_));
    let text = if foreign { speaker.foreign() } else { speaker.unread(&unread) };
    let word = match unread {
        Unread::NoRule(word) => word.filter(|_| !foreign),
        Unread::Empty | Unread::Long => None,
    };
    Answer {
        language: reader.lang().language(),
        text,
        plan: None,
        outcome: Err(Abstention::NotUnderstood),
        lack: Some(Lack::Reading(word)),
        nearest: Vec::new(),
    }
}

const fn reason(missing: &Missing) -> Abstention {
    match missing {
        Missing::OutOfScope => Abstention::OutOfScope,
        Missing::Name(_) | Missing::Words(_) | Missing::Facts | Missing::Contradiction => {
            Abstention::NotKnown
        }
    }
}

fn lack(missing: Missing) -> Lack {
    match missing {
        Missing::Name(name) => Lack::Name(name),
        Missing::Words(words) => Lack::Words(words),
        Missing::Facts => Lack::Fact,
        Missing::Contradiction => Lack::Agreement,
        Missing::OutOfScope => Lack::Scope,
    }
}

/// The passages that carry an event.
fn cited(event: IndexedEvent) -> Vec<Citation> {
    let IndexedEvent { id, event, article, .. } = event;
    let cite = |evidence| Citation { article: Arc::clone(&article), evidence, event: id.clone() };
    event.evidence.into_iter().map(cite).collect()
}

fn proven(finding: Finding) -> Proven {
    let citations = finding.told.into_iter().flatten().flat_map(cited).take(MOST_CITATIONS).collect();
    Proven {
        entities: finding.entities,
        share: finding.share,
        amount: finding.amount,
        verdict: finding.verdict,
        time: finding.time,
        citations,
    }
}
