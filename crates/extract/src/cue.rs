//! Words around quotations that tell who speaks: "..., a dit X", "selon X", "X said".

use std::ops::Range;

use entente_lang::Tense;
use entente_text::Mark;

use crate::attribution::Finder;
use crate::clause::{Clauses, Subject};
use crate::frame::Frame;
use crate::group::{Group, Kind};
use crate::speaker::Listener;

/// Words that tell who speaks.
#[derive(Debug, Clone)]
pub(crate) struct Cue {
    /// The token from which on it stands before or behind a quotation.
    pub(crate) at: usize,
    /// All its tokens.
    pub(crate) teller: Range<usize>,
    pub(crate) sentence: usize,
    pub(crate) form: Form,
}

/// The shape of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// "..., a dit X": the group of who speaks, and the one behind its last.
    Inverted(usize, usize),
    /// "..., a-t-il dit": the pronoun's token.
    Pronoun(usize),
    /// "X a dit ..."; "trailing" where it can follow what is said: "..., X said".
    Subject { verb: usize, trailing: bool },
    /// "selon X": as with the inverted.
    According(usize, usize),
    /// "selon lui".
    AccordingPronoun(usize),
    /// "one analyst saying": the group before the verb.
    Participle(usize),
}

impl Form {
    /// It can tell who spoke the words before it.
    pub(crate) fn looks_back(self) -> bool {
        !matches!(self, Self::Subject { trailing: false, .. } | Self::Participle(_))
    }

    /// It tells first who speaks the words behind it.
    pub(crate) fn looks_ahead(self) -> bool {
        !matches!(self, Self::Inverted(..) | Self::Pronoun(_))
    }
}

impl Listener<'_, '_> {
    /// The cues of a frame, in the order of the text.
    pub(crate) fn cues(&self, frame: &Frame) -> Vec<Cue> {
        let mut cues = Vec::new();
        for sentence in self.sentences(frame) {
            let clauses = &self.scene.clauses[sentence];
            for (at, group) in clauses.groups.iter().enumerate() {
                if !frame.tokens.contains(&group.head) || self.is_quoted(group.head) {
                    continue;
                }
                let form = match group.kind {
                    Kind::Preposition => self.according(frame, clauses, at),
                    Kind::Verbal(verb) => self.saying(frame, clauses, at, verb),
                    // "selon lui" as one.
                    Kind::Adverb
                        if group.tokens.len() > 1
                            && self.readings(group.tokens.start).any(self.class("according")) =>
                    {
                        Some(Form::AccordingPronoun(at))
                    }
                    _ => None,
                };
                if let Some(form) = form {
                    let teller = self.extent(clauses, at, form);
                    cues.push(Cue { at: group.tokens.start, teller, sentence, form });
                }
            }
        }
        cues
    }

    /// From the subject or the verb to the end of the words that name who speaks.
    fn extent(&self, clauses: &Clauses, at: usize, form: Form) -> Range<usize> {
        let own = clauses.groups[at].tokens.clone();
        match form {
            Form::Inverted(_, end) | Form::According(_, end) => {
                own.start..clauses.groups[end - 1].tokens.end.max(own.end)
            }
            Form::AccordingPronoun(group) | Form::Participle(group) => {
                let other = &clauses.groups[group].tokens;
                own.start.min(other.start)..own.end.max(other.end)
            }
            Form::Pronoun(_) => own,
            Form::Subject { verb, .. } => match &clauses.subjects[verb] {
                Subject::Groups(groups) if !self.is_quoted(clauses.groups[groups[0]].head) => {
                    let first = &clauses.groups[groups[0]].tokens;
                    first.start.min(own.start)..own.end
                }
                Subject::Pronoun(_) => own,
                _ => self.subject_start(clauses, at, verb).min(own.start)..own.end,
            },
        }
    }

