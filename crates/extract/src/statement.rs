//! Statements: quotations of five words or more, and who speaks them.

use entente_lang::Pos;
use entente_model::{
    Argument, Assertion, Certainty, Event, Evidence, Extractor, Party, Polarity, Role, SourceKind, Span,
    Statement,
};
use entente_text::{Mark, Shape};

use crate::cue::Cue;
use crate::frame::{Frame, Frames, words};
use crate::scene::Scene;
use crate::speaker::{Listener, Speaker};

/// Fewest words of a statement; what is shorter is a name or a word held at arm's length.
const FEWEST_WORDS: usize = 5;
/// Fewest words of a part of a statement that has another part of five.
const FEWEST_PART: usize = 4;
/// The rules' names in the events that they make: the words beside a quotation name who speaks, or he is carried over from before.
pub(crate) const RULES: [&str; 2] = ["statement.quotation", "statement.carried"];
/// How likely a statement is right where the words beside it name the speaker, and where he was named before.
const TOLD: f64 = 0.95;
/// Likewise where the speaker is carried over from the quotation before.
const CARRIED: f64 = 0.75;

/// Makes statements of quotations.
pub(crate) struct Quoter<'a, 's> {
    pub(crate) scene: &'a Scene<'s>,
    pub(crate) extractor: &'a Extractor,
}

/// One utterance: quotations that belong together and their speaker.
struct Utterance {
    quotations: Vec<usize>,
    speaker: Speaker,
    /// The frame of its last quotation.
    frame: usize,
    /// The words beside it name the speaker.
    told: bool,
}

impl Quoter<'_, '_> {
    /// Every statement, in the order of the text.
    pub(crate) fn statements(&self) -> Vec<Event> {
        let frames = Frames::cut(self.scene.document);
        let mut listener = Listener { scene: self.scene, frames: &frames, last: None, house: None };
        let mut utterances: Vec<Utterance> = Vec::new();
        for (index, frame) in frames.all.iter().enumerate() {
            let cues = listener.cues(frame);
            let alone = self.is_alone(&frames, frame);
            for &quotation in &frame.quotations {
                if self.is_title(quotation) || self.is_named(frame, &cues, quotation) {
                    continue;
                }
                let told = listener.speaker(frame, &cues, quotation);
                if told.is_none()
                    && alone
                    && let Some(last) = utterances.last_mut()
                    && frames.all[last.frame].paragraph == frame.paragraph
                    && last.frame + 1 >= index
                {
                    // What goes on behind "..., a-t-il dit." without an attribution of its own.
                    last.quotations.push(quotation);
                    last.frame = index;
                    continue;
                }
                let certain = told.is_some();
                if !certain && listener.is_cued(&cues, quotation) {
                    // The words tell someone whom nothing here makes out.
                    continue;
                }
                let Some(speaker) =
                    told.or_else(|| self.untold(&listener, &utterances, index, alone, quotation))
                else {
                    continue;
                };
                if let Some(last) = utterances.last_mut()
                    && last.frame == index
                    && last.speaker.teller == speaker.teller
                    && !self.is_parted(last, quotation)
                {
                    last.quotations.push(quotation);
                    continue;
                }
                if speaker.source.kind == SourceKind::Organization && !speaker.entities.is_empty() {
                    listener.house = Some(speaker.entities.clone());
                }
                listener.last = Some(speaker.clone());
                utterances.push(Utterance {
                    quotations: vec![quotation],
                    speaker,
                    frame: index,
                    told: certain,
                });
            }
            let main =
                cues.iter().rev().filter(|cue| !listener.is_relative(cue) && listener.tells(frame, cue));
            if let Some(speaker) = main.into_iter().find_map(|cue| listener.resolve(frame, cue)) {
                listener.last = Some(speaker);
            }
        }
        utterances.iter().filter_map(|utterance| self.event(utterance)).collect()
    }

