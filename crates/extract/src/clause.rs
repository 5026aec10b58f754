//! Who does what in a sentence: the subject of each verb, and what governs it.

mod auxiliary;
mod governor;
mod headline;
mod list;
mod passing;
mod preposition;
mod relative;
mod standing;

use std::ops::Range;

use entente_lang::{Lang, LemmaId, Number, Pos, Tense};
use entente_text::{Document, Mark};

use crate::group::{Chunks, Group, Kind};
use crate::tag::{Class, Tag};
use crate::verb::Verb;

/// What a verb or noun depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Governor {
    /// "plans *to buy*", and the carrier of a noun.
    Verb(usize),
    /// "an agreement *to buy*", "the end *of the alliance*": a group.
    Noun(usize),
}

/// How a noun group hangs on what governs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Its subject.
    Subject,
    /// Its object.
    Object,
    /// Behind this preposition.
    Oblique(Option<LemmaId>),
}

/// The subject of a verb.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Subject {
    /// None was found.
    #[default]
    Missing,
    /// These noun groups, coordinated; the first in the order of the text.
    Groups(Vec<usize>),
    /// A pronoun inside the verb group: its token.
    Pronoun(usize),
}

/// A sentence, read.
#[derive(Debug)]
pub(crate) struct Clauses {
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    pub(crate) groups: Vec<Group>,
    pub(crate) verbs: Vec<Verb>,
    /// The group of each verb.
    pub(crate) places: Vec<usize>,
    /// The subject of each verb.
    pub(crate) subjects: Vec<Subject>,
    /// What governs each verb, and how.
    pub(crate) governors: Vec<Option<Governor>>,
}

/// Reads sentences.
pub(crate) struct Parser<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) lang: &'a Lang,
    pub(crate) tags: &'a [Tag],
}

