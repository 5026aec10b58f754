//! What governs a verb: a verb before it, or a noun.

use entente_lang::{Classes, Determiner, Pos, Tense};

use super::{Clauses, Governor, Parser};
use crate::group::Kind;

impl Parser<'_> {
    /// ", comme Y": behind a comma and "as" one that another is likened to.
    pub(super) fn is_compared(&self, clauses: &Clauses, at: usize) -> bool {
        let discourse = self.lang.discourse();
        let likens = |group: &crate::group::Group| {
            group.kind == Kind::Subordinator
                && discourse.of(self.tags[group.head].lemma).any(discourse.class("as"))
        };
        at >= 2 && likens(&clauses.groups[at - 1]) && clauses.groups[at - 2].kind == Kind::Comma
    }

    fn is_before(&self, group: &crate::group::Group) -> bool {
        let discourse = self.lang.discourse();
        discourse.of(self.tags[group.head].lemma).any(discourse.class("before"))
    }

    /// What an infinitive or a participle depends on.
    pub(super) fn governor(&self, clauses: &Clauses, verb: usize) -> Option<Governor> {
        let reading = &clauses.verbs[verb];
        if reading.tense == Tense::PresentParticiple {
            // "no intention of buying X".
            let place = clauses.places[verb];
            if place >= 2
                && clauses.groups[place - 1].kind == Kind::Preposition
                && clauses.groups[place - 2].is_nominal()
                && !self.is_manner(&clauses.groups[place - 1])
                && let Governor::Noun(noun) = self.noun_governor(clauses, place - 2)
            {
                return Some(Governor::Noun(noun));
            }
            // "is to stop selling X": right behind a verb, of that one, but what goes on is told as what governs that.
            let continues = self.lang.discourse().class("continue");
            if place >= 1
                && let Kind::Verbal(before) = clauses.groups[place - 1].kind
                && clauses.verbs[before].tense == Tense::Infinitive
                && !self.lang.discourse().of(clauses.verbs[before].lemma).any(continues)
            {
                return Some(Governor::Verb(before));
            }
            // "X serait racheté par Y, société appartenant à Z", "une armoire appartenant à Z": what tells of its noun alone stands
            // by itself.
            let apposed = place >= 2
                && clauses.groups[place - 1].is_nominal()
                && matches!(clauses.groups[place - 2].kind, Kind::Comma | Kind::Preposition)
                && matches!(
                    clauses.groups[place - 1].determiner(self.tags),
                    None | Some(Determiner::Indefinite)
                );
            if apposed && self.lang.discourse().is_head_first() && !self.is_gerund(reading) {
                return None;
            }
            // "les accords prévoient ..., chaque partenaire détenant ...": it holds as the main clause does.
            return (0..verb).rev().find(|&other| clauses.verbs[other].is_finite()).map(Governor::Verb);
        }
        if reading.tense != Tense::Infinitive {
            return None;
        }
        let mut at = clauses.places[verb];
        let mut linked = false;
        while at > 0 {
            at -= 1;
            match clauses.groups[at].kind {
                // "a été fondé en 2001 avant d'être vendu": what came next hangs on nothing.
                Kind::Preposition if self.is_before(&clauses.groups[at]) => return None,
                Kind::Preposition => linked = true,
                Kind::Adverb | Kind::Quote => {}
                Kind::Other if self.tags[clauses.groups[at].head].is(Pos::InfinitiveMarker) => linked = true,
                Kind::Verbal(before) => return Some(Governor::Verb(before)),
                Kind::Coordinator | Kind::Comma => {
                    // "plans to sell A and (to) buy B"
                    let earlier = (0..verb).rev().find(|&other| {
                        clauses.verbs[other].tense == Tense::Infinitive && clauses.governors[other].is_some()
                    })?;
                    let between = clauses.places[earlier]..clauses.places[verb];
                    let broken = clauses.groups[between].iter().any(|g| {
                        matches!(g.kind, Kind::Verbal(v) if clauses.verbs[v].is_finite())
                            || g.kind == Kind::Break
                    });
                    return if broken { None } else { clauses.governors[earlier] };
                }
                Kind::Nominal if linked => return Some(self.noun_governor(clauses, at)),
                _ => return None,
            }
        }
        None
    }

    /// A noun before an infinitive governs it, or the verb that it is the object of.
    fn noun_governor(&self, clauses: &Clauses, mut noun: usize) -> Governor {
        // "en négociations avec X pour racheter": past what the noun's own prepositions introduce.
        // ("commissioned the company X to build": where nouns stand last, one with its name behind it is who it is.)
        let called = |at: usize| {
            let group = &clauses.groups[at];
            !self.lang.discourse().is_head_first()
                && (group.head + 1..group.tokens.end).any(|token| self.tags[token].is_name())
        };
        let plain = |at: usize| {
            let classes = clauses.groups[at].lemma(self.tags).map(|lemma| self.lang.discourse().of(lemma));
            called(at) || classes.is_none_or(Classes::is_empty)
        };
        // ("l'annonce mercredi de X de fermer": a day between.)
        let owner = |at: usize| {
            let before = (0..at.checked_sub(1)?).rev().find(|&i| clauses.groups[i].kind != Kind::Adverb)?;
            let linked = clauses.groups[at - 1].kind == Kind::Preposition;
            (linked && clauses.groups[before].is_nominal()).then_some(before)
        };
        while plain(noun)
            && let Some(before) = owner(noun)
        {
            noun = before;
        }
        let classes = clauses.groups[noun].lemma(self.tags).map(|lemma| self.lang.discourse().of(lemma));
        if !called(noun) && classes.is_some_and(|classes| !classes.is_empty()) {
            return Governor::Noun(noun);
        }
        let before = (0..clauses.verbs.len()).rev().find(|&verb| clauses.places[verb] < noun);
        before.map_or(Governor::Noun(noun), Governor::Verb)
    }

    /// The noun that governs the infinitive whose object, or what hangs on that, is the group at `at`.
    pub(super) fn intended(clauses: &Clauses, at: usize) -> Option<usize> {
        let verb = clauses.groups[..at].iter().rev().find_map(|group| match group.kind {
            Kind::Nominal | Kind::Preposition | Kind::Adverb => None,
            Kind::Verbal(verb) => Some(Some(verb)),
            _ => Some(None),
        })??;
        match clauses.governors[verb] {
            Some(Governor::Noun(noun)) if clauses.verbs[verb].tense == Tense::Infinitive => Some(noun),
            _ => None,
        }
    }
}
