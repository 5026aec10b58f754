//! Who speaks a quotation: the cues around it, and whom they name.

use std::ops::Range;

use entente_lang::{Classes, Determiner, Meaning, Number, Role, Tense};
use entente_model::{Party, Source, SourceKind};
use entente_text::{Mark, Shape};

use crate::attribution::Finder;
use crate::clause::{Clauses, Subject};
use crate::entity::Sort;
use crate::frame::{Frame, Frames};
use crate::group::{Group, Kind};
use crate::scene::Scene;

/// How many frames back a pronoun or a role may find who is meant.
const REACH: usize = 4;

/// A name among so many tokens stands at an article's head.
const HEAD: usize = 25;

/// Who speaks.
#[derive(Debug, Clone)]
pub(crate) struct Speaker {
    /// The entities that speak; none where the source has no name.
    pub(crate) entities: Vec<usize>,
    /// What stands for a speaker that has no name of its own: "ministère de la Santé".
    pub(crate) description: Option<String>,
    pub(crate) source: Source,
    /// The tokens that tell it.
    pub(crate) teller: Range<usize>,
}

/// Words that tell who speaks.
#[derive(Debug, Clone)]
pub(crate) struct Cue {
    /// The token from which on it stands before or behind a quotation.
    at: usize,
    /// All its tokens.
    teller: Range<usize>,
    sentence: usize,
    form: Form,
}

/// The shape of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
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
    fn looks_back(self) -> bool {
        !matches!(self, Self::Subject { trailing: false, .. } | Self::Participle(_))
    }

    /// It tells first who speaks the words behind it.
    fn looks_ahead(self) -> bool {
        !matches!(self, Self::Inverted(..) | Self::Pronoun(_))
    }
}

/// Finds who speaks; goes through the frames in order, since pronouns stand for who spoke before.
pub(crate) struct Listener<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
    pub(crate) frames: &'a Frames,
    /// Who spoke last.
    pub(crate) last: Option<Speaker>,
}

impl Listener<'_, '_> {
    fn class(&self, name: &str) -> Classes {
        self.scene.lang.discourse().class(name)
    }

    fn classes(&self, token: usize) -> Classes {
        self.scene.tags[token].lemma.map(|lemma| self.scene.lang.discourse().of(lemma)).unwrap_or_default()
    }

    /// The classes of all readings of a word.
    fn readings(&self, token: usize) -> Classes {
        let lang = self.scene.lang;
        let lemmas = lang.analyses(self.scene.lower(token)).iter().filter_map(|analysis| analysis.lemma);
        lemmas.fold(Classes::default(), |all, lemma| all.with(lang.discourse().of(lemma)))
    }

    fn is_quoted(&self, token: usize) -> bool {
        self.frames.quotation_of(token).is_some()
    }

    fn is_mark(&self, token: usize, mark: Mark) -> bool {
        self.scene.document.tokens().get(token).is_some_and(|token| token.is_mark(mark))
    }

