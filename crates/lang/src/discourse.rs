//! How a language tells who speaks, how sure, and how far things have come: classes of words, and idioms that stand
//! for one verb.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::analysis::LemmaId;
use crate::error::LangError;
use crate::lexicon::LexiconBuilder;
use crate::phrases::Phrases;
use crate::source::Source;

/// Classes that the extractor asks for by name; one that a language does not have is empty. A language may have more for
/// its rules. The last are asked for by being classes: a verb or noun that is in none means nothing to the extractor.
#[cfg(test)]
pub(crate) const ASKED_FOR: &[&str] = &[
    "according",
    "achieve",
    "act",
    "after",
    "agree",
    "allow",
    "amend",
    "announce",
    "anonymous",
    "as",
    "asset",
    "as-for",
    "at-firm",
    "at-place",
    "at-price",
    "town",
    "attempt",
    "based",
    "become",
    "before",
    "begin",
    "behalf",
    "between",
    "body",
    "by",
    "candidate",
    "capital",
    "charge",
    "choose",
    "clausal",
    "closing",
    "collective",
    "combined",
    "complete",
    "consider",
    "continue",
    "deny",
    "document",
    "each",
    "earnings",
    "end",
    "existential",
    "expect",
    "fail",
    "first-person",
    "feared",
    "foremost",
    "nations",
    "reports",
    "former",
    "from",
    "genitive",
    "hold",
    "he",
    "of-market",
    "belongs",
    "trades",
    "truth",
    "hearsay",
    "holder-body",
    "holding",
    "if",
    "impersonal",
    "in",
    "instead",
    "involve",
    "joining",
    "judge",
    "latter",
    "kind-alliance",
    "kind-commercial",
    "kind-distribution",
    "kind-joint-venture",
    "kind-licensing",
    "kind-purchasing",
    "kind-research",
    "kind-supply",
    "kind-technology",
    "kind-weak",
    "lead",
    "loose",
    "marketplace",
    "make-into",
    "maybe",
    "medium",
    "near",
    "negotiate",
    "not-yet",
    "obliged",
    "of",
    "one",
    "only",
    "organ",
    "outlet",
    "own-shares",
    "owned-asset",
    "pact",
    "plan",
    "portfolio",
    "politics",
    "possible",
    "price",
    "propose",
    "prospective",
    "provide",
    "public-body",
    "public-party",
    "read",
    "receive",
    "recent",
    "refuse",
    "reject",
    "remainder",
    "release",
    "render",
    "renew",
    "results",
    "rumour",
    "say",
    "say-of-oneself",
    "say-plainly",
    "seek",
    "seem",
    "sites",
    "starting",
    "such-as",
    "time",
    "titled",
    "to",
    "toward",
    "transparent",
    "union",
    "urge",
    "view",
    "pass",
    "votes",
    "whom",
    "whose",
    "others",
    "outsider",
    "personal",
    "gives-way",
    "to-whom",
    "to-them",
    "thereof",
    "with",
    "without",
    "found",
    "party-to",
    "acquire",
    "told-only",
];

/// A set of word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes([u128; 2]);

/// Most classes of one language.
const MOST_CLASSES: usize = 256;

impl Classes {
    /// True when the two have a class in common.
    pub fn any(self, other: Self) -> bool {
        self.0[0] & other.0[0] != 0 || self.0[1] & other.0[1] != 0
    }

    /// True when there is no class.
    pub fn is_empty(self) -> bool {
        self.0 == [0, 0]
    }

