//! Paradigms: how the forms of a word are made from its lemma. One engine for verbs, nouns and adjectives of any
//! language; the tables are data.
//!
//! A model cuts an ending off the lemma and appends tails to the root that is left. `cut = "é*er"` also captures the
//! letters that `*` stands for (one or more of the file's `letters`; exactly one when nothing precedes `*`), which a
//! tail may repeat. In a row of tails `_` is the empty tail, `-` a form that does not exist, `a/b` two variants, and
//! `root+set` stands for `root` before each tail of a named set. A row may use `{x}`, a stem of the model; a row that
//! the model lacks comes from the file's `default`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::analysis::{Analysis, Pos, Tense};
use crate::error::LangError;
use crate::source::Source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    letters: String,
    layout: BTreeMap<String, String>,
    #[serde(default)]
    sets: BTreeMap<String, String>,
    #[serde(default)]
    default: BTreeMap<String, String>,
    group: BTreeMap<String, Vec<String>>,
    model: BTreeMap<String, ModelFile>,
}

#[derive(Deserialize, Clone)]
struct ModelFile {
    cut: String,
    like: Option<String>,
    #[serde(default)]
    stems: BTreeMap<String, String>,
    #[serde(flatten)]
    rows: BTreeMap<String, String>,
}

/// The models of one file.
#[derive(Debug)]
pub(crate) struct Paradigms {
    letters: String,
    layout: BTreeMap<String, Vec<Analysis>>,
    models: Vec<Model>,
    /// Models to try in order: a group's, or the one model of that name.
    groups: FxHashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Model {
    cut: Cut,
    /// Row, features and tail of each form.
    cells: Vec<(String, Analysis, String)>,
}

#[derive(Debug)]
struct Cut {
    before: String,
    captures: bool,
    after: String,
}

impl Cut {
    fn new(text: &str) -> Self {
        match text.split_once('*') {
            Some((before, after)) => Self { before: before.into(), captures: true, after: after.into() },
            None => Self { before: String::new(), captures: false, after: text.into() },
        }
    }

    /// Root and captured letters of a lemma that this ending fits.
    fn split<'w>(&self, lemma: &'w str, letters: &str) -> Option<(&'w str, &'w str)> {
        let head = lemma.strip_suffix(self.after.as_str())?;
        if !self.captures {
            return Some((head, ""));
        }
        let run = head.trim_end_matches(|c| letters.contains(c));
        let start = if self.before.is_empty() {
            let (at, last) = head.char_indices().next_back()?;
            if !letters.contains(last) {
                return None;
            }
            at
        } else {
            run.len()
        };
        let (root, capture) = head.split_at(start);
        if capture.is_empty() {
            return None;
        }
        Some((root.strip_suffix(self.before.as_str())?, capture))
    }
}

impl Paradigms {
    /// The models of a file, for words of this part of speech.
    pub(crate) fn load(source: Source<'_>, pos: Pos) -> Result<Self, LangError> {
        let file: File = source.parse()?;
        let mut layout = BTreeMap::new();
        for (row, labels) in &file.layout {
            layout.insert(row.clone(), layout_of(source, pos, row, labels)?);
        }
        let mut models = Vec::new();
        let mut groups: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (name, model) in &file.model {
            groups.insert(name.clone(), vec![models.len()]);
            models.push(model_of(source, &file, &layout, name, model)?);
        }
        for (group, names) in &file.group {
            let mut members = Vec::new();
            for name in names {
                match groups.get(name).map(Vec::as_slice) {
                    Some(&[index]) if file.model.contains_key(name) => members.push(index),
                    _ => {
                        return Err(source.value(format!("group.{group}"), name, "is no model of this file"));
                    }
                }
            }
            if groups.insert(group.clone(), members).is_some() {
                return Err(source.value("group", group, "is also the name of a model"));
            }
        }
        Ok(Self { letters: file.letters, layout, models, groups })
    }

