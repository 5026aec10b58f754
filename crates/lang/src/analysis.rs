//! What one reading of a word form says: part of speech and features.

use std::num::NonZeroU32;

/// A lemma of one language's lexicon. Ids of different languages don't compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LemmaId(pub(crate) NonZeroU32);

/// One reading of a word form. A form has several where the language is ambiguous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Analysis {
    /// The lemma; `None` where the reading is guessed from a suffix.
    pub lemma: Option<LemmaId>,
    /// Part of speech.
    pub pos: Pos,
    /// Tense or mood, for verbs.
    pub tense: Option<Tense>,
    /// Person; `None` where the form does not tell.
    pub person: Option<Person>,
    /// Number; `None` where the form does not tell.
    pub number: Option<Number>,
    /// Gender; `None` where the form does not tell.
    pub gender: Option<Gender>,
}

/// Part of speech, with the kind that matters to chunking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pos {
    /// A verb; its uses (auxiliary, modal ...) are told by [`crate::Verb`].
    Verb,
    /// A common noun.
    Noun,
    /// An adjective.
    Adjective,
    /// An adverb.
    Adverb,
    /// A determiner.
    Determiner(Determiner),
    /// A pronoun.
    Pronoun(Pronoun),
    /// A preposition.
    Preposition,
    /// A preposition merged with a definite article; the lemma is the preposition.
    Contraction,
    /// A coordinating conjunction.
    Coordinator,
    /// A subordinating conjunction.
    Subordinator,
    /// A word of negation.
    Negation(Negation),
    /// A number written as a word.
    Numeral,
    /// A word that marks an infinitive.
    InfinitiveMarker,
}

/// Kinds of determiner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Determiner {
    /// "the".
    Definite,
    /// "a".
    Indefinite,
    /// "its".
    Possessive,
    /// "this".
    Demonstrative,
    /// "several", "each", "most".
    Quantifier,
    /// "which".
    Interrogative,
}

/// Kinds of pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pronoun {
    /// "it", "they"; subject or object.
    Personal,
    /// "itself", and the clitic of reflexive verbs.
    Reflexive,
    /// "this one".
    Demonstrative,
    /// "theirs".
    Possessive,
    /// "one", "some", "each".
    Indefinite,
    /// "which", "whose".
    Relative,
    /// "what", "who".
    Interrogative,
    /// A clitic that stands for a prepositional phrase ("of it", "there").
    Adverbial,
}

/// Kinds of negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Negation {
    /// A clitic that negates only together with another word, or not at all.
    Clitic,
    /// "not", "never".
    Adverb,
    /// "no longer": it was so before.
    Cessation,
    /// "no" before a noun.
    Determiner,
    /// "nobody", "nothing", "none".
    Pronoun,
    /// "neither", "nor".
    Coordinator,
    /// "only": a restriction, no denial.
    Restriction,
    /// "without".
    Preposition,
}

/// Tense, mood or non-finite form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tense {
    /// Present indicative.
    Present,
    /// Imperfect.
    Imperfect,
    /// Simple past.
    Past,
    /// Future.
    Future,
    /// Conditional.
    Conditional,
    /// Subjunctive, present or imperfect.
    Subjunctive,
    /// Imperative.
    Imperative,
    /// Infinitive.
    Infinitive,
    /// Present participle, and "-ing" forms.
    PresentParticiple,
    /// Past participle.
    PastParticiple,
}

/// Grammatical person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Person {
    /// Who speaks.
    First,
    /// Who is spoken to.
    Second,
    /// Anyone else.
    Third,
}

/// Grammatical number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

/// Grammatical gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Masculine.
    Masculine,
    /// Feminine.
    Feminine,
    /// Neither.
    Neuter,
}

impl Tense {
    /// Person and number are marked: the form can head a clause.
    pub fn is_finite(self) -> bool {
        !matches!(self, Self::Infinitive | Self::PresentParticiple | Self::PastParticiple)
    }