    fn according(&self, frame: &Frame, clauses: &Clauses, at: usize) -> Option<Form> {
        let group = &clauses.groups[at];
        let classes = self.classes(group.head);
        let view = classes.any(self.class("view"));
        if !classes.any(self.class("according")) && !view {
            return None;
        }
        let next = clauses.groups.get(at + 1)?;
        if next.kind == Kind::Relative && !view {
            return Some(Form::AccordingPronoun(at + 1));
        }
        if self.is_pronoun(next) && self.scene.names_in(next).is_empty() && !view {
            let one = next.is_nominal() && (Finder { scene: self.scene }).is_one(next.head);
            return if one {
                Some(Form::According(at + 1, self.end_of_name(clauses, at + 1)))
            } else {
                Some(Form::AccordingPronoun(at + 1))
            };
        }
        if !next.is_nominal() {
            return None;
        }
        if view {
            // "Pour X, ...": only where a clause begins, and of someone with a name.
            let begins = group.tokens.start == frame.tokens.start
                || self.is_mark(group.tokens.start - 1, Mark::Comma)
                    && self.quote_before(frame, group.tokens.start - 1);
            let end = self.end_of_name(clauses, at + 1);
            let told = &clauses.groups[at + 1..end];
            let office = self.role(next).is_some() && self.is_definite(next);
            let name = told
                .iter()
                .take(if office { told.len() } else { 1 })
                .filter(|group| group.is_nominal())
                .flat_map(|group| self.scene.names_in(group))
                .any(|name| self.scene.is_person(self.scene.entities.of_name(name)));
            let comma =
                clauses.groups.get(at + 2).is_none_or(|g| matches!(g.kind, Kind::Comma | Kind::Break));
            if !(begins && name && (comma || office)) {
                return None;
            }
        }
        Some(Form::According(at + 1, self.end_of_name(clauses, at + 1)))
    }

    pub(crate) fn is_pronoun(&self, group: &Group) -> bool {
        matches!(self.scene.tags[group.head].class, crate::tag::Class::Word(entente_lang::Pos::Pronoun(_)))
    }

    /// A quotation of the frame ends right before this token.
    pub(crate) fn quote_before(&self, frame: &Frame, token: usize) -> bool {
        token > frame.tokens.start && self.is_quoted(token - 1)
    }

