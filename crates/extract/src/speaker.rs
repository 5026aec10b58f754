//! Who speaks a quotation: the cue that tells it best, and whom that names.

use std::ops::Range;

use entente_lang::{Classes, Meaning, Number, Role};
use entente_model::{Party, Source, SourceKind};
use entente_text::{Mark, Shape};

use crate::attribution::Finder;
use crate::clause::{Clauses, Subject};
use crate::cue::{Cue, Form};
use crate::entity::Sort;
use crate::frame::{Frame, Frames};
use crate::group::{Group, Kind};
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

/// Finds who speaks; goes through the frames in order, since pronouns stand for who spoke before.
pub(crate) struct Listener<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
    pub(crate) frames: &'a Frames,
    /// Who spoke last.
    pub(crate) last: Option<Speaker>,
}

impl Listener<'_, '_> {
    pub(crate) fn class(&self, name: &str) -> Classes {
        self.scene.lang.discourse().class(name)
    }

    pub(crate) fn classes(&self, token: usize) -> Classes {
        self.scene.tags[token].lemma.map(|lemma| self.scene.lang.discourse().of(lemma)).unwrap_or_default()
    }

    /// The classes of all readings of a word.
    pub(crate) fn readings(&self, token: usize) -> Classes {
        let lang = self.scene.lang;
        let lemmas = lang.analyses(self.scene.lower(token)).iter().filter_map(|analysis| analysis.lemma);
        lemmas.fold(Classes::default(), |all, lemma| all.with(lang.discourse().of(lemma)))
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
        let order =
            close.into_iter().copied().chain(led).chain(ahead).chain(after.iter().copied()).chain(behind);
        order.into_iter().find_map(|cue| self.resolve(frame, cue))
    }

    /// A cue in a relative clause that ends before this token: "X, qui estime que ..., "..."".
    fn is_shut(&self, cue: &Cue, token: usize) -> bool {
        self.is_relative(cue)
            && (cue.teller.end..token).any(|at| self.is_mark(at, Mark::Comma) && !self.is_quoted(at))
    }

