//! Who says it: "selon deux sources", "ont indiqué les deux groupes", "the company said".
//!
//! An attribution that interrupts is masked before subjects are looked for, so that the ones who speak take no part in what they tell.

mod source;

use std::ops::Range;

use entente_lang::{Classes, Role, Tense};
use entente_model::{Certainty, Source, SourceKind};

use crate::clause::{Clauses, Subject};
use crate::group::{Chunks, Group, Kind};
use crate::scene::Scene;

/// Who says what stands in a part of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Attribution {
    pub(crate) sentence: usize,
    /// The tokens that are said.
    pub(crate) scope: Range<usize>,
    /// The tokens that tell who says it.
    pub(crate) teller: Range<usize>,
    pub(crate) source: Source,
    /// The entities that speak, where they are named.
    pub(crate) speakers: Vec<usize>,
    /// The verb of saying denies.
    pub(crate) denies: bool,
    /// At most this sure, by who says it.
    pub(crate) certainty: Certainty,
}

/// Masks the attributions that interrupt a sentence: they are found by form alone.
pub(crate) fn mask(scene: &Scene<'_>, chunks: &mut Chunks) {
    let finder = Finder { scene };
    for range in finder.interruptions(&chunks.groups, &|verb| chunks.verbs[verb].clone()) {
        for group in &mut chunks.groups[range] {
            group.masked = true;
        }
    }
}

/// Finds all attributions; the clauses must have been read.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Attribution> {
    let finder = Finder { scene };
    let mut found = Vec::new();
    for (sentence, clauses) in scene.clauses.iter().enumerate() {
        for range in finder.interruptions(&clauses.groups, &|verb| clauses.verbs[verb].clone()) {
            if let Some((source, speakers)) = finder.source(sentence, range.clone()) {
                let teller =
                    clauses.groups[range.start].tokens.start..clauses.groups[range.end - 1].tokens.end;
                let denies = finder.denies(clauses, range);
                let certainty = finder.certainty(&source, &speakers);
                found.push(Attribution {
                    sentence,
                    scope: clauses.tokens.clone(),
                    teller,
                    source,
                    speakers,
                    denies,
                    certainty,
                });
            }
        }
        finder.main_clauses(sentence, clauses, &mut found);
    }
    found
}

pub(crate) struct Finder<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
}

impl Finder<'_, '_> {
    fn classes(&self, token: usize) -> Classes {
        self.scene.classes(token)
    }

    fn class(&self, name: &str) -> Classes {
        self.scene.lang.discourse().class(name)
    }

