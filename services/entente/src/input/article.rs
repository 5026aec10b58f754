//! One article, as a file gives it.

use std::path::Path;

use entente_model::Language;
use entente_runtime::config::MESSAGE_BYTES_CEILING;
use entente_wire::v1;
use serde::Deserialize;

use super::{Line, Place, Published, Unreadable};

/// An article and where it was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Article {
    pub(crate) place: Place,
    pub(crate) id: String,
    /// Empty where the body begins with it.
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) language: Option<Language>,
    pub(crate) published: Option<Published>,
    pub(crate) source: String,
    pub(crate) url: String,
}

/// A line of a `.jsonl` file.
#[derive(Debug, Deserialize)]
struct Fields {
    id: String,
    text: Option<String>,
    title: Option<String>,
    body: Option<String>,
    language: Option<String>,
    published: Option<String>,
    source: Option<String>,
    url: Option<String>,
}

impl Article {
    /// A file that is one text, its title included; the id is the file's stem.
    pub(crate) fn from_text_file(file: &Path) -> Result<Self, Unreadable> {
        let place = Place::of(file);
        let most = MESSAGE_BYTES_CEILING as u64;
        let size = std::fs::metadata(file).map_err(|error| place.unreadable(error))?.len();
        if size > most {
            return Err(place.unreadable(format_args!("is longer than {most} bytes")));
        }
        let bytes = std::fs::read(file).map_err(|error| place.unreadable(error))?;
        let body = String::from_utf8(bytes).map_err(|error| {
            place.unreadable(format_args!("is not UTF-8 at byte {}", error.utf8_error().valid_up_to()))
        })?;
        let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self::of_text(place, id, body))
    }

    /// An article that is one text.
    pub(crate) fn of_text(place: Place, id: String, body: String) -> Self {
        let (title, source, url) = (String::new(), String::new(), String::new());
        Self { place, id, title, body, language: None, published: None, source, url }
    }

    /// The article of one line.
    pub(crate) fn from_line(line: &Line) -> Result<Self, Unreadable> {
        let fields: Fields = line.json()?;
        let wrong = |message: &str| line.place.unreadable(message);
        let (title, body) = match (fields.text, fields.title, fields.body) {
            (Some(text), None, None) => (String::new(), text),
            (None, title, Some(body)) => (title.unwrap_or_default(), body),
            (Some(_), _, _) => {
                return Err(wrong("has `text` beside `title` or `body`: one text, or both parts"));
            }
            (None, _, None) => return Err(wrong("has neither `text` nor `body`")),
        };
        let language = fields.language.map(|code| Language::new(&code)).transpose();
        let published = fields.published.map(|text| text.parse()).transpose();
        Ok(Self {
            place: line.place.clone(),
            id: fields.id,
            title,
            body,
            language: language.map_err(|error| line.place.unreadable(error))?,
            published: published
                .map_err(|error: String| line.place.unreadable(format_args!("published: {error}")))?,
            source: fields.source.unwrap_or_default(),
            url: fields.url.unwrap_or_default(),
        })
    }

    /// The article as the services take it.
    pub(crate) fn into_message(self, tenant: &str) -> v1::Article {
        let (time, zone) = self.published.map(|published| (published.time(), published.zone())).unzip();
        v1::Article {
            tenant: tenant.to_owned(),
            article_id: self.id,
            title: self.title,
            body: self.body,
            language: self.language.map_or_else(String::new, |language| language.to_string()),
            publish_time: time,
            time_zone: zone.unwrap_or_default(),
            source: self.source,
            url: self.url,
        }
    }
}
