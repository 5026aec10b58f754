//! What a noun group is where it stands before a verb: its subject, governed, apposed, part of an aside.

use entente_lang::Number;

use super::{Clauses, Parser, Subject};
use crate::group::{Group, Kind};
use crate::tag::Class;

impl Parser<'_> {
    /// Where to go on looking left for a subject past what has no say: parentheses, what dashes set apart, asides, what a
    /// participle or an infinitive between is done to.
    pub(super) fn passed_over(
        &self,
        clauses: &Clauses,
        at: usize,
        place: usize,
        main: bool,
    ) -> Option<usize> {
        match clauses.groups[at].kind {
            Kind::Close => Some(clauses.opening(at).unwrap_or(at)),
            // "X - which also owns Y - bought".
            Kind::Break => self.set_apart(clauses, at, place),
            Kind::Verbal(other) if main => self.aside(clauses, other),
            // "a consortium comprising X and Y will"; "the contract to build X was": the noun that the infinitive hangs on.
            Kind::Nominal if main => {
                self.done_to(clauses, at).or_else(|| Self::intended(clauses, at).map(|noun| noun + 1))
            }
            _ => None,
        }
    }

    /// "X, Y reported, owns Z", "X, whose shares fell, bought Y": the comma before what a verb between two commas belongs to
    /// and that has no say in the clause.
    pub(super) fn aside(&self, clauses: &Clauses, verb: usize) -> Option<usize> {
        let groups = &clauses.groups;
        let Subject::Groups(subject) = &clauses.subjects[verb] else { return None };
        let &[subject] = subject.as_slice() else { return None };
        let discourse = self.lang.discourse();
        let comma = |at: usize| groups.get(at).is_some_and(|g| g.kind == Kind::Comma);
        let parted = subject >= 2 && comma(subject - 1) && groups[subject - 2].is_nominal();
        let first = self.tags[groups[subject].tokens.start].lemma;
        let owned = discourse.of(first).any(discourse.class("whose"));
        let told = subject + 1 == clauses.places[verb]
            && comma(subject + 2)
            && discourse.of(clauses.verbs[verb].lemma).any(discourse.class("say"));
        (parted && clauses.verbs[verb].is_finite() && (owned || told)).then(|| subject - 1)
    }

    /// "la ville de X et Y", read from Y: the noun and what a conjunction joins, where the noun is in the singular and behind no
    /// preposition of its own.
    pub(super) fn joined_to_head(&self, clauses: &Clauses, at: usize) -> Option<Vec<usize>> {
        let members = clauses.coordinated_left(at, self.tags);
        let &[first, last] = members.as_slice() else { return None };
        let head = first.checked_sub(2)?;
        let groups = &clauses.groups;
        let owned = groups[first - 1].kind == Kind::Preposition && groups[head].is_nominal();
        let singular = groups[head].number(self.tags) != Some(Number::Plural);
        // ("les salariés de X, filiale de Y et Z, ont": an apposition is not what acts.)
        let apposed = head > 0 && groups[head - 1].kind == Kind::Comma;
        let free = owned && !apposed && !self.is_governed(clauses, head);
        (last == at && free && singular && self.lang.discourse().is_head_first()).then(|| vec![head, at])
    }

    /// A noun group of the clause that tells who speaks stands right before its verb, and is not the last of several words
    /// joined: "chief marketing and innovation officer N said".
    pub(super) fn follows_speaker(clauses: &Clauses, place: usize) -> bool {
        let mut before = clauses.groups[..place].iter().rev();
        before.next().is_some_and(|group| group.masked && group.is_nominal())
            && !(before.next().is_some_and(|group| group.kind == Kind::Coordinator)
                && before.next().is_some_and(Group::is_nominal))
    }

    /// A name right behind the comma that ends what another company has: "X's parent, Y".
    pub(super) fn is_told_by_owner(&self, clauses: &Clauses, at: usize) -> bool {
        at >= 2
            && self.tags[clauses.groups[at].head].is_name()
            && clauses.groups[at - 1].kind == Kind::Comma
            && self.is_genitive(&clauses.groups[at - 2])
            && self.acts(&clauses.groups[at - 2])
    }

    /// The head of a noun group tells a person or a company: what is owned may be a product too.
    pub(super) fn acts(&self, group: &Group) -> bool {
        let words = self.document.tokens()[group.head..group.tokens.end].iter();
        self.lang.descriptors().longest(words.map(|token| self.document.lower(token))).is_some()
    }

    pub(super) fn is_genitive(&self, group: &Group) -> bool {
        group.is_genitive(self.tags, self.lang.discourse().class("genitive"), self.lang)
    }

    /// Behind a preposition, itself or as a further member of a list.
    pub(super) fn is_governed(&self, clauses: &Clauses, at: usize) -> bool {
        let mut first = clauses.coordinated_left(at, self.tags)[0];
        while first > 0 && self.is_genitive(&clauses.groups[first]) {
            first = clauses.coordinated_left(first - 1, self.tags)[0];
        }
        // ("fell after the news, bought Y": no clause follows.)
        let clausal = |before: &Group| {
            before.kind == Kind::Subordinator
                && clauses.groups.get(at + 1).is_some_and(|next| next.kind == Kind::Comma)
                && self
                    .lang
                    .discourse()
                    .of(self.tags[before.head].lemma)
                    .any(self.lang.discourse().class("clausal"))
        };
        // ("known as X": the conjunction governs a name as a preposition does.)
        let named = |at: usize| {
            let before = &clauses.groups[at - 1];
            let class = self.lang.discourse().class("as");
            before.kind == Kind::Subordinator
                && at >= 2
                && matches!(clauses.groups[at - 2].kind, Kind::Verbal(_))
                && self.lang.discourse().of(self.tags[before.head].lemma).any(class)
        };
        // ("X rather than Y bought": the one named as not acting.)
        let passed_over = |before: &Group| {
            before.kind == Kind::Subordinator
                && self
                    .lang
                    .discourse()
                    .of(self.tags[before.head].lemma)
                    .any(self.lang.discourse().class("instead"))
        };
        first > 0
            && (passed_over(&clauses.groups[first - 1])
                || clauses.groups[first - 1].kind == Kind::Preposition
                || clausal(&clauses.groups[first - 1])
                || named(first))
    }

    /// "after X bought Y": a preposition that is a conjunction too, where the verb stands right behind what it governs.
    pub(super) fn opens_clause(&self, clauses: &Clauses, at: usize, verb: usize) -> bool {
        let first = clauses.coordinated_left(at, self.tags)[0];
        let before = first.checked_sub(1).map(|before| self.tags[clauses.groups[before].head].lemma);
        let clausal = self.lang.discourse().class("clausal");
        let verbs = at + 1..verb;
        before.is_some_and(|lemma| self.lang.discourse().of(lemma).any(clausal))
            && clauses.groups[verbs].iter().all(|group| group.kind == Kind::Adverb)
    }

    /// A date is no subject, nor is "à hauteur de 20%".
    pub(super) fn is_timely(&self, clauses: &Clauses, at: usize) -> bool {
        let group = &clauses.groups[at];
        let class = self.lang.discourse().class("time");
        self.tags[group.head].class == Class::Number && group.tokens.len() == 1
            || self.tags[group.tokens.start].is_preposition()
            || self.lang.discourse().of(group.lemma(self.tags)).any(class)
    }
}
