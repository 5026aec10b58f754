//! Where the words that match stand, and which part of an article shows them best.

use std::collections::HashMap;

use entente_model::{Language, Span};
use entente_text::{Conventions, Lists, parse};

use super::analysis::{Analysis, Terms};

/// Words that match count as close together within this many bytes.
const CLOSE: usize = 300;
/// Sentences are looked for this far around what matches: a text without a full stop is one sentence.
const AROUND: usize = 400;

/// A place that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) span: Span,
    /// Which of the clauses.
    clause: usize,
}

/// The words of a text that match one of the clauses, each clause being the terms of a word or phrase; in order, each
/// once, of the first clause that it matches.
pub(crate) fn matches(analysis: Analysis, text: &str, clauses: &[Vec<String>]) -> Vec<Match> {
    let wanted: HashMap<&str, usize> =
        clauses.iter().flatten().enumerate().map(|(number, term)| (term.as_str(), number)).collect();
    let mut words: Vec<(Span, Option<usize>)> = Vec::new();
    let mut terms = Terms::new(analysis, text);
    while let Some(span) = terms.next() {
        words.push((span, wanted.get(terms.term()).copied()));
    }
    let mut found: Vec<Option<usize>> = vec![None; words.len()];
    for (clause, terms) in clauses.iter().enumerate().filter(|(_, terms)| !terms.is_empty()) {
        let terms: Vec<_> = terms.iter().map(|term| wanted.get(term.as_str()).copied()).collect();
        for (at, window) in words.windows(terms.len()).enumerate() {
            if window.iter().map(|(_, number)| number).eq(&terms) {
                for place in &mut found[at..at + terms.len()] {
                    place.get_or_insert(clause);
                }
            }
        }
    }
    let matched = words.iter().zip(found);
    matched.filter_map(|(&(span, _), clause)| Some(Match { span, clause: clause? })).collect()
}

/// The sentences around the place where most clauses match close together, the first such place; past the title if one
/// is as good there. The beginning of the text where nothing matches.
pub(crate) fn passage(text: &str, title: &str, matches: &[Match]) -> Span {
    let body = if text.starts_with(title) { title.len() } else { 0 };
    let mut best: Option<((usize, bool), Span)> = None;
    for (index, first) in matches.iter().enumerate() {
        let (mut clauses, mut place) = (vec![first.clause], first.span);
        let close = |other: &&Match| other.span.end <= first.span.start + CLOSE;
        for other in matches[index + 1..].iter().take_while(close) {
            if !clauses.contains(&other.clause) {
                clauses.push(other.clause);
                place = place.join(other.span);
            }
        }
        let rank = (clauses.len(), place.start >= body);
        if best.is_none_or(|(other, _)| rank > other) {
            best = Some((rank, place));
        }
    }
    let place = best.map_or(Span::default(), |(_, place)| place);
    sentences(text, place)
}

/// The sentences that a place lies in.
fn sentences(text: &str, place: Span) -> Span {
    let start = before(text, place.start);
    let end = after(text, place.end);
    let around = &text[start..end];
    let inside = |offset: usize| offset - start;
    let mut span: Option<Span> = None;
    if let Some(conventions) = conventions() {
        let document = parse(around, &conventions);
        for sentence in document.sentences() {
            let touches = sentence.span.end > inside(place.start) && sentence.span.start < inside(place.end);
            if touches || place.is_empty() && span.is_none() {
                span = Some(span.map_or(sentence.span, |span| span.join(sentence.span)));
            }
        }
    }
    span.map_or(Span { start, end }, |span| Span { start: start + span.start, end: start + span.end })
}

/// A code that no language has: sentences are cut by marks alone, what abbreviations a language has is not known here.
const NO_LANGUAGE: &str = "zz";

fn conventions() -> Option<Conventions> {
    Conventions::new(Language::new(NO_LANGUAGE).ok()?, &Lists::default()).ok()
}

