//! Who acts where a verb has others act: "obliged X to sell Y", "accused X of buying Y".

use super::{Clauses, Parser};
use crate::group::Kind;

impl Parser<'_> {
    /// The noun group between a verb that has others act and the infinitive that it governs.
    pub(super) fn passed_on(&self, clauses: &Clauses, governor: usize, verb: usize) -> Option<usize> {
        let class = self.lang.discourse().class("allow");
        let allows = self.lang.discourse().of(clauses.verbs[governor].lemma).any(class);
        let mut between = clauses.places[governor] + 1..clauses.places[verb];
        let found = between.find(|&at| clauses.groups[at].is_nominal())?;
        // "expects X to sell Y", "lent X millions to buy Y": of verbs that take things too a name right behind them.
        let class = self.lang.discourse().class("pass");
        let named = clauses.groups[found].tokens.clone().any(|at| self.tags[at].is_name());
        let passes = named
            && found == clauses.places[governor] + 1
            && self.lang.discourse().of(clauses.verbs[governor].lemma).any(class);
        // "le tribunal a choisi X pour reprendre Y": whom it chooses does it.
        let is = |lemma: Option<entente_lang::LemmaId>, class: &str| {
            self.lang.discourse().of(lemma).any(self.lang.discourse().class(class))
        };
        let court = matches!(&clauses.subjects[governor], super::Subject::Groups(groups)
            if groups.iter().any(|&at| is(clauses.groups[at].lemma(self.tags), "court")));
        let chosen = named && court && is(clauses.verbs[governor].lemma, "choose");
        (allows || passes || chosen).then_some(found)
    }

    /// "an agreement for X to buy Y": the name between the preposition of a purpose, right behind a noun, and the infinitive.
    pub(super) fn agreed_for(&self, clauses: &Clauses, verb: usize) -> Option<usize> {
        let place = clauses.places[verb];
        let groups = &clauses.groups;
        let named = place.checked_sub(2)?;
        let purpose = named.checked_sub(1)?;
        let marked = self.tags[groups[place - 1].head].is(entente_lang::Pos::InfinitiveMarker);
        let class = self.lang.discourse().class("at-price");
        let lemma = self.tags[groups[purpose].head].lemma;
        let introduced =
            groups[purpose].kind == Kind::Preposition && self.lang.discourse().of(lemma).any(class);
        let name =
            groups[named].is_nominal() && groups[named].tokens.clone().any(|at| self.tags[at].is_name());
        // ("an agreement on Monday for X to buy Y": when it was made stands between.)
        let timely = |at: &usize| matches!(groups[*at].kind, Kind::Adverb | Kind::Preposition);
        let noun = (0..purpose).rev().find(|at| !timely(at)).is_some_and(|at| groups[at].is_nominal());
        (marked && introduced && name && noun).then_some(named)
    }

    /// Between a verb of wishing or asking and the infinitive that it governs someone is named.
    pub(super) fn is_urged(&self, clauses: &Clauses, governor: usize, verb: usize) -> bool {
        let class = self.lang.discourse().class("urge");
        let next = clauses.places[governor] + 1;
        next < clauses.places[verb]
            && clauses.groups[next].is_nominal()
            && clauses.groups[next].tokens.clone().any(|at| self.tags[at].is_name())
            && self.lang.discourse().of(clauses.verbs[governor].lemma).any(class)
    }

    /// "blocked X from buying Y": X would have, and does not.
    pub(super) fn hindered(&self, clauses: &Clauses, verb: usize) -> bool {
        let place = clauses.places[verb];
        let Some(first) = place.checked_sub(3) else { return false };
        let discourse = self.lang.discourse();
        let hinders = matches!(clauses.groups[first].kind, Kind::Verbal(other)
            if !clauses.verbs[other].negated
                && clauses.verbs[other].is_past()
                && discourse.of(clauses.verbs[other].lemma).any(discourse.class("hinder")));
        let from = discourse.of(self.tags[clauses.groups[first + 2].head].lemma).any(discourse.class("from"));
        let named = clauses.groups[first + 1].tokens.clone().any(|at| self.tags[at].is_name());
        hinders && from && named && clauses.groups[first + 1].is_nominal()
    }

    /// A participle behind the object of another verb and a preposition: whether it is done is what is in dispute.
    pub(super) fn is_charged(&self, clauses: &Clauses, verb: usize) -> bool {
        let place = clauses.places[verb];
        let Some(first) = place.checked_sub(3) else { return false };
        let class = self.lang.discourse().class("charge");
        let charges = matches!(clauses.groups[first].kind, Kind::Verbal(other)
            if self.lang.discourse().of(clauses.verbs[other].lemma).any(class));
        charges
            && !self.hindered(clauses, verb)
            && clauses.groups[first + 1].is_nominal()
            && clauses.groups[first + 2].kind == Kind::Preposition
    }
}