    /// The classes of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    /// The class of this number, below [`MOST_CLASSES`].
    fn numbered(index: usize) -> Self {
        let bit = 1 << (index % 128);
        if index < 128 { Self([bit, 0]) } else { Self([0, bit]) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Class -> lemmas; a lemma of several words is an idiom or a phrase of the lexicon.
    classes: BTreeMap<String, Vec<String>>,
    /// The first noun of a noun group is its head, not the last.
    head_first: bool,
    /// A finite verb may do without a subject: its ending tells that it is the one spoken of ("anunció que comprará X").
    #[serde(default)]
    drops_subjects: bool,
    /// A conditional that no verb of saying governs tells hearsay: "X aurait racheté".
    #[serde(default)]
    hearsay_conditional: bool,
    /// The lemma it stands for -> spellings, each a verb's lemma and the words that follow it.
    idioms: BTreeMap<String, Vec<String>>,
    words: Words,
}

/// Words that are known by their form alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// In lower case: pronouns that can be a subject.
    subject_pronouns: Vec<String>,
    /// In lower case: pronouns before a verb that are its object and stand for one ("X *l'*a racheté").
    #[serde(default)]
    object_clitics: Vec<String>,
    /// In lower case: what joins the words of a name ("Bank *of* America").
    name_links: Vec<String>,
    /// In lower case: nouns that head a name with such a link ("*Bank* of America").
    institutions: Vec<String>,
    /// In lower case: what stands before a person's name ("Mr").
    titles: Vec<String>,
    /// Legal forms and words without weight in a company's name ("SA", "Group").
    legal_forms: Vec<String>,
    /// Names of the state itself, whichever it is.
    states: Vec<String>,
    /// Words in capitals that name nobody ("VAT", "Internet").
    no_names: Vec<String>,
    /// Parts of the names of towns, between hyphens ("-sur-").
    place_parts: Vec<String>,
    /// Given names of people.
    given_names: Vec<String>,
}

/// Classes by name. The extractor asks for them by name at every turn: a short name is compared as one number.
#[derive(Debug, Default)]
struct ClassNames {
    short: FxHashMap<u128, Classes>,
    long: FxHashMap<Box<str>, Classes>,
    #[cfg(test)]
    all: Vec<Box<str>>,
}

impl ClassNames {
    /// The name's bytes as a number, if there are few enough: no two names have the same.
    fn short(name: &str) -> Option<u128> {
        let mut bytes = [0; 16];
        bytes.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        Some(u128::from_le_bytes(bytes))
    }

    fn insert(&mut self, name: &str, class: Classes) {
        #[cfg(test)]
        self.all.push(name.into());
        match Self::short(name) {
            Some(number) => self.short.insert(number, class),
            None => self.long.insert(name.into(), class),
        };
    }

    fn get(&self, name: &str) -> Option<Classes> {
        match Self::short(name) {
            Some(number) => self.short.get(&number).copied(),
            None => self.long.get(name).copied(),
        }
    }
}

/// Classes and idioms of one language.
#[derive(Debug, Default)]
pub struct Discourse {
    names: ClassNames,
    members: FxHashMap<LemmaId, Classes>,
    phrases: Phrases<Classes>,
    idioms: FxHashMap<LemmaId, Vec<Idiom>>,
    head_first: bool,
    drops_subjects: bool,
    hearsay_conditional: bool,
    subject_pronouns: FxHashSet<Box<str>>,
    object_clitics: FxHashSet<Box<str>>,
    name_links: FxHashSet<Box<str>>,
    institutions: FxHashSet<Box<str>>,
    titles: FxHashSet<Box<str>>,
    legal_forms: FxHashSet<Box<str>>,
    state_words: FxHashSet<Box<str>>,
    no_names: FxHashSet<Box<str>>,
    place_parts: Vec<Box<str>>,
    given_names: FxHashSet<Box<str>>,
}

/// A verb with words that belong to it: "mettre la main sur" is to acquire.
#[derive(Debug, Clone)]
pub struct Idiom {
    /// The words after the verb, in lower case.
    pub words: Vec<Box<str>>,
    /// The lemma that the whole stands for.
    pub lemma: LemmaId,
}

impl Discourse {
    /// Reads the file; its lemmas join the lexicon.
    pub(crate) fn load(
        source: Source<'_>,
        split: &dyn Fn(&str) -> Vec<String>,
        lexicon: &mut LexiconBuilder,
    ) -> Result<Self, LangError> {
        let file: File = source.parse()?;
        let mut discourse = Self {
            head_first: file.head_first,
            drops_subjects: file.drops_subjects,
            hearsay_conditional: file.hearsay_conditional,
            ..Self::default()
        };
        for (index, (name, lemmas)) in file.classes.iter().enumerate() {
            if index >= MOST_CLASSES {
                return Err(source.value("classes", name, "is one class too many: 256 at most"));
            }
            let class = Classes::numbered(index);
            discourse.names.insert(name, class);
            for lemma in lemmas {
                let entry = discourse.members.entry(lexicon.lemma(lemma)).or_default();
                *entry = entry.with(class);
                let tokens = split(lemma);
                if tokens.len() > 1 {
                    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
                    discourse.phrases.insert(&tokens, class);
                }
            }
        }
        for (lemma, spellings) in &file.idioms {
            let lemma = lexicon.lemma(lemma);
            for spelling in spellings {
                let tokens = split(spelling);
                let Some((verb, words)) = tokens.split_first() else {
                    return Err(source.value("idioms", spelling, "is empty"));
                };
                let words: Vec<Box<str>> = words.iter().map(|w| w.as_str().into()).collect();
                let idioms = discourse.idioms.entry(lexicon.lemma(verb)).or_default();
                let at = idioms.partition_point(|i| i.words.len() >= words.len());
                idioms.insert(at, Idiom { words, lemma });
            }
        }
        let set = |words: &[String]| words.iter().map(|word| word.as_str().into()).collect();
        let folded = |words: &[String]| words.iter().map(|word| entente_text::fold(word).into()).collect();
        discourse.subject_pronouns = set(&file.words.subject_pronouns);
        discourse.object_clitics = set(&file.words.object_clitics);
        discourse.name_links = set(&file.words.name_links);
        discourse.institutions = set(&file.words.institutions);
        discourse.titles = set(&file.words.titles);
        discourse.legal_forms = folded(&file.words.legal_forms);
        discourse.state_words = folded(&file.words.states);
        discourse.no_names = folded(&file.words.no_names);
        discourse.place_parts = file.words.place_parts.iter().map(|part| part.as_str().into()).collect();
        discourse.given_names = folded(&file.words.given_names);
        Ok(discourse)
    }