impl Parser<'_> {
    /// Subjects and governors of the verbs of a sentence.
    pub(crate) fn parse(&self, tokens: Range<usize>, chunks: Chunks) -> Clauses {
        let mut places = vec![0; chunks.verbs.len()];
        for (at, group) in chunks.groups.iter().enumerate() {
            if let Kind::Verbal(verb) = group.kind {
                places[verb] = at;
            }
        }
        let count = chunks.verbs.len();
        let mut clauses = Clauses {
            tokens,
            groups: chunks.groups,
            verbs: chunks.verbs,
            places,
            subjects: vec![Subject::Missing; count],
            governors: vec![None; count],
        };
        for verb in 0..count {
            if let Some(heads) = self.headlined(&clauses, verb) {
                clauses.verbs[verb].tense = Tense::Future;
                clauses.subjects[verb] = Subject::Groups(heads);
                continue;
            }
            clauses.governors[verb] = self.governor(&clauses, verb);
            if let Some(first) = self.shares_auxiliary(&clauses, verb) {
                let (tense, perfect, passive) =
                    (clauses.verbs[first].tense, clauses.verbs[first].perfect, clauses.verbs[first].passive);
                let reading = &mut clauses.verbs[verb];
                (reading.tense, reading.perfect, reading.passive) = (tense, perfect, passive);
                clauses.subjects[verb] = clauses.subjects[first].clone();
                continue;
            }
            clauses.subjects[verb] = match self.heads_listed(&clauses, verb) {
                Some(heads) => Subject::Groups(heads),
                None => self.subject(&clauses, verb),
            };
            if clauses.subjects[verb] == Subject::Missing
                && let Some(headed) = clauses.heading()
            {
                clauses.subjects[verb] = Subject::Groups(vec![headed]);
            }
            if clauses.subjects[verb] == Subject::Missing && self.lang.discourse().drops_subjects() {
                clauses.subjects[verb] = Self::dropped(&clauses, verb);
            }
        }
        clauses
    }

    /// "X anunció que comprará Y": where languages drop the subject, it is that of the finite verb before, if it agrees.
    fn dropped(clauses: &Clauses, verb: usize) -> Subject {
        let reading = &clauses.verbs[verb];
        let behind = clauses.groups.get(clauses.places[verb] + 1);
        // "se cerrará la fábrica": what is acted on stands behind.
        let passive = reading.reflexive && behind.is_some_and(Group::is_nominal);
        if !reading.is_finite() || passive {
            return Subject::Missing;
        }
        let told =
            |other: usize| clauses.verbs[other].is_finite() && clauses.subjects[other] != Subject::Missing;
        match (0..verb).rev().find(|&other| told(other)) {
            Some(other) if clauses.verbs[other].number == reading.number => clauses.subjects[other].clone(),
            _ => Subject::Missing,
        }
    }

    /// The subject of a verb: its pronoun, an inverted one, or the noun group to its left that fits best.
    fn subject(&self, clauses: &Clauses, verb: usize) -> Subject {
        let reading = &clauses.verbs[verb];
        if let Some(pronoun) = reading.pronoun {
            return Subject::Pronoun(pronoun);
        }
        match reading.tense {
            Tense::Infinitive => match clauses.governors[verb] {
                // "an agreement for X to buy Y": who stands between the two prepositions.
                Some(_) if self.agreed_for(clauses, verb).is_some() => {
                    self.agreed_for(clauses, verb).map_or(Subject::Missing, |at| Subject::Groups(vec![at]))
                }
                // "urged X to sell Y": whoever sells, it is not told that anyone will.
                Some(Governor::Verb(governor)) if self.is_urged(clauses, governor, verb) => Subject::Missing,
                // "oblige X à vendre": the object of such a verb is who does it.
                Some(Governor::Verb(governor)) if self.passed_on(clauses, governor, verb).is_some() => self
                    .passed_on(clauses, governor, verb)
                    .map_or(Subject::Missing, |at| Subject::Groups(vec![at])),
                Some(Governor::Verb(governor)) => clauses.subjects[governor].clone(),
                // "criticised X's decision to buy Y": whose decision it is.
                Some(Governor::Noun(noun)) if noun > 0 && self.is_genitive(&clauses.groups[noun]) => {
                    Subject::Groups(clauses.coordinated_left(noun - 1, self.tags))
                }
                Some(Governor::Noun(noun)) => match clauses.carrier(noun, self.tags) {
                    Some((_, Link::Subject)) => Subject::Missing,
                    Some((carrier, _)) => clauses.subjects[carrier].clone(),
                    None => clauses.verbless(noun, self.tags).map_or(Subject::Missing, Subject::Groups),
                },
                None => self.leading(clauses, verb),
            },
            Tense::PresentParticiple if self.hindered(clauses, verb) => {
                Subject::Groups(vec![clauses.places[verb] - 2])
            }
            // "accused X of buying Y", "kept X from buying Y".
            Tense::PresentParticiple if self.is_charged(clauses, verb) => Subject::Missing,
            Tense::PresentParticiple => {
                self.progressing(clauses, verb).map_or_else(|| self.leading(clauses, verb), Subject::Groups)
            }
            Tense::PastParticiple => self.modified(clauses, verb),
            _ => self.left(clauses, verb),
        }
    }

    /// The subject of the main clause, for a participle or infinitive that has none of its own; its own where one stands
    /// right before it ("each partner holding the same share").
    fn leading(&self, clauses: &Clauses, verb: usize) -> Subject {
        let place = clauses.places[verb];
        let mut at = place;
        while at > 0 && matches!(clauses.groups[at - 1].kind, Kind::Adverb) {
            at -= 1;
        }
        if at > 1
            && clauses.groups[at - 1].is_nominal()
            && (matches!(clauses.groups[at - 2].kind, Kind::Comma | Kind::Open)
                || self.is_accompanying(&clauses.groups[at - 2]))
        {
            return Subject::Groups(vec![at - 1]);
        }
        // "X, hoping to buy Y, raised money": no verb has come yet.
        if at > 1
            && clauses.groups[at - 1].kind == Kind::Comma
            && clauses.groups[at - 2].is_nominal()
            && clauses.places[..verb].is_empty()
            && clauses.verbs[verb].tense == Tense::PresentParticiple
            && !self.is_governed(clauses, at - 2)
        {
            return Subject::Groups(clauses.coordinated_left(at - 2, self.tags));
        }
        // "un contrat de fourniture liant X et Y": of the noun right before it, the first of a chain without names.
        // ("a group consisting of X": also where nouns stand last.)
        let lemma = clauses.verbs[verb].lemma;
        let discourse = self.lang.discourse();
        let involves = discourse.of(lemma).any(discourse.class("involve").with(discourse.class("belongs")));
        if (self.lang.discourse().is_head_first() || involves)
            && clauses.verbs[verb].tense == Tense::PresentParticiple
            && !self.is_gerund(&clauses.verbs[verb])
            && at > 0
            && clauses.groups[at - 1].is_nominal()
        {
            let mut first = at - 1;
            while first >= 2
                && clauses.groups[first - 1].kind == Kind::Preposition
                && clauses.groups[first - 2].is_nominal()
                && !clauses.groups[first].tokens.clone().any(|token| self.tags[token].is_name())
            {
                first -= 2;
            }
            return Subject::Groups(vec![first]);
        }
        let main = (0..verb)
            .rev()
            .find(|&other| clauses.verbs[other].is_finite() && clauses.subjects[other] != Subject::Missing);
        if let Some(main) = main {
            return clauses.subjects[main].clone();
        }
        // "By buying X, Y becomes ...": the clause that follows.
        let after = clauses.groups[place..].iter().enumerate().find_map(|(offset, group)| {
            (group.is_nominal() && clauses.groups[place + offset - 1].kind == Kind::Comma)
                .then_some(place + offset)
        });
        after.map_or(Subject::Missing, |group| Subject::Groups(vec![group]))
    }

    /// "en annonçant": of the main clause's subject, whatever stands before it.
    fn is_gerund(&self, verb: &Verb) -> bool {
        self.tags[verb.tokens.start].is(Pos::Pronoun(entente_lang::Pronoun::Adverbial))
    }

    /// "bought A and now owns B": right behind a conjunction a verb has the subject of the one before.
    fn shared(clauses: &Clauses, verb: usize) -> Option<Subject> {
        let place = clauses.places[verb];
        let before = (0..place).rev().find(|&at| clauses.groups[at].kind != Kind::Adverb)?;
        if clauses.groups[before].kind != Kind::Coordinator {
            return None;
        }
        let other = (0..verb).rev().find(|&other| clauses.verbs[other].is_finite())?;
        let apart = clauses.groups[clauses.places[other]..before]
            .iter()
            .any(|g| matches!(g.kind, Kind::Break | Kind::Subordinator | Kind::Close | Kind::Open));
        let same = clauses.verbs[other].number.is_none()
            || clauses.verbs[verb].number.is_none()
            || clauses.verbs[other].number == clauses.verbs[verb].number;
        (!apart && same && clauses.subjects[other] != Subject::Missing)
            .then(|| clauses.subjects[other].clone())
    }

    /// Looks left for the subject of a finite verb, passing over what is parenthetical.
    fn left(&self, clauses: &Clauses, verb: usize) -> Subject {
        let number = clauses.verbs[verb].number;
        let fits = |at: usize| {
            let plural = clauses.coordinated_left(at, self.tags).len() > 1;
            let own = clauses.groups[at].number(self.tags);
            match (number, own) {
                (Some(Number::Singular), _) if plural => false,
                (Some(Number::Plural), Some(Number::Singular)) => plural,
                (Some(Number::Singular), Some(Number::Plural)) => false,
                _ => true,
            }
        };
        let place = clauses.places[verb];
        if let Some(own) = Self::shared(clauses, verb).or_else(|| self.of_next(clauses, verb)) {
            return own;
        }
        // "..., sources say": who speaks is the subject there, or stands farther off than a subject does.
        let speaks = clauses.groups[place].masked;
        if speaks && !Self::follows_speaker(clauses, place) {
            return Subject::Missing;
        }
        let mut fallback = None;
        let mut relatives = 0usize;
        let mut at = place;
        while at > 0 {
            at -= 1;
            let group = &clauses.groups[at];
            if let Some(before) = self.passed_over(clauses, at, place, relatives == 0) {
                at = before;
                continue;
            }
            match group.kind {
                Kind::Relative => {
                    if relatives > 0 {
                        relatives -= 1;
                    } else if clauses.touches(at, place) {
                        if let Some(inverted) = self.inverted(clauses, at, place) {
                            return Subject::Groups(vec![inverted]);
                        }
                        return self.antecedent(clauses, at, &fits, number == Some(Number::Plural));
                    } else {
                        // "dont le groupe détient": the subject lies between, or there is none.
                        break;
                    }
                }
                Kind::Verbal(other) if clauses.verbs[other].is_finite() => {
                    if clauses.is_relative_verb(other) {
                        relatives += 1;
                    } else if fallback.is_none() && clauses.coordinates(at, place) {
                        return clauses.subjects[other].clone();
                    } else {
                        break;
                    }
                }
                Kind::Subordinator if relatives == 0 && fallback.is_some() => break,
                // "la ville de X et Y ont signé": what follows the conjunction is joined to the first noun.
                Kind::Nominal
                    if relatives == 0
                        && !group.masked
                        && number == Some(Number::Plural)
                        && self.joined_to_head(clauses, at).is_some() =>
                {
                    return Subject::Groups(self.joined_to_head(clauses, at).unwrap_or_default());
                }
                Kind::Nominal
                    if relatives == 0
                        && (!group.masked || speaks)
                        && (!self.is_governed(clauses, at) || self.opens_clause(clauses, at, place)) =>
                {
                    if self.is_timely(clauses, at) {
                        continue;
                    }
                    let parted = Self::is_parted(clauses, at, place);
                    // "X, comme Y, va fermer": of X alone.
                    if parted && self.is_compared(clauses, at) {
                        at -= 1;
                        continue;
                    }
                    if fits(at) && !parted {
                        return Subject::Groups(clauses.coordinated_left(at, self.tags));
                    }
                    // "X's rival, Y, is preparing": what a name is apposed to there is its own description.
                    if fits(at) && self.is_told_by_owner(clauses, at) {
                        return Subject::Groups(vec![at]);
                    }
                    // What a comma parts from the verb is an apposition, if something before it can be the subject.
                    if fits(at) || fallback.is_none() {
                        fallback = Some(at);
                    }
                    at = clauses.coordinated_left(at, self.tags)[0];
                }
                // "mené par X, Y et Z a été": with one member of a list all are behind the preposition.
                Kind::Nominal if relatives == 0 && !group.masked => {
                    at = clauses.coordinated_left(at, self.tags)[0];
                }
                Kind::Break if self.tags[group.head].class != Class::Mark(Mark::Dash) => break,
                _ => {}
            }
        }
        fallback.map_or(Subject::Missing, |at| {
            let mut members = clauses.coordinated_left(at, self.tags);
            if number != Some(Number::Singular)
                && clauses.groups[at].number(self.tags) == Some(Number::Plural)
            {
                members.extend(clauses.joined_sets(at, place, self.tags));
            }
            Subject::Groups(members)
        })
    }

    /// A comma stands between a group and the verb.
    fn is_parted(clauses: &Clauses, at: usize, place: usize) -> bool {
        at + 1 < place && clauses.groups[at + 1..place].iter().any(|group| group.kind == Kind::Comma)
    }
}