    /// The sentences that a frame overlaps.
    fn sentences(&self, frame: &Frame) -> Range<usize> {
        let first = self.scene.clauses.partition_point(|c| c.tokens.end <= frame.tokens.start);
        let last = self.scene.clauses.partition_point(|c| c.tokens.start < frame.tokens.end);
        first..last.max(first)
    }

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
                || self.is_mark(group.tokens.start - 1, Mark::Comma) && self.quote_before(frame, group.tokens.start - 1);
            let name = self.scene.names_in(next).iter().any(|&name| {
                self.scene.entities.all[self.scene.entities.of_name(name)].sort == Sort::Person
            });
            let comma = clauses.groups.get(at + 2).is_none_or(|g| matches!(g.kind, Kind::Comma | Kind::Break));
            if !(begins && name && comma) {
                return None;
            }
        }
        Some(Form::According(at + 1, self.end_of_name(clauses, at + 1)))
    }

    fn is_pronoun(&self, group: &Group) -> bool {
        matches!(self.scene.tags[group.head].class, crate::tag::Class::Word(entente_lang::Pos::Pronoun(_)))
    }

    /// A quotation of the frame ends right before this token.
    fn quote_before(&self, frame: &Frame, token: usize) -> bool {
        token > frame.tokens.start && self.is_quoted(token - 1)
    }

    fn saying(&self, frame: &Frame, clauses: &Clauses, at: usize, verb: usize) -> Option<Form> {
        let reading = &clauses.verbs[verb];
        let auxiliary = self.auxiliary(clauses, at, verb);
        let start = auxiliary.unwrap_or(reading.tokens.start);
        let finite = reading.is_finite() || auxiliary.is_some();
        let says = reading
            .lemma
            .is_some_and(|lemma| self.scene.lang.discourse().of(lemma).any(self.class("say").with(self.class("deny"))));
        let quoted_before = frame.tokens.start < start && (frame.tokens.start..start).any(|t| self.is_quoted(t));
        let comma = start > frame.tokens.start && self.is_mark(start - 1, Mark::Comma);
        let direct = self.quote_before(frame, start);
        // `"...", `: whatever verb stands here with its subject behind it tells who speaks.
        let beside = direct || comma && self.quote_before(frame, start - 1);
        if finite && (comma || direct) && quoted_before {
            if let Some(token) = reading.pronoun
                && !reading.passive
                && self.scene.document.tokens()[token].is_enclitic()
            {
                return Some(Form::Pronoun(token));
            }
            if (says || beside && comma) && let Some(subject) = self.subject_behind(clauses, at) {
                return Some(Form::Inverted(subject, self.end_of_name(clauses, subject)));
            }
        }
        // "Et si rien ne change, avertit X, "..."".
        if says
            && comma
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
            let speaks = reading.tense == Tense::PresentParticiple
                && clauses.groups[before].is_nominal()
                && !self.is_quoted(clauses.groups[before].head);
            return speaks.then_some(Form::Participle(before));
        }
        // "... said": the subject stands behind a comma or a quotation, so that what is said may stand before.
        let first = self.subject_start(clauses, at, verb);
        let trailing = quoted_before
            && first > frame.tokens.start
            && (self.is_mark(first - 1, Mark::Comma) || self.is_quoted(first - 1));
        Some(Form::Subject { verb, trailing })
    }

    /// "a de son côté prévenu": where the auxiliary stands that words part from its participle.
    fn auxiliary(&self, clauses: &Clauses, at: usize, verb: usize) -> Option<usize> {
        let before = at.checked_sub(3)?;
        let parted = clauses.groups[before + 1].kind == Kind::Preposition && clauses.groups[before + 2].is_nominal();
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
    fn subject_start(&self, clauses: &Clauses, at: usize, verb: usize) -> usize {
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

    /// The subject behind an inverted verb: times, places and addressees between.
    fn subject_behind(&self, clauses: &Clauses, at: usize) -> Option<usize> {
        let mut next = at + 1;
        while let Some(group) = clauses.groups.get(next) {
            match group.kind {
                Kind::Adverb => next += 1,
                // "croit savoir X".
                Kind::Verbal(verb) if next == at + 1 && clauses.verbs[verb].tense == Tense::Infinitive => next += 1,
                Kind::Preposition => {
                    let noun = clauses.groups.get(next + 1).filter(|g| g.is_nominal())?;
                    // "à la Gazette N": the second name is no longer whom it is told.
                    if self.scene.names_in(noun).len() > 1 {
                        return Some(next + 1);
                    }
                    next += 2;
                }
                Kind::Nominal if self.is_time(group) && self.scene.names_in(group).is_empty() => next += 1,
                Kind::Comma if next > at + 1 && clauses.groups.get(next + 1).is_some_and(Group::is_nominal) => next += 1,
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
    fn end_of_name(&self, clauses: &Clauses, first: usize) -> usize {
        let mut end = first + 1;
        while let Some(group) = clauses.groups.get(end) {
            if self.is_quoted(group.head) {
                break;
            }
            match group.kind {
                Kind::Verbal(_) | Kind::Break | Kind::Quote | Kind::Relative | Kind::Subordinator => break,
                Kind::Comma if !clauses.groups.get(end + 1).is_some_and(Group::is_nominal) => break,
                _ => end += 1,
            }
        }
        end
    }

    /// Who speaks a quotation of the frame.
    pub(crate) fn speaker(&self, frame: &Frame, cues: &[Cue], quotation: usize) -> Option<Speaker> {
        let span = self.scene.document.quotations()[quotation].span;
        let tokens = self.scene.document.tokens_in(span);
        let before = cues.iter().rev().filter(|cue| cue.at < tokens.start);
        let after: Vec<&Cue> =
            cues.iter().filter(|cue| cue.at >= tokens.end && cue.form.looks_back()).collect();
        let close = after.first().filter(|cue| cue.teller.start <= tokens.end + 1 && self.ends_clause(tokens.end));
        // "avertit X, "..."".
        let led = before.clone().take(1).filter(|cue| cue.teller.end + 1 >= tokens.start);
        let ahead = before.clone().filter(|cue| cue.form.looks_ahead());
        let behind = before.filter(|cue| !cue.form.looks_ahead());
        let order = close.into_iter().copied().chain(led).chain(ahead).chain(after.iter().copied()).chain(behind);
        order.into_iter().find_map(|cue| self.resolve(frame, cue))
    }

    fn ends_clause(&self, token: usize) -> bool {
        self.is_mark(token, Mark::Comma) || self.scene.document.tokens().get(token).is_some_and(|t| t.is_word())
    }

    /// The subject of the clause that the quotation stands in: "X va "..."".
    pub(crate) fn subject(&self, frame: &Frame, before: usize) -> Option<Speaker> {
        for sentence in self.sentences(frame).rev() {
            let clauses = &self.scene.clauses[sentence];
            for verb in (0..clauses.verbs.len()).rev() {
                let tokens = &clauses.verbs[verb].tokens;
                let quoted = match &clauses.subjects[verb] {
                    Subject::Groups(groups) => self.is_quoted(clauses.groups[groups[0]].head),
                    Subject::Pronoun(token) => self.is_quoted(*token),
                    Subject::Missing => false,
                };
                let fits = !quoted
                    && clauses.verbs[verb].is_finite()
                    && tokens.start < before
                    && frame.tokens.contains(&tokens.start)
                    && !self.is_quoted(tokens.start);
                if !fits {
                    continue;
                }
                if let Subject::Pronoun(token) = clauses.subjects[verb] {
                    let existential = tokens.clone().any(|at| self.readings(at).any(self.class("existential")));
                    let cue = Cue { at: tokens.start, teller: tokens.clone(), sentence, form: Form::Pronoun(token) };
                    let speaker = if existential { None } else { self.pronoun(frame, &cue, token) };
                    if speaker.is_some() {
                        return speaker;
                    }
                    continue;
                }
                let medium = |entities: &Vec<usize>| self.scene.entities.all[entities[0]].sort == Sort::Medium;
                if let Some(entities) = self.scene.subject_entities(sentence, verb).filter(|e| !medium(e)) {
                    return Some(self.named(entities, tokens.clone()));
                }
                // "le ministre va ..."
                if let Subject::Groups(groups) = &clauses.subjects[verb]
                    && let group = &clauses.groups[groups[0]]
                    && let role @ Some(_) = self.role(group)
                    && self.is_definite(group)
                    && group.number(&self.scene.tags) != Some(Number::Plural)
                {
                    let form = Form::Subject { verb, trailing: false };
                    let teller = group.tokens.start..tokens.end.max(group.tokens.end);
                    let cue = Cue { at: tokens.start, teller: teller.clone(), sentence, form };
                    return self.role_holder(frame, &cue, teller, role);
                }
            }
        }
        None
    }

    /// Whom a cue names.
    pub(crate) fn resolve(&self, frame: &Frame, cue: &Cue) -> Option<Speaker> {
        let clauses = &self.scene.clauses[cue.sentence];
        match cue.form {
            Form::Inverted(first, end) => self.noun(frame, cue, first, end),
            Form::According(first, end) => self.noun(frame, cue, first, end).or_else(|| {
                // "selon l'affiche": it says so, and nobody else.
                let none = clauses.groups[first..end].iter().all(|g| self.scene.names_in(g).is_empty());
                let source = Source::of(SourceKind::Document);
                none.then(|| Speaker { entities: Vec::new(), description: None, source, teller: cue.teller.clone() })
            }),
            Form::Pronoun(token) => self.pronoun(frame, cue, token),
            // "N, selon qui ...".
            Form::AccordingPronoun(group) if clauses.groups[group].kind == Kind::Relative => {
                let mut names = self.scene.names.iter().enumerate().rev();
                let (name, _) = names.find(|(_, name)| name.tokens.end <= cue.at)?;
                Some(self.named(vec![self.scene.entities.of_name(name)], cue.teller.clone()))
            }
            Form::AccordingPronoun(group) => self.pronoun(frame, cue, clauses.groups[group].head),
            Form::Participle(group) => {
                let names = !self.scene.names_in(&clauses.groups[group]).is_empty();
                let finder = Finder { scene: self.scene };
                (names || finder.can_speak(&clauses.groups[group]))
                    .then(|| self.noun(frame, cue, group, group + 1))
                    .flatten()
            }
            Form::Subject { verb, .. } => self.subject_of(frame, cue, verb),
        }
    }

    fn subject_of(&self, frame: &Frame, cue: &Cue, verb: usize) -> Option<Speaker> {
        let clauses = &self.scene.clauses[cue.sentence];
        let place = clauses.places[verb];
        let groups = match &clauses.subjects[verb] {
            Subject::Groups(groups) if !self.is_quoted(clauses.groups[groups[0]].head) => groups.clone(),
            Subject::Pronoun(token) if !self.is_quoted(*token) => return self.pronoun(frame, cue, *token),
            // None, or one inside a quotation, which can't be it.
            _ => {
                if let Some(token) = clauses.verbs[verb].pronoun {
                    return self.pronoun(frame, cue, token);
                }
                let start = self.subject_start(clauses, place, verb);
                let first = clauses.groups.iter().position(|group| group.tokens.start == start)?;
                if first >= place {
                    // "... et a ajouté": the subject of the verb before.
                    return self.subject(frame, clauses.verbs[verb].tokens.start);
                }
                vec![first]
            }
        };
        // "N, involved in the deal, said": what stands between commas is no subject.
        if self.is_mark(clauses.verbs[verb].tokens.start - 1, Mark::Comma)
            && let Some(subject) = self.before_insertion(clauses, place)
            && subject < groups[0]
            && frame.tokens.contains(&clauses.groups[subject].head)
        {
            let person = |entity: usize| self.scene.entities.all[entity].sort == Sort::Person;
            if let Some(entity) = self.entities(&clauses.groups[subject]).into_iter().rev().find(|&entity| person(entity)) {
                let teller = clauses.groups[subject].tokens.start..cue.teller.end;
                return Some(self.named(vec![entity], teller));
            }
        }
        let first = *groups.first()?;
        let end = groups.last().map_or(first, |&last| last) + 1;
        if first < place && groups.len() > 1 {
            let entities: Vec<usize> = groups
                .iter()
                .filter_map(|&group| self.scene.mention(cue.sentence, group))
                .flat_map(|mention| mention.entities)
                .collect();
            if entities.len() > 1 {
                return Some(self.named(entities, cue.teller.clone()));
            }
        }
        let end = if first < place { self.end_of_name(clauses, first).min(place).max(end.min(place)) } else { end };
        self.noun(frame, cue, first, end.max(first + 1))
    }

    /// The noun before the words between commas that end right before a verb.
    fn before_insertion(&self, clauses: &Clauses, place: usize) -> Option<usize> {
        let close = place.checked_sub(1).filter(|&at| clauses.groups[at].kind == Kind::Comma)?;
        let open = (0..close).rev().find(|&at| matches!(clauses.groups[at].kind, Kind::Comma | Kind::Quote | Kind::Break))?;
        if clauses.groups[open].kind != Kind::Comma {
            return None;
        }
        open.checked_sub(1).filter(|&at| clauses.groups[at].is_nominal() && !self.is_quoted(clauses.groups[at].head))
    }

    fn named(&self, entities: Vec<usize>, teller: Range<usize>) -> Speaker {
        let (source, entities) = Finder { scene: self.scene }.named(&entities);
        Speaker { entities, description: None, source, teller }
    }

    /// Whom the groups of a name stand for.
    fn noun(&self, frame: &Frame, cue: &Cue, first: usize, end: usize) -> Option<Speaker> {
        let clauses = &self.scene.clauses[cue.sentence];
        let group = &clauses.groups[first];
        let teller = cue.teller.clone();
        // "une des sources", "one of the sources".
        if (Finder { scene: self.scene }).is_one(group.head)
            && self.scene.names_in(group).is_empty()
            && clauses.groups.get(first + 1).is_some_and(|g| self.classes(g.head).any(self.class("of")))
            && clauses.groups.get(first + 2).is_some_and(Group::is_nominal)
        {
            return self.nameless(frame, cue, first + 2);
        }
        if self.is_pronoun(group) && self.scene.names_in(group).is_empty() {
            // "l'un d'eux".
            if (Finder { scene: self.scene }).is_one(group.head) {
                let source = Source { count: Some(1), ..Source::of(SourceKind::Anonymous) };
                return Some(Speaker { entities: Vec::new(), description: None, source, teller });
            }
            return self.pronoun(frame, cue, group.head);
        }
        // "un proche du dossier": the noun went into the preposition.
        if self.scene.tags[group.head].is_determiner()
            && let Some(next) = clauses.groups.get(first + 1)
            && self.readings(next.tokens.start).any(self.class("anonymous"))
        {
            let finder = Finder { scene: self.scene };
            let source = Source { count: finder.count(cue.sentence, first), ..Source::of(SourceKind::Anonymous) };
            return Some(Speaker { entities: Vec::new(), description: None, source, teller });
        }
        if let Some(speaker) = self.body(clauses, first, end, &teller) {
            return Some(speaker);
        }
        let sort = |entity: usize| self.scene.entities.all[entity].sort;
        let role = self.role(group);
        let own: Vec<usize> = self.entities(group);
        if let Some(&person) = own.iter().rev().find(|&&entity| sort(entity) == Sort::Person) {
            return Some(self.named(vec![person], teller));
        }
        // "N, le chef de file de X, ...": a role apposed to the name before it.
        if role.is_some()
            && first > 1
            && clauses.groups[first - 1].kind == Kind::Comma
            && !self.is_quoted(clauses.groups[first - 2].head)
            && clauses.groups[first - 2].is_nominal()
            && let Some(&person) = self.entities(&clauses.groups[first - 2]).iter().find(|&&e| sort(e) == Sort::Person)
        {
            return Some(self.named(vec![person], teller));
        }
        // "le directeur général de X, N", "le patron de X N", "the chief executive of X, N".
        let groups = &clauses.groups[first..end.max(first + 1)];
        let mut names = groups.iter().filter(|g| g.is_nominal()).flat_map(|g| self.scene.names_in(g)).skip(own.len());
        let beside = names.find_map(|name| {
            let entity = self.scene.entities.of_name(name);
            let start = self.scene.names[name].tokens.start;
            let name_like = self.is_mark(start - 1, Mark::Comma) || self.scene.names[name].tokens.len() > 1;
            let long = self.scene.names[name].tokens.len() > 1;
            let apposed = self.is_mark(start - 1, Mark::Comma) && self.is_mark(self.scene.names[name].tokens.end, Mark::Comma);
            let told = role.is_some() || apposed && long && self.is_definite(group);
            let unsure = told && !self.scene.entities.all[entity].sure && name_like;
            (!self.is_governed(start) && (sort(entity) == Sort::Person || unsure)).then_some(entity)
        });
        if let Some(person) = beside.filter(|_| role.is_some() || own.is_empty()) {
            let speaker = self.named(vec![person], teller);
            let source = Source { kind: SourceKind::Person, ..speaker.source };
            return Some(Speaker { source, ..speaker });
        }
        if let Some(&last) = own.last() {
            let acronym = self.scene.names_in(group).iter().all(|&name| {
                let tokens = self.scene.names[name].tokens.clone();
                self.scene.document.tokens()[tokens].iter().all(|token| token.shape() == Shape::Upper)
            });
            if role.is_some() && (self.scene.entities.all[last].sure || acronym) && self.is_definite(group) {
                // "le PDG d'X", "le ministre de la Santé": a role, and no name.
                return self.role_holder(frame, cue, teller, role);
            }
            let mut entities = vec![own[0]];
            for &member in clauses.coordinated_right(first, &self.scene.tags).iter().filter(|&&m| m > first && m < end) {
                entities.extend(self.entities(&clauses.groups[member]));
            }
            return Some(self.named(entities, teller));
        }
        self.nameless(frame, cue, first)
    }

    /// "le ministère allemand de la Santé": a public body or a union, known by what it is; from its noun to the end of the
    /// complement.
    fn body(&self, clauses: &Clauses, first: usize, end: usize, teller: &Range<usize>) -> Option<Speaker> {
        let group = &clauses.groups[first];
        let noun = group.tokens.clone().find(|&at| self.classes(at).any(self.class("public-body")))?;
        if !self.is_definite(group) || self.scene.tags[noun].is_name() {
            return None;
        }
        let mut last = first;
        let governs = |at: usize| {
            let of = clauses.groups.get(at).is_some_and(|g| {
                g.kind == Kind::Preposition && self.classes(g.head).any(self.class("of"))
            });
            of && clauses.groups.get(at + 1).is_some_and(Group::is_nominal)
        };
        while last + 2 < end.max(first + 3) && governs(last + 1) {
            last += 2;
        }
        let tokens = self.scene.document.tokens();
        let stop = clauses.groups[last].tokens.end;
        let text = &self.scene.document.text()[tokens[noun].start()..tokens[stop - 1].end()];
        let description = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = Party::from(description.as_str());
        let source = Source { name: Some(name), ..Source::of(SourceKind::Organization) };
        Some(Speaker { entities: Vec::new(), description: Some(description), source, teller: teller.clone() })
    }

    /// A noun without a name: a role or descriptor that stands for someone named, or an unnamed source.
    fn nameless(&self, frame: &Frame, cue: &Cue, first: usize) -> Option<Speaker> {
        let clauses = &self.scene.clauses[cue.sentence];
        let group = &clauses.groups[first];
        let teller = cue.teller.clone();
        let finder = Finder { scene: self.scene };
        let definite = self.is_definite(group);
        let plural = group.number(&self.scene.tags) == Some(Number::Plural);
        if self.classes(group.head).any(self.class("document").with(self.class("body"))) {
            let entities = finder.behind(cue.sentence, first).or_else(|| self.house())?;
            return Some(self.named(entities, teller));
        }
        if self.classes(group.head).any(self.class("medium")) && definite {
            return self.last.clone().map(|last| Speaker { teller, ..last });
        }
        match self.role(group) {
            Some(Role::Spokesperson) => {
                let of = clauses.groups.get(first + 1).is_some_and(|g| self.classes(g.head).any(self.class("of")));
                let entities = finder.behind(cue.sentence, first).or_else(|| self.house().filter(|_| !of));
                if let Some(entities) = entities {
                    return Some(self.named(entities, teller));
                }
            }
            role @ Some(_) if definite && !plural => return self.role_holder(frame, cue, teller, role),
            _ => {}
        }
        let known = |entities: &[usize]| entities.iter().all(|&entity| self.scene.entities.all[entity].sure);
        let mention = self.scene.mention(cue.sentence, first);
        let mention = mention.filter(|m| known(&m.entities) && (!plural || m.entities.len() > 1));
        if let Some(mention) = mention {
            return Some(self.named(mention.entities, teller));
        }
        let company = self.scene.descriptor_of(group).is_some_and(|d| matches!(d.meaning, Meaning::Company(_)));
        if company && definite {
            return self.house().map(|entities| self.named(entities, teller));
        }
        let Some((source, _)) = finder.unnamed(group, cue.sentence, first).filter(|(_, named)| named.is_empty()) else {
            // "la communication de X": whoever it is, it speaks for X.
            if !definite && !plural || plural && (self.role(group).is_some() || finder.can_speak(group)) {
                // "les salariés de X": people without a name.
                let source = Source::of(SourceKind::Anonymous);
                return Some(Speaker { entities: Vec::new(), description: None, source, teller });
            }
            if let Some(entities) = finder.behind(cue.sentence, first).filter(|_| definite && !plural) {
                return Some(self.named(entities, teller));
            }
            // "l'animateur", "la danseuse": whoever it is was named before.
            if !definite || plural {
                return None;
            }
            let person = self.person_before(frame, cue).or_else(|| self.person_named(cue.teller.start));
            if let Some(person) = person {
                return Some(self.named(vec![person], teller));
            }
            // Nobody is named: "le passager".
            let someone = self.scene.entities.all.iter().any(|entity| entity.sort == Sort::Person);
            let source = Source::of(SourceKind::Anonymous);
            return (!someone && matches!(cue.form, Form::Inverted(..)))
                .then_some(Speaker { entities: Vec::new(), description: None, source, teller });
        };
        Some(Speaker {
            entities: Vec::new(),
            description: None,
            source: Source { name: None, ..source },
            teller,
        })
    }

    /// The organisation that speaks in this article: the one that spoke last, else the known one that it names most.
    fn house(&self) -> Option<Vec<usize>> {
        let spoke = self.last.as_ref().filter(|last| last.source.kind == SourceKind::Organization);
        if let Some(entities) = spoke.map(|last| last.entities.clone()).filter(|entities| !entities.is_empty()) {
            return Some(entities);
        }
        let all = self.scene.entities.all.iter().enumerate();
        let bodies = all.filter(|(_, entity)| {
            // An outlet is more often quoted than written about: then its name stands at the head.
            let headed = entity.names.first().is_some_and(|&name| self.scene.names[name].tokens.start < HEAD);
            entity.sure && (entity.sort == Sort::Organisation || entity.sort == Sort::Medium && headed)
        });
        let most = bodies.max_by_key(|(index, entity)| (entity.names.len(), std::cmp::Reverse(*index)));
        let (entity, _) = most?;
        Some(vec![entity])
    }

    fn is_definite(&self, group: &Group) -> bool {
        match group.determiner(&self.scene.tags) {
            Some(Determiner::Definite | Determiner::Demonstrative | Determiner::Possessive) => true,
            None => group.tokens.clone().any(|at| self.scene.tags[at].is(entente_lang::Pos::Contraction)),
            _ => false,
        }
    }

    fn entities(&self, group: &Group) -> Vec<usize> {
        self.scene.names_in(group).iter().map(|&name| self.scene.entities.of_name(name)).collect()
    }

    /// The role of a person that a word of the group names.
    fn role(&self, group: &Group) -> Option<Role> {
        let tokens = self.scene.document.tokens();
        group.tokens.clone().find_map(|at| {
            // "rédacteur en chef" goes on behind the group.
            let words = tokens[at..(at + 4).min(tokens.len())].iter().map(|token| self.scene.document.lower(token));
            match self.scene.lang.descriptors().longest(words)?.1[0].meaning {
                Meaning::Person(role) => Some(role),
                Meaning::Company(_) | Meaning::Relation(_) => None,
            }
        })
    }

    /// "le ministre", "l'élue": the person named or speaking last who is told to be that, else whoever it was.
    fn role_holder(&self, frame: &Frame, cue: &Cue, teller: Range<usize>, role: Option<Role>) -> Option<Speaker> {
        let all = &self.scene.entities.all;
        let fits = |entity: usize| role.is_some_and(|role| all[entity].roles.contains(&role));
        let nearest = self.person_before(frame, cue).or_else(|| self.person_named(cue.teller.start));
        if let Some(entity) = nearest.filter(|&entity| fits(entity) || all[entity].roles.is_empty()) {
            return Some(self.named(vec![entity], teller));
        }
        let mut named = self.scene.names.iter().enumerate().rev();
        let told = named.find(|(index, name)| {
            name.tokens.end <= cue.teller.start && fits(self.scene.entities.of_name(*index))
        });
        let entity = told.map(|(index, _)| self.scene.entities.of_name(index)).or(nearest)?;
        Some(self.named(vec![entity], teller))
    }

    /// The person named last before this token.
    fn person_named(&self, token: usize) -> Option<usize> {
        let here = self.frames.all.partition_point(|f| f.tokens.end <= token);
        let floor = self.frames.all.get(here.saturating_sub(REACH)).map_or(0, |frame| frame.tokens.start);
        let mut named = self.scene.names.iter().enumerate().rev();
        let (name, _) = named.find(|(index, name)| {
            (floor..token).contains(&name.tokens.start)
                && self.scene.entities.all[self.scene.entities.of_name(*index)].sort == Sort::Person
        })?;
        Some(self.scene.entities.of_name(name))
    }

    /// Who a pronoun stands for: whoever spoke last, or a person named since.
    fn pronoun(&self, frame: &Frame, cue: &Cue, token: usize) -> Option<Speaker> {
        let teller = cue.teller.clone();
        if self.is_impersonal(token) {
            return None;
        }
        let plural = self.scene.tags[token].number == Some(Number::Plural);
        if plural {
            return self.last.clone().map(|last| Speaker { teller, ..last });
        }
        if let Some(entity) = self.person_before(frame, cue) {
            return Some(self.named(vec![entity], teller));
        }
        if let Some(last) = self.last.clone() {
            return Some(Speaker { teller, ..last });
        }
        let place = self.scene.clauses[cue.sentence].groups.iter().position(|g| g.tokens.contains(&token))?;
        if let Some(entities) = self.scene.pronoun_speaker(cue.sentence, place, token) {
            return Some(self.named(entities, teller));
        }
        // "A spokesman for X defended it. "...," he said."
        let here = self.frames.all.partition_point(|f| f.tokens.end <= frame.tokens.start);
        let before = self.frames.all.get(here.checked_sub(1)?)?;
        let sentence = self.sentences(before).next()?;
        let first = self.scene.clauses[sentence].groups.iter().position(Group::is_nominal)?;
        let group = &self.scene.clauses[sentence].groups[first];
        if self.role(group) != Some(Role::Spokesperson) {
            return None;
        }
        let entities = Finder { scene: self.scene }.behind(sentence, first)?;
        Some(self.named(entities, teller))
    }

    /// "on", "one".
    fn is_impersonal(&self, token: usize) -> bool {
        let word = self.scene.lower(token).trim_start_matches("-t").trim_start_matches('-');
        let readings = self.scene.lang.analyses(word).iter().filter_map(|analysis| analysis.lemma);
        readings.into_iter().any(|lemma| self.scene.lang.discourse().of(lemma).any(self.class("impersonal")))
    }

    /// The person that spoke last, or that was named since then, not as someone's or as whom something is told.
    fn person_before(&self, frame: &Frame, cue: &Cue) -> Option<usize> {
        let spoke = self.last.as_ref().filter(|last| last.entities.len() == 1);
        // What stands in the sentence in which someone spoke is what he said.
        let told = self.last.as_ref().map_or(0, |last| {
            let spoken = self.frames.all.partition_point(|f| f.tokens.end <= last.teller.start);
            let end = self.frames.all.get(spoken).map_or(last.teller.end, |f| f.tokens.end);
            if end <= frame.tokens.start { end } else { last.teller.end }
        });
        let here = self.frames.all.partition_point(|f| f.tokens.end <= frame.tokens.start);
        let floor = self.frames.all[here.saturating_sub(REACH)].tokens.start;
        let mut limit = cue.teller.start;
        // The nearest sentence that names a person; there the first, who stands as its subject.
        while limit > floor.max(told) {
            let index = self.frames.all.partition_point(|f| f.tokens.end < limit);
            let within = self.frames.all[index].tokens.start.max(floor)..limit;
            let found = self.scene.names.iter().enumerate().find(|(index, name)| {
                within.contains(&name.tokens.start)
                    && name.tokens.start >= told
                    && !self.is_quoted(name.tokens.start)
                    && self.scene.entities.all[self.scene.entities.of_name(*index)].sort == Sort::Person
                    && !self.is_governed(name.tokens.start)
            });
            if let Some((name, _)) = found {
                return Some(self.scene.entities.of_name(name));
            }
            if within.start == 0 {
                break;
            }
            limit = within.start;
        }
        spoke.filter(|last| last.source.kind == SourceKind::Person).map(|last| last.entities[0])
    }

    /// A preposition stands right before.
    fn is_governed(&self, token: usize) -> bool {
        // "par le ministre de l'Économie N".
        let mut at = token;
        while at > token.saturating_sub(9) && at > 2 {
            at -= 1;
            let tokens = self.scene.document.tokens();
            if tokens[at].mark().is_some() || self.scene.tags[at].is_finite() {
                break;
            }
            let words = tokens[at..token].iter().map(|token| self.scene.document.lower(token));
            let role = self.scene.lang.descriptors().longest(words);
            if role.is_some_and(|(_, found)| matches!(found[0].meaning, Meaning::Person(_))) {
                let article = at - 1 - usize::from(self.scene.tags[at - 1].is_determiner());
                if self.scene.tags[article].is_preposition() {
                    return true;
                }
            }
        }
        let titled = token > 1 && self.scene.lang.discourse().is_title(self.scene.lower(token - 2));
        token > 0 && self.scene.tags[token - 1].is_preposition() && !titled
    }
}
