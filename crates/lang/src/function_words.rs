//! Words that don't inflect, or whose few forms are written out: determiners, pronouns, prepositions, adverbs ...

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::analysis::{Analysis, Pos};
use crate::error::LangError;
use crate::lexicon::LexiconBuilder;
use crate::source::Source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Part of speech -> words of one form.
    invariable: BTreeMap<String, Vec<String>>,
    /// Part of speech -> lemma -> `form` or `form:label`.
    inflected: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// Adds the words of a file. `split` parts a phrase into tokens.
///
/// A phrase that ends in a preposition is also added with each other form of that preposition, elided or merged with
/// an article.
pub(crate) fn add_function_words(
    source: Source<'_>,
    split: &dyn Fn(&str) -> Vec<String>,
    lexicon: &mut LexiconBuilder,
) -> Result<(), LangError> {
    let file: File = source.parse()?;
    for (class, words) in &file.inflected {
        let pos = pos_of(source, "inflected", class)?;
        for (lemma, forms) in words {
            let bare = Analysis::bare(Some(lexicon.lemma(lemma)), pos);
            for entry in forms {
                let (form, label) = entry.rsplit_once(':').unwrap_or((entry, "-"));
                let Some(analysis) = bare.labelled(label) else {
                    return Err(source.value(
                        format!("inflected.{class}.{lemma}"),
                        entry,
                        "has an unknown label",
                    ));
                };
                add(form, analysis, split, lexicon);
            }
        }
    }
    let mut prepositional = Vec::new();
    for (class, words) in &file.invariable {
        let pos = pos_of(source, "invariable", class)?;
        for word in words {
            let analysis = Analysis::bare(Some(lexicon.lemma(word)), pos);
            let tokens = add(word, analysis, split, lexicon);
            if pos == Pos::Preposition && tokens.len() > 1 {
                prepositional.push((tokens, analysis));
            }
        }
    }
    for (tokens, analysis) in prepositional {
        let Some((last, first)) = tokens.split_last() else { continue };
        let heads: Vec<_> =
            lexicon.readings(last).iter().filter(|a| a.pos == Pos::Preposition).map(|a| a.lemma).collect();
        let forms = lexicon.forms_where(|a| {
            matches!(a.pos, Pos::Preposition | Pos::Contraction)
                && a.lemma.is_some()
                && heads.contains(&a.lemma)
        });
        for (form, tags) in forms {
            let tokens: Vec<&str> = first.iter().map(String::as_str).chain([&*form]).collect();
            lexicon.add_phrase(&tokens, Analysis { lemma: analysis.lemma, ..tags });
        }
    }
    Ok(())
}

fn pos_of(source: Source<'_>, key: &str, class: &str) -> Result<Pos, LangError> {
    Pos::named(class).ok_or_else(|| source.value(key, class, "is no part of speech"))
}

/// Adds a form of one or more tokens; tells the tokens.
fn add(
    form: &str,
    analysis: Analysis,
    split: &dyn Fn(&str) -> Vec<String>,
    lexicon: &mut LexiconBuilder,
) -> Vec<String> {
    // An elided form keeps its apostrophe, an enclitic its hyphen: each is one token.
    let whole = form.starts_with(['-', '\'']) && !form.contains(' ');
    let parts = form.contains([' ', '-']) || form.trim_end_matches('\'').contains('\'');
    let tokens = if parts && !whole { split(form) } else { vec![form.to_owned()] };
    match tokens.as_slice() {
        [token] => lexicon.add(token, analysis),
        _ => lexicon.add_phrase(&tokens.iter().map(String::as_str).collect::<Vec<_>>(), analysis),
    }
    tokens
}