    /// The forms of a lemma by the first model of the group that fits; `None` if the group is unknown or none fits.
    /// Rows named in `skip` are left out.
    pub(crate) fn forms(&self, group: &str, lemma: &str, skip: &[String]) -> Option<Vec<(String, Analysis)>> {
        let (model, (root, capture)) = self.groups.get(group)?.iter().find_map(|&index| {
            let model = &self.models[index];
            Some((model, model.cut.split(lemma, &self.letters)?))
        })?;
        let cells = model.cells.iter().filter(|(row, ..)| !skip.contains(row));
        Some(cells.map(|(_, tags, tail)| (format!("{root}{}", tail.replace('*', capture)), *tags)).collect())
    }

    /// The features of the cells of a row.
    pub(crate) fn row(&self, row: &str) -> Option<&[Analysis]> {
        self.layout.get(row).map(Vec::as_slice)
    }
}

fn layout_of(source: Source<'_>, pos: Pos, row: &str, labels: &str) -> Result<Vec<Analysis>, LangError> {
    let key = format!("layout.{row}");
    let tense = Tense::named(row);
    if pos == Pos::Verb && tense.is_none() {
        return Err(source.value("layout", row, "is no tense"));
    }
    let bare = Analysis { tense, ..Analysis::bare(None, pos) };
    labels
        .split_whitespace()
        .map(|label| {
            bare.labelled(label)
                .ok_or_else(|| source.value(&key, label, "is no label of person, number and gender"))
        })
        .collect()
}

fn model_of(
    source: Source<'_>,
    file: &File,
    layout: &BTreeMap<String, Vec<Analysis>>,
    name: &str,
    model: &ModelFile,
) -> Result<Model, LangError> {
    let mut rows = file.default.clone();
    let mut stems = BTreeMap::new();
    if let Some(like) = &model.like {
        let Some(parent) = file.model.get(like) else {
            return Err(source.value(format!("model.{name}.like"), like, "is no model of this file"));
        };
        rows.extend(parent.rows.clone());
        stems.extend(parent.stems.clone());
    }
    rows.extend(model.rows.clone());
    stems.extend(model.stems.clone());
    let mut cells = Vec::new();
    for (row, text) in &rows {
        let key = format!("model.{name}.{row}");
        let Some(tags) = layout.get(row) else {
            return Err(source.value(&key, text, "is a row that the layout does not name"));
        };
        let mut written = text.clone();
        for (stem, letters) in &stems {
            written = written.replace(&format!("{{{stem}}}"), letters);
        }
        if written.contains('{') {
            return Err(source.value(&key, &written, "uses a stem that the model lacks"));
        }
        let tails = tails_of(source, file, &key, &written)?;
        if tails.len() == 1 && tails[0] == "-" {
            continue;
        }
        if tails.len() != tags.len() {
            let reason = format!("has {} forms where the layout has {}", tails.len(), tags.len());
            return Err(source.value(&key, &written, reason));
        }
        for (tail, tags) in tails.iter().zip(tags) {
            for variant in tail.split('/').filter(|variant| *variant != "-") {
                let tail = if variant == "_" { "" } else { variant };
                cells.push((row.clone(), *tags, tail.to_owned()));
            }
        }
    }
    Ok(Model { cut: Cut::new(&model.cut), cells })
}

fn tails_of(source: Source<'_>, file: &File, key: &str, text: &str) -> Result<Vec<String>, LangError> {
    let mut tails = Vec::new();
    for word in text.split_whitespace() {
        match word.split_once('+') {
            None => tails.push(word.to_owned()),
            Some((root, set)) => {
                let Some(endings) = file.sets.get(set) else {
                    return Err(source.value(key, set, "is no set of endings of this file"));
                };
                let root = if root == "_" { "" } else { root };
                for ending in endings.split_whitespace() {
                    tails.push(match (root, ending) {
                        (_, "-") => "-".to_owned(),
                        ("", "_") => "_".to_owned(),
                        (_, "_") => root.to_owned(),
                        _ => format!("{root}{ending}"),
                    });
                }
            }
        }
    }
    Ok(tails)
}