    /// The speaker of a quotation that no words beside it tell.
    fn untold(
        &self,
        listener: &Listener<'_, '_>,
        utterances: &[Utterance],
        index: usize,
        alone: bool,
        quotation: usize,
    ) -> Option<Speaker> {
        let frames = listener.frames;
        let frame = &frames.all[index];
        let start = self.scene.document.tokens_in(self.scene.document.quotations()[quotation].span).start;
        if !alone {
            let carried = || {
                let last = utterances.last()?;
                let beside = last.frame + 1 >= index && frames.all[last.frame].paragraph == frame.paragraph;
                beside.then(|| last.speaker.clone())
            };
            return listener.subject(frame, start).or_else(carried);
        }
        // "X s'explique :" and the quotation a paragraph of its own.
        if let Some(before) = index.checked_sub(1).map(|before| &frames.all[before])
            && self.scene.document.tokens()[before.tokens.end - 1].is_mark(Mark::Colon)
        {
            let cues = listener.cues(before);
            // "X dément que Y ait demandé ... :": the first that tells, not what it tells of.
            let main = cues.iter().filter(|cue| !listener.is_relative(cue));
            let told = main.into_iter().find_map(|cue| listener.resolve(before, cue));
            return told.or_else(|| listener.subject(before, before.tokens.end));
        }
        // "X said the deal was sound. "...".": what was just said goes on in words of the speaker.
        let before = index.checked_sub(1).map(|before| &frames.all[before])?;
        let just = listener.last.clone().filter(|just| {
            before.quotations.is_empty()
                && before.paragraph == frame.paragraph
                && before.tokens.contains(&just.teller.start)
        });
        if just.is_some() {
            return just;
        }
        let last = utterances.last()?;
        let near = frame.paragraph - frames.all[last.frame].paragraph <= 1;
        // Whoever was told to speak since then, without a quotation.
        let since =
            listener.last.clone().filter(|since| since.teller.start >= frames.all[last.frame].tokens.end);
        since.or_else(|| near.then(|| last.speaker.clone()))
    }

    /// The words that tell the speaker stand between, and more words: "..., a dit X, qui veut "..."".
    fn is_parted(&self, last: &Utterance, quotation: usize) -> bool {
        let start = self.scene.document.tokens_in(self.scene.document.quotations()[quotation].span).start;
        let teller = &last.speaker.teller;
        let before = last.quotations.last().is_some_and(|&index| {
            self.scene.document.tokens_in(self.scene.document.quotations()[index].span).end <= teller.start
        });
        before
            && teller.end <= start
            && self.scene.document.tokens()[teller.end..start].iter().any(entente_text::Token::is_word)
    }

    /// Nothing but the words that tell who speaks stands between this part and another: "Nos ventes ont", dit X, "progressé".
    fn is_broken(&self, utterance: &Utterance, quotation: usize) -> bool {
        let tokens =
            |index: usize| self.scene.document.tokens_in(self.scene.document.quotations()[index].span);
        let teller = &utterance.speaker.teller;
        let own = tokens(quotation);
        let before = utterance
            .quotations
            .iter()
            .any(|&index| tokens(index).end + 1 >= teller.start && tokens(index).end <= teller.start);
        let behind = utterance
            .quotations
            .iter()
            .any(|&index| teller.end <= tokens(index).start && tokens(index).start <= teller.end + 1);
        before && behind && (own.end + 1 >= teller.start && own.start <= teller.end + 1)
    }

    /// Nothing but quotations and marks.
    fn is_alone(&self, frames: &Frames, frame: &Frame) -> bool {
        let mut outside = frame.tokens.clone().filter(|&at| frames.quotation_of(at).is_none());
        outside.all(|at| !self.scene.document.tokens()[at].is_word())
    }

    /// The title of a work, a name, a slogan: "l'émission "..."", "intitulé "..."".
    fn is_title(&self, quotation: usize) -> bool {
        let quotation = &self.scene.document.quotations()[quotation];
        let tokens = self.scene.document.tokens_in(quotation.span);
        let class = self.scene.lang.discourse().class("titled");
        let Some(before) = tokens.start.checked_sub(1) else { return false };
        self.scene.lang.classes_of(self.scene.lower(before)).any(class)
    }