    /// The cue is the verb of a relative clause.
    pub(crate) fn is_relative(&self, cue: &Cue) -> bool {
        let groups = &self.scene.clauses[cue.sentence].groups;
        let place = groups.iter().position(|group| group.tokens.contains(&cue.at));
        let before = place.and_then(|place| place.checked_sub(1)).map(|before| groups[before].kind);
        matches!(cue.form, Form::Subject { .. }) && before == Some(Kind::Relative)
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
                    let existential =
                        tokens.clone().any(|at| self.readings(at).any(self.class("existential")));
                    let cue = Cue {
                        at: tokens.start,
                        teller: tokens.clone(),
                        sentence,
                        form: Form::Pronoun(token),
                    };
                    let speaker = if existential { None } else { self.pronoun(frame, &cue, token) };
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
            Form::Pronoun(token) => self.pronoun(frame, cue, token),
            // "N, selon qui ...".
            Form::AccordingPronoun(group) if clauses.groups[group].kind == Kind::Relative => {
                let mut names = self.scene.names.iter().enumerate().rev();
                let (name, _) = names.find(|(_, name)| name.tokens.end <= cue.at)?;
                Some(self.named(&[self.scene.entities.of_name(name)], cue.teller.clone()))
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

    pub(crate) fn subject_of(&self, frame: &Frame, cue: &Cue, verb: usize) -> Option<Speaker> {
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
            let sort = |entity: usize| self.scene.entities.all[entity].sort;
            let named = self.entities(&clauses.groups[subject]);
            let person = named.iter().rev().copied().find(|&entity| sort(entity) == Sort::Person);
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
            let entities: Vec<usize> = groups
                .iter()
                .filter_map(|&group| self.scene.mention(cue.sentence, group))
                .flat_map(|mention| mention.entities)
                .collect();
            if entities.len() > 1 {
                return Some(self.named(&entities, cue.teller.clone()));
            }
        }
        let end =
            if first < place { self.end_of_name(clauses, first).min(place).max(end.min(place)) } else { end };
        self.noun(frame, cue, first, end.max(first + 1))
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

    /// Whom the groups of a name stand for.
    pub(crate) fn noun(&self, frame: &Frame, cue: &Cue, first: usize, end: usize) -> Option<Speaker> {
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
            let source =
                Source { count: finder.count(cue.sentence, first), ..Source::of(SourceKind::Anonymous) };
            return Some(Speaker { entities: Vec::new(), description: None, source, teller });
        }
        if let Some(speaker) = self.body(clauses, first, end, &teller) {
            return Some(speaker);
        }
        let sort = |entity: usize| self.scene.entities.all[entity].sort;
        let role = self.role(group);
        let own: Vec<usize> = self.entities(group);
        if let Some(&person) = own.iter().rev().find(|&&entity| sort(entity) == Sort::Person) {
            return Some(self.named(&[person], teller));
        }
        // "N, le chef de file de X, ...": a role apposed to the name before it.
        if role.is_some()
            && first > 1
            && clauses.groups[first - 1].kind == Kind::Comma
            && !self.is_quoted(clauses.groups[first - 2].head)
            && clauses.groups[first - 2].is_nominal()
            && let Some(&person) =
                self.entities(&clauses.groups[first - 2]).iter().find(|&&e| sort(e) == Sort::Person)
        {
            return Some(self.named(&[person], teller));
        }
        // "le directeur général de X, N", "le patron de X N", "the chief executive of X, N".
        let groups = &clauses.groups[first..end.max(first + 1)];
        let mut names =
            groups.iter().filter(|g| g.is_nominal()).flat_map(|g| self.scene.names_in(g)).skip(own.len());
        let beside = names.find_map(|name| {
            let entity = self.scene.entities.of_name(name);
            let start = self.scene.names[name].tokens.start;
            let name_like = self.is_mark(start - 1, Mark::Comma) || self.scene.names[name].tokens.len() > 1;
            let long = self.scene.names[name].tokens.len() > 1;
            let apposed = self.is_mark(start - 1, Mark::Comma)
                && self.is_mark(self.scene.names[name].tokens.end, Mark::Comma);
            let told = role.is_some() || apposed && long && self.is_definite(group);
            let unsure = told && !self.scene.entities.all[entity].sure && name_like;
            (!self.is_governed(start) && (sort(entity) == Sort::Person || unsure)).then_some(entity)
        });
        if let Some(person) = beside.filter(|_| role.is_some() || own.is_empty()) {
            let speaker = self.named(&[person], teller);
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
            // "à la Gazette X": the last is who speaks.
            let addressed = first > 0 && clauses.groups[first - 1].kind == Kind::Preposition;
            let mut entities =
                vec![if addressed && matches!(cue.form, Form::Inverted(..)) { last } else { own[0] }];
            for &member in
                clauses.coordinated_right(first, &self.scene.tags).iter().filter(|&&m| m > first && m < end)
            {
                entities.extend(self.entities(&clauses.groups[member]));
            }
            return Some(self.named(&entities, teller));
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
            let of = clauses
                .groups
                .get(at)
                .is_some_and(|g| g.kind == Kind::Preposition && self.classes(g.head).any(self.class("of")));
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

    pub(crate) fn entities(&self, group: &Group) -> Vec<usize> {
        self.scene.names_in(group).iter().map(|&name| self.scene.entities.of_name(name)).collect()
    }

    /// The role of a person that a word of the group names.
    pub(crate) fn role(&self, group: &Group) -> Option<Role> {
        let tokens = self.scene.document.tokens();
        group.tokens.clone().find_map(|at| {
            // "rédacteur en chef" goes on behind the group.
            let words =
                tokens[at..(at + 4).min(tokens.len())].iter().map(|token| self.scene.document.lower(token));
            match self.scene.lang.descriptors().longest(words)?.1[0].meaning {
                Meaning::Person(role) => Some(role),
                Meaning::Company(_) | Meaning::Relation(_) => None,
            }
        })
    }
}