    fn saying(&self, frame: &Frame, clauses: &Clauses, at: usize, verb: usize) -> Option<Form> {
        let reading = &clauses.verbs[verb];
        let auxiliary = Self::auxiliary(clauses, at, verb);
        let start = auxiliary.unwrap_or(reading.tokens.start);
        let finite = reading.is_finite() || auxiliary.is_some();
        let classes = self.scene.lang.discourse().of(reading.lemma);
        let says = classes.any(self.class("say").with(self.class("deny")));
        let quoted_before =
            frame.tokens.start < start && (frame.tokens.start..start).any(|t| self.is_quoted(t));
        let comma = start > frame.tokens.start && self.is_mark(start - 1, Mark::Comma);
        let direct = self.quote_before(frame, start);
        // `"...", `: whatever verb stands here with its subject behind it tells who speaks.
        let beside = direct || comma && self.quote_before(frame, start - 1);
        // Words may stand between a quotation and the inverted verb where adjectives follow nouns.
        let late = self.scene.lang.discourse().is_head_first();
        if finite && (comma || direct) && quoted_before {
            if let Some(token) = reading.pronoun
                && !reading.passive
                && self.scene.document.tokens()[token].is_enclitic()
            {
                return Some(Form::Pronoun(token));
            }
            // "he told the Gazette": with a subject before it a verb is not inverted.
            if (says && (beside || late) || beside && comma)
                && reading.pronoun.is_none()
                && let Some(subject) = self.subject_behind(clauses, at)
            {
                return Some(Form::Inverted(subject, self.end_of_name(clauses, subject)));
            }
        }
        // "Comme le rapporte X, ...": of all that follows.
        let introduced = at > 0
            && clauses.groups[at - 1].kind != Kind::Nominal
            && self.classes(clauses.groups[at - 1].head).any(self.class("as"));
        if says
            && finite
            && introduced
            && let Some(subject) = self.subject_behind(clauses, at)
        {
            return Some(Form::According(subject, self.end_of_name(clauses, subject)));
        }
        // "Et si rien ne change, avertit X, "..."".
        let opens = start == frame.tokens.start;
        if says
            && (comma && late || opens)
            && let Some(subject) = self.subject_behind(clauses, at)
            && let end = self.end_of_name(clauses, subject)
            && let Some(close) = clauses.groups.get(end)
            && close.kind == Kind::Comma
            && frame.tokens.contains(&close.tokens.end)
            && self.is_quoted(close.tokens.end)
        {
            return Some(Form::Inverted(subject, end));
        }
        if !says || reading.passive {
            return None;
        }
        if !reading.is_finite() {
            let before = at.checked_sub(1)?;
            // "was quoted as saying", "went on by saying": the subject of the verb before.
            if reading.tense == Tense::PresentParticiple
                && matches!(
                    clauses.groups[before].kind,
                    Kind::Preposition | Kind::Adverb | Kind::Subordinator
                )
                && let Some(Kind::Verbal(main)) = before.checked_sub(1).map(|main| clauses.groups[main].kind)
                && clauses.verbs[main].is_finite()
            {
                let place = clauses.places[main];
                let trailing = self.is_trailing(frame, clauses, place, main, quoted_before);
                return Some(Form::Subject { verb: main, trailing });
            }
            // "X unveiled it, saying ...": the subject of the verb before the comma.
            if reading.tense == Tense::PresentParticiple
                && clauses.groups[before].kind == Kind::Comma
                && let Some(main) = (0..verb).rev().find(|&main| clauses.verbs[main].is_finite())
                && !clauses.verbs[main].passive
                && frame.tokens.contains(&clauses.verbs[main].tokens.start)
                && !self.is_quoted(clauses.verbs[main].tokens.start)
                && !matches!(
                    clauses.groups[clauses.places[main].saturating_sub(1)].kind,
                    Kind::Relative | Kind::Comma | Kind::Quote
                )
            {
                return Some(Form::Subject { verb: main, trailing: false });
            }
            let speaks = reading.tense == Tense::PresentParticiple
                && clauses.groups[before].is_nominal()
                && !self.is_quoted(clauses.groups[before].head);
            return speaks.then_some(Form::Participle(before));
        }
        // "... said": the subject stands behind a comma or a quotation, so that what is said may stand before.
        let trailing = self.is_trailing(frame, clauses, at, verb, quoted_before);
        Some(Form::Subject { verb, trailing })
    }

    /// "a de son côté prévenu": where the auxiliary stands that words part from its participle.
    fn auxiliary(clauses: &Clauses, at: usize, verb: usize) -> Option<usize> {
        let before = at.checked_sub(3)?;
        let parted =
            clauses.groups[before + 1].kind == Kind::Preposition && clauses.groups[before + 2].is_nominal();
        match clauses.groups[before].kind {
            Kind::Verbal(other)
                if parted
                    && clauses.verbs[verb].tense == Tense::PastParticiple
                    && clauses.verbs[other].is_finite()
                    && !clauses.verbs[other].perfect =>
            {
                Some(clauses.verbs[other].tokens.start)
            }
            _ => None,
        }
    }

    /// Where the subject of a verb begins, with its appositions.
    pub(crate) fn subject_start(&self, clauses: &Clauses, at: usize, verb: usize) -> usize {
        if let Subject::Groups(groups) = &clauses.subjects[verb]
            && !self.is_quoted(clauses.groups[groups[0]].head)
        {
            return clauses.groups[groups[0]].tokens.start;
        }
        let mut first = at;
        while first > 0 {
            let group = &clauses.groups[first - 1];
            let stop = matches!(group.kind, Kind::Verbal(_) | Kind::Break | Kind::Quote | Kind::Subordinator);
            if stop || self.is_quoted(group.head) {
                break;
            }
            first -= 1;
        }
        while first < at && !clauses.groups[first].is_nominal() {
            first += 1;
        }
        clauses.groups[first].tokens.start
    }

