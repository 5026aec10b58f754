//! What makes an event doubtful or leaves it undone without a verb that says so: a question, hearsay, "instead of".

use entente_lang::{Classes, Negation, Pos, Tense};
use entente_text::Mark;

use crate::argument::Arguments;
use crate::clause::Governor;
use crate::group::{Group, Kind};

impl Arguments<'_, '_> {
    /// A verb of denial governs the trigger, and tells that it is denied: "n'a pas démenti", "aurait démenti", "a-t-il démenti ?" do not.
    pub(super) fn is_denied(&self) -> bool {
        let discourse = self.scene.lang.discourse();
        let denies = |governor: &Governor| match *governor {
            Governor::Verb(verb) => {
                let verb = &self.clauses().verbs[verb];
                discourse.of(verb.lemma).any(discourse.class("deny"))
                    && verb.is_finite()
                    && !verb.negated
                    && verb.tense != Tense::Conditional
            }
            Governor::Noun(_) => false,
        };
        self.governors().iter().any(denies) && !self.is_asked() && !self.is_supposed()
    }

    fn any_class(&self, names: &[&str]) -> Classes {
        let discourse = self.scene.lang.discourse();
        names.iter().fold(Classes::default(), |all, name| all.with(discourse.class(name)))
    }

    /// "submitted details of its proposed purchase": whatever was done, the purchase was not, unless it was completed.
    pub(super) fn is_only_proposed(&self) -> bool {
        let complete = self.any_class(&["complete"]);
        let completes = |governor: Governor| match governor {
            Governor::Verb(verb) => {
                self.scene.lang.discourse().of(self.clauses().verbs[verb].lemma).any(complete)
            }
            Governor::Noun(_) => false,
        };
        self.trigger.verb.is_none()
            && self.group_classes(self.trigger.group).any(self.any_class(&["prospective"]))
            && !self.governors().into_iter().any(completes)
    }

    /// "X bientôt racheté par Y ?": asked, not told.
    pub(super) fn is_asked(&self) -> bool {
        let tokens = &self.scene.document.tokens()[self.clauses().tokens.clone()];
        tokens.last().is_some_and(|token| token.is_mark(Mark::Question))
    }

    /// "sans racheter X", "instead of acquiring X": what is named as not done.
    pub(super) fn is_avoided(&self) -> bool {
        let clauses = self.clauses();
        let undone = self.any_class(&["without", "instead"]);
        let introduced = |at: usize| {
            at.checked_sub(1).map(|before| &clauses.groups[before]).is_some_and(|before| {
                !matches!(before.kind, Kind::Nominal | Kind::Verbal(_))
                    && self.scene.classes(before.head).any(undone)
            })
        };
        let unfinished =
            |verb: &usize| matches!(clauses.verbs[*verb].tense, Tense::Infinitive | Tense::PresentParticiple);
        let governors = self.governors().into_iter().filter_map(|governor| match governor {
            Governor::Verb(verb) => Some(verb),
            Governor::Noun(_) => None,
        });
        let mut verbs = self.trigger.verb.into_iter().chain(governors).filter(unfinished);
        verbs.any(|verb| introduced(clauses.places[verb]))
            || self.trigger.verb.is_none()
                && introduced(clauses.coordinated_left(self.trigger.group, &self.scene.tags)[0])
    }

