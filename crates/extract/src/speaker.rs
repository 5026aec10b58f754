//! Who speaks a quotation: the cue that tells it best, and whom that names.

mod named;

use std::ops::Range;

use entente_lang::{Classes, Number};
use entente_model::{Source, SourceKind};
use entente_text::Mark;

use crate::attribution::Finder;
use crate::clause::{Clauses, Subject};
use crate::cue::{Cue, Form};
use crate::entity::Sort;
use crate::frame::{Frame, Frames};
use crate::group::Kind;
use crate::scene::Scene;

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

impl Speaker {
    /// Someone without a name.
    pub(crate) fn unknown(kind: SourceKind, teller: Range<usize>) -> Self {
        Self { entities: Vec::new(), description: None, source: Source::of(kind), teller }
    }
}

/// Finds who speaks; goes through the frames in order, since pronouns stand for who spoke before.
pub(crate) struct Listener<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
    pub(crate) frames: &'a Frames,
    /// Who spoke last.
    pub(crate) last: Option<Speaker>,
    /// The organisation that was quoted last.
    pub(crate) house: Option<Vec<usize>>,
}

impl Listener<'_, '_> {
    pub(crate) fn class(&self, name: &str) -> Classes {
        self.scene.lang.discourse().class(name)
    }

    pub(crate) fn classes(&self, token: usize) -> Classes {
        self.scene.classes(token)
    }

    /// The classes of all readings of a word.
    pub(crate) fn readings(&self, token: usize) -> Classes {
        self.scene.lang.classes_of(self.scene.lower(token))
    }

    pub(crate) fn is_quoted(&self, token: usize) -> bool {
        self.frames.quotation_of(token).is_some()
    }

    pub(crate) fn is_mark(&self, token: usize, mark: Mark) -> bool {
        self.scene.document.tokens().get(token).is_some_and(|token| token.is_mark(mark))
    }

    /// The sentences that a frame overlaps.
    pub(crate) fn sentences(&self, frame: &Frame) -> Range<usize> {
        let first = self.scene.clauses.partition_point(|c| c.tokens.end <= frame.tokens.start);
        let last = self.scene.clauses.partition_point(|c| c.tokens.start < frame.tokens.end);
        first..last.max(first)
    }

    /// Who speaks a quotation of the frame.
    pub(crate) fn speaker(&self, frame: &Frame, cues: &[Cue], quotation: usize) -> Option<Speaker> {
        let span = self.scene.document.quotations()[quotation].span;
        let tokens = self.scene.document.tokens_in(span);
        let before = cues.iter().rev().filter(|cue| cue.at < tokens.start);
        let after: Vec<&Cue> =
            cues.iter().filter(|cue| cue.at >= tokens.end && cue.form.looks_back()).collect();
        let close =
            after.first().filter(|cue| cue.teller.start <= tokens.end + 1 && self.ends_clause(tokens.end));
        // "avertit X, "..."".
        let led = before.clone().take(1).filter(|cue| cue.teller.end + 1 >= tokens.start);
        let ahead = before.clone().filter(|cue| cue.form.looks_ahead() && !self.is_shut(cue, tokens.start));
        let behind = before.filter(|cue| !cue.form.looks_ahead());
        let (left, ahead): (Vec<&Cue>, Vec<&Cue>) =
            ahead.partition(|cue| self.is_left(frame, cue, tokens.start));
        let order = close
            .into_iter()
            .copied()
            .chain(led)
            .chain(ahead)
            .chain(after.iter().copied())
            .chain(left)
            .chain(behind);
        order.into_iter().find_map(|cue| self.resolve(frame, cue))
    }

    /// A cue in a relative clause that ends before this token: "X, qui estime que ..., "..."".
    fn is_shut(&self, cue: &Cue, token: usize) -> bool {
        self.is_relative(cue)
            && (cue.teller.end..token).any(|at| self.is_mark(at, Mark::Comma) && !self.is_quoted(at))
    }

    /// "Si X révèle que ..., Y a signé "...", selon Z": a clause with a subject of its own, behind a comma, no longer tells
    /// what the cue's subject says.
    fn is_left(&self, frame: &Frame, cue: &Cue, token: usize) -> bool {
        if !matches!(cue.form, Form::Subject { .. }) {
            return false;
        }
        let clauses = &self.scene.clauses[cue.sentence];
        (0..clauses.verbs.len()).any(|verb| {
            let Subject::Groups(groups) = &clauses.subjects[verb] else { return false };
            let start = clauses.groups[groups[0]].tokens.start;
            let own = start >= cue.teller.end
                && clauses.places[verb] > groups[0]
                && clauses.verbs[verb].is_finite()
                && clauses.verbs[verb].tokens.start < token;
            own && frame.tokens.contains(&start)
                && !self.is_quoted(start)
                && groups[0] > 0
                && clauses.groups[groups[0] - 1].kind == Kind::Comma
        })
    }

