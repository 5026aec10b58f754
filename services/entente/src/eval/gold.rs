//! Annotated articles and their texts.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use entente_annotation::{Account, Annotation};
use entente_model::Language;

use crate::error::Error;
use crate::input::{Article, Line, Place, Published, Unreadable, open};

/// One annotated article.
#[derive(Debug)]
pub(super) struct Gold {
    pub(super) place: Place,
    pub(super) annotation: Annotation,
    pub(super) language: Option<Language>,
    pub(super) published: Option<Published>,
}

/// The annotated articles of these files that are asked for. What can't be read is told in its place.
pub(super) fn lines(
    files: &[PathBuf],
    language: Option<Language>,
    prefix: &str,
) -> impl Iterator<Item = Result<Gold, Unreadable>> + Send {
    let mut seen: HashSet<String> = HashSet::new();
    let lines = files.iter().flat_map(|file| match open(file) {
        Ok(lines) => Box::new(lines) as Box<dyn Iterator<Item = Result<Line, Unreadable>> + Send>,
        Err(unreadable) => Box::new(std::iter::once(Err(unreadable))),
    });
    let articles = lines.map(move |line| {
        let gold = Gold::of(&line?)?;
        if seen.insert(gold.annotation.id.clone()) {
            Ok(gold)
        } else {
            Err(gold.place.unreadable(format_args!("id: {:?} is there twice", gold.annotation.id)))
        }
    });
    articles.filter(move |gold| {
        gold.as_ref().map_or(true, |gold| {
            gold.annotation.id.starts_with(prefix) && (language.is_none() || gold.language == language)
        })
    })
}

impl Gold {
    fn of(line: &Line) -> Result<Self, Unreadable> {
        let annotation: Annotation = line.json()?;
        let wrong = |why: String| line.place.unreadable(why);
        let language = annotation.language.as_deref().map(Language::new).transpose();
        let published = annotation.published.as_deref().map(str::parse).transpose();
        Ok(Self {
            language: language.map_err(|error| wrong(error.to_string()))?,
            published: published.map_err(|error: String| wrong(format!("published: {error}")))?,
            place: line.place.clone(),
            annotation,
        })
    }

    /// What it says of its text.
    pub(super) fn account(&self, text: &str) -> Result<Account, Unreadable> {
        self.annotation.gold(text).map_err(|why| self.place.unreadable(why))
    }
}

/// A directory of texts.
pub(super) struct Texts<'a>(&'a Path);

impl<'a> Texts<'a> {
    pub(super) fn of(directory: &'a Path) -> Self {
        Self(directory)
    }

    /// The text of an annotated article.
    pub(super) fn of_gold(&self, gold: &Gold) -> Result<String, Unreadable> {
        let id = &gold.annotation.id;
        if Path::new(id).file_name().is_none_or(|name| name != id.as_str()) {
            return Err(gold.place.unreadable(format_args!("id: {id:?} is no name of a file")));
        }
        let article = Article::from_text_file(&self.0.join(format!("{id}.txt")));
        article.map(|article| article.body).map_err(|error| gold.place.unreadable(error))
    }
}

/// What another program read, by the id of the article.
pub(super) fn predictions(file: &Path) -> Result<HashMap<String, Annotation>, Error> {
    let mut predictions = HashMap::new();
    for line in open(file)? {
        let line = line?;
        let told: Annotation = line.json()?;
        told.account().map_err(|why| line.place.unreadable(why))?;
        if let Some(twice) = predictions.insert(told.id.clone(), told) {
            return Err(line.place.unreadable(format_args!("id: {:?} is there twice", twice.id)).into());
        }
    }
    Ok(predictions)
}