    /// The class of this name; none has no members.
    pub fn class(&self, name: &str) -> Classes {
        self.names.get(name).unwrap_or_default()
    }

    /// The name of every class that the language has.
    #[cfg(test)]
    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.names.all.iter().map(|name| &**name)
    }

    /// True when the language has a class of this name.
    pub fn has_class(&self, name: &str) -> bool {
        self.names.get(name).is_some()
    }

    /// The classes of a lemma; a word that has none is of no class.
    pub fn of(&self, lemma: impl Into<Option<LemmaId>>) -> Classes {
        lemma.into().and_then(|lemma| self.members.get(&lemma)).copied().unwrap_or_default()
    }

    /// Members of several words, as tokens in lower case.
    pub fn phrases(&self) -> &Phrases<Classes> {
        &self.phrases
    }

    /// The idioms that begin with this verb, longest first.
    pub fn idioms(&self, verb: LemmaId) -> &[Idiom] {
        self.idioms.get(&verb).map_or(&[], Vec::as_slice)
    }

    /// True when the first noun of a noun group is its head, not the last.
    pub fn is_head_first(&self) -> bool {
        self.head_first
    }

    /// True when a finite verb may do without a subject.
    pub fn drops_subjects(&self) -> bool {
        self.drops_subjects
    }

    /// True when a conditional that no verb of saying governs tells hearsay.
    pub fn is_conditional_hearsay(&self) -> bool {
        self.hearsay_conditional
    }

    /// True for a pronoun before a verb that is its object, in lower case.
    pub fn is_object_clitic(&self, lower: &str) -> bool {
        self.object_clitics.contains(lower)
    }

    /// True for a pronoun that can be a subject, in lower case.
    pub fn is_subject_pronoun(&self, lower: &str) -> bool {
        self.subject_pronouns.contains(lower)
    }

    /// True for a word that joins the words of a name, in lower case.
    pub fn is_name_link(&self, lower: &str) -> bool {
        self.name_links.contains(lower)
    }

    /// True for a noun that heads a name with such a link, in lower case.
    pub fn is_institution(&self, lower: &str) -> bool {
        self.institutions.contains(lower)
    }

    /// True for what stands before a person's name, in lower case.
    pub fn is_title(&self, lower: &str) -> bool {
        self.titles.contains(lower)
    }

    /// True for a legal form or a word without weight in a company's name; folded, its full stop left out.
    pub fn is_legal_form(&self, folded: &str) -> bool {
        self.legal_forms.contains(folded.trim_end_matches('.'))
    }

    /// True for a name of the state itself; folded.
    pub fn is_state_word(&self, folded: &str) -> bool {
        self.state_words.contains(folded)
    }

    /// True for a word in capitals that names nobody; folded.
    pub fn is_no_name(&self, folded: &str) -> bool {
        self.no_names.contains(folded)
    }

    /// True for a name that is made as those of towns are; folded.
    pub fn is_place_name(&self, folded: &str) -> bool {
        self.place_parts.iter().any(|part| folded.contains(&**part))
    }

    /// True for the given name of a person; the name is folded.
    pub fn is_given_name(&self, folded: &str) -> bool {
        // "Anne-Charlotte": of two that are.
        let joined =
            || folded.split_once('-').is_some_and(|(a, b)| self.is_given_name(a) && self.is_given_name(b));
        self.given_names.contains(folded) || joined()
    }

    /// Every lemma of these classes.
    pub(crate) fn members(&self, classes: Classes) -> impl Iterator<Item = LemmaId> + '_ {
        self.members.iter().filter(move |(_, of)| of.any(classes)).map(|(lemma, _)| *lemma)
    }
}
