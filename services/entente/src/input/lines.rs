//! Files of one JSON object a line.

use std::io::{BufRead, Read as _};

use entente_runtime::config::MESSAGE_BYTES_CEILING;
use serde::de::DeserializeOwned;

use super::{Place, Unreadable};

/// Longest line, in bytes: no message to a service is longer, so no article can be.
const LONGEST: u64 = MESSAGE_BYTES_CEILING as u64;

/// One line, without its end.
pub(crate) struct Line {
    pub(crate) place: Place,
    pub(crate) text: String,
    /// What it takes in the file, with its end and the empty lines before it.
    pub(crate) bytes: u64,
}

impl Line {
    /// The object that the line holds.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        let mut json = serde_json::Deserializer::from_str(&self.text);
        let wrong = |field: Option<&str>, error: &serde_json::Error| {
            let message = error.to_string();
            // The library counts lines within the line.
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
            let field = field.map_or_else(String::new, |field| format!("{field}: "));
            self.place.unreadable(format_args!("column {}: {field}{message}", error.column()))
        };
        let object = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let field = error.path().to_string();
            // A dot is the line as a whole.
            wrong(Some(&*field).filter(|field| *field != "."), error.inner())
        })?;
        json.end().map_err(|error| wrong(None, &error))?;
        Ok(object)
    }
}

/// The lines of a file that hold something, one in memory at a time.
pub(crate) struct Lines {
    reader: Box<dyn BufRead + Send>,
    place: Place,
    number: usize,
    ended: bool,
}

impl Lines {
    pub(crate) fn new(reader: Box<dyn BufRead + Send>, place: Place) -> Self {
        Self { reader, place, number: 0, ended: false }
    }

    /// The rest of the file can't be made sense of.
    fn end(&mut self, place: &Place, message: impl std::fmt::Display) -> Unreadable {
        self.ended = true;
        place.unreadable(message)
    }
}

impl Iterator for Lines {
    type Item = Result<Line, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = 0;
        while !self.ended {
            let mut line = Vec::new();
            let read = self.reader.by_ref().take(LONGEST).read_until(b'\n', &mut line);
            self.number += 1;
            let place = Place { line: Some(self.number), ..self.place.clone() };
            bytes += line.len() as u64;
            match read {
                Err(error) => return Some(Err(self.end(&place, error))),
                Ok(0) => self.ended = true,
                Ok(_) if line.len() as u64 == LONGEST && line.last() != Some(&b'\n') => {
                    let message = format_args!("is longer than {LONGEST} bytes");
                    return Some(Err(self.end(&place, message)));
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let text = String::from_utf8(line).map_err(|error| {
                        place.unreadable(format_args!(
                            "is not UTF-8 at byte {}",
                            error.utf8_error().valid_up_to()
                        ))
                    });
                    return Some(text.map(|text| Line { place, text, bytes }));
                }
            }
        }
        None
    }
}