    /// "son plan "Un nouvel élan"": a name right behind a noun begins with a capital, where words of a speaker go on with the
    /// clause; and most words of a title do.
    fn is_named(&self, frame: &Frame, cues: &[Cue], quotation: usize) -> bool {
        let quotation = &self.scene.document.quotations()[quotation];
        let tokens = self.scene.document.tokens_in(quotation.span);
        let inner = self.scene.document.tokens_in(quotation.inner);
        let told = cues.iter().any(|cue| (tokens.end..=tokens.end + 1).contains(&cue.teller.start));
        if told
            || quotation.inner.of(self.scene.document.text()).trim_end().ends_with(['.', '!', '?', '…', ','])
        {
            return false;
        }
        let all = &self.scene.document.tokens()[inner.clone()];
        let words = all.iter().filter(|token| token.is_word() && token.end() - token.start() > 3);
        let (capitals, count) = words.fold((0, 0), |(capitals, count), word| {
            (capitals + usize::from(word.shape() != Shape::Lower), count + 1)
        });
        let begins = all.first().is_some_and(|token| token.is_word() && token.shape() != Shape::Lower);
        let behind_noun = tokens.start > frame.tokens.start
            && self.scene.tags[tokens.start - 1].is(Pos::Noun)
            && self.scene.lang.discourse().is_head_first();
        begins && (behind_noun || count > 2 && capitals == count)
    }

    fn event(&self, utterance: &Utterance) -> Option<Event> {
        let document = self.scene.document;
        let quotations = document.quotations();
        let text = document.text();
        let kept: Vec<usize> = utterance
            .quotations
            .iter()
            .copied()
            .filter(|&index| {
                words(document, quotations[index].inner) >= FEWEST_PART || self.is_broken(utterance, index)
            })
            .collect();
        let mut parts: Vec<Span> = kept.iter().flat_map(|&index| quotations[index].parts.clone()).collect();
        parts.retain(|part| !part.is_empty());
        if !kept.iter().any(|&index| words(document, quotations[index].inner) >= FEWEST_WORDS) {
            return None;
        }
        let trimmed = |span: &Span| span.of(text).trim().to_owned();
        let quote = parts.iter().map(trimmed).collect::<Vec<_>>().join(" [...] ");
        let described = utterance.speaker.description.as_deref().map_or(Party::Unnamed, Party::from);
        let speakers: Vec<Party> = match utterance.speaker.entities.as_slice() {
            [] => vec![described],
            named => named.iter().map(|&e| Party::Named(self.scene.entities.all[e].key.clone())).collect(),
        };
        let evidence = self.evidence(&kept, utterance, text);
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
            confidence: if utterance.told { TOLD } else { CARRIED },
            rule: RULES[usize::from(!utterance.told)].to_owned(),
            extractor: self.extractor.clone(),
        })
    }

    /// The quotations, with the words that tell the speaker where they stand beside one.
    fn evidence(&self, quotations: &[usize], utterance: &Utterance, text: &str) -> Vec<Evidence> {
        let document = self.scene.document;
        let mut spans: Vec<Span> =
            quotations.iter().map(|&index| document.quotations()[index].span).collect();
        let tokens = document.tokens();
        let teller = &utterance.speaker.teller;
        let told = Span::new(tokens[teller.start].start(), tokens[teller.end - 1].end());
        let beside = |span: &Span| {
            document.sentence_at(span.start) == document.sentence_at(told.start)
                || document.sentence_at(span.end.saturating_sub(1)) == document.sentence_at(told.start)
        };
        if let Some(span) = spans.iter_mut().find(|span| beside(span)) {
            *span = span.join(told);
        }
        spans.sort_unstable();
        spans.dedup();
        spans.iter().filter_map(|span| Evidence::cut(text, *span)).collect()
    }

    /// The mentions of the speakers in the words that tell them.
    fn arguments(&self, utterance: &Utterance) -> Vec<Argument> {
        let teller = &utterance.speaker.teller;
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