    /// "X aurait, dit-on, racheté", "has reportedly bought", "les rumeurs de rachat": others say so, whoever they are.
    pub(super) fn is_hearsay(&self) -> bool {
        let clauses = self.clauses();
        let hearsay = self.any_class(&["hearsay"]);
        let place = self.trigger.group;
        let adverb = |at: usize| clauses.groups.get(at).is_some_and(|group| group.kind == Kind::Adverb);
        let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter(|&at| adverb(at));
        let mut tokens = beside
            .flat_map(|at| clauses.groups[at].tokens.clone())
            .chain(clauses.groups[place].tokens.clone());
        let rumour = self.any_class(&["rumour"]);
        // "has reportedly agreed to buy": beside or inside the verb that governs it.
        let reported = |verb: usize| {
            let place = clauses.places[verb];
            let beside =
                [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter(|&at| adverb(at));
            let mut words = beside
                .flat_map(|at| clauses.groups[at].tokens.clone())
                .chain(clauses.groups[place].tokens.clone());
            words
                .any(|token| self.scene.tags[token].is(Pos::Adverb) && self.scene.classes(token).any(hearsay))
        };
        let told = self.governors().into_iter().any(|governor| match governor {
            Governor::Noun(noun) => self.classes_of(noun).any(rumour),
            Governor::Verb(verb) => reported(verb),
        });
        told || tokens.any(|token| self.scene.classes(token).any(hearsay))
    }

    /// "n'a racheté aucune entreprise", "ne fermera pas une seule usine": the negation stands with the object.
    pub(super) fn has_negated_object(&self) -> bool {
        let clauses = self.clauses();
        let Some(verb) = self.trigger.verb.map(|verb| &clauses.verbs[verb]) else { return false };
        let clitic = |token: usize| self.scene.tags[token].is(Pos::Negation(Negation::Clitic));
        if verb.negated || verb.ceased || verb.not_yet || !verb.tokens.clone().any(clitic) {
            return false;
        }
        self.window().find(|&at| clauses.groups[at].is_nominal()).is_some_and(|at| self.is_negated(at))
    }

    /// "whether to sell": the word of a doubt before the mark of the infinitive.
    fn is_undecided(&self) -> bool {
        let groups = &self.clauses().groups;
        let head = |back: usize| self.trigger.group.checked_sub(back).map(|at| groups[at].head);
        let marked = head(1).is_some_and(|head| self.scene.tags[head].is(Pos::InfinitiveMarker));
        marked && head(2).is_some_and(|head| self.scene.classes(head).any(self.any_class(&["if"])))
    }

    /// "would sell if the price were right": a condition stands behind, in the same clause of the sentence.
    pub(super) fn is_conditioned(&self) -> bool {
        let supposes = self.any_class(&["if"]);
        let behind = self.clauses().groups[self.trigger.group..].iter();
        behind
            .take_while(|group| group.kind != Kind::Break)
            .any(|group| group.kind == Kind::Subordinator && self.scene.classes(group.head).any(supposes))
    }

    /// "rumours that X will buy", "unions fear that X will close": what is no more than talk or fear, in a clause of its own.
    pub(super) fn is_feared(&self) -> bool {
        let clauses = self.clauses();
        let governing = self.governors().into_iter().filter_map(|governor| match governor {
            Governor::Verb(verb) => Some(verb),
            Governor::Noun(_) => None,
        });
        let mut verbs = self.trigger.verb.into_iter().chain(governing);
        let Some(verb) = verbs.find(|&verb| clauses.verbs[verb].is_finite()) else { return false };
        let conjoins = |group: &Group| matches!(group.kind, Kind::Subordinator | Kind::Relative);
        let opens = |group: &Group| {
            conjoins(group)
                || group.kind == Kind::Break
                || matches!(group.kind, Kind::Verbal(other) if clauses.verbs[other].is_finite())
        };
        let before = &clauses.groups[..clauses.places[verb]];
        let Some(at) = before.iter().rposition(opens).filter(|&at| conjoins(&before[at])) else {
            return false;
        };
        let discourse = self.scene.lang.discourse();
        let (feared, said, denied) =
            (discourse.class("feared"), discourse.class("say"), discourse.class("deny"));
        let of = |group: &Group| match group.kind {
            Kind::Verbal(verb) => discourse.of(clauses.verbs[verb].lemma),
            _ => discourse.of(group.lemma(&self.scene.tags)),
        };
        let mut told = before[..at].iter().rev().filter(|group| group.kind != Kind::Adverb);
        match told.next() {
            // ("denied reports that": who denies them does so for sure.)
            Some(noun) if noun.is_nominal() => {
                of(noun).any(feared) && told.next().is_none_or(|group| !of(group).any(denied))
            }
            // (What is said is told by who says it.)
            Some(verb) if matches!(verb.kind, Kind::Verbal(_)) => of(verb).any(feared) && !of(verb).any(said),
            _ => false,
        }
    }

    /// The trigger's verb, or the one that governs it, stands behind an "if".
    pub(super) fn is_supposed(&self) -> bool {
        if self.is_undecided() {
            return true;
        }
        let clauses = self.clauses();
        let outermost = self.governors().into_iter().filter_map(|governor| match governor {
            Governor::Verb(verb) => Some(verb),
            Governor::Noun(_) => None,
        });
        let Some(verb) =
            self.trigger.verb.into_iter().chain(outermost).find(|&v| clauses.verbs[v].is_finite())
        else {
            return false;
        };
        // "Si X prévoit de continuer, il n'a pas ...": what is planned there is conceded, not supposed.
        let discourse = self.scene.lang.discourse();
        let plans = discourse.of(clauses.verbs[verb].lemma).any(discourse.class("plan"));
        if plans && Some(verb) != self.trigger.verb && clauses.verbs[verb].tense == Tense::Present {
            return false;
        }
        let supposes = discourse.class("if");
        for group in clauses.groups[..clauses.places[verb]].iter().rev() {
            match group.kind {
                Kind::Subordinator => {
                    return self.scene.classes(group.head).any(supposes);
                }
                Kind::Verbal(other) if clauses.verbs[other].is_finite() => return false,
                Kind::Break | Kind::Relative => return false,
                _ => {}
            }
        }
        false
    }
}