    /// The tense of this name in data files.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "present" => Self::Present,
            "imperfect" => Self::Imperfect,
            "past" => Self::Past,
            "future" => Self::Future,
            "conditional" => Self::Conditional,
            "subjunctive" | "subjunctive_imperfect" => Self::Subjunctive,
            "imperative" => Self::Imperative,
            "infinitive" => Self::Infinitive,
            "present_participle" => Self::PresentParticiple,
            "past_participle" => Self::PastParticiple,
            _ => return None,
        })
    }
}

impl Pos {
    /// The part of speech of this name in data files, `determiner.definite` for instance.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let (class, kind) = name.split_once('.').unwrap_or((name, ""));
        Some(match (class, kind) {
            ("verb", "") => Self::Verb,
            ("noun", "") => Self::Noun,
            ("adjective", "") => Self::Adjective,
            ("adverb", "") => Self::Adverb,
            ("preposition", "") => Self::Preposition,
            ("contraction", "") => Self::Contraction,
            ("coordinator", "") => Self::Coordinator,
            ("subordinator", "") => Self::Subordinator,
            ("numeral", "") => Self::Numeral,
            ("infinitive_marker", "") => Self::InfinitiveMarker,
            ("determiner", kind) => Self::Determiner(Determiner::named(kind)?),
            ("pronoun", kind) => Self::Pronoun(Pronoun::named(kind)?),
            ("negation", kind) => Self::Negation(Negation::named(kind)?),
            _ => return None,
        })
    }
}

impl Determiner {
    fn named(kind: &str) -> Option<Self> {
        Some(match kind {
            "definite" => Self::Definite,
            "indefinite" => Self::Indefinite,
            "possessive" => Self::Possessive,
            "demonstrative" => Self::Demonstrative,
            "quantifier" => Self::Quantifier,
            "interrogative" => Self::Interrogative,
            _ => return None,
        })
    }
}

impl Pronoun {
    fn named(kind: &str) -> Option<Self> {
        Some(match kind {
            "personal" => Self::Personal,
            "reflexive" => Self::Reflexive,
            "demonstrative" => Self::Demonstrative,
            "possessive" => Self::Possessive,
            "indefinite" => Self::Indefinite,
            "relative" => Self::Relative,
            "interrogative" => Self::Interrogative,
            "adverbial" => Self::Adverbial,
            _ => return None,
        })
    }
}

impl Negation {
    fn named(kind: &str) -> Option<Self> {
        Some(match kind {
            "clitic" => Self::Clitic,
            "adverb" => Self::Adverb,
            "cessation" => Self::Cessation,
            "determiner" => Self::Determiner,
            "pronoun" => Self::Pronoun,
            "coordinator" => Self::Coordinator,
            "restriction" => Self::Restriction,
            "preposition" => Self::Preposition,
            _ => return None,
        })
    }
}

impl Analysis {
    /// A reading without features.
    pub fn bare(lemma: Option<LemmaId>, pos: Pos) -> Self {
        Self { lemma, pos, tense: None, person: None, number: None, gender: None }
    }

    /// This reading with the features of a label: any of `1 2 3`, `s p`, `m f n`, or `-` for none.
    pub(crate) fn labelled(mut self, label: &str) -> Option<Self> {
        for sign in label.chars() {
            match sign {
                '1' => self.person = Some(Person::First),
                '2' => self.person = Some(Person::Second),
                '3' => self.person = Some(Person::Third),
                's' => self.number = Some(Number::Singular),
                'p' => self.number = Some(Number::Plural),
                'm' => self.gender = Some(Gender::Masculine),
                'f' => self.gender = Some(Gender::Feminine),
                'n' => self.gender = Some(Gender::Neuter),
                '-' => {}
                _ => return None,
            }
        }
        Some(self)
    }

    /// The reading that `class:label` names in data files, `verb.imperfect:3p` for instance.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let (class, label) = text.split_once(':').unwrap_or((text, "-"));
        let bare = match class.strip_prefix("verb.") {
            Some(tense) => Self { tense: Some(Tense::named(tense)?), ..Self::bare(None, Pos::Verb) },
            None => Self::bare(None, Pos::named(class)?),
        };
        bare.labelled(label)
    }
}
