//! Articles in: text files, and JSON with one article a line.

mod article;
mod lines;
mod published;

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indicatif::ProgressBar;

pub(crate) use article::Article;
pub(crate) use lines::{Line, Lines};
pub(crate) use published::{Published, PublishedArgs};

/// Where something stands that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file as it was given.
    pub(crate) file: Arc<str>,
    /// The line from 1; none for a file that is one article.
    pub(crate) line: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// Something that can't be read, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub(crate) struct Unreadable {
    pub(crate) place: Place,
    pub(crate) message: String,
}

impl Place {
    pub(crate) fn of(file: &Path) -> Self {
        let file = if is_standard(file) { "standard input".into() } else { file.to_string_lossy() };
        Self { file: Arc::from(file), line: None }
    }

    pub(crate) fn unreadable(&self, message: impl fmt::Display) -> Unreadable {
        Unreadable { place: self.clone(), message: message.to_string() }
    }
}

/// Whether `-` is meant: JSON lines on standard input.
pub(crate) fn is_standard(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// Opens a file, or standard input.
pub(crate) fn open(file: &Path) -> Result<Lines, Unreadable> {
    let place = Place::of(file);
    let reader: Box<dyn Read + Send> = if is_standard(file) {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file).map_err(|error| place.unreadable(error))?)
    };
    Ok(Lines::new(Box::new(BufReader::new(reader)), place))
}

/// The articles of many files, in order, read as they are asked for. What can't be read is told in its place.
pub(crate) struct Articles {
    files: std::vec::IntoIter<PathBuf>,
    lines: Option<Lines>,
    published: Option<Published>,
    bar: ProgressBar,
}

impl Articles {
    /// The articles of `files`; `published` is the date of those that tell none. The bar counts their bytes.
    pub(crate) fn new(files: Vec<PathBuf>, published: Option<Published>, bar: ProgressBar) -> Self {
        Self { files: files.into_iter(), lines: None, published, bar }
    }

    fn finish(&self, article: Result<Article, Unreadable>) -> Result<Article, Unreadable> {
        article.map(|article| Article {
            published: article.published.or_else(|| self.published.clone()),
            ..article
        })
    }
}

impl Iterator for Articles {
    type Item = Result<Article, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(Ok(line)) => {
                        self.bar.inc(line.bytes);
                        return Some(self.finish(Article::from_line(&line)));
                    }
                    Some(Err(error)) => return Some(Err(error)),
                    None => self.lines = None,
                }
            }
            let file = self.files.next()?;
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("txt") => {
                    let article = Article::from_text_file(&file);
                    self.bar.inc(article.as_ref().map_or(0, |article| article.body.len() as u64));
                    return Some(self.finish(article));
                }
                _ if !is_standard(&file) && file.extension().is_none_or(|extension| extension != "jsonl") => {
                    let error = Place::of(&file).unreadable("is neither a .txt nor a .jsonl file");
                    return Some(Err(error));
                }
                _ => match open(&file) {
                    Ok(lines) => self.lines = Some(lines),
                    Err(error) => return Some(Err(error)),
                },
            }
        }
    }
}