impl Clauses {
    /// "X: négocie la cession de Y": the noun group before the colon that a headline begins with.
    pub(crate) fn heading(&self) -> Option<usize> {
        let colon = self.groups.get(1)?;
        (self.groups[0].is_nominal() && colon.kind == Kind::Break && colon.tokens.len() == 1).then_some(0)
    }

    /// The group that opens the parenthesis closed at `close`.
    pub(crate) fn opening(&self, close: usize) -> Option<usize> {
        (0..close).rev().find(|&at| self.groups[at].kind == Kind::Open)
    }

    /// "permettra à Y de produire": the noun group between a verb and the infinitive that it governs.
    pub(crate) fn allowed(&self, governor: usize) -> Option<usize> {
        let verb = self.governors.iter().position(|found| *found == Some(Governor::Verb(governor)))?;
        (self.places[governor] + 1..self.places[verb]).find(|&at| self.groups[at].is_nominal())
    }

    /// Nothing but adverbs and commas between the two groups.
    fn touches(&self, left: usize, right: usize) -> bool {
        self.groups[left + 1..right].iter().all(|g| matches!(g.kind, Kind::Adverb | Kind::Comma))
    }

    /// The verb at `right` shares the subject of the one at `left`: "sold A and bought B".
    fn coordinates(&self, left: usize, right: usize) -> bool {
        let before = self.groups[left + 1..right].iter().rev().find(|g| g.kind != Kind::Adverb);
        let joined = before.is_some_and(|g| matches!(g.kind, Kind::Coordinator | Kind::Comma));
        joined
            && !self.groups[left + 1..right]
                .iter()
                .any(|g| matches!(g.kind, Kind::Subordinator | Kind::Break))
    }
}

/// Members of a list are alike: names with names, nouns with nouns.
fn same_sort(a: &Group, b: &Group, tags: &[Tag]) -> bool {
    let named = |group: &Group| group.tokens.clone().any(|at| tags[at].is_name());
    named(a) == named(b)
}