    /// The subject of a verb stands behind a comma or a quotation, so that what is said may stand before.
    fn is_trailing(
        &self,
        frame: &Frame,
        clauses: &Clauses,
        at: usize,
        verb: usize,
        quoted_before: bool,
    ) -> bool {
        let first = self.whole_start(clauses, self.subject_start(clauses, at, verb));
        quoted_before
            && first > frame.tokens.start
            && (self.is_mark(first - 1, Mark::Comma) || self.is_quoted(first - 1))
    }

    /// Where the words begin that end in the group at this token: "the chairman of Biotrel", "Biotrel's chairman".
    fn whole_start(&self, clauses: &Clauses, token: usize) -> usize {
        let mut first = clauses.groups.partition_point(|group| group.tokens.end <= token);
        while let Some(before) = first.checked_sub(1).map(|before| &clauses.groups[before]) {
            if !matches!(before.kind, Kind::Nominal | Kind::Preposition | Kind::Adverb)
                || self.is_quoted(before.head)
            {
                break;
            }
            first -= 1;
        }
        clauses.groups.get(first).map_or(token, |group| group.tokens.start.min(token))
    }

    /// The subject behind an inverted verb: times, places and addressees between.
    fn subject_behind(&self, clauses: &Clauses, at: usize) -> Option<usize> {
        let mut next = at + 1;
        while let Some(group) = clauses.groups.get(next) {
            match group.kind {
                Kind::Adverb => next += 1,
                // "croit savoir X".
                Kind::Verbal(verb) if next == at + 1 && clauses.verbs[verb].tense == Tense::Infinitive => {
                    next += 1;
                }
                Kind::Preposition => {
                    let noun = clauses.groups.get(next + 1).filter(|g| g.is_nominal())?;
                    // "à la Gazette N": the second name is no longer whom it is told.
                    if self.scene.names_in(noun).len() > 1 {
                        return Some(next + 1);
                    }
                    next += 2;
                }
                Kind::Nominal if self.is_time(group) && self.scene.names_in(group).is_empty() => next += 1,
                Kind::Comma
                    if next > at + 1 && clauses.groups.get(next + 1).is_some_and(Group::is_nominal) =>
                {
                    next += 1;
                }
                // "Me N".
                Kind::Nominal
                    if self.scene.lang.discourse().is_title(self.scene.lower(group.head))
                        && clauses.groups.get(next + 1).is_some_and(Group::is_nominal) =>
                {
                    next += 1;
                }
                Kind::Nominal => return (!self.is_quoted(group.head)).then_some(next),
                _ => return None,
            }
        }
        None
    }

    fn is_time(&self, group: &Group) -> bool {
        self.scene.dimensions_in(&group.tokens).iter().any(crate::dimension::Dimension::is_date)
            || self.classes(group.head).any(self.class("time"))
    }

    /// The group behind the last that belongs to a name, its complements and appositions.
    pub(crate) fn end_of_name(&self, clauses: &Clauses, first: usize) -> usize {
        let mut end = first + 1;
        while let Some(group) = clauses.groups.get(end) {
            if self.is_quoted(group.head) {
                break;
            }
            match group.kind {
                // "le procureur adjoint N".
                Kind::Verbal(verb)
                    if clauses.verbs[verb].tense == Tense::PastParticiple
                        && clauses.groups[end - 1].is_nominal()
                        && clauses
                            .groups
                            .get(end + 1)
                            .is_some_and(|g| g.is_nominal() && !self.scene.names_in(g).is_empty()) =>
                {
                    end += 1;
                }
                Kind::Verbal(_) | Kind::Break | Kind::Quote | Kind::Relative | Kind::Subordinator => break,
                Kind::Comma if !clauses.groups.get(end + 1).is_some_and(Group::is_nominal) => break,
                _ => end += 1,
            }
        }
        end
    }
}