    /// The cue is the verb of a relative clause.
    pub(crate) fn is_relative(&self, cue: &Cue) -> bool {
        let groups = &self.scene.clauses[cue.sentence].groups;
        let place = groups.iter().position(|group| group.tokens.contains(&cue.at));
        let before = place.and_then(|place| place.checked_sub(1)).map(|before| groups[before].kind);
        matches!(cue.form, Form::Subject { .. }) && before == Some(Kind::Relative)
    }

    /// Something is told: words in quotation marks, or a clause. "La Suède observe une trêve" says nothing.
    pub(crate) fn tells(&self, frame: &Frame, cue: &Cue) -> bool {
        let Form::Subject { verb, .. } = cue.form else { return true };
        let clauses = &self.scene.clauses[cue.sentence];
        !frame.quotations.is_empty()
            || (Finder { scene: self.scene }).has_content(clauses, clauses.places[verb])
    }

    /// Some cue may tell who speaks a quotation, be it resolved or not.
    pub(crate) fn is_cued(&self, cues: &[Cue], quotation: usize) -> bool {
        let tokens = self.scene.document.tokens_in(self.scene.document.quotations()[quotation].span);
        cues.iter().any(|cue| {
            cue.at >= tokens.end && cue.form.looks_back()
                || cue.at < tokens.start && cue.form.looks_ahead() && !self.is_shut(cue, tokens.start)
        })
    }

    fn ends_clause(&self, token: usize) -> bool {
        self.is_mark(token, Mark::Comma)
            || self.scene.document.tokens().get(token).is_some_and(entente_text::Token::is_word)
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
                    if self.is_reading(frame, verb, sentence, before) {
                        return Some(Speaker::unknown(SourceKind::Anonymous, tokens.clone()));
                    }
                    let existential = self.is_impersonal(token)
                        || tokens.clone().any(|at| self.readings(at).any(self.class("existential")));
                    let cue = Cue {
                        at: tokens.start,
                        teller: tokens.clone(),
                        sentence,
                        form: Form::Pronoun(token),
                    };
                    if existential {
                        continue;
                    }
                    // "X offre ce qu'il a, "..."": the pronoun goes on with the subject of its own sentence.
                    if let Some(entities) = self.named_subject_before(sentence, verb) {
                        return Some(self.named(&entities, tokens.clone()));
                    }
                    let speaker = self.pronoun(frame, &cue, token);
                    if speaker.is_some() {
                        return speaker;
                    }
                    continue;
                }
                let medium =
                    |entities: &Vec<usize>| self.scene.entities.all[entities[0]].sort == Sort::Medium;
                if let Some(entities) = self.scene.subject_entities(sentence, verb).filter(|e| !medium(e)) {
                    return Some(self.named(&entities, tokens.clone()));
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

    /// "on pouvait lire "..."": the words of nobody told, right behind a verb of reading.
    fn is_reading(&self, frame: &Frame, verb: usize, sentence: usize, before: usize) -> bool {
        let clauses = &self.scene.clauses[sentence];
        let place = clauses.places[verb];
        let mut verbal = clauses.groups[place..].iter().take(2).filter(|g| matches!(g.kind, Kind::Verbal(_)));
        let reads =
            verbal.any(|g| self.classes(g.head).any(self.class("read")) && frame.tokens.contains(&g.head));
        let Subject::Pronoun(token) = clauses.subjects[verb] else { return false };
        reads && self.is_impersonal(token) && clauses.verbs[verb].tokens.end + 4 > before
    }

    /// The named subject of the first verb of a sentence, in the singular and outside quotations, for a pronoun behind it.
    fn named_subject_before(&self, sentence: usize, verb: usize) -> Option<Vec<usize>> {
        let clauses = &self.scene.clauses[sentence];
        let main = (0..verb).find(|&main| clauses.verbs[main].is_finite())?;
        let Subject::Groups(groups) = &clauses.subjects[main] else { return None };
        let group = &clauses.groups[groups[0]];
        if self.is_quoted(group.head) || self.scene.names_in(group).is_empty() {
            return None;
        }
        self.scene.subject_entities(sentence, main).filter(|entities| entities.len() == 1)
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
                none.then(|| Speaker {
                    entities: Vec::new(),
                    description: None,
                    source,
                    teller: cue.teller.clone(),
                })
            }),
            Form::Pronoun(token) if self.is_impersonal(token) => self.impersonal(frame, cue, token),
            Form::Pronoun(token) => self.pronoun(frame, cue, token),
            // "N, selon qui ...".
            Form::AccordingPronoun(group) if clauses.groups[group].kind == Kind::Relative => {
                let mut names = self.scene.names.iter().enumerate().rev();
                let (name, _) = names.find(|(_, name)| name.tokens.end <= cue.at)?;
                Some(self.named(&[self.scene.entities.of_name(name)], cue.teller.clone()))
            }
            Form::AccordingPronoun(group) => self.pronoun(frame, cue, clauses.groups[group].head),
            // "X issued a statement saying ...".
            Form::Participle(group)
                if self
                    .classes(clauses.groups[group].head)
                    .any(self.class("release").with(self.class("document")))
                    && let Some(main) = (0..clauses.verbs.len())
                        .rev()
                        .find(|&verb| clauses.places[verb] < group && clauses.verbs[verb].is_finite())
                    && !clauses.verbs[main].passive =>
            {
                self.subject_of(frame, cue, main)
            }
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

