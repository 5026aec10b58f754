//! Statements: quotations of five words or more, and who speaks them.

use entente_model::{
    Argument, Assertion, Certainty, Event, Evidence, Extractor, Party, Polarity, Role, Source, SourceKind, Span,
    Statement,
};
use entente_text::Quotation;

use crate::attribution::Attribution;
use crate::entity::Sort;
use crate::scene::Scene;

/// Fewest words of a statement; what is shorter is a name or a word held at arm's length.
const FEWEST_WORDS: usize = 5;
/// The rule's name in the events it makes.
const RULE: &str = "statement.quotation";
/// How likely a statement is right where the words beside it name the speaker, and where he was named before.
const TOLD: f64 = 0.95;
/// Likewise where the speaker is carried over from the quotation before.
const CARRIED: f64 = 0.75;

/// Who speaks.
#[derive(Debug, Clone)]
struct Speaker {
    entities: Vec<usize>,
    source: Source,
    /// The tokens that tell it.
    teller: Option<std::ops::Range<usize>>,
    sure: bool,
}

/// Makes statements of quotations.
pub(crate) struct Quoter<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
    pub(crate) extractor: &'a Extractor,
}

/// One utterance: quotations that belong together and their speaker.
struct Utterance {
    quotations: Vec<usize>,
    speaker: Speaker,
}

impl Quoter<'_, '_> {
    /// Every statement, in the order of the text.
    pub(crate) fn statements(&self) -> Vec<Event> {
        let mut utterances: Vec<Utterance> = Vec::new();
        let quotations = self.scene.document.quotations();
        for (index, quotation) in quotations.iter().enumerate() {
            if quotation.depth > 0 {
                continue;
            }
            let last = utterances.last();
            let continued = last.is_some_and(|last| self.continues(last, quotation));
            let speaker = match self.speaker(quotation) {
                Some(speaker) => speaker,
                None if continued => {
                    if let Some(last) = utterances.last_mut() {
                        last.quotations.push(index);
                    }
                    continue;
                }
                None => match last {
                    Some(last) if self.is_near(last, quotation) && self.is_whole_sentence(quotation) => {
                        Speaker { sure: false, teller: None, ..last.speaker.clone() }
                    }
                    _ => continue,
                },
            };
            if let Some(last) = utterances.last_mut()
                && last.speaker.teller.is_some()
                && last.speaker.teller == speaker.teller
            {
                last.quotations.push(index);
                continue;
            }
            utterances.push(Utterance { quotations: vec![index], speaker });
        }
        utterances.iter().flat_map(|utterance| self.events(utterance)).collect()
    }

    fn words(&self, quotation: &Quotation) -> usize {
        let tokens = self.scene.document.tokens_in(quotation.inner);
        self.scene.document.tokens()[tokens].iter().filter(|token| token.is_word()).count()
    }

    /// Quoted words right behind "..., a-t-il dit.": the same utterance goes on without an attribution of its own.
    fn continues(&self, last: &Utterance, quotation: &Quotation) -> bool {
        let quotations = self.scene.document.quotations();
        let Some(&before) = last.quotations.last() else { return false };
        let end = quotations[before].span.end;
        let teller_end = last.speaker.teller.as_ref().map_or(end, |teller| {
            self.scene.document.tokens()[teller.end - 1].end()
        });
        let from = end.max(teller_end);
        if from > quotation.span.start {
            return false;
        }
        let between = self.scene.document.tokens_in(Span::new(from, quotation.span.start));
        between.len() <= 1
    }

    fn paragraph(&self, offset: usize) -> usize {
        self.scene.document.paragraphs().iter().position(|p| p.span.end > offset).unwrap_or(usize::MAX)
    }

    /// In the same paragraph as the utterance before, or the next one.
    fn is_near(&self, last: &Utterance, quotation: &Quotation) -> bool {
        let quotations = self.scene.document.quotations();
        let Some(&before) = last.quotations.last() else { return false };
        let from = self.paragraph(quotations[before].span.start);
        let to = self.paragraph(quotation.span.start);
        to.saturating_sub(from) <= 1
    }

    /// The quotation is a sentence of its own, not a few words in someone else's.
    fn is_whole_sentence(&self, quotation: &Quotation) -> bool {
        let text = self.scene.document.text();
        let inner = quotation.inner.of(text);
        inner.chars().next().is_some_and(char::is_uppercase)
            && self.words(quotation) >= FEWEST_WORDS
            && text[..quotation.span.start].trim_end().ends_with(['.', '!', '?', ':', '»', '"', '”', '\n'])
            || text[..quotation.span.start].ends_with('\n')
    }

    /// Who speaks, told in the sentence that the quotation begins or ends in, or introduces it.
    fn speaker(&self, quotation: &Quotation) -> Option<Speaker> {
        let document = self.scene.document;
        let tokens = document.tokens_in(quotation.span);
        let sentence_of = |token: usize| self.scene.clauses.partition_point(|c| c.tokens.end <= token);
        let first = sentence_of(tokens.start);
        let last = sentence_of(tokens.end.saturating_sub(1)).min(self.scene.clauses.len().checked_sub(1)?);
        let told = self.told_in(last, &tokens).or_else(|| self.told_in(first, &tokens));
        if let Some(attribution) = told {
            return Some(Self::of(attribution));
        }
        // "..." A dit X. -- the teller as a sentence of its own right behind.
        let next = last + 1;
        if next < self.scene.clauses.len()
            && let Some(attribution) = self.scene.attributions.iter().find(|a| {
                a.sentence == next && a.teller.start <= self.scene.clauses[next].tokens.start + 1
            })
            && attribution.scope.len() <= attribution.teller.len() + 1
        {
            return Some(Self::of(attribution));
        }
        // "X s'est félicité : "..."", "X, qui "..."": the subject of the sentence that holds the quotation.
        self.subject_of(first, tokens.start)
    }

