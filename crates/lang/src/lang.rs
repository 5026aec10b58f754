//! All that is known of one language.

use entente_model::Language;
use entente_text::Conventions;
use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, LemmaId, Pos};
use crate::calibration::Calibration;
use crate::conventions;
use crate::descriptors::{self, Descriptor};
use crate::dimensions::Dimensions;
use crate::discourse::{Classes, Discourse};
use crate::error::LangError;
use crate::function_words::add_function_words;
use crate::lexicon::{Lexicon, LexiconBuilder};
use crate::paradigm::Paradigms;
use crate::phrases::Phrases;
use crate::places::Places;
use crate::rules::Rules;
use crate::source::Folder;
use crate::suffixes::Suffixes;
use crate::verb::{Verb, add_verbs};
use crate::words::{add_adjectives, add_nouns};

/// One language: its lexicon, and the names and descriptors that it uses.
#[derive(Debug)]
pub struct Lang {
    language: Language,
    conventions: Conventions,
    lexicon: Lexicon,
    verbs: FxHashMap<LemmaId, Verb>,
    suffixes: Suffixes,
    places: Places,
    descriptors: Phrases<Descriptor>,
    dimensions: Dimensions,
    discourse: Discourse,
    rules: Rules,
    calibration: Calibration,
}

impl Lang {
    /// Reads a language's folder.
    pub(crate) fn load(language: Language, folder: &Folder<'_>) -> Result<Self, LangError> {
        let conventions = conventions::load(language, folder.file("conventions.toml")?)?;
        let split = |text: &str| conventions::split(text, &conventions);
        let verb_forms = Paradigms::load(folder.file("verb_paradigms.toml")?, Pos::Verb)?;
        let noun_forms = Paradigms::load(folder.file("noun_paradigms.toml")?, Pos::Noun)?;
        let adjective_forms = Paradigms::load(folder.file("adjective_paradigms.toml")?, Pos::Adjective)?;
        let mut lexicon = LexiconBuilder::default();
        add_function_words(folder.file("function_words.toml")?, &split, &mut lexicon)?;
        let verbs = add_verbs(folder.file("verbs.toml")?, &verb_forms, &mut lexicon)?;
        add_nouns(folder.file("nouns.toml")?, &noun_forms, &adjective_forms, &mut lexicon)?;
        add_adjectives(folder.file("adjectives.toml")?, &adjective_forms, &mut lexicon)?;
        let suffixes = Suffixes::load(folder.file("suffixes.toml")?)?;
        let places = Places::load(folder.file("geography.toml")?, &split, &adjective_forms, &mut lexicon)?;
        let descriptors = descriptors::load(folder.file("descriptors.toml")?, &split, &noun_forms, &lexicon)?;
        let dimensions = Dimensions::load(folder.file("dimensions.toml")?)?;
        let discourse = Discourse::load(folder.file("discourse.toml")?, &split, &mut lexicon)?;
        let rules = Rules::load(folder, &discourse, &mut lexicon)?;
        let lexicon = lexicon.build();
        let calibration = Calibration::load(folder)?;
        Ok(Self {
            language,
            conventions,
            lexicon,
            verbs,
            suffixes,
            places,
            descriptors,
            dimensions,
            discourse,
            rules,
            calibration,
        })
    }

    /// Which language this is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// How its texts are cut into words and sentences.
    pub fn conventions(&self) -> &Conventions {
        &self.conventions
    }

    /// The readings that the lexicon has of a form; none if it lacks it. The form is in lower case, with its accents,
    /// and with the straight apostrophe.
    pub fn analyses(&self, lower: &str) -> &[Analysis] {
        self.lexicon.analyses(lower)
    }

    /// The classes of all readings of a form.
    pub fn classes_of(&self, lower: &str) -> Classes {
        let lemmas = self.analyses(lower).iter().map(|analysis| analysis.lemma);
        lemmas.fold(Classes::default(), |all, lemma| all.with(self.discourse.of(lemma)))
    }

    /// The readings that the end of a form suggests, likeliest first; they have no lemma. For forms that the lexicon
    /// lacks.
    pub fn guess(&self, lower: &str) -> &[Analysis] {
        self.suffixes.guess(lower)
    }

    /// What a form in lower case would be in the singular, were it a plural: for forms that the lexicon lacks.
    pub fn singulars<'w>(&self, lower: &'w str) -> impl Iterator<Item = &'w str> {
        self.suffixes.singulars(lower)
    }

    /// Function words of several tokens, in lower case ("in order to").
    pub fn phrases(&self) -> &Phrases<Analysis> {
        self.lexicon.phrases()
    }

    /// The word of a lemma of this language.
    pub fn lemma(&self, id: LemmaId) -> &str {
        self.lexicon.lemma(id)
    }

    /// The lemma of this word; for a phrase, its tokens as written in the data.
    pub fn lemma_id(&self, word: &str) -> Option<LemmaId> {
        self.lexicon.lemma_id(word)
    }

    /// A verb's grammar; `None` where the lemma is no verb.
    pub fn verb(&self, lemma: LemmaId) -> Option<&Verb> {
        self.verbs.get(&lemma)
    }

    /// Every form of the lexicon with its readings, in no particular order.
    pub fn forms(&self) -> impl Iterator<Item = (&str, &[Analysis])> {
        self.lexicon.forms()
    }

    /// Countries, regions and cities; keys are folded tokens.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Nouns that stand for companies and people; keys are tokens in lower case.
    pub fn descriptors(&self) -> &Phrases<Descriptor> {
        &self.descriptors
    }

    /// Words of numbers, percents, money, dates and durations.
    pub fn dimensions(&self) -> &Dimensions {
        &self.dimensions
    }

    /// Classes of words, idioms, and what names are made of.
    pub fn discourse(&self) -> &Discourse {
        &self.discourse
    }

    /// How likely events are right.
    pub fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The rules that make events.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }
}