    /// Ranges of groups that tell who speaks and interrupt what is said.
    fn interruptions(
        &self,
        groups: &[Group],
        verb_of: &dyn Fn(usize) -> crate::verb::Verb,
    ) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < groups.len() {
            let range = match groups[at].kind {
                Kind::Preposition if self.classes(groups[at].head).any(self.class("according")) => {
                    self.according(groups, at)
                }
                Kind::Verbal(verb) => self.quotative(groups, at, &verb_of(verb), verb_of),
                _ => None,
            };
            match range {
                Some(range) if found.last().is_none_or(|last| last.end <= range.start) => {
                    at = range.end;
                    found.push(range);
                }
                _ => at += 1,
            }
        }
        found
    }

    /// "selon cinq personnes proches du dossier": from the preposition to the next comma.
    fn according(&self, groups: &[Group], at: usize) -> Option<Range<usize>> {
        let next = groups.get(at + 1).filter(|group| group.is_nominal())?;
        // "selon une des sources": the one counts the others.
        let counted = self.is_one(next.head)
            && groups.get(at + 2).is_some_and(|g| g.kind == Kind::Preposition)
            && groups.get(at + 3).is_some_and(|g| g.is_nominal() && self.can_speak(g));
        // "selon les termes de cet accord".
        let part = self.classes(next.head).any(self.class("transparent"))
            && groups.get(at + 2).is_some_and(|g| self.classes(g.head).any(self.class("of")))
            && groups.get(at + 3).is_some_and(|g| g.is_nominal() && self.can_speak(g));
        if !self.can_speak(next) && !counted && !part {
            return None;
        }
        let mut end = at + 2;
        while end < groups.len()
            && !matches!(groups[end].kind, Kind::Comma | Kind::Break | Kind::Close | Kind::Quote)
        {
            if matches!(groups[end].kind, Kind::Verbal(_)) && groups[end - 1].kind != Kind::Relative {
                break;
            }
            end += 1;
        }
        Some(at..end)
    }

    /// "..., ont indiqué deux sources", "..., a-t-il dit", "..., the company said": a verb of saying with its subject, behind
    /// what is said.
    fn quotative(
        &self,
        groups: &[Group],
        at: usize,
        verb: &crate::verb::Verb,
        verb_of: &dyn Fn(usize) -> crate::verb::Verb,
    ) -> Option<Range<usize>> {
        let classes = self.scene.lang.discourse().of(verb.lemma);
        // "Norvane se lance dans les batteries": some verbs say something only where they are not reflexive.
        let acts = verb.reflexive && !classes.any(self.class("say-of-oneself"));
        let tells = verb.is_finite() || self.may_be_finite(verb);
        if !classes.any(self.class("say")) || acts || !tells || verb.passive {
            return None;
        }
        let quoted = |group: &Group| group.kind == Kind::Quote;
        let before = at.checked_sub(1).map(|i| &groups[i]);
        let starts = before.is_some_and(|g| matches!(g.kind, Kind::Comma | Kind::Break) || quoted(g));
        // ("X, qui emploie 300 personnes, a conclu avec Y un accord": a relative clause alone is nothing that is said.)
        let told = |i: usize| match groups[i].kind {
            Kind::Verbal(other) => !verb_of(other).is_finite() || !Self::is_relative(groups, i),
            _ => quoted(&groups[i]),
        };
        let said = (0..at).any(told);
        // Inverted: verb, then subject.
        if starts && said {
            let inverted =
                verb.pronoun.is_some() && self.scene.document.tokens()[verb.tokens.end - 1].is_enclitic();
            let follows = groups.get(at + 1).is_some_and(|g| g.is_nominal() && self.can_speak(g));
            if inverted || follows || self.late_subject(groups, at).is_some() {
                return Some(at..self.end_of_teller(groups, at + 1));
            }
        }
        // "X vise Y, indique ce matin le Z" without its comma: a time, then one with a name, and no more.
        if !starts
            && groups[..at].iter().any(|g| matches!(g.kind, Kind::Verbal(_)))
            && groups.get(at + 1).is_some_and(|g| self.is_time(g))
            && let Some(subject) = self.late_subject(groups, at)
            && groups.get(subject + 1).is_none_or(|g| matches!(g.kind, Kind::Break | Kind::Comma))
            && groups[subject].tokens.clone().any(|token| self.scene.tags[token].is_name())
        {
            return Some(at..subject + 1);
        }
        // "..., the company said": subject, then verb, then nothing of what is said.
        let subject = (0..at).rev().find(|&i| groups[i].kind != Kind::Adverb)?;
        if !groups[subject].is_nominal() || subject == 0 {
            return None;
        }
        let mut first = subject;
        while first > 0 && !matches!(groups[first - 1].kind, Kind::Comma | Kind::Break | Kind::Quote) {
            if matches!(groups[first - 1].kind, Kind::Verbal(_) | Kind::Relative | Kind::Subordinator) {
                return None;
            }
            first -= 1;
        }
        let ends = groups.get(at + 1).is_none_or(|g| {
            matches!(g.kind, Kind::Break | Kind::Comma | Kind::Adverb)
                || quoted(g)
                || self.is_time(g)
                || g.kind == Kind::Preposition && Self::only_time_follows(groups, at + 1)
        });
        // ", the group announced on Tuesday the loss of 300 jobs", "... announced on Tuesday that": what it says stands behind.
        let object = groups[at + 1..]
            .iter()
            .find(|g| g.kind != Kind::Adverb && !self.is_time(g))
            .is_some_and(|g| g.is_nominal() || matches!(g.kind, Kind::Subordinator | Kind::Relative));
        let said = groups[..first].iter().any(|g| matches!(g.kind, Kind::Verbal(_)) || quoted(g));
        (first > 0 && ends && !object && said).then(|| first..self.end_of_teller(groups, at + 1))
    }

    /// The verb at `at` is that of a relative clause.
    fn is_relative(groups: &[Group], at: usize) -> bool {
        let opens = groups[..at].iter().rev().find(|group| {
            matches!(
                group.kind,
                Kind::Relative | Kind::Verbal(_) | Kind::Break | Kind::Subordinator | Kind::Quote
            )
        });
        opens.is_some_and(|group| group.kind == Kind::Relative)
    }

    /// "écrit Le Figaro", "a spokesman confirmed": what looks like a participle alone may be a tense.
    fn may_be_finite(&self, verb: &crate::verb::Verb) -> bool {
        let lower = self.scene.lower(verb.head);
        verb.tense == Tense::PastParticiple
            && verb.tokens.len() == 1
            && self.scene.lang.analyses(lower).iter().any(|a| a.tense.is_some_and(Tense::is_finite))
    }

    /// The one who speaks behind an inverted verb, behind times and addressees: "ont précisé mardi à la presse X et Y".
    fn late_subject(&self, groups: &[Group], at: usize) -> Option<usize> {
        let mut next = at + 1;
        loop {
            let group = groups.get(next)?;
            match group.kind {
                Kind::Adverb => next += 1,
                Kind::Preposition if groups.get(next + 1).is_some_and(Group::is_nominal) => {
                    let told = &groups[next + 1];
                    if self.scene.names_in(told).len() > 1 {
                        return Some(next + 1);
                    }
                    next += 2;
                }
                Kind::Nominal if !self.can_speak(group) && (next == at + 1 || self.is_time(group)) => {
                    next += 1;
                }
                Kind::Nominal => return self.can_speak(group).then_some(next),
                _ => return None,
            }
        }
    }

    fn is_time(&self, group: &Group) -> bool {
        self.scene.dimensions_in(&group.tokens).iter().any(crate::dimension::Dimension::is_date)
    }

    fn only_time_follows(groups: &[Group], at: usize) -> bool {
        groups[at..]
            .iter()
            .take_while(|g| !matches!(g.kind, Kind::Comma | Kind::Break))
            .all(|g| !matches!(g.kind, Kind::Verbal(_)))
    }

    /// Who speaks ends at the next comma that no relative clause or apposition opens, or with the sentence.
    fn end_of_teller(&self, groups: &[Group], mut at: usize) -> usize {
        let start = at;
        while at < groups.len() && !matches!(groups[at].kind, Kind::Break | Kind::Quote | Kind::Close) {
            if groups[at].kind == Kind::Comma {
                // ", directeur général de X," belongs to the one who speaks.
                let person = |g: &Group| {
                    self.scene
                        .names_in(g)
                        .iter()
                        .any(|&name| self.scene.is_person(self.scene.entities.of_name(name)))
                };
                // "a indiqué le ministre de l'Industrie, N": the name of who has the office.
                let office = groups[start..at].iter().any(|g| g.is_nominal() && self.is_role(g));
                let apposed = groups.get(at + 1).is_some_and(|g| {
                    g.is_nominal() && (self.is_role(g) || office && person(g)) || g.kind == Kind::Relative
                });
                if !apposed {
                    break;
                }
            }
            at += 1;
        }
        at
    }

    fn is_role(&self, group: &Group) -> bool {
        self.scene.descriptor_of(group).is_some_and(|d| d.meaning.is_person())
    }

    /// It can be a source: a name, a pronoun, a descriptor, or a noun for sources, media and documents.
    pub(crate) fn can_speak(&self, group: &Group) -> bool {
        let classes = ["anonymous", "medium", "document", "body", "public-body"];
        let spoken = classes.iter().fold(Classes::default(), |all, name| all.with(self.class(name)));
        group.tokens.clone().any(|at| self.scene.tags[at].is_name())
            || self.classes(group.head).any(spoken)
            || self.scene.descriptor_of(group).is_some()
            || self.scene.lang.discourse().is_subject_pronoun(self.scene.lower(group.head))
    }

    fn denies(&self, clauses: &Clauses, range: Range<usize>) -> bool {
        let deny = self.class("deny");
        clauses.groups[range].iter().any(|g| match g.kind {
            Kind::Verbal(verb) => self.scene.lang.discourse().of(clauses.verbs[verb].lemma).any(deny),
            _ => false,
        })
    }

    /// "X a indiqué que ...", "X annonce avoir ...", "les accords prévoient ...": what follows the verb is said by its subject.
    fn main_clauses(&self, sentence: usize, clauses: &Clauses, found: &mut Vec<Attribution>) {
        for (verb, reading) in clauses.verbs.iter().enumerate() {
            let place = clauses.places[verb];
            if clauses.groups[place].masked {
                continue;
            }
            // ("la fermeture de X, annoncée en mars par Y": behind a comma a participle alone is passive.)
            let alone = reading.tense == Tense::PastParticiple && !self.may_be_finite(reading);
            let parted = place > 0 && clauses.groups[place - 1].kind == Kind::Comma;
            if reading.passive || alone && parted {
                found.extend(self.hearsay(sentence, clauses, verb));
                continue;
            }
            let Some(lemma) = reading.lemma else { continue };
            let classes = self.scene.lang.discourse().of(lemma);
            let provides = classes.any(self.class("provide"));
            if !provides
                && !classes.any(self.class("announce").with(self.class("deny")))
                && !self.has_content(clauses, place)
            {
                // "conclure un accord", "lancer un produit": no saying.
                continue;
            }
            if !(classes.any(self.class("say")) || classes.any(self.class("deny")) || provides) {
                continue;
            }
            let subject = self.subject_source(sentence, clauses, verb);
            let Some((source, speakers)) = subject else { continue };
            if provides && !classes.any(self.class("say")) && source.kind != SourceKind::Document {
                continue;
            }
            let teller_start = match &clauses.subjects[verb] {
                Subject::Groups(groups) => clauses.groups[groups[0]].tokens.start,
                _ => reading.tokens.start,
            };
            let certainty = self.certainty(&source, &speakers);
            // "Dans le cadre d'un accord avec Y, X annonce ...": what opens the sentence is announced too.
            let first = clauses
                .groups
                .partition_point(|group| group.tokens.end <= teller_start.min(reading.tokens.start));
            let opener = classes.any(self.class("announce"))
                && first > 1
                && clauses.groups[first - 1].kind == Kind::Comma
                && clauses.groups[0].kind == Kind::Preposition
                && clauses.groups[..first - 1].iter().all(|group| {
                    matches!(group.kind, Kind::Preposition | Kind::Nominal | Kind::Adverb | Kind::Coordinator)
                });
            if opener {
                found.push(Attribution {
                    sentence,
                    scope: clauses.tokens.start..clauses.groups[first - 1].tokens.start,
                    teller: teller_start.min(reading.tokens.start)..reading.tokens.end,
                    source: source.clone(),
                    speakers: speakers.clone(),
                    denies: false,
                    certainty,
                });
            }
            if reading.tokens.end == clauses.tokens.end {
                // A sentence that breaks off at its verb tells nothing.
                continue;
            }
            found.push(Attribution {
                sentence,
                scope: reading.tokens.end..clauses.tokens.end,
                teller: teller_start.min(reading.tokens.start)..reading.tokens.end,
                source,
                speakers,
                // ("did not deny that": nor does it say so.)
                denies: classes.any(self.class("deny")) && !reading.negated,
                certainty: if classes.any(self.class("deny")) && reading.negated {
                    Certainty::Possible
                } else {
                    certainty
                },
            });
        }
    }

    /// "X is said to have bought", "it was rumoured that": by nobody named, or behind "by".
    fn hearsay(&self, sentence: usize, clauses: &Clauses, verb: usize) -> Option<Attribution> {
        let reading = &clauses.verbs[verb];
        let classes = reading.lemma.map(|lemma| self.scene.lang.discourse().of(lemma))?;
        let place = clauses.places[verb];
        let rumour = classes.any(self.class("rumour"));
        if !rumour && !classes.any(self.class("hearsay")) || !reading.is_finite() {
            return None;
        }
        let mut end = place + 1;
        let mut named = None;
        let agent = clauses.groups.get(end).is_some_and(|group| {
            group.kind == Kind::Preposition && self.classes(group.head).any(self.class("by"))
        });
        if agent && clauses.groups.get(end + 1).is_some_and(Group::is_nominal) {
            named = Some(self.source(sentence, end..end + 2)?);
            end += 2;
        }
        // What is said: a clause or an infinitive with its particle.
        let content = clauses.groups[end.min(clauses.groups.len())..].iter().take(2).any(|group| {
            group.kind == Kind::Subordinator
                || matches!(group.kind, Kind::Verbal(verb) if clauses.verbs[verb].tense == Tense::Infinitive)
        });
        if !content {
            return None;
        }
        let (source, speakers) = named.unwrap_or_else(|| (Source::of(SourceKind::Anonymous), Vec::new()));
        let told = self.certainty(&source, &speakers);
        Some(Attribution {
            sentence,
            scope: clauses.groups[end - 1].tokens.end..clauses.tokens.end,
            teller: reading.tokens.start..clauses.groups[end - 1].tokens.end,
            source,
            speakers,
            denies: false,
            certainty: if rumour { Certainty::Possible } else { told.min(Certainty::Probable) },
        })
    }

    /// How sure something is by who says it: of what a company decides it tells itself, others report.
    fn certainty(&self, source: &Source, speakers: &[usize]) -> Certainty {
        let outsider = |role: &Role| matches!(role, Role::Analyst | Role::Unionist | Role::Journalist);
        let outside =
            speakers.iter().any(|&entity| self.scene.entities.all[entity].roles.iter().any(outsider));
        match source.kind {
            SourceKind::Anonymous | SourceKind::Media => Certainty::Probable,
            _ if outside => Certainty::Probable,
            // A union that has no name speaks for none of those who decide.
            SourceKind::Organization if speakers.is_empty() => Certainty::Probable,
            _ => Certainty::Certain,
        }
    }

    /// What a verb of saying says follows it: a clause, an infinitive or a quotation; adverbs, times and addressees between.
    pub(crate) fn has_content(&self, clauses: &Clauses, place: usize) -> bool {
        let mut at = place + 1;
        let mut told = false;
        while let Some(group) = clauses.groups.get(at) {
            match group.kind {
                Kind::Subordinator | Kind::Quote | Kind::Verbal(_) | Kind::Break => return true,
                Kind::Relative => return !told,
                Kind::Preposition => at += 1,
                // "said Norvane will close": a noun that begins a clause of its own.
                Kind::Nominal
                    if clauses.subjects.iter().enumerate().any(|(verb, subject)| {
                        clauses.places[verb] > at
                            && clauses.verbs[verb].is_finite()
                            && matches!(subject, Subject::Groups(groups) if groups[0] == at)
                    }) =>
                {
                    return true;
                }
                Kind::Nominal if !self.is_time(group) => {
                    // "told reporters that ..."; what a preposition governs is no object.
                    told |= clauses.groups[at - 1].kind != Kind::Preposition;
                }
                _ => {}
            }
            let object =
                told && clauses.groups.get(at + 1).is_none_or(|next| next.kind != Kind::Subordinator);
            if object {
                return false;
            }
            at += 1;
        }
        false
    }
}