    fn of(attribution: &Attribution) -> Speaker {
        Speaker {
            entities: attribution.speakers.clone(),
            source: attribution.source.clone(),
            teller: Some(attribution.teller.clone()),
            sure: true,
        }
    }

    /// The attribution of a sentence that lies outside the quotation, nearest to it.
    fn told_in(&self, sentence: usize, tokens: &std::ops::Range<usize>) -> Option<&Attribution> {
        let distance = |a: &Attribution| {
            if a.teller.start >= tokens.end { a.teller.start - tokens.end } else { tokens.start.saturating_sub(a.teller.end) }
        };
        let outside = |a: &&Attribution| {
            a.sentence == sentence
                && (a.teller.end <= tokens.start || a.teller.start >= tokens.end)
                && self.scene.document.quotation_at(self.scene.document.tokens()[a.teller.start].start()).is_none()
        };
        self.scene.attributions.iter().filter(outside).min_by_key(|a| distance(a))
    }

    /// The subject of the verb nearest before a quotation in the same sentence, if it is a person or an organisation.
    fn subject_of(&self, sentence: usize, token: usize) -> Option<Speaker> {
        let clauses = self.scene.clauses.get(sentence)?;
        let verb = (0..clauses.verbs.len()).rev().find(|&verb| {
            clauses.verbs[verb].tokens.start < token && clauses.verbs[verb].is_finite()
        })?;
        let entities = self.scene.subject_entities(sentence, verb)?;
        let teller = clauses.verbs[verb].tokens.clone();
        let person = self.scene.entities.all[entities[0]].sort == Sort::Person;
        let kind = if person { SourceKind::Person } else { SourceKind::Organization };
        let name = Party::Named(self.scene.entities.all[entities[0]].key.clone());
        let source = Source { name: Some(name), ..Source::of(kind) };
        Some(Speaker { entities, source, teller: Some(teller), sure: false })
    }

    fn events(&self, utterance: &Utterance) -> Option<Event> {
        let document = self.scene.document;
        let quotations = document.quotations();
        let text = document.text();
        let mut parts: Vec<Span> =
            utterance.quotations.iter().flat_map(|&index| quotations[index].parts.clone()).collect();
        parts.retain(|part| !part.is_empty());
        let words: usize = utterance.quotations.iter().map(|&index| self.words(&quotations[index])).sum();
        if words < FEWEST_WORDS || parts.is_empty() {
            return None;
        }
        let trimmed = |span: &Span| span.of(text).trim_end_matches([',', ' ']).to_owned();
        let quote = parts.iter().map(trimmed).collect::<Vec<_>>().join(" [...] ");
        let speakers: Vec<Party> = match utterance.speaker.entities.as_slice() {
            [] => vec![Party::Unnamed],
            named => named.iter().map(|&e| Party::Named(self.scene.entities.all[e].key.clone())).collect(),
        };
        let evidence = self.evidence(utterance, text);
        let arguments = self.arguments(utterance);
        Some(Event {
            assertion: Assertion::Statement(Statement { speakers, quote }),
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            source: utterance.speaker.source.clone(),
            time: None,
            expected: None,
            evidence,
            arguments,
            confidence: if utterance.speaker.sure { TOLD } else { CARRIED },
            rule: RULE.to_owned(),
            extractor: self.extractor.clone(),
        })
    }

    /// The quotations, with the words that tell the speaker where they stand beside one.
    fn evidence(&self, utterance: &Utterance, text: &str) -> Vec<Evidence> {
        let document = self.scene.document;
        let mut spans: Vec<Span> =
            utterance.quotations.iter().map(|&index| document.quotations()[index].span).collect();
        if let Some(teller) = &utterance.speaker.teller {
            let tokens = document.tokens();
            let told = Span::new(tokens[teller.start].start(), tokens[teller.end - 1].end());
            let beside = |span: &Span| document.sentence_at(span.start) == document.sentence_at(told.start)
                || document.sentence_at(span.end.saturating_sub(1)) == document.sentence_at(told.start);
            if let Some(span) = spans.iter_mut().find(|span| beside(span)) {
                *span = span.join(told);
            }
        }
        spans.sort_unstable();
        spans.dedup();
        spans.iter().filter_map(|span| Evidence::cut(text, *span)).collect()
    }

    /// The mentions of the speakers in the words that tell them.
    fn arguments(&self, utterance: &Utterance) -> Vec<Argument> {
        let Some(teller) = &utterance.speaker.teller else { return Vec::new() };
        let mut arguments = Vec::new();
        for &entity in &utterance.speaker.entities {
            let known = &self.scene.entities.all[entity];
            let names = known.names.iter().map(|&name| &self.scene.names[name]);
            for name in names.filter(|name| teller.contains(&name.tokens.start)) {
                arguments.push(Argument {
                    role: Role::Speaker,
                    entity: Some(Party::Named(known.key.clone())),
                    text: known.key.clone(),
                    span: name.span,
                });
            }
        }
        arguments.sort_by_key(|argument| argument.span);
        arguments
    }
}