    pub(crate) fn subject_of(&self, frame: &Frame, cue: &Cue, verb: usize) -> Option<Speaker> {
        let clauses = &self.scene.clauses[cue.sentence];
        let place = clauses.places[verb];
        if let Some(main) = self.coordinated_with(clauses, place)
            && main != verb
        {
            return self.subject_of(frame, cue, main);
        }
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
            let sort = |entity: usize| self.scene.entities.all[entity].sort;
            let named = self.entities(&clauses.groups[subject]);
            let person = named.iter().rev().copied().find(|&entity| self.scene.is_person(entity));
            // "Biotrel, a maker of tests, said".
            let apposed = groups[0] > 0
                && clauses.groups[groups[0] - 1].kind == Kind::Comma
                && self.entities(&clauses.groups[groups[0]]).is_empty();
            let body = named.first().copied().filter(|&entity| apposed && sort(entity) != Sort::Place);
            if let Some(entity) = person.or(body) {
                let teller = clauses.groups[subject].tokens.start..cue.teller.end;
                return Some(self.named(&[entity], teller));
            }
        }
        let first = *groups.first()?;
        let end = groups.last().map_or(first, |&last| last) + 1;
        if first < place && groups.len() > 1 {
            let offices = self.offices(clauses, &groups);
            let entities: Vec<usize> = groups
                .iter()
                .filter(|group| !offices.contains(group))
                .filter_map(|&group| self.scene.mention(cue.sentence, group))
                .flat_map(|mention| mention.entities)
                .collect();
            if entities.len() > 1 || !offices.is_empty() && !entities.is_empty() {
                return Some(self.named(&entities, cue.teller.clone()));
            }
        }
        let end =
            if first < place { self.end_of_name(clauses, first).min(place).max(end.min(place)) } else { end };
        self.noun(frame, cue, first, end.max(first + 1))
    }

    /// "X thought that Y fell, and said": the verb that a verb right behind "and" goes on with is the main one, not the last.
    fn coordinated_with(&self, clauses: &Clauses, place: usize) -> Option<usize> {
        let joins = place.checked_sub(1).filter(|&at| clauses.groups[at].kind == Kind::Coordinator)?;
        let clause = clauses.groups[..joins]
            .iter()
            .rposition(|group| group.kind == Kind::Break)
            .map_or(0, |at| at + 1);
        let main = (0..clauses.verbs.len()).find(|&verb| {
            (clause..joins).contains(&clauses.places[verb]) && clauses.verbs[verb].is_finite()
        })?;
        let before = &clauses.groups[clause..clauses.places[main]];
        let subordinate = before.iter().any(|group| {
            matches!(group.kind, Kind::Subordinator | Kind::Relative | Kind::Quote)
                || self.is_quoted(group.head)
        });
        let named = matches!(&clauses.subjects[main], Subject::Groups(groups)
            if !self.scene.names_in(&clauses.groups[groups[0]]).is_empty());
        (!subordinate && named).then_some(main)
    }

    /// The noun before the words between commas that end right before a verb.
    fn before_insertion(&self, clauses: &Clauses, place: usize) -> Option<usize> {
        let close = place.checked_sub(1).filter(|&at| clauses.groups[at].kind == Kind::Comma)?;
        let open = (0..close)
            .rev()
            .find(|&at| matches!(clauses.groups[at].kind, Kind::Comma | Kind::Quote | Kind::Break))?;
        if clauses.groups[open].kind != Kind::Comma {
            return None;
        }
        open.checked_sub(1)
            .filter(|&at| clauses.groups[at].is_nominal() && !self.is_quoted(clauses.groups[at].head))
    }

    pub(crate) fn named(&self, entities: &[usize], teller: Range<usize>) -> Speaker {
        let (source, entities) = Finder { scene: self.scene }.named(entities);
        Speaker { entities, description: None, source, teller }
    }
}