/// The beginning of the line that `offset` is in, or of a word at most [`AROUND`] before it.
fn before(text: &str, offset: usize) -> usize {
    let wanted = offset.saturating_sub(AROUND);
    let from = (wanted..offset).find(|&at| text.is_char_boundary(at)).unwrap_or(offset);
    let near = &text[from..offset];
    match near.rfind('\n') {
        Some(line) => from + line + 1,
        None if from == 0 => 0,
        None => from + near.find(char::is_whitespace).unwrap_or_default(),
    }
}

/// The end of the line that `offset` is in, or of a word at most [`AROUND`] after it.
fn after(text: &str, offset: usize) -> usize {
    let wanted = text.len().min(offset.saturating_add(AROUND));
    let to = (offset..=wanted).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(offset);
    let near = &text[offset..to];
    match near.find('\n') {
        Some(line) => offset + line,
        None if to == text.len() => to,
        None => offset + near.rfind(char::is_whitespace).unwrap_or(near.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Velnor vend son usine\n\n\
        Le groupe Velnor ne dit rien. La vente de l'usine de Carellis est faite, les ventes d'usines aussi. \
        Rien d'autre.\nUne fin.";

    fn words(text: &str, clauses: &[&str]) -> Vec<String> {
        let clauses: Vec<_> = clauses.iter().map(|clause| Analysis::French.terms(clause)).collect();
        let found = matches(Analysis::French, text, &clauses);
        found.iter().map(|found| text[found.span.start..found.span.end].to_owned()).collect()
    }

    #[test]
    fn what_matches() {
        let cases: [(&[&str], &[&str]); 6] = [
            (&["usine"], &["usine", "usine", "usines"]),
            (&["VELNOR", "ventes"], &["Velnor", "Velnor", "vente", "ventes"]),
            (&["vente de l'usine"], &["vente", "de", "usine"]),
            (&["ventes d'usines"], &["ventes", "usines"]),
            (&["vente d'usine", "usine"], &["usine", "usine", "ventes", "usines"]),
            (&["rachat"], &[]),
        ];
        for (clauses, expected) in cases {
            assert_eq!(words(TEXT, clauses), expected, "{clauses:?}");
        }
    }

    #[test]
    fn repeated_words_of_a_phrase_match_in_their_places() {
        assert_eq!(words("a b b a b", &["b b"]), ["b", "b"]);
        assert_eq!(words("a b b a b", &["b a b"]), ["b", "a", "b"]);
    }

    #[test]
    fn the_sentences_around_what_matches() {
        for (clauses, expected) in [
            (
                &["Carellis", "usine"][..],
                "La vente de l'usine de Carellis est faite, les ventes d'usines aussi.",
            ),
            (&["Velnor"][..], "Le groupe Velnor ne dit rien."),
            (&["vend"][..], "Velnor vend son usine"),
            (&["groupe", "Rien"][..], "Le groupe Velnor ne dit rien."),
            (&["nulle"][..], "Velnor vend son usine"),
        ] {
            let clauses: Vec<_> = clauses.iter().map(|clause| Analysis::French.terms(clause)).collect();
            let found = matches(Analysis::French, TEXT, &clauses);
            let span = passage(TEXT, "Velnor vend son usine", &found);
            assert_eq!(&TEXT[span.start..span.end], expected, "{clauses:?}");
        }
    }

    #[test]
    fn a_text_without_sentences_gives_its_surroundings() {
        let text = format!("{} usine {}", "é".repeat(2000), "中 ".repeat(2000));
        let found = matches(Analysis::French, &text, &[vec!["usin".to_owned()]]);
        let span = passage(&text, "", &found);
        let shown = &text[span.start..span.end];
        assert!(shown.contains("usine") && shown.len() <= 2 * AROUND + 10, "{}", shown.len());
        assert_eq!(passage("", "", &[]), Span { start: 0, end: 0 });
    }
}
